package postgres

import (
	"path"
	"strconv"
	"strings"

	"github.com/crosswalk-db/crosswalk/emit"
	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/ir/diag"
)

// typeName writes a data type. What the mapping loses becomes a finding at the type.
func (p *printer) typeName(t *ir.Type, use typeUse) string {
	if t == nil {
		return "text"
	}
	if s := p.em.overridden("", t); s != "" {
		return s
	}
	switch t.Kind {
	case ir.TAnchor:
		return p.anchoredType(t, use)
	case ir.TRow:
		return p.rowType(t, use)
	case ir.TNamed:
		s := p.namedType(t, use)
		if use&useParam != 0 && t.Is(ir.TTableValue) {
			s += "[]" // a table-valued parameter takes its rows as an array
		}
		return s
	case ir.TCollection:
		return p.collectionType(t, use)
	case ir.TRef:
		p.find(diag.RefType, t.Sp, "%s has no counterpart", t.Spelled)
		return "text"
	case ir.TSpatial:
		return p.spatialType(t, use)
	case ir.TRecord:
		if s := suppliedRecords[t.Spelled]; s != "" {
			return p.helper(s)
		}
	}
	row := p.em.typeRow(t, use)
	if row == nil {
		p.unknownType(t, "the type %s is not known", t.Spelled)
		return "text"
	}
	pg := row.fill(t)
	if use&(useVar|useParam) != 0 && t.Kind == ir.TInt && rangeTypes[strings.ToUpper(t.Spelled)] != "" {
		p.findOnce(diag.SubtypeRange, t.Sp, "the range of %s (%s) is not checked", t.Spelled, rangeTypes[strings.ToUpper(t.Spelled)])
	}
	if row.code != nil {
		p.lossyType(row, t, pg)
	}
	return pg
}

// suppliedRecords are the record types of Oracle's packages that the run-time library has.
var suppliedRecords = map[string]string{"DBMS_SQL.DESC_REC": "desc_rec", "UTL_FILE.FILE_TYPE": "file_type"}

// unknownType tells of a type that is not known, unless what its name stands for is known to be missing: that is the cause.
func (p *printer) unknownType(t *ir.Type, format string, args ...any) {
	for _, f := range p.obj.Obj().Findings.Items {
		if (f.Code == diag.NeedsMissing || f.Code == diag.NotInSources) && (overlap(f.Span, t.Sp) || missingName(f, t.Name)) {
			p.obj.Obj().Findings.Followed++
			return
		}
	}
	p.find(diag.UnknownType, t.Sp, format, args...)
}

func overlap(a, b diag.Span) bool { return a.File == b.File && a.Start < b.End && b.Start < a.End }

// missingName tells whether the finding says that the name, or the table or package in front of it, is missing.
func missingName(f *diag.Finding, n ir.QName) bool {
	what := f.Message[strings.LastIndexByte(f.Message, ' ')+1:]
	return n.Key() == what || strings.HasPrefix(n.Key(), what+".")
}

// rangeTypes are the predefined subtypes of PLS_INTEGER with a range.
var rangeTypes = map[string]string{"NATURAL": "from 0", "NATURALN": "from 0", "POSITIVE": "from 1", "POSITIVEN": "from 1", "SIGNTYPE": "-1 to 1"}

// columnType writes the type of a table's column.
func (p *printer) columnType(tbl *ir.Table, c *ir.Column) string {
	if s := p.em.overridden(columnKey(tbl, c), c.Type); s != "" {
		return s
	}
	if p.em.citext(c) {
		return p.citextType(c)
	}
	if c.Generated != nil && p.tsql() && c.Generated.Type() != nil {
		return p.typeName(c.Generated.Type().Base(), useVar) // digits and scale follow from those of the operands
	}
	if c.Generated != nil && !writtenType(c) {
		return p.typeName(inferredType(c), useVar)
	}
	return p.typeName(c.Type, useColumn)
}

// writtenType tells whether a virtual column was given a type: resolve infers one otherwise.
func writtenType(c *ir.Column) bool {
	return c.Type != nil && c.Type.Sp.File == c.Sp.File && c.Type.Sp.Start > c.Sp.Start && c.Type.Sp.End <= c.Generated.Span().Start
}

// inferredType is the type of a virtual column's expression: arithmetic has no limit of digits.
func inferredType(c *ir.Column) *ir.Type {
	t := c.Generated.Type()
	if t == nil {
		t = c.Type
	}
	_, plain := unwrap(c.Generated).(*ir.Ref)
	if t.Base().Kind == ir.TDecimal && !plain {
		return &ir.Type{Kind: ir.TDecimal, Spelled: "NUMBER", Sp: c.Sp}
	}
	if t.Base().Kind == ir.TVarChar && !plain {
		return &ir.Type{Kind: ir.TText, Spelled: "CLOB", Sp: c.Sp}
	}
	return t.Base()
}

// lossyType notes a lossy row: once a row and object, since the cause is one.
func (p *printer) lossyType(row *typeRow, t *ir.Type, pg string) {
	for _, f := range p.obj.Obj().Findings.Items {
		if f.Code == row.code {
			return
		}
	}
	msg := strings.NewReplacer("{src}", t.Spelled, "{pg}", pg).Replace(row.say)
	if n := p.others(row, t); n > 0 {
		msg += "; " + strconv.Itoa(n) + " more here"
	}
	p.find(row.code, t.Sp, "%s", msg)
}

// others counts the further columns of the table being written whose type loses the same way.
func (p *printer) others(row *typeRow, t *ir.Type) int {
	tbl, ok := p.obj.(*ir.Table)
	if !ok {
		return 0
	}
	n := 0
	for _, c := range tbl.Columns {
		if c.Type != nil && c.Type != t && p.em.overridden(columnKey(tbl, c), c.Type) == "" {
			if r := p.em.typeRow(c.Type.Base(), useColumn); r != nil && r.code == row.code {
				n++
			}
		}
	}
	return n
}

// typeRow finds the row for a plain type.
func (em *emitter) typeRow(t *ir.Type, use typeUse) *typeRow {
	profile := em.opts.Profile
	if profile == "" {
		profile = "aws"
	}
	rows := rowsByKind
	if em.src.Source == ir.SQLServer {
		rows = sqlServerByKind
	}
	for _, r := range rows[t.Kind] {
		if r.use != 0 && r.use&use == 0 || r.profile != "" && r.profile != profile || r.version > em.version() ||
			r.bits != 0 && r.bits != t.Bits || r.when != nil && !r.when(t) {
			continue
		}
		return r
	}
	return nil
}

// fill puts the numbers of t into the row's target.
func (r *typeRow) fill(t *ir.Type) string {
	if !strings.Contains(r.pg, "{") {
		return r.pg
	}
	return strings.NewReplacer("{p}", strconv.Itoa(t.Prec), "{s}", strconv.Itoa(t.Scale), "{n}", strconv.Itoa(t.Len),
		"{4n}", strconv.Itoa(4*t.Len), "{i}", strconv.Itoa(t.Prec-t.Scale)).Replace(r.pg)
}

// cutNumber tells a column of plain NUMBER whose type here holds less. A variable of its %TYPE is a NUMBER in Oracle, with
// all digits of what is computed in it: it takes the type of such a variable.
func (em *emitter) cutNumber(t *ir.Table, c *ir.Column) bool {
	if em.src.Source != ir.Oracle || em.overridden(columnKey(t, c), c.Type) != "" {
		return false
	}
	row := em.typeRow(c.Type.Base(), useColumn)
	return row != nil && row.code == diag.NumberNoPrecision
}

// anchoredType writes Name%TYPE. A variable stays anchored to its column; a parameter takes the column's type.
func (p *printer) anchoredType(t *ir.Type, use typeUse) string {
	switch d := t.Decl.(type) {
	case *ir.Column:
		tbl := p.em.tableOf[d]
		if tbl == nil {
			break
		}
		if use == useVar && d.Type != nil && !d.Type.Is(ir.TRowID) && !p.em.cutNumber(tbl, d) {
			p.softNeed("table", p.em.qualified(tbl))
			return p.em.qualified(tbl) + "." + p.em.ident(d.Name) + "%TYPE"
		}
		if s := p.em.overridden(columnKey(tbl, d), d.Type); s != "" {
			return s
		}
		return p.typeName(d.Type, use)
	case *ir.VarDecl:
		return p.typeName(d.Type, use)
	case *ir.Param:
		return p.typeName(d.Type, use)
	}
	if t.Target == nil || t.Target == t {
		p.unknownType(t, "the type %s%%TYPE is not known: nothing in the sources declares it", t.Name)
		return "text"
	}
	return p.typeName(t.Target, use)
}

// rowType writes Name%ROWTYPE.
func (p *printer) rowType(t *ir.Type, use typeUse) string {
	o, ok := t.Decl.(ir.Object)
	if !ok {
		if c, ok := t.Decl.(*ir.CursorDecl); ok {
			if s := p.packageRow(c, t); s != "" {
				return s
			}
			if use == useParam && p.rt != nil {
				return p.rowTypeOf(c, t)
			}
		}
		if v, ok := t.Decl.(*ir.VarDecl); ok && v.Type.Is(ir.TRefCursor) && v.Type.Base().Elem != nil {
			return p.typeName(v.Type.Base().Elem, use)
		}
		if q, ok := t.Decl.(*ir.Param); ok && q.Type.Is(ir.TRefCursor) && q.Type.Base().Elem != nil {
			return p.typeName(q.Type.Base().Elem, use)
		}
		if s := p.dictionaryRow(t); s != "" {
			if use == useVar {
				s += "%ROWTYPE"
			}
			return s
		}
		if t.Decl == nil && !t.Supplied && !overlap(p.obj.Span(), t.Sp) { // its own object has told
			p.unknownType(t, "the type %s%%ROWTYPE is not known: nothing in the sources declares it", t.Name)
		}
		if use == useParam {
			return "jsonb"
		}
		return "record"
	}
	rel := p.relation(t.Name, o)
	if use == useVar {
		return rel + "%ROWTYPE"
	}
	if use&useParam != 0 && t.Name.Link.IsZero() {
		if tbl, ok := o.(*ir.Table); ok && !tbl.Temporary {
			p.need("table", p.em.qualified(tbl)) // a heading needs its types at once, unlike a body
		}
	}
	return rel
}

// namedType writes a user-defined type.
func (p *printer) namedType(t *ir.Type, use typeUse) string {
	switch d := t.Decl.(type) {
	case *ir.TypeObject:
		name := p.em.qualified(d)
		p.need("type", name)
		return name
	case *ir.TypeDecl:
		return p.declaredType(t, d, use)
	case ir.Object:
		return p.relation(t.Name, d)
	}
	if t.Target != nil && t.Target != t {
		return p.typeName(t.Target, use)
	}
	if t.Supplied {
		p.unknownType(t, "%s is a type of the source's own without a counterpart", t.Name)
	} else {
		p.unknownType(t, "no source file defines the type %s", t.Name)
	}
	return p.em.ident(t.Name.Last())
}

// spatialType writes SDO_GEOMETRY: a composite type of the run-time library, with the source's own attributes.
func (p *printer) spatialType(t *ir.Type, use typeUse) string {
	if p.em.src.Source == ir.SQLServer {
		return p.sqlServerSpatial(t, use)
	}
	if use == useColumn {
		p.find(diag.SpatialType, t.Sp, "%s is kept part by part; spatial functions need PostGIS", t.Spelled)
	}
	return p.helper("sdo_geometry")
}

// overridden gives the target type that the configuration sets for a column or a type, or "".
func (em *emitter) overridden(column string, t *ir.Type) string {
	for i := range em.opts.Types {
		if o := &em.opts.Types[i]; overrideFits(o, column, t) {
			return o.Target
		}
	}
	return ""
}

func overrideFits(o *emit.TypeOverride, column string, t *ir.Type) bool {
	if o.Column == "" && o.Source == "" || o.Source != "" && (t == nil || !globbed(normalType(o.Source), normalType(t.Spelled))) {
		return false
	}
	if o.Column == "" {
		return true
	}
	if column == "" {
		return false
	}
	pattern := strings.ToUpper(o.Column)
	for n := strings.Count(column, ".") - strings.Count(pattern, "."); n > 0; n-- {
		_, column, _ = strings.Cut(column, ".")
	}
	return globbed(pattern, column)
}

// globbed matches with * as wildcard that also stands for itself.
func globbed(pattern, s string) bool {
	if pattern == s {
		return true
	}
	ok, err := path.Match(strings.NewReplacer(`\`, `\\`, "[", `\[`, "?", `\?`, "/", "\x00").Replace(pattern), strings.ReplaceAll(s, "/", "\x00"))
	return err == nil && ok
}

// normalType is a type's spelling for comparison: upper case, single blanks, none around brackets and commas.
func normalType(s string) string {
	s = strings.ToUpper(strings.Join(strings.Fields(s), " "))
	return strings.NewReplacer(" (", "(", "( ", "(", " )", ")", " ,", ",", ", ", ",").Replace(s)
}

// columnKey is SCHEMA.TABLE.COLUMN or TABLE.COLUMN in the source's spelling, for overrides.
func columnKey(tbl *ir.Table, c *ir.Column) string {
	key := tbl.Name.Last().Key + "." + c.Name.Key
	if !tbl.Schema.IsZero() {
		key = tbl.Schema.Key + "." + key
	}
	return strings.ToUpper(key)
}
