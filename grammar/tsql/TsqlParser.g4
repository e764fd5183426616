// Transact-SQL as of SQL Server 2022, written from Microsoft's published language reference.
//
// The grammar is LL(1): one token decides everywhere, so ANTLR generates plain switches. What
// makes that possible is the scanner, which tells a keyword from an identifier by its neighbours
// (keywords.txt), fuses fixed phrases into one token, and gives parentheses that open a query a
// token of their own. Statements have no terminators: an expression, an alias, a stretch of
// options ends at the word that begins the next statement, and those words are reserved.
//
// IF, ELSE and WHILE are statements of their own here, their condition alone: what they govern
// is the statement that follows in the list. parser/tsql/structure.go puts them together.
parser grammar TsqlParser;

options { tokenVocab = TsqlTokens; superClass = Base; }

import TsqlExpr, TsqlQuery, TsqlDml, TsqlProc, TsqlTable, TsqlSchema, TsqlAdmin;

// A batch is parsed statement by statement (parser/tsql/parse.go): statement, module and
// implicitExec are where the parser starts.
statement
    : ifHead
    | elseHead
    | whileHead
    | beginBlock
    | tryBlock
    | declareStmt
    | setStmt
    | returnStmt
    | printStmt
    | raiserrorStmt
    | throwStmt
    | gotoStmt
    | LABEL
    | BREAK
    | CONTINUE
    | waitforStmt
    | transactionStmt
    | cursorStmt
    | execStmt
    | selectStmt
    | withStmt
    | insertStmt
    | updateStmt
    | deleteStmt
    | mergeStmt
    | bulkInsert
    | createStmt
    | alterStmt
    | dropStmt
    | truncateStmt
    | grantStmt
    | triggerState
    | useStmt
    | adminStmt
    ;

// A list of statements, between BEGIN and END or to the end of a module.
statements : (statement | SEMI)* ;

// What must stand alone in its batch: it goes on to the end of it.
module
    : (CREATE_MODULE (OR ALTER)? | ALTER_MODULE)
      ( procedureDef
      | functionDef
      | triggerDef
      | viewDef
      )
    ;

// A procedure's name without EXEC, as the first statement of a batch.
implicitExec : IDENT execMore* execArgs? execWith? ;
