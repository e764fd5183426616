// INSERT, UPDATE, DELETE, MERGE.
parser grammar TsqlDml;

options { tokenVocab = TsqlTokens; }

insertStmt
    : INSERT topClause? INTO? dmlTarget insertColumns? outputClause*
      (queryExpr | DEFAULT VALUES | execStmt | withQuery)
    ;
withQuery     : withClause queryExpr ;
insertColumns : LPAREN name (COMMA name)* RPAREN ;

// What a DML statement changes: a table, a view, an alias, a table variable, a rowset function.
dmlTarget
    : (name | VAR) (WITH balanced)?
    | ROWSET_FN callArgs ((DOT | DOTDOT) IDENT)* (WITH balanced)?
    ;

outputClause : OUTPUT selectItem (COMMA selectItem)* (INTO (name | VAR) insertColumns?)? ;

updateStmt
    : UPDATE topClause? dmlTarget SET setItem (COMMA setItem)* outputClause*
      (FROM fromItem (COMMA fromItem)*)? whereClause? optionClause?
    ;
// column = expr, @v = expr, @v = column = expr, column += expr, column.WRITE(...)
setItem : expr ;

deleteStmt
    : DELETE topClause? FROM? dmlTarget outputClause* (FROM fromItem (COMMA fromItem)*)? whereClause? optionClause?
    ;

mergeStmt
    : MERGE topClause? INTO? dmlTarget (AS? alias)? USING tableSource ON expr mergeBranch*
      outputClause* optionClause?
    ;
mergeBranch
    : WHEN ( MATCHED (AND expr)? THEN mergeChange
           | NOT MATCHED (BY IDENT)? (AND expr)? THEN (mergeInsert | mergeChange) )
    ;
mergeChange : UPDATE SET setItem (COMMA setItem)* | DELETE ;
mergeInsert : INSERT insertColumns? (VALUES valuesRow | DEFAULT VALUES) ;

bulkInsert : BULK_INSERT name FROM operand (WITH balanced)? ;

truncateStmt : TRUNCATE TABLE name (WITH balanced)? ;
