package postgres

import "github.com/crosswalk-db/crosswalk/ir"

// planLate finds the statements of scripts that read rows which only a statement puts in that the installation does not
// run: they would read nothing, and are not run either. It goes through the scripts in their order.
func (p *rowPlan) planLate() {
	l := &lateRows{em: p.em, held: map[ir.Object]bool{}, reads: map[ir.Node]map[ir.Object]bool{}}
	for _, o := range p.em.src.Objects {
		d, ok := o.(*ir.DataScript)
		if !ok || d.Dropped != "" {
			continue
		}
		for _, s := range d.Stmts {
			manual := p.em.manual(s)
			if t := l.read(s); t != nil && !manual {
				p.late[s], manual = t.Obj().Name.Last().Text, true
			}
			if manual {
				p.em.writtenBy(s, l.held)
			}
		}
	}
}

// lateRows knows the tables whose rows are not there while the installation runs.
type lateRows struct {
	em    *emitter
	held  map[ir.Object]bool
	reads map[ir.Node]map[ir.Object]bool // what routines and views read
}

// read gives a table without its rows that a statement reads; nil where there is none.
func (l *lateRows) read(s ir.Stmt) ir.Object {
	if len(l.held) == 0 {
		return nil
	}
	var n ir.Node = s
	if r, ok := s.(*ir.Repeat); ok {
		n = r.Of.Stmt
	}
	var first ir.Object
	for t := range l.readBy(n) {
		if l.held[t] && (first == nil || l.em.place[t] < l.em.place[first]) {
			first = t
		}
	}
	return first
}

// readBy gives the tables that code reads, itself or by views and routines. The target of an INSERT is not read.
func (l *lateRows) readBy(root ir.Node) map[ir.Object]bool {
	if known, ok := l.reads[root]; ok {
		return known // one that is being looked through calls itself
	}
	tables := map[ir.Object]bool{}
	l.reads[root] = tables
	targets := map[ir.Node]bool{}
	add := func(n ir.Node) {
		for t := range l.readBy(n) {
			tables[t] = true
		}
	}
	ir.Walk(root, func(n ir.Node) bool {
		switch n := n.(type) {
		case *ir.Insert:
			targets[n.Target] = true
		case *ir.TableRef:
			if targets[n] {
				return true
			}
			switch d := n.Decl.(type) {
			case *ir.Table:
				tables[d] = true
			case *ir.View:
				if d.Query != nil {
					add(d.Query)
				}
			}
		case *ir.Call:
			if r := calledRoutine(n); r != nil && r.Body != nil {
				add(r.Body)
			}
		}
		return true
	})
	return tables
}
