package postgres

import (
	"strings"

	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/ir/diag"
)

// ownName is an object's own name in the target, without schema and quotes.
func (em *emitter) ownName(o ir.Object) string {
	if s, ok := em.names.object[o]; ok {
		return s
	}
	return shorten(em.fold(o.Obj().Name.Last()))
}

// qualified is an object's name in the target: with its schema where the source gives one.
func (em *emitter) qualified(o ir.Object) string {
	return em.inSchema(em.homeSchema(o), em.ownName(o))
}

// homeSchema is the source's schema in which an object lands. A global temporary table lands in the default one,
// without a qualifier: only then does the search path find the session's own copy first.
func (em *emitter) homeSchema(o ir.Object) ir.Name {
	switch o := o.(type) {
	case *ir.Table:
		if o.Temporary {
			return ir.Name{}
		}
	case *ir.IndexDef:
		return em.indexSchema(o)
	case *ir.SchemaDef:
		return o.Name.Last()
	}
	return o.Obj().Schema
}

func (em *emitter) inSchema(schema ir.Name, own string) string {
	if s := em.schemaName(schema); s != "" {
		return quoteIdent(s) + "." + quoteIdent(own)
	}
	return quoteIdent(own)
}

// foreignName spells a name that no source file creates.
func (em *emitter) foreignName(q ir.QName) string {
	var b strings.Builder
	for i, n := range q.Parts {
		if i > 0 {
			b.WriteByte('.')
		}
		if i < len(q.Parts)-1 {
			b.WriteString(quoteIdent(em.schemaName(n)))
			continue
		}
		b.WriteString(em.ident(n))
	}
	return b.String()
}

// relation writes the name of a table or view and records that it must be there.
func (p *printer) relation(q ir.QName, decl ir.Object) string {
	if s, ok := decl.(*ir.Synonym); ok {
		if s.Decl == nil {
			q, decl = s.For, nil
		} else {
			decl = s.Decl
		}
	}
	if !q.Link.IsZero() {
		p.find(diag.RemoteObject, q.Sp, "%s is in another database, behind the link %s", q.Last().Text, q.Link.Text)
		return p.em.foreignName(q)
	}
	if decl == nil {
		name := p.em.foreignName(q)
		if !ir.HasHole(q) {
			p.relationNeed(name)
		}
		return name
	}
	if t, ok := decl.(*ir.Table); ok && t.Temporary {
		return p.temporary(t, q)
	}
	name := p.em.qualified(decl)
	p.relationNeed(name)
	return name
}

// relationNeed records the use of a relation: a PL/pgSQL body needs it when it runs only.
func (p *printer) relationNeed(name string) {
	if p.rt != nil {
		p.softNeed("table", name)
		return
	}
	p.need("table", name)
}

// temporary writes the name of a global temporary table: without schema, since each session has one of its own, which
// its search path finds first.
func (p *printer) temporary(t *ir.Table, q ir.QName) string {
	switch p.obj.(type) {
	case *ir.View, *ir.MaterializedView:
		p.find(diag.ViewOfTemporary, q.Sp, "the view reads %s, of which each session has a copy of its own", q.Last().Text)
	}
	p.relationNeed(p.em.qualified(t))
	return quoteIdent(p.em.ownName(t))
}

// sequenceRef writes the name of a sequence and records that it must be there.
func (p *printer) sequenceRef(q ir.QName, decl *ir.Sequence) string {
	name := p.em.foreignName(q)
	if decl != nil {
		name = p.em.qualified(decl)
	}
	if p.rt != nil {
		p.softNeed("sequence", name)
	} else {
		p.need("sequence", name)
	}
	return name
}

// tableNamed finds the table or view that a name in a statement of schema from means.
func (em *emitter) tableNamed(from ir.Name, q ir.QName) ir.Object {
	schema := q.Qualifier()
	if schema.IsZero() {
		schema = from
	}
	list := em.tables[q.Last().Key]
	for _, o := range list {
		if o.Obj().Schema.Key == schema.Key {
			return o
		}
	}
	if len(list) == 1 && (q.Qualifier().IsZero() || list[0].Obj().Schema.IsZero()) {
		return list[0]
	}
	return nil
}

// packageSchema is the schema that holds a package's routines.
func (em *emitter) packageSchema(pk *ir.Package) string { return quoteIdent(em.packageSchemaName(pk)) }

func (em *emitter) packageSchemaName(pk *ir.Package) string {
	if em.opts.PackageStyle == "prefix" {
		return em.schemaName(pk.Schema)
	}
	if s, ok := em.names.pkg[pk]; ok {
		return s
	}
	return shorten(em.fold(pk.Name.Last()))
}

// routineKey tells a routine from its overloads, where others need it.
func (em *emitter) routineKey(r *ir.Routine) string {
	if r.Overloads < 2 {
		return em.routineName(r)
	}
	return em.routineName(r) + r.Signature + strings.ToLower(r.Method)
}

// routineName is the qualified name of a routine.
func (em *emitter) routineName(r *ir.Routine) string {
	own := em.localName(r)
	if em.plan != nil && em.plan.temporary[r] {
		return "pg_temp." + quoteFunc(own)
	}
	for r.Outer != nil {
		r = r.Outer
	}
	if pk, ok := r.Parent.(*ir.Package); ok {
		if em.opts.PackageStyle == "prefix" {
			return em.inSchema(pk.Schema, em.fold(pk.Name.Last())+"$"+own)
		}
		return em.packageSchema(pk) + "." + quoteFunc(own)
	}
	schema := r.Schema
	if r.Parent != nil {
		schema = r.Parent.Obj().Schema
	}
	if s := em.schemaName(schema); s != "" {
		return quoteIdent(s) + "." + quoteFunc(own)
	}
	if catalogFunctions[own] {
		return defaultSchema + "." + quoteFunc(own)
	}
	return quoteFunc(own)
}

// defaultSchema is written only where a name without a schema would mean something else.
const defaultSchema = "public"

// file is the path of an object's file: a folder by kind, below its schema's where there is one.
func (em *emitter) file(o ir.Object, dir, name string) string {
	path := dir + "/" + fileName(name) + ".sql"
	if s := em.schemaName(o.Obj().Schema); s != "" {
		return fileName(s) + "/" + path
	}
	return path
}

func (em *emitter) packageFile(pk *ir.Package, name string) string {
	return em.file(pk, "packages/"+fileName(em.fold(pk.Name.Last())), name)
}

// fileName keeps what every file system takes.
func fileName(s string) string {
	clean := strings.Map(func(r rune) rune {
		switch {
		case r >= 'a' && r <= 'z', r >= 'A' && r <= 'Z', r >= '0' && r <= '9', strings.ContainsRune("_$.-#", r):
			return r
		}
		return '_'
	}, s)
	if clean == "" || clean[0] == '.' {
		clean = "_" + clean
	}
	return clean
}

// commentText is a comment as PostgreSQL reads it: its block comments nest, so that an inner /* needs care.
func commentText(c ir.Comment) string {
	t := strings.TrimRight(c.Text, "\r\n")
	if c.Line || !strings.HasPrefix(t, "/*") || len(t) < 4 {
		return t
	}
	inner := t[2 : len(t)-2]
	if strings.Contains(inner, "/*") && !strings.Contains(inner, "*/") { // one that nests, as SQL Server's do, nests here too
		inner = strings.ReplaceAll(inner, "/*", "/ *")
	}
	if strings.HasSuffix(inner, "/") {
		inner += " "
	}
	return "/*" + inner + "*/"
}
