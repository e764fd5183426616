package oracle

import (
	"maps"
	"strings"

	"github.com/crosswalk-db/crosswalk/ir"
)

// A dynamic statement often runs a variable that was given its text just before. Where the variable can hold nothing else by then, the text is
// put in its place, so that it is converted like one that stands there.

// held is the state of one routine or block.
type held struct {
	l     *lowerer
	local map[string]bool // variables that are declared once, here, and that no nested routine writes
}

// heldTexts looks for such statements in a body.
func (l *lowerer) heldTexts(b *ir.Block) {
	if b == nil {
		return
	}
	h := &held{l: l, local: map[string]bool{}}
	jumps, dynamic := false, false
	nested := map[string]bool{}
	ir.Walk(b, func(n ir.Node) bool {
		switch n := n.(type) {
		case *ir.VarDecl:
			_, twice := h.local[n.Name.Key]
			h.local[n.Name.Key] = !twice
		case *ir.RoutineDecl:
			if n.Routine != nil && n.Routine.Body != nil {
				maps.Copy(nested, written(n.Routine.Body))
			}
		case *ir.Goto:
			jumps = true
		case *ir.ExecImmediate, *ir.OpenCursor:
			dynamic = true
		}
		return true
	})
	for n := range nested {
		h.local[n] = false
	}
	if !jumps && dynamic {
		h.block(b, map[string]string{})
	}
}

// block follows the statements of a block; now is what the variables hold.
func (h *held) block(b *ir.Block, now map[string]string) {
	for _, d := range b.Decls {
		if v, ok := d.(*ir.VarDecl); ok && h.local[v.Name.Key] {
			h.give(v.Name.Key, v.Default, now)
		}
	}
	if len(b.Handlers) == 0 {
		h.list(b.Body, now)
		return
	}
	h.list(b.Body, maps.Clone(now))
	for _, x := range b.Handlers {
		h.list(x.Body, map[string]string{})
	}
	forget(b, now)
}

// give notes what an assignment makes of a variable.
func (h *held) give(name string, value ir.Expr, now map[string]string) {
	s, ok := "", false
	if value != nil {
		s, ok = (&dynamic{l: h.l, texts: now}).text(value)
	}
	delete(now, name)
	if ok && s != "" {
		now[name] = s
	}
}

func (h *held) list(list []ir.Stmt, now map[string]string) {
	for _, s := range list {
		h.stmt(s, now)
	}
}

func (h *held) stmt(s ir.Stmt, now map[string]string) {
	switch s := s.(type) {
	case *ir.Assign:
		if r, ok := s.Target.(*ir.Ref); ok && len(r.Name.Parts) == 1 && h.local[r.Name.Key()] {
			text := maps.Clone(now)
			forget(s, now)
			h.give(r.Name.Key(), s.Value, text)
			if t, ok := text[r.Name.Key()]; ok {
				now[r.Name.Key()] = t
			}
			return
		}
	case *ir.Block:
		h.block(s, now)
		return
	case *ir.If:
		h.branches(s.Branches, s.Else, now)
	case *ir.CaseStmt:
		h.branches(s.Whens, s.Else, now)
	case *ir.Loop:
		h.loop(s, s.Body, now)
	case *ir.ForNum:
		h.loop(s, s.Body, now)
	case *ir.ForEach:
		h.loop(s, s.Body, now)
	case *ir.ForCursor:
		if s.Dynamic != nil {
			h.execute(s.Dynamic, now)
		}
		h.loop(s, s.Body, now)
	case *ir.ExecImmediate:
		h.execute(s, now)
	case *ir.OpenCursor:
		if lit := h.heldText(s.Dynamic, now); lit != nil {
			s.Dynamic, s.Parsed, s.Held = lit, h.l.constantStatement(lit), true
		}
	}
	forget(s, now)
}

func (h *held) branches(list []ir.Branch, other []ir.Stmt, now map[string]string) {
	for _, b := range list {
		h.list(b.Body, maps.Clone(now))
	}
	h.list(other, maps.Clone(now))
}

// loop follows a body that may have run before: what it writes is not known when it begins.
func (h *held) loop(s ir.Stmt, body []ir.Stmt, now map[string]string) {
	inside := maps.Clone(now)
	forget(s, inside)
	h.list(body, inside)
}

// heldText is the text of a variable, as a constant in its place; nil where it is not known.
func (h *held) heldText(e ir.Expr, now map[string]string) *ir.StringLit {
	r, ok := unparen(e).(*ir.Ref)
	if !ok || len(r.Name.Parts) != 1 || !h.local[r.Name.Key()] {
		return nil
	}
	text, ok := now[r.Name.Key()]
	if !ok {
		return nil
	}
	lit := &ir.StringLit{Value: text}
	lit.Sp = r.Sp
	return lit
}

func (h *held) execute(e *ir.ExecImmediate, now map[string]string) {
	if lit := h.heldText(e.SQL, now); lit != nil {
		e.SQL, e.Held = lit, true
		if e.Cursor != nil {
			e.Parsed = h.l.constantStatement(lit)
			return
		}
		h.l.parseDynamic(e)
	}
}

// forget takes out the variables that a statement may write.
func forget(n ir.Node, now map[string]string) {
	if len(now) == 0 {
		return
	}
	for name := range written(n) {
		delete(now, name)
	}
}

// written gives the names of all that a statement may write. A variable that stands alone as an argument of a routine may be an OUT one.
func written(n ir.Node) map[string]bool {
	names := map[string]bool{}
	add := func(list ...ir.Expr) {
		for _, e := range list {
			if r, ok := unparen(e).(*ir.Ref); ok && len(r.Name.Parts) > 0 {
				names[r.Name.Parts[0].Key] = true
			}
		}
	}
	args := func(list []ir.Arg) {
		for _, a := range list {
			add(a.Value)
		}
	}
	ir.Walk(n, func(n ir.Node) bool {
		switch n := n.(type) {
		case *ir.Assign:
			add(n.Target)
		case *ir.Select:
			add(n.Into...)
		case *ir.FetchCursor:
			add(n.Into...)
		case *ir.ExecDML:
			if r := ir.ReturningOf(n.DML); r != nil {
				add(r.Into...)
			}
		case *ir.ExecImmediate:
			add(n.Into...)
			add(n.Returning...)
			for _, u := range n.Using {
				if u.Mode != ir.ModeIn {
					add(u.Value)
				}
			}
		case *ir.CallStmt:
			add(n.Result)
		case *ir.Call:
			if n.Fn == "" || strings.Contains(n.Fn, ".") && !strings.HasPrefix(n.Fn, "dbms_output.") {
				args(n.Args)
			}
		case *ir.MethodCall:
			args(n.Args)
		case *ir.RawStmt:
			names[n.Text] = true
		}
		return true
	})
	return names
}
