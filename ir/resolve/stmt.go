package resolve

import "github.com/crosswalk-db/crosswalk/ir"

// block resolves a block in a scope of its own, which its label names.
func (j *job) block(b *ir.Block) { j.labelledBlock(b, nil) }

// labelledBlock resolves a block that more names stand for than its labels: a routine's name for its body.
func (j *job) labelledBlock(b *ir.Block, more []string) {
	if j.depth > maxDepth {
		return
	}
	j.depth++
	saved := j.sc
	j.sc = &scope{parent: saved, labels: append(keys(b.Labels), more...)}
	j.decls(b.Decls)
	j.stmts(b.Body)
	for _, h := range b.Handlers {
		j.handler(h)
	}
	j.sc = saved
	j.depth--
}

func keys(names []ir.Name) []string {
	if len(names) == 0 {
		return nil
	}
	k := make([]string, len(names))
	for i, n := range names {
		k[i] = n.Key
	}
	return k
}

func (j *job) handler(h *ir.Handler) {
	h.Syms = make([]*ir.Symbol, len(h.Names))
	for i, n := range h.Names {
		h.Syms[i] = j.exception(n)
	}
	j.stmts(h.Body)
}

// exception finds an exception by name; nil for a predefined one.
func (j *job) exception(n ir.QName) *ir.Symbol {
	if len(n.Parts) == 0 {
		return nil
	}
	e := j.findEntry(n.Parts, func(e *entry) bool { return e.kind == ir.SymException })
	if e == nil && len(n.Parts) == 3 { // label.package.exception does not exist: schema.package.exception does
		e = j.findEntry(n.Parts[1:], func(e *entry) bool { return e.kind == ir.SymException })
	}
	if e != nil {
		j.c.ensure(e)
		return e.symbol(0, e.typ)
	}
	last := n.Last().Key
	if _, ok := ir.Predefined(j.c.schema.Source, last); ok && (len(n.Parts) == 1 || suppliedSchemas[n.Parts[0].Key]) {
		return nil
	}
	if len(n.Parts) > 1 && j.outside(n) {
		return &ir.Symbol{Kind: ir.SymSupplied, Type: tUnknown}
	}
	if len(n.Parts) > 1 {
		if j.pkg(n.Parts[:len(n.Parts)-1]) == nil {
			n.Parts = n.Parts[:len(n.Parts)-1]
			j.missing(n, "package")
			return nil
		}
	}
	j.missing(n, "exception")
	return nil
}

func (j *job) stmts(list []ir.Stmt) {
	for i, s := range list {
		j.stmt(s)
		if e, ok := s.(*ir.ExecImmediate); ok && e.Block != nil {
			if in := j.inlined(e); in != nil {
				list[i] = in
			}
		}
	}
}

// script resolves a script of data. What repeats a statement is resolved with it; but where the statement does not hold
// its constants any more, each gets a tree of its own.
func (j *job) script(d *ir.DataScript) {
	whole := map[*ir.Pattern]bool{}
	for i, s := range d.Stmts {
		r, ok := s.(*ir.Repeat)
		if !ok {
			j.stmt(s)
			continue
		}
		intact, known := whole[r.Of]
		if !known {
			intact = r.Of.Intact()
			whole[r.Of] = intact
		}
		if !intact {
			full := r.Of.Full(r.Sp)
			full.Base().Sp, full.Base().Lead, full.Base().Blank = r.Sp, r.Lead, r.Blank
			d.Stmts[i] = full
			j.stmt(full)
		}
	}
}

func (j *job) stmt(s ir.Stmt) {
	switch s := s.(type) {
	case *ir.Block:
		j.block(s)
	case *ir.If:
		j.branches(s.Branches)
		j.stmts(s.Else)
	case *ir.CaseStmt:
		j.x(&s.Operand)
		j.branches(s.Whens)
		if s.Operand != nil {
			for i := range s.Whens {
				j.compare(&s.Operand, &s.Whens[i].Cond)
			}
		}
		j.stmts(s.Else)
	case *ir.Loop:
		j.loop(s)
	case *ir.ForNum:
		j.forNum(s)
	case *ir.ForCursor:
		j.forCursor(s)
	case *ir.ForEach:
		j.forEach(s)
	case *ir.Forall:
		j.forall(s)
	case *ir.Exit:
		j.x(&s.When)
	case *ir.Return:
		j.returnStmt(s)
	case *ir.Raise:
		if !s.Name.IsZero() {
			s.Sym = j.exception(s.Name)
		}
	case *ir.BeginTran, *ir.Commit, *ir.Rollback, *ir.Savepoint, *ir.SetTransaction:
		if j.routine != nil {
			j.routine.Tx = true
		}
	default:
		j.work(s)
	}
}

// work resolves the statements that do not hold other statements.
func (j *job) work(s ir.Stmt) {
	switch s := s.(type) {
	case *ir.Assign:
		j.x(&s.Target)
		j.x(&s.Value)
		j.mustBe(root(s.Target))
		j.assignedTo(s.Target)
		j.assigns(&s.Value, typeOf(s.Target))
	case *ir.CallStmt:
		j.callStmt(&s.X)
		if s.Result != nil {
			j.x(&s.Result)
			j.assignedTo(s.Result)
		}
	case *ir.PipeRow:
		j.x(&s.Value)
		if j.routine != nil && j.routine.Returns.Is(ir.TCollection) {
			j.convert(&s.Value, j.routine.Returns.Base().Elem)
		}
	case *ir.ExecDML:
		if s.DML != nil {
			j.dml(s.DML)
		}
	case *ir.SelectInto:
		j.selectInto(s)
	case *ir.SelectStmt:
		j.query(s.Query, nil)
		if j.tsql() {
			j.batchSelect(s)
		}
	case *ir.OpenCursor:
		j.openCursor(s)
	case *ir.FetchCursor:
		j.x(&s.Cursor)
		j.mustBe(root(s.Cursor))
		j.targets(s.Into)
		j.x(&s.Limit)
	case *ir.CloseCursor:
		j.x(&s.Cursor)
		j.mustBe(root(s.Cursor))
	case *ir.ExecImmediate:
		j.execImmediate(s)
	case *ir.DDL:
		j.batchDDL(s)
	case *ir.Analyze:
		j.tableRef(s.Table)
	case *ir.Reseed:
		j.tableRef(s.Table)
		j.x(&s.To)
	case *ir.NamedStmt:
		for _, h := range s.Names {
			j.x(&h.Text)
		}
		j.stmt(s.Body)
	case *ir.Truncate:
		j.tableRef(s.Table)
		if j.routine != nil {
			j.routine.Writes = true
		}
	case *ir.LockTable:
		j.x(&s.Wait)
		if j.routine != nil {
			j.routine.Writes = true
		}
		for _, t := range s.Tables {
			if t.Link.IsZero() && j.c.lookup(j.base.Schema, t.Parts) == nil && !j.outside(t) {
				j.missing(t, "table")
			}
		}
	}
}

func (j *job) branches(list []ir.Branch) {
	for i := range list {
		j.x(&list[i].Cond)
		j.stmts(list[i].Body)
	}
}

// inLoop resolves a loop's body in a scope with its variable and labels.
func (j *job) inLoop(s *ir.StmtBase, v ir.Name, node ir.Node, t *ir.Type, body func()) {
	saved := j.sc
	j.sc = &scope{parent: saved, labels: keys(s.Labels)}
	if !v.IsZero() {
		e := j.sc.add(&entry{name: v.Key, kind: ir.SymLoopVar, node: node, typ: t, state: done})
		e.sym = &ir.Symbol{Kind: ir.SymLoopVar, Decl: node, Type: t}
	}
	body()
	j.sc = saved
}

func (j *job) loop(s *ir.Loop) {
	j.inLoop(&s.StmtBase, ir.Name{}, nil, nil, func() {
		j.x(&s.Cond)
		j.stmts(s.Body)
	})
}

func (j *job) forNum(s *ir.ForNum) {
	j.x(&s.Lo)
	j.x(&s.Hi)
	j.x(&s.Step)
	j.convertTo(&s.Lo, clNumber)
	j.convertTo(&s.Hi, clNumber)
	j.inLoop(&s.StmtBase, s.Var, s, tInt, func() { j.stmts(s.Body) })
}

func (j *job) forCursor(s *ir.ForCursor) {
	row := tUnknown
	switch {
	case s.Query != nil:
		cols := j.query(s.Query, nil)
		row = &ir.Type{Kind: ir.TRow, Fields: cols}
		if cols == nil {
			row.Decl = s
		}
	case s.Cursor != nil:
		j.cursorExpr(&s.Cursor)
		row = cursorRow(s.Cursor)
	case s.Dynamic != nil:
		j.execImmediate(s.Dynamic)
	}
	s.RowType = row
	j.inLoop(&s.StmtBase, s.Var, s, row, func() { j.stmts(s.Body) })
}

// cursorExpr resolves a cursor's name, with arguments or without.
func (j *job) cursorExpr(e *ir.Expr) {
	j.x(e)
	if j.routine != nil {
		j.routine.Reads = true
	}
}

func (j *job) forall(s *ir.Forall) {
	j.x(&s.Lo)
	j.x(&s.Hi)
	j.x(&s.IndicesOf)
	j.x(&s.ValuesOf)
	j.inLoop(&s.StmtBase, s.Var, s, tInt, func() {
		if s.Body != nil {
			j.stmt(s.Body)
		}
	})
}

func (j *job) returnStmt(s *ir.Return) {
	if s.Value == nil {
		return
	}
	j.x(&s.Value)
	if j.routine != nil && j.routine.Returns != nil && !j.routine.Pipelined {
		j.assigns(&s.Value, j.routine.Returns)
	}
}

func (j *job) selectInto(s *ir.SelectInto) {
	cols := j.query(s.Query, nil)
	if s.Query == nil {
		return
	}
	sel, ok := s.Query.Body.(*ir.Select)
	if !ok || sel.BulkInto || len(sel.Into) != len(cols) {
		return
	}
	for i, t := range sel.Into {
		if i < len(sel.Items) && sel.Items[i].Expr != nil {
			j.assigns(&sel.Items[i].Expr, typeOf(t))
		}
	}
}

func (j *job) openCursor(s *ir.OpenCursor) {
	j.cursorExpr(&s.Cursor)
	j.mustBe(root(s.Cursor))
	// OPEN c(args) may come as a call of the cursor.
	if c, ok := s.Cursor.(*ir.Call); ok && len(s.Args) == 0 && c.Sym != nil && c.Sym.Kind == ir.SymCursor {
		ref := &ir.Ref{Name: c.Name, Sym: c.Sym}
		ref.Sp = c.Sp
		ref.SetType(c.Type())
		s.Cursor, s.Args = ref, c.Args
	}
	for i := range s.Args {
		if s.Args[i].Value.Type() == nil {
			j.x(&s.Args[i].Value)
		}
	}
	if r, ok := s.Cursor.(*ir.Ref); ok && r.Sym != nil {
		if d, ok := r.Sym.Decl.(*ir.CursorDecl); ok {
			j.opened(d)
			j.convertArgs(s.Args, d.Params)
		}
	}
	if s.Query != nil {
		j.query(s.Query, nil)
	}
	if s.Query != nil || s.Dynamic != nil {
		j.assignedTo(s.Cursor)
	}
	j.x(&s.Dynamic)
	if !s.Held {
		j.parsed(s.Parsed)
	} else if !j.complete(s.Parsed) {
		s.Parsed = nil
	}
	j.using(s.Using)
}

func (j *job) using(list []ir.UsingArg) {
	for i := range list {
		j.x(&list[i].Value)
		if list[i].Mode != ir.ModeIn {
			j.assignedTo(list[i].Value)
		}
	}
}

// parsed resolves the statement in a constant text: it sees no variables.
func (j *job) parsed(s ir.Stmt) {
	saved := j.sc
	j.sc = &scope{}
	switch s := s.(type) {
	case *ir.SelectStmt:
		j.query(s.Query, nil)
	case *ir.ExecDML, *ir.Block:
		j.stmt(s)
	}
	j.sc = saved
}

// jobTexts resolves what a job does: it is no part of the routine that makes it.
func (j *job) jobTexts(t *ir.JobTexts) {
	routine, trigger, sc, stmtCall := j.routine, j.trigger, j.sc, j.stmtCall
	j.routine, j.trigger = nil, nil
	j.parsed(t.Next)
	if t.Action != nil {
		j.sc = &scope{}
		j.stmt(t.Action)
	}
	j.routine, j.trigger, j.sc, j.stmtCall = routine, trigger, sc, stmtCall
}

func (j *job) execImmediate(s *ir.ExecImmediate) {
	j.x(&s.Cursor)
	j.x(&s.SQL)
	if !s.Held {
		j.parsed(s.Parsed)
	} else if !j.complete(s.Parsed) {
		s.Parsed = nil
	}
	j.targets(s.Into)
	j.using(s.Using)
	j.targets(s.Returning)
	if j.routine != nil {
		j.routine.Reads, j.routine.Writes = true, true
	}
}

// callStmt resolves a procedure call. A name without parentheses is a call too, or a collection's method.
func (j *job) callStmt(e *ir.Expr) {
	r, ok := (*e).(*ir.Ref)
	if !ok {
		j.stmtCall, _ = (*e).(*ir.Call)
		j.x(e)
		j.stmtCall = nil
		return
	}
	// As a call it reports an unknown name as a routine, and finds procedures where a value would not be one.
	c := &ir.Call{Name: r.Name, NoParens: true, Fn: fnOf(r.Name)}
	c.Sp = r.Sp
	if !isBuiltin(c.Fn) {
		c.Fn = ""
	}
	if k := len(r.Name.Parts); k > 1 && c.Fn == "" {
		if _, m := collMethods[r.Name.Parts[k-1].Key]; m {
			if x := j.scoped(r); x != nil {
				*e = x
				return
			}
			if x := j.global(r); x != nil {
				*e = x
				return
			}
		}
	}
	j.stmtCall = c
	*e = j.call(c)
	j.stmtCall = nil
}
