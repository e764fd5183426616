package postgres

import "io"

// relay hands bytes from a goroutine that writes to one that reads, in pieces. Unlike io.Pipe it lets the writer go on
// while the reader is busy, so that one server sends while the other takes, and wakes neither for less than a piece.
type relay struct {
	full, free chan []byte   // a piece is in one of them, in out, or in in
	gone       chan struct{} // nobody reads any more
	out        []byte        // of the writer: what is not a whole piece yet
	in, left   []byte        // of the reader: a piece, and what is left of it
	end        error         // why nothing comes behind what is in full
}

// relayPieces are on their way at a time, each of relayPiece bytes.
const (
	relayPieces = 4
	relayPiece  = 256 << 10
)

func newRelay() *relay {
	r := &relay{full: make(chan []byte, relayPieces), free: make(chan []byte, relayPieces), gone: make(chan struct{})}
	for range relayPieces {
		r.free <- nil
	}
	return r
}

// Write implements io.Writer. It waits while all pieces are on their way, and fails once nobody reads.
func (r *relay) Write(p []byte) (int, error) {
	for done := 0; ; {
		if r.out == nil {
			select {
			case b := <-r.free:
				if b == nil {
					b = make([]byte, 0, relayPiece)
				}
				r.out = b[:0]
			case <-r.gone:
				return done, errAbandoned
			}
		}
		n := min(len(p)-done, relayPiece-len(r.out))
		r.out = append(r.out, p[done:done+n]...)
		if done += n; done == len(p) && len(r.out) < relayPiece {
			return done, nil
		}
		r.pass()
		if done == len(p) {
			return done, nil
		}
	}
}

// pass gives the writer's piece to the reader; there is room for all that exist.
func (r *relay) pass() {
	r.full <- r.out
	r.out = nil
}

// finish is the writer's last word: the reader gets what was written, and then err, or io.EOF for nil.
func (r *relay) finish(err error) {
	if len(r.out) > 0 {
		r.pass()
	}
	if r.end = err; err == nil {
		r.end = io.EOF
	}
	close(r.full)
}

// Read implements io.Reader.
func (r *relay) Read(p []byte) (int, error) {
	if len(r.left) == 0 {
		if r.in != nil {
			r.free <- r.in
			r.in = nil
		}
		b, ok := <-r.full
		if !ok {
			return 0, r.end
		}
		r.in, r.left = b, b
	}
	n := copy(p, r.left)
	r.left = r.left[n:]
	return n, nil
}

// abandon is the reader's last word.
func (r *relay) abandon() { close(r.gone) }
