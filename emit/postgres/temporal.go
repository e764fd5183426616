package postgres

import (
	"strings"

	"github.com/crosswalk-db/crosswalk/ir"
)

// tableTriggers writes the triggers that keep what SQL Server's tables keep by themselves: they come after the data.
func (p *printer) tableTriggers(t *ir.Table) {
	p.rowversionTrigger(t)
	if t.Period != nil && t.Period.Versioned {
		p.versioning(t)
	}
}

// historyName is the name of a history table in the target, which SQL Server makes up where the source names none.
func (p *printer) historyName(t *ir.Table) string {
	switch d := t.Period; {
	case d.Decl != nil:
		return p.em.qualified(d.Decl)
	case !d.History.IsZero():
		schema := d.History.Qualifier()
		if schema.IsZero() {
			schema = t.Schema
		}
		return p.em.inSchema(schema, shorten(p.em.fold(d.History.Last())))
	}
	return p.em.inSchema(p.em.homeSchema(t), shorten(p.em.ownName(t)+"_history"))
}

// historyTable writes the history table where the sources do not create it: the same columns, no keys.
func (p *printer) historyTable(l *tableLayout) {
	t := l.t
	if t.Period == nil || !t.Period.Versioned || t.Period.Decl != nil {
		return
	}
	name := p.historyName(t)
	p.NL().W("CREATE TABLE ", name, " (").NL().In()
	for i, c := range t.Columns {
		p.W(p.em.ident(c.Name), " ", p.plainColumnType(t, c), p.collate(c))
		if i < len(t.Columns)-1 {
			p.W(",")
		}
		p.NL()
	}
	p.Out().W(");").NL()
	p.W("CREATE INDEX ON ", name, " (", p.em.ident(t.Period.To), ", ", p.em.ident(t.Period.From), ");").NL()
	l.history = name
}

// versioning writes the trigger of a system-versioned table. The Transact-SQL reference, "Temporal tables": a period begins
// when the transaction does, in UTC; a version that ends when it began is not kept; a row that a transaction has written
// which began later is refused (error 13535).
func (p *printer) versioning(t *ir.Table) {
	em := p.em
	fn := em.inSchema(em.homeSchema(t), shorten(em.ownName(t)+"_versioning"))
	from, to := em.ident(t.Period.From), em.ident(t.Period.To)
	var cols, vals []string
	for _, c := range t.Columns {
		n := em.ident(c.Name)
		cols = append(cols, n)
		if c.Name.Key == t.Period.To.Key {
			vals = append(vals, "moment")
		} else {
			vals = append(vals, "OLD."+n)
		}
	}
	history := p.historyName(t)
	p.need("table", history)
	p.W("CREATE FUNCTION ", fn, "() RETURNS trigger").NL().W("LANGUAGE plpgsql").NL().W("AS $$").NL()
	p.W("DECLARE").NL().In().W("moment timestamp := transaction_timestamp() AT TIME ZONE 'UTC';").NL().Out()
	p.W("BEGIN").NL().In()
	p.W("IF TG_OP <> 'INSERT' THEN").NL().In()
	p.W("IF OLD.", from, " > moment THEN").NL().In()
	p.W("RAISE EXCEPTION 'the row was written by a transaction that began later' USING ERRCODE = 'serialization_failure';").NL().Out()
	p.W("END IF;").NL()
	p.W("IF OLD.", from, " < moment THEN").NL().In()
	p.W("INSERT INTO ", history, " (", namesOnLines(cols), ")").NL()
	p.W("VALUES (", namesOnLines(vals), ");").NL().Out()
	p.W("END IF;").NL().Out()
	p.W("END IF;").NL()
	p.W("IF TG_OP = 'DELETE' THEN").NL().In().W("RETURN OLD;").NL().Out().W("END IF;").NL()
	p.W("NEW.", from, " := moment;").NL()
	if c := t.Column(t.Period.To); c != nil {
		p.W("NEW.", to, " := ", periodEnd(c), ";").NL()
	}
	p.W("RETURN NEW;").NL().Out()
	p.W("END").NL().W("$$;").NL().NL()
	p.W("CREATE TRIGGER zz_versioning BEFORE INSERT OR UPDATE OR DELETE ON ", em.qualified(t)).NL()
	p.In().W("FOR EACH ROW EXECUTE FUNCTION ", fn, "();").NL().Out()
}

// namesOnLines joins names, on lines that stay readable.
func namesOnLines(list []string) string {
	var b strings.Builder
	width := 0
	for i, s := range list {
		if i > 0 {
			b.WriteString(",")
			if width += len(s) + 2; width > 90 {
				b.WriteString("\n        ")
				width = len(s)
			} else {
				b.WriteString(" ")
			}
		}
		b.WriteString(s)
	}
	return b.String()
}

// plainColumnType is a column's type where it stands without identity, expression or check.
func (p *printer) plainColumnType(t *ir.Table, c *ir.Column) string {
	s, _, _ := strings.Cut(p.columnType(t, c), " CHECK (")
	return s
}
