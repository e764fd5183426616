package postgres

import (
	"strings"

	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/ir/diag"
)

// stmts writes a list of statements. A label that a GOTO of the list leads to becomes a block or a loop: see goto.go.
func (p *printer) stmts(list []ir.Stmt) {
	if p.gotoTargets(list) || p.transactionBlock(list, false) || p.savepointBlock(list) || p.transactionBlock(list, true) {
		return
	}
	p.closedCursors(list)
	for i := 0; i < len(list); i++ {
		if m, a := p.appendPair(list, i); m != nil {
			p.leads(append(list[i].Base().Lead, a.Lead...))
			p.appendStmt(m, a)
			i++
			continue
		}
		p.stmtAt(list, i, list[i])
		if p.rolledBack(list[i]) {
			return // the rest is in the handler
		}
	}
}

// blockBody writes the statements of a block; PL/pgSQL takes an empty one.
func (p *printer) blockBody(b *ir.Block) { p.stmts(b.Body) }

// stmtAt writes one statement with its comments, labels and the empty line in front.
func (p *printer) stmtAt(list []ir.Stmt, i int, s ir.Stmt) {
	b := s.Base()
	text := p.text(func(q *printer) {
		if labelTarget(s) {
			q.labels(b.Labels)
		}
		q.stmt(list, i, s)
	})
	if b.Blank && i > 0 {
		p.NL()
	}
	for _, c := range b.Lead {
		p.comment(c)
	}
	text = strings.TrimRight(text, "\n")
	if text != "" {
		p.mark(s.Span())
	}
	p.W(text)
	for _, c := range b.Trail {
		p.W(" ", commentText(c))
	}
	if text != "" || len(b.Trail) > 0 {
		p.NL()
	}
}

// labels writes the labels of a loop or block; others have no counterpart and are dropped, since only a GOTO could
// lead there.
func (p *printer) labels(list []ir.Name) {
	for _, n := range list {
		p.W("<<", p.em.ident(n), ">>\n")
	}
}

// labelTarget tells statements that PL/pgSQL lets have a label.
func labelTarget(s ir.Stmt) bool {
	if l, ok := s.(*labelled); ok {
		s = l.Stmt
	}
	switch s.(type) {
	case *ir.Block, *ir.Loop, *ir.ForNum, *ir.ForCursor, *ir.ForEach, *ir.Forall:
		return true
	}
	return false
}

// stmt writes one statement.
func (p *printer) stmt(list []ir.Stmt, i int, s ir.Stmt) {
	if l, ok := s.(*labelled); ok {
		s = l.Stmt
	}
	if p.tsql() && p.tsqlStmt(list, i, s) {
		return
	}
	switch s := s.(type) {
	case *rawText:
		p.W(s.text)
	case *ir.Block:
		p.innerBlock(s)
	case *ir.If:
		p.ifStmt(s)
	case *ir.CaseStmt:
		p.caseStmt(s)
	case *ir.Loop:
		p.loop(s)
	case *ir.ForNum:
		p.forNum(s)
	case *ir.ForCursor:
		p.forCursor(s)
	case *ir.ForEach:
		p.forEach(s)
	case *ir.Forall:
		p.forall(s)
	case *ir.Exit:
		p.exit(s)
	case *ir.Goto:
		p.gotoStmt(s)
	case *ir.Return:
		p.returnStmt(s)
	case *ir.Raise:
		p.raise(s)
	case *ir.NullStmt:
		if p.tsql() && len(s.Labels) > 0 { // the place of a label, which GOTO has used up
			return
		}
		p.W("NULL;\n")
	case *ir.CommentStmt:
	case *ir.Assign:
		p.assign(s)
	case *ir.CallStmt:
		p.callStmt(s)
	case *ir.PipeRow:
		p.pipeRow(s)
	default:
		p.sqlStmt(list, i, s)
	}
}

// sqlStmt writes the statements that reach the tables or the transaction.
func (p *printer) sqlStmt(list []ir.Stmt, i int, s ir.Stmt) {
	switch s := s.(type) {
	case *ir.ExecDML:
		p.execDML(s)
	case *ir.SelectInto:
		p.selectInto(s)
	case *ir.SelectStmt:
		p.query(s.Query)
		p.W(";\n")
	case *ir.OpenCursor:
		p.openCursor(s)
	case *ir.FetchCursor:
		p.fetchCursor(list, i, s)
	case *ir.CloseCursor:
		p.closeCursor(s)
	case *ir.ExecImmediate:
		p.execImmediate(s)
	case *ir.Commit, *ir.Rollback, *ir.Savepoint, *ir.SetTransaction:
		p.transaction(s)
	case *ir.LockTable:
		p.lockTable(s)
	case *ir.RawStmt:
		p.find(diag.StmtNotConverted, s.Sp, "the statement is not converted: %s", firstLine(s.Text))
		p.W("NULL;\n")
	}
}

// innerBlock writes a nested block.
func (p *printer) innerBlock(b *ir.Block) {
	b2, tail := p.unguard(b, false)
	if decls := p.text(func(q *printer) { q.decls(b2.Decls) }); decls != "" {
		p.W("DECLARE\n").In().W(decls).Out()
	}
	p.W("BEGIN\n").In()
	p.ownPortals(b2.Decls)
	if tail != nil {
		inner := *b2
		inner.Decls, inner.Labels, inner.Lead, inner.Trail = nil, nil, nil, nil
		p.stmts(append([]ir.Stmt{&inner}, tail...))
		p.Out().W("END;\n")
		return
	}
	if len(b2.Handlers) > 0 {
		p.rt.guarded++
	}
	was := p.rt.around
	p.rt.around = b2
	p.blockBody(b2)
	p.rt.around = was
	if len(b2.Handlers) > 0 {
		p.rt.guarded--
	}
	p.Out()
	p.handlers(b2)
	p.W("END;\n")
}

// branch writes what a branch holds. What FOUND tells behind it is known only if the branch leaves it alone.
func (p *printer) branchBody(list []ir.Stmt) {
	if p.tsql() {
		p.In()
		p.tsqlBody(list)
		p.Out()
		return
	}
	was := p.rt.found
	p.In()
	p.stmts(list)
	p.Out()
	if p.rt.found != was {
		was = nil
	}
	p.rt.found = was
}

func (p *printer) ifStmt(s *ir.If) {
	s = p.nestIf(s)
	p.branches(s.Branches, s.Else, s.HasElse, func(i int, b *ir.Branch) {
		if i == 0 {
			p.hoist(b.Cond)
			p.leads(b.Lead)
			p.W("IF ")
			return
		}
		p.leads(b.Lead)
		p.W("ELSIF ")
	})
	p.W("END IF;\n")
}

// branches writes the branches of a statement, of which one runs or none: what FOUND tells behind it is known only if none
// changes it. head writes what stands in front of a condition.
func (p *printer) branches(list []ir.Branch, other []ir.Stmt, hasOther bool, head func(i int, b *ir.Branch)) {
	was, merged := p.rt.found, p.rt.found
	body := func(list []ir.Stmt) {
		p.branchBody(list)
		if p.rt.found != was {
			merged = nil
		}
	}
	for i := range list {
		b := &list[i]
		p.rt.found = was // a condition is looked at when no branch has run
		head(i, b)
		p.condIn(b.Cond)
		p.W(" THEN\n")
		body(b.Body)
	}
	if hasOther {
		p.rt.found = was
		p.W("ELSE\n")
		body(other)
	}
	p.rt.found = merged
}

// condIn writes a condition whose further lines stand deeper than the statement. PL/pgSQL ends it at the first THEN
// outside parentheses, so one that holds a CASE stands in them.
func (p *printer) condIn(e ir.Expr) {
	p.In()
	if p.tsql() {
		e = unwrap(e)
	}
	if s := p.condText(e); bareCase(s) {
		p.W("(", s, ")")
	} else {
		p.W(s)
	}
	p.Out()
}

// bareCase tells a text with a CASE outside parentheses and quotes.
func bareCase(s string) bool {
	depth, quoted := 0, false
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c == '\'':
			quoted = !quoted
		case quoted:
		case c == '(':
			depth++
		case c == ')':
			depth--
		case depth == 0 && strings.HasPrefix(s[i:], "CASE") && (i == 0 || s[i-1] == ' ' || s[i-1] == '\n'):
			return true
		}
	}
	return false
}

func (p *printer) leads(list []ir.Comment) {
	for _, c := range list {
		p.comment(c)
	}
}

func (p *printer) caseStmt(s *ir.CaseStmt) {
	s = p.nestCase(p.caseOfErrors(s))
	p.hoist(s.Operand)
	if s.Operand == nil && len(s.Whens) > 0 {
		p.hoist(s.Whens[0].Cond)
	}
	p.W("CASE")
	if s.Operand != nil {
		p.W(" ")
		p.expr(s.Operand)
	}
	p.NL().In()
	p.branches(s.Whens, s.Else, s.HasElse, func(_ int, b *ir.Branch) {
		p.leads(b.Lead)
		p.W("WHEN ")
	})
	p.Out().W("END CASE;\n")
}

// loopBody writes the body of a loop. At its start FOUND may be that of the round before.
func (p *printer) loopBody(list []ir.Stmt) {
	if setsFound(list) {
		p.rt.found = nil
	}
	p.In()
	p.stmts(list)
	p.Out().W("END LOOP;\n")
	if setsFound(list) {
		p.rt.found = nil
	}
}

func (p *printer) loop(s *ir.Loop) {
	if s.Cond != nil && p.runsOut(s.Cond) {
		p.whileCalls(s)
		return
	}
	if s.Cond != nil {
		if setsFound(s.Body) {
			p.rt.found = nil
		}
		p.W("WHILE ")
		p.condIn(s.Cond)
		p.W(" ")
	}
	p.W("LOOP\n")
	p.loopBody(s.Body)
}

// forNum writes a counting loop. REVERSE counts from the second bound in Oracle, from the first in PostgreSQL.
func (p *printer) forNum(s *ir.ForNum) {
	p.hoist(s.Lo)
	p.hoist(s.Hi)
	p.W("FOR ", p.varName(s, s.Var), " IN ")
	lo, hi := s.Lo, s.Hi
	if s.Reverse {
		p.W("REVERSE ")
		lo, hi = hi, lo
	}
	p.expr(lo)
	p.W("..")
	p.expr(hi)
	if s.Step != nil {
		p.W(" BY ")
		p.expr(s.Step)
	}
	p.W(" LOOP\n")
	p.loopBody(s.Body)
	p.rt.found = nil // a FOR loop sets FOUND
}

func (p *printer) exit(s *ir.Exit) {
	p.hoist(s.When)
	if s.Continue {
		p.W("CONTINUE")
	} else {
		p.W("EXIT")
	}
	if !s.Label.IsZero() {
		p.W(" ", p.em.ident(s.Label))
	}
	if s.When != nil {
		p.W(" WHEN ")
		p.condIn(s.When)
	}
	p.W(";\n")
}

func (p *printer) returnStmt(s *ir.Return) {
	rt := p.rt
	switch {
	case rt.kind == bodyTrigger || rt.returns != "":
		p.W(rt.returns, "\n")
	case rt.kind != bodyFunction || s.Value == nil || rt.r == nil || rt.r.Pipelined: // without a routine: the initialisation of a package
		p.W("RETURN;\n")
	case rt.result != "":
		p.hoist(s.Value)
		p.W(rt.result, " := ")
		p.value(s.Value, resultType(rt.r))
		p.W(";\nRETURN;\n")
	default:
		p.hoist(s.Value)
		p.W("RETURN ", p.wholeSeconds(s.Value, p.valueText(s.Value, resultType(rt.r))), ";\n")
	}
}

func (p *printer) pipeRow(s *ir.PipeRow) {
	p.hoist(s.Value)
	p.W("RETURN NEXT ")
	var t *ir.Type
	if r := p.rt.r; r != nil && r.Returns != nil {
		t = r.Returns.Base().Elem
	}
	p.W(p.recordText(s.Value, func(q *printer) { q.value(s.Value, t) }, t), ";\n")
}

// setsFound tells lists with a statement that sets FOUND.
func setsFound(list []ir.Stmt) bool {
	hit := false
	for _, s := range list {
		if l, ok := s.(*labelled); ok {
			s = l.Stmt
		}
		ir.Walk(s, func(n ir.Node) bool {
			switch n.(type) {
			case *ir.ExecDML, *ir.SelectInto, *ir.FetchCursor, *ir.ForNum, *ir.ForCursor, *ir.ForEach, *ir.Forall, *ir.CallStmt, *ir.ExecImmediate:
				hit = true
			}
			return !hit
		})
	}
	return hit
}
