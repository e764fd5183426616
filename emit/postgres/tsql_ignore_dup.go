package postgres

import (
	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/ir/diag"
)

// An INSERT passes over the rows whose key is there already where the key has IGNORE_DUP_KEY ("CREATE INDEX", IGNORE_DUP_KEY; it warns of them).
// ON CONFLICT DO NOTHING does the same, for all keys of the table.

// dupKeys counts the unique keys of a table, and those that ignore duplicates.
type dupKeys struct{ ignore, all int }

func (k *dupKeys) constraint(c *ir.Constraint) {
	if c.Kind == ir.PrimaryKey || c.Kind == ir.Unique {
		k.add(c.IgnoreDup)
	}
}

func (k *dupKeys) index(x *ir.IndexDef) {
	if x.Unique {
		k.add(x.IgnoreDup)
	}
}

func (k *dupKeys) add(ignore bool) {
	k.all++
	if ignore {
		k.ignore++
	}
}

// passOver writes ON CONFLICT DO NOTHING where a key of the table ignores duplicates.
func (p *printer) passOver(d *ir.Insert, t *ir.TableRef) {
	var k dupKeys
	if tbl, ok := t.Decl.(*ir.Table); ok {
		if x := p.em.dups[tbl]; x != nil {
			k = *x
		}
	} else if isTemp(t.Name.Last()) {
		k = p.tempDupKeys(t.Name.Last().Key)
	}
	if k.ignore == 0 {
		return
	}
	p.W("\nON CONFLICT DO NOTHING")
	if k.all > k.ignore {
		p.findOnce(diag.TSQLApprox, d.Sp, "IGNORE_DUP_KEY of one key of %s: ON CONFLICT DO NOTHING passes over rows that are there by another key too", t.Name.Last().Text)
	}
}

// planDupKeys is the pass that counts the keys of the tables of the sources.
func (em *emitter) planDupKeys() {
	if em.src.Source != ir.SQLServer {
		return
	}
	em.dups = map[ir.Object]*dupKeys{}
	of := func(o ir.Object) *dupKeys {
		if em.dups[o] == nil {
			em.dups[o] = &dupKeys{}
		}
		return em.dups[o]
	}
	for _, o := range em.src.Objects {
		switch o := o.(type) {
		case *ir.Table:
			for _, c := range o.Constraints {
				of(o).constraint(c)
			}
		case *ir.IndexDef:
			if tbl := em.tableNamed(o.Schema, o.Table); tbl != nil {
				of(tbl).index(o)
			}
		}
	}
}

// tempDupKeys counts the keys of a temporary table or a table variable, which the body at hand makes. A script with thousands of rows
// for one asks for each of them: the body is looked through once.
func (p *printer) tempDupKeys(key string) dupKeys {
	return fact(p.em, factKey{kind: "temporary keys", of: p.obj}, func() map[string]dupKeys { return dupKeysIn(p.obj) })[key]
}

func dupKeysIn(o ir.Object) map[string]dupKeys {
	m := map[string]dupKeys{}
	ir.Walk(o, func(n ir.Node) bool {
		switch n := n.(type) {
		case *ir.Table:
			k := m[n.Name.Last().Key]
			for _, c := range n.Constraints {
				k.constraint(c)
			}
			m[n.Name.Last().Key] = k
		case *ir.IndexDef:
			k := m[n.Table.Last().Key]
			k.index(n)
			m[n.Table.Last().Key] = k
		}
		return true
	})
	return m
}
