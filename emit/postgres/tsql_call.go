package postgres

import (
	"regexp"
	"slices"
	"strings"

	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/ir/diag"
)

// tsqlCall writes EXEC of a procedure, and the statements that lowering made calls of.
func (p *printer) tsqlCall(list []ir.Stmt, i int, s *ir.CallStmt) {
	c, ok := unwrap(s.X).(*ir.Call)
	if !ok {
		p.find(diag.StmtNotConverted, s.Sp, "the call is not converted")
		p.W("NULL;\n")
		return
	}
	switch c.Fn {
	case "":
		p.execProcedure(s, c)
	case "tsql.print":
		p.notice(c.Args[0].Value)
		p.setCount(s, "0")
	case "tsql.raiserror":
		p.raiserror(list, i, s, c)
	case "tsql.throw":
		p.writtenBefore(list, i)
		p.throw(c)
	case "tsql.waitfor_delay":
		p.waitfor(c)
	case "tsql.waitfor_time":
		p.W("PERFORM pg_sleep_until(current_date + ", p.exprText(c.Args[0].Value), "::time);\n")
	case "tsql.sp_executesql":
		p.executeSQL(s, c)
	default:
		p.systemProcedure(c)
	}
}

// notice writes a message; one that is a constant is its own format.
func (p *printer) notice(e ir.Expr) {
	if s, ok := unwrap(stripImplicit(e)).(*ir.StringLit); ok && s.Value != "" {
		p.W("RAISE NOTICE ", quoteLiteral(strings.ReplaceAll(s.Value, "%", "%%")), ";\n")
		return
	}
	p.W("RAISE NOTICE '%', ", p.printed(e), ";\n")
}

// printed writes the text of a message: a value of another type is converted as CONVERT without a style does, NULL is an empty text
// ("PRINT").
func (p *printer) printed(e ir.Expr) string {
	v := p.val(e)
	if from := p.typ(e).Base(); !isUnknown(from) && !from.IsString() && !p.isNull(e) {
		c := &conversion{p: p, e: &ir.Cast{X: e, Implicit: true}, v: v, from: from, to: typText, style: -1, implicit: true}
		v = c.toText()
	}
	if c, ok := unwrap(stripImplicit(e)).(*ir.Call); ok && (c.Fn == "tsql.concat" || c.Fn == "tsql.concat_ws") {
		return v.s
	}
	if v.c == cText || v.c == cLit || v.c == cChar {
		return "coalesce(" + v.s + ", '')"
	}
	return v.s
}

func (p *printer) waitfor(c *ir.Call) {
	if s, ok := constString(c.Args[0].Value, 0); ok {
		p.W("PERFORM pg_sleep_for(", quoteLiteral(s), ");\n")
		return
	}
	v := p.val(c.Args[0].Value)
	if v.c.datetime() && v.c != cTime {
		v = v.cast("time", cTime) // the time of day of a datetime is how long it waits
	}
	p.W("PERFORM pg_sleep_for(", v.cast("interval", cInterval).s, ");\n")
}

// raiserror writes RAISERROR: up to severity 10 it is a message, from 11 on an error ("RAISERROR").
func (p *printer) raiserror(list []ir.Stmt, i int, s *ir.CallStmt, c *ir.Call) {
	sev, known := 16, true
	if len(c.Args) > 1 {
		sev, known = constantInt(c.Args[1].Value)
	}
	msg := p.raiseText(c)
	if known && sev <= 10 {
		p.W("RAISE NOTICE '%', ", msg, ";\n")
		p.setCount(s, "0")
		return
	}
	p.writtenBefore(list, i)
	if p.rt.guarded == 0 && p.rt.handler == 0 && i+1 < len(list) {
		switch list[i+1].(type) {
		case *ir.Return, *ir.Rollback, *ir.Goto:
		default:
			p.findOnce(diag.TSQLRaiseGoesOn, s.Sp, "%s", firstLine(s.Sp.Text()))
		}
	}
	p.raiseWith(msg, "'P0001'")
}

// raiseWith writes RAISE EXCEPTION with a message that is an expression.
func (p *printer) raiseWith(msg, state string) {
	p.W("RAISE EXCEPTION USING MESSAGE = ", msg)
	if state != "'P0001'" {
		p.W(", ERRCODE = ", state)
	}
	p.W(";\n")
}

// raiseText is the message with its arguments in place.
func (p *printer) raiseText(c *ir.Call) string {
	m := c.Args[0].Value
	var args []ir.Arg
	if len(c.Args) > 3 {
		args = c.Args[3:]
	}
	lit, ok := constString(stripImplicit(m), 0)
	if !ok {
		if len(args) == 0 || p.typ(m).IsNumber() {
			if p.typ(m).IsNumber() {
				p.find(diag.TSQLFormat, c.Sp, "RAISERROR with the number of a message of sys.messages")
			}
			return "coalesce(" + p.val(m).cast("text", cText).s + ", '')"
		}
		p.find(diag.TSQLFormat, c.Sp, "RAISERROR: the message is only known at run time, and has arguments")
		return "coalesce(" + p.exprText(m) + ", '')"
	}
	if !strings.Contains(lit, "%") {
		return quoteLiteral(lit)
	}
	out, n, fits := printfToFormat(lit)
	if !fits {
		p.find(diag.TSQLFormat, c.Sp, "RAISERROR: '%s' has an element that format() does not know", firstLine(lit))
	}
	list := []string{quoteLiteral(out)}
	for k, a := range args {
		if k < n {
			list = append(list, p.messageArg(a.Value, p.val(a.Value)))
		}
	}
	for k := len(args); k < n; k++ {
		list = append(list, quoteLiteral(nullInMessage))
	}
	return "format(" + strings.Join(list, ", ") + ")"
}

// throw writes THROW number, message, state.
func (p *printer) throw(c *ir.Call) {
	n, ok := constantInt(c.Args[0].Value)
	state := p.helper("error_state") + "(" + p.exprText(c.Args[0].Value) + ")"
	if ok {
		state = quoteLiteral(errorState(n))
	}
	msg := p.exprText(c.Args[1].Value)
	if _, lit := unwrap(c.Args[1].Value).(*ir.StringLit); !lit {
		msg = "coalesce(" + msg + ", '')"
	}
	p.raiseWith(msg, state)
}

// errorState is the SQLSTATE for a number of THROW: 50000 is that of RAISERROR, others are MS and the number above it in base 36.
// The helper error_number reads it back.
func errorState(n int) string {
	if n == 50000 {
		return "P0001"
	}
	const digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
	k := ((n-50000)%46656 + 46656) % 46656
	return "MS" + string(digits[k/1296]) + string(digits[k/36%36]) + string(digits[k%36])
}

// execProcedure writes EXEC.
func (p *printer) execProcedure(s *ir.CallStmt, c *ir.Call) {
	r := calledRoutine(c)
	if r == nil && !c.Name.Link.IsZero() {
		p.findOnce(diag.RemoteObject, c.Sp, "%s is on another server, behind the link %s", c.Name.Last().Text, c.Name.Link.Text)
	}
	if r == nil {
		p.W("CALL ", p.foreignRoutine(c.Name), "(", p.argTexts(c.Args, nil), ");\n")
		return
	}
	p.routineNeed(r)
	if p.lacksArgument(c, r) {
		return
	}
	c = p.withEmptyTables(c, r)
	plan := p.em.results[r]
	if r.Function || plan != nil && plan.kind == resultRows {
		p.execRows(s, c, r)
		return
	}
	plain := *c
	plain.Args = p.withoutDefaults(c.Args, r, c.Sp)
	c = &plain
	before, args, after := p.procArgs(r, c)
	list := []string{}
	if args != "" {
		list = append(list, args)
	}
	for _, q := range r.Params {
		if q.Mode == ir.ModeIn || given(r, c, q) {
			continue
		}
		tmp := p.rt.auxiliary("unused "+p.paramType(q), "unused", p.paramType(q), "")
		list = append(list, p.paramName(q, q.Name)+" => "+tmp)
	}
	if plan != nil && plan.kind == resultCursors {
		first := 0 // the caller's own cursors are opened, where its callers get them
		if mine := p.em.results[p.rt.r]; mine != nil && mine.kind == resultCursors && slices.Contains(mine.order, ir.Stmt(s)) && !mine.turns[s] {
			first = mine.number(s)
		}
		if mine := p.em.results[p.rt.r]; mine != nil && mine.turns[s] {
			p.find(diag.TSQLLoopResults, s.Sp, "%s gives its results in each turn of the loop: they go nowhere", r.Name.Last().Text)
		}
		for k := range plan.order {
			tmp := ""
			if first > 0 {
				tmp = p.cursorParam(first + k)
			} else {
				tmp = p.innerCursor(k + 1)
				before += tmp + " := NULL;\n" // a name that is left from a call before would be taken
			}
			list = append(list, p.cursorParam(k+1)+" => "+tmp)
		}
	}
	if plan != nil && plan.code {
		tmp := p.rt.auxiliary("return code", "code", "integer", "0")
		list = append(list, "return_code => "+tmp)
		before += tmp + " := 0;\n"
		if s.Result != nil {
			after += p.lvalue(s.Result) + " := " + tmp + ";\n"
		}
	} else if s.Result != nil {
		after += p.lvalue(s.Result) + " := 0;\n"
	}
	p.W(before, "CALL ", p.em.routineName(r), "(", strings.Join(list, ", "), ");\n", after)
	p.noCount(s, "the count of the last statement in "+r.Name.Last().Text+" does not come back from it")
}

// given tells whether a call has an argument for a parameter.
func given(r *ir.Routine, c *ir.Call, q *ir.Param) bool {
	for i, a := range c.Args {
		if paramOf(r, a, i) == q {
			return true
		}
	}
	return false
}

// execRows runs a procedure that became a function: its rows are the caller's too where that returns rows. EXEC of a scalar function
// gives its value.
func (p *printer) execRows(s *ir.CallStmt, c *ir.Call, r *ir.Routine) {
	call := p.em.routineName(r) + "(" + p.argTexts(c.Args, r) + ")"
	if r.Function && s.Result != nil {
		p.W(p.lvalue(s.Result), " := ", call, ";\n")
		p.setCount(s, "1")
		return
	}
	mine, plan := p.em.results[p.rt.r], p.em.results[r]
	switch {
	case mine != nil && mine.kind == resultRows && plan != nil:
		p.W("RETURN QUERY SELECT * FROM ", call, ";\n")
	case mine != nil && mine.kind == resultCursors && slices.Contains(mine.order, ir.Stmt(s)):
		p.closedBefore(mine, s)
		p.W("OPEN ", p.cursorParam(mine.number(s)), " FOR SELECT * FROM ", call, ";\n")
		p.noCount(s, "the rows of "+r.Name.Last().Text+" become a cursor, and are not counted")
	default:
		if plan != nil && plan.kind == resultRows {
			p.find(diag.TSQLResultSet, s.Sp, "the rows of %s go nowhere", r.Name.Last().Text)
		}
		p.W("PERFORM ", call, ";\n")
	}
	p.keepCount(s)
	if s.Result != nil {
		p.W(p.lvalue(s.Result), " := 0;\n")
	}
}

// executeSQL writes sp_executesql: the parameters of its text become $1, $2.
func (p *printer) executeSQL(s *ir.CallStmt, c *ir.Call) {
	if len(c.Args) == 0 {
		p.systemProcedure(c)
		return
	}
	params, args := p.textParams(c), c.Args[min(2, len(c.Args)):]
	if p.dynamicRows(s, func() { p.executedText(c.Args[0].Value, params, args, c.Sp, true) }) {
		return
	}
	p.tsqlDynamic(c.Args[0].Value, params, args, c.Sp)
}

// textParams names the parameters that the second argument of sp_executesql declares.
func (p *printer) textParams(c *ir.Call) []string {
	if len(c.Args) < 2 {
		return nil
	}
	decl, ok := constString(stripImplicit(c.Args[1].Value), 0)
	if !ok {
		decl = p.assignedText(c.Args[1].Value)
	}
	var params []string
	for _, d := range splitTop(decl) {
		if f := strings.Fields(d); len(f) > 0 {
			params = append(params, f[0])
		}
	}
	return params
}

// tsqlDynamic writes EXECUTE.
func (p *printer) tsqlDynamic(sql ir.Expr, params []string, args []ir.Arg, at diag.Span) {
	if p.dynamicAssign(sql, params, args, at) {
		return
	}
	p.W("EXECUTE ")
	p.executedText(sql, params, args, at, false)
	p.W(";\n")
}

// executedText writes what is executed, and USING; taken: its rows are taken by somebody.
func (p *printer) executedText(sql ir.Expr, params []string, args []ir.Arg, at diag.Span, taken bool) {
	p.W(p.executedValue(sql, params, nil, at, taken))
	using, outs := p.givenText(params, args)
	if len(outs) > 0 {
		p.find(diag.TSQLDynamicRed, at, "the text gives values back in %s: write SELECT … and EXECUTE … INTO", strings.Join(outs, ", "))
	}
	if len(using) > 0 {
		p.W(" USING ", strings.Join(using, ", "))
	}
}

// executedValue writes the text that is executed. What it is made of is judged by the constants that go into it. The variables that it assigns lose
// the assignment.
func (p *printer) executedValue(sql ir.Expr, params, assigned []string, at diag.Span, taken bool) string {
	text := p.texts().pieces(sql)
	for _, n := range append(append([]string{}, params...), assigned...) { // these become $1, $2
		text = regexp.MustCompile(`(?i)`+regexp.QuoteMeta(n)+`\b`).ReplaceAllString(text, "")
	}
	bad, rewrites := p.em.tsqlWord(text), false
	if bad != "" && !p.em.opts.KeepCase { // the helper folds names to lower case
		if s, ok := respelt(text); ok && p.em.tsqlWord(s) == "" {
			bad, rewrites = "", true
		}
	}
	if m := changeOfAlias.FindString(text); bad == "" && m != "" {
		bad = strings.Join(strings.Fields(m), " ")
	}
	if bad != "" {
		p.refuseOnce(diag.TSQLDynamicRed, at, "the text of the statement", "the text of the statement has "+bad)
	} else {
		note := "the statement is put together at run time"
		if r := p.rt.r; !taken && r != nil && !r.Function && p.texts().kind(sql) == textUnknown {
			note += "; rows that it gives go nowhere"
		}
		if rewrites {
			note += "; names in brackets, N'…', ISNULL, GETDATE() and NOLOCK in it are rewritten then"
		}
		p.findOnce(diag.TSQLDynamicSQL, at, "%s", note)
	}
	p.rt.runsText = true
	v := p.val(sql)
	if rewrites {
		v = val{p.helper("tsql_text") + "(" + v.s + ")", precAtom, cText}
	}
	for i, n := range params {
		v = val{"regexp_replace(" + v.s + ", " + quoteLiteral(`(?i)`+n+`\M`) + ", '$" + itoa(i+1) + "', 'g')", precAtom, cText}
	}
	for _, n := range assigned {
		v = val{"regexp_replace(" + v.s + ", " + quoteLiteral(`(?i)`+n+`\s*=\s*`) + ", '')", precAtom, cText}
	}
	return v.s
}

// givenText lists what USING gives a text, and the parameters that give values back.
func (p *printer) givenText(params []string, args []ir.Arg) (using, outs []string) {
	for i := range params {
		a := argFor(params, args, i)
		if a == nil {
			using = append(using, "NULL")
			continue
		}
		if a.Out {
			outs = append(outs, params[i])
		}
		using = append(using, p.exprText(a.Value))
	}
	return using, outs
}

func argFor(params []string, args []ir.Arg, i int) *ir.Arg {
	for k := range args {
		if args[k].Name.IsZero() && k == i || !args[k].Name.IsZero() && strings.EqualFold(args[k].Name.Text, params[i]) {
			return &args[k]
		}
	}
	return nil
}

// assignedText is the constant that a variable is given in the body, "" for none or several.
func (p *printer) assignedText(e ir.Expr) string {
	r, ok := unwrap(stripImplicit(e)).(*ir.Ref)
	if !ok {
		return ""
	}
	text, n := "", 0
	ir.Walk(p.obj, func(x ir.Node) bool {
		switch x := x.(type) {
		case *ir.Assign:
			if t, ok := x.Target.(*ir.Ref); ok && t.Name.Key() == r.Name.Key() {
				text, _ = constString(stripImplicit(x.Value), 0)
				n++
			}
		case *ir.VarDecl:
			if x.Name.Key == r.Name.Key() && x.Default != nil {
				text, _ = constString(stripImplicit(x.Default), 0)
				n++
			}
		}
		return true
	})
	if n != 1 {
		return ""
	}
	return text
}

// tsqlWords are what no statement of PostgreSQL has.
var tsqlWords = []string{"[", " TOP ", "NOLOCK", "GETDATE", "ISNULL(", "SYS.", "DBO.", "#", "@", "DECLARE ", "CONVERT(", "IDENTITY", "NVARCHAR", "EXEC ", "EXECUTE ", "DBCC", "BACKUP", "MASTER.", "MSDB.", "TEMPDB",
	"OBJECT_ID", "PIVOT (", "PIVOT(", "CROSS APPLY", "OUTER APPLY", "FOR XML", "FOR JSON", "OPENQUERY", "OPENROWSET", "IIF(", "DATEPART(", "DATENAME(",
	"SET NOCOUNT", "RAISERROR", "WAITFOR", "HOLDLOCK", "OPTION (", " LEN(", "DATEADD", "DATEDIFF", "CHARINDEX", " + ", "N'", "SP_", "XP_", "USE ", "ALTER DATABASE", "PRINT "}

// tsqlWord finds such a word in a text. A schema that keeps its name is none.
func (em *emitter) tsqlWord(s string) string {
	u := strings.ToUpper(s)
	for _, w := range tsqlWords {
		if strings.Contains(u, w) && (w != "DBO." || em.schemaName(ir.MakeName("dbo")) != "dbo") {
			return strings.TrimSpace(w)
		}
	}
	return ""
}

// systemWays are procedures of the server's, with the way out.
var systemWays = map[string]string{
	"sp_getapplock": "pg_advisory_xact_lock(hashtext(name)) takes such a lock", "sp_releaseapplock": "pg_advisory_unlock gives an advisory lock back",
	"sp_xml_preparedocument": "xmltable reads a document", "sp_xml_removedocument": "there is no handle to give back",
	"sp_send_dbmail": "mail goes out from the application", "xp_cmdshell": "COPY … PROGRAM or the application runs commands", "xp_fileexist": "pg_stat_file tells of files",
	"sp_rename": "ALTER … RENAME TO", "sp_configure": "ALTER SYSTEM SET", "sp_help": "information_schema tells of objects", "sp_helptext": "pg_get_functiondef gives the text",
	"sp_recompile": "plans are made anew by themselves", "sp_refreshview": "views follow their tables by themselves", "sp_updatestats": "ANALYZE", "sp_who": "pg_stat_activity", "sp_who2": "pg_stat_activity",
	"sp_lock": "pg_locks", "sp_addmessage": "keep messages in a table of your own", "sp_msforeachtable": "loop over pg_tables", "sp_msforeachdb": "one connection sees one database", "sp_spaceused": "pg_total_relation_size",
	"sp_start_job": "pg_cron runs jobs", "sp_addlinkedserver": "postgres_fdw or dblink", "sp_columns": "information_schema.columns", "sp_tables": "information_schema.tables", "sp_describe_first_result_set": "the driver tells the columns",
}

// systemProcedure writes the few procedures of the server's that have a counterpart, and refuses the rest by name.
func (p *printer) systemProcedure(c *ir.Call) {
	name := strings.TrimPrefix(c.Fn, "tsql.")
	arg := func(n string, i int) *ir.Arg {
		for k := range c.Args {
			if c.Args[k].Name.IsZero() && k == i || strings.EqualFold(c.Args[k].Name.Text, "@"+n) {
				return &c.Args[k]
			}
		}
		return nil
	}
	switch name {
	case "sp_set_session_context":
		if k, v := arg("key", 0), arg("value", 1); k != nil && v != nil {
			p.W("PERFORM set_config('crosswalk.ctx_' || lower(", p.exprText(k.Value), "), coalesce(", p.val(v.Value).cast("text", cText).s, ", ''), false);\n")
			return
		}
	case "sp_getapplock":
		if r := arg("Resource", 0); r != nil {
			p.findOnce(diag.TSQLLockHint, c.Sp, "sp_getapplock is pg_advisory_xact_lock: it waits as long as it takes, and holds to the end of the transaction")
			p.W("PERFORM pg_advisory_xact_lock(hashtext(", p.exprText(r.Value), "));\n")
			return
		}
	case "sp_releaseapplock", "sp_recompile", "sp_refreshview", "sp_updatestats", "sp_refreshsqlmodule", "sp_xml_removedocument":
		if name != "sp_xml_removedocument" {
			p.W("NULL; -- ", name, "\n")
			return
		}
	}
	way := systemWays[name]
	if way == "" {
		way = "it reaches into the server"
	}
	p.refuseOnce(diag.TSQLSystemProc, c.Sp, name, name+": "+way)
	p.W("NULL;\n")
}
