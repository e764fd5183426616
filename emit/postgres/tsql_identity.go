package postgres

import (
	"strings"

	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/ir/diag"
)

// tsqlLastIdentity writes SCOPE_IDENTITY() and @@IDENTITY. Where the INSERT is known that SCOPE_IDENTITY() asks for, it is the last value of
// that table's sequence, whatever triggers draw from others.
func tsqlLastIdentity(p *printer, e *ir.Call, _ []val) val {
	if p.rt != nil && p.rt.identityHeld[e.Fn] != "" {
		return atom(p.rt.identityHeld[e.Fn], cBig)
	}
	name := strings.ToUpper(strings.TrimPrefix(e.Fn, "tsql."))
	if name == "@@IDENTITY" {
		p.findOnce(diag.TSQLIdentity, e.Sp, "%s is lastval()", name)
		return atom("lastval()", cBig)
	}
	t, sure := p.lastIdentity(e)
	if t == nil {
		p.findOnce(diag.TSQLIdentity, e.Sp, "%s() is lastval(): right unless a trigger of the table draws from another sequence", name)
		return atom("lastval()", cBig)
	}
	if !sure {
		p.findOnce(diag.TSQLIdentity, e.Sp, "%s() is the value of the last row that %s got: it is not known that one was inserted", name, t.Name.Last().Text)
	}
	if len(p.em.triggers[t]) == 0 && !drawsElsewhere(t) {
		return atom("lastval()", cBig)
	}
	return atom("currval(pg_get_serial_sequence("+quoteLiteral(p.em.qualified(t))+", "+quoteLiteral(unquoted(p.em.ident(numberedColumn(t).Name)))+"))", cBig)
}

// truncate writes TRUNCATE TABLE, behind which an identity column begins anew ("TRUNCATE TABLE").
func (p *printer) truncate(t *ir.TableRef) {
	if n := t.Name.Last(); isTemp(n) {
		p.W("TRUNCATE TABLE ", p.tempName(n), " RESTART IDENTITY")
		return
	}
	p.W("TRUNCATE TABLE ", p.targetText(t), restartsIdentity(t))
}

// restartsIdentity has TRUNCATE begin the identity anew ("TRUNCATE TABLE", Remarks).
func restartsIdentity(r *ir.TableRef) string {
	if t, ok := r.Decl.(*ir.Table); ok && numberedColumn(t) != nil || !r.Made.IsZero() {
		return " RESTART IDENTITY"
	}
	return ""
}

// reseed writes DBCC CHECKIDENT.
func (p *printer) reseed(s *ir.Reseed) {
	c := p.numberedRef(s.Table)
	if t, ok := s.Table.Decl.(*ir.Table); c == nil || ok && t.Temporary {
		p.find(diag.StmtNotConverted, s.Sp, "CHECKIDENT of %s, which is no table with an identity here", s.Table.Name.Last().Text)
		return
	}
	name, _, _ := strings.Cut(p.changed(s.Table), " AS ")
	args := quoteLiteral(name) + ", " + quoteLiteral(unquoted(p.em.ident(c.Name)))
	if s.To == nil {
		p.W("PERFORM ", p.helper("follow_identity"), "(", args, ");\n")
		return
	}
	p.W("PERFORM ", p.helper("reseed"), "(", args, ", ", p.exprText(s.To), ");\n")
}

// holdIdentity keeps the last identity in a variable in front of an INSERT that gives its row that value: the row's own number is drawn
// first.
func (p *printer) holdIdentity(d ir.DML) {
	ins, ok := d.(*ir.Insert)
	if !ok || p.executes != nil {
		return
	}
	target, _ := ins.Target.(*ir.TableRef)
	held := map[string]string{}
	ir.Walk(d, func(n ir.Node) bool {
		c, ok := n.(*ir.Call)
		if !ok || c.Fn != "tsql.scope_identity" && c.Fn != "tsql.@@identity" || held[c.Fn] != "" {
			return true
		}
		v := p.text(func(q *printer) { q.W(tsqlLastIdentity(q, c, nil).s) })
		if t, _ := p.lastIdentity(c); strings.HasPrefix(v, "currval") && target != nil && target.Decl != ir.Object(t) && len(p.em.triggers[target.Decl]) == 0 {
			return true // of another table's sequence, which this row does not draw from
		}
		name := p.rt.auxiliary("identity "+v, "last_identity", "bigint", "")
		p.W(name, " := ", v, ";\n")
		held[c.Fn] = name
		return true
	})
	p.rt.identityHeld = held
}

func numberedColumn(t *ir.Table) *ir.Column {
	for _, c := range t.Columns {
		if c.Identity != nil {
			return c
		}
	}
	return nil
}

// drawsElsewhere tells tables with a default that takes a number from a sequence, which may be the last one drawn.
func drawsElsewhere(t *ir.Table) bool {
	hit := false
	for _, c := range t.Columns {
		if c.Default == nil {
			continue
		}
		ir.Walk(c.Default, func(n ir.Node) bool {
			_, seq := n.(*ir.SeqValue)
			call, isCall := n.(*ir.Call)
			hit = hit || seq || isCall && call.Sym != nil
			return !hit
		})
	}
	return hit
}

// lastIdentity is the table whose identity the body asks for at a place: that of the INSERT in front of it in its scope. Nil where that
// depends on the way taken. Sure is an INSERT that makes a row.
func (p *printer) lastIdentity(e *ir.Call) (t *ir.Table, sure bool) {
	body := bodyOf(p.obj)
	if body == nil {
		return nil, false
	}
	w := &identityWalk{at: e}
	w.list(body.Body, identityState{})
	if !w.found || w.state.mixed {
		return nil, false
	}
	return w.state.table, w.state.sure
}

func bodyOf(o ir.Object) *ir.Block {
	switch o := o.(type) {
	case *ir.Routine:
		return o.Body
	case *ir.Trigger:
		return o.Body
	}
	return nil
}

// identityState is what is known of the last INSERT into a table with an identity.
type identityState struct {
	table *ir.Table
	sure  bool
	mixed bool // one of several
}

type identityWalk struct {
	at    *ir.Call
	found bool
	state identityState // at the place
}

func (w *identityWalk) list(list []ir.Stmt, s identityState) identityState {
	for _, x := range list {
		s = w.stmt(x, s)
	}
	return s
}

func (w *identityWalk) stmt(x ir.Stmt, s identityState) identityState {
	switch x := x.(type) {
	case *ir.Block:
		in := s
		s = w.list(x.Body, s)
		for _, h := range x.Handlers {
			w.list(h.Body, either(in, s))
			s = either(s, afterAll(h.Body, s))
		}
		return s
	case *ir.If:
		end := identityState{}
		for i, b := range x.Branches {
			w.look(b.Cond, s)
			after := w.list(b.Body, s)
			if leaves(b.Body) {
				after = s
			}
			if i == 0 {
				end = after
			} else {
				end = either(end, after)
			}
		}
		after := w.list(x.Else, s)
		if leaves(x.Else) {
			after = end
		}
		return either(end, after)
	case *ir.Loop:
		in := either(s, afterAll(x.Body, s))
		w.look(x.Cond, in)
		return either(in, w.list(x.Body, in))
	}
	w.look(x, s)
	return inserted(x, s)
}

// look notes the state where the call stands.
func (w *identityWalk) look(n ir.Node, s identityState) {
	if w.found || n == nil {
		return
	}
	ir.Walk(n, func(x ir.Node) bool {
		if c, ok := x.(*ir.Call); ok && (c == w.at || c.Fn == w.at.Fn && c.Sp == w.at.Sp) {
			w.found, w.state = true, s
		}
		return !w.found
	})
}

// inserted is the state behind a statement.
func inserted(x ir.Stmt, s identityState) identityState {
	e, ok := x.(*ir.ExecDML)
	if !ok {
		return s
	}
	var target ir.TableExpr
	sure := false
	switch d := e.DML.(type) {
	case *ir.Insert:
		target, sure = d.Target, len(d.Rows) > 0 || d.Default
	case *ir.Merge:
		target = d.Target
	default:
		return s
	}
	r, ok := target.(*ir.TableRef)
	if !ok {
		return identityState{mixed: true}
	}
	t, ok := r.Decl.(*ir.Table)
	switch {
	case !ok:
		return identityState{mixed: true} // a view, a temporary table
	case numberedColumn(t) == nil:
		return s
	case isTemp(r.Name.Last()) || t.Temporary, givesIdentity(e.DML, r):
		return identityState{mixed: true}
	case !sure && (s.table != t || s.mixed):
		if s.table == nil && !s.mixed {
			return identityState{table: t}
		}
		return identityState{mixed: true}
	}
	return identityState{table: t, sure: sure || s.sure}
}

// afterAll is the state that any of the INSERTs of a list may leave.
func afterAll(list []ir.Stmt, s identityState) identityState {
	for _, x := range list {
		ir.Walk(x, func(n ir.Node) bool {
			if d, ok := n.(*ir.ExecDML); ok {
				s = either(s, inserted(d, s))
			}
			return true
		})
	}
	return s
}

func either(a, b identityState) identityState {
	switch {
	case a == b:
		return a
	case a.mixed || b.mixed || a.table != nil && b.table != nil && a.table != b.table:
		return identityState{mixed: true}
	case a.table == nil:
		return identityState{table: b.table}
	case b.table == nil:
		return identityState{table: a.table}
	}
	return identityState{table: a.table, sure: a.sure && b.sure}
}

// givesIdentity tells an INSERT with a value for the identity, which no sequence gives.
func givesIdentity(d ir.DML, r *ir.TableRef) bool {
	i, ok := d.(*ir.Insert)
	return ok && namesIdentity(r, i.Cols)
}
