// Package proof has the converted schema accepted by PostgreSQL itself: it loads every
// object into a database made for the purpose, has the bodies of routines checked against
// what was loaded, and drops the database again.
package proof

import (
	"context"
	"fmt"
	"strings"
)

// Unit is one object to prove: the DDL of one file, in the order of installation.
type Unit struct {
	Key  string   // the caller's key for the object; several units may share one
	Name string   // what messages call it; Key where empty
	SQL  string   // its DDL, as in its file
	File string   // where that stands, for messages
	Line int      // the line of File on which SQL starts; 0 means 1
	Kind string   // schema, table, index, view, function, procedure, trigger, ...
	Deps []string // keys of the objects that it needs, where known
	// Temps are temporary tables that its routines find when they run: the caller's.
	Temps []Temp
}

// Options choose the server and what to do there.
type Options struct {
	URL           string // "" starts a throw-away server
	TargetVersion int    // preferred for the throw-away server
	Jobs          int    // connections that check bodies side by side; 0 means 1
	// Progress, where set, hears how far a stage ("load", "check") has come. It is called
	// from one goroutine at a time.
	Progress func(stage string, done, total int)
}

// Level says how bad a message is.
type Level int

const (
	// Warning: the checker's advice; nothing fails.
	Warning Level = iota
	// Unproved: the checker could not know; a test has to.
	Unproved
	// Error: it fails, at installation or when it is reached.
	Error
)

// Phase is when a message arose.
type Phase int

const (
	// Loading is the object's creation.
	Loading Phase = iota
	// Checking is the look into its body afterwards.
	Checking
)

// Message is what the server or plpgsql_check said about a unit.
type Message struct {
	Level    Level
	Phase    Phase
	SQLState string
	Text     string // with detail and hint
	Line     int    // in the unit's file; 0 when not known
	Column   int    // from 1; 0 when not known
	DueTo    string // key of the failed object that is the cause, where that is known
}

// Result is the outcome for one unit.
type Result struct {
	Key    string
	Name   string
	File   string
	Loaded bool
	// Checked is nil when the bodies could not be checked at all; false when a body has an
	// error or is not proved in full; true otherwise, also for an object without a body.
	Checked  *bool
	Messages []Message
}

// Report is the outcome for all units, in their order.
type Report struct {
	Results   []Result
	Server    string // "PostgreSQL 15.6 ..."
	Extension string // version of plpgsql_check; "" when the server has none
}

// Verify loads the units and checks their bodies. The error tells that the proof could not
// take place; what is wrong with an object is in the report.
func Verify(ctx context.Context, o Options, units []Unit) (*Report, error) {
	db, err := openScratch(ctx, o)
	if err != nil {
		return nil, fmt.Errorf("verify: %w", err)
	}
	defer db.close()
	rep := &Report{Server: db.version, Results: make([]Result, len(units))}
	v := &verifier{db: db, units: units, results: rep.Results, jobs: max(o.Jobs, 1), progress: o.Progress}
	for i, u := range units {
		rep.Results[i] = Result{Key: u.Key, Name: u.name(), File: u.File}
	}
	for _, stage := range []func(context.Context) error{v.load, v.check} {
		if err := stage(ctx); err != nil {
			return nil, fmt.Errorf("verify: %w", err)
		}
	}
	rep.Extension = v.extension
	return rep, nil
}

// verifier carries one run through its stages.
type verifier struct {
	db        *scratch
	units     []Unit
	results   []Result
	jobs      int
	progress  func(stage string, done, total int)
	failed    failures
	temps     map[string][]tempTable // by name: what bodies make at run time
	extension string
}

func (v *verifier) report(stage string, done, total int) {
	if v.progress != nil {
		v.progress(stage, done, total)
	}
}

// name is what messages call the unit.
func (u *Unit) name() string {
	if u.Name != "" {
		return u.Name
	}
	return u.Key
}

// firstLine is the line of the unit's file that its SQL starts on.
func (u *Unit) firstLine() int { return max(u.Line, 1) }

// lineCol turns a byte offset of the unit's SQL into a line and column of its file.
func (u *Unit) lineCol(off int) (line, col int) {
	off = min(max(off, 0), len(u.SQL))
	before := u.SQL[:off]
	line = u.firstLine() + strings.Count(before, "\n")
	col = 1 + len([]rune(before[strings.LastIndexByte(before, '\n')+1:]))
	return line, col
}
