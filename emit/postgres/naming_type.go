package postgres

import (
	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/ir/diag"
)

// catalogTypes are the types of PostgreSQL 14 to 18 that a type could be named like. The server looks in pg_catalog before it
// looks anywhere else: without a schema such a name is PostgreSQL's type, quoted or not.
var catalogTypes = words(`aclitem bit bool box bpchar bytea char cid cidr circle cstring date datemultirange daterange float4 float8
inet int2 int2vector int4 int4multirange int4range int8 int8multirange int8range internal interval json jsonb jsonpath line
lseg macaddr macaddr8 money name numeric nummultirange numrange oid oidvector path point polygon record refcursor regclass
regcollation regconfig regdictionary regnamespace regoper regoperator regproc regprocedure regrole regtype text tid time
timestamp timestamptz timetz trigger tsmultirange tsquery tsrange tstzmultirange tstzrange tsvector txid_snapshot unknown
uuid varbit varchar void xid xid8 xml`)

// apartFromTypes gives an object type without a schema another name where PostgreSQL has a type of its own of that name.
func (em *emitter) apartFromTypes(o ir.Object, name string) string {
	ty, ok := o.(*ir.TypeObject)
	if !ok || !catalogTypes[name] || ty.Dropped != "" || em.schemaName(em.homeSchema(o)) != "" {
		return name
	}
	got := shorten(name + "_type")
	ty.Findings.Add(diag.NameTaken, ty.Sp, "%s is called %s: PostgreSQL has a type %s of its own", ty.Name.Last().Text, got, name)
	return got
}
