// Schema objects other than tables and stored units.
parser grammar OracleSchema;

options { tokenVocab = OracleTokens; }

createStmt
    : CREATE (OR REPLACE)? createMod*
      ( createTable
      | createView
      | createMaterialized
      | createIndex
      | createSequence
      | createSynonym
      | createType
      | createPackage
      | createProcedure
      | createFunction
      | createTrigger
      | createDatabase
      | createOther
      | otherTail
      )
    ;
// EDITIONABLE, FORCE, PUBLIC, UNIQUE, BITMAP, GLOBAL TEMPORARY, ...
createMod : IDENT | PUBLIC | UNIQUE | AND | JOIN ;

createView
    : VIEW ifNotExists? name viewHead* AS query (WITH (READ ONLY | CHECK OPTION) (CONSTRAINT name)?)?
    ;
viewHead
    : LPAREN viewColumn (COMMA viewColumn)* RPAREN
    | IDENT (EQ IDENT)?
    | OF name
    | UNDER name
    | DEFAULT
    | WITH OBJECT IDENT (balanced | DEFAULT)
    ;
viewColumn
    : IDENT (COLUMN_WORD balanced? | ENCRYPT encryptWord*)* inlineConstraint*
    | outOfLineConstraint
    ;

createMaterialized
    : MATERIALIZED VIEW
      ( LOG ON tableName rest
      | ifNotExists? name (OF name)? (LPAREN viewColumn (COMMA viewColumn)* RPAREN)? mvProp* AS query )
    ;
mvProp     : mvPropWord balanced* ;
mvPropWord : ~(LPAREN | LPAREN_QUERY | LPAREN_PART | RPAREN | SEMI | SLASH_LINE | AS | OF | DOT) ;

createIndex
    : INDEX ifNotExists? name ON
      ( CLUSTER name rest
      | tableName IDENT? LPAREN indexItem (COMMA indexItem)* RPAREN soup
      )
    ;
indexItem : expr (ASC | DESC)? (NULLS (FIRST | LAST))? ;

createSequence : SEQUENCE ifNotExists? name sequenceOption* ;
sequenceOption
    : START WITH (sequenceValue | IDENT IDENT)
    | INCREMENT BY sequenceValue
    | ORDER
    | IDENT EQ? sequenceValue?
    ;
sequenceValue : (PLUS | HYPHEN)? NUMBER ;

createSynonym : SYNONYM ifNotExists? name (IDENT EQ IDENT)? FOR tableName ;

createDatabase : DATABASE (LINK name rest | rest) ;

// rest is a soup after a name.
rest : (restFirst soup)? ;
restFirst
    : ~(LPAREN | LPAREN_QUERY | LPAREN_PART | RPAREN | SEMI | SLASH_LINE | DOT | AT_SIGN | LINK)
    | balanced
    ;

// DIRECTORY, USER, ROLE, PROFILE, TABLESPACE, CONTEXT, LIBRARY, OPERATOR, JAVA, ...: the kind's
// words come first, then the name.
createOther : OTHER_KIND soup ;

// Kinds of objects that have no keyword here: their words are createMod, alterMod.
otherTail : (otherFirst soup)? ;
otherFirst : LPAREN balancedItem* RPAREN | NUMBER | STRING | EQ | DOT | ON | FOR | SET | USING | DEFAULT | AS | TO | WITH | GROUP ;

alterStmt
    : ALTER alterMod*
      ( alterTable
      | alterIndex
      | alterOther
      | otherTail
      )
    ;
alterMod   : PUBLIC | IDENT ;
alterIndex : INDEX ifExists? name rest ;
alterOther
    : (OTHER_KIND | VIEW | MATERIALIZED | SEQUENCE | SYNONYM | TYPE | PACKAGE | PROCEDURE | FUNCTION | TRIGGER | DATABASE)
      soup
    ;

dropStmt
    : DROP PUBLIC? ( dropKind ifExists? tableName dropOption*
                   | (OTHER_KIND | IDENT) soup )
    ;
dropKind
    : TABLE
    | VIEW
    | MATERIALIZED VIEW (LOG ifExists? ON)?
    | INDEX
    | SEQUENCE
    | SYNONYM
    | TYPE BODY?
    | PACKAGE BODY?
    | PROCEDURE
    | FUNCTION
    | TRIGGER
    | DATABASE LINK
    ;
dropOption : IDENT | CASCADE | CONSTRAINTS | VALIDATE | KEEP | TABLE ;
