// Expressions and conditions. An expr is a flat list: the lowering applies precedence.
parser grammar OracleExpr;

options { tokenVocab = OracleTokens; }

// Children of expr, in source order: prefix tokens, operand, then groups of (operator token(s),
// prefix tokens, operand) or a postfix test. BETWEEN is an operator whose upper bound follows
// the next AND of the same list; ESCAPE is an operator after LIKE's pattern.
expr
    : (PLUS | HYPHEN | NOT | PRIOR | CONNECT_BY_ROOT | NEW | EXISTS)* operand
      ( ( PLUS | HYPHEN | STAR | SLASH | POWER | CONCAT
        | EQ | NE | LT | LE | GT | GE | VECTOR_OP
        | AND | OR | MOD | REM | ESCAPE | OVERLAPS | AT_TIME_ZONE )
        (PLUS | HYPHEN | NOT | PRIOR | CONNECT_BY_ROOT | NEW | EXISTS)* operand
      | INFIX_NOT? (LIKE | BETWEEN | IN | MEMBER | SUBMULTISET) OF?
        (PLUS | HYPHEN | NOT | PRIOR | CONNECT_BY_ROOT | NEW | EXISTS)* operand
      | MULTISET (UNION | INTERSECT | EXCEPT) (ALL | DISTINCT)?
        (PLUS | HYPHEN | NOT | PRIOR | CONNECT_BY_ROOT | NEW | EXISTS)* operand
      | isTest
      | intervalUnit
      | collateSuffix
      | AT_LOCAL
      )*
    ;

isTest
    : IS NOT?
      ( NULL | TRUE | FALSE
      | IDENT                                  // NAN, INFINITE, PRESENT, EMPTY, DANGLING, ANY
      | IS_SET                                 // A SET
      | JSON IS_JSON_WORD* paren? jsonSchema?   // JSON STRICT WITH UNIQUE KEYS
      | OF TYPE? LPAREN (ONLY? name) (COMMA ONLY? name)* RPAREN
      )
    ;

// A JSON schema (23ai), given as text or by a variable.
jsonSchema    : JSON_SCHEMA IDENT? USING? (STRING | BIND) ;
collateSuffix : COLLATE name ;

intervalUnit : INTERVAL_FIELD precision? (TO INTERVAL_FIELD precision?)? ;
precision    : LPAREN expr (COMMA expr)* RPAREN ;

operand
    : NUMBER
    | STRING
    | NULL
    | TRUE
    | FALSE
    | DEFAULT_VALUE                            // DEFAULT as a value of INSERT, UPDATE, a list partition
    | INQUIRY                                  // $$NAME
    | ref
    | DATE STRING
    | TIMESTAMP STRING
    | INTERVAL (STRING | ref) intervalUnit
    | QUANTIFIER operand                       // ANY, SOME, ALL after a comparison
    | CURSOR subquery
    | MULTISET subquery
    | (paren | subquery | caseExpr | castExpr | treatExpr | xmlCall | jsonCall | jsonTransform | soupCall) refTail*
    ;

// One expression in parentheses, a row, a list, (self AS type), or (in grouping sets) nothing.
paren    : LPAREN (expr (AS datatype)? (COMMA expr)* | EXECUTE IMMEDIATE expr usingClause?)? RPAREN ;
subquery : LPAREN_QUERY (query queryRestriction? | VALUES valuesRow (COMMA valuesRow)*) RPAREN ;
queryRestriction : WITH (READ ONLY | CHECK OPTION) (CONSTRAINT name)? ;

// A name with what hangs on it: a.b.c, f(x), t(i).field, pkg.f(x)@link, seq.NEXTVAL, c%FOUND,
// t.*, col(+), agg(x) OVER (...), model and JSON subscripts. The parts are flat, in source order.
ref
    : (IDENT | BIND)
      ( DOT (IDENT | STAR)
      | callArgs
      | subquery
      | subscript
      | braces
      | AT_SIGN IDENT
      | PCT_ATTR
      | OUTER
      | withinGroup
      | keepClause
      | overClause
      | FROM_FIRST_LAST
      | (RESPECT | IGNORE) NULLS
      )*
    ;

refTail
    : DOT IDENT
    | callArgs
    | subscript
    | OUTER
    | overClause
    | keepClause
    | withinGroup
    ;

subscript     : LBRACK (subscriptItem (COMMA subscriptItem)* | queryNoParen)? RBRACK ;   // JSON [ SELECT ... ]
subscriptItem : STAR | expr (SUBSCRIPT_TO expr)? | FOR name (IN operand | soupWord+) ;
soupWord      : IDENT | FROM | SUBSCRIPT_TO | LIKE | NUMBER | STRING | HYPHEN | BIND | INCREMENT ;
braces        : LBRACE braceItem* RBRACE ;
braceItem
    : ~(LPAREN | LPAREN_QUERY | LPAREN_PART | RPAREN | LBRACE | RBRACE | SEMI)
    | balanced
    | braces
    ;

callArgs : LPAREN (arg (COMMA arg)*)? RPAREN ;

arg
    : ARG_NAME ARROW expr
    | STAR
    | (DISTINCT | UNIQUE | ALL)? expr argTail*
    | TRIM_SIDE expr? FROM expr
    | FOR forVar (COMMA forVar)* IN forRange (COMMA forRange)* (IDENT | INDEX expr)? ARROW expr
    ;

// What certain functions allow after an argument.
argTail
    : AS datatype                              // CAST-like
    | USING (STAR | expr)                      // TRANSLATE, CHR
    | FROM expr                                // TRIM, EXTRACT
    | ORDER BY expr                            // XMLAGG, COLLECT; more order items are arguments of their own
    | ASC | DESC | NULLS (FIRST | LAST)        // after an order item
    | DEFAULT expr ON IDENT IDENT              // DEFAULT x ON CONVERSION ERROR
    | ON IDENT overflowWord*                   // ON OVERFLOW TRUNCATE '...' WITH COUNT
    | RETURNING datatype
    | DETERMINISTIC                            // APPROX_MEDIAN, APPROX_PERCENTILE
    | BAR expr                                 // choice lists of qualified expressions
    | DOTDOT expr
    | ARROW expr
    ;

overflowWord : IDENT | STRING | WITH ;

withinGroup : WITHIN GROUP LPAREN orderBy RPAREN ;
keepClause  : KEEP LPAREN IDENT (FIRST | LAST) orderBy RPAREN ;
overClause  : OVER (IDENT | LPAREN windowSpec RPAREN) ;

windowSpec
    : IDENT? (PARTITION BY expr (COMMA expr)*)? orderBy? windowFrame?
    ;

windowFrame
    : (ROWS | RANGE | GROUPS) (BETWEEN frameBound AND frameBound | frameBound) (EXCLUDE frameExclude+)?
    ;

frameBound
    : UNBOUNDED (PRECEDING | FOLLOWING)
    | CURRENT ROW
    | expr (PRECEDING | FOLLOWING)
    ;

frameExclude : IDENT | CURRENT | ROW | GROUP ;

// CASE as an expression; the statement is caseStmt.
caseExpr : CASE expr? caseWhen+ caseElse? END ;
caseWhen : WHEN caseChoice (COMMA caseChoice)* THEN expr ;
caseElse : ELSE expr ;

// A choice may be dangling (23ai): an operator and its right side, or a test.
caseChoice
    : expr
    | (EQ | NE | LT | LE | GT | GE | INFIX_NOT? (LIKE | BETWEEN | IN | MEMBER) OF?) expr
    | isTest
    ;

castExpr
    : CAST LPAREN expr AS DOMAIN? datatype (VALIDATE | NOVALIDATE)? (DEFAULT expr ON IDENT IDENT)? (COMMA expr)* RPAREN
    ;

treatExpr : TREAT LPAREN expr AS datatype RPAREN ;

// JSON_VALUE, JSON_QUERY, JSON_EXISTS, JSON_OBJECT, JSON_ARRAY, JSON_ARRAYAGG, JSON_OBJECTAGG,
// JSON_MERGEPATCH, JSON_SERIALIZE, JSON_SCALAR, ...
jsonCall
    : JSON_FN (LPAREN (jsonArg (COMMA jsonArg)*)? RPAREN | subquery)
    ;
jsonArg
    : KEY expr (VALUE | COLON) expr jsonOption*
    | STAR jsonOption*
    | expr ((VALUE | COLON) expr)? jsonOption*
    | RETURNING datatype jsonOption*           // JSON_OBJECT(RETURNING CLOB)
    ;

// PASSING takes one binding; further bindings are arguments of their own: expr AS name.
jsonOption
    : FORMAT JSON
    | RETURNING datatype
    | AS IDENT
    | PASSING expr
    | jsonOnClause
    | ON (NULL | JSON_ON)
    | WITH | WITHOUT | UNIQUE
    | ORDER BY expr | ASC | DESC | NULLS (FIRST | LAST)
    | jsonTo                                   // ALLOW BOOLEAN TO NUMBER CONVERSION
    | JSON_WORD balanced?                      // STRICT, PRETTY, ASCII, ALLOW SCALARS, ORDERED, TYPE (LAX)
    ;
jsonTo         : JSON_TO IDENT IDENT ;
jsonOnClause   : (NULL | TRUE | FALSE | JSON_ON JSON_WORD* | DEFAULT expr) ON (NULL | JSON_ON) balanced? ;

jsonTransform : JSON_TRANSFORM balanced ;

// Functions with a syntax of their own and no counterpart: PREDICTION, CLUSTER_ID, VECTOR_CHUNKS, APPROX_RANK, ...
soupCall : SOUP_FN balanced ;

jsonTable
    : JSON_TABLE LPAREN expr jsonOption* (COMMA expr jsonOption*)? jsonColumns RPAREN
    ;
nestedTable : NESTED_DOC PATH? expr COLUMNS balanced ;   // FROM t NESTED t.doc COLUMNS (...)
jsonColumns : COLUMNS (LPAREN jsonColumn (COMMA jsonColumn)* RPAREN | jsonColumn (COMMA jsonColumn)*) ;
jsonColumn
    : NESTED PATH? expr jsonColumns
    | IDENT (FOR ORDINALITY | datatype? jsonColumnOption*)
    ;
jsonColumnOption
    : FORMAT JSON
    | EXISTS
    | PATH expr
    | jsonOnClause
    | WITH | WITHOUT | UNIQUE
    | JSON_WORD balanced?
    ;

// XMLELEMENT, XMLFOREST, XMLATTRIBUTES, XMLQUERY, XMLPARSE, XMLSERIALIZE, XMLROOT, XMLCAST, ...
// XML_WORD is any word with a meaning of its own inside them: NAME, EVALNAME, CONTENT, VERSION, ...
xmlCall : XML_FN LPAREN (xmlArg (COMMA xmlArg)*)? RPAREN ;
xmlArg
    : XML_WORD+ (expr xmlTail*)?
    | expr xmlTail*
    | DEFAULT expr
    ;

// PASSING takes one binding; further bindings are arguments of their own: expr AS name.
xmlTail
    : AS (datatype | XML_WORD expr)
    | XML_WORD (STRING | EQ NUMBER)?
    | IDENT                                    // an alias without AS
    | NULL ON XML_WORD
    | PASSING (BY XML_WORD)? expr
    | RETURNING XML_WORD
    ;
xmlPassing : (BY XML_WORD)? expr (AS IDENT)? ;

xmlTable
    : XMLTABLE LPAREN expr (COMMA expr)? (PASSING xmlPassing (COMMA xmlPassing)*)?
      (RETURNING XML_WORD BY XML_WORD)? (COLUMNS xmlColumn (COMMA xmlColumn)*)? RPAREN
    ;
xmlColumn
    : IDENT (FOR ORDINALITY | datatype? (BY XML_WORD)? (PATH expr | DEFAULT expr)*)
    ;

datatype
    : REF? (name | TYPE_WORDS | TABLE) dblink? (PCT_TYPE | PCT_ROWTYPE)? typeArgs? (WITH_TIME_ZONE | WITH_LOCAL_TIME_ZONE)?
      charset?
    | INTERVAL INTERVAL_FIELD precision? TO INTERVAL_FIELD precision?
    ;

typeArgs : LPAREN (STAR | expr) (COMMA (STAR | expr))* IDENT? RPAREN ;
charset  : CHARACTER SET name PCT_CHARSET? ;

name   : IDENT (DOT IDENT)* ;
dblink : AT_SIGN IDENT (DOT IDENT)* (AT_SIGN IDENT)? ;

// A stretch of tokens with balanced parentheses that is kept as it is.
soup     : soupItem* ;
soupItem
    : ~(LPAREN | LPAREN_QUERY | LPAREN_PART | RPAREN | SEMI | SLASH_LINE)
    | balanced
    ;
balanced : (LPAREN | LPAREN_QUERY | LPAREN_PART) balancedItem* RPAREN ;
balancedItem
    : ~(LPAREN | LPAREN_QUERY | LPAREN_PART | RPAREN)
    | balanced
    ;
