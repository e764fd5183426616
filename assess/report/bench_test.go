package report

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/crosswalk-db/crosswalk/assess"
)

// largeDocument has n objects with about 40 lines of code each on both sides, every third with a finding. The code is
// made of words drawn by chance, so that it compresses no better than real code does.
func largeDocument(n int) *Document {
	r := rand.New(rand.NewPCG(1, 2))
	words := make([]string, 4000)
	for i := range words {
		b := make([]byte, 4+r.IntN(14))
		for j := range b {
			b[j] = byte('a' + r.IntN(26))
		}
		words[i] = string(b)
	}
	word := func() string { return words[int(float64(len(words))*r.Float64()*r.Float64())] }
	code := func(head, number string) string {
		var b strings.Builder
		b.WriteString(head + "\n")
		for range 38 {
			switch r.IntN(4) {
			case 0:
				fmt.Fprintf(&b, "  v_%s := nvl(%s.%s, %d);\n", word(), word(), word(), r.IntN(1000))
			case 1:
				fmt.Fprintf(&b, "  IF v_%s > %d THEN -- %s %s %s\n    NULL;\n  END IF;\n", word(), r.IntN(100), word(), word(), word())
			case 2:
				fmt.Fprintf(&b, "  SELECT %s, %s INTO v_%s FROM %s WHERE %s = '%s';\n", word(), word(), word(), word(), word(), word())
			default:
				fmt.Fprintf(&b, "  v_%s %s;\n", word(), number)
			}
		}
		return b.String() + "END;\n"
	}
	d := sampleDocument(1)
	d.Objects = d.Objects[:2]
	for i := len(d.Objects); i < n; i++ {
		o := assess.Object{ID: fmt.Sprintf("%012x%020x", i, r.Uint64()), Name: fmt.Sprintf("APP.%s_%d", strings.ToUpper(word()), i), Kind: []string{"procedure", "function", "table", "view"}[i%4],
			Status: assess.Green, Complexity: assess.Automatic, Findings: []assess.Finding{}}
		file := fmt.Sprintf("schema/%s/%s_%d.sql", o.Kind, word(), i)
		out := fmt.Sprintf("%ss/%d.sql", o.Kind, i)
		d.Sources[file], d.Outputs[out] = code("CREATE "+o.Kind+" x IS", "NUMBER(9)"), code("CREATE "+o.Kind+" x", "integer")
		o.Source = assess.Place{File: file, Line: 1, EndLine: strings.Count(d.Sources[file], "\n")}
		o.Target = []assess.Place{{File: out, Line: 1, EndLine: strings.Count(d.Outputs[out], "\n")}}
		for l := 2; l < 38; l += 2 {
			o.Lines = append(o.Lines, assess.LineLink{Source: l, Target: l})
		}
		if i%3 == 0 {
			o.Status, o.Class, o.Complexity, o.EffortMinutes = assess.Yellow, "differs", assess.Simple, 2
			f := d.Objects[0].Findings[0]
			f.Fingerprint = fmt.Sprint(i)
			o.Findings = []assess.Finding{f}
		}
		d.Objects = append(d.Objects, o)
	}
	return d
}

// BenchmarkPage writes the page of 20,000 objects and opens it in Chromium: it must stay under 30 MB, and be ready and
// filter in under a second.
func BenchmarkPage(b *testing.B) {
	d := largeDocument(20000)
	file := filepath.Join(b.TempDir(), "large.html")
	for b.Loop() {
		writeTo(b, file, HTML, d)
	}
	info, err := os.Stat(file)
	if err != nil {
		b.Fatal(err)
	}
	mb := float64(info.Size()) / 1e6
	b.ReportMetric(mb, "MB")
	if mb >= 30 {
		b.Errorf("the page has %.1f MB", mb)
	}
	s := browse(b, file, map[string]string{"search": d.Objects[12345].Name, "kind": "view", "code": "CW1200", "file": "schema/view/", "object": d.Objects[12345].Name})
	b.ReportMetric(s.ReadyMs, "ready-ms")
	b.ReportMetric(s.ReadyCPUMs, "ready-cpu-ms")
	b.ReportMetric(s.LoadedMs, "loaded-ms")
	b.ReportMetric(s.FilterMs, "filter-ms")
	if s.Counts["all"] != 20000 || s.Counts["search"] != 1 || s.RowsDrawn > 100 {
		b.Errorf("%+v, %d rows drawn", s.Counts, s.RowsDrawn)
	}
	if s.ReadyMs >= 1000 || s.FilterMs >= 1000 {
		b.Errorf("ready after %.0f ms (%.0f ms of processor time), filtered after %.0f ms", s.ReadyMs, s.ReadyCPUMs, s.FilterMs)
	}
}

// TestPageStaysSmall: a schema whose code would make the page too large has its least interesting code left out.
func TestPageStaysSmall(t *testing.T) {
	d := largeDocument(3000)
	built := newBuild(d)
	for i := range d.Objects {
		built.object(&d.Objects[i])
	}
	packed, err := pack(built.blocks)
	if err != nil {
		t.Fatal(err)
	}
	total := 0
	for _, p := range packed {
		total += len(p)
	}
	left, err := built.shrink(packed, total/2)
	if err != nil {
		t.Fatal(err)
	}
	after := 0
	for _, p := range packed {
		after += len(p)
	}
	if after > total/2 || left == 0 || left == len(d.Objects) {
		t.Errorf("%d bytes became %d, %d objects lost their code", total, after, left)
	}
}
