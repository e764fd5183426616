package oracle

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/ir/diag"
	"github.com/crosswalk-db/crosswalk/parser/oracle/sqlplus"
)

// Jobs: DBMS_SCHEDULER and DBMS_JOB are given PL/SQL as texts (PL/SQL Packages and Types Reference). What is known of them is parsed
// here, so that it is converted with the rest.

// jobParams are the parameters of the overloads, by what they are called in the manual.
var jobParams = map[string][]string{
	"DBMS_SCHEDULER.CREATE_JOB": {
		"JOB_NAME JOB_TYPE JOB_ACTION NUMBER_OF_ARGUMENTS START_DATE REPEAT_INTERVAL END_DATE JOB_CLASS ENABLED AUTO_DROP COMMENTS CREDENTIAL_NAME DESTINATION_NAME",
		"JOB_NAME PROGRAM_NAME SCHEDULE_NAME JOB_CLASS ENABLED AUTO_DROP COMMENTS JOB_STYLE CREDENTIAL_NAME DESTINATION_NAME",
		"JOB_NAME PROGRAM_NAME START_DATE REPEAT_INTERVAL END_DATE JOB_CLASS ENABLED AUTO_DROP COMMENTS JOB_STYLE CREDENTIAL_NAME DESTINATION_NAME",
		"JOB_NAME SCHEDULE_NAME JOB_TYPE JOB_ACTION NUMBER_OF_ARGUMENTS JOB_CLASS ENABLED AUTO_DROP COMMENTS CREDENTIAL_NAME DESTINATION_NAME"},
	"DBMS_SCHEDULER.CREATE_PROGRAM":  {"PROGRAM_NAME PROGRAM_TYPE PROGRAM_ACTION NUMBER_OF_ARGUMENTS ENABLED COMMENTS"},
	"DBMS_SCHEDULER.CREATE_SCHEDULE": {"SCHEDULE_NAME START_DATE REPEAT_INTERVAL END_DATE COMMENTS"},
	"DBMS_SCHEDULER.SET_ATTRIBUTE":   {"NAME ATTRIBUTE VALUE VALUE2"},
	"DBMS_JOB.SUBMIT":                {"JOB WHAT NEXT_DATE INTERVAL NO_PARSE INSTANCE FORCE"},
	"DBMS_JOB.ISUBMIT":               {"JOB WHAT NEXT_DATE INTERVAL NO_PARSE"},
	"DBMS_JOB.CHANGE":                {"JOB WHAT NEXT_DATE INTERVAL INSTANCE FORCE"},
	"DBMS_JOB.WHAT":                  {"JOB WHAT"},
	"DBMS_JOB.INTERVAL":              {"JOB INTERVAL"},
}

// called makes the statement of a call. A call that makes a job gets its arguments named, and what their texts say.
func (l *lowerer) called(x ir.Expr) ir.Stmt {
	if c, ok := x.(*ir.Call); ok {
		name := strings.TrimPrefix(c.Name.Key(), "SYS.")
		if list := jobParams[name]; list != nil {
			l.jobCall(c, name, list)
		}
	}
	return &ir.CallStmt{X: x}
}

func (l *lowerer) jobCall(c *ir.Call, name string, overloads []string) {
	params := strings.Fields(overloads[jobOverload(c, len(overloads))])
	given := map[string]ir.Expr{}
	for i := range c.Args {
		a := &c.Args[i]
		if a.Name.IsZero() && i < len(params) {
			a.Name = ir.MakeName(params[i])
		}
		given[a.Name.Key] = a.Value
	}
	j := &ir.JobTexts{}
	if strings.HasPrefix(name, "DBMS_JOB.") {
		j.Action, j.Next = l.textBlock(given["WHAT"]), l.nextRun(given["INTERVAL"])
	} else {
		j.Action = l.jobAction(given)
		j.Next = l.nextRun(given["REPEAT_INTERVAL"])
	}
	if j.Action != nil || j.Next != nil {
		c.Job = j
	}
}

var jobTypes = []string{"PLSQL_BLOCK", "STORED_PROCEDURE", "EXECUTABLE", "CHAIN", "SQL_SCRIPT", "BACKUP_SCRIPT", "EXTERNAL_SCRIPT"}

// jobOverload tells which overload of CREATE_JOB a call with positional arguments means: a job type stands in the second or the
// third place, or a time in the third.
func jobOverload(c *ir.Call, n int) int {
	if n == 1 {
		return 0
	}
	at := func(i int) ir.Expr {
		if i < len(c.Args) && c.Args[i].Name.IsZero() {
			return c.Args[i].Value
		}
		return nil
	}
	isType := func(e ir.Expr) bool {
		s, ok := e.(*ir.StringLit)
		return ok && slices.Contains(jobTypes, strings.ToUpper(s.Value))
	}
	named := func(want string) bool {
		return slices.ContainsFunc(c.Args, func(a ir.Arg) bool { return a.Name.Is(want) })
	}
	switch {
	case isType(at(1)):
		return 0
	case isType(at(2)):
		return 3
	case at(1) != nil && at(2) == nil && (named("START_DATE") || named("REPEAT_INTERVAL")):
		return 2
	case at(1) != nil && named("JOB_ACTION"):
		return 0
	case at(1) != nil && at(2) != nil && len(c.Args) > 3 && at(3) != nil:
		if _, text := at(2).(*ir.StringLit); !text {
			return 2
		}
	}
	return 1
}

// jobAction reads what a job or a program does, or what SET_ATTRIBUTE makes it do.
func (l *lowerer) jobAction(given map[string]ir.Expr) ir.Stmt {
	kind, action, args := given["JOB_TYPE"], given["JOB_ACTION"], given["NUMBER_OF_ARGUMENTS"]
	if action == nil {
		kind, action = given["PROGRAM_TYPE"], given["PROGRAM_ACTION"]
	}
	what := literal(kind)
	if attribute := literal(given["ATTRIBUTE"]); attribute == "JOB_ACTION" || attribute == "PROGRAM_ACTION" {
		action, what = given["VALUE"], "PLSQL_BLOCK"
		if s, ok := action.(*ir.StringLit); ok && !strings.ContainsRune(s.Value, ';') {
			what = "STORED_PROCEDURE"
		}
	} else if attribute == "REPEAT_INTERVAL" {
		given["REPEAT_INTERVAL"] = given["VALUE"]
		return nil
	}
	switch what {
	case "PLSQL_BLOCK":
		return l.textBlock(action)
	case "STORED_PROCEDURE":
		n := 0
		if x, ok := args.(*ir.NumberLit); ok {
			n, _ = strconv.Atoi(x.Text)
		}
		return l.namedRoutine(action, n)
	}
	return nil
}

// literal is a constant text in upper case, "" for all else.
func literal(e ir.Expr) string {
	if s, ok := e.(*ir.StringLit); ok {
		return strings.ToUpper(strings.TrimSpace(s.Value))
	}
	return ""
}

// namedRoutine makes a call of the name that a job of the type STORED_PROCEDURE has, with as many arguments as it is said to have:
// overloads are told apart by their number.
func (l *lowerer) namedRoutine(e ir.Expr, args int) ir.Stmt {
	text, ok := (&dynamic{l: l}).text(e)
	if !ok || e == nil {
		return nil
	}
	list := ""
	if args > 0 {
		list = "(NULL" + strings.Repeat(", NULL", args-1) + ")"
	}
	b, ok := l.parseBlock("BEGIN "+text+list+"; END;", e.Span()).(*ir.Block)
	if !ok || len(b.Body) != 1 {
		return nil
	}
	if c, ok := b.Body[0].(*ir.CallStmt); ok {
		return c
	}
	return nil
}

var calendarText = regexp.MustCompile(`(?i)^\s*(FREQ\s*=|$)`)

// nextRun parses an expression that gives the time of the next run; nil for a calendaring expression.
func (l *lowerer) nextRun(e ir.Expr) ir.Stmt {
	if e == nil {
		return nil
	}
	text, ok := (&dynamic{l: l}).text(e)
	if !ok || calendarText.MatchString(text) {
		return nil
	}
	lit := &ir.StringLit{Value: "SELECT " + text + " FROM DUAL"}
	lit.Sp = e.Span()
	s, _ := l.constantStatement(lit).(*ir.SelectStmt)
	if s == nil {
		return nil
	}
	return s
}

// heldBlock tells the text of an anonymous block.
var heldBlock = regexp.MustCompile(`(?is)^\s*(?:begin|declare)\b`)

// firstText is the constant that a text begins with.
func firstText(e ir.Expr) string {
	if s, ok := ir.Operands(e)[0].(*ir.StringLit); ok {
		return s.Value
	}
	return ""
}

// textBlock parses a text of statements, which the scheduler puts into a block of its own. What the text is given in between, numbers
// and what stands in quotes, is held by ir.NumberHole and ir.QuotedHole.
func (l *lowerer) textBlock(e ir.Expr) ir.Stmt {
	if e == nil {
		return nil
	}
	text, ok := holedText(e)
	if !ok {
		return nil
	}
	text = strings.TrimRight(strings.TrimSpace(text), "/ \n")
	if !strings.HasSuffix(text, ";") {
		text += ";"
	}
	b, ok := l.parseBlock("BEGIN "+text+" END;", e.Span()).(*ir.Block)
	if !ok {
		return nil
	}
	if len(b.Body) == 1 {
		if inner, ok := b.Body[0].(*ir.Block); ok {
			return inner
		}
	}
	return b
}

// holedText puts a text together whose parts are constants and values; ok is false where a value is the first part: it may be
// anything then.
func holedText(e ir.Expr) (text string, ok bool) {
	quoted, n := false, 0
	for i, x := range ir.Operands(e) {
		s, lit := x.(*ir.StringLit)
		switch {
		case lit:
			text += s.Value
			quoted = quoted != (strings.Count(s.Value, "'")%2 == 1)
			continue
		case i == 0:
			return "", false
		case quoted:
			text += ir.QuotedHole(n)
		default:
			text += ir.NumberHole(n)
		}
		n++
	}
	return text, !quoted
}

// parseBlock parses one anonymous block; nil where it is none, or declares what is made outside of it.
func (l *lowerer) parseBlock(text string, at diag.Span) ir.Stmt {
	file := l.file.Derive(text, []diag.Piece{{Parent: at.Start, Fixed: true}})
	tree, err := parse(file, 0, len(text))
	if err != nil || len(tree.Root.AllStatement()) != 1 {
		return nil
	}
	script := &ir.DataScript{}
	sub := &lowerer{tree: tree, file: file, unit: &sqlplus.Unit{File: file, End: len(text)}, obj: script}
	ctx := tree.Root.AllStatement()[0]
	if ctx.LabeledBlock() == nil {
		return nil
	}
	st := sub.labeledBlock(ctx.LabeledBlock())
	own := len(script.Findings.Items) == 0
	ir.Walk(st, func(n ir.Node) bool {
		switch n.(type) {
		case *ir.TypeDecl, *ir.RoutineDecl, *ir.RawStmt:
			own = false
		}
		return own
	})
	if !own {
		return nil
	}
	st.Base().Sp = sub.span(ctx)
	return st
}
