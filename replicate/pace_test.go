package replicate

import (
	"testing"
	"time"
)

// simulate loads tables of so many chunks with workers on a clock of its own. cost tells how long a chunk of a table takes
// while a number of workers is in it. It gives how many workers each
// table had when half of it was loaded.
func simulate(t *testing.T, workers int, chunks []int, asked bool, cost func(in int) time.Duration) []int {
	t.Helper()
	var jobs []job
	plans := map[*Plan]int{}
	for i, n := range chunks {
		p := &Plan{Mapped: &Mapped{}}
		if asked {
			p.Wish.Segments = []string{"a", "b"}
		}
		plans[p] = i
		for range n {
			jobs = append(jobs, job{plan: p, chunk: Chunk{Bytes: 1 << 20}})
		}
	}
	clock := time.Unix(0, 0)
	c := newCrew(jobs, func() {})
	c.now = func() time.Time { return clock }
	type busy struct {
		s     *share
		j     job
		began time.Time
		until time.Time
	}
	var now []busy
	free := make([]*share, workers)
	half := make([]int, len(chunks))
	for left := len(jobs); left > 0; {
		for i := 0; i < len(free); {
			if best, wait := c.choose(); free[i] == nil && best == nil && wait {
				i++ // next would wait
				continue
			}
			s, j, ok := c.next(free[i])
			free = append(free[:i], free[i+1:]...)
			clock = clock.Add(time.Millisecond) // no two at once
			if ok {
				now = append(now, busy{s, j, clock, clock.Add(cost(s.workers))})
			}
		}
		first := 0
		for i := range now {
			if now[i].until.Before(now[first].until) {
				first = i
			}
		}
		b := now[first]
		now = append(now[:first], now[first+1:]...)
		if clock.Before(b.until) {
			clock = b.until
		}
		c.done(b.s, b.j, b.began)
		at := plans[b.j.plan]
		if b.s.open == chunks[at]/2 {
			half[at] = b.s.workers
		}
		free = append(free, b.s)
		left--
	}
	return half
}

// TestHelp: workers help with a large table for as long as the rows come faster by it, and as the mapping says.
func TestHelp(t *testing.T) {
	alone := func(int) time.Duration { return time.Second }
	slower := func(in int) time.Duration { return time.Duration(in) * time.Second } // all of them no faster than one
	three := func(in int) time.Duration { return time.Duration(max(in, 3)) * time.Second / 3 }
	for _, x := range []struct {
		name   string
		chunks int
		asked  bool
		cost   func(int) time.Duration
		want   int
	}{
		{"a small table", helpFrom - 1, false, alone, 1},
		{"a few chunks that take long", 3, false, func(int) time.Duration { return helpHeavy }, 2},
		{"a few chunks that do not", 3, false, alone, 1},
		{"workers do not disturb each other", 200, false, alone, 6},
		{"two are no faster than one", 200, false, slower, 1},
		{"four are no faster than three", 200, false, three, 3},
		{"the mapping asks", 60, true, slower, 6},
	} {
		if got := simulate(t, 6, []int{x.chunks}, x.asked, x.cost)[0]; got != x.want {
			t.Errorf("%s: %d workers, want %d", x.name, got, x.want)
		}
	}
	if got := simulate(t, 2, []int{20, 20}, false, slower); got[0] != 1 || got[1] != 1 {
		t.Errorf("two tables for two workers: %v", got)
	}
}
