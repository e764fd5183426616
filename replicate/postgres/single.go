package postgres

import (
	"context"
	"errors"
	"strconv"
	"strings"
	"time"

	"github.com/crosswalk-db/crosswalk/replicate"
	"github.com/crosswalk-db/crosswalk/replicate/canon"
	"github.com/crosswalk-db/crosswalk/replicate/event"
)

// statement is a statement under construction, with its parameters.
type statement struct {
	strings.Builder
	params [][]byte
}

// arg adds a parameter and gives its text, in the column's type without limits.
func (s *statement) arg(t *event.Table, i int, v canon.Value) string {
	s.params = append(s.params, encodeText(v, kindOf(t, i)))
	return "$" + strconv.Itoa(len(s.params)) + "::" + baseType(t.Columns[i].Type.Native)
}

// single writes the statement of one change.
func single(c *event.Change) call {
	s := &statement{}
	t := c.Table
	cols := columnsOf(t, maskOf(c))
	switch c.Op {
	case event.Insert:
		var names, values []string
		for _, i := range cols {
			names = append(names, ident(t.Columns[i].Name))
			values = append(values, s.arg(t, i, c.After[i]))
		}
		s.WriteString("insert into " + tableName(t.ID) + " (" + strings.Join(names, ", ") + ") overriding system value values (" + strings.Join(values, ", ") + ")")
	case event.Update:
		var sets []string
		for _, i := range cols {
			if len(t.Key) > 0 && c.Before == nil && t.IsKey(i) && len(cols) > len(t.Key) {
				continue
			}
			sets = append(sets, ident(t.Columns[i].Name)+" = "+s.arg(t, i, c.After[i]))
		}
		s.WriteString("update " + tableName(t.ID) + " set " + strings.Join(sets, ", ") + " where " + s.where(c))
	default:
		s.WriteString("delete from " + tableName(t.ID) + " where " + s.where(c))
	}
	return call{op: c.Op, sql: s.String(), params: s.params, want: 1}
}

// where finds the change's row: by its key, or without one by all that is known, and then only one of the twins.
func (s *statement) where(c *event.Change) string {
	t, row := c.Table, keyRow(c)
	var conds []string
	if len(t.Key) > 0 {
		for _, k := range t.Key {
			conds = append(conds, ident(t.Columns[k].Name)+" = "+s.arg(t, k, row[k]))
		}
		return strings.Join(conds, " and ")
	}
	for i := range row {
		if row[i].Unchanged {
			continue
		}
		name := ident(t.Columns[i].Name)
		s.params = append(s.params, encodeText(row[i], kindOf(t, i)))
		p := "$" + strconv.Itoa(len(s.params))
		if !hasEquality(t.Columns[i].Type) {
			conds = append(conds, name+"::text is not distinct from "+p+"::text")
			continue
		}
		conds = append(conds, name+" is not distinct from "+p+"::"+t.Columns[i].Type.Native)
	}
	return "ctid = (select ctid from " + tableName(t.ID) + " where " + strings.Join(conds, " and ") + " limit 1)"
}

// hasEquality tells whether values of a type are compared as such; the others are compared as text, floats among them,
// where NaN equals NaN and the two zeros differ.
func hasEquality(t canon.Type) bool {
	switch t.Kind {
	case canon.JSON, canon.XML, canon.Other, canon.Float32, canon.Float64:
		return false
	}
	return true
}

// careful applies a batch change by change, each behind a savepoint, and asks the policy about every one that fails.
func (a *applier) careful(ctx context.Context, b *replicate.Batch) error {
	for _, c := range b.Changes {
		if _, bad := a.policy.Suspended(c.Table.ID); bad {
			continue
		}
		if err := a.one(ctx, b, c); err != nil {
			return wrap(err)
		}
	}
	return nil
}

// try runs statements behind a savepoint; what the server refuses comes back as refused, all else as err.
func (a *applier) try(ctx context.Context, calls ...call) (n int64, refused, err error) {
	if _, err := a.exec(ctx, "savepoint one"); err != nil {
		return 0, nil, err
	}
	for _, c := range calls {
		if n, err = a.exec(ctx, c.sql, c.params...); err != nil {
			break
		}
	}
	if err = wrap(err); err != nil {
		if !errors.Is(err, replicate.ErrData) {
			return 0, nil, err
		}
		refused = err
		if _, err := a.conn.PgConn().Exec(ctx, "rollback to savepoint one; release savepoint one").ReadAll(); err != nil {
			return 0, nil, err
		}
		return 0, refused, nil
	}
	_, err = a.exec(ctx, "release savepoint one")
	return n, nil, err
}

func (a *applier) one(ctx context.Context, b *replicate.Batch, c *event.Change) error {
	if b.Idempotent {
		return a.idempotent(ctx, b, c)
	}
	n, refused, err := a.try(ctx, single(c))
	if err != nil || refused == nil && n > 0 {
		return err
	}
	kind := replicate.DataError
	switch {
	case refused == nil && c.Op == event.Update:
		kind, refused = replicate.UpdateError, errNoRow
	case refused == nil:
		kind, refused = replicate.DeleteError, errNoRow
	case isCode(refused, "23505") && c.Op != event.Delete:
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

var errNoRow = errors.New("the target has no such row")

// replace writes a row over whatever has its key.
func (a *applier) replace(ctx context.Context, c *event.Change) error {
	ins := &event.Change{Op: event.Insert, Table: c.Table, After: c.After}
	_, refused, err := a.try(ctx, append(removals(c), single(ins))...)
	if err != nil || refused == nil {
		return err
	}
	_, err = a.policy.Decide(replicate.Incident{Kind: replicate.DataError, Table: c.Table.ID, Statement: replicate.Describe(c), Err: refused, Time: time.Now()})
	return err
}

// removals delete the rows of a change's old and new key.
func removals(c *event.Change) []call {
	var out []call
	if len(c.Table.Key) == 0 {
		return nil
	}
	if c.Before != nil {
		out = append(out, single(&event.Change{Op: event.Delete, Table: c.Table, Before: c.Before}))
	}
	if c.After != nil {
		out = append(out, single(&event.Change{Op: event.Delete, Table: c.Table, Before: c.After}))
	}
	return out
}

// idempotent applies a change to rows that may be newer than it, or missing.
func (a *applier) idempotent(ctx context.Context, b *replicate.Batch, c *event.Change) error {
	if c.Op == event.Delete {
		_, _, err := a.try(ctx, single(c))
		return err
	}
	if maskOf(c) != "" {
		n, refused, err := a.try(ctx, single(c))
		if err != nil || refused == nil && n > 0 {
			return err
		}
		if c, err = b.Lookup(c); err != nil || c == nil {
			return err
		}
	}
	return a.replace(ctx, c)
}
