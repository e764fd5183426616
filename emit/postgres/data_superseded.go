package postgres

import (
	"slices"

	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/ir/diag"
)

// planSuperseded finds the statements of scripts that are about a table which the same file creates, where another file
// creates one of that name as well: folders of examples and of versions do so. One definition is converted, and rows that
// were written for another may not fit it, or put its keys in twice.
func (p *rowPlan) planSuperseded() {
	latest := map[*diag.File]map[string]ir.Object{} // the table that a file has made so far, by schema and name
	for _, o := range p.em.src.Objects {
		f := o.Span().Root()
		switch o := o.(type) {
		case *ir.Table:
			if latest[f] == nil {
				latest[f] = map[string]ir.Object{}
			}
			latest[f][tableKey(o)] = o
		case *ir.DataScript:
			if o.Dropped != "" || latest[f] == nil {
				continue
			}
			for _, s := range o.Stmts {
				if t := supersededTable(s, latest[f]); t != nil {
					p.superseded[s] = t.Obj().Name.Last().Text
					forget(&o.Findings, s.Span())
				}
			}
		}
	}
}

// forget takes back what was found in a statement that is left out.
func forget(l *diag.List, sp diag.Span) {
	l.Items = slices.DeleteFunc(l.Items, func(f *diag.Finding) bool { return overlap(f.Span, sp) })
}

func tableKey(t *ir.Table) string { return t.Schema.Key + "." + t.Name.Last().Key }

// supersededTable gives a table of a statement whose definition in the statement's own file is not the one that stands.
func supersededTable(s ir.Stmt, own map[string]ir.Object) ir.Object {
	var n ir.Node = s
	if r, ok := s.(*ir.Repeat); ok {
		n = r.Of.Stmt
	}
	var found ir.Object
	ir.Walk(n, func(n ir.Node) bool {
		if r, ok := n.(*ir.TableRef); ok {
			if t, ok := r.Decl.(*ir.Table); ok {
				if o := own[tableKey(t)]; o != nil && o != ir.Object(t) && o.Obj().Dropped != "" {
					found = t
				}
			}
		}
		return found == nil
	})
	return found
}
