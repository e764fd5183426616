package tsql

import "github.com/crosswalk-db/crosswalk/ir"

// knownInsert is INSERT … EXEC of a text that is known: each query of the text that would give rows to the caller becomes the source of an
// INSERT, and each call of a procedure an INSERT … EXEC of its own ("INSERT", execute_statement).
func (l *lowerer) knownInsert(s *ir.ExecDML, k texts) *ir.Block {
	d, ok := s.DML.(*ir.Insert)
	if !ok || d.Exec == nil || d.Returning != nil {
		return nil
	}
	var b *ir.Block
	switch x := d.Exec.(type) {
	case *ir.ExecImmediate:
		b = l.knownExec(x.SQL, nil, nil, x.Sp, k)
	case *ir.CallStmt:
		b = l.knownCall(x, k)
	}
	if b == nil {
		return nil
	}
	r := &rowsInto{of: s, d: d, ok: true}
	b.Body = r.list(b.Body)
	if !r.ok || r.n == 0 {
		return nil
	}
	return b
}

// rowsInto puts INSERTs in the place of what gives rows.
type rowsInto struct {
	of *ir.ExecDML
	d  *ir.Insert
	n  int
	ok bool
}

func (r *rowsInto) list(list []ir.Stmt) []ir.Stmt {
	out := make([]ir.Stmt, len(list))
	for i, s := range list {
		out[i] = r.stmt(s)
	}
	return out
}

func (r *rowsInto) stmt(s ir.Stmt) ir.Stmt {
	switch s := s.(type) {
	case *ir.SelectStmt:
		if sel := ir.FirstSelect(s.Query.Body); sel != nil && (!sel.IntoTbl.IsZero() || sel.Items[0].Assign != nil) {
			return s
		}
		return r.insert(func(d *ir.Insert) { d.Query = s.Query })
	case *ir.CallStmt:
		if c, ok := s.X.(*ir.Call); ok && (c.Fn == "" || c.Fn == "tsql.sp_executesql") {
			return r.insert(func(d *ir.Insert) { d.Exec = s })
		}
	case *ir.ExecImmediate:
		return r.insert(func(d *ir.Insert) { d.Exec = s })
	case *ir.ExecDML:
		if x := ir.ReturningOf(s.DML); x != nil && x.IntoTbl.IsZero() {
			r.ok = false // OUTPUT gives rows as well
		}
	case *ir.NamedStmt:
		s.Body = r.stmt(s.Body)
	case *ir.If:
		for i := range s.Branches {
			s.Branches[i].Body = r.list(s.Branches[i].Body)
		}
		s.Else = r.list(s.Else)
	case *ir.Loop:
		s.Body = r.list(s.Body)
	case *ir.Block:
		s.Body = r.list(s.Body)
		for _, h := range s.Handlers {
			h.Body = r.list(h.Body)
		}
	}
	return s
}

func (r *rowsInto) insert(source func(d *ir.Insert)) ir.Stmt {
	d := *r.d
	d.Exec = nil
	if r.n > 0 {
		d.Target = ir.Clone(r.d.Target)
	}
	r.n++
	source(&d)
	s := &ir.ExecDML{DML: &d}
	s.Sp = r.of.Sp
	return s
}
