package tsql

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/ir/diag"
	"github.com/crosswalk-db/crosswalk/parser/tsql/syntax"
)

// idleDBCC are the commands of DBCC that check or maintain the server's own storage and caches and change nothing that a statement
// sees (Transact-SQL reference, "DBCC").
var idleDBCC = map[string]bool{
	"FREEPROCCACHE": true, "DROPCLEANBUFFERS": true, "FREESYSTEMCACHE": true, "FREESESSIONCACHE": true, "FLUSHPROCINDB": true,
	"TRACEON": true, "TRACEOFF": true, "UPDATEUSAGE": true, "CLEANTABLE": true, "SHRINKDATABASE": true, "SHRINKFILE": true,
	"CHECKDB": true, "CHECKTABLE": true, "CHECKALLOC": true, "CHECKCATALOG": true, "CHECKCONSTRAINTS": true, "CHECKFILEGROUP": true,
	"INDEXDEFRAG": true, "DBREINDEX": true,
}

// maintenance lowers what a body does for the server's upkeep: statistics are gathered anew, the rest is left out with a note.
func (l *lowerer) maintenance(ctx *syntax.StatementContext) ([]ir.Stmt, bool) {
	w := l.words(ctx)
	first, second := wordAt(w, 0), wordAt(w, 1)
	switch {
	case first == "DBCC" && second == "CHECKIDENT":
		s, ok := l.checkIdent(ctx)
		return s, ok
	case strings.Join(strings.Fields(first), " ") == "UPDATE STATISTICS": // one token
		q := l.nameAt(ctx, 1)
		if q.IsZero() || strings.HasPrefix(q.Last().Text, "@") {
			return nil, false
		}
		return []ir.Stmt{&ir.Analyze{Table: &ir.TableRef{Sp: q.Sp, Name: q}}}, true
	case (first == "CREATE" || first == "DROP") && second == "STATISTICS", first == "CHECKPOINT", first == "DBCC" && idleDBCC[second]:
		if first != "CHECKPOINT" {
			first += " " + second
		}
		l.find(diag.TSQLMaintenance, l.span(ctx), "%s", first)
		return nil, true
	}
	return nil, false
}

// setRowCount notes SET ROWCOUNT: the statements behind it, in the order of the text, take as many rows ("SET ROWCOUNT"). 0 ends it.
func (l *lowerer) setRowCount(ctx syntax.ISetStmtContext) []ir.Stmt {
	toks := l.tokens(ctx)
	if len(toks) < 3 {
		return nil
	}
	n := toks[2].Text()
	if strings.Trim(n, "0") == "" {
		l.rows = nil
		return nil
	}
	l.find(diag.TSQLSetRowCount, l.span(ctx), "SET ROWCOUNT %s", n)
	if !strings.HasPrefix(n, "@") {
		lit := &ir.NumberLit{Text: n}
		lit.Sp = l.span(ctx)
		l.rows = lit
		return nil
	}
	zero := &ir.NumberLit{Text: "0"} // a variable that is 0 ends it as well
	zero.Sp = l.span(ctx)
	c := &ir.Call{Fn: "nullif", Args: []ir.Arg{{Value: l.varRef(identifier(n), l.span(ctx))}, {Value: zero}}}
	c.Sp = l.span(ctx)
	l.rows = c
	return nil
}

func (l *lowerer) limitQuery(q *ir.Query) {
	if l.rows == nil {
		return
	}
	if s, ok := q.Body.(*ir.Select); ok && s.Top == nil && q.Offset == nil && q.Limit == nil && (len(s.From) > 0 || len(s.GroupBy) > 0) {
		s.Top = l.rowTop()
	}
}

func (l *lowerer) rowTop() *ir.Top { return &ir.Top{N: ir.Clone(l.rows)} }

func (l *lowerer) limitDML(d ir.DML) {
	if l.rows == nil {
		return
	}
	switch d := d.(type) {
	case *ir.Insert:
		if d.Query != nil && d.Top == nil {
			d.Top = l.rowTop()
		}
	case *ir.Update:
		if d.Top == nil {
			d.Top = l.rowTop()
		}
	case *ir.Delete:
		if d.Top == nil {
			d.Top = l.rowTop()
		}
	}
}

// reseeds tells DBCC CHECKIDENT where it may change the identity.
func (l *lowerer) reseeds(ctx *syntax.StatementContext) bool {
	if ctx.AdminStmt() == nil {
		return false
	}
	w := l.words(ctx)
	return wordAt(w, 0) == "DBCC" && wordAt(w, 1) == "CHECKIDENT" && !slices.Contains(w, "NORESEED")
}

var namePart = regexp.MustCompile(`\[[^\]]*\]|"[^"]*"|[^.\s]+`)

// checkIdent lowers DBCC CHECKIDENT ('t' [, NORESEED | RESEED [, n]]): without a number the identity follows the largest value of the table.
func (l *lowerer) checkIdent(ctx *syntax.StatementContext) ([]ir.Stmt, bool) {
	toks := l.tokens(ctx)
	var args [][]string // by commas
	depth := 0
	for _, t := range toks[2:] {
		switch w := t.Text(); {
		case w == "(":
			depth++
			args = append(args, nil)
		case w == ")":
			depth--
		case depth == 1 && w == ",":
			args = append(args, nil)
		case depth == 1:
			args[len(args)-1] = append(args[len(args)-1], w)
		}
		if depth == 0 {
			break
		}
	}
	if len(args) == 0 || len(args) > 3 || len(args[0]) == 0 {
		return nil, false
	}
	q, ok := l.textName(args[0], l.span(ctx))
	if !ok {
		return nil, false
	}
	s := &ir.Reseed{Table: &ir.TableRef{Sp: q.Sp, Name: q}}
	s.Sp = q.Sp
	if len(args) > 1 && strings.EqualFold(strings.Join(args[1], ""), "NORESEED") {
		return []ir.Stmt{&ir.NullStmt{}}, true // it tells the values
	}
	if len(args) == 3 {
		if s.To = l.seedValue(strings.Join(args[2], ""), q.Sp); s.To == nil {
			return nil, false
		}
	}
	return []ir.Stmt{s}, true
}

// textName reads a name that is written as such, or in a text.
func (l *lowerer) textName(words []string, sp diag.Span) (ir.QName, bool) {
	text := strings.Join(words, "")
	if strings.HasPrefix(text, "@") {
		return ir.QName{}, false
	}
	if i := strings.IndexAny(text, `'"`); i == 0 || i == 1 && strings.ContainsAny(text[:1], "nN") {
		text = stringValue(text)
	}
	q := ir.QName{Sp: sp}
	for _, part := range namePart.FindAllString(text, -1) {
		q.Parts = append(q.Parts, identifier(part))
	}
	return l.local(q, false), len(q.Parts) > 0
}

// seedValue is a whole number or a variable.
func (l *lowerer) seedValue(s string, sp diag.Span) ir.Expr {
	if strings.HasPrefix(s, "@") && !strings.ContainsAny(s, "+-*/(") {
		return l.varRef(identifier(s), sp)
	}
	if _, err := strconv.ParseInt(s, 10, 64); err != nil {
		return nil
	}
	n := &ir.NumberLit{Text: s}
	n.Sp = sp
	return n
}
