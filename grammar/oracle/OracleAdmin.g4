// Comments, privileges and administration.
parser grammar OracleAdmin;

options { tokenVocab = OracleTokens; }

commentStmt
    : COMMENT ON (TABLE | COLUMN | VIEW | MATERIALIZED VIEW | INDEX | OTHER_KIND+) name IS STRING
    ;
truncateStmt : TRUNCATE (TABLE | OTHER_KIND) ifExists? tableName rest ;

renameStmt : RENAME name TO name ;

grantStmt
    : GRANT grantItem (COMMA grantItem)* (ON grantObject)? TO grantee (COMMA grantee)*
      (IDENTIFIED BY soupWordList)? grantOption*
    ;
revokeStmt
    : REVOKE grantItem (COMMA grantItem)* (ON grantObject)? FROM grantee (COMMA grantee)* revokeOption*
    ;
// One privilege or role: its words, then perhaps columns.
grantItem
    : grantWord+ (LPAREN name (COMMA name)* RPAREN)?
    ;
grantWord : ~(COMMA | ON | TO | FROM | LPAREN | LPAREN_QUERY | LPAREN_PART | RPAREN | SEMI | SLASH_LINE) ;
grantObject
    : OTHER_KIND* tableName ;
grantee : name | PUBLIC | (FUNCTION | PROCEDURE | PACKAGE) name ;   // a role may be granted to a program unit
grantOption : WITH (IDENT | GRANT) OPTION | IDENT EQ IDENT ;
revokeOption : IDENT | CASCADE CONSTRAINTS ;
soupWordList : IDENT (COMMA IDENT)* ;

adminStmt
    : (ANALYZE | AUDIT | NOAUDIT | PURGE | FLASHBACK | ASSOCIATE | DISASSOCIATE | ADMINISTER) soup
    ;
