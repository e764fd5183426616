package ir

import "fmt"

// Walk calls f for n and, where f returns true, for everything below it: expressions, queries,
// statements, declarations, table expressions. A nil node is passed over.
func Walk(n Node, f func(Node) bool) {
	if isNil(n) || !f(n) {
		return
	}
	children(n, func(e *Expr) {
		if *e != nil {
			Walk(*e, f)
		}
	}, func(c Node) { Walk(c, f) })
}

// Rewrite replaces every expression below n, innermost first, by what f returns for it. It goes into
// queries and statements. n itself is replaced when it is an expression; the result is returned.
func Rewrite(n Node, f func(Expr) Expr) Node {
	if isNil(n) {
		return n
	}
	children(n, func(e *Expr) {
		if *e != nil {
			*e = Rewrite(*e, f).(Expr)
		}
	}, func(c Node) { Rewrite(c, f) })
	if e, ok := n.(Expr); ok {
		return f(e)
	}
	return n
}

// EachChild calls e for every expression slot directly below n, and c for every other node there.
func EachChild(n Node, e func(*Expr), c func(Node)) { children(n, e, c) }

func isNil(n Node) bool {
	switch x := n.(type) {
	case nil:
		return true
	case *Query:
		return x == nil
	case *Block:
		return x == nil
	case *Select:
		return x == nil
	case *ExecImmediate:
		return x == nil
	}
	return false
}

// children is the one place that knows the shape of every node.
func children(n Node, e func(*Expr), c func(Node)) {
	switch n := n.(type) {
	case Object:
		objectChildren(n, e, c)
	case Stmt:
		stmtChildren(n, e, c)
	case Decl:
		declChildren(n, e, c)
	case DML:
		dmlChildren(n, e, c)
	case TableExpr:
		tableChildren(n, e, c)
	case Expr:
		exprChildren(n, e, c)
	default:
		queryChildren(n, e, c)
	}
}

func exprs(list []Expr, e func(*Expr)) {
	for i := range list {
		e(&list[i])
	}
}

func args(list []Arg, e func(*Expr)) {
	for i := range list {
		e(&list[i].Value)
	}
}

func orders(list []*OrderItem, e func(*Expr)) {
	for _, o := range list {
		e(&o.Expr)
	}
}

func window(w *Window, e func(*Expr)) {
	if w == nil {
		return
	}
	exprs(w.Partition, e)
	orders(w.Order, e)
	if w.Frame != nil {
		e(&w.Frame.Start.Value)
		e(&w.Frame.End.Value)
	}
}

func jsonMembers(list []JSONMember, e func(*Expr)) {
	for i := range list {
		e(&list[i].Key)
		e(&list[i].Value)
	}
}

func xmlItems(list []XMLItem, e func(*Expr)) {
	for i := range list {
		e(&list[i].Value)
		e(&list[i].AsE)
	}
}

func exprChildren(n Expr, e func(*Expr), c func(Node)) {
	switch n := n.(type) {
	case *NumberLit, *StringLit, *NullLit, *BoolLit, *DatetimeLit, *IntervalLit, *Ref, *Transition, *Bind, *Pseudo, *SeqValue, *RawExpr:
	case *Unary:
		e(&n.X)
	case *Binary:
		e(&n.L)
		e(&n.R)
	case *Paren:
		e(&n.X)
	case *Between:
		e(&n.X)
		e(&n.Lo)
		e(&n.Hi)
	case *In:
		e(&n.X)
		exprs(n.List, e)
		c(n.Query)
	case *Like:
		e(&n.X)
		e(&n.Pattern)
		e(&n.Escape)
	case *IsNull:
		e(&n.X)
	case *Is:
		e(&n.X)
	case *Exists:
		c(n.Query)
	case *Quantified:
		e(&n.X)
		exprs(n.List, e)
		c(n.Query)
	case *Member:
		e(&n.X)
		e(&n.Set)
	case *Case:
		e(&n.Operand)
		for i := range n.Whens {
			e(&n.Whens[i].Cond)
			e(&n.Whens[i].Result)
		}
		e(&n.Else)
	case *Call:
		args(n.Args, e)
		orders(n.Within, e)
		if n.Keep != nil {
			orders(n.Keep.Order, e)
		}
		e(&n.Filter)
		window(n.Over, e)
		e(&n.OnErrorValue)
		if n.Job != nil {
			if n.Job.Action != nil {
				c(n.Job.Action)
			}
			if n.Job.Next != nil {
				c(n.Job.Next)
			}
		}
	case *Cast:
		e(&n.X)
		c(n.Multiset)
		e(&n.Format)
		e(&n.OnError)
	case *Extract:
		e(&n.X)
	case *Trim:
		e(&n.Chars)
		e(&n.X)
	case *AtTimeZone:
		e(&n.X)
		e(&n.Zone)
	case *Subquery:
		c(n.Query)
	case *CursorExpr:
		c(n.Query)
	case *Tuple:
		exprs(n.Items, e)
	case *CursorAttr:
		e(&n.Cursor)
		e(&n.Index)
	case *Prior:
		e(&n.X)
	case *Native:
		exprs(n.Args, e)
	case *Index:
		e(&n.X)
		exprs(n.Args, e)
	case *FieldSel:
		e(&n.X)
	case *MethodCall:
		e(&n.X)
		args(n.Args, e)
	case *New:
		args(n.Args, e)
	case *Treat:
		e(&n.X)
	case *JSONFunc:
		e(&n.X)
		e(&n.Path)
		e(&n.OnErrorVal)
		e(&n.OnEmptyVal)
		jsonMembers(n.Members, e)
		jsonMembers(n.Items, e)
		jsonMembers(n.Passing, e)
		orders(n.Order, e)
	case *XMLFunc:
		e(&n.Tag)
		xmlItems(n.Attrs, e)
		xmlItems(n.Items, e)
		orders(n.Order, e)
	default:
		panic(fmt.Sprintf("ir: exprChildren: %T", n))
	}
}

func groups(list []*GroupItem, e func(*Expr)) {
	for _, g := range list {
		e(&g.Expr)
		groups(g.Sets, e)
	}
}

func ctes(list []*CTE, c func(Node)) {
	for _, w := range list {
		c(w)
	}
}

func queryChildren(n Node, e func(*Expr), c func(Node)) {
	switch n := n.(type) {
	case *Query:
		ctes(n.With, c)
		for _, d := range n.WithDecls {
			c(d)
		}
		if n.Body != nil {
			c(n.Body)
		}
		orders(n.OrderBy, e)
		e(&n.Offset)
		e(&n.Limit)
		if n.Lock != nil {
			e(&n.Lock.Wait)
		}
		xmlItems(n.Namespaces, e)
	case *CTE:
		c(n.Query)
		if n.DML != nil {
			c(n.DML)
		}
		if n.Search != nil {
			orders(n.Search.Order, e)
		}
		if n.Cycle != nil {
			e(&n.Cycle.To)
			e(&n.Cycle.Default)
		}
	case *SetOp:
		c(n.L)
		c(n.R)
	case *Values:
		for _, r := range n.Rows {
			exprs(r, e)
		}
	case *RawQuery:
	case *Select:
		selectChildren(n, e, c)
	case *SelectItem:
		e(&n.Expr)
		e(&n.Assign)
	case *Column:
		e(&n.Default)
		e(&n.Generated)
	case *Constraint:
		e(&n.Check)
	case *Param:
		e(&n.Default)
	case *Handler:
		stmts(n.Body, c)
	case *Type, *Field, *Partition, *Partitioning, *MergeWhen, *TriggerSection, QName, *QName:
	default:
		panic(fmt.Sprintf("ir: queryChildren: %T", n))
	}
}

func selectChildren(n *Select, e func(*Expr), c func(Node)) {
	if n.Top != nil {
		e(&n.Top.N)
	}
	// FROM first: whoever resolves names on the way wants the tables before the columns.
	for _, t := range n.From {
		c(t)
	}
	for _, i := range n.Items {
		c(i)
	}
	exprs(n.Into, e)
	e(&n.Where)
	if n.Hier != nil {
		e(&n.Hier.StartWith)
		e(&n.Hier.ConnectBy)
	}
	groups(n.GroupBy, e)
	e(&n.Having)
	for _, w := range n.Windows {
		window(w.Window, e)
	}
}

func tableChildren(n TableExpr, e func(*Expr), c func(Node)) {
	switch n := n.(type) {
	case *RawTable:
	case *TableRef:
		if n.SystemTime != nil {
			e(&n.SystemTime.From)
			e(&n.SystemTime.To)
		}
	case *SubqueryRef:
		c(n.Query)
	case *JoinExpr:
		c(n.L)
		c(n.R)
		e(&n.On)
		exprs(n.PartitionBy, e)
	case *FuncRef:
		e(&n.X)
	case *JSONTable:
		e(&n.X)
		e(&n.Path)
		jsonColumns(n.Columns, e)
	case *XMLTable:
		xmlItems(n.Namespaces, e)
		xmlItems(n.Passing, e)
		for _, col := range n.Columns {
			e(&col.Path)
			e(&col.Default)
		}
	case *PivotRef:
		c(n.X)
		for _, a := range n.Aggs {
			c(a)
		}
		for _, i := range n.In {
			c(i)
		}
		c(n.Query)
	case *UnpivotRef:
		c(n.X)
		for _, i := range n.In {
			exprs(i.As, e)
		}
	default:
		panic(fmt.Sprintf("ir: tableChildren: %T", n))
	}
}

func jsonColumns(cols []*JSONColumn, e func(*Expr)) {
	for _, col := range cols {
		e(&col.OnErrorVal)
		e(&col.OnEmptyVal)
		jsonColumns(col.Nested, e)
	}
}

func returning(r *Returning, e func(*Expr), c func(Node)) {
	if r == nil {
		return
	}
	for _, i := range r.Exprs {
		c(i)
	}
	exprs(r.Into, e)
}

func sets(list []SetClause, e func(*Expr), c func(Node)) {
	for i := range list {
		e(&list[i].Value)
		e(&list[i].Var)
		c(list[i].Query)
	}
}

func top(t *Top, e func(*Expr)) {
	if t != nil {
		e(&t.N)
	}
}

func dmlChildren(n DML, e func(*Expr), c func(Node)) {
	switch n := n.(type) {
	case *Insert:
		ctes(n.With, c)
		if n.Target != nil {
			c(n.Target)
		}
		for _, r := range n.Rows {
			exprs(r, e)
		}
		c(n.Query)
		e(&n.Record)
		top(n.Top, e)
		if n.Exec != nil {
			c(n.Exec)
		}
		returning(n.Returning, e, c)
	case *MultiInsert:
		c(n.Query)
		for i := range n.Branches {
			e(&n.Branches[i].When)
			for _, ins := range n.Branches[i].Into {
				c(ins)
			}
		}
		for _, ins := range n.Else {
			c(ins)
		}
	case *Update:
		ctes(n.With, c)
		c(n.Target)
		if n.Top != nil {
			e(&n.Top.N)
		}
		for _, t := range n.From {
			c(t)
		}
		sets(n.Sets, e, c)
		e(&n.SetRow)
		e(&n.Where)
		e(&n.CurrentOf)
		returning(n.Returning, e, c)
	case *Delete:
		ctes(n.With, c)
		c(n.Target)
		if n.Top != nil {
			e(&n.Top.N)
		}
		for _, t := range n.From {
			c(t)
		}
		e(&n.Where)
		e(&n.CurrentOf)
		returning(n.Returning, e, c)
	case *Merge:
		ctes(n.With, c)
		c(n.Target)
		c(n.Source)
		e(&n.On)
		top(n.Top, e)
		for _, w := range n.Whens {
			e(&w.Cond)
			sets(w.Sets, e, c)
			e(&w.DeleteWhere)
			exprs(w.Values, e)
		}
		returning(n.Returning, e, c)
	default:
		panic(fmt.Sprintf("ir: dmlChildren: %T", n))
	}
}

func stmts(list []Stmt, c func(Node)) {
	for _, s := range list {
		c(s)
	}
}

func branches(list []Branch, e func(*Expr), c func(Node)) {
	for i := range list {
		e(&list[i].Cond)
		stmts(list[i].Body, c)
	}
}

func using(list []UsingArg, e func(*Expr)) {
	for i := range list {
		e(&list[i].Value)
	}
}

func stmtChildren(n Stmt, e func(*Expr), c func(Node)) {
	switch n := n.(type) {
	case *NullStmt, *CommentStmt, *Goto, *Raise, *BeginTran, *Commit, *Rollback, *Savepoint, *SetTransaction, *RawStmt, *Repeat:
	case *Block:
		for _, d := range n.Decls {
			c(d)
		}
		stmts(n.Body, c)
		for _, h := range n.Handlers {
			c(h)
		}
	case *If:
		branches(n.Branches, e, c)
		stmts(n.Else, c)
	case *CaseStmt:
		e(&n.Operand)
		branches(n.Whens, e, c)
		stmts(n.Else, c)
	case *Loop:
		e(&n.Cond)
		stmts(n.Body, c)
	case *ForNum:
		e(&n.Lo)
		e(&n.Hi)
		e(&n.Step)
		stmts(n.Body, c)
	case *ForCursor:
		e(&n.Cursor)
		c(n.Query)
		c(n.Dynamic)
		stmts(n.Body, c)
	case *ForEach:
		e(&n.Coll)
		for i := range n.Ranges {
			e(&n.Ranges[i].Lo)
			e(&n.Ranges[i].Hi)
			e(&n.Ranges[i].Step)
		}
		e(&n.First)
		e(&n.Repeat)
		e(&n.While)
		e(&n.When)
		stmts(n.Body, c)
	case *Forall:
		e(&n.Lo)
		e(&n.Hi)
		e(&n.IndicesOf)
		e(&n.ValuesOf)
		c(n.Body)
	case *Exit:
		e(&n.When)
	case *Return:
		e(&n.Value)
	default:
		workChildren(n, e, c)
	}
}

func workChildren(n Stmt, e func(*Expr), c func(Node)) {
	switch n := n.(type) {
	case *Assign:
		e(&n.Target)
		e(&n.Value)
	case *CallStmt:
		e(&n.X)
		e(&n.Result)
	case *PipeRow:
		e(&n.Value)
	case *ExecDML:
		c(n.DML)
	case *SelectInto:
		c(n.Query)
	case *SelectStmt:
		c(n.Query)
	case *OpenCursor:
		e(&n.Cursor)
		args(n.Args, e)
		c(n.Query)
		e(&n.Dynamic)
		if n.Parsed != nil {
			c(n.Parsed)
		}
		using(n.Using, e)
	case *FetchCursor:
		e(&n.Cursor)
		exprs(n.Into, e)
		e(&n.Limit)
	case *CloseCursor:
		e(&n.Cursor)
	case *ExecImmediate:
		e(&n.Cursor)
		e(&n.SQL)
		if n.Parsed != nil {
			c(n.Parsed)
		}
		exprs(n.Into, e)
		using(n.Using, e)
		exprs(n.Returning, e)
	case *LockTable:
		e(&n.Wait)
	case *DDL:
		for _, o := range n.Objects {
			c(o)
		}
	case *Truncate:
		c(n.Table)
	case *Analyze:
		c(n.Table)
	case *Reseed:
		c(n.Table)
		e(&n.To)
	case *NamedStmt:
		for _, h := range n.Names {
			e(&h.Text)
		}
		c(n.Body)
	default:
		panic(fmt.Sprintf("ir: workChildren: %T", n))
	}
}

func declChildren(n Decl, e func(*Expr), c func(Node)) {
	switch n := n.(type) {
	case *VarDecl:
		e(&n.Default)
	case *CursorDecl:
		for _, p := range n.Params {
			c(p)
		}
		c(n.Query)
	case *RoutineDecl:
		c(n.Routine)
	case *Pragma:
		exprs(n.Args, e)
	case *TypeDecl, *ExceptionDecl, *RawDecl, *CommentDecl:
	default:
		panic(fmt.Sprintf("ir: declChildren: %T", n))
	}
}

func decls(list []Decl, c func(Node)) {
	for _, d := range list {
		c(d)
	}
}

func objectChildren(n Object, e func(*Expr), c func(Node)) {
	switch n := n.(type) {
	case *Table:
		for _, col := range n.Columns {
			c(col)
		}
		for _, con := range n.Constraints {
			c(con)
		}
		c(n.AsQuery)
	case *IndexDef:
		for _, k := range n.Keys {
			e(&k.Expr)
		}
		e(&n.Where)
	case *View:
		c(n.Query)
	case *MaterializedView:
		c(n.Query)
		e(&n.Start)
		e(&n.Next)
	case *DataScript:
		stmts(n.Stmts, c)
	case *Routine:
		for _, p := range n.Params {
			c(p)
		}
		c(n.Body)
	case *Package:
		decls(n.Spec, c)
		decls(n.Body, c)
		c(n.Init)
	case *TypeObject:
		if n.Shape != nil {
			c(n.Shape)
		}
		for _, m := range n.Methods {
			c(m)
		}
	case *Trigger:
		e(&n.When)
		decls(n.Decls, c)
		c(n.Body)
		e(&n.CallBody)
		for _, s := range n.Sections {
			c(s.Body)
		}
	case *AlterTable:
		for i := range n.Actions {
			a := &n.Actions[i]
			if a.AddColumn != nil {
				c(a.AddColumn)
			}
			if a.ModifyColumn != nil {
				c(a.ModifyColumn)
			}
			if a.AddConstraint != nil {
				c(a.AddConstraint)
			}
		}
	case *PartitionFunction:
		exprs(n.Bounds, e)
	case *RuleDef:
		e(&n.Value)
	case *Sequence, *Synonym, *Grant, *Role, *Directory, *CommentOn, *Drop, *AlterObject, *Unsupported, *PartitionScheme, *SchemaDef, *BindRule:
	default:
		panic(fmt.Sprintf("ir: objectChildren: %T", n))
	}
}
