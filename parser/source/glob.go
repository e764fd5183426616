package source

import (
	"fmt"
	"path"
	"strings"
)

// Excluder matches names against path patterns. In a pattern `*` and `?` stand for
// characters other than a slash, `[a-z]` for one of a set, `**` for any number of folders.
// A pattern without a slash matches a file or folder of that name at any depth; one with
// a slash matches from the start, and what it matches is excluded with all below it.
type Excluder struct{ patterns [][]string }

// NewExcluder checks the patterns.
func NewExcluder(patterns []string) (*Excluder, error) {
	x := &Excluder{}
	for _, p := range patterns {
		clean := strings.TrimPrefix(strings.ReplaceAll(strings.TrimSpace(p), `\`, "/"), "./")
		if clean == "" {
			continue
		}
		if _, err := path.Match(clean, ""); err != nil {
			return nil, fmt.Errorf("exclude pattern %q: unclosed [", p)
		}
		rooted := strings.HasPrefix(clean, "/") || strings.Contains(strings.TrimSuffix(clean, "/"), "/")
		parts := strings.Split(strings.Trim(clean, "/"), "/")
		if !rooted {
			parts = append([]string{"**"}, parts...)
		}
		x.patterns = append(x.patterns, parts)
	}
	return x, nil
}

// Match tells whether a slash separated name is excluded.
func (x *Excluder) Match(name string) bool {
	if x == nil || len(x.patterns) == 0 {
		return false
	}
	parts := strings.Split(strings.Trim(name, "/"), "/")
	for _, p := range x.patterns {
		if matchParts(p, parts) {
			return true
		}
	}
	return false
}

// matchParts matches a pattern with a whole name or with one of its parents. reach holds
// which lengths of the name the pattern so far can stand for, so that `**/**/**` costs no
// more than its length.
func matchParts(pattern, name []string) bool {
	reach := make([]bool, len(name)+1)
	reach[0] = true
	for _, p := range pattern {
		next := make([]bool, len(name)+1)
		if p == "**" {
			on := false
			for i := range reach {
				on = on || reach[i]
				next[i] = on
			}
		} else {
			for i, n := range name {
				if reach[i] {
					next[i+1], _ = path.Match(p, n)
				}
			}
		}
		reach = next
	}
	for i := 1; i < len(reach); i++ {
		if reach[i] {
			return true
		}
	}
	return false
}
