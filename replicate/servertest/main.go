package servertest

import (
	"fmt"
	"os"
	"testing"
)

// Main runs the tests of a package around servers that they share.
func Main(m *testing.M, start func(testing.TB)) {
	t := &suite{}
	code := func() int {
		defer t.end()
		start(t)
		return m.Run()
	}()
	os.Exit(code)
}

// suite stands in for a test where there is none yet.
type suite struct {
	testing.TB
	cleanups []func()
}

func (s *suite) end() {
	for i := len(s.cleanups) - 1; i >= 0; i-- {
		s.cleanups[i]()
	}
}

func (s *suite) Helper()          {}
func (s *suite) Cleanup(f func()) { s.cleanups = append(s.cleanups, f) }

func (s *suite) Fatal(args ...any) {
	fmt.Fprintln(os.Stderr, args...)
	s.end()
	os.Exit(1)
}

func (s *suite) Fatalf(format string, args ...any) { s.Fatal(fmt.Sprintf(format, args...)) }

func (s *suite) Skip(args ...any) {
	fmt.Fprintln(os.Stderr, args...)
	s.end()
	os.Exit(0)
}
