package oracle

import (
	"strconv"
	"strings"

	"github.com/antlr4-go/antlr/v4"

	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/ir/diag"
	"github.com/crosswalk-db/crosswalk/parser/oracle/syntax"
)

// createSchemaObject lowers CREATE of everything but stored units.
func (l *lowerer) createSchemaObject(ctx syntax.ICreateStmtContext) []ir.Object {
	var mods []string
	for _, m := range ctx.AllCreateMod() {
		mods = append(mods, upper(l.span(m).Text()))
	}
	var o ir.Object
	switch {
	case ctx.CreateTable() != nil:
		o = l.createTable(ctx.CreateTable(), mods)
	case ctx.CreateView() != nil:
		o = l.createView(ctx.CreateView(), mods)
	case ctx.CreateMaterialized() != nil:
		o = l.createMaterialized(ctx.CreateMaterialized())
	case ctx.CreateIndex() != nil:
		o = l.createIndex(ctx.CreateIndex(), mods)
	case ctx.CreateSequence() != nil:
		s := &ir.Sequence{}
		s.Name = l.qname(ctx.CreateSequence().Name())
		l.own(s)
		for _, x := range ctx.CreateSequence().AllSequenceOption() {
			l.sequenceOption(&s.SequenceOptions, x)
		}
		o = s
	case ctx.CreateSynonym() != nil:
		s := &ir.Synonym{Public: has(mods, "PUBLIC"), For: l.tableName(ctx.CreateSynonym().TableName())}
		s.Name = l.qname(ctx.CreateSynonym().Name())
		o = s
	case ctx.CreateDatabase() != nil:
		o = l.createDatabase(ctx.CreateDatabase())
	default:
		o = l.createOther(ctx.CreateOther())
	}
	o.Obj().Sp = l.span(ctx)
	return one(o)
}

func has(list []string, w string) bool {
	for _, x := range list {
		if x == w {
			return true
		}
	}
	return false
}

// unsupported makes an object of a statement that has no counterpart; code says why.
func (l *lowerer) unsupported(ctx antlr.ParserRuleContext, what string, name ir.QName, code *diag.Code, format string, args ...any) *ir.Unsupported {
	u := &ir.Unsupported{What: what}
	u.Sp, u.Name = l.span(ctx), name
	u.Text = u.Sp.Text()
	if name.IsZero() {
		u.Name = ir.QName{Parts: []ir.Name{identifier(l.lineName(u.Sp))}, Sp: u.Sp}
	}
	l.own(u)
	if code != nil {
		l.find(code, u.Sp, format, args...)
	}
	return u
}

// lineName names a statement without a name by its place.
func (l *lowerer) lineName(sp diag.Span) string {
	_, line, _ := sp.Pos()
	return "line_" + strconv.Itoa(line)
}

// dropped makes an object of a statement that is left out for a reason.
func (l *lowerer) dropped(ctx antlr.ParserRuleContext, what string, name ir.QName, reason string) *ir.Unsupported {
	u := l.unsupported(ctx, what, name, nil, "")
	u.Dropped = reason
	return u
}

func (l *lowerer) createDatabase(ctx syntax.ICreateDatabaseContext) ir.Object {
	if ctx.LINK() == nil {
		return l.dropped(ctx, "database", ir.QName{}, "the database is made by whoever runs the server")
	}
	n := l.qname(ctx.Name())
	return l.unsupported(ctx, "database link", n, diag.DatabaseLink, "database link %s", n)
}

// Views ----------------------------------------------------------------------------------------

func (l *lowerer) createView(ctx syntax.ICreateViewContext, mods []string) *ir.View {
	v := &ir.View{Force: has(mods, "FORCE"), ReadOnly: ctx.READ() != nil, CheckOption: ctx.CHECK() != nil}
	v.Name = l.qname(ctx.Name(0))
	l.own(v)
	for _, h := range ctx.AllViewHead() {
		l.viewHead(v, h)
	}
	v.Query = l.query(ctx.Query())
	return v
}

func (l *lowerer) createMaterialized(ctx syntax.ICreateMaterializedContext) ir.Object {
	if ctx.LOG() != nil {
		return l.dropped(ctx, "materialized view log", l.tableName(ctx.TableName()), "PostgreSQL refreshes materialized views in full and keeps no log")
	}
	m := &ir.MaterializedView{}
	m.Name = l.qname(ctx.Name(0))
	l.own(m)
	for _, c := range ctx.AllViewColumn() {
		if id := c.IDENT(); id != nil {
			m.Cols = append(m.Cols, l.ident(id))
		}
	}
	var words []string
	for _, p := range ctx.AllMvProp() {
		words = append(words, strings.Fields(upper(l.span(p).Text()))...)
	}
	text := " " + strings.Join(words, " ") + " "
	m.Deferred = strings.Contains(text, " BUILD DEFERRED ")
	m.Prebuilt = strings.Contains(text, " PREBUILT ")
	m.OnCommit = strings.Contains(text, " ON COMMIT ")
	m.Rewrite = strings.Contains(text, " ENABLE QUERY REWRITE ")
	m.ForUpdate = strings.Contains(text, " FOR UPDATE ")
	for _, w := range []string{"FAST", "COMPLETE", "FORCE"} {
		if strings.Contains(text, " REFRESH "+w+" ") || strings.Contains(text, " "+w+" ON ") {
			m.Refresh = w
		}
	}
	if strings.Contains(text, " NEVER REFRESH ") {
		m.Refresh = "NEVER"
	}
	m.Query = l.query(ctx.Query())
	return m
}

// Indexes and sequences ------------------------------------------------------------------------

func (l *lowerer) createIndex(ctx syntax.ICreateIndexContext, mods []string) ir.Object {
	x := &ir.IndexDef{Unique: has(mods, "UNIQUE"), Bitmap: has(mods, "BITMAP")}
	x.Name = l.qname(ctx.Name(0))
	l.own(x)
	if ctx.CLUSTER() != nil {
		return l.dropped(ctx, "index", x.Name, "PostgreSQL has no table clusters")
	}
	x.Table = l.tableName(ctx.TableName())
	for _, i := range ctx.AllIndexItem() {
		x.Keys = append(x.Keys, &ir.IndexKey{Expr: l.expr(i.Expr()), Desc: i.DESC() != nil})
	}
	rest := ""
	if s := ctx.Soup(); s != nil {
		rest = strings.Join(strings.Fields(upper(l.span(s).Text())), " ")
	}
	words := " " + rest + " "
	contains := func(w string) bool { return strings.Contains(words, " "+w+" ") }
	x.Reverse, x.Unusable, x.Invisible = contains("REVERSE"), contains("UNUSABLE"), contains("INVISIBLE")
	x.Local, x.Global = contains("LOCAL"), contains("GLOBAL")
	if i := strings.Index(words, " INDEXTYPE IS "); i >= 0 {
		x.Domain = strings.TrimSpace(words[i:])
	}
	if strings.HasPrefix(rest, "FROM ") {
		x.Join = rest
	}
	x.Storage = contains("TABLESPACE") || strings.Contains(words, " STORAGE") || contains("PCTFREE") || contains("INITRANS")
	return x
}

func (l *lowerer) sequenceOption(o *ir.SequenceOptions, ctx syntax.ISequenceOptionContext) {
	value := ""
	if v := ctx.SequenceValue(); v != nil {
		value = strings.Join(strings.Fields(l.span(v).Text()), "")
		value = strings.TrimPrefix(value, "+")
	}
	word := strings.ToUpper(ctx.GetStart().GetText())
	switch word {
	case "START":
		o.Start, o.StartLimit = value, value == ""
	case "INCREMENT":
		o.Increment = value
	case "MAXVALUE":
		o.Max = value
	case "MINVALUE":
		o.Min = value
	case "CACHE":
		o.Cache = value
	case "NOCACHE":
		o.NoCache = true
	case "NOMAXVALUE":
		o.NoMax = true
	case "NOMINVALUE":
		o.NoMin = true
	case "CYCLE":
		o.Cycle = true
	case "ORDER":
		o.Order = true
	case "SESSION":
		o.Session = true
	case "NOCYCLE", "NOORDER", "GLOBAL", "NOKEEP", "NOSCALE", "NOSHARD":
	default:
		o.Rest = append(o.Rest, upper(l.span(ctx).Text()))
	}
}

// Everything else ------------------------------------------------------------------------------

// otherKinds say what becomes of objects that have no node: a code where a person must act, a reason where
// nothing is lost.
var otherKinds = map[string]struct {
	code   *diag.Code
	reason string
}{
	"DIRECTORY":     {code: diag.Directory},
	"LIBRARY":       {code: diag.ExternalLibrary},
	"JAVA":          {code: diag.JavaSource},
	"TABLESPACE":    {reason: "storage is the server's business in PostgreSQL"},
	"PROFILE":       {reason: "limits of users are set on the server in PostgreSQL"},
	"CLUSTER":       {reason: "PostgreSQL has no table clusters"},
	"CONTEXT":       {reason: "PostgreSQL's settings need no declaration: set_config makes them"},
	"EDITION":       {reason: "PostgreSQL has no editions"},
	"RESTORE POINT": {reason: "restore points belong to the server's backup"},
	"ROLLBACK":      {reason: "PostgreSQL has no rollback segments"},
	"PFILE":         {reason: "the server's parameters are not part of a schema"},
	"SPFILE":        {reason: "the server's parameters are not part of a schema"},
	"CONTROLFILE":   {reason: "control files belong to the server"},
	"OUTLINE":       {reason: "PostgreSQL has no stored plans"},
	"SESSION":       {reason: "a setting of the session that ran the script"},
	"SYSTEM":        {reason: "a setting of the server"},
	"DISKGROUP":     {reason: "storage is the server's business in PostgreSQL"},
	"PLUGGABLE":     {reason: "the database is made by whoever runs the server"},
	"DIMENSION":     {reason: "PostgreSQL does not rewrite queries by dimensions"},
	"UNDO":          {reason: "storage is the server's business in PostgreSQL"},
	"BIGFILE":       {reason: "storage is the server's business in PostgreSQL"},
	"SMALLFILE":     {reason: "storage is the server's business in PostgreSQL"},
	"TEMPORARY":     {reason: "storage is the server's business in PostgreSQL"},
}

func (l *lowerer) createOther(ctx syntax.ICreateOtherContext) ir.Object {
	kind := upper(ctx.OTHER_KIND().GetText())
	name := l.firstName(ctx.Soup())
	switch kind {
	case "ROLE", "USER":
		r := &ir.Role{User: kind == "USER"}
		r.Name = name
		l.own(r)
		return r
	}
	return l.other(ctx, kind, name)
}

// other makes the object of a statement about a kind that has no node.
func (l *lowerer) other(ctx antlr.ParserRuleContext, kind string, name ir.QName) ir.Object {
	what := strings.ToLower(kind)
	k, ok := otherKinds[strings.Fields(kind + " ?")[0]]
	switch {
	case ok && k.code != nil:
		return l.unsupported(ctx, what, name, k.code, "%s %s", what, name)
	case ok:
		return l.dropped(ctx, what, name, k.reason)
	}
	return l.unsupported(ctx, what, name, diag.NotConverted, "%s %s is not converted", what, name)
}

// firstName finds the first name in a stretch of tokens, past the words that may stand in front of it.
func (l *lowerer) firstName(ctx syntax.ISoupContext) ir.QName {
	q := ir.QName{Sp: l.span(ctx)}
	dot := true
	for _, it := range ctx.AllSoupItem() {
		text := l.span(it).Text()
		switch {
		case text == ".":
			dot = true
			continue
		case !dot:
			return q
		}
		switch w := strings.ToUpper(text); {
		case len(q.Parts) == 0 && (w == "IF" || w == "NOT" || w == "EXISTS" || w == "BODY" || w == "SOURCE" || w == "NAMED" ||
			w == "CLASS" || w == "RESOURCE" || w == "TABLESPACE" || w == "SEGMENT" || w == "POINT" || w == "DATABASE"):
			continue
		case w == "" || !(w[0] == '"' || w[0] == '_' || w[0] >= 'A' && w[0] <= 'Z' || w[0] >= 0x80):
			return q
		}
		q.Parts = append(q.Parts, identifier(text))
		dot = false
	}
	return q
}

// ddl lowers statements that do not create anything.
func (l *lowerer) ddl(ctx syntax.IStatementContext) []ir.Object {
	switch {
	case ctx.AlterStmt() != nil:
		return one(l.alter(ctx.AlterStmt()))
	case ctx.DropStmt() != nil:
		return one(l.drop(ctx.DropStmt()))
	case ctx.CommentStmt() != nil:
		return one(l.commentOn(ctx.CommentStmt()))
	case ctx.GrantStmt() != nil:
		return one(l.grant(ctx.GrantStmt()))
	case ctx.RevokeStmt() != nil:
		return one(l.revoke(ctx.RevokeStmt()))
	case ctx.RenameStmt() != nil:
		return one(l.rename(ctx.RenameStmt()))
	case ctx.TruncateStmt() != nil:
		return one(l.dropped(ctx, "truncate", l.tableName(ctx.TruncateStmt().TableName()), "the installation starts empty: there is nothing to truncate"))
	case ctx.Query() != nil:
		return one(l.dropped(ctx, "query", ir.QName{}, "a query of the script makes nothing"))
	case ctx.ExplainPlan() != nil:
		return one(l.dropped(ctx, "explain plan", ir.QName{}, "it makes nothing"))
	case ctx.SetStmt() != nil:
		return one(l.dropped(ctx, "set", ir.QName{}, "a setting of the session that ran the script"))
	}
	what := strings.ToLower(ctx.GetStart().GetText())
	return one(l.dropped(ctx, what, ir.QName{}, "administration of the server that makes no schema object"))
}

func (l *lowerer) drop(ctx syntax.IDropStmtContext) ir.Object {
	d := &ir.Drop{}
	if k := ctx.DropKind(); k != nil {
		d.Kind, d.Name = strings.Join(strings.Fields(upper(l.span(k).Text())), " "), l.tableName(ctx.TableName())
	} else {
		d.Kind = "OBJECT"
		if t := ctx.OTHER_KIND(); t != nil {
			d.Kind = upper(t.GetText())
		}
		d.Name = l.firstName(ctx.Soup())
	}
	if d.Name.IsZero() {
		d.Name = ir.QName{Parts: []ir.Name{identifier(l.lineName(l.span(ctx)))}, Sp: l.span(ctx)}
	}
	d.IfExists = ctx.IfExists() != nil
	l.own(d)
	return d
}

func (l *lowerer) rename(ctx syntax.IRenameStmtContext) ir.Object {
	a := &ir.AlterTable{Actions: []ir.AlterAction{{Sp: l.span(ctx), RenameTo: l.qname(ctx.Name(1)).Last()}}}
	a.Name = l.qname(ctx.Name(0))
	l.own(a)
	return a
}

func (l *lowerer) alter(ctx syntax.IAlterStmtContext) ir.Object {
	switch {
	case ctx.AlterTable() != nil:
		return l.alterTable(ctx.AlterTable())
	case ctx.AlterIndex() != nil:
		x := ctx.AlterIndex()
		rest := upper(l.span(ctx).Text())
		if strings.Contains(rest, " RENAME ") {
			return l.unsupported(ctx, "alter index", l.qname(x.Name()), diag.NotConverted, "ALTER INDEX … RENAME is not converted: give the index its name where it is made")
		}
		return l.dropped(ctx, "alter index", l.qname(x.Name()), "a physical property of the index")
	}
	o := ctx.AlterOther()
	kind := strings.Fields(upper(l.span(o).Text()))[0]
	name := l.firstName(o.Soup())
	rest := " " + upper(l.span(o).Text()) + " "
	what := "alter " + strings.ToLower(kind)
	switch {
	case strings.Contains(rest, " COMPILE"):
		return l.dropped(ctx, what, name, "PostgreSQL compiles when it is needed")
	case kind == "TRIGGER" && strings.Contains(rest, " ENABLE "):
		return l.dropped(ctx, what, name, "triggers are enabled when they are made")
	case kind == "MATERIALIZED", kind == "VIEW":
		return l.dropped(ctx, what, name, "a property of the view that has no counterpart")
	case kind == "USER", kind == "ROLE", kind == "PROFILE", kind == "DATABASE":
		return l.dropped(ctx, what, name, "accounts and the server are not part of a schema")
	}
	if _, ok := otherKinds[kind]; ok {
		return l.dropped(ctx, what, name, otherKinds[kind].reason)
	}
	return l.unsupported(ctx, what, name, diag.NotConverted, "%s is not converted: %s", what, firstLine(l.span(ctx).Text()))
}

func (l *lowerer) commentOn(ctx syntax.ICommentStmtContext) ir.Object {
	c := &ir.CommentOn{Target: l.qname(ctx.Name()), Text: stringValue(ctx.STRING().GetText())}
	c.Name = c.Target
	l.own(c)
	switch {
	case ctx.TABLE() != nil:
		c.On = "TABLE"
	case ctx.COLUMN() != nil:
		c.On = "COLUMN"
		if n := len(c.Target.Parts); n == 3 {
			c.Schema = c.Target.Parts[0]
		} else {
			c.Schema = ir.Name{}
		}
	case ctx.MATERIALIZED() != nil:
		c.On = "MATERIALIZED VIEW"
	case ctx.VIEW() != nil:
		c.On = "VIEW"
	case ctx.INDEX() != nil:
		c.On = "INDEX"
	default:
		var words []string
		for _, k := range ctx.AllOTHER_KIND() {
			words = append(words, upper(k.GetText()))
		}
		c.On = strings.Join(words, " ")
	}
	return c
}

func (l *lowerer) grant(ctx syntax.IGrantStmtContext) ir.Object {
	g := &ir.Grant{Privs: l.privileges(ctx.AllGrantItem())}
	l.grantees(g, ctx.AllGrantee())
	l.grantObject(g, ctx.GrantObject())
	for _, o := range ctx.AllGrantOption() {
		g.Option = g.Option || o.OPTION() != nil
	}
	return l.nameGrant(g, ctx)
}

func (l *lowerer) revoke(ctx syntax.IRevokeStmtContext) ir.Object {
	g := &ir.Grant{Revoke: true, Privs: l.privileges(ctx.AllGrantItem())}
	l.grantees(g, ctx.AllGrantee())
	l.grantObject(g, ctx.GrantObject())
	return l.nameGrant(g, ctx)
}

// nameGrant names a grant for the report: what is granted on what to whom.
func (l *lowerer) nameGrant(g *ir.Grant, ctx antlr.ParserRuleContext) ir.Object {
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
	g.Name = ir.QName{Parts: []ir.Name{{Key: text, Text: text}}, Sp: l.span(ctx)}
	if len(g.On.Parts) > 1 {
		g.Schema = g.On.Parts[0]
	}
	l.obj = g
	return g
}

func (l *lowerer) privileges(items []syntax.IGrantItemContext) []ir.Privilege {
	var list []ir.Privilege
	for _, i := range items {
		var words []string
		for _, w := range i.AllGrantWord() {
			words = append(words, upper(l.span(w).Text()))
		}
		p := ir.Privilege{Name: strings.Join(words, " ")}
		for _, n := range i.AllName() {
			p.Cols = append(p.Cols, l.qname(n).Last())
		}
		list = append(list, p)
	}
	return list
}

func (l *lowerer) grantees(g *ir.Grant, list []syntax.IGranteeContext) {
	for _, n := range list {
		if n.PUBLIC() != nil {
			g.To = append(g.To, ir.MakeName("PUBLIC"))
			continue
		}
		g.To = append(g.To, l.qname(n.Name()).Last())
	}
}

func (l *lowerer) grantObject(g *ir.Grant, ctx syntax.IGrantObjectContext) {
	if ctx == nil {
		return
	}
	g.On = l.tableName(ctx.TableName())
	var words []string
	for _, k := range ctx.AllOTHER_KIND() {
		words = append(words, upper(k.GetText()))
	}
	g.OnKind = strings.Join(words, " ")
}

// viewHead lowers what stands between a view's name and its query.
func (l *lowerer) viewHead(v *ir.View, ctx syntax.IViewHeadContext) {
	for _, c := range ctx.AllViewColumn() {
		if k := c.OutOfLineConstraint(); k != nil {
			v.Constraints = append(v.Constraints, l.outOfLine(k))
			continue
		}
		name := l.ident(c.IDENT())
		v.Cols = append(v.Cols, name)
		for _, k := range c.AllInlineConstraint() {
			l.inlineConstraint(&ir.Column{Name: name}, k, func(x *ir.Constraint) { v.Constraints = append(v.Constraints, x) })
		}
	}
	if ctx.OF() != nil {
		v.OfType = l.qname(ctx.Name())
	}
}
