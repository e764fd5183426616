package config

import (
	"strings"
	"testing"
)

func TestParse(t *testing.T) {
	c, err := Parse("c.yaml", []byte("target:\n  version: 16\nnames:\n  schemas: {hr: people}\ntypes:\n  overrides:\n    - {source: NUMBER, target: numeric}\n"))
	if err != nil {
		t.Fatal(err)
	}
	o := c.Emit()
	if o.Version != 16 || o.Schemas["HR"] != "people" || len(o.Types) != 1 {
		t.Errorf("options %+v", o)
	}
}

func TestParseErrors(t *testing.T) {
	for text, want := range map[string]string{
		"target:\n  version: 15\n  vresion: 3\n":       "c.yaml: line 3: unknown key vresion",
		"target:\n  version: 12\n":                     "target.version: 12 is not one of 13 to 17",
		"failOn: green\n":                              `failOn: "green" is not one of new-red, red, yellow, new-yellow, lost`,
		"types:\n  overrides:\n    - {target: text}\n": "types.overrides[0]: needs target",
		"exclude: 3\n":                                 "line 1",
		"a: [\n":                                       "c.yaml:",
	} {
		if _, err := Parse("c.yaml", []byte(text)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: got %v, want %q", text, err, want)
		}
	}
	if _, err := Parse("c.yaml", nil); err != nil {
		t.Errorf("empty file: %v", err)
	}
}
