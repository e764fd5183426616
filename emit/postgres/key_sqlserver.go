package postgres

import (
	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/ir/diag"
)

// oneNull keeps SQL Server's rule that NULL equals NULL in a unique key, of one column too: it gives the clause.
func (p *printer) oneNull(t *ir.Table, cols []ir.Name, at diag.Span, title string) string {
	nullable := false
	for _, n := range cols {
		nullable = nullable || !isNotNull(t, n)
	}
	switch {
	case !nullable:
		return ""
	case p.em.version() < 15:
		p.find(diag.UniqueNulls, at, "%s allows rows that differ in nothing but NULL", title)
		return ""
	}
	return " NULLS NOT DISTINCT"
}

// identityAfterData sets the sequence of an identity column to the last of the values that data scripts give, as SQL Server does by
// itself. The value behind it may be more than the sequence has: it is asked for by a row that SQL Server refuses too.
func (p *printer) identityAfterData(t *ir.Table, c *ir.Column) {
	table, col := p.em.qualified(t), p.em.ident(c.Name)
	last := "max(" + col + ")"
	if fittedOr(c.Identity.Seq.Increment, "1")[0] == '-' {
		last = "min(" + col + ")"
	} else if seed := fittedOr(c.Identity.Seq.Start, "1"); seed[0] != '-' && seed != "0" {
		last = "greatest(" + last + ", " + seed + "), " + last + " >= " + seed // values below the seed are below the sequence's least
	}
	verb := "SELECT"
	if p.rt != nil {
		verb = "PERFORM"
	}
	p.W(verb, " setval(pg_get_serial_sequence(", quoteLiteral(table), ", ", quoteLiteral(p.em.fold(c.Name)), "), ", last, ")").NL()
	p.W("FROM ", table).NL().W("HAVING count(*) > 0;").NL()
}

// explicitIdentities is the pass that marks tables whose identity values come from data scripts, and the statements behind
// them that draw one: SQL Server counts on from the highest value that IDENTITY_INSERT put in (SET IDENTITY_INSERT, "Remarks").
func (em *emitter) explicitIdentities() {
	if em.src.Source != ir.SQLServer {
		return
	}
	em.restarts = map[ir.Stmt]*ir.Table{}
	ahead := map[*ir.Table]bool{} // tables with values that their sequence has not counted
	note := func(s ir.Stmt, d ir.DML, runs bool) {
		x, ok := d.(*ir.Insert)
		if !ok {
			return
		}
		t, c := identityOf(x)
		switch {
		case c == nil:
		case hasName(x.Cols, c.Name):
			t.Explicit, ahead[t] = true, true
		case ahead[t]:
			em.restarts[s] = t
			ahead[t] = !runs // what the installation does not run counts nothing there
		}
	}
	for _, o := range em.src.Objects {
		d, ok := o.(*ir.DataScript)
		if !ok || d.Dropped != "" {
			continue
		}
		for _, s := range d.Stmts {
			runs := !em.manual(s)
			ir.Walk(s, func(n ir.Node) bool {
				switch n := n.(type) {
				case *ir.ExecDML:
					note(n, n.DML, runs)
				case *ir.Repeat:
					note(n, n.Of.Stmt.DML, runs)
				}
				return true
			})
		}
	}
}

// identityOf gives the table that an INSERT fills, and its identity column; nil where there is none.
func identityOf(x *ir.Insert) (*ir.Table, *ir.Column) {
	ref, _ := x.Target.(*ir.TableRef)
	if ref == nil {
		return nil, nil
	}
	t, _ := ref.Decl.(*ir.Table)
	if t == nil {
		return nil, nil
	}
	for _, c := range t.Columns {
		if c.Identity != nil {
			return t, c
		}
	}
	return t, nil
}

// countOn writes that the sequence goes on behind the values that earlier statements gave, where s draws the next one.
func (p *printer) countOn(s ir.Stmt) {
	t := p.em.restarts[s]
	if t == nil {
		return
	}
	for _, c := range t.Columns {
		if c.Identity != nil {
			p.identityAfterData(t, c)
		}
	}
}
