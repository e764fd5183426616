package resolve

import (
	"strings"

	"github.com/crosswalk-db/crosswalk/ir"
)

// jsonFunc types JSON_VALUE and its kin.
func (j *job) jsonFunc(n *ir.JSONFunc) *ir.Type {
	j.typ(n.Returning)
	if n.Returning != nil {
		return n.Returning
	}
	switch n.Name {
	case "JSON_EXISTS", "JSON_EQUAL":
		return tBool
	case "JSON", "JSON_SCALAR":
		return tJSON
	case "JSON_MERGEPATCH", "JSON_TRANSFORM":
		if t := typeOf(n.X); classOf(t) != clUnknown {
			return t
		}
	}
	return vc(4000)
}

// xmlFunc types XMLELEMENT and its kin.
func (j *job) xmlFunc(n *ir.XMLFunc) *ir.Type {
	j.typ(n.To)
	switch {
	case n.To != nil:
		return n.To
	case n.Name == "XMLEXISTS":
		return tBool
	case n.Name == "XMLSERIALIZE":
		return tText
	}
	return tXML
}

// ownJSON reads JSON_VALUE(x) and its kin as the call that they are where the sources have a type or a function of the name:
// libraries older than Oracle 12 brought their own. Nil where it is Oracle's function, and where a clause tells that it is.
func (j *job) ownJSON(n *ir.JSONFunc) *ir.Call {
	if j.tsql() || n.Returning != nil || n.OnError != "" || n.OnEmpty != "" || n.NullOn != "" || n.Wrapper != "" || len(n.Order) > 0 {
		return nil
	}
	name := ir.Name{Text: n.Name, Key: n.Name}
	switch j.c.lookup(j.base.Schema, []ir.Name{name}).(type) {
	case *ir.TypeObject, *ir.Routine:
	default:
		return nil
	}
	c := &ir.Call{Name: ir.QName{Parts: []ir.Name{name}, Sp: n.Sp}}
	c.Sp = n.Sp
	for _, x := range []ir.Expr{n.X, n.Path} {
		if x != nil {
			c.Args = append(c.Args, ir.Arg{Value: x})
		}
	}
	for _, list := range [][]ir.JSONMember{n.Members, n.Items, n.Passing} {
		for _, m := range list {
			if m.Star || m.Format {
				return nil
			}
			c.Args = append(c.Args, ir.Arg{Value: m.Value})
		}
	}
	return c
}

// ownJSONType makes the type JSON mean the object type of that name that the sources have: JSON is no reserved word.
func (j *job) ownJSONType(t *ir.Type) {
	name := []ir.Name{{Text: "JSON", Key: "JSON"}}
	if j.tsql() || !strings.EqualFold(t.Spelled, "JSON") {
		return
	}
	if _, ok := j.c.dataType(j.base.Schema, name); !ok {
		return
	}
	t.Kind, t.Name = ir.TNamed, ir.QName{Parts: name, Sp: t.Sp}
	j.typeName(t)
}
