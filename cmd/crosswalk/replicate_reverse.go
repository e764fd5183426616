package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"github.com/crosswalk-db/crosswalk/replicate"
)

// tablesFile holds the mapping of a reverse task, in its folder.
const tablesFile = "tables.json"

const reverseSuffix = "-reverse"

// reverseName is what the task in the other direction is called by default: turning back twice gives the first name again.
func reverseName(task string) string {
	if name, ok := strings.CutSuffix(task, reverseSuffix); ok && name != "" {
		return name
	}
	return task + reverseSuffix
}

// isReverse tells whether the task of a folder was begun by a cut-over.
func isReverse(dir string) bool {
	_, err := os.Stat(filepath.Join(dir, tablesFile))
	return err == nil
}

func readTables(dir string) (replicate.Exact, error) {
	var tables replicate.Exact
	b, err := os.ReadFile(filepath.Join(dir, tablesFile))
	if err == nil {
		err = json.Unmarshal(b, &tables)
	}
	return tables, err
}

func (f *replicateFlags) swap() {
	f.Source, f.Target = f.Target, f.Source
	f.SourcePassword, f.TargetPassword = f.TargetPassword, f.SourcePassword
}

// turned makes sure that the task in the other direction has ended: its state is in what is the source now. With both running,
// each would send back what the other has brought.
func (f *replicateFlags) turned(ctx context.Context) error {
	cp, err := f.otherSide(ctx, f.ReverseOf)
	if err != nil || cp == nil {
		return err
	}
	if to, ok := replicate.CutOverTo(cp); !ok || to != f.Task {
		return fmt.Errorf("task %s has not been cut over to %s: both would send each other's changes in circles", f.ReverseOf, f.Task)
	}
	return nil
}

// otherSide gives the checkpoint of a task in the other direction: its target is this one's source.
func (f *replicateFlags) otherSide(ctx context.Context, task string) (*replicate.Checkpoint, error) {
	src, err := f.source(ctx)
	if err != nil {
		return nil, err
	}
	there, err := openTarget(src, f.ControlSchema)
	if err != nil {
		return nil, err
	}
	defer there.Close()
	return there.Checkpoint(ctx, task)
}

// streamsBack names the task that this one was cut over to, as long as that one could go on; "" for none. Until then the state of
// this one stays, which says that it has ended: without it both could run.
func (f *replicateFlags) streamsBack(ctx context.Context, e *ends) (string, error) {
	cp, err := e.target.Checkpoint(ctx, f.Task)
	to, ok := replicate.CutOverTo(cp)
	if err != nil || !ok {
		return "", err
	}
	if cp, err = f.otherSide(ctx, to); err != nil || cp == nil {
		return "", err
	}
	return to, nil
}

// forget removes the task's state for --restart.
func (f *replicateFlags) forget(ctx context.Context, e *ends) error {
	if f.ReverseOf != "" {
		return fmt.Errorf("task %s began with a cut-over and has nothing to load: --restart would lose its place for good; nothing was changed", f.Task)
	}
	to, err := f.streamsBack(ctx, e)
	if err != nil {
		return err
	}
	if to != "" {
		return fmt.Errorf("task %s streams back what is written now, and both would send each other's changes in circles: end it first (replicate stop %s --drop); "+
			"nothing was changed", to, to)
	}
	return e.target.Forget(ctx, f.Task)
}

// reversal makes the task in the other direction when a cut-over asks for one.
type reversal struct {
	of  *replicateFlags
	dir string
	say func(string, ...any)

	mu    sync.Mutex
	flags *replicateFlags
	ends  *ends
}

// make makes the reverse task in a folder beside this one's; nothing is begun.
func (r *reversal) make(ctx context.Context, name string, tables replicate.Exact) (*replicate.Task, error) {
	g := *r.of
	if name == g.Task {
		return nil, errors.New("the reverse task needs another name")
	}
	g.swap()
	g.Task, g.ReverseOf, g.Swapped, g.Mode, g.Mapping = name, r.of.Task, !r.of.Swapped, string(replicate.CDC), ""
	g.StartPosition, g.StopPosition, g.StopTime, g.restart, g.adopted = "", "", "", false, true
	if g.Dir != "" {
		g.Dir = filepath.Join(filepath.Dir(r.dir), reverseName(filepath.Base(r.dir)))
	}
	dir, err := g.folder()
	if err != nil {
		return nil, err
	}
	if other := r.taken(dir); other != "" {
		return nil, fmt.Errorf("folder %s is that of task %s: give the reverse task another name", dir, other)
	}
	b, err := json.MarshalIndent(tables, "", "  ")
	if err != nil {
		return nil, err
	}
	if err := os.WriteFile(filepath.Join(dir, tablesFile), b, 0o600); err != nil {
		return nil, err
	}
	if err := g.save(dir); err != nil {
		return nil, err
	}
	o, err := g.options(dir, r.say)
	if err != nil {
		return nil, err
	}
	e, err := g.open(ctx, dir, func(string) {})
	if err != nil {
		return nil, err
	}
	r.close()
	r.mu.Lock()
	r.flags, r.ends = &g, e
	r.mu.Unlock()
	return replicate.NewTask(o, e.source, e.target, e.mapping), nil
}

// taken names the task whose folder the reverse task would overwrite; "" where it is free, or of an earlier turn.
func (r *reversal) taken(dir string) string {
	var old replicateFlags
	b, err := os.ReadFile(filepath.Join(dir, "task.json"))
	if err != nil || json.Unmarshal(b, &old) != nil || old.ReverseOf == r.of.Task || old.Task == r.of.ReverseOf {
		return ""
	}
	return old.Task
}

func (r *reversal) close() {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.ends != nil {
		r.ends.close()
		r.ends = nil
	}
}

// begun gives the reverse task's flags when the cut-over was made, and removes what kept the log of the old source: the task
// that has ended will not read it.
func (r *reversal) begun(e *ends, task *replicate.Task) *replicateFlags {
	r.mu.Lock()
	g := r.flags
	r.mu.Unlock()
	if g == nil {
		return nil
	}
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
	defer cancel()
	cp, err := e.target.Checkpoint(ctx, task.Name)
	if to, ok := replicate.CutOverTo(cp); err != nil || !ok || to != g.Task {
		return nil
	}
	made, err := e.source.Drop(ctx)
	if err != nil {
		r.say("what the task made on the source is still there, and keeps its log: %v", e.redact(err))
		return g
	}
	for _, m := range made {
		r.say("dropped from the old source: %s", m)
	}
	return g
}
