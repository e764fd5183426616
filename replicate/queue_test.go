package replicate

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/crosswalk-db/crosswalk/replicate/event"
)

func tx(n, bytes int) *event.Tx {
	return &event.Tx{Changes: make(event.List, n), Count: n, Bytes: bytes}
}

func TestQueueHoldsBack(t *testing.T) {
	ctx := context.Background()
	q := newQueue(100)
	for range 2 {
		if err := q.put(ctx, tx(1, 50)); err != nil {
			t.Fatal(err)
		}
	}
	put := make(chan error, 1)
	go func() { put <- q.put(ctx, tx(1, 1)) }()
	select {
	case err := <-put:
		t.Fatalf("a full queue takes more: %v", err)
	case <-time.After(30 * time.Millisecond):
	}
	if got, err := q.take(ctx, 1, 1000); err != nil || len(got) != 1 {
		t.Fatal(got, err)
	}
	if err := <-put; err != nil {
		t.Fatal(err)
	}
	if bytes, changes := q.size(); bytes != 51 || changes != 2 {
		t.Errorf("%d bytes, %d changes", bytes, changes)
	}
	end, cancel := context.WithCancel(ctx)
	cancel()
	if err := q.put(end, tx(1, 60)); !errors.Is(err, context.Canceled) {
		t.Errorf("put into a full queue ends with %v", err)
	}
}

// TestQueueLarge: what is larger than the bound passes, alone.
func TestQueueLarge(t *testing.T) {
	ctx := context.Background()
	q := newQueue(100)
	if err := q.put(ctx, tx(1, 500)); err != nil {
		t.Fatal(err)
	}
	short, cancel := context.WithTimeout(ctx, 20*time.Millisecond)
	defer cancel()
	if err := q.put(short, tx(1, 1)); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("beside a large one: %v", err)
	}
	if got, err := q.take(ctx, 10, 10); err != nil || len(got) != 1 {
		t.Error(got, err)
	}
}

func TestQueueClose(t *testing.T) {
	ctx := context.Background()
	gone := errors.New("gone")
	q := newQueue(100)
	q.hold = time.Hour
	if err := q.put(ctx, tx(1, 1)); err != nil {
		t.Fatal(err)
	}
	q.close(gone)
	if got, err := q.take(ctx, 10, 10); err != nil || len(got) != 1 {
		t.Errorf("what was read before the end is lost: %v %v", got, err)
	}
	if _, err := q.take(ctx, 10, 10); !errors.Is(err, gone) {
		t.Error(err)
	}
	if err := q.put(ctx, tx(1, 1)); !errors.Is(err, gone) {
		t.Error(err)
	}
}

// TestQueueGathers: CommitTimeout holds transactions back until the time is over, or MinTransactionSize changes wait.
func TestQueueGathers(t *testing.T) {
	ctx := context.Background()
	q := newQueue(1000)
	q.hold, q.enough = 80*time.Millisecond, 3
	begin := time.Now()
	if err := q.put(ctx, tx(1, 1)); err != nil {
		t.Fatal(err)
	}
	time.AfterFunc(20*time.Millisecond, func() { _ = q.put(ctx, tx(1, 1)) })
	if got, err := q.take(ctx, 100, 1000); err != nil || len(got) != 2 || time.Since(begin) < 80*time.Millisecond {
		t.Errorf("%d transactions after %v, %v", len(got), time.Since(begin), err)
	}
	q.hold = time.Hour
	if err := q.put(ctx, tx(1, 1)); err != nil {
		t.Fatal(err)
	}
	time.AfterFunc(20*time.Millisecond, func() { _ = q.put(ctx, tx(2, 1)) })
	if got, err := q.take(ctx, 100, 1000); err != nil || len(got) != 2 {
		t.Errorf("enough changes are still held back: %v, %v", got, err)
	}
	if err := q.put(ctx, tx(1, 600)); err != nil {
		t.Fatal(err)
	}
	if got, err := q.take(ctx, 100, 1000); err != nil || len(got) != 1 {
		t.Errorf("a full queue is held back: %v, %v", got, err)
	}
}

// TestQueueBetween: BatchApplyTimeoutMin is the time between two batches.
func TestQueueBetween(t *testing.T) {
	ctx := context.Background()
	q := newQueue(1000)
	q.hold, q.between = 80*time.Millisecond, true
	for i := range 2 {
		begin := time.Now()
		if err := q.put(ctx, tx(1, 1)); err != nil {
			t.Fatal(err)
		}
		_, err := q.take(ctx, 100, 1000)
		if d := time.Since(begin); err != nil || (i == 0) == (d > 60*time.Millisecond) {
			t.Errorf("batch %d came after %v, %v", i, d, err)
		}
	}
}
