package diag

// CW2000 to CW2019: reading SQL Server scripts, before anything is parsed.
var (
	TsqlUnterminated = register(Code{ID: "CW2000", Title: "Unterminated string, name or comment", Severity: Red, Each: 10, Dialect: "sqlserver",
		Feature: "the mended statement, converted again",
		Rewrite: "INSERT INTO t (name) VALUES ('closed''s');  -- close the string in the source, then convert again",
		Text:    "A string, a name in brackets or a comment begins here and is never closed, so the rest of the file was not converted.",
		Why:     "GO inside a string or a comment ends no batch. Without the end nobody can tell which text is code.",
		Do:      "Close it. A quote inside a string is written twice, a ] inside a name in brackets too.",
		Example: "CREATE TABLE t (id int)\nGO\nINSERT INTO t (name) VALUES ('never closed)\nGO\n"})
	TsqlUndefinedVariable = register(Code{ID: "CW2001", Title: "Undefined sqlcmd variable", Severity: Yellow, Each: 5, Dialect: "sqlserver",
		Text:    "A sqlcmd variable $(name), or a placeholder of another program (${name} of Flyway, {{ name }}, {name}, @name.table of SqlRender, <name, type, default> of Management Studio), has no value in the scripts, so its own name or its default stands in its place. Reported at its first use only.",
		Why:     "The value comes from the command line of sqlcmd or sqlpackage, from a publish profile or from Flyway's configuration, which are not part of the conversion.",
		Do:      "Give the value with --define name=value, or set it with :setvar in the script.",
		Example: "CREATE TABLE $(AppSchema).accounts (id int);"})
	TsqlMissingInclude = register(Code{ID: "CW2002", Title: "Included script not read", Severity: Yellow, Each: 5, Dialect: "sqlserver",
		Text:    "The script includes another one with :r that was not read: it does not exist, lies outside the given folders, its name is only known when the script runs, or the scripts include each other.",
		Why:     "What the included script creates is then missing from the conversion, unless it is among the inputs by itself.",
		Do:      "Add the missing file, or name the folder that holds it as a further input.",
		Example: ":r .\\no_such_script.sql\nCREATE TABLE t (id int);"})
	TsqlCommand = register(Code{ID: "CW2003", Title: "Command of sqlcmd", Severity: Yellow, Each: 10, Dialect: "sqlserver",
		Text:    "The script runs a command of the operating system or connects to another server, which a conversion does not do.",
		Why:     "Such commands act outside the database when the script runs.",
		Do:      "Carry out by hand what the command did, where it matters to the schema.",
		Example: "!! dir\nCREATE TABLE t (id int);"})
	TsqlNotInProject = register(Code{ID: "CW2004", Title: "SQL files that are no part of the project", Severity: Info, Dialect: "sqlserver",
		Text: "A project of SQL Server Data Tools (.sqlproj) lists the files that make up the database. Other SQL files stand in its folder; they were not converted.",
		Why:  "Visual Studio does not build them either. Files that a pre- or post-deployment script includes are read there.",
		Do:   "Nothing, or add the files to the project, or name them as inputs of their own."})
	TsqlTemplate = register(Code{ID: "CW2005", Title: "Text of a template", Severity: Red, Each: 10, Dialect: "sqlserver",
		Feature: "the script as its program fills it in",
		Text:    "A part of the script stands under a condition that another program decides on before it runs the script, such as {@a == 1}?{…}:{…} of SqlRender. It was left out.",
		Why:     "Which of the texts is meant is not in the script.",
		Do:      "Render the script with that program first, and convert what comes out.",
		Rewrite: "INSERT INTO results.cohort VALUES (1); -- the branch that is meant",
		Example: "CREATE TABLE dbo.t (a int);\nGO\n{@first == 1}?{INSERT INTO dbo.t VALUES (1);}:{INSERT INTO dbo.t VALUES (2);}\nDELETE FROM dbo.t WHERE a = 3;"})
)
