package replicate

import "time"

// A table of fewer chunks than these is loaded by one worker: before two could show that they are faster it is there.
// Where a chunk takes longer than helpHeavy, what takes the time is the work on its rows (many columns, values out of line),
// which workers share, and each chunk counts.
const (
	helpFrom  = 8
	helpHeavy = 3 * time.Second
)

// A worker more has to bring this much more rows per second to a table, or it goes.
const helpPays = 1.1

// pace tells how many workers load one table at a time. Two in one table are not always faster than one: they wait for
// each other (before version 16 PostgreSQL adds pages to a table under one lock, and looks for those that it added in
// surplus), they mix what the source has in order, and on few processors one worker keeps source and target busy. So one
// more is let in when the rate without it is known, and stays when the rate with it is better.
type pace struct {
	asked   bool // segments that the mapping asks for: no question
	workers int
	since   time.Time // when there came to be this many
	chunks  int       // begun and loaded since
	bytes   int64
	spent   time.Duration // on them, by all workers
	before  float64       // bytes per second with one worker less
	most    int           // as many pay; 0 when that is not known
}

type help int

const (
	helpNo help = iota
	helpYes
	helpUnknown
)

// helps tells whether a worker more would help with a table of which a number of chunks is left.
func (p *pace) helps(left int) help {
	switch {
	case p.asked:
		return helpYes
	case left == 0 || p.most > 0 && p.workers >= p.most || p.slow():
		return helpNo
	case p.chunks < p.workers:
		return helpUnknown
	case left < helpFrom && p.spent < helpHeavy*time.Duration(p.chunks):
		return helpNo
	}
	return helpYes
}

// excess tells that the last worker that came does not pay.
func (p *pace) excess() bool { return !p.asked && (p.most > 0 && p.workers > p.most || p.slow()) }

func (p *pace) slow() bool {
	return p.before > 0 && p.chunks >= p.workers && p.rate() < helpPays*p.before
}

// rate is in bytes per second, of all workers.
func (p *pace) rate() float64 {
	return float64(p.bytes) / max(p.spent.Seconds(), 1e-9) * float64(p.workers)
}

func (p *pace) join(now time.Time) {
	before := 0.0
	if p.workers > 0 && p.chunks > 0 {
		before = p.rate()
	}
	p.count(p.workers+1, before, now)
}

func (p *pace) leave(now time.Time) {
	if p.excess() && p.most == 0 {
		p.most = p.workers - 1
	}
	p.count(p.workers-1, 0, now)
}

func (p *pace) count(workers int, before float64, now time.Time) {
	p.workers, p.before, p.since = workers, before, now
	p.chunks, p.bytes, p.spent = 0, 0, 0
}

// loaded takes note of a chunk; one that began with another number of workers tells nothing.
func (p *pace) loaded(bytes int64, began, now time.Time) {
	if began.Before(p.since) {
		return
	}
	p.chunks++
	p.bytes += max(bytes, 1)
	p.spent += now.Sub(began)
}
