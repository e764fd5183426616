// SELECT in full.
parser grammar OracleQuery;

options { tokenVocab = OracleTokens; }

// queryPart (setOp queryPart)* then ORDER BY, OFFSET, FETCH and FOR UPDATE in source order.
query : withClause? queryPart (setOp queryPart)* queryTail* ;

// queryNoParen starts with SELECT or WITH, for places where an expression could stand as well.
queryNoParen : withClause? queryBlock (setOp queryPart)* queryTail* ;

setOp : (UNION | INTERSECT | MINUS | EXCEPT) (ALL | DISTINCT)? ;

queryPart
    : queryBlock
    | subquery
    ;

queryTail
    : orderBy
    | OFFSET expr (ROW | ROWS)?
    | FETCH IDENT? (FIRST | NEXT) (expr PERCENT_KW? fetchParts*)? (ROW | ROWS) (ONLY | WITH TIES)
    | forUpdate
    ;

fetchParts : PARTITIONS BY expr COMMA expr ;   // 2 PARTITIONS BY deptno, 3 ROWS (23ai)

orderBy   : ORDER SIBLINGS? BY orderItem (COMMA orderItem)* ;
orderItem : expr (ASC | DESC)? (NULLS (FIRST | LAST))? ;

forUpdate : FOR (UPDATE (OF name (COMMA name)*)? (NOWAIT | WAIT expr | SKIP_LOCKED)? | READ ONLY) ;

withClause
    : WITH (withRoutine+ (withItem (COMMA withItem)*)? | withItem (COMMA withItem)*)
    ;
withRoutine : (procedureDecl | functionDecl) SEMI ;
withItem
    : IDENT (LPAREN IDENT (COMMA IDENT)* RPAREN)?
      (AS subquery (searchClause | cycleClause)* | ANALYTIC VIEW AS balanced)
    ;
searchClause : SEARCH (DEPTH | BREADTH) FIRST BY orderItem (COMMA orderItem)* SET IDENT ;
cycleClause  : CYCLE IDENT (COMMA IDENT)* SET IDENT TO cycleMark DEFAULT cycleMark ;
cycleMark    : STRING | NUMBER ;

queryBlock
    : SELECT (DISTINCT | UNIQUE | ALL)? selectItem (COMMA selectItem)* intoClause?
      (FROM fromItem (COMMA fromItem)*)?
      ( whereClause
      | startWith
      | connectBy
      | groupBy
      | havingClause
      | modelClause
      | windowClause
      | qualifyClause
      )*
    ;

selectItem : STAR | expr (AS? alias)? ;
alias      : IDENT ;

intoClause : (BULK COLLECT)? INTO ref (COMMA ref)* ;

whereClause   : WHERE (CURRENT OF ref | expr) ;
startWith     : START WITH expr ;
connectBy     : CONNECT BY NOCYCLE? expr ;
groupBy       : GROUP BY expr (COMMA expr)* ;
havingClause  : HAVING expr ;
qualifyClause : QUALIFY expr ;
windowClause  : WINDOW IDENT AS LPAREN windowSpec RPAREN (COMMA IDENT AS LPAREN windowSpec RPAREN)* ;

modelClause : MODEL modelItem* ;
modelItem
    : IDENT | PARTITION | BY | KEEP | UNIQUE | ALL | UPDATE | ON | AS | NUMBER
    | balanced
    ;

// One item of the FROM list: a table and the joins that follow it, flat.
fromItem : tableSource joinTail* ;

// An ON belongs to the nearest join on its left that has none yet.
joinTail
    : NATURAL? (INNER | (LEFT | RIGHT | FULL) OUTER_KW?)? JOIN tableSource joinCond*
    | CROSS (JOIN | APPLY) tableSource
    | OUTER_KW APPLY tableSource
    ;
joinCond : (ON expr | USING LPAREN name (COMMA name)* RPAREN) joinMod* ;
joinMod  : (PARTITION BY expr | pivotClause | unpivotClause) (AS? alias)? ;   // of all that is joined so far

tableSource : tablePrimary tableMod* (AS? alias aliasColumns? (tableMod alias?)*)? ;

aliasColumns : LPAREN IDENT (COMMA IDENT)* RPAREN ;

tablePrimary
    : tableName ((callArgs | subquery) OUTER?)?                // a table, view, or (12c on) a table function
    | ONLY LPAREN (tableName | subquery) RPAREN
    | LATERAL? subquery OUTER?
    | LPAREN fromItem RPAREN
    | TABLE (LPAREN expr RPAREN | subquery) OUTER?
    | jsonTable OUTER?
    | soupCall
    | ANALYTIC_VIEW balanced
    | xmlTable OUTER?
    | GRAPH_TABLE balanced
    | CURSOR subquery
    ;

tableName : (name | BIND) dblink? ;

tableMod
    : PARTITION (BY expr | FOR? LPAREN expr (COMMA expr)* RPAREN)
    | SUBPARTITION FOR? LPAREN expr (COMMA expr)* RPAREN
    | SAMPLE BLOCK? LPAREN expr (COMMA expr)? RPAREN (SEED LPAREN expr RPAREN)?
    | AS_OF (SCN | TIMESTAMP | PERIOD FOR name) expr
    | VERSIONS (BETWEEN (SCN | TIMESTAMP) | PERIOD FOR name BETWEEN) expr
    | pivotClause
    | unpivotClause
    | MATCH_RECOGNIZE balanced
    | nestedTable
    ;

pivotClause
    : PIVOT XML? LPAREN pivotAgg (COMMA pivotAgg)* FOR pivotCols IN pivotIn RPAREN
    ;
pivotAgg  : expr (AS? alias)? ;
pivotCols : name | LPAREN name (COMMA name)* RPAREN ;
pivotIn   : LPAREN pivotValue (COMMA pivotValue)* RPAREN | subquery ;
pivotValue : expr (AS? alias)? ;

unpivotClause
    : UNPIVOT ((INCLUDE | EXCLUDE) NULLS)? LPAREN pivotCols FOR pivotCols IN
      LPAREN unpivotValue (COMMA unpivotValue)* RPAREN RPAREN
    ;
unpivotValue : pivotCols (AS expr)? ;
