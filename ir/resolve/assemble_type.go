package resolve

import (
	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/ir/diag"
)

// alterTypes folds ALTER TYPE into the specification of its type, before bodies are joined with it.
func (a *assembly) alterTypes() {
	for _, o := range a.s.Objects {
		x, ok := o.(*ir.AlterObject)
		if !ok || x.Kind != "TYPE" || x.Dropped != "" || a.gone[o] {
			continue
		}
		t := a.typeNamed(x)
		if t == nil {
			x.Findings.Add(diag.AlterWithoutTable, x.Name.Sp, "not in the sources: type %s", x.Name.Key())
			continue
		}
		for i := range x.Type {
			changeType(t, &x.Type[i], x)
		}
		t.Findings.Items = append(t.Findings.Items, x.Findings.Items...)
		a.gone[o] = true
	}
}

func (a *assembly) typeNamed(x *ir.AlterObject) *ir.TypeObject {
	for _, o := range a.s.Objects {
		t, ok := o.(*ir.TypeObject)
		if ok && !t.HasBody && t.Dropped == "" && !a.gone[o] && t.Name.Last().Key == x.Name.Last().Key &&
			(t.Schema.Key == x.Schema.Key || t.Schema.IsZero() || x.Schema.IsZero()) {
			return t
		}
	}
	return nil
}

// changeType applies one clause.
func changeType(t *ir.TypeObject, c *ir.TypeChange, x *ir.AlterObject) {
	if c.Method != nil {
		switch c.Verb {
		case "ADD":
			t.Methods = append(t.Methods, c.Method)
		case "DROP":
			for i, m := range t.Methods {
				if m.Name.Last().Key == c.Method.Name.Last().Key && len(m.Params) == len(c.Method.Params) {
					t.Methods = append(t.Methods[:i:i], t.Methods[i+1:]...)
					return
				}
			}
		}
		return
	}
	if t.Type == nil {
		return
	}
	for _, f := range c.Attrs {
		at := -1
		for i, old := range t.Type.Fields {
			if old.Name.Key == f.Name.Key {
				at = i
			}
		}
		switch {
		case c.Verb == "ADD" && at < 0:
			t.Type.Fields = append(t.Type.Fields, f)
		case c.Verb == "MODIFY" && at >= 0:
			t.Type.Fields[at].Type = f.Type
		case c.Verb == "DROP" && at >= 0:
			t.Type.Fields = append(t.Type.Fields[:at:at], t.Type.Fields[at+1:]...)
		case c.Verb == "ADD":
			x.Findings.Add(diag.AlterMisfit, f.Sp, "type %s has an attribute %s already", t.Name.Key(), f.Name.Key)
		default:
			x.Findings.Add(diag.AlterMisfit, f.Sp, "type %s has no attribute %s", t.Name.Key(), f.Name.Key)
		}
	}
}
