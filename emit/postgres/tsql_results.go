package postgres

import (
	"slices"
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

// gives tells that a statement gives one of the results.
func (r *resultPlan) gives(s ir.Stmt) bool { return slices.Contains(r.order, s) }

// planResults is the pass that decides how every procedure gives its rows back; calls must know it.
func (em *emitter) planResults() {
	em.results = map[*ir.Routine]*resultPlan{}
	if em.src.Source != ir.SQLServer {
		return
	}
	em.textPath = em.searchPath()
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
	w := &resultWalk{em: em, body: r, wanted: wanted, turns: map[ir.Stmt]bool{}}
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
	body    ir.Node
	texts   *givenTexts
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
	case *ir.ExecImmediate:
		return w.dynamic(s), false
	case *ir.CallStmt:
		if n := w.dynamic(s); n > 0 {
			return n, false
		}
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

// dynamic counts the rows of a text that is put together, whose columns are not known.
func (w *resultWalk) dynamic(s ir.Stmt) int {
	text := dynamicText(s)
	if text == nil {
		return 0
	}
	if w.texts == nil {
		w.texts = textsOf(w.body)
	}
	if w.texts.kind(text) != textRows {
		return 0
	}
	w.query(s)
	w.unknown = true
	return 1
}

// knownFields tells columns whose types are known.
func knownFields(list []*ir.Field) bool {
	for _, f := range list {
		if isUnknown(f.Type) || ir.IsHole(f.Name) {
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
