package resolve

import (
	"strings"

	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/ir/diag"
)

// rename folds RENAME a TO b of what is no table.
func (a *assembly) rename(x *ir.AlterTable) bool {
	if len(x.Actions) != 1 || x.Actions[0].RenameTo.IsZero() {
		return false
	}
	for _, o := range a.s.Objects {
		switch o.(type) {
		case *ir.View, *ir.Sequence, *ir.Synonym, *ir.MaterializedView:
		default:
			continue
		}
		if b := o.Obj(); b.Dropped == "" && b.Name.Last().Key == x.Name.Last().Key && b.Schema.Key == x.Schema.Key {
			b.Name = renamed(b.Name, x.Actions[0].RenameTo)
			x.Done = true
			a.gone[x] = true
			a.index()
			return true
		}
	}
	return false
}

// alterObjects folds ALTER TRIGGER, ALTER SEQUENCE and ALTER INDEX.
func (a *assembly) alterObjects() {
	for _, o := range a.s.Objects {
		x, ok := o.(*ir.AlterObject)
		if !ok || x.Dropped != "" || a.gone[o] {
			continue
		}
		if a.allTriggers(x) {
			continue
		}
		t := a.alterTarget(x)
		if t == nil {
			x.Findings.Add(diag.AlterWithoutTable, x.Name.Sp, "not in the sources: %s %s", strings.ToLower(x.Kind), x.Name.Key())
			continue
		}
		b := t.Obj()
		if !x.RenameTo.IsZero() {
			b.Name = renamed(b.Name, x.RenameTo)
		}
		switch t := t.(type) {
		case *ir.Trigger:
			t.Disabled = (t.Disabled || x.Disable) && !x.Enable
		case *ir.IndexDef:
			t.Disabled = (t.Disabled || x.Disable) && !x.Enable
		case *ir.Sequence:
			if x.Options != nil {
				alterSequence(&t.SequenceOptions, x.Options)
			}
		}
		b.Findings.Items = append(b.Findings.Items, x.Findings.Items...)
		a.gone[o] = true
	}
}

// alterTarget finds what an ALTER of something other than a table changes.
func (a *assembly) alterTarget(x *ir.AlterObject) ir.Object {
	var only ir.Object
	n := 0
	for _, o := range a.s.Objects {
		b := o.Obj()
		if b.Dropped != "" || a.gone[o] || !strings.EqualFold(o.ObjKind(), x.Kind) || b.Name.IsZero() || b.Name.Last().Key != x.Name.Last().Key {
			continue
		}
		if ix, ok := o.(*ir.IndexDef); ok && !x.Table.IsZero() && ix.Table.Last().Key != x.Table.Last().Key {
			continue
		}
		if b.Schema.Key == x.Schema.Key {
			return o
		}
		only = o
		n++
	}
	if n == 1 {
		return only
	}
	return nil
}

// alterSequence applies the options that ALTER SEQUENCE writes.
func alterSequence(s, x *ir.SequenceOptions) {
	for _, f := range []struct{ to, from *string }{{&s.Start, &x.Start}, {&s.Increment, &x.Increment}, {&s.Min, &x.Min}, {&s.Max, &x.Max}, {&s.Cache, &x.Cache}} {
		if *f.from != "" {
			*f.to = *f.from
		}
	}
	s.NoMin = (s.NoMin || x.NoMin) && x.Min == ""
	s.NoMax = (s.NoMax || x.NoMax) && x.Max == ""
	s.NoCache = (s.NoCache || x.NoCache) && x.Cache == ""
	if x.NoMin {
		s.Min = ""
	}
	if x.NoMax {
		s.Max = ""
	}
	if x.NoCache {
		s.Cache = ""
	}
	s.Cycle = s.Cycle || x.Cycle
	s.Order = s.Order || x.Order
	s.Session = s.Session || x.Session
}
