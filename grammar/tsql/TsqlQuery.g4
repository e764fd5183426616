// Queries.
parser grammar TsqlQuery;

options { tokenVocab = TsqlTokens; }

selectStmt : selectCore queryTail | LPAREN_STMT query RPAREN queryTail ;

// Common table expressions before a query or a change of data.
withStmt   : withClause (queryExpr | insertStmt | updateStmt | deleteStmt | mergeStmt) ;
withClause : WITH_CTE cte (COMMA cte)* ;
// A query with a name; also XMLNAMESPACES (...), CHANGE_TRACKING_CONTEXT (...).
cte        : IDENT (LPAREN balancedItem* RPAREN)? (AS subquery)? ;

query     : withClause? queryExpr ;
queryExpr : queryTerm queryTail ;
queryTail : setOperation* orderBy? offsetClause? computeClause* forClause? optionClause? ;
setOperation : (UNION ALL? | EXCEPT | INTERSECT) queryTerm ;

queryTerm
    : selectCore
    | LPAREN_QUERY query RPAREN
    | VALUES valuesRow (COMMA valuesRow)*
    ;
valuesRow : LPAREN expr (COMMA expr)* RPAREN ;

selectCore
    : SELECT (ALL | DISTINCT)? topClause? selectItem (COMMA selectItem)* intoClause?
      (FROM fromItem (COMMA fromItem)*)?
      ( whereClause
      | groupBy
      | havingClause
      | windowClause
      )*
    ;
topClause  : TOP (NUMBER | VAR | paren | subquery) PERCENT? WITH_TIES? ;
// a = b names the value of b a; @v = b assigns.
selectItem : STAR | expr (AS? alias)? ;
alias      : IDENT | STRING ;
intoClause : INTO name (ON (IDENT | DEFAULT))? ;

whereClause  : WHERE (CURRENT OF (IDENT | VAR)+ | expr) ;
groupBy      : GROUP BY ALL? expr (COMMA expr)* WITH_ROLLUP? ;
havingClause : HAVING expr ;
windowClause : WINDOW windowDef (COMMA windowDef)* ;
windowDef    : IDENT AS LPAREN windowSpec RPAREN ;

orderBy   : ORDER BY orderItem (COMMA orderItem)* ;
orderItem : expr (ASC | DESC)? ;
// OFFSET n ROWS FETCH NEXT m ROWS ONLY
offsetClause  : OFFSET expr IDENT (FETCH_ROWS IDENT expr IDENT IDENT)? ;
computeClause : COMPUTE expr (COMMA expr)* (BY expr (COMMA expr)*)? ;
forClause     : (FOR_XML | FOR_JSON) forItem (COMMA forItem)* | FOR_BROWSE ;
forItem       : IDENT IDENT? balanced? ;
optionClause  : OPTION balanced ;

// One item of the FROM list: a table and the joins that follow it, flat.
fromItem : tableSource joinTail* ;
// An ON belongs to the nearest join on its left that has none yet.
joinTail
    : (INNER | (LEFT | RIGHT | FULL) OUTER?)? JOIN_HINT? JOIN tableSource joinCond*
    | CROSS (JOIN | APPLY) tableSource
    | OUTER APPLY tableSource
    ;
joinCond : ON expr ;

tableSource : tablePrimary tableTail* ;
tablePrimary
    : ref                                      // a table, a view, a function, @t, @x.nodes('...')
    | subquery
    | LPAREN fromItem RPAREN
    | LPAREN_DML (insertStmt | updateStmt | deleteStmt | mergeStmt) RPAREN
    | ROWSET_FN callArgs ((DOT | DOTDOT) IDENT)*
    | LBRACE IDENT fromItem RBRACE             // {oj a LEFT OUTER JOIN b ON ...}
    ;
tableTail
    : AS? alias aliasParens?
    | tableHints
    | WITH_SCHEMA (LPAREN schemaColumn (COMMA schemaColumn)* RPAREN | name)
    | FOR_SYSTEM_TIME systemTime
    | FOR_PATH                                 // graph search
    | TABLESAMPLE IDENT? balanced (REPEATABLE balanced)?
    | PIVOT LPAREN expr (COMMA expr)* FOR name IN LPAREN name (COMMA name)* RPAREN RPAREN
    | UNPIVOT LPAREN name FOR name IN LPAREN name (COMMA name)* RPAREN RPAREN
    ;
// Names of the columns, or hints without WITH.
aliasParens : LPAREN balancedItem* RPAREN ;
tableHints  : WITH balanced ;
// Columns of OPENJSON and OPENXML: name, type, path.
schemaColumn : IDENT datatype collateSuffix? STRING? (AS IDENT)? ;
systemTime
    : AS OF operand
    | FROM operand TO operand
    | BETWEEN operand AND operand
    | IDENT IN? balanced
    | IN balanced
    | ALL
    ;
