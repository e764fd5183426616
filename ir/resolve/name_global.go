package resolve

import (
	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/ir/diag"
)

// global looks for schema-level names: packages' members, functions, sequences, what comes with the database.
func (j *job) global(n *ir.Ref) ir.Expr {
	parts := n.Name.Parts
	if k := len(parts); k >= 2 {
		if last := parts[k-1]; last.Is("NEXTVAL") || last.Is("CURRVAL") {
			return j.sequence(n, parts[:k-1], last.Is("CURRVAL"))
		}
	}
	if len(parts) == 1 && !parts[0].Quoted {
		if x := j.niladic(n); x != nil {
			return x
		}
	}
	for k := min(2, len(parts)-1); k >= 1; k-- {
		info := j.pkg(parts[:k])
		if info == nil {
			continue
		}
		if e := info.sc.find(parts[k].Key); e != nil && j.sees(e) {
			if x := j.bind(n, e, parts[k+1:]); x != nil {
				return x
			}
		}
	}
	for k := min(2, len(parts)); k >= 1; k-- {
		o := j.c.lookup(j.base.Schema, parts[:k])
		if r, ok := o.(*ir.Routine); ok && !j.tsql() { // SQL Server calls none without parentheses
			return j.callOf(n, j.c.entries[r], parts[k:])
		}
	}
	if len(parts) > 1 && j.outside(n.Name) || len(parts) == 1 && isSuppliedName(parts[0].Key) {
		n.Sym = &ir.Symbol{Kind: ir.SymSupplied, Type: suppliedValue(n.Name)}
		n.SetType(n.Sym.Type)
		return n
	}
	return nil
}

func (j *job) sequence(n *ir.Ref, parts []ir.Name, current bool) ir.Expr {
	s := &ir.SeqValue{Seq: ir.QName{Parts: parts, Sp: n.Name.Sp}, Current: current}
	s.Sp, s.T = n.Sp, tCount
	j.nextValue(s)
	return s
}

// nextValue finds the sequence of NEXTVAL, CURRVAL or NEXT VALUE FOR.
func (j *job) nextValue(s *ir.SeqValue) {
	if s.Decl != nil || !s.Seq.Link.IsZero() {
		return
	}
	s.Decl, _ = j.c.lookup(j.base.Schema, s.Seq.Parts).(*ir.Sequence)
	if s.Decl == nil {
		if t, ok := j.c.synonymTarget(j.base.Schema, s.Seq.Parts); !ok || t.Link.IsZero() {
			j.missing(s.Seq, "sequence")
		}
	}
	if j.routine != nil {
		j.routine.Writes = true
	}
}

// unknownRef reports a name that nothing has.
func (j *job) unknownRef(n *ir.Ref) {
	n.SetType(tUnknown)
	parts := n.Name.Parts
	if len(parts) > 1 && j.inSight(parts[0].Key) {
		j.missing(n.Name, "field")
		return
	}
	// A member of a package: the package is what is missing, and it is reported once.
	if len(parts) > 1 {
		if info := j.pkg(parts[:1]); info == nil {
			j.missing(ir.QName{Parts: parts[:1], Sp: n.Name.Sp}, "package or table")
			return
		}
	}
	j.missing(n.Name, "name")
}

// inSight tells whether a variable or cursor record of the name is in scope.
func (j *job) inSight(name string) bool {
	for s := j.sc; s != nil; s = s.parent {
		if !s.query && s.find(name) != nil {
			return true
		}
	}
	return false
}

// noColumn reports a column that a known table does not have.
func (j *job) noColumn(n ir.QName, o ir.Object) {
	if o == nil {
		j.missing(n, "column")
		return
	}
	j.once("column "+n.Key(), diag.NoColumn, n, o.ObjKind()+" "+o.Obj().Name.Key()+" has no column "+n.Last().Key)
}
