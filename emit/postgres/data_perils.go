package postgres

import (
	"github.com/crosswalk-db/crosswalk/ir"
)

// A statement of a script runs while the schema is installed, in one transaction that its first error ends. SQL*Plus tells the
// error and goes on with the next statement, so that scripts hold statements that fail: rows that a trigger refuses, SELECT INTO
// that finds no row. What can end a statement is told; what is sure to, in a database that the scripts have just filled, is not
// run. Whether a condition is met cannot be known here.

// peril is what can end a statement.
type peril struct {
	why   string
	sure  bool // nothing speaks for it that the statement comes through
	named bool // why begins with the routine or the trigger that it is in
}

func (p peril) in(name string) peril {
	if p.why != "" && !p.named {
		p.why, p.named = name+" "+p.why, true
	}
	return p
}

// hazards are the perils of code: those that a handler of NO_DATA_FOUND catches, and all else.
type hazards struct{ row, other peril }

func (p peril) worse(q peril) peril {
	if p.why == "" || q.sure && !p.sure {
		return q
	}
	return p
}

func (h *hazards) add(o hazards) { h.row, h.other = h.row.worse(o.row), h.other.worse(o.other) }

// perilFinder looks through the code that a statement reaches: its own, that of the routines that it calls, and of the triggers that
// it fires.
type perilFinder struct {
	plan  *rowPlan
	at    int                 // place of the script among the objects: a trigger that is made later does not fire
	known map[ir.Node]hazards // of routines and triggers, for the script at hand; one that is being looked through has none yet
}

// peril gives what can end a statement of the script at place at; none for what the installation does not run anyway.
func (p *rowPlan) peril(s ir.Stmt, at int) peril {
	if p.em.src.Source == ir.SQLServer && !p.em.manual(s) {
		return p.rowsWithout(s)
	}
	if p.em.src.Source != ir.Oracle || p.em.manual(s) {
		return peril{}
	}
	if _, call := s.(*ir.CallStmt); call {
		return peril{}
	}
	f := &perilFinder{plan: p, at: at, known: map[ir.Node]hazards{}}
	var h hazards
	if r, ok := s.(*ir.Repeat); ok {
		if !p.firesAny(r.Of.Stmt.DML) && !callsRoutine(r.Of.Stmt) {
			return peril{}
		}
		h = f.stmt(r.Of.Stmt)
	} else {
		h = f.stmt(s)
	}
	return h.other.worse(h.row)
}

// list gives the perils of statements that run one after the other. What raises an error there is sure to be reached where
// nothing in front of it can leave the code.
func (f *perilFinder) list(list []ir.Stmt) hazards {
	var h hazards
	leaves := false
	for _, s := range list {
		if x := raised(s); x != "" {
			h.add(hazards{other: peril{why: x, sure: !leaves}})
			continue
		}
		h.add(f.stmt(s))
		ir.Walk(s, func(n ir.Node) bool {
			switch n.(type) {
			case *ir.Return, *ir.Exit, *ir.Goto:
				leaves = true
			}
			return !leaves
		})
	}
	return h
}

// raised tells what a statement that does nothing else raises; "" for all others.
func raised(s ir.Stmt) string {
	switch s := s.(type) {
	case *ir.Raise:
		if len(s.Name.Parts) > 0 {
			return "raises " + s.Name.Last().Text
		}
	case *ir.CallStmt:
		if raises(s.X) {
			return "raises an error"
		}
	}
	return ""
}

// maybe takes the certainty from perils: a condition or a loop stands in front of them.
func (h hazards) maybe(unless bool) hazards {
	h.row.sure, h.other.sure = h.row.sure && unless, h.other.sure && unless
	return h
}

// stmt gives the perils of a statement.
func (f *perilFinder) stmt(s ir.Stmt) hazards {
	var h hazards
	switch s := s.(type) {
	case *ir.Block:
		return f.block(s)
	case *ir.If:
		for _, b := range s.Branches {
			h.add(f.expr(b.Cond))
			h.add(f.list(b.Body).maybe(asksClock(b.Cond)))
		}
		h.add(f.list(s.Else).maybe(len(s.Branches) == 1 && asksClock(s.Branches[0].Cond)))
	case *ir.CaseStmt:
		h.add(f.expr(s.Operand))
		for _, b := range s.Whens {
			h.add(f.expr(b.Cond))
			h.add(f.list(b.Body).maybe(false))
		}
		h.add(f.list(s.Else).maybe(false))
		if !s.HasElse {
			h.add(hazards{other: peril{why: "has a CASE without ELSE"}})
		}
	case *ir.ExecImmediate:
		h = f.below(s)
		if s.Parsed == nil {
			h.add(hazards{other: peril{why: "runs SQL whose text is put together"}})
		}
	case *ir.SelectInto:
		h.row = f.plan.missing(s.Query)
		h.add(f.expr(s.Query))
	case *ir.ExecDML:
		h.add(f.expr(s.DML))
		h.add(f.fired(s.DML))
		h.add(hazards{other: f.plan.maximum(s.DML)})
		if r := mutates(s.DML); r != nil {
			h.add(hazards{other: peril{why: "function " + r.Name.Last().Text + " changes the table that the statement changes (ORA-04091)", sure: true}})
		}
	default:
		if x := raised(s); x != "" {
			return hazards{other: peril{why: x}}
		}
		h = f.below(s)
	}
	return h
}

// below gives the perils of the statements and expressions inside a statement: a loop or what has no statements in it.
func (f *perilFinder) below(s ir.Stmt) hazards {
	var h hazards
	ir.EachChild(s, func(e *ir.Expr) { h.add(f.expr(*e)) }, func(n ir.Node) {
		if x, ok := n.(*ir.ExecImmediate); ok && x == nil {
			return
		}
		if x, ok := n.(ir.Stmt); ok {
			h.add(f.list([]ir.Stmt{x}).maybe(false))
		} else {
			h.add(f.expr(n))
		}
	})
	return h
}

// block leaves out what the handlers of the block catch.
func (f *perilFinder) block(b *ir.Block) hazards {
	h := f.list(b.Body)
	for _, d := range b.Decls {
		if _, ok := d.(*ir.VarDecl); ok {
			h.add(f.expr(d))
		}
	}
	caught := map[string]bool{}
	for _, x := range b.Handlers {
		if leavesByError(x.Body) {
			continue
		}
		for _, n := range x.Names {
			caught["raises "+n.Last().Text] = true
			if n.Last().Is("NO_DATA_FOUND") {
				h.row = peril{}
			}
		}
		if x.Others {
			h = hazards{}
		}
	}
	if caught[h.other.why] {
		h.other = peril{}
	}
	for _, x := range b.Handlers {
		if !leavesByError(x.Body) {
			h.add(f.list(x.Body).maybe(false))
		}
	}
	return h
}

// expr gives the perils of the routines that an expression or a query calls.
func (f *perilFinder) expr(n ir.Node) hazards {
	var h hazards
	ir.Walk(n, func(n ir.Node) bool {
		if e, ok := n.(ir.Expr); ok {
			if r := calledRoutine(e); r != nil && r.Body != nil {
				h.add(f.code(r, r.Body, "function "))
			}
		}
		return true
	})
	return h
}

// code gives the perils of a routine or a trigger, with its name in front.
func (f *perilFinder) code(o ir.Object, body *ir.Block, kind string) hazards {
	if h, ok := f.known[o]; ok {
		return h
	}
	f.known[o] = hazards{}
	h := f.block(body)
	name := kind + o.Obj().Name.Last().Text
	h.row, h.other = h.row.in(name), h.other.in(name)
	f.known[o] = h
	return h
}

// fired gives the perils of the triggers that a statement fires.
func (f *perilFinder) fired(d ir.DML) hazards {
	var h hazards
	for _, c := range changesOf(d) {
		for _, i := range f.plan.em.triggers[c.table] {
			t := f.plan.em.src.Objects[i].(*ir.Trigger)
			if t.Disabled || i > f.at && t.Timing != "INSTEAD OF" || !c.fires(t) || t.ForEachRow && c.event != "INSERT" && !f.plan.hasRows(c.table) {
				continue
			}
			for _, b := range triggerBodies(t) {
				h.add(f.code(t, b, "trigger ").maybe(t.When == nil && len(t.Sections) == 0))
			}
		}
	}
	return h
}

func triggerBodies(t *ir.Trigger) []*ir.Block {
	if t.Body != nil {
		return []*ir.Block{t.Body}
	}
	var list []*ir.Block
	for _, s := range t.Sections {
		if s.Body != nil {
			list = append(list, s.Body)
		}
	}
	return list
}

// change is what a statement does to a table or a view.
type change struct {
	table ir.Object
	event string
	cols  []ir.Name // that an UPDATE sets
}

func (c change) fires(t *ir.Trigger) bool {
	for _, e := range t.Events {
		if e.Kind != c.event {
			continue
		}
		if len(e.Cols) == 0 || len(c.cols) == 0 {
			return true
		}
		for _, n := range c.cols {
			if hasName(e.Cols, n) {
				return true
			}
		}
	}
	return false
}

// changesOf gives the changes of a statement.
func changesOf(d ir.DML) []change {
	one := func(t ir.TableExpr, event string, cols ...ir.Name) []change {
		if r, ok := t.(*ir.TableRef); ok && r.Decl != nil {
			return []change{{r.Decl, event, cols}}
		}
		return nil
	}
	sets := func(list []ir.SetClause) (cols []ir.Name) {
		for _, s := range list {
			for _, c := range s.Cols {
				cols = append(cols, c.Name.Last())
			}
		}
		return cols
	}
	switch d := d.(type) {
	case *ir.Insert:
		return one(d.Target, "INSERT")
	case *ir.Update:
		return one(d.Target, "UPDATE", sets(d.Sets)...)
	case *ir.Delete:
		return one(d.Target, "DELETE")
	case *ir.Merge:
		list := []change(nil)
		for _, w := range d.Whens {
			if w.Insert {
				list = append(list, one(d.Target, "INSERT")...)
			} else {
				list = append(list, one(d.Target, "UPDATE", sets(w.Sets)...)...)
			}
		}
		return list
	case *ir.MultiInsert:
		list := []change(nil)
		for _, b := range d.Branches {
			for _, i := range b.Into {
				list = append(list, one(i.Target, "INSERT")...)
			}
		}
		for _, i := range d.Else {
			list = append(list, one(i.Target, "INSERT")...)
		}
		return list
	}
	return nil
}

// firesAny tells statements on tables with triggers.
func (p *rowPlan) firesAny(d ir.DML) bool {
	for _, c := range changesOf(d) {
		if len(p.em.triggers[c.table]) > 0 {
			return true
		}
	}
	return false
}

func callsRoutine(n ir.Node) bool {
	hit := false
	ir.Walk(n, func(n ir.Node) bool {
		if e, ok := n.(ir.Expr); ok {
			hit = hit || calledRoutine(e) != nil
		}
		return !hit
	})
	return hit
}

// clock are functions that say when or for whom the code runs.
var clock = words("sysdate systimestamp current_date current_timestamp localtimestamp user sys_context userenv")

// asksClock tells conditions on the time or the user, and not on the row: the installation meets them or not.
func asksClock(cond ir.Expr) bool {
	asks, row := false, false
	ir.Walk(cond, func(n ir.Node) bool {
		switch n := n.(type) {
		case *ir.Call:
			asks = asks || clock[n.Fn]
		case *ir.Transition:
			row = true
		}
		return true
	})
	return asks && !row
}

// mutates gives a function that an UPDATE, DELETE or MERGE calls and that changes the same table: Oracle raises ORA-04091, and
// PostgreSQL finds that the row has been changed already.
func mutates(d ir.DML) *ir.Routine {
	var target ir.TableExpr
	switch d := d.(type) {
	case *ir.Update:
		target = d.Target
	case *ir.Delete:
		target = d.Target
	case *ir.Merge:
		target = d.Target
	}
	t, ok := target.(*ir.TableRef)
	if !ok || t.Decl == nil {
		return nil
	}
	var hit *ir.Routine
	eachCalled(d, map[*ir.Routine]bool{}, func(r *ir.Routine) {
		ir.Walk(r.Body, func(n ir.Node) bool {
			if x, ok := n.(ir.DML); ok && hit == nil {
				for _, c := range changesOf(x) {
					if c.table == t.Decl {
						hit = r
					}
				}
			}
			return hit == nil
		})
	})
	return hit
}

// eachCalled gives the routines with a body that code calls, directly or not.
func eachCalled(n ir.Node, seen map[*ir.Routine]bool, f func(*ir.Routine)) {
	ir.Walk(n, func(n ir.Node) bool {
		if e, ok := n.(ir.Expr); ok {
			if r := calledRoutine(e); r != nil && r.Body != nil && !seen[r] {
				seen[r] = true
				f(r)
				eachCalled(r.Body, seen, f)
			}
		}
		return true
	})
}
