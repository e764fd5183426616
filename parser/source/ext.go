package source

import (
	"path"
	"sort"
	"strings"
)

// extensions are the names that SQL files carry, by what wrote them: Oracle's tools, TOAD,
// PL/SQL Developer, SQL Developer, SQL Server's tools and plain habit.
var extensions = map[string]bool{
	// scripts
	"sql": true, "ddl": true, "dml": true, "dcl": true, "plsql": true, "tsql": true,
	// packages
	"pks": true, "pkb": true, "pkg": true, "pck": true, "pls": true, "plb": true,
	"pkh": true, "pkgb": true, "pkgs": true, "pkgh": true, "spc": true, "bdy": true, "spec": true, "body": true,
	// routines
	"prc": true, "proc": true, "fnc": true, "fun": true, "func": true, "prg": true, "udf": true,
	// triggers
	"trg": true, "trig": true, "trigger": true, "tgr": true,
	// types
	"tps": true, "tpb": true, "tpy": true, "typ": true, "tys": true, "tyb": true, "type": true,
	// views
	"vw": true, "vew": true, "view": true, "viw": true, "mv": true, "mvw": true, "snp": true,
	// tables and what hangs on them
	"tab": true, "tbl": true, "table": true, "con": true, "cons": true, "idx": true, "ind": true, "index": true, "fk": true, "pk": true,
	// the rest
	"seq": true, "sqs": true, "syn": true, "grt": true, "dbl": true, "job": true,
}

// IsSQL tells whether a file found in a folder is read, by its name.
func IsSQL(name string) bool { return hasExtension(name) }

// hasExtension tells whether a file found in a folder is read.
func hasExtension(name string) bool {
	ext := path.Ext(name)
	return ext != "" && extensions[strings.ToLower(ext[1:])]
}

func extensionList() string {
	all := make([]string, 0, len(extensions))
	for e := range extensions {
		all = append(all, "."+e)
	}
	sort.Strings(all)
	return strings.Join(all, " ")
}
