package mysql

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"

	"github.com/go-sql-driver/mysql"

	"github.com/crosswalk-db/crosswalk/replicate"
	"github.com/crosswalk-db/crosswalk/replicate/canon"
	"github.com/crosswalk-db/crosswalk/replicate/event"
	"github.com/crosswalk-db/crosswalk/replicate/sets"
)

// applier applies changes on a connection of its own. Statements carry their values as literals and travel many at a time.
type applier struct {
	t      *Target
	conn   *sql.Conn
	policy *replicate.Policy
	open   bool
}

var _ replicate.Applier = (*applier)(nil)

// Applier implements replicate.Target.
func (t *Target) Applier(ctx context.Context, policy *replicate.Policy) (replicate.Applier, error) {
	c, err := t.db.Conn(ctx)
	if err != nil {
		return nil, wrap(err)
	}
	return &applier{t: t, conn: c, policy: policy}, nil
}

// Close implements replicate.Applier.
func (a *applier) Close() error {
	if a.open { // the transaction must not live on in the pool
		_ = a.conn.Raw(func(any) error { return driver.ErrBadConn })
	}
	return a.conn.Close()
}

func (a *applier) exec(ctx context.Context, q string, args ...any) error {
	_, err := a.conn.ExecContext(ctx, q, args...)
	return wrap(err)
}

// Describe implements replicate.Applier. DDL is never within a transaction here.
func (a *applier) Describe(ctx context.Context, id event.TableID) (*event.Table, error) {
	list, err := a.t.Describe(ctx, []event.TableID{id})
	if err != nil || len(list) == 0 {
		return nil, err
	}
	return list[0], nil
}

// Apply implements replicate.Applier.
func (a *applier) Apply(ctx context.Context, b *replicate.Batch) error {
	if len(b.Changes) == 1 && (b.Changes[0].Op == event.Truncate || b.Changes[0].Op == event.DDL) {
		if err := a.barrier(ctx, b.Changes[0]); err != nil {
			return err
		}
	} else if len(b.Changes) > 0 {
		if err := a.changes(ctx, b); err != nil {
			return err
		}
	}
	if b.Partial {
		return nil
	}
	if err := a.begin(ctx); err != nil {
		return err
	}
	res, err := a.conn.ExecContext(ctx, "update "+a.t.control("crosswalk_tasks")+" set position = ? where task = ? and epoch = ?",
		string(b.Checkpoint.Position), b.Task.Name, b.Task.Epoch)
	if err != nil {
		return wrap(err)
	}
	if n, err := res.RowsAffected(); err != nil || n != 1 { // rows found, not rows changed
		return errors.Join(err, replicate.ErrFenced)
	}
	for i := range b.States {
		if err := a.t.saveTable(ctx, a.conn, b.Task.Name, &b.States[i]); err != nil {
			return wrap(err)
		}
	}
	if err := a.exec(ctx, "commit"); err != nil {
		return err
	}
	a.open = false
	return nil
}

func (a *applier) begin(ctx context.Context) error {
	if a.open {
		return nil
	}
	a.open = true
	return a.exec(ctx, "start transaction")
}

// barrier carries out what cannot be mixed with rows. TRUNCATE would commit what is open, so rows are deleted instead. ALTER
// commits too, but adding a column that may be NULL and exists afterwards can be repeated.
func (a *applier) barrier(ctx context.Context, c *event.Change) error {
	name := tableName(c.Table.ID)
	if c.Op == event.Truncate {
		if err := a.begin(ctx); err != nil {
			return err
		}
		return a.exec(ctx, "delete from "+name)
	}
	other, err := a.t.db.Conn(ctx)
	if err != nil {
		return wrap(err)
	}
	defer other.Close()
	// This connection's ALTER would commit half a batch. Another one's waits only where this batch wrote to the table before,
	// which the source's order makes rare: then the table is suspended rather than the task.
	if _, err := other.ExecContext(ctx, "set lock_wait_timeout = 5"); err != nil {
		return wrap(err)
	}
	for _, col := range c.Table.Columns {
		_, err := other.ExecContext(ctx, "alter table "+name+" add column "+ident(col.Name)+" "+columnType(col.Type, false)+" null")
		if numbered(err, 1205) {
			return fmt.Errorf("%w: a column was added to %s in the middle of a transaction that writes to it: reload the table", replicate.ErrData, c.Table.ID)
		}
		if err = wrap(err); err != nil && !numbered(err, 1060) {
			return err
		}
	}
	return nil
}

func (a *applier) changes(ctx context.Context, b *replicate.Batch) error {
	if err := a.begin(ctx); err != nil {
		return err
	}
	if err := a.exec(ctx, "savepoint batch"); err != nil {
		return err
	}
	err := a.fast(ctx, b)
	if err == nil || !errors.Is(err, replicate.ErrData) && !errors.Is(err, sets.ErrUnexpected) {
		return err
	}
	if err := a.exec(ctx, "rollback to savepoint batch"); err != nil {
		return err
	}
	return sets.Careful(ctx, a, a.policy, b)
}

// statementBytes bounds one statement, far under the least max_allowed_packet.
const statementBytes = 512 << 10

func (a *applier) fast(ctx context.Context, b *replicate.Batch) error {
	groups, err := sets.Groups(b)
	if err != nil {
		return err
	}
	p := &packet{a: a, ctx: ctx}
	for i := range groups {
		g := &groups[i]
		free := g.Op == event.Delete && (a.policy.Rules.ApplyErrorDeletePolicy == replicate.IgnoreRecord || b.Idempotent)
		if err := p.group(g, free); err != nil {
			return err
		}
	}
	return p.send()
}

// packet gathers statements that travel together.
type packet struct {
	a    *applier
	ctx  context.Context
	text []byte
	want []int64 // rows of each statement; -1 for any number
}

func (p *packet) group(g *sets.Group, free bool) error {
	for rows := g.Rows; len(rows) > 0; {
		n := 1
		if g.Op != event.Update && sets.Settable(rows[0]) {
			for size := 0; n < len(rows) && size < statementBytes; n++ {
				size += rows[n].Size()
			}
		}
		part := sets.Group{Op: g.Op, Table: g.Table, Mask: g.Mask, Rows: rows[:n]}
		want := int64(n)
		if free {
			want = -1
		}
		if err := p.add(write(&part), want); err != nil {
			return err
		}
		rows = rows[n:]
	}
	return nil
}

func (p *packet) add(q []byte, want int64) error {
	if len(p.text) > 0 {
		p.text = append(p.text, ';')
	}
	p.text = append(p.text, q...)
	p.want = append(p.want, want)
	if len(p.text) < statementBytes {
		return nil
	}
	return p.send()
}

// send runs the statements and checks what each did. A warning means that a value was changed to make it fit.
func (p *packet) send() error {
	if len(p.want) == 0 {
		return nil
	}
	text, want := string(p.text), p.want
	p.text, p.want = p.text[:0], nil
	return p.a.run(p.ctx, text, want)
}

func (a *applier) run(ctx context.Context, text string, want []int64) error {
	var counts []int64
	err := a.conn.Raw(func(dc any) error {
		res, err := dc.(driver.ExecerContext).ExecContext(ctx, text, nil)
		if err != nil {
			return err
		}
		if r, ok := res.(mysql.Result); ok {
			counts = r.AllRowsAffected()
		}
		return nil
	})
	if err != nil {
		return wrap(err)
	}
	if len(counts) != len(want) {
		return fmt.Errorf("%w: %d answers to %d statements", replicate.ErrPermanent, len(counts), len(want))
	}
	for i, w := range want {
		if w >= 0 && counts[i] != w {
			return fmt.Errorf("%w: %d instead of %d", sets.ErrUnexpected, counts[i], w)
		}
	}
	return nil
}

// Try implements sets.Executor.
func (a *applier) Try(ctx context.Context, groups ...sets.Group) (n int64, refused, err error) {
	if err := a.exec(ctx, "savepoint one"); err != nil {
		return 0, nil, err
	}
	for i := range groups {
		res, err := a.conn.ExecContext(ctx, string(write(&groups[i])))
		if err == nil {
			n, err = res.RowsAffected()
		}
		if err = wrap(err); err != nil {
			if !errors.Is(err, replicate.ErrData) {
				return 0, nil, err
			}
			return 0, err, a.exec(ctx, "rollback to savepoint one")
		}
	}
	return n, nil, nil
}

// write writes the statement of a group.
func write(g *sets.Group) []byte {
	t := g.Table
	switch g.Op {
	case event.Insert:
		rows := make([]event.Row, len(g.Rows))
		for i, c := range g.Rows {
			rows[i] = c.After
		}
		return []byte(insertStatement("insert", t, sets.Columns(t, g.Mask), rows))
	case event.Update:
		return update(t, g)
	}
	b := []byte("delete from " + tableName(t.ID) + " where ")
	if len(t.Key) == 0 {
		return append(where(b, t, g.Rows[0]), " limit 1"...)
	}
	for i, c := range g.Rows {
		if i > 0 {
			b = append(b, " or "...)
		}
		b = where(b, t, c)
	}
	if len(t.Key) == 1 {
		return deleteIn(t, g)
	}
	return b
}

// deleteIn finds rows by a list: quicker than many conditions.
func deleteIn(t *event.Table, g *sets.Group) []byte {
	k := t.Key[0]
	b := []byte("delete from " + tableName(t.ID) + " where " + ident(t.Columns[k].Name) + " in (")
	for i, c := range g.Rows {
		if i > 0 {
			b = append(b, ',')
		}
		b = appendValue(b, t.Columns[k].Type, c.Before[k])
	}
	return append(b, ')')
}

func update(t *event.Table, g *sets.Group) []byte {
	c := g.Rows[0]
	b := []byte("update " + tableName(t.ID) + " set ")
	n := 0
	cols := sets.Columns(t, g.Mask)
	for _, i := range cols {
		if c.Before == nil && t.IsKey(i) && len(cols) > len(t.Key) {
			continue
		}
		if n > 0 {
			b = append(b, ", "...)
		}
		n++
		b = append(b, ident(t.Columns[i].Name)...)
		b = append(b, " = "...)
		b = appendValue(b, t.Columns[i].Type, c.After[i])
	}
	b = where(append(b, " where "...), t, c)
	if len(t.Key) == 0 {
		b = append(b, " limit 1"...)
	}
	return b
}

// where finds the change's row: by its key, or without one by all that is known.
func where(b []byte, t *event.Table, c *event.Change) []byte {
	row := sets.KeyRow(c)
	if len(t.Key) > 0 {
		b = append(b, '(')
		for i, k := range t.Key {
			if i > 0 {
				b = append(b, " and "...)
			}
			b = append(b, ident(t.Columns[k].Name)...)
			b = append(b, " = "...)
			b = appendValue(b, t.Columns[k].Type, row[k])
		}
		return append(b, ')')
	}
	n := 0
	for i := range row {
		if row[i].Unchanged {
			continue
		}
		if n > 0 {
			b = append(b, " and "...)
		}
		n++
		name := ident(t.Columns[i].Name)
		switch t.Columns[i].Type.Kind {
		case canon.Float32:
			name = "cast(cast(" + name + " as double) as char)"
			b = append(append(b, name+" <=> cast("...), appendValue(nil, canon.Type{Kind: canon.Float32}, row[i])...)
			b = append(b, " as char)"...)
			continue
		case canon.Text, canon.Enum, canon.Set, canon.JSON:
			name = "binary convert(" + name + " using utf8mb4)"
			b = append(append(b, name+" <=> binary "...), appendValue(nil, t.Columns[i].Type, row[i])...)
			continue
		}
		b = append(append(b, name+" <=> "...), appendValue(nil, t.Columns[i].Type, row[i])...)
	}
	return b
}
