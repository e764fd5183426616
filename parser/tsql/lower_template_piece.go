package tsql

import (
	"regexp"
	"strings"

	"github.com/crosswalk-db/crosswalk/ir"
)

// A piece of SQL that is only known when it runs, WHERE ' + @filter, stands where a condition or a list of columns does. In the text of the template
// a hole takes its place, so that the rest is converted, and the piece is put in again where the hole is: see executable in emit/postgres.

var (
	pieceWord     = regexp.MustCompile(`(?s)'(?:[^']|'')*'|\[[^\]]*\]|"[^"]*"|--[^\n]*|/\*.*?\*/|[(),;]|[@#\pL\pN_$]+|[^\s]`)
	beforePiece   = regexp.MustCompile(`[\s(,]$`)
	behindPiece   = regexp.MustCompile(`^[\s),;]`)
	clauseGoesOn  = regexp.MustCompile(`(?is)^\s*(?:$|[;)]|(?:and|or|group|order|having|union|option|for|except|intersect)\b)`)
	joinGoesOn    = regexp.MustCompile(`(?is)^\s*(?:where|join|inner|left|right|full|cross|outer)\b`)
	fromGoesOn    = regexp.MustCompile(`(?is)^\s*(?:$|[;)]|(?:group|order|union|option|for|except|intersect)\b)`)
	listGoesOn    = regexp.MustCompile(`(?is)^\s*(?:,|from\b|$)`)
	groupGoesOn   = regexp.MustCompile(`(?is)^\s*(?:$|[;),]|(?:having|order|union|option|for)\b)`)
	changeBegins  = regexp.MustCompile(`(?is)(?:^|;|\bbegin\b)\s*(?:update|delete)\b[^;]*$`)
	unpivotPlace  = regexp.MustCompile(`(?is)\bunpivot\s*\([^()]*\bin\s*\(\s*$`)
	pivotPlace    = regexp.MustCompile(`(?is)\bpivot\s*\(.*\bfor\s+[^\s()]+\s+in\s*\(\s*$`)
	insertColumns = regexp.MustCompile(`(?is)\binsert\s+(?:into\s+)?[^\s()]+\s*\((?:[^()]*,)?\s*$`)
)

const clauseWords = " SELECT FROM WHERE ON HAVING SET GROUP ORDER VALUES INTO JOIN UPDATE DELETE INSERT "

// sqlPiece puts a hole in for a piece of SQL, and tells whether the place is one where the rest of the statement is known.
func (a *assembler) sqlPiece(e ir.Expr) bool {
	if a.direction(e) {
		return true
	}
	if !a.l.isText(e) {
		return false
	}
	before := a.b.String()
	if !beforePiece.MatchString(before) || a.next != "" && !behindPiece.MatchString(a.next) || a.next == "" && !a.last {
		return false
	}
	if pivotPlace.MatchString(before) && !unpivotPlace.MatchString(before) && strings.HasPrefix(strings.TrimLeft(a.next, " \t\r\n"), ")") {
		a.writePiece(e, ir.PiecePivot, "", "")
		return true
	}
	clause, last := clauseAt(before)
	piece, lead, tail := ir.NoPiece, "", " = 1 "
	switch {
	case slicesHas("WHERE AND OR NOT ON HAVING", last) && clauseGoesOn.MatchString(a.next):
		piece = ir.PieceCondition
	case clause == "ON" && changeBegins.MatchString(before):
		return false // whose ON becomes WHERE: the piece may begin with either
	case slicesHas("WHERE ON HAVING", clause) && endsTerm(last) && (clauseGoesOn.MatchString(a.next) || clause == "ON" && joinGoesOn.MatchString(a.next)):
		piece, lead = ir.PieceAnd, " AND "
	case slicesHas("FROM SET DELETE UPDATE", clause) && endsTerm(last) && fromGoesOn.MatchString(a.next) && (clause == "FROM" || clause == "SET" || !namePlace.MatchString(before)):
		piece, lead = ir.PieceWhere, " WHERE "
	case clause == "SELECT" && (last == "," || last == "SELECT" || last == "DISTINCT") && listGoesOn.MatchString(a.next) && (a.next != "" || last == ","),
		clause == "GROUP" && (last == "," || last == "BY") && groupGoesOn.MatchString(a.next),
		insertColumns.MatchString(before) && strings.HasPrefix(strings.TrimLeft(a.next, " "), ")"):
		piece, tail = ir.PieceList, " "
	default:
		return false
	}
	a.writePiece(e, piece, lead, tail)
	return true
}

// writePiece puts the hole of a piece in, between the words that make it what the place takes.
func (a *assembler) writePiece(e ir.Expr, piece ir.HolePiece, lead, tail string) {
	a.t.pieces = a.t.pieces || piece != ir.PiecePivot
	a.b.WriteString(lead)
	n := &templateName{whole: true, parts: []ir.Expr{e}, piece: piece}
	a.writeName(n)
	n.place = false
	a.name = nil
	a.b.WriteString(tail)
}

func slicesHas(words, w string) bool { return w != "" && strings.Contains(" "+words+" ", " "+w+" ") }

// endsTerm tells the last word of a condition, or of what FROM names.
func endsTerm(w string) bool {
	if w == "" || slicesHas("AND OR NOT IN LIKE BETWEEN IS EXISTS JOIN INNER LEFT RIGHT FULL OUTER CROSS APPLY AS ALL ANY SOME CASE WHEN THEN ELSE FROM DELETE UPDATE SET", w) {
		return false
	}
	return w == ")" || w[0] == '\'' || w[0] == '[' || w[0] == '"' || isWord1(w[0])
}

// clauseAt gives the clause that the end of a text is in, at its own depth of parentheses, and the last word.
func clauseAt(text string) (clause, last string) {
	stack := []string{""}
	for _, w := range pieceWord.FindAllString(text, -1) {
		if strings.HasPrefix(w, "--") || strings.HasPrefix(w, "/*") {
			continue
		}
		last = strings.ToUpper(w)
		switch {
		case w == "(":
			stack = append(stack, "")
		case w == ")":
			stack = stack[:max(1, len(stack)-1)]
		case w == ";":
			stack[len(stack)-1] = ""
		case strings.Contains(clauseWords, " "+last+" "):
			stack[len(stack)-1] = last
		}
	}
	return stack[len(stack)-1], last
}

// isText tells variables, parameters and expressions that are texts.
func (l *lowerer) isText(e ir.Expr) bool {
	switch e := e.(type) {
	case *ir.Paren:
		return l.isText(e.X)
	case *ir.Call:
		n := strings.ToUpper(strings.TrimPrefix(e.Fn, "tsql."))
		if n == "" {
			n = e.Name.Last().Key
		}
		if slicesHas("REPLACE LTRIM RTRIM TRIM UPPER LOWER SUBSTRING LEFT RIGHT STUFF CONCAT QUOTENAME REPLICATE", n) {
			return true
		}
		return slicesHas("ISNULL COALESCE NULLIF", n) && len(e.Args) > 0 && l.isText(e.Args[0].Value)
	case *ir.Binary:
		return (e.Op == ir.OpAdd || e.Op == ir.OpConcat) && l.isText(e.L)
	case *ir.Case:
		return len(e.Whens) > 0 && l.isText(e.Whens[0].Result)
	case *ir.StringLit:
		return true
	}
	t := l.declaredType(e)
	return t != nil && t.IsString()
}

var (
	heldDirection = regexp.MustCompile(`(?is)\border\s+by\s+(?:[^()']*,\s*)?(xw_name_\d+_)\s+$`)
	termDirection = regexp.MustCompile(`(?is)\border\s+by\s+(?:[^()']*,\s*)?((?:[\w$#@]+|\[[^\]]+\])(?:\.(?:[\w$#@]+|\[[^\]]+\]))?)\s+$`)
)

// directionPlace tells the end of a text behind one name that ORDER BY sorts by: ASC or DESC is wanted.
func (a *assembler) directionPlace() bool {
	return termDirection.MatchString(a.b.String()) && (a.last || behindPiece.MatchString(a.next))
}

// direction makes a text that follows the name that ORDER BY sorts by a part of it: ORDER BY ' + @column + ' ' + @direction.
func (a *assembler) direction(e ir.Expr) bool {
	if !a.directionPlace() || !a.l.isText(e) {
		return false
	}
	text := a.b.String()
	a.name = nil
	if m := heldDirection.FindStringSubmatch(text); m != nil {
		for _, n := range a.t.names {
			if n.hole.Hole.Text == m[1] && n.whole && n.piece == ir.NoPiece {
				n.parts = append(n.parts, a.text(" "), e)
				n.order, n.hole.Order = true, true
				return true
			}
		}
		return false
	}
	term := termDirection.FindStringSubmatchIndex(text)
	a.b.Reset()
	a.b.WriteString(text[:term[2]])
	n := &templateName{whole: true, order: true, parts: []ir.Expr{a.text(text[term[2]:term[3]] + " "), e}}
	a.writeName(n)
	n.place = false
	a.name = nil
	return true
}
