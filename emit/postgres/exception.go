package postgres

import (
	"strconv"
	"strings"

	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/ir/diag"
)

// handlers writes the EXCEPTION part of a block.
func (p *printer) handlers(b *ir.Block) {
	if len(b.Handlers) == 0 {
		return
	}
	p.checkSwallow(b)
	p.W("EXCEPTION\n").In()
	p.rt.handler++
	p.rt.found = nil
	outer := p.rt.handled
	outerBlock, outerStack := p.rt.handling, p.rt.stack
	p.rt.handling = b
	for _, h := range b.Handlers {
		p.rt.handled = handledCode(h)
		p.leads(h.Lead)
		p.sharedStates(b, h)
		p.W("WHEN ", p.handlerConds(h), " THEN")
		if c := handlerNote(h); c != "" {
			p.W(" -- ", c)
		}
		p.NL().In()
		p.handlerStack(b, h)
		p.handlerRowcount(h)
		p.stmts(p.handlerBody(h))
		p.Out()
		p.rt.found = nil
	}
	p.rt.handler--
	p.rt.handled, p.rt.handling, p.rt.stack = outer, outerBlock, outerStack
	p.Out()
}

// handledCode is the Oracle error number in a handler of one predefined exception, 0 where it is known at run time only.
func handledCode(h *ir.Handler) int {
	if len(h.Names) != 1 || h.Others || len(h.Syms) > 0 && h.Syms[0] != nil {
		return 0
	}
	if pre, ok := ir.Predefined(ir.Oracle, h.Names[0].Last().Key); ok {
		return pre.Code
	}
	return 0
}

// handlerBody drops the ROLLBACK TO of a savepoint that the block itself stands for.
func (p *printer) handlerBody(h *ir.Handler) []ir.Stmt {
	for i, s := range h.Body {
		if r, ok := s.(*ir.Rollback); ok && p.rt.saved[r] {
			rest := append(append([]ir.Stmt{}, h.Body[:i]...), h.Body[i+1:]...)
			if lastReal(rest) < 0 {
				rest = append(rest, &ir.NullStmt{})
			}
			return rest
		}
	}
	return h.Body
}

// handlerNote names the exceptions whose SQLSTATE says nothing to a reader.
func handlerNote(h *ir.Handler) string {
	var names []string
	for i, n := range h.Names {
		if i < len(h.Syms) && h.Syms[i] != nil {
			names = append(names, strings.ToLower(n.Last().Text))
		}
	}
	return strings.Join(names, ", ")
}

// handlerConds writes what a handler catches.
func (p *printer) handlerConds(h *ir.Handler) string {
	if h.Others {
		return "OTHERS"
	}
	var conds []string
	add := func(list ...string) {
		for _, c := range list {
			if !contains(conds, c) {
				conds = append(conds, c)
			}
		}
	}
	for i, n := range h.Names {
		var sym *ir.Symbol
		if i < len(h.Syms) {
			sym = h.Syms[i]
		}
		add(p.excConds(n, sym, h)...)
	}
	if len(conds) == 0 {
		return "OTHERS"
	}
	return strings.Join(conds, " OR ")
}

// excConds gives the conditions of one exception name in a handler.
func (p *printer) excConds(n ir.QName, sym *ir.Symbol, h *ir.Handler) []string {
	if d := exceptionDecl(sym); d != nil {
		if d.HasCode && !raisedByServer(d.Code) && (d.Code > -20000 || d.Code < -20999) && !p.raisesSomewhere(d) {
			p.find(diag.NeverRaised, h.Sp, "nothing in PostgreSQL raises the counterpart of ORA-%05d (%s)", abs(d.Code), n.Last().Text)
		}
		return []string{p.declaredCond(d)}
	}
	pre, ok := predefinedCond[n.Last().Key]
	if !ok {
		if s := suppliedException(n); s != "" {
			return []string{"SQLSTATE " + quoteLiteral(s)}
		}
		p.find(diag.UnknownException, h.Sp, "the exception %s is not declared in the sources", n)
		return []string{"SQLSTATE " + quoteLiteral(userState(n.Key(), map[string]bool{}))}
	}
	if pre.never {
		p.find(diag.NeverRaised, h.Sp, "PostgreSQL does not raise the counterpart of %s here", n.Last().Text)
	}
	return pre.conds
}

// suppliedException gives the SQLSTATE of an exception of Oracle's own packages (UTL_FILE.INVALID_PATH): the run-time
// library raises the same.
func suppliedException(n ir.QName) string {
	if len(n.Parts) < 2 {
		return ""
	}
	if n.Qualifier().Is("STANDARD") || n.Qualifier().Is("SYS") {
		return ""
	}
	for _, prefix := range []string{"UTL_", "DBMS_", "APEX_"} {
		if strings.HasPrefix(n.Qualifier().Key, prefix) {
			return userState(n.Key(), map[string]bool{})
		}
	}
	return ""
}

func abs(n int) int {
	if n < 0 {
		return -n
	}
	return n
}

func exceptionDecl(sym *ir.Symbol) *ir.ExceptionDecl {
	if sym == nil {
		return nil
	}
	d, _ := sym.Decl.(*ir.ExceptionDecl)
	return d
}

// raisesSomewhere tells that a RAISE names the exception in this object.
func (p *printer) raisesSomewhere(d *ir.ExceptionDecl) bool {
	hit := false
	ir.Walk(p.obj, func(n ir.Node) bool {
		if r, ok := n.(*ir.Raise); ok && exceptionDecl(r.Sym) == d {
			hit = true
		}
		return !hit
	})
	return hit
}

// raise writes RAISE.
func (p *printer) raise(s *ir.Raise) {
	if s.Name.IsZero() {
		p.W("RAISE;\n")
		return
	}
	name := s.Name.Last()
	if d := exceptionDecl(s.Sym); d != nil {
		if d.HasCode && d.Code <= -20000 && d.Code >= -20999 { // SQLERRM has the number and no text
			p.W("RAISE EXCEPTION '' USING ERRCODE = ", quoteLiteral(p.em.stateOf(d)), ", DETAIL = ", quoteLiteral(strings.ToLower(name.Text)), ";\n")
			return
		}
		p.W("RAISE EXCEPTION ", quoteLiteral(strings.ReplaceAll(strings.ToLower(name.Text), "%", "%%")), " USING ERRCODE = ", quoteLiteral(p.em.stateOf(d)), ";\n")
		return
	}
	if name.Is("VALUE_ERROR") { // of what its handlers catch, the one that is ORA-06502 and nothing else
		p.W("RAISE invalid_parameter_value;\n")
		return
	}
	if pre, ok := predefinedCond[name.Key]; ok {
		p.W("RAISE ", pre.conds[0], ";\n")
		return
	}
	if st := suppliedException(s.Name); st != "" {
		p.W("RAISE EXCEPTION ", quoteLiteral(strings.ToLower(s.Name.String())), " USING ERRCODE = ", quoteLiteral(st), ";\n")
		return
	}
	p.find(diag.UnknownException, s.Sp, "the exception %s is not declared in the sources", s.Name)
	p.W("RAISE EXCEPTION ", quoteLiteral(strings.ToLower(name.Text)), " USING ERRCODE = ", quoteLiteral(userState(s.Name.Key(), map[string]bool{})), ";\n")
}

// raiseApplicationError writes RAISE_APPLICATION_ERROR(number, message).
func (p *printer) raiseApplicationError(c *ir.Call) {
	var num, msg, keep ir.Expr
	for i, a := range c.Args {
		switch {
		case a.Name.Is("KEEPERRORSTACK") || a.Name.IsZero() && i == 2:
			keep = a.Value
		case a.Name.Is("NUM") || a.Name.Is("ERROR_NUMBER_IN") || a.Name.IsZero() && i == 0:
			num = a.Value
		case a.Name.Is("MSG") || a.Name.Is("ERROR_MSG_IN") || a.Name.IsZero() && i == 1:
			msg = a.Value
		}
	}
	state := ""
	if n, ok := constantInt(num); ok {
		state = quoteLiteral(appState(n))
		if n > -20000 || n < -20999 {
			state = quoteLiteral(sqlStateOf(n))
		}
	} else {
		state = p.helper("ora_state") + "(" + p.exprText(num) + ")"
	}
	stack := p.errorStack(keep)
	if lit, ok := unwrapNil(msg).(*ir.StringLit); ok && stack == "" {
		p.W("RAISE EXCEPTION ", quoteLiteral(strings.ReplaceAll(lit.Value, "%", "%%")), " USING ERRCODE = ", state, ";\n")
		return
	}
	text := "''"
	if msg != nil {
		text = p.exprText(msg)
		if !p.neverNull(msg) {
			text = "coalesce(" + text + ", '')"
		}
	}
	if stack != "" {
		text = "concat(" + text + ", " + stack + ")"
	}
	p.W("RAISE EXCEPTION USING ERRCODE = ", state, ", MESSAGE = ", text, ";\n")
}

// errorStack writes what the third argument of RAISE_APPLICATION_ERROR puts behind the message: the error that is being handled.
func (p *printer) errorStack(keep ir.Expr) string {
	if keep == nil || p.rt == nil || p.rt.handler == 0 || p.isNull(keep) {
		return ""
	}
	stack := "E'\\n', " + p.sqlerrm(nil).s
	if b, ok := unwrap(keep).(*ir.BoolLit); ok {
		return map[bool]string{true: stack}[b.Value]
	}
	return "CASE WHEN " + p.condText(keep) + " THEN concat(" + stack + ") END"
}

func unwrapNil(e ir.Expr) ir.Expr {
	if e == nil {
		return nil
	}
	return unwrap(e)
}

// neverNull tells texts that a literal part keeps from being NULL: the options of RAISE must not be.
func (p *printer) neverNull(e ir.Expr) bool {
	switch e := unwrap(e).(type) {
	case *ir.StringLit:
		return true
	case *ir.Binary:
		return e.Op == ir.OpConcat && e.NullIsEmpty
	case *ir.Call:
		return e.Fn == "sqlerrm"
	}
	return false
}

// constantInt evaluates a whole number: a literal, or a constant that is one.
func constantInt(e ir.Expr) (int, bool) {
	switch e := unwrapNil(e).(type) {
	case *ir.NumberLit:
		n, err := strconv.Atoi(e.Text)
		return n, err == nil
	case *ir.Unary:
		n, ok := constantInt(e.X)
		switch e.Op {
		case ir.OpNeg:
			return -n, ok
		case ir.OpPlus:
			return n, ok
		}
	case *ir.Cast:
		if e.Implicit {
			return constantInt(e.X)
		}
	case *ir.Binary:
		l, ok1 := constantInt(e.L)
		r, ok2 := constantInt(e.R)
		switch {
		case !ok1 || !ok2:
		case e.Op == ir.OpSub:
			return l - r, true
		case e.Op == ir.OpAdd:
			return l + r, true
		}
	case *ir.Ref:
		if e.Sym != nil && e.Sym.Fields == 0 {
			if v, ok := e.Sym.Decl.(*ir.VarDecl); ok && v.Constant {
				return constantInt(v.Default)
			}
		}
	}
	return 0, false
}

// sqlcode writes SQLCODE: Oracle's number for the SQLSTATE that is being handled.
func (p *printer) sqlcode() val {
	if p.rt == nil || p.rt.handler == 0 {
		if p.rt != nil {
			if !p.tsql() {
				return val{p.keptError("code") + "::integer", precCast, cInt}
			}
			p.find(diag.ErrorOutsideHandler, diag.Span{}, "SQLCODE outside an exception handler is always 0 here")
		}
		return atom("0", cInt)
	}
	if p.rt.handled != 0 {
		return val{itoa(p.rt.handled), precUnary, cInt}
	}
	return atom(p.helper("ora_code")+p.errorArgs(), cInt)
}

// sqlerrm writes SQLERRM, or SQLERRM(number).
func (p *printer) sqlerrm(arg ir.Expr) val {
	if arg != nil {
		if c, ok := unwrap(arg).(*ir.Call); !ok || c.Fn != "sqlcode" {
			return p.run("{@ora_message}({1})", cText, p.toNumber(p.val(arg), arg))
		}
	}
	if p.rt == nil || p.rt.handler == 0 {
		if p.rt != nil {
			if !p.tsql() {
				return atom(p.keptError("message"), cText)
			}
			p.find(diag.ErrorOutsideHandler, diag.Span{}, "SQLERRM outside an exception handler says that all is well here")
		}
		return atom("'ORA-0000: normal, successful completion'", cText)
	}
	return atom(p.helper("ora_errm")+p.errorArgs(), cText)
}

// errorVar writes SQLCODE or SQLERRM.
func (p *printer) errorVar(e *ir.Call) val {
	if e.Fn == "sqlcode" {
		return p.sqlcode()
	}
	var arg ir.Expr
	if len(e.Args) > 0 {
		arg = e.Args[0].Value
	}
	return p.sqlerrm(arg)
}
