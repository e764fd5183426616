package tsql

import (
	"slices"
	"testing"
)

// TestIsCondition: what may stand in parentheses behind "not chosen OR" is one condition, without an OR that would bind otherwise, and
// without a clause.
func TestIsCondition(t *testing.T) {
	for text, want := range map[string]bool{
		"a = 1":                                     true,
		"a = 1 AND b BETWEEN 2 AND 3":               true,
		"(a = 1 OR b = 2)":                          true,
		"CASE WHEN a = 1 THEN 2 ELSE 3 END = @x":    true,
		"[or] = ' or ' AND f(a, b) IN (1, 2)":       true,
		"EXISTS (SELECT 1 FROM t WHERE t.a = 1)":    true,
		"a = 1 OR b = 2":                            false,
		"a = 1 ORDER BY b":                          false,
		"a = 1) AND (b = 2":                         false,
		"a = (1":                                    false,
		"a = 1, b = 2":                              false,
		"a = 1 -- more":                             false,
		"a = 1; DELETE t":                           false,
		"CASE WHEN a = 1 THEN 2 END OR b = 1":       false,
		"a = 1 GROUP BY CASE WHEN b = 1 THEN 2 END": false,
	} {
		if got := isCondition(text); got != want {
			t.Errorf("%s: %v, want %v", text, got, want)
		}
	}
}

func TestNameParts(t *testing.T) {
	for text, want := range map[string][]string{
		"c": {"c"}, "t.c": {"t", "c"}, "[a.b].[c d]": {"[a.b]", "[c d]"}, "@v": {"@v"}, "dbo.t . c": {"dbo", "t", "c"},
	} {
		if got := nameParts(text); !slices.Equal(got, want) {
			t.Errorf("%s: %q, want %q", text, got, want)
		}
	}
}
