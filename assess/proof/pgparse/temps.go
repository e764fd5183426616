package pgparse

import "regexp"

// TempTable is a temporary table that a body makes.
type TempTable struct {
	Name string
	SQL  string // the whole CREATE statement
	Then string // the ALTER TABLE statements of the body for it, each behind a semicolon; "" for none
}

var tempHead = regexp.MustCompile(`(?i)^\s*create\s+(global\s+|local\s+)?temp(orary)?\s+table\b`)

// TempTables lists the temporary tables that a PL/pgSQL body makes, by statements of its
// own or by constants that it executes.
func TempTables(source string) []TempTable {
	var out []TempTable
	add := func(sql string) {
		if parseSQL(sql) != nil {
			return
		}
		for _, c := range Creates(sql) {
			out = append(out, TempTable{Name: c.Name, SQL: sql})
		}
	}
	alter := func(sql string) {
		for i := range out {
			if altered(sql) == out[i].Name {
				out[i].Then += ";\n" + sql
			}
		}
	}
	toks := lex(source, 0)
	for i, t := range toks {
		switch {
		case t.kind == tString && tempHead.MatchString(t.val):
			add(valueOf(t))
		case t.is("create") && tempHead.MatchString(source[t.start:]):
			end := i
			for !toks[end].is(";") && toks[end].kind != tEOF {
				end++
			}
			add(source[t.start:toks[end].start])
		case t.is("alter") && i+1 < len(toks) && toks[i+1].is("table"):
			end := i
			for !toks[end].is(";") && toks[end].kind != tEOF {
				end++
			}
			alter(source[t.start:toks[end].start])
		}
	}
	return out
}

// Declarations gives what stands between DECLARE and BEGIN of a PL/pgSQL body's outer block, "" for nothing.
func Declarations(source string) string {
	from := -1
	for _, t := range lex(source, 0) {
		switch {
		case from < 0 && t.is("declare"):
			from = t.end
		case t.is("begin"):
			if from < 0 {
				return ""
			}
			return source[from:t.start]
		}
	}
	return ""
}

// altered names the table of ALTER TABLE; "" for one of a schema, and where a column goes, which earlier statements use.
func altered(sql string) string {
	if parseSQL(sql) != nil {
		return ""
	}
	toks := lex(sql, 0)
	for i := 1; i < len(toks); i++ {
		if toks[i-1].is("drop") && toks[i].is("column") {
			return ""
		}
	}
	rest := toks[2:]
	for len(rest) > 1 && (rest[0].is("if") || rest[0].is("exists") || rest[0].is("only")) {
		rest = rest[1:]
	}
	if schema, name := qualified(rest); schema == "" {
		return name
	}
	return ""
}
