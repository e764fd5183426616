package postgres

import (
	"strings"

	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/ir/diag"
)

// DBMS_OUTPUT, HTP and what a session keeps for itself (PL/SQL Packages and Types Reference). A line is shown at once, by RAISE
// NOTICE; only where the sources ask for lines again (GET_LINE, GET_LINES) the run-time library keeps them as well.

// outputStmts are the procedures of DBMS_OUTPUT and of the toolkit for web pages.
var outputStmts = rows{
	"dbms_output.put_line":  {{n: 1, args: "=", do: doPutLine}},
	"dbms_output.put":       {{n: 1, args: "-", pg: "PERFORM {@output_put}({1});"}},
	"dbms_output.new_line":  {{n: 0, do: keptOutput("PERFORM {@output_new_line}();", "PERFORM {@output_line_end}();")}},
	"dbms_output.enable":    {{n: -1, args: "=", do: keptOutput("NULL;", "PERFORM {@output_switch}(true);")}},
	"dbms_output.disable":   {{n: 0, do: keptOutput("NULL;", "PERFORM {@output_switch}(false);")}},
	"dbms_output.get_line":  {{n: 2, args: "-", do: doGetLine}},
	"dbms_output.get_lines": {{n: 2, args: "-", do: doGetLines}},

	"htp.p": page("{1}, true"), "htp.print": page("{1}, true"), "htp.prn": page("{1}, false"), "htp.ps": page("{@escape_xml}({1}), true"),
	"htp.prints": page("{@escape_xml}({1}), true"), "htp.nl": pageOf("'<BR>', true"), "htp.br": pageOf("'<BR>', true"), "htp.line": pageOf("'<HR>', true"),
	"htp.init": {{n: 0, do: pageStmt("PERFORM set_config('crosswalk.page', '', false);")}}, "htp.flush": {{n: 0, pg: "NULL;"}},
	"owa_util.mime_header":       {{n: -1, args: "t=", do: mimeHeader}},
	"owa_util.http_header_close": {{n: 0, do: pageStmt("PERFORM {@page_put}('', true);")}},
}

// page is a procedure that puts its argument into the page, pageOf one without arguments.
func page(args string) []fn {
	return []fn{{n: 1, args: "t", do: pageStmt("PERFORM {@page_put}(" + args + ");")}}
}

func pageOf(args string) []fn {
	return []fn{{n: 0, do: pageStmt("PERFORM {@page_put}(" + args + ");")}}
}

func pageStmt(pg string) func(*printer, *ir.Call, []val) val {
	return func(p *printer, e *ir.Call, a []val) val {
		p.refuseOnce(diag.SessionSetting, e.Sp, "the page", "the page is the setting crosswalk.page of the session: what serves it reads current_setting('crosswalk.page')")
		return stmt(p.fill(pg, a))
	}
}

// mimeHeader writes the header and, but for bclose_header => FALSE, the empty line behind it.
func mimeHeader(p *printer, e *ir.Call, a []val) val {
	s := "PERFORM {@page_put}('Content-type: ' || {1:add}, true);"
	if len(e.Args) < 2 || p.exprText(e.Args[1].Value) != "false" {
		s += "\nPERFORM {@page_put}('', true);"
	}
	return pageStmt(s)(p, e, a)
}

// planOutput finds out whether the sources read lines again.
func (em *emitter) planOutput() {
	for _, o := range em.src.Objects {
		ir.Walk(o, func(n ir.Node) bool {
			c, ok := n.(*ir.Call)
			em.keepsOutput = em.keepsOutput || ok && strings.HasPrefix(c.Fn, "dbms_output.get_line")
			return !em.keepsOutput
		})
	}
}

// keptOutput writes one of two statements: without lines that are kept, and with them.
func keptOutput(plain, kept string) func(*printer, *ir.Call, []val) val {
	return func(p *printer, _ *ir.Call, a []val) val {
		if p.em.keepsOutput {
			return stmt(p.fill(kept, a))
		}
		return stmt(p.fill(plain, a))
	}
}

func (p *printer) outputState(e *ir.Call) {
	p.refuseOnce(diag.SessionSetting, e.Sp, "the lines of DBMS_OUTPUT", "the lines of DBMS_OUTPUT are kept in a setting of the session, which a rollback takes back, and are shown as notices too")
}

// doGetLine takes the oldest line; the status is 1 where there is none.
func doGetLine(p *printer, e *ir.Call, a []val) val {
	p.outputState(e)
	got := p.freeAlias("got")
	return stmt(p.fill("SELECT "+got+".line, "+got+".status\nINTO {1}, {2}\nFROM {@output_get_line}() AS "+got+";", a))
}

// doGetLines takes as many lines as there are, up to a number of them.
func doGetLines(p *printer, e *ir.Call, a []val) val {
	p.outputState(e)
	if p.em.rep(e.Args[0].Value.Type()) == repJSON {
		return stmt(p.fill("{1} := (SELECT coalesce(jsonb_object_agg(l.i, l.line), '{}') FROM unnest({@output_get_lines}({2})) WITH ORDINALITY AS l(line, i));\n"+
			"{2} := (SELECT count(*) FROM jsonb_object_keys({1}));", a))
	}
	return stmt(p.fill("{1} := {@output_get_lines}({2});\n{2} := cardinality({1});", a))
}
