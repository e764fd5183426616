package postgres

import (
	"strings"

	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/ir/diag"
)

// A ROLLBACK outside a CATCH block undoes what was done since BEGIN TRAN and goes on behind it. PL/pgSQL cannot roll back to a place
// but by an exception: the statements from BEGIN TRAN on stand in a block, the ROLLBACK raises an exception of its own, and what
// followed it runs in the block's handler. One that is followed by an error needs nothing: the error undoes all by itself. SAVE TRAN
// and ROLLBACK to its name are written alike, and so is a GOTO to a label that a ROLLBACK stands at.

// transactionBlock writes a list that has such a ROLLBACK behind a BEGIN TRAN, or behind a SAVE TRAN; false where it has none.
func (p *printer) transactionBlock(list []ir.Stmt, saves bool) bool {
	if !p.tsql() || p.rt == nil || p.rt.handler > 0 {
		return false
	}
	b := p.transactionIn(list, saves)
	if b == nil {
		return false
	}
	for _, x := range b.sites {
		if x.state == "" {
			p.rt.states++
			x.state = rollbackState(p.rt.states)
		}
		p.rt.rolls[x.at] = x
	}
	p.keptTables(list, b)
	if b.opens == nil {
		p.stmts(list[:b.begin])
		for _, c := range list[b.begin].Base().Lead {
			p.comment(c)
		}
		if !saves {
			p.findOnce(diag.TSQLTransaction, list[b.begin].Span(), "the routine is part of the caller's transaction")
		}
	} else {
		p.stmts(list[:b.begin+1])
	}
	if p.countsTransaction(list[b.begin+1 : b.last+1]) {
		p.rt.tranOpen = p.rt.auxiliary("transaction is open", "transaction_open", "boolean", "false")
		p.W(p.rt.tranOpen, " := true;\n")
	}
	caught := 0
	for _, x := range b.sites {
		if x.caught {
			caught = 1
		}
	}
	p.W("BEGIN", p.savepointNote(list[b.begin]), "\n").In()
	p.rt.guarded++
	p.rt.outerTran += caught
	p.stmts(list[b.begin+1 : b.last+1])
	p.rt.outerTran -= caught
	p.rt.guarded--
	p.Out().W("EXCEPTION\n").In()
	p.rollbackHandlers(b.sites)
	p.Out().W("END;\n")
	p.stmts(list[b.last+1:])
	return true
}

// savepointNote names the SAVE TRAN that a block stands for.
func (p *printer) savepointNote(s ir.Stmt) string {
	if sp, ok := s.(*ir.Savepoint); ok {
		return " -- savepoint " + batchName(p.em.fold(sp.Name))
	}
	return ""
}

// rollbackHandlers writes what follows each ROLLBACK.
func (p *printer) rollbackHandlers(sites []*rollbackSite) {
	done := map[string]bool{}
	for _, x := range sites {
		if done[x.state] {
			continue
		}
		done[x.state] = true
		p.W("WHEN SQLSTATE ", quoteLiteral(x.state), " THEN\n").In()
		if p.rt.tranOpen != "" {
			p.W(p.rt.tranOpen, " := false;\n")
		}
		if g, ok := x.at.(*ir.Goto); ok {
			p.W(p.rt.jumps[g])
		} else {
			caught := p.rt.caught
			p.rt.caught = x.caught
			p.tsqlBody(x.rest)
			p.rt.caught = caught
		}
		p.Out()
	}
}

// raiseRollback writes the exception for a ROLLBACK that a block catches; false for any other.
func (p *printer) raiseRollback(s ir.Stmt) bool {
	x := p.rt.rolls[s]
	if x == nil {
		return false
	}
	if x.caught {
		p.W(p.caughtVar("state"), " := SQLSTATE;\n", p.caughtVar("message"), " := SQLERRM;\n")
	}
	p.W("RAISE EXCEPTION 'rollback' USING ERRCODE = ", quoteLiteral(x.state), ";\n")
	return true
}

// caughtVar is the variable that keeps the SQLSTATE or the message of an error whose CATCH rolls back.
func (p *printer) caughtVar(what string) string {
	return p.rt.auxiliary("caught "+what, "caught_"+what, "text", "")
}

// rollbackState numbers the exceptions of a routine: a block inside another must not catch those of the other.
func rollbackState(n int) string {
	const digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
	state := "CWR" + string(digits[n/36%36]) + string(digits[n%36])
	if state == endedInTrigger {
		return "CWS00"
	}
	return state
}

// countsTransaction tells that @@TRANCOUNT is asked for behind a COMMIT, so that a variable must tell whether the transaction is open.
func (p *printer) countsTransaction(list []ir.Stmt) bool {
	commits, asks := false, false
	for _, s := range list {
		ir.Walk(s, func(n ir.Node) bool {
			switch n := n.(type) {
			case *ir.Commit:
				commits = true
			case *ir.Call:
				asks = asks || commits && (n.Fn == "tsql.@@trancount" || n.Fn == "tsql.xact_state")
			}
			return !asks
		})
	}
	return asks
}

// keptTables tells of table variables that a ROLLBACK takes along here, and whose rows SQL Server keeps ("table (Transact-SQL)"), and of
// results that are cursors.
func (p *printer) keptTables(list []ir.Stmt, b *transactionList) {
	later := append([]ir.Stmt{}, list[b.last+1:]...)
	for _, x := range b.sites {
		later = append(later, x.rest...)
	}
	p.toldKept(list[b.begin+1:b.last+1], later)
}

// toldKept tells what a list leaves behind that is lost here when it is undone.
func (p *printer) toldKept(list, later []ir.Stmt) {
	plan := p.em.results[p.rt.r]
	for _, s := range list {
		ir.Walk(s, func(n ir.Node) bool {
			switch n := n.(type) {
			case *ir.ExecDML:
				if t := targetOf(n.DML); t != nil && strings.HasPrefix(t.Name.Last().Text, "@") && touches(later, t.Name.Last().Key) {
					p.findOnce(diag.TSQLRollbackKept, n.Sp, "%s loses here what this changes; in SQL Server a table variable keeps it", t.Name.Last().Text)
				}
			case ir.Stmt:
				if plan != nil && plan.kind == resultCursors && plan.gives(n) {
					p.findOnce(diag.TSQLRollbackKept, n.Span(), "the cursor of this result is gone when it is rolled back; in SQL Server the caller has the rows")
				}
			}
			return true
		})
	}
}

// targetOf is the table that a statement changes, nil for what is none.
func targetOf(d ir.DML) *ir.TableRef {
	var x ir.TableExpr
	switch d := d.(type) {
	case *ir.Insert:
		x = d.Target
	case *ir.Update:
		x = d.Target
	case *ir.Delete:
		x = d.Target
	}
	t, _ := x.(*ir.TableRef)
	return t
}

// touches tells that a list names a table.
func touches(list []ir.Stmt, key string) bool {
	hit := false
	for _, s := range list {
		ir.Walk(s, func(n ir.Node) bool {
			if t, ok := n.(*ir.TableRef); ok && t.Name.Last().Key == key {
				hit = true
			}
			return !hit
		})
	}
	return hit
}

// endsInError tells lists that begin with an error; what is printed and set in front of it is lost to nobody.
func endsInError(list []ir.Stmt) bool {
	for _, s := range list {
		switch s := s.(type) {
		case *ir.Raise:
			return true
		case *ir.CallStmt:
			c, ok := s.X.(*ir.Call)
			if !ok {
				return false
			}
			switch c.Fn {
			case "tsql.throw":
				return true
			case "tsql.raiserror":
				if len(c.Args) < 2 {
					return true
				}
				if n, known := constantInt(c.Args[1].Value); !known || n > 10 {
					return true
				}
			case "tsql.print":
			default:
				return false
			}
		case *ir.Assign, *ir.NullStmt, *ir.CommentStmt:
		default:
			return false
		}
	}
	return false
}

// raisedBefore tells that an error is raised in front of a statement in its list.
func raisedBefore(list []ir.Stmt, i int) bool {
	for k := range list[:min(i, len(list))] {
		if _, call := list[k].(*ir.CallStmt); call && endsInError(list[k:k+1]) {
			return true
		}
	}
	return false
}
