package postgres

import (
	"hash/fnv"
	"slices"
	"strings"

	"github.com/crosswalk-db/crosswalk/ir"
)

// computedKey is UPPER(column) or LOWER(column) as a key of a unique index. It counts as a column of the name that is its text.
type computedKey struct {
	name, col ir.Name
	of        func(string) string
}

func computed(e ir.Expr) (computedKey, bool) {
	c, ok := unwrap(e).(*ir.Call)
	if !ok || len(c.Args) != 1 || c.Fn != "upper" && c.Fn != "lower" {
		return computedKey{}, false
	}
	r, ok := unwrapNil(c.Args[0].Value).(*ir.Ref)
	if !ok || len(r.Name.Parts) == 0 {
		return computedKey{}, false
	}
	text := c.Fn + "(" + r.Name.Last().Key + ")"
	k := computedKey{name: ir.Name{Text: text, Key: text}, col: r.Name.Last(), of: strings.ToUpper}
	if c.Fn == "lower" {
		k.of = strings.ToLower
	}
	return k, true
}

func (k computedKey) value(values map[string]rowValue) rowValue {
	v := values[k.col.Key]
	if v.asked {
		return rowValue{}
	}
	v.text = k.of(v.text)
	return v
}

// indexStage is when an index is made: behind the data, unless rows come twice that it has to keep out.
func (em *emitter) indexStage(ix *ir.IndexDef, t *ir.Table) ir.Stage {
	if t != nil && ix.Unique && em.rows.conflicts[t] {
		return ir.StageRoutine
	}
	return ir.StageIndex
}

// forget takes the keys of the rows that a DELETE takes away out of those that are there: all of them, unless its condition
// names the values of the one key that is known.
func (p *rowPlan) forget(t *ir.Table, where ir.Expr) {
	if where == nil {
		p.refill = p.refill || p.holds[t]
		delete(p.holds, t)
		delete(p.counted, t)
	}
	col, gone := namedRows(where)
	at := -1
	for i, cols := range p.uniqueCols(t) {
		switch {
		case len(cols) == 1 && cols[0].Key == col:
			at = i
		case !slices.ContainsFunc(cols, func(n ir.Name) bool { return counts(t, n) }):
			at = -2
		}
		if at == -2 {
			break
		}
	}
	if at < 0 {
		delete(p.seen, t)
		return
	}
	cols := p.uniqueCols(t)[at]
	for _, e := range gone {
		v := p.eval(e)
		if !v.known || v.asked {
			delete(p.seen, t)
			return
		}
		delete(p.seen[t], keyHash(rowKey(at, cols, map[string]rowValue{col: v})))
	}
}

// counts tells columns whose values the server counts: no script knows them.
func counts(t *ir.Table, n ir.Name) bool {
	c := t.Column(n)
	if c == nil {
		return false
	}
	_, seq := unwrapNil(c.Default).(*ir.SeqValue)
	return seq || c.Identity != nil
}

// namedRows reads column = constant and column IN (constants).
func namedRows(where ir.Expr) (col string, values []ir.Expr) {
	ref := func(e ir.Expr) string {
		if r, ok := unwrapNil(e).(*ir.Ref); ok && len(r.Name.Parts) > 0 {
			return r.Name.Last().Key
		}
		return ""
	}
	switch x := unwrapNil(where).(type) {
	case *ir.Binary:
		if x.Op == ir.OpEq {
			return ref(x.L), []ir.Expr{x.R}
		}
	case *ir.In:
		if !x.Not && x.Query == nil {
			return ref(x.X), x.List
		}
	}
	return "", nil
}

func keyHash(key string) uint64 {
	h := fnv.New64a()
	h.Write([]byte(key))
	return h.Sum64()
}
