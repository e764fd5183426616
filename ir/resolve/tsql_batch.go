package resolve

import (
	"slices"
	"strings"

	"github.com/crosswalk-db/crosswalk/ir"
)

// batchTable finds what only a batch knows: a table variable, a table-valued parameter, a temporary table, the tables inserted
// and deleted of a trigger. Nil for everything else.
func (j *job) batchTable(t *ir.TableRef) *relation {
	key := t.Name.Last().Key
	if rel := j.madeHere(t); rel != nil {
		return rel
	}
	switch {
	case isBatchName(t.Name.Last()) && j.temps[key] != nil:
		return j.temps[key]
	case strings.HasPrefix(key, "@"):
		e := j.findEntry(t.Name.Parts[len(t.Name.Parts)-1:], func(e *entry) bool { return e.kind == ir.SymVar || e.kind == ir.SymParam })
		if e == nil {
			j.missing(t.Name, "table variable")
			return openRelation()
		}
		j.c.ensure(e)
		b := known(e.typ).Base()
		if b.Kind != ir.TTableValue && b.Kind != ir.TRecord {
			return openRelation()
		}
		return relationOf(b.Fields, nil)
	case strings.HasPrefix(key, "#"):
		return j.tempOfOthers(key)
	case j.trigger != nil && len(t.Name.Parts) == 1 && (key == "INSERTED" || key == "DELETED"):
		t.Transition = strings.ToLower(key)
		if j.row != nil {
			return j.row
		}
		return openRelation()
	}
	return j.madeElsewhere(t)
}

// isBatchName tells the names of temporary tables and of table variables.
func isBatchName(n ir.Name) bool { return ir.IsTempName(n) || strings.HasPrefix(n.Text, "@") }

// batchDDL resolves what a body defines, and notes its temporary tables for the statements behind.
func (j *job) batchDDL(s *ir.DDL) {
	if j.routine != nil {
		j.routine.Writes = true
	}
	s.Objects = slices.DeleteFunc(s.Objects, func(o ir.Object) bool {
		t, ok := o.(*ir.Table)
		return ok && !t.OfType.IsZero() && !j.ofTableType(t)
	})
	for _, o := range s.Objects {
		switch o := o.(type) {
		case *ir.Table:
			j.batchCreate(o)
		case *ir.AlterTable:
			if ir.IsTempName(o.Name.Last()) {
				j.batchAlter(o)
			} else {
				j.bodyAlter(o)
			}
		case *ir.IndexDef:
			rel := j.temps[tempKey(o.Table)]
			if rel == nil && !isBatchName(o.Table.Last()) {
				rel = j.bodyRelation(o.Table)
			}
			if rel != nil {
				j.within(o.Table.Last(), rel, func() { j.indexParts(o) })
			}
		}
	}
}

// within resolves expressions over the columns of one table.
func (j *job) within(name ir.Name, rel *relation, do func()) {
	saved := j.sc
	j.sc = &scope{parent: saved, query: true, ranges: []*rangeVar{{name: name, rel: rel}}}
	do()
	j.sc = saved
}

func (j *job) indexParts(ix *ir.IndexDef) {
	for _, k := range ix.Keys {
		j.x(&k.Expr)
	}
	if ix.Where != nil {
		j.x(&ix.Where)
	}
}

// batchCreate resolves a table that a body makes, and notes it for the statements behind.
func (j *job) batchCreate(t *ir.Table) {
	rel := &relation{}
	for _, c := range t.Columns {
		j.typ(c.Type)
		rel.add(relCol{name: c.Name, typ: known(c.Type), decl: c})
	}
	rel.seal()
	j.within(t.Name.Last(), rel, func() {
		for _, c := range t.Columns {
			j.tempColumn(rel, c)
		}
		for _, k := range t.Constraints {
			if k.Check != nil {
				j.x(&k.Check)
			}
		}
	})
	j.temp(tempKey(t.Name), rel)
}

// tempColumn resolves the expressions of a column of a table that a body makes.
func (j *job) tempColumn(rel *relation, c *ir.Column) {
	if c.Generated != nil {
		j.x(&c.Generated)
		c.Type = known(c.Generated.Type())
		if rc := rel.find(c.Name.Key); rc != nil {
			rc.typ = c.Type
		}
	}
	if c.Default != nil {
		j.x(&c.Default)
		j.stored(&c.Default, c.Type)
	}
}

// ofTableType gives a variable's table the columns and keys of its table type; false where the variable is of another type.
func (j *job) ofTableType(t *ir.Table) bool {
	e := j.findEntry(t.Name.Parts, func(e *entry) bool { return e.kind == ir.SymVar })
	if e == nil {
		return false
	}
	j.c.ensure(e)
	b := known(e.typ)
	if b.Base().Kind != ir.TTableValue {
		return false
	}
	o, ok := b.Decl.(*ir.TypeObject)
	if !ok || o.Shape == nil {
		return false
	}
	for _, c := range o.Shape.Columns {
		k := *c
		k.Default, k.Generated, k.Comments = ir.Clone(c.Default), ir.Clone(c.Generated), nil
		t.Columns = append(t.Columns, &k)
	}
	for _, k := range o.Shape.Constraints {
		c := *k
		c.Name, c.Check, c.Comments = ir.Name{}, ir.Clone(k.Check), nil
		t.Constraints = append(t.Constraints, &c)
	}
	return true
}

func (j *job) temp(key string, rel *relation) {
	if j.temps == nil {
		j.temps = map[string]*relation{}
	}
	j.temps[key] = rel
}

// batchSelect resolves what SELECT does besides: it assigns to variables, or makes a table.
func (j *job) batchSelect(s *ir.SelectStmt) {
	if j.routine != nil {
		j.routine.Reads = true
	}
	sel, ok := s.Query.Body.(*ir.Select)
	if !ok {
		if u, set := s.Query.Body.(*ir.SetOp); set {
			sel = firstBlock(u)
		}
		if sel == nil {
			return
		}
	}
	if !sel.IntoTbl.IsZero() {
		j.columnNulls(s.Query)
		j.temp(tempKey(sel.IntoTbl), relationOf(s.Query.Cols, nil))
		if j.routine != nil {
			j.routine.Writes = true
		}
	}
	for _, it := range sel.Items {
		if it.Assign == nil {
			continue
		}
		j.x(&it.Assign)
		j.assignedTo(it.Assign)
		if it.Expr != nil {
			j.tsqlAssign(&it.Expr, typeOf(it.Assign))
		}
	}
}

func firstBlock(u *ir.SetOp) *ir.Select {
	for {
		switch l := u.L.(type) {
		case *ir.Select:
			return l
		case *ir.SetOp:
			u = l
		default:
			return nil
		}
	}
}

// tsqlAssign converts what is assigned to a variable. A text or bytes that are too long lose their end there, without an error.
func (j *job) tsqlAssign(e *ir.Expr, t *ir.Type) {
	if *e == nil || t == nil {
		return
	}
	from, to := typeOf(*e).Base(), t.Base()
	if from.IsString() && to.IsString() && to.Kind != ir.TText && to.Len > 0 && (from.Len > to.Len || from.Len == 0 || from.Kind == ir.TText) {
		cast(e, to)
		return
	}
	if from.Kind == ir.TBytes && to.CutsBytes(from) {
		cast(e, to)
		return
	}
	j.tsqlStore(e, t)
}
