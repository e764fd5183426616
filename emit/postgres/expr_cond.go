package postgres

import (
	"regexp"
	"strings"

	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/ir/diag"
)

// condition writes the predicates that have a syntax of their own.
func (p *printer) condition(e ir.Expr) val {
	switch e := e.(type) {
	case *ir.Between:
		return p.between(e)
	case *ir.In:
		return p.in(e)
	case *ir.Like:
		return p.like(e)
	case *ir.IsNull:
		return p.isNullTest(e)
	case *ir.Is:
		return p.is(e)
	case *ir.Exists:
		return atom("EXISTS "+inParens(p.text(func(q *printer) { q.queryInline(anyRow(e.Query)) })), cBool)
	case *ir.Quantified:
		return p.quantified(e)
	case *ir.Member:
		return atom(p.text(func(q *printer) { q.member(e) }), cBool)
	}
	return atom("NULL", cBool)
}

func not(n bool) string {
	if n {
		return "NOT "
	}
	return ""
}

func (p *printer) between(e *ir.Between) val {
	p.notTruth(e.X, e.Lo)
	if p.isHierarchy(e.X) {
		key := func(e ir.Expr) string { return p.hierarchyKey(p.val(e).s) }
		return val{key(e.X) + " " + not(e.Not) + "BETWEEN " + key(e.Lo) + " AND " + key(e.Hi), precLike, cBool}
	}
	x, lo := p.comparable(e.X, e.Lo)
	hi := p.alike(p.val(e.Hi), e.Hi, x, e.X)
	if e.Not || p.negated {
		x = p.neverEmpty(x, e.X)
	}
	return val{x.at(precLike+1) + " " + not(e.Not) + "BETWEEN " + lo.at(precLike+1) + " AND " + hi.at(precLike+1), precLike, cBool}
}

func (p *printer) in(e *ir.In) val {
	if p.tsql() && e.Query == nil {
		return p.tsqlIn(e)
	}
	if e.Query == nil {
		if v, ok := p.errorTest(e.X, e.List, e.Not); ok {
			return v
		}
	}
	x := p.val(e.X)
	if e.Not || p.negated {
		x = p.neverEmpty(x, e.X)
	}
	if e.Query != nil {
		x = p.sameCaseAs(x, e.X, e.Query)
		q := p.text(func(q *printer) { q.queryInline(e.Query) })
		return val{x.at(precLike+1) + " " + not(e.Not) + "IN " + inParens(q), precLike, cBool}
	}
	if len(e.List) > 0 {
		x = p.alike(x, e.X, p.sub().val(e.List[0]), e.List[0])
	}
	items := make([]string, len(e.List))
	total := 0
	for i, y := range e.List {
		items[i] = p.alike(p.val(y), y, x, e.X).s
		total += len(items[i]) + 2
	}
	list := "(" + strings.Join(items, ", ") + ")"
	if total > 2*lineWidth {
		list = "(" + wrapList(items) + ")"
	}
	return val{x.at(precLike+1) + " " + not(e.Not) + "IN " + list, precLike, cBool}
}

// wrapList breaks a long list into lines.
func wrapList(items []string) string {
	var b strings.Builder
	col := 0
	for i, s := range items {
		if i > 0 {
			b.WriteString(",")
			if col > lineWidth {
				b.WriteString("\n" + concatPad)
				col = 0
			} else {
				b.WriteString(" ")
			}
		}
		b.WriteString(s)
		col += len(s) + 2
	}
	return b.String()
}

// like writes LIKE. In Oracle a backslash is an ordinary character unless ESCAPE says otherwise; in PostgreSQL
// it is the escape character unless ESCAPE says otherwise.
func (p *printer) like(e *ir.Like) val {
	x := p.neverEmpty(p.toText(p.padded(p.val(e.X), e.X), e.X), e.X)
	pat := p.toText(p.val(e.Pattern), e.Pattern)
	s := x.at(precLike+1) + " " + not(e.Not) + "LIKE " + pat.at(precLike+1)
	switch {
	case e.Escape != nil:
		if lit, ok := unwrap(e.Escape).(*ir.StringLit); !ok || lit.Value != `\` {
			s += " ESCAPE " + p.val(e.Escape).at(precLike+1)
		}
	case p.mayHaveBackslash(e.Pattern):
		s += " ESCAPE ''"
	}
	return val{s, precLike, cBool}
}

// mayHaveBackslash looks at the constants of a pattern; a part that is not constant may hold anything.
func (p *printer) mayHaveBackslash(e ir.Expr) bool {
	switch e := unwrap(e).(type) {
	case *ir.StringLit:
		return strings.Contains(e.Value, `\`)
	case *ir.NullLit, *ir.NumberLit:
		return false
	case *ir.Binary:
		if e.Op == ir.OpConcat {
			return p.mayHaveBackslash(e.L) || p.mayHaveBackslash(e.R)
		}
	case *ir.Call:
		if (e.Fn == "upper" || e.Fn == "lower") && len(e.Args) == 1 {
			return p.mayHaveBackslash(e.Args[0].Value)
		}
	case *ir.Ref:
		return !p.typ(e).IsNumber()
	}
	return true
}

// isNullTest writes IS NULL. Where the operand is a function that only picks between its arguments, the test
// is made on them: NVL2(x, 'N', x) IS NULL is x IS NULL.
func (p *printer) isNullTest(e *ir.IsNull) val {
	parts, ok := p.nullParts(e.X)
	if !ok {
		parts = []ir.Expr{e.X}
	}
	words := " IS " + not(e.Not) + "NULL"
	if len(parts) == 1 {
		v := p.nullOperand(parts[0])
		return val{v.at(precIs+1) + words, precIs, cBool}
	}
	text := make([]string, len(parts))
	for i, x := range parts {
		text[i] = p.nullOperand(x).at(precIs+1) + words
	}
	if e.Not {
		return val{strings.Join(text, " OR "), precOr, cBool}
	}
	return val{strings.Join(text, " AND "), precAnd, cBool}
}

func (p *printer) nullOperand(x ir.Expr) val {
	v := p.val(x)
	if p.emptyable(x) {
		return nullifEmpty(v)
	}
	return v
}

// nullParts gives the expressions that must all be NULL for e to be NULL; false where e itself is to be tested.
func (p *printer) nullParts(e ir.Expr) ([]ir.Expr, bool) {
	switch e := unwrap(e).(type) {
	case *ir.Binary:
		if e.Op != ir.OpConcat || !e.NullIsEmpty {
			return nil, false
		}
		return p.bothNull(e.L, e.R)
	case *ir.Call:
		if e.Fn != "nvl2" || len(e.Args) != 3 {
			return nil, false
		}
		x, b, c := e.Args[0].Value, e.Args[1].Value, e.Args[2].Value
		if p.nullable(b) || p.emptyable(b) {
			return nil, false
		}
		if sameRef(x, c) {
			return []ir.Expr{x}, true
		}
		return p.bothNull(x, c)
	}
	return nil, false
}

func (p *printer) bothNull(l, r ir.Expr) ([]ir.Expr, bool) {
	var out []ir.Expr
	for _, x := range []ir.Expr{l, r} {
		if p.isNull(x) {
			continue
		}
		if !p.nullable(x) && !p.emptyable(x) {
			return nil, false
		}
		parts, ok := p.nullParts(x)
		if !ok {
			parts = []ir.Expr{x}
		}
		out = append(out, parts...)
	}
	return out, len(out) > 0
}

// sameRef tells two spellings of one column or variable.
func sameRef(a, b ir.Expr) bool {
	x, ok := unwrap(a).(*ir.Ref)
	y, ok2 := unwrap(b).(*ir.Ref)
	return ok && ok2 && x.Name.Key() == y.Name.Key()
}

func (p *printer) is(e *ir.Is) val {
	isNot := " IS " + not(e.Not)
	switch strings.ToUpper(e.What) {
	case "NAN":
		op := " = "
		if e.Not {
			op = " <> "
		}
		return val{p.val(e.X).at(precCmp+1) + op + "'NaN'", precCmp, cBool}
	case "INFINITE":
		return val{p.val(e.X).at(precLike+1) + " " + not(e.Not) + "IN ('Infinity', '-Infinity')", precLike, cBool}
	case "TRUE", "FALSE":
		return val{p.val(e.X).at(precIs+1) + isNot + strings.ToUpper(e.What), precIs, cBool}
	case "JSON":
		return p.isJSON(e)
	case "PRESENT":
		return val{p.val(e.X).at(precIs+1) + " IS " + not(!e.Not) + "NULL", precIs, cBool}
	case "EMPTY", "A SET", "OF":
		return atom(p.text(func(q *printer) { q.isCollection(e) }), cBool)
	}
	p.find(diag.NoFunction, e.Sp, "IS %s has no counterpart", e.What)
	return atom("NULL", cBool)
}

// jsonRest matches what Oracle's IS JSON may have behind it and means nothing more here: FORMAT, the laxer syntax, any kind.
var jsonRest = regexp.MustCompile(`^(FORMAT (JSON|OSON)|LAX|STRICT|\(LAX\)|\(STRICT\)|VALUE|\(VALUE\)|WITHOUT UNIQUE KEYS|ALLOW SCALARS|\s+)*$`)

// isJSON: PostgreSQL 16 has the predicate; before, a helper tries the cast.
func (p *printer) isJSON(e *ir.Is) val {
	if !jsonRest.MatchString(e.Rest) {
		p.find(diag.ClauseLeftOut, e.Sp, "IS JSON is tested without %s", e.Rest)
	}
	v := p.val(e.X)
	if v.c == cJSON { // it is; of NULL nothing is known, which a CHECK lets pass
		if e.Not {
			return atom("nullif("+v.at(precIs+1)+" IS NULL, true)", cBool)
		}
		return atom("nullif("+v.at(precIs+1)+" IS NOT NULL, false)", cBool)
	}
	if p.em.version() >= 16 {
		return val{v.at(precIs+1) + " IS " + not(e.Not) + "JSON", precIs, cBool}
	}
	s := p.helper("is_json") + "(" + v.s + ")"
	if e.Not {
		return val{"NOT " + s, precNot, cBool}
	}
	return atom(s, cBool)
}

func (p *printer) quantified(e *ir.Quantified) val {
	word := "ANY "
	if e.All {
		word = "ALL "
	}
	x := p.val(e.X)
	if e.Query != nil {
		x = p.sameCaseAs(x, e.X, e.Query)
	}
	lead := x.at(precCmp+1) + " " + opText[e.Op] + " " + word
	if e.Query != nil {
		return val{lead + inParens(p.text(func(q *printer) { q.queryInline(e.Query) })), precCmp, cBool}
	}
	return val{lead + "(ARRAY[" + p.list(e.List) + "])", precCmp, cBool}
}

// anyRow gives EXISTS (SELECT * WHERE …) of SQL Server something to select: a star stands for the columns of a table, and there is none.
func anyRow(q *ir.Query) *ir.Query {
	sel, ok := q.Body.(*ir.Select)
	if !ok || len(sel.From) > 0 || len(sel.Items) != 1 || !sel.Items[0].Star {
		return q
	}
	one, whole := *sel, *q
	one.Items = []*ir.SelectItem{{Expr: intLit("1")}}
	whole.Body = &one
	return &whole
}
