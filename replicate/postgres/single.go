package postgres

import (
	"context"
	"errors"
	"strconv"
	"strings"

	"github.com/crosswalk-db/crosswalk/replicate"
	"github.com/crosswalk-db/crosswalk/replicate/canon"
	"github.com/crosswalk-db/crosswalk/replicate/event"
	"github.com/crosswalk-db/crosswalk/replicate/sets"
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
	cols := sets.Columns(t, sets.MaskOf(c))
	switch c.Op {
	case event.Insert:
		var names, values []string
		for _, i := range cols {
			names = append(names, ident(t.Columns[i].Name))
			values = append(values, s.arg(t, i, c.After[i]))
		}
		s.WriteString("insert into " + tableName(t.ID) + " (" + strings.Join(names, ", ") + ") overriding system value values (" + strings.Join(values, ", ") + ")")
	case event.Update:
		var list []string
		for _, i := range cols {
			if len(t.Key) > 0 && c.Before == nil && t.IsKey(i) && len(cols) > len(t.Key) {
				continue
			}
			list = append(list, ident(t.Columns[i].Name)+" = "+s.arg(t, i, c.After[i]))
		}
		s.WriteString("update " + tableName(t.ID) + " set " + strings.Join(list, ", ") + " where " + s.where(c))
	default:
		s.WriteString("delete from " + tableName(t.ID) + " where " + s.where(c))
	}
	return call{op: c.Op, sql: s.String(), params: s.params, want: 1}
}

// where finds the change's row: by its key, or without one by all that is known, and then only one of the twins.
func (s *statement) where(c *event.Change) string {
	t, row := c.Table, sets.KeyRow(c)
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

// Try implements sets.Executor.
func (a *applier) Try(ctx context.Context, groups ...sets.Group) (n int64, refused, err error) {
	if _, err := a.exec(ctx, "savepoint one"); err != nil {
		return 0, nil, wrap(err)
	}
	for i := range groups {
		c := write(&groups[i])
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
