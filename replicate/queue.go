package replicate

import (
	"context"
	"sync"
	"time"

	"github.com/crosswalk-db/crosswalk/replicate/event"
)

// queue holds transactions between the reader of the log and the applier, bounded by the bytes they take. A transaction
// that is larger than the bound passes alone.
type queue struct {
	mu     sync.Mutex
	wake   chan struct{} // closed and renewed at every change
	list   []*event.Tx
	bytes  int
	limit  int
	closed error

	// A batch is held back for a while so that more can join it, unless enough changes wait.
	hold    time.Duration
	enough  int
	between bool      // the while begins with the last batch, and not with the first change that waits
	begin   time.Time // when it began
}

func newQueue(limit int) *queue { return &queue{limit: limit, wake: make(chan struct{})} }

func (q *queue) signal() {
	close(q.wake)
	q.wake = make(chan struct{})
}

// put waits until there is room.
func (q *queue) put(ctx context.Context, tx *event.Tx) error {
	for {
		q.mu.Lock()
		if q.closed != nil {
			defer q.mu.Unlock()
			return q.closed
		}
		if len(q.list) == 0 || q.bytes+tx.Bytes <= q.limit {
			if len(q.list) == 0 && !q.between {
				q.begin = time.Now()
			}
			q.list = append(q.list, tx)
			q.bytes += tx.Bytes
			q.signal()
			q.mu.Unlock()
			return nil
		}
		wake := q.wake
		q.mu.Unlock()
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-wake:
		}
	}
}

// take waits for a first transaction and gives it with those behind it, up to a number of changes.
func (q *queue) take(ctx context.Context, changes, bytes int) ([]*event.Tx, error) {
	for {
		q.mu.Lock()
		rest := q.unripe(changes, bytes)
		if n := q.prefix(changes, bytes); n > 0 && rest <= 0 {
			q.begin = time.Now()
			out := append([]*event.Tx(nil), q.list[:n]...)
			for i := range n {
				q.bytes -= q.list[i].Bytes
				q.list[i] = nil
			}
			q.list = q.list[n:]
			q.signal()
			q.mu.Unlock()
			return out, nil
		}
		if q.closed != nil && len(q.list) == 0 {
			defer q.mu.Unlock()
			return nil, q.closed
		}
		wake := q.wake
		q.mu.Unlock()
		var ripe <-chan time.Time
		if rest > 0 {
			ripe = time.After(rest)
		}
		select {
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-wake:
		case <-ripe:
		}
	}
}

// unripe is how long what waits is still to be held back. A full queue is not: its reader could not go on.
func (q *queue) unripe(changes, bytes int) time.Duration {
	if q.hold <= 0 || len(q.list) == 0 || q.closed != nil {
		return 0
	}
	if q.enough > 0 {
		changes = min(changes, q.enough)
	}
	for _, tx := range q.list {
		changes -= tx.Count
	}
	if changes <= 0 || q.bytes >= min(bytes, q.limit/2) {
		return 0
	}
	return q.hold - time.Since(q.begin)
}

// prefix counts the transactions that one batch takes: all of the same nature, as many as fit, at least one.
func (q *queue) prefix(changes, bytes int) int {
	n := 0
	for n < len(q.list) {
		tx := q.list[n]
		large := tx.Changes != nil && !tx.Changes.InMemory()
		changes -= tx.Count
		bytes -= tx.Bytes
		if n > 0 && (large || changes < 0 || bytes < 0) {
			break
		}
		n++
		if large {
			break
		}
	}
	return n
}

// close ends the queue: what is in it can still be taken.
func (q *queue) close(err error) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.closed == nil {
		q.closed = err
		q.signal()
	}
}

// drop releases what nobody will take.
func (q *queue) drop() {
	q.mu.Lock()
	defer q.mu.Unlock()
	for _, tx := range q.list {
		if tx.Changes != nil {
			tx.Changes.Close()
		}
	}
	q.list = nil
}

// size tells how many bytes and changes wait.
func (q *queue) size() (bytes, changes int) {
	q.mu.Lock()
	defer q.mu.Unlock()
	for _, tx := range q.list {
		changes += tx.Count
	}
	return q.bytes, changes
}
