package tsql

import (
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
