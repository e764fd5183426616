package postgres

import (
	"bytes"
	"errors"
	"io"
	"math/rand/v2"
	"testing"
	"testing/iotest"
)

// written feeds a relay with pieces of random lengths, and gives all of it.
func written(r *relay, rnd *rand.Rand, n int) []byte {
	all := make([]byte, n)
	for i := range all {
		all[i] = byte(rnd.Uint32())
	}
	go func() {
		for rest := all; len(rest) > 0; {
			k := min(len(rest), rnd.IntN(3*relayPiece/2))
			if _, err := r.Write(rest[:k]); err != nil {
				r.finish(err)
				return
			}
			rest = rest[k:]
		}
		r.finish(nil)
	}()
	return all
}

func TestRelay(t *testing.T) {
	for seed := range uint64(20) {
		rnd := rand.New(rand.NewPCG(seed, 1))
		for _, n := range []int{0, 1, relayPiece - 1, relayPiece, relayPiece + 1, 7 * relayPiece, rnd.IntN(20 * relayPiece)} {
			r := newRelay()
			all := written(r, rnd, n)
			got, err := io.ReadAll(iotest.HalfReader(r))
			if err != nil || !bytes.Equal(got, all) {
				t.Fatalf("seed %d: of %d bytes %d came, %v", seed, n, len(got), err)
			}
		}
	}
}

// What was written before an error is read before it.
func TestRelayError(t *testing.T) {
	r, broken := newRelay(), errors.New("broken")
	_, _ = r.Write([]byte("abc"))
	r.finish(broken)
	got, err := io.ReadAll(r)
	if string(got) != "abc" || !errors.Is(err, broken) {
		t.Errorf("%q, %v", got, err)
	}
}

// A writer whose reader is gone does not wait for it.
func TestRelayAbandoned(t *testing.T) {
	r := newRelay()
	done := make(chan error)
	go func() {
		_, err := r.Write(make([]byte, 3*relayPieces*relayPiece))
		r.finish(err)
		done <- err
	}()
	_, _ = r.Read(make([]byte, 10))
	r.abandon()
	if err := <-done; !errors.Is(err, errAbandoned) {
		t.Error(err)
	}
}
