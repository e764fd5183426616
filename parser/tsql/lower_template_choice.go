package tsql

import (
	"regexp"
	"strconv"
	"strings"

	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/ir/diag"
)

// chosen is a condition under which a text was not chosen.
type chosen struct {
	hole string
	n    int
}

// alternative is a text of a choice with the choices that lead to it.
type alternative struct {
	guards []chosen
	list   []piece
}

var (
	conjunct       = regexp.MustCompile(`(?is)^(and|where)\b(.*)$`)
	listPlace      = regexp.MustCompile(`(?is)\bin\s*\(\s*$`)
	predicatePlace = regexp.MustCompile(`(?is)\b(?:where|and|on|having)\s*$`)
)

// choose puts a choice in. AND x in one of the texts becomes AND (not chosen OR x), and WHERE x likewise; texts that are whole conditions
// stand where a condition is wanted.
func (a *assembler) choose(c *choice) {
	var list []string
	lead, whole, count := "", true, 0
	for _, alt := range a.alternatives(c, nil) {
		text, ok := a.textOf(alt.list)
		if !ok {
			a.failed = true
			return
		}
		count++
		if text = strings.TrimSpace(text); text == "" {
			whole = false
			continue
		}
		word, rest := "", text
		if m := conjunct.FindStringSubmatch(text); m != nil {
			word, rest = strings.ToUpper(m[1]), m[2]
		}
		if len(list) > 0 && word != lead || !isCondition(rest) {
			a.failed = true
			return
		}
		lead = word
		s := "("
		for _, g := range alt.guards {
			s += g.hole + " <> " + strconv.Itoa(g.n) + " OR "
		}
		list = append(list, s+"("+rest+"))")
	}
	before := predicatePlace.MatchString(a.b.String())
	switch {
	case len(list) == 0:
	case lead != "" && !before:
		a.b.WriteString(" " + lead + " " + strings.Join(list, " AND ") + " ")
	case lead == "" && before && whole:
		a.b.WriteString(" " + strings.Join(list, " AND ") + " ")
	default:
		a.failed = true
	}
}

// alternatives are the texts of a choice, those of a choice inside it for itself.
func (a *assembler) alternatives(c *choice, guards []chosen) []alternative {
	e := &ir.Case{}
	e.Sp = a.at
	for i, cond := range c.conds {
		e.Whens = append(e.Whens, ir.When{Cond: ir.Clone(cond), Result: numbered(i+1, a.at)})
	}
	e.Else = numbered(len(c.texts), a.at)
	h := a.hole(e)
	var out []alternative
	for i, t := range c.texts {
		g := append(guards[:len(guards):len(guards)], chosen{h, i + 1})
		if len(t) == 1 && t[0].choice != nil {
			out = append(out, a.alternatives(t[0].choice, g)...)
			continue
		}
		out = append(out, alternative{g, t})
	}
	return out
}

func numbered(n int, at diag.Span) ir.Expr {
	x := &ir.NumberLit{Text: strconv.Itoa(n)}
	x.Sp = at
	return x
}

// textOf puts a text of a choice together; its values are the template's.
func (a *assembler) textOf(list []piece) (string, bool) {
	in := &assembler{l: a.l, at: a.at, t: a.t}
	before := len(a.t.names)
	in.run(list)
	for _, n := range a.t.names[before:] {
		in.failed = in.failed || n.piece != ir.NoPiece // it may have an OR, which binds otherwise in parentheses
	}
	return in.b.String(), !in.failed && !in.listed && in.state == inCode
}

var conditionWord = regexp.MustCompile(`(?i)'(?:[^']|'')*'|\[[^\]]*\]|[(),;]|--|/\*|[@#\w$]+`)

// isCondition tells a text that is one condition without OR: it stays the same in parentheses.
func isCondition(s string) bool {
	depth := 0
	for _, w := range conditionWord.FindAllString(s, -1) {
		switch w = strings.ToUpper(w); {
		case w == "(" || w == "CASE":
			depth++
		case w == ")" || w == "END":
			if depth--; depth < 0 {
				return false
			}
		case w == ";" || w == "--" || w == "/*":
			return false
		case depth > 0:
		case w == ",", strings.Contains(" OR SELECT FROM GROUP ORDER UNION HAVING JOIN WHERE SET VALUES EXEC UPDATE DELETE INSERT DECLARE OPTION FOR WITH IF ELSE BEGIN PRINT ", " "+w+" "):
			return false
		}
	}
	return depth == 0
}

// plainChoice writes CASE WHEN x IS NULL THEN 1 ELSE 2 END <> 2 as x IS NULL, and <> 1 as the contrary.
func plainChoice(b *ir.Binary) ir.Expr {
	n, ok := b.R.(*ir.NumberLit)
	p, paren := b.L.(*ir.Paren)
	if b.Op != ir.OpNe || !ok || !paren {
		return b
	}
	c, ok := p.X.(*ir.Case)
	if !ok || len(c.Whens) != 1 || c.Operand != nil || c.Sp != p.X.Span() {
		return b
	}
	cond := c.Whens[0].Cond
	for {
		inner, ok := cond.(*ir.Paren)
		if !ok {
			break
		}
		cond = inner.X
	}
	is, ok := cond.(*ir.IsNull)
	if !ok {
		return b
	}
	x := *is
	x.Not = is.Not == (n.Text == "2")
	return &x
}
