package tsql

import (
	"strconv"
	"strings"

	"github.com/antlr4-go/antlr/v4"

	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/ir/diag"
	"github.com/crosswalk-db/crosswalk/parser/parsing"
	"github.com/crosswalk-db/crosswalk/parser/tsql/batch"
	"github.com/crosswalk-db/crosswalk/parser/tsql/scan"
	"github.com/crosswalk-db/crosswalk/parser/tsql/syntax"
)

// Parse makes objects of one batch. It always gives at least one object for a batch that has a
// statement in it: what cannot be parsed becomes an ir.Unsupported with a finding.
func Parse(u *batch.Unit) []ir.Object {
	objs := parseUnit(u)
	for i, o := range objs {
		if i == 0 {
			o.Obj().Findings.Items = append(o.Obj().Findings.Items, u.Problems...)
		}
		circumstances(u, o)
	}
	return objs
}

// circumstances tells what the batch around an object means for it: how often it runs.
func circumstances(u *batch.Unit, o ir.Object) {
	f := &o.Obj().Findings
	switch o.(type) {
	case *ir.DataScript:
		if u.Repeat > 1 {
			f.Add(diag.TsqlRepeat, o.Span(), "GO %d runs the batch %d times; it is here once", u.Repeat, u.Repeat)
		}
	}
}

func parseUnit(u *batch.Unit) []ir.Object {
	tree, err := parse(u.File, u.Start, u.End, scan.Options{QuotedText: u.QuotedText})
	if err != nil {
		if len(u.Problems) > 0 { // the splitter said what is wrong
			return []ir.Object{unparsed(u.Span())}
		}
		return []ir.Object{syntaxError(u.Span(), err)}
	}
	l := &lowerer{tree: tree, file: u.File, unit: u, notes: parsing.NewNotes(u.File, tree.Comments)}
	return l.batch()
}

// lowerer turns the trees of one batch into objects: one file of methods a family of statements.
type lowerer struct {
	tree *Tree
	file *diag.File
	unit *batch.Unit

	obj     ir.Object // what findings go to; nil before the object is made
	pending diag.List // findings made before there is an object
	notes   *parsing.Notes

	decls *[]ir.Decl      // variables and cursors of the module or script; nil outside
	saved map[string]bool // savepoints made so far, by key

	governs        int                // how many of IF, WHILE and TRY hold the statements that are lowered
	variableTables []ir.Stmt          // what makes the table variables that those declare: they come first in the body
	heading        bool               // nothing but declarations so far: their values are those of the variables' declarations
	cursors        []*cursorPlace     // declared so far in the module
	renamed        map[string]ir.Name // cursors declared more than once: the name that the last one has
	closed         map[string]bool    // cursors closed so far
	choices        map[string]*cursorChoice
	opens          []*openPlace
	rows           ir.Expr    // what SET ROWCOUNT limits the statements behind it to; nil for no limit
	changed        *[]*ir.CTE // the statements in FROM of the INSERT that is lowered; nil outside of one
	depth          int        // how many texts of dynamic statements this one lies in
}

// batch lowers all statements. Neighbouring script statements become one object.
func (l *lowerer) batch() []ir.Object {
	var objs []ir.Object
	var list []antlr.Tree // statements that are parsed and no modules, not lowered yet
	flush := func() {
		if len(list) > 0 {
			objs = append(objs, l.mixed(structure(list))...)
			list = nil
		}
	}
	for _, s := range l.tree.Stmts {
		if _, module := s.Ctx.(*syntax.ModuleContext); s.Err == nil && !module {
			list = append(list, s.Ctx)
			continue
		}
		flush()
		if s.Err != nil {
			objs = append(objs, syntaxError(l.spanBetween(s.Start, s.End), s.Err))
		} else {
			objs = append(objs, l.lead(s.Start, l.object(s))...)
		}
	}
	flush()
	return objs
}

// object lowers one statement that is no script.
func (l *lowerer) object(s Stmt) []ir.Object {
	l.obj, l.pending = nil, diag.List{}
	var objs []ir.Object
	switch ctx := s.Ctx.(type) {
	case *syntax.ModuleContext:
		objs = l.module(ctx)
	case *syntax.StatementContext:
		objs = l.ddl(ctx)
	}
	for i, o := range objs {
		b := o.Obj()
		if i == 0 {
			b.Findings.Items = append(l.pending.Items, b.Findings.Items...)
		}
		if b.Sp.IsZero() {
			b.Sp = l.spanBetween(s.Start, s.End)
		}
		setSchema(b)
	}
	return objs
}

// lead gives the comments in front of a statement to its first object.
func (l *lowerer) lead(start int, objs []ir.Object) []ir.Object {
	if len(objs) > 0 {
		b := objs[0].Obj()
		b.Lead = append(l.notes.Between(l.notes.BackTo(start), start), b.Lead...)
	}
	return objs
}

// setSchema takes the schema from a qualified name.
func setSchema(b *ir.ObjBase) {
	if b.Schema.IsZero() && len(b.Name.Parts) > 1 {
		b.Schema = b.Name.Qualifier()
	}
}

// own makes o the object that findings go to, with those found so far.
func (l *lowerer) own(o ir.Object) {
	setSchema(o.Obj())
	l.obj = o
}

// find adds a finding to the object being lowered.
func (l *lowerer) find(c *diag.Code, at diag.Span, format string, args ...any) {
	if l.obj != nil {
		l.obj.Obj().Findings.Add(c, at, format, args...)
		return
	}
	l.pending.Add(c, at, format, args...)
}

// Objects without a conversion ------------------------------------------------------------------

// unparsed is the object of a text without a tree.
func unparsed(at diag.Span) *ir.Unsupported {
	x := &ir.Unsupported{What: "statement", Text: at.Text()}
	x.Sp = at
	x.Name = lineName(at)
	return x
}

func syntaxError(at diag.Span, err *parsing.SyntaxError) ir.Object {
	x := unparsed(at)
	place := diag.Span{File: at.File, Start: err.Start, End: err.End}
	if err.End == 0 {
		place = at
	}
	x.Findings.Add(diag.SyntaxError, place, "%s", err.Msg)
	return x
}

// lineName names an object that has no name by its line.
func lineName(at diag.Span) ir.QName {
	_, line, _ := at.Pos()
	n := "line " + strconv.Itoa(line)
	return ir.QName{Parts: []ir.Name{{Key: n, Text: n}}, Sp: at}
}

// refused is a statement with no counterpart: what is its kind for the report.
func (l *lowerer) refused(ctx antlr.ParserRuleContext, what string, name ir.QName, c *diag.Code, format string, args ...any) ir.Object {
	x := &ir.Unsupported{What: what, Text: l.span(ctx).Text()}
	x.Sp, x.Name = l.span(ctx), name
	if name.IsZero() {
		x.Name = lineName(x.Sp)
	}
	l.own(x)
	l.find(c, x.Sp, format, args...)
	return x
}

// dropped is a statement that is left out on purpose.
func (l *lowerer) dropped(ctx antlr.ParserRuleContext, what string, name ir.QName, why string) ir.Object {
	x := &ir.Unsupported{What: what, Text: l.span(ctx).Text()}
	x.Sp, x.Name, x.Dropped = l.span(ctx), name, why
	if name.IsZero() {
		x.Name = lineName(x.Sp)
	}
	l.own(x)
	return x
}

// Raw nodes: what has no node of its own, with a finding.

func (l *lowerer) rawStmt(ctx antlr.ParserRuleContext, what string) ir.Stmt {
	l.find(diag.TsqlStatement, l.span(ctx), "%s is not converted", what)
	s := &ir.RawStmt{Text: l.span(ctx).Text()}
	s.Sp = l.span(ctx)
	return s
}

// Places ----------------------------------------------------------------------------------------

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

// Names -----------------------------------------------------------------------------------------

// ident makes a name of an identifier's token. SQL Server compares names by the database's
// collation, which ignores case by default, whether they are in brackets or not.
func ident(t antlr.TerminalNode) ir.Name { return identifier(t.GetText()) }

func identifier(text string) ir.Name {
	quoted := false
	if len(text) >= 2 {
		switch {
		case text[0] == '[' && text[len(text)-1] == ']':
			text, quoted = strings.ReplaceAll(text[1:len(text)-1], "]]", "]"), true
		case text[0] == '"' && text[len(text)-1] == '"':
			text, quoted = strings.ReplaceAll(text[1:len(text)-1], `""`, `"`), true
		case text[0] == '\'' && text[len(text)-1] == '\'': // an alias
			text, quoted = strings.ReplaceAll(text[1:len(text)-1], "''", "'"), true
		}
	}
	for _, marks := range [][2]string{{"$(", ")"}, {"${", "}"}} {
		if strings.Contains(text, marks[0]) {
			text = withoutVariables(text, marks[0], marks[1])
		}
	}
	return ir.Name{Key: strings.ToUpper(text), Text: text, Quoted: quoted}
}

// withoutVariables puts the name of a sqlcmd variable or a placeholder without a value in its place.
func withoutVariables(text, open, end string) string {
	var b strings.Builder
	for {
		i := strings.Index(text, open)
		if i < 0 {
			break
		}
		j := strings.Index(text[i:], end)
		if j < 0 {
			break
		}
		b.WriteString(text[:i])
		b.WriteString(text[i+2 : i+j])
		text = text[i+j+1:]
	}
	b.WriteString(text)
	return b.String()
}

func identOpt(t antlr.TerminalNode) ir.Name {
	if t == nil {
		return ir.Name{}
	}
	return ident(t)
}

// qname lowers a name of one to four parts. A server in front becomes the link. A database in front
// that is the script's own is left out; any other stays, for the emitter to refuse. A part left out
// (db..t) stands for the default schema and is left out as well.
func (l *lowerer) qname(ctx syntax.INameContext) ir.QName {
	q := ir.QName{Sp: l.span(ctx)}
	omitted := false
	for _, c := range ctx.GetChildren() {
		t := c.(antlr.TerminalNode)
		switch t.GetSymbol().GetTokenType() {
		case scan.IDENT:
			q.Parts = append(q.Parts, ident(t))
		case scan.DOTDOT:
			omitted = true
		}
	}
	return l.local(q, omitted)
}

// local takes the server and the script's own database off a name.
func (l *lowerer) local(q ir.QName, omitted bool) ir.QName {
	n := len(q.Parts)
	if omitted {
		n++ // the schema, or the database and it
		if n == 3 && len(q.Parts) == 3 {
			n = 4
		}
	}
	if n == 4 {
		q.Link, q.Parts = q.Parts[0], q.Parts[1:]
		return q
	}
	if n == 3 && l.ownDatabase(q.Parts[0]) {
		q.Parts = q.Parts[1:]
	}
	return q
}

// ownDatabase tells whether a database is the one that the script is about.
func (l *lowerer) ownDatabase(n ir.Name) bool {
	return strings.EqualFold(n.Text, l.unit.Database) || n.Key == "DATABASENAME"
}
