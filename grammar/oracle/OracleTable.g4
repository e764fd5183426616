// CREATE TABLE, ALTER TABLE and what they share.
parser grammar OracleTable;

options { tokenVocab = OracleTokens; }

createTable
    : TABLE ifNotExists? tableName (OF name)? (LPAREN relationalItem (COMMA relationalItem)* RPAREN)?
      tableProp* (AS query)?
    ;

relationalItem
    : columnDef
    | outOfLineConstraint
    | SUPPLEMENTAL relationalWord*
    | PERIOD FOR name (LPAREN name COMMA name RPAREN)?
    | SCOPE FOR balanced IS name
    | REF balanced WITH ROWID
    ;
relationalWord : IDENT | ALL | ALWAYS | PRIMARY | FOREIGN | UNIQUE | KEY | LOG | INDEX | GROUP | balanced ;

columnDef  : columnName datatype? collateSuffix? columnOption* ;
columnName : IDENT (DOT IDENT)* ;
columnOption
    : DEFAULT (ON NULL (FOR INSERT (AND UPDATE | ONLY))?)? expr
    | GENERATED (ALWAYS | BY DEFAULT (ON NULL)?)? AS (identitySpec | LPAREN expr RPAREN)
    | AS LPAREN expr RPAREN
    | inlineConstraint
    | ENCRYPT encryptWord*
    | WITH ROWID
    | SCOPE IS name
    | COLUMN_DOMAIN name
    | COLUMN_SCHEMA IDENT? USING? STRING
    | COLUMN_WORD balanced? (BY IDENT FOR IDENT)?   // VIRTUAL, VISIBLE, INVISIBLE, SORT, RESERVABLE, ANNOTATIONS (...)
    ;
encryptWord  : USING STRING | IDENTIFIED BY (IDENT | STRING) | STRING ;
identitySpec : IDENTITY (LPAREN sequenceOption* RPAREN | sequenceOption*) ;

inlineConstraint
    : (CONSTRAINT name)?
      ( NOT? NULL
      | UNIQUE
      | PRIMARY KEY
      | referencesClause
      | CHECK checkCondition
      )
      constraintState*
    ;
checkCondition : LPAREN expr RPAREN ;

outOfLineConstraint
    : (CONSTRAINT name)?
      ( UNIQUE keyColumns
      | PRIMARY KEY keyColumns
      | FOREIGN KEY keyColumns referencesClause
      | CHECK checkCondition
      )
      constraintState*
    ;
keyColumns : LPAREN name (COMMA name)* RPAREN ;
referencesClause : REFERENCES tableName keyColumns? (ON DELETE (CASCADE | SET NULL))? ;

constraintState
    : NOT_DEFERRABLE
    | DEFERRABLE
    | INITIALLY (IMMEDIATE | DEFERRED)
    | RELY
    | NORELY
    | ENABLE
    | DISABLE
    | VALIDATE
    | NOVALIDATE
    | PRECHECK
    | CASCADE
    | KEEP INDEX
    | PARALLEL NUMBER?
    | USING INDEX usingIndex*
    | EXCEPTIONS INTO name
    ;
// Index attributes inside a constraint: (CREATE INDEX ...), a name, TABLESPACE x PCTFREE 10 STORAGE (...).
usingIndex : (IDENT | NUMBER | STRING | DOT | STORE IN) | balanced ;

// Everything after the column list but the query.
tableProp
    : partitionBy
    | onCommit
    | ORGANIZATION (INDEX | EXTERNAL | IDENT) balanced?
    | tableSoup
    ;
onCommit : ON (COMMIT (DELETE | DROP | IDENT) IDENT | IDENT | LPAREN balancedItem* RPAREN) ;

// Storage, LOB, nested table, compression, inmemory, ...: kept token by token.
tableSoup : tableSoupWord (DOT IDENT | balanced | OF)* ;
tableSoupWord
    : ~(LPAREN | LPAREN_QUERY | LPAREN_PART | RPAREN | SEMI | SLASH_LINE | DOT | AT_SIGN | AS | ON | OF | ORGANIZATION | PARTITION_BY
       | INTERVAL | STORE | PARTITIONS | SUBPARTITION_BY | SUBPARTITION | SUBPARTITIONS)
    ;

partitionBy
    : PARTITION_BY partitionKind (LPAREN expr (COMMA expr)* RPAREN)? partitionExtra*
      (LPAREN_PART partitionDef (COMMA partitionDef)* RPAREN)?
    ;
partitionKind : IDENT | RANGE ;
partitionExtra
    : INTERVAL LPAREN expr RPAREN
    | STORE IN LPAREN name (COMMA name)* RPAREN
    | PARTITIONS NUMBER
    | SUBPARTITION_BY partitionKind LPAREN expr (COMMA expr)* RPAREN
    | SUBPARTITION TEMPLATE (LPAREN_PART partitionDef (COMMA partitionDef)* RPAREN | NUMBER)
    | SUBPARTITIONS NUMBER
    ;
partitionDef
    : (PARTITION | SUBPARTITION)
      ( (IDENT partitionValues? | partitionValues)
        (partitionAttr | LPAREN_PART partitionDef (COMMA partitionDef)* RPAREN)*
      )?
    ;
partitionValues : VALUES (LESS THAN)? LPAREN expr (COMMA expr)* RPAREN ;
partitionAttr
    : ( IDENT | NUMBER | STRING | DOT | STORE | IN | ON | INDEX | FOR | EQ | DEFAULT | SUBPARTITIONS | MATERIALIZED
      | READ | WITH | AS | TABLE | ROW | ALL | COLUMN_WORD | TO | BY | OF | NOT | USING | KEY | KEEP | PARALLEL | ADD )
    | LPAREN balancedItem* RPAREN
    ;

// Structured changes, or (moves, splits, merges, shrinks, attributes) a stretch of tokens.
alterTable     : TABLE ifExists? tableName (alterTableItem+ | enableItem+ | alterTableOther)? ;
alterTableItem
    : ADD addWhat
    | MODIFY modifyWhat
    | DROP dropWhat
    | RENAME renameWhat
    ;
enableItem : (ENABLE | DISABLE) (VALIDATE | NOVALIDATE)? enableWhat ;
alterTableOther
    : ~(LPAREN | LPAREN_QUERY | LPAREN_PART | RPAREN | SEMI | SLASH_LINE | DOT | AT_SIGN | IF
       | ADD | MODIFY | DROP | RENAME | ENABLE | DISABLE) soup
    ;

addWhat
    : LPAREN relationalItem (COMMA relationalItem)* RPAREN addTail*
    | relationalItem
    | (PARTITION | SUBPARTITION) partitionSoup*
    ;
// LOB, VARRAY, nested table and partition storage of the columns added.
addTail : (IDENT | STORE | AS | VARRAY | TABLE | NUMBER | STRING) balanced* ;
partitionSoup
    : ~(LPAREN | LPAREN_QUERY | LPAREN_PART | RPAREN | SEMI | SLASH_LINE | ADD | MODIFY | DROP | RENAME
       | ENABLE | DISABLE)
    | balanced
    ;
modifyWhat
    : LPAREN columnDef (COMMA columnDef)* RPAREN addTail*
    | CONSTRAINT name constraintState*
    | PRIMARY KEY constraintState*
    | UNIQUE keyColumns constraintState*
    | (PARTITION | SUBPARTITION | PARTITION_BY | MODIFY_KIND | DEFAULT) partitionSoup*
    | columnDef
    ;
dropWhat
    : COLUMN name dropTail*
    | keyColumns dropTail*
    | CONSTRAINT ifExists? name dropTail*
    | PRIMARY KEY dropTail*
    | UNIQUE keyColumns dropTail*
    | (PARTITION | SUBPARTITION | UNUSED | SUPPLEMENTAL | PERIOD | IDENT) partitionSoup*
    | INDEX                                     // ... CASCADE DROP INDEX
    ;
dropTail : CASCADE CONSTRAINTS? | IDENT NUMBER? | KEEP INDEX | INDEX ;
renameWhat
    : COLUMN name TO name
    | CONSTRAINT name TO name
    | TO name
    | (PARTITION | SUBPARTITION) renamePart* TO name
    ;
renamePart : IDENT | FOR | balanced ;
enableWhat
    : CONSTRAINT name constraintAction*
    | PRIMARY KEY constraintAction*
    | UNIQUE keyColumns constraintAction*
    | ALL TRIGGERS
    | (IDENT | TABLE | ROW) partitionSoup*       // ENABLE ROW MOVEMENT, TABLE LOCK
    ;
constraintAction : CASCADE | VALIDATE | NOVALIDATE | PARALLEL NUMBER? | USING INDEX usingIndex* | EXCEPTIONS INTO name | KEEP INDEX ;
