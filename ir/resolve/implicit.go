package resolve

import (
	"strings"

	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/ir/diag"
)

// Oracle converts between text, numbers and dates wherever the other kind is needed. The functions here write
// such a conversion out as ir.Cast{Implicit: true}, where both types are known and a strict target would refuse
// the mix. Literals of text stay: every target reads '5' as the number 5 where a number is needed.

// literal tells a text literal, which has no type of its own in the targets.
func literal(e ir.Expr) bool {
	switch x := e.(type) {
	case *ir.StringLit:
		return true
	case *ir.Paren:
		return literal(x.X)
	case *ir.Cast:
		return x.Implicit && literal(x.X)
	}
	return false
}

// cast puts an implicit conversion in the slot.
func cast(e *ir.Expr, to *ir.Type) {
	c := &ir.Cast{X: *e, To: to, Implicit: true}
	c.Sp = (*e).Span()
	c.T = to
	*e = c
}

// compare converts the sides of a comparison: text to a number beside a number, text to a date beside a date.
func (j *job) compare(l, r *ir.Expr) {
	if j.tsql() {
		j.tsqlCompare(l, r)
		return
	}
	if *l == nil || *r == nil {
		return
	}
	if lt, ok := (*l).(*ir.Tuple); ok {
		if rt, ok := (*r).(*ir.Tuple); ok && len(lt.Items) == len(rt.Items) {
			for i := range lt.Items {
				j.compare(&lt.Items[i], &rt.Items[i])
			}
		}
		return
	}
	cl, cr := classOf(typeOf(*l)), classOf(typeOf(*r))
	switch {
	case cl == cr:
	case cl == clString && (cr == clNumber || cr == clDate):
		j.convertTo(l, cr)
	case cr == clString && (cl == clNumber || cl == clDate):
		j.convertTo(r, cl)
	}
}

func (j *job) compareAll(list []*ir.Expr) {
	for i, a := range list {
		for _, b := range list[i+1:] {
			j.compare(a, b)
		}
	}
}

func (j *job) compareList(x *ir.Expr, list []ir.Expr) {
	for i := range list {
		j.compare(x, &list[i])
	}
}

// compareQuery converts x, or the query's column, for IN (SELECT …).
func (j *job) compareQuery(x *ir.Expr, q *ir.Query) {
	if *x == nil || len(q.Cols) != 1 {
		return
	}
	if j.tsql() {
		j.tsqlCompareQuery(x, q)
		return
	}
	cx, cq := classOf(typeOf(*x)), classOf(q.Cols[0].Type)
	switch {
	case cx == clString && (cq == clNumber || cq == clDate):
		j.convertTo(x, cq)
	case cq == clString && (cx == clNumber || cx == clDate):
		nameStar(q)
		j.convertQuery(q, []*ir.Type{typeOf(*x)})
	}
}

// concat converts dates, whose text depends on the session. Numbers turn into text by themselves.
func (j *job) concat(b *ir.Binary) {
	for _, e := range []*ir.Expr{&b.L, &b.R} {
		if classOf(typeOf(*e)) == clDate {
			j.convertTo(e, clString)
		}
	}
}

// arithOperands converts text to numbers in arithmetic; beside a date too, since only numbers are added to dates.
func (j *job) arithOperands(b *ir.Binary) {
	l, r := classOf(typeOf(b.L)), classOf(typeOf(b.R))
	switch {
	case l == clString && r == clDate && b.Op == ir.OpSub:
		j.convertTo(&b.L, clDate)
	case l == clDate && r == clString && b.Op == ir.OpSub && dateLike(b.R):
		j.convertTo(&b.R, clDate)
	default:
		if l == clString {
			j.number(&b.L)
		}
		if r == clString {
			j.number(&b.R)
		}
	}
}

// number converts text to a number even when it is a literal: '1' + '2' has no number beside it to tell.
func (j *job) number(e *ir.Expr) { cast(e, tNumber) }

// dateLike tells a text literal that can only be a date: one that is no number.
func dateLike(e ir.Expr) bool {
	s, ok := e.(*ir.StringLit)
	if !ok {
		return false
	}
	for _, r := range s.Value {
		if (r < '0' || r > '9') && r != '.' && r != ' ' && r != '+' {
			return true
		}
	}
	return false
}

// convertTo converts to a family, with the family's plain type.
func (j *job) convertTo(e *ir.Expr, c class) {
	if *e == nil {
		return
	}
	switch c {
	case clString:
		j.convert(e, tVarChar)
	case clNumber:
		j.convert(e, tNumber)
	case clDate:
		j.convert(e, tDate)
	}
}

// convert converts an expression to a type where its family is another one.
func (j *job) convert(e *ir.Expr, t *ir.Type) {
	if *e == nil || t == nil {
		return
	}
	if j.tsql() {
		j.tsqlStore(e, t)
		return
	}
	from, to := classOf(typeOf(*e)), classOf(t)
	if from == to {
		return
	}
	switch {
	case from == clString && to == clDate:
		j.toDate(e, t)
	case from == clString && to == clNumber:
		if !literal(*e) {
			cast(e, plain(t))
		}
	case from == clNumber && to == clString:
		cast(e, plain(t))
	case to == clBool && (from == clNumber || from == clString && !literal(*e)): // a column: Oracle 23ai
		cast(e, tBool)
	case from == clDate && to == clString:
		j.base.Findings.Add(diag.ImplicitFromDate, (*e).Span(), "the date %s is turned into text by the session's format", snippet(*e))
		cast(e, plain(t))
	}
}

// plain drops the length or precision: a conversion must not cut what the place it goes to would refuse.
func plain(t *ir.Type) *ir.Type {
	switch classOf(t) {
	case clString:
		if t.Is(ir.TText) {
			return tText
		}
		return tVarChar
	case clNumber:
		return tNumber
	}
	return t.Base()
}

// toDate converts text to a date. A literal of an ISO date means the same to every target and no session can
// change it there; Oracle would refuse it under its default format, so the sources must set one that fits.
func (j *job) toDate(e *ir.Expr, t *ir.Type) {
	j.base.Findings.Add(diag.ImplicitToDate, (*e).Span(), "the text %s is turned into a date by the session's format", snippet(*e))
	cast(e, plain(t))
}

// stored converts what INSERT and UPDATE put into a column. A target turns whole numbers into text there by
// itself; other numbers have digits that the two databases print differently.
func (j *job) stored(e *ir.Expr, t *ir.Type) {
	if j.tsql() {
		j.tsqlStore(e, t)
		return
	}
	if *e == nil || t == nil || classOf(typeOf(*e)) == clNumber && classOf(t) == clString && typeOf(*e).IsInteger() {
		return
	}
	if to := classOf(t); classOf(typeOf(*e)) == clBool && (to == clNumber || to == clString) { // Oracle 23ai
		cast(e, plain(t))
		return
	}
	j.convert(e, t)
}

// assigns converts what a procedural statement assigns, returns or fetches: there a target turns text into
// numbers by itself, too.
func (j *job) assigns(e *ir.Expr, t *ir.Type) {
	if j.tsql() {
		j.tsqlAssign(e, t)
		return
	}
	if *e == nil || t == nil || classOf(typeOf(*e)) == clString && classOf(t) == clNumber {
		return
	}
	j.stored(e, t)
}

// convertQuery converts the outputs of a query to the types of what they fill.
func (j *job) convertQuery(q *ir.Query, types []*ir.Type) {
	if q == nil || q.Body == nil {
		return
	}
	fields := make([]*ir.Field, len(types))
	for i, t := range types {
		fields[i] = &ir.Field{Type: t}
	}
	if len(q.Cols) == len(types) {
		j.convertOutputs(q.Body, fields, false)
		if j.tsql() {
			typeNulls(q.Body, fields, false)
		}
	}
}

// nameStar writes the one column of SELECT * out, so that it can be converted.
func nameStar(q *ir.Query) {
	s, ok := q.Body.(*ir.Select)
	if !ok || len(s.Items) != 1 || !s.Items[0].Star || len(q.Cols) != 1 || q.Cols[0].Name.IsZero() {
		return
	}
	c := q.Cols[0]
	ref := &ir.Ref{Name: ir.QName{Parts: []ir.Name{c.Name}, Sp: s.Items[0].Sp}, Sym: &ir.Symbol{Kind: ir.SymColumn, Type: c.Type}}
	ref.Sp = s.Items[0].Sp
	ref.SetType(c.Type)
	s.Items[0] = &ir.SelectItem{Sp: s.Items[0].Sp, Expr: ref, Comments: s.Items[0].Comments}
}

// convertOutputs converts the select items of every branch of a body. named keeps the names of the columns, which
// the first branch gives.
func (j *job) convertOutputs(b ir.QueryBody, cols []*ir.Field, named bool) {
	switch b := b.(type) {
	case *ir.Select:
		if j.tsql() {
			j.writeStars(b, cols)
		}
		if len(b.Items) != len(cols) {
			return // a star: its columns are not written
		}
		for i, it := range b.Items {
			if it.Star {
				return
			}
			if it.Expr != nil {
				j.convertOutput(it, cols[i].Type, named)
			}
		}
	case *ir.SetOp:
		j.convertOutputs(b.L, cols, named)
		j.convertOutputs(b.R, cols, false)
	case *ir.Query:
		if b != nil {
			j.convertOutputs(b.Body, cols, named)
		}
	case *ir.Values:
		for _, row := range b.Rows {
			for i := range row {
				if i < len(cols) && row[i] != nil {
					j.convert(&row[i], cols[i].Type)
				}
			}
		}
	}
}

// convertOutput converts a select item; the column keeps the name that the bare expression gave it.
func (j *job) convertOutput(it *ir.SelectItem, t *ir.Type, named bool) {
	name := outputNameOf(it)
	before := it.Expr
	j.convert(&it.Expr, t)
	if it.Expr != before && it.Alias.IsZero() && named {
		it.Alias = name
	}
}

// snippet is the source of an expression, for a message.
func snippet(e ir.Expr) string {
	t := strings.Join(strings.Fields(e.Span().Text()), " ")
	if r := []rune(t); len(r) > 40 {
		t = string(r[:37]) + "..."
	}
	return t
}
