// Package postgres emits PostgreSQL 13 to 17 from the IR.
//
// The flow, in the order of the files: passes over the whole schema come first (passes.go, naming.go); legalise_*.go
// rewrite what PostgreSQL has no syntax for (outer joins marked (+), CONNECT BY, ROWNUM, MERGE forms) into what it
// has; then one printer an object writes it (object.go tells which): table.go and its neighbours the DDL, routine.go
// and stmt.go PL/pgSQL, query.go and dml.go SQL, expr.go expressions, with functions_*.go as rows for built-in
// functions, type.go for types and runtime.go for the helper functions that the output needs. order.go puts the
// results in the order of the installation, layout.go makes files of them.
package postgres

import (
	"runtime"
	"slices"
	"sort"
	"sync"

	"golang.org/x/sync/errgroup"

	"github.com/crosswalk-db/crosswalk/emit"
	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/ir/diag"
)

// emitter is the state of one conversion. The passes fill it; it is read only while objects are written.
type emitter struct {
	opts emit.Options
	src  *ir.Schema

	names    *naming
	dups     map[ir.Object]*dupKeys // see planDupKeys
	facts    sync.Map               // by factKey
	tableOf  map[*ir.Column]*ir.Table
	tables   map[string][]ir.Object      // tables and views by their own name's key
	loose    map[*ir.Constraint]bool     // deferrable keys that foreign keys refer to
	triggers map[ir.Object][]int         // places of the triggers of a table or view in src.Objects
	fns      rows                        // built-in functions by id, see functions.go
	stmts    rows                        // built-in procedures by id, see builtin_stmt.go
	usage    map[*ir.Grant]bool          // grants that also give the right to use the schema
	place    map[ir.Object]int           // of an object in src.Objects
	plan     *plsqlPlan                  // names of routines, exceptions and collections, see plsql_plan.go
	temps    *tempPlan                   // the temporary tables of SQL Server's that more than one body uses
	results  map[*ir.Routine]*resultPlan // how procedures of SQL Server give rows back, see tsql_results.go
	textPath string                      // what routines that run texts set, see tsql_dynamic_rows.go

	uniqueIndexes map[*ir.Table][][]ir.Name // columns of the unique indexes of a table
	computedKeys  map[*ir.Table][]computedKey
	rows          *rowPlan                   // what the scripts insert, see data_rows.go
	restarts      map[ir.Stmt]*ir.Table      // statements that draw an identity value behind given ones, see key_sqlserver.go
	made          *ir.MadeTables             // tables that bodies make and leave behind, see tsql_schema.go
	madeIndexes   map[string]map[string]bool // the tables on which bodies make an index or a constraint of a name
	viewsOf       map[ir.Object][]*ir.View   // that read a table or view
	blockTables   map[string]int             // how many scripts have a table variable of the name, see tsql_temp.go

	errorReaders map[*ir.Routine]bool // see exception_kept.go

	keepsOutput bool // lines of DBMS_OUTPUT are read again, see dbms_output.go

	packageCursors map[*ir.CursorDecl]*ir.Package
	respelled      map[string]string       // quoted names that folding would make the same as others, see planColumns
	cursorNames    map[string]int          // how many cursors of the schema have a name
	keptCursors    map[*ir.CursorDecl]bool // of packages, open from one call to the next
	noData         map[*ir.Routine]bool    // see leavesByNoData
	noDataMu       sync.Mutex
	called         calledFacts
}

// printer writes one object. Everything that it finds goes into the object's findings.
type printer struct {
	executes *executed // the dynamic statement at hand
	quoting  bool      // in the text that EXECUTE is given
	emit.Writer
	em  *emitter
	obj ir.Object

	needs, soft map[string]bool // as in ir.Artifact
	helpers     map[string]bool // run-time functions that the text uses, by name; see helper
	exts        map[string]bool // extensions it uses

	typesDone map[string]string // types written for bodies of the object, by their first line
	rt        *routineScope     // set while a routine's body is written; nil outside: see routine.go
	inSQL     bool              // inside an SQL statement, not in a PL/pgSQL expression
	inDefault bool              // inside the default of a column or parameter, which takes no subquery

	stable    bool                      // inside a condition of a query, whose value must not change from row to row
	outer     map[string]bool           // range variables that an outer join may leave without a row
	inJSON    bool                      // inside a JSON constructor: what it holds stays a document
	negated   bool                      // inside NOT: a comparison that is not known must not come out false
	implicit  bool                      // below a conversion that resolve has noted already
	atDoor    map[ir.Node]bool          // parameters that may be empty texts still: see door.go
	fixed     bool                      // the expression must be IMMUTABLE for PostgreSQL: no concat()
	outTypes  map[*ir.SelectItem]string // of OUTPUT to the caller: the types that the function returns
	exact     bool                      // the value becomes a number of few decimals: how far a quotient goes does not show
	storing   bool                      // the next query block goes into columns: empty texts become NULL there
	untyped   bool                      // with storing: the query block's own constants would become text before they get there
	into      []*ir.Type                // with storing: the types of those columns, nil where not known
	unordered bool                      // the query around a subquery in FROM does not show the order of its rows

	events string // event triggers of a trigger on DDL: a file of their own

	temps []ir.TempTarget // temporary tables that the routines use and others make
}

// Emit converts a schema. Findings and reasons for leaving something out land on the objects.
func Emit(s *ir.Schema, opts emit.Options) *emit.Output {
	em := &emitter{opts: opts, src: s}
	for _, pass := range passes {
		pass.run(em)
	}
	arts := em.objects()
	arts = em.withdrawRed(arts)
	used := usedHelpers(arts)
	arts = append(em.surroundings(arts, used), arts...)
	return &emit.Output{Artifacts: em.fillAgain(order(arts)), Extensions: usedExtensions(arts)}
}

// objects writes all objects, in parallel; the result has the order of the source.
func (em *emitter) objects() []*ir.Artifact {
	list := em.src.Objects
	made := make([][]*ir.Artifact, len(list))
	for _, r := range em.rounds() {
		var g errgroup.Group
		g.SetLimit(r.limit)
		for _, i := range r.objects {
			g.Go(func() error {
				made[i] = em.oneObject(list[i])
				return nil
			})
		}
		_ = g.Wait() // what goes wrong is on the objects
	}
	return slices.Concat(made...)
}

// round is objects that are written together, by at most so many goroutines.
type round struct {
	limit   int
	objects []int // places in the source
}

// rounds keeps apart what looks at what another writer changes.
func (em *emitter) rounds() []round {
	limit := min(runtime.GOMAXPROCS(0), 8)
	data := round{limit: limit} // judged by the code of the triggers and functions that it runs, which is changed when that is written
	packages := round{limit: 1} // routines, and other packages, repeat the findings of those whose cursors they open
	code := round{limit: limit}
	last := round{limit: limit} // rights and comments: it depends on what became of the object that they are on
	for i, o := range em.src.Objects {
		r := &code
		switch o.(type) {
		case *ir.Table, *ir.DataScript:
			r = &data
		case *ir.Package:
			r = &packages
		case *ir.Grant, *ir.CommentOn:
			r = &last
		}
		r.objects = append(r.objects, i)
	}
	return []round{data, packages, code, last}
}

// oneObject keeps a defect of the emitter from costing more than the object it shows up in.
func (em *emitter) oneObject(o ir.Object) (arts []*ir.Artifact) {
	b := o.Obj()
	if b.Dropped != "" {
		return nil
	}
	defer func() {
		if r := recover(); r != nil {
			if crashInTests {
				panic(r)
			}
			b.Findings.Add(diag.Crash, b.Sp, "the compiler failed on this object (%v); please report it with the statement", r)
			arts = nil
		}
	}()
	return unmarked(em.object(o))
}

// crashInTests lets a panic through, so that tests see it.
var crashInTests bool

func (em *emitter) newPrinter(obj ir.Object) *printer {
	p := &printer{em: em, obj: obj}
	p.reset()
	return p
}

func (p *printer) reset() {
	p.Writer = emit.Writer{}
	p.needs, p.soft, p.helpers, p.exts = map[string]bool{}, map[string]bool{}, map[string]bool{}, map[string]bool{}
}

// take makes an artifact of what was written since the last one.
func (p *printer) take(stage ir.Stage, file string, names ...string) *ir.Artifact {
	p.allNeeds()
	for _, n := range names {
		delete(p.needs, n)
		delete(p.soft, n)
	}
	a := &ir.Artifact{Object: p.obj, File: file, SQL: p.String(), Names: names, Needs: sorted(p.needs), Soft: sorted(p.soft), Stage: stage, Temps: p.temps}
	p.reset()
	return a
}

// allNeeds gives what must be there before the text loads, run-time functions and extensions included.
func (p *printer) allNeeds() []string {
	for h := range p.helpers {
		p.needs[needHelper+h] = true
	}
	for x := range p.exts {
		p.needs[needExtension+x] = true
	}
	return sorted(p.needs)
}

// The prefixes of needs for what does not come from the source.
const (
	needHelper    = "runtime:"
	needExtension = "extension:"
)

func sorted(m map[string]bool) []string {
	if len(m) == 0 {
		return nil
	}
	list := make([]string, 0, len(m))
	for k := range m {
		list = append(list, k)
	}
	sort.Strings(list)
	return list
}

// find adds a finding to the object that is being written.
func (p *printer) find(c *diag.Code, at diag.Span, format string, args ...any) {
	if at.IsZero() {
		at = p.obj.Span()
	}
	p.obj.Obj().Findings.Add(c, at, format, args...)
}

// need records a name that must exist before this object loads ("table:employees"), softNeed one that
// should.
func (p *printer) need(kind, name string)     { p.needs[kind+":"+name] = true }
func (p *printer) softNeed(kind, name string) { p.soft[kind+":"+name] = true }

// helper records the use of a run-time function and gives its qualified name.
func (p *printer) helper(name string) string {
	p.helpers[name] = true
	return p.em.runtimeSchema() + "." + name
}

func (em *emitter) runtimeSchema() string {
	if em.opts.RuntimeSchema != "" {
		return em.opts.RuntimeSchema
	}
	return "crosswalk"
}

// version is the target's major version.
func (em *emitter) version() int {
	if em.opts.Version != 0 {
		return em.opts.Version
	}
	return 15
}

// sub gives a printer for a piece of text of the same object, which the caller puts in place itself.
func (p *printer) sub() *printer {
	q := *p
	q.Writer = emit.Writer{}
	return &q
}
