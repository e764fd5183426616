package oracle

import (
	"testing"

	"github.com/crosswalk-db/crosswalk/ir/diag"
)

// FuzzParse holds that no input makes the parser panic, and that errors lie in the input.
func FuzzParse(f *testing.F) {
	files, units := syntaxUnits(f)
	for i, u := range units {
		f.Add(files[i].Text[u[0]:u[1]])
	}
	f.Fuzz(func(t *testing.T, text string) {
		if len(text) > 20000 {
			return
		}
		file := diag.NewFile("fuzz.sql", text)
		tree, err := parse(file, 0, len(text))
		switch {
		case err != nil && (err.Start < 0 || err.End < err.Start || err.End > len(text)):
			t.Errorf("error at %d..%d of %d: %s", err.Start, err.End, len(text), err.Msg)
		case err != nil && err.Msg == "":
			t.Error("an error without a message")
		case err == nil && tree.Root == nil:
			t.Error("neither tree nor error")
		}
	})
}
