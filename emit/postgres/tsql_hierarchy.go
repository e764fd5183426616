package postgres

import (
	"regexp"

	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/ir/diag"
)

// A hierarchyid is a text here, its path as ToString() gives it: /1/3/. Equal paths are equal texts; what depends on their order, which is
// depth first, goes by a key.

var hierarchyFunctions = rows{
	"tsql.hierarchyid::getroot":           {{n: 0, pg: "'/'::text", prec: precCast, c: cText}},
	"tsql.hierarchyid::parse":             {{n: 1, args: "-", pg: "{@hierarchy_parse}({1})", c: cText}},
	"tsql.hierarchyid.tostring":           {{n: 1, args: "-", pg: "{1:cast}::text", prec: precCast, c: cText}},
	"tsql.hierarchyid.getlevel":           {{n: 1, args: "-", pg: "{@hierarchy_level}({1})", c: cInt}},
	"tsql.hierarchyid.getancestor":        {{n: 2, args: "-", pg: "{@hierarchy_ancestor}({1}, {2})", c: cText}},
	"tsql.hierarchyid.getdescendant":      {{n: 3, args: "-", pg: "{@hierarchy_descendant}({1}, {2}, {3})", c: cText}},
	"tsql.hierarchyid.isdescendantof":     {{n: 2, args: "-", pg: "starts_with({1}, {2})", c: cBool}},
	"tsql.hierarchyid.getreparentedvalue": {{n: 3, args: "-", pg: "{@hierarchy_reparented}({1}, {2}, {3})", c: cText}},
}

func (p *printer) isHierarchy(e ir.Expr) bool {
	if e == nil || !p.tsql() {
		return false
	}
	t := p.typ(e)
	return t != nil && t.Base().Kind == ir.THierarchyID
}

// hierarchyKey writes what a path is ordered by.
func (p *printer) hierarchyKey(s string) string { return p.helper("hierarchy_key") + "(" + s + ")" }

// hierarchyOrder gives the items of a query's ORDER BY. A key is an expression, in which PostgreSQL knows no name and no number of an output
// column, and which stands behind neither DISTINCT nor a set operation.
func (p *printer) hierarchyOrder(q *ir.Query, behind func(ir.Expr) ir.Expr) []*ir.OrderItem {
	items := q.OrderBy
	for i, o := range q.OrderBy {
		if !p.isHierarchy(behind(o.Expr)) {
			continue
		}
		sel, ok := q.Body.(*ir.Select)
		if !ok || sel.Distinct {
			p.find(diag.TSQLQueryForm, o.Expr.Span(), "ORDER BY a hierarchyid behind DISTINCT or a set operation: put the query into FROM, and order outside")
			continue
		}
		x := behind(o.Expr)
		if r, ok := unwrap(x).(*ir.Ref); ok && len(r.Name.Parts) == 1 {
			for _, it := range sel.Items {
				if it.Expr != nil && !it.Alias.IsZero() && it.Alias.Key == r.Name.Last().Key {
					x = it.Expr
				}
			}
		}
		if x != o.Expr {
			c := *o
			c.Expr = x
			items = append(append(append([]*ir.OrderItem(nil), items[:i]...), &c), items[i+1:]...)
		}
	}
	return items
}

var hierarchyPath = regexp.MustCompile(`^/((0|-?[1-9][0-9]*)(\.(0|-?[1-9][0-9]*))*/)*$`)

// toHierarchy reads a path.
func (c *conversion) toHierarchy() val {
	switch s, ok := unwrap(c.e.X).(*ir.StringLit); {
	case ok && hierarchyPath.MatchString(s.Value), c.p.isHierarchy(c.e.X):
		return c.v
	case !c.from.IsString():
		c.p.find(diag.TSQLFunction, c.e.Sp, "the binary form of a hierarchyid: the path is kept as text; move it with ToString()")
		return c.v
	}
	return atom(c.p.helper("hierarchy_parse")+"("+c.v.s+")", cText)
}
