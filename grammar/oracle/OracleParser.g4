// Oracle SQL and PL/SQL, 19c to 23ai, written from Oracle's published language references.
//
// The grammar is LL(1) throughout: one token decides everywhere, so ANTLR generates plain
// switches. What makes that possible is the scanner, which tells a keyword from an identifier
// by its neighbours (keywords.txt), fuses fixed phrases into one token, and gives the
// parenthesis that opens a query a token of its own (LPAREN_QUERY).
parser grammar OracleParser;

options { tokenVocab = OracleTokens; superClass = Base; }

import OracleExpr, OracleQuery, OracleDml, OraclePlsql, OracleUnits, OracleTable, OracleSchema, OracleAdmin;

// unit is what the splitter cuts out: mostly one statement, sometimes several.
unit : statement? ((SEMI | SLASH_LINE) statement?)* EOF ;

statement
    : query
    | insertStmt
    | updateStmt
    | deleteStmt
    | mergeStmt
    | lockTable
    | commitStmt
    | rollbackStmt
    | savepointStmt
    | setStmt
    | explainPlan
    | callStmt
    | execStmt
    | labeledBlock
    | createStmt
    | alterStmt
    | dropStmt
    | truncateStmt
    | renameStmt
    | commentStmt
    | grantStmt
    | revokeStmt
    | adminStmt
    | createPackage          // source as the dictionary keeps it, without CREATE
    | createProcedure
    | createFunction
    | createType
    | createTrigger
    ;

// Blocks at the top may carry labels.
labeledBlock : label* block ;

// EXEC as SQL*Plus has it.
execStmt : EXEC ref (ASSIGN expr)? ;
