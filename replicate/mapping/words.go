package mapping

import (
	"fmt"
	"sort"
	"strings"
)

// quoted shows text of a document in a message, shortened and without control characters.
func quoted(s string) string {
	if rs := []rune(s); len(rs) > 60 {
		s = string(rs[:57]) + "…"
	}
	return fmt.Sprintf("%q", s)
}

func contains(list []string, s string) bool {
	for _, x := range list {
		if x == s {
			return true
		}
	}
	return false
}

func keysOf[V any](m map[string]V) []string {
	var out []string
	for k := range m {
		out = append(out, k)
	}
	sort.Strings(out)
	return out
}

// list writes words as "a, b, c".
func list(words []string) string { return strings.Join(words, ", ") }

// didYouMean says what to write instead of s: the nearest word when one is near, else all of them.
func didYouMean(s string, known []string) string {
	best, dist := "", 1+len(s)/3
	for _, k := range known {
		if d := distance(strings.ToLower(s), strings.ToLower(k)); d <= dist {
			best, dist = k, d-1
		}
	}
	if best != "" {
		return "write " + best
	}
	return "write one of " + list(known)
}

// distance is the edit distance of two short words.
func distance(a, b string) int {
	prev := make([]int, len(b)+1)
	for j := range prev {
		prev[j] = j
	}
	for i := 1; i <= len(a); i++ {
		diag := prev[0]
		prev[0] = i
		for j := 1; j <= len(b); j++ {
			cost := diag
			if a[i-1] != b[j-1] {
				cost++
			}
			diag, prev[j] = prev[j], min(cost, prev[j]+1, prev[j-1]+1)
		}
	}
	return prev[len(b)]
}
