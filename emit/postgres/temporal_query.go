package postgres

import (
	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/ir/diag"
)

// versions writes a table FOR SYSTEM_TIME: what is valid now and what the history table holds. The bounds are those of the
// Transact-SQL reference, "FROM", "FOR SYSTEM_TIME"; a version without duration is in neither table.
func (p *printer) versions(t *ir.TableRef) string {
	table, ok := t.Decl.(*ir.Table)
	if !ok || table.Period == nil || !table.Period.Versioned {
		p.find(diag.Flashback, t.Sp, "FOR SYSTEM_TIME: %s is no system-versioned table of these sources", t.Name.Last().Text)
		return p.relation(t.Name, t.Decl)
	}
	history := p.historyName(table)
	p.need("table", history)
	cond := p.validity(table, t.SystemTime)
	text := p.versionsOf(table, p.relation(t.Name, t.Decl), cond) + "\nUNION ALL\n" + p.versionsOf(table, history, cond)
	return inParens("\n"+text+"\n") + p.asAlias(tableAlias(t), nil)
}

func (p *printer) versionsOf(t *ir.Table, from, cond string) string {
	cols := make([]ir.Name, len(t.Columns))
	for i, c := range t.Columns {
		cols[i] = c.Name
	}
	return "SELECT " + p.nameList(cols) + "\nFROM " + from + cond
}

// validity gives the WHERE clause over the columns of the period.
func (p *printer) validity(t *ir.Table, st *ir.SystemTime) string {
	from, to := p.em.ident(t.Period.From), p.em.ident(t.Period.To)
	var until string
	switch st.Kind {
	case ir.SystemAll:
		return ""
	case ir.SystemAsOf:
		until = from + " <= " + p.moment(t, st.From)
	case ir.SystemFrom:
		until = from + " < " + p.moment(t, st.To)
	case ir.SystemBetween:
		until = from + " <= " + p.moment(t, st.To)
	}
	return "\nWHERE " + until + "\n  AND " + to + " > " + p.moment(t, st.From)
}

// moment writes a variable or constant as a time in UTC, which periods are in.
func (p *printer) moment(t *ir.Table, x ir.Expr) string {
	switch typ := p.typ(x).Base(); {
	case typ.Is(ir.TTimestampTZ):
		return stampOf(p.val(x)).s
	case !typ.IsDatetime():
		if c := t.Column(t.Period.From); c != nil {
			x = &ir.Cast{X: x, To: c.Type, Implicit: true}
		}
	}
	return p.exprText(x)
}
