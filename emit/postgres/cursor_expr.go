package postgres

import (
	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/ir/diag"
)

// cursorExpr writes CURSOR(query), the argument of a table function as a rule: the run-time library opens a cursor for the text
// of the query. The text sees neither variables nor the columns of a query around it, so a query with those is refused.
func (p *printer) cursorExpr(e *ir.CursorExpr) val {
	if p.tsql() || !standsAlone(e.Query) {
		p.find(diag.NoFunction, e.Span(), "CURSOR(subquery) as a value: select an array or JSON of the rows instead, or open a refcursor")
		return atom("NULL", cLit)
	}
	return atom(p.helper("cursor_of")+"("+quoteLiteral(p.queryText(e.Query, useStatement))+")", cOther)
}

// standsAlone tells queries that name nothing but tables and their own columns, and routines.
func standsAlone(q *ir.Query) bool {
	ranges := map[string]bool{}
	ir.Walk(q, func(n ir.Node) bool {
		switch n := n.(type) {
		case *ir.TableRef:
			ranges[rangeKey(n.Alias, n.Name.Last())] = true
		case *ir.SubqueryRef:
			ranges[n.Alias.Key] = true
		case *ir.FuncRef:
			ranges[n.Alias.Key] = true
		}
		return true
	})
	alone := true
	ir.Walk(q, func(n ir.Node) bool {
		switch n := n.(type) {
		case *ir.Ref:
			alone = alone && n.Sym != nil && (n.Sym.Kind == ir.SymColumn && ranges[n.Sym.Table.Key] || n.Sym.Kind == ir.SymRoutine || n.Sym.Kind == ir.SymAlias ||
				n.Sym.Kind == ir.SymTable && ranges[n.Sym.Table.Key] || n.Sym.Kind == ir.SymSupplied)
		case *ir.Bind, *ir.CursorAttr, *ir.CursorExpr:
			alone = false
		case *ir.Call:
			alone = alone && n.Fn != "sqlcode" && n.Fn != "sqlerrm"
		}
		return alone
	})
	return alone
}

func rangeKey(alias, name ir.Name) string {
	if alias.IsZero() {
		return name.Key
	}
	return alias.Key
}
