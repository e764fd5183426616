package postgres

import (
	"fmt"
	"regexp"
	"strings"
	"testing"
)

// TestStateOf holds that the run-time library knows the same SQLSTATEs for error numbers as the compiler.
func TestStateOf(t *testing.T) {
	got := map[string]string{}
	for _, m := range regexp.MustCompile(`WHEN code IN \(([^)]*)\) THEN '(\w+)'`).FindAllStringSubmatch(runtimeSource("state_of"), -1) {
		for _, n := range strings.Split(m[1], ", ") {
			got[n] = m[2]
		}
	}
	for code, state := range oraStates {
		if got[fmt.Sprint(code)] != state {
			t.Errorf("%d is %q in the run-time library, not %q", code, got[fmt.Sprint(code)], state)
		}
	}
	if len(got) != len(oraStates) {
		t.Errorf("%d numbers in the run-time library, %d in the compiler", len(got), len(oraStates))
	}
}
