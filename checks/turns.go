package checks

import (
	"context"
	"sync"
)

// turns lets readings of one table take the checker's slots. The first error ends all of them.
type turns struct {
	c      *Checker
	ctx    context.Context
	cancel context.CancelCauseFunc
	wg     sync.WaitGroup
}

func (c *Checker) turns(ctx context.Context) *turns {
	t := &turns{c: c}
	t.ctx, t.cancel = context.WithCancelCause(ctx)
	return t
}

// do waits until the source may be loaded and n slots are free, and begins f.
func (t *turns) do(n int, f func(context.Context) error) error {
	if throttle := t.c.opts.Throttle; throttle != nil {
		if err := throttle(t.ctx); err != nil {
			return err
		}
	}
	if err := t.c.slots.Acquire(t.ctx, int64(n)); err != nil {
		return context.Cause(t.ctx)
	}
	t.wg.Go(func() {
		defer t.c.slots.Release(int64(n))
		if err := f(t.ctx); err != nil {
			t.cancel(err)
		}
	})
	return nil
}

// wait waits for all that was begun, and gives the first error.
func (t *turns) wait() error {
	t.wg.Wait()
	return context.Cause(t.ctx)
}
