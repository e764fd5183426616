package postgres

import (
	"strings"

	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/ir/diag"
)

// collRep is how a collection type is represented.
//
// An array does for nested tables, varrays, and for associative arrays by number of which the sources show that they
// have no gaps. All others are a jsonb object with the index as key: it keeps gaps and text keys, and nests.
type collRep uint8

const (
	repArray collRep = iota
	repJSON
)

// rep tells how values of a collection type are represented.
func (em *emitter) rep(t *ir.Type) collRep {
	b := t.Base()
	if r, ok := em.plan.coll[b]; ok {
		return r
	}
	if b.Coll == ir.CollAssoc {
		return repJSON
	}
	if e := b.Elem; e != nil && e.Base().Kind == ir.TCollection && !schemaType(e) {
		return repJSON
	}
	return repArray
}

// schemaType tells types made by CREATE TYPE: a collection of that kind is a domain, of which there are arrays.
func schemaType(t *ir.Type) bool {
	for i := 0; t != nil && i < 20; i++ { // %TYPE and SUBTYPE lead to one
		if _, ok := t.Decl.(*ir.TypeObject); ok {
			return true
		}
		if t.Target == t {
			break
		}
		t = t.Target
	}
	return false
}

// collectionType writes the type of a collection.
func (p *printer) collectionType(t *ir.Type, use typeUse) string {
	if p.em.rep(t) == repJSON {
		return "jsonb"
	}
	return p.elemType(t) + "[]"
}

// elemType is the type of a collection's elements.
func (p *printer) elemType(t *ir.Type) string {
	e := t.Base().Elem
	if e == nil {
		p.find(diag.RecordField, t.Sp, "the element type of %s is not known", t.Spelled)
		return "text"
	}
	if e.Kind == ir.TRow {
		if c, ok := e.Decl.(*ir.CursorDecl); ok {
			return p.rowTypeOf(c, e)
		}
	}
	s := p.scalarElem(e)
	if s == "record" {
		p.find(diag.RecordField, t.Sp, "the element type %s is not known", e.Spelled)
		return "text"
	}
	return s
}

// scalarElem writes the type of an element. Unlike a parameter, one of INTEGER is rounded.
func (p *printer) scalarElem(e *ir.Type) string {
	if b := e.Base(); b.Kind == ir.TDecimal && b.IsInteger() && b.Prec > 18 {
		return p.typeName(b, useVar)
	}
	return p.typeName(e, useParam)
}

// keyText writes an index of a jsonb collection.
func (p *printer) keyText(coll *ir.Type, e ir.Expr) string {
	v := p.val(e)
	if lit, ok := unwrap(e).(*ir.NumberLit); ok {
		return quoteLiteral(lit.Text)
	}
	if v.c == cText || v.c == cLit {
		return v.s
	}
	if idx := coll.Base().Index; idx.Is(ir.TInt) || idx == nil {
		if v.c != cInt && v.c != cBig {
			v = v.cast("int", cInt)
		}
	}
	return v.cast("text", cText).s
}

// indexText writes the subscripts of an array element.
func (p *printer) indexText(x *ir.Index) string {
	list := make([]string, len(x.Args))
	for i, a := range x.Args {
		list[i] = p.exprText(a)
	}
	return strings.Join(list, "][")
}

// indexExpr writes an element.
func (p *printer) indexExpr(x *ir.Index) {
	t := x.X.Type()
	if p.collectionOf(x.X) && p.em.rep(t) == repJSON {
		p.W(p.fromJSON(p.jsonElement(x), t.Base().Elem))
		return
	}
	p.W(p.collText(x.X), "[", p.indexText(x), "]")
}

// collectionOf tells expressions that hold a collection.
func (p *printer) collectionOf(e ir.Expr) bool {
	return e.Type() != nil && e.Type().Is(ir.TCollection)
}

// collText writes a collection as something to be subscripted.
func (p *printer) collText(e ir.Expr) string {
	switch x := unwrap(e).(type) {
	case *ir.Ref:
		if x.Sym != nil && x.Sym.Kind != ir.SymPackageVar && x.Sym.Kind != ir.SymRoutine && x.Sym.Fields < 2 {
			return p.exprText(x)
		}
	case *ir.Transition:
		return p.exprText(x)
	}
	return "(" + p.exprText(e) + ")"
}

// jsonElement writes the jsonb value of an element: Oracle raises NO_DATA_FOUND where there is none.
func (p *printer) jsonElement(x *ir.Index) string {
	state := ""
	if x.X.Type().Base().Coll != ir.CollAssoc {
		state = ", '2202E'" // SUBSCRIPT_BEYOND_COUNT
	}
	return p.helper("aa_get") + "(" + p.exprText(x.X) + ", " + p.keyText(x.X.Type(), x.Args[0]) + state + ")"
}

// fromJSON takes a value out of jsonb.
func (p *printer) fromJSON(s string, elem *ir.Type) string {
	b := elem.Base()
	switch {
	case b.Kind == ir.TCollection && p.em.rep(elem) == repJSON:
		return s
	case b.Kind == ir.TRecord || b.Kind == ir.TRow || isObjectType(elem):
		name := p.elemName(elem)
		if name == "jsonb" && !p.tsql() {
			p.refuseOnce(diag.RecordField, elem.Sp, "the elements of the collection", "the elements of the collection are records of a type that is not known")
			return "NULL"
		}
		return "jsonb_populate_record(NULL::" + name + ", " + s + ")"
	}
	return "(" + s + " #>> '{}')::" + p.scalarElem(elem)
}

func isObjectType(t *ir.Type) bool {
	if t == nil {
		return false
	}
	o, ok := t.Decl.(*ir.TypeObject)
	return ok && o.Object
}

func (p *printer) elemName(elem *ir.Type) string {
	if elem == nil { // its type is not in the sources, which has been told
		return "text"
	}
	return p.elemType(&ir.Type{Kind: ir.TCollection, Elem: elem, Spelled: elem.Spelled})
}

// toJSON makes jsonb of a value that is stored in a collection.
func (p *printer) toJSON(s string, elem *ir.Type) string {
	b := elem.Base()
	switch {
	case b.Kind == ir.TCollection && p.em.rep(elem) == repJSON:
		return s
	case b.Kind == ir.TRecord || b.Kind == ir.TRow || isObjectType(elem):
		return "to_jsonb(" + s + ")"
	case b.Kind == ir.TCollection, b.Kind == ir.TJSONTree: // jsonb would sort the keys
		return "to_jsonb((" + s + ")::text)"
	}
	if s == "NULL" {
		return "NULL"
	}
	return "to_jsonb((" + s + ")::" + p.scalarElem(elem) + ")"
}

// storeAssoc writes an assignment to an element of a jsonb collection, or to a field of one.
func (p *printer) storeAssoc(target ir.Expr, value func(*printer), source ir.Expr) bool {
	root, path, elem := p.jsonPath(target)
	if root == nil {
		return false
	}
	v := p.toJSON(p.text(value), elem)
	r := p.lvalue(root)
	if len(path) > 1 && deepKeys(path[1:]) {
		p.W(r, " := ", p.helper("aa_set"), "(", r, ", ARRAY[", strings.Join(path, ", "), "], ", v, ");\n")
		return true
	}
	if p.em.version() >= 14 {
		p.W(r, "[", strings.Join(path, "]["), "] := ", v, ";\n")
		return true
	}
	p.W(r, " := jsonb_set(", r, ", ARRAY[", strings.Join(path, ", "), "], coalesce(", v, ", 'null'));\n")
	return true
}

// deepKeys tells paths with an index below the first level: what is missing there must be made as an object, not as an array.
func deepKeys(path []string) bool {
	for _, s := range path {
		if !strings.HasPrefix(s, "'") || len(s) > 1 && s[1] >= '0' && s[1] <= '9' {
			return true
		}
	}
	return false
}

// jsonPath takes v(k1)(k2).f apart, where v is represented as jsonb. The root is nil when it is not.
func (p *printer) jsonPath(e ir.Expr) (root ir.Expr, path []string, elem *ir.Type) {
	switch x := e.(type) {
	case *ir.Index:
		root, path, _ = p.jsonPath(x.X)
		if root == nil {
			if !p.collectionOf(x.X) || p.em.rep(x.X.Type()) != repJSON {
				return nil, nil, nil
			}
			root = x.X
		}
		return root, append(path, p.keyText(x.X.Type(), x.Args[0])), x.X.Type().Base().Elem
	case *ir.FieldSel:
		root, path, _ = p.jsonPath(x.X)
		if root == nil {
			return nil, nil, nil
		}
		t := x.Type()
		if t == nil {
			t = typText
		}
		return root, append(path, quoteLiteral(p.em.fold(x.Name))), t
	}
	return nil, nil, nil
}

// newExpr writes a constructor: of a collection, or of an object type.
func (p *printer) newExpr(n *ir.New) {
	b := n.To.Base()
	if b.Kind != ir.TCollection {
		p.objectValue(n)
		return
	}
	vals := make([]string, len(n.Args))
	for i, a := range n.Args {
		vals[i] = p.valueText(a.Value, b.Elem)
	}
	if p.em.rep(n.To) == repJSON {
		if len(vals) == 0 {
			p.W("'{}'::jsonb")
			return
		}
		for i := range vals {
			vals[i] = quoteLiteral(itoa(i+1)) + ", " + p.toJSON(vals[i], b.Elem)
		}
		p.W("jsonb_build_object(", strings.Join(vals, ", "), ")")
		return
	}
	typ := p.typeName(n.To, useParam)
	if len(vals) == 0 {
		p.W("'{}'::", typ)
		return
	}
	p.W("ARRAY[", strings.Join(vals, ", "), "]::", typ)
}
