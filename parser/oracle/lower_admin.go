package oracle

import (
	"strconv"
	"strings"

	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/ir/diag"
	"github.com/crosswalk-db/crosswalk/parser/oracle/syntax"
)

func itoa(n int) string { return strconv.Itoa(n) }

// ddl lowers every statement that is not CREATE and does not touch data.
func (l *lowerer) ddl(ctx syntax.IStatementContext) []ir.Object {
	sp := l.span(ctx)
	switch {
	case ctx.AlterStmt() != nil:
		return one(l.alterStmt(ctx.AlterStmt()))
	case ctx.DropStmt() != nil:
		return one(l.dropStmt(ctx.DropStmt()))
	case ctx.TruncateStmt() != nil:
		return one(l.dropped("truncate", l.tableName(ctx.TruncateStmt().TableName()), sp, "the installation starts empty: there is nothing to truncate"))
	case ctx.RenameStmt() != nil:
		return one(l.rename(ctx.RenameStmt()))
	case ctx.CommentStmt() != nil:
		return one(l.commentOn(ctx.CommentStmt()))
	case ctx.GrantStmt() != nil:
		return one(l.grant(ctx.GrantStmt()))
	case ctx.RevokeStmt() != nil:
		return one(l.revoke(ctx.RevokeStmt()))
	case ctx.Query() != nil:
		return one(l.dropped("query", ir.QName{}, sp, "a query in a script only shows rows"))
	case ctx.SetStmt() != nil:
		return one(l.dropped("set", ir.QName{}, sp, "it sets up the session that runs the script"))
	case ctx.ExplainPlan() != nil:
		return one(l.dropped("explain plan", ir.QName{}, sp, "it only shows how a statement would run"))
	case ctx.AdminStmt() != nil:
		w := l.words(ctx)
		return one(l.dropped(strings.ToLower(w[0].text), ir.QName{}, sp, adminReasons[w[0].text]))
	}
	return one(l.unsupported("statement", sp, diag.NotConverted, "the statement is not converted"))
}

// adminReasons say why statements of administration are left out.
var adminReasons = map[string]string{
	"ANALYZE":      "PostgreSQL gathers statistics by itself (autovacuum)",
	"AUDIT":        "auditing belongs to the server: see the extension pgaudit",
	"NOAUDIT":      "auditing belongs to the server: see the extension pgaudit",
	"PURGE":        "PostgreSQL has no recycle bin",
	"FLASHBACK":    "PostgreSQL keeps no earlier states of tables",
	"ASSOCIATE":    "statistics of user-defined functions serve Oracle's optimizer",
	"DISASSOCIATE": "statistics of user-defined functions serve Oracle's optimizer",
	"ADMINISTER":   "it administers Oracle's keys",
}

// kind says what becomes of a kind of object that has no node of its own: it is refused with a finding, or left out
// for a reason.
type kind struct {
	words []string
	what  string
	code  *diag.Code
	why   string
}

// otherKinds are looked through in order; the first whose words the statement begins with counts.
var otherKinds = []kind{
	{[]string{"DIRECTORY"}, "directory", diag.Directory, ""},
	{[]string{"LIBRARY"}, "library", diag.ExternalLibrary, ""},
	{[]string{"JAVA"}, "java", diag.ForeignCode, ""},
	{[]string{"OPERATOR"}, "operator", diag.Operator, ""},
	{[]string{"INDEXTYPE"}, "indextype", diag.IndexType, ""},
	{[]string{"DOMAIN"}, "domain", diag.SQLDomain, ""},
	{[]string{"ANALYTIC", "VIEW"}, "analytic view", diag.Dimensional, ""},
	{[]string{"ATTRIBUTE", "DIMENSION"}, "attribute dimension", diag.Dimensional, ""},
	{[]string{"HIERARCHY"}, "hierarchy", diag.Dimensional, ""},
	{[]string{"PROPERTY", "GRAPH"}, "property graph", diag.PropertyGraph, ""},
	{[]string{"SCHEMA"}, "schema", diag.NotConverted, ""},
	{[]string{"DIMENSION"}, "dimension", nil, "dimensions only help Oracle's optimizer to rewrite queries"},
	{[]string{"CLUSTER"}, "cluster", nil, "a cluster only places rows; its tables are tables of their own"},
	{[]string{"CONTEXT"}, "context", nil, "settings of PostgreSQL need no declaration: SYS_CONTEXT reads them by name"},
	{[]string{"TABLESPACE"}, "tablespace", nil, "storage belongs to the server"},
	{[]string{"BIGFILE"}, "tablespace", nil, "storage belongs to the server"},
	{[]string{"SMALLFILE"}, "tablespace", nil, "storage belongs to the server"},
	{[]string{"TEMPORARY"}, "tablespace", nil, "storage belongs to the server"},
	{[]string{"UNDO"}, "tablespace", nil, "storage belongs to the server"},
	{[]string{"PROFILE"}, "profile", nil, "limits of users are not part of a schema; PostgreSQL has settings for each role"},
	{[]string{"ROLLBACK"}, "rollback segment", nil, "storage belongs to the server"},
	{[]string{"EDITION"}, "edition", nil, "PostgreSQL has no editions"},
	{[]string{"OUTLINE"}, "outline", nil, "stored plans are Oracle's"},
	{[]string{"AUDIT"}, "audit policy", nil, "auditing belongs to the server: see the extension pgaudit"},
	{[]string{"FLASHBACK"}, "flashback archive", nil, "PostgreSQL keeps no earlier states of tables"},
	{[]string{"PFILE"}, "parameter file", nil, "settings belong to the server"},
	{[]string{"SPFILE"}, "parameter file", nil, "settings belong to the server"},
	{[]string{"CONTROLFILE"}, "control file", nil, "storage belongs to the server"},
	{[]string{"DISKGROUP"}, "disk group", nil, "storage belongs to the server"},
	{[]string{"RESTORE"}, "restore point", nil, "it belongs to backup"},
	{[]string{"LOCKDOWN"}, "lockdown profile", nil, "limits of users are not part of a schema"},
	{[]string{"ZONEMAP"}, "zone map", nil, "zone maps only help Oracle to skip blocks: a BRIN index does so here"},
	{[]string{"INMEMORY"}, "join group", nil, "join groups belong to Oracle's column store in memory"},
	{[]string{"PMEM"}, "file store", nil, "storage belongs to the server"},
	{[]string{"LOGICAL", "PARTITION"}, "partition tracking", nil, "it only helps Oracle to refresh materialized views"},
	{[]string{"PLUGGABLE"}, "pluggable database", nil, "databases are made outside of a schema"},
}

// createOther lowers CREATE of the kinds that the grammar does not take apart. The first word of a kind of two words, as in
// ATTRIBUTE DIMENSION, stands among the modifiers.
func (l *lowerer) createOther(ctx syntax.ICreateOtherContext, mods []syntax.ICreateModContext) []ir.Object {
	w := l.words(ctx)
	sp := l.span(ctx)
	if w.starts("USER") || w.starts("ROLE") {
		r := &ir.Role{User: w.starts("USER")}
		r.Name = l.nameAt(w, 1)
		l.own(r)
		return one(r)
	}
	if len(mods) > 0 {
		last := mods[len(mods)-1].GetStart().GetTokenIndex()
		if longer := l.wordsBetween(last, ctx.GetStop().GetTokenIndex()); otherKindOf(longer) != nil {
			w = longer
		}
	}
	k := otherKindOf(w)
	if k == nil {
		x := l.unsupported(strings.ToLower(w.text(1)), sp, diag.NotConverted, "%s is not converted", strings.ToLower(w.text(1)))
		x.Name = l.nameAt(w, 1)
		return one(x)
	}
	name := l.nameAt(w, len(k.words))
	if path, ok := directoryPath(w); ok && k.code == diag.Directory {
		d := &ir.Directory{Path: path}
		d.Name = name
		l.own(d)
		return one(d)
	}
	if k.code == nil {
		return one(l.dropped(k.what, name, sp, k.why))
	}
	x := l.unsupported(k.what, sp, k.code, "%s %s is not converted", k.what, name.Last().Text)
	x.Name = name
	return one(x)
}

// directoryPath is the constant behind AS.
func directoryPath(w wordList) (string, bool) {
	for i := 0; i+1 < len(w); i++ {
		if w[i].text == "AS" && strings.HasPrefix(w[i+1].raw, "'") {
			return strings.ReplaceAll(strings.Trim(w[i+1].raw, "'"), "''", "'"), true
		}
	}
	return "", false
}

// otherKindOf finds the kind that the words begin with.
func otherKindOf(w wordList) *kind {
	for i := range otherKinds {
		if w.starts(otherKinds[i].words...) {
			return &otherKinds[i]
		}
	}
	return nil
}

// nameAt reads a dotted name from the words, past IF NOT EXISTS.
func (l *lowerer) nameAt(w wordList, i int) ir.QName {
	for i+1 < len(w) && (w[i].text == "IF" || w[i].text == "NOT" || w[i].text == "EXISTS" || w[i].text == "SOURCE" || w[i].text == "CLASS" || w[i].text == "NAMED") {
		i++
	}
	var q ir.QName
	for ; i < len(w); i++ {
		if len(q.Parts) == 0 {
			q.Sp = l.spanBetween(w[i].start, w[i].end)
		}
		q.Parts = append(q.Parts, identifier(w[i].raw))
		if i+1 >= len(w) || w[i+1].raw != "." {
			break
		}
		i++
	}
	return q
}

func (l *lowerer) createDatabase(ctx syntax.ICreateDatabaseContext) ir.Object {
	if ctx.LINK() == nil {
		return l.dropped("database", ir.QName{}, l.span(ctx), "databases are made outside of a schema")
	}
	name := l.qname(ctx.Name())
	x := l.unsupported("database link", l.span(ctx), diag.DatabaseLink, "the link %s is not converted", name.Last().Text)
	x.Text = "" // it may hold a password
	x.Name = name
	return x
}

// alterStmt lowers ALTER.
func (l *lowerer) alterStmt(ctx syntax.IAlterStmtContext) ir.Object {
	sp := l.span(ctx)
	switch {
	case ctx.AlterTable() != nil:
		return l.alterTable(ctx.AlterTable())
	case ctx.AlterIndex() != nil:
		return l.alterIndex(ctx.AlterIndex(), sp)
	}
	if ctx.AlterOther() == nil { // ALTER INMEMORY JOIN GROUP and other words that name nothing of a schema
		return l.dropped("alter", ir.QName{}, sp, "it administers the source's server")
	}
	w := l.words(ctx.AlterOther())
	kindWord, name := w[0].text, l.nameAt(w, 1)
	switch kindWord {
	case "SEQUENCE":
		return l.alterSequence(w, name, sp)
	case "TRIGGER":
		a := &ir.AlterObject{Kind: "TRIGGER", Enable: w.has("ENABLE"), Disable: w.has("DISABLE"), RenameTo: l.wordName(w.after("RENAME", "TO"))}
		a.Name = name
		l.own(a)
		if !a.Enable && !a.Disable && a.RenameTo.IsZero() {
			a.Dropped = "PostgreSQL compiles a routine when it is called first"
		}
		return a
	case "VIEW", "PROCEDURE", "FUNCTION", "PACKAGE", "SYNONYM", "JAVA", "MATERIALIZED", "TYPE":
		if w.has("COMPILE") {
			return l.dropped("alter "+strings.ToLower(kindWord), name, sp, "PostgreSQL compiles a routine when it is called first")
		}
		if kindWord == "TYPE" {
			if a := l.alterType(w, name); a != nil {
				l.own(a)
				return a
			}
			x := l.unsupported("alter type", sp, diag.NotConverted, "ALTER TYPE %s is not folded into the type", name.Last().Text)
			x.Name = name
			return x
		}
		if kindWord == "MATERIALIZED" {
			name = l.nameAt(w, 2)
		}
		return l.dropped("alter "+strings.ToLower(kindWord), name, sp, "it changes how the object is refreshed, compiled or described to the optimizer")
	}
	why := "it administers the source's server"
	switch kindWord {
	case "SESSION":
		why = "it sets up the session that runs the script"
		name = ir.QName{}
	case "USER", "ROLE", "PROFILE":
		why = "passwords, quotas and profiles are not part of a schema"
	}
	return l.dropped("alter "+strings.ToLower(kindWord), name, sp, why)
}

func (l *lowerer) wordName(w word) ir.Name {
	if w.raw == "" {
		return ir.Name{}
	}
	return identifier(w.raw)
}

func (l *lowerer) alterIndex(ctx syntax.IAlterIndexContext, sp diag.Span) ir.Object {
	w := l.words(ctx.Rest())
	name := l.qname(ctx.Name())
	if !w.has("RENAME", "TO") {
		return l.dropped("alter index", name, sp, "it changes how the index is stored")
	}
	a := &ir.AlterObject{Kind: "INDEX", RenameTo: l.wordName(w.after("RENAME", "TO"))}
	a.Name = name
	l.own(a)
	return a
}

// alterSequence reads the options from the words: the grammar keeps them as they are.
func (l *lowerer) alterSequence(w wordList, name ir.QName, sp diag.Span) ir.Object {
	o := &ir.SequenceOptions{}
	value := func(seq ...string) string {
		i := w.find(seq...)
		if i < 0 || i+len(seq) >= len(w) {
			return ""
		}
		v := w[i+len(seq)]
		if v.raw == "-" && i+len(seq)+1 < len(w) {
			return "-" + w[i+len(seq)+1].raw
		}
		return v.raw
	}
	o.Increment, o.Max, o.Min, o.Start = value("INCREMENT", "BY"), value("MAXVALUE"), value("MINVALUE"), value("START", "WITH")
	o.Cycle, o.NoMax, o.NoMin = w.has("CYCLE"), w.has("NOMAXVALUE"), w.has("NOMINVALUE")
	a := &ir.AlterObject{Kind: "SEQUENCE", Options: o}
	a.Name = name
	l.own(a)
	return a
}

func (l *lowerer) dropStmt(ctx syntax.IDropStmtContext) ir.Object {
	d := &ir.Drop{}
	if ctx.DropKind() == nil {
		w := l.words(ctx)[1:]
		if w.starts("PUBLIC") {
			w = w[1:]
		}
		d.Kind, d.Name = w[0].text, l.nameAt(w, 1)
		l.own(d)
		d.Dropped = "the installation starts empty: there is nothing to drop"
		return d
	}
	d.Kind = l.words(ctx.DropKind()).text(3)
	if ctx.PUBLIC() != nil {
		d.Kind = "PUBLIC " + d.Kind
	}
	d.Name = l.tableName(ctx.TableName())
	d.IfExists = ctx.IfExists() != nil
	for _, o := range ctx.AllDropOption() {
		d.Cascade = d.Cascade || o.CASCADE() != nil
	}
	l.own(d)
	return d
}

func (l *lowerer) rename(ctx syntax.IRenameStmtContext) ir.Object {
	t := &ir.AlterTable{}
	t.Name = l.qname(ctx.Name(0))
	l.own(t)
	t.Actions = []ir.AlterAction{{Sp: l.span(ctx), RenameTo: l.qname(ctx.Name(1)).Last()}}
	return t
}

func (l *lowerer) commentOn(ctx syntax.ICommentStmtContext) ir.Object {
	c := &ir.CommentOn{Target: l.qname(ctx.Name()), Text: stringValue(ctx.STRING().GetText())}
	c.Name = c.Target
	switch {
	case ctx.COLUMN() != nil:
		c.On = "COLUMN"
	case ctx.MATERIALIZED() != nil:
		c.On = "MATERIALIZED VIEW"
	case ctx.TABLE() != nil:
		c.On = "TABLE"
	case ctx.VIEW() != nil:
		c.On = "VIEW"
	case ctx.INDEX() != nil:
		c.On = "INDEX"
	default:
		c.On = l.words(ctx)[2].text
	}
	l.own(c)
	// SCHEMA.TABLE.COLUMN names the schema in front; TABLE.COLUMN does not.
	if c.On == "COLUMN" && len(c.Target.Parts) < 3 {
		c.Schema = ir.Name{}
	}
	return c
}

// grant lowers GRANT.
func (l *lowerer) grant(ctx syntax.IGrantStmtContext) ir.Object {
	g := &ir.Grant{}
	l.grantItems(g, ctx.AllGrantItem())
	l.grantOn(g, ctx.GrantObject())
	l.grantees(g, ctx.AllGrantee())
	g.Option = len(ctx.AllGrantOption()) > 0
	l.grantName(g, l.span(ctx))
	return g
}

func (l *lowerer) revoke(ctx syntax.IRevokeStmtContext) ir.Object {
	g := &ir.Grant{Revoke: true}
	l.grantItems(g, ctx.AllGrantItem())
	l.grantOn(g, ctx.GrantObject())
	l.grantees(g, ctx.AllGrantee())
	l.grantName(g, l.span(ctx))
	return g
}

// grantName names a grant for the report: what is granted on what to whom.
func (l *lowerer) grantName(g *ir.Grant, sp diag.Span) {
	var privs, to []string
	for _, p := range g.Privs {
		privs = append(privs, p.Name)
	}
	for _, n := range g.To {
		to = append(to, n.Key)
	}
	text := strings.Join(privs, ", ")
	if !g.On.IsZero() {
		text += " ON " + g.On.Key()
	}
	text += " TO " + strings.Join(to, ", ")
	g.Name = ir.QName{Parts: []ir.Name{{Key: text, Text: text}}, Sp: sp}
	l.own(g)
	if len(g.On.Parts) > 1 {
		g.Schema = g.On.Parts[0]
	}
}

func (l *lowerer) grantItems(g *ir.Grant, items []syntax.IGrantItemContext) {
	for _, it := range items {
		var p ir.Privilege
		var words []string
		for _, w := range it.AllGrantWord() {
			t := w.GetText()
			if strings.HasPrefix(t, `"`) {
				t = strings.Trim(t, `"`)
			} else {
				t = strings.Join(strings.Fields(strings.ToUpper(t)), " ")
			}
			words = append(words, t)
		}
		p.Name = strings.Join(words, " ")
		for _, n := range it.AllName() {
			p.Cols = append(p.Cols, l.qname(n).Last())
		}
		g.Privs = append(g.Privs, p)
	}
}

func (l *lowerer) grantOn(g *ir.Grant, ctx syntax.IGrantObjectContext) {
	if ctx == nil {
		return
	}
	var kinds []string
	for _, k := range ctx.AllOTHER_KIND() {
		kinds = append(kinds, strings.ToUpper(k.GetText()))
	}
	g.OnKind = strings.Join(kinds, " ")
	g.On = l.tableName(ctx.TableName())
}

func (l *lowerer) grantees(g *ir.Grant, list []syntax.IGranteeContext) {
	for _, x := range list {
		if x.PUBLIC() != nil {
			g.To = append(g.To, ir.MakeName("PUBLIC"))
			continue
		}
		g.To = append(g.To, l.qname(x.Name()).Last())
	}
}
