// Expressions and conditions. An expr is a flat list: the lowering applies precedence.
parser grammar TsqlExpr;

options { tokenVocab = TsqlTokens; }

// Children of expr, in source order: prefix tokens, operand, then groups of (operator token,
// prefix tokens, operand) or a postfix test. BETWEEN is an operator whose upper bound follows
// the next AND of the same list; ESCAPE is an operator after LIKE's pattern. In a select list
// and in SET, EQ and the assignment operators after a column or variable assign.
expr
    : (PLUS | HYPHEN | TILDE | NOT | EXISTS)* operand
      ( ( PLUS | HYPHEN | STAR | SLASH | PERCENT_OP | AMP | BAR | CARET | SHIFT | CONCAT
        | EQ | NE | LT | LE | GT | GE | STAR_EQ | EQ_STAR | ASSIGN_OP
        | AND | OR | ESCAPE | AT_TIME_ZONE | INFIX_NOT? (LIKE | BETWEEN | IN) )
        (PLUS | HYPHEN | TILDE | NOT | EXISTS)* operand
      | isTest
      | collateSuffix
      )*
    ;

isTest : IS NOT? (NULL | DISTINCT FROM (PLUS | HYPHEN | TILDE)* operand) ;

collateSuffix : COLLATE IDENT ;

operand
    : NUMBER
    | STRING
    | NULL
    | DEFAULT                                  // a value of INSERT, UPDATE, an argument
    | ref
    | QUANTIFIER operand                       // ANY, SOME, ALL after a comparison
    | NEXT_VALUE_FOR name overClause?
    | MATCH_KW balanced                        // graph search
    | odbcEscape
    | (paren | subquery | caseExpr | castExpr | convertExpr | identityFn) refTail*
    ;

// One expression in parentheses, a list, or (in grouping sets) nothing.
paren    : LPAREN (expr (COMMA expr)*)? RPAREN ;
subquery : LPAREN_QUERY query RPAREN ;

// {d '2024-01-31'}, {ts '...'}, {guid '...'}, {fn f(x)}
odbcEscape : LBRACE IDENT expr RBRACE ;

// A name with what hangs on it: a.b.c, db..t, f(x), @x.value('...', 'int'), type::Method(),
// t.*, agg(x) OVER (...). The parts are flat, in source order.
ref
    : (IDENT | VAR | COLONCOLON IDENT)
      ( DOT (IDENT | STAR)
      | DOTDOT (IDENT | STAR)                  // two dots or three: parts are left out
      | COLONCOLON IDENT
      | callArgs
      | NULL_TREATMENT                         // IGNORE NULLS
      | withinGroup
      | overClause
      )*
    ;

refTail
    : DOT IDENT
    | callArgs
    | withinGroup
    | overClause
    ;

callArgs : LPAREN (arg (COMMA arg)*)? RPAREN ;

arg
    : STAR
    | (DISTINCT | ALL)? expr argTail*
    | INDEX (EQ expr | balanced)?              // (INDEX = 1): a table hint without WITH
    ;

// What certain functions allow after an argument.
argTail
    : FROM expr                                // TRIM
    | COLON expr                               // JSON_OBJECT('a': 1)
    | ON NULL                                  // ABSENT ON NULL
    | NULL
    | STRING                                   // TRIM(BOTH 'x' FROM y)
    | NUMBER | VAR                             // LANGUAGE 1033
    | name                                     // CHANGETABLE(CHANGES t, 1), HOLDLOCK
    ;

withinGroup : WITHIN GROUP LPAREN orderBy RPAREN ;
overClause  : OVER (IDENT | LPAREN windowSpec RPAREN) ;
windowSpec  : IDENT? (PARTITION BY expr (COMMA expr)*)? orderBy? windowFrame? ;
windowFrame : ROWS (BETWEEN frameBound AND frameBound | frameBound) ;
frameBound
    : UNBOUNDED (PRECEDING | FOLLOWING)
    | CURRENT_ROW
    | expr (PRECEDING | FOLLOWING)
    ;

caseExpr : CASE expr? caseWhen+ caseElse? END ;
caseWhen : WHEN expr THEN expr ;
caseElse : ELSE expr ;

// CAST, TRY_CAST, PARSE, TRY_PARSE
castExpr    : CAST_FN LPAREN expr AS datatype (USING expr)? RPAREN ;
// CONVERT, TRY_CONVERT
convertExpr : CONVERT_FN LPAREN datatype COMMA expr (COMMA expr)? RPAREN ;
// IDENTITY(type, seed, increment) in SELECT INTO
identityFn  : IDENTITY LPAREN datatype (COMMA expr)* RPAREN ;

datatype : name typeArgs? ;
typeArgs : LPAREN typeArg (COMMA typeArg)* RPAREN ;
typeArg  : NUMBER | IDENT+ (DOT IDENT)* ;      // 10, MAX, (CONTENT dbo.collection)

name : IDENT ((DOT | DOTDOT) IDENT)* ;

// A stretch of tokens with balanced parentheses that is kept as it is. It ends where a
// statement begins.
soup     : soupItem* ;
// The same after a name.
soupRest : (soupFirst soup)? ;
soupFirst : IDENT | NUMBER | STRING | VAR | LPAREN balancedItem* RPAREN | EQ | ON | FOR | WITH | TO | AS | ADD | COMMA | WHERE ;
soupItem
    : balanced
    | ~( LPAREN | LPAREN_QUERY | LPAREN_DML | LPAREN_STMT | RPAREN | SEMI | LABEL
       | ALTER | ALTER_MODULE | BACKUP | BEGIN | BEGIN_TRAN | BEGIN_TRY | BEGIN_CATCH | BEGIN_ATOMIC | BEGIN_DIALOG
       | BREAK | BULK_INSERT | CHECKPOINT | CLOSE | COMMIT | CONTINUE | CREATE | CREATE_MODULE | DBCC | DEALLOCATE
       | DECLARE | DELETE | DENY | DISABLE | DROP | ELSE | ENABLE | END | END_TRY | END_CATCH | END_CONVERSATION
       | EXEC | FETCH | GET | GOTO | GRANT | IF | INSERT | KILL | MERGE | MOVE | OPEN | PRINT | RAISERROR | READTEXT
       | RECEIVE | RECONFIGURE | RESTORE | RETURN | REVERT | REVOKE | ROLLBACK | SAVE | SELECT | SEND | SET | SETUSER
       | SHUTDOWN | THROW | TRUNCATE | UPDATE | UPDATETEXT | UPDATE_STATISTICS | USE | WAITFOR | WHILE | WITH_CTE
       | WRITETEXT | ADD_SIGNATURE )
    ;
balanced     : (LPAREN | LPAREN_QUERY | LPAREN_DML) balancedItem* RPAREN ;
balancedItem : balanced | ~(LPAREN | LPAREN_QUERY | LPAREN_DML | LPAREN_STMT | RPAREN) ;
