// Permissions and administration.
parser grammar TsqlAdmin;

options { tokenVocab = TsqlTokens; }

grantStmt
    : (GRANT | DENY) permission (COMMA permission)* (ON securable)? TO principal (COMMA principal)* grantOption*
    | REVOKE permission (COMMA permission)* (ON securable)? (TO | FROM) principal (COMMA principal)* grantOption*
    ;
// One permission: its words, then perhaps columns. REVOKE may begin with GRANT OPTION FOR.
permission     : permissionWord+ columnList? ;
permissionWord
    : ~( COMMA | ON | TO | FROM | LPAREN | LPAREN_QUERY | LPAREN_DML | LPAREN_STMT | RPAREN | SEMI )
    ;
// OBJECT::dbo.t, SCHEMA::s, dbo.t
securable     : securableWord+ columnList? ;
securableWord : ~( COMMA | TO | FROM | LPAREN | LPAREN_QUERY | LPAREN_DML | LPAREN_STMT | RPAREN | SEMI ) ;
principal   : IDENT | STRING ;
grantOption : WITH GRANT OPTION | CASCADE | AS IDENT ;

// ENABLE TRIGGER t ON x
triggerState : (ENABLE | DISABLE) TRIGGER (ALL | name (COMMA name)*) ON (ALL IDENT | DATABASE | name) ;

useStmt : USE IDENT ;

adminStmt
    : ( BACKUP | RESTORE | DBCC | KILL | CHECKPOINT | RECONFIGURE | SHUTDOWN | REVERT | SETUSER
      | READTEXT | WRITETEXT | UPDATETEXT | UPDATE_STATISTICS | ADD_SIGNATURE
      | SEND | RECEIVE | GET | MOVE | BEGIN_DIALOG | END_CONVERSATION
      ) soup
    ;
