// PL/SQL: blocks, declarations, statements.
parser grammar OraclePlsql;

options { tokenVocab = OracleTokens; }

block : (DECLARE declaration*)? BEGIN stmt* exceptionPart? END IDENT? ;

exceptionPart : EXCEPTION handler+ ;
handler       : WHEN name (OR name)* THEN stmt* ;

label : LLABEL IDENT RLABEL ;

// Declarations --------------------------------------------------------------------------------

declaration
    : variableDecl
    | typeDecl
    | subtypeDecl
    | cursorDecl
    | pragmaDecl
    | procedureDecl SEMI
    | functionDecl SEMI
    ;

variableDecl
    : IDENT ( EXCEPTION
            | CONSTANT? datatype (NOT? NULL)? collateSuffix? defaultValue?
            ) SEMI
    ;
defaultValue : (ASSIGN | DEFAULT) expr ;

typeDecl : TYPE IDENT IS typeDef SEMI ;
typeDef
    : RECORD LPAREN recordField (COMMA recordField)* RPAREN
    | TABLE OF (datatype | LPAREN datatype (NOT? NULL)? RPAREN) (NOT? (NULL | MODIFIER))? (INDEX BY datatype)?
    | VARRAY LPAREN expr RPAREN OF (LPAREN datatype (NOT? NULL)? RPAREN | datatype) (NOT? (NULL | MODIFIER))?
    | REF CURSOR (RETURN datatype)?
    | objectDef
    | typeEnum
    ;
recordField : IDENT datatype (NOT? NULL)? defaultValue? ;
typeEnum    : LPAREN IDENT (COMMA IDENT)* RPAREN ;

subtypeDecl : SUBTYPE IDENT IS datatype (RANGE expr DOTDOT expr)? (NOT? NULL)? SEMI ;

cursorDecl : CURSOR IDENT parameters? (RETURN datatype)? (IS query)? SEMI ;

pragmaDecl : PRAGMA IDENT callArgs? SEMI ;

procedureDecl : PROCEDURE IDENT parameters? routineProp* routineBody? ;
functionDecl  : FUNCTION IDENT parameters? RETURN returnType routineProp* routineBody? ;
returnType    : SELF AS RESULT | datatype ;

parameters : LPAREN (parameter (COMMA parameter)*)? RPAREN ;
parameter  : IDENT IN? OUT? NOCOPY? datatype (NOT? NULL)? defaultValue? ;

// DETERMINISTIC, AUTHID x, PIPELINED [USING t], PARALLEL_ENABLE (...), RESULT_CACHE [RELIES_ON (...)],
// ACCESSIBLE BY (...), AGGREGATE USING t, SQL_MACRO (...), SHARING = x, DEFAULT COLLATION x, ...
routineProp
    : IDENT (balanced | EQ IDENT)?
    | USING name
    | BY balanced?
    | DEFAULT | TABLE | ROW
    | ORDER IDENT                              // … BY (columns): the order of a parallel function's rows
    ;

routineBody
    : (IS | AS) (callSpec | body)
    | callSpec
    ;
body     : declaration* BEGIN stmt* exceptionPart? END IDENT? ;
callSpec : (LANGUAGE | EXTERNAL | MLE) callSpecWord* ;
callSpecWord : IDENT | STRING | DOT | WITH | BY | IN | AS | MLE | LANGUAGE | balanced ;

// Statements ----------------------------------------------------------------------------------

stmt
    : label*
      ( assignOrCall
      | block
      | ifStmt
      | caseStmt
      | loopStmt
      | whileLoop
      | forLoop
      | forallStmt
      | exitStmt
      | continueStmt
      | gotoStmt
      | returnStmt
      | raiseStmt
      | nullStmt
      | openStmt
      | fetchStmt
      | closeStmt
      | executeImmediate
      | pipeRow
      | query
      | insertStmt
      | updateStmt
      | deleteStmt
      | mergeStmt
      | lockTable
      | commitStmt
      | rollbackStmt
      | savepointStmt
      | setStmt
      | callStmt
      | pragmaStmt
      ) SEMI
    ;

assignOrCall : (ref | (paren | treatExpr) refTail*) (ASSIGN expr)? ;

ifStmt   : IF expr THEN stmt* elsifPart* elsePart? END IF ;
elsifPart : ELSIF expr THEN stmt* ;
elsePart  : ELSE stmt* ;

caseStmt     : CASE expr? caseStmtWhen+ elsePart? END CASE IDENT? ;
caseStmtWhen : WHEN caseChoice (COMMA caseChoice)* THEN stmt* ;

loopStmt  : LOOP stmt* END LOOP IDENT? ;
whileLoop : WHILE expr LOOP stmt* END LOOP IDENT? ;
forLoop   : FOR forVar (COMMA forVar)* IN forRange (COMMA forRange)* LOOP stmt* END LOOP IDENT? ;
forVar    : IDENT MUTABILITY? datatype? ;

// A cursor FOR loop over a query is an expr that consists of one subquery.
forRange
    : REVERSE? (REPEAT expr | ITERAND OF expr | expr (DOTDOT expr (BY expr)?)?)
      (WHILE expr)? (WHEN expr)?
    ;

forallStmt
    : FORALL IDENT IN (ITERAND OF expr | expr DOTDOT expr) (SAVE EXCEPTIONS)?
      (insertStmt | updateStmt | deleteStmt | mergeStmt | executeImmediate)
    ;

exitStmt     : EXIT IDENT? (WHEN expr)? ;
continueStmt : CONTINUE IDENT? (WHEN expr)? ;
gotoStmt     : GOTO IDENT ;
returnStmt   : RETURN expr? ;
raiseStmt    : RAISE name? ;
nullStmt     : NULL ;
pragmaStmt   : PRAGMA IDENT callArgs? ;

openStmt  : OPEN ref (FOR (queryNoParen | expr (usingClause | (setOp queryPart)+ queryTail* | queryTail+)?))? ;
fetchStmt : FETCH ref intoClause (LIMIT expr)? ;
closeStmt : CLOSE ref ;

executeImmediate
    : EXECUTE IMMEDIATE expr ( intoClause | usingClause | (RETURNING | RETURN) intoClause )*
    ;
usingClause : USING usingArg (COMMA usingArg)* ;
usingArg    : IN? OUT? expr ;

pipeRow : PIPE ROW paren ;
