package pgparse

import (
	"fmt"
	"strings"
)

var raiseLevels = map[string]bool{
	"exception": true, "warning": true, "notice": true, "info": true, "log": true, "debug": true,
}

var raiseOptions = map[string]bool{
	"errcode": true, "message": true, "detail": true, "hint": true, "column": true, "constraint": true,
	"datatype": true, "table": true, "schema": true,
}

// raise parses after RAISE: [level] [format [, value]... | condition | SQLSTATE 'x'] [USING ...];
func (p *plParser) raise() {
	if p.accept(";") {
		return
	}
	if t := p.peek(); t.kind == tWord && raiseLevels[t.val] {
		p.take()
		if p.peek().is(";") {
			p.unexpected(p.peek())
		}
	}
	switch t := p.peek(); {
	case t.kind == tString:
		p.raiseFormat()
	case t.is("using"):
	case t.is("sqlstate"), t.isName():
		p.condition()
	default:
		p.unexpected(t)
	}
	if p.accept("using") {
		p.raiseUsing()
	}
	p.expect(";")
}

// raiseFormat parses the message and its values, one for each lone percent sign.
func (p *plParser) raiseFormat() {
	format := p.take()
	want := strings.Count(strings.ReplaceAll(format.val, "%%", ""), "%")
	got := 0
	for p.accept(",") {
		p.exprUntil(",", "using", ";")
		got++
	}
	if got < want {
		p.fail(format, "too few parameters specified for RAISE")
	}
	if got > want {
		p.fail(format, "too many parameters specified for RAISE")
	}
}

// raiseUsing parses option = value [, option = value]...
func (p *plParser) raiseUsing() {
	given := map[string]bool{}
	for {
		t := p.take()
		if given[t.val] {
			p.fail(t, "RAISE option already specified: "+strings.ToUpper(t.val))
		}
		given[t.val] = true
		if t.kind != tWord || !raiseOptions[t.val] {
			p.fail(t, fmt.Sprintf("unrecognized RAISE statement option %q", p.src[t.start:t.end]))
		}
		if !p.accept("=") {
			p.expect(":=")
		}
		p.exprUntil(",", ";")
		if !p.accept(",") {
			return
		}
	}
}

// diagnostics are the items of GET DIAGNOSTICS; true for those of GET STACKED DIAGNOSTICS
// alone, false for those of the plain form alone.
var diagnostics = map[string]bool{
	"row_count": false, "pg_routine_oid": false, "returned_sqlstate": true, "column_name": true,
	"constraint_name": true, "pg_datatype_name": true, "message_text": true, "table_name": true, "schema_name": true,
	"pg_exception_detail": true, "pg_exception_hint": true, "pg_exception_context": true,
}

// getDiagnostics parses after GET: [CURRENT | STACKED] DIAGNOSTICS target = item [, ...];
func (p *plParser) getDiagnostics() {
	stacked := p.accept("stacked")
	if !stacked {
		p.accept("current")
	}
	p.expect("diagnostics")
	for {
		name := p.peek()
		if v, fields := p.target(); v.class == record && fields == 0 {
			p.fail(name, `"`+name.val+`" is not a scalar variable`)
		}
		if !p.accept("=") {
			p.expect(":=")
		}
		t := p.take()
		of, known := diagnostics[t.val]
		switch {
		case t.is("pg_context") && !stacked:
		case t.kind != tWord || !known:
			p.fail(t, "unrecognized GET DIAGNOSTICS item")
		case of != stacked:
			p.fail(t, fmt.Sprintf("diagnostics item %s is not allowed in GET %s DIAGNOSTICS", strings.ToUpper(t.val),
				map[bool]string{true: "STACKED", false: "CURRENT"}[stacked]))
		}
		if !p.accept(",") {
			break
		}
	}
	p.expect(";")
}
