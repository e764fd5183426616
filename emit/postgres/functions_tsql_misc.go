package postgres

import (
	"strconv"
	"strings"

	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/ir/diag"
)

// tsqlMiscFunctions choose, hash, and read JSON.
var tsqlMiscFunctions = rows{
	"tsql.isnull":   {{n: 2, args: "-", do: tsqlCoalesce}},
	"tsql.coalesce": {{n: -1, args: "-", do: tsqlCoalesce}},
	"tsql.nullif":   {{n: 2, args: "=", do: tsqlNullIf}},
	"tsql.iif":      {{n: 3, args: "=", do: tsqlIIF}},
	"tsql.choose":   {{n: -1, args: "-", do: tsqlChoose}},
	"tsql.isnumeric": {{n: 1, args: "-", do: func(p *printer, e *ir.Call, a []val) val {
		if a[0].c.number() {
			return p.run("CASE WHEN {1} IS NOT NULL THEN 1 ELSE 0 END", cInt, a[0])
		}
		return p.run("{@isnumeric}({1})", cInt, a[0])
	}}},
	"tsql.cursor_status":    {{n: 2, args: "-", do: tsqlCursorStatus}},
	"tsql.newid":            {{n: 0, pg: "gen_random_uuid()", c: cUUID}},
	"tsql.newsequentialid":  {{n: 0, pg: "gen_random_uuid()", c: cUUID}},
	"tsql.hashbytes":        {{n: 2, args: "--", do: tsqlHash}},
	"tsql.crypt_gen_random": {{n: 1, args: "-", pg: "gen_random_bytes({1})", c: cBytes, ext: "pgcrypto"}},
	"tsql.checksum":         {{n: -1, args: "-", do: tsqlChecksum}},
	"tsql.binary_checksum":  {{n: -1, args: "-", do: tsqlChecksum}},

	"tsql.json_value":       {{n: 2, args: "-", do: tsqlJSONPath("json_value_text")}},
	"tsql.json_query":       {{n: 1, args: "-", pg: "{1}", prec: precLowest, c: cText}, {n: 2, args: "-", do: tsqlJSONPath("json_query_text")}},
	"tsql.json_modify":      {{n: 3, args: "-", do: tsqlJSONModify}},
	"tsql.write":            {{n: 4, args: "-", do: tsqlWrite}},
	"tsql.json_path_exists": {{n: 2, args: "-", pg: "jsonb_path_exists({1:cast}::jsonb, {2:cast}::jsonpath)::int", prec: precCast, c: cInt}},
	"tsql.isjson":           {{n: 1, args: "-", pg: "{@is_json}({1})::int", prec: precCast, c: cInt}},

	"tsql.scope_identity": {{n: 0, do: tsqlLastIdentity}},
	"tsql.@@identity":     {{n: 0, do: tsqlLastIdentity}},
	"tsql.ident_current":  {{n: 1, args: "-", do: tsqlIdentCurrent}},
	"tsql.compress":       {{n: 1, args: "-", code: diag.TSQLFunction, say: "COMPRESS: PostgreSQL has no gzip; it compresses long values by itself", pg: "{1}", c: cBytes}},
	"tsql.decompress":     {{n: 1, args: "-", code: diag.TSQLFunction, say: "DECOMPRESS: PostgreSQL has no gzip; it compresses long values by itself", pg: "{1}", c: cBytes}},
	"tsql.cast":           {{n: 1, args: "-", pg: "{1}", prec: precLowest, c: cSame}},
}

// tsqlWrite writes .WRITE of a column. A NULL or a literal of the value gets the column's type, by which the helper is chosen.
func tsqlWrite(p *printer, e *ir.Call, a []val) val {
	c, typ := cText, "text"
	if a[0].c == cBytes {
		c, typ = cBytes, "bytea"
	}
	if a[1].c != c {
		a[1] = a[1].cast(typ, c)
	}
	return p.run("{@write}({1}, {2}, {3}, {4})", c, a...)
}

func tsqlCoalesce(p *printer, e *ir.Call, a []val) val {
	list := make([]class, 0, len(a))
	for i, v := range a {
		list = append(list, v.c)
		a[i] = p.padded(v, e.Args[i].Value)
	}
	c := unite(list)
	if c == cUnknown {
		c = p.derivedClass(e)
	}
	// The result has the type of the first argument, whatever the second is.
	if c == cLit {
		c = typeClass(p.typ(e))
	}
	return atom("coalesce("+joinVals(a)+")", c)
}

// tsqlNullIf: the result has the type of the first argument, also where the two are compared as another (Transact-SQL
// reference, NULLIF, "Return types").
func tsqlNullIf(p *printer, e *ir.Call, _ []val) val {
	first, second := e.Args[0].Value, e.Args[1].Value
	a, b := p.tsqlComparable(first, second)
	own := p.val(stripImplicit(first))
	switch n, lit := unwrap(stripImplicit(second)).(*ir.NumberLit); {
	case own.c == cBool && a.c != cBool && lit && (n.Text == "0" || n.Text == "1"):
		return atom("nullif("+own.s+", "+strconv.FormatBool(n.Text == "1")+")", cBool)
	case own.c == cBool && a.c != cBool:
		return val{"nullif(" + a.s + ", " + b.s + ")::boolean", precCast, cBool}
	case own.c.text() && !a.c.text() && a.c != cLit && own.s != a.s:
		return atom("CASE WHEN "+a.at(precCmp+1)+" = "+b.at(precCmp+1)+" THEN NULL ELSE "+own.s+" END", own.c)
	}
	return p.run("nullif({*})", a.c, a, b)
}

// tsqlIIF is CASE.
func tsqlIIF(p *printer, e *ir.Call, _ []val) val {
	c := &ir.Case{ExprBase: e.ExprBase, Whens: []ir.When{{Cond: e.Args[0].Value, Result: e.Args[1].Value}}, Else: e.Args[2].Value}
	return p.val(c)
}

// tsqlChoose picks by number, from 1 on.
func tsqlChoose(p *printer, e *ir.Call, a []val) val {
	s := "CASE " + a[0].s
	list := make([]class, 0, len(a))
	for i, v := range a[1:] {
		s += " WHEN " + itoa(i+1) + " THEN " + v.s
		list = append(list, v.c)
	}
	return atom(s+" END", unite(list))
}

// hashes are the algorithms of HASHBYTES.
var hashes = map[string]string{"SHA2_256": "sha256", "SHA2_512": "sha512", "MD5": "md5", "SHA1": "sha1", "SHA": "sha1"}

// tsqlHash: the bytes of a national text are UTF-16.
func tsqlHash(p *printer, e *ir.Call, a []val) val {
	name, _ := constString(stripImplicit(e.Args[0].Value), 0)
	fn, ok := hashes[strings.ToUpper(name)]
	if !ok {
		p.refuseOnce(diag.TSQLFunction, e.Sp, "HASHBYTES", "HASHBYTES('"+name+"', …): pgcrypto's digest knows md5, sha1, sha224, sha256, sha384 and sha512")
		return atom("NULL::bytea", cBytes)
	}
	x := e.Args[1].Value
	c := &ir.Cast{X: x, To: &ir.Type{Kind: ir.TBlob}}
	c.Sp, c.T = x.Span(), c.To
	b := p.val(c)
	if fn == "sha256" || fn == "sha512" {
		return p.run(fn+"({1})", cBytes, b)
	}
	p.useExtension("pgcrypto", e)
	return p.run("digest({1}, '"+fn+"')", cBytes, b)
}

// tsqlChecksum: the number is SQL Server's own; of a new uuid it is just a random one.
func tsqlChecksum(p *printer, e *ir.Call, a []val) val {
	if len(e.Args) == 1 {
		if c, ok := unwrap(stripImplicit(e.Args[0].Value)).(*ir.Call); ok && c.Fn == "tsql.newid" {
			return atom("hashtext(gen_random_uuid()::text)", cInt)
		}
	}
	name := strings.ToUpper(strings.TrimPrefix(e.Fn, "tsql."))
	p.refuseOnce(diag.TSQLApprox, e.Sp, name, name+": hashtext stands in its place, which gives another number; stored ones must be computed anew")
	return atom("hashtext("+joinAll("concat_ws", append([]val{atom("'|'", cLit)}, a...))+")", cInt)
}

// tsqlJSONPath reads by a path, "lax" unless it says strict ("JSON_VALUE", "JSON_QUERY").
func tsqlJSONPath(fn string) func(*printer, *ir.Call, []val) val {
	return func(p *printer, _ *ir.Call, a []val) val { return p.run("{@"+fn+"}({*})", cText, a...) }
}

func tsqlJSONModify(p *printer, e *ir.Call, a []val) val {
	p.findOnce(diag.DocumentDiffers, e.Sp, "JSON_MODIFY: the document is written anew, with other white space and order of names")
	x := unwrap(stripImplicit(e.Args[2].Value))
	value := "to_jsonb(" + a[2].s + ")"
	if c, ok := x.(*ir.Call); ok && (c.Fn == "tsql.json_query" || c.Fn == "tsql.json_modify") {
		value = a[2].at(precCast) + "::jsonb"
	}
	if a[2].c == cLit && !p.isNull(x) {
		value = "to_jsonb(" + a[2].s + "::text)"
	}
	if p.isNull(x) {
		value = "NULL"
	}
	return atom(p.helper("json_modify")+"("+a[0].s+", "+a[1].s+", "+value+")", cText)
}

func tsqlIdentCurrent(p *printer, e *ir.Call, a []val) val {
	p.refuseOnce(diag.TSQLIdentity, e.Sp, "IDENT_CURRENT", "IDENT_CURRENT is the last value of the sequence behind the table's identity column")
	return p.run("{@ident_current}({1})", cBig, a[0])
}
