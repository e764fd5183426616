package postgres

import (
	"regexp"
	"strconv"
	"strings"

	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/ir/diag"
)

// OPTION (MAXRECURSION n) ends a query whose recursion goes deeper than n levels with error 530 ("Hints (Transact-SQL) - Query"); 0 is no limit, which
// PostgreSQL has as well. The level is a column more of the recursive expression.

var maxRecursion = regexp.MustCompile(`(?i)\bMAXRECURSION\s+(\d+)\s*,?`)

const recursionLevel = "recursion_level"

// otherHints leaves MAXRECURSION out of the hints.
func otherHints(hints []string) []string {
	var rest []string
	for _, h := range hints {
		if s := strings.Trim(maxRecursion.ReplaceAllString(h, ""), " ,\t\r\n"); s != "" {
			rest = append(rest, s)
		}
	}
	return rest
}

// limited gives the recursive expressions of a statement the level of their rows, where its hints limit it. in is the statement.
func (p *printer) limited(with []*ir.CTE, hints []string, in ir.Node) []*ir.CTE {
	if len(with) == 0 || len(hints) == 0 || !p.tsql() {
		return with
	}
	m := maxRecursion.FindStringSubmatch(strings.Join(hints, ","))
	if m == nil {
		return with
	}
	most, err := strconv.Atoi(m[1])
	if most == 0 || err != nil {
		return with
	}
	list := append([]*ir.CTE{}, with...)
	for i, c := range with {
		if !recursive([]*ir.CTE{c}) {
			continue
		}
		n := *c
		q := *c.Query
		n.Query = &q
		if q.Body = p.levelled(c.Query.Body, c, most); q.Body == nil || starOver(in, with, c) || len(c.Cols) == 0 && starIn(c.Query.Body) {
			p.find(diag.TSQLMaxRecursion, in.Span(), "MAXRECURSION %d", most)
			continue
		}
		if len(c.Cols) > 0 {
			n.Cols = append(append([]ir.Name{}, c.Cols...), sqlName(recursionLevel))
		}
		list[i] = &n
	}
	return list
}

// levelled adds the level to each part of a recursive query: 0 where it begins. nil where a part is no plain query.
func (p *printer) levelled(b ir.QueryBody, c *ir.CTE, most int) ir.QueryBody {
	switch b := b.(type) {
	case *ir.SetOp:
		s := *b
		s.L, s.R = p.levelled(b.L, c, most), p.levelled(b.R, c, most)
		if s.L == nil || s.R == nil {
			return nil
		}
		return &s
	case *ir.Select:
		level := "0"
		ir.Walk(b, func(n ir.Node) bool {
			if t, ok := n.(*ir.TableRef); ok && t.CTE == c {
				level = p.helper(recursionLevel) + "(" + p.em.ident(tableAlias(t)) + "." + recursionLevel + ", " + itoa(most) + ")"
			}
			return true
		})
		s := *b
		s.Items = append(append([]*ir.SelectItem{}, b.Items...), &ir.SelectItem{Expr: native(&ir.Type{Kind: ir.TInt, Bits: 32}, level), Alias: sqlName(recursionLevel)})
		return &s
	case *ir.Query:
		q := *b
		if q.Body = p.levelled(b.Body, c, most); q.Body == nil || len(b.With) > 0 {
			return nil
		}
		return &q
	}
	return nil
}

// starOver tells that a query takes all columns of the expression.
func starOver(in ir.Node, with []*ir.CTE, c *ir.CTE) bool {
	hit := false
	note := func(n ir.Node) bool {
		s, ok := n.(*ir.Select)
		if !ok {
			return !hit
		}
		stars := false
		for _, it := range s.Items {
			stars = stars || it.Star
		}
		for _, f := range s.From {
			ir.Walk(f, func(n ir.Node) bool {
				t, ok := n.(*ir.TableRef)
				hit = hit || stars && ok && t.CTE == c
				return !hit
			})
		}
		return !hit
	}
	ir.Walk(in, note)
	for _, w := range with {
		ir.Walk(w.Query, note)
	}
	return hit
}

// starIn tells that a part of the expression itself takes all columns of something.
func starIn(b ir.QueryBody) bool {
	return walksInto(b, func(n ir.Node) bool {
		it, ok := n.(*ir.SelectItem)
		return ok && it.Star
	})
}
