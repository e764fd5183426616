package postgres

import (
	"regexp"
	"strings"

	"github.com/crosswalk-db/crosswalk/emit"
	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/ir/diag"
)

// ignoresCase tells that texts are compared and searched without regard to case, as under SQL Server's default collation.
func (p *printer) ignoresCase() bool {
	c := p.em.opts.Collation
	return p.tsql() && (c == emit.CollationCitext || c == emit.CollationICU)
}

// caseNoted notes once an object that case counts here.
func (p *printer) caseNoted(e ir.Expr) {
	p.findOnce(diag.TSQLCompareCase, e.Span(), "%s: texts are compared or put in groups, and case counts", brief(e, val{s: "the expression"}))
}

// firstTexts notes once an object that which rows come first depends on the order of texts, which is the collation's.
func (p *printer) firstTexts(e ir.Expr) {
	if _, said := p.saidCollation(e); p.tsql() && !said && !p.ignoresCase() && p.typ(e).IsString() && caseMatters(e) && !p.caseCounts(e) && !p.catalogueText(e) {
		p.findOnce(diag.TSQLCompareCase, e.Span(), "%s: which rows come first depends on the order of texts", brief(e, val{s: "the expression"}))
	}
}

// tsqlComparable writes the sides of a comparison; of texts that ignore case one side at least must say so.
func (p *printer) tsqlComparable(l, r ir.Expr) (val, val) {
	a, b := p.val(l), p.val(r)
	return p.sameCase(a, l, b, r)
}

// sameCase makes the comparison of two texts ignore case.
func (p *printer) sameCase(a val, l ir.Expr, b val, r ir.Expr) (val, val) {
	a, b = p.beside(a, l, r), p.beside(b, r, l)
	a, b = withoutBlanks(a, l), withoutBlanks(b, r)
	if x, y, ok := p.catalogueNames(a, l, b, r); ok {
		return x, y
	}
	if x, y, ok := p.collatedBy(a, l, b, r); ok {
		return x, y
	}
	if !p.typ(l).IsString() && !p.typ(r).IsString() || !caseMatters(l) || !caseMatters(r) {
		return a, b
	}
	if p.caseCounts(l, r) {
		return a, b
	}
	if !p.ignoresCase() {
		p.caseNoted(l)
		return a, b
	}
	if p.em.opts.Collation == emit.CollationICU {
		return p.collated(a, l, r), b
	}
	_, litA := unwrap(stripImplicit(l)).(*ir.StringLit)
	_, litB := unwrap(stripImplicit(r)).(*ir.StringLit)
	ca, cb := p.isCitext(l), p.isCitext(r)
	switch {
	case ca && !cb && !litB:
		b = b.cast("citext", cText)
	case cb && !ca && !litA:
		a = a.cast("citext", cText)
	case !ca && !cb && !litA:
		a = a.cast("citext", cText)
		if !litB {
			b = b.cast("citext", cText)
		}
	case !ca && !cb:
		b = b.cast("citext", cText)
	}
	return a, b
}

// sameCaseAs makes the comparison of a text with those of a query ignore case (IN, ANY, ALL). What is inside the query
// stays as it is: where that does not do, it is told.
func (p *printer) sameCaseAs(a val, l ir.Expr, q *ir.Query) val {
	if !p.tsql() || len(q.Cols) != 1 || !p.typ(l).IsString() && !q.Cols[0].Type.IsString() || !caseMatters(l) {
		return a
	}
	r := onlyItem(q)
	if r == nil {
		r = l // what it is made of is not known
	}
	if _, said := p.saidCollation(l, r); said || p.caseCounts(l, r) || !caseMatters(r) {
		return a
	}
	switch {
	case !p.ignoresCase():
	case p.em.opts.Collation == emit.CollationICU:
		return p.collated(a, l, r)
	case p.isCitext(l) && p.isCitext(r):
		return a
	}
	p.caseNoted(l)
	return a
}

// onlyItem is the one expression that a query selects; nil where there is more to it.
func onlyItem(q *ir.Query) ir.Expr {
	if s, ok := q.Body.(*ir.Select); ok && len(s.Items) == 1 {
		return s.Items[0].Expr
	}
	return nil
}

// withoutBlanks drops the blanks at the end of a constant that is compared: they do not count there, and the other side hardly has
// them ("= (Equals)", Transact-SQL reference).
func withoutBlanks(v val, e ir.Expr) val {
	s, ok := unwrap(stripImplicit(e)).(*ir.StringLit)
	if !ok || v.c != cLit || !strings.HasSuffix(s.Value, " ") {
		return v
	}
	return atom(quoteLiteral(strings.TrimRight(s.Value, " ")), cLit)
}

// beside is a text that is compared with a constant of blanks only: its own blanks at the end do not count either.
func (p *printer) beside(v val, e, other ir.Expr) val {
	s, ok := unwrap(stripImplicit(other)).(*ir.StringLit)
	if !ok || s.Value == "" || strings.Trim(s.Value, " ") != "" || !p.typ(e).IsString() || v.c == cChar || v.c == cLit || strings.HasPrefix(v.s, "rtrim(") {
		return v
	}
	return atom("rtrim("+v.s+")", cText)
}

// collated gives a side the collation that ignores case, where neither is a column, which has one.
func (p *printer) collated(a val, l, r ir.Expr) val {
	for _, e := range []ir.Expr{l, r} {
		if ref, ok := unwrap(stripImplicit(e)).(*ir.Ref); ok && ref.Sym != nil && ref.Sym.Kind == ir.SymColumn {
			return a
		}
	}
	return p.underCollation(a, caseInsensitive)
}

// isCitext tells columns and variables whose type here is citext.
func (p *printer) isCitext(e ir.Expr) bool {
	ref, ok := unwrap(stripImplicit(e)).(*ir.Ref)
	if !ok || ref.Sym == nil {
		return false
	}
	d, ok := ref.Sym.Decl.(*ir.Column)
	return ok && d.Type != nil && p.quietType(d.Type, useColumn) == "citext"
}

// caseMatters tells texts that may have letters.
func caseMatters(e ir.Expr) bool {
	switch x := unwrap(stripImplicit(e)).(type) {
	case *ir.StringLit:
		return strings.ToLower(x.Value) != strings.ToUpper(x.Value)
	case *ir.NumberLit, *ir.NullLit:
		return false
	}
	return true
}

// tsqlLike writes LIKE. A pattern with [ranges] becomes a regular expression; one that is only known at run time is
// made one by a helper, since a value may have brackets.
func (p *printer) tsqlLike(e *ir.Like) val {
	x := p.likeOperand(e)
	p.likeNoted(e)
	lit, known := constString(stripImplicit(e.Pattern), 0)
	escape := ""
	if e.Escape != nil {
		s, ok := constString(stripImplicit(e.Escape), 0)
		if !ok {
			known = false
		}
		escape = s
	}
	if x.c == cChar && !(known && strings.HasSuffix(lit, "%")) { // the blanks at its end do not count ("LIKE", Pattern matching by using LIKE)
		x = x.cast("text", cText)
	}
	op := "LIKE"
	if kind, said := p.saidCollation(e.X, e.Pattern); p.catalogueText(e.X) || said && kind <= caseAndAccentInsensitive {
		op = "ILIKE"
	} else if !said && p.ignoresCase() && !p.caseCounts(e.X, e.Pattern) && (!known || caseMatters(&ir.StringLit{Value: lit})) {
		op = "ILIKE"
	}
	if known {
		if pat, ok := plainPattern(lit, escape); ok {
			return val{x.at(precLike+1) + " " + not(e.Not) + op + " " + quoteLiteral(pat), precLike, cBool}
		}
		re := quoteLiteral(patternRegexp(lit, escape))
		return p.regexMatch(x, re, e.Not, op)
	}
	pat := p.val(e.Pattern).s
	if e.Escape != nil {
		pat += ", " + p.val(e.Escape).s
	}
	return p.regexMatch(x, p.helper("like_regex")+"("+pat+")", e.Not, op)
}

func (p *printer) likeNoted(e *ir.Like) {
	if _, said := p.saidCollation(e.X, e.Pattern); !said && !p.ignoresCase() && !p.caseCounts(e.X, e.Pattern) && caseMatters(e.Pattern) && !p.catalogueText(e.X) {
		p.caseNoted(e.X)
	}
}

// likeOperand writes what is searched: a nondeterministic collation takes no pattern.
func (p *printer) likeOperand(e *ir.Like) val {
	x := p.val(e.X)
	if p.em.opts.Collation == emit.CollationICU {
		return val{x.at(precCollate) + ` COLLATE "default"`, precCollate, x.c}
	}
	return x
}

func (p *printer) regexMatch(x val, re string, neg bool, op string) val {
	m := " ~ "
	switch {
	case neg && op == "ILIKE":
		m = " !~* "
	case neg:
		m = " !~ "
	case op == "ILIKE":
		m = " ~* "
	}
	return val{x.at(precOther) + m + re, precOther, cBool}
}

// plainPattern gives PostgreSQL's pattern for one without real ranges: [%] and [_] become escapes. False where it has ranges.
func plainPattern(s, escape string) (string, bool) {
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		c := s[i]
		switch {
		case escape != "" && strings.HasPrefix(s[i:], escape) && i+len(escape) < len(s):
			i += len(escape)
			b.WriteString(likeChar(s[i]))
		case c == '[':
			if i+2 >= len(s) || s[i+2] != ']' || s[i+1] == '^' || s[i+1] >= 'a' && s[i+1] <= 'z' || s[i+1] >= 'A' && s[i+1] <= 'Z' {
				return "", false
			}
			b.WriteString(likeChar(s[i+1]))
			i += 2
		case c == '\\':
			b.WriteString(`\\`)
		default:
			b.WriteByte(c)
		}
	}
	return b.String(), true
}

func likeChar(c byte) string {
	if c == '%' || c == '_' || c == '\\' {
		return `\` + string(c)
	}
	return string(c)
}

// patternRegexp gives the regular expression for a pattern with ranges ("LIKE", Transact-SQL reference).
func patternRegexp(s, escape string) string {
	var b strings.Builder
	b.WriteByte('^')
	for i := 0; i < len(s); i++ {
		c := s[i]
		switch {
		case escape != "" && strings.HasPrefix(s[i:], escape) && i+len(escape) < len(s):
			i += len(escape)
			b.WriteString(regexp.QuoteMeta(string(s[i])))
		case c == '%':
			b.WriteString(".*")
		case c == '_':
			b.WriteByte('.')
		case c == '[':
			end := strings.IndexByte(s[min(i+2, len(s)):], ']')
			if i+2 > len(s) || end < 0 {
				b.WriteString(`\[`)
				continue
			}
			set := s[i+1 : i+2+end]
			b.WriteString(regexSet(set))
			i += 2 + end
		case c < 0x80:
			b.WriteString(regexp.QuoteMeta(string(c)))
		default:
			b.WriteByte(c)
		}
	}
	return b.String() + "$"
}

// regexSet writes a set: inside it only the caret in front and the hyphen between have a meaning.
func regexSet(set string) string {
	neg := ""
	if strings.HasPrefix(set, "^") {
		neg, set = "^", set[1:]
	}
	return "[" + neg + strings.NewReplacer(`\`, `\\`, "[", `\[`, "]", `\]`, "^", `\^`).Replace(set) + "]"
}

// tsqlIn writes IN (list).
func (p *printer) tsqlIn(e *ir.In) val {
	plain := p.val(e.X)
	x := plain
	items := make([]string, len(e.List))
	total := 0
	for i, y := range e.List {
		a, v := p.sameCase(plain, e.X, p.val(y), y)
		if a.s != plain.s {
			x = a // for all of them: a constant without letters takes it as well
		}
		items[i] = v.s
		total += len(items[i]) + 2
	}
	list := "(" + strings.Join(items, ", ") + ")"
	if total > 2*lineWidth {
		list = "(" + wrapList(items) + ")"
	}
	return val{x.at(precLike+1) + " " + not(e.Not) + "IN " + list, precLike, cBool}
}
