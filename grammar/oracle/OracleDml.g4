// INSERT, UPDATE, DELETE, MERGE and transaction control.
parser grammar OracleDml;

options { tokenVocab = OracleTokens; }

insertStmt
    : INSERT ( insertInto (insertValues | query | insertSet | byName query) returningClause? logErrors?
             | ALL (insertBranch+ | insertWhen+ insertElse?) query
             | FIRST insertWhen+ insertElse? query )
    ;
insertInto   : INTO dmlTarget alias? (LPAREN name (COMMA name)* RPAREN)? ;
insertValues : VALUES valuesRow (COMMA valuesRow)* ;
insertSet    : SET setItem (COMMA setItem)* ;
byName       : BY IDENT ;
insertBranch : insertInto (VALUES LPAREN expr (COMMA expr)* RPAREN)? logErrors? ;
insertWhen   : WHEN expr THEN insertBranch+ ;
insertElse   : ELSE insertBranch+ ;
valuesRow    : LPAREN (expr (COMMA expr)*)? RPAREN | ref ;

// What a DML statement changes.
dmlTarget
    : tableName ((PARTITION | SUBPARTITION) FOR? LPAREN expr (COMMA expr)* RPAREN)?
    | ONLY LPAREN tableName RPAREN
    | subquery
    | TABLE (LPAREN expr RPAREN | subquery)
    ;

updateStmt
    : UPDATE dmlTarget alias? SET setItem (COMMA setItem)* (FROM fromItem (COMMA fromItem)*)?
      whereClause? returningClause? logErrors?
    ;
setItem
    : ref EQ expr
    | LPAREN ref (COMMA ref)* RPAREN EQ expr
    | ROW EQ expr
    ;

deleteStmt
    : DELETE FROM? dmlTarget alias? (FROM fromItem (COMMA fromItem)*)? whereClause? returningClause? logErrors?
    ;

returningClause
    : (RETURNING | RETURN) expr (COMMA expr)* intoClause?
    ;

logErrors
    : LOG ERRORS (INTO tableName)? (LPAREN expr RPAREN)? (REJECT LIMIT (NUMBER | IDENT | BIND))?
    ;

mergeStmt
    : MERGE INTO dmlTarget alias? USING tableSource ON expr mergeBranch* logErrors?
    ;
mergeBranch
    : WHEN ( MATCHED (AND expr)? THEN
             ( UPDATE SET setItem (COMMA setItem)* whereClause? (DELETE whereClause)?
             | DELETE whereClause? )
           | NOT MATCHED (AND expr)? THEN
             INSERT (LPAREN name (COMMA name)* RPAREN)? insertValues whereClause? )
    ;

lockTable
    : LOCK TABLE dmlTarget (COMMA dmlTarget)* IN lockMode MODE (NOWAIT | WAIT expr)?
    ;
lockMode : (ROW | UPDATE | IDENT)+ ;

commitStmt    : COMMIT txWord* ;
rollbackStmt  : ROLLBACK IDENT* STRING? (TO IDENT IDENT?)? ;   // the last IDENT after TO is the savepoint
savepointStmt : SAVEPOINT IDENT ;
txWord        : IDENT | STRING | NUMBER | COMMA | NOWAIT | WAIT ;

// SET TRANSACTION, SET ROLE, SET CONSTRAINTS.
setStmt : SET soup ;

explainPlan : EXPLAIN PLAN explainWord* FOR statement ;
explainWord : SET | IDENT | EQ | STRING | INTO | DOT | AT_SIGN ;

callStmt : CALL ref (INTO ref)? ;
