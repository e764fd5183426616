package pgparse

import (
	"regexp"
	"strings"
)

// TempTable is a table that a body makes: a temporary one, or one that stays.
type TempTable struct {
	Name string   // as a message of the server tells it: with its schema where it was made with one
	SQL  string   // the whole CREATE statement
	Then []string // the ALTER TABLE statements of the body for it
}

var tempHead = regexp.MustCompile(`(?i)^\s*create\s+(global\s+|local\s+)?temp(orary)?\s+table\b`)

var tableHead = regexp.MustCompile(`(?i)^\s*create\s+table\b`)

// TempTables lists the temporary tables that a PL/pgSQL body makes, by statements of its
// own or by constants that it executes, and those that stay and that statements of its own make.
func TempTables(source string) []TempTable {
	var out []TempTable
	add := func(sql string) {
		if parseSQL(sql) != nil {
			return
		}
		for _, c := range Creates(sql) {
			name := c.Name
			if c.Schema != "" {
				name = c.Schema + "." + name
			}
			out = append(out, TempTable{Name: name, SQL: sql})
		}
	}
	alter := func(sql string) {
		of := altered(sql)
		for i := range out {
			switch {
			case of == "" || out[i].Name != of:
			case renamed(sql) != "":
				name := renamed(sql)
				if schema, _, found := strings.Cut(of, "."); found {
					name = schema + "." + name
				}
				out = append(out, TempTable{Name: name, SQL: "CREATE TABLE " + quotedParts(name) + " AS SELECT * FROM " + quotedParts(of)})
			default:
				out[i].Then = append(out[i].Then, sql)
			}
		}
	}
	toks := lex(source, 0)
	for i, t := range toks {
		switch {
		case t.kind == tString && tempHead.MatchString(t.val):
			add(valueOf(t))
		case t.is("create") && (tempHead.MatchString(source[t.start:]) || tableHead.MatchString(source[t.start:])):
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

// quotedParts writes a name with quotes around its parts.
func quotedParts(name string) string { return `"` + strings.ReplaceAll(name, ".", `"."`) + `"` }

// renamed gives the name that ALTER TABLE … RENAME TO gives; "" for another change.
func renamed(sql string) string {
	toks := lex(sql, 0)
	for i := 2; i < len(toks); i++ {
		if toks[i-2].is("rename") && toks[i-1].is("to") {
			_, name := qualified(toks[i:])
			return name
		}
	}
	return ""
}

// altered names the table of ALTER TABLE; "" where a column goes, which earlier statements use.
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
	schema, name := qualified(rest)
	if schema != "" && name != "" {
		return schema + "." + name
	}
	return name
}
