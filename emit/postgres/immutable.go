package postgres

import (
	"regexp"
	"strings"

	"github.com/crosswalk-db/crosswalk/emit"
	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/ir/diag"
)

// notImmutable finds functions of PostgreSQL that depend on more than their arguments: settings of the session, the
// clock. Indexes and generated columns refuse them.
var notImmutable = regexp.MustCompile(`(?i)\b(to_char|to_date|to_timestamp|to_number|concat|concat_ws|format|now|age|` +
	`current_timestamp|localtimestamp|current_date|current_time|localtime|clock_timestamp|statement_timestamp|current_setting|` +
	`current_user|session_user|convert_to|convert_from|convert|array_to_string|quote_literal|quote_nullable|xml|xmlparse|make_timestamptz|` +
	`current_schema|current_database|to_tsvector|transaction_timestamp|json_build_array|jsonb_build_object|jsonb_build_array|random|gen_random_uuid|nextval|currval|timezone|at time zone|row_to_json|to_json|to_jsonb|json_build_object)\b`)

// immutable writes an expression for an index or a generated column. Where PostgreSQL would refuse it, a function of
// the given name computes it; its definition goes to pre.
func (p *printer) immutable(t *ir.Table, name string, e ir.Expr, typ *ir.Type, pre *[]string) string {
	q := p.sub()
	q.helpers = map[string]bool{}
	q.inSQL, q.fixed = true, true
	text := q.exprText(e)
	for h := range q.helpers {
		p.helpers[h] = true
	}
	if !notImmutable.MatchString(literals.ReplaceAllString(helperName.ReplaceAllString(text, "helper"), "''")) && p.steady(e) && p.em.steadyHelpers(q.helpers) {
		return text
	}
	p.find(diag.DeclaredImmutable, e.Span(), "%s is computed by the function %s, declared IMMUTABLE", strings.TrimSpace(e.Span().Text()), name)
	return p.wrapper(t, shorten(name), e, text, typ, pre)
}

var literals = regexp.MustCompile(`'(?:[^']|'')*'`)

// wrapper makes the function that computes an expression from the columns it uses.
func (p *printer) wrapper(t *ir.Table, name string, e ir.Expr, text string, typ *ir.Type, pre *[]string) string {
	var params, args []string
	for _, c := range exprColumns(t, e) {
		n := p.em.ident(c.Name)
		args = append(args, n)
		params = append(params, n+" "+p.wrapperParam(t, c))
	}
	if typ == nil {
		typ = e.Type()
	}
	returns := "text"
	if typ != nil && !typ.Is(ir.TUnknown, ir.TNull) {
		returns = p.typeName(typ, useParam)
	}
	fn := p.em.inSchema(p.em.homeSchema(t), name)
	*pre = append(*pre, "CREATE FUNCTION "+fn+"("+strings.Join(params, ", ")+") RETURNS "+returns+"\n"+
		"LANGUAGE sql IMMUTABLE\nAS $$\n"+emit.Indent+"SELECT "+strings.ReplaceAll(text, "\n", "\n"+emit.Indent)+"\n$$;\n\n")
	return fn + "(" + strings.Join(args, ", ") + ")"
}

// wrapperParam is the type of the parameter that takes a column: a number must be the column's own, which may be wider than
// a parameter's of the source type.
func (p *printer) wrapperParam(t *ir.Table, c *ir.Column) string {
	own, _, _ := strings.Cut(p.quietColumn(t, c), "(")
	if keyFamily(own) == "number" {
		return own
	}
	return p.typeName(c.Type, useParam)
}

// exprColumns gives the columns of a table that an expression uses, in order of appearance.
func exprColumns(t *ir.Table, e ir.Expr) []*ir.Column {
	var list []*ir.Column
	seen := map[*ir.Column]bool{}
	ir.Walk(e, func(n ir.Node) bool {
		if r, ok := n.(*ir.Ref); ok && len(r.Name.Parts) > 0 {
			if c := t.Column(r.Name.Last()); c != nil && !seen[c] {
				seen[c] = true
				list = append(list, c)
			}
		}
		return true
	})
	return list
}

// steady tells whether an expression keeps clear of what its text does not show: dates turned into text and back,
// values with a time zone, and the user's own functions that are not declared DETERMINISTIC.
func (p *printer) steady(e ir.Expr) bool {
	ok := true
	ir.Walk(e, func(n ir.Node) bool {
		switch x := n.(type) {
		case *ir.Call:
			if x.Sym != nil {
				if r, isRoutine := x.Sym.Decl.(*ir.Routine); isRoutine && p.volatility(r) != " IMMUTABLE" {
					ok = false
				}
			}
		case *ir.Binary:
			if x.Op == ir.OpConcat && (typeOf(x.L).IsDatetime() || typeOf(x.R).IsDatetime()) {
				ok = false
			}
			if typeOf(x.L).Is(ir.TTimestampTZ, ir.TTimestampLTZ) || typeOf(x.R).Is(ir.TTimestampTZ, ir.TTimestampLTZ) {
				ok = false
			}
		case *ir.Cast:
			if from, to := typeOf(x.X), x.To; from.IsDatetime() != to.IsDatetime() || from.Is(ir.TTimestampTZ, ir.TTimestampLTZ) {
				ok = false
			}
		case *ir.Extract:
			if typeOf(x.X).Is(ir.TTimestampTZ, ir.TTimestampLTZ) {
				ok = false
			}
		case *ir.RawExpr:
			ok = false
		}
		return ok
	})
	return ok
}

// steadyHelpers tells whether all helpers are declared IMMUTABLE.
func (em *emitter) steadyHelpers(names map[string]bool) bool {
	for n := range names {
		src := runtimeSource(n)
		if src == "" || strings.Count(src, "IMMUTABLE") < strings.Count(src, "LANGUAGE ") {
			return false
		}
	}
	return true
}

func typeOf(e ir.Expr) *ir.Type {
	if e == nil || e.Type() == nil {
		return ir.UnknownType
	}
	return e.Type()
}
