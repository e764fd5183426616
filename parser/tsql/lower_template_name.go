package tsql

import (
	"regexp"
	"strings"

	"github.com/crosswalk-db/crosswalk/ir"
)

// A name of a template that is only known at run time has a hole in its place: [' + @t + '], QUOTENAME(@t), and a value that stands where a
// table is named, behind a dot or in the middle of a word. The statements that have such names become NamedStmts.

// templateName is a name with values in it.
type templateName struct {
	parts  []ir.Expr
	whole  bool // not delimited in the text: the value may be, and may have qualifiers
	place  bool // a table is named here
	dotted bool // a dot stands in front of it or behind it
	order  bool // what ORDER BY takes
	piece  ir.HolePiece
	hole   *ir.NameHole
}

var (
	namePlace = regexp.MustCompile(`(?is)\b(?:from|join|into|update|delete|table)\s*$`)
	wordEnd   = regexp.MustCompile(`[\pL\pN_$#]+$`)
	wordStart = regexp.MustCompile(`^[\pL\pN_$#]+`)
)

// nameValue puts a value in where it is a name, or a part of one, and tells whether it is.
func (a *assembler) nameValue(e ir.Expr) bool {
	n := a.name
	if x := bracketed(e); x != nil {
		a.name = nil
		a.writeName(&templateName{parts: []ir.Expr{x}})
		return true
	}
	if _, cast := e.(*ir.Cast); !cast && a.l.isNumeric(e) { // it would be added
		return false
	}
	if n != nil && n.whole {
		n.parts = append(n.parts, e)
		return true
	}
	before := a.b.String()
	lead := wordEnd.FindString(before)
	before = before[:len(before)-len(lead)]
	n = &templateName{whole: true}
	if !namePlace.MatchString(before) && !strings.HasSuffix(before, ".") || lead != "" && namePlace.MatchString(lead) {
		if lead != "" || a.l.numberText(e) != nil || !a.column(n, before) {
			return false
		}
	}
	if lead != "" {
		a.b.Reset()
		a.b.WriteString(before)
		n.parts = append(n.parts, a.text(lead))
	}
	n.parts = append(n.parts, e)
	a.writeName(n)
	return true
}

var (
	orderPlace   = regexp.MustCompile(`(?is)\border\s+by\s+(?:[^()']*,\s*)?$`)
	direction    = regexp.MustCompile(`(?is)^\s+(?:asc|desc)\b`)
	operandPlace = regexp.MustCompile(`(?is)(?:\b(?:where|and|or|on|having|not)\s*\(*|\()\s*$`)
	comparison   = regexp.MustCompile(`(?is)^\s*(?:[=<>!]|(?:like|is|in|between|not)\b)`)
	argument     = regexp.MustCompile(`(?is)\b(?:count|sum|min|max|avg|isnull|len|ltrim|rtrim|upper|lower)\s*\(\s*(?:distinct\s+)?$`)
)

// column tells places where a value is most likely a column's name: in front of a comparison, as the argument of a function, or behind
// ORDER BY. A text that is no name is an error when it runs.
func (a *assembler) column(n *templateName, before string) bool {
	switch {
	case orderPlace.MatchString(before):
		n.order = !direction.MatchString(a.next)
		return true
	case operandPlace.MatchString(before) && !listPlace.MatchString(before) && comparison.MatchString(a.next):
		return true
	}
	return argument.MatchString(before) && strings.HasPrefix(strings.TrimSpace(a.next), ")")
}

// bracketed is the name that QUOTENAME(x) delimits, nil for all else.
func bracketed(e ir.Expr) ir.Expr {
	c, ok := e.(*ir.Call)
	if !ok || !strings.EqualFold(c.Name.Last().Text, "QUOTENAME") || len(c.Args) == 0 {
		return nil
	}
	if len(c.Args) == 2 {
		if q, ok := c.Args[1].Value.(*ir.StringLit); !ok || !strings.Contains(`[]"`, q.Value) {
			return nil
		}
	}
	return c.Args[0].Value
}

func (a *assembler) text(s string) ir.Expr {
	x := &ir.StringLit{Value: s, National: true}
	x.Sp = a.at
	return x
}

// writeName puts the hole of a name in.
func (a *assembler) writeName(n *templateName) {
	before := a.b.String()
	n.place = namePlace.MatchString(before)
	n.dotted = strings.HasSuffix(strings.TrimSpace(before), ".")
	a.t.names = append(a.t.names, n)
	n.hole = &ir.NameHole{Hole: ir.MakeHole(len(a.t.names)), Whole: n.whole, Order: n.order, Piece: n.piece}
	a.b.WriteString(n.hole.Hole.Text)
	a.name = n
}

// goOn takes from the characters behind a name what still belongs to it, and gives how many they are.
func (a *assembler) goOn(s string) int {
	n := a.name
	a.name = nil
	if n == nil || a.state != inCode {
		return 0
	}
	more := ""
	if n.whole {
		more = wordStart.FindString(s)
	}
	if more != "" {
		n.parts = append(n.parts, a.text(more))
	}
	if more == s {
		a.name = n
	}
	n.dotted = n.dotted || strings.HasPrefix(strings.TrimSpace(s[len(more):]), ".")
	return len(more)
}

// endName ends a name in brackets: one with values in it becomes a hole. rest follows in the same constant.
func (a *assembler) endName(rest string) {
	if !a.named {
		a.b.WriteString("[" + strings.ReplaceAll(a.cur.String(), "]", "]]") + "]")
		return
	}
	a.flush()
	n := &templateName{parts: a.parts}
	a.writeName(n)
	if rest != "" {
		a.goOn(rest)
	}
}

// joined is the expression that joins the parts of a constant.
func (a *assembler) joined() ir.Expr { return joinParts(a.parts) }

func joinParts(parts []ir.Expr) ir.Expr {
	e := parts[0]
	for _, x := range parts[1:] {
		b := &ir.Binary{Op: ir.OpAdd, L: e, R: x}
		b.Sp = e.Span()
		e = b
	}
	return e
}

// homes gives tables without a schema the default one, which a dynamic text sees in any module ("EXECUTE").
func (t *template) homes(text string) string {
	for _, n := range t.names {
		switch {
		case !n.place || n.dotted:
		case n.whole:
			n.hole.Home = ir.MakeName("dbo")
		default:
			text = strings.Replace(text, n.hole.Hole.Text, "dbo."+n.hole.Hole.Text, 1)
		}
	}
	return text
}

// fill gives the holes their texts.
func (t *template) fill() {
	for _, n := range t.names {
		n.hole.Text = ir.Clone(joinParts(n.parts))
		if c, ok := n.hole.Text.(*ir.Cast); ok && len(n.parts) == 1 && c.To.Is(ir.TText) {
			n.hole.Text = c.X
		}
	}
}

// wrap makes NamedStmts of the statements that have such names; false where one stands in what cannot be one.
func (t *template) wrap(body []ir.Stmt) bool {
	if len(t.names) == 0 {
		return true
	}
	for i, s := range body {
		holes := t.holesOf(s)
		if len(holes) == 0 {
			continue
		}
		switch s := s.(type) {
		case *ir.SelectStmt, *ir.ExecDML, *ir.Truncate:
			if !namable(s) {
				return false
			}
			n := &ir.NamedStmt{Body: s, Names: holes}
			n.StmtBase = *s.Base()
			body[i] = n
		case *ir.Block:
			if len(s.Handlers) > 0 || !t.wrap(s.Body) {
				return false
			}
		default:
			return false
		}
	}
	return true
}

// holesOf are the holes of a statement.
func (t *template) holesOf(s ir.Stmt) []*ir.NameHole {
	var list []*ir.NameHole
	text := s.Span().Text()
	for _, n := range t.names {
		if strings.Contains(text, n.hole.Hole.Text) {
			list = append(list, n.hole)
		}
	}
	return list
}

// namable tells statements that EXECUTE can run by their text: they read no variable of the session, make no table, and go on from no row
// to the next.
func namable(s ir.Stmt) bool {
	switch s := s.(type) {
	case *ir.SelectStmt:
		if sel := ir.FirstSelect(s.Query.Body); sel == nil || !sel.IntoTbl.IsZero() || assignsRead(sel) {
			return false
		}
	case *ir.ExecDML:
		switch d := s.DML.(type) {
		case *ir.Insert:
			if d.Exec != nil {
				return false
			}
		case *ir.Update:
			for _, c := range d.Sets {
				if c.Var != nil {
					return false
				}
			}
		case *ir.Delete:
		default:
			return false
		}
		if ir.ReturningOf(s.DML) != nil {
			return false
		}
	}
	ok := true
	ir.Walk(s, func(n ir.Node) bool {
		switch n := n.(type) {
		case *ir.Ref:
			ok = ok && !strings.HasPrefix(n.Name.Last().Text, "@@")
		case *ir.Call:
			ok = ok && !strings.HasPrefix(n.Fn, "tsql.@@") && !strings.HasPrefix(n.Name.Last().Text, "@@")
		}
		return ok
	})
	return ok
}

// assignsRead tells SELECT @s = @s + c.
func assignsRead(sel *ir.Select) bool {
	for _, it := range sel.Items {
		r, ok := it.Assign.(*ir.Ref)
		if !ok {
			continue
		}
		for _, x := range sel.Items {
			if x.Expr != nil && names(x.Expr, r.Name.Last().Key) {
				return true
			}
		}
	}
	return false
}
