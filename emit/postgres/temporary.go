package postgres

import (
	"strings"

	"github.com/crosswalk-db/crosswalk/ir"
)

// temporaryTrigger makes the permanent table of a global temporary one an empty pattern. The first row that a session
// inserts makes the session's own temporary table and goes there; from then on the search path finds that one, which
// also says when its rows go. Plans made before are discarded, since they know the pattern.
func (p *printer) temporaryTrigger(t *ir.Table) {
	name := p.em.qualified(t)
	own := p.em.ownName(t)
	fn := p.em.inSchema(p.em.homeSchema(t), shorten(own+"_for_session"))
	list, vals, identity := sessionColumns(p.em, t)
	onCommit := "DELETE"
	if t.OnCommit == "PRESERVE" {
		onCommit = "PRESERVE"
	}
	local := "pg_temp." + quoteIdent(own)
	p.NL().W("CREATE FUNCTION ", fn, "() RETURNS trigger").NL().W("LANGUAGE plpgsql").NL().W("AS $$").NL()
	p.W("BEGIN").NL().In()
	p.W("IF to_regclass(", quoteLiteral(local), ") IS NULL THEN").NL().In()
	p.W("CREATE TEMPORARY TABLE ", quoteIdent(own), " (LIKE ", p.patternName(t), " INCLUDING ALL) ON COMMIT ", onCommit, " ROWS;").NL()
	p.W("EXECUTE 'DISCARD PLANS';").NL()
	p.Out().W("END IF;").NL()
	p.W("EXECUTE ", quoteLiteral("INSERT INTO "+local+list+identity+" SELECT "+vals)).NL()
	p.W("USING NEW;").NL()
	p.W("RETURN NULL;").NL()
	p.Out().W("END").NL().W("$$;").NL().NL()
	p.W("CREATE TRIGGER for_session BEFORE INSERT ON ", name).NL()
	p.In().W("FOR EACH ROW EXECUTE FUNCTION ", fn, "();").NL().Out()
}

// sessionColumns gives what the trigger's INSERT copies: the whole row, or its columns where some are not inserted.
func sessionColumns(em *emitter, t *ir.Table) (list, vals, overriding string) {
	var cols, from []string
	all := true
	for _, c := range t.Columns {
		if c.Generated != nil {
			all = false
			continue
		}
		if c.Identity != nil && c.Identity.Always {
			overriding = " OVERRIDING SYSTEM VALUE"
		}
		cols = append(cols, em.ident(c.Name))
		from = append(from, "($1)."+em.ident(c.Name))
	}
	if all {
		return "", "($1).*", overriding
	}
	return " (" + strings.Join(cols, ", ") + ")", strings.Join(from, ", "), overriding
}

// patternName names the permanent table for LIKE, before the temporary one exists.
func (p *printer) patternName(t *ir.Table) string { return p.em.qualified(t) }

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
