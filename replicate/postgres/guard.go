package postgres

import (
	"context"
	"errors"
	"sync"

	"github.com/jackc/pgx/v5"

	"github.com/crosswalk-db/crosswalk/replicate"
	"github.com/crosswalk-db/crosswalk/replicate/event"
)

var _ replicate.Guard = (*Target)(nil)
var _ replicate.Flusher = (*Target)(nil)

// Guard implements replicate.Guard. Autovacuum looks at a table as soon as a chunk of it is committed, and reads it whole
// while it is being filled; that took as much time as the load itself. SHARE UPDATE EXCLUSIVE is the lock that VACUUM and
// ANALYZE take: autovacuum passes by a table that somebody else holds it on, while rows can be written. It goes with its
// session, whatever becomes of this process.
func (t *Target) Guard(ctx context.Context, id event.TableID) error {
	if !t.kept.claim(id) {
		return nil
	}
	conn, err := t.session(ctx)
	if err != nil {
		return ctx.Err() // no connection is left for it: then without, and a server that is gone shows itself to the loaders
	}
	if _, err := conn.Exec(ctx, "begin; lock table "+tableName(id)+" in share update exclusive mode nowait"); err != nil {
		conn.Close(ctx) // somebody vacuums it already, or the role may not: then without
		return nil
	}
	t.kept.guard(id, conn)
	return nil
}

// Unguard implements replicate.Guard.
func (t *Target) Unguard(ctx context.Context, id event.TableID) {
	if conn := t.kept.unguard(id); conn != nil {
		conn.Close(ctx)
	}
}

// Flush implements replicate.Flusher: the log is in order, so that a commit that waits for the disk waits for all before.
// It comes behind a load, whose sessions nobody needs while changes stream.
func (t *Target) Flush(ctx context.Context, task replicate.TaskRef) error {
	t.kept.dismiss(ctx)
	t.cfg.ahead.close()
	return t.ask(ctx, func(c *pgx.Conn) error {
		return durable(ctx, c, func(tx pgx.Tx) error {
			tag, err := tx.Exec(ctx, "update "+t.control("crosswalk_tasks")+" set updated = now() where task = $1 and epoch = $2", task.Name, task.Epoch)
			if err == nil && tag.RowsAffected() != 1 { // nothing was written: the commit would not wait
				err = replicate.ErrFenced
			}
			return err
		})
	})
}

// lend runs f on a session that is kept for the next one who asks.
func (t *Target) lend(ctx context.Context, f func(*pgx.Conn) error) error {
	conn, err := t.spare(ctx)
	if err != nil {
		return err
	}
	if err := f(conn); err != nil {
		conn.Close(context.WithoutCancel(ctx))
		return wrap(err)
	}
	t.kept.give(conn)
	return nil
}

// spare is a session that somebody gave back, or a new one.
func (t *Target) spare(ctx context.Context) (*pgx.Conn, error) {
	if conn := t.kept.take(); conn != nil && !conn.IsClosed() {
		return conn, nil
	}
	return t.loading(ctx)
}

// loading is a session whose commits need not wait for the disk: data, states and position all are in the target's log,
// of which a crash can only take the end. Flush waits.
func (t *Target) loading(ctx context.Context) (*pgx.Conn, error) {
	conn, err := t.session(ctx)
	if err != nil {
		return nil, err
	}
	if _, err := conn.Exec(ctx, "set synchronous_commit = off"); err != nil {
		conn.Close(ctx)
		return nil, wrap(err)
	}
	return conn, nil
}

// sessions are connections that outlive a call: those that guard tables, and spare ones.
type sessions struct {
	mu     sync.Mutex
	guards map[event.TableID]*pgx.Conn // nil while it is being opened, or where it could not be
	spare  []*pgx.Conn
}

// claim tells whether the caller is the first who asks for a guard of the table.
func (s *sessions) claim(id event.TableID) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if _, ok := s.guards[id]; ok {
		return false
	}
	if s.guards == nil {
		s.guards = map[event.TableID]*pgx.Conn{}
	}
	s.guards[id] = nil
	return true
}

func (s *sessions) guard(id event.TableID, conn *pgx.Conn) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.guards[id] = conn
}

// unguard takes the connection of a guard, with its transaction open; nil for none.
func (s *sessions) unguard(id event.TableID) *pgx.Conn {
	s.mu.Lock()
	defer s.mu.Unlock()
	conn := s.guards[id]
	delete(s.guards, id)
	return conn
}

func (s *sessions) take() *pgx.Conn {
	s.mu.Lock()
	defer s.mu.Unlock()
	n := len(s.spare)
	if n == 0 {
		return nil
	}
	conn := s.spare[n-1]
	s.spare = s.spare[:n-1]
	return conn
}

func (s *sessions) give(conn *pgx.Conn) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.spare = append(s.spare, conn)
}

// dismiss closes the spare ones.
func (s *sessions) dismiss(ctx context.Context) {
	for conn := s.take(); conn != nil; conn = s.take() {
		conn.Close(ctx)
	}
}

func (s *sessions) close(ctx context.Context) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	all := s.spare
	for _, g := range s.guards {
		all = append(all, g)
	}
	s.guards, s.spare = nil, nil
	var errs []error
	for _, c := range all {
		if c != nil {
			errs = append(errs, c.Close(ctx))
		}
	}
	return errors.Join(errs...)
}
