// CREATE TABLE, ALTER TABLE, indexes, and what they share.
parser grammar TsqlTable;

options { tokenVocab = TsqlTokens; }

createTable : TABLE name (tableItems tableOption* | AS IDENT tableOption*) ;

tableItems : LPAREN tableItem (COMMA tableItem?)* RPAREN ;
tableItem
    : columnDef
    | constraint NOT_FOR_REPLICATION?
    | inlineIndex
    | PERIOD FOR_SYSTEM_TIME LPAREN IDENT COMMA IDENT RPAREN
    ;

// A column of type timestamp may go without a type.
columnDef
    : IDENT ((AS expr | datatype collateSuffix? | nullability | constraint | IDENTITY) columnOption*)?
    ;
nullability : NOT? NULL ;
columnOption
    : nullability
    | NOT_FOR_REPLICATION
    | IDENTITY (LPAREN signedNumber COMMA signedNumber RPAREN)?
    | GENERATED IDENT AS IDENT (IDENT | END)         // ALWAYS AS ROW START
    | MASKED_WITH balanced                      // MASKED WITH (...), ENCRYPTED WITH (...)
    | constraint
    | INDEX IDENT keyKind* keyColumns? indexOption*
    | collateSuffix                             // behind NOT NULL
    | columnWord
    ;
// Any other word here is an error: a column behind a forgotten comma would be lost.
columnWord : SPARSE | PERSISTED | HIDDEN | ROWGUIDCOL | FILESTREAM | ALL_SPARSE ;
signedNumber : (PLUS | HYPHEN)? NUMBER ;

// A constraint of a column or of a table.
constraint
    : (CONSTRAINT IDENT)?
      ( PRIMARY KEY keySpec
      | UNIQUE keySpec
      | FOREIGN KEY columnList? referencesClause
      | referencesClause
      | CHECK NOT_FOR_REPLICATION? LPAREN expr RPAREN
      | DEFAULT expr (FOR IDENT)? WITH_VALUES?
      | CONNECTION balanced (ON DELETE referentialAction)?
      )
    ;
keySpec     : keyKind* keyColumns? (WITH (balanced | withOption) | ON dataSpace | FILE_ON dataSpace)* ;
keyKind     : CLUSTERED | NONCLUSTERED | HASH | COLUMNSTORE ;
keyColumns  : LPAREN indexColumn (COMMA indexColumn)* RPAREN ;
columnList  : LPAREN IDENT (COMMA IDENT)* RPAREN ;
indexColumn : IDENT (ASC | DESC)? ;
// Of old: WITH FILLFACTOR = 80, PAD_INDEX
withOption  : IDENT (EQ (NUMBER | IDENT | ON | OFF))? ;
// A filegroup, or a partition scheme with its column.
dataSpace   : (IDENT | STRING | DEFAULT) columnList? ;

referencesClause  : REFERENCES name columnList? (ON (DELETE | UPDATE) referentialAction)* ;
referentialAction : IDENT IDENT | CASCADE | SET (NULL | DEFAULT) ;

inlineIndex : INDEX IDENT UNIQUE? keyKind* keyColumns? indexOption* ;

tableOption
    : ON dataSpace
    | FILE_ON dataSpace
    | WITH balanced
    | AS IDENT                                      // NODE, EDGE
    ;

createIndex
    : UNIQUE? (CLUSTERED | NONCLUSTERED)? COLUMNSTORE? INDEX IDENT ON name keyColumns? (indexOption | COMMA withOption)*
    ;
indexOption
    : INCLUDE columnList
    | ORDER columnList
    | WHERE expr
    | WITH (balanced | withOption)
    | ON dataSpace
    | FILE_ON dataSpace
    ;

// XML and spatial indexes.
specialIndex : INDEX IDENT ON name columnList specialIndexOption* ;
specialIndexOption
    : USING (XML INDEX)? IDENT
    | FOR (IDENT | balanced)
    | WITH balanced
    | ON dataSpace
    ;

alterTable
    : TABLE name
      ( (WITH (CHECK | NOCHECK))? ( ADD COLUMN? tableItem (COMMA tableItem)*
                                  | (CHECK | NOCHECK) CONSTRAINT (ALL | IDENT (COMMA IDENT)*) )
      | ALTER COLUMN IDENT ( datatype collateSuffix? alterColumnOption* (WITH balanced)?
                           | (ADD | DROP) (columnWord | IDENT | NOT_FOR_REPLICATION | MASKED_WITH balanced) (WITH balanced)? )
      | DROP dropItem (COMMA dropItem)*
      | (ENABLE | DISABLE) TRIGGER (ALL | IDENT (COMMA IDENT)*)
      | alterTableOther soup                        // SWITCH, REBUILD, SET (...), ENABLE CHANGE_TRACKING
      )
    ;
alterColumnOption : nullability | NOT_FOR_REPLICATION | MASKED_WITH balanced | collateSuffix | columnWord ;
alterTableOther   : IDENT ;
dropItem
    : CONSTRAINT ifExists? IDENT (WITH balanced)?
    | COLUMN ifExists? IDENT
    | INDEX ifExists? IDENT
    | PERIOD FOR_SYSTEM_TIME
    | ifExists? IDENT (WITH balanced)?
    ;
ifExists : IF EXISTS ;
