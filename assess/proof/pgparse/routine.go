package pgparse

import (
	"regexp"
	"strconv"
	"strings"

	pgquery "github.com/pganalyze/pg_query_go/v5"
	"github.com/pganalyze/pg_query_go/v5/parser"
)

// Routine is a CREATE FUNCTION, CREATE PROCEDURE or DO statement whose body is a string.
type Routine struct {
	Schema, Name string // "" for DO; Schema "" where the name is not qualified
	Kind         string // function, procedure, do
	Language     string
	Source       string // the body, as the server stores it
	Offset       int    // where the statement starts in the text
	BodyOffset   int    // where the body's first character stands in the text

	toks []token // of the statement, without its semicolon
	body token
}

// Routines finds the routines in a text that the core grammar accepts.
func Routines(sql string) []Routine {
	if !mayHaveRoutine(sql) {
		return nil
	}
	var out []Routine
	for _, toks := range statements(sql) {
		if r, ok := asRoutine(toks); ok {
			out = append(out, r)
		}
	}
	return out
}

// statements cuts a text at the semicolons outside parentheses; empty ones are left out.
func statements(sql string) [][]token {
	var out [][]token
	toks := lex(sql, 0)
	start := 0
	var sp splitter
	for i, t := range toks {
		if t.kind != tEOF && !sp.ends(t) {
			continue
		}
		if i > start {
			out = append(out, toks[start:i])
		}
		start = i + 1
	}
	return out
}

func mayHaveRoutine(sql string) bool {
	for _, w := range [...]string{"FUNCTION", "PROCEDURE", "DO ", "DO\n", "DO$"} {
		if strings.Contains(sql, w) || strings.Contains(sql, strings.ToLower(w)) {
			return true
		}
	}
	return false
}

// asRoutine recognises the statement and finds its body and language.
func asRoutine(toks []token) (Routine, bool) {
	r := Routine{toks: toks, Offset: toks[0].start}
	i := 1
	switch {
	case toks[0].is("do"):
		r.Kind, r.Language = "do", "plpgsql"
	case toks[0].is("create"):
		if i+2 < len(toks) && toks[i].is("or") {
			i += 2
		}
		if i+1 >= len(toks) || !toks[i].is("function") && !toks[i].is("procedure") {
			return r, false
		}
		r.Kind = toks[i].val
		i++
		r.Schema, r.Name = qualified(toks[i:])
	default:
		return r, false
	}
	depth := 0
	for ; i < len(toks); i++ {
		switch t := toks[i]; {
		case t.is("("):
			depth++
		case t.is(")"):
			depth--
		case depth > 0:
		case t.is("language") && i+1 < len(toks):
			i++
			r.Language = strings.ToLower(toks[i].val)
		case t.kind == tString && (r.Kind == "do" || toks[i-1].is("as")):
			r.body = t
		}
	}
	r.BodyOffset = r.body.body
	r.Source = valueOf(r.body)
	return r, r.body.kind == tString
}

// valueOf gives a string constant's value.
func valueOf(t token) string {
	switch {
	case t.dollar:
		return t.val
	case t.escape:
		return unescape(t.val)
	}
	return strings.ReplaceAll(t.val, "''", "'")
}

// unescape reads the escapes of E'...' that have a use in a body; the rest stay.
func unescape(s string) string {
	return strings.NewReplacer("''", "'", `\\`, `\`, `\'`, "'", `\n`, "\n", `\t`, "\t", `\r`, "\r").Replace(s)
}

// qualified reads [schema.]name at the start of the tokens.
func qualified(toks []token) (schema, name string) {
	if len(toks) == 0 || !toks[0].isName() {
		return "", ""
	}
	name = toks[0].val
	for i := 1; i+1 < len(toks) && toks[i].is(".") && toks[i+1].isName(); i += 2 {
		schema, name = name, toks[i+1].val
	}
	return schema, name
}

// check parses the body in its language.
func (r Routine) check(sql string) *Error {
	switch r.Language {
	case "sql":
		return r.checkSQL(sql)
	case "plpgsql":
		return r.checkPLpgSQL(sql)
	}
	return nil
}

func (r Routine) checkSQL(sql string) *Error {
	e := parseSQL(r.Source)
	if e == nil {
		return nil
	}
	return at(sql, r.inText(e.Offset), e.Msg)
}

func (r Routine) checkPLpgSQL(sql string) *Error {
	p, off, msg := parseBody(&r, r.Source)
	if msg == "" && !p.beyond {
		off, msg = r.secondOpinion(sql)
	}
	if msg == "" {
		return nil
	}
	return at(sql, r.inText(off), msg)
}

// inText turns an offset in the source into one in the text that the routine stands in: a
// body between single quotes has its own quotes doubled there.
func (r Routine) inText(off int) int {
	if r.body.dollar {
		return r.BodyOffset + off
	}
	i := 0
	for ; off > 0 && i < len(r.body.val); off-- {
		if c := r.body.val[i]; c == '\'' || c == '\\' && r.body.escape {
			i++
		}
		i++
	}
	return r.BodyOffset + i
}

// maxHeader is the longest text before a body that is given to the second parser.
const maxHeader = 1 << 16

// nearLine is how PL/pgSQL's parser tells the place of an error.
var nearLine = regexp.MustCompile(`near line (\d+)`)

// secondOpinion asks libpg_query's PL/pgSQL parser, which is the server's own, about a body
// that has nothing in it that this parser wrongly refuses.
func (r Routine) secondOpinion(sql string) (off int, msg string) {
	if r.body.start-r.Offset > maxHeader {
		return 0, "" // it walks the header by recursion, on a C stack
	}
	_, err := pgquery.ParsePlPgSqlToJSON(sql[r.toks[0].start:r.toks[len(r.toks)-1].end])
	pe, ok := err.(*parser.Error)
	if !ok {
		return 0, ""
	}
	if m := nearLine.FindStringSubmatch(pe.Context); m != nil {
		for n, _ := strconv.Atoi(m[1]); n > 1; n-- {
			k := strings.IndexByte(r.Source[off:], '\n')
			if k < 0 {
				break
			}
			off += k + 1
		}
	}
	return off, pe.Message
}
