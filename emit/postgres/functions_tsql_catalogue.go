package postgres

import (
	"strings"

	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/ir/diag"
)

// routineKinds are the types of objects that are routines here ("sys.objects", Transact-SQL reference).
var routineKinds = words("P FN IF TF PC X AF FS FT RF")

// tsqlObjectID looks a name up. A constant is spelt as the target has it.
func tsqlObjectID(p *printer, e *ir.Call, a []val) val {
	kind := ""
	if len(e.Args) > 1 {
		kind, _ = constString(stripImplicit(e.Args[1].Value), 0)
		kind = strings.ToUpper(strings.TrimSpace(kind))
	}
	s, ok := constString(stripImplicit(e.Args[0].Value), 0)
	if !ok || kind != "" && !routineKinds[kind] && kind != "U" && kind != "V" && kind != "SO" || !strings.ContainsAny(s, ".#") {
		return p.run("{@object_id}({1}, "+quoteLiteral(kind)+")", cInt, a[0])
	}
	name := quoteLiteral(p.em.tsqlName(s))
	switch {
	case routineKinds[kind]:
		return val{"to_regproc(" + name + ")::oid::int", precCast, cInt}
	case kind == "" && !strings.Contains(s, "#"):
		return atom("coalesce(to_regclass("+name+")::oid, to_regproc("+name+")::oid)::int", cInt)
	}
	return val{"to_regclass(" + name + ")::oid::int", precCast, cInt}
}

// tsqlObjectName: of the routine itself it is a constant.
func tsqlObjectName(p *printer, e *ir.Call, a []val) val {
	if ownProcID(e) {
		return atom(quoteLiteral(p.obj.Obj().Name.Last().Text), cLit)
	}
	return p.run("{@object_name}({1})", cText, a[0])
}

func tsqlObjectSchema(p *printer, e *ir.Call, a []val) val {
	if ownProcID(e) {
		return atom(quoteLiteral(p.obj.Obj().Schema.Text), cLit)
	}
	return p.run("{@object_schema_name}({1})", cText, a[0])
}

// ownProcID tells a call over @@PROCID.
func ownProcID(e *ir.Call) bool {
	if len(e.Args) == 0 {
		return false
	}
	c, ok := unwrap(stripImplicit(e.Args[0].Value)).(*ir.Call)
	return ok && c.Fn == "tsql.@@procid"
}

// catalogueProperties are the properties that the helpers know, by function ("OBJECTPROPERTY", "COLUMNPROPERTY", "INDEXPROPERTY",
// Transact-SQL reference).
var catalogueProperties = map[string]map[string]bool{
	"objectproperty": words(`istable isusertable isview isprocedure isscalarfunction isinlinefunction istablefunction istrigger isprimarykey isuniquecnst isforeignkey ischeckcnst isconstraint
ismsshipped tablehasidentity tablehasprimarykey tablehasforeignkey tablehasindex tablehasinserttrigger tablehasupdatetrigger tablehasdeletetrigger schemaid ownerid isschemabound isencrypted
execisquotedidenton execisansinullson isexecuted`),
	"columnproperty": words("isidentity allowsnull columnid ordinal precision scale iscomputed charmaxlen isrowguidcol ishidden isoutparam"),
	"indexproperty":  words("indexid isunique isclustered isdisabled"),
}

// tsqlProperty writes a function that asks for a property by name, which is the argument at.
func tsqlProperty(fn string, at int) func(*printer, *ir.Call, []val) val {
	return func(p *printer, e *ir.Call, a []val) val {
		name, ok := constString(stripImplicit(e.Args[at].Value), 0)
		if !ok || !catalogueProperties[fn][strings.ToLower(name)] {
			what := strings.ToUpper(fn) + "('" + name + "')"
			p.refuseOnce(diag.TSQLFunction, e.Sp, what, what+" has no counterpart: read pg_class, pg_attribute or pg_index")
			return atom("NULL::int", cInt)
		}
		return p.run("{@"+fn+"}({*})", cInt, a...)
	}
}

// databaseProperties are the properties of DATABASEPROPERTYEX that PostgreSQL has something for.
var databaseProperties = map[string]string{
	"collation": "(SELECT datcollate::text FROM pg_database WHERE datname = lower({1}))", "status": "(SELECT 'ONLINE'::text FROM pg_database WHERE datname = lower({1}))",
	"updateability": "(SELECT CASE WHEN pg_is_in_recovery() THEN 'READ_ONLY' ELSE 'READ_WRITE' END FROM pg_database WHERE datname = lower({1}))",
	"useraccess":    "(SELECT 'MULTI_USER'::text FROM pg_database WHERE datname = lower({1}))", "recovery": "'FULL'::text", "isinstandby": "'0'::text", "isautoclose": "'0'::text",
	"isautoshrink": "'0'::text", "isfulltextenabled": "'1'::text", "isansinullsenabled": "'1'::text", "isreadcommittedsnapshoton": "'1'::text", "issubscribed": "'0'::text",
}

func tsqlDatabaseProperty(p *printer, e *ir.Call, a []val) val {
	name, ok := constString(stripImplicit(e.Args[1].Value), 0)
	pg := databaseProperties[strings.ToLower(name)]
	what := "DATABASEPROPERTYEX('" + name + "')"
	if !ok || pg == "" {
		p.refuseOnce(diag.TSQLFunction, e.Sp, what, what+" has no counterpart: read pg_database and pg_settings")
		return atom("NULL::text", cText)
	}
	p.refuseOnce(diag.TSQLSession, e.Sp, what, what+": what PostgreSQL has for it, of the database of that name in lower case")
	return p.run(pg, cText, a[0])
}
