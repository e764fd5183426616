package postgres

import (
	"strings"

	"github.com/crosswalk-db/crosswalk/ir"
)

// numberFunctions are Oracle's numeric functions (SQL Language Reference, "Numeric Functions").
var numberFunctions = rows{
	"abs":       {{n: 1, args: "n", pg: "abs({1})", c: cSame}},
	"acos":      {{n: 1, args: "n", pg: "acos({1})::numeric", prec: precCast, c: cNum}},
	"asin":      {{n: 1, args: "n", pg: "asin({1})::numeric", prec: precCast, c: cNum}},
	"atan":      {{n: 1, args: "n", pg: "atan({1})::numeric", prec: precCast, c: cNum}},
	"atan2":     {{n: 2, args: "n", pg: "atan2({1}, {2})::numeric", prec: precCast, c: cNum}},
	"cos":       {{n: 1, args: "n", pg: "cos({1})::numeric", prec: precCast, c: cNum}},
	"cosh":      {{n: 1, args: "n", pg: "cosh({1})::numeric", prec: precCast, c: cNum}},
	"sin":       {{n: 1, args: "n", pg: "sin({1})::numeric", prec: precCast, c: cNum}},
	"sinh":      {{n: 1, args: "n", pg: "sinh({1})::numeric", prec: precCast, c: cNum}},
	"tan":       {{n: 1, args: "n", pg: "tan({1})::numeric", prec: precCast, c: cNum}},
	"tanh":      {{n: 1, args: "n", pg: "tanh({1})::numeric", prec: precCast, c: cNum}},
	"exp":       {{n: 1, args: "F", pg: "exp({1})", c: cSame}},
	"ln":        {{n: 1, args: "F", pg: "ln({1})", c: cSame}},
	"log":       {{n: 2, args: "N", pg: "log({1}, {2})", c: cNum}},
	"sqrt":      {{n: 1, args: "F", pg: "sqrt({1})", c: cSame}},
	"power":     {{n: 2, args: "n", do: doPower}},
	"ceil":      {{n: 1, args: "n", do: doWhole("ceil")}},
	"floor":     {{n: 1, args: "n", do: doWhole("floor")}},
	"sign":      {{n: 1, args: "n", do: doSign}},
	"mod":       {{n: 2, args: "n", do: doMod}},
	"remainder": {{n: 2, args: "n", pg: "{@remainder}({1}, {2})", c: cNum}},
	"bitand":    {{n: 2, args: "n", do: doBitand}},
	"bitor":     {{n: 2, args: "b", pg: "{1:other} | {2:otherr}", prec: precOther, c: cBig}},
	"bitxor":    {{n: 2, args: "b", pg: "{1:other} # {2:otherr}", prec: precOther, c: cBig}},
	"bitnot":    {{n: 1, args: "b", pg: "~{1:unary}", prec: precOther, c: cBig}},
	"nanvl":     {{n: 2, args: "n", do: doNanvl}},
	"round": {
		{n: 1, args: "-", do: doRound("round")},
		{n: 2, args: "-", do: doRound("round")}},
	"trunc": {
		{n: 1, args: "-", do: doRound("trunc")},
		{n: 2, args: "-", do: doRound("trunc")}},
	"bin_to_num":   {{n: -1, args: "b", do: doBinToNum}},
	"width_bucket": {{n: 4, args: "NNNi", pg: "width_bucket({*})", c: cInt}},
}

// doBitand uses the operator where one side says how many bits there are: NUMBER has more than a bigint.
func doBitand(p *printer, e *ir.Call, a []val) val {
	wide := true
	for i := range a {
		wide = wide && (a[i].c == cNum || a[i].c == cAnyNum && !p.typ(e.Args[i].Value).IsInteger())
	}
	if wide {
		return p.run("{@bitand}({1}, {2})", cNum, a...)
	}
	for i := range a {
		if !a[i].c.integer() {
			a[i] = a[i].cast("bigint", cBig)
		}
	}
	return val{a[0].at(precOther) + " & " + a[1].at(precOther+1), precOther, cBig}
}

func doPower(p *printer, _ *ir.Call, a []val) val { return p.power(a[0], a[1]) }

// doWhole writes ceil and floor, which give double precision for an integer in PostgreSQL, and are nothing to do.
func doWhole(name string) func(*printer, *ir.Call, []val) val {
	return func(p *printer, _ *ir.Call, a []val) val {
		switch a[0].c {
		case cInt, cBig:
			return a[0]
		case cNum, cFloat:
			return atom(name+"("+a[0].s+")", a[0].c)
		}
		return atom(name+"("+asNumeric(a[0]).s+")", cNum)
	}
}

// doSign: PostgreSQL's sign is for numeric and double precision; of an integer it gives the latter.
func doSign(p *printer, _ *ir.Call, a []val) val {
	if a[0].c == cNum {
		return atom("sign("+a[0].s+")", cNum)
	}
	return atom("sign("+a[0].s+")", cFloat)
}

// doMod: MOD(m, 0) is m in Oracle and an error in PostgreSQL.
func doMod(p *printer, e *ir.Call, a []val) val {
	for i := range a {
		if a[i].c == cFloat {
			a[i] = asNumeric(a[i])
		}
	}
	c := wider(a[0].c, a[1].c)
	if k := constant(e.Args[1].Value); k != nil && k.Sign() != 0 {
		return p.run("mod({1}, {2})", c, a...)
	}
	return p.run("{@mod}({1}, {2})", cNum, a...)
}

// doRound writes ROUND and TRUNC of numbers; those of dates go to roundDate.
func doRound(name string) func(*printer, *ir.Call, []val) val {
	return func(p *printer, e *ir.Call, a []val) val {
		if p.roundsDate(e, a) {
			return p.roundDate(name, e)
		}
		x := p.toNumber(a[0], e.Args[0].Value)
		if len(a) == 1 {
			switch x.c {
			case cInt, cBig:
				return x
			case cNum:
				return atom(name+"("+x.s+")", cNum)
			case cFloat:
				return atom(name+"("+asNumeric(x).s+")", cNum)
			}
			return atom(name+"("+x.s+", 0)", cNum)
		}
		n := p.asInt(p.toNumber(a[1], e.Args[1].Value), e.Args[1].Value)
		if integerText(n.s) && x.c.integer() {
			return x
		}
		if x.c == cFloat {
			x = asNumeric(x)
		}
		return p.run(name+"({1}, {2})", cNum, x, n)
	}
}

// doBinToNum: bits, the highest first.
func doBinToNum(p *printer, _ *ir.Call, a []val) val {
	s := make([]string, len(a))
	for i, v := range a {
		s[i] = v.at(precMul)
		if w := len(a) - 1 - i; w > 0 {
			s[i] += " * " + itoa(1<<min(w, 62))
		}
	}
	return val{strings.Join(s, " + "), precAdd, cInt}
}

// doNanvl: only a binary float is ever no number.
func doNanvl(p *printer, _ *ir.Call, a []val) val {
	if a[0].c.integer() {
		return a[0]
	}
	return p.run("CASE WHEN {1:cmp} = 'NaN' THEN {2} ELSE {1} END", a[0].c, a...)
}
