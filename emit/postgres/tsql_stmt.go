package postgres

import (
	"strings"

	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/ir/diag"
)

// tsqlStmt writes the statements that SQL Server's routines have in a form of their own; false for those that are as in others.
func (p *printer) tsqlStmt(list []ir.Stmt, i int, s ir.Stmt) bool {
	if p.rt != nil && p.rt.trig != nil && p.em.firesAgain(p.rt.trig, s) {
		p.setFiring(true)
		defer p.setFiring(false)
	}
	switch s := s.(type) {
	case *ir.Assign:
		p.W(p.lvalue(s.Target), " := ", p.assignedValue(s.Target, s.Value), ";\n")
		p.setCount(s, "1")
	case *ir.Block:
		p.tsqlBlock(s)
	case *ir.If:
		if onlyTransactions(s) {
			if r := p.triggerRollback(s); r != nil { // a trigger is always in a transaction
				p.tsqlTransaction(s.Branches[0].Body, 0, r)
				return true
			}
			if !p.rollbackIf(s) {
				p.tsqlTransaction(nil, 0, s)
			}
			return true
		}
		if p.countKept(s) && !countReads(s.Branches[0].Cond) {
			p.setCount(s, "0")
		}
		return p.prunedIf(s, len(list) > 1)
	case *ir.Return:
		p.tsqlReturn(s)
	case *ir.BeginTran, *ir.Commit, *ir.Savepoint, *ir.Rollback:
		p.tsqlTransaction(list, i, s)
		p.setCount(s, "0")
	case *ir.SetTransaction:
		p.tsqlSet(s)
	case *ir.CallStmt:
		p.tsqlCall(list, i, s)
	case *ir.Raise:
		p.writtenBefore(list, i)
		p.raiseAgain()
	default:
		return p.tsqlSQL(list, i, s)
	}
	return true
}

// tsqlSQL writes the statements that reach tables and cursors.
func (p *printer) tsqlSQL(list []ir.Stmt, i int, s ir.Stmt) bool {
	switch s := s.(type) {
	case *ir.SelectStmt:
		p.tsqlSelect(s)
		return true
	case *ir.ExecDML:
		if p.updateLoop(s) || p.insertExec(s) {
			return true
		}
		p.countOn(s)
		p.holdIdentity(s.DML)
		if !p.givesRows(s.DML) {
			p.W(p.executable(func(q *printer) { q.tsqlDML(s.DML) }))
		}
		p.rt.identityHeld = nil
		p.usingGiven()
		p.W(";\n")
		p.keepCount(s)
		p.followIdentity(s.DML)
		return true
	case *ir.DDL:
		p.tsqlDDL(s)
		return true
	case *ir.Analyze:
		p.W("ANALYZE ", p.changed(s.Table), ";\n")
	case *ir.Truncate:
		p.W(p.executable(func(q *printer) { q.truncate(s.Table) }), ";\n")
	case *ir.Reseed:
		p.reseed(s)
		return true
	case *ir.NamedStmt:
		p.namedStmt(list, i, s)
		return true
	case *ir.OpenCursor:
		p.tsqlOpen(s)
	case *ir.CloseCursor:
		p.closeCursor(s)
	case *ir.FetchCursor:
		p.tsqlFetch(s)
		return true
	case *ir.ExecImmediate:
		if p.dynamicRows(s, func() { p.executedText(s.SQL, nil, nil, s.Sp, true) }) {
			return true
		}
		p.tsqlDynamic(s.SQL, nil, nil, s.Sp)
	default:
		return false
	}
	p.keepCount(s)
	return true
}

// mentions tells that a statement calls a built-in function.
func mentionsFn(n ir.Node, fn string) bool {
	hit := false
	ir.Walk(n, func(x ir.Node) bool {
		if c, ok := x.(*ir.Call); ok && c.Fn == fn {
			hit = true
		}
		return !hit
	})
	return hit
}

// tsqlBlock writes BEGIN … END, which is no scope there, and TRY … CATCH.
func (p *printer) tsqlBlock(b *ir.Block) {
	if len(b.Handlers) == 0 && len(b.Decls) == 0 {
		p.stmts(b.Body)
		return
	}
	p.checkCatch(b)
	pass := p.passed(b.Body)
	p.W("BEGIN\n").In()
	p.rt.guarded++
	p.tsqlBody(b.Body)
	p.rt.guarded--
	p.Out().W("EXCEPTION\n").In()
	if p.rt.kind == bodyTrigger && rollsBack(b.Body) {
		p.W("WHEN SQLSTATE ", quoteLiteral(endedInTrigger), " THEN\n  RAISE;\n")
	}
	for _, state := range pass {
		p.W("WHEN SQLSTATE ", quoteLiteral(state), " THEN\n  RAISE;\n")
	}
	p.W("WHEN OTHERS THEN\n").In()
	p.rt.handler++
	for _, h := range b.Handlers {
		p.leads(h.Lead)
		p.tsqlBody(h.Body)
	}
	p.rt.handler--
	p.Out().Out().W("END;\n")
}

// tsqlBody writes statements, NULL where none are left.
func (p *printer) tsqlBody(list []ir.Stmt) {
	text := p.text(func(q *printer) { q.stmts(list) })
	if strings.TrimSpace(stripComments(text)) == "" {
		text += "NULL;\n"
	}
	p.W(text)
}

func stripComments(s string) string {
	var out []string
	for _, l := range strings.Split(s, "\n") {
		if !strings.HasPrefix(strings.TrimSpace(l), "--") {
			out = append(out, l)
		}
	}
	return strings.Join(out, "\n")
}

// onlyTransactions tells IF @@TRANCOUNT > 0 COMMIT and its kin: all that it does is begin and end transactions.
func onlyTransactions(s *ir.If) bool {
	asks := false
	for _, b := range s.Branches {
		asks = asks || mentionsFn(b.Cond, "tsql.@@trancount") || mentionsFn(b.Cond, "tsql.xact_state")
		if !allTransactions(b.Body) {
			return false
		}
	}
	return asks && allTransactions(s.Else)
}

func allTransactions(list []ir.Stmt) bool {
	for _, s := range list {
		switch s := s.(type) {
		case *ir.BeginTran, *ir.Commit, *ir.Rollback, *ir.Savepoint, *ir.NullStmt, *ir.CommentStmt:
		case *ir.Block:
			if len(s.Handlers) > 0 || !allTransactions(s.Body) {
				return false
			}
		case *ir.If:
			if !onlyTransactions(s) {
				return false
			}
		default:
			return false
		}
	}
	return true
}

// endedInTrigger is the SQLSTATE of error 3609: a ROLLBACK in a trigger ends the transaction of the statement that fired it.
const endedInTrigger = "CWR99"

// triggerRollback is the ROLLBACK that a trigger's IF @@TRANCOUNT > 0 holds, nil for none.
func (p *printer) triggerRollback(s *ir.If) (r *ir.Rollback) {
	if p.rt.kind == bodyTrigger && len(s.Branches) == 1 && len(s.Else) == 0 {
		ir.Walk(s, func(n ir.Node) bool {
			if x, ok := n.(*ir.Rollback); ok && x.Savepoint.IsZero() {
				r = x
			}
			return true
		})
	}
	return r
}

func rollsBack(list []ir.Stmt) bool {
	hit := false
	for _, s := range list {
		ir.Walk(s, func(n ir.Node) bool {
			_, is := n.(*ir.Rollback)
			hit = hit || is
			return !hit
		})
	}
	return hit
}

// tsqlTransaction: a routine is always inside a transaction, and a block with a handler undoes what it did. For a ROLLBACK elsewhere
// see transactionBlock.
func (p *printer) tsqlTransaction(list []ir.Stmt, i int, s ir.Stmt) {
	if r, ok := s.(*ir.Rollback); ok && p.rt.kind == bodyTrigger && r.Savepoint.IsZero() && p.rt.rolls[r] == nil && list != nil && !raisedBefore(list, i) {
		if p.rt.handler == 0 && endsInError(list[i+1:]) {
			return // the error ends the statement that fired the trigger, too, and says why
		}
		if p.rt.handler > 0 {
			p.findOnce(diag.TSQLTransaction, s.Span(), "ROLLBACK ends the transaction of the statement that fired the trigger; what follows it here does not run")
		}
		p.W("RAISE EXCEPTION 'The transaction ended in the trigger. The batch has been aborted.' USING ERRCODE = ", quoteLiteral(endedInTrigger), ";\n")
		return
	}
	if r, ok := s.(*ir.Rollback); ok {
		if p.raiseRollback(r) || p.rt.handler == 0 && p.rollbackByError(list, i, r) {
			return
		}
	}
	bad, begins, closes := false, false, false
	ir.Walk(s, func(n ir.Node) bool {
		switch n.(type) {
		case *ir.Rollback:
			bad = bad || p.rt.handler == 0
		case *ir.Commit:
			begins = true
			closes = true
		case *ir.BeginTran:
			begins = true
		}
		return true
	})
	if bad {
		p.find(diag.TSQLRollback, s.Span(), "%s", p.rollbackWhy())
		return
	}
	if closes && p.rt.tranOpen != "" && p.rt.handler == 0 {
		p.W(p.rt.tranOpen, " := false;\n")
	}
	if begins {
		p.findOnce(diag.TSQLTransaction, s.Span(), "the routine is part of the caller's transaction")
	}
}

func (p *printer) tsqlSet(s *ir.SetTransaction) {
	if strings.HasPrefix(s.Text, "SET IDENTITY_INSERT") {
		return // an INSERT that names the identity column says OVERRIDING SYSTEM VALUE by itself
	}
	if strings.Contains(s.Text, "SERIALIZABLE") || strings.Contains(s.Text, "REPEATABLE") || strings.Contains(s.Text, "SNAPSHOT") {
		p.findOnce(diag.TSQLSetOption, s.Sp, "SET %s: set it where the transaction begins", s.Text)
	}
}

// tsqlReturn writes RETURN: with the rows of the result's table, with the code in a parameter, or with a value.
func (p *printer) tsqlReturn(s *ir.Return) {
	r := p.rt.r
	switch {
	case p.rt.kind == bodyTrigger || p.rt.returns != "":
		p.W(p.rt.returns, "\n")
	case r == nil:
		p.W("RETURN;\n")
	case r.Function && !r.ResultVar.IsZero():
		p.resultRows(r)
		p.W("RETURN;\n")
	case r.Function:
		p.W("RETURN ", p.returned(s, r), ";\n")
	default:
		plan := p.em.results[r]
		if s.Value != nil && plan != nil && plan.code {
			p.W("return_code := ", p.exprText(s.Value), ";\n")
		} else if n, ok := constantInt(s.Value); s.Value != nil && (!ok || n != 0) {
			p.findOnce(diag.TSQLReturnCode, s.Sp, "RETURN %s: the code is not given to the caller", brief(s.Value, val{s: "code"}))
		}
		p.W("RETURN;\n")
	}
}

func (p *printer) returned(s *ir.Return, r *ir.Routine) string {
	if s.Value == nil {
		return "NULL"
	}
	return p.cutToParam(p.val(s.Value), s.Value, r.Returns).s
}

// resultRows gives the rows of a function's result table to the caller.
func (p *printer) resultRows(r *ir.Routine) {
	if p.rt.direct {
		return
	}
	p.W("RETURN QUERY SELECT ", p.resultColumns(r), " FROM ", p.tempName(r.ResultVar), ";\n")
}

// resultColumns are the columns of a result table as the function returns them: an alias type is a domain, and PL/pgSQL wants the very type
// that RETURNS TABLE has.
func (p *printer) resultColumns(r *ir.Routine) string {
	list, alias := make([]string, len(r.Returns.Fields)), false
	for i, f := range r.Returns.Fields {
		list[i] = p.em.ident(f.Name)
		if f.Type != nil && f.Type.Kind == ir.TNamed {
			list[i], alias = list[i]+"::"+p.resultType(f.Type), true
		}
	}
	if !alias {
		return "*"
	}
	return strings.Join(list, ", ")
}

// batchName gives the spelling of a variable or temporary table without its sign: @id is _id, #t is tmp_t.
func batchName(s string) string {
	switch {
	case strings.HasPrefix(s, "@"):
		return "_" + strings.TrimLeft(s, "@")
	case strings.HasPrefix(s, "#"):
		return "tmp_" + strings.TrimLeft(s, "#")
	}
	return s
}
