package postgres

import (
	"strings"

	"github.com/crosswalk-db/crosswalk/ir"
)

// rangeVar is an element of FROM that columns are taken from.
type rangeVar struct {
	name  ir.Name
	at    ir.TableExpr
	cols  []ir.Name // in order; valid where known
	known bool
}

// rangeVars lists the range variables of a FROM list, through joins.
func rangeVars(from []ir.TableExpr) []*rangeVar {
	var list []*rangeVar
	var walk func(ir.TableExpr)
	walk = func(t ir.TableExpr) {
		if j, ok := t.(*ir.JoinExpr); ok {
			walk(j.L)
			walk(j.R)
			return
		}
		v := &rangeVar{name: tableAlias(t), at: t}
		v.cols, v.known = tableCols(t)
		list = append(list, v)
	}
	for _, t := range from {
		walk(t)
	}
	return list
}

// tableAlias is the name under which a table's columns are known; zero where it has none.
func tableAlias(t ir.TableExpr) ir.Name {
	switch t := t.(type) {
	case *ir.TableRef:
		if !t.Alias.IsZero() {
			return t.Alias
		}
		return t.Name.Last()
	case *ir.SubqueryRef:
		return t.Alias
	case *ir.FuncRef:
		return t.Alias
	case *ir.JSONTable:
		return t.Alias
	case *ir.XMLTable:
		return t.Alias
	case *ir.PivotRef:
		return t.Alias
	case *ir.UnpivotRef:
		return t.Alias
	}
	return ir.Name{}
}

// setAlias names a table; joins and raw text have no place for a name.
func setAlias(t ir.TableExpr, n ir.Name) {
	switch t := t.(type) {
	case *ir.TableRef:
		t.Alias = n
	case *ir.SubqueryRef:
		t.Alias = n
	case *ir.FuncRef:
		t.Alias = n
	case *ir.JSONTable:
		t.Alias = n
	case *ir.XMLTable:
		t.Alias = n
	case *ir.PivotRef:
		t.Alias = n
	case *ir.UnpivotRef:
		t.Alias = n
	}
}

// tableCols gives the columns that * stands for; false when they cannot be told.
func tableCols(t ir.TableExpr) ([]ir.Name, bool) {
	switch t := t.(type) {
	case *ir.TableRef:
		if t.CTE != nil {
			if len(t.CTE.Cols) > 0 {
				return t.CTE.Cols, true
			}
			return outputCols(t.CTE.Query)
		}
		return objectCols(t.Decl)
	case *ir.SubqueryRef:
		if len(t.Cols) > 0 {
			return t.Cols, true
		}
		return outputCols(t.Query)
	case *ir.FuncRef:
		return t.Cols, len(t.Cols) > 0
	case *ir.JSONTable:
		return jsonCols(t.Columns), true
	case *ir.XMLTable:
		var cols []ir.Name
		for _, c := range t.Columns {
			cols = append(cols, c.Name)
		}
		return cols, true
	case *ir.PivotRef:
		return pivotCols(t)
	case *ir.UnpivotRef:
		return unpivotCols(t)
	}
	return nil, false
}

func objectCols(o ir.Object) ([]ir.Name, bool) {
	switch d := o.(type) {
	case *ir.Table:
		var cols []ir.Name
		for _, c := range d.Columns {
			if !c.Invisible {
				cols = append(cols, c.Name)
			}
		}
		return cols, len(cols) > 0
	case *ir.View:
		if len(d.Cols) > 0 {
			return d.Cols, true
		}
		return outputCols(d.Query)
	case *ir.MaterializedView:
		if len(d.Cols) > 0 {
			return d.Cols, true
		}
		return outputCols(d.Query)
	}
	return nil, false
}

func jsonCols(list []*ir.JSONColumn) []ir.Name {
	var cols []ir.Name
	for _, c := range list {
		if len(c.Nested) > 0 {
			cols = append(cols, jsonCols(c.Nested)...)
			continue
		}
		cols = append(cols, c.Name)
	}
	return cols
}

// outputCols gives the names of a query's columns. resolve's answer comes first; the items themselves are the
// answer for queries that a pass made.
func outputCols(q *ir.Query) ([]ir.Name, bool) {
	if q == nil {
		return nil, false
	}
	if len(q.Cols) > 0 {
		cols := make([]ir.Name, len(q.Cols))
		for i, f := range q.Cols {
			if f.Name.IsZero() {
				return nil, false
			}
			cols[i] = f.Name
		}
		return cols, true
	}
	return bodyCols(q.Body)
}

func bodyCols(b ir.QueryBody) ([]ir.Name, bool) {
	switch b := b.(type) {
	case *ir.Query:
		return outputCols(b)
	case *ir.SetOp:
		return bodyCols(b.L)
	case *ir.Select:
		return itemCols(b)
	}
	return nil, false
}

func itemCols(s *ir.Select) ([]ir.Name, bool) {
	var cols []ir.Name
	for _, it := range s.Items {
		if it.Star {
			more, ok := starCols(s.From, it.Qualifier)
			if !ok {
				return nil, false
			}
			cols = append(cols, more...)
			continue
		}
		n := outputName(it)
		if n.IsZero() {
			return nil, false
		}
		cols = append(cols, n)
	}
	return cols, true
}

// starCols expands * or t.*. A join by USING or NATURAL shows its columns once, which is not worked out here.
func starCols(from []ir.TableExpr, q ir.QName) ([]ir.Name, bool) {
	var cols []ir.Name
	for _, v := range rangeVars(from) {
		if !q.IsZero() && v.name.Key != q.Last().Key {
			continue
		}
		if !v.known {
			return nil, false
		}
		cols = append(cols, v.cols...)
	}
	if q.IsZero() {
		for _, t := range from {
			if hasMergedCols(t) {
				return nil, false
			}
		}
	}
	return cols, len(cols) > 0
}

func hasMergedCols(t ir.TableExpr) bool {
	j, ok := t.(*ir.JoinExpr)
	return ok && (j.Natural || len(j.Using) > 0 || hasMergedCols(j.L) || hasMergedCols(j.R))
}

// outputName is the name of a column of the output: its alias, or the column's own; zero for other expressions.
func outputName(it *ir.SelectItem) ir.Name {
	if !it.Alias.IsZero() {
		return it.Alias
	}
	switch e := unwrap(it.Expr).(type) {
	case *ir.Ref:
		return e.Name.Last()
	case *ir.Pseudo:
		return pseudoName[e.Kind]
	}
	return ir.Name{}
}

// pseudoName is what a pseudo column is called where nobody gives it an alias.
var pseudoName = map[ir.PseudoKind]ir.Name{
	ir.PseudoRownum: sqlName("rownum"), ir.PseudoRowid: sqlName("rowid"), ir.PseudoLevel: sqlName("level"),
	ir.PseudoIsLeaf: sqlName("connect_by_isleaf"), ir.PseudoIsCycle: sqlName("connect_by_iscycle"),
	ir.PseudoColumnValue: sqlName("column_value"), ir.PseudoOraRowscn: sqlName("ora_rowscn"),
	ir.PseudoObjectValue: sqlName("object_value"),
}

// rewriteDeep replaces every expression below slot, innermost first, by what f returns. depth counts the queries
// that stand between slot and the expression.
func rewriteDeep(slot *ir.Expr, depth int, f func(ir.Expr, int) ir.Expr) {
	if *slot == nil {
		return
	}
	rewriteBelow(*slot, depth, f)
	*slot = f(*slot, depth)
}

func rewriteBelow(n ir.Node, depth int, f func(ir.Expr, int) ir.Expr) {
	body := false // a query in parentheses is one with the query around it
	switch x := n.(type) {
	case nil:
		return
	case *ir.Query:
		if x == nil {
			return
		}
		depth++
		body = true
	case *ir.SetOp:
		body = true
	case *ir.Block:
		if x == nil {
			return
		}
	}
	ir.EachChild(n, func(e *ir.Expr) { rewriteDeep(e, depth, f) }, func(c ir.Node) {
		if q, ok := c.(*ir.Query); ok && body && q != nil {
			rewriteBelow(c, depth-1, f)
			return
		}
		rewriteBelow(c, depth, f)
	})
}

// eachExpr visits every expression below e with its depth, as rewriteDeep counts it.
func eachExpr(e ir.Expr, f func(ir.Expr, int)) {
	rewriteDeep(&e, 0, func(x ir.Expr, d int) ir.Expr { f(x, d); return x })
}

// owner finds the range variable that a reference belongs to, depth queries further in; nil for variables,
// columns of other queries, and names that cannot be told.
func owner(r *ir.Ref, vars []*rangeVar, depth int) *rangeVar {
	if r.Sym != nil && r.Sym.Kind != ir.SymNone {
		if r.Sym.Kind != ir.SymColumn && r.Sym.Kind != ir.SymTable {
			return nil
		}
		if r.Sym.Depth != depth && !(r.Sym.Depth == 0 && depth == 0) {
			return nil
		}
		if !r.Sym.Table.IsZero() {
			return varNamed(vars, r.Sym.Table.Key)
		}
	}
	parts := r.Name.Parts
	if len(parts) > 1 {
		if v := varNamed(vars, parts[len(parts)-2].Key); v != nil {
			return v
		}
		if len(parts) > 2 {
			return varNamed(vars, parts[len(parts)-3].Key)
		}
		return nil
	}
	if depth > 0 || len(parts) == 0 {
		return nil
	}
	return varOfColumn(vars, parts[0].Key)
}

func varNamed(vars []*rangeVar, key string) *rangeVar {
	for _, v := range vars {
		if v.name.Key == key {
			return v
		}
	}
	return nil
}

// varOfColumn finds the table of an unqualified column that nobody resolved: the one that has it, or the only
// one whose columns are not known.
func varOfColumn(vars []*rangeVar, key string) *rangeVar {
	var open *rangeVar
	opens := 0
	for _, v := range vars {
		if !v.known {
			open = v
			opens++
			continue
		}
		for _, c := range v.cols {
			if c.Key == key {
				return v
			}
		}
	}
	if opens == 1 {
		return open
	}
	return nil
}

// freshName gives a name that none of the taken ones equals, by adding a number to it.
func freshName(want string, taken map[string]bool) ir.Name {
	name := want
	for i := 2; taken[strings.ToUpper(name)]; i++ {
		name = want + "_" + itoa(i)
	}
	taken[strings.ToUpper(name)] = true
	return sqlName(name)
}
