package checks

import "sync"

// tally puts the rows of both sides together by key, or without a key by hash, and keeps what differs. A row that is
// alike on both sides is forgotten as soon as both have told it.
type tally struct {
	mu    sync.Mutex
	keyed bool
	rows  map[string]*entry
}

type entry struct {
	key      []string
	src, tgt string
	has      [2]bool
	count    int64 // without a key: source less target
}

func newTally(keyed bool) *tally { return &tally{keyed: keyed, rows: map[string]*entry{}} }

// side gives the function that takes a side's rows.
func (t *tally) side(source bool) func(key []string, hash string, count int64) {
	return func(key []string, hash string, count int64) {
		t.mu.Lock()
		defer t.mu.Unlock()
		if !t.keyed {
			t.multiset(hash, count, source)
			return
		}
		id := joinKey(key)
		e := t.rows[id]
		if e == nil {
			e = &entry{key: key}
			t.rows[id] = e
		}
		if source {
			e.src, e.has[0] = hash, true
		} else {
			e.tgt, e.has[1] = hash, true
		}
		if e.has[0] && e.has[1] && e.src == e.tgt {
			delete(t.rows, id)
		}
	}
}

func (t *tally) multiset(hash string, count int64, source bool) {
	e := t.rows[hash]
	if e == nil {
		e = &entry{src: hash}
		t.rows[hash] = e
	}
	if source {
		e.count += count
	} else {
		e.count -= count
	}
	if e.count == 0 {
		delete(t.rows, hash)
	}
}

// note makes suspects of what is left.
func (w *work) note(t *tally) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for id, e := range t.rows {
		s := &suspect{key: e.key, hash: e.src, count: e.count}
		switch {
		case !t.keyed && e.count > 0 || t.keyed && !e.has[1]:
			s.kind = MissingTarget
		case !t.keyed || !e.has[0]:
			s.kind = MissingSource
		default:
			s.kind = Changed
		}
		if s.count < 0 {
			s.count = -s.count
		}
		w.suspects[id] = s
	}
}
