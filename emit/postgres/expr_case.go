package postgres

import (
	"strings"

	"github.com/crosswalk-db/crosswalk/ir"
)

// caseExpr writes CASE, and DECODE, which compares NULLs as equal.
func (p *printer) caseExpr(e *ir.Case) val {
	c := &caseText{}
	searched := e.Operand == nil || e.NullEq && p.decodeNeedsSearch(e)
	var operand, plain val
	if e.Operand != nil {
		plain = p.val(e.Operand)
		operand = plain
	}
	t := p.caseType(e)
	for i, w := range e.Whens {
		cond := ""
		switch {
		case e.Operand == nil:
			cond = p.condVal(w.Cond).s
		case searched:
			cond = p.decodeTest(operand, e.Operand, w.Cond)
		default:
			v := p.val(w.Cond)
			if i == 0 {
				operand = p.alike(operand, e.Operand, v, w.Cond)
			}
			v = p.alike(v, w.Cond, operand, e.Operand)
			if p.tsql() {
				var a val
				if a, v = p.sameCase(plain, e.Operand, v, w.Cond); a.s != plain.s {
					operand = a // for all branches: a constant without letters takes it as well
				}
			}
			cond = v.s
		}
		c.whens = append(c.whens, "WHEN "+cond+" THEN "+c.result(p.branch(w.Result, t)))
	}
	if e.Else != nil && !p.isNull(e.Else) {
		c.els = c.result(p.branch(e.Else, t))
	}
	if e.Operand != nil && !searched {
		c.operand = operand.s
	}
	return atom(c.text(p.caseBroken(e)), c.class())
}

// branch writes a result of CASE, of the type of the first one.
func (p *printer) branch(e ir.Expr, t *ir.Type) val {
	v := p.val(e)
	switch {
	case t.IsString() && (v.c.number() || v.c.datetime()):
		return p.toText(v, e)
	case t.IsNumber() && v.c.text():
		return p.toNumber(v, e)
	}
	return v
}

// decodeNeedsSearch: a DECODE whose search values are never NULL is a simple CASE.
func (p *printer) decodeNeedsSearch(e *ir.Case) bool {
	for _, w := range e.Whens {
		if p.isNull(w.Cond) || p.nullable(w.Cond) {
			return true
		}
	}
	return false
}

// decodeTest compares one search value of DECODE.
func (p *printer) decodeTest(operand val, oe, search ir.Expr) string {
	if p.isNull(search) {
		if p.emptyable(oe) {
			operand = nullifEmpty(operand)
		}
		return operand.at(precIs+1) + " IS NULL"
	}
	v := p.val(search)
	o := p.alike(operand, oe, v, search)
	v = p.alike(v, search, o, oe)
	if !p.nullable(search) || !p.nullable(oe) {
		return o.at(precCmp+1) + " = " + v.at(precCmp+1)
	}
	return o.at(precIs+1) + " IS NOT DISTINCT FROM " + v.at(precIs+1)
}

// caseBroken tells whether the source has the branches on several lines.
func (p *printer) caseBroken(e *ir.Case) bool {
	return !e.NullEq && strings.Contains(e.Sp.Text(), "\n")
}

// caseText collects the branches of a CASE.
type caseText struct {
	operand, els string
	whens        []string
	classes      []class
}

func (c *caseText) result(v val) string {
	c.classes = append(c.classes, v.c)
	return v.s
}

// class is the common class of the branches.
func (c *caseText) class() class { return unite(c.classes) }

// unite gives the class of what PostgreSQL's UNION/CASE resolution makes of several.
func unite(list []class) class {
	out := cLit
	for _, c := range list {
		switch {
		case c == out || c == cLit:
		case out == cLit:
			out = c
		case out.number() && c.number():
			out = max(out, c)
		case out.datetime() && c.datetime():
			out = max(out, c)
		case out.text() && c.text():
			out = cText
		default:
			return cUnknown
		}
	}
	return out
}

func (c *caseText) text(broken bool) string {
	total := len(c.operand) + len(c.els)
	for _, w := range c.whens {
		total += len(w) + 1
	}
	head, sep, end := "CASE", " ", " END"
	if c.operand != "" {
		head += " " + c.operand
	}
	if broken || total > lineWidth {
		sep, end = "\n  ", "\nEND"
	}
	var b strings.Builder
	b.WriteString(head)
	for _, w := range c.whens {
		b.WriteString(sep + indentIf(sep, w))
	}
	if c.els != "" {
		b.WriteString(sep + "ELSE " + indentIf(sep, c.els))
	}
	return b.String() + end
}
