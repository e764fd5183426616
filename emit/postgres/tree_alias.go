package postgres

import (
	"maps"

	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/ir/diag"
)

// A variable of JSON_OBJECT_T and its like is a reference: what a method changes in it changes in the document that it is a part of,
// and in the other variables that stand for the same object (JSON Developer's Guide, Getter and Setter Methods of PL/SQL Object Types
// for JSON). Here it is a value. treeNotes tells of changes to an object that something else stands for as well at that time.

// treeState is what is known of a variable's object.
type treeState uint8

const (
	treePartOf treeState = 1 << iota // got out of another document
	treePutIn                        // put into another document, or given to something else
	treeTwice                        // another variable, which is looked at later, stands for it
	treeCaller                       // the caller's: a parameter that is not OUT
)

var treeStates = []struct {
	state treeState
	say   string
}{
	{treePartOf, "changes a part that was got out of another document: in Oracle that document changes with it"},
	{treePutIn, "changes an object that was put into another document: in Oracle that document changes with it"},
	{treeTwice, "changes an object that another variable stands for as well: in Oracle it changes with it"},
	{treeCaller, "changes an object of the caller's: in Oracle it changes there"},
}

type treeWalk struct {
	p      *printer
	states map[ir.Node]treeState
	uses   map[ir.Node]int // by other than its kind
	told   map[ir.Node]treeState
}

func (p *printer) treeNotes(r *ir.Routine) {
	if r.Body == nil || p.tsql() || !holds([]ir.Stmt{r.Body}, func(n ir.Node) bool { c, ok := n.(*ir.Call); return ok && treeStmts[c.Fn] != nil }) {
		return
	}
	w := &treeWalk{p: p, states: map[ir.Node]treeState{}, uses: map[ir.Node]int{}, told: map[ir.Node]treeState{}}
	for _, q := range r.Params {
		if q.Mode == ir.ModeIn && q.Type.Is(ir.TJSONTree) {
			w.states[q] = treeCaller
		}
	}
	w.count(r.Body)
	w.stmt(r.Body)
}

// count counts the uses of each variable that see what is in it.
func (w *treeWalk) count(body ir.Node) {
	ir.Walk(body, func(n ir.Node) bool {
		switch n := n.(type) {
		case *ir.Ref:
			if d := treeVar(n); d != nil {
				w.uses[d]++
			}
		case *ir.Assign:
			w.blind(n.Target)
		case *ir.Treat:
			w.blind(n.X)
		case *ir.IsNull:
			w.blind(n.X)
		case *ir.Call:
			switch n.Fn {
			case "json_t.is_object", "json_t.is_array", "json_t.is_scalar":
				w.blind(n.Args[0].Value)
			}
		}
		return true
	})
}

func (w *treeWalk) blind(e ir.Expr) {
	if d := treeVar(e); d != nil {
		w.uses[d]--
	}
}

// treeVar is the variable of such a type that e names.
func treeVar(e ir.Expr) ir.Node {
	switch x := unwrapNil(e).(type) {
	case *ir.Ref:
		if x.Sym != nil && x.Sym.Fields == 0 && x.Type() != nil && x.Type().Is(ir.TJSONTree) {
			return x.Sym.Decl
		}
	case *ir.Treat:
		return treeVar(x.X)
	}
	return nil
}

func (w *treeWalk) stmts(list []ir.Stmt) {
	for _, s := range list {
		w.stmt(s)
	}
}

// either runs alternatives from the same state and joins what they leave.
func (w *treeWalk) either(lists ...[]ir.Stmt) {
	before, after := w.states, map[ir.Node]treeState{}
	for _, l := range lists {
		w.states = maps.Clone(before)
		w.stmts(l)
		for d, s := range w.states {
			after[d] |= s
		}
	}
	w.states = after
}

// loop goes through a body twice: what the first time leaves is there in the second.
func (w *treeWalk) loop(body []ir.Stmt) {
	w.either(body, nil)
	w.either(body, nil)
}

func (w *treeWalk) stmt(s ir.Stmt) {
	switch s := s.(type) {
	case *ir.Block:
		for _, d := range s.Decls {
			if v, ok := d.(*ir.VarDecl); ok && v.Type.Is(ir.TJSONTree) {
				w.gets(v, v.Default)
			}
		}
		w.stmts(s.Body)
		for _, h := range s.Handlers {
			w.either(h.Body, nil)
		}
	case *ir.If, *ir.CaseStmt:
		w.either(alternatives(s)...)
	case *ir.Loop:
		w.loop(s.Body)
	case *ir.ForNum:
		w.loop(s.Body)
	case *ir.ForCursor:
		w.loop(s.Body)
	case *ir.ForEach:
		w.loop(s.Body)
	case *ir.Assign:
		if d := treeVar(s.Target); d != nil {
			w.gets(d, s.Value)
		} else if d := treeVar(s.Value); d != nil {
			w.states[d] |= treePutIn // into a field or an element
		}
	case *ir.CallStmt:
		if c, ok := s.X.(*ir.Call); ok {
			w.call(c)
		}
	}
}

// gets notes what an assignment makes a variable stand for.
func (w *treeWalk) gets(d ir.Node, value ir.Expr) {
	x := unwrapNil(value)
	here := 1 // uses that this assignment is
	if t, ok := x.(*ir.Treat); ok {
		x, here = unwrapNil(t.X), 0
	}
	w.states[d] = 0
	switch x := x.(type) {
	case *ir.Ref:
		if from := treeVar(x); from != nil {
			w.states[d] = w.states[from]
			if w.uses[from] > here {
				w.states[d] |= treeTwice
				w.states[from] |= treeTwice
			}
		}
	case *ir.Call:
		switch x.Fn {
		case "json_t.get", "json_t.get_object", "json_t.get_array":
			w.states[d] = treePartOf
		}
	}
}

func (w *treeWalk) call(c *ir.Call) {
	if treeStmts[c.Fn] == nil {
		return
	}
	if d := treeVar(c.Args[0].Value); d != nil {
		for _, t := range treeStates {
			if w.states[d]&t.state != 0 && w.told[d]&t.state == 0 {
				w.told[d] |= t.state
				w.p.find(diag.JSONReference, c.Sp, "this %s", t.say)
			}
		}
	}
	for _, a := range c.Args[1:] {
		if d := treeVar(a.Value); d != nil {
			w.states[d] |= treePutIn
		}
	}
}
