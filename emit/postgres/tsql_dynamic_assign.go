package postgres

import (
	"regexp"
	"slices"
	"strings"

	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/ir/diag"
)

// A text that is put together and gives values back, SELECT @n = COUNT(*) FROM … WHERE … + what is only known at run time: the assignments are taken out of
// it, and a loop over its rows makes them. The variables have the values of the last row, and keep their own where there is none ("SELECT @local_variable").

var (
	selectsFirst   = regexp.MustCompile(`(?i)^\s*SELECT\s`)
	firstFrom      = regexp.MustCompile(`(?i)\bFROM\b`)
	textAssignment = regexp.MustCompile(`@\w+\s*=`)
)

// dynamicAssign writes such a text; false for any other.
func (p *printer) dynamicAssign(sql ir.Expr, params []string, args []ir.Arg, at diag.Span) bool {
	_, outs := p.givenText(params, args)
	if len(outs) == 0 {
		return false
	}
	order := assignedIn(p.texts().pieces(sql), outs)
	if order == nil {
		return false
	}
	var rest []string
	var given []ir.Arg
	for i, n := range params {
		if slices.Contains(order, n) {
			continue
		}
		rest = append(rest, n)
		if a := argFor(params, args, i); a != nil {
			given = append(given, ir.Arg{Name: ir.MakeName(n), Value: a.Value})
		}
	}
	text := p.executedValue(sql, rest, order, at, true)
	using := ""
	if list, _ := p.givenText(rest, given); len(list) > 0 {
		using = " USING " + strings.Join(list, ", ")
	}
	var vars, sets []string
	for i, n := range order {
		target := argFor(params, args, slices.Index(params, n)).Value
		v := p.assignedVar(target, i+1)
		vars, sets = append(vars, v), append(sets, p.lvalue(target)+" := "+v+";\n")
	}
	p.W("FOR ", strings.Join(vars, ", "), " IN EXECUTE ", text, using, " LOOP\n").In()
	p.W(strings.Join(sets, "")).Out().W("END LOOP;\n")
	return true
}

// assignedVar is a variable for the n-th value that a text gives, of the type of what it is assigned to.
func (p *printer) assignedVar(target ir.Expr, n int) string {
	typ := baseTypeName(p.quietType(p.typ(target).Base(), useColumn))
	return p.rt.auxiliary("assigned "+itoa(n)+" "+typ, "assigned_"+itoa(n), typ, "")
}

// assignedIn gives the parameters that the one query of a text assigns, in its order; nil where it does anything else with them.
func assignedIn(text string, outs []string) []string {
	from := firstFrom.FindStringIndex(text)
	if !selectsFirst.MatchString(text) || from == nil || strings.Contains(text, ";") {
		return nil
	}
	list := textAssignment.FindAllString(text[:from[0]], -1)
	if len(list) != len(outs) {
		return nil
	}
	var order []string
	for _, a := range list {
		n := strings.TrimRight(a, "= \t\r\n")
		k := slices.IndexFunc(outs, func(o string) bool { return strings.EqualFold(o, n) })
		if k < 0 || len(regexp.MustCompile(`(?i)`+regexp.QuoteMeta(n)+`\b`).FindAllString(text, -1)) != 1 {
			return nil
		}
		order = append(order, outs[k])
	}
	return order
}
