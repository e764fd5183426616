// Procedural statements and modules: procedures, functions, triggers, views.
parser grammar TsqlProc;

options { tokenVocab = TsqlTokens; }

ifHead    : IF expr ;
elseHead  : ELSE ;
whileHead : WHILE expr ;

beginBlock : BEGIN statements END | BEGIN_ATOMIC WITH balanced statements END ;
tryBlock   : BEGIN_TRY statements END_TRY SEMI? BEGIN_CATCH statements END_CATCH ;

declareStmt : DECLARE (declareItem (COMMA declareItem)* | cursorDecl) ;
declareItem
    : VAR AS? ( TABLE tableItems
              | CURSOR
              | datatype collateSuffix? (NOT? NULL)? (EQ expr)?
              )
    ;
cursorDecl : IDENT IDENT* cursorDef ;
// FOR UPDATE and FOR READ ONLY come behind the query.
cursorDef  : CURSOR IDENT* FOR query cursorFor? optionClause? ;
cursorFor  : FOR (UPDATE (OF name (COMMA name)*)? | IDENT+) ;

setStmt
    : SET ( VAR setTail* ((EQ | ASSIGN_OP | STAR_EQ) (expr | cursorDef))?
          | (IDENT | TRAN) setWord* )
    ;
setTail : DOT IDENT | callArgs ;
// SET options: NOCOUNT ON; IDENTITY_INSERT dbo.t ON; TRANSACTION ISOLATION LEVEL READ COMMITTED
setWord : IDENT | VAR | NUMBER | STRING | HYPHEN | COMMA | DOT | DOTDOT | ON | OFF | TRAN | EQ ;

returnStmt    : RETURN expr? ;
printStmt     : PRINT expr ;
raiserrorStmt : RAISERROR (LPAREN expr (COMMA expr)* RPAREN (WITH IDENT (COMMA IDENT)*)? | (NUMBER | VAR) COMMA? (STRING | VAR | NUMBER)?) ;
throwStmt     : THROW (expr COMMA expr COMMA expr)? ;
gotoStmt      : GOTO IDENT ;
waitforStmt   : WAITFOR (IDENT operand | balanced (COMMA IDENT operand)?) ;

transactionStmt
    : BEGIN_TRAN (IDENT | VAR)? (WITH IDENT STRING?)?
    | COMMIT (TRAN (IDENT | VAR)? | IDENT)? (WITH balanced)?
    | ROLLBACK (TRAN (IDENT | VAR)? | IDENT)?
    | SAVE TRAN? (IDENT | VAR)
    ;

cursorStmt
    : OPEN soup
    | FETCH (IDENT | VAR | NUMBER | HYPHEN)* (FROM (IDENT | VAR)+)? (INTO VAR (COMMA VAR)*)?
    | CLOSE soup
    | DEALLOCATE (IDENT | VAR)+
    ;

// EXEC procedure arguments; EXEC @status = procedure; EXEC ('text') AT server; EXECUTE AS USER = 'x'.
// A variable before the name is the status; alone it holds the procedure's name.
execStmt
    : EXEC ( VAR (EQ execName)? execArgs? execWith?
           | (IDENT | DOTDOT IDENT | COLONCOLON IDENT) execMore* execArgs? execWith?
           | LPAREN expr (COMMA execArg)* RPAREN (AS IDENT EQ STRING)? (IDENT IDENT)? execWith?
           | AS soup
           )
    ;
execName : VAR | IDENT execMore* ;
execMore : (DOT | DOTDOT) IDENT | SEMI_NUMBER ;
execArgs : execArg (COMMA execArg)* ;
// value, @parameter = value, with OUTPUT; a bare word is a text.
execArg  : expr (OUTPUT | IDENT)? ;
execWith : WITH IDENT+ balanced? ;   // RECOMPILE, RESULT SETS (...)

// Modules ---------------------------------------------------------------------------------------

procedureDef
    : PROC name SEMI_NUMBER? (LPAREN parameter (COMMA parameter)* RPAREN | parameter (COMMA parameter)*)?
      moduleOptions? (FOR IDENT)? AS (externalName SEMI* | statements)
    ;
parameter     : VAR AS? (CURSOR | datatype) parameterWord* (EQ expr parameterWord*)? ;
parameterWord : IDENT | OUTPUT | NOT? NULL ;    // VARYING, OUT, READONLY
moduleOptions : WITH moduleOption (COMMA moduleOption)* ;
moduleOption
    : EXEC AS (IDENT | STRING)
    | moduleWord+
    ;
moduleWord    : IDENT | NULL | ON | OFF | EQ | STRING ;
externalName  : EXTERNAL IDENT name ;

functionDef
    : FUNCTION name LPAREN (parameter (COMMA parameter)*)? RPAREN
      RETURNS ( TABLE tableItems?
              | VAR TABLE tableItems
              | datatype
              )
      (NOT? NULL)? moduleOptions? (ORDER balanced)? AS?
      ( RETURN query
      | beginBlock
      | externalName
      ) SEMI*
    ;

triggerDef
    : TRIGGER name ON (ALL IDENT | DATABASE | name) moduleOptions?
      (FOR | AFTER | INSTEAD_OF) triggerEvent (COMMA triggerEvent)*
      (WITH IDENT)? NOT_FOR_REPLICATION? AS (externalName SEMI* | statements)
    ;
triggerEvent : INSERT | UPDATE | DELETE | IDENT ;

viewDef
    : VIEW name (LPAREN IDENT (COMMA IDENT)* RPAREN)? moduleOptions? AS query WITH_CHECK_OPTION? SEMI*
    ;
