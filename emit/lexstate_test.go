package emit

import (
	"testing"

	"pgregory.net/rapid"
)

// skip and feed are two ways to the same state, wherever a text is cut.
func TestSkipIsFeed(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var one, all lexState
		for _, s := range rapid.SliceOf(rapid.StringMatching(`[-a'"*/\n ]*`)).Draw(t, "pieces") {
			for i := 0; i < len(s); i++ {
				one.feed(s[i])
			}
			all.skip(s)
			if one != all {
				t.Fatalf("behind %q: %+v by feed, %+v by skip", s, one, all)
			}
		}
	})
}
