package postgres

import (
	"strings"

	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/ir/diag"
)

// refusedFeatures are the kinds of tables that are not converted.
var refusedFeatures = map[ir.TableFeature]*diag.Code{
	ir.GraphNode: diag.GraphTable, ir.GraphEdge: diag.GraphTable, ir.Ledger: diag.LedgerTable, ir.FileTable: diag.FileTableRefused,
}

// refusedTable tells tables of a kind that has no counterpart.
func (p *printer) refusedTable(t *ir.Table) bool {
	c := refusedFeatures[t.Feature]
	if c == nil {
		return false
	}
	p.find(c, t.Sp, "%s is a %s table", t.Name.Last().Text, t.Feature)
	return true
}

// sqlServerFindings says what of SQL Server's clauses is not kept.
func (p *printer) sqlServerFindings(t *ir.Table) {
	if t.Feature == ir.MemoryOptimized {
		p.find(diag.MemoryOptimizedTable, t.Sp, "%s was memory-optimized", t.Name.Last().Text)
	}
	names := make([]ir.Name, len(t.Columns))
	for i, c := range t.Columns {
		names[i] = c.Name
	}
	p.caseTwins(t, names)
	for _, c := range t.Columns {
		switch {
		case c.Masked != "":
			p.find(diag.MaskedColumn, c.Sp, "%s was masked by %s", c.Name.Text, c.Masked)
		case c.Encrypted:
			p.find(diag.EncryptedColumn, c.Sp, "%s was encrypted by the client", c.Name.Text)
		case c.FileStream:
			p.find(diag.FileStreamColumn, c.Sp, "%s was a file of the server", c.Name.Text)
		}
	}
	for _, k := range t.Constraints {
		if k.Kind == ir.Unique || k.Kind == ir.PrimaryKey {
			p.caseInsensitiveKey(t, k.Cols, k.Sp, keyTitle(k))
		}
	}
	if t.Period != nil && t.Period.Versioned {
		p.find(diag.SystemVersioned, t.Period.Sp, "%s keeps its history by triggers", t.Name.Last().Text)
		if r := t.Period.Retention; r != "" {
			p.find(diag.HistoryRetention, t.Period.Sp, "HISTORY_RETENTION_PERIOD = %s is left out", r)
		}
	}
}

// caseTwins refuses columns whose names are the same here: a database with a case-sensitive collation tells them apart.
func (p *printer) caseTwins(o ir.Object, names []ir.Name) {
	seen := map[string]ir.Name{}
	for _, n := range names {
		id := p.em.ident(n)
		if first, twice := seen[id]; twice && !n.IsZero() {
			p.find(diag.CaseTwins, o.Obj().Sp, "%s and %s", first.Text, n.Text)
			return
		}
		seen[id] = n
	}
}

// caseInsensitiveKey notes keys over text that the target compares with regard to case.
func (p *printer) caseInsensitiveKey(t *ir.Table, cols []ir.Name, at diag.Span, title string) {
	if t == nil {
		return
	}
	for _, n := range cols {
		if c := t.Column(n); p.em.comparesCase(c) {
			p.findOnce(diag.CaseInsensitiveKey, at, "%s: values of %s that differ in case only are no duplicates any more", title, c.Name.Text)
			return
		}
	}
}

// caseInsensitiveReference notes foreign keys over such text.
func (p *printer) caseInsensitiveReference(t *ir.Table, k *ir.Constraint) {
	for _, n := range k.Cols {
		if c := t.Column(n); p.em.comparesCase(c) {
			p.findOnce(diag.CaseInsensitiveKey, k.Sp, "%s: a value of %s that differs in case from the key it refers to is refused", keyTitle(k), c.Name.Text)
			return
		}
	}
}

// tinyintCheck keeps the range of tinyint, which smallint exceeds. The domain of an alias type has it itself, and so has what computes a
// column.
func (p *printer) tinyintCheck(c *ir.Column) string {
	if p.em.src.Source != ir.SQLServer || !isTinyInt(c.Type) || c.Type.Kind == ir.TNamed || c.Identity != nil || c.Generated != nil {
		return ""
	}
	return " CHECK (" + p.em.ident(c.Name) + " BETWEEN 0 AND 255)"
}

// periodDefault gives the default of a period column: the value that SQL Server puts there.
func periodDefault(c *ir.Column) string {
	if c.RowTime == "START" {
		return "(transaction_timestamp() AT TIME ZONE 'UTC')"
	}
	return periodEnd(c)
}

// periodEnd is the end of what is still valid: the last moment that the column's type has, but for SQL Server's seventh
// decimal, with which PostgreSQL would round to the year 10000.
func periodEnd(c *ir.Column) string {
	s := "9999-12-31 23:59:59"
	if n := min(c.Type.Base().Scale, 6); n > 0 {
		s += "." + strings.Repeat("9", n)
	}
	return quoteLiteral(s)
}

// rowversionDefault counts the changes of all rows, as SQL Server's database timestamp does.
func (p *printer) rowversionDefault() string {
	return "int8send(nextval('" + p.helper("rowversion") + "'))"
}

func isRowVersion(c *ir.Column) bool { return c.Type != nil && c.Type.Base().Kind == ir.TRowVersion }

// inlined gives a computed column's expression with the computed columns that it uses written out: PostgreSQL's may not
// use each other.
func inlined(t *ir.Table, c *ir.Column) ir.Expr {
	seen := map[*ir.Column]bool{c: true}
	var expand func(ir.Expr) ir.Expr
	expand = func(e ir.Expr) ir.Expr {
		x, _ := ir.Rewrite(ir.Clone(e), func(e ir.Expr) ir.Expr {
			r, ok := e.(*ir.Ref)
			if !ok || len(r.Name.Parts) == 0 {
				return e
			}
			o := t.Column(r.Name.Last())
			if o == nil || o.Generated == nil || seen[o] {
				return e
			}
			seen[o] = true
			inner := expand(o.Generated)
			delete(seen, o)
			return &ir.Paren{ExprBase: ir.ExprBase{Sp: r.Sp, T: o.Generated.Type()}, X: inner}
		}).(ir.Expr)
		return x
	}
	return expand(c.Generated)
}

// volatile are functions whose value changes by itself.
var volatile = words("now clock_timestamp statement_timestamp transaction_timestamp localtimestamp current_timestamp current_date current_time localtime " +
	"random gen_random_uuid nextval currval current_setting current_user session_user current_database")

// changesByItself tells a text of SQL that calls such a function or reads tables.
func changesByItself(text string) bool {
	for _, w := range strings.FieldsFunc(strings.ToLower(literals.ReplaceAllString(text, "''")), notWordRune) {
		if volatile[w] || w == "select" {
			return true
		}
	}
	return false
}

func notWordRune(r rune) bool {
	return !(r >= 'a' && r <= 'z' || r >= '0' && r <= '9' || r == '_' || r > 127)
}

// raw tells an expression of which a part was not understood.
func raw(e ir.Expr) bool {
	found := false
	ir.Walk(e, func(n ir.Node) bool {
		if _, ok := n.(*ir.RawExpr); ok {
			found = true
		}
		return !found
	})
	return found
}

// computed writes what follows the type of a computed column. One that changes by itself is filled by a trigger; one that is
// not understood stays plain.
func (p *printer) computed(l *tableLayout, c *ir.Column) string {
	if raw(c.Generated) {
		p.find(diag.ComputedLeftPlain, c.Sp, "%s: %s", c.Name.Text, flat(c.Generated.Span().Text()))
		return ""
	}
	e := inlined(l.t, c)
	text, why := p.tryExpr(e)
	if why != "" {
		p.find(diag.ComputedLeftPlain, c.Sp, "%s: %s", c.Name.Text, why)
		return ""
	}
	if changesByItself(text) {
		p.find(diag.VolatileComputed, c.Sp, "%s is computed when its row is written", c.Name.Text)
		q := p.sub()
		q.inSQL = true
		l.filled = append(l.filled, filledColumn{c, q.exprText(e)})
		return ""
	}
	text = strings.TrimSpace(p.immutable(l.t, p.em.ownName(l.t)+"_"+p.em.fold(c.Name), e, c.Type, &l.pre))
	return " GENERATED ALWAYS AS (" + text + ") STORED"
}

// tryExpr writes an expression, or says why it cannot be: the finding is then taken back, since the table can do without.
func (p *printer) tryExpr(e ir.Expr) (text, why string) {
	f := &p.obj.Obj().Findings
	before := len(f.Items)
	q := p.sub()
	q.inSQL = true
	text = q.exprText(e)
	for _, x := range f.Items[before:] {
		if x.Code.Severity == diag.Red {
			f.Items = f.Items[:before]
			return "", x.Message
		}
	}
	f.Items = f.Items[:before] // they come again with the column
	return text, ""
}

func flat(s string) string { return strings.Join(strings.Fields(s), " ") }

// filledColumn is a column that a trigger computes.
type filledColumn struct {
	col  *ir.Column
	text string
}

// fillTrigger writes the trigger of computed columns that change by themselves.
func (p *printer) fillTrigger(l *tableLayout) {
	if len(l.filled) == 0 {
		return
	}
	fn := p.em.inSchema(p.em.homeSchema(l.t), shorten(p.em.ownName(l.t)+"_computed"))
	p.NL().W("CREATE FUNCTION ", fn, "() RETURNS trigger").NL().W("LANGUAGE plpgsql").NL().W("AS $$").NL().W("BEGIN").NL().In()
	for _, f := range l.filled {
		p.W("NEW.", p.em.ident(f.col.Name), " := (SELECT ", f.text, " FROM (SELECT NEW.*) AS new_row);").NL()
	}
	p.W("RETURN NEW;").NL().Out().W("END").NL().W("$$;").NL().NL()
	p.W("CREATE TRIGGER a_computed BEFORE INSERT OR UPDATE ON ", p.em.qualified(l.t)).NL()
	p.In().W("FOR EACH ROW EXECUTE FUNCTION ", fn, "();").NL().Out()
}

// rowversionTrigger writes the trigger that renews a rowversion column with every change.
func (p *printer) rowversionTrigger(t *ir.Table) {
	for _, c := range t.Columns {
		if isRowVersion(c) {
			p.W("CREATE TRIGGER z_rowversion BEFORE INSERT OR UPDATE ON ", p.em.qualified(t)).NL()
			p.In().W("FOR EACH ROW EXECUTE FUNCTION ", p.helper("set_rowversion"), "(", quoteLiteral(p.em.fold(c.Name)), ");").NL().Out()
			return
		}
	}
}
