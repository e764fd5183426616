package servertest

import (
	"fmt"
	"os"
	"testing"
)

// Main runs the tests of a package around servers that they share.
func Main(m *testing.M, start func(testing.TB)) {
	t := &Suite{}
	code := func() int {
		defer t.End()
		start(t)
		return m.Run()
	}()
	os.Exit(code)
}

// Suite stands in for a test where there is none: for what all tests of a package share. A failure ends the test binary.
type Suite struct {
	testing.TB
	cleanups []func()
}

// End does what Cleanup was told, last first.
func (s *Suite) End() {
	for i := len(s.cleanups) - 1; i >= 0; i-- {
		s.cleanups[i]()
	}
	s.cleanups = nil
}

func (s *Suite) Helper()          {}
func (s *Suite) Cleanup(f func()) { s.cleanups = append(s.cleanups, f) }

func (s *Suite) Fatal(args ...any) {
	fmt.Fprintln(os.Stderr, append([]any{"set-up failed:"}, args...)...)
	s.End()
	os.Exit(1)
}

func (s *Suite) Fatalf(format string, args ...any) { s.Fatal(fmt.Sprintf(format, args...)) }

func (s *Suite) Skip(args ...any) {
	fmt.Fprintln(os.Stderr, args...)
	s.End()
	os.Exit(0)
}
