package postgres

import (
	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/ir/diag"
)

// planRowCursors finds the cursors of packages whose rows a heading, a package variable or a type names with %ROWTYPE:
// a record is enough inside a body, but those need a composite type, which stands with the package's record types.
func (em *emitter) planRowCursors() {
	em.eachRoutine(func(r *ir.Routine) {
		for _, q := range r.Params {
			em.markRowCursor(q.Type, 0)
		}
		em.markRowCursor(r.Returns, 0)
	})
	for _, o := range em.src.Objects {
		pk, ok := o.(*ir.Package)
		if !ok {
			continue
		}
		eachPackageDecl(pk, func(d ir.Decl) {
			switch d := d.(type) {
			case *ir.VarDecl:
				em.markRowCursor(d.Type, 0)
			case *ir.TypeDecl:
				em.markRowCursor(d.Type, 0)
			}
		})
	}
}

func (em *emitter) markRowCursor(t *ir.Type, depth int) {
	if t == nil || depth > 8 {
		return
	}
	if c, ok := t.Decl.(*ir.CursorDecl); ok && t.Kind == ir.TRow && em.packageCursors[c] != nil {
		em.plan.rowCursors[c] = true
		return
	}
	em.markRowCursor(t.Elem, depth+1)
	if t.Kind == ir.TRecord {
		for _, f := range t.Fields {
			em.markRowCursor(f.Type, depth+1)
		}
	}
}

// cursorRow is the name of the composite type for the rows of a package's cursor.
func (em *emitter) cursorRow(c *ir.CursorDecl) string {
	return em.memberName(em.packageCursors[c], em.fold(c.Name)+"_row")
}

// packageRow writes the type of a package cursor's rows where it is used; "" for other cursors.
func (p *printer) packageRow(c *ir.CursorDecl, t *ir.Type) string {
	pk := p.em.packageCursors[c]
	if pk == nil {
		return ""
	}
	p.cursorTrouble(c)
	if !p.em.plan.rowCursors[c] {
		return ""
	}
	if len(cursorFields(c, t)) == 0 {
		p.find(diag.RecordField, t.Sp, "the columns of the cursor %s are not known", c.Name.Text)
		return "record"
	}
	if p.obj != ir.Object(pk) {
		p.need("package types", p.em.packageSchema(pk))
	}
	return p.em.cursorRow(c)
}

// cursorFields are the columns of a cursor's rows; nil when they are not known.
func cursorFields(c *ir.CursorDecl, t *ir.Type) []*ir.Field {
	fields := t.Fields
	if len(fields) == 0 && c.RowType != nil {
		fields = c.RowType.Fields
	}
	for _, f := range fields {
		if f.Name.IsZero() {
			return nil
		}
	}
	return fields
}

// packageRowTypes writes the composite types for cursors of a package.
func (p *printer) packageRowTypes(pk *ir.Package) {
	eachPackageDecl(pk, func(d ir.Decl) {
		c, ok := d.(*ir.CursorDecl)
		if !ok || !p.em.plan.rowCursors[c] || c.RowType == nil {
			return
		}
		if fields := cursorFields(c, c.RowType); len(fields) > 0 {
			p.W(p.compositeType(p.em.cursorRow(c), fields), "\n\n")
		}
	})
}

// recordText writes a value that goes where t is declared; a record becomes a value of its type.
func (p *printer) recordText(e ir.Expr, value func(*printer), t *ir.Type) string {
	s := p.text(value)
	if e != nil && t != nil && t.Is(ir.TRow, ir.TRecord) {
		return p.recordArg(e, atom(s, cUnknown), t).s
	}
	return s
}

// recordArg writes a record as a value of the composite type that a parameter or an element has: PL/pgSQL casts no record
// to one.
func (p *printer) recordArg(e ir.Expr, v val, to *ir.Type) val {
	r, ok := unwrap(e).(*ir.Ref)
	if !ok || r.Sym == nil || r.Sym.Fields > 0 || !to.Is(ir.TRow, ir.TRecord) {
		return v
	}
	if !p.looseRecord(r) {
		return v
	}
	want := p.quietType(to, useParam)
	fields := r.Type().Base().Fields
	if len(fields) == 0 || want == "record" {
		p.find(diag.RecordField, e.Span(), "the record %s is passed on, and its columns are not known", r.Name.Last().Text)
		return v
	}
	if n := len(to.Base().Fields); n > 0 && n != len(fields) {
		p.find(diag.StmtNotConverted, e.Span(), "the record %s has %d fields, and goes where %d are declared", r.Name.Last().Text, len(fields), n)
		return v
	}
	s := ""
	for i, f := range fields {
		if f.Name.IsZero() {
			p.find(diag.RecordField, e.Span(), "the record %s is passed on, and a column of it has no name", r.Name.Last().Text)
			return v
		}
		if i > 0 {
			s += ", "
		}
		s += v.s + "." + p.em.ident(f.Name)
	}
	return val{"ROW(" + s + ")::" + want, precCast, v.c}
}

// looseRecord tells variables of PL/pgSQL's type record, whose columns are known while they have a row only: no statement of
// SQL can take them apart by a star.
func (p *printer) looseRecord(e ir.Expr) bool {
	r, ok := unwrap(e).(*ir.Ref)
	if !ok || r.Sym == nil || r.Sym.Fields > 0 {
		return false
	}
	switch d := r.Sym.Decl.(type) {
	case *ir.ForCursor:
		return true
	case *ir.VarDecl:
		return p.varType(d) == "record"
	}
	return false
}
