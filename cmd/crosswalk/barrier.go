package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/crosswalk-db/crosswalk/replicate"
)

// barrier waits for a replication task to catch up with its source.
type barrier struct {
	task     string
	source   replicate.Origin
	target   replicate.Destination
	patience time.Duration
}

// barrier opens both sides as the task does; it only reads.
func (f *checkFlags) barrier(ctx context.Context) (*barrier, error) {
	from, err := f.source(ctx)
	if err != nil {
		return nil, err
	}
	to, err := f.target(ctx)
	if err != nil {
		return nil, err
	}
	b := &barrier{task: f.task, patience: f.opts.Patience}
	if b.patience == 0 {
		b.patience = time.Minute
	}
	if b.source, _, err = openSource(from, f.task, ""); err != nil {
		return nil, err
	}
	if b.target, err = openTarget(to, f.controlSchema); err != nil {
		return nil, errors.Join(err, b.source.Close())
	}
	cp, err := b.target.Checkpoint(ctx, f.task)
	switch {
	case err != nil:
		err = fmt.Errorf("--task %s: %w", f.task, err)
	case cp == nil:
		err = fmt.Errorf("--task %s: the target knows no such task that streams; see --control-schema, or leave --task away", f.task)
	default:
		var identity string
		if identity, err = b.source.Identity(ctx); err == nil && identity != cp.Identity {
			err = fmt.Errorf("--task %s: %w", f.task, replicate.ErrOtherSource)
		}
	}
	if err != nil {
		b.close()
		return nil, err
	}
	return b, nil
}

func (b *barrier) close() {
	b.source.Close()
	b.target.Close()
}

// wait returns once the target has everything that is committed on the source now.
func (b *barrier) wait(ctx context.Context) error {
	goal, err := b.source.Current(ctx)
	if err != nil {
		return fmt.Errorf("--task %s: read the position of the source: %w", b.task, err)
	}
	for begin := time.Now(); ; {
		cp, err := b.target.Checkpoint(ctx, b.task)
		if err != nil {
			return fmt.Errorf("--task %s: read its position: %w", b.task, err)
		}
		if cp == nil {
			return fmt.Errorf("--task %s: it was dropped meanwhile", b.task)
		}
		d, err := b.source.Compare(cp.Position, goal)
		if err != nil || d >= 0 {
			return err
		}
		if time.Since(begin) > b.patience {
			return fmt.Errorf("--task %s does not reach %s within %v (--patience): it is at %s. Is it running?", b.task, goal, b.patience, cp.Position)
		}
		if err := sleep(ctx, 50*time.Millisecond); err != nil {
			return err
		}
	}
}
