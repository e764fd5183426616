package tsql

import (
	"strings"

	"github.com/antlr4-go/antlr/v4"

	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/ir/diag"
	"github.com/crosswalk-db/crosswalk/parser/lex"
	"github.com/crosswalk-db/crosswalk/parser/tsql/batch"
	"github.com/crosswalk-db/crosswalk/parser/tsql/scan"
	"github.com/crosswalk-db/crosswalk/parser/tsql/syntax"
)

// Scripts that may run twice wrap what they define: IF NOT EXISTS (…) CREATE …, IF OBJECT_ID(…) IS NOT NULL DROP …,
// EXEC('CREATE PROCEDURE …'). What stands inside is the definition; the condition only asks whether it is there already.

// guard is what a condition says about an installation that starts empty.
type guard uint8

const (
	whenUnknown guard = iota // it asks for something else
	whenAbsent               // true while the object is not there
	whenPresent              // true once the object is there
)

// catalogWords are the functions, views and tables by which scripts ask what is there.
var catalogWords = map[string]bool{
	"OBJECT_ID": true, "SYS": true, "SYSOBJECTS": true, "SYSINDEXES": true, "SYSCOLUMNS": true, "SYSUSERS": true, "SYSTYPES": true,
	"INFORMATION_SCHEMA": true, "COL_LENGTH": true, "SCHEMA_ID": true, "TYPE_ID": true, "DB_ID": true, "DATABASE_PRINCIPAL_ID": true,
	"USER_ID": true, "SUSER_ID": true, "INDEXPROPERTY": true, "COLUMNPROPERTY": true, "OBJECTPROPERTY": true, "INDEX_COL": true,
	"FN_LISTEXTENDEDPROPERTY": true, "SYSDATABASES": true, "SYSLOGINS": true, "SYSREFERENCES": true, "SYSCONSTRAINTS": true, "SYSJOBS": true,
	"FULLTEXTCATALOGPROPERTY": true, "DATABASEPROPERTYEX": true, "SYSJOBS_VIEW": true, "SYSCATEGORIES": true,
}

func (l *lowerer) guardOf(ctx antlr.ParserRuleContext) guard {
	w := l.words(ctx)
	asks := false
	for _, s := range w {
		asks = asks || catalogWords[strings.Trim(s, "[]")]
	}
	if !asks {
		return whenUnknown
	}
	text := " " + strings.Join(w, " ") + " "
	switch {
	case strings.Contains(text, " NOT EXISTS "), strings.Contains(text, " NOT ( EXISTS "):
		return whenAbsent
	case strings.Contains(text, " EXISTS "):
		return whenPresent
	case strings.Contains(text, " IS NOT NULL "), strings.Contains(text, " > 0 "), strings.Contains(text, " <> 0 "), strings.HasSuffix(text, " = 1 "):
		return whenPresent
	case strings.Contains(text, " IS NULL "), strings.Contains(text, " = 0 "), strings.Contains(text, " < 1 "):
		return whenAbsent
	}
	return whenUnknown
}

// defines tells whether a node is, or governs, a statement that defines something.
func (l *lowerer) defines(n *node) bool {
	switch {
	case n == nil || n.ctx == nil:
		return false
	case n.ctx.IfHead() != nil:
		return l.defines(n.body) || l.defines(n.els)
	case n.ctx.BeginBlock() != nil:
		return l.anyDefines(n.ctx.BeginBlock().Statements())
	case n.ctx.TryBlock() != nil:
		return l.anyDefines(n.ctx.TryBlock().Statements(0))
	}
	return l.defining(n.ctx)
}

func (l *lowerer) anyDefines(list syntax.IStatementsContext) bool {
	if list == nil {
		return false
	}
	for _, n := range structure(trees(list)) {
		if l.defines(n) {
			return true
		}
	}
	return false
}

// defining tells single statements that define something: temporary tables are not of the schema.
func (l *lowerer) defining(ctx *syntax.StatementContext) bool {
	switch {
	case ctx.CreateStmt() != nil:
		c := ctx.CreateStmt()
		return !(c.CreateTable() != nil && temporaryName(c.CreateTable().Name()) || c.CreateIndex() != nil && temporaryName(c.CreateIndex().Name()))
	case ctx.AlterStmt() != nil:
		a := ctx.AlterStmt()
		return !(a.AlterTable() != nil && temporaryName(a.AlterTable().Name()))
	case ctx.DropStmt() != nil:
		d := ctx.DropStmt().AllDropName()
		return len(d) == 0 || !temporaryName(d[0].Name(len(d[0].AllName())-1)) // DROP INDEX i ON #t
	case ctx.GrantStmt() != nil, ctx.TriggerState() != nil:
		return true
	case ctx.ExecStmt() != nil:
		_, f := definer(ctx.ExecStmt())
		return f != nil || l.definingText(ctx.ExecStmt()) != nil
	}
	return false
}

func temporaryName(n syntax.INameContext) bool {
	list := n.AllIDENT()
	return strings.HasPrefix(strings.Trim(list[len(list)-1].GetText(), "[\""), "#")
}

// definitions lowers a list of nodes of which some define something, in order.
func (l *lowerer) definitions(nodes []*node, guarded bool) []ir.Object {
	var objs []ir.Object
	var rest []*node
	flush := func() {
		if len(rest) > 0 && !allIdle(rest) {
			objs = append(objs, l.scriptOf(rest)...)
		}
		rest = nil
	}
	for _, n := range nodes {
		if !l.defines(n) {
			rest = append(rest, n)
			continue
		}
		flush()
		objs = append(objs, l.definition(n, guarded)...)
	}
	flush()
	return objs
}

// allIdle tells statements that print or set and do nothing else.
func allIdle(nodes []*node) bool {
	for _, n := range nodes {
		if n.ctx == nil || n.ctx.PrintStmt() == nil && n.ctx.SetStmt() == nil && n.ctx.ReturnStmt() == nil && n.ctx.TransactionStmt() == nil {
			return false
		}
		if s := n.ctx.SetStmt(); s != nil && s.VAR() != nil {
			return false
		}
	}
	return true
}

// definition lowers one node that defines something.
func (l *lowerer) definition(n *node, guarded bool) []ir.Object {
	ctx := n.ctx
	switch {
	case ctx.IfHead() != nil:
		return l.guarded(n)
	case ctx.BeginBlock() != nil:
		return l.definitions(structure(trees(ctx.BeginBlock().Statements())), guarded)
	case ctx.TryBlock() != nil:
		return l.definitions(structure(trees(ctx.TryBlock().Statements(0))), guarded)
	}
	var objs []ir.Object
	if x := ctx.ExecStmt(); x != nil && l.definingText(x) != nil {
		objs = l.parseText(x)
	} else {
		objs = l.lead(l.span(ctx).Start, l.object(Stmt{Ctx: ctx, Start: l.span(ctx).Start, End: l.span(ctx).End}))
	}
	for _, o := range objs {
		o.Obj().Guarded = o.Obj().Guarded || guarded
	}
	return objs
}

// guarded lowers IF … with definitions inside. An installation starts empty: what runs while the object is absent is kept,
// and what drops it too, since it is folded with what stands before it.
func (l *lowerer) guarded(n *node) []ir.Object {
	branch := func(b *node) []ir.Object {
		if b == nil {
			return nil
		}
		return l.definitions([]*node{b}, true)
	}
	switch l.guardOf(n.ctx.IfHead()) {
	case whenAbsent:
		return append(branch(n.body), l.elsewhere(n.els)...)
	case whenPresent:
		return append(branch(n.body), branch(n.els)...)
	}
	objs := branch(n.body)
	for _, o := range objs {
		b := o.Obj()
		b.Perhaps = true
		if b.Dropped == "" {
			b.Findings.Add(diag.GuardLeftOut, l.span(n.ctx.IfHead()), "the condition %s is left out", short(l.span(n.ctx.IfHead().Expr()).Text()))
		}
	}
	return append(objs, l.elsewhere(n.els)...)
}

func short(s string) string {
	s = strings.Join(strings.Fields(s), " ")
	if len(s) > 80 {
		s = s[:77] + "..."
	}
	return strings.ToValidUTF8(s, "")
}

// elsewhere notes the other branch, which runs where the object is there already.
func (l *lowerer) elsewhere(n *node) []ir.Object {
	if n == nil || !l.defines(n) {
		return nil
	}
	x, _ := l.dropped(n.first(), "statement", ir.QName{}, "it runs only where what the other branch creates is there already").(*ir.Unsupported)
	return []ir.Object{x}
}

// definingWords begin the texts that define something.
var definingWords = map[string]bool{"CREATE": true, "ALTER": true, "DROP": true, "GRANT": true, "DENY": true, "REVOKE": true}

// definingText gives the tokens of the text that EXEC runs, where that is constant and defines something: EXEC ('…'),
// EXEC sp_executesql N'…', with @statement = in front or not.
func (l *lowerer) definingText(x syntax.IExecStmtContext) []lex.Token {
	var arg antlr.ParserRuleContext
	switch {
	case x.VAR() != nil || x.AS() != nil || len(x.AllExecArg()) > 0:
		return nil
	case x.LPAREN() != nil && x.Expr() != nil:
		arg = x.Expr()
	case isExecuteSQL(x) && x.ExecArgs() != nil && len(x.ExecArgs().AllExecArg()) == 1:
		arg = x.ExecArgs().ExecArg(0)
	default:
		return nil
	}
	toks := l.tokens(arg)
	if len(toks) == 3 && toks[0].Type == scan.VAR && toks[1].Type == scan.EQ {
		toks = toks[2:]
	}
	if len(toks) != 1 || !isText(toks[0].Text()) {
		return nil
	}
	first, _, _ := strings.Cut(strings.TrimSpace(skipComments(textOf(toks[0].Text()))), " ")
	if first, _, _ = strings.Cut(first, "\n"); !definingWords[strings.ToUpper(strings.TrimSpace(first))] {
		return nil
	}
	return toks
}

func isText(s string) bool { return strings.HasPrefix(strings.TrimLeft(s, "Nn"), "'") }

// skipComments takes comments off the front of a text.
func skipComments(s string) string {
	for {
		s = strings.TrimSpace(s)
		switch {
		case strings.HasPrefix(s, "--"):
			i := strings.IndexByte(s, '\n')
			if i < 0 {
				return ""
			}
			s = s[i:]
		case strings.HasPrefix(s, "/*"):
			i := strings.Index(s, "*/")
			if i < 0 {
				return ""
			}
			s = s[i+2:]
		default:
			return s
		}
	}
}

func isExecuteSQL(x syntax.IExecStmtContext) bool {
	name := ""
	if len(x.AllIDENT()) > 0 {
		name = x.IDENT(0).GetText()
	}
	for _, m := range x.AllExecMore() {
		if m.IDENT() != nil {
			name = m.IDENT().GetText()
		}
	}
	return strings.EqualFold(strings.Trim(name, "[]"), "sp_executesql")
}

// parseText lowers the text that EXEC runs as a batch of its own; places in it are places in the script.
func (l *lowerer) parseText(x syntax.IExecStmtContext) []ir.Object {
	tok := l.definingText(x)[0]
	src := tok.Text()
	from := int(tok.Start) + strings.IndexByte(src, '\'') + 1
	inner := l.file.Text[from : int(tok.End)-1]
	var b strings.Builder
	pieces := []diag.Piece{{Start: 0, Parent: from}}
	for i := 0; i < len(inner); i++ {
		b.WriteByte(inner[i])
		if inner[i] == '\'' && i+1 < len(inner) && inner[i+1] == '\'' {
			i++
			pieces = append(pieces, diag.Piece{Start: b.Len(), Parent: from + i + 1})
		}
	}
	u := &batch.Unit{File: l.file.Derive(b.String(), pieces), End: b.Len(), QuotedText: l.unit.QuotedText, NullsEqual: l.unit.NullsEqual,
		Database: l.unit.Database, Repeat: 1}
	return Parse(u)
}
