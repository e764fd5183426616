package postgres

import "strings"

// reserved are the key words that PostgreSQL 17 does not take as a table or column name without quotes:
// "reserved" and "reserved (can be function or type)" in the manual's appendix C.
var reserved = words(`all analyse analyze and any array as asc asymmetric authorization binary both case cast check
collate collation column concurrently constraint create cross current_catalog current_date current_role
current_schema current_time current_timestamp current_user default deferrable desc distinct do else end except
false fetch for foreign freeze from full grant group having ilike in initially inner intersect into is isnull
join lateral leading left like limit localtime localtimestamp natural not notnull null offset on only or order
outer overlaps placing primary references returning right select session_user similar some symmetric
system_user table tablesample then to trailing true union unique user using variadic verbose when where window with`)

// typeNames are words that are no plain function or type name without quotes: "cannot be function or type".
var typeNames = words(`between bigint bit boolean char character coalesce dec decimal exists extract float greatest
grouping inout int integer interval json_array json_arrayagg json_exists json_object json_objectagg json_query json_scalar
json_serialize json_table json_value least merge_action national nchar none normalize nullif numeric out overlay
position precision real row setof smallint substring time timestamp treat trim values varchar xmlattributes
xmlconcat xmlelement xmlexists xmlforest xmlnamespaces xmlparse xmlpi xmlroot xmlserialize xmltable`)

func words(s string) map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(s) {
		m[w] = true
	}
	return m
}

func reservedWord(s string) bool { return reserved[s] }

// quoteFunc writes the name of a function or type, which has more reserved words than a column.
func quoteFunc(s string) string {
	if typeNames[s] {
		return `"` + s + `"`
	}
	return quoteIdent(s)
}
