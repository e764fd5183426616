package postgres

import (
	"strings"

	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/ir/diag"
)

// unpivoted turns PIVOT and UNPIVOT into a subquery.
func (p *printer) unpivoted(t ir.TableExpr) ir.TableExpr {
	switch t := t.(type) {
	case *ir.PivotRef:
		return p.pivot(t)
	case *ir.UnpivotRef:
		return p.unpivot(t)
	}
	return &ir.RawTable{Sp: t.Span()}
}

// pivotGroups gives the columns that a pivot groups by: all that neither an aggregate nor FOR names.
func pivotGroups(t *ir.PivotRef) ([]ir.Name, bool) {
	cols, ok := tableCols(t.X)
	if !ok {
		return nil, false
	}
	used := map[string]bool{}
	for _, n := range t.For {
		used[n.Key] = true
	}
	for _, a := range t.Aggs {
		eachExpr(a.Expr, func(e ir.Expr, depth int) {
			if r, ok := e.(*ir.Ref); ok && depth == 0 {
				used[r.Name.Last().Key] = true
			}
		})
	}
	var keep []ir.Name
	for _, c := range cols {
		if !used[c.Key] {
			keep = append(keep, c)
		}
	}
	return keep, true
}

// pivotCols gives the output of a pivot: the groups, then for each value a column for each aggregate.
func pivotCols(t *ir.PivotRef) ([]ir.Name, bool) {
	cols, ok := pivotGroups(t)
	for _, v := range t.In {
		for _, a := range t.Aggs {
			cols = append(cols, pivotName(v, a))
		}
	}
	return cols, ok
}

// pivotName is VALUE or VALUE_AGG. A value without alias goes by its text as written, quotes included.
func pivotName(v, agg *ir.SelectItem) ir.Name {
	n := v.Alias
	if n.IsZero() {
		n = literalName(v.Expr)
	}
	if agg.Alias.IsZero() {
		return n
	}
	n.Key += "_" + agg.Alias.Key
	n.Text += "_" + agg.Alias.Text
	n.Quoted = n.Quoted || agg.Alias.Quoted
	return n
}

func literalName(e ir.Expr) ir.Name {
	switch x := unwrap(e).(type) {
	case *ir.StringLit:
		return ir.Name{Key: "'" + x.Value + "'", Text: "'" + x.Value + "'", Quoted: true}
	case *ir.NumberLit:
		return ir.Name{Key: x.Text, Text: x.Text, Quoted: true}
	case *ir.Tuple:
		var parts []string
		for _, i := range x.Items {
			parts = append(parts, literalName(i).Key)
		}
		s := strings.Join(parts, "_")
		return ir.Name{Key: s, Text: s, Quoted: true}
	}
	s := strings.ToUpper(strings.TrimSpace(e.Span().Text()))
	return ir.Name{Key: s, Text: s, Quoted: true}
}

func (p *printer) pivot(t *ir.PivotRef) ir.TableExpr {
	groups, ok := pivotGroups(t)
	switch {
	case t.XML || t.Query != nil:
		p.note(diag.Pivot, t.Sp, "PIVOT XML: its columns are known only when it runs; aggregate into JSON with jsonb_object_agg")
	case !ok:
		p.note(diag.Pivot, t.Sp, "PIVOT of a table whose columns are not in the sources")
	}
	if tableAlias(t.X).IsZero() {
		setAlias(t.X, sqlName("source"))
	}
	s := &ir.Select{Sp: t.Sp, From: []ir.TableExpr{t.X}}
	for _, g := range groups {
		s.Items = append(s.Items, &ir.SelectItem{Expr: colRef(ir.Name{}, g, nil)})
		s.GroupBy = append(s.GroupBy, &ir.GroupItem{Expr: colRef(ir.Name{}, g, nil)})
	}
	for _, v := range t.In {
		for _, a := range t.Aggs {
			it := &ir.SelectItem{Sp: v.Sp, Alias: pivotName(v, a), Expr: cloneExpr(a.Expr)}
			p.filterAggregates(it.Expr, pivotFilter(t.For, v.Expr), t)
			if ir.IsHole(it.Alias) {
				it.Expr = &ir.Native{Text: []string{pivotOpen, pivotClose}, Args: []ir.Expr{it.Expr}}
			}
			s.Items = append(s.Items, it)
		}
	}
	return &ir.SubqueryRef{Sp: t.Sp, Query: &ir.Query{Sp: t.Sp, Body: s}, Alias: pivotAlias(t.Alias, "pivoted")}
}

func pivotAlias(n ir.Name, instead string) ir.Name {
	if n.IsZero() {
		return sqlName(instead)
	}
	return n
}

// pivotFilter is column = value, for one column or several.
func pivotFilter(cols []ir.Name, v ir.Expr) ir.Expr {
	vals := []ir.Expr{v}
	if t, ok := unwrap(v).(*ir.Tuple); ok {
		vals = t.Items
	}
	var list []ir.Expr
	for i, c := range cols {
		if i < len(vals) {
			list = append(list, binary(ir.OpEq, colRef(ir.Name{}, c, vals[i].Type()), cloneExpr(vals[i])))
		}
	}
	return allOf(list...)
}

func (p *printer) filterAggregates(e ir.Expr, cond ir.Expr, t *ir.PivotRef) {
	n := 0
	eachExpr(e, func(x ir.Expr, depth int) {
		if c, ok := x.(*ir.Call); ok && depth == 0 && isAggregate(c) {
			c.Filter = allOf(c.Filter, cloneExpr(cond))
			n++
		}
	})
	if n == 0 {
		p.note(diag.Pivot, t.Sp, "PIVOT with an aggregate that is not known")
	}
}

// unpivotCols gives the output of an unpivot: what is not unpivoted, then the name columns, then the values.
func unpivotCols(t *ir.UnpivotRef) ([]ir.Name, bool) {
	keep, ok := unpivotKeep(t)
	return append(append(keep, t.For...), t.Cols...), ok
}

func unpivotKeep(t *ir.UnpivotRef) ([]ir.Name, bool) {
	cols, ok := tableCols(t.X)
	used := map[string]bool{}
	for _, in := range t.In {
		for _, c := range in.Cols {
			used[c.Key] = true
		}
	}
	var keep []ir.Name
	for _, c := range cols {
		if !used[c.Key] {
			keep = append(keep, c)
		}
	}
	return keep, ok
}

// unpivot joins each row with a list of its values.
func (p *printer) unpivot(t *ir.UnpivotRef) ir.TableExpr {
	if tableAlias(t.X).IsZero() {
		setAlias(t.X, sqlName("source"))
	}
	src := tableAlias(t.X)
	keep, ok := unpivotKeep(t)
	if !ok {
		p.note(diag.Pivot, t.Sp, "UNPIVOT of a table whose columns are not in the sources")
	}
	vals := sqlName("unpivoted_row")
	s := &ir.Select{Sp: t.Sp}
	for _, c := range keep {
		s.Items = append(s.Items, &ir.SelectItem{Expr: colRef(src, c, nil)})
	}
	rows := &ir.Values{Sp: t.Sp}
	for _, in := range t.In {
		rows.Rows = append(rows.Rows, unpivotRow(t, in, src))
	}
	names := append(append([]ir.Name{}, t.For...), t.Cols...)
	var some []ir.Expr
	for _, c := range names {
		s.Items = append(s.Items, &ir.SelectItem{Expr: colRef(vals, c, nil)})
	}
	for _, c := range t.Cols {
		some = append(some, &ir.IsNull{X: colRef(vals, c, nil), Not: true})
	}
	if !t.IncludeNulls {
		for i, e := range some {
			if i == 0 {
				s.Where = e
			} else {
				s.Where = binary(ir.OpOr, s.Where, e)
			}
		}
	}
	s.From = []ir.TableExpr{&ir.JoinExpr{Sp: t.Sp, Kind: ir.JoinCross, L: t.X,
		R: &ir.SubqueryRef{Sp: t.Sp, Lateral: true, Alias: vals, Cols: names, Query: &ir.Query{Body: rows}}}}
	return &ir.SubqueryRef{Sp: t.Sp, Query: &ir.Query{Sp: t.Sp, Body: s}, Alias: pivotAlias(t.Alias, "unpivoted")}
}

// unpivotRow gives the name of a column group and its values. A group without literal goes by its columns' names.
func unpivotRow(t *ir.UnpivotRef, in ir.UnpivotIn, src ir.Name) []ir.Expr {
	var row []ir.Expr
	as := in.As
	if len(as) == 1 {
		if tuple, ok := unwrap(as[0]).(*ir.Tuple); ok {
			as = tuple.Items
		}
	}
	for i := range t.For {
		if i < len(as) {
			row = append(row, as[i])
			continue
		}
		names := make([]string, len(in.Cols))
		for j, c := range in.Cols {
			names[j] = c.Key
		}
		row = append(row, &ir.StringLit{ExprBase: ir.ExprBase{T: typText}, Value: strings.Join(names, "_")})
	}
	for _, c := range in.Cols {
		row = append(row, colRef(src, c, nil))
	}
	return row
}
