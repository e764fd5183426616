package tsql

import (
	"sort"
	"strings"

	"github.com/antlr4-go/antlr/v4"

	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/ir/diag"
	"github.com/crosswalk-db/crosswalk/parser/lex"
	"github.com/crosswalk-db/crosswalk/parser/parsing"
	"github.com/crosswalk-db/crosswalk/parser/tsql/syntax"
)

// ddl lowers a statement that defines, changes or drops something, gives rights, or administers.
func (l *lowerer) ddl(ctx *syntax.StatementContext) []ir.Object {
	switch {
	case ctx.CreateStmt() != nil:
		return l.create(ctx.CreateStmt())
	case ctx.AlterStmt() != nil:
		return l.alter(ctx.AlterStmt())
	case ctx.DropStmt() != nil:
		return l.drop(ctx.DropStmt())
	case ctx.GrantStmt() != nil:
		return l.grant(ctx.GrantStmt())
	case ctx.TriggerState() != nil:
		return l.triggerState(ctx.TriggerState())
	case ctx.ExecStmt() != nil:
		return l.systemProcedure(ctx.ExecStmt())
	case ctx.UseStmt() != nil:
		return one(l.dropped(ctx, "use", ir.QName{}, "the schema is installed into the database that one connects to"))
	}
	return one(l.admin(ctx))
}

func one(o ir.Object) []ir.Object { return []ir.Object{o} }

// create lowers CREATE of everything but modules.
func (l *lowerer) create(ctx syntax.ICreateStmtContext) []ir.Object {
	switch {
	case ctx.CreateTable() != nil:
		return l.createTable(ctx.CreateTable())
	case ctx.CreateIndex() != nil:
		return one(l.createIndex(ctx.CreateIndex()))
	case ctx.SpecialIndex() != nil:
		return one(l.specialIndex(ctx.SpecialIndex(), ctx.SPATIAL() != nil))
	case ctx.XML() != nil:
		return one(l.refused(ctx, "xml schema collection", l.qname(ctx.Name(0)), diag.SchemaCollection, "%s is a collection of XML schemas", ctx.Name(0).GetText()))
	case ctx.SEQUENCE() != nil:
		return one(l.createSequence(ctx))
	case ctx.SYNONYM() != nil:
		s := &ir.Synonym{For: l.qname(ctx.Name(1))}
		s.Name = l.qname(ctx.Name(0))
		return one(s)
	case ctx.CreateType() != nil:
		return one(l.createType(ctx.CreateType()))
	case ctx.CreatePartition() != nil:
		return one(l.createPartition(ctx.CreatePartition()))
	case ctx.STATISTICS() != nil:
		return one(l.dropped(ctx, "statistics", ir.QName{Parts: []ir.Name{ident(ctx.IDENT(0))}}, "PostgreSQL's ANALYZE gathers statistics on every column by itself"))
	case ctx.FulltextStmt() != nil:
		return one(l.fulltext(ctx.FulltextStmt()))
	}
	return l.createMore(ctx)
}

func (l *lowerer) createMore(ctx syntax.ICreateStmtContext) []ir.Object {
	switch {
	case ctx.SCHEMA() != nil:
		return one(l.createSchema(ctx))
	case ctx.DEFAULT() != nil, ctx.RULE() != nil:
		r := &ir.RuleDef{Default: ctx.DEFAULT() != nil}
		r.Name = l.qname(ctx.Name(0))
		l.own(r)
		if r.Value = l.expr(ctx.Expr()); !r.Default {
			r.Var = ruleVar(r.Value)
		}
		return one(r)
	case ctx.ROLE() != nil:
		return one(l.role(ident(ctx.IDENT(0)), false, false))
	case ctx.USER() != nil:
		return l.createUser(ctx)
	case ctx.LOGIN() != nil:
		return one(l.role(ident(ctx.IDENT(0)), true, true))
	case ctx.DATABASE() != nil:
		return one(l.databaseStmt(ctx))
	}
	return one(l.otherObject(ctx, ctx.OtherObject()))
}

func ruleVar(e ir.Expr) ir.Name {
	var n ir.Name
	ir.Walk(e, func(x ir.Node) bool {
		if r, ok := x.(*ir.Ref); ok && n.IsZero() && strings.HasPrefix(r.Name.Last().Text, "@") {
			n = r.Name.Last()
		}
		return true
	})
	return n
}

func (l *lowerer) role(n ir.Name, user, login bool) *ir.Role {
	r := &ir.Role{User: user, Login: login}
	r.Name = ir.QName{Parts: []ir.Name{n}}
	return r
}

// systemUsers are in every database.
var systemUsers = map[string]bool{"DBO": true, "GUEST": true, "SYS": true, "INFORMATION_SCHEMA": true, "SA": true}

// createUser lowers CREATE USER. A contained user, one of a login, one without: all may own and be granted.
func (l *lowerer) createUser(ctx syntax.ICreateStmtContext) []ir.Object {
	n := ident(ctx.IDENT(0))
	if systemUsers[n.Key] {
		return one(l.dropped(ctx, "user", ir.QName{Parts: []ir.Name{n}}, "the user comes with SQL Server"))
	}
	return one(l.role(n, true, false))
}

// createSchema lowers CREATE SCHEMA. dbo and the schemas of the fixed roles are there already.
func (l *lowerer) createSchema(ctx syntax.ICreateStmtContext) ir.Object {
	s := &ir.SchemaDef{}
	if len(ctx.AllName()) > 0 {
		s.Name = l.qname(ctx.Name(0))
	}
	if ctx.AUTHORIZATION() != nil {
		if s.Owner = ident(ctx.IDENT(0)); s.Name.IsZero() {
			s.Name = ir.QName{Parts: []ir.Name{s.Owner}, Sp: l.span(ctx)}
		}
	}
	return s
}

func (l *lowerer) createSequence(ctx syntax.ICreateStmtContext) ir.Object {
	s := &ir.Sequence{}
	s.Name = l.qname(ctx.Name(0))
	l.own(s)
	s.SequenceOptions = l.sequenceOptions(ctx.AllSequenceOption())
	return s
}

// sequenceOptions reads START WITH 1 and its like; NO MINVALUE comes as two options.
func (l *lowerer) sequenceOptions(list []syntax.ISequenceOptionContext) ir.SequenceOptions {
	var o ir.SequenceOptions
	no := false
	for _, x := range list {
		if x.Datatype() != nil {
			o.Type = l.datatype(x.Datatype())
			continue
		}
		n := ""
		if x.SignedNumber() != nil {
			n = strings.Join(strings.Fields(l.span(x.SignedNumber()).Text()), "")
		}
		switch word := strings.ToUpper(x.IDENT().GetText()); word {
		case "NO":
			no = true
			continue
		case "START":
			o.Start = n
		case "RESTART":
			o.Start = n
		case "INCREMENT":
			o.Increment = n
		case "MINVALUE":
			o.Min, o.NoMin = n, no
		case "MAXVALUE":
			o.Max, o.NoMax = n, no
		case "CYCLE":
			o.Cycle = !no
		case "CACHE":
			o.Cache, o.NoCache = n, no
		}
		no = false
	}
	return o
}

func (l *lowerer) createType(ctx syntax.ICreateTypeContext) ir.Object {
	name := l.qname(ctx.Name(0))
	if ctx.EXTERNAL() != nil {
		return l.refused(ctx, "type", name, diag.CLRCode, "the type %s is written in .NET", name.Last().Text)
	}
	t := &ir.TypeObject{}
	t.Name = name
	l.own(t)
	if ctx.Datatype() != nil {
		t.Alias = true
		t.Type = l.datatype(ctx.Datatype())
		t.Type.NotNull = ctx.NOT() != nil
		return t
	}
	t.Shape = &ir.Table{}
	t.Shape.Name = name
	t.Type = &ir.Type{Kind: ir.TTableValue, Sp: l.span(ctx)}
	l.tableItems(&tableBuilder{l: l, t: t.Shape}, ctx.TableItems())
	for _, c := range t.Shape.Columns {
		t.Type.Fields = append(t.Type.Fields, &ir.Field{Name: c.Name, Type: c.Type, NotNull: c.NotNull, Default: c.Default, Sp: c.Sp})
	}
	return t
}

func (l *lowerer) createPartition(ctx syntax.ICreatePartitionContext) ir.Object {
	if ctx.FUNCTION() == nil {
		s := &ir.PartitionScheme{Function: ident(ctx.IDENT(2))}
		s.Name = ir.QName{Parts: []ir.Name{ident(ctx.IDENT(1))}}
		return s
	}
	f := &ir.PartitionFunction{Right: ctx.RIGHT() != nil}
	f.Name = l.qname(ctx.Name())
	l.own(f)
	f.Type = l.datatype(ctx.Datatype())
	for _, e := range ctx.AllExpr() {
		f.Bounds = append(f.Bounds, l.expr(e))
	}
	return f
}

// fulltext lowers what concerns full-text search: indexes are refused, catalogs and stop lists have nothing left to serve.
func (l *lowerer) fulltext(ctx syntax.IFulltextStmtContext) ir.Object {
	w := l.words(ctx)
	if len(w) > 3 && w[1] == "INDEX" && w[2] == "ON" {
		ix := &ir.IndexDef{Special: "FULLTEXT", Options: l.span(ctx).Text()}
		ix.Table = l.nameAt(ctx, 3)
		n := ix.Table.Last()
		n.Text += " (full text)"
		n.Key += " (FULL TEXT)"
		ix.Name = ir.QName{Parts: []ir.Name{n}, Sp: l.span(ctx)}
		return ix
	}
	return l.dropped(ctx, "fulltext "+strings.ToLower(wordAt(w, 1)), ir.QName{}, "it only serves full-text indexes, which are refused one by one")
}

// databaseStmt notes CREATE, ALTER and DROP DATABASE, which place and tune.
func (l *lowerer) databaseStmt(ctx antlr.ParserRuleContext) ir.Object {
	w := l.words(ctx)
	if len(w) > 2 && databaseParts[w[2]] != nil {
		return l.refused(ctx, "database "+strings.ToLower(w[2]), ir.QName{}, databaseParts[w[2]], "it concerns the whole database")
	}
	x, _ := l.dropped(ctx, "database", ir.QName{}, "options and files of the database have no counterpart in a schema").(*ir.Unsupported)
	x.What = "database options"
	return x
}

// databaseParts are CREATE DATABASE <word> of something else than a database.
var databaseParts = map[string]*diag.Code{
	"AUDIT": diag.AuditSpecification, "ENCRYPTION": diag.KeysAndCertificates, "SCOPED": nil,
}

// words gives the tokens of a tree in upper case; names keep their brackets.
func (l *lowerer) words(ctx antlr.ParserRuleContext) []string {
	var w []string
	for _, t := range l.tokens(ctx) {
		w = append(w, strings.ToUpper(t.Text()))
	}
	return w
}

func (l *lowerer) tokens(ctx antlr.ParserRuleContext) []lex.Token {
	from, to := parsing.SpanOf(ctx)
	toks := l.tree.Tokens
	i := sort.Search(len(toks), func(i int) bool { return int(toks[i].Start) >= from || toks[i].Type == lex.EOF })
	j := i
	for j < len(toks) && toks[j].Type != lex.EOF && int(toks[j].End) <= to {
		j++
	}
	return toks[i:j]
}

func wordAt(w []string, i int) string {
	if i < len(w) {
		return w[i]
	}
	return ""
}

// nameAt reads a dotted name from the i-th token of a tree on.
func (l *lowerer) nameAt(ctx antlr.ParserRuleContext, i int) ir.QName {
	q := ir.QName{Sp: l.span(ctx)}
	toks := l.tokens(ctx)
	for ; i < len(toks); i++ {
		q.Parts = append(q.Parts, identifier(toks[i].Text()))
		if i+1 >= len(toks) || toks[i+1].Text() != "." {
			break
		}
		i++
	}
	return l.local(q, false)
}
