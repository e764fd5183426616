package oracle

import (
	"strings"

	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/ir/diag"
	"github.com/crosswalk-db/crosswalk/parser/oracle/syntax"
)

// createSchemaObject lowers CREATE of everything that holds no PL/SQL.
func (l *lowerer) createSchemaObject(ctx syntax.ICreateStmtContext) []ir.Object {
	mods := map[string]bool{}
	for _, m := range ctx.AllCreateMod() {
		mods[upper(m.GetText())] = true
	}
	switch {
	case ctx.CreateTable() != nil:
		return one(l.createTable(ctx.CreateTable(), mods))
	case ctx.CreateView() != nil:
		return one(l.createView(ctx.CreateView(), mods))
	case ctx.CreateMaterialized() != nil:
		return one(l.createMaterialized(ctx.CreateMaterialized()))
	case ctx.CreateIndex() != nil:
		return one(l.createIndex(ctx.CreateIndex(), mods))
	case ctx.CreateSequence() != nil:
		s := &ir.Sequence{}
		s.Name = l.qname(ctx.CreateSequence().Name())
		l.own(s)
		l.sequenceOptions(&s.SequenceOptions, ctx.CreateSequence().AllSequenceOption())
		return one(s)
	case ctx.CreateSynonym() != nil:
		s := &ir.Synonym{Public: mods["PUBLIC"]}
		s.Name = l.qname(ctx.CreateSynonym().Name())
		l.own(s)
		s.For = l.tableName(ctx.CreateSynonym().TableName())
		return one(s)
	case ctx.CreateDatabase() != nil:
		return one(l.createDatabase(ctx.CreateDatabase()))
	case ctx.CreateOther() != nil:
		return l.createOther(ctx.CreateOther(), ctx.AllCreateMod())
	}
	return one(l.unsupported("statement", l.span(ctx), diag.NotConverted, "the statement is not converted"))
}

// createView lowers CREATE VIEW.
func (l *lowerer) createView(ctx syntax.ICreateViewContext, mods map[string]bool) ir.Object {
	v := &ir.View{Force: mods["FORCE"] && !mods["NO"]}
	v.Name = l.qname(ctx.Name(0))
	l.own(v)
	for _, h := range ctx.AllViewHead() {
		if h.OF() != nil {
			v.OfType = l.qname(h.Name())
		}
		for _, c := range h.AllViewColumn() {
			l.viewColumn(v, c)
		}
	}
	v.Query = l.query(ctx.Query())
	v.CheckOption = ctx.CHECK() != nil
	v.ReadOnly = ctx.ONLY() != nil
	if names := ctx.AllName(); ctx.CONSTRAINT() != nil && len(names) > 1 {
		v.CheckName = l.qname(names[len(names)-1]).Last()
	}
	return v
}

func (l *lowerer) viewColumn(v *ir.View, c syntax.IViewColumnContext) {
	if c.OutOfLineConstraint() != nil {
		v.Constraints = append(v.Constraints, l.outOfLine(c.OutOfLineConstraint()))
		return
	}
	n := l.ident(c.IDENT())
	v.Cols = append(v.Cols, n)
	for _, k := range c.AllInlineConstraint() {
		if con := l.inlineConstraint(&ir.Column{Name: n}, k); con != nil {
			v.Constraints = append(v.Constraints, con)
		}
	}
}

// createMaterialized lowers CREATE MATERIALIZED VIEW, and its log.
func (l *lowerer) createMaterialized(ctx syntax.ICreateMaterializedContext) ir.Object {
	if ctx.LOG() != nil {
		x := l.dropped("materialized view log", l.tableName(ctx.TableName()), l.span(ctx),
			"it serves fast refresh, which PostgreSQL does not have")
		return x
	}
	m := &ir.MaterializedView{}
	m.Name = l.qname(ctx.Name(0))
	l.own(m)
	for _, c := range ctx.AllViewColumn() {
		if c.IDENT() != nil {
			m.Cols = append(m.Cols, l.ident(c.IDENT()))
		}
	}
	var w wordList
	for _, p := range ctx.AllMvProp() {
		w = append(w, l.words(p)...)
	}
	m.Deferred = w.has("BUILD", "DEFERRED")
	m.Prebuilt = w.has("PREBUILT", "TABLE")
	m.OnCommit = w.has("ON", "COMMIT")
	m.ForUpdate = w.has("FOR", "UPDATE")
	m.Rewrite = w.has("ENABLE", "QUERY", "REWRITE")
	for _, mode := range []string{"FAST", "COMPLETE", "FORCE"} {
		if w.has("REFRESH", mode) || w.has("REFRESH") && w.has(mode) && mode != "FORCE" {
			m.Refresh = mode
		}
	}
	if w.has("NEVER", "REFRESH") {
		m.Refresh = "NEVER"
	}
	m.Start = l.clauseText(w, "START", "WITH")
	m.Next = l.clauseText(w, "NEXT")
	m.Query = l.query(ctx.Query())
	return m
}

// clauseText keeps the expression behind some words as text: only that it is there matters.
func (l *lowerer) clauseText(w wordList, seq ...string) ir.Expr {
	if x := w.after(seq...); x.text != "" {
		e := &ir.RawExpr{Text: x.raw}
		e.Sp = l.spanBetween(x.start, x.end)
		return e
	}
	return nil
}

// createIndex lowers CREATE INDEX.
func (l *lowerer) createIndex(ctx syntax.ICreateIndexContext, mods map[string]bool) ir.Object {
	x := &ir.IndexDef{Unique: mods["UNIQUE"], Bitmap: mods["BITMAP"]}
	x.Name = l.qname(ctx.Name(0))
	l.own(x)
	if ctx.CLUSTER() != nil {
		x.Cluster = true
		return x
	}
	x.Table = l.tableName(ctx.TableName())
	for _, it := range ctx.AllIndexItem() {
		x.Keys = append(x.Keys, &ir.IndexKey{Expr: l.expr(it.Expr()), Desc: it.DESC() != nil})
	}
	l.indexOptions(x, l.words(ctx.Soup()))
	if mods["MULTIVALUE"] {
		x.Domain = "MULTIVALUE"
	}
	return x
}

func (l *lowerer) indexOptions(x *ir.IndexDef, w wordList) {
	if w.starts("FROM") {
		x.Join = l.spanBetween(w[0].start, w[len(w)-1].end).Text()
		return
	}
	for i, v := range w {
		if v.depth > 0 {
			continue
		}
		switch v.text {
		case "REVERSE":
			x.Reverse = true
		case "LOCAL":
			x.Local = true
		case "GLOBAL":
			x.Global = true
		case "UNUSABLE":
			x.Unusable = true
		case "INVISIBLE":
			x.Invisible = true
		case "ONLINE":
			x.OnlineHint = true
		case "INDEXTYPE":
			var b strings.Builder
			for _, t := range w[i+1:] {
				if t.text == "PARAMETERS" || t.text == "LOCAL" || t.text == "PARALLEL" {
					break
				}
				if t.text != "IS" {
					b.WriteString(t.text)
				}
			}
			x.Domain = b.String()
		case "TABLESPACE", "PCTFREE", "INITRANS", "STORAGE", "LOGGING", "NOLOGGING", "COMPRESS", "PARALLEL":
			x.Storage = true
		}
	}
}

// sequenceOptions lowers the options of a sequence or an identity column.
func (l *lowerer) sequenceOptions(o *ir.SequenceOptions, list []syntax.ISequenceOptionContext) {
	for _, ctx := range list {
		value := ""
		if v := ctx.SequenceValue(); v != nil {
			value = strings.Join(strings.Fields(strings.TrimPrefix(l.span(v).Text(), "+")), "")
		}
		w := l.words(ctx)
		switch w[0].text {
		case "START":
			o.Start = value
			o.StartLimit = value == ""
		case "INCREMENT":
			o.Increment = value
		case "MAXVALUE":
			o.Max = value
		case "NOMAXVALUE":
			o.NoMax = true
		case "MINVALUE":
			o.Min = value
		case "NOMINVALUE":
			o.NoMin = true
		case "CACHE":
			o.Cache = value
		case "NOCACHE":
			o.NoCache = true
		case "CYCLE":
			o.Cycle = true
		case "ORDER":
			o.Order = true
		case "SESSION":
			o.Session = true
		case "NOCYCLE", "NOORDER", "NOKEEP", "NOSCALE", "NOSHARD", "GLOBAL":
		default:
			o.Rest = append(o.Rest, w[0].text)
		}
	}
}

// unsupported makes an object of a statement that is not converted.
func (l *lowerer) unsupported(what string, sp diag.Span, c *diag.Code, format string, args ...any) *ir.Unsupported {
	x := &ir.Unsupported{What: what, Text: sp.Text()}
	x.Sp = sp
	x.Name = l.placeName(sp)
	l.own(x)
	l.find(c, sp, format, args...)
	return x
}

// dropped makes an object of a statement that is left out for a reason.
func (l *lowerer) dropped(what string, name ir.QName, sp diag.Span, why string) *ir.Unsupported {
	x := &ir.Unsupported{What: what, Text: sp.Text()}
	x.Sp, x.Name, x.Dropped = sp, name, why
	if name.IsZero() {
		x.Name = l.placeName(sp)
	}
	l.own(x)
	return x
}

// placeName names a statement that has no name for its line.
func (l *lowerer) placeName(sp diag.Span) ir.QName {
	_, line, _ := sp.Pos()
	n := "line " + itoa(line)
	return ir.QName{Parts: []ir.Name{{Key: n, Text: n}}, Sp: sp}
}
