package postgres

import (
	"maps"

	"github.com/crosswalk-db/crosswalk/ir"
)

// An error that is handled undoes what the block of its handler has done, and with that the cursors it has opened are gone (PL/pgSQL,
// "Trapping Errors"). The sources leave them open, and close them in the handler or behind the block.

// closeCursor writes CLOSE: only if the cursor is there, where an error may have taken it.
func (p *printer) closeCursor(s *ir.CloseCursor) {
	undone := p.mayBeUndone(s)
	if undone {
		p.W("IF ", p.helper("is_open"), "(")
		p.cursorName(s.Cursor)
		p.W(") THEN\n").In()
	}
	p.W("CLOSE ")
	p.cursorName(s.Cursor)
	p.W(";\n")
	if undone {
		p.Out().W("END IF;\n")
	}
}

// mayBeUndone tells a CLOSE in a handler whose block opens the cursor, or behind such a block.
func (p *printer) mayBeUndone(s *ir.CloseCursor) bool {
	if p.rt == nil {
		return false
	}
	body := bodyOf(p.obj)
	if p.rt.r != nil {
		body = p.rt.r.Body
	}
	if body == nil {
		return false
	}
	return fact(p.em, factKey{kind: "undone", of: body}, func() map[*ir.CloseCursor]bool {
		w := &undoneWalk{p: p, hit: map[*ir.CloseCursor]bool{}}
		w.stmt(body, map[any]bool{}, map[any]bool{})
		return w.hit
	})[s]
}

type undoneWalk struct {
	p   *printer
	hit map[*ir.CloseCursor]bool
}

func (w *undoneWalk) list(list []ir.Stmt, open, gone map[any]bool) {
	for _, s := range list {
		w.stmt(s, open, gone)
	}
}

// stmt goes on with the cursors that are open, and those that may be gone.
func (w *undoneWalk) stmt(s ir.Stmt, open, gone map[any]bool) {
	switch s := s.(type) {
	case *ir.Block:
		before := maps.Clone(open)
		w.list(s.Body, open, gone)
		if len(s.Handlers) == 0 {
			return
		}
		for _, x := range s.Body {
			ir.Walk(x, func(n ir.Node) bool {
				if o, ok := n.(*ir.OpenCursor); ok {
					key := w.p.cursorKey(o.Cursor)
					gone[key] = gone[key] || !before[key]
				}
				return true
			})
		}
		for _, h := range s.Handlers {
			w.list(h.Body, open, gone)
		}
	case *ir.If:
		for _, b := range s.Branches {
			w.list(b.Body, open, gone)
		}
		w.list(s.Else, open, gone)
	case *ir.CaseStmt:
		for _, b := range s.Whens {
			w.list(b.Body, open, gone)
		}
		w.list(s.Else, open, gone)
	case *ir.Loop:
		w.list(s.Body, open, gone)
	case *ir.ForNum:
		w.list(s.Body, open, gone)
	case *ir.ForCursor:
		w.list(s.Body, open, gone)
	case *ir.OpenCursor:
		open[w.p.cursorKey(s.Cursor)] = true
		delete(gone, w.p.cursorKey(s.Cursor))
	case *ir.CloseCursor:
		delete(open, w.p.cursorKey(s.Cursor))
		if gone[w.p.cursorKey(s.Cursor)] {
			w.hit[s] = true
		}
	}
}
