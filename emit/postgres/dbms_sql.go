package postgres

import (
	"regexp"
	"strings"

	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/ir/diag"
)

// DBMS_SQL (PL/SQL Packages and Types Reference): a cursor is a number, and what is known of it is kept by the run-time library
// in settings of the session. Arrays of bind variables and of columns (BIND_ARRAY, DEFINE_ARRAY) have no row here and are refused.

// sqlCursorFunctions are the functions of DBMS_SQL.
var sqlCursorFunctions = rows{
	"dbms_sql.open_cursor":       {{n: -1, args: "=", pg: "{@sql_open}()", c: cInt}},
	"dbms_sql.execute":           {{n: 1, args: "n", do: sqlCursor("{@sql_execute}({1})", cInt)}},
	"dbms_sql.fetch_rows":        {{n: 1, args: "n", do: sqlCursor("{@sql_fetch}({1})", cInt)}},
	"dbms_sql.execute_and_fetch": {{n: 1, args: "n", do: sqlCursor("{@sql_fetch}({1}, false)", cInt)}, {n: 2, args: "n-", do: sqlCursor("{@sql_fetch}({1}, {2})", cInt)}},
	"dbms_sql.is_open":           {{n: 1, args: "n", pg: "{@sql_is_open}({1})", c: cBool}},
	"dbms_sql.last_row_count":    {{n: 0, pg: "{@sql_row_count}()", c: cInt}},
	"dbms_sql.to_refcursor":      {{n: 1, args: "n", pg: "{@sql_portal}({1})", c: cOther}},
	"dbms_sql.to_cursor_number":  {{n: 1, args: "-", do: sqlCursor("{@sql_from_portal}({1})", cInt)}},
}

// sqlCursorStmts are its procedures.
var sqlCursorStmts = rows{
	"dbms_sql.bind_variable":     {{n: 3, args: "nt-", do: doBindVariable}, {n: 4, args: "nt-=", do: doBindVariable}},
	"dbms_sql.bind_variable_raw": {{n: 3, args: "nt-", do: doBindVariable}, {n: 4, args: "nt-=", do: doBindVariable}},
	"dbms_sql.parse":             {{n: 6, args: "n=nn-=", do: doParseLines}},
	// The type of a column shows where its value is taken.
	"dbms_sql.define_column":      {{n: 3, args: "=", pg: "NULL;"}, {n: 4, args: "=", pg: "NULL;"}},
	"dbms_sql.define_column_raw":  {{n: 4, args: "=", pg: "NULL;"}},
	"dbms_sql.define_column_char": {{n: 4, args: "=", pg: "NULL;"}},
	"dbms_sql.define_column_long": {{n: 2, args: "=", pg: "NULL;"}},
	"dbms_sql.column_value_long":  {{n: 6, args: "nnnn--", do: doColumnValueLong}},
	"dbms_sql.column_value":       {{n: 3, args: "nn-", do: sqlValue("sql_value")}},
	"dbms_sql.variable_value":     {{n: 3, args: "nt-", do: sqlValue("sql_variable")}},
	"dbms_sql.describe_columns":   {{n: 3, args: "n--", do: doDescribeColumns}},
	"dbms_sql.describe_columns2":  {{n: 3, args: "n--", do: doDescribeColumns}},
	"dbms_sql.describe_columns3":  {{n: 3, args: "n--", do: doDescribeColumns}},
	"dbms_sql.close_cursor":       {{n: 1, args: "n", do: doCloseCursor}},
}

// sqlCursor is a call of the run-time library with the finding that goes with it.
func sqlCursor(pg string, c class) func(*printer, *ir.Call, []val) val {
	return func(p *printer, e *ir.Call, a []val) val {
		p.cursorState(e.Sp)
		return atom(p.fill(pg, a), c)
	}
}

// cursorState tells, once an object, where the state of a cursor of DBMS_SQL is kept.
func (p *printer) cursorState(at diag.Span) {
	p.cursorNote(at, "the cursors of DBMS_SQL are kept in settings of the session, which a rollback takes back")
}

func (p *printer) cursorNote(at diag.Span, text string) {
	for _, f := range p.obj.Obj().Findings.Items {
		if f.Code == diag.CursorNumber && f.Message == text {
			return
		}
	}
	p.find(diag.CursorNumber, at, "%s", text)
}

// oneCall is a block that makes one call, and does no more: sql_execute carries it out.
var oneCall = regexp.MustCompile(`(?is)^\s*begin\s+(?::[\w$#]+\s*:=\s*)?[\w$#."]+\s*(?:\([^;]*\))?\s*;\s*end\s*;\s*$`)

// parseCursor writes DBMS_SQL.PARSE. The text keeps the names of its bind variables.
func (p *printer) parseCursor(s *ir.ExecImmediate) {
	p.cursorState(s.Sp)
	p.hoist(s.SQL)
	p.W("PERFORM ", p.helper("sql_parse"), "(", p.arg(s.Cursor, 'n').s, ", ")
	if text, ok := p.parsedText(s); ok {
		p.Verbatim(text)
	} else {
		p.statementText(s.SQL, nil, s.Sp, true)
	}
	p.W(");\n")
	p.rt.found = nil
}

// parsedText is the converted text where that was one constant. RETURNING … INTO stays with its variables' names.
func (p *printer) parsedText(s *ir.ExecImmediate) (string, bool) {
	if s.Parsed == nil {
		return "", false
	}
	if d, ok := s.Parsed.(*ir.ExecDML); ok {
		if r := ir.ReturningOf(d.DML); r != nil && len(r.Into) > 0 {
			names := make([]string, len(r.Into))
			for i, e := range r.Into {
				b, ok := e.(*ir.Bind)
				if !ok {
					return "", false
				}
				names[i] = ":" + b.Name.Text
			}
			return p.knownNamed(s.Parsed, " INTO "+strings.Join(names, ", "))
		}
	}
	return p.knownNamed(s.Parsed, "")
}

// doBindVariable gives the value with its type: a constant has none of its own.
func doBindVariable(p *printer, e *ir.Call, a []val) val {
	p.cursorState(e.Sp)
	v := a[2]
	if x := e.Args[2].Value; p.isNull(x) || v.c == cLit || p.typ(x).Is(ir.TUnknown) {
		v = v.cast("text", cText)
	} else if p.typ(x).IsString() {
		v = v.cast("text", cText)
	}
	return stmt(p.fill("PERFORM {@sql_bind}({1}, {2}, {3});", []val{a[0], a[1], v}))
}

// sqlValue takes a value out of the cursor into the variable that is the last argument.
func sqlValue(fn string) func(*printer, *ir.Call, []val) val {
	return func(p *printer, e *ir.Call, a []val) val {
		p.cursorState(e.Sp)
		t := p.tempType(e.Args[2].Value)
		if strings.HasSuffix(t, "%TYPE") {
			t = p.quietType(e.Args[2].Value.Type().Base(), useParam)
		}
		return stmt(p.fill("{3} := {@"+fn+"}({1}, {2}, NULL::"+t+");", a))
	}
}

// doDescribeColumns: the number of columns and a table of DESC_REC.
func doDescribeColumns(p *printer, e *ir.Call, a []val) val {
	p.cursorNote(e.Sp, "DBMS_SQL.DESCRIBE_COLUMNS shows PostgreSQL's types by Oracle's codes: text is 1, a timestamp without fractions 12, bytea 113; a column without a name has PostgreSQL's")
	if p.em.rep(e.Args[2].Value.Type()) == repJSON {
		return stmt(p.fill("{3} := {@sql_describe_json}({1});\n{2} := (SELECT count(*) FROM jsonb_object_keys({3}));", a))
	}
	return stmt(p.fill("{3} := {@sql_describe}({1});\n{2} := cardinality({3});", a))
}

// doCloseCursor closes; the variable is NULL behind it.
func doCloseCursor(p *printer, e *ir.Call, a []val) val {
	s := p.fill("PERFORM {@sql_close}({1});", a)
	if p.simpleTarget(e.Args[0].Value) {
		s += "\n" + p.exprText(e.Args[0].Value) + " := NULL;"
	}
	return stmt(s)
}

// doParseLines: PARSE of a table of lines, from one index to another, with line feeds between them where the caller says so.
func doParseLines(p *printer, e *ir.Call, a []val) val {
	p.cursorState(e.Sp)
	p.find(diag.DynamicSQL, e.Sp, "the text of the dynamic statement is not known here; what it says is not converted")
	x := e.Args[1].Value
	if !p.collectionOf(x) {
		return stmt(p.noRow(e).s + ";")
	}
	a[1] = val{s: p.collText(x)}
	end := "CASE WHEN " + a[4].s + " THEN E'\\n' ELSE '' END"
	lines := "array_to_string(({2})[{3}:{4}], " + end + ")"
	if p.em.rep(x.Type()) == repJSON {
		lines = "(SELECT string_agg(value, " + end + " ORDER BY key::integer) FROM jsonb_each_text({2}) WHERE key::integer BETWEEN {3} AND {4})"
	}
	return stmt(p.fill("PERFORM {@sql_parse}({1}, "+lines+");", a))
}

// doColumnValueLong takes a piece of a column: length, offset from 0, the variable and how much there was.
func doColumnValueLong(p *printer, e *ir.Call, a []val) val {
	p.cursorState(e.Sp)
	return stmt(p.fill("{5} := substr({@sql_value}({1}, {2}, NULL::text), ({4})::integer + 1, ({3})::integer);\n{6} := coalesce(length({5}), 0);", a))
}
