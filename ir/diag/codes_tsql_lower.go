package diag

// CW2020 to CW2039: lowering Transact-SQL.
var (
	TsqlStatement = register(Code{ID: "CW2020", Title: "Statement not converted", Severity: Red, Each: 30, Learn: 5, Dialect: "sqlserver",
		Feature: "a statement of the target, written by hand",
		Text:    "The statement was parsed, but Crosswalk has no conversion for it.",
		Why:     "It uses a feature of SQL Server that has no counterpart in Crosswalk's intermediate form.",
		Do:      "Rewrite the statement with features that the target has.",
		Example: "CREATE PROCEDURE p AS\nUPDATETEXT t.c @p 0 1 'x';",
		Rewrite: "UPDATE t SET c = overlay(c placing 'x' from 1 for 1)"})
)
