package postgres

import (
	"strings"

	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/ir/diag"
)

// tsqlNumberFunctions are SQL Server's mathematical and aggregate functions.
var tsqlNumberFunctions = rows{
	"tsql.abs":      {{n: 1, args: "-", pg: "abs({1})", c: cSame}},
	"tsql.acos":     {{n: 1, args: "-", pg: "acos({1})", c: cFloat}},
	"tsql.asin":     {{n: 1, args: "-", pg: "asin({1})", c: cFloat}},
	"tsql.atan":     {{n: 1, args: "-", pg: "atan({1})", c: cFloat}},
	"tsql.atn2":     {{n: 2, args: "-", pg: "atan2({*})", c: cFloat}},
	"tsql.ceiling":  {{n: 1, args: "-", do: tsqlWhole("ceil")}},
	"tsql.floor":    {{n: 1, args: "-", do: tsqlWhole("floor")}},
	"tsql.cos":      {{n: 1, args: "-", pg: "cos({1})", c: cFloat}},
	"tsql.cot":      {{n: 1, args: "-", pg: "cot({1})", c: cFloat}},
	"tsql.degrees":  {{n: 1, args: "-", do: tsqlAngle("degrees")}},
	"tsql.radians":  {{n: 1, args: "-", do: tsqlAngle("radians")}},
	"tsql.exp":      {{n: 1, args: "-", pg: "exp({1})", c: cFloat}},
	"tsql.log":      {{n: 1, args: "-", pg: "ln({1})", c: cFloat}, {n: 2, args: "-", pg: "ln({1}) / ln({2})", prec: precMul, c: cFloat}},
	"tsql.log10":    {{n: 1, args: "-", pg: "log({1})", c: cFloat}},
	"tsql.pi":       {{n: 0, pg: "pi()", c: cFloat}},
	"tsql.power":    {{n: 2, args: "-", do: tsqlPower}},
	"tsql.rand":     {{n: 0, pg: "random()", c: cFloat}, {n: 1, args: "-", do: tsqlRand}},
	"tsql.round":    {{n: 2, args: "-j", do: tsqlRound}, {n: 3, args: "-j", do: tsqlRound}},
	"tsql.sign":     {{n: 1, args: "-", do: tsqlSign}},
	"tsql.sin":      {{n: 1, args: "-", pg: "sin({1})", c: cFloat}},
	"tsql.sqrt":     {{n: 1, args: "-", pg: "sqrt({1})", c: cFloat}},
	"tsql.square":   {{n: 1, args: "-", pg: "power({1}, 2)", c: cFloat}},
	"tsql.tan":      {{n: 1, args: "-", pg: "tan({1})", c: cFloat}},
	"tsql.greatest": {{n: -1, args: "-", pg: "greatest({*})", c: cUnknown}},
	"tsql.least":    {{n: -1, args: "-", pg: "least({*})", c: cUnknown}},

	"tsql.count":                 {{n: -1, args: "-", pg: "count({*})", c: cBig}},
	"tsql.count_big":             {{n: -1, args: "-", pg: "count({*})", c: cBig}},
	"tsql.sum":                   {{n: 1, args: "-", do: tsqlSum}},
	"tsql.avg":                   {{n: 1, args: "-", do: tsqlAvg}},
	"tsql.min":                   {{n: 1, args: "-", do: tsqlExtreme("min")}},
	"tsql.max":                   {{n: 1, args: "-", do: tsqlExtreme("max")}},
	"tsql.stdev":                 {{n: 1, args: "-", do: tsqlSpread("stddev_samp")}},
	"tsql.stdevp":                {{n: 1, args: "-", do: tsqlSpread("stddev_pop")}},
	"tsql.var":                   {{n: 1, args: "-", do: tsqlSpread("var_samp")}},
	"tsql.varp":                  {{n: 1, args: "-", do: tsqlSpread("var_pop")}},
	"tsql.grouping":              {{n: 1, args: "-", pg: "grouping({1})", c: cInt}},
	"tsql.grouping_id":           {{n: -1, args: "-", pg: "grouping({*})", c: cInt}},
	"tsql.approx_count_distinct": {{n: 1, args: "-", pg: "count(DISTINCT {1})", c: cBig}},
	"tsql.row_number":            {{n: 0, pg: "row_number()", c: cBig}},
	"tsql.rank":                  {{n: 0, pg: "rank()", c: cBig}},
	"tsql.dense_rank":            {{n: 0, pg: "dense_rank()", c: cBig}},
	"tsql.ntile":                 {{n: 1, args: "-", pg: "ntile({1})", c: cInt}},
	"tsql.percent_rank":          {{n: 0, pg: "percent_rank()", c: cFloat}},
	"tsql.cume_dist":             {{n: 0, pg: "cume_dist()", c: cFloat}},
	"tsql.lag":                   {{n: -1, args: "-", pg: "lag({*})", c: cSame}},
	"tsql.lead":                  {{n: -1, args: "-", pg: "lead({*})", c: cSame}},
	"tsql.first_value":           {{n: 1, args: "-", pg: "first_value({1})", c: cSame}},
	"tsql.last_value":            {{n: 1, args: "-", pg: "last_value({1})", c: cSame}},
	"tsql.percentile_cont":       {{n: 1, args: "-", do: tsqlPercentile}},
	"tsql.percentile_disc":       {{n: 1, args: "-", do: tsqlPercentile}},
	"tsql.checksum_agg": {{n: 1, args: "-", pg: "bit_xor({1})", c: cInt, code: diag.TSQLApprox,
		say: "CHECKSUM_AGG: bit_xor stands in its place; the number is another one"}},
	"tsql.bit_count":   {{n: 1, args: "-", do: tsqlBitCount}},
	"tsql.left_shift":  {{n: 2, args: "-", pg: "{1:other} << {2:otherr}", prec: precOther, c: cSame}},
	"tsql.right_shift": {{n: 2, args: "-", pg: "{1:other} >> {2:otherr}", prec: precOther, c: cSame}},
}

// backTo casts a result to the whole number that SQL Server gives.
func (p *printer) backTo(e *ir.Call, v val) val {
	t := p.typ(e).Base()
	if t.Kind == ir.TInt {
		c := typeClass(t)
		return v.cast(p.typeName(t, useCast), c)
	}
	return v
}

func tsqlWhole(fn string) func(*printer, *ir.Call, []val) val {
	return func(p *printer, e *ir.Call, a []val) val {
		if a[0].c.integer() {
			return a[0]
		}
		return p.run(fn+"({1})", a[0].c, a[0])
	}
}

// tsqlAngle: of a whole number the result is whole ("DEGREES", "RADIANS").
func tsqlAngle(fn string) func(*printer, *ir.Call, []val) val {
	return func(p *printer, e *ir.Call, a []val) val {
		x := a[0]
		if x.c != cFloat {
			x = x.cast("double precision", cFloat)
		}
		v := p.run(fn+"({1})", cFloat, x)
		if p.typ(e).Is(ir.TInt) {
			return p.backTo(e, p.run("trunc({1})", cFloat, v))
		}
		return v
	}
}

// tsqlPower: the result has the type of the base.
func tsqlPower(p *printer, e *ir.Call, a []val) val {
	v := p.run("power({*})", cFloat, a...)
	if p.typ(e).Is(ir.TInt) {
		return p.backTo(e, p.run("trunc({1})", cFloat, v))
	}
	if p.typ(e).Is(ir.TDecimal, ir.TMoney) {
		return p.run("round({1}, "+itoa(max(p.typ(e).Base().Scale, 0))+")", cNum, v.cast("numeric", cNum))
	}
	return v
}

func tsqlRand(p *printer, e *ir.Call, _ []val) val {
	if c, ok := unwrap(stripImplicit(e.Args[0].Value)).(*ir.Call); ok && (c.Fn == "tsql.checksum" || c.Fn == "tsql.newid") {
		return atom("random()", cFloat) // RAND(CHECKSUM(NEWID())): another number for each row
	}
	p.find(diag.TSQLRandom, e.Sp, "%s: the seed is left out", brief(e, val{s: "RAND"}))
	return atom("random()", cFloat)
}

// tsqlRound: with a third argument other than 0 it cuts off. round() takes digits for numeric only.
func tsqlRound(p *printer, e *ir.Call, a []val) val {
	fn := "round"
	if len(e.Args) == 3 {
		n, ok := constantInt(e.Args[2].Value)
		if !ok {
			x := asNumeric(a[0])
			return p.run("CASE WHEN {3} = 0 THEN round({1}, {2}) ELSE trunc({1}, {2}) END", cNum, x, a[1], a[2])
		}
		if n != 0 {
			fn = "trunc"
		}
	}
	digits, known := constantInt(e.Args[1].Value)
	if a[0].c.integer() && known && digits >= 0 {
		return a[0]
	}
	x := a[0]
	if x.c != cNum {
		x = x.cast("numeric", cNum)
	}
	v := p.run(fn+"({1}, {2})", cNum, x, a[1])
	switch {
	case p.typ(e).Is(ir.TFloat):
		return v.cast("double precision", cFloat)
	case a[0].c.integer():
		return v.cast(map[bool]string{true: "bigint", false: "integer"}[a[0].c == cBig], a[0].c)
	}
	return v
}

func tsqlSign(p *printer, e *ir.Call, a []val) val {
	v := p.run("sign({1})", a[0].c, a[0])
	if a[0].c.integer() {
		return v.cast("integer", cInt)
	}
	return v
}

// tsqlSum: SUM of int is int and overflows; here it is bigint, which holds what there would be an error.
func tsqlSum(p *printer, e *ir.Call, a []val) val {
	c := map[class]class{cInt: cBig, cBig: cNum, cFloat: cFloat, cAnyNum: cAnyNum}[a[0].c]
	if c == 0 {
		c = cNum
	}
	v := p.decorate(e, p.run("sum({1})", c, a[0]))
	if t := p.typ(e); t.Is(ir.TInt) && t.Base().Bits == 64 && c == cNum {
		return v.cast("bigint", cBig)
	}
	return v
}

// tsqlAvg: the average of whole numbers is a whole number, cut off.
func tsqlAvg(p *printer, e *ir.Call, a []val) val {
	c := cNum
	if a[0].c == cFloat {
		c = cFloat
	}
	v := p.decorate(e, p.run("avg({1})", c, a[0]))
	t := p.typ(e).Base()
	switch {
	case t.Kind == ir.TInt:
		return p.backTo(e, p.run("trunc({1})", cNum, v))
	case t.Kind == ir.TDecimal && t.Prec > 0 && !p.exact:
		return p.run("trunc({1}, "+itoa(t.Scale)+")", cNum, v) // a quotient is cut off
	case t.Kind == ir.TMoney && !p.exact:
		return p.run("trunc({1}, 4)", cNum, v)
	case isUnknown(t):
		p.findOnce(diag.TypeMatters, e.Sp, "%s: the average of whole numbers is whole; the type of the operand is not known", brief(e, v))
	}
	return v
}

// tsqlExtreme: there is no least of truth values and of uuids in PostgreSQL.
func tsqlExtreme(fn string) func(*printer, *ir.Call, []val) val {
	return func(p *printer, e *ir.Call, a []val) val {
		x := a[0]
		if p.isHierarchy(e.Args[0].Value) {
			return p.decorate(e, p.run("{@hierarchy_"+fn+"}({1})", cText, x))
		}
		switch x.c {
		case cBool:
			x = x.cast("int", cInt)
			return p.decorate(e, p.run(fn+"({1})", cInt, x)).cast("boolean", cBool)
		case cUUID:
			return p.decorate(e, p.run(fn+"({1})", cText, x.cast("text", cText))).cast("uuid", cUUID)
		case cBytes: // before PostgreSQL 18 there is none for bytea
			return p.run("decode({1}, 'hex')", cBytes, p.decorate(e, p.run(fn+"(encode({1}, 'hex'))", cText, x)))
		}
		return p.decorate(e, p.run(fn+"({1})", x.c, x))
	}
}

func tsqlSpread(fn string) func(*printer, *ir.Call, []val) val {
	return func(p *printer, e *ir.Call, a []val) val {
		x := a[0]
		if x.c != cFloat {
			x = x.cast("double precision", cFloat)
		}
		return p.decorate(e, p.run(fn+"({1})", cFloat, x))
	}
}

// tsqlPercentile writes PERCENTILE_CONT and PERCENTILE_DISC, which are window functions only there.
func tsqlPercentile(p *printer, e *ir.Call, a []val) val {
	name := strings.TrimPrefix(e.Fn, "tsql.")
	if v, ok := p.percentileOver(e, name, a[0]); ok {
		return v
	}
	return p.decorate(e, p.run(name+"({1})", cUnknown, a[0]))
}

func tsqlBitCount(p *printer, e *ir.Call, a []val) val {
	if a[0].c == cBytes {
		return p.run("bit_count({1})", cBig, a[0])
	}
	return p.run("bit_count({1}::bit(64))", cBig, a[0])
}
