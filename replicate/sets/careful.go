package sets

import (
	"context"
	"errors"
	"time"

	"github.com/crosswalk-db/crosswalk/replicate"
	"github.com/crosswalk-db/crosswalk/replicate/event"
)

// Executor runs groups behind a savepoint of their own. What the server refuses comes back as refused, all else as err; n
// is the number of rows that the last group touched.
type Executor interface {
	Try(ctx context.Context, groups ...Group) (n int64, refused, err error)
}

// careful is a batch that is applied change by change.
type careful struct {
	Executor
	policy *replicate.Policy
}

// Careful applies a batch change by change, each behind a savepoint, and asks the policy about every one that fails.
func Careful(ctx context.Context, e Executor, policy *replicate.Policy, b *replicate.Batch) error {
	a := careful{e, policy}
	for _, c := range b.Changes {
		if _, bad := policy.Suspended(c.Table.ID); bad {
			continue
		}
		if err := a.one(ctx, b, c); err != nil {
			return err
		}
	}
	return nil
}

func (a careful) one(ctx context.Context, b *replicate.Batch, c *event.Change) error {
	if b.Idempotent {
		return a.idempotent(ctx, b, c)
	}
	n, refused, err := a.Try(ctx, One(c))
	if err != nil || refused == nil && n > 0 {
		return err
	}
	if refused == nil && c.Loose {
		return a.missing(ctx, b, c)
	}
	kind := replicate.DataError
	switch {
	case refused == nil && c.Op == event.Update:
		kind, refused = replicate.UpdateError, errNoRow
	case refused == nil:
		kind, refused = replicate.DeleteError, errNoRow
	case errors.Is(refused, replicate.ErrDuplicate) && c.Op != event.Delete:
		kind = replicate.InsertError
	}
	action, err := a.policy.Decide(replicate.Incident{Kind: kind, Table: c.Table.ID, Statement: replicate.Describe(c), Err: refused, Time: time.Now()})
	if err != nil {
		return err
	}
	if action == replicate.InsertRecord || action == replicate.UpdateRecord {
		return a.replace(ctx, c)
	}
	return nil
}

// missing sees to a change whose row a filter may have kept away.
func (a careful) missing(ctx context.Context, b *replicate.Batch, c *event.Change) error {
	if c.Op == event.Delete {
		return nil
	}
	if MaskOf(c) != "" {
		var err error
		if c, err = b.Lookup(c); err != nil || c == nil {
			return err
		}
	}
	return a.replace(ctx, c)
}

var errNoRow = errors.New("the target has no such row")

// replace writes a row over whatever has its key.
func (a careful) replace(ctx context.Context, c *event.Change) error {
	ins := &event.Change{Op: event.Insert, Table: c.Table, After: c.After}
	_, refused, err := a.Try(ctx, append(removals(c), One(ins))...)
	if err != nil || refused == nil {
		return err
	}
	_, err = a.policy.Decide(replicate.Incident{Kind: replicate.DataError, Table: c.Table.ID, Statement: replicate.Describe(c), Err: refused, Time: time.Now()})
	return err
}

// removals delete the rows of a change's old and new key, and those that hold one of its other unique values: they are
// about to be changed or deleted by what comes later in the log.
func removals(c *event.Change) []Group {
	var out []Group
	if len(c.Table.Key) == 0 {
		return nil
	}
	if c.Before != nil {
		out = append(out, One(&event.Change{Op: event.Delete, Table: c.Table, Before: c.Before}))
	}
	if c.After != nil {
		out = append(out, One(&event.Change{Op: event.Delete, Table: c.Table, Before: c.After}))
	}
	for _, u := range c.Table.Uniques {
		known := c.After != nil
		for _, i := range u {
			known = known && c.After[i].B != nil
		}
		if known {
			t := *c.Table
			t.Key = u
			out = append(out, One(&event.Change{Op: event.Delete, Table: &t, Before: c.After}))
		}
	}
	return out
}

// idempotent applies a change to rows that may be newer than it, or missing.
func (a careful) idempotent(ctx context.Context, b *replicate.Batch, c *event.Change) error {
	if c.Op == event.Delete {
		_, _, err := a.Try(ctx, One(c))
		return err
	}
	if MaskOf(c) != "" {
		if c.Before == nil {
			n, refused, err := a.Try(ctx, One(c))
			if err != nil || refused == nil && n > 0 {
				return err
			}
		} else if _, _, err := a.Try(ctx, One(&event.Change{Op: event.Delete, Table: c.Table, Before: c.Before})); err != nil {
			// The row under the old key may be a later one, whose values must not be taken along to the new key.
			return err
		}
		var err error
		if c, err = b.Lookup(c); err != nil || c == nil {
			return err
		}
	}
	return a.replace(ctx, c)
}
