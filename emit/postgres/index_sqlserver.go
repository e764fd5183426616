package postgres

import (
	"strings"

	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/ir/diag"
)

// specialIndex refuses or leaves out an index that is no B-tree; true where it can be written.
func (p *printer) specialIndex(ix *ir.IndexDef, t *ir.Table) bool {
	name := ix.Name.Last().Text
	switch ix.Special {
	case "COLUMNSTORE":
		p.find(diag.ColumnstoreIndex, ix.Sp, "%s is a columnstore index", name)
		ix.Dropped = "columnstore: PostgreSQL stores tables by row"
	case "FULLTEXT":
		p.find(diag.FullTextIndex, ix.Sp, "the full-text index of %s", ix.Table.Last().Text)
	case "SPATIAL":
		if p.em.opts.PostGIS && t != nil {
			return true
		}
		p.find(diag.SpatialIndex, ix.Sp, "%s is a spatial index", name)
	case "HASH":
		return true // a B-tree serves it, and a range too
	default:
		p.find(diag.XMLIndex, ix.Sp, "%s is of the kind %s", name, strings.ToLower(ix.Special))
	}
	return false
}

// indexMethod gives the access method of an index that is no B-tree.
func indexMethod(ix *ir.IndexDef) string {
	if ix.Special == "SPATIAL" {
		return " USING gist"
	}
	return ""
}

// uniqueIndexNulls gives the clause by which NULL equals NULL, and notes text keys.
func (p *printer) uniqueIndexNulls(ix *ir.IndexDef, t *ir.Table) string {
	cols := plainKeys(ix)
	p.caseInsensitiveKey(t, cols, ix.Sp, ix.Name.Last().Text)
	if t == nil || withoutNulls(ix.Where, cols) {
		return ""
	}
	return p.oneNull(t, cols, ix.Sp, "the index "+ix.Name.Last().Text)
}

// withoutNulls tells whether a filter leaves out the rows where one of the columns is NULL, so that none repeats.
func withoutNulls(where ir.Expr, cols []ir.Name) bool {
	if where == nil {
		return false
	}
	out := map[string]bool{}
	var conj func(ir.Expr)
	conj = func(e ir.Expr) {
		switch x := unwrap(e).(type) {
		case *ir.Binary:
			if x.Op == ir.OpAnd {
				conj(x.L)
				conj(x.R)
			}
		case *ir.IsNull:
			if r, ok := unwrap(x.X).(*ir.Ref); ok && x.Not {
				out[r.Name.Last().Key] = true
			}
		}
	}
	conj(where)
	for _, c := range cols {
		if out[c.Key] {
			return true
		}
	}
	return false
}

// indexedView notes on a view that it has indexes, which are left out.
func (p *printer) indexedView(v *ir.View) {
	if p.em.src.Source != ir.SQLServer {
		return
	}
	for _, o := range p.em.src.Objects {
		ix, ok := o.(*ir.IndexDef)
		if ok && p.em.tableNamed(ix.Schema, ix.Table) == ir.Object(v) {
			p.find(diag.IndexedView, v.Sp, "%s has the index %s, which is left out", v.Name.Last().Text, ix.Name.Last().Text)
			return
		}
	}
}
