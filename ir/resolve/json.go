package resolve

import "github.com/crosswalk-db/crosswalk/ir"

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
