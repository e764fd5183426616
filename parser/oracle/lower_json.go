package oracle

import (
	"strings"

	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/ir/diag"
	"github.com/crosswalk-db/crosswalk/parser/oracle/syntax"
)

// jsonCall lowers the JSON functions that have clauses (SQL Language Reference, JSON Functions).
func (l *lowerer) jsonCall(ctx syntax.IJsonCallContext) ir.Expr {
	j := &ir.JSONFunc{Name: strings.ToUpper(ctx.JSON_FN().GetText())}
	j.Sp = l.span(ctx)
	if s := ctx.Subquery(); s != nil {
		q := &ir.Subquery{Query: l.subquery(s)}
		q.Sp = l.span(s)
		j.X = q
		return j
	}
	object := j.Name == "JSON_OBJECT" || j.Name == "JSON_OBJECTAGG"
	list := j.Name == "JSON_ARRAY" || j.Name == "JSON_ARRAYAGG"
	n := 0
	for _, a := range ctx.AllJsonArg() {
		es := a.AllExpr()
		m := ir.JSONMember{Star: a.STAR() != nil}
		switch {
		case len(es) == 2:
			m.Key, m.Value = l.expr(es[0]), l.expr(es[1])
		case len(es) == 1:
			m.Value = l.expr(es[0])
		}
		passing := false
		for _, o := range a.AllJsonOption() {
			if o.FORMAT() != nil {
				m.Format = true
				continue
			}
			if o.AS() != nil && len(j.Passing) > 0 || o.AS() != nil && passing {
				m.Key = &ir.StringLit{Value: l.ident(o.IDENT()).Text}
				continue
			}
			l.jsonOption(j, o)
		}
		switch {
		case m.Value == nil && !m.Star:
		case object:
			if m.Key == nil && !m.Star {
				m.Key = keyOf(m.Value)
			}
			j.Members = append(j.Members, m)
		case list:
			j.Items = append(j.Items, m)
		case n == 0:
			j.X = m.Value
			n++
		case n == 1:
			j.Path = m.Value
			n++
		default:
			j.Passing = append(j.Passing, m)
		}
	}
	return j
}

// keyOf is the key of JSON_OBJECT(column): the column's name as it was written.
func keyOf(e ir.Expr) ir.Expr {
	r, ok := e.(*ir.Ref)
	if !ok {
		return nil
	}
	k := &ir.StringLit{Value: r.Name.Last().Text}
	k.Sp = r.Sp
	return k
}

func (l *lowerer) jsonOption(j *ir.JSONFunc, o syntax.IJsonOptionContext) {
	words := upper(l.span(o).Text())
	switch {
	case o.RETURNING() != nil:
		j.Returning = l.typ(o.Datatype())
	case o.JsonOnClause() != nil:
		on := o.JsonOnClause()
		l.jsonOn(on, &j.OnError, &j.OnErrorVal, &j.OnEmpty, &j.OnEmptyVal, &j.NullOn)
	case o.ORDER() != nil:
		j.Order = append(j.Order, &ir.OrderItem{Expr: l.expr(o.Expr())})
	case o.ASC() != nil, o.DESC() != nil:
		orderTail(j.Order, o)
	case o.PASSING() != nil:
		j.Passing = append(j.Passing, ir.JSONMember{Value: l.expr(o.Expr())})
	case strings.Contains(words, "WRAPPER"):
		j.Wrapper = words
	case strings.Contains(words, "UNIQUE"):
		j.UniqueKeys = strings.HasPrefix(words, "WITH ")
	case words == "PRETTY":
		j.Pretty = true
	case words == "STRICT":
		j.Strict = true
	case words == "ASCII", words == "TRUNCATE", words == "DISALLOW", words == "SCALARS", strings.HasPrefix(words, "TYPE") && strings.Contains(words, "LAX"), words == "ORDERED":
	default:
		l.find(diag.ExpressionNotKnown, l.span(o), "%s in a JSON function is not converted", words)
	}
}

// jsonOn lowers … ON ERROR, … ON EMPTY, … ON NULL.
func (l *lowerer) jsonOn(on syntax.IJsonOnClauseContext, onError *string, errorVal *ir.Expr, onEmpty *string, emptyVal *ir.Expr, nullOn *string) {
	words := upper(l.span(on).Text())
	i := strings.LastIndex(words, " ON ")
	if i < 0 {
		return
	}
	what, when := strings.TrimSpace(words[:i]), strings.TrimSpace(words[i+4:])
	var val ir.Expr
	if on.DEFAULT() != nil {
		what, val = "DEFAULT", l.expr(on.Expr())
	}
	switch when {
	case "ERROR":
		*onError, *errorVal = what, val
	case "EMPTY":
		*onEmpty, *emptyVal = what, val
	case "NULL":
		if nullOn != nil {
			*nullOn = what
		}
	}
}

// jsonTable lowers JSON_TABLE.
func (l *lowerer) jsonTable(ctx syntax.IJsonTableContext) *ir.JSONTable {
	es := ctx.AllExpr()
	t := &ir.JSONTable{Sp: l.span(ctx), X: l.expr(es[0])}
	if len(es) > 1 {
		t.Path = l.expr(es[1])
	}
	for _, o := range ctx.AllJsonOption() {
		if on := o.JsonOnClause(); on != nil {
			var a, b ir.Expr
			l.jsonOn(on, &t.OnError, &a, &t.OnEmpty, &b, nil)
		}
	}
	t.Columns = l.jsonColumns(ctx.JsonColumns())
	return t
}

func (l *lowerer) jsonColumns(ctx syntax.IJsonColumnsContext) []*ir.JSONColumn {
	var list []*ir.JSONColumn
	for _, c := range ctx.AllJsonColumn() {
		col := &ir.JSONColumn{}
		if c.NESTED() != nil {
			col.Path = stringText(l.expr(c.Expr()))
			col.Nested = l.jsonColumns(c.JsonColumns())
			list = append(list, col)
			continue
		}
		col.Name = l.ident(c.IDENT())
		col.Ordinality = c.ORDINALITY() != nil
		if d := c.Datatype(); d != nil {
			col.Type = l.typ(d)
		}
		for _, o := range c.AllJsonColumnOption() {
			l.jsonColumnOption(col, o)
		}
		list = append(list, col)
	}
	return list
}

func (l *lowerer) jsonColumnOption(col *ir.JSONColumn, o syntax.IJsonColumnOptionContext) {
	switch {
	case o.FORMAT() != nil:
		col.Format = true
	case o.EXISTS() != nil:
		col.Exists = true
	case o.PATH() != nil:
		col.Path = stringText(l.expr(o.Expr()))
	case o.JsonOnClause() != nil:
		l.jsonOn(o.JsonOnClause(), &col.OnError, &col.OnErrorVal, &col.OnEmpty, &col.OnEmptyVal, nil)
	default:
		if w := upper(l.span(o).Text()); strings.Contains(w, "WRAPPER") {
			col.Wrapper = w
		}
	}
}

// stringText is the text of a literal; a path that is a name (a.b) is taken as $.a.b.
func stringText(e ir.Expr) string {
	switch e := e.(type) {
	case *ir.StringLit:
		return e.Value
	case *ir.Ref:
		var parts []string
		for _, p := range e.Name.Parts {
			parts = append(parts, p.Text)
		}
		return "$." + strings.Join(parts, ".")
	}
	return e.Span().Text()
}
