package postgres

import (
	"strings"

	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/ir/diag"
)

// tsqlFetch writes FETCH, and keeps @@FETCH_STATUS. A FETCH past the last row leaves the variables as they are in SQL Server and
// makes them NULL in PL/pgSQL: where they are read later, the row goes through a record.
func (p *printer) tsqlFetch(s *ir.FetchCursor) {
	into := strings.Join(p.targets(s.Into), ", ")
	sets := p.keptValues(s)
	if into == "" {
		p.findOnce(diag.TSQLCursorOption, s.Sp, "FETCH without INTO gives its row to the client: here it goes nowhere")
	}
	if into == "" || sets != nil {
		into = p.rt.auxiliary("fetched", "fetched", "record", "")
	}
	p.W("FETCH ", p.fetchDirection(s), " FROM ")
	p.cursorName(s.Cursor)
	p.W(" INTO ", into, ";\n")
	if sets == nil {
		p.W(p.fetchStatus(), " := CASE WHEN FOUND THEN 0 ELSE -1 END;\n")
		return
	}
	p.W("IF FOUND THEN\n").In()
	for _, x := range sets {
		p.W(x)
	}
	p.W(p.fetchStatus(), " := 0;\n").Out().W("ELSE\n").In()
	p.W(p.fetchStatus(), " := -1;\n").Out().W("END IF;\n")
}

// tsqlOpen writes OPEN: of a cursor that is declared with its query, or of a variable by one.
func (p *printer) tsqlOpen(s *ir.OpenCursor) {
	p.W("OPEN ")
	p.cursorName(s.Cursor)
	if s.Query != nil {
		p.W(p.scrolls(cursorDecl(s.Cursor), s.Query), " FOR\n").In()
		p.query(s.Query)
		p.Out()
	}
	p.W(";\n")
}

// tsqlCursorStatus writes CURSOR_STATUS of a cursor of the routine: whether it is open.
func tsqlCursorStatus(p *printer, e *ir.Call, _ []val) val {
	name, ok := constString(stripImplicit(e.Args[1].Value), 0)
	var d ir.Decl
	ir.Walk(p.obj, func(n ir.Node) bool {
		switch x := n.(type) {
		case *ir.CursorDecl:
			if strings.EqualFold(x.Name.Text, name) {
				d = x
			}
		case *ir.VarDecl:
			if x.Type.Is(ir.TRefCursor) && strings.EqualFold(x.Name.Text, name) {
				d = x
			}
		}
		return true
	})
	if !ok || d == nil {
		p.refuseOnce(diag.TSQLFunction, e.Sp, "CURSOR_STATUS", "CURSOR_STATUS of a cursor of another routine has no counterpart: read pg_cursors")
		return atom("NULL", cLit).cast("integer", cInt)
	}
	p.findOnce(diag.TSQLCursorOption, e.Sp, "CURSOR_STATUS is 1 here for a cursor that is open, without rows too, and -1 for any other, not declared ones too")
	return val{"CASE WHEN " + p.helper("is_open") + "(" + p.varName(d, d.Common().Name) + ") THEN 1 ELSE -1 END", precOther, cInt}
}

// scrolls gives SCROLL to cursors that are read in another direction than forward: without it the plan tells whether they can be.
// Locked rows are read forward only (DECLARE, Notes).
func (p *printer) scrolls(d ir.Node, q *ir.Query) string {
	if d == nil {
		return ""
	}
	back := fact(p.em, factKey{kind: "scrolls", of: p.obj}, func() map[ir.Node]*ir.FetchCursor { return backFetches(p.obj) })[d]
	switch {
	case back == nil:
		return ""
	case q.Lock != nil:
		p.findOnce(diag.TSQLCursorOption, back.Sp, "FETCH %s of a cursor whose rows are locked: PostgreSQL reads it forward only", back.Direction)
		return ""
	}
	return " SCROLL"
}

// backFetches gives for each cursor of an object the first FETCH in another direction than forward.
func backFetches(o ir.Object) map[ir.Node]*ir.FetchCursor {
	back := map[ir.Node]*ir.FetchCursor{}
	ir.Walk(o, func(n ir.Node) bool {
		if f, ok := n.(*ir.FetchCursor); ok && f.Direction != "" && f.Direction != "NEXT" {
			if d := cursorDecl(f.Cursor); d != nil && back[d] == nil {
				back[d] = f
			}
		}
		return true
	})
	return back
}

// cursorColumns are the columns of a cursor; nil where they are not known, or not alike for all queries that it is opened by.
func (p *printer) cursorColumns(e ir.Expr) (cols []*ir.Field) {
	switch d := cursorDecl(e).(type) {
	case nil:
		return nil
	case *ir.CursorDecl:
		if d.Query != nil {
			cols = d.Query.Cols
		}
	default:
		first := true
		ir.Walk(p.obj, func(n ir.Node) bool {
			if o, ok := n.(*ir.OpenCursor); ok && o.Query != nil && cursorDecl(o.Cursor) == d {
				if !first && !sameFieldNames(cols, o.Query.Cols) {
					cols = nil
				} else {
					cols = o.Query.Cols
				}
				first = false
			}
			return true
		})
	}
	return cols
}

func sameFieldNames(a, b []*ir.Field) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if a[i].Name.Key != b[i].Name.Key {
			return false
		}
	}
	return true
}

func (p *printer) fetchDirection(s *ir.FetchCursor) string {
	if s.Direction == "" {
		return "NEXT"
	}
	dir := s.Direction
	if i := strings.IndexByte(dir, '@'); i >= 0 { // PL/pgSQL takes an expression there
		dir = dir[:i] + p.em.ident(ir.MakeName(dir[i:]))
	}
	return dir
}

func (p *printer) fetchStatus() string {
	return p.rt.auxiliary("fetch status", "fetch_status", "integer", "-1")
}

// keptValues gives the assignments of a FETCH whose variables are read when there may be no row; nil where none is.
func (p *printer) keptValues(s *ir.FetchCursor) []string {
	read := false
	for _, e := range s.Into {
		if r, ok := e.(*ir.Ref); ok && !read {
			key := r.Name.Key()
			read = fact(p.em, factKey{"reads unfetched", p.obj, key}, func() bool { return readsUnfetched(p.obj, key) })
		}
	}
	if !read {
		return nil
	}
	cols := p.cursorColumns(s.Cursor)
	if len(cols) != len(s.Into) || len(cols) == 0 {
		p.findOnce(diag.TSQLCursorOption, s.Sp, "FETCH past the last row makes its variables NULL, where SQL Server leaves them as they are")
		return nil
	}
	rec := p.rt.auxiliary("fetched", "fetched", "record", "")
	seen := map[string]bool{}
	var sets []string
	for i, f := range cols {
		if f.Name.IsZero() || seen[f.Name.Key] {
			p.findOnce(diag.TSQLCursorOption, s.Sp, "FETCH past the last row makes its variables NULL, where SQL Server leaves them as they are: name the columns of the cursor to have them kept")
			return nil
		}
		seen[f.Name.Key] = true
		sets = append(sets, p.lvalue(s.Into[i])+" := "+rec+"."+p.em.ident(f.Name)+";\n")
	}
	return sets
}

// readsUnfetched tells that the body of an object reads a variable which the last FETCH may have left without a row.
func readsUnfetched(o ir.Object, key string) bool {
	w, loose := &fetchWalk{key: key}, false
	ir.Walk(o, func(n ir.Node) bool {
		s, ok := n.(ir.Stmt)
		if ok {
			loose = w.stmt(s, loose)
		}
		return !ok
	})
	if r, ok := o.(*ir.Routine); ok && (loose || w.left) {
		for _, q := range r.Params {
			w.read = w.read || q.Mode != ir.ModeIn && q.Name.Key == key // what the caller gets
		}
	}
	return w.read
}

// fetchWalk looks for a place that reads a variable which FETCH fills, where that FETCH may have found no row.
type fetchWalk struct {
	key  string
	ours bool // @@FETCH_STATUS is that of a FETCH into the variable
	left bool // a RETURN where it may have found nothing
	read bool
}

// reads notes what a node reads, and gives the state back: loose is a variable whose last FETCH may have found nothing.
func (w *fetchWalk) reads(n ir.Node, loose bool) bool {
	if loose && !w.read {
		ir.Walk(n, func(x ir.Node) bool {
			r, ok := x.(*ir.Ref)
			w.read = w.read || ok && r.Name.Key() == w.key
			return !w.read
		})
	}
	return loose
}

func (w *fetchWalk) list(list []ir.Stmt, loose bool) bool {
	for _, s := range list {
		loose = w.stmt(s, loose)
	}
	return loose
}

func (w *fetchWalk) stmt(s ir.Stmt, loose bool) bool {
	switch s := s.(type) {
	case *ir.Block:
		end := w.list(s.Body, loose)
		for _, h := range s.Handlers {
			after := w.list(h.Body, end || loose || w.fetches(s))
			end = end || after
		}
		return end
	case *ir.If:
		return w.branches(s, loose)
	case *ir.Loop:
		return w.loop(s, loose)
	case *ir.OpenCursor:
		if d, ok := cursorDecl(s.Cursor).(*ir.CursorDecl); ok && d.Query != nil {
			return w.reads(d.Query, loose)
		}
		if s.Query != nil {
			return w.reads(s.Query, loose)
		}
		return loose
	case *ir.FetchCursor:
		w.ours = w.into(s)
		return loose || w.ours
	case *ir.Return:
		w.left = w.left || loose
	case *ir.Assign:
		w.reads(s.Value, loose)
		if r, ok := s.Target.(*ir.Ref); ok && r.Name.Key() == w.key {
			return false // another value from here on
		}
		return loose
	}
	return w.reads(s, loose)
}

// branches goes through an IF: one that tests @@FETCH_STATUS knows whether there is a row.
func (w *fetchWalk) branches(s *ir.If, loose bool) bool {
	ours, end, rest := w.ours, false, loose
	for _, b := range s.Branches {
		w.reads(b.Cond, rest)
		in := rest
		if row, known := rowFound(b.Cond); known && ours {
			in, rest = in && !row, rest && row
		}
		w.ours = ours
		if after := w.list(b.Body, in); after && !jumps(b.Body) {
			end = true
		}
	}
	w.ours = ours
	after := w.list(s.Else, rest)
	return end || after && !jumps(s.Else)
}

// loop goes through WHILE: what its body begins with is there where the condition says so of the last FETCH in it.
func (w *fetchWalk) loop(s *ir.Loop, loose bool) bool {
	fetches := w.fetches(s)
	in := loose || fetches
	if s.Cond != nil {
		w.reads(s.Cond, in)
		last := w.ours
		ir.Walk(s, func(n ir.Node) bool {
			if f, ok := n.(*ir.FetchCursor); ok {
				last = w.into(f)
			}
			return true
		})
		if row, known := rowFound(s.Cond); known && row && last && w.ours {
			in = false
		}
	}
	after := w.list(s.Body, in)
	return loose || fetches || after
}

// rowFound reads a test of @@FETCH_STATUS: that there is a row, or none.
func rowFound(e ir.Expr) (row, known bool) {
	b, ok := unwrap(e).(*ir.Binary)
	if !ok {
		return false, false
	}
	c, ok := unwrap(stripImplicit(b.L)).(*ir.Call)
	n, number := constantInt(b.R)
	if !ok || c.Fn != "tsql.@@fetch_status" || !number {
		return false, false
	}
	switch {
	case b.Op == ir.OpEq && n == 0, b.Op == ir.OpNe && n == -1:
		return true, true
	case b.Op == ir.OpEq && n == -1, b.Op == ir.OpNe && n == 0:
		return false, true
	}
	return false, false
}

// jumps tells lists that go on elsewhere.
func jumps(list []ir.Stmt) bool {
	if i := lastReal(list); i >= 0 {
		if _, ok := list[i].(*ir.Exit); ok {
			return true
		}
	}
	return leaves(list)
}

// fetches tells that a FETCH into the variable stands inside a statement.
func (w *fetchWalk) fetches(s ir.Stmt) bool {
	hit := false
	ir.Walk(s, func(n ir.Node) bool {
		f, ok := n.(*ir.FetchCursor)
		hit = hit || ok && w.into(f)
		return !hit
	})
	return hit
}

func (w *fetchWalk) into(f *ir.FetchCursor) bool {
	for _, e := range f.Into {
		if r, ok := e.(*ir.Ref); ok && r.Name.Key() == w.key {
			return true
		}
	}
	return false
}
