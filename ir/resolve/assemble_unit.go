package resolve

import (
	"strings"

	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/ir/diag"
)

// joinPackages joins bodies to their specifications and lists the members of each package.
func (a *assembly) joinPackages() {
	specs := unitIndex{}
	for _, o := range a.s.Objects {
		if p, ok := o.(*ir.Package); ok && p.Dropped == "" && p.HasSpec {
			specs.add(p)
		}
	}
	for _, o := range a.s.Objects {
		b, ok := o.(*ir.Package)
		if !ok || b.Dropped != "" || b.HasSpec || !b.HasBody {
			continue
		}
		p, _ := specs.find(b).(*ir.Package)
		if p == nil || p.HasBody {
			b.Findings.Add(diag.NoSpec, b.Name.Sp, "the specification of package %s is not in the sources", b.Name.Key())
			continue
		}
		p.Body, p.Init, p.HasBody, p.BodySp = b.Body, b.Init, true, b.Sp
		p.Lead = append(p.Lead, b.Lead...)
		p.Findings.Items = append(p.Findings.Items, b.Findings.Items...)
		a.gone[b] = true
	}
	for _, o := range a.s.Objects {
		if p, ok := o.(*ir.Package); ok && p.Dropped == "" && !a.gone[o] {
			packageMembers(p)
		}
	}
}

// unitIndex finds a specification by its body's name: in the same schema, or the only one of the name.
type unitIndex map[string][]ir.Object

func (x unitIndex) add(o ir.Object) {
	n := o.Obj().Name.Last().Key
	x[n] = append(x[n], o)
}

func (x unitIndex) find(o ir.Object) ir.Object {
	l := x[o.Obj().Name.Last().Key]
	for _, s := range l {
		if s.Obj().Schema.Key == o.Obj().Schema.Key {
			return s
		}
	}
	if len(l) == 1 {
		return l[0]
	}
	return nil
}

// packageMembers lists the routines of a package, each once: the definition where there is one.
func packageMembers(p *ir.Package) {
	spec, body := routinesOf(p.Spec), routinesOf(p.Body)
	defs, left := pairUp(body, nil, true) // forward declarations of the body
	defs = append(defs, left...)
	paired, missing := pairUp(defs, spec, false)
	p.Routines = paired
	for _, r := range paired {
		r.Public = r.Public || !p.HasSpec
	}
	for _, r := range missing {
		r.Public = true
		p.Routines = append(p.Routines, r)
		if r.External == "" && r.TableImpl.IsZero() {
			r.Findings.Add(diag.NoBody, r.Name.Sp, "no body of %s.%s was read", p.Name.Last().Key, r.Name.Key())
		}
	}
	for _, r := range p.Routines {
		r.CurrentUser = r.CurrentUser || p.CurrentUser
	}
	adopt(p, p.Routines)
}

func routinesOf(list []ir.Decl) []*ir.Routine {
	var l []*ir.Routine
	for _, d := range list {
		if rd, ok := d.(*ir.RoutineDecl); ok && rd.Routine != nil {
			l = append(l, rd.Routine)
		}
	}
	return l
}

// adopt makes routines members of a unit.
func adopt(o ir.Object, list []*ir.Routine) {
	count := map[string]int{}
	for _, r := range list {
		count[r.Name.Last().Key]++
	}
	for _, r := range list {
		r.Parent = o
		r.Schema = o.Obj().Schema
		if r.Overloads = count[r.Name.Last().Key]; r.Overloads > 1 {
			r.Signature = signatureText(r)
		}
	}
}

// signatureText tells overloads apart in the report.
func signatureText(r *ir.Routine) string {
	var b strings.Builder
	b.WriteByte('(')
	for i, p := range r.Params {
		if i > 0 {
			b.WriteString(", ")
		}
		b.WriteString(typeText(p.Type))
	}
	b.WriteByte(')')
	return b.String()
}

// pairUp matches definitions with declarations. With forward the declarations are those of the list itself, in a
// body. paired are the definitions, in order; rest the declarations without one.
func pairUp(defs, specs []*ir.Routine, forward bool) (paired, rest []*ir.Routine) {
	for _, d := range defs {
		if forward && d.Body == nil && d.External == "" {
			specs = append(specs, d)
		} else {
			paired = append(paired, d)
		}
	}
	taken := map[*ir.Routine]bool{}
	byName := map[string][]*ir.Routine{}
	for _, d := range paired {
		byName[d.Name.Last().Key] = append(byName[d.Name.Last().Key], d)
	}
	sameName := map[string]int{}
	for _, s := range specs {
		sameName[s.Name.Last().Key]++
	}
	for _, s := range specs {
		n := s.Name.Last().Key
		var def *ir.Routine
		for _, d := range byName[n] {
			if !taken[d] && sameHeading(s, d) {
				def = d
				break
			}
		}
		// One of each: they belong together however the types are spelt.
		if l := byName[n]; def == nil && len(l) == 1 && sameName[n] == 1 && !taken[l[0]] && l[0].Function == s.Function {
			def = l[0]
		}
		if def == nil {
			def = closest(s, byName[n], taken)
		}
		if def == nil {
			rest = append(rest, s)
			continue
		}
		taken[def] = true
		inherit(def, s)
		def.Spec = s
		def.Public = !forward
	}
	return paired, rest
}

// closest finds a definition whose parameters have the same names, however their types are spelt.
func closest(s *ir.Routine, defs []*ir.Routine, taken map[*ir.Routine]bool) *ir.Routine {
	for _, d := range defs {
		if taken[d] || d.Function != s.Function || len(d.Params) != len(s.Params) {
			continue
		}
		same := true
		for i := range d.Params {
			same = same && d.Params[i].Name.Key == s.Params[i].Name.Key
		}
		if same {
			return d
		}
	}
	return nil
}

// inherit gives a definition what only its declaration says.
func inherit(def, decl *ir.Routine) {
	inheritDefaults(def.Params, decl.Params)
	def.Deterministic = def.Deterministic || decl.Deterministic
	def.Pipelined = def.Pipelined || decl.Pipelined
	def.ResultCache = def.ResultCache || decl.ResultCache
	def.CurrentUser = def.CurrentUser || decl.CurrentUser
	if def.Method == "" {
		def.Method = decl.Method
	}
	def.Overriding = def.Overriding || decl.Overriding
	if len(def.Lead) == 0 {
		def.Lead = decl.Lead
	}
}

func inheritDefaults(def, decl []*ir.Param) {
	for i, p := range decl {
		if i < len(def) && def[i].Default == nil {
			def[i].Default = p.Default
		}
	}
}

// sameHeading tells whether two headings are those of one routine: the same name, parameters and types.
func sameHeading(a, b *ir.Routine) bool {
	if a.Name.Last().Key != b.Name.Last().Key || a.Function != b.Function || len(a.Params) != len(b.Params) {
		return false
	}
	for i := range a.Params {
		p, q := a.Params[i], b.Params[i]
		if p.Name.Key != q.Name.Key || p.Mode != q.Mode || typeText(p.Type) != typeText(q.Type) {
			return false
		}
	}
	return true
}

// typeText is a type as the source spelt it, in one form.
func typeText(t *ir.Type) string {
	if t == nil {
		return ""
	}
	if t.Spelled != "" {
		return strings.ToUpper(strings.Join(strings.Fields(t.Spelled), " "))
	}
	switch t.Kind {
	case ir.TNamed:
		return t.Name.Key()
	case ir.TAnchor:
		return t.Name.Key() + "%TYPE"
	case ir.TRow:
		return t.Name.Key() + "%ROWTYPE"
	}
	return kindNames[t.Kind]
}

// kindNames are for types that no source spelt.
var kindNames = map[ir.Kind]string{
	ir.TDecimal: "NUMBER", ir.TVarChar: "VARCHAR2", ir.TChar: "CHAR", ir.TDateTime: "DATE", ir.TInt: "PLS_INTEGER", ir.TBool: "BOOLEAN",
	ir.TText: "CLOB", ir.TBlob: "BLOB", ir.TBytes: "RAW", ir.TTimestamp: "TIMESTAMP", ir.TRefCursor: "SYS_REFCURSOR", ir.TXML: "XMLTYPE",
}

// joinTypes joins type bodies to their specifications.
func (a *assembly) joinTypes() {
	specs := unitIndex{}
	var bodies []*ir.TypeObject
	for _, o := range a.s.Objects {
		t, ok := o.(*ir.TypeObject)
		switch {
		case !ok || t.Dropped != "" || a.gone[o]:
		case t.HasBody:
			bodies = append(bodies, t)
		default:
			specs.add(t)
		}
	}
	for _, b := range bodies {
		t, _ := specs.find(b).(*ir.TypeObject)
		if t == nil || t.HasBody {
			b.Findings.Add(diag.NeedsMissing, b.Name.Sp, "not in the sources: the specification of type %s", b.Name.Key())
			adopt(b, b.Methods)
			continue
		}
		paired, rest := pairUp(b.Methods, t.Methods, false)
		t.Methods = append(paired, rest...)
		t.HasBody, t.BodySp = true, b.Sp
		t.Lead = append(t.Lead, b.Lead...)
		t.Findings.Items = append(t.Findings.Items, b.Findings.Items...)
		a.gone[b] = true
	}
	a.adoptMethods()
}

// adoptMethods makes methods members of their types.
func (a *assembly) adoptMethods() {
	for _, o := range a.s.Objects {
		t, ok := o.(*ir.TypeObject)
		if !ok || t.Dropped != "" || a.gone[o] {
			continue
		}
		adopt(t, t.Methods)
		for _, m := range t.Methods {
			m.Public = true
			if m.Body == nil && m.External == "" && m.TableImpl.IsZero() && t.Instant && t.External == "" {
				m.Findings.Add(diag.NoBody, m.Name.Sp, "no body of %s.%s was read", t.Name.Last().Key, m.Name.Key())
			}
		}
	}
}
