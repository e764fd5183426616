package replicate

import (
	"context"
	"errors"
	"fmt"

	"github.com/crosswalk-db/crosswalk/replicate/event"
)

// takeIndexes drops the indexes and foreign keys of tables, once what makes them again is safe in the control tables.
func (t *Task) takeIndexes(ctx context.Context, ids []event.TableID) error {
	s, ok := t.Target.(StatementStore)
	if !ok {
		return fmt.Errorf("%w: this target cannot defer indexes", ErrPermanent)
	}
	saved, err := s.Statements(ctx, t.ref)
	if err != nil || len(saved) > 0 {
		return err // taken away by an earlier run
	}
	var drops []string
	seen := map[string]bool{} // a foreign key belongs to both of its tables
	for _, id := range ids {
		create, drop, err := t.Target.Definitions(ctx, id)
		if err != nil {
			return err
		}
		for i := range create {
			if !seen[create[i]] {
				seen[create[i]] = true
				saved = append(saved, create[i])
			}
		}
		drops = append(drops, drop...)
	}
	if err := s.SaveStatements(ctx, t.ref, saved); err != nil {
		return err
	}
	for _, d := range drops {
		if err := t.Target.Run(ctx, d); err != nil {
			return fmt.Errorf("%s: %w", d, err)
		}
	}
	return nil
}

// restoreIndexes runs what takeIndexes saved, and forgets each statement that worked.
func (t *Task) restoreIndexes(ctx context.Context) error {
	s, ok := t.Target.(StatementStore)
	if !ok || !t.DeferIndexes {
		return nil
	}
	for left := -1; ; {
		saved, err := s.Statements(ctx, t.ref)
		if err != nil {
			return err
		}
		failed, err := t.runStatements(ctx, s, saved)
		switch {
		case err != nil || len(failed) == 0:
			return err
		case len(failed) != left: // a foreign key waits for the index of the table that it refers to
			left = len(failed)
			continue
		}
		return fmt.Errorf("%w: indexes or foreign keys could not be made again (they stay in crosswalk_statements): %w",
			ErrPermanent, errors.Join(failed...))
	}
}

// runStatements runs statements and forgets those that worked; it gives those that the target refuses.
func (t *Task) runStatements(ctx context.Context, s StatementStore, list []string) (failed []error, err error) {
	for _, st := range list {
		if err := t.Target.Run(ctx, st); errors.Is(err, ErrData) {
			failed = append(failed, fmt.Errorf("%s: %w", st, err))
			continue
		} else if err != nil {
			return nil, err
		}
		if err := s.ForgetStatement(ctx, t.ref, st); err != nil {
			return nil, err
		}
	}
	return failed, nil
}

// StatementStore keeps statements that are to be run behind the load.
type StatementStore interface {
	SaveStatements(ctx context.Context, task TaskRef, statements []string) error
	Statements(ctx context.Context, task TaskRef) ([]string, error)
	ForgetStatement(ctx context.Context, task TaskRef, statement string) error
}
