package diag

import (
	"strings"
	"testing"
)

// TestRedCodesShowTheWayOut: each red code names what of the target it is rewritten with, and shows the rewrite's shape.
func TestRedCodesShowTheWayOut(t *testing.T) {
	for _, c := range All() {
		if c.Severity != Red {
			continue
		}
		if c.Feature == "" || strings.HasSuffix(c.Feature, ".") {
			t.Errorf("%s: Feature must name what of the target to rewrite it with, as a noun phrase: %q", c.ID, c.Feature)
		}
		if strings.TrimSpace(c.Rewrite) == "" {
			t.Errorf("%s: Rewrite must show the shape of the rewrite", c.ID)
		}
		if c.Class != Fails {
			t.Errorf("%s: a red finding is not converted, so its class is Fails", c.ID)
		}
	}
}
