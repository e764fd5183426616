package postgres

import "github.com/crosswalk-db/crosswalk/ir"

// INTEGER is NUMBER(38) in Oracle, and numeric(38) in a column. Most variables of that type count things, though, and a loop over a
// numeric is slow: a variable to which nothing is assigned that can have more than 18 digits is a bigint. What cannot be told is taken
// to have more. Counting up and adding what is small are taken to stay small, multiplying and adding of variables to each other not.

// counters finds those variables.
type counters struct {
	wide  map[*ir.VarDecl]bool
	from  map[*ir.VarDecl]map[*ir.VarDecl]bool // the variables that go into a variable
	sums  map[*ir.VarDecl]map[*ir.VarDecl]bool // those of them that are added to another one
	order []*ir.VarDecl
}

// planCounters gives the variables that stay small their type.
func (em *emitter) planCounters() {
	if em.src.Source != ir.Oracle {
		return
	}
	c := &counters{wide: map[*ir.VarDecl]bool{}, from: map[*ir.VarDecl]map[*ir.VarDecl]bool{}, sums: map[*ir.VarDecl]map[*ir.VarDecl]bool{}}
	for _, o := range em.src.Objects {
		if o.Obj().Dropped == "" {
			ir.Walk(o, c.visit)
		}
	}
	circle := c.circles()
	for _, d := range c.order {
		for other := range c.sums[d] {
			if circle[other] == circle[d] {
				c.wide[d] = true // as Fibonacci's numbers grow
			}
		}
	}
	c.spread()
	for _, d := range c.order {
		if !c.wide[d] {
			t := *d.Type
			t.Prec = 18
			d.Type = &t
		}
	}
}

// spread makes wide what a wide variable goes into.
func (c *counters) spread() {
	into := map[*ir.VarDecl][]*ir.VarDecl{}
	var todo []*ir.VarDecl
	for _, d := range c.order {
		for other := range c.from[d] {
			into[other] = append(into[other], d)
		}
		if c.wide[d] {
			todo = append(todo, d)
		}
	}
	for len(todo) > 0 {
		d := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		for _, next := range into[d] {
			if !c.wide[next] {
				c.wide[next] = true
				todo = append(todo, next)
			}
		}
	}
}

// circles numbers the variables, those that go into each other alike: Tarjan's strongly connected components.
func (c *counters) circles() map[*ir.VarDecl]int {
	circle, index, low := map[*ir.VarDecl]int{}, map[*ir.VarDecl]int{}, map[*ir.VarDecl]int{}
	var open []*ir.VarDecl
	var visit func(d *ir.VarDecl)
	visit = func(d *ir.VarDecl) {
		index[d] = len(index) + 1
		low[d] = index[d]
		open = append(open, d)
		for next := range c.from[d] {
			if index[next] == 0 {
				visit(next)
			}
			if circle[next] == 0 { // it is open
				low[d] = min(low[d], low[next])
			}
		}
		if low[d] < index[d] {
			return
		}
		for {
			last := open[len(open)-1]
			open = open[:len(open)-1]
			if circle[last] = index[d]; last == d {
				return
			}
		}
	}
	for _, d := range c.order {
		if index[d] == 0 {
			visit(d)
		}
	}
	return circle
}

// counterOf is the INTEGER variable that e names, also where it is declared as %TYPE of another one.
func counterOf(e ir.Expr) *ir.VarDecl {
	r, ok := unwrap(e).(*ir.Ref)
	if !ok || r.Sym == nil || r.Sym.Fields > 0 {
		return nil
	}
	d, _ := r.Sym.Decl.(*ir.VarDecl)
	for n := 0; d != nil && d.Type != nil && d.Type.Kind == ir.TAnchor && n < 20; n++ {
		d, _ = d.Type.Decl.(*ir.VarDecl)
	}
	if d == nil || d.Type == nil || !isIntegerWord(d.Type) {
		return nil
	}
	return d
}

func (c *counters) visit(n ir.Node) bool {
	switch n := n.(type) {
	case *ir.VarDecl:
		if n.Type != nil && isIntegerWord(n.Type) {
			c.order = append(c.order, n)
			c.gets(n, n.Default)
		} else if n.Default != nil && n.Type != nil && n.Type.Kind == ir.TAnchor {
			c.assigned(&ir.Ref{Sym: &ir.Symbol{Decl: n}}, n.Default)
		}
	case *ir.Assign:
		c.assigned(n.Target, n.Value)
	case *ir.SelectInto:
		c.fetched(outermost(n.Query).Into, n.Query)
	case *ir.FetchCursor:
		c.fetched(n.Into, cursorQuery(n.Cursor))
	case *ir.ExecImmediate:
		c.fetched(n.Into, nil)
		c.fetched(n.Returning, nil)
		for _, u := range n.Using {
			if u.Mode != ir.ModeIn {
				c.assigned(u.Value, nil)
			}
		}
	case *ir.Insert:
		c.returned(n.Returning)
	case *ir.Update:
		c.returned(n.Returning)
	case *ir.Delete:
		c.returned(n.Returning)
	case *ir.Call:
		c.outs(n)
	case *ir.MethodCall:
		for _, a := range n.Args {
			c.assigned(a.Value, nil) // as if all of them were written to
		}
	}
	return true
}

// outermost is the SELECT of a query that has the INTO.
func outermost(q *ir.Query) *ir.Select {
	if q != nil {
		if s, ok := q.Body.(*ir.Select); ok {
			return s
		}
	}
	return &ir.Select{}
}

// cursorQuery is the query of a cursor that is declared with one.
func cursorQuery(e ir.Expr) *ir.Query {
	if r, ok := unwrap(e).(*ir.Ref); ok && r.Sym != nil {
		if d, ok := r.Sym.Decl.(*ir.CursorDecl); ok {
			return d.Query
		}
	}
	return nil
}

// fetched notes what a query puts into variables, nil one that is not known.
func (c *counters) fetched(into []ir.Expr, q *ir.Query) {
	items := outermost(q).Items
	for i, e := range into {
		var value ir.Expr
		if len(items) == len(into) && !items[i].Star {
			value = items[i].Expr
		}
		c.assigned(e, value)
	}
}

func (c *counters) returned(r *ir.Returning) {
	if r == nil {
		return
	}
	for i, e := range r.Into {
		var value ir.Expr
		if len(r.Exprs) == len(r.Into) {
			value = r.Exprs[i].Expr
		}
		c.assigned(e, value)
	}
}

// outs notes what a call writes to.
func (c *counters) outs(n *ir.Call) {
	if r := calledRoutine(n); r != nil {
		for i, a := range n.Args {
			if q := paramOf(r, a, i); q != nil && q.Mode != ir.ModeIn && !small(q.Type) {
				c.assigned(a.Value, nil)
			}
		}
		return
	}
	if n.Fn == "" { // not known: as if all of them were written to
		for _, a := range n.Args {
			c.assigned(a.Value, nil)
		}
	}
	if at := builtinWrites[n.Fn]; at != nil && !integerOuts[n.Fn] {
		n, _ := inOrder(n)
		for _, i := range at {
			if i < len(n.Args) {
				c.assigned(n.Args[i].Value, nil)
			}
		}
	}
}

// integerOuts are the supplied procedures whose numbers are of the size of a PLS_INTEGER.
var integerOuts = words(`dbms_lob.read dbms_lob.write dbms_lob.writeappend dbms_sql.close_cursor dbms_sql.column_value_long dbms_sql.describe_columns
dbms_sql.describe_columns2 dbms_sql.describe_columns3 dbms_output.get_line dbms_output.get_lines utl_file.fgetattr dbms_job.submit`)

func (c *counters) assigned(target, value ir.Expr) {
	if target == nil {
		return
	}
	if d := counterOf(target); d != nil {
		if value == nil {
			c.wide[d] = true
		} else {
			c.gets(d, value)
		}
	}
}

// gets notes that the variable takes a value.
func (c *counters) gets(d *ir.VarDecl, value ir.Expr) {
	if value == nil {
		return
	}
	vars, ok := c.parts(value)
	if !ok {
		c.wide[d] = true
		return
	}
	if c.from[d] == nil {
		c.from[d], c.sums[d] = map[*ir.VarDecl]bool{}, map[*ir.VarDecl]bool{}
	}
	self := 0
	for _, v := range vars {
		if v == d {
			self++
		} else {
			c.from[d][v] = true
			if len(vars) > 1 {
				c.sums[d][v] = true
			}
		}
	}
	if self > 1 {
		c.wide[d] = true
	}
}

// parts gives the INTEGER variables whose values go into a value, and tells whether all else that goes into it is small.
func (c *counters) parts(e ir.Expr) (vars []*ir.VarDecl, ok bool) {
	all := func(list ...ir.Expr) bool {
		for _, x := range list {
			if x == nil {
				continue
			}
			v, small := c.parts(x)
			if !small {
				return false
			}
			vars = append(vars, v...)
		}
		return true
	}
	switch e := unwrap(e).(type) {
	case *ir.NullLit:
		return nil, true
	case *ir.NumberLit:
		return nil, integerText(e.Text) && len(e.Text) <= 18
	case *ir.Unary:
		return vars, e.Op == ir.OpNeg && all(e.X)
	case *ir.Binary:
		switch {
		case e.Op == ir.OpAdd || e.Op == ir.OpSub:
			if isDatetime(e.L) && isDatetime(e.R) {
				return nil, true
			}
			return vars, all(e.L, e.R)
		case e.Op == ir.OpMul || e.Op == ir.OpDiv:
			return vars, all(e.L, e.R) && len(vars) == 0 && wholeDigits(e.L)+wholeDigits(e.R) <= 18
		case e.Op == ir.OpMod:
			return vars, all(e.R)
		}
	case *ir.Cast:
		if e.Implicit {
			return vars, all(e.X)
		}
	case *ir.Case:
		list := []ir.Expr{e.Else}
		for _, w := range e.Whens {
			list = append(list, w.Result)
		}
		return oneOf(vars, all(list...))
	case *ir.Call:
		return c.callParts(e)
	case *ir.SeqValue:
		return nil, true // a sequence of PostgreSQL's is a bigint
	case *ir.Ref:
		if d := counterOf(e); d != nil {
			return []*ir.VarDecl{d}, true
		}
		if e.Sym != nil {
			switch d := e.Sym.Decl.(type) {
			case *ir.ForNum, *ir.Forall:
				return nil, true
			case *ir.Param:
				return nil, small(d.Type) || d.Inferred != nil && small(d.Inferred)
			}
		}
	}
	return nil, small(e.Type())
}

func isDatetime(e ir.Expr) bool { return e.Type() != nil && e.Type().IsDatetime() }

// oneOf gives each variable once: a value of several, of which one is taken, is no sum.
func oneOf(vars []*ir.VarDecl, ok bool) ([]*ir.VarDecl, bool) {
	if len(vars) > 1 {
		return nil, false
	}
	return vars, ok
}

// callParts is parts of a call.
func (c *counters) callParts(e *ir.Call) (vars []*ir.VarDecl, ok bool) {
	if smallResults[e.Fn] {
		return nil, true
	}
	if r := calledRoutine(e); r != nil {
		return nil, small(r.Returns)
	}
	if e.Fn == "mod" && len(e.Args) == 2 {
		return c.parts(e.Args[1].Value)
	}
	if !likeItsArguments[e.Fn] {
		return nil, small(e.Type())
	}
	for _, a := range e.Args {
		v, ok := c.parts(a.Value)
		if !ok {
			return nil, false
		}
		vars = append(vars, v...)
	}
	return oneOf(vars, true)
}

// smallResults are the functions that count, likeItsArguments those that give one of their arguments.
var (
	smallResults = words(`count length lengthb lengthc length2 length4 instr instrb ascii sign regexp_count regexp_instr row_number rank
dense_rank ntile sqlcode dbms_utility.get_time dbms_lob.getlength dbms_lob.instr dbms_lob.compare dbms_sql.open_cursor
dbms_sql.execute dbms_sql.fetch_rows dbms_sql.execute_and_fetch dbms_sql.last_row_count userenv ora_hash cardinality`)
	likeItsArguments = words(`coalesce nvl greatest least max min abs nullif`)
)

// small tells a whole number of up to 18 digits.
func small(t *ir.Type) bool {
	if t == nil {
		return false
	}
	b := t.Base()
	return b.Kind == ir.TInt || b.Kind == ir.TDecimal && b.IsInteger() && b.Prec <= 18
}

// wholeDigits is the number of digits that an operand can have.
func wholeDigits(e ir.Expr) int {
	if n, ok := unwrap(e).(*ir.NumberLit); ok {
		return len(n.Text)
	}
	if t := e.Type(); t != nil && t.Is(ir.TDecimal) && t.Base().Prec > 0 {
		return t.Base().Prec
	}
	return 10
}
