package postgres

import (
	"context"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/crosswalk-db/crosswalk/replicate"
)

// ahead are connections that are opened before they are asked for. A session costs its server some 20 ms of one
// processor; beside each other, and beside what the task does meanwhile, they cost less time.
type ahead struct {
	mu      sync.Mutex
	coming  []coming
	dismiss sync.WaitGroup
}

// coming is a connection on its way.
type coming struct {
	conn   chan *pgx.Conn // nil where it could not be opened
	cancel func()         // of the way
}

var (
	_ replicate.Expecter = (*Source)(nil)
	_ replicate.Expecter = (*Target)(nil)
)

// Expect implements replicate.Expecter.
func (s *Source) Expect(ctx context.Context, sessions int) { s.cfg.expect(ctx, sessions) }

// Expect implements replicate.Expecter.
func (t *Target) Expect(ctx context.Context, sessions int) { t.cfg.expect(ctx, sessions) }

// expect makes sure that so many are coming.
func (s *endpoint) expect(ctx context.Context, n int) {
	s.ahead.mu.Lock()
	defer s.ahead.mu.Unlock()
	for len(s.ahead.coming) < n {
		way, cancel := context.WithCancel(ctx)
		c := coming{make(chan *pgx.Conn, 1), cancel}
		s.ahead.coming = append(s.ahead.coming, c)
		go func() {
			conn, err := dialEndpoint(way, s)
			if err != nil {
				conn = nil // who asks for it dials again, and learns why
			}
			c.conn <- conn
		}()
	}
}

// take gives the connection that was expected first; nil for none.
func (a *ahead) take(ctx context.Context) *pgx.Conn {
	a.mu.Lock()
	if len(a.coming) == 0 {
		a.mu.Unlock()
		return nil
	}
	c := a.coming[0]
	a.coming = a.coming[1:]
	a.mu.Unlock()
	select {
	case conn := <-c.conn:
		c.cancel()
		return conn
	case <-ctx.Done():
		a.drop(c)
		return nil
	}
}

// farewell is how long a server is given to take leave of a session.
const farewell = 5 * time.Second

// drop gives a connection up: it comes no more, or is closed.
func (a *ahead) drop(c coming) {
	c.cancel()
	a.dismiss.Go(func() {
		if conn := <-c.conn; conn != nil {
			ctx, cancel := context.WithTimeout(context.Background(), farewell)
			defer cancel()
			conn.Close(ctx)
		}
	})
}

// close closes what nobody took.
func (a *ahead) close() {
	a.mu.Lock()
	for _, c := range a.coming {
		a.drop(c)
	}
	a.coming = nil
	a.mu.Unlock()
	a.dismiss.Wait()
}
