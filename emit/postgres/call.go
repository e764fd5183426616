package postgres

import (
	"strings"

	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/ir/diag"
)

// callStmt writes a call that stands as a statement.
func (p *printer) callStmt(s *ir.CallStmt) {
	switch x := unwrap(s.X).(type) {
	case *ir.Call:
		p.callOf(x, s)
	case *ir.Ref:
		c := &ir.Call{ExprBase: x.ExprBase, Name: x.Name, Sym: x.Sym, NoParens: true}
		p.callOf(c, s)
	case *ir.MethodCall:
		p.methodStmt(x, s)
	case *ir.FieldSel:
		p.find(diag.StmtNotConverted, s.Sp, "the call of %s is not converted", x.Name.Text)
		p.W("NULL;\n")
	default:
		p.find(diag.StmtNotConverted, s.Sp, "the call is not converted")
		p.W("NULL;\n")
	}
}

// callOf writes CALL, or what a supplied procedure becomes.
func (p *printer) callOf(c *ir.Call, s *ir.CallStmt) {
	if c.Fn == "raise_application_error" {
		p.raiseApplicationError(c)
		return
	}
	for _, a := range c.Args {
		p.hoist(a.Value)
	}
	if c.Fn != "" {
		p.builtinCall(c)
		return
	}
	r := calledRoutine(c)
	if r == nil {
		p.remoteCall(c)
		args := p.argTexts(c.Args, nil)
		p.W("CALL ", p.foreignRoutine(c.Name), "(", args, ");\n")
		return
	}
	if r.Function {
		p.W("PERFORM ")
		p.callRoutine(c)
		p.W(";\n")
		p.rt.found = nil
		return
	}
	p.routineNeed(r)
	before, args, after := p.procArgs(r, c)
	p.W(before, "CALL ", p.em.routineName(r), "(", args, ");\n", after)
}

// builtinWrites says which arguments the procedures of supplied packages write to.
var builtinWrites = map[string][]int{
	"dbms_lob.append": {0}, "dbms_lob.writeappend": {0}, "dbms_lob.write": {0}, "dbms_lob.copy": {0}, "dbms_lob.trim": {0}, "dbms_lob.read": {3},
	"dbms_lob.createtemporary": {0}, "dbms_lob.freetemporary": {0}, "dbms_crypto.encrypt": {0}, "dbms_crypto.decrypt": {0},
	"dbms_application_info.read_client_info": {0}, "dbms_application_info.read_module": {0, 1}, "dbms_sql.column_value": {2}, "dbms_sql.variable_value": {2},
	"dbms_sql.describe_columns": {1, 2}, "dbms_sql.describe_columns2": {1, 2}, "dbms_sql.describe_columns3": {1, 2}, "dbms_sql.close_cursor": {0},
	"dbms_sql.column_value_long": {4, 5}, "utl_file.get_line": {1}, "utl_file.get_line_nchar": {1}, "utl_file.get_raw": {1}, "utl_file.fclose": {0},
	"utl_file.fgetattr": {2, 3, 4}, "dbms_output.get_line": {0, 1}, "dbms_output.get_lines": {0, 1}, "dbms_lock.allocate_unique": {1},
	"json_t.put": {0}, "json_t.put_null": {0}, "json_t.append": {0}, "json_t.append_null": {0}, "json_t.remove": {0}, "json_t.rename_key": {0},
	"dbms_job.submit": {0}, "dbms_scheduler.evaluate_calendar_string": {3},
}

// builtinChanges are those of them that read what they write to: IN OUT parameters. To an OUT parameter an element goes that need
// not be there.
var builtinChanges = map[string]bool{
	"dbms_lob.append": true, "dbms_lob.writeappend": true, "dbms_lob.write": true, "dbms_lob.copy": true, "dbms_lob.trim": true,
	"json_t.put": true, "json_t.put_null": true, "json_t.append": true, "json_t.append_null": true, "json_t.remove": true, "json_t.rename_key": true,
	"dbms_sql.close_cursor": true, "utl_file.fclose": true, "dbms_output.get_lines": true,
}

// builtinCall writes a call of a supplied procedure. What it writes to is a variable; another target gets its value behind.
func (p *printer) builtinCall(c *ir.Call) {
	c = p.positional(c)
	if treeStmts[c.Fn] != nil && !p.changesTree(c) {
		return
	}
	after := ""
	for _, i := range builtinWrites[c.Fn] {
		if i >= len(c.Args) || p.simpleTarget(c.Args[i].Value) || c.Args[i].Value.Type() == nil {
			continue
		}
		dest := c.Args[i].Value
		v := &ir.VarDecl{DeclBase: ir.DeclBase{Name: ir.MakeName("target")}, Type: dest.Type()}
		tmp := p.rt.auxiliary("target "+itoa(i)+" "+p.tempType(dest), "target", p.tempType(dest), "")
		p.rt.rename[v] = tmp
		ref := &ir.Ref{Name: ir.MakeQName("target"), Sym: &ir.Symbol{Kind: ir.SymVar, Decl: v, Type: v.Type}}
		ref.SetType(v.Type)
		if builtinChanges[c.Fn] {
			p.W(tmp, " := ", p.exprText(dest), ";\n")
		}
		copied := *c
		copied.Args = append([]ir.Arg{}, c.Args...)
		copied.Args[i].Value = ref
		c = &copied
		after += p.text(func(q *printer) { q.store(dest, func(w *printer) { w.W(tmp) }, nil) })
	}
	if p.callBuiltinStmt(c) {
		p.NL()
	}
	p.W(after)
	p.rt.found = nil
}

// procArgs writes the arguments of a procedure. What the callee writes to must be a variable of exactly its type; others
// go through an auxiliary variable.
func (p *printer) procArgs(r *ir.Routine, c *ir.Call) (before, args, after string) {
	list := p.liftedArgs(r)
	for i, a := range c.Args {
		q := p.formal(r, a, i)
		s := ""
		if q != nil && q.Mode != ir.ModeIn && p.tsql() && !a.Out {
			s = p.givenOnly(q, a.Value)
		} else if q != nil && q.Mode != ir.ModeIn {
			var b, f string
			s, b, f = p.outArg(q, a.Value)
			before += b
			after += f
		} else {
			s = p.argText(a.Value, q)
			if q != nil && hasSubquery(s) {
				b, tmp := p.argVar(s, p.paramType(q), p.em.fold(q.Name))
				before, s = before+b, tmp
			}
		}
		if !a.Name.IsZero() {
			s = p.paramName(q, a.Name) + " => " + s
		}
		list = append(list, s)
	}
	list = append(list, p.droppedArgs(r, c.Args)...)
	list = append(list, p.tellApart(r, c.Args)...)
	return before, strings.Join(list, ", "), after
}

// argVar takes an argument out of a CALL, where PostgreSQL allows no subquery.
func (p *printer) argVar(s, typ, name string) (before, tmp string) {
	tmp = p.rt.auxiliary("arg "+typ+" "+itoa(p.rt.outs), name+"_in", typ, "")
	p.rt.outs++
	return tmp + " := " + s + ";\n", tmp
}

// hasSubquery tells texts of expressions that hold a query, outside strings and quoted names.
func hasSubquery(s string) bool {
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c == '\'' || c == '"':
			n := strings.IndexByte(s[i+1:], c)
			if n < 0 {
				return false
			}
			i += n + 1
		case c == '(':
			if rest := strings.TrimLeft(s[i+1:], " \n"); strings.HasPrefix(rest, "SELECT") || strings.HasPrefix(rest, "WITH ") || strings.HasPrefix(rest, "VALUES") {
				return true
			}
		}
	}
	return false
}

// outArg writes the actual of an OUT or IN OUT parameter.
func (p *printer) outArg(q *ir.Param, e ir.Expr) (arg, before, after string) {
	want := p.paramType(q)
	if cast, ok := e.(*ir.Cast); ok && cast.Implicit {
		e = cast.X
	}
	if p.simpleTarget(e) && !p.constantActual(e) && !(p.tsql() && p.outCuts(q, e)) {
		if have := p.declaredAs(e); have != "" && baseTypeName(have) == baseTypeName(want) {
			return p.lvalue(e), "", ""
		}
	}
	key := "out " + want + " " + itoa(p.rt.outs)
	p.rt.outs++
	tmp := p.rt.auxiliary(key, p.em.fold(q.Name)+"_out", want, "")
	if q.Mode == ir.ModeInOut {
		in := ""
		if p.tsql() {
			in = p.argText(e, q)
		} else {
			in = p.valueText(e, q.Type)
		}
		before = tmp + " := " + in + ";\n"
	}
	if p.constantActual(e) {
		return tmp, before, ""
	}
	if p.tsql() {
		return tmp, before, p.lvalue(e) + " := " + p.cutToParam(atom(tmp, codeClass(q.Type, useParam)), native(q.Type, tmp), e.Type()).s + ";\n"
	}
	after = p.text(func(w *printer) { w.store(e, func(w *printer) { w.W(tmp) }, nil) })
	return tmp, before, after
}

func (p *printer) constantActual(e ir.Expr) bool {
	switch e := e.(type) {
	case *ir.NullLit, *ir.NumberLit, *ir.StringLit:
		return true
	case *ir.Ref:
		if e.Sym == nil {
			return false
		}
		v, ok := e.Sym.Decl.(*ir.VarDecl)
		return ok && v.Constant
	}
	return false
}

// declaredAs is the target type of a variable, "" when it is not known to the letter.
func (p *printer) declaredAs(e ir.Expr) string {
	t := e.Type()
	if n, ok := e.(*ir.Transition); ok && n.Type() != nil {
		return p.quietType(n.Type(), useColumn)
	}
	r, ok := e.(*ir.Ref)
	if ok && r.Sym != nil && r.Sym.Fields == 1 {
		if s, ok := p.rowColumn(r); ok {
			return s
		}
	}
	if ok && r.Sym != nil && r.Sym.Fields == 0 {
		switch d := r.Sym.Decl.(type) {
		case *ir.VarDecl:
			t = d.Type
		case *ir.Param:
			return p.paramType(d)
		}
	}
	if t == nil || t.Is(ir.TUnknown) {
		return ""
	}
	s := p.quietType(t, useParam)
	v := p.quietType(t, useVar)
	if !strings.Contains(v, "%") && baseTypeName(v) != baseTypeName(s) {
		return v
	}
	return s
}

// rowColumn is the type of a field of a variable that is a row of a table; "" for one of a record, whose fields have the types of
// the rows that it gets; false for all else.
func (p *printer) rowColumn(r *ir.Ref) (string, bool) {
	d, ok := r.Sym.Decl.(*ir.VarDecl)
	if !ok || d.Type.Base().Kind != ir.TRow {
		return "", false
	}
	if t, ok := d.Type.Base().Decl.(*ir.Table); ok {
		c := t.Column(r.Name.Last())
		if c == nil || c.Type == nil {
			return "", false
		}
		return p.quietType(c.Type, useColumn), true
	}
	return "", p.quietType(d.Type, useVar) == "record"
}

// quietType writes a type without findings: it has been written before.
func (p *printer) quietType(t *ir.Type, use typeUse) string {
	f := &p.obj.Obj().Findings
	n := len(f.Items)
	s := p.typeName(t, use)
	f.Items = f.Items[:n]
	return s
}

// paramOf finds the formal parameter of an argument.
func paramOf(r *ir.Routine, a ir.Arg, i int) *ir.Param {
	if r == nil {
		return nil
	}
	if !a.Name.IsZero() {
		for _, q := range r.Params {
			if q.Name.Key == a.Name.Key {
				return q
			}
		}
		return nil
	}
	if i < len(r.Params) {
		return r.Params[i]
	}
	return nil
}

// formal is paramOf; a routine of the sources that has no such parameter is not the one that the call means.
func (p *printer) formal(r *ir.Routine, a ir.Arg, i int) *ir.Param {
	q := paramOf(r, a, i)
	if r != nil && q == nil {
		name := r.Name.Last().Text
		what := "as many arguments"
		if !a.Name.IsZero() {
			what = "a parameter " + a.Name.Text
		}
		p.refuseOnce(diag.NeedsMissing, a.Value.Span(), "not in the sources: "+name, "not in the sources: "+name+" with "+what)
	}
	if q != nil && !p.tsql() && unlike(q.Type, a.Value) {
		name := r.Name.Last().Text
		p.refuseOnce(diag.NeedsMissing, a.Value.Span(), "not in the sources: "+name, "not in the sources: "+name+" whose parameter "+q.Name.Text+" takes such a value (PLS-00306)")
	}
	return q
}

// unlike tells values that Oracle converts to no value of the parameter's type: a BOOLEAN for anything else, anything else for a
// BOOLEAN, a record, a collection or an object for a plain value.
func unlike(t *ir.Type, e ir.Expr) bool {
	if t == nil || e == nil {
		return false
	}
	have, want := typeOf(e).Base(), t.Base()
	if _, null := unwrap(e).(*ir.NullLit); null {
		return false
	}
	plain := func(t *ir.Type) bool { return t.IsNumber() || t.IsString() || t.IsDatetime() }
	switch {
	case want.Is(ir.TBool):
		return plain(have)
	case plain(want):
		return have.Is(ir.TBool, ir.TRecord, ir.TCollection) || have.Is(ir.TRow) && len(have.Fields) > 0
	}
	return false
}

func (p *printer) paramName(q *ir.Param, n ir.Name) string {
	if q != nil {
		n = q.Name
	}
	return varIdent(shorten(p.em.fold(n)))
}

// droppedArgs are the defaults that the heading does not have: see droppedDefault.
func (p *printer) droppedArgs(r *ir.Routine, args []ir.Arg) []string {
	var list []string
	for i, q := range r.Params {
		given := i < len(args) && args[i].Name.IsZero()
		for _, a := range args {
			given = given || !a.Name.IsZero() && a.Name.Key == q.Name.Key
		}
		d := defaultOf(r, q)
		if !given && d == nil && q.Default == nil && !p.tsql() {
			p.argumentMissing(r, q, args)
		}
		if !given && d != nil && droppedDefault(r, q) {
			list = append(list, p.paramName(q, q.Name)+" => "+p.argText(d, q))
		}
	}
	return list
}

// remoteCall tells of a call of what is in another database.
func (p *printer) remoteCall(c *ir.Call) {
	if l := c.Name.Link; !l.IsZero() {
		p.findOnce(diag.RemoteObject, c.Sp, "%s is in another database, behind the link %s", c.Name.Last().Text, l.Text)
	}
}

// argumentMissing tells of a call that gives no value to a parameter that must have one: it means another routine of the name.
func (p *printer) argumentMissing(r *ir.Routine, q *ir.Param, args []ir.Arg) {
	at := p.obj.Span()
	if len(args) > 0 && args[0].Value != nil {
		at = args[0].Value.Span()
	}
	name := r.Name.Last().Text
	p.refuseOnce(diag.NeedsMissing, at, "not in the sources: "+name, "not in the sources: "+name+" without the argument "+q.Name.Text)
}

// argTexts writes arguments of a function, or of a routine that is not in the sources.
func (p *printer) argTexts(args []ir.Arg, r *ir.Routine) string {
	args = p.withoutDefaults(args, r, p.obj.Span())
	list := make([]string, len(args))
	for i, a := range args {
		q := p.formal(r, a, i)
		list[i] = p.argText(a.Value, q)
		if !a.Name.IsZero() {
			list[i] = p.paramName(q, a.Name) + " => " + list[i]
		}
	}
	if r != nil {
		list = append(list, p.droppedArgs(r, args)...)
		list = append(list, p.tellApart(r, args)...)
	}
	return strings.Join(list, ", ")
}

// argText writes one argument. PostgreSQL looks for a routine by the types of the arguments, and widens them only.
func (p *printer) argText(e ir.Expr, q *ir.Param) string {
	if q == nil {
		return p.valueText(e, nil)
	}
	t := q.Type
	if q.Inferred != nil {
		t = q.Inferred
	}
	v := p.stored(e)
	if !p.isNull(e) {
		v = p.recordArg(e, p.convert(v, e, t), q.Type)
	}
	want := codeClass(t, useParam)
	if p.tsql() {
		v = p.cutToParam(v, e, t)
	}
	if p.tsql() && t.Is(ir.TInt) && t.Base().Bits < 32 && !p.isNull(e) {
		v = v.cast("smallint", cInt)
	}
	if v.c.number() && want.integer() && needsNarrowing(v.c, want) {
		v = v.cast(baseTypeName(p.quietType(t, useParam)), want)
	}
	if v.c == cFloat && want == cNum { // an assignment cast only: CREATE CAST's manual, "AS ASSIGNMENT"
		v = v.cast("numeric", cNum)
	}
	if v.c == cTSTZ && want == cTS {
		v = v.cast("timestamp", cTS)
	}
	return p.plain(v).s
}

// needsNarrowing tells number arguments that have no implicit conversion to the parameter's type.
func needsNarrowing(have, want class) bool {
	switch have {
	case cInt:
		return false
	case cBig:
		return want == cInt
	}
	return true
}

// callRoutine writes the call of a user's function as a value.
func (p *printer) callRoutine(c *ir.Call) {
	if s, ok := p.substituted(c); ok {
		p.W(s)
		return
	}
	if c.Sym != nil && c.Sym.Kind == ir.SymCursor {
		p.cursorName(c)
		return
	}
	r := calledRoutine(c)
	if r == nil {
		p.remoteCall(c)
		p.W(p.foreignRoutine(c.Name), "(", p.argTexts(c.Args, nil), ")")
		return
	}
	if r.Function && p.givesMore(r) {
		p.find(diag.OutInExpression, c.Sp, "%s has OUT parameters and is called inside an expression", r.Name.Last().Text)
	}
	if p.inSQL {
		p.noDataInSQL(r, c.Sp)
	}
	name := p.em.routineName(r)
	p.routineNeed(r)
	args := p.liftedArgs(r)
	if s := p.argTexts(c.Args, r); s != "" {
		args = append(args, s)
	}
	p.W(name, "(", strings.Join(args, ", "), ")")
}

// routineNeed records the use of a routine: a body needs it when it runs. Nested ones come with the routine around them.
func (p *printer) routineNeed(r *ir.Routine) {
	switch {
	case r.Outer != nil || p.rt != nil && p.rt.lifted[r] != nil:
	case p.rt != nil:
		p.softNeed("routine", p.em.routineKey(r))
	default:
		p.need("routine", p.em.routineKey(r))
	}
}

// routineNoArgs writes a function that is called by its bare name.
func (p *printer) routineNoArgs(r *ir.Ref) {
	p.callRoutine(&ir.Call{ExprBase: r.ExprBase, Name: r.Name, Sym: r.Sym, NoParens: true})
}

// foreignRoutine spells a routine that is not in the sources: the part in front of the name is a schema here, as
// packages become.
func (p *printer) foreignRoutine(q ir.QName) string {
	parts := q.Parts
	if len(parts) > 2 {
		parts = parts[len(parts)-2:]
	}
	s := ""
	for i, n := range parts {
		if i > 0 {
			s += "."
		}
		if i == len(parts)-1 {
			s += quoteFunc(shorten(p.em.fold(n)))
		} else {
			s += p.em.ident(n)
		}
	}
	return s
}

// fieldSel writes x.Name where x is no plain name.
func (p *printer) fieldSel(f *ir.FieldSel) {
	if t := f.X.Type(); t != nil {
		p.rowField(t, f.Name, f.Sp)
	}
	p.W("(")
	p.expr(f.X)
	p.W(").", p.em.ident(f.Name))
}
