package postgres

import (
	"regexp"
	"strings"

	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/ir/diag"
)

// The rows of a query that is put together at run time are a result of the procedure, as those of any other query ("EXECUTE": the results go to
// the caller). A text that begins as a query is opened as a cursor; one that changes data is executed. Which it is shows in how it begins:
// in the constant in front, or in what its variable is given first.

// dynamicText is the text of EXEC (…) and sp_executesql, nil for other statements, and for those that give values back in parameters.
func dynamicText(s ir.Stmt) ir.Expr {
	switch s := s.(type) {
	case *ir.ExecImmediate:
		return s.SQL
	case *ir.CallStmt:
		c, ok := unwrap(s.X).(*ir.Call)
		if !ok || c.Fn != "tsql.sp_executesql" || len(c.Args) == 0 {
			return nil
		}
		for _, a := range c.Args {
			if a.Out {
				return nil
			}
		}
		return c.Args[0].Value
	}
	return nil
}

// textKind says what a text that is put together does.
type textKind uint8

const (
	textUnknown textKind = iota
	textRows             // it is a query
	textNoRows           // it is another statement
)

var (
	queryBegins  = regexp.MustCompile(`(?i)^[\s(;]*(select|with|values)\b`)
	queryChanges = regexp.MustCompile(`(?i)\b(into|insert|update|delete|merge|truncate|create|drop|alter)\b`)
)

// givenTexts are the expressions that the variables of a body are given, in source order. A variable that is being looked at is in busy, so that two
// that are made of each other end.
type givenTexts struct {
	of   map[string][]ir.Expr
	busy map[string]bool
	left int // how many looks are left: variables that are made of each other have very many ways
}

func textsOf(body ir.Node) *givenTexts {
	g := &givenTexts{of: map[string][]ir.Expr{}, busy: map[string]bool{}}
	ir.Walk(body, func(n ir.Node) bool {
		switch n := n.(type) {
		case *ir.Assign:
			if r, ok := n.Target.(*ir.Ref); ok {
				g.of[r.Name.Key()] = append(g.of[r.Name.Key()], n.Value)
			}
		case *ir.VarDecl:
			if n.Default != nil {
				g.of[n.Name.Key] = append(g.of[n.Name.Key], n.Default)
			}
		case *ir.SelectItem:
			if r, ok := n.Assign.(*ir.Ref); ok && n.Expr != nil {
				g.of[r.Name.Key()] = append(g.of[r.Name.Key()], n.Expr)
			}
		}
		return true
	})
	return g
}

// texts are those of the body that is written.
func (p *printer) texts() *givenTexts {
	if p.rt.texts == nil {
		p.rt.texts = textsOf(p.obj)
	}
	return p.rt.texts
}

// kind looks at the text of a statement.
func (g *givenTexts) kind(text ir.Expr) textKind {
	g.left = 1000
	switch s, known := g.beginning(text); {
	case !known || strings.TrimSpace(s) == "":
		return textUnknown
	case queryBegins.MatchString(s) && !queryChanges.MatchString(g.pieces(text)):
		return textRows
	}
	return textNoRows
}

// beginning is the constant that a text begins with. Several that a variable may be given must all begin alike.
func (g *givenTexts) beginning(e ir.Expr) (string, bool) {
	switch e := unwrap(stripImplicit(e)).(type) {
	case *ir.StringLit:
		if !strings.Contains(e.Value, "--") && !strings.Contains(e.Value, "/*") {
			return e.Value, true
		}
		return sqlComment.ReplaceAllString(e.Value, " "), true
	case *ir.Binary:
		if e.Op != ir.OpConcat && e.Op != ir.OpAdd {
			return "", false
		}
		l, ok := g.beginning(e.L)
		if ok && strings.TrimSpace(l) == "" {
			return g.beginning(e.R)
		}
		return l, ok
	case *ir.Cast:
		return g.beginning(e.X)
	case *ir.Call:
		if (e.Fn == "tsql.concat" || e.Fn == "tsql.replace") && len(e.Args) > 0 {
			return g.beginning(e.Args[0].Value)
		}
	case *ir.Ref:
		return g.first(e.Name.Key())
	}
	return "", false
}

var sqlComment = regexp.MustCompile(`(?s)--[^\n]*\n|/\*.*?\*/`)

// first is how the value of a variable begins: by what it is given, and where that is empty by what is put behind it first.
func (g *givenTexts) first(key string) (string, bool) {
	if g.left--; g.busy[key] || g.left < 0 {
		return "", false
	}
	g.busy[key] = true
	defer delete(g.busy, key)
	first, known, any := "", true, false
	for _, x := range g.of[key] {
		if rest, appends := appended(x, key); appends {
			if any && known && strings.TrimSpace(first) == "" && rest != nil {
				first, known = g.beginning(rest)
			}
			continue
		}
		s, ok := g.beginning(x)
		switch {
		case !ok:
			known = false
		case !any || strings.TrimSpace(first) == "":
			first = s
		case strings.TrimSpace(s) != "" && queryBegins.MatchString(s) != queryBegins.MatchString(first):
			known = false
		}
		any = true
	}
	return first, any && known
}

// appended is what is put behind a variable where an expression begins with it.
func appended(e ir.Expr, key string) (ir.Expr, bool) {
	switch e := unwrap(stripImplicit(e)).(type) {
	case *ir.Ref:
		return nil, e.Name.Key() == key
	case *ir.Binary:
		if r, ok := unwrap(stripImplicit(e.L)).(*ir.Ref); ok && r.Name.Key() == key {
			return e.R, true
		}
		if rest, ok := appended(e.L, key); ok {
			if rest == nil {
				rest = e.R
			}
			return rest, true
		}
	case *ir.Call:
		if e.Fn == "tsql.concat" && len(e.Args) > 1 {
			if _, ok := appended(e.Args[0].Value, key); ok {
				return e.Args[1].Value, true
			}
		}
	case *ir.Cast:
		return appended(e.X, key)
	}
	return nil, false
}

// pieces gathers the constants that go into a text: its own, and those that its variable is given anywhere in the body.
func (g *givenTexts) pieces(e ir.Expr) string {
	var b strings.Builder
	take := func(x ir.Expr) {
		ir.Walk(x, func(n ir.Node) bool {
			if s, ok := n.(*ir.StringLit); ok {
				b.WriteString(s.Value)
				b.WriteByte(' ')
			}
			return true
		})
	}
	take(e)
	seen := map[string]bool{}
	ir.Walk(e, func(n ir.Node) bool {
		if r, ok := n.(*ir.Ref); ok && !seen[r.Name.Key()] {
			seen[r.Name.Key()] = true
			for _, x := range g.of[r.Name.Key()] {
				take(x)
			}
		}
		return true
	})
	return b.String()
}

// dynamicRows opens a text that is a query as a cursor of the procedure; false for other texts, whose rows would go nowhere.
func (p *printer) dynamicRows(s ir.Stmt, write func()) bool {
	text := dynamicText(s)
	if text == nil {
		return false
	}
	kind := p.texts().kind(text)
	plan := p.em.results[p.rt.r]
	if kind != textRows || plan == nil || plan.kind != resultCursors || !plan.gives(s) {
		if kind == textRows {
			p.find(diag.TSQLResultSet, s.Span(), "the rows of the query go nowhere: %s", firstLine(s.Span().Text()))
		}
		return false
	}
	p.closedBefore(plan, s)
	p.W("OPEN ", p.cursorParam(plan.number(s)), " FOR EXECUTE ")
	write()
	p.W(";\n")
	p.noCount(s, "the rows of the query become a cursor, and are not counted")
	return true
}

// searchPath lets a text that is run find names without a schema where SQL Server does: in dbo.
func (em *emitter) searchPath() string {
	s := em.schemaName(ir.MakeName("dbo"))
	if s == "" || s == "public" || !em.schemaNames()[s] {
		return ""
	}
	return " SET search_path = " + quoteIdent(s) + ", public"
}
