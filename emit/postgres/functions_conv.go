package postgres

import (
	"strings"

	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/ir/diag"
)

// convFunctions are Oracle's conversion functions and those that deal with NULL.
var convFunctions = rows{
	"coalesce":               {{n: -1, args: "=", do: doCoalesce}},
	"nvl":                    {{n: 2, args: "=", do: doCoalesce}},
	"nvl2":                   {{n: 3, args: "=", do: doNVL2}},
	"nullif":                 {{n: 2, args: "=", do: doNullif}},
	"lnnvl":                  {{n: 1, args: "-", pg: "{1:is} IS NOT TRUE", prec: precIs, c: cBool}},
	"decode":                 {{n: -1, args: "=", do: doDecode}},
	"greatest":               {{n: -1, args: "=", do: doExtreme("greatest")}},
	"least":                  {{n: -1, args: "=", do: doExtreme("least")}},
	"to_char":                {{n: 1, args: "=", do: doToChar}, {n: 2, args: "=", do: doToChar}, {n: 3, args: "=", do: doToChar}},
	"to_nchar":               {{n: 1, args: "=", do: doToChar}, {n: 2, args: "=", do: doToChar}, {n: 3, args: "=", do: doToChar}},
	"to_date":                {{n: -1, args: "=", do: doToDate}},
	"to_timestamp":           {{n: -1, args: "=", do: doToDate}},
	"to_timestamp_tz":        {{n: -1, args: "=", do: doToDate}},
	"to_number":              {{n: -1, args: "=", do: doToNumber}},
	"binary_double_nan":      {{n: 0, pg: "'NaN'::float8", prec: precCast, c: cFloat}},
	"binary_double_infinity": {{n: 0, pg: "'Infinity'::float8", prec: precCast, c: cFloat}},
	"binary_float_nan":       {{n: 0, pg: "'NaN'::float4", prec: precCast, c: cFloat}},
	"binary_float_infinity":  {{n: 0, pg: "'Infinity'::float4", prec: precCast, c: cFloat}},

	"to_binary_double": {{n: 1, args: "n", pg: "{1:cast}::float8", prec: precCast, c: cFloat}},
	"to_binary_float":  {{n: 1, args: "n", pg: "{1:cast}::float4", prec: precCast, c: cFloat}},
	"to_clob":          {{n: 1, args: "t", pg: "{1}", prec: precLowest, c: cText}},
	"to_nclob":         {{n: 1, args: "t", pg: "{1}", prec: precLowest, c: cText}},
	"to_lob":           {{n: 1, args: "-", pg: "{1}", prec: precLowest, c: cSame}},
	"to_blob":          {{n: 1, args: "-", pg: "{1}", prec: precLowest, c: cBytes}},
	"empty_clob":       {{n: 0, pg: "''", c: cLit}},
	"empty_blob":       {{n: 0, pg: "''::bytea", prec: precCast, c: cBytes}},
	"hextoraw":         {{n: 1, args: "T", do: doHexToRaw}},
	"rawtohex":         {{n: 1, args: "-", do: doRawToHex}},
	"rawtonhex":        {{n: 1, args: "-", do: doRawToHex}},
	"rowidtochar":      {{n: 1, args: "-", code: diag.RowAddress, say: "ROWIDTOCHAR: ctid as text", pg: "{1:cast}::text", prec: precCast, c: cText}},
	"rowidtonchar":     {{n: 1, args: "-", code: diag.RowAddress, say: "ROWIDTONCHAR: ctid as text", pg: "{1:cast}::text", prec: precCast, c: cText}},
	"chartorowid":      {{n: 1, args: "-", code: diag.RowAddress, say: "CHARTOROWID: the text must be a ctid", pg: "{1:cast}::tid", prec: precCast, c: cOther}},
	"value":            {{n: 1, args: "=", do: doRowValue}},
	"cardinality":      {{n: 1, args: "=", do: doCardinality}},
	"set":              {{n: 1, args: "-", do: doSet}},
	"treat":            {{n: 1, args: "-", pg: "{1}", prec: precLowest, c: cSame}},
}

// doRowValue writes VALUE(t): the row, or the element of a collection of plain values.
func doRowValue(p *printer, e *ir.Call, _ []val) val {
	r, ok := unwrap(e.Args[0].Value).(*ir.Ref)
	if !ok {
		return p.val(e.Args[0].Value)
	}
	t := p.typ(e)
	s := p.em.ident(r.Name.Last())
	if t.Is(ir.TRecord, ir.TRow, ir.TNamed) {
		return atom(s, cOther)
	}
	return atom(s+".column_value", p.derivedClass(e))
}

// doCardinality counts the elements of a collection as its method COUNT does.
func doCardinality(p *printer, e *ir.Call, _ []val) val {
	return p.val(&ir.MethodCall{ExprBase: e.ExprBase, X: e.Args[0].Value, Name: ir.MakeName("count"), Method: "count"})
}

// doHexToRaw: an odd number of digits is one that has lost its leading 0.
func doHexToRaw(p *printer, e *ir.Call, a []val) val {
	s, ok := p.constText(e, 0)
	if !ok {
		return p.run("{@hextoraw}({1})", cBytes, a[0])
	}
	if len(s)%2 == 1 {
		s = "0" + s
	}
	return val{quoteLiteral(`\x`+strings.ToLower(s)) + "::bytea", precCast, cBytes}
}

// doCoalesce writes NVL and COALESCE. A NULL among the arguments does nothing.
func doCoalesce(p *printer, e *ir.Call, _ []val) val {
	var list []ir.Expr
	for _, x := range e.Args {
		if !p.isNull(x.Value) {
			list = append(list, x.Value)
		}
	}
	if len(list) == 0 {
		return atom("NULL", cLit)
	}
	t := p.typ(list[0])
	vals := make([]val, len(list))
	classes := make([]class, len(list))
	for i, x := range list {
		vals[i] = p.branch(x, t)
		if t.IsDatetime() && (vals[i].c == cLit || vals[i].c.text()) {
			vals[i] = p.textToDate(vals[i], x, t)
		}
		if _, lit := unwrap(x).(*ir.StringLit); lit && i > 0 && t.IsNumber() && vals[i].c == cLit && !p.tsql() {
			vals[i] = p.toNumber(vals[i], x) // NVL takes the type of its first argument
		}
		if i > 0 && !p.losesSubtype(x, t) {
			p.losesSubtype(list[0], p.typ(x))
		}
		if i < len(list)-1 && p.emptyable(x) {
			vals[i] = nullifEmpty(vals[i])
		}
		classes[i] = vals[i].c
	}
	if len(list) == 1 {
		return vals[0]
	}
	return atom("coalesce("+joinVals(vals)+")", unite(classes))
}

func doNVL2(p *printer, e *ir.Call, _ []val) val {
	test := &ir.IsNull{X: e.Args[0].Value, Not: true}
	c := &ir.Case{ExprBase: e.ExprBase, Whens: []ir.When{{Cond: test, Result: e.Args[1].Value}}, Else: e.Args[2].Value}
	return p.caseExpr(c)
}

func doNullif(p *printer, e *ir.Call, _ []val) val {
	a, b := p.comparable(e.Args[0].Value, e.Args[1].Value)
	return atom("nullif("+a.s+", "+b.s+")", a.c)
}

// doDecode is for a DECODE that lowering left as a call.
func doDecode(p *printer, e *ir.Call, _ []val) val {
	c := &ir.Case{ExprBase: e.ExprBase, Operand: e.Args[0].Value, NullEq: true}
	rest := e.Args[1:]
	for len(rest) > 1 {
		c.Whens = append(c.Whens, ir.When{Cond: rest[0].Value, Result: rest[1].Value})
		rest = rest[2:]
	}
	if len(rest) == 1 {
		c.Else = rest[0].Value
	}
	return p.caseExpr(c)
}

// doExtreme: GREATEST and LEAST are NULL in Oracle when an argument is; PostgreSQL's pass over NULLs.
func doExtreme(name string) func(*printer, *ir.Call, []val) val {
	return func(p *printer, e *ir.Call, _ []val) val {
		t := p.typ(e.Args[0].Value)
		vals := make([]val, len(e.Args))
		classes := make([]class, len(e.Args))
		nullable := false
		for i, x := range e.Args {
			vals[i] = p.branch(x.Value, t)
			if t.IsDatetime() && (vals[i].c == cLit || vals[i].c.text()) {
				vals[i] = p.textToDate(vals[i], x.Value, t)
			}
			classes[i] = vals[i].c
			nullable = nullable || p.nullable(x.Value)
		}
		c := unite(classes)
		if !nullable || len(vals) == 1 {
			return atom(name+"("+joinVals(vals)+")", c)
		}
		if c == cLit {
			vals[0] = vals[0].cast("text", cText)
		}
		return p.run("{@"+name+"}({*})", c, vals...)
	}
}

// doToNumber: without a format a cast; with one to_number, which reads the same elements.
func doToNumber(p *printer, e *ir.Call, _ []val) val {
	x := e.Args[0].Value
	v := p.val(x)
	if e.OnError != "" {
		if p.isNull(e.OnErrorValue) && len(e.Args) == 1 {
			return p.run("{@try_number}({1})", cNum, p.toText(v, x))
		}
		return p.run("coalesce({@try_number}({1}), {2})", cNum, p.toText(v, x), p.val(e.OnErrorValue))
	}
	if v.c.number() {
		return v
	}
	if len(e.Args) == 1 {
		if v.c == cLit || v.c.text() {
			return p.toNumber(v, x)
		}
		return v.cast("numeric", cNum)
	}
	f, ok := p.constText(e, 1)
	if !ok {
		p.findOnce(diag.DynamicFormat, e.Sp, "TO_NUMBER with a format that is not a constant")
		return p.run("to_number({*})", cNum, p.toText(v, x), p.val(e.Args[1].Value))
	}
	if strings.Contains(strings.ToUpper(f), "X") {
		return p.run("{@hex_to_number}({1})", cNum, p.toText(v, x))
	}
	text := p.neverEmpty(p.toText(v, x), x)
	sep, plain := p.nlsParam(e)
	if !plain {
		p.findOnce(diag.NLSFormat, e.Sp, "TO_NUMBER with NLS parameters: the separators are '.' and ','")
	}
	if sep != "" {
		text = p.swapSeparators(text, sep, ".,")
	}
	if p.anyText(e) && !strings.ContainsAny(strings.ToUpper(f), "VCUE") {
		return p.run("{@to_number}({*})", cNum, text, p.formatArg(e, f, f))
	}
	if strings.Contains(f, "$") {
		text = p.run("replace({1}, '$', '')", cText, text)
	}
	return p.run("to_number({*})", cNum, text, p.formatArg(e, f, p.numberFormat(f, e)))
}

func doRawToHex(p *printer, e *ir.Call, a []val) val {
	if a[0].c.text() || a[0].c == cLit {
		a[0] = p.run("convert_to({1}, 'UTF8')", cBytes, a[0])
	}
	return hexText(a[0])
}

// doSet writes SET(collection): each element once.
func doSet(p *printer, e *ir.Call, a []val) val {
	if t := p.typ(e.Args[0].Value); t.Is(ir.TCollection) && p.em.plan != nil && p.em.rep(t) == repArray {
		return atom("ARRAY(SELECT DISTINCT unnest("+a[0].s+"))", cOther)
	}
	p.refuseOnce(diag.NoFunction, e.Sp, "SET", "SET of a collection: ARRAY(SELECT DISTINCT unnest(a)) does it for an array")
	return a[0]
}
