package postgres

import (
	"maps"
	"slices"
	"strings"

	"github.com/crosswalk-db/crosswalk/emit"
	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/ir/diag"
)

// routine writes a function or procedure, with the types and nested routines that it needs in front of it.
func (p *printer) routine(r *ir.Routine) {
	if p.tsql() {
		p.temps = p.foreignTemps()
		p.tsqlRoutine(r)
		return
	}
	if p.refuseRoutine(r) || r.Body == nil {
		return
	}
	kind := bodyProcedure
	if r.Function {
		kind = bodyFunction
	}
	p.rt = newScope(kind)
	defer func() { p.rt = nil }()
	p.rt.r, p.rt.label = r, p.em.localName(r)
	if r.Function && hasOut(r) {
		p.rt.result = resultColumn(p.em, r)
	}
	if isConstructor(r) {
		p.need("type", p.em.qualified(r.Parent))
		p.rt.auxiliary("self", "self", p.em.qualified(r.Parent), "")
		p.rt.returns = "RETURN self;"
	}
	if r.Autonomous {
		p.find(diag.Autonomous, r.Sp, "%s runs inside its caller's transaction", r.Name.Last().Text)
	}
	p.planLifted(r.Locals)
	p.oneRoutine(r)
}

// refuseRoutine names what no PL/pgSQL can be made of.
func (p *printer) refuseRoutine(r *ir.Routine) bool {
	switch {
	case r.External != "":
		p.find(diag.ExternalRoutine, r.Sp, "%s is written in another language: %s", r.Name.Last().Text, firstLine(r.External))
	case !r.Aggregate.IsZero():
		p.find(diag.UserAggregate, r.Sp, "%s is an aggregate implemented by the object type %s", r.Name.Last().Text, r.Aggregate.Last().Text)
	case !r.TableImpl.IsZero():
		p.find(diag.TableImplementation, r.Sp, "the rows of %s are made by methods of the object type %s", r.Name.Last().Text, r.TableImpl.Last().Text)
	case r.SQLMacro:
		p.find(diag.SQLMacro, r.Sp, "%s is a SQL macro", r.Name.Last().Text)
	default:
		return false
	}
	return true
}

func firstLine(s string) string {
	s, _, _ = strings.Cut(strings.TrimSpace(s), "\n")
	return strings.TrimRight(s, "\r")
}

// oneRoutine writes r in the scope p.rt: local types, nested routines, then CREATE itself.
func (p *printer) oneRoutine(r *ir.Routine) {
	rt := p.rt
	p.collectNames(r.Params, r.Body)
	body := p.body(r.Body, func(q *printer) { q.prologue(r) })
	head := p.text(func(q *printer) { q.heading(r) }) // it may need types of its own
	p.writeTypes(rt.types)
	p.liftedRoutines(r.Locals)
	p.rt = rt
	p.W(head)
	tag := dollarTag(body)
	p.W(" AS ", tag, "\n").Verbatim(body).W(tag, " LANGUAGE plpgsql", p.volatility(r), ";\n")
}

// heading writes CREATE up to AS.
func (p *printer) heading(r *ir.Routine) {
	word := "PROCEDURE "
	if r.Function {
		word = "FUNCTION "
	}
	p.W("CREATE OR REPLACE ", word, p.em.routineName(r))
	p.paramList(r)
	if r.Function {
		p.W(" RETURNS ", p.returnType(r))
	}
}

// countParams refuses more parameters than a routine of PostgreSQL's takes.
func (p *printer) countParams(r *ir.Routine, n int) {
	if n > maxFuncArgs {
		p.findOnce(diag.TooManyParams, r.Sp, "%s has %d parameters", r.Name.Last().Text, n)
	}
}

// dollarTag picks a quote that the text does not contain.
func dollarTag(body string) string {
	if !strings.Contains(body, "$$") {
		return "$$"
	}
	tag := "$body$"
	for n := 1; strings.Contains(body, tag); n++ {
		tag = "$body" + itoa(n) + "$"
	}
	return tag
}

// returnType writes what a function returns.
func (p *printer) returnType(r *ir.Routine) string {
	if p.givesMore(r) {
		return "record"
	}
	if isConstructor(r) {
		return p.em.qualified(r.Parent)
	}
	if r.Pipelined {
		if e := r.Returns.Base().Elem; e != nil {
			return "SETOF " + p.typeName(e, useParam)
		}
		p.find(diag.PipelinedType, r.Returns.Sp, "the element type of %s is not known", r.Returns.Spelled)
		return "SETOF record"
	}
	return p.typeName(resultType(r), useParam)
}

// paramList writes the parameters: on lines of their own where the source has them so.
func (p *printer) paramList(r *ir.Routine) {
	items := p.liftedParams(r)
	if s := p.selfParam(r); s != "" {
		items = append(items, s)
	}
	defaults := false
	for _, q := range r.Params {
		if !isConstructor(r) || !q.Name.Is("SELF") {
			items = append(items, p.param(r, q, &defaults))
		}
	}
	if p.rt.result != "" {
		items = append(items, "OUT "+p.rt.result+" "+p.typeName(resultType(r), useParam))
	}
	p.countParams(r, len(items))
	n := 0
	for _, s := range items {
		n += len(s) + 2
	}
	if len(items) == 0 || n < 100 && !ownLines(r) && !strings.Contains(strings.Join(items, ""), "\n") {
		p.W("(", strings.Join(items, ", "), ")")
		return
	}
	p.W("(\n").In()
	for i, s := range items {
		s, comment, _ := strings.Cut(s, "\x00")
		p.W(s)
		if i < len(items)-1 {
			p.W(",")
		}
		p.W(comment, "\n")
	}
	p.Out().W(")")
}

// ownLines tells that the source has the first parameter on a line of its own.
func ownLines(r *ir.Routine) bool {
	if len(r.Params) == 0 {
		return false
	}
	q := r.Params[0]
	if q.Sp.IsZero() || r.Sp.IsZero() || q.Sp.File != r.Sp.File || len(q.Sp.File.Text) < q.Sp.Start {
		return false
	}
	before := q.Sp.File.Text[:q.Sp.Start]
	line := before[strings.LastIndexByte(before, '\n')+1:]
	return strings.TrimSpace(line) == ""
}

// param writes one parameter.
func (p *printer) param(r *ir.Routine, q *ir.Param, defaults *bool) string {
	mode := ""
	switch {
	case q.Mode == ir.ModeInOut, q.Mode == ir.ModeOut && outAsInOut(r, q, p.em):
		mode = "INOUT "
	case q.Mode == ir.ModeOut:
		mode = "OUT "
	}
	s := mode + varIdent(shorten(p.em.fold(q.Name))) + " " + p.paramType(q)
	if mode == "OUT " {
		return s
	}
	switch d := defaultOf(r, q); {
	case d != nil && droppedDefault(r, q):
	case d != nil:
		*defaults = true
		now := p.sub() // PostgreSQL looks the names in a default up when it creates the routine
		now.soft, now.inDefault = map[string]bool{}, true
		text := now.valueText(d, q.Type)
		if p.lacksName(d) {
			text = "NULL" // the routine is refused for it; what calls it must find its heading
		}
		if p.tsql() {
			text = now.cutToParam(val{text, precCast, codeClass(q.Type, useParam)}, d, q.Type).s
		}
		s += " DEFAULT " + text
		for n := range now.soft {
			p.needs[n] = true
		}
	case *defaults:
		s += " DEFAULT NULL" // a parameter behind one with a default must have one too
	}
	return s
}

// lacksName tells that an expression names what the sources do not have.
func (p *printer) lacksName(e ir.Expr) bool {
	if p.tsql() { // constants only
		return false
	}
	lacks := false
	ir.Walk(e, func(n ir.Node) bool {
		switch x := n.(type) {
		case *ir.Ref:
			lacks = lacks || x.Sym == nil && isUnknown(p.typ(x))
		case *ir.Call:
			lacks = lacks || x.Sym == nil && x.Fn == ""
		}
		return !lacks
	})
	return lacks
}

// droppedDefault tells defaults that are filled in at the calls instead: a parameter without one follows, and giving it
// one would make the call of another overload ambiguous.
func droppedDefault(r *ir.Routine, q *ir.Param) bool {
	if r.Overloads < 2 {
		return false
	}
	for i := len(r.Params) - 1; i >= 0; i-- {
		x := r.Params[i]
		if x == q {
			return false
		}
		if x.Mode != ir.ModeOut && defaultOf(r, x) == nil {
			return true
		}
	}
	return false
}

// defaultOf is the default of a parameter: the specification's counts.
func defaultOf(r *ir.Routine, q *ir.Param) ir.Expr {
	if q.Default == nil && r.Spec != nil {
		for _, s := range r.Spec.Params {
			if s.Name.Key == q.Name.Key {
				return s.Default
			}
		}
	}
	return q.Default
}

// paramType writes a parameter's type: the narrower one that its use shows for a plain NUMBER.
func (p *printer) paramType(q *ir.Param) string {
	if q.Inferred != nil {
		return p.typeName(q.Inferred, useParam)
	}
	if p.tsql() && q.Type.Is(ir.TAny) {
		p.refuseOnce(diag.TSQLVariant, q.Sp, q.Name.Text, q.Name.Text+" is a sql_variant, whose type goes with its value; here it is a text")
	}
	s := p.typeName(q.Type, useParam)
	if q.Mode != ir.ModeIn {
		return outTypeName(s, q.Type)
	}
	return s
}

// outTypeName is the type of a parameter that the routine writes to: what is passed for it is a variable, which must be of
// the same type, and those of the source are varchar.
func outTypeName(s string, t *ir.Type) string {
	if s == "text" && t.Is(ir.TVarChar) {
		return "varchar"
	}
	return s
}

// outAsInOut tells OUT parameters that must be INOUT: before version 14 procedures have no OUT, and none may follow
// a parameter with a default.
func outAsInOut(r *ir.Routine, q *ir.Param, em *emitter) bool {
	if r.Function {
		return false
	}
	if em.version() < 14 {
		return true
	}
	for _, o := range r.Params {
		if o == q {
			return false
		}
		if o.Mode == ir.ModeIn && defaultOf(r, o) != nil {
			return true
		}
	}
	return false
}

// hasOut tells routines that give something back through parameters.
func hasOut(r *ir.Routine) bool {
	for _, q := range r.Params {
		if q.Mode != ir.ModeIn && !(isConstructor(r) && q.Name.Is("SELF")) {
			return true
		}
	}
	return false
}

// selfParam is the object that a member method works on.
func (p *printer) selfParam(r *ir.Routine) string {
	t, ok := r.Parent.(*ir.TypeObject)
	if !ok || r.Method == "STATIC" || r.Method == "" || r.Method == "CONSTRUCTOR" {
		return ""
	}
	for _, q := range r.Params {
		if q.Name.Is("SELF") {
			return ""
		}
	}
	p.need("type", p.em.qualified(t))
	if r.Function {
		return "self " + p.em.qualified(t)
	}
	return "INOUT self " + p.em.qualified(t)
}

// prologue writes what must happen before the first statement of the source.
func (p *printer) prologue(r *ir.Routine) {
	if pk, ok := r.Parent.(*ir.Package); ok && pk.Init != nil && r.Outer == nil {
		p.need("package state", p.em.packageSchema(pk))
		p.W("PERFORM ", p.em.packageInitName(pk), "();\n")
	}
	for _, q := range r.Params {
		if q.Mode == ir.ModeOut && outAsInOut(r, q, p.em) {
			p.W(p.varName(q, q.Name), " := NULL;\n")
		}
	}
}

// body writes DECLARE … BEGIN … END; as the text of a function, in two passes: see routineScope.
func (p *printer) body(b *ir.Block, prologue func(*printer)) string {
	found := &p.obj.Obj().Findings
	keep := len(found.Items)
	write := func() string {
		q := p.sub()
		q.Writer = emit.Writer{}
		q.rt.pass++
		q.rt.found, q.rt.handler, q.rt.guarded, q.rt.outs, q.rt.subst = nil, 0, 0, 0, nil
		q.rt.rolls, q.rt.undoes, q.rt.states, q.rt.tranOpen = map[ir.Stmt]*rollbackSite{}, map[*ir.Goto]string{}, 0, ""
		q.mainBlock(b, prologue)
		return q.String()
	}
	write()
	found.Items = append(found.Items[:keep], p.rt.lasting...)
	p.rt.types = nil
	p.rt.typed = map[ir.Node]string{}
	maps.Copy(p.rt.typed, p.rt.lent)
	text := write()
	head := ""
	if p.conflicts(b) {
		head = "#variable_conflict use_column\n"
	}
	if p.rt.mainRefs {
		head += "<<" + quoteIdent(p.rt.label) + ">>\n"
	}
	return head + text
}

// mainBlock writes the outermost block. A COMMIT that ends a block with handlers is moved behind it: see unguard.
func (p *printer) mainBlock(b *ir.Block, prologue func(*printer)) {
	if p.rt.r != nil {
		p.keptCursorNotes(p.rt.r)
		p.elementNotes(p.rt.r)
		p.treeNotes(p.rt.r)
	}
	b, tail := p.unguard(b, true)
	ends := p.endsSilently(b)
	wrapped := tail != nil || ends && len(b.Handlers) > 0
	door := p.doorParams()
	decls := p.text(func(q *printer) {
		q.In()
		q.atDoor = openDoor(door)
		q.decls(b.Decls)
	})
	body := p.text(func(q *printer) {
		q.In()
		q.door(door)
		if prologue != nil {
			prologue(q)
		}
		q.ownPortals(b.Decls)
		for _, c := range q.rt.borrowed {
			q.ownPortals([]ir.Decl{c})
		}
		if wrapped {
			inner := *b
			inner.Decls, inner.Labels, inner.Lead, inner.Trail = nil, nil, nil, nil
			q.stmts(append([]ir.Stmt{&inner}, tail...))
			if ends {
				q.W(noReturn)
			}
			return
		}
		q.rt.around = b
		if len(b.Handlers) > 0 {
			q.rt.guarded++
		}
		q.blockBody(b)
		if ends || q.oracleFunction() && neverReturns(b) {
			q.W(noReturn)
		}
		q.rt.around, q.rt.guarded = nil, 0
	})
	aux := ""
	for _, v := range p.rt.aux {
		aux += emit.Indent + v.name + " " + v.typ
		if v.init != "" {
			aux += " := " + v.init
		}
		aux += ";\n"
	}
	cursors := p.text(func(q *printer) {
		q.In()
		for _, c := range q.rt.borrowed {
			q.declareCursor(c)
		}
	})
	if decls+aux+cursors != "" {
		p.W("DECLARE\n").Verbatim(decls).Verbatim(aux).Verbatim(cursors)
	}
	p.W("BEGIN\n").Verbatim(body)
	if !wrapped {
		p.handlers(b)
	}
	p.W("END;\n")
}

// noReturn is PostgreSQL's own error for a function that ends without RETURN: ORA-06503.
const noReturn = "RAISE EXCEPTION 'control reached end of function without RETURN' USING ERRCODE = 'function_executed_no_return_statement';\n"

func (p *printer) oracleFunction() bool {
	return p.rt.r != nil && p.rt.r.Function && !p.rt.r.Pipelined && !p.tsql()
}

// endsSilently tells functions that may reach their end without RETURN, where PostgreSQL raises no error: one with parameters that
// give values back returns these.
func (p *printer) endsSilently(b *ir.Block) bool {
	if !p.oracleFunction() || !p.givesMore(p.rt.r) {
		return false
	}
	return !leaves(b.Body) || slices.ContainsFunc(b.Handlers, func(h *ir.Handler) bool { return !leaves(h.Body) })
}

// neverReturns tells the body of a function without any RETURN: Oracle compiles it, and a call fails (ORA-06503). A
// pipelined one needs none.
func neverReturns(b *ir.Block) bool {
	never := true
	ir.Walk(b, func(n ir.Node) bool {
		switch n := n.(type) {
		case *ir.RoutineDecl:
			return false
		case *ir.Return, *ir.Raise, *ir.RawStmt:
			never = false
		case *ir.Call:
			if n.Fn == "raise_application_error" {
				never = false
			}
		}
		return never
	})
	return never
}

// conflicts tells that a variable of the body has the name of a table or alias of its queries, or of a column that
// cannot be qualified: PostgreSQL calls that ambiguous, Oracle takes the column.
func (p *printer) conflicts(b *ir.Block) bool {
	clash := false
	ir.Walk(b, func(n ir.Node) bool {
		switch n := n.(type) {
		case *ir.Ref:
			if n.Sym != nil && n.Sym.Hides && (n.Sym.Table.IsZero() || len(n.Name.Parts) > 1) {
				clash = true
			}
			if n.Sym != nil && n.Sym.Kind == ir.SymAlias && p.rt.names[p.em.fold(n.Name.Last())] {
				clash = true
			}
		case *ir.TableRef:
			a := n.Alias
			if a.IsZero() {
				a = n.Name.Last()
			}
			clash = clash || p.rt.names[p.em.fold(a)] || p.loopNamed(p.em.fold(a))
		case *ir.SubqueryRef:
			clash = clash || !n.Alias.IsZero() && (p.rt.names[p.em.fold(n.Alias)] || p.loopNamed(p.em.fold(n.Alias)))
		case *ir.RoutineDecl:
			return false
		}
		return !clash
	})
	return clash
}

func (p *printer) loopNamed(name string) bool {
	for _, v := range p.rt.aux {
		if v.typ == "record" && v.name == varIdent(name) {
			return true
		}
	}
	return false
}
