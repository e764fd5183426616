package resolve

import "github.com/crosswalk-db/crosswalk/ir"

// relation is what FROM sees of a table, view, query or function: its columns.
type relation struct {
	obj   ir.Object // nil for a query's
	cols  []relCol
	index map[string]int
	open  bool // not all columns are known
	// supplied marks a view of the data dictionary: open, but its columns' names tell their types
	supplied bool
	partial  bool    // a view of SQL Server's catalogue: a column that is not known is the emitter's to report
	view     ir.Name // the name of that view, or of the run-time library's
	fields   []*ir.Field
	row      *ir.Type
	state    state
}

// relCol is a column of a relation.
type relCol struct {
	name   ir.Name
	typ    *ir.Type
	decl   ir.Node // *ir.Column for a table's
	hidden bool    // not part of *: invisible
}

// openRelation stands for what is not in the sources.
func openRelation() *relation { return &relation{open: true, state: done} }

func (r *relation) add(c relCol) {
	if c.typ == nil {
		c.typ = ir.UnknownType
	}
	r.cols = append(r.cols, c)
	r.index = nil
}

// find gives a column, or nil.
func (r *relation) find(name string) *relCol {
	if len(r.cols) <= 8 {
		for i := range r.cols {
			if r.cols[i].name.Key == name {
				return &r.cols[i]
			}
		}
		return nil
	}
	if i, ok := r.index[name]; ok {
		return &r.cols[i]
	}
	return nil
}

// seal ends the adding of columns: find may be called from several goroutines after it.
func (r *relation) seal() {
	if len(r.cols) > 8 && r.index == nil {
		r.index = make(map[string]int, len(r.cols))
		for i := len(r.cols) - 1; i >= 0; i-- {
			r.index[r.cols[i].name.Key] = i
		}
	}
	r.fields = make([]*ir.Field, 0, len(r.cols))
	for i := range r.cols {
		c := &r.cols[i]
		if c.hidden {
			continue
		}
		f := &ir.Field{Name: c.name, Type: c.typ}
		if col, ok := c.decl.(*ir.Column); ok {
			f.Sp, f.NotNull = col.Sp, col.NotNull
		}
		r.fields = append(r.fields, f)
	}
	r.row = &ir.Type{Kind: ir.TRow, Fields: r.fields}
	if r.obj != nil {
		r.row.Decl = r.obj
		r.row.Name = r.obj.Obj().Name
	}
	if r.open {
		r.fields, r.row.Fields = nil, nil
	}
	r.state = done
}

// relationOf makes a relation of query columns; nil columns make an open one.
func relationOf(cols []*ir.Field, names []ir.Name) *relation {
	r := &relation{}
	r.fill(cols, names)
	return r
}

func (r *relation) fill(cols []*ir.Field, names []ir.Name) {
	r.cols, r.index, r.open = nil, nil, false
	switch {
	case cols == nil && len(names) == 0:
		r.open = true
	case cols == nil || len(names) > 0 && len(names) != len(cols):
		for _, n := range names {
			r.add(relCol{name: n})
		}
	default:
		for i, c := range cols {
			n := c.Name
			if len(names) > 0 {
				n = names[i]
			}
			r.add(relCol{name: n, typ: c.Type})
		}
	}
	r.seal()
}
