package postgres

import (
	"strings"

	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/ir/diag"
)

// blockPasses rewrite one query block. The order matters where a reason is given.
var blockPasses = []func(*printer, *ir.Select){
	(*printer).refuseClauses,
	(*printer).nestedAggregates, // first: the subquery that it makes has passes of its own
	(*printer).aliases,
	(*printer).dropHints,
	(*printer).dropDual,
	(*printer).rowids,     // before whatever moves columns: afterwards a ROWID is a column like others
	(*printer).outerJoins, // before the hierarchy, which takes the join predicates out of WHERE
	(*printer).groupConstants,
	(*printer).windows,
	(*printer).visibleStar,
	(*printer).ungrouped, // sees the FROM list that is written
}

// legaliseQuery rewrites, in place, what PostgreSQL has no syntax for, in one query; the queries inside it are
// rewritten when they are written. Doing it twice changes nothing.
func (p *printer) legaliseQuery(q *ir.Query, use queryUse) {
	flatten(q)
	if s, ok := q.Body.(*ir.Select); ok {
		rownumOutOfJoins(s)
	}
	for p.mergeTopN(q) {
		flatten(q)
	}
	p.recursive(q)
	p.searchColumns(q)
	q.Body = p.eachBlock(q.Body, true)
	s, ok := q.Body.(*ir.Select)
	if !ok {
		p.setOrder(q)
		return
	}
	natural := p.hierarchy(q, s, use) // before ROWNUM, which counts what the hierarchy gives
	s = q.Body.(*ir.Select)
	p.rownum(q, s, natural)
	s = q.Body.(*ir.Select)
	p.keeps(q, s)
	p.arrivalOrder(q, s)
	p.orderRules(q, s)
}

// flatten takes a query in parentheses out of them where nothing else is there.
func flatten(q *ir.Query) {
	for {
		in, ok := q.Body.(*ir.Query)
		if !ok || len(q.OrderBy) > 0 || q.Limit != nil || q.Offset != nil || q.Lock != nil || len(q.WithDecls) > 0 {
			return
		}
		q.With = append(q.With, in.With...)
		q.Comments = append(q.Comments, in.Comments...)
		q.WithDecls, q.Body, q.OrderBy, q.Siblings = in.WithDecls, in.Body, in.OrderBy, in.Siblings
		q.Offset, q.Limit, q.Percent, q.WithTies, q.Lock = in.Offset, in.Limit, in.Percent, in.WithTies, in.Lock
	}
}

// eachBlock runs the block passes. A block of a set operation that needs a query of its own gets one.
func (p *printer) eachBlock(b ir.QueryBody, alone bool) ir.QueryBody {
	switch b := b.(type) {
	case *ir.SetOp:
		for s := b; ; {
			s.R = p.eachBlock(s.R, false)
			l, ok := s.L.(*ir.SetOp)
			if !ok {
				s.L = p.eachBlock(s.L, false)
				break
			}
			s = l
		}
	case *ir.Select:
		if !alone && (b.Hier != nil || usesRownum(b) || usesKeep(b)) {
			return &ir.Query{Sp: b.Sp, Body: b}
		}
		for _, pass := range blockPasses {
			pass(p, b)
		}
	}
	return b
}

// blockSlots calls f for every expression of a block that is evaluated behind WHERE, and those of WHERE itself
// when where is set; FROM is left out.
func blockSlots(s *ir.Select, orderBy []*ir.OrderItem, where bool, f func(*ir.Expr)) {
	for _, it := range s.Items {
		if it.Expr != nil {
			f(&it.Expr)
		}
	}
	if where && s.Where != nil {
		f(&s.Where)
	}
	groupSlots(s.GroupBy, f)
	if s.Having != nil {
		f(&s.Having)
	}
	for _, w := range s.Windows {
		for i := range w.Window.Partition {
			f(&w.Window.Partition[i])
		}
		for _, o := range w.Window.Order {
			f(&o.Expr)
		}
	}
	for _, o := range orderBy {
		f(&o.Expr)
	}
}

func groupSlots(list []*ir.GroupItem, f func(*ir.Expr)) {
	for _, g := range list {
		if g.Expr != nil {
			f(&g.Expr)
		}
		groupSlots(g.Sets, f)
	}
}

// refuseClauses names what has no counterpart.
func (p *printer) refuseClauses(s *ir.Select) {
	if s.Model != "" {
		p.note(diag.ModelClause, s.Sp, "MODEL clause: compute the cells with window functions, or in a PL/pgSQL function that returns the rows")
		s.Model = ""
	}
}

// dropHints notes once an object that optimizer hints are gone.
func (p *printer) dropHints(s *ir.Select) { p.hintsDropped(s.Hints, s.Sp) }

func (p *printer) hintsDropped(hints []string, at diag.Span) {
	if len(otherHints(hints)) > 0 {
		p.noteOnce(diag.HintsDropped, at, "optimizer hints were dropped; PostgreSQL's planner takes none")
	}
}

// dropDual takes DUAL out of FROM where nobody asks for its column.
func (p *printer) dropDual(s *ir.Select) {
	if s.FromDual {
		dummyColumn(s)
		return
	}
	var keep []ir.TableExpr
	for i, t := range s.From {
		d, ok := t.(*ir.TableRef)
		if !ok || !isDual(d) || usesVar(s, s.From, i) {
			keep = append(keep, t)
		}
	}
	s.From = keep
}

// dummyColumn gives DUAL's one column, X, to a block whose DUAL is gone already.
func dummyColumn(s *ir.Select) {
	for _, it := range s.Items {
		if it.Star {
			it.Star, it.Qualifier = false, ir.QName{}
			it.Expr, it.Alias = &ir.StringLit{Value: "X"}, sqlName("dummy")
		}
	}
	blockSlots(s, nil, true, func(slot *ir.Expr) {
		rewriteDeep(slot, 0, func(e ir.Expr, depth int) ir.Expr {
			r, ok := e.(*ir.Ref)
			if ok && depth == 0 && r.Name.Last().Is("DUMMY") && (r.Sym == nil || r.Sym.Kind == ir.SymColumn || r.Sym.Kind == ir.SymNone) {
				return &ir.StringLit{ExprBase: ir.ExprBase{Sp: r.Sp, T: typText}, Value: "X"}
			}
			return e
		})
	})
}

// usesVar tells whether a block takes columns of the i-th element of its FROM list.
func usesVar(s *ir.Select, from []ir.TableExpr, i int) bool {
	vars := rangeVars(from)
	mine := varNamed(vars, tableAlias(from[i]).Key)
	if mine == nil {
		return true
	}
	for _, it := range s.Items {
		if it.Star && (it.Qualifier.IsZero() || it.Qualifier.Last().Key == mine.name.Key) {
			return true
		}
	}
	mine.cols, mine.known = []ir.Name{sqlName("dummy")}, true
	used := false
	look := func(slot *ir.Expr) {
		eachExpr(*slot, func(e ir.Expr, depth int) {
			if r, ok := e.(*ir.Ref); ok && owner(r, vars, depth) == mine {
				used = true
			}
		})
	}
	blockSlots(s, nil, true, look)
	if s.Hier != nil {
		look(&s.Hier.StartWith)
		look(&s.Hier.ConnectBy)
	}
	return used
}

// rowids turns ROWID into ctid, which holds until the row is next updated: fine inside one statement.
func (p *printer) rowids(s *ir.Select) {
	for _, it := range s.Items {
		if x, ok := it.Expr.(*ir.Pseudo); ok && it.Alias.IsZero() && x.Kind == ir.PseudoRowid && s.Into == nil {
			it.Alias = pseudoName[x.Kind]
		}
	}
	blockSlots(s, nil, true, p.rowidSlot)
}

func (p *printer) rowidSlot(slot *ir.Expr) {
	rewriteDeep(slot, 0, func(e ir.Expr, depth int) ir.Expr {
		if b, ok := e.(*ir.Binary); ok {
			rowidBeside(&b.L, &b.R)
			rowidBeside(&b.R, &b.L)
		}
		x, ok := e.(*ir.Pseudo)
		if !ok || x.Kind != ir.PseudoRowid {
			return e
		}
		p.noteOnce(diag.Rowid, x.Sp, "ROWID became ctid, which changes whenever the row is updated")
		text := "ctid" // a name that is the system's own is not spelt as a column's
		if !x.Qualifier.IsZero() {
			text = p.em.ident(x.Qualifier) + ".ctid"
		}
		n := native(x.T, text)
		n.Sp = x.Sp
		return n
	})
}

// rowidBeside casts what a row's ctid is compared with, unless that is a ctid too; and a variable, which is one, beside
// a column, which keeps ROWIDs as text.
func rowidBeside(rowid, other *ir.Expr) {
	n, ok := unwrap(*rowid).(*ir.Native)
	if !ok || len(n.Text) != 1 || !strings.HasSuffix(n.Text[0], "ctid") {
		if rowidRef(*rowid, true) && rowidRef(*other, false) {
			*other = native(typText, "$$::text", *other)
		}
		return
	}
	switch x := unwrap(*other).(type) {
	case *ir.Ref:
		if !rowidRef(x, false) {
			*other = native(n.T, "$$::tid", x)
		}
	case *ir.StringLit, *ir.FieldSel, *ir.Index, *ir.Bind:
		*other = native(n.T, "$$::tid", x)
	case *ir.Cast:
		if x.Implicit {
			*other = native(n.T, "$$::tid", x.X)
		}
	}
}

// rowidRef tells a column, or a variable, of type ROWID.
func rowidRef(e ir.Expr, column bool) bool {
	r, ok := unwrap(e).(*ir.Ref)
	return ok && r.Sym != nil && r.Type().Is(ir.TRowID) && (r.Sym.Kind == ir.SymColumn) == column
}

// visibleStar expands * over a table with invisible columns, which it does not give in Oracle.
func (p *printer) visibleStar(s *ir.Select) {
	vars := rangeVars(s.From)
	var items []*ir.SelectItem
	for _, it := range s.Items {
		if !it.Star || !starHides(vars, it.Qualifier) {
			items = append(items, it)
			continue
		}
		for _, v := range vars {
			switch {
			case !it.Qualifier.IsZero() && it.Qualifier.Last().Key != v.name.Key:
			case hidesColumns(v.at):
				for _, c := range v.cols {
					q := v.name
					if len(vars) == 1 && it.Qualifier.IsZero() {
						q = ir.Name{}
					}
					items = append(items, &ir.SelectItem{Sp: it.Sp, Expr: colRef(q, c, nil)})
				}
			default:
				items = append(items, &ir.SelectItem{Sp: it.Sp, Star: true, Qualifier: ir.QName{Parts: []ir.Name{v.name}}})
			}
		}
	}
	s.Items = items
}

func starHides(vars []*rangeVar, q ir.QName) bool {
	for _, v := range vars {
		if hidesColumns(v.at) && (q.IsZero() || q.Last().Key == v.name.Key) {
			return true
		}
	}
	return false
}

// hidesColumns tells tables with invisible columns.
func hidesColumns(t ir.TableExpr) bool {
	r, ok := t.(*ir.TableRef)
	if !ok {
		return false
	}
	tbl, ok := r.Decl.(*ir.Table)
	if !ok {
		return false
	}
	for _, c := range tbl.Columns {
		if c.Invisible {
			return true
		}
	}
	return false
}

// groupConstants takes constants out of GROUP BY: there PostgreSQL reads a number as the place of a column.
func (p *printer) groupConstants(s *ir.Select) {
	var keep []*ir.GroupItem
	for _, g := range s.GroupBy {
		if g.Kind != "" || !constantExpr(g.Expr) {
			keep = append(keep, g)
		}
	}
	if len(keep) == 0 && len(s.GroupBy) > 0 {
		keep = append(keep, &ir.GroupItem{Expr: native(typInteger, "(SELECT 1)")})
	}
	s.GroupBy = keep
}

func constantExpr(e ir.Expr) bool {
	switch unwrap(e).(type) {
	case *ir.NumberLit, *ir.StringLit, *ir.NullLit, *ir.BoolLit:
		return true
	}
	return false
}

// groupFunctions are the functions that make one row of many.
var groupFunctions = words(`avg collect corr corr_k corr_s count covar_pop covar_samp cume_dist dense_rank grouping grouping_id
group_id listagg max median min percent_rank percentile_cont percentile_disc rank regr_slope regr_intercept regr_count
regr_r2 regr_avgx regr_avgy regr_sxx regr_syy regr_sxy stats_mode stddev stddev_pop stddev_samp sum variance var_pop
var_samp wm_concat xmlagg sys_xmlagg approx_count_distinct any_value bit_and_agg bit_or_agg bit_xor_agg checksum
json_arrayagg json_objectagg count_big stdev stdevp var varp string_agg checksum_agg`)

// isAggregate tells aggregate calls, those over a window not counted.
func isAggregate(e ir.Expr) bool {
	switch e := e.(type) {
	case *ir.Call:
		if e.Sym != nil {
			r, ok := e.Sym.Decl.(*ir.Routine)
			return ok && !r.Aggregate.IsZero() && e.Over == nil
		}
		return e.Over == nil && (groupFunctions[strings.TrimPrefix(e.Fn, "tsql.")] || e.Keep != nil || e.Within != nil)
	case *ir.JSONFunc:
		return e.Name == "JSON_ARRAYAGG" || e.Name == "JSON_OBJECTAGG"
	case *ir.XMLFunc:
		return e.Name == "XMLAGG"
	case *ir.Native: // what keepArray has made, when the body is written a second time
		return strings.HasPrefix(e.Text[0], "(array_agg(")
	}
	return false
}

// grouped tells blocks whose rows are groups.
func grouped(s *ir.Select, orderBy []*ir.OrderItem) bool {
	if len(s.GroupBy) > 0 || s.Having != nil {
		return true
	}
	return hasExpr(s, orderBy, isAggregate)
}

// hasExpr tells whether an expression at the level of the block, not in a query inside it, fulfils f. FROM and
// WHERE are not looked at.
func hasExpr(s *ir.Select, orderBy []*ir.OrderItem, f func(ir.Expr) bool) bool {
	found := false
	blockSlots(s, orderBy, false, func(slot *ir.Expr) {
		eachExpr(*slot, func(e ir.Expr, depth int) { found = found || depth == 0 && f(e) })
	})
	return found
}

func isWindow(e ir.Expr) bool {
	c, ok := e.(*ir.Call)
	return ok && c.Over != nil
}

// note adds a finding about a rewrite, once for a place. A routine's body is written twice, and what was rewritten the
// first time is not seen again: such findings outlast the first writing.
func (p *printer) note(c *diag.Code, at diag.Span, format string, args ...any) {
	found := &p.obj.Obj().Findings
	for _, f := range found.Items {
		if f.Code == c && f.Span == at {
			return
		}
	}
	p.find(c, at, format, args...)
	if p.rt != nil && p.rt.pass == 1 {
		p.rt.lasting = append(p.rt.lasting, found.Items[len(found.Items)-1])
	}
}

// noteOnce is note, once for an object.
func (p *printer) noteOnce(c *diag.Code, at diag.Span, msg string) {
	for _, f := range p.obj.Obj().Findings.Items {
		if f.Code == c {
			return
		}
	}
	p.note(c, at, "%s", msg)
}
