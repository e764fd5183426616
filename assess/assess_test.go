package assess

import (
	"bytes"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/ir/diag"
)

// object makes a table with a finding at each place where mark stands in its text.
func object(file *diag.File, name, text, mark string, c *diag.Code) ir.Object {
	start := strings.Index(file.Text, text)
	o := &ir.Table{}
	o.Name = ir.MakeQName(name)
	o.Sp = diag.Span{File: file, Start: start, End: start + len(text)}
	for i := start; ; {
		n := strings.Index(file.Text[i:start+len(text)], mark)
		if n < 0 || mark == "" {
			return o
		}
		i += n
		o.Findings.Add(c, diag.Span{File: file, Start: i, End: i + len(mark)}, "found")
		i += len(mark)
	}
}

func judgeText(text, mark string, c *diag.Code, in Input) *Report {
	f := diag.NewFile("t.sql", text)
	in.Objects = []ir.Object{object(f, "t", text, mark, c)}
	return Judge(in)
}

// TestOneMoreOfTheSame: of findings that agree in everything, one more is one new.
func TestOneMoreOfTheSame(t *testing.T) {
	a := judgeText("BEGIN purge(x); purge(x); END", "purge(x)", diag.NotConverted, Input{})
	b := judgeText("BEGIN purge(x); NULL; purge(x); purge(x); END", "purge(x)", diag.NotConverted, Input{})
	if c := Compare(b, a.Snapshot(), "a", ""); c.New != 1 || c.Fixed != 0 || c.Unchanged != 2 {
		t.Errorf("%+v", c)
	}
	if c := Compare(a, b.Snapshot(), "b", ""); c.New != 0 || c.Fixed != 1 {
		t.Errorf("the other way: %+v", c)
	}
}

func TestCompareObjects(t *testing.T) {
	f := diag.NewFile("t.sql", "CREATE TABLE a (x)\nCREATE TABLE b (y)\nCREATE TABLE c (z)\n")
	mk := func(names ...string) *Report {
		var in Input
		for i, n := range names {
			line := strings.Split(f.Text, "\n")[i]
			mark, _, bad := strings.Cut(n, "!")
			o := object(f, mark, line, map[bool]string{true: "TABLE", false: ""}[bad], diag.NotConverted)
			in.Objects = append(in.Objects, o)
		}
		return Judge(in)
	}
	head := mk("a!", "renamed", "c")
	c := Compare(head, mk("a", "b", "c!").Snapshot(), "base", "")
	if c.Worse != 1 || c.Better != 1 || c.Added != 0 || len(c.Lost) != 0 {
		t.Errorf("%+v", c)
	}
	if o := head.Objects[0]; o.Change != Worse || o.Was != Green {
		t.Errorf("a: %s, was %s", o.Change, o.Was)
	}
	if o := head.Objects[1]; o.Change != Unchanged {
		t.Errorf("a table with another name and the same code is %s", o.Change)
	}
	two := mk("a", "x")
	if c := Compare(two, mk("a", "b", "c").Snapshot(), "base", ""); len(c.Lost) != 1 || c.Lost[0].Name != "C" {
		t.Errorf("lost: %+v", c.Lost)
	}
	if why := Fails([]Gate{FailLost, FailNewRed}, two); len(why) != 1 || !strings.HasPrefix(why[0], "lost: 1 ") {
		t.Errorf("gates: %v", why)
	}
	if why := Fails([]Gate{FailRed, FailYellow, FailNewRed, FailNewYellow}, head); len(why) != 4 {
		t.Errorf("gates: %v", why)
	}
}

func TestBaselineRoundTrip(t *testing.T) {
	r := judgeText("CREATE TABLE t (a x)", "a x", diag.NotConverted, Input{})
	r.Input = []Finding{{Code: "CW3001", Severity: "yellow", Fingerprint: "f"}}
	for _, rep := range []*Report{r, {Tool: "crosswalk", SchemaVersion: 1}} {
		var b bytes.Buffer
		if err := rep.Snapshot().Write(&b); err != nil {
			t.Fatal(err)
		}
		s, err := ReadSnapshot(&b)
		if err != nil {
			t.Fatal(err)
		}
		if len(s.Objects) != len(rep.Objects) || len(s.Input) != len(rep.Input) {
			t.Errorf("read %d objects, %d of the input", len(s.Objects), len(s.Input))
		}
		if c := Compare(rep, s, "x", ""); c.New+c.Fixed+len(c.Lost)+c.Added != 0 {
			t.Errorf("a report differs from its own baseline: %+v", c)
		}
	}
}

func TestForeignBaselines(t *testing.T) {
	for text, want := range map[string]string{
		"":                    "not JSON",
		"[]":                  "not JSON",
		`{"version":"2.1.0"}`: "did not write it",
		`{"tool":"crosswalk","document":"plan","schemaVersion":1}`:                    "did not write it",
		`{"tool":"crosswalk","document":"baseline"}`:                                  "has no version",
		`{"tool":"crosswalk","document":"baseline","schemaVersion":2}`:                "version 2, this Crosswalk reads up to 1",
		`{"tool":"crosswalk","document":"baseline","schemaVersion":1,"objects":[{}]}`: "has no id",
		`{"tool":"crosswalk","document":"baseline","schemaVersion":1,"objects":7}`:    "make it again",
	} {
		_, err := ReadSnapshot(strings.NewReader(text))
		if !errors.Is(err, ErrBaseline) || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %q", text, err, want)
		}
	}
}

func TestEffort(t *testing.T) {
	each, learn := 100, 1000
	in := Input{Effort: EffortModel{Codes: map[string]Minutes{diag.NotConverted.ID: {Learn: &learn, Each: &each}}}}
	text := "CREATE TABLE t (a x, b x, c x)"
	r := judgeText(text, " x", diag.NotConverted, in)
	if o := r.Objects[0]; o.EffortMinutes != 300 || o.Complexity != Complex || r.Totals.EffortMinutes != 1300 || r.Totals.LearnMinutes != 1000 {
		t.Errorf("%d minutes, %s, totals %+v", o.EffortMinutes, o.Complexity, r.Totals)
	}
	in.Effort.Complex, in.Effort.Medium = 400, 200
	if o := judgeText(text, " x", diag.NotConverted, in).Objects[0]; o.Complexity != Medium {
		t.Errorf("%s", o.Complexity)
	}
	in.Rules = []Rule{{Codes: []string{diag.NotConverted.ID}, Reason: "r", Owner: "o"}}
	r = judgeText(text, " x", diag.NotConverted, in)
	if o := r.Objects[0]; o.EffortMinutes != 0 || !o.Accepted || o.Status != Red || o.Complexity != Automatic || r.Totals.EffortMinutes != 0 || r.Totals.Suppressed != 3 {
		t.Errorf("suppressed: %+v, %+v", o, r.Totals)
	}
	if why := Fails([]Gate{FailRed, FailYellow}, r); len(why) != 0 {
		t.Errorf("what is accepted fails a gate: %v", why)
	}
}

func TestExpiry(t *testing.T) {
	rule := Rule{Codes: []string{diag.NotConverted.ID}, Reason: "r", Until: time.Date(2026, 5, 31, 0, 0, 0, 0, time.UTC)}
	for now, want := range map[time.Time]string{
		time.Date(2026, 5, 31, 23, 59, 0, 0, time.UTC): "active",
		time.Date(2026, 6, 1, 0, 0, 1, 0, time.UTC):    "expired",
	} {
		r := judgeText("CREATE TABLE t (a x)", " x", diag.NotConverted, Input{Rules: []Rule{rule}, Now: now})
		if got := r.Suppressions[0].State; got != want || (r.Objects[0].Findings[0].Suppressed == nil) != (want == "expired") {
			t.Errorf("at %v: %s", now, got)
		}
	}
}

func TestDirectives(t *testing.T) {
	for text, want := range map[string]string{
		"-- just a comment":                                         "",
		"-- crosswalk:ignore CW1200 the reason":                     "CW1200 until - by : the reason",
		"/* crosswalk:ignore CW1200,CW1101 owner=me two\nlines */":  "CW1200 CW1101 until - by me: two lines",
		"--crosswalk:ignore CW1200 until=2030-01-31 owner=x why =y": "CW1200 until 2030-01-31 by x: why =y",
		"-- crosswalk:ignore-file CW1200 all of it":                 "file CW1200 until - by : all of it",
		"-- crosswalk:ignore":                                       "CW3000",
		"-- crosswalk:ignore CW0":                                   "CW3000",
		"-- crosswalk:ignore CW1200 until=tomorrow x":               "CW3000",
		"-- crosswalk:ignore CW1200 until=2030-02-31 x":             "CW3000",
		"-- crosswalk:ignored CW1200 x":                             "CW3000",
		"-- crosswalk:ignore CW1200":                                "CW3003",
		"-- crosswalk:ignore CW1200 owner=me":                       "CW3003",
	} {
		r, whole, wrong, _ := parseDirective(text)
		got := ""
		switch {
		case r == nil:
		case wrong != nil:
			got = wrong.ID
		default:
			until := "-"
			if !r.Until.IsZero() {
				until = r.Until.Format("2006-01-02")
			}
			got = strings.Join(r.Codes, " ") + " until " + until + " by " + r.Owner + ": " + r.Reason
			if whole {
				got = "file " + got
			}
		}
		if got != want {
			t.Errorf("%s: %q, want %q", text, got, want)
		}
	}
}

func TestScope(t *testing.T) {
	f := diag.NewFile("db/hr/tables/emp.sql", "CREATE TABLE emp (x)")
	o := object(f, "emp", f.Text, "", nil)
	o.Obj().Schema = ir.MakeName("hr")
	for _, c := range []struct {
		scope Scope
		want  bool
	}{
		{Scope{}, true}, {Scope{Paths: []string{"db/**"}}, true}, {Scope{Paths: []string{"db/hr"}}, true}, {Scope{Paths: []string{"**/emp.sql"}}, true},
		{Scope{Paths: []string{"db/*/tables/*.sql"}}, true}, {Scope{Paths: []string{"db/*"}}, false}, {Scope{Paths: []string{"x", "db/hr/"}}, true},
		{Scope{Schemas: []string{"hr"}}, true}, {Scope{Schemas: []string{"sales"}}, false}, {Scope{Kinds: []string{"TABLE"}}, true},
		{Scope{Kinds: []string{"view"}}, false}, {Scope{Objects: []string{"HR.E*"}}, true}, {Scope{Objects: []string{"emp"}}, true},
		{Scope{Objects: []string{"em"}}, false}, {Scope{Kinds: []string{"table"}, Schemas: []string{"x"}}, false},
	} {
		if got := c.scope.Holds(o); got != c.want {
			t.Errorf("%+v: %v", c.scope, got)
		}
	}
}
