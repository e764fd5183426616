// Stored units: procedures, functions, packages, types, triggers.
parser grammar OracleUnits;

options { tokenVocab = OracleTokens; }

createProcedure : PROCEDURE ifNotExists? name parameters? routineProp* routineBody? ;
createFunction  : FUNCTION ifNotExists? name parameters? (RETURN returnType)? routineProp* routineBody? ;

createPackage
    : PACKAGE ( BODY ifNotExists? name packageProp* (IS | AS) packageBody
              | ifNotExists? name packageProp* (IS | AS) packageSpec )
    ;
packageProp : routineProp ;
packageSpec : declaration* END IDENT? ;
packageBody : declaration* (BEGIN stmt* exceptionPart?)? END IDENT? ;

createType
    : TYPE ( BODY ifNotExists? name packageProp* (IS | AS) typeMethod* END IDENT?
           | ifNotExists? name typeProp* (UNDER name objectBody | (IS | AS) typeDef)? )
    ;
typeProp : IDENT STRING? | DEFAULT | BY balanced | EQ IDENT ;

// AS OBJECT (attributes and methods) modifiers
objectDef  : OBJECT objectBody ;
objectBody : (EXTERNAL externalWord+)? (LPAREN objectItem (COMMA objectItem)* RPAREN)? objectModifier* ;
objectModifier : NOT? MODIFIER ;
objectItem
    : attributeDef
    | methodSpec
    | pragmaItem
    ;
attributeDef : IDENT datatype (NOT? NULL)? (EXTERNAL externalWord+)? ;
externalWord : IDENT | STRING | USING ;
pragmaItem   : PRAGMA IDENT callArgs? ;
methodSpec   : methodPrefix* (procedureDecl | functionDecl) ;
methodPrefix : NOT? MODIFIER | MEMBER | STATIC | CONSTRUCTOR | MAP | ORDER ;
typeMethod   : methodPrefix* (procedureDecl | functionDecl) SEMI ;

createTrigger
    : TRIGGER ifNotExists? name packageProp* triggerTiming triggerEvent (OR triggerEvent)*
      (ON triggerTarget)? triggerOption*
      (labeledBlock | CALL ref | compoundBody)
    ;
triggerTiming : BEFORE | AFTER | INSTEAD_OF | FOR ;
triggerEvent
    : (INSERT | DELETE | UPDATE) (OF name (COMMA name)*)?   // columns are UPDATE's, behind whichever event they stand
    | (IDENT | CREATE | ALTER | DROP | GRANT | REVOKE | RENAME | COMMENT | ANALYZE | AUDIT | NOAUDIT | TRUNCATE
      | ASSOCIATE | DISASSOCIATE | PURGE)+
    ;
triggerTarget : NESTED TABLE IDENT OF tableName | DATABASE | SCHEMA | tableName ;
triggerOption
    : REFERENCING (IDENT AS? IDENT)+
    | FOR EACH ROW
    | (FOLLOWS | PRECEDES) name (COMMA name)*
    | ENABLE
    | DISABLE
    | CROSSEDITION
    | WHEN paren
    ;

compoundBody : COMPOUND TRIGGER IS? declaration* timingPoint* END IDENT? ;
timingPoint  : (BEFORE | AFTER | INSTEAD_OF) timingLevel (IS | AS) body
               (BEFORE | AFTER | INSTEAD_OF) timingLevel SEMI
             ;
timingLevel  : STATEMENT | EACH ROW ;

ifNotExists : IF NOT EXISTS ;
ifExists    : IF EXISTS ;
