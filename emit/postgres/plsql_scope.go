package postgres

import (
	"strconv"

	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/ir/diag"
)

// bodyKind says what a body belongs to: it decides what RETURN and COMMIT mean.
type bodyKind uint8

const (
	bodyFunction bodyKind = iota
	bodyProcedure
	bodyTrigger
	bodyBlock // DO
)

// routineScope is what a routine's body knows while it is written. A body is written twice: the first time shows
// which auxiliary variables it needs (the second one declares them), so all of it must come out the same both times.
type routineScope struct {
	kind  bodyKind
	r     *ir.Routine // nil for triggers and anonymous blocks
	trig  *ir.Trigger
	label string // the function's own name in the target, which qualifies its parameters

	result   string // function with OUT parameters: the OUT parameter that takes the result
	mainRefs bool   // locals are referred to by the routine's name: the main block needs that label
	lifted   map[*ir.Routine]*liftedRoutine

	names   map[string]bool     // folded names of everything declared anywhere in the body
	columns map[string]bool     // that queries name without a table: an auxiliary variable of such a name would be ambiguous
	rename  map[ir.Node]string  // declarations that have another name in the target, quoted
	aux     []auxVar            // auxiliary variables, in order of first use
	auxIdx  map[string]int      // by key
	types   []string            // CREATE TYPE statements for local record types
	typed   map[ir.Node]string  // their names
	lent    map[ir.Node]string  // those of the routine around
	jumps   map[*ir.Goto]string // how a GOTO leaves: set by the statement list that holds its label
	labels  map[string]bool     // labels of blocks

	pass      int       // 1, then 2
	handler   int       // depth of exception handlers around
	handled   int       // the error number that the handler is for, 0 for several
	handling  *ir.Block // the block whose handler is being written
	stack     string    // the variable that has where the error being handled was raised, "" where nothing asks
	guarded   int       // depth of blocks with handlers around: no COMMIT there
	found     any       // what FOUND tells about now: foundSQL, or a cursor's declaration; nil for nothing
	rowcount  bool      // SQL%ROWCOUNT must be kept in a variable (learnt in pass 1)
	cursFound map[any]bool
	cursCount map[any]bool
	loopOver  map[*ir.ForCursor]any // cursor loops whose %ROWCOUNT is counted
	returns   string                // RETURN statement of a trigger function
	saved     map[ir.Stmt]bool      // SAVEPOINTs that a block with handlers stands for, and the ROLLBACKs to them
	after     []string              // assignments that must follow the statement being written
	outs      int                   // auxiliary variables for OUT arguments so far
	subst     map[ir.Expr]string    // calls that hoist has run, conditions that it has looked at
	inForall  bool
	around    *ir.Block        // the innermost block, for FORALL … SAVE EXCEPTIONS
	binds     map[*ir.Bind]int // bind variables of the constant text being written
	keepBinds bool             // those of the text being written keep their names
	bulkCount bool             // SQL%BULK_ROWCOUNT is used
	borrowed  []*ir.CursorDecl // package cursors that the body uses
	usesCount bool             // @@ROWCOUNT is asked for

	identityHeld map[string]string         // what SCOPE_IDENTITY() and @@IDENTITY are called in the INSERT that is written
	rolls        map[ir.Stmt]*rollbackSite // ROLLBACKs, and GOTOs to one, that a block around catches
	undoes       map[*ir.Goto]string       // GOTOs to a ROLLBACK: the exception for it
	states       int                       // exceptions for ROLLBACK so far
	tranOpen     string                    // the variable that tells whether the transaction is open, where that must be known
	caught       bool                      // behind a ROLLBACK of a CATCH block that an outer block catches
	outerTran    int                       // blocks around that are transactions and catch the ROLLBACK of a CATCH block
	countLive    map[ir.Stmt]bool          // statements behind which it is read
	ddl          string                    // the record that tells what a DDL command did, in an event trigger
	direct       bool                      // the rows of the result table are returned at once
	event        string                    // of a trigger of SQL Server's: the one event that the function is for
	eachRow      bool                      // it fires for each row
	texts        *givenTexts               // what its variables are given
	runsText     bool                      // it runs a text whose names are found at run time
	errorVars    map[*ir.VarDecl]bool      // whether a variable keeps @@ERROR and nothing else
	lasting      []*diag.Finding           // findings of pass 1 about what pass 2 does not see any more
}

// auxVar is a variable that the source does not have.
type auxVar struct{ name, typ, init string }

type foundMark struct{ what string }

// foundSQL marks that FOUND is that of the last SQL statement.
var foundSQL = &foundMark{"sql"}

func newScope(kind bodyKind) *routineScope {
	return &routineScope{kind: kind, names: map[string]bool{}, rename: map[ir.Node]string{}, auxIdx: map[string]int{},
		typed: map[ir.Node]string{}, jumps: map[*ir.Goto]string{}, labels: map[string]bool{}, cursFound: map[any]bool{},
		cursCount: map[any]bool{}, loopOver: map[*ir.ForCursor]any{}, saved: map[ir.Stmt]bool{}, lifted: map[*ir.Routine]*liftedRoutine{}}
}

// fresh gives a name that nothing in the body has, and takes it.
func (rt *routineScope) fresh(want string) string {
	got := want
	for n := 2; rt.names[got] || rt.columns[got]; n++ {
		got = want + "_" + strconv.Itoa(n)
	}
	rt.names[got] = true
	return got
}

// auxiliary declares a variable of the body's main block once for a key, and gives its quoted name.
func (rt *routineScope) auxiliary(key, want, typ, init string) string {
	if i, ok := rt.auxIdx[key]; ok {
		return rt.aux[i].name
	}
	name := varIdent(rt.fresh(shorten(want)))
	rt.auxIdx[key] = len(rt.aux)
	rt.aux = append(rt.aux, auxVar{name, typ, init})
	return name
}

// collectNames takes the names of all that the body declares, so that auxiliary names differ from them, and gives
// records of cursor loops a name that no variable has.
func (p *printer) collectNames(params []*ir.Param, n ir.Node) {
	rt := p.rt
	for _, q := range params {
		rt.names[p.em.fold(q.Name)] = true
	}
	ir.Walk(n, func(n ir.Node) bool {
		switch n := n.(type) {
		case *ir.VarDecl:
			rt.names[p.em.fold(n.Name)] = true
		case *ir.CursorDecl:
			rt.names[p.em.fold(n.Name)] = true
		case *ir.ForNum:
			rt.names[p.em.fold(n.Var)] = true
		case *ir.Forall:
			rt.names[p.em.fold(n.Var)] = true
		case *ir.Block:
			for _, l := range n.Labels {
				rt.labels[l.Key] = true
			}
		case *ir.RoutineDecl:
			return false
		}
		return true
	})
	columns := bareColumns(p.em, n)
	rt.columns = map[string]bool{}
	for _, c := range columns {
		rt.columns[c] = true
	}
	p.nameLoopRecords(n, columns)
}

// bareColumns are the columns that queries name without a table: a record of that name would make them ambiguous.
func bareColumns(em *emitter, n ir.Node) []string {
	seen := map[string]bool{}
	var list []string
	ir.Walk(n, func(n ir.Node) bool {
		if r, ok := n.(*ir.Ref); ok && r.Sym != nil && r.Sym.Kind == ir.SymColumn && len(r.Name.Parts) == 1 {
			if s := em.fold(r.Name.Last()); !seen[s] {
				seen[s] = true
				list = append(list, s)
			}
		}
		return true
	})
	return list
}

// nameLoopRecords gives the record of each cursor loop its name: the source's own where no variable and no loop
// around it has it.
func (p *printer) nameLoopRecords(n ir.Node, around []string) {
	ir.Walk(n, func(c ir.Node) bool {
		f, ok := c.(*ir.ForCursor)
		if _, nested := c.(*ir.RoutineDecl); nested {
			return false
		}
		if !ok || c == n {
			return true
		}
		want := shorten(p.em.fold(f.Var))
		got := want
		for i := 2; p.rt.names[got] || contains(around, got); i++ {
			got = want + "_" + strconv.Itoa(i)
		}
		p.rt.rename[f] = varIdent(got)
		p.nameLoopRecords(f, append(around[:len(around):len(around)], got))
		return false
	})
}

func contains(list []string, s string) bool {
	for _, x := range list {
		if x == s {
			return true
		}
	}
	return false
}

// loopRecord declares a cursor loop's record.
func (p *printer) loopRecord(f *ir.ForCursor) string {
	name, ok := p.rt.rename[f]
	if !ok {
		name = varIdent(shorten(p.em.fold(f.Var)))
		p.rt.rename[f] = name
	}
	key := "loop " + name
	if _, done := p.rt.auxIdx[key]; !done {
		p.rt.auxIdx[key] = len(p.rt.aux)
		p.rt.aux = append(p.rt.aux, auxVar{name, "record", ""})
	}
	return name
}

// plpgsqlReserved are the words that PL/pgSQL reserves beyond SQL (its pl_reserved_kwlist.h).
var plpgsqlReserved = words("begin by case declare else end execute for foreach from if in into loop not null or strict then to using when while")

// varIdent writes the name of a variable. A parameter's must be possible as the name of a function or type.
func varIdent(s string) string {
	if plpgsqlReserved[s] || typeNames[s] {
		return `"` + s + `"`
	}
	return quoteIdent(s)
}

// varName is the name of a declared variable, parameter, loop variable or cursor.
func (p *printer) varName(decl ir.Node, n ir.Name) string {
	if p.rt != nil && decl != nil {
		if s, ok := p.rt.rename[decl]; ok {
			return s
		}
	}
	return varIdent(shorten(p.em.fold(n)))
}

// varRef writes a reference to what PL/SQL declares. Fields that trail the name are record fields.
func (p *printer) varRef(r *ir.Ref) {
	s := r.Sym
	parts := r.Name.Parts
	nBase := len(parts) - s.Fields
	if nBase < 1 {
		nBase = 1
	}
	base := parts[:nBase]
	if s.Fields > 0 {
		p.fieldOf(s.Decl, parts[nBase], r.Sp)
	}
	var head string
	switch s.Kind {
	case ir.SymPackageVar:
		head = p.packageVarRead(r)
	case ir.SymAttr:
		head = "self." + p.em.ident(base[len(base)-1])
	case ir.SymRoutine:
		p.routineNoArgs(r)
		return
	case ir.SymException, ir.SymLabel, ir.SymType, ir.SymTable:
		head = p.nameText(base)
	case ir.SymSupplied:
		p.suppliedConst(r)
		return
	default:
		head = p.localRef(r, base)
	}
	p.W(fieldChain(head, p.em, parts[nBase:], s.Kind == ir.SymPackageVar || s.Kind == ir.SymAttr))
}

// fieldChain writes head.a.b; what is no plain variable, or goes deeper than a field, needs parentheses to be read as a value.
func fieldChain(head string, em *emitter, fields []ir.Name, paren bool) string {
	for i, f := range fields {
		if paren || i > 0 {
			head = "(" + head + ")"
		}
		head += "." + em.ident(f)
	}
	return head
}

func (p *printer) nameText(parts []ir.Name) string {
	s := ""
	for i, n := range parts {
		if i > 0 {
			s += "."
		}
		s += p.em.ident(n)
	}
	return s
}

// localRef writes a variable, with the qualifier that the source has where PL/pgSQL knows it too.
func (p *printer) localRef(r *ir.Ref, base []ir.Name) string {
	name := p.varName(r.Sym.Decl, base[len(base)-1])
	if len(base) < 2 || p.rt == nil {
		return name
	}
	if _, renamed := p.rt.rename[r.Sym.Decl]; renamed {
		return name
	}
	q := base[len(base)-2]
	if p.rt.labels[q.Key] || labelledLoop(r.Sym.Decl, q) {
		return p.em.ident(q) + "." + name
	}
	if p.rt.r == nil || !q.Is(p.rt.r.Name.Last().Key) {
		return name
	}
	if r.Sym.Kind != ir.SymParam {
		p.rt.mainRefs = true
	}
	return quoteIdent(p.rt.label) + "." + name
}

// labelledLoop tells the index of a loop that has the label: PL/pgSQL knows label.index too.
func labelledLoop(decl ir.Node, label ir.Name) bool {
	f, ok := decl.(*ir.ForNum)
	return ok && len(f.Labels) > 0 && f.Labels[len(f.Labels)-1].Is(label.Key)
}

// bind writes a bind variable: inside the text of a dynamic statement its number.
func (p *printer) bind(b *ir.Bind) {
	if p.rt != nil {
		if n, ok := p.rt.binds[b]; ok {
			p.W("$", strconv.Itoa(n))
			return
		}
	}
	if (p.rt == nil || !p.rt.keepBinds) && !ir.HoldsValue(b) {
		p.refuseOnce(diag.HostVariable, b.Sp, ":"+b.Name.Text+" ", ":"+b.Name.Text+" is a variable of the client, which the code here does not have")
	}
	p.W(":", b.Name.Text)
}
