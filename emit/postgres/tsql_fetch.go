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

func (p *printer) fetchDirection(s *ir.FetchCursor) string {
	if s.Direction == "" {
		return "NEXT"
	}
	dir := s.Direction
	if i := strings.IndexByte(dir, '@'); i >= 0 {
		p.find(diag.TSQLCursorOption, s.Sp, "FETCH %s: the number is in a variable; PL/pgSQL takes it so", dir)
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
			w := &fetchWalk{key: r.Name.Key()}
			w.node(p.obj)
			read = w.read
		}
	}
	if !read {
		return nil
	}
	d, _ := cursorDecl(s.Cursor).(*ir.CursorDecl)
	if d == nil || d.Query == nil || len(d.Query.Cols) != len(s.Into) {
		p.findOnce(diag.TSQLCursorOption, s.Sp, "FETCH past the last row makes its variables NULL, where SQL Server leaves them as they are")
		return nil
	}
	rec := p.rt.auxiliary("fetched", "fetched", "record", "")
	seen := map[string]bool{}
	var sets []string
	for i, f := range d.Query.Cols {
		if f.Name.IsZero() || seen[f.Name.Key] {
			p.findOnce(diag.TSQLCursorOption, s.Sp, "FETCH past the last row makes its variables NULL, where SQL Server leaves them as they are: name the columns of the cursor to have them kept")
			return nil
		}
		seen[f.Name.Key] = true
		sets = append(sets, p.lvalue(s.Into[i])+" := "+rec+"."+p.em.ident(f.Name)+";\n")
	}
	return sets
}

// fetchWalk looks for a place that reads a variable which FETCH fills, other than in the loops that fetch it and behind a test
// of @@FETCH_STATUS.
type fetchWalk struct {
	key     string
	fetched bool
	read    bool
}

func (w *fetchWalk) node(n ir.Node) {
	ir.Walk(n, func(x ir.Node) bool {
		switch x := x.(type) {
		case *ir.Loop:
			if w.fetches(x) {
				w.fetched = true // what it reads inside is there, or the loop would have ended
				return false
			}
		case *ir.If:
			if mentionsFn(x.Branches[0].Cond, "tsql.@@fetch_status") {
				return false
			}
		case *ir.FetchCursor:
			for _, e := range x.Into {
				if r, ok := e.(*ir.Ref); ok && r.Name.Key() == w.key {
					w.fetched = true
				}
			}
			return false
		case *ir.Assign:
			w.node(x.Value)
			if r, ok := x.Target.(*ir.Ref); ok && r.Name.Key() == w.key && !w.read {
				w.fetched = false // another value from here on
			}
			return false
		case *ir.Ref:
			if w.fetched && x.Name.Key() == w.key {
				w.read = true
			}
		}
		return !w.read
	})
}

// fetches tells that a loop fetches into the variable.
func (w *fetchWalk) fetches(l *ir.Loop) bool {
	hit := false
	ir.Walk(l, func(n ir.Node) bool {
		if f, ok := n.(*ir.FetchCursor); ok {
			for _, e := range f.Into {
				if r, ok := e.(*ir.Ref); ok && r.Name.Key() == w.key {
					hit = true
				}
			}
		}
		return !hit
	})
	return hit
}
