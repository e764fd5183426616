package resolve

import (
	"strings"

	"github.com/crosswalk-db/crosswalk/ir"
)

// isInline tells a function of SQL Server's that is one query: its columns are the query's.
func isInline(r *ir.Routine) bool {
	return r.Function && r.Body != nil && r.ResultVar.IsZero() && r.Returns != nil && r.Returns.Kind == ir.TTableValue
}

// inlineFunctions resolves the functions that are queries before the bodies that use them.
func (c *catalog) inlineFunctions() {
	if c.schema.Source != ir.SQLServer {
		return
	}
	for _, o := range c.schema.Objects {
		if r, ok := o.(*ir.Routine); ok && r.Dropped == "" && isInline(r) {
			c.functionColumns(r)
		}
	}
}

// functionColumns gives the columns of a function in FROM; one that is a query is resolved when it is first asked for.
func (c *catalog) functionColumns(r *ir.Routine) *relation {
	if !isInline(r) {
		if r.Returns != nil && r.Returns.Kind == ir.TTableValue && len(r.Returns.Fields) > 0 {
			c.signature(r)
			return relationOf(r.Returns.Fields, nil)
		}
		return openRelation()
	}
	if rel := c.relations[r]; rel != nil {
		return rel // one that is running calls itself
	}
	if c.frozen {
		return openRelation()
	}
	rel := &relation{obj: r, open: true, state: running}
	c.relations[r] = rel
	c.signature(r)
	j := c.newJob(r)
	c.early[r] = j
	guard(r, j.object)
	var cols []*ir.Field
	if s, ok := r.Body.Body[0].(*ir.SelectStmt); ok {
		cols = s.Query.Cols
	}
	rel.fill(cols, nil)
	return rel
}

// computed gives the computed columns of a function's result table, or of a table type, their types, for those who read it.
func (j *job) computed(t *ir.Table, fields []*ir.Field) {
	if len(t.Columns) != len(fields) {
		return
	}
	rel := &relation{}
	for _, c := range t.Columns {
		rel.add(relCol{name: c.Name, typ: known(c.Type), decl: c})
	}
	rel.seal()
	j.within(t.Name.Last(), rel, func() {
		for i, c := range t.Columns {
			if c.Generated == nil || fields[i].Type != nil {
				continue
			}
			e := ir.Clone(c.Generated)
			j.x(&e)
			c.Type = known(e.Type())
			fields[i].Type = c.Type
		}
	})
}

// tsqlTableFunction gives the columns of what stands in FROM as a call: a function of the sources, or one of the server's
// ("STRING_SPLIT", "OPENJSON", "GENERATE_SERIES").
func (j *job) tsqlTableFunction(t *ir.FuncRef) *relation {
	c, ok := t.X.(*ir.Call)
	if !ok {
		return openRelation()
	}
	if c.Sym != nil {
		if r, ok := c.Sym.Decl.(*ir.Routine); ok {
			return j.c.functionColumns(r)
		}
	}
	rel := &relation{}
	switch strings.TrimPrefix(strings.ToLower(c.Name.Last().Key), "tsql.") {
	case "string_split":
		if len(c.Args) == 0 {
			return openRelation()
		}
		rel.add(relCol{name: ir.MakeName("value"), typ: stringLike(typeOf(c.Args[0].Value))})
		if len(c.Args) > 2 {
			rel.add(relCol{name: ir.MakeName("ordinal"), typ: tBigInt})
		}
	case "openjson":
		rel.add(relCol{name: ir.MakeName("key"), typ: &ir.Type{Kind: ir.TVarChar, Len: 4000, National: true}})
		rel.add(relCol{name: ir.MakeName("value"), typ: tNText})
		rel.add(relCol{name: ir.MakeName("type"), typ: tInt})
	case "generate_series":
		if len(c.Args) == 0 {
			return openRelation()
		}
		rel.add(relCol{name: ir.MakeName("value"), typ: typeOf(c.Args[0].Value)})
	default:
		return openRelation()
	}
	return rel
}
