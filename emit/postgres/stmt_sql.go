package postgres

import (
	"strings"

	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/ir/diag"
)

// assign writes Target := Value.
func (p *printer) assign(s *ir.Assign) {
	if p.outCallAssign(s.Target, s.Value) {
		return
	}
	if p.rowcountInto(s) {
		return
	}
	p.hoist(s.Value)
	p.store(s.Target, func(q *printer) { q.checkedValue(s.Value, s.Target.Type()) }, s.Value)
}

// rowcountInto writes v := SQL%ROWCOUNT right behind the statement that it counts.
func (p *printer) rowcountInto(s *ir.Assign) bool {
	a, ok := unwrap(s.Value).(*ir.CursorAttr)
	if !ok || a.Cursor != nil || a.Attr != "ROWCOUNT" || p.rt.found != any(foundSQL) || !p.simpleTarget(s.Target) {
		return false
	}
	p.W("GET DIAGNOSTICS ")
	p.expr(s.Target)
	p.W(" = ROW_COUNT;\n")
	return true
}

// sqlDone notes that an SQL statement has set FOUND and ROW_COUNT, and keeps the count where the body needs it later.
func (p *printer) sqlDone() {
	p.rt.found = foundSQL
	if p.rt.rowcount {
		p.W("GET DIAGNOSTICS ", p.sqlRowcount(), " = ROW_COUNT;\n")
	}
}

func (p *printer) sqlRowcount() string {
	return p.rt.auxiliary("sql rowcount", "sql_rowcount", "integer", "")
}

// execDML writes INSERT, UPDATE, DELETE or MERGE.
func (p *printer) execDML(s *ir.ExecDML) {
	if p.bulkReturning(s.DML) {
		return
	}
	p.dml(s.DML)
	p.W(";\n")
	if m, ok := s.DML.(*ir.MultiInsert); ok && m != nil {
		p.rt.found = nil
	}
	p.sqlDone()
	p.W(p.takeAfter())
}

// selectInto writes SELECT … INTO. Oracle raises NO_DATA_FOUND and TOO_MANY_ROWS, so PL/pgSQL's needs STRICT, but
// where the query always gives one row.
func (p *printer) selectInto(s *ir.SelectInto) {
	sel := firstSelect(s.Query.Body)
	if sel == nil {
		p.find(diag.StmtNotConverted, s.Sp, "SELECT INTO of this form is not converted")
		p.W("NULL;\n")
		return
	}
	if sel.BulkInto {
		p.bulkSelect(s.Query, sel)
		return
	}
	if p.plainAssign(s.Query, sel) {
		return
	}
	if len(sel.Into) == 1 && len(sel.Items) == 1 && sel.Items[0].Expr != nil && p.isObject(sel.Into[0]) && p.isObject(sel.Items[0].Expr) {
		p.objectInto(s.Query, sel)
		return
	}
	p.query(s.Query)
	p.W(";\n")
	p.sqlDone()
	p.W(p.takeAfter())
}

// isObject tells values that are one composite: an object, a record, a row.
func (p *printer) isObject(e ir.Expr) bool {
	t := p.typ(e)
	return objectDecl(t) != nil || t.Is(ir.TRecord, ir.TRow)
}

// objectInto writes SELECT object INTO v: INTO spreads the columns over the fields of v, so the object is spread first.
func (p *printer) objectInto(query *ir.Query, s *ir.Select) {
	strict := "STRICT "
	if oneRow(s) {
		strict = ""
	}
	q := p.freeAlias("q")
	p.W("SELECT (", q, ".o).*\nINTO ", strict, p.target(s.Into[0], false), "\nFROM (\n").In()
	p.query(withoutInto(query, s))
	p.Out().W("\n) AS ", q, "(o);\n")
	p.sqlDone()
	p.W(p.takeAfter())
}

// firstSelect finds the query block whose INTO counts.
func firstSelect(b ir.QueryBody) *ir.Select { return ir.FirstSelect(b) }

// plainAssign writes SELECT expr INTO v FROM dual as an assignment.
func (p *printer) plainAssign(q *ir.Query, s *ir.Select) bool {
	if len(s.From) > 0 || !s.FromDual || len(s.Items) != 1 || len(s.Into) != 1 || s.Items[0].Expr == nil || s.Where != nil ||
		len(q.With) > 0 || len(s.GroupBy) > 0 || s.Having != nil || s.Hier != nil || q.Limit != nil || q.Body != ir.QueryBody(s) ||
		hasAggregate(s.Items[0].Expr) || p.rt.guarded > 0 && convertsText(s.Items[0].Expr) {
		return false
	}
	e := s.Items[0].Expr
	eachExpr(e, func(x ir.Expr, depth int) {
		if r := calledRoutine(x); r != nil && depth == 0 {
			p.noDataInSQL(r, x.Span())
		}
	})
	if p.outCallAssign(s.Into[0], e) {
		return true
	}
	p.leads(q.Comments)
	p.hoist(e)
	p.store(s.Into[0], func(w *printer) { w.value(e, s.Into[0].Type()) }, e)
	p.rt.found = nil
	if p.rt.rowcount {
		p.W(p.sqlRowcount(), " := 1;\n")
	}
	return true
}

// intoClause writes INTO behind a select list.
func (p *printer) intoClause(s *ir.Select) {
	strict := "STRICT "
	if oneRow(s) || p.tsql() {
		strict = ""
	}
	p.W("\nINTO ", strict, strings.Join(p.targets(s.Into), ", "))
}

// returningInto writes INTO behind RETURNING.
func (p *printer) returningInto(r *ir.Returning) {
	if r == nil || len(r.Into) == 0 {
		return
	}
	p.W(" INTO ", strings.Join(p.targets(r.Into), ", "))
}

// oneRow tells query blocks that always give exactly one row: without a table, or aggregates without GROUP BY.
func oneRow(s *ir.Select) bool {
	if s.Hier != nil || s.Having != nil || len(s.GroupBy) > 0 || s.Distinct {
		return false
	}
	if len(s.From) == 0 {
		return s.Where == nil
	}
	for _, it := range s.Items {
		if it.Expr == nil || !hasAggregate(it.Expr) {
			return false
		}
	}
	return len(s.Items) > 0
}

// hasAggregate tells expressions with an aggregate call of their own query.
func hasAggregate(e ir.Expr) bool {
	hit := false
	ir.Walk(e, func(n ir.Node) bool {
		switch n := n.(type) {
		case *ir.Query:
			return false
		case *ir.Call:
			if n.Over == nil && (aggregates[strings.TrimPrefix(n.Fn, "tsql.")] || n.Keep != nil) {
				hit = true
			}
		case *ir.JSONFunc:
			hit = hit || strings.HasSuffix(n.Name, "AGG")
		case *ir.XMLFunc:
			hit = hit || n.Name == "XMLAGG"
		}
		return !hit
	})
	return hit
}

var aggregates = words(`count sum avg min max stddev stddev_pop stddev_samp variance var_pop var_samp corr covar_pop covar_samp
median listagg wm_concat collect stats_mode regr_slope regr_intercept regr_count any_value approx_count_distinct count_big stdev stdevp var varp string_agg checksum_agg`)

// targets writes the variables behind INTO. What PL/pgSQL cannot write to there (an element, a package variable) gets
// an auxiliary variable, and an assignment behind the statement: see takeAfter.
func (p *printer) targets(list []ir.Expr) []string {
	was := p.inSQL
	p.inSQL = false
	defer func() { p.inSQL = was }()
	if row, ok := p.objectAmong(list); ok {
		return []string{row}
	}
	out := make([]string, len(list))
	for i, e := range list {
		out[i] = p.target(e, len(list) > 1)
	}
	return out
}

// target writes one variable to be written to.
func (p *printer) target(e ir.Expr, several bool) string {
	if p.simpleTarget(e) && !(p.isRecord(e) && (several || isField(e))) {
		return p.lvalue(e)
	}
	tmp := p.rt.auxiliary("tmp "+itoa(len(p.rt.after))+" "+p.tempType(e), "tmp", p.tempType(e), "")
	p.rt.after = append(p.rt.after, p.text(func(q *printer) { q.store(e, func(w *printer) { w.W(tmp) }, nil) }))
	return tmp
}

// objectAmong writes the targets where one of several is an object: PL/pgSQL takes no composite there. The row goes to one
// record, and its fields to the targets by their place.
func (p *printer) objectAmong(list []ir.Expr) (string, bool) {
	found := false
	for _, e := range list {
		t := p.typ(e)
		switch {
		case objectDecl(t) != nil:
			found = true
		case !(t.IsNumber() || t.IsString() || t.IsDatetime() || t.Is(ir.TText, ir.TBool)):
			return "", false
		}
	}
	if !found || len(list) < 2 {
		return "", false
	}
	row := p.rt.auxiliary("row of values", "row_of_values", "record", "")
	for i, e := range list {
		value := p.helper("field") + "(row_to_json(" + row + "), " + itoa(i+1) + ")"
		typ := p.tempType(e)
		if objectDecl(p.typ(e)) != nil {
			value = "json_populate_record(NULL::" + typ + ", " + value + ")"
		} else {
			value = "(" + value + " #>> '{}')::" + typ
		}
		p.rt.after = append(p.rt.after, p.text(func(q *printer) { q.store(e, func(w *printer) { w.W(value) }, nil) }))
	}
	return row, true
}

func (p *printer) tempType(e ir.Expr) string {
	if t := e.Type(); t != nil && t.Kind != ir.TUnknown {
		return p.typeName(t, useVar)
	}
	return "text"
}

// isField tells fields of a record: behind INTO a row there is taken for a single value.
func isField(e ir.Expr) bool {
	r, ok := e.(*ir.Ref)
	return ok && r.Sym != nil && r.Sym.Fields > 0
}

// isRecord tells variables that hold a row: such a one must be alone behind INTO.
func (p *printer) isRecord(e ir.Expr) bool {
	return p.typ(e).Is(ir.TRecord, ir.TRow)
}

// takeAfter gives the assignments that must follow the statement being written.
func (p *printer) takeAfter() string {
	s := strings.Join(p.rt.after, "")
	p.rt.after = nil
	return s
}

// simpleTarget tells what PL/pgSQL takes behind INTO: a variable, or a field of one.
func (p *printer) simpleTarget(e ir.Expr) bool {
	switch e := e.(type) {
	case *ir.Ref:
		return e.Sym == nil || e.Sym.Kind != ir.SymPackageVar && e.Sym.Kind != ir.SymAttr && e.Sym.Fields < 2
	case *ir.Transition:
		return !e.Column.IsZero()
	case *ir.Bind:
		return true
	}
	return false
}

// lvalue writes a variable that is written to: record fields go without the parentheses that a value needs.
func (p *printer) lvalue(e ir.Expr) string {
	switch e := e.(type) {
	case *ir.Ref:
		if e.Sym == nil {
			return p.nameText(e.Name.Parts)
		}
		n := len(e.Name.Parts) - e.Sym.Fields
		if n < 1 {
			n = 1
		}
		s := p.localRef(e, e.Name.Parts[:n])
		if e.Sym.Kind == ir.SymAttr {
			s = "self." + p.em.ident(e.Name.Parts[n-1])
		}
		if e.Sym.Fields > 0 && n < len(e.Name.Parts) {
			p.fieldOf(e.Sym.Decl, e.Name.Parts[n], e.Sp)
		}
		for _, f := range e.Name.Parts[n:] {
			s += "." + p.em.ident(f)
		}
		return s
	case *ir.FieldSel:
		return p.lvalue(e.X) + "." + p.em.ident(e.Name)
	case *ir.Index:
		return p.lvalue(e.X) + "[" + p.indexText(e) + "]"
	}
	return p.exprText(e)
}

// store writes target := value, whatever the target is.
func (p *printer) store(target ir.Expr, value func(*printer), source ir.Expr) {
	if p.storePackageVar(target, value, source) || p.storeAssoc(target, value, source) || p.storeDeep(target, value) {
		return
	}
	p.W(p.lvalue(target), " := ")
	p.In()
	value(p)
	p.Out()
	p.W(";\n")
}

// storeDeep writes to a part of an element in steps. The parser that proves the output knows one field behind subscripts; and
// subscripts that follow each other are those of one array with several dimensions, while an element that is a collection
// is a value of a domain, which has its own.
func (p *printer) storeDeep(target ir.Expr, value func(*printer)) bool {
	part := innerPart(target)
	if part == nil || part.Type() == nil {
		return false
	}
	typ := p.quietType(part.Type(), useParam)
	name := "element"
	if f, ok := part.(*ir.FieldSel); ok {
		name = p.em.fold(f.Name)
	}
	v := p.rt.auxiliary("part "+typ, name, typ, "")
	p.W(v, " := ", p.exprText(part), ";\n")
	p.W(p.stepFrom(part, v, target), " := ")
	p.In()
	value(p)
	p.Out()
	p.W(";\n")
	p.store(part, func(q *printer) { q.W(v) }, nil)
	return true
}

// innerPart is what a target is written by way of, or nil: the field in front of a field of an element, and the element that
// has a subscript itself. Of several it is the outermost, whose own assignment finds the next.
func innerPart(target ir.Expr) ir.Expr {
	for {
		switch e := target.(type) {
		case *ir.FieldSel:
			if part, ok := e.X.(*ir.FieldSel); ok && elementOf(part.X) != nil {
				return part
			}
			target = e.X
		case *ir.Index:
			if inner, ok := e.X.(*ir.Index); ok {
				return inner
			}
			target = e.X
		default:
			return nil
		}
	}
}

// stepFrom writes the target with v in the place of a part of it.
func (p *printer) stepFrom(part ir.Expr, v string, target ir.Expr) string {
	if target == part {
		return v
	}
	switch e := target.(type) {
	case *ir.FieldSel:
		return p.stepFrom(part, v, e.X) + "." + p.em.ident(e.Name)
	case *ir.Index:
		return p.stepFrom(part, v, e.X) + "[" + p.indexText(e) + "]"
	}
	return p.lvalue(target)
}

// currentOf writes WHERE CURRENT OF.
func (p *printer) currentOf(e ir.Expr) {
	p.W("WHERE CURRENT OF ")
	p.cursorName(e)
}
