package report

import (
	"fmt"
	"io"
	"strings"

	"github.com/crosswalk-db/crosswalk/assess"
	"github.com/crosswalk-db/crosswalk/ir/diag"
)

// maxMarkdown is how long the Markdown report may be: a comment on GitHub takes 65,536 characters, and whoever posts it
// may put something around it. Bytes are counted, which are never fewer.
const maxMarkdown = 59000

// mdDoc is a Markdown text with a limit. Sections ask for room and say what they had to leave out.
type mdDoc struct {
	strings.Builder
	d *Document
}

func (m *mdDoc) line(format string, args ...any) { fmt.Fprintf(m, format+"\n", args...) }

// items writes as many items as fit into the section's share of the room, and says how many more there are.
func (m *mdDoc) items(room int, items []string, what string) {
	end := min(m.Len()+room, maxMarkdown-400)
	for i, s := range items {
		if m.Len()+len(s)+1 > end {
			m.line("")
			m.line("*… %s more %s are not shown here; the full report has them.*", group(len(items)-i), what)
			return
		}
		m.line("%s", s)
	}
}

// Markdown writes the report as a comment on a pull request: totals with what changed, what became worse and better,
// then findings by code; with a base only new ones.
func Markdown(w io.Writer, d *Document) error {
	m := &mdDoc{d: d}
	m.line("## Crosswalk: %s to %s", engineName(d.Source), engineName(d.Target))
	m.line("")
	m.gates()
	m.classes()
	m.facts()
	if d.Base != nil {
		m.changes()
	}
	m.findings()
	m.input()
	m.suppressed()
	m.closing()
	_, err := io.WriteString(w, m.String())
	return err
}

func (m *mdDoc) gates() {
	if len(m.d.Failed) == 0 {
		return
	}
	m.line("> **This does not pass.** %s", mdText(strings.Join(m.d.Failed, "; ")))
	m.line("")
}

var mdMark = map[assess.Status]string{assess.Green: "🟢", assess.Yellow: "🟡", assess.Red: "🔴"}

// classes writes the three classes, in the words of the schema assessments that people know.
func (m *mdDoc) classes() {
	b := m.d.Base
	head, rule := "| Category | Objects |", "|---|---:|"
	if b != nil {
		head, rule = head+" Change |", rule+"---:|"
	}
	m.line("%s Description | Action required |", head)
	m.line("%s---|---|", rule)
	for _, c := range m.d.Classes {
		change := ""
		if b != nil {
			change = " " + delta(c.Objects-map[assess.Status]int{assess.Green: b.Totals.Green, assess.Yellow: b.Totals.Yellow,
				assess.Red: b.Totals.Red}[c.Status]) + " |"
		}
		m.line("| %s **%s** (%s) | %s |%s %s | %s |", mdMark[c.Status], title(string(c.Status)), c.Title, group(c.Objects), change,
			c.Description, c.Action)
	}
	m.line("")
}

func title(s string) string { return strings.ToUpper(s[:1]) + s[1:] }

func delta(n int) string {
	if n == 0 {
		return "±0"
	}
	return fmt.Sprintf("%+d", n)
}

// group writes a number with a comma between thousands.
func group(n int) string {
	s := itoa(n)
	for i := len(s) - 3; i > 0 && s[i-1] != '-'; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

func (m *mdDoc) facts() {
	t, a := m.d.Totals, m.d.Accounting
	m.line("%s objects, %s lines. **%s will fail** when loaded or called, **%s load but may behave differently**. Effort: about **%s**.",
		group(t.Objects), group(t.Lines), group(t.Fails), group(t.Differs), Duration(t.EffortMinutes))
	if t.Suppressed > 0 {
		m.line("%s findings are suppressed, %s objects accepted with them.", group(t.Suppressed), group(t.Accepted))
	}
	if t.Dropped > 0 {
		m.line("%s objects are left out on purpose, each with its reason.", group(t.Dropped))
	}
	balance := "each has an outcome"
	if !a.Balanced() {
		balance = fmt.Sprintf("**%s have no outcome: that is a defect of Crosswalk**", group(a.Unaccounted))
	}
	m.line("The source has %s statements: %s (%s in the report, %s joined with their neighbours, %s folded into what they change).",
		group(a.Statements), balance, group(a.Reported), group(a.Joined), group(a.Folded))
	m.line("")
}

func (m *mdDoc) changes() {
	b := m.d.Base
	ref := mdCode(b.Ref)
	if b.Commit != "" {
		ref += " (" + mdCode(limitRunes(b.Commit, 12)) + ")"
	}
	m.line("Against %s: **%s new**, **%s fixed**, %s unchanged findings; %s objects added, %s lost.", ref, group(b.New), group(b.Fixed),
		group(b.Unchanged), group(b.Added), group(len(b.Lost)))
	m.line("")
	m.list("Lost objects", len(b.Lost), 4000, m.lost(), "lost objects")
	m.list("Worse", b.Worse, 7000, m.moved(assess.Worse), "objects")
	m.list("Better", b.Better, 5000, m.moved(assess.Better), "objects")
	m.list("Fixed findings", b.Fixed, 5000, m.fixed(), "fixed findings")
}

func (m *mdDoc) list(head string, n, room int, items []string, what string) {
	if n == 0 {
		return
	}
	m.line("### %s (%s)", head, group(n))
	m.line("")
	m.items(room, items, what)
	m.line("")
}

func (m *mdDoc) lost() (items []string) {
	for _, o := range m.d.Base.Lost {
		items = append(items, fmt.Sprintf("- %s %s, was %s in %s", mdText(o.Kind), mdCode(o.Name), o.Status, mdCode(o.File)))
	}
	return items
}

func (m *mdDoc) moved(c assess.Change) (items []string) {
	for i := range m.d.Objects {
		if o := &m.d.Objects[i]; o.Change == c {
			items = append(items, fmt.Sprintf("- %s %s: %s → **%s** %s", mdText(o.Kind), mdCode(o.Name), o.Was, o.Status,
				m.place(o.Source.File, o.Source.Line)))
		}
	}
	return items
}

func (m *mdDoc) fixed() (items []string) {
	for _, f := range m.d.Base.FixedFindings {
		items = append(items, fmt.Sprintf("- %s %s %s: %s", f.Code, mdText(f.Kind), mdCode(f.Object), mdText(limitRunes(f.Message, 200))))
	}
	return items
}

// place links to a line of the source.
func (m *mdDoc) place(file string, line int) string {
	if file == "" {
		return ""
	}
	return mdLink(file+":"+itoa(line), m.d.Links.URL(file, line))
}

// findings writes the findings by code: what it means, what to do, and where.
func (m *mdDoc) findings() {
	keep, head := counts, "Findings"
	if m.d.Base != nil {
		head = "New findings"
		keep = func(x occurrence) bool { return counts(x) && x.finding.Change == assess.New }
	}
	list := groups(m.d.Report, func(x occurrence) bool { return x.object != nil && keep(x) })
	n := 0
	for _, g := range list {
		n += len(g.list)
	}
	if n == 0 {
		m.line("**No %s.**", strings.ToLower(head))
		m.line("")
		return
	}
	m.line("### %s (%s)", head, group(n))
	m.line("")
	var rows []string
	for _, g := range list {
		learn, _ := m.d.Effort.Of(g.code)
		rows = append(rows, fmt.Sprintf("| %s | %s %s | %s | %s | %s |", g.code.ID, mdMark[assess.Status(g.code.Severity.String())],
			mdText(g.code.Title), className(g.code), group(len(g.list)), Duration(learn+g.minutes())))
	}
	m.line("| Code | Finding | If nobody acts | Count | Effort |")
	m.line("|---|---|---|---:|---:|")
	m.items(12000, rows, "codes")
	m.line("")
	for i, g := range list {
		left := maxMarkdown - 2500 - m.Len()
		if left < 1500 {
			m.line("*The places of %s more codes are not shown here; the full report has them.*", group(len(list)-i))
			m.line("")
			return
		}
		m.group(g, max(1200, left/(len(list)-i)))
	}
}

func className(c *diag.Code) string {
	return [...]string{"", "loads, may behave differently", "fails"}[c.Class]
}

// group writes where a code was found, folded away.
func (m *mdDoc) group(g *codeGroup, room int) {
	start := m.Len()
	m.line("<details><summary>%s %s (%s)</summary>", g.code.ID, mdText(g.code.Title), group(len(g.list)))
	m.line("")
	m.line("%s %s", mdText(limitRunes(g.code.Text, 400)), mdText(limitRunes(g.code.Do, 400)))
	if g.code.Feature != "" {
		m.line("")
		m.line("Rewrite it with **%s**:", mdText(g.code.Feature))
		m.line("")
		m.line("%s", mdFence(limitRunes(g.code.Rewrite, 600), "sql"))
	}
	m.line("")
	items := make([]string, 0, len(g.list))
	for _, x := range g.list {
		items = append(items, fmt.Sprintf("- %s %s %s: %s", m.place(x.file, x.finding.Line), mdText(x.object.Kind), mdCode(x.object.Name),
			mdText(limitRunes(x.finding.Message, 300))))
	}
	m.items(max(300, room-(m.Len()-start)-60), items, "places")
	m.line("")
	m.line("</details>")
	m.line("")
}

// input writes findings that belong to no object.
func (m *mdDoc) input() {
	var items []string
	for i := range m.d.Input {
		f := &m.d.Input[i]
		if m.d.Base == nil || f.Change == assess.New {
			items = append(items, fmt.Sprintf("- %s %s %s: %s", m.place(f.File, f.Line), f.Code, mdText(f.Title), mdText(limitRunes(f.Message, 300))))
		}
	}
	m.list("About the input", len(items), 1500, items, "remarks")
}

func (m *mdDoc) suppressed() {
	var items []string
	for _, s := range m.d.Suppressions {
		if s.State != "active" || s.Findings == 0 {
			continue
		}
		who := ""
		if s.Owner != "" {
			who = ", " + mdText(s.Owner)
		}
		if s.Until != "" {
			who += ", until " + s.Until
		}
		items = append(items, fmt.Sprintf("- %s × %s%s: %s %s", group(s.Findings), strings.Join(s.Codes, ", "), who,
			mdText(limitRunes(s.Reason, 200)), m.place(s.File, s.Line)))
	}
	m.list("Suppressed", len(items), 1500, items, "suppressions")
}

func (m *mdDoc) closing() {
	m.line("<sub>`crosswalk explain CODE` tells more about a finding. %s</sub>", mdText(effortText(m.d.Effort)))
}

// effortText states the model behind the effort figures.
func effortText(m assess.EffortModel) string {
	s := fmt.Sprintf("Effort counts each code's learning minutes once and its minutes for every occurrence; an object is simple under %s, "+
		"medium under %s, complex from there; a day has 8 hours. Suppressed findings count nothing.", Duration(m.Medium), Duration(m.Complex))
	if n := len(m.Codes); n > 0 {
		s += fmt.Sprintf(" The minutes of %d codes are the project's own.", n)
	}
	return s
}
