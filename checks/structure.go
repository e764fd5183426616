package checks

import (
	"fmt"
	"slices"
	"strings"
)

// plan is a pair that is ready to be compared.
type plan struct {
	pair     *Pair
	src, tgt *Table
	cols     []planColumn // those of the key first
	keys     int          // how many of cols are the key
	ranged   bool         // the first key column can be cut into ranges
	streamed bool
	own      bool // both sides can compute the engine's own hash
	result   *TableResult
}

type planColumn struct {
	src, tgt *Column
	as       Canon
}

// rangeable tells columns that can be cut into ranges: NULL is in none of them.
func (c planColumn) rangeable() bool { return c.as.rangeable() && c.src.NotNull && c.tgt.NotNull }

// structure compares the tables and makes the plan; nil where nothing can be compared.
func structure(p *Pair, src, tgt *Table, same bool, o *Options) *plan {
	r := &TableResult{Source: p.Source, Target: p.Target, State: Equal, Skipped: slices.Clone(p.Skip)}
	pl := &plan{pair: p, src: src, tgt: tgt, result: r, own: same, streamed: o.Stream}
	switch {
	case src == nil:
		return refuse(pl, "the source has no table "+p.Source.String())
	case tgt == nil:
		return refuse(pl, "the target has no table "+p.Target.String())
	}
	pl.unmapped()
	key := p.Key
	if key == nil {
		key = src.Key
	}
	var keyed, rest []planColumn
	byKey := map[string]planColumn{}
	for _, cp := range p.Columns {
		c, ok := columnPlan(pl, cp, same, o.Tolerance == 0)
		switch {
		case !ok:
		case slices.Contains(key, cp.Source):
			byKey[cp.Source] = c
		default:
			rest = append(rest, c)
		}
	}
	for _, k := range key {
		if c, ok := byKey[k]; ok {
			keyed = append(keyed, c)
		}
	}
	if len(keyed) != len(key) || anyStreamed(keyed) { // a part of a key finds nothing
		r.Structure = append(r.Structure, "the key "+strings.Join(key, ", ")+" cannot be compared as a whole: rows are compared as a multiset")
		rest, keyed = append(keyed, rest...), nil
	}
	pl.cols, pl.keys = append(keyed, rest...), len(keyed)
	if len(pl.cols) == 0 {
		return refuse(pl, "no column can be compared")
	}
	pl.streamed = pl.streamed || anyStreamed(rest)
	pl.ranged = pl.keys > 0 && pl.cols[0].rangeable()
	pl.uniqueKey()
	return pl
}

func refuse(pl *plan, why string) *plan {
	pl.result.State = NotChecked
	pl.result.Structure = append(pl.result.Structure, why)
	pl.cols = nil
	return pl
}

func anyStreamed(cols []planColumn) bool {
	return slices.ContainsFunc(cols, func(c planColumn) bool { return c.as.streamed() })
}

func columnPlan(pl *plan, cp ColumnPair, same, exact bool) (planColumn, bool) {
	c := planColumn{src: pl.src.column(cp.Source), tgt: pl.tgt.column(cp.Target)}
	r := pl.result
	switch {
	case c.src == nil:
		r.Structure = append(r.Structure, "the source has no column "+cp.Source)
		return c, false
	case c.tgt == nil:
		r.Structure = append(r.Structure, "the target has no column "+cp.Target)
		r.Skipped = append(r.Skipped, Skipped{Column: cp.Source, Reason: "the target has no column " + cp.Target})
		return c, false
	}
	as, err := agree(c.src, c.tgt, same, exact)
	if err != nil {
		r.Skipped = append(r.Skipped, Skipped{Column: cp.Source, Reason: err.Error()})
		return c, false
	}
	if c.src.NotNull != c.tgt.NotNull {
		word := map[bool]string{true: "NOT NULL", false: "NULL"}
		r.Structure = append(r.Structure, fmt.Sprintf("column %s is %s, %s in the target %s", cp.Source, word[c.src.NotNull], cp.Target, word[c.tgt.NotNull]))
	}
	if same && c.src.Type != c.tgt.Type || narrower(c.src, c.tgt) {
		r.Structure = append(r.Structure, fmt.Sprintf("column %s is %s, %s in the target %s", cp.Source, c.src.Type, cp.Target, c.tgt.Type))
	}
	c.as = as
	return c, true
}

// narrower tells whether the target's column cannot hold all that the source's can. Between engines the names of types differ
// anyway; a limit that has become tighter is worth a word.
func narrower(src, tgt *Column) bool {
	texts := func(c *Column) bool { return c.Class == Text || c.Class == Char }
	switch {
	case tgt.Length == 0:
		return false
	case texts(src) && texts(tgt), src.Class == tgt.Class && (src.Class == Int || src.Class == Float):
		return src.Length == 0 || src.Length > tgt.Length
	case src.Class == Decimal && tgt.Class == Decimal:
		return src.Length == 0 || src.Scale > tgt.Scale || src.Length-src.Scale > tgt.Length-tgt.Scale
	}
	return false
}

// unmapped tells of columns of the target that nothing is compared with.
func (pl *plan) unmapped() {
	held := map[string]bool{}
	for _, c := range pl.pair.Columns {
		held[c.Target] = true
	}
	for _, s := range pl.pair.Skip {
		held[s.Target] = true
	}
	for _, c := range pl.tgt.Columns {
		if !held[c.Name] {
			pl.result.Structure = append(pl.result.Structure, "the target's column "+c.Name+" holds nothing of the source")
		}
	}
}

// uniqueKey makes sure that the key finds one row on each side: where it is not unique, a row that is there twice would
// hide behind its twin, so such tables are compared as multisets of rows.
func (pl *plan) uniqueKey() {
	var src, tgt []string
	for _, c := range pl.cols[:pl.keys] {
		src, tgt = append(src, c.src.Name), append(tgt, c.tgt.Name)
	}
	switch {
	case pl.keys == 0:
		return
	case !sameSet(src, pl.src.Key):
		pl.result.Structure = append(pl.result.Structure, fmt.Sprintf("(%s) is no key of the source: rows are compared as a multiset", strings.Join(src, ", ")))
	case !sameSet(tgt, pl.tgt.Key):
		pl.result.Structure = append(pl.result.Structure, fmt.Sprintf("the key (%s) is no key of the target: rows are compared as a multiset", strings.Join(tgt, ", ")))
	default:
		pl.result.Key = src
		return
	}
	pl.keys = 0
}

func sameSet(a, b []string) bool {
	a, b = slices.Clone(a), slices.Clone(b)
	slices.Sort(a)
	slices.Sort(b)
	return slices.Equal(a, b)
}
