package postgres

import (
	"strings"

	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/ir/diag"
)

// literal writes a constant.
func (p *printer) literal(e ir.Expr) val {
	switch e := e.(type) {
	case *ir.NumberLit:
		return numberLit(e.Text)
	case *ir.StringLit:
		p.noNul(e.Value, "a literal with the character 0", e.Sp)
		return atom(quoteLiteral(e.Value), cLit)
	case *ir.BoolLit:
		if e.Value {
			return atom("true", cBool)
		}
		return atom("false", cBool)
	case *ir.DatetimeLit:
		return p.datetimeLit(e)
	case *ir.IntervalLit:
		return atom("interval "+quoteLiteral(intervalText(e)), cInterval)
	}
	return atom("NULL", cLit)
}

// numberLit writes a number. Oracle's forms with a bare point or an exponent are the same in PostgreSQL but for
// "1." before a word.
func numberLit(s string) val {
	s = strings.TrimRight(s, "fFdD")
	if strings.HasPrefix(s, ".") {
		s = "0" + s
	}
	s = strings.TrimSuffix(s, ".")
	if !integerText(s) {
		return atom(s, cNum)
	}
	s = strings.TrimLeft(s, "0")
	switch {
	case s == "":
		return atom("0", cInt)
	case len(s) < 10 || len(s) == 10 && s <= "2147483647":
		return atom(s, cInt)
	case len(s) < 19 || len(s) == 19 && s <= "9223372036854775807":
		return atom(s, cBig)
	}
	return atom(s, cNum)
}

func (p *printer) datetimeLit(e *ir.DatetimeLit) val {
	v := strings.TrimSpace(e.Value)
	switch e.Kind {
	case ir.TTime:
		return atom("time "+quoteLiteral(v), cTime)
	case ir.TTimestampTZ, ir.TTimestampLTZ:
		return atom("timestamptz "+quoteLiteral(v), cTSTZ)
	case ir.TTimestamp:
		if hasZone(v) {
			return atom("timestamptz "+quoteLiteral(v), cTSTZ)
		}
		return atom("timestamp "+quoteLiteral(v), cTS)
	}
	return atom("date "+quoteLiteral(v), cDate)
}

// hasZone tells whether a timestamp literal ends in an offset or a region.
func hasZone(v string) bool {
	i := strings.IndexByte(v, ':')
	if i < 0 {
		return false
	}
	rest := v[i:]
	return strings.ContainsAny(rest, "+-") || strings.ContainsFunc(rest, func(r rune) bool { return r >= 'A' && r <= 'z' })
}

var intervalFields = []string{"YEAR", "MONTH", "DAY", "HOUR", "MINUTE", "SECOND"}

// intervalText gives PostgreSQL's spelling of an interval literal: quantity and unit.
func intervalText(e *ir.IntervalLit) string {
	v := strings.TrimSpace(e.Value)
	from := strings.ToUpper(e.From)
	if e.To == "" {
		unit := strings.ToLower(from)
		if v != "1" && v != "-1" {
			unit += "s"
		}
		return strings.TrimPrefix(v, "+") + " " + unit
	}
	sign := ""
	if strings.HasPrefix(v, "-") || strings.HasPrefix(v, "+") {
		sign, v = strings.TrimPrefix(v[:1], "+"), strings.TrimSpace(v[1:])
	}
	if from == "YEAR" {
		y, m, _ := strings.Cut(v, "-")
		return sign + y + " years " + sign + m + " months"
	}
	if from == "DAY" {
		d, t, _ := strings.Cut(v, " ")
		if !strings.Contains(t, ":") {
			return sign + d + " days " + sign + t + " hours"
		}
		return sign + d + " days " + sign + t
	}
	parts := strings.Split(v, ":")
	out := make([]string, 0, len(parts))
	for i := range intervalFields {
		if intervalFields[i] == from {
			for j, n := range parts {
				if i+j < len(intervalFields) {
					out = append(out, sign+n+" "+strings.ToLower(intervalFields[i+j])+"s")
				}
			}
		}
	}
	return strings.Join(out, " ")
}

// reference writes a name or what else stands for a stored value.
func (p *printer) reference(e ir.Expr) val {
	switch e := e.(type) {
	case *ir.Ref:
		return p.ref(e)
	case *ir.Transition:
		return atom(p.text(func(q *printer) { q.transition(e) }), typeClass(p.typ(e)))
	case *ir.Bind:
		return atom(p.text(func(q *printer) { q.bind(e) }), cUnknown)
	case *ir.SeqValue:
		return p.seqValue(e)
	case *ir.Pseudo:
		return p.pseudo(e)
	}
	return atom("NULL", cUnknown)
}

// ref writes a column; what PL/SQL declares, the routine's printer knows how to name.
func (p *printer) ref(e *ir.Ref) val {
	if e.Sym == nil || e.Sym.Kind == ir.SymColumn || e.Sym.Kind == ir.SymAlias {
		return atom(p.columnRef(e), p.refClass(e))
	}
	if e.Sym.Kind == ir.SymSupplied {
		if fn := strings.ToLower(e.Name.Key()); len(p.em.fns[fn]) > 0 {
			return p.call(&ir.Call{ExprBase: e.ExprBase, Name: e.Name, Fn: fn, NoParens: true})
		}
		return atom(p.text(func(q *printer) { q.suppliedConst(e) }), p.derivedClass(e))
	}
	if d, ok := e.Sym.Decl.(*ir.VarDecl); ok && p.tsql() && e.Sym.Fields == 0 && d.Type.Is(ir.TTableValue) && d.Type.Kind == ir.TNamed {
		// The rows of a table variable go to a table-valued parameter as an array.
		return atom("ARRAY(SELECT ROW(x.*)::"+p.namedType(d.Type, useVar)+" FROM "+p.tempName(d.Name)+" AS x)", cOther)
	}
	return atom(p.given(p.text(func(q *printer) { q.varRef(e) })), p.refClass(e))
}

func (p *printer) columnRef(e *ir.Ref) string {
	parts := e.Name.Parts
	p.dictionaryColumn(e)
	if e.Sym != nil && e.Sym.Fields > 0 && e.Sym.Fields < len(parts) {
		base, sym := *e, *e.Sym
		base.Name.Parts, base.Sym, sym.Fields = parts[:len(parts)-e.Sym.Fields], &sym, 0
		return fieldChain("("+p.columnRef(&base)+")", p.em, parts[len(base.Name.Parts):], false)
	}
	s := make([]string, len(parts))
	for i, n := range parts {
		s[i] = p.em.ident(n)
	}
	if e.Sym != nil && e.Sym.Hides && len(s) == 1 && !e.Sym.Table.IsZero() {
		return p.em.ident(e.Sym.Table) + "." + s[0]
	}
	return strings.Join(s, ".")
}

// refClass is exact for what is declared with a type, and careful for the rest.
func (p *printer) refClass(e *ir.Ref) class {
	if e.Name.Last().Is("CTID") {
		return cTid
	}
	if e.Sym == nil || e.Sym.Fields > 0 {
		return p.derivedClass(e)
	}
	switch d := e.Sym.Decl.(type) {
	case *ir.Param:
		if d.Inferred != nil {
			return typeClass(d.Inferred)
		}
		return codeClass(d.Type, useParam)
	case *ir.VarDecl:
		return codeClass(d.Type, useVar)
	case *ir.ForNum, *ir.Forall:
		return cInt
	case *ir.Column:
		if d.Type != nil {
			return typeClass(d.Type)
		}
	}
	return p.derivedClass(e)
}

func (p *printer) seqValue(e *ir.SeqValue) val {
	f := "nextval"
	if e.Current {
		f = "currval"
	}
	return atom(f+"("+quoteLiteral(p.text(func(q *printer) { q.sequenceName(e) }))+")", cBig)
}

// pseudo writes the pseudo columns that the query printer left: those of a hierarchy and ROWNUM are rewritten there.
func (p *printer) pseudo(e *ir.Pseudo) val {
	q := ""
	if !e.Qualifier.IsZero() {
		q = p.em.ident(e.Qualifier) + "."
	}
	switch e.Kind {
	case ir.PseudoRowid:
		return atom(q+"ctid", cTid)
	case ir.PseudoOraRowscn:
		p.find(diag.NoFunction, e.Sp, "ORA_ROWSCN: PostgreSQL keeps no change number of a row; use a version column, or xmin within its limits")
		return atom(q+"xmin", cOther)
	case ir.PseudoColumnValue:
		return atom(q+"column_value", p.derivedClass(e))
	case ir.PseudoLevel, ir.PseudoIsLeaf, ir.PseudoIsCycle:
		p.note(diag.Hierarchy, e.Sp, "%s where no hierarchy is", pseudoName[e.Kind].Key)
		return atom(pseudoName[e.Kind].Text, cAnyNum)
	case ir.PseudoRownum:
		p.note(diag.Rownum, e.Sp, "ROWNUM in a place where rows are not counted")
		return atom("rownum", cAnyNum)
	}
	return atom(q+"object_value", cOther)
}
