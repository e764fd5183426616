package postgres

import (
	"strings"

	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/ir/diag"
)

func (em *emitter) sourceTitle() string {
	if em.src.Source == ir.SQLServer {
		return "SQL Server"
	}
	return "Oracle"
}

// schemaDef writes CREATE SCHEMA for a schema that nothing is created in, too.
func (p *printer) schemaDef(s *ir.SchemaDef) []*ir.Artifact {
	name := quoteIdent(p.em.schemaName(s.Name.Last()))
	if !s.Owner.IsZero() && !s.Owner.Is("DBO") {
		p.find(diag.SchemaOwner, s.Sp, "%s belonged to %s", s.Name.Last().Text, s.Owner.Text)
	}
	p.lead(s)
	p.W("CREATE SCHEMA IF NOT EXISTS ", name, ";").NL()
	return []*ir.Artifact{p.take(ir.StageSchema, "schemas.sql", "schema:"+name)}
}

// sqlServerType writes CREATE TYPE … FROM as a domain and CREATE TYPE … AS TABLE as a composite type. The domain takes NULL:
// a column may be declared so, and the others are NOT NULL themselves.
func (p *printer) sqlServerType(t *ir.TypeObject, name string) {
	if t.Alias {
		p.W("CREATE DOMAIN ", name, " AS ", p.typeName(t.Type, useVar), tinyDomain(t.Type), ";").NL()
		return
	}
	rules := len(t.Shape.Constraints) > 0
	p.W("CREATE TYPE ", name, " AS (").NL().In()
	for i, c := range t.Shape.Columns {
		rules = rules || c.Default != nil || c.Identity != nil || c.Generated != nil
		p.W(p.em.ident(c.Name), " ", p.attrType(c.Type))
		if i < len(t.Shape.Columns)-1 {
			p.W(",")
		}
		p.NL()
	}
	p.Out().W(");").NL()
	if rules {
		p.find(diag.TableTypeRules, t.Sp, "keys, checks and defaults of %s are left out", t.Name.Last().Text)
	}
}

// extendedProperty writes a comment on what is neither table nor column. The property's value is the text.
func (p *printer) extendedProperty(c *ir.CommentOn) []*ir.Artifact {
	on := p.commentTarget(c)
	if on == "" {
		if c.Dropped == "" {
			c.Dropped = "it describes " + strings.ToLower(c.On) + " " + c.Target.Key() + ", which is not created"
		}
		return nil
	}
	p.W("COMMENT ON ", on, " IS ", quoteLiteral(c.Text), ";").NL()
	return []*ir.Artifact{p.take(ir.StageComment, "comments.sql")}
}

// commentTarget gives what follows COMMENT ON; "" for what is not there.
func (p *printer) commentTarget(c *ir.CommentOn) string {
	em := p.em
	switch c.On {
	case "USER":
		for _, o := range em.src.Objects {
			if r, ok := o.(*ir.Role); ok && r.Dropped == "" && !r.Login && r.Name.Last().Key == c.Target.Last().Key {
				p.need("role", em.ident(r.Name.Last()))
				return "ROLE " + em.ident(r.Name.Last())
			}
		}
		if !em.hasSchema(c.Target.Last()) {
			return ""
		}
		fallthrough
	case "SCHEMA":
		p.need("schema", quoteIdent(em.schemaName(c.Target.Last())))
		return "SCHEMA " + quoteIdent(em.schemaName(c.Target.Last()))
	case "CONSTRAINT", "INDEX", "TRIGGER":
		return p.commentOfTable(c)
	}
	o := em.objectNamed(c)
	if o == nil || o.Obj().Dropped != "" || o.Obj().Findings.Worst() == diag.Red {
		return ""
	}
	switch o := o.(type) {
	case *ir.Routine:
		p.need("routine", em.routineKey(o))
		return "ROUTINE " + em.routineName(o) // a procedure that gives rows is a function
	case *ir.Sequence:
		p.need("sequence", em.qualified(o))
		return "SEQUENCE " + em.qualified(o)
	case *ir.TypeObject:
		p.need("type", em.qualified(o))
		if o.Alias {
			return "DOMAIN " + em.qualified(o)
		}
		return "TYPE " + em.qualified(o)
	}
	return ""
}

func (em *emitter) objectNamed(c *ir.CommentOn) ir.Object {
	for _, o := range em.src.Objects {
		switch o.(type) {
		case *ir.Routine, *ir.Sequence, *ir.TypeObject: // no others: comments are being written by other goroutines
			b := o.Obj()
			if b.Dropped == "" && !b.Name.IsZero() && b.Name.Last().Key == c.Target.Last().Key && b.Schema.Key == c.Target.Qualifier().Key {
				return o
			}
		}
	}
	return nil
}

// commentOfTable finds a constraint, index or trigger: the target is schema.table.name.
func (p *printer) commentOfTable(c *ir.CommentOn) string {
	n := len(c.Target.Parts)
	if n < 3 {
		return ""
	}
	table := ir.QName{Parts: c.Target.Parts[:n-1]}
	t, _ := p.em.tableNamed(c.Target.Parts[n-3], table).(*ir.Table)
	if t == nil || t.Dropped != "" || t.Findings.Worst() == diag.Red {
		return ""
	}
	name := c.Target.Last()
	for _, k := range t.Constraints {
		if k.Name.Key == name.Key && !k.Disabled {
			return p.commentOfConstraint(t, k)
		}
	}
	for _, col := range t.Columns {
		if col.DefaultName.Key == name.Key {
			c.Dropped = "it describes a default, which has no name in PostgreSQL"
			return ""
		}
	}
	here := func(b *ir.ObjBase) bool {
		return b.Dropped == "" && !b.Name.IsZero() && b.Name.Last().Key == name.Key && b.Findings.Worst() != diag.Red
	}
	for _, o := range p.em.src.Objects {
		switch o := o.(type) {
		case *ir.IndexDef:
			if here(o.Obj()) && o.Table.Last().Key == t.Name.Last().Key {
				own := p.em.inSchema(p.em.indexSchema(o), p.em.ownName(o))
				p.need("index", own)
				return "INDEX " + own
			}
		case *ir.Trigger:
			if here(o.Obj()) && c.On == "TRIGGER" && o.Decl == ir.Object(t) {
				c.Dropped = "triggers become several, by event: the comment stands in the source"
				return ""
			}
		}
	}
	return ""
}

// commentOfConstraint names a constraint that is created under its own name; a foreign key may have been left out.
func (p *printer) commentOfConstraint(t *ir.Table, k *ir.Constraint) string {
	name := p.constraintName(k)
	name = strings.TrimSpace(strings.TrimPrefix(name, "CONSTRAINT "))
	if name == "" {
		return ""
	}
	table := p.em.qualified(t)
	p.need("table", table)
	if k.Kind == ir.ForeignKey {
		if p.foreignKeyMissing(t, k) {
			return ""
		}
	}
	return "CONSTRAINT " + name + " ON " + table
}

// foreignKeyMissing tells keys that foreignKey leaves out.
func (p *printer) foreignKeyMissing(t *ir.Table, k *ir.Constraint) bool {
	q := p.em.newPrinter(&ir.Unsupported{})
	return q.foreignKey(t, k) == ""
}

// fixedRoles are the roles of every database that have a counterpart; the others are in noRole.
var fixedRoles = map[string]string{"DB_DATAREADER": "pg_read_all_data", "DB_DATAWRITER": "pg_write_all_data"}

var noRole = words("DB_OWNER DB_SECURITYADMIN DB_ACCESSADMIN DB_BACKUPOPERATOR DB_DDLADMIN DB_DENYDATAWRITER DB_DENYDATAREADER " +
	"SYSADMIN SERVERADMIN SECURITYADMIN PROCESSADMIN SETUPADMIN BULKADMIN DISKADMIN DBCREATOR")

// fixedRole gives the counterpart of one of SQL Server's own roles.
func (p *printer) fixedRole(name string) string {
	if p.em.src.Source != ir.SQLServer {
		return ""
	}
	if noRole[name] {
		p.find(diag.FixedRole, p.obj.Span(), "membership in %s is left out", strings.ToLower(name))
		return ""
	}
	if p.em.version() < 14 {
		return ""
	}
	return fixedRoles[name]
}

// schemaGrant writes rights on all objects of a schema, with those that come later.
func (p *printer) schemaGrant(g *ir.Grant) []*ir.Artifact {
	if g.OnKind == "DATABASE" || g.On.IsZero() {
		g.Dropped = "rights on the database follow from ownership and from the rights on its schemas"
		return nil
	}
	schema := quoteIdent(p.em.schemaName(g.On.Last()))
	to := p.grantees(g)
	p.lead(g)
	wrote := false
	for _, v := range g.Privs {
		for _, kind := range schemaPrivileges[v.Name] {
			wrote = true
			p.need("schema", schema)
			what := kind.priv + " ON ALL " + kind.on + " IN SCHEMA " + schema
			p.W(grantText(g, what, to)).NL()
			later := grantText(g, kind.priv+" ON "+kind.on, to)
			p.W("ALTER DEFAULT PRIVILEGES IN SCHEMA ", schema, " ", later).NL()
		}
		if len(schemaPrivileges[v.Name]) == 0 {
			p.find(diag.PrivilegeLeftOut, g.Sp, "%s on a schema", v.Name)
		}
	}
	if !wrote {
		return nil
	}
	if !g.Revoke {
		p.W("GRANT USAGE ON SCHEMA ", schema, " TO ", to, ";").NL()
	}
	return []*ir.Artifact{p.take(ir.StageGrant, "grants/"+p.grantFile(g)+".sql")}
}

// schemaPrivileges are the rights on a schema, each by what it is a right on in PostgreSQL.
var schemaPrivileges = map[string][]struct{ priv, on string }{
	"SELECT": {{"SELECT", "TABLES"}}, "INSERT": {{"INSERT", "TABLES"}}, "UPDATE": {{"UPDATE", "TABLES"}}, "DELETE": {{"DELETE", "TABLES"}},
	"REFERENCES": {{"REFERENCES", "TABLES"}}, "EXECUTE": {{"EXECUTE", "ROUTINES"}},
	"CONTROL": {{"ALL", "TABLES"}, {"ALL", "SEQUENCES"}, {"ALL", "ROUTINES"}},
}

func tinyDomain(t *ir.Type) string {
	if isTinyInt(t) {
		return " CHECK (VALUE BETWEEN 0 AND 255)"
	}
	return ""
}

// hasSchema tells that the sources create a schema, or something in it.
func (em *emitter) hasSchema(n ir.Name) bool {
	for _, o := range em.src.Objects {
		switch o := o.(type) {
		case *ir.SchemaDef:
			if o.Name.Last().Key == n.Key {
				return true
			}
		case *ir.Table, *ir.View, *ir.Routine:
			if b := o.Obj(); b.Dropped == "" && b.Schema.Key == n.Key {
				return true
			}
		}
	}
	return false
}
