package postgres

import (
	"strings"

	"github.com/crosswalk-db/crosswalk/ir"
)

// orderRules fits ORDER BY to PostgreSQL: no constants; an alias only by itself, not inside an expression; beside
// DISTINCT only what is selected.
func (p *printer) orderRules(q *ir.Query, s *ir.Select) {
	q.OrderBy = dropConstants(q.OrderBy)
	if !p.tsql() && oneRow(s) {
		q.OrderBy = nil // Oracle lets columns stand there that the aggregates have swallowed
		return
	}
	if s.Distinct && !orderSelected(q, s) {
		p.wrapOrder(q)
		return
	}
	if s.Distinct {
		orderConverted(q, s)
	}
	for _, o := range q.OrderBy {
		if !plainKey(o.Expr) && hasAlias(s, o.Expr) {
			o.Expr = withoutAliases(s, o.Expr)
		}
	}
}

// setOrder fits the ORDER BY of a set operation: output columns only, without qualifier.
func (p *printer) setOrder(q *ir.Query) {
	if _, ok := q.Body.(*ir.SetOp); !ok {
		return
	}
	q.OrderBy = dropConstants(q.OrderBy)
	p.typeNulls(q.Body)
	for _, o := range q.OrderBy {
		if !plainKey(o.Expr) {
			p.wrapOrder(q)
			return
		}
		if r, ok := unwrap(o.Expr).(*ir.Ref); ok && len(r.Name.Parts) > 1 {
			o.Expr = colRef(ir.Name{}, r.Name.Last(), r.T)
		}
	}
}

// orderConverted sorts a SELECT DISTINCT by the place of a column that is selected as the type of what it fills: the column itself
// is not selected then.
func orderConverted(q *ir.Query, s *ir.Select) {
	for _, o := range q.OrderBy {
		r, ok := unwrap(o.Expr).(*ir.Ref)
		if !ok || r.Sym != nil && r.Sym.Kind == ir.SymAlias {
			continue
		}
		place := 0
		for i, it := range s.Items {
			if it.Expr == nil {
				continue
			}
			if x, ok := unwrap(it.Expr).(*ir.Ref); ok && sameRef(x, r) {
				place = 0
				break
			}
			if x, ok := unwrap(stripImplicit(it.Expr)).(*ir.Ref); ok && sameRef(x, r) {
				place = i + 1
			}
		}
		if place > 0 {
			o.Expr = &ir.NumberLit{ExprBase: ir.ExprBase{Sp: r.Sp, T: r.T}, Text: itoa(place)}
		}
	}
}

func dropConstants(list []*ir.OrderItem) []*ir.OrderItem {
	var keep []*ir.OrderItem
	for _, o := range list {
		switch unwrap(o.Expr).(type) {
		case *ir.StringLit, *ir.NullLit, *ir.BoolLit:
			continue
		}
		keep = append(keep, o)
	}
	return keep
}

// plainKey tells a name or a place.
func plainKey(e ir.Expr) bool {
	switch unwrap(e).(type) {
	case *ir.Ref, *ir.NumberLit:
		return true
	}
	return false
}

// hasAlias tells whether an alias of the select list stands in an expression.
func hasAlias(s *ir.Select, e ir.Expr) bool {
	found := false
	eachExpr(e, func(x ir.Expr, depth int) {
		if r, ok := x.(*ir.Ref); ok && depth == 0 && aliasOf(s, r) != nil {
			found = true
		}
	})
	return found
}

// aliasOf finds the item that a name in ORDER BY means: resolve says so, or nothing says otherwise.
func aliasOf(s *ir.Select, r *ir.Ref) *ir.SelectItem {
	it := itemNamed(s, r)
	if it == nil || r.Sym != nil && r.Sym.Kind == ir.SymAlias {
		return it
	}
	if varOfColumn(rangeVars(s.From), r.Name.Last().Key) != nil {
		return nil
	}
	return it
}

func withoutAliases(s *ir.Select, e ir.Expr) ir.Expr {
	rewriteDeep(&e, 0, func(x ir.Expr, depth int) ir.Expr {
		r, ok := x.(*ir.Ref)
		if !ok || depth > 0 {
			return x
		}
		if it := aliasOf(s, r); it != nil {
			return unwrap(cloneExpr(it.Expr))
		}
		return x
	})
	return e
}

// orderSelected tells whether everything that a SELECT DISTINCT is sorted by is selected.
func orderSelected(q *ir.Query, s *ir.Select) bool {
	for _, o := range q.OrderBy {
		if plainKey(o.Expr) || hasStar(s) {
			continue
		}
		return false
	}
	return true
}

// wrapOrder sorts outside: SELECT * FROM (query) ORDER BY …, where columns go by the names of the output.
func (p *printer) wrapOrder(q *ir.Query) {
	inner := &ir.Query{Sp: q.Sp, Body: q.Body, Cols: q.Cols}
	alias := sqlName("subquery")
	outer := &ir.Select{Sp: q.Sp, Items: []*ir.SelectItem{{Star: true}},
		From: []ir.TableExpr{&ir.SubqueryRef{Sp: q.Sp, Query: inner, Alias: alias}}}
	if s, ok := q.Body.(*ir.Select); ok {
		outer.Into, s.Into = s.Into, nil
		outer.BulkInto, s.BulkInto = s.BulkInto, false
	}
	for _, o := range q.OrderBy {
		if s, ok := q.Body.(*ir.Select); ok {
			if i := selectedAs(s, o.Expr); i >= 0 {
				if it := s.Items[i]; it.Alias.IsZero() && outputName(it).IsZero() {
					it.Alias = sqlName("column" + itoa(i+1))
				}
				o.Expr = colRef(ir.Name{}, outputName(s.Items[i]), o.Expr.Type())
				continue
			}
		}
		rewriteDeep(&o.Expr, 0, func(x ir.Expr, depth int) ir.Expr {
			if r, ok := x.(*ir.Ref); ok && depth == 0 && (r.Sym == nil || r.Sym.Kind == ir.SymColumn || r.Sym.Kind == ir.SymAlias || r.Sym.Kind == ir.SymNone) {
				return colRef(ir.Name{}, r.Name.Last(), r.T)
			}
			return x
		})
	}
	q.Body = outer
}

// selectedAs gives the place of the select item that says what a sort key says, -1 for none.
func selectedAs(s *ir.Select, key ir.Expr) int {
	want := spelling(key)
	if want == "" {
		return -1
	}
	for i, it := range s.Items {
		if it.Expr != nil && !it.Star && (spelling(it.Expr) == want || isSameColumn(it.Expr, key)) {
			return i
		}
	}
	return -1
}

// isSameColumn tells a column named with its range variable and without.
func isSameColumn(a, b ir.Expr) bool {
	x, ok := unwrap(stripImplicit(a)).(*ir.Ref)
	y, ok2 := unwrap(stripImplicit(b)).(*ir.Ref)
	if !ok || !ok2 || x.Sym == nil || y.Sym == nil || x.Sym.Kind != ir.SymColumn || y.Sym.Kind != ir.SymColumn {
		return false
	}
	return !x.Sym.Table.IsZero() && x.Sym.Table.Key == y.Sym.Table.Key && x.Sym.Depth == y.Sym.Depth && x.Sym.Fields == 0 && y.Sym.Fields == 0 &&
		x.Name.Last().Key == y.Name.Last().Key
}

// spelling is the source of an expression; upper and lower case tell nothing outside of texts and quoted names.
func spelling(e ir.Expr) string {
	words := strings.Fields(unwrap(stripImplicit(e)).Span().Text())
	text := strings.Join(words, " ")
	if strings.ContainsAny(text, `'"`) {
		return text
	}
	if strings.Contains(text, "[") { // a name may hold blanks
		return strings.ToUpper(text)
	}
	var b strings.Builder
	for i, w := range words { // DAY (d) says DAY(d): blanks count between words only
		if i > 0 && wordByte(words[i-1][len(words[i-1])-1]) && wordByte(w[0]) {
			b.WriteByte(' ')
		}
		b.WriteString(w)
	}
	return strings.ToUpper(b.String())
}

// wordByte tells what words are made of; beyond ASCII everything is taken for a letter.
func wordByte(c byte) bool {
	return c == '_' || c == '@' || c == '#' || c == '$' || c >= '0' && c <= '9' || c|0x20 >= 'a' && c|0x20 <= 'z' || c >= 0x80
}

// carryTypes gives a column the type of the one that the recursive term puts there: h.price AS previous_price.
func (p *printer) carryTypes(c *ir.CTE, base, rec *ir.Select, types []*ir.Type) {
	carried := carriedFrom(c, base, rec)
	for range base.Items {
		for i, j := range carried {
			if j == i || types[j] == nil {
				continue
			}
			have := types[i]
			if have == nil {
				have = p.typ(base.Items[i].Expr)
			}
			types[i] = types[j]
			if have.IsDatetime() && types[j].IsDatetime() {
				types[i] = moment(have, types[j])
			}
		}
	}
}

// carriedFrom tells which columns the recursive term takes over as they are, and from which column of the query.
func carriedFrom(c *ir.CTE, base, rec *ir.Select) map[int]int {
	place := map[string]int{}
	for i, it := range base.Items {
		n := outputName(it)
		if i < len(c.Cols) {
			n = c.Cols[i]
		}
		place[n.Key] = i
	}
	self := map[string]bool{}
	for _, f := range rec.From {
		ir.Walk(f, func(n ir.Node) bool {
			if t, ok := n.(*ir.TableRef); ok && t.CTE != nil && t.CTE.Name.Key == c.Name.Key {
				n := t.Alias
				if n.IsZero() {
					n = t.Name.Last()
				}
				self[n.Key] = true
			}
			return true
		})
	}
	carried := map[int]int{}
	for i, it := range rec.Items {
		r, ok := it.Expr.(*ir.Ref)
		if !ok || r.Sym != nil && !r.Sym.Table.IsZero() && !self[r.Sym.Table.Key] {
			continue
		}
		if j, ok := place[r.Name.Last().Key]; ok {
			carried[i] = j
		}
	}
	return carried
}

func selectIn(b ir.QueryBody) (*ir.Select, bool) {
	switch b := b.(type) {
	case *ir.Select:
		return b, true
	case *ir.Query:
		return selectIn(b.Body)
	}
	return nil, false
}

// retyped casts the first term's column; a cast that is there is changed instead.
func (p *printer) retyped(e ir.Expr, t *ir.Type) ir.Expr {
	if c, ok := unwrap(e).(*ir.Cast); ok && c.Multiset == nil && c.Format == nil && c.OnError == nil && !(p.tsql() && p.changes(c)) {
		e = c.X
	}
	use := useParam // without length and digits
	if t.Is(ir.TDateTime) {
		use = useColumn
	}
	return native(t, "$$::"+p.quietType(t, use), e)
}

// changes tells a conversion that more than a type comes of: it cuts, rounds, or writes a value as a text.
func (p *printer) changes(c *ir.Cast) bool {
	from, to := p.typ(c.X).Base(), c.To.Base()
	fits := to.Len == 0 && to.Kind == ir.TText || from.Len > 0 && from.Len <= to.Len && from.Kind != ir.TText
	return !c.Implicit && !p.isNull(c.X) && !(from.IsString() && to.IsString() && to.Kind != ir.TChar && fits)
}

var (
	anyText     = &ir.Type{Kind: ir.TText}
	anyNumeric  = &ir.Type{Kind: ir.TDecimal}
	anyFloat    = &ir.Type{Kind: ir.TFloat, Bits: 64}
	anyTime     = &ir.Type{Kind: ir.TTimestamp}
	anyTimeZone = &ir.Type{Kind: ir.TTimestampTZ}
)

// moment is the type of two kinds of dates and times together, of any precision.
func moment(a, b *ir.Type) *ir.Type {
	if a.Is(ir.TTimestampTZ, ir.TTimestampLTZ) || b.Is(ir.TTimestampTZ, ir.TTimestampLTZ) {
		return anyTimeZone
	}
	return anyTime
}

// otherLength tells columns of one family that differ in length or digits: together they have neither.
func otherLength(p *printer, base, rec ir.Expr) *ir.Type {
	b, r := p.typ(base), p.typ(rec)
	switch {
	case b.Is(ir.TUnknown) || r.Is(ir.TUnknown) || p.quietType(b, useColumn) == p.quietType(r, useColumn):
	case b.IsString() && r.IsString():
		return anyText
	case b.Is(ir.TFloat) || r.Is(ir.TFloat):
		return floatOf(b, r)
	case b.Is(ir.TDecimal) && r.Is(ir.TDecimal) && typeClass(b) == cNum:
		return anyNumeric
	case b.IsDatetime() && r.IsDatetime():
		return moment(b, r)
	}
	return nil
}

// floatOf is the type of two numbers one of which is binary: the first has it where the second is not.
func floatOf(b, r *ir.Type) *ir.Type {
	switch {
	case !b.IsNumber() || !r.Is(ir.TFloat):
		return nil
	case b.Is(ir.TFloat) && b.Base().Bits != r.Base().Bits:
		return anyFloat
	}
	return r
}

// widened gives the type that the first term must be cast to, nil where it has it.
func widened(p *printer, base, rec ir.Expr) *ir.Type {
	_, column := unwrap(rec).(*ir.Ref)
	if _, ok := unwrap(base).(*ir.Ref); ok && column {
		return otherLength(p, base, rec) // a column in both
	}
	if n, ok := unwrap(base).(*ir.Native); ok && len(n.Text) == 2 && n.Text[0] == "" {
		return nil // cast already
	}
	b, r := p.typ(base), p.typ(rec)
	switch {
	case p.tsql() && (b.Is(ir.TBit) || r.Is(ir.TBit)):
		return nil // of one type in both, or SQL Server refuses them
	case b.IsString():
		if _, lit := unwrap(base).(*ir.StringLit); lit && !column {
			return nil
		}
		return anyText
	case b.IsNumber() && (b.Is(ir.TFloat) || r.Is(ir.TFloat)):
		return floatOf(b, r)
	case p.tsql() && typeClass(b).integer() && typeClass(r).integer():
		return nil // SQL Server wants one type in both: it is
	case b.IsNumber() && !simpleCount(base, rec):
		if r.IsNumber() && !(typeClass(b).integer() && stepOf(rec)) {
			return anyNumeric
		}
	case b.IsDatetime() && r.IsDatetime() && !(b.Is(ir.TDate) && r.Is(ir.TDate)):
		return moment(b, r)
	case b.Is(ir.TNull, ir.TUnknown):
		if _, null := unwrap(base).(*ir.NullLit); null {
			return ofNull(r, column)
		}
	}
	return nil
}

// ofNull is the type that NULL takes where the recursive term has another: nil where that is not known.
func ofNull(r *ir.Type, column bool) *ir.Type {
	switch {
	case r.Is(ir.TFloat, ir.TBit, ir.TDate):
		return r
	case r.IsNumber():
		return anyNumeric
	case r.IsString():
		return anyText
	case r.Is(ir.TDateTime) && column:
		return r
	case r.IsDatetime():
		return moment(r, r)
	case r.IsInterval() || r.Is(ir.TBool, ir.TBytes, ir.TBlob, ir.TTime, ir.TXML, ir.TUUID):
		return r
	}
	return nil
}

// simpleCount tells the column of a level: a whole number, and a column plus a whole number.
func simpleCount(base, rec ir.Expr) bool {
	n, ok := unwrap(base).(*ir.NumberLit)
	return ok && integerText(n.Text) && len(n.Text) < 10 && stepOf(rec)
}

func stepOf(rec ir.Expr) bool {
	switch x := unwrap(rec).(type) {
	case *ir.Ref:
		return true
	case *ir.Binary:
		n, ok := unwrap(x.R).(*ir.NumberLit)
		_, ref := unwrap(x.L).(*ir.Ref)
		if !ok {
			n, ok = unwrap(x.L).(*ir.NumberLit)
			_, ref = unwrap(x.R).(*ir.Ref)
		}
		return ok && ref && (x.Op == ir.OpAdd || x.Op == ir.OpSub) && integerText(n.Text)
	}
	return false
}

// typeNulls gives NULL a type in a chain of set operations: PostgreSQL settles the type of the first two branches
// alone, and takes two NULLs for texts.
func (p *printer) typeNulls(b ir.QueryBody) {
	var leaves []*ir.Select
	for {
		op, ok := b.(*ir.SetOp)
		if !ok {
			break
		}
		s, ok := selectIn(op.R)
		if !ok {
			return
		}
		leaves = append(leaves, s)
		b = op.L
	}
	first, ok := selectIn(b)
	if !ok {
		return
	}
	p.typeNullColumns(append(leaves, first))
	if len(leaves) < 2 {
		return
	}
	second := leaves[len(leaves)-1]
	for i, it := range first.Items {
		if i >= len(second.Items) || !isNullItem(it) || !isNullItem(second.Items[i]) {
			continue
		}
		for k := len(leaves) - 2; k >= 0; k-- {
			if i < len(leaves[k].Items) && leaves[k].Items[i].Expr != nil && !isNullItem(leaves[k].Items[i]) {
				if name := nullType[typeClass(p.typ(leaves[k].Items[i].Expr))]; name != "" {
					it.Expr = native(leaves[k].Items[i].Expr.Type(), "NULL::"+name)
				}
				break
			}
		}
	}
}

// typeNullColumns gives a type to columns that are NULL where a view or a query in FROM makes them: there PostgreSQL has
// taken them for texts, which no number or date goes together with.
func (p *printer) typeNullColumns(leaves []*ir.Select) {
	for _, s := range leaves {
		for i, it := range s.Items {
			if r, ok := unwrapNil(it.Expr).(*ir.Ref); !ok || !typeOf(r).Is(ir.TNull) {
				continue
			}
			for _, o := range leaves {
				if i < len(o.Items) && o.Items[i].Expr != nil && !typeOf(o.Items[i].Expr).Is(ir.TNull) {
					if t := o.Items[i].Expr.Type(); nullType[typeClass(t)] != "" {
						it.Expr = &ir.Cast{ExprBase: ir.ExprBase{Sp: it.Expr.Span()}, X: it.Expr, To: t}
						it.Expr.SetType(t)
						break
					}
				}
			}
		}
	}
}

func isNullItem(it *ir.SelectItem) bool {
	if it.Expr == nil {
		return false
	}
	_, ok := unwrap(it.Expr).(*ir.NullLit)
	return ok
}

var nullType = map[class]string{cInt: "integer", cBig: "bigint", cNum: "numeric", cAnyNum: "numeric", cFloat: "double precision",
	cTS: "timestamp", cTSTZ: "timestamptz", cDate: "timestamp", cBytes: "bytea", cXML: "xml", cBool: "boolean", cInterval: "interval"}
