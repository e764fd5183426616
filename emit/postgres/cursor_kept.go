package postgres

import (
	"strings"

	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/ir/diag"
)

// A cursor of a package is open for the session: one routine opens it, others fetch from it and close it. Here each of them
// declares it, and they meet in the name of the portal.

// planKeptCursors finds the cursors of packages that are open from one call to the next.
func (em *emitter) planKeptCursors() {
	em.keptCursors = map[*ir.CursorDecl]bool{}
	if len(em.packageCursors) == 0 {
		return
	}
	em.eachRoutine(func(r *ir.Routine) {
		if r.Body == nil {
			return
		}
		open := openAtEnd(r.Body)
		for d := range em.packageCursors {
			if open[d] || usesKept(r.Body, d) {
				em.keptCursors[d] = true
			}
		}
	})
}

// usesKept tells code that works with a cursor which it has not opened.
func usesKept(body ir.Node, d *ir.CursorDecl) bool {
	opened, fetched, asked := false, false, false
	is := func(e ir.Expr) bool { return e != nil && cursorDecl(e) == ir.Node(d) }
	ir.Walk(body, func(n ir.Node) bool {
		switch n := n.(type) {
		case *ir.OpenCursor:
			opened = opened || is(n.Cursor)
		case *ir.ForCursor:
			if is(n.Cursor) {
				opened = true
			}
		case *ir.FetchCursor:
			fetched = fetched || !opened && is(n.Cursor)
		case *ir.CloseCursor:
			asked = asked || !opened && is(n.Cursor)
		case *ir.CursorAttr:
			if is(n.Cursor) {
				asked = asked || !opened
			}
		}
		return true
	})
	return fetched || asked && !opened
}

// portal is the name under which all routines find a cursor; "" for one that is its routine's alone. Cursors of a package
// that no other cursor shares its name with have it from their variable, before version 16.
func (p *printer) portal(d *ir.CursorDecl) string {
	unique := p.em.version() < 16 && p.em.cursorNames[p.em.fold(d.Name)] < 2
	if p.em.keptCursors[d] {
		if unique {
			return ""
		}
		return p.em.fold(p.em.packageCursors[d].Name.Last()) + "." + p.em.fold(d.Name)
	}
	owner := p.lentCursor(d)
	if owner == nil || unique {
		return ""
	}
	return p.em.localName(owner) + "." + p.em.fold(d.Name)
}

// lentCursor gives the routine that declares a cursor which its nested routines work with, without opening it.
func (p *printer) lentCursor(d *ir.CursorDecl) *ir.Routine {
	for _, l := range p.rt.lifted {
		for _, c := range l.curs {
			if c == d && l.r.Outer != nil && l.r.Body != nil && usesKept(l.r.Body, d) {
				owner := l.r.Outer
				for owner.Outer != nil && !declares(owner, d) {
					owner = owner.Outer
				}
				return owner
			}
		}
	}
	return nil
}

func declares(r *ir.Routine, d *ir.CursorDecl) bool {
	hit := false
	if r.Body != nil {
		ir.Walk(r.Body, func(n ir.Node) bool {
			hit = hit || n == ir.Node(d)
			return !hit
		})
	}
	return hit
}

// keptCursorNotes tells what becomes of a cursor that is open from one call to the next: its portal ends with the transaction,
// and what its attributes count begins anew in each routine.
func (p *printer) keptCursorNotes(r *ir.Routine) {
	if r.Body == nil || len(p.em.keptCursors) == 0 || p.tsql() {
		return
	}
	fetched := map[ir.Node]bool{}
	ir.Walk(r.Body, func(n ir.Node) bool {
		switch n := n.(type) {
		case *ir.OpenCursor:
			if d := p.keptCursor(n.Cursor); d != nil && (staysOpen(r.Body, d) || asksOpen(r.Body, d)) {
				p.findOnce(diag.KeptCursor, n.Sp, "%s is closed when the transaction ends", d.Name.Text)
			}
		case *ir.FetchCursor:
			fetched[cursorDecl(n.Cursor)] = true
		case *ir.CursorAttr:
			if n.Cursor == nil || n.Attr == "ISOPEN" {
				return true
			}
			if d := p.keptCursor(n.Cursor); d != nil && (n.Attr == "ROWCOUNT" || !fetched[d]) {
				p.findOnce(diag.KeptCursor, n.Sp, "%s%%%s knows of the rows that this call fetches only", d.Name.Text, strings.ToUpper(n.Attr))
			}
		}
		return true
	})
}

// asksOpen tells code that opens a cursor only where an earlier call has not.
func asksOpen(body ir.Node, d *ir.CursorDecl) bool {
	hit, opened := false, false
	ir.Walk(body, func(n ir.Node) bool {
		switch n := n.(type) {
		case *ir.OpenCursor:
			opened = opened || cursorDecl(n.Cursor) == ir.Node(d)
		case *ir.CursorAttr:
			hit = hit || !opened && n.Attr == "ISOPEN" && n.Cursor != nil && cursorDecl(n.Cursor) == ir.Node(d)
		}
		return !hit
	})
	return hit
}

func (p *printer) keptCursor(e ir.Expr) *ir.CursorDecl {
	if d, ok := cursorDecl(e).(*ir.CursorDecl); ok && p.em.keptCursors[d] {
		return d
	}
	return nil
}
