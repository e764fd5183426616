// Command prove measures conversions: it converts each folder as a plain run does and once more with a real server,
// and compares the two. What the plain run calls green or yellow and the server makes red is a lie of the plain run;
// their number must be 0.
//
//	go run ./cmd/prove [-encoding latin1] [-list | -red] NAME=FOLDER...
//
// prove -outputs FOLDER compares what converted scripts give with what a server of Transact-SQL gave; see outputs.go.
//
// It prints a row of docs/proof.md for each folder; with -list each of those objects with what the server said; with
// -red the findings that made objects red, the most frequent first.
package main

import (
	"cmp"
	"context"
	"flag"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/crosswalk-db/crosswalk/assess"
	"github.com/crosswalk-db/crosswalk/cmd/pipeline"
	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/ir/diag"
)

func main() {
	encoding := flag.String("encoding", "", "encoding of the files")
	list := flag.Bool("list", false, "print each green or yellow object that the server refuses, with its message")
	reds := flag.Bool("red", false, "print the findings that make objects red, by frequency, with an example each")
	from := flag.String("from", "oracle", "source dialect")
	outputs := flag.String("outputs", "", "compare with the stored outputs of this folder; see outputs.go")
	only := flag.String("only", "", "with -outputs: a regular expression for the names of the files")
	flag.Parse()
	if *outputs != "" {
		same, err := proveOutputs(context.Background(), *outputs, *only, *list, os.Stdout)
		if err != nil {
			fmt.Fprintln(os.Stderr, "prove:", err)
			os.Exit(2)
		}
		if !same {
			os.Exit(1)
		}
		return
	}
	if flag.NArg() == 0 {
		fmt.Fprintln(os.Stderr, "prove: name at least one folder, as hr=path/to/hr")
		os.Exit(2)
	}
	fmt.Println(header)
	lied, failed := false, false
	for _, arg := range flag.Args() {
		m, err := measure(arg, pipeline.Options{From: ir.Dialect(*from), To: "postgres", Encoding: *encoding})
		if err != nil {
			fmt.Fprintf(os.Stderr, "prove: %s: %v\n", arg, err)
			failed = true
			continue
		}
		m.row(os.Stdout)
		lied = lied || len(m.lies) > 0
		if *list {
			m.list(os.Stdout)
		}
		if *reds {
			m.causes(os.Stdout)
		}
	}
	switch {
	case failed:
		os.Exit(2)
	case lied:
		os.Exit(1)
	}
}

const header = `| repository | objects | green | yellow | red | dropped | loaded | bodies checked | green that failed | yellow that failed | seconds |
|---|---|---|---|---|---|---|---|---|---|---|`

// measurement is one folder, converted both ways.
type measurement struct {
	name     string
	verified *assess.Report
	seconds  float64 // of the plain run
	lies     []lie
}

// lie is an object that the plain run gave better than the server did.
type lie struct {
	plain  assess.Status
	object assess.Object // as the run with the server has it
}

func measure(arg string, o pipeline.Options) (*measurement, error) {
	name, folder, ok := strings.Cut(arg, "=")
	if !ok {
		folder = name
	}
	o.Paths = []string{folder}
	start := time.Now()
	plain, err := pipeline.Run(context.Background(), o)
	if err != nil {
		return nil, err
	}
	m := &measurement{name: name, seconds: time.Since(start).Seconds()}
	o.Verify = true
	verified, err := pipeline.Run(context.Background(), o)
	if err != nil {
		return nil, err
	}
	m.verified = verified.Report
	m.lies = compare(plain.Report, verified.Report)
	return m, nil
}

// compare pairs the objects of two reports of the same sources, which have them in the same order.
func compare(plain, verified *assess.Report) []lie {
	var lies []lie
	for i, v := range verified.Objects {
		p := plain.Objects[i]
		failed := v.Status == assess.Red || has(v, diag.KeyNotLoaded)
		if failed && (p.Status == assess.Green || p.Status == assess.Yellow) {
			lies = append(lies, lie{p.Status, v})
		}
	}
	return lies
}

// has tells whether the object has a finding of the code. A foreign key that the server refused is left out of the
// installation and makes its table yellow only.
func has(o assess.Object, c *diag.Code) bool {
	return slices.ContainsFunc(o.Findings, func(f assess.Finding) bool { return f.Code == c.ID })
}

func (m *measurement) count(s assess.Status) int {
	n := 0
	for _, l := range m.lies {
		if l.plain == s {
			n++
		}
	}
	return n
}

func (m *measurement) row(w io.Writer) {
	t := m.verified.Totals
	loaded, checked := 0, 0
	for _, o := range m.verified.Objects {
		if l := o.Proof.Loaded; l != nil && *l {
			loaded++
		}
		if c := o.Proof.Checked; c != nil && *c {
			checked++
		}
	}
	fmt.Fprintf(w, "| %s | %d | %d | %d | %d | %d | %d | %d | %d | %d | %.2f |\n", m.name, t.Objects, t.Green, t.Yellow, t.Red, t.Dropped,
		loaded, checked, m.count(assess.Green), m.count(assess.Yellow), m.seconds)
}

func (m *measurement) list(w io.Writer) {
	for _, l := range m.lies {
		o := l.object
		fmt.Fprintf(w, "%s: %s %s (%s:%d)\n", l.plain, o.Kind, o.Name, o.Source.File, o.Source.Line)
		for _, f := range o.Findings {
			if f.Severity == diag.Red.String() || f.Code == diag.KeyNotLoaded.ID {
				fmt.Fprintf(w, "    %s %d:%d %s\n", f.Code, f.Line, f.Column, oneLine(f.Message))
			}
		}
	}
}

// causes prints what made objects red. An object counts once for a code and message.
func (m *measurement) causes(w io.Writer) {
	type cause struct {
		text, at string
		n        int
	}
	byText := map[string]*cause{}
	for _, o := range m.verified.Objects {
		seen := map[string]bool{}
		for _, f := range o.Findings {
			text := f.Code + " " + oneLine(f.Message)
			if f.Severity != diag.Red.String() || seen[text] {
				continue
			}
			seen[text] = true
			if byText[text] == nil {
				byText[text] = &cause{text: text, at: fmt.Sprintf("%s:%d", cmp.Or(f.File, o.Source.File), f.Line)}
			}
			byText[text].n++
		}
	}
	var all []*cause
	for _, c := range byText {
		all = append(all, c)
	}
	slices.SortFunc(all, func(a, b *cause) int { return cmp.Or(b.n-a.n, cmp.Compare(a.text, b.text)) })
	for _, c := range all {
		fmt.Fprintf(w, "%5d %s (%s)\n", c.n, c.text, c.at)
	}
}

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }
