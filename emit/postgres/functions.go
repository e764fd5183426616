package postgres

import (
	"regexp"
	"strconv"
	"strings"

	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/ir/diag"
)

// fn is a row: how a built-in function of the source is written for PostgreSQL. The first row of a function whose
// number of arguments fits is taken.
type fn struct {
	n    int    // number of arguments; -1 for any
	args string // what each argument is made: see arg. The last letter is for all that follow
	// pg is the text: {1} is the first argument, {1:cast} the same bound as tightly as a cast needs it (add, mul, cmp,
	// other and unary too), {*} all of them, {2*} from the second on, {@f} the run-time function f.
	pg   string
	prec int   // of the text's outermost operator; 0 for a call
	c    class // what comes out; cSame for what the first argument is
	// code is the finding that goes with it, say its message.
	code *diag.Code
	say  string
	ext  string // extension
	min  int    // lowest server version
	do   func(p *printer, c *ir.Call, a []val) val
}

// cSame stands in rows only: the class of the first argument.
const cSame class = 255

type rows map[string][]fn

// functionTable joins the tables of the functions_*.go files.
func functionTable() rows {
	return joined(numberFunctions, charFunctions, dateFunctions, convFunctions, regexpFunctions,
		aggFunctions, windowFunctions, envFunctions, lobFunctions, rawFunctions, spatialFunctions, pkgFunctions, sqlCursorFunctions, fileFunctions, lockFunctions, schedulerFunctions, xmlFunctions, jsonFunctions, treeFunctions, refusedFunctions,
		tsqlTextFunctions, tsqlNumberFunctions, tsqlDateFunctions, tsqlMiscFunctions, tsqlEnvFunctions, hierarchyFunctions)
}

// stmtTable joins the tables of supplied procedures.
func stmtTable() rows {
	return joined(builtinStmts, outputStmts, lockStmts, sqlCursorStmts, fileStmts, jobStmts, schedulerStmts, treeStmts)
}

func joined(parts ...rows) rows {
	t := rows{}
	for _, part := range parts {
		for name, list := range part {
			t[name] = append(t[name], list...)
		}
	}
	return t
}

// call writes a call: of a built-in by its row, of the user's own through the routine's printer.
func (p *printer) call(e *ir.Call) val {
	if e.Fn == "" {
		return atom(p.text(func(q *printer) { q.callRoutine(e) }), p.callClass(e))
	}
	switch e.Fn {
	case "inserting", "updating", "deleting":
		return val{p.text(func(q *printer) { q.triggerPredicate(e) }), precAnd, cBool}
	case "tsql.modify":
		return p.xmlModify(e)
	}
	e = p.positional(e)
	p.checkQuotient(e)
	row := p.row(e)
	if row == nil {
		return p.noRow(e)
	}
	if v, ok := p.replacesZero(e); ok {
		return v
	}
	a := make([]val, len(e.Args))
	for i, x := range e.Args {
		if x.Star {
			a[i] = atom("*", cOther)
			continue
		}
		a[i] = p.arg(x.Value, letter(row.args, i))
	}
	if row.code != nil {
		p.refuseOnce(row.code, e.Sp, row.say, row.say)
	}
	if row.ext != "" {
		p.useExtension(row.ext, e)
	}
	if v, ok := p.stuffXML(e); ok {
		return v
	}
	if row.do != nil {
		return row.do(p, e, a)
	}
	v := val{p.fill(row.pg, a), row.prec, row.c}
	switch {
	case row.pg == "{1}" && len(a) > 0:
		v.prec = a[0].prec // the argument as it is
	case v.prec == 0:
		v.prec = precAtom
	}
	if v.c == cSame {
		v.c = cUnknown
		if len(a) > 0 {
			v.c = a[0].c
		}
	}
	return p.decorate(e, v)
}

func (p *printer) row(e *ir.Call) *fn {
	list := p.em.fns[e.Fn]
	for i := range list {
		r := &list[i]
		if (r.n < 0 || r.n == len(e.Args)) && r.min <= p.em.version() {
			return r
		}
	}
	return nil
}

// callClass is the class of a user function's result.
func (p *printer) callClass(e *ir.Call) class {
	if e.Sym != nil {
		if r, ok := e.Sym.Decl.(*ir.Routine); ok && r.Returns != nil {
			if r.Inferred != nil {
				return typeClass(r.Inferred)
			}
			return codeClass(r.Returns, useParam)
		}
	}
	return p.derivedClass(e)
}

// noRow is for a built-in that no table has: the call is kept as it is, and the routine is red.
func (p *printer) noRow(e *ir.Call) val {
	name := strings.ToUpper(e.Fn)
	if p.tsql() {
		return p.tsqlNoRow(e)
	}
	if pkg, _, ok := strings.Cut(name, "."); ok {
		p.refuseOnce(diag.NoPackage, e.Sp, name, name+": "+packageWay(pkg))
	} else if len(p.em.fns[e.Fn]) > 0 {
		p.find(diag.NoFunction, e.Sp, "%s with %d arguments is not known", name, len(e.Args))
	} else {
		p.refuseOnce(diag.NoFunction, e.Sp, name, name+" has no counterpart")
	}
	a := make([]string, len(e.Args))
	for i, x := range e.Args {
		a[i] = "*"
		if !x.Star {
			a[i] = p.exprText(x.Value)
		}
	}
	return atom(strings.ToLower(e.Fn)+"("+strings.Join(a, ", ")+")", p.derivedClass(e))
}

// refuseOnce adds a finding once an object for each name: one cause, one finding.
func (p *printer) refuseOnce(c *diag.Code, at diag.Span, key, msg string) {
	for _, f := range p.obj.Obj().Findings.Items {
		if f.Code == c && strings.HasPrefix(f.Message, key) {
			return
		}
	}
	p.find(c, at, "%s", msg)
}

// findOnce adds a finding once an object for each code; further ones are counted in its message.
func (p *printer) findOnce(c *diag.Code, at diag.Span, format string, args ...any) {
	for _, f := range p.obj.Obj().Findings.Items {
		if f.Code != c {
			continue
		}
		n := 1
		if m := moreHere.FindStringSubmatch(f.Message); m != nil {
			k, _ := strconv.Atoi(m[1])
			n, f.Message = k+1, strings.TrimSuffix(f.Message, m[0])
		}
		f.Message += "; " + strconv.Itoa(n) + " more here"
		return
	}
	p.find(c, at, format, args...)
}

var moreHere = regexp.MustCompile(`; (\d+) more here$`)

// useExtension records an extension and notes it once an object.
func (p *printer) useExtension(name string, e *ir.Call) {
	p.exts[name] = true
	p.refuseOnce(diag.Extension, e.Sp, name, name+" is needed for "+strings.ToUpper(e.Fn))
}

// letter is the wish for the i-th argument.
func letter(s string, i int) byte {
	switch {
	case s == "":
		return '-'
	case i < len(s):
		return s[i]
	}
	return s[len(s)-1]
}

// arg writes an argument as a row wants it: t text, c text of which trailing blanks go anyway, T text with
// NULL for an empty one, i integer, n a number, N numeric, F numeric or double
// precision, b bigint, j an integer of four bytes where a whole number would be a bigint, r bytes, x xml, d a datetime, D a timestamp
// without zone, k as it is but a CHAR(n) with its blanks, - as it is, = a constant of the source that the row looks at itself.
func (p *printer) arg(e ir.Expr, want byte) val {
	if want == '=' {
		return val{}
	}
	if want == 'd' || want == 'D' {
		v := p.wallClock(e)
		if v.c.text() || v.c == cLit && !p.isNull(e) {
			v = p.textToDate(v, e, typDateTime)
		}
		if want == 'D' && v.c == cTSTZ {
			v = v.cast("timestamp", cTS)
		}
		return v
	}
	v := p.val(e)
	if p.isNull(e) {
		if want == 't' || want == 'T' {
			return val{"NULL::text", precCast, cText}
		}
		return v
	}
	switch want {
	case '-':
		if oneCharVariable(e) {
			return p.padded(v, e)
		}
	case 'c':
		return p.toText(v, e)
	case 'k':
		return p.padded(v, e)
	case 't':
		return p.toText(p.padded(v, e), e)
	case 'T':
		return p.neverEmpty(p.toText(p.padded(v, e), e), e)
	case 'i':
		return p.asInt(v, e)
	case 'j':
		return p.fourBytes(v, e)
	case 'n':
		return p.toNumber(v, e)
	case 'N':
		return asNumeric(p.toNumber(v, e))
	case 'F':
		if v = p.toNumber(v, e); v.c == cFloat {
			return v
		}
		return asNumeric(v)
	case 'x':
		if v.c != cXML {
			return v.cast("xml", cXML)
		}
	case 'r':
		return p.convert(v, e, typBytes)
	case 'b':
		if v = p.toNumber(v, e); v.c.integer() {
			return v
		}
		return v.cast("bigint", cBig)
	}
	return v
}

var precNames = map[string]int{"cast": precCast, "unary": precUnary, "mul": precMul, "mulr": precMul + 1, "add": precAdd, "addr": precAdd + 1,
	"other": precOther, "otherr": precOther + 1, "cmp": precCmp + 1, "is": precIs + 1, "zone": precZone}

// fill puts the arguments into a row's text.
func (p *printer) fill(t string, a []val) string {
	if p.em.opts.Orafce {
		a = orafceArgs(t, a)
	}
	var b strings.Builder
	for {
		i := strings.IndexByte(t, '{')
		if i < 0 {
			b.WriteString(t)
			return b.String()
		}
		b.WriteString(t[:i])
		end := i + strings.IndexByte(t[i:], '}')
		b.WriteString(p.slot(t[i+1:end], a))
		t = t[end+1:]
	}
}

func (p *printer) slot(s string, a []val) string {
	if s[0] == '@' {
		return p.runtimeFn(s[1:])
	}
	if strings.HasSuffix(s, "*") {
		from := 0
		if len(s) > 1 {
			from = int(s[0] - '1')
		}
		return joinVals(a[min(from, len(a)):])
	}
	num, level, named := strings.Cut(s, ":")
	n, err := strconv.Atoi(num)
	if err != nil || n > len(a) {
		return "NULL"
	}
	if named {
		return a[n-1].at(precNames[level])
	}
	return a[n-1].s
}

func joinVals(a []val) string {
	s := make([]string, len(a))
	for i, v := range a {
		s[i] = v.s
	}
	return strings.Join(s, ", ")
}

// run writes a template over values; for the Go functions of irregular rows.
func (p *printer) run(t string, c class, a ...val) val { return atom(p.fill(t, a), c) }

// constText gives the text of a constant argument.
func (p *printer) constText(e *ir.Call, i int) (string, bool) {
	if i >= len(e.Args) {
		return "", false
	}
	return constString(e.Args[i].Value, 0)
}

// constString gives the value of a text that is known here: a constant, one declared as such, and such joined.
func constString(e ir.Expr, depth int) (string, bool) {
	switch e := unwrap(e).(type) {
	case *ir.StringLit:
		return e.Value, true
	case *ir.Binary:
		if e.Op == ir.OpConcat && depth < 20 {
			l, ok := constString(e.L, depth+1)
			r, ok2 := constString(e.R, depth+1)
			return l + r, ok && ok2
		}
	case *ir.Ref:
		if d := constantDecl(e); d != nil && depth < 20 {
			return constString(d.Default, depth+1)
		}
	}
	return "", false
}

// constantDecl is the declaration of a constant, nil for anything else.
func constantDecl(e *ir.Ref) *ir.VarDecl {
	if e.Sym == nil || e.Sym.Fields > 0 {
		return nil
	}
	d, ok := e.Sym.Decl.(*ir.VarDecl)
	if !ok || !d.Constant || d.Default == nil {
		return nil
	}
	return d
}
