package postgres

import "github.com/crosswalk-db/crosswalk/ir"

// temporaryTrigger makes the permanent table of a global temporary one an empty pattern; see runtime/session_table.sql.
func (p *printer) temporaryTrigger(t *ir.Table) {
	onCommit := "DELETE"
	if t.OnCommit == "PRESERVE" {
		onCommit = "PRESERVE"
	}
	p.NL().W("CREATE TRIGGER for_session BEFORE INSERT ON ", p.em.qualified(t)).NL()
	p.In().W("FOR EACH ROW EXECUTE FUNCTION ", p.helper("session_table"), "('", onCommit, "');").NL().Out()
}

// defaultOnNull writes the trigger of columns that are DEFAULT ON NULL: an INSERT of NULL gets the default too.
func (p *printer) defaultOnNull(t *ir.Table) {
	var sets []string
	for _, c := range t.Columns {
		n := p.em.ident(c.Name)
		switch {
		case c.Identity != nil && c.Identity.OnNull:
			seq := "pg_get_serial_sequence(" + quoteLiteral(p.em.qualified(t)) + ", " + quoteLiteral(p.em.fold(c.Name)) + ")"
			sets = append(sets, "IF NEW."+n+" IS NULL THEN\n  NEW."+n+" := nextval("+seq+");\nEND IF;")
		case c.DefaultOnNull && c.Default != nil:
			sets = append(sets, "IF NEW."+n+" IS NULL THEN\n  NEW."+n+" := "+p.ddlExpr(c.Default)+";\nEND IF;")
		}
	}
	if len(sets) == 0 {
		return
	}
	fn := p.em.inSchema(p.em.homeSchema(t), shorten(p.em.ownName(t)+"_default_on_null"))
	p.NL().W("CREATE FUNCTION ", fn, "() RETURNS trigger").NL().W("LANGUAGE plpgsql").NL().W("AS $$").NL()
	p.W("BEGIN").NL().In()
	for _, s := range sets {
		p.W(s).NL()
	}
	p.W("RETURN NEW;").NL().Out()
	p.W("END").NL().W("$$;").NL().NL()
	p.W("-- Triggers fire in the order of their names: this one comes first.").NL()
	p.W("CREATE TRIGGER a_default_on_null BEFORE INSERT ON ", p.em.qualified(t)).NL()
	p.In().W("FOR EACH ROW EXECUTE FUNCTION ", fn, "();").NL().Out()
}
