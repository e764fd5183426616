// Package postgres emits PostgreSQL 13 to 17 from the IR.
//
// The flow, in the order of the files: legalise_*.go rewrite what PostgreSQL has no syntax for
// (outer joins marked (+), CONNECT BY, ROWNUM, MERGE forms) into what it has; then one printer an
// object writes it: table.go and its neighbours the DDL, routine.go and stmt.go PL/pgSQL,
// query.go and dml.go SQL, expr.go expressions, with functions_*.go as rows for built-in functions,
// type.go for types and runtime.go for the helper functions that the output needs.
package postgres

import (
	"github.com/crosswalk-db/crosswalk/emit"
	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/ir/diag"
)

// emitter is the state of one conversion. After newEmitter it is read only, but for the fields that say so.
type emitter struct {
	opts emit.Options
	src  *ir.Schema
}

// printer writes one object. Everything that it finds goes into the object's findings.
type printer struct {
	emit.Writer
	em  *emitter
	obj ir.Object

	needs, soft map[string]bool // as in ir.Artifact
	helpers     map[string]bool // run-time functions that the text uses, by name; see helper
	exts        map[string]bool // extensions it uses

	rt    *routineScope // set while a routine's body is written; nil outside: see routine.go
	inSQL bool          // inside an SQL statement, not in a PL/pgSQL expression
}

func (em *emitter) newPrinter(obj ir.Object) *printer {
	return &printer{em: em, obj: obj, needs: map[string]bool{}, soft: map[string]bool{},
		helpers: map[string]bool{}, exts: map[string]bool{}}
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
