package postgres

import (
	"strings"

	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/ir/diag"
)

// builtinStmts are the procedures of supplied packages. The text is whole statements.
var builtinStmts = rows{
	"dbms_lock.sleep":            {{n: 1, args: "n", pg: "PERFORM pg_sleep({1});"}},
	"dbms_session.sleep":         {{n: 1, args: "n", pg: "PERFORM pg_sleep({1});"}},
	"dbms_session.set_context":   {{n: -1, args: "=", do: doSetContext}},
	"dbms_session.clear_context": {{n: -1, args: "=", do: doClearContext}},
	"dbms_session.set_identifier": {{n: 1, args: "t", code: diag.SessionSetting, say: "the client identifier is the setting crosswalk.client_identifier",
		pg: "PERFORM set_config('crosswalk.client_identifier', {1}, false);"}},
	"dbms_session.clear_identifier":             {{n: 0, pg: "PERFORM set_config('crosswalk.client_identifier', '', false);"}},
	"dbms_session.free_unused_user_memory":      {{n: 0, pg: "NULL;"}},
	"dbms_session.set_sql_trace":                {{n: -1, args: "=", pg: "NULL;"}},
	"dbms_session.session_trace_enable":         {{n: -1, args: "=", pg: "NULL;"}},
	"dbms_session.session_trace_disable":        {{n: -1, args: "=", pg: "NULL;"}},
	"dbms_application_info.set_module":          {{n: 2, args: "t", do: doSetModule}},
	"dbms_application_info.set_action":          {{n: 1, args: "t", pg: "PERFORM set_config('crosswalk.action', {1}, false);"}},
	"dbms_application_info.set_client_info":     {{n: 1, args: "t", pg: "PERFORM set_config('crosswalk.client_info', {1}, false);"}},
	"dbms_application_info.read_client_info":    {{n: 1, args: "-", do: readSettings("crosswalk.client_info")}},
	"dbms_application_info.read_module":         {{n: 2, args: "-", do: readSettings("application_name", "crosswalk.action")}},
	"dbms_application_info.set_session_longops": {{n: -1, args: "=", code: diag.SessionSetting, say: "SET_SESSION_LONGOPS is left out: PostgreSQL shows progress of its own commands only", pg: "NULL;"}},
	"dbms_random.seed":                          {{n: 1, args: "-", do: doSeed}},
	"dbms_random.initialize":                    {{n: 1, args: "-", do: doSeed}},
	"dbms_random.terminate":                     {{n: 0, pg: "NULL;"}},
	"dbms_utility.exec_ddl_statement":           {{n: 1, args: "t", pg: "EXECUTE {1};"}},
	"dbms_utility.compile_schema":               {{n: -1, args: "=", pg: "NULL;"}},
	"dbms_utility.analyze_schema":               {{n: -1, args: "=", pg: "ANALYZE;"}},
	"dbms_stats.gather_schema_stats":            {{n: -1, args: "=", pg: "ANALYZE;"}},
	"dbms_stats.gather_database_stats":          {{n: -1, args: "=", pg: "ANALYZE;"}},
	"dbms_stats.gather_table_stats":             {{n: -1, args: "=", do: doGatherStats}},
	"dbms_stats.gather_index_stats":             {{n: -1, args: "=", pg: "NULL;"}},
	"dbms_mview.refresh":                        {{n: -1, args: "=", do: doRefresh}},
	"dbms_snapshot.refresh":                     {{n: -1, args: "=", do: doRefresh}},
	"dbms_alert.signal":                         {{n: 2, args: "t", pg: "PERFORM pg_notify(lower({1}), {2});"}},
	"dbms_ddl.alter_compile":                    {{n: -1, args: "=", pg: "NULL;"}},
	"dbms_transaction.commit":                   {{n: 0, pg: "COMMIT;"}},
	"dbms_transaction.rollback":                 {{n: 0, pg: "ROLLBACK;"}},
	"dbms_crypto.encrypt":                       {{n: -1, args: "=", do: doCryptInto}},
	"dbms_crypto.decrypt":                       {{n: -1, args: "=", do: doCryptInto}},
	"dbms_lob.append":                           {{n: 2, args: "=", do: doLobAppend}},
	"dbms_lob.writeappend":                      {{n: 3, args: "=", do: doLobWriteAppend}},
	"dbms_lob.write":                            {{n: 4, args: "=", do: doLobWrite}},
	"dbms_lob.copy":                             {{n: -1, args: "=", do: doLobCopy}},
	"dbms_lob.read":                             {{n: 4, args: "=", do: doLobRead}},
	"dbms_lob.trim":                             {{n: 2, args: "=", do: doLobTrim}},
	"dbms_lob.createtemporary":                  {{n: -1, args: "=", do: doLobCreate}},
	"dbms_lob.freetemporary":                    {{n: 1, args: "-", pg: "{1} := NULL;"}},
	"dbms_lob.open":                             {{n: -1, args: "=", pg: "NULL;"}},
	"dbms_lob.close":                            {{n: -1, args: "=", pg: "NULL;"}},
	"dbms_lob.converttoblob":                    {{n: -1, args: "=", do: doLobConvert("convert_to")}},
	"dbms_lob.converttoclob":                    {{n: -1, args: "=", do: doLobConvert("convert_from")}},
}

// callBuiltinStmt writes a call of a supplied package's procedure as whole statements, without a line break at the end. It
// gives false for what is not such a call.
func (p *printer) callBuiltinStmt(e *ir.Call) bool {
	if e.Fn == "" {
		return false
	}
	e = p.positional(e)
	if n, ok := looksAt[e.Fn]; ok && len(e.Args) > n {
		c := *e
		c.Args = e.Args[:n]
		e = &c
	}
	list := p.em.stmts[e.Fn]
	for i := range list {
		r := &list[i]
		if r.n >= 0 && r.n != len(e.Args) {
			continue
		}
		a := make([]val, len(e.Args))
		for j, x := range e.Args {
			a[j] = p.arg(x.Value, letter(r.args, j))
		}
		if r.code != nil {
			p.refuseOnce(r.code, e.Sp, r.say, r.say)
		}
		if r.do != nil {
			p.W(r.do(p, e, a).s)
		} else {
			p.W(p.fill(r.pg, a))
		}
		return true
	}
	p.W("PERFORM ", p.call(e).s, ";")
	return true
}

func stmt(s string) val { return val{s: s} }

// readSettings assigns settings of the session to the arguments.
func readSettings(names ...string) func(*printer, *ir.Call, []val) val {
	return func(p *printer, e *ir.Call, _ []val) val {
		return stmt(strings.TrimSuffix(p.text(func(w *printer) {
			for i, n := range names {
				w.store(e.Args[i].Value, func(w *printer) { w.W("nullif(current_setting(", quoteLiteral(n), ", true), '')") }, nil)
			}
		}), "\n"))
	}
}

// doPutLine: RAISE NOTICE with the constant pieces in its format where no piece can be NULL.
func doPutLine(p *printer, e *ir.Call, _ []val) val {
	x := unwrap(e.Args[0].Value)
	if p.em.keepsOutput {
		return stmt("PERFORM " + p.helper("output_line") + "(" + p.arg(x, 't').s + ");")
	}
	if p.isNull(x) {
		return stmt("RAISE NOTICE '';")
	}
	if s, ok := x.(*ir.StringLit); ok {
		return stmt("RAISE NOTICE " + quoteLiteral(strings.ReplaceAll(s.Value, "%", "%%")) + ";")
	}
	var format strings.Builder
	var args []string
	for _, o := range concatOperands(x) {
		if s, ok := unwrap(o).(*ir.StringLit); ok {
			if strings.HasPrefix(s.Value, "%") && afterSlot(format.String()) {
				return p.plainNotice(x)
			}
			format.WriteString(strings.ReplaceAll(s.Value, "%", "%%"))
			continue
		}
		if afterSlot(format.String()) {
			return p.plainNotice(x)
		}
		if p.isNull(o) {
			continue
		}
		v := p.concatArg(p.padded(p.val(o), o), o)
		if p.nullable(o) {
			if v.c != cText {
				v = v.cast("text", cText)
			}
			v = p.run("coalesce({1}, '')", cText, v)
		}
		format.WriteString("%")
		args = append(args, v.s)
	}
	s := "RAISE NOTICE " + quoteLiteral(format.String())
	if len(args) > 0 {
		s += ", " + strings.Join(args, ", ")
	}
	return stmt(s + ";")
}

// afterSlot tells whether a format ends in a placeholder, behind which no other % may stand.
func afterSlot(format string) bool {
	return (len(format)-len(strings.TrimRight(format, "%")))%2 == 1
}

// plainNotice gives the whole text to one placeholder.
func (p *printer) plainNotice(x ir.Expr) val {
	v := p.val(x)
	if p.nullable(x) && v.c != cText {
		v = v.cast("text", cText)
	}
	return stmt("RAISE NOTICE '%', " + v.s + ";")
}

// concatOperands takes a chain of Oracle's || apart, whatever parentheses are in it.
func concatOperands(e ir.Expr) []ir.Expr {
	if b, ok := unwrapNil(e).(*ir.Binary); ok && b.Op == ir.OpConcat {
		return append(concatOperands(b.L), concatOperands(b.R)...)
	}
	return []ir.Expr{unwrapNil(e)}
}

func doSetContext(p *printer, e *ir.Call, _ []val) val {
	if len(e.Args) < 3 {
		return stmt(p.noRow(e).s + ";")
	}
	ns, ok := p.constText(e, 0)
	attr, ok2 := p.constText(e, 1)
	value := p.arg(e.Args[2].Value, 't').s
	name := "lower(" + p.val(e.Args[0].Value).at(precOther) + " || '.' || " + p.val(e.Args[1].Value).at(precOther+1) + ")"
	if ok && ok2 {
		name = quoteLiteral(settingName(ns) + "." + settingName(attr))
	}
	p.refuseOnce(diag.SessionSetting, e.Sp, "SET_CONTEXT", "SET_CONTEXT sets a custom setting, which any session may set itself: it is no protection")
	return stmt("PERFORM set_config(" + name + ", " + value + ", false);")
}

func doClearContext(p *printer, e *ir.Call, _ []val) val {
	ns, ok := p.constText(e, 0)
	attr, ok2 := p.constText(e, len(e.Args)-1)
	if !ok || !ok2 || len(e.Args) < 2 {
		p.find(diag.NoPackage, e.Sp, "DBMS_SESSION.CLEAR_CONTEXT without constants: reset each setting with set_config(name, '', false)")
		return stmt("NULL;")
	}
	return stmt("PERFORM set_config(" + quoteLiteral(settingName(ns)+"."+settingName(attr)) + ", '', false);")
}

// doSetModule: application_name is what monitoring shows.
func doSetModule(p *printer, e *ir.Call, a []val) val {
	s := "PERFORM set_config('application_name', " + a[0].s + ", false);"
	if !p.isNull(e.Args[1].Value) {
		s += "\nPERFORM set_config('crosswalk.action', " + a[1].s + ", false);"
	}
	return stmt(s)
}

func doSeed(p *printer, e *ir.Call, a []val) val {
	p.find(diag.RandomDiffers, e.Sp, "the sequence behind this seed is another one")
	x := a[0]
	if x.c.text() || x.c == cLit {
		return stmt("PERFORM setseed(hashtext(" + x.s + ") / 2147483648.0);")
	}
	return stmt("PERFORM setseed(mod(" + x.s + ", 1000000) / 1000000.0);")
}

// looksAt tells how many arguments of a procedure say something here; the others tell Oracle how to gather.
var looksAt = map[string]int{"dbms_stats.gather_table_stats": 2, "dbms_stats.gather_schema_stats": 0, "dbms_stats.gather_database_stats": 0,
	"dbms_stats.gather_index_stats": 0}

// doGatherStats: ANALYZE of the table that the constant arguments name; the owner is left out where it is the user, or is not known
// (NULL means the user too).
func doGatherStats(p *printer, e *ir.Call, _ []val) val {
	if len(e.Args) < 2 {
		return stmt("ANALYZE;")
	}
	owner, own := p.constText(e, 0)
	name, ok := p.constText(e, 1)
	var parts []string
	if own && owner != "" {
		parts = append(parts, owner)
	}
	if ok {
		q := ir.MakeQName(append(parts, name)...)
		var decl ir.Object
		if t := p.em.tableNamed(p.obj.Obj().Schema, q); t != nil {
			decl = t
		}
		return stmt("ANALYZE " + p.relation(q, decl) + ";")
	}
	table := "lower(" + p.arg(e.Args[1].Value, 't').s + ")"
	switch _, variable := unwrap(e.Args[0].Value).(*ir.Ref); {
	case own && owner != "":
		return stmt("EXECUTE format('ANALYZE %I.%I', " + quoteLiteral(p.em.schemaName(ir.MakeName(owner))) + ", " + table + ");")
	case variable:
		return stmt("EXECUTE format('ANALYZE %I.%I', lower(" + p.arg(e.Args[0].Value, 't').s + "), " + table + ");")
	}
	return stmt("EXECUTE format('ANALYZE %I', " + table + ");")
}

func doRefresh(p *printer, e *ir.Call, _ []val) val {
	if len(e.Args) == 0 {
		return stmt(p.noRow(e).s + ";")
	}
	list, ok := p.constText(e, 0)
	if !ok {
		return stmt("EXECUTE 'REFRESH MATERIALIZED VIEW ' || " + p.arg(e.Args[0].Value, 't').at(precOther+1) + ";")
	}
	var out []string
	for _, n := range strings.Split(list, ",") {
		parts := strings.Split(strings.TrimSpace(n), ".")
		for i := range parts {
			parts[i] = p.em.ident(ir.MakeName(parts[i]))
		}
		out = append(out, "REFRESH MATERIALIZED VIEW "+strings.Join(parts, ".")+";")
	}
	return stmt(strings.Join(out, "\n"))
}

// doCryptInto is the form of ENCRYPT and DECRYPT for LOBs, with the target first.
func doCryptInto(p *printer, e *ir.Call, _ []val) val {
	if len(e.Args) < 4 {
		return stmt(p.noRow(e).s + ";")
	}
	c := &ir.Call{ExprBase: e.ExprBase, Fn: e.Fn, Args: e.Args[1:]}
	return stmt(p.val(e.Args[0].Value).s + " := " + p.call(c).s + ";")
}
