package postgres

import (
	"strings"

	"github.com/crosswalk-db/crosswalk/ir"
)

// Blocks of PL/SQL in texts: a block that was parsed with the rest is written as DO, and that put into a constant again.

// knownBlock gives the constant for a block; e is the text that it stands in, whose values are put in where their holes are. It gives
// false where the block needs what is made outside of it.
func (p *printer) knownBlock(b *ir.Block, e ir.Expr) (string, bool) {
	text, ok := p.doText(b)
	if !ok {
		return "", false
	}
	return p.fillHoles(text, e)
}

// doText writes the block as DO, without the end of the statement. It is no part of the routine around.
func (p *printer) doText(b *ir.Block) (string, bool) {
	soft := p.soft
	p.soft = map[string]bool{} // what the text names may be made at run time
	text := p.text(func(q *printer) {
		q.inSQL = false
		q.doBlock(b)
	})
	for n := range p.soft {
		if strings.HasPrefix(n, "routine:") {
			soft[n] = true
		}
	}
	p.soft = soft
	if !strings.HasPrefix(text, "DO ") {
		return "", false
	}
	return strings.TrimSuffix(text, ";\n"), true
}

// fillHoles makes an expression of a text that has holes. A value in quotes has its own doubled; one outside must be a number, for
// anything else may be more than a value. The block is quoted with the values in it, so that none of them can end it.
func (p *printer) fillHoles(text string, e ir.Expr) (string, bool) {
	body := strings.TrimSuffix(strings.TrimPrefix(text, "DO $$"), "$$")
	out := quoteLiteral(body)
	n := 0
	for _, x := range ir.Operands(e) {
		if _, lit := x.(*ir.StringLit); lit {
			continue
		}
		hole, quoted := ir.NumberHole(n), strings.Contains(out, ir.QuotedHole(n))
		switch {
		case quoted:
			hole, x = ir.QuotedHole(n), undoubled(x)
		case !p.typ(x).IsNumber():
			return "", false
		}
		if strings.Count(out, hole) != 1 {
			return "", false
		}
		v := p.concatArg(p.val(x), x)
		if p.nullable(x) || v.c != cText {
			v = p.run("coalesce(({1})::text, '')", cText, v)
		}
		if quoted {
			v = p.run("replace({1}, '''', '''''')", cText, v)
		}
		out = strings.Replace(out, hole, "' || "+v.at(precOther+1)+" || '", 1)
		n++
	}
	switch {
	case n == 0:
		return quoteLiteral(text), true
	case len(body) != len(text)-len("DO $$$$"), strings.Contains(body, "$$"), strings.Contains(body, "E'"):
		return "", false
	}
	return "'DO ' || quote_literal(" + out + ")", true
}

// undoubled is what REPLACE(x, ””, ”””) doubles the quotes of; all else is itself.
func undoubled(e ir.Expr) ir.Expr {
	c, ok := unwrap(stripImplicit(e)).(*ir.Call)
	if !ok || c.Fn != "replace" || len(c.Args) != 3 {
		return e
	}
	from, _ := constString(c.Args[1].Value, 0)
	to, _ := constString(c.Args[2].Value, 0)
	if from == "'" && to == "''" {
		return c.Args[0].Value
	}
	return e
}

// executeBlock writes EXECUTE IMMEDIATE of a block that was parsed: DO stands in the routine where the text is one constant, and may
// COMMIT then as the routine may.
func (p *printer) executeBlock(s *ir.ExecImmediate) bool {
	b, ok := s.Parsed.(*ir.Block)
	if !ok {
		return false
	}
	if _, constant := constString(s.SQL, 0); constant {
		if onlyCalls(b) {
			p.stmts(b.Body)
			return true
		}
		text, ok := p.doText(b)
		if ok {
			p.Verbatim(text).W(";\n")
			p.rt.found = nil
		}
		return ok
	}
	if mayEnd(b) || callsValue(b) {
		return false
	}
	text, ok := p.knownBlock(b, s.SQL)
	if ok {
		p.W("EXECUTE ").Verbatim(text).W(";\n")
		p.rt.found = nil
	}
	return ok
}

// callsValue tells a block whose statement is what a run gives: it is not known which.
func callsValue(b *ir.Block) bool {
	hit := false
	ir.Walk(b, func(n ir.Node) bool {
		if c, ok := n.(*ir.CallStmt); ok {
			_, bind := c.X.(*ir.Bind)
			hit = hit || bind
		}
		return !hit
	})
	return hit
}

// mayEnd tells a block that ends the transaction, or calls what does: a text that EXECUTE runs may not.
func mayEnd(b *ir.Block) bool {
	hit := false
	ir.Walk(b, func(n ir.Node) bool {
		switch n := n.(type) {
		case *ir.Commit, *ir.Rollback:
			hit = true
		case *ir.Call:
			if r := calledRoutine(n); r != nil && r.Tx {
				hit = true
			}
		}
		return !hit
	})
	return hit
}

// onlyCalls tells a block of calls with constants: no name of the routine around can take the place of one in it.
func onlyCalls(b *ir.Block) bool {
	plain := len(b.Decls) == 0 && len(b.Handlers) == 0
	for _, s := range b.Body {
		c, ok := s.(*ir.CallStmt)
		plain = plain && ok
		if ok {
			ir.Walk(c.X, func(n ir.Node) bool {
				switch n.(type) {
				case *ir.Ref, *ir.Bind, *ir.Subquery:
					plain = plain && n == c.X
				}
				return plain
			})
		}
	}
	return plain
}
