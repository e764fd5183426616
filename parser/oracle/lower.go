package oracle

import (
	"sort"
	"strings"

	"github.com/antlr4-go/antlr/v4"

	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/ir/diag"
	"github.com/crosswalk-db/crosswalk/parser/oracle/sqlplus"
	"github.com/crosswalk-db/crosswalk/parser/oracle/syntax"
	"github.com/crosswalk-db/crosswalk/parser/parsing"
)

// Options steer the front end.
type Options struct {
	Flags map[string]string // conditional compilation: $$name
}

// Parse makes objects of one unit. It always gives at least one object for a unit that has a statement in it: what
// cannot be parsed becomes an ir.Unsupported with a finding.
func Parse(u *sqlplus.Unit, o Options) []ir.Object {
	objs := parseUnit(u, o)
	for _, ob := range objs {
		b := ob.Obj()
		b.Findings.Items = append(b.Findings.Items, u.Problems...)
		if b.Schema.IsZero() && u.CurrentSchema != "" {
			b.Schema = ir.Name{Key: u.CurrentSchema, Text: u.CurrentSchema}
		}
	}
	return objs
}

// lowerer turns the parse tree of one unit into objects: one file of methods a family of statements.
type lowerer struct {
	tree *Tree
	file *diag.File
	unit *sqlplus.Unit

	obj     ir.Object // what findings go to; nil before the object is made
	pending diag.List // findings made before there is an object
	replace bool      // CREATE OR REPLACE

	notes      []note            // the unit's comments
	flags      map[string]string // values of $$name, by name in upper case
	trigger    *ir.Trigger       // the trigger being lowered, nil outside
	lastSpan   diag.Span         // where the join being lowered ends so far
	autonomous bool              // a PRAGMA AUTONOMOUS_TRANSACTION was met in the routine being lowered
	nulls      string            // IGNORE or RESPECT (NULLS) was met, and the call that it belongs to is not known yet
}

// note is a comment of the source that is given to one node only.
type note struct {
	start, end int
	used       bool
}

// statement lowers one statement to the objects it makes.
func (l *lowerer) statement(ctx syntax.IStatementContext) []ir.Object {
	from, _ := parsing.SpanOf(ctx)
	lead := l.comments(l.unit.Lead, from)
	l.obj, l.pending, l.replace = nil, diag.List{}, false
	var objs []ir.Object
	switch {
	case ctx.CreateStmt() != nil:
		objs = l.create(ctx.CreateStmt())
	case ctx.CreatePackage() != nil:
		objs = one(l.createPackage(ctx.CreatePackage()))
	case ctx.CreateProcedure() != nil:
		objs = one(l.createProcedure(ctx.CreateProcedure()))
	case ctx.CreateFunction() != nil:
		objs = one(l.createFunction(ctx.CreateFunction()))
	case ctx.CreateType() != nil:
		objs = one(l.createType(ctx.CreateType()))
	case ctx.CreateTrigger() != nil:
		objs = one(l.createTrigger(ctx.CreateTrigger()))
	case dataStatement(ctx):
		objs = l.dataScript(ctx)
	default:
		objs = l.ddl(ctx)
	}
	for i, ob := range objs {
		b := ob.Obj()
		if i == 0 {
			b.Lead = append(lead, b.Lead...)
			b.Findings.Items = append(l.pending.Items, b.Findings.Items...)
		}
		if b.Sp.IsZero() {
			b.Sp = l.span(ctx)
		}
		b.Replace = b.Replace || l.replace
		if b.Schema.IsZero() && len(b.Name.Parts) > 1 {
			b.Schema = b.Name.Parts[0]
		}
	}
	return objs
}

func one(o ir.Object) []ir.Object { return []ir.Object{o} }

// create lowers CREATE …: stored units here, everything else in lower_ddl.go.
func (l *lowerer) create(ctx syntax.ICreateStmtContext) []ir.Object {
	l.replace = ctx.REPLACE() != nil
	var o ir.Object
	switch {
	case ctx.CreatePackage() != nil:
		o = l.createPackage(ctx.CreatePackage())
	case ctx.CreateProcedure() != nil:
		o = l.createProcedure(ctx.CreateProcedure())
	case ctx.CreateFunction() != nil:
		o = l.createFunction(ctx.CreateFunction())
	case ctx.CreateType() != nil:
		o = l.createType(ctx.CreateType())
	case ctx.CreateTrigger() != nil:
		o = l.createTrigger(ctx.CreateTrigger())
	default:
		return l.createSchemaObject(ctx)
	}
	o.Obj().Sp = l.span(ctx)
	if p, ok := o.(*ir.Package); ok && p.HasBody {
		p.BodySp = p.Sp
	}
	if t, ok := o.(*ir.TypeObject); ok && t.HasBody {
		t.BodySp = t.Sp
	}
	return one(o)
}

// own makes o the object that findings go to, with those found so far.
func (l *lowerer) own(o ir.Object) {
	b := o.Obj()
	if len(b.Name.Parts) > 1 {
		b.Schema = b.Name.Parts[0]
	}
	l.obj = o
}

// within makes o the object that findings go to until the returned function is called.
func (l *lowerer) within(o ir.Object) func() {
	outer := l.obj
	l.obj = o
	return func() { l.obj = outer }
}

// find adds a finding to the object being lowered.
func (l *lowerer) find(c *diag.Code, at diag.Span, format string, args ...any) {
	if l.obj != nil {
		l.obj.Obj().Findings.Add(c, at, format, args...)
		return
	}
	l.pending.Add(c, at, format, args...)
}

// Places ---------------------------------------------------------------------------------------

func (l *lowerer) span(ctx antlr.ParserRuleContext) diag.Span {
	from, to := parsing.SpanOf(ctx)
	return diag.Span{File: l.file, Start: from, End: to}
}

func (l *lowerer) spanBetween(from, to int) diag.Span {
	return diag.Span{File: l.file, Start: from, End: to}
}

func (l *lowerer) tokenSpan(t antlr.TerminalNode) diag.Span { return l.spanBetween(start(t), end(t)) }

// start and end are the offsets of a token; a missing token is at 0.
func start(t antlr.TerminalNode) int {
	if t == nil {
		return 0
	}
	return t.GetSymbol().GetStart()
}

func end(t antlr.TerminalNode) int {
	if t == nil {
		return 0
	}
	return t.GetSymbol().GetStop() + 1
}

// Names ----------------------------------------------------------------------------------------

// ident makes a name of an identifier's token. Oracle stores an unquoted name in upper case
// (SQL Language Reference, Database Object Naming Rules).
func (l *lowerer) ident(t antlr.TerminalNode) ir.Name { return identifier(t.GetText()) }

func identifier(text string) ir.Name {
	if len(text) >= 2 && text[0] == '"' && text[len(text)-1] == '"' {
		return ir.Name{Key: text[1 : len(text)-1], Text: text[1 : len(text)-1], Quoted: true}
	}
	return ir.Name{Key: strings.ToUpper(text), Text: text}
}

func (l *lowerer) identOpt(t antlr.TerminalNode) ir.Name {
	if t == nil {
		return ir.Name{}
	}
	return l.ident(t)
}

func (l *lowerer) qname(ctx syntax.INameContext) ir.QName {
	q := ir.QName{Sp: l.span(ctx)}
	for _, t := range ctx.AllIDENT() {
		q.Parts = append(q.Parts, l.ident(t))
	}
	return q
}

// tableName lowers a name that may have a database link.
func (l *lowerer) tableName(ctx syntax.ITableNameContext) ir.QName {
	if ctx.Name() == nil {
		return ir.QName{Parts: []ir.Name{identifier(ctx.BIND().GetText())}, Sp: l.span(ctx)}
	}
	q := l.qname(ctx.Name())
	if d := ctx.Dblink(); d != nil {
		text := strings.TrimPrefix(l.span(d).Text(), "@")
		q.Link = ir.Name{Key: strings.ToUpper(text), Text: text}
	}
	return q
}

// Comments -------------------------------------------------------------------------------------

// comments gives the comments between two offsets that no node has yet.
func (l *lowerer) comments(from, to int) []ir.Comment {
	i := sort.Search(len(l.notes), func(i int) bool { return l.notes[i].start >= from })
	var list []ir.Comment
	for ; i < len(l.notes) && l.notes[i].end <= to; i++ {
		if l.notes[i].used {
			continue
		}
		l.notes[i].used = true
		list = append(list, l.comment(i))
	}
	return list
}

func (l *lowerer) comment(i int) ir.Comment {
	n := l.notes[i]
	text := strings.TrimRight(l.file.Text[n.start:n.end], " \t\r\n")
	return ir.Comment{Text: text, Line: strings.HasPrefix(text, "--"), Sp: l.spanBetween(n.start, n.end)}
}

// trailing gives the comments behind the offset from that start on its line, before to.
func (l *lowerer) trailing(from, to int) []ir.Comment {
	line := to
	if i := strings.IndexByte(l.file.Text[from:], '\n'); i >= 0 && from+i < to {
		line = from + i
	}
	i := sort.Search(len(l.notes), func(i int) bool { return l.notes[i].start >= from })
	var list []ir.Comment
	for ; i < len(l.notes) && l.notes[i].start < line; i++ {
		if l.notes[i].used {
			continue
		}
		l.notes[i].used = true
		list = append(list, l.comment(i))
	}
	return list
}

// backTo gives the offset from which the comments in front of the offset from have no token between them
// and it.
func (l *lowerer) backTo(from int) int {
	i := sort.Search(len(l.notes), func(i int) bool { return l.notes[i].start >= from })
	for i > 0 && strings.TrimSpace(l.file.Text[l.notes[i-1].end:from]) == "" {
		i--
		from = l.notes[i].start
	}
	return from
}

// blank tells whether an empty line stands between two offsets.
func (l *lowerer) blank(from, to int) bool {
	if from >= to {
		return false
	}
	newlines := 0
	for _, c := range l.file.Text[from:to] {
		switch c {
		case '\n':
			newlines++
		case ' ', '\t', '\r':
		default:
			newlines = 0
		}
		if newlines == 2 {
			return true
		}
	}
	return false
}
