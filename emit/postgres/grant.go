package postgres

import (
	"slices"
	"sort"
	"strings"

	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/ir/diag"
)

// privileges maps Oracle's object privileges by the kind of object; "" has no counterpart.
var privileges = map[string]map[string]string{
	"table": {"SELECT": "SELECT", "READ": "SELECT", "INSERT": "INSERT", "UPDATE": "UPDATE", "DELETE": "DELETE",
		"REFERENCES": "REFERENCES", "ALL": "ALL", "ALL PRIVILEGES": "ALL"},
	"sequence": {"SELECT": "USAGE, SELECT", "READ": "SELECT", "ALL": "ALL", "ALL PRIVILEGES": "ALL"},
	"routine":  {"EXECUTE": "EXECUTE", "SELECT": "EXECUTE", "ALL": "EXECUTE", "ALL PRIVILEGES": "EXECUTE"},
	"type":     {"EXECUTE": "USAGE", "ALL": "USAGE", "ALL PRIVILEGES": "USAGE"},
}

// grant writes GRANT and REVOKE on objects.
func (p *printer) grant(g *ir.Grant) []*ir.Artifact {
	if g.Deny {
		p.find(diag.DenyRight, g.Sp, "DENY becomes REVOKE")
	}
	switch {
	case p.em.src.Source == ir.SQLServer && (g.OnKind == "SCHEMA" || g.OnKind == "DATABASE"):
		return p.schemaGrant(g)
	case g.On.IsZero():
		return p.roleGrant(g)
	case g.OnKind == "DIRECTORY" || g.OnKind != "" && g.Decl == nil:
		g.Dropped = strings.ToLower(g.OnKind) + " objects are not converted"
		return nil
	case g.Decl == nil && (g.Findings.Worst() == diag.Red || g.Dropped != ""):
		return nil // resolve said that the object is missing
	case g.Decl == nil:
		g.Dropped = "the object comes with " + p.em.sourceTitle()
		return nil
	}
	if b := g.Decl.Obj(); b.Dropped != "" || b.Findings.Worst() == diag.Red {
		g.Dropped = "the object itself is not converted"
		return nil
	}
	kind, on := p.grantTarget(g.Decl)
	if kind == "" {
		g.Dropped = "rights on a " + g.Decl.ObjKind() + " do not exist in PostgreSQL"
		return nil
	}
	privs := p.privilegeList(g, kind)
	if len(privs) == 0 {
		g.Dropped = "none of the privileges has a counterpart"
		g.Findings.Items = nil
		return nil
	}
	to := p.grantees(g)
	p.lead(g)
	for _, s := range p.schemaUsage(g, to) {
		p.W(s).NL()
	}
	for _, target := range on {
		p.W(grantText(g, strings.Join(privs, ", ")+" ON "+target, to)).NL()
	}
	return []*ir.Artifact{p.take(ir.StageGrant, "grants/"+p.grantFile(g)+".sql")}
}

func grantText(g *ir.Grant, what, to string) string {
	if g.Revoke {
		return "REVOKE " + what + " FROM " + to + ";"
	}
	s := "GRANT " + what + " TO " + to
	if g.Option {
		s += " WITH GRANT OPTION"
	}
	return s + ";"
}

// grantTarget gives the kind of privileges and what follows ON.
func (p *printer) grantTarget(o ir.Object) (kind string, on []string) {
	em := p.em
	switch o := o.(type) {
	case *ir.Table, *ir.View, *ir.MaterializedView:
		name := em.qualified(o)
		p.need("table", name)
		return "table", []string{name}
	case *ir.Sequence:
		p.need("sequence", em.qualified(o))
		return "sequence", []string{"SEQUENCE " + em.qualified(o)}
	case *ir.TypeObject:
		p.need("type", em.qualified(o))
		return "type", []string{"TYPE " + em.qualified(o)}
	case *ir.Routine:
		p.need("routine", em.routineKey(o))
		word := strings.ToUpper(o.ObjKind())
		if plan := em.results[o]; plan != nil && plan.kind == resultRows {
			word = "FUNCTION" // a procedure that returns rows
		}
		return "routine", []string{word + " " + em.routineName(o)}
	case *ir.Package:
		if em.opts.PackageStyle == "prefix" {
			return "", nil
		}
		return "routine", []string{"ALL ROUTINES IN SCHEMA " + em.packageSchema(o)}
	}
	return "", nil
}

// schemaUsage grants the right to look into the schema, without which the other rights are of no use.
func (p *printer) schemaUsage(g *ir.Grant, to string) []string {
	if !p.em.usage[g] {
		return nil
	}
	return []string{"GRANT USAGE ON SCHEMA " + p.em.grantSchema(g) + " TO " + to + ";"}
}

// grantSchema is the schema of what a grant is on; "" for the default one.
func (em *emitter) grantSchema(g *ir.Grant) string {
	if pk, ok := g.Decl.(*ir.Package); ok {
		return em.packageSchema(pk)
	}
	if s := em.schemaName(em.homeSchema(g.Decl)); s != "" {
		return quoteIdent(s)
	}
	return ""
}

// planUsage finds the first grant to each grantee in each schema: that one also lets it look into the schema.
func (em *emitter) planUsage() {
	em.usage = map[*ir.Grant]bool{}
	seen := map[string]bool{}
	for _, o := range em.src.Objects {
		g, ok := o.(*ir.Grant)
		if !ok || g.Revoke || g.Dropped != "" || g.Decl == nil || g.Decl.Obj().Findings.Worst() == diag.Red {
			continue
		}
		schema := em.grantSchema(g)
		if schema == "" {
			continue
		}
		for _, n := range g.To {
			if k := schema + " " + n.Key; !seen[k] {
				seen[k] = true
				em.usage[g] = true
			}
		}
	}
}

func (p *printer) privilegeList(g *ir.Grant, kind string) []string {
	var list []string
	for _, v := range g.Privs {
		pg := privileges[kind][v.Name]
		if pg == "" {
			p.find(diag.PrivilegeLeftOut, g.Sp, "%s on a %s", v.Name, kind)
			continue
		}
		if len(v.Cols) > 0 {
			pg += " " + p.em.columnList(v.Cols)
		}
		list = append(list, pg)
	}
	return list
}

func (p *printer) grantees(g *ir.Grant) string {
	list := make([]string, len(g.To))
	for i, n := range g.To {
		if list[i] = "PUBLIC"; !n.Is("PUBLIC") {
			list[i] = p.em.ident(n)
			p.need("role", list[i])
		}
	}
	return strings.Join(list, ", ")
}

func (p *printer) grantFile(g *ir.Grant) string {
	names := make([]string, len(g.To))
	for i, n := range g.To {
		names[i] = fileName(p.em.fold(n))
	}
	if len(names) > 3 {
		names = append(names[:3], "more")
	}
	return strings.Join(names, "_")
}

// roleGrant writes the grant of a role. System privileges belong to Oracle's administration.
func (p *printer) roleGrant(g *ir.Grant) []*ir.Artifact {
	var roles []string
	for _, v := range g.Privs {
		if n := p.fixedRole(v.Name); n != "" {
			roles = append(roles, n)
		} else if n := p.em.roleNamed(v.Name); n != "" {
			roles = append(roles, n)
			p.need("role", n)
		}
	}
	if len(roles) == 0 && len(g.Findings.Items) > 0 {
		return nil
	}
	if len(roles) == 0 {
		g.Dropped = "system privileges and roles that come with " + p.em.sourceTitle() + " have no counterpart: rights follow from ownership"
		return nil
	}
	if len(roles) < len(g.Privs) {
		p.find(diag.PrivilegeLeftOut, g.Sp, "system privileges of the statement are left out")
	}
	to := p.grantees(g)
	if slices.ContainsFunc(g.To, func(n ir.Name) bool { return n.Is("PUBLIC") }) {
		g.Dropped = "PostgreSQL grants no role to PUBLIC: grant what the role may do to PUBLIC itself"
		return nil
	}
	p.lead(g)
	if g.Revoke {
		p.W("REVOKE ", strings.Join(roles, ", "), " FROM ", to, ";").NL()
	} else if p.W("GRANT ", strings.Join(roles, ", "), " TO ", to); g.Option {
		p.W(" WITH ADMIN OPTION;").NL()
	} else {
		p.W(";").NL()
	}
	return []*ir.Artifact{p.take(ir.StageGrant, "grants/"+p.grantFile(g)+".sql")}
}

// roleNamed gives the target's name of a role that the sources create.
func (em *emitter) roleNamed(name string) string {
	for _, o := range em.src.Objects {
		if r, ok := o.(*ir.Role); ok && r.Name.Last().Key == name {
			return em.ident(r.Name.Last())
		}
	}
	return ""
}

// role writes CREATE ROLE. Roles belong to the whole server, so that one may be there already.
func (p *printer) role(r *ir.Role) []*ir.Artifact {
	p.lead(r)
	name := p.em.ident(r.Name.Last())
	if r.User {
		p.find(diag.PasswordLeftOut, r.Sp, "%s has no password", r.Name.Last().Text)
	}
	p.W(createRole(name, r.User))
	return []*ir.Artifact{p.take(ir.StageRole, "roles.sql", "role:"+name)}
}

func createRole(name string, login bool) string {
	option := ""
	if login {
		option = " LOGIN"
	}
	plain := strings.ReplaceAll(strings.Trim(name, `"`), `""`, `"`)
	return "DO $$\nBEGIN\n  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = " + quoteLiteral(plain) + ") THEN\n    CREATE ROLE " +
		name + option + ";\n  END IF;\nEND\n$$;\n"
}

// missingRoles makes roles that grants name and no source file creates.
func missingRoles(arts []*ir.Artifact) []*ir.Artifact {
	have, want := map[string]bool{}, map[string]bool{}
	for _, a := range arts {
		for _, n := range a.Names {
			have[n] = true
		}
		for _, n := range a.Needs {
			if strings.HasPrefix(n, "role:") && !strings.HasPrefix(n, "role:pg_") {
				want[n] = true
			}
		}
	}
	var names []string
	for n := range want {
		if !have[n] {
			names = append(names, n)
		}
	}
	sort.Strings(names)
	var list []*ir.Artifact
	for _, n := range names {
		list = append(list, &ir.Artifact{File: "roles.sql", Stage: ir.StageRole, Names: []string{n}, SQL: createRole(strings.TrimPrefix(n, "role:"), false)})
	}
	return list
}
