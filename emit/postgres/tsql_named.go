package postgres

import (
	"regexp"
	"slices"
	"strings"

	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/ir/diag"
)

// A statement with names that are only known when it runs is written as any other, its holes as the names that they are; the text goes to
// format(), which puts the names in, and to EXECUTE, which is given the variables (PostgreSQL manual, 43.5.4 "Executing Dynamic Commands").

// executed is the statement at hand.
type executed struct {
	names []*ir.NameHole
	given []string // what EXECUTE is given: $1, $2, …
}

// namedStmt writes the statement: each of its queries and changes becomes an EXECUTE, see executable.
func (p *printer) namedStmt(list []ir.Stmt, i int, s *ir.NamedStmt) {
	q := *p
	q.executes = &executed{names: s.Names}
	q.Writer = p.sub().Writer
	q.tsqlSQL(list, i, s.Body)
	p.W(q.String())
}

// given makes a variable a value that EXECUTE is given, where the text is one for EXECUTE.
func (p *printer) given(variable string) string {
	if p.executes == nil || !p.quoting {
		return variable
	}
	for i, v := range p.executes.given {
		if v == variable {
			return "$" + itoa(i+1)
		}
	}
	p.executes.given = append(p.executes.given, variable)
	return "$" + itoa(len(p.executes.given))
}

// executable gives a piece of SQL as it is, or what executes it where its names are not known; text writes it.
func (p *printer) executable(text func(q *printer)) string {
	if p.executes == nil {
		return p.text(text)
	}
	n := p.executes
	n.given = nil
	sql := p.text(func(q *printer) {
		q.quoting = true
		text(q)
	})
	sql = strings.ReplaceAll(strings.TrimRight(sql, "\n"), "%", "%%")
	var args []string
	for _, h := range n.names {
		hole := p.em.ident(h.Hole)
		if !strings.Contains(sql, hole) {
			continue
		}
		if h.Piece != ir.NoPiece {
			p.rt.runsText = p.rt.runsText || h.Piece != ir.PiecePivot // the piece may name tables
			sql, args = p.pieces(sql, hole, h, args)
			continue
		}
		spec, name := "I", "lower("+p.exprText(h.Text)+")"
		if h.Order {
			spec, name = "s", p.helper("tsql_order")+"("+p.exprText(h.Text)+")"
			sql = strings.ReplaceAll(sql, hole+" NULLS FIRST", hole) // tsql_order says it of each
		} else if h.Whole {
			spec, name = "s", p.helper("tsql_name")+"("+p.exprText(h.Text)+", "+p.homeText(h)+")"
		}
		args = append(args, name)
		sql = strings.ReplaceAll(sql, hole, "%"+itoa(len(args))+"$"+spec)
	}
	out := "EXECUTE format(" + quoteLiteral(sql) + ", " + strings.Join(args, ", ") + ")"
	if len(args) == 0 {
		out = "EXECUTE " + quoteLiteral(strings.ReplaceAll(sql, "%%", "%"))
	}
	return out
}

// What is between these, in front of the name of a column that PIVOT makes, is repeated for each name in the list that a hole stands for.
const pivotOpen, pivotClose = "\x01", "\x02"

var pivotItem = regexp.MustCompile(`(?s)\x01(.*?)\x02 AS (\w+)`)

// pieces puts placeholders in for a piece of SQL, and adds what format() is given for them.
func (p *printer) pieces(sql, hole string, h *ir.NameHole, args []string) (string, []string) {
	piece := h.Piece
	if piece == ir.PiecePivot {
		sql = pivotItem.ReplaceAllStringFunc(sql, func(s string) string {
			m := pivotItem.FindStringSubmatch(s)
			if m[2] != hole {
				return s
			}
			item := strings.ReplaceAll(m[1], quoteLiteral(strings.Trim(hole, `"`)), "%1$L") + " AS %2$s"
			args = append(args, p.helper("tsql_pivot")+"("+p.exprText(h.Text)+", "+quoteLiteral(item)+")")
			return "%" + itoa(len(args)) + "$s"
		})
		piece = ir.PieceList // what names the columns
	}
	if strings.Contains(sql, hole) {
		args = append(args, p.helper("tsql_text")+"("+p.exprText(h.Text)+")")
		sql = withPiece(sql, hole, piece, "%"+itoa(len(args))+"$s")
	}
	if strings.Contains(sql, hole) {
		p.findOnce(diag.TSQLDynamicRed, h.Text.Span(), "the piece of SQL in %s does not stand alone where it is", h.Text.Span().Text())
	}
	return sql, args
}

// keepTogether puts those of several conditions that have a piece of SQL into parentheses: the piece may have an OR.
func (p *printer) keepTogether(conds []ir.Expr) []ir.Expr {
	if p.executes == nil {
		return conds
	}
	out := slices.Clone(conds)
	for i, c := range conds {
		ir.Walk(c, func(n ir.Node) bool {
			if r, ok := n.(*ir.Ref); ok && p.executes.isPiece(r.Name.Last()) {
				out[i] = &ir.Native{Text: []string{"(", ")"}, Args: []ir.Expr{c}}
			}
			return true
		})
	}
	return out
}

func (x *executed) isPiece(n ir.Name) bool {
	return slices.ContainsFunc(x.names, func(h *ir.NameHole) bool { return h.Piece != ir.NoPiece && h.Hole.Key == n.Key })
}

// withPiece puts a placeholder in for a piece of SQL.
func withPiece(sql, hole string, piece ir.HolePiece, by string) string {
	lead, tail := "", ` = 1`
	switch piece {
	case ir.PieceAnd:
		lead = `AND\s+`
	case ir.PieceWhere:
		lead = `WHERE\s+`
	case ir.PieceList:
		tail = ""
	}
	return regexp.MustCompile(lead+regexp.QuoteMeta(hole)+tail).ReplaceAllLiteralString(sql, by)
}

func (p *printer) homeText(h *ir.NameHole) string {
	if h.Home.IsZero() {
		return "NULL"
	}
	return quoteLiteral(p.em.schemaName(h.Home))
}

// usingGiven writes what the EXECUTE is given.
func (p *printer) usingGiven() {
	if p.executes != nil && len(p.executes.given) > 0 {
		p.W(" USING ", strings.Join(p.executes.given, ", "))
	}
}
