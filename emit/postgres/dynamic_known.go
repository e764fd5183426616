package postgres

import (
	"sort"
	"strings"

	"github.com/crosswalk-db/crosswalk/ir"
)

// The text of a dynamic statement that is one constant was parsed with the rest, so it is converted like any other and
// put back into a constant, its bind variables numbered in the order they stand in.

// knownText writes the converted text of a dynamic statement; ok is false where it is not known. head and tail go around it.
func (p *printer) knownText(s ir.Stmt, head, tail string) (text string, ok bool) {
	if s == nil {
		return "", false
	}
	return p.knownWith(s, head, tail, numberBinds(s))
}

// knownNamed is knownText whose bind variables keep their names.
func (p *printer) knownNamed(s ir.Stmt, tail string) (text string, ok bool) {
	return p.knownWith(s, "", tail, nil)
}

func (p *printer) knownWith(s ir.Stmt, head, tail string, binds map[*ir.Bind]int) (text string, ok bool) {
	if !tablesKnown(s) {
		return "", false
	}
	was, kept, soft := p.rt.binds, p.rt.keepBinds, p.soft
	defer func() {
		for n := range p.soft {
			if strings.HasPrefix(n, "routine:") { // which nobody makes at run time
				soft[n] = true
			}
		}
		p.rt.binds, p.rt.keepBinds, p.soft = was, kept, soft
	}()
	p.rt.binds, p.rt.keepBinds = binds, binds == nil
	p.soft = map[string]bool{} // what the text names may be made at run time
	var body string
	switch s := s.(type) {
	case *ir.SelectStmt:
		body = p.text(func(q *printer) { q.query(s.Query) })
	case *ir.ExecDML:
		d := s.DML
		if r := ir.ReturningOf(d); r != nil && len(r.Into) > 0 {
			d = plainReturning(d)
		}
		body = p.text(func(q *printer) { q.dml(d) })
	default:
		return "", false
	}
	return quoteLiteral(head + body + tail), true
}

// tablesKnown tells that all tables of a statement are in the sources. One that is made at run time may be the reason
// for the statement to be dynamic: the text is left as it is then.
func tablesKnown(s ir.Stmt) bool {
	ok := true
	ir.Walk(s, func(n ir.Node) bool {
		if t, is := n.(*ir.TableRef); is && t.Decl == nil && t.CTE == nil && t.Made.IsZero() && !t.Supplied && t.Transition == "" {
			ok = false
		}
		return ok
	})
	return ok
}

// numberBinds numbers the bind variables of a statement; those behind RETURNING … INTO take results and have no number.
func numberBinds(s ir.Stmt) map[*ir.Bind]int {
	out := map[ir.Expr]bool{}
	if d, ok := s.(*ir.ExecDML); ok {
		if r := ir.ReturningOf(d.DML); r != nil {
			for _, e := range r.Into {
				out[e] = true
			}
		}
	}
	var list []*ir.Bind
	ir.Walk(s, func(n ir.Node) bool {
		if b, ok := n.(*ir.Bind); ok && !out[b] {
			list = append(list, b)
		}
		return true
	})
	sort.SliceStable(list, func(i, j int) bool { return list[i].Sp.Start < list[j].Sp.Start })
	m := map[*ir.Bind]int{}
	for i, b := range list {
		m[b] = i + 1
	}
	return m
}

// splitUsing tells the arguments that go in from the variables that RETURNING … INTO of the text fills.
func splitUsing(list []ir.UsingArg) (in []ir.UsingArg, out []ir.Expr) {
	for _, u := range list {
		if u.Mode == ir.ModeOut {
			out = append(out, u.Value)
		} else {
			in = append(in, u)
		}
	}
	return in, out
}

// executeKnown writes EXECUTE IMMEDIATE of a text that was parsed.
func (p *printer) executeKnown(s *ir.ExecImmediate) bool {
	in, out := splitUsing(s.Using)
	if s.Parsed == nil || !tablesKnown(s.Parsed) || len(s.Into) > 0 && len(out) > 0 || len(numberBinds(s.Parsed)) != len(in) {
		return false
	}
	text, ok := p.knownText(s.Parsed, "", "")
	if !ok {
		return false
	}
	p.W("EXECUTE ").Verbatim(text)
	into, strict := s.Into, "STRICT "
	if len(into) == 0 {
		into, strict = append(append([]ir.Expr{}, s.Returning...), out...), ""
	}
	if len(into) > 0 {
		p.W(" INTO ", strict, strings.Join(p.targets(into), ", "))
	}
	p.usingArgs(in)
	p.W(";\n")
	p.executed()
	return true
}
