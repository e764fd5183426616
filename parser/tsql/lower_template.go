package tsql

import (
	"maps"
	"slices"
	"strings"

	"github.com/crosswalk-db/crosswalk/ir"
)

// A dynamic text that is put together from constants, values and choices between constants is a template: what it says is known, but for the
// values. Where each value stands where a value can (a literal, a number), and each choice is a condition more or less, the text is lowered
// as the statement that it is, see template in lower_template_text.go.

// piece is a part of a text: a constant, a value, or a choice. A choice that is an expression is a value besides.
type piece struct {
	lit    *ir.StringLit
	value  ir.Expr
	choice *choice
}

// choice gives one of several texts; conds has one less, the last text is for when none of them holds.
type choice struct {
	conds []ir.Expr
	texts [][]piece
}

// texts are the pieces that each variable is known to hold, by the variable's key.
type texts map[string][]piece

// maxPieces bounds what is remembered of one text.
const maxPieces = 300

func (k texts) assign(name string, value ir.Expr) {
	list := k.pieces(value) // which may name the variable itself: @sql = @sql + '…'
	k.changed(name)
	if hasConstant(list) && len(list) <= maxPieces && !mentions(list, name) {
		k[name] = list
	}
}

// changed forgets a variable, and the texts with values of it: they were made of what it held.
func (k texts) changed(name string) {
	delete(k, name)
	for n, list := range k {
		if mentions(list, name) {
			delete(k, n)
		}
	}
}

// constants gives the constants that a text is put together from.
func (k texts) constants(e ir.Expr) ([]*ir.StringLit, bool) {
	var lits []*ir.StringLit
	for _, p := range k.pieces(e) {
		if p.lit == nil {
			return nil, false
		}
		lits = append(lits, p.lit)
	}
	return lits, true
}

// pieces takes a text apart.
func (k texts) pieces(e ir.Expr) []piece {
	switch e := e.(type) {
	case *ir.Paren:
		return k.pieces(e.X)
	case *ir.StringLit:
		return []piece{{lit: e}}
	case *ir.Ref:
		if list, ok := k[e.Name.Last().Key]; ok && len(e.Name.Parts) == 1 {
			return list
		}
	case *ir.Cast:
		if e.To != nil && e.X != nil && e.Format == nil && e.To.Is(ir.TText) {
			if list := k.pieces(e.X); hasConstant(list) {
				return list
			}
		}
	case *ir.Call:
		return k.callPieces(e)
	case *ir.Subquery:
		if x := onlyValue(e.Query); x != nil {
			return k.pieces(x)
		}
	case *ir.Case:
		if c := k.caseChoice(e); c != nil {
			return []piece{{value: e, choice: c}}
		}
	case *ir.Binary:
		if e.Op == ir.OpAdd || e.Op == ir.OpConcat {
			a := k.pieces(e.L)
			return append(a[:len(a):len(a)], k.pieces(e.R)...)
		}
	}
	return []piece{{value: e}}
}

// callPieces takes CONCAT and REPLACE of a mark apart; CHAR(13) and CHAR(10) end lines.
func (k texts) callPieces(c *ir.Call) []piece {
	name := strings.ToUpper(strings.TrimPrefix(c.Fn, "tsql."))
	if name == "" {
		name = c.Name.Last().Key
	}
	if n, ok := onlyNumber(c); ok && (name == "CHAR" || name == "NCHAR") {
		if v := map[string]string{"10": "\n", "13": "\n", "9": "\t", "32": " "}[n]; v != "" {
			s := &ir.StringLit{Value: v}
			s.Sp = c.Sp
			return []piece{{lit: s}}
		}
	}
	if name == "CONCAT" {
		var list []piece
		for _, a := range c.Args {
			list = append(list, k.pieces(a.Value)...)
		}
		return list
	}
	if name == "REPLACE" {
		if list := k.replaced(c); list != nil {
			return list
		}
	}
	return []piece{{value: c}}
}

// caseChoice makes a choice of a CASE between texts; nil where a result is none, or there is no ELSE, whose NULL would take the text with it.
func (k texts) caseChoice(e *ir.Case) *choice {
	if e.Else == nil {
		return nil
	}
	c := &choice{}
	for _, w := range e.Whens {
		cond := w.Cond
		if e.Operand != nil {
			cond = &ir.Binary{Op: ir.OpEq, L: e.Operand, R: w.Cond}
		}
		c.conds = append(c.conds, cond)
		c.texts = append(c.texts, k.pieces(w.Result))
	}
	c.texts = append(c.texts, k.pieces(e.Else))
	for _, t := range c.texts {
		if !hasConstant(t) {
			return nil
		}
	}
	if !lasting(c.conds...) {
		return nil
	}
	return c
}

func hasConstant(list []piece) bool {
	for _, p := range list {
		if p.lit != nil || p.choice != nil {
			return true
		}
	}
	return false
}

// mentions tells whether a value or a condition of the pieces names a variable.
func mentions(list []piece, name string) bool {
	for _, p := range list {
		if p.value != nil && names(p.value, name) {
			return true
		}
		if p.choice == nil {
			continue
		}
		for _, c := range p.choice.conds {
			if names(c, name) {
				return true
			}
		}
		for _, t := range p.choice.texts {
			if mentions(t, name) {
				return true
			}
		}
	}
	return false
}

func names(e ir.Expr, name string) bool {
	found := false
	ir.Walk(e, func(n ir.Node) bool {
		if r, ok := n.(*ir.Ref); ok && r.Name.Last().Key == name {
			found = true
		}
		return !found
	})
	return found
}

// lasting tells expressions whose value does not change while their variables do not: they read no table, call no function of the sources,
// and ask for nothing that statements change.
func lasting(list ...ir.Expr) bool {
	ok := true
	for _, e := range list {
		ir.Walk(e, func(n ir.Node) bool {
			switch n := n.(type) {
			case *ir.Query:
				ok = false
			case *ir.Ref:
				ok = ok && !changing(n.Name)
			case *ir.Call:
				ok = ok && !changing(n.Name)
			}
			return ok
		})
	}
	return ok
}

// changing tells names whose value statements change, or each use.
func changing(q ir.QName) bool {
	if len(q.Parts) == 0 {
		return false
	}
	n := q.Last().Key
	return len(q.Parts) > 1 || strings.HasPrefix(n, "@@") || strings.HasPrefix(n, "ERROR_") ||
		slices.Contains([]string{"SCOPE_IDENTITY", "IDENT_CURRENT", "XACT_STATE", "ROWCOUNT_BIG", "RAND", "NEWID", "NEWSEQUENTIALID", "OBJECT_ID"}, n)
}

// merge joins what the branches of an IF make of each text: what is behind their common beginning is a choice.
func (k texts) merge(s *ir.If, after []texts) {
	var conds []ir.Expr
	for _, b := range s.Branches {
		conds = append(conds, b.Cond)
	}
	if !lasting(conds...) {
		return
	}
	for name := range after[0] {
		if _, same := k[name]; same {
			continue
		}
		c := &choice{conds: conds}
		base, ok := commonPieces(after, name)
		for _, a := range after {
			if ok {
				c.texts = append(c.texts, a[name][len(base):])
			}
		}
		merged := append(base[:len(base):len(base)], piece{choice: c})
		if ok && len(merged) <= maxPieces && !k.stale(merged, s) {
			k[name] = merged
		}
	}
}

// commonPieces are those that a variable's text begins with in all branches; false where one of them does not know the variable.
func commonPieces(after []texts, name string) ([]piece, bool) {
	base := after[0][name]
	for _, a := range after[1:] {
		list, known := a[name]
		if !known {
			return nil, false
		}
		n := 0
		for n < min(len(base), len(list)) && base[n] == list[n] {
			n++
		}
		base = base[:n]
	}
	return base, true
}

// stale tells pieces that name what a branch changes: a condition is asked again where the text runs.
func (k texts) stale(list []piece, s *ir.If) bool {
	found := false
	for _, b := range append([]ir.Branch{{Body: s.Else}}, s.Branches...) {
		for _, st := range b.Body {
			eachChanged(st, func(r *ir.Ref) { found = found || mentions(list, r.Name.Last().Key) })
		}
	}
	return found
}

// eachChanged calls f for the variables that a statement changes: by SET, SELECT @v =, UPDATE … SET @v =, FETCH … INTO, OUTPUT parameters and
// return codes. No other statement can ("Variables", Transact-SQL reference).
func eachChanged(s ir.Stmt, f func(*ir.Ref)) {
	target := func(list ...ir.Expr) {
		for _, e := range list {
			if r, ok := e.(*ir.Ref); ok {
				f(r)
			}
		}
	}
	ir.Walk(s, func(n ir.Node) bool {
		switch n := n.(type) {
		case *ir.Assign:
			target(n.Target)
		case *ir.SelectItem:
			target(n.Assign)
		case *ir.Select:
			target(n.Into...)
		case *ir.Update:
			for _, c := range n.Sets {
				target(c.Var)
			}
		case *ir.Merge:
			eachRef(n, f)
			return false
		case *ir.FetchCursor:
			target(n.Into...)
		case *ir.CallStmt:
			target(n.Result)
		case *ir.Call:
			for _, a := range n.Args {
				if a.Out {
					target(a.Value)
				}
			}
		}
		return true
	})
}

func eachRef(n ir.Node, f func(*ir.Ref)) {
	ir.Walk(n, func(x ir.Node) bool {
		if r, ok := x.(*ir.Ref); ok {
			f(r)
		}
		return true
	})
}

// ifTexts walks the branches of an IF.
func (l *lowerer) ifTexts(s *ir.If, k texts) {
	inner := append([]ir.Branch(nil), s.Branches...)
	var after []texts
	for i := range inner {
		kk := maps.Clone(k)
		inner[i].Body = l.knownList(inner[i].Body, kk)
		after = append(after, kk)
	}
	kk := maps.Clone(k)
	s.Else = l.knownList(s.Else, kk)
	after = append(after, kk)
	for i := range s.Branches {
		k.forgetAssigned(s.Branches[i].Body)
	}
	s.Branches = inner
	k.forgetAssigned(s.Else)
	k.merge(s, after)
}

// selectTexts takes SELECT @a = …, @b = … for the assignments that it is.
func (k texts) selectTexts(s *ir.SelectStmt) bool {
	sel, ok := s.Query.Body.(*ir.Select)
	if !ok || len(sel.From) > 0 || sel.Where != nil || !sel.IntoTbl.IsZero() {
		return false
	}
	for _, it := range sel.Items {
		if r, ok := it.Assign.(*ir.Ref); !ok || it.Expr == nil || len(r.Name.Parts) != 1 {
			return false
		}
	}
	for _, it := range sel.Items {
		k.assign(it.Assign.(*ir.Ref).Name.Last().Key, it.Expr)
	}
	return true
}
