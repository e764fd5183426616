// Package pipeline runs a conversion from files to files. It is the only place, with package main, that knows every
// dialect, target and report; a Go program that wants what the command line does starts here.
package pipeline

import (
	"context"
	"errors"
	"fmt"
	"io"
	"runtime"
	"slices"
	"sync"
	"time"

	"github.com/crosswalk-db/crosswalk/assess"
	"github.com/crosswalk-db/crosswalk/emit"
	"github.com/crosswalk-db/crosswalk/emit/dms"
	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/ir/diag"
	"github.com/crosswalk-db/crosswalk/ir/resolve"
	"github.com/crosswalk-db/crosswalk/parser/source"
)

// Options say what to convert and how.
type Options struct {
	From, To ir.Dialect
	Paths    []string // files, folders, "-" for Stdin
	Dir      string   // taken for the working folder; "" is the real one
	Stdin    io.Reader
	Exclude  []string
	Encoding string
	Define   map[string]string // SQL*Plus substitution variables
	Flags    map[string]string // conditional compilation

	Emit emit.Options

	Verify    bool
	VerifyURL string // "" starts a throw-away server

	// Assess steers the report: suppressions, effort, scope.
	Assess AssessOptions
	// Migration has the report tell what a migration of the data by AWS DMS, or the replicator, will trip over; Stats are
	// measured sizes for it, by SCHEMA.TABLE.
	Migration bool
	Stats     map[string]dms.Stats
	// UnitTimeout limits the parsing of one statement; 0 is DefaultUnitTimeout, negative none.
	UnitTimeout time.Duration
	// Cache is a folder that keeps what parsing made of each file; "" for none. The result is the same with and without.
	Cache string

	// Progress is told what is going on, from one goroutine at a time; nil for nobody.
	Progress func(stage string, done, total int)
}

// AssessOptions are what the report needs beside the conversion; see assess.Input.
type AssessOptions struct {
	Rules  []assess.Rule
	Effort assess.EffortModel
	Scope  assess.Scope
	Now    time.Time
}

// Result is a finished conversion.
type Result struct {
	Report *assess.Report
	// Files are the output: slash path to content, install.sql and report.json not yet among them unless said.
	Files map[string]string
	// Schema is what was read, Output what was made of it and stands in Files.
	Schema *ir.Schema
	Output *emit.Output
	// Problems are inputs that could not be read. Fatal ones make the run fail with exit status 2.
	Problems []source.Problem
	Server   string // the server that proved it, "" without Verify
	Cache    CacheUse
	// Sources are the texts that were read, by name.
	Sources  map[string]string
	Warnings []string
}

// ErrNoInput says that there was nothing to convert.
var ErrNoInput = errors.New("nothing to convert")

// Run converts. An error means that nothing could be done; what is wrong with single inputs or objects is in the
// result.
func Run(ctx context.Context, o Options) (*Result, error) {
	fe, ok := frontends[o.From]
	if !ok {
		return nil, fmt.Errorf("--from %s: not one of the source dialects: oracle, sqlserver", o.From)
	}
	be, ok := backends[o.To]
	if !ok {
		return nil, fmt.Errorf("--to %s: not one of the targets: postgres", o.To)
	}
	o.progress("reading", 0, 0)
	reader, problems := source.NewReader(source.Options{Paths: o.Paths, Exclude: o.Exclude, Encoding: o.Encoding, Stdin: o.Stdin, Dir: o.Dir})
	if reader == nil {
		return &Result{Problems: problems}, ErrNoInput
	}
	files, problems := reader.Read(ctx)
	res := &Result{Problems: problems}
	if len(files) == 0 {
		return res, ErrNoInput
	}
	units, loose := fe.split(ctx, reader, files, o)
	made, err := parseCached(ctx, fe, units, o, &res.Cache)
	if err != nil {
		return res, err
	}
	joined := fe.join(slices.Concat(made...))
	schema := &ir.Schema{Source: o.From, Objects: joined}
	if fe.collation != nil {
		schema.Collation = fe.collation(units)
	}
	if err := ctx.Err(); err != nil {
		return res, err
	}
	o.progress("resolving", 0, 0)
	resolve.Resolve(schema, resolve.Options{})
	in := assess.Input{Accounting: account(len(files), units, made, joined, schema), Unread: loose,
		Comments: suppressions(files, units, fe), Verified: o.Verify}
	o.progress("converting", 0, 0)
	out := be.emit(schema, o.Emit)

	proofs := prove(out, be)
	if o.Verify {
		if err := verify(ctx, out, o, proofs, res); err != nil {
			return res, err
		}
	}
	res.Sources = make(map[string]string, len(files))
	for _, u := range units {
		f, _ := u.span.File.Root(u.span.Start)
		res.Sources[f.Name] = f.Text
	}
	return res, finish(res, schema, out, be, proofs, in, o)
}

func (o *Options) progress(stage string, done, total int) {
	if o.Progress != nil {
		o.Progress(stage, done, total)
	}
}

// parseCached parses the units of files that the cache does not have.
func parseCached(ctx context.Context, fe frontend, units []unit, o Options, use *CacheUse) ([][]ir.Object, error) {
	made := make([][]ir.Object, len(units))
	files, err := openCache(o.Cache, fe, units, made, o)
	if err != nil {
		return nil, fmt.Errorf("the cache: %w", err)
	}
	have := make([]bool, len(units))
	for _, c := range files {
		for _, i := range c.units {
			have[i] = made[i] != nil
		}
	}
	parseAll(ctx, fe, units, o, made, have)
	if ctx.Err() != nil {
		return made, nil
	}
	for _, c := range files {
		if c.ready {
			use.Files++
			continue
		}
		use.Read++
		if err := c.save(fe, units, made); err != nil {
			return nil, fmt.Errorf("the cache: %w", err)
		}
	}
	if len(files) > 0 {
		prune(o.Cache)
	}
	return made, nil
}

// parseAll parses the units that there is nothing of yet, on all processors, and puts the objects of each into results.
func parseAll(ctx context.Context, fe frontend, units []unit, o Options, results [][]ir.Object, have []bool) {
	var next, done int
	var mu sync.Mutex
	var wg sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		wg.Add(1)
		go func() {
			defer wg.Done()
			for {
				mu.Lock()
				i := next
				next++
				mu.Unlock()
				if i >= len(units) || ctx.Err() != nil {
					return
				}
				if !have[i] {
					results[i] = parseLimited(fe, units[i], o)
				}
				mu.Lock()
				done++
				if done%64 == 0 || done == len(units) {
					o.progress("parsing", done, len(units))
				}
				mu.Unlock()
			}
		}()
	}
	wg.Wait()
}

// parseOne keeps a defect of the compiler from costing more than the unit it shows up in.
func parseOne(fe frontend, u unit, o Options) (objs []ir.Object) {
	defer func() {
		if r := recover(); r != nil {
			objs = []ir.Object{crashed(u.span, r)}
		}
	}()
	return fe.parse(u, o)
}

// unnamed is the object of a unit of which nothing else came.
func unnamed(at diag.Span) *ir.Unsupported {
	x := &ir.Unsupported{What: "statement", Text: at.Text()}
	file, line, _ := at.Pos()
	x.Sp, x.Name = at, ir.MakeQName(fmt.Sprintf("%s:%d", file, line))
	return x
}

func crashed(at diag.Span, r any) ir.Object {
	x := unnamed(at)
	x.Findings.Add(diag.Crash, at, "the compiler failed on this statement (%v); please report it with the statement", r)
	return x
}

// prove parses every artifact with the target's own parser. What it refuses is red.
func prove(out *emit.Output, be backend) map[ir.Object]assess.Proof {
	bad := make([]string, len(out.Artifacts))
	var wg sync.WaitGroup
	n := runtime.GOMAXPROCS(0)
	for w := range n {
		wg.Add(1)
		go func() {
			defer wg.Done()
			for i := w; i < len(out.Artifacts); i += n {
				if err := be.parse(out.Artifacts[i].SQL); err != nil {
					bad[i] = err.Error()
				}
			}
		}()
	}
	wg.Wait()
	proofs := map[ir.Object]assess.Proof{}
	for i, a := range out.Artifacts {
		if a.Object == nil {
			continue
		}
		ok := bad[i] == ""
		p := proofs[a.Object]
		if p.Parsed == nil || *p.Parsed {
			p.Parsed = &ok
		}
		proofs[a.Object] = p
		if !ok {
			a.Object.Obj().Findings.Add(diag.NotParsed, a.Object.Span(), "%s: %s", a.File, bad[i])
			if a.Stub != "" {
				a.SQL, a.Needs, a.Soft, a.Lines = a.Stub, a.StubNeeds, nil, nil
			}
		}
	}
	return proofs
}
