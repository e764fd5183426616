package postgres

import (
	"strings"

	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/ir/diag"
)

// aggFunctions are Oracle's aggregate functions; all but the ordered ones may have OVER.
var aggFunctions = rows{
	"count": {{n: -1, args: "-", pg: "count({*})", c: cBig}},
	"sum":   {{n: 1, args: "-", do: doSum}},
	"avg":   {{n: 1, args: "n", pg: "avg({1})", c: cNum}},
	"max":   {{n: 1, args: "-", do: doMinMax}},
	"min":   {{n: 1, args: "-", do: doMinMax}},
	// Of one row Oracle's STDDEV and VARIANCE are 0; PostgreSQL's are NULL.
	"stddev":                {{n: 1, args: "n", do: doSample("stddev_samp", "stddev_pop")}},
	"variance":              {{n: 1, args: "n", do: doSample("var_samp", "var_pop")}},
	"stddev_pop":            {{n: 1, args: "n", pg: "stddev_pop({1})", c: cNum}},
	"stddev_samp":           {{n: 1, args: "n", pg: "stddev_samp({1})", c: cNum}},
	"var_pop":               {{n: 1, args: "n", pg: "var_pop({1})", c: cNum}},
	"var_samp":              {{n: 1, args: "n", pg: "var_samp({1})", c: cNum}},
	"corr":                  {{n: 2, args: "n", pg: "corr({*})", c: cFloat}},
	"covar_pop":             {{n: 2, args: "n", pg: "covar_pop({*})", c: cFloat}},
	"covar_samp":            {{n: 2, args: "n", pg: "covar_samp({*})", c: cFloat}},
	"regr_avgx":             {{n: 2, args: "n", pg: "regr_avgx({*})", c: cFloat}},
	"regr_avgy":             {{n: 2, args: "n", pg: "regr_avgy({*})", c: cFloat}},
	"regr_count":            {{n: 2, args: "n", pg: "regr_count({*})", c: cBig}},
	"regr_intercept":        {{n: 2, args: "n", pg: "regr_intercept({*})", c: cFloat}},
	"regr_r2":               {{n: 2, args: "n", pg: "regr_r2({*})", c: cFloat}},
	"regr_slope":            {{n: 2, args: "n", pg: "regr_slope({*})", c: cFloat}},
	"regr_sxx":              {{n: 2, args: "n", pg: "regr_sxx({*})", c: cFloat}},
	"regr_sxy":              {{n: 2, args: "n", pg: "regr_sxy({*})", c: cFloat}},
	"regr_syy":              {{n: 2, args: "n", pg: "regr_syy({*})", c: cFloat}},
	"median":                {{n: 1, args: "-", do: doMedian}},
	"percentile_cont":       {{n: 1, args: "n", do: doPercentile}},
	"percentile_disc":       {{n: 1, args: "n", do: doPercentileDisc}},
	"stats_mode":            {{n: 1, args: "-", pg: "mode() WITHIN GROUP (ORDER BY {1})", c: cSame}},
	"listagg":               {{n: -1, args: "t", do: doListagg}},
	"wm_concat":             {{n: 1, args: "t", pg: "string_agg({1}, ',')", c: cText}},
	"grouping":              {{n: -1, args: "-", pg: "grouping({*})", c: cInt}},
	"grouping_id":           {{n: -1, args: "-", pg: "grouping({*})", c: cInt}},
	"approx_count_distinct": {{n: 1, args: "-", pg: "count(DISTINCT {1})", c: cBig}},
	"approx_count":          {{n: 1, args: "-", pg: "count({1})", c: cBig}},
	"approx_sum":            {{n: 1, args: "n", pg: "sum({1})", c: cAnyNum}},
	"approx_median":         {{n: 1, args: "-", do: doMedian}},
	"any_value":             {{n: 1, args: "-", min: 16, pg: "any_value({1})", c: cSame}, {n: 1, args: "-", pg: "min({1})", c: cSame}},
	"bit_and_agg":           {{n: 1, args: "b", pg: "bit_and({1})", c: cBig}},
	"bit_or_agg":            {{n: 1, args: "b", pg: "bit_or({1})", c: cBig}},
	"bit_xor_agg":           {{n: 1, args: "b", min: 14, pg: "bit_xor({1})", c: cBig}},
	"collect":               {{n: 1, args: "-", pg: "array_agg({1})", c: cOther}},
	"sys_xmlagg":            {{n: 1, args: "-", pg: "xmlagg({1})", c: cXML}},
}

// windowFunctions are those that have no meaning without OVER, or a group order.
var windowFunctions = rows{
	"row_number":      {{n: 0, pg: "row_number()", c: cBig}},
	"rank":            {{n: -1, args: "-", pg: "rank({*})", c: cBig}},
	"dense_rank":      {{n: -1, args: "-", pg: "dense_rank({*})", c: cBig}},
	"percent_rank":    {{n: -1, args: "-", pg: "percent_rank({*})", c: cFloat}},
	"cume_dist":       {{n: -1, args: "-", pg: "cume_dist({*})", c: cFloat}},
	"ntile":           {{n: 1, args: "i", pg: "ntile({1})", c: cInt}},
	"lag":             {{n: -1, args: "-i-", do: doLag("lag")}},
	"lead":            {{n: -1, args: "-i-", do: doLag("lead")}},
	"first_value":     {{n: 1, args: "-", do: doValue("first_value")}},
	"last_value":      {{n: 1, args: "-", do: doValue("last_value")}},
	"nth_value":       {{n: 2, args: "-i", do: doValue("nth_value")}},
	"ratio_to_report": {{n: 1, args: "n", do: doRatio}},
}

// decorate adds what an aggregate may have: DISTINCT, WITHIN GROUP, FILTER, OVER.
func (p *printer) decorate(e *ir.Call, v val) val {
	if e.Distinct || e.Unique {
		v.s = strings.Replace(v.s, "(", "(DISTINCT ", 1)
	}
	if e.Keep != nil {
		return p.keep(e, v)
	}
	if len(e.Within) > 0 && e.Fn == "collect" {
		v.s = strings.TrimSuffix(v.s, ")") + " ORDER BY " + p.orderText(e.Within) + ")"
	} else if len(e.Within) > 0 {
		v.s += " WITHIN GROUP (ORDER BY " + p.orderText(e.Within) + ")"
		if e.Over != nil {
			p.find(diag.NoFunction, e.Sp, "%s … WITHIN GROUP … OVER: PostgreSQL has no ordered-set aggregates as window functions; "+
				"compute it in a subquery with GROUP BY and join that", strings.ToUpper(e.Fn))
		}
	}
	if e.Filter != nil {
		v.s += " FILTER (WHERE " + p.condText(e.Filter) + ")"
	}
	return p.over(e.Over, v)
}

func (p *printer) over(w *ir.Window, v val) val {
	if w != nil {
		v.s += " OVER " + p.windowText(w, false)
		v.prec = precAtom
	}
	return v
}

// keep writes MAX(x) and MIN(x) KEEP (DENSE_RANK FIRST|LAST …): the first element of an array so ordered, or the first
// value of a window.
func (p *printer) keep(e *ir.Call, v val) val {
	if e.Fn != "max" && e.Fn != "min" || len(e.Args) != 1 {
		p.find(diag.NoFunction, e.Sp, "%s … KEEP: rank the rows in a subquery and aggregate those of rank 1", strings.ToUpper(e.Fn))
		return v
	}
	var order []*ir.OrderItem
	for _, o := range e.Keep.Order {
		c := *o
		if e.Keep.Last {
			first := c.Desc
			if c.NullsFirst != nil {
				first = *c.NullsFirst
			}
			last := !first
			c.Desc, c.NullsFirst = !c.Desc, &last
		}
		order = append(order, &c)
	}
	x := p.val(e.Args[0].Value)
	if e.Over != nil {
		last := false
		order = append(order, &ir.OrderItem{Expr: e.Args[0].Value, Desc: e.Fn == "max", NullsFirst: &last})
		return p.over(&ir.Window{Name: e.Over.Name, Partition: e.Over.Partition, Order: order}, atom("first_value("+x.s+")", x.c))
	}
	tail := x.s
	if e.Fn == "max" {
		tail += " DESC NULLS LAST"
	}
	return atom("(array_agg("+x.s+" ORDER BY "+p.orderText(order)+", "+tail+"))[1]", x.c)
}

// doMinMax: PostgreSQL before 18 has no max and min of bytea; hexadecimal digits order as the bytes do.
func doMinMax(p *printer, e *ir.Call, a []val) val {
	if a[0].c != cBytes || e.Keep != nil {
		return p.decorate(e, atom(e.Fn+"("+a[0].s+")", a[0].c))
	}
	v := p.decorate(e, atom(e.Fn+"(encode("+a[0].s+", 'hex'))", cText))
	return atom("decode("+v.s+", 'hex')", cBytes)
}

// doSum: the sum of integers is bigint, of bigints numeric.
func doSum(p *printer, e *ir.Call, a []val) val {
	v := p.toNumber(a[0], e.Args[0].Value)
	c := cNum
	switch v.c {
	case cInt:
		c = cBig
	case cFloat, cInterval:
		c = v.c
	case cAnyNum:
		c = cAnyNum
	}
	return p.decorate(e, atom("sum("+v.s+")", c))
}

func doSample(samp, pop string) func(*printer, *ir.Call, []val) val {
	return func(p *printer, e *ir.Call, a []val) val {
		s := p.decorate(e, atom(samp+"("+a[0].s+")", cNum))
		o := p.decorate(e, atom(pop+"("+a[0].s+")", cNum))
		return atom("coalesce("+s.s+", "+o.s+")", cNum)
	}
}

// doMedian: percentile_cont works on double precision and intervals only.
func doMedian(p *printer, e *ir.Call, a []val) val {
	if a[0].c.datetime() {
		p.find(diag.NoFunction, e.Sp, "MEDIAN of dates: take percentile_cont of extract(epoch FROM d) and turn it back with to_timestamp")
	}
	if e.Over != nil {
		c := *e
		c.Within = []*ir.OrderItem{{Expr: e.Args[0].Value}}
		if v, ok := p.percentileOver(&c, "percentile_cont", atom("0.5", cNum)); ok {
			return val{v.s + "::numeric", precCast, cNum}
		}
	}
	return val{"(percentile_cont(0.5) WITHIN GROUP (ORDER BY " + a[0].s + "))::numeric", precCast, cNum}
}

func doPercentile(p *printer, e *ir.Call, a []val) val {
	v, ok := p.percentileOver(e, "percentile_cont", a[0])
	if !ok {
		v = p.decorate(e, atom("percentile_cont("+a[0].s+")", cFloat))
	}
	return val{"(" + v.s + ")::numeric", precCast, cNum}
}

func doPercentileDisc(p *printer, e *ir.Call, a []val) val {
	if v, ok := p.percentileOver(e, "percentile_disc", a[0]); ok {
		return v
	}
	return p.decorate(e, atom("percentile_disc("+a[0].s+")", cUnknown))
}

// doListagg writes string_agg. As a window function it has no ORDER BY of its own: the window's does it.
func doListagg(p *printer, e *ir.Call, a []val) val {
	sep := "''"
	if len(e.Args) > 1 {
		sep = p.orEmpty(e.Args[1].Value).s
	}
	x := a[0].s
	if e.Distinct || e.Unique {
		if v, ok := p.distinctList(e, sep); ok {
			return v
		}
		x = "DISTINCT " + x
	}
	if e.Over != nil {
		w := &ir.Window{Name: e.Over.Name, Partition: e.Over.Partition, Order: e.Within}
		w.Frame = &ir.Frame{Unit: "ROWS", Start: ir.Bound{Kind: "UNBOUNDED PRECEDING"}, End: ir.Bound{Kind: "UNBOUNDED FOLLOWING"}, HasEnd: true}
		return p.over(w, atom("string_agg("+x+", "+sep+")", cText))
	}
	s := "string_agg(" + x + ", " + sep
	if len(e.Within) > 0 && !constOrder(e.Within) {
		s += " ORDER BY " + p.orderText(e.Within)
	}
	v := atom(s+")", cText)
	if e.Filter != nil {
		v.s += " FILTER (WHERE " + p.condText(e.Filter) + ")"
	}
	return v
}

// distinctList writes LISTAGG(DISTINCT n) of what is no text: string_agg would have to sort it as text.
func (p *printer) distinctList(e *ir.Call, sep string) (val, bool) {
	x := unwrap(e.Args[0].Value)
	if c, ok := x.(*ir.Cast); ok && c.Implicit {
		x = c.X
	}
	if e.Over != nil || len(e.Within) != 1 || !sameRef(x, e.Within[0].Expr) {
		return val{}, false
	}
	v := p.val(x)
	if !v.c.number() || !p.typ(x).IsInteger() {
		return val{}, false
	}
	return atom("array_to_string(array_agg(DISTINCT "+v.s+" ORDER BY "+p.orderText(e.Within)+"), "+sep+")", cText), true
}

// constOrder tells ORDER BY NULL and ORDER BY 1, which order nothing here.
func constOrder(list []*ir.OrderItem) bool {
	for _, o := range list {
		switch unwrap(o.Expr).(type) {
		case *ir.NullLit, *ir.NumberLit, *ir.StringLit:
		default:
			return false
		}
	}
	return true
}

// doLag: PostgreSQL has no IGNORE NULLS; an array of the values that are not NULL gives the same.
func doLag(name string) func(*printer, *ir.Call, []val) val {
	return func(p *printer, e *ir.Call, a []val) val {
		if !e.IgnoreNulls {
			if len(a) == 3 {
				a[2] = p.branch(e.Args[2].Value, p.typ(e.Args[0].Value))
			}
			return p.over(e.Over, atom(name+"("+joinVals(a)+")", a[0].c))
		}
		if len(a) > 1 && a[1].s != "1" || e.Over == nil {
			p.find(diag.NoFunction, e.Sp, "%s … IGNORE NULLS with an offset: number the rows that are not NULL in a subquery", strings.ToUpper(name))
		}
		f := &ir.Frame{Unit: "ROWS", HasEnd: true, Start: ir.Bound{Kind: "UNBOUNDED PRECEDING"}, End: ir.Bound{Kind: "PRECEDING", Value: &ir.NumberLit{Text: "1"}}}
		if name == "lead" {
			f = &ir.Frame{Unit: "ROWS", HasEnd: true, Start: ir.Bound{Kind: "FOLLOWING", Value: &ir.NumberLit{Text: "1"}}, End: ir.Bound{Kind: "UNBOUNDED FOLLOWING"}}
		}
		v := p.notNullElement(e, a[0], f, name == "lead")
		if len(a) == 3 {
			v = atom("coalesce("+v.s+", "+a[2].s+")", v.c)
		}
		return v
	}
}

// doValue writes FIRST_VALUE, LAST_VALUE, NTH_VALUE.
func doValue(name string) func(*printer, *ir.Call, []val) val {
	return func(p *printer, e *ir.Call, a []val) val {
		if e.FromLast {
			p.find(diag.NoFunction, e.Sp, "NTH_VALUE … FROM LAST: turn the window's order round")
		}
		if e.IgnoreNulls && e.Over != nil && name != "nth_value" {
			return p.notNullElement(e, a[0], e.Over.Frame, name == "first_value")
		}
		if e.IgnoreNulls {
			p.find(diag.NoFunction, e.Sp, "%s … IGNORE NULLS: number the rows that are not NULL in a subquery", strings.ToUpper(name))
		}
		return p.over(e.Over, atom(name+"("+joinVals(a)+")", a[0].c))
	}
}

// notNullElement gives the first or last value of a frame that is not NULL.
func (p *printer) notNullElement(e *ir.Call, x val, f *ir.Frame, first bool) val {
	w := *e.Over
	w.Frame = f
	over := " OVER " + p.windowText(&w, false)
	arr := "(array_agg(" + x.s + ") FILTER (WHERE " + x.at(precIs+1) + " IS NOT NULL)" + over + ")"
	if first {
		return atom(arr+"[1]", x.c)
	}
	return atom(arr+"[count("+x.s+")"+over+"]", x.c)
}

func doRatio(p *printer, e *ir.Call, a []val) val {
	sum := p.over(e.Over, atom("sum("+a[0].s+")", cNum))
	return val{asNumeric(a[0]).at(precMul) + " / " + sum.s, precMul, cNum}
}
