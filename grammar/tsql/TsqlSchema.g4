// Schema objects other than tables and modules.
parser grammar TsqlSchema;

options { tokenVocab = TsqlTokens; }

createStmt
    : CREATE
      ( createTable
      | createIndex
      | PRIMARY XML specialIndex
      | SPATIAL specialIndex
      | XML (specialIndex | SCHEMA IDENT name AS expr)
      | SEQUENCE name sequenceOption*
      | SYNONYM name FOR name
      | createType
      | SCHEMA (name (AUTHORIZATION IDENT)? | AUTHORIZATION IDENT)
      | createPartition
      | STATISTICS IDENT ON name soupRest
      | fulltextStmt
      | DEFAULT name AS expr
      | RULE name AS expr
      | ROLE IDENT (AUTHORIZATION IDENT)?
      | USER IDENT soup
      | LOGIN IDENT soup
      | DATABASE soup
      | otherObject
      )
    ;

// Everything else: kind and name are among the first words of the soup.
otherObject : (IDENT | EXTERNAL | COLUMN) soup ;

sequenceOption
    : AS datatype
    | IDENT (WITH | BY)? signedNumber?              // START WITH 1, INCREMENT BY 1, MINVALUE 0, CYCLE, CACHE 50
    ;

createType
    : TYPE name
      ( FROM datatype (NOT? NULL)?
      | AS TABLE tableItems (WITH balanced)?
      | EXTERNAL IDENT name
      )
    ;

createPartition
    : PARTITION ( FUNCTION name LPAREN datatype RPAREN AS IDENT (LEFT | RIGHT)? FOR VALUES LPAREN (expr (COMMA expr)*)? RPAREN
                | IDENT IDENT AS PARTITION IDENT ALL? TO LPAREN dataSpace (COMMA dataSpace)* RPAREN )
    ;

fulltextStmt : FULLTEXT soup ;

alterStmt
    : ALTER
      ( alterTable
      | INDEX (ALL | IDENT) ON name soupRest
      | SEQUENCE name sequenceOption*
      | SCHEMA IDENT IDENT soup                     // TRANSFER
      | ROLE IDENT soup
      | USER IDENT soup
      | LOGIN IDENT soup
      | DATABASE soup
      | PARTITION soup
      | XML SCHEMA IDENT name soupRest
      | fulltextStmt
      | AUTHORIZATION ON soup
      | otherObject
      )
    ;

dropStmt
    : DROP
      ( dropKind ifExists? dropName (COMMA dropName)*
      | XML SCHEMA IDENT ifExists? name
      | FULLTEXT soup
      | LOGIN soup
      | DATABASE soup
      | PARTITION soup
      | otherObject
      )
    ;
dropKind
    : TABLE | VIEW | PROC | FUNCTION | TRIGGER | INDEX | SCHEMA | SEQUENCE | SYNONYM | TYPE | STATISTICS
    | USER | ROLE | DEFAULT | RULE
    ;
// DROP INDEX i ON t; DROP TRIGGER t ON DATABASE
dropName : name (ON (ALL IDENT | DATABASE | name))? (WITH balanced)? ;
