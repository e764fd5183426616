package replicate

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/crosswalk-db/crosswalk/replicate/event"
)

// cutOver stands before the name of the reverse task in the identity of a checkpoint whose task has ended for good.
const cutOver = "cut over to "

// CutOverTo tells which task streams back what a task brought; false for a task that has not been cut over so.
func CutOverTo(cp *Checkpoint) (string, bool) {
	if cp == nil || len(cp.Identity) < len(cutOver) || cp.Identity[:len(cutOver)] != cutOver {
		return "", false
	}
	return cp.Identity[len(cutOver):], true
}

// errBehind means that the target does not have all that the source holds.
var errBehind = errors.New("the source was written to after the target had all of it")

// Exact is a mapping that names every table and column. That of a reverse task is one: the document of the task before cannot
// be read backwards.
type Exact []ExactTable

// ExactTable is one table of Exact.
type ExactTable struct {
	Source, Target event.TableID
	Columns        []ExactColumn
}

// ExactColumn is a column of the source and the target's that holds it.
type ExactColumn struct{ Source, Target string }

var _ Mapping = Exact(nil)

// Map implements Mapping.
func (e Exact) Map(tables []*event.Table) ([]*Mapped, error) {
	byID := map[event.TableID]*event.Table{}
	for _, t := range tables {
		byID[t.ID] = t
	}
	var out []*Mapped
	for _, x := range e {
		if t := byID[x.Source]; t != nil {
			m, err := x.mapped(t)
			if err != nil {
				return nil, err
			}
			out = append(out, m)
		}
	}
	return out, nil
}

func (x *ExactTable) mapped(t *event.Table) (*Mapped, error) {
	m := &Mapped{Source: t, Target: &event.Table{ID: x.Target}}
	at := map[int]int{}
	for _, c := range x.Columns {
		i := t.Ordinal(c.Source)
		if i < 0 || t.Columns[i].Generated {
			continue // dropped meanwhile, as a task leaves it alone
		}
		at[i] = len(m.From)
		col := t.Columns[i]
		col.Name = c.Target
		m.From, m.Target.Columns = append(m.From, i), append(m.Target.Columns, col)
	}
	for _, k := range t.Key {
		i, ok := at[k]
		if !ok {
			return nil, fmt.Errorf("table %s: key column %s has no counterpart in %s", t.ID, t.Columns[k].Name, x.Target)
		}
		m.Target.Key = append(m.Target.Key, i)
	}
	return m, nil
}

// Backwards gives the mapping from the tables of a task's target to those of its source. It fails where values were changed on
// their way: they would come back changed.
func Backwards(list []*Mapped) (Exact, error) {
	var out Exact
	for _, m := range list {
		if m.Source.View {
			continue
		}
		if len(m.Masked) > 0 {
			return nil, fmt.Errorf("table %s: the mapping masks column %s, and a stream back would overwrite the source's values with masked ones: "+
				"leave the table out of the mapping, or cut over without the reverse stream", m.Source.ID, m.Masked[0])
		}
		x := ExactTable{Source: m.Target.ID, Target: m.Source.ID}
		for i, from := range m.From {
			if from >= 0 {
				x.Columns = append(x.Columns, ExactColumn{m.Target.Columns[i].Name, m.Source.Columns[from].Name})
			}
		}
		out = append(out, x)
	}
	return out, nil
}

// AlsoGrants gives the statements that a user of one database needs besides those that it has been given: where both make the
// user, the second changes it.
func AlsoGrants(more, have []string) []string {
	var out []string
	for _, s := range more {
		if rest, ok := strings.CutPrefix(s, "CREATE ROLE "); ok {
			s = "ALTER ROLE " + rest[:strings.LastIndex(rest, ";")+1] // without what it says of a password
		}
		if !strings.HasPrefix(s, "CREATE USER ") && !slices.Contains(have, s) {
			out = append(out, s)
		}
	}
	return out
}

// Preflight looks for what would make a task fail, on both sides; nothing is created.
func Preflight(ctx context.Context, src Origin, dst Destination, m Mapping, stream bool) ([]Problem, error) {
	expect(ctx, src, 1)
	expect(ctx, dst, 1)
	all, err := src.Describe(ctx, nil)
	if err != nil {
		return nil, err
	}
	mapped, err := m.Map(all)
	if err != nil {
		return nil, err
	}
	var from, to []*event.Table
	for _, x := range mapped {
		from, to = append(from, x.Source), append(to, x.Target)
	}
	var problems, more []Problem
	var g errgroup.Group
	g.Go(func() (err error) { problems, err = src.Preflight(ctx, from, stream); return err })
	g.Go(func() (err error) { more, err = dst.Preflight(ctx, to, stream); return err })
	if err := g.Wait(); err != nil {
		return nil, err
	}
	return append(problems, more...), nil
}

// back makes the reverse task of a cut-over, and looks whether it could run, before anything is changed.
func (t *Task) back(ctx context.Context, o CutoverOptions, say func(string)) (*Task, error) {
	plans, err := t.planned(ctx)
	if err != nil {
		return nil, err
	}
	var list []*Mapped
	for _, p := range plans {
		list = append(list, p.Mapped)
	}
	tables, err := Backwards(list)
	if err != nil {
		return nil, err
	}
	back, err := o.Reverse(tables)
	if err != nil {
		return nil, fmt.Errorf("the reverse stream: %w", err)
	}
	problems, err := Preflight(ctx, back.Source, back.Target, back.Mapping, true)
	if err != nil {
		return nil, fmt.Errorf("the reverse stream: %w", err)
	}
	for _, p := range problems {
		if p.Fatal {
			return nil, fmt.Errorf("the reverse stream, whose source is this task's target: %s: %s: %s; nothing was changed", p.Side, p.Text, p.Fix)
		}
		say("reverse stream: " + p.Side + ": " + p.Text)
	}
	return back, nil
}

// turn ends this task for good and begins the reverse one, while nothing is being applied: what this task has written is before
// its beginning, and this task applies nothing behind it. So no change goes in circles.
func (t *Task) turn(ctx context.Context, back *Task, timeout time.Duration, say func(string)) error {
	for end := time.Now().Add(timeout); ; {
		err := t.between(ctx, func(ctx context.Context) error {
			ctx, cancel := context.WithTimeout(ctx, timeout) // a slot waits for transactions that are open on its server
			defer cancel()
			return t.turnNow(ctx, back)
		}, true)
		if err == nil {
			say(fmt.Sprintf("task %s streams back from position %s of the target", back.Name, back.cp.Position))
			return nil
		}
		if !errors.Is(err, errBehind) || time.Now().After(end) {
			return fmt.Errorf("beginning the reverse stream: %w", err)
		}
		if _, err := t.drained(ctx, timeout); err != nil {
			return err
		}
	}
}

func (t *Task) turnNow(ctx context.Context, back *Task) error {
	if _, waiting := t.q.size(); waiting > 0 {
		return errBehind
	}
	if err := back.Target.Forget(ctx, back.Name); err != nil { // of an earlier cut-over
		return err
	}
	err := back.start(ctx)
	if err == nil {
		err = t.handOver(ctx, back.Name)
	}
	if err == nil || errors.Is(err, errUnknown) {
		return err
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), askAgain)
	defer cancel()
	_, derr := back.Source.Drop(ctx)
	return errors.Join(err, derr, back.Target.Forget(ctx, back.Name))
}

// askAgain is how long the servers are asked about a statement whose answer was lost.
const askAgain = 10 * time.Second

// errUnknown means that the target did not say whether the task was handed over.
var errUnknown = errors.New("the target does not answer: whether the task was cut over is not known")

// handOver marks this task as ended by a cut-over. A commit whose answer was lost may stand: to take back what the reverse task
// begins with would then leave no task at all.
func (t *Task) handOver(ctx context.Context, to string) error {
	err := t.Target.Move(ctx, t.ref, &Checkpoint{Identity: cutOver + to, Position: t.cp.Position}, nil)
	if err == nil {
		return nil
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), askAgain)
	defer cancel()
	for {
		cp, cerr := t.Target.Checkpoint(ctx, t.ref.Name)
		switch {
		case cerr == nil && cp != nil && cp.Identity == cutOver+to:
			return nil
		case cerr == nil:
			return err
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("%w: start the task %s again: it goes on, or says that it ended and task %s streams back (%w, %w)", errUnknown, t.ref.Name, to, err, cerr)
		case <-time.After(200 * time.Millisecond):
		}
	}
}

// start writes down that the task begins where its source stands now; Run goes on from there.
func (t *Task) start(ctx context.Context) error {
	began := t.Options.Begun
	t.Options.Begun = false
	defer func() { t.Options.Begun = began }()
	if err := t.open(ctx); err != nil {
		return err
	}
	for id, r := range t.records {
		if r.State == TableError {
			return fmt.Errorf("table %s: %s", id, r.Reason)
		}
	}
	return t.begin(ctx)
}
