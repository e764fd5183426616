package dms

import (
	"strings"

	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/ir/diag"
)

// check is a look at one table before its migration. Each is a premigration assessment of DMS that needs no database,
// or a trap of the converted schema.
type check func(g *generator, t *table)

// checks are carried out for every replicated table, in this order.
var checks = []check{noPrimaryKey, lobs, typesNotCarried, typesThatLose, generatedColumns, identityAlways, longNames,
	invisibleColumns, wideTable, secondUnique, keyNotComparable, typeByReading}

// assess finds what the migration will trip over.
func (g *generator) assess(s *ir.Schema) {
	for _, t := range g.tables {
		switch {
		case t.view || t.skip == "excluded":
		case t.src != nil && t.made == nil && t.src.External == "" && !t.src.Temporary && !t.src.Private:
			g.find(diag.DMSNotConverted, t, "%s is not in the mappings: the table was not converted", t)
		case t.skip != "" && !strings.Contains(t.name, "%"):
			g.find(diag.DMSNotReplicated, t, "%s is not in the mappings: %s", t, t.skip)
		case t.skip == "":
			for _, c := range checks {
				c(g, t)
			}
		}
	}
	g.triggers(s)
}

func (g *generator) find(c *diag.Code, t *table, format string, args ...any) {
	g.findAt(t, c, t.at, format, args...)
}

// findAt notes a finding of a table at a place within it.
func (g *generator) findAt(t *table, c *diag.Code, at diag.Span, format string, args ...any) {
	g.res.Findings.Add(c, at, format, args...)
	t.findings.Add(c, at, format, args...)
}

// uniques are the unique keys of a table.
func (t *table) uniques() int {
	n := 0
	for _, k := range t.src.Constraints {
		if k.Kind == ir.Unique {
			n++
		}
	}
	return n
}

func noPrimaryKey(g *generator, t *table) {
	switch {
	case len(t.key) > 0:
	case t.uniques() > 0:
		g.find(diag.DMSNoPrimaryKey, t, "%s has a unique key and no primary key: DMS takes the first unique index by name", t)
	default:
		g.find(diag.DMSNoPrimaryKey, t, "%s has neither a primary key nor a unique one", t)
	}
}

// lobs looks at large objects: without a key they cannot be looked up, and in limited mode long ones are cut.
func lobs(g *generator, t *table) {
	var names, limited []string
	for _, c := range t.cols {
		if c.want != "" && c.typ.lob() {
			names = append(names, c.name)
			if c.typ.limited {
				limited = append(limited, c.name)
			}
		}
	}
	st, measured := g.stats[g.id(t.schema, t.name)]
	switch {
	case len(names) == 0:
	case len(t.key) == 0:
		g.find(diag.DMSLobWithoutKey, t, "%s has no primary key, and DMS needs one to carry %s", t, strings.Join(names, ", "))
	case measured && 3*st.MaxLobKB > maxLobKB && len(limited) > 0:
		g.find(diag.DMSLobTruncated, t, "%s.%s goes in limited LOB mode alone, and its longest value of %d KB is over the limit", t, strings.Join(limited, ", "), st.MaxLobKB)
	case measured && st.MaxLobKB > maxTargetKB:
		g.find(diag.DMSLobTooLarge, t, "%s: the longest value of %s has %d KB, and a value of PostgreSQL takes 1 GB at most", t, strings.Join(names, ", "), st.MaxLobKB)
	case len(limited) > 0 && !measured:
		g.find(diag.DMSLobTruncated, t, "%s.%s goes in limited LOB mode alone: what is longer than bulk-max-size (%d KB) is cut", t, strings.Join(limited, ", "), unmeasuredKB)
	}
}

func typesNotCarried(g *generator, t *table) {
	for _, c := range t.cols {
		if c.want == "" || c.typ.Type != "" || c.src.Type == nil {
			continue
		}
		null := ""
		if c.src.NotNull {
			null = ", which the target's NOT NULL refuses"
		}
		g.findAt(t, diag.DMSTypeNotCarried, c.src.Sp, "%s.%s: DMS does not carry %s; the column arrives as NULL%s", t, c.name, c.src.Type.Spelled, null)
	}
}

// typesThatLose names columns whose values DMS changes on the way, where the target's type would hold them.
func typesThatLose(g *generator, t *table) {
	for _, c := range t.cols {
		if c.want == "" || c.typ.loses == "" || c.typ.lob() || c.src.Type == nil {
			continue
		}
		if p, s := measures(c.made.Type); family(c.made.Type) == "numeric" && (p == 0 || s > 10 || c.typ.Type != "numeric") {
			g.findAt(t, diag.DMSTypeLoses, c.src.Sp, "%s.%s %s becomes %s, and DMS loses %s", t, c.name, c.src.Type.Spelled, c.made.Type, c.typ.loses)
		}
	}
}

func generatedColumns(g *generator, t *table) {
	for _, c := range t.cols {
		if c.made != nil && c.made.Generated {
			g.findAt(t, diag.DMSGeneratedColumn, c.src.Sp, "%s.%s is computed by the target: a rule leaves it out", t, c.name)
		}
	}
}

func identityAlways(g *generator, t *table) {
	for _, c := range t.cols {
		if c.made != nil && c.made.Always {
			g.findAt(t, diag.DMSIdentityAlways, c.src.Sp, "%s.%s is GENERATED ALWAYS AS IDENTITY: the load (COPY) goes, changes (INSERT) are refused", t, c.name)
		}
	}
}

// longNames: Oracle's names have had 128 bytes since 12.2, and DMS takes 30 as a source.
func longNames(g *generator, t *table) {
	if g.o.Source != ir.Oracle {
		return
	}
	var long []string
	if len(t.name) > 30 || len(t.schema) > 30 {
		long = append(long, t.String())
	}
	for _, c := range t.cols {
		if len(c.name) > 30 {
			long = append(long, c.name)
		}
	}
	if len(long) > 0 {
		g.find(diag.DMSLongName, t, "%s: longer than 30 bytes: %s", t, strings.Join(long, ", "))
	}
}

func invisibleColumns(g *generator, t *table) {
	for _, c := range t.cols {
		if c.src.Invisible && c.want != "" {
			g.findAt(t, diag.DMSInvisibleColumn, c.src.Sp, "%s.%s is invisible in the source", t, c.name)
		}
	}
}

// wideTable: a batch of Oracle's takes 999 bind values (2*columns + key columns).
func wideTable(g *generator, t *table) {
	if n := 2*len(t.cols) + len(t.key); g.o.Source == ir.Oracle && n > 999 {
		g.find(diag.DMSWideTable, t, "%s has %d columns: 2 × columns + key columns is %d, over 999", t, len(t.cols), n)
	}
}

func secondUnique(g *generator, t *table) {
	if len(t.key) > 0 && t.uniques() > 0 {
		g.find(diag.DMSSecondUnique, t, "%s has a primary key and %d more unique key(s)", t, t.uniques())
	}
}

// keyNotComparable: validation finds rows by their key, which may not be a LOB, binary, or a text of 1024 and more.
func keyNotComparable(g *generator, t *table) {
	for _, c := range t.cols {
		if !contains(t.key, c.name) {
			continue
		}
		n := c.src.Type.Base().Len
		if c.typ.lob() || c.typ.Type == "bytes" || (c.typ.Type == "string" || c.typ.Type == "wstring") && n >= 1024 {
			g.find(diag.DMSKeyNotComparable, t, "%s: key column %s is %s", t, c.name, c.src.Type.Spelled)
		}
	}
}

// typeByReading names columns that get a new name and a new type, where the guide's present wording leaves the type out
// and the target's cast may not make up for it. See the bands in rule.go.
func typeByReading(g *generator, t *table) {
	for _, c := range t.cols {
		if !g.o.NoTypes && c.want != "" && c.want != c.name && c.castMayFail() {
			g.findAt(t, diag.DMSTypeByReading, c.src.Sp, "%s.%s is renamed and becomes %s: if DMS takes one action a column, it sends %s, which %s may refuse",
				t, c.name, c.retype.Type, c.typ.Type, c.made.Type)
		}
	}
}

// triggers names tables whose triggers fire again for every row that is loaded or changed.
func (g *generator) triggers(s *ir.Schema) {
	count := map[string]int{}
	for _, o := range s.Objects {
		if tr, ok := o.(*ir.Trigger); ok && tr.Dropped == "" && !tr.Table.IsZero() {
			schema := g.schema(tr.Schema)
			if n := len(tr.Table.Parts); n > 1 {
				schema = g.name(tr.Table.Parts[n-2])
			}
			count[g.id(schema, g.name(tr.Table.Last()))]++
		}
	}
	for _, t := range g.tables {
		if n := count[g.id(t.schema, t.name)]; n > 0 && t.skip == "" {
			g.find(diag.DMSTriggers, t, "%s has %d trigger(s), which fire for the rows that DMS writes", t, n)
		}
	}
}
