package postgres

import (
	"strings"

	"github.com/crosswalk-db/crosswalk/emit"
	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/ir/diag"
)

// resultKind says how a procedure gives rows to its caller.
type resultKind uint8

const (
	resultNone    resultKind = iota
	resultRows               // it becomes a function that returns a table
	resultCursors            // it opens cursors and gives them back in parameters
)

// resultPlan is what a procedure of SQL Server's becomes.
type resultPlan struct {
	kind   resultKind
	fields []*ir.Field      // of resultRows
	order  []ir.Stmt        // of resultCursors: what gives them, in source order; a call as often as what it calls has cursors
	form   string           // what the configuration asks for
	turns  map[ir.Stmt]bool // what gives rows in a loop: a result for each turn
	code   bool             // the return code comes back in a parameter
	busy   bool
}

// number is the number of the first result of a statement among those of the procedure, from 1 on.
func (r *resultPlan) number(s ir.Stmt) int {
	for i, x := range r.order {
		if x == s {
			return i + 1
		}
	}
	return max(len(r.order), 1)
}

// planResults is the pass that decides how every procedure gives its rows back; calls must know it.
func (em *emitter) planResults() {
	em.results = map[*ir.Routine]*resultPlan{}
	if em.src.Source != ir.SQLServer {
		return
	}
	wanted := map[*ir.Routine]bool{}
	for _, o := range em.src.Objects {
		ir.Walk(o, func(n ir.Node) bool {
			if c, ok := n.(*ir.CallStmt); ok && c.Result != nil {
				if x, ok := c.X.(*ir.Call); ok {
					if r := calledRoutine(x); r != nil {
						wanted[r] = true
					}
				}
			}
			return true
		})
	}
	for _, o := range em.src.Objects {
		if r, ok := o.(*ir.Routine); ok && !r.Function && r.Body != nil && r.Dropped == "" {
			em.planResult(r, wanted)
		}
	}
}

// planResult decides for one procedure, after those that it calls.
func (em *emitter) planResult(r *ir.Routine, wanted map[*ir.Routine]bool) *resultPlan {
	if p := em.results[r]; p != nil {
		return p
	}
	plan := &resultPlan{busy: true}
	em.results[r] = plan
	w := &resultWalk{em: em, wanted: wanted, turns: map[ir.Stmt]bool{}}
	most := w.list(r.Body.Body)
	plan.order, plan.turns = w.queries, w.turns
	one := w.shapes() && !hasOut(r) && len(w.fields) > 0 && !(wanted[r] && returnsCode(r.Body)) // a function has no return code
	plan.form = em.resultForm(r)
	switch {
	case most == 0:
	case one && plan.form != emit.ResultCursors && (most == 1 || plan.form == emit.ResultFunction):
		plan.kind, plan.fields = resultRows, resultFields(w.fields)
	default:
		plan.kind = resultCursors
	}
	if plan.kind != resultRows {
		plan.code = wanted[r] || returnsCode(r.Body)
	}
	plan.fits(r)
	plan.busy = false
	return plan
}

// fits leaves out the cursors that PostgreSQL has no parameters for, so that what stands in the routine's place loads, and its callers.
func (plan *resultPlan) fits(r *ir.Routine) {
	room := maxFuncArgs - len(r.Params)
	if plan.code {
		room--
	}
	if plan.kind != resultCursors || len(plan.order) <= room {
		return
	}
	r.Findings.Add(diag.TooManyParams, r.Sp, "%s has %d parameters and %d results", r.Name.Last().Text, len(r.Params), len(plan.order))
	plan.order = plan.order[:max(room, 0)]
}

// resultForm is the form of a procedure's results that the configuration asks for, "" for none.
func (em *emitter) resultForm(r *ir.Routine) string {
	for _, f := range em.opts.Results {
		pattern, name := strings.ToUpper(f.Procedure), r.Name.Last().Key
		if strings.Contains(pattern, ".") {
			name = r.Schema.Key + "." + name
		}
		if globbed(pattern, name) {
			return f.Form
		}
	}
	return ""
}

// returnsCode tells procedures with a RETURN of anything but 0.
func returnsCode(b *ir.Block) bool {
	hit := false
	ir.Walk(b, func(n ir.Node) bool {
		if s, ok := n.(*ir.Return); ok && s.Value != nil {
			if k, known := constantInt(s.Value); !known || k != 0 {
				hit = true
			}
		}
		return !hit
	})
	return hit
}

// resultWalk counts the result sets along the ways through a body.
type resultWalk struct {
	em      *emitter
	wanted  map[*ir.Routine]bool
	queries []ir.Stmt
	all     [][]*ir.Field
	fields  []*ir.Field
	unknown bool
	loops   int // how many are around
	turns   map[ir.Stmt]bool
}

func (w *resultWalk) list(list []ir.Stmt) int {
	n := 0
	for i, s := range list {
		k, ends := w.stmt(s)
		if ends { // IF … BEGIN SELECT …; RETURN END: what follows is another way
			return n + max(k, w.list(list[i+1:]))
		}
		n += k
	}
	return n
}

// stmt gives the most result sets of one statement, and whether the way that has them ends there.
func (w *resultWalk) stmt(s ir.Stmt) (int, bool) {
	switch s := s.(type) {
	case *ir.Block:
		n := w.list(s.Body)
		for _, h := range s.Handlers {
			n = max(n, w.list(h.Body))
		}
		return n, false
	case *ir.If:
		most, ends := 0, true
		for _, b := range s.Branches {
			k := w.list(b.Body)
			most = max(most, k)
			ends = ends && (k == 0 || endsInReturn(b.Body))
		}
		k := w.list(s.Else)
		return max(most, k), ends && k == 0 && most > 0
	case *ir.Loop: // its turns give results of the same columns: one set of rows can hold them
		w.loops++
		n := w.list(s.Body)
		w.loops--
		return n, false
	case *ir.SelectStmt:
		if sel := firstSelect(s.Query.Body); sel != nil && (assigns(sel) || !sel.IntoTbl.IsZero()) {
			return 0, false
		}
		w.query(s)
		w.add(givenFields(s.Query))
		return 1, false
	case *ir.NamedStmt:
		if b, ok := s.Body.(*ir.SelectStmt); ok && !knownFields(givenFields(b.Query)) {
			w.unknown = true
		}
		return w.stmt(s.Body)
	case *ir.ExecDML:
		if r := ir.ReturningOf(s.DML); r != nil && r.IntoTbl.IsZero() {
			w.add(outputFields(s.DML))
			if w.loops > 0 {
				w.turns[s] = true
			}
			return 1, false
		}
	case *ir.CallStmt:
		c, ok := s.X.(*ir.Call)
		if !ok {
			return 0, false
		}
		if r := calledRoutine(c); r != nil && !r.Function && r.Body != nil {
			p := w.em.planResult(r, w.wanted)
			if p.kind == resultRows && !p.busy {
				w.query(s)
				w.add(p.fields)
				return 1, false
			}
			for range p.order { // of one that is being planned itself there are none yet
				w.query(s)
				w.unknown = true
			}
			return len(p.order), false
		}
	}
	return 0, false
}

// knownFields tells columns whose types are known.
func knownFields(list []*ir.Field) bool {
	for _, f := range list {
		if isUnknown(f.Type) {
			return false
		}
	}
	return true
}

func (w *resultWalk) query(s ir.Stmt) {
	w.queries = append(w.queries, s)
	if w.loops > 0 {
		w.turns[s] = true
	}
}

func endsInReturn(list []ir.Stmt) bool {
	if len(list) == 0 {
		return false
	}
	switch s := list[len(list)-1].(type) {
	case *ir.Return, *ir.Raise:
		return true
	case *ir.Block:
		return len(s.Handlers) == 0 && endsInReturn(s.Body)
	}
	return false
}

func (w *resultWalk) add(f []*ir.Field) {
	if f == nil {
		w.unknown = true
	}
	w.all = append(w.all, f)
	if w.fields == nil {
		w.fields = f
	}
}

// shapes tells that all result sets have the same number of columns.
func (w *resultWalk) shapes() bool {
	for _, f := range w.all {
		if len(f) != len(w.fields) || w.unknown {
			return false
		}
	}
	return true
}

// resultFields names the columns, each once.
func resultFields(list []*ir.Field) []*ir.Field {
	seen := map[string]bool{}
	out := make([]*ir.Field, len(list))
	for i, f := range list {
		c := *f
		if c.Name.IsZero() || strings.HasPrefix(c.Name.Text, "@") { // a variable gives its column no name
			c.Name = ir.MakeName("column" + itoa(i+1))
		}
		for n := 2; seen[c.Name.Key]; n++ {
			c.Name = ir.MakeName(strings.TrimRight(f.Name.Text, "0123456789") + "_" + itoa(n+i))
		}
		seen[c.Name.Key] = true
		out[i] = &c
	}
	return out
}

// tsqlRoutine writes a function or procedure of SQL Server's.
func (p *printer) tsqlRoutine(r *ir.Routine) {
	if r.Body == nil {
		return
	}
	if r.Function && r.ResultVar.IsZero() && r.Returns.Is(ir.TTableValue) {
		p.inlineFunction(r)
		return
	}
	plan := p.em.results[r]
	kind := bodyProcedure
	if r.Function || plan != nil && plan.kind == resultRows {
		kind = bodyFunction
	}
	p.rt = newScope(kind)
	defer func() { p.rt = nil }()
	p.rt.r, p.rt.label = r, p.em.localName(r)
	p.rt.planCount(r.Body)
	p.collectNames(r.Params, r.Body)
	b := *r.Body
	if !r.ResultVar.IsZero() {
		p.rt.direct = onlyFilled(r)
		if i := lastReal(b.Body); !p.rt.direct && (i < 0 || !isReturn(b.Body[i])) {
			b.Body = append(append([]ir.Stmt{}, b.Body...), &ir.Return{})
		}
	}
	body := p.body(&b, nil)
	if plan != nil && plan.kind == resultRows || !r.ResultVar.IsZero() {
		body = "#variable_conflict use_column\n" + strings.TrimPrefix(body, "#variable_conflict use_column\n")
	}
	p.tsqlHeading(r, plan)
	tag := dollarTag(body)
	p.W(" AS ", tag, "\n").Verbatim(body).W(tag, " LANGUAGE plpgsql")
	if r.RunsAsOwner {
		p.W(" SECURITY DEFINER")
	}
	p.W(";\n")
}

// onlyFilled tells functions that do nothing with their result table but insert queries into it: those rows are returned at once.
// The table's rules would be lost: a table with any is made.
func onlyFilled(r *ir.Routine) bool {
	if t := r.ResultTable(); t == nil || hasRules(t) {
		return false
	}
	inserts, uses := 0, 0
	ir.Walk(r.Body, func(n ir.Node) bool {
		switch x := n.(type) {
		case *ir.Insert:
			t, ok := x.Target.(*ir.TableRef)
			if ok && t.Name.Last().Key == r.ResultVar.Key && x.Query != nil && x.Returning == nil && fillsAll(x, r) {
				inserts++
			}
		case *ir.TableRef:
			if x.Name.Last().Key == r.ResultVar.Key {
				uses++
			}
		}
		return true
	})
	return inserts == uses
}

// hasRules tells whether a table does more with a row than keep it.
func hasRules(t *ir.Table) bool {
	for _, c := range t.Columns {
		if c.NotNull || c.Identity != nil || c.Generated != nil {
			return true
		}
	}
	return len(t.Constraints) > 0
}

// fillsAll tells INSERTs that name all columns in order, or none.
func fillsAll(x *ir.Insert, r *ir.Routine) bool {
	if len(x.Cols) == 0 {
		return true
	}
	if len(x.Cols) != len(r.Returns.Fields) {
		return false
	}
	for i, c := range x.Cols {
		if c.Key != r.Returns.Fields[i].Name.Key {
			return false
		}
	}
	return true
}

// tsqlHeading writes CREATE up to AS.
func (p *printer) tsqlHeading(r *ir.Routine, plan *resultPlan) {
	word, returns := "PROCEDURE ", ""
	switch {
	case r.Function && !r.ResultVar.IsZero():
		word, returns = "FUNCTION ", p.returnsTable(r.Returns.Fields)
	case r.Function:
		word, returns = "FUNCTION ", p.typeName(r.Returns, useParam)
	case plan != nil && plan.kind == resultRows:
		word, returns = "FUNCTION ", p.returnsTable(plan.fields)
		p.find(diag.TSQLResultSet, r.Sp, "%s returns rows: call it with SELECT * FROM %s(…)", r.Name.Last().Text, p.em.routineName(r))
		if len(plan.turns) > 0 {
			p.find(diag.TSQLLoopResults, r.Sp, "%s gives a result in each turn of a loop: all come as one set of rows", r.Name.Last().Text)
		}
	case plan != nil && plan.kind == resultCursors:
		why := ""
		if plan.form == emit.ResultFunction {
			why = ": its results differ in their columns, or it has OUTPUT parameters, so that it cannot be a function"
		}
		p.find(diag.TSQLResultSets, r.Sp, "%s opens %d cursors%s", r.Name.Last().Text, len(plan.order), why)
	}
	if plan != nil && plan.code {
		p.find(diag.TSQLReturnParam, r.Sp, "the return code of %s", r.Name.Last().Text)
	}
	p.W("CREATE OR REPLACE ", word, p.em.routineName(r))
	p.tsqlParams(r, plan)
	if returns != "" {
		p.W(" RETURNS ", returns)
	}
}

// columnParam writes the name of a column of RETURNS TABLE, which must be possible as the name of a function or type.
func columnParam(ident string) string {
	if typeNames[ident] {
		return `"` + ident + `"`
	}
	return ident
}

func (p *printer) returnsTable(fields []*ir.Field) string {
	list := make([]string, len(fields))
	n := 0
	for i, f := range fields {
		list[i] = columnParam(p.em.ident(f.Name)) + " " + p.resultType(f.Type)
		n += len(list[i]) + 2
	}
	if n > 100 {
		return "TABLE (\n  " + strings.Join(list, ",\n  ") + "\n)"
	}
	return "TABLE (" + strings.Join(list, ", ") + ")"
}

// tsqlParams writes the parameters, and those that a procedure gets besides: cursors and the return code.
func (p *printer) tsqlParams(r *ir.Routine, plan *resultPlan) {
	defaults := false
	var items []string
	for _, q := range r.Params {
		items = append(items, p.param(r, q, &defaults))
	}
	if plan != nil && plan.kind == resultCursors {
		for i := range plan.order {
			name := p.cursorParam(i + 1)
			items = append(items, "INOUT "+name+" refcursor DEFAULT "+quoteLiteral(name))
		}
	}
	if plan != nil && plan.code {
		items = append(items, "INOUT return_code integer DEFAULT 0")
	}
	p.countParams(r, len(items))
	if len(strings.Join(items, ", ")) < 100 && !ownLines(r) {
		p.W("(", strings.Join(items, ", "), ")")
		return
	}
	if len(items) == 0 {
		p.W("()")
		return
	}
	p.W("(\n  ", strings.Join(items, ",\n  "), "\n)")
}

// inlineFunction writes a function that is one query.
func (p *printer) inlineFunction(r *ir.Routine) {
	q := inlineQuery(r)
	if q == nil {
		p.find(diag.StmtNotConverted, r.Sp, "the columns that %s returns are not known", r.Name.Last().Text)
		return
	}
	p.rt = newScope(bodyFunction)
	defer func() { p.rt = nil }()
	p.rt.r, p.rt.label = r, p.em.localName(r)
	fields := resultFields(givenFields(q))
	text := p.shaped(q, fields)
	if hasStarBody(q) && !strings.HasPrefix(text, "SELECT q.c1") {
		text = p.queryText(q, useStatement)
	}
	p.inlineHeading(r, fields)
	tag := dollarTag(text)
	p.W(" AS ", tag, "\n").In().W(text).Out().W("\n", tag, " LANGUAGE sql STABLE;\n")
}

// inlineQuery is the query that such a function is; nil where its columns are not known.
func inlineQuery(r *ir.Routine) *ir.Query {
	if r.Body == nil || len(r.Body.Body) == 0 {
		return nil
	}
	s, ok := r.Body.Body[0].(*ir.SelectStmt)
	if !ok || len(s.Query.Cols) == 0 {
		return nil
	}
	return s.Query
}

func (p *printer) inlineHeading(r *ir.Routine, fields []*ir.Field) {
	p.W("CREATE OR REPLACE FUNCTION ", p.em.routineName(r))
	p.tsqlParams(r, nil)
	p.W(" RETURNS ", p.returnsTable(fields))
}

func hasStarBody(q *ir.Query) bool {
	s, ok := q.Body.(*ir.Select)
	return ok && hasStar(s)
}
