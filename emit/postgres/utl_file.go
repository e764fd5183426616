package postgres

import (
	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/ir/diag"
)

// UTL_FILE (PL/SQL Packages and Types Reference): the run-time library reads and writes files of the server in the directories of
// its table. FREMOVE, FRENAME and FSEEK have no row here and are refused: PostgreSQL has no function that removes a file.

// The forms for NCHAR do the same: all text is of one character set.
var (
	fileGetLine = []fn{{n: 2, args: "-", do: fileStmt("{2} := {@file_get_line}({1});")}, {n: 3, args: "--n", do: fileStmt("{2} := {@file_get_line}({1}, {3});")}}
	filePutLine = []fn{{n: 2, args: "-t", do: fileStmt("PERFORM {@file_put}({*}, 1);")}, {n: 3, args: "-t-", do: fileStmt("PERFORM {@file_put}({1}, {2}, 1, {3});")}}
	filePut     = []fn{{n: 2, args: "-t", do: fileStmt("PERFORM {@file_put}({*});")}}
	fileOpen    = []fn{{n: 3, args: "t", do: file("{@file_open}({*})", cOther)}, {n: 4, args: "tttn", do: file("{@file_open}({*})", cOther)}}
)

// fileFunctions are its functions.
var fileFunctions = rows{
	"utl_file.fopen": fileOpen, "utl_file.fopen_nchar": fileOpen,
	"utl_file.is_open": {{n: 1, pg: "{@file_is_open}({1})", c: cBool}},
}

// fileStmts are its procedures.
var fileStmts = rows{
	"utl_file.put": filePut, "utl_file.put_nchar": filePut,
	"utl_file.put_line": filePutLine, "utl_file.put_line_nchar": filePutLine,
	"utl_file.new_line": {{n: 1, do: fileStmt("PERFORM {@file_put}({1}, '', 1);")}, {n: 2, args: "-n", do: fileStmt("PERFORM {@file_put}({1}, '', {2});")}},
	"utl_file.putf":     {{n: 2, args: "-t", do: fileStmt("PERFORM {@file_putf}({*}, NULL);")}, {n: -1, args: "-t", do: fileStmt("PERFORM {@file_putf}({*});")}},
	"utl_file.put_raw":  {{n: 2, args: "-r", do: fileStmt("PERFORM {@file_put_raw}({*});")}, {n: 3, args: "-r-", do: fileStmt("PERFORM {@file_put_raw}({*});")}},
	"utl_file.get_line": fileGetLine, "utl_file.get_line_nchar": fileGetLine,
	"utl_file.get_raw":    {{n: 2, args: "-", do: fileStmt("{2} := {@file_get_raw}({1});")}, {n: 3, args: "--n", do: fileStmt("{2} := {@file_get_raw}({1}, {3});")}},
	"utl_file.fflush":     {{n: 1, do: fileStmt("PERFORM {@file_flush}({1});")}},
	"utl_file.fclose":     {{n: 1, do: fileStmt("PERFORM {@file_close}({1});\n{1} := NULL;")}},
	"utl_file.fclose_all": {{n: 0, do: fileStmt("PERFORM {@file_close_all}();")}},
	"utl_file.fcopy":      {{n: 4, args: "t", do: fileStmt("PERFORM {@file_copy}({*});")}},
	"utl_file.fgetattr": {{n: 5, args: "tt---",
		do: fileStmt("{4} := {@file_size}({1}, {2});\n{3} := {4} IS NOT NULL;\n{5} := CASE WHEN {3} THEN 4096 END;")}},
}

// file is a call of the run-time library with the finding that goes with it.
func file(pg string, c class) func(*printer, *ir.Call, []val) val {
	return func(p *printer, e *ir.Call, a []val) val {
		p.findOnce(diag.ServerFile, e.Sp, "UTL_FILE works on files of PostgreSQL's server, which need rights of their own")
		return atom(p.fill(pg, a), c)
	}
}

func fileStmt(pg string) func(*printer, *ir.Call, []val) val {
	return func(p *printer, e *ir.Call, a []val) val { return stmt(file(pg, cOther)(p, e, a).s) }
}

// directory puts a directory object into the table that the run-time library reads.
func (p *printer) directory(d *ir.Directory) []*ir.Artifact {
	p.lead(d)
	name := d.Name.Last().Key
	p.find(diag.Directory, d.Sp, "the directory %s is a row of the run-time library's table; its path is one of Oracle's server", name)
	p.W("INSERT INTO ", p.helper("directories"), " (name, path) VALUES (", quoteLiteral(name), ", ", quoteLiteral(d.Path), ")\n",
		"ON CONFLICT (name) DO UPDATE SET path = excluded.path;\n")
	return []*ir.Artifact{p.take(ir.StageType, "directories.sql", "directory:"+name)}
}
