package report

import (
	"crypto/sha256"
	_ "embed" // the page, its style and its program
	"encoding/base64"
	"html/template"
	"io"

	"github.com/crosswalk-db/crosswalk/assess"
	"github.com/crosswalk-db/crosswalk/ir/diag"
)

// The page is one file that needs nothing else: style and program stand in it, an index of the objects, and their code as
// compressed blocks that the program opens when it needs them (html_data.go). What is wrong with a schema and how much is
// written by the template, so that it can be read before the program runs and without it.
var (
	//go:embed html/page.html
	htmlPage string
	//go:embed html/style.css
	htmlStyle string
	//go:embed html/inflate.js
	htmlInflate string
	//go:embed html/code.js
	htmlCode string
	//go:embed html/app.js
	htmlApp string
)

// mostListed is how many items of a list the page itself has; all of them are in report.json.
const mostListed = 500

// htmlView is what the template shows.
type htmlView struct {
	Title          string
	D              *Document
	Source, Target string
	Style          template.CSS
	Script         template.JS
	Policy         string
	Effort, Model  string
	Kinds          []htmlKind
	Codes          []htmlCodeRow
	Better, Worse  []*assess.Object
	Lost           []assess.GoneObject
	Fixed          []assess.GoneFinding
	Index          template.JS
	Blocks         []htmlBlock // stand behind the program, so that the table works before they have been read
	CodeLeftOut    int
}

// htmlKind is a bar of the chart; the numbers are widths in a chart 1000 wide.
type htmlKind struct {
	kindRow
	Bars []htmlBar
}

type htmlBar struct {
	Status assess.Status
	N      int
	X, W   int
}

// htmlCodeRow is a line of the table of codes.
type htmlCodeRow struct {
	Code   *diag.Code
	Class  string
	N      int
	Effort string
}

// htmlBlock is a compressed piece of data: gzip, then base64.
type htmlBlock struct {
	ID   string
	Data template.HTML
}

var htmlTemplate = template.Must(template.New("page").Funcs(template.FuncMap{
	"group": group, "title": func(s assess.Status) string { return title(string(s)) }, "short": func(s string) string { return limitRunes(s, 12) },
	"complexity": func(d *Document, c string) int { return d.Totals.Complexity[assess.Complexity(c)] }, "upTo": func(n int) bool { return n > mostListed },
}).Parse(htmlPage))

// HTML writes the report as one page.
func HTML(w io.Writer, d *Document) error {
	script := htmlInflate + htmlCode + htmlApp
	v := &htmlView{D: d, Source: engineName(d.Source), Target: engineName(d.Target), Effort: Duration(d.Totals.EffortMinutes),
		Model: effortText(d.Effort), Style: template.CSS(htmlStyle), Script: template.JS(script),
		// Nothing but this page's own style and program runs, and nothing is loaded.
		Policy: "default-src 'none'; base-uri 'none'; form-action 'none'; img-src data:; style-src '" + digest(htmlStyle) + "'; script-src '" + digest(script) + "'"}
	v.Title = "Crosswalk: " + v.Source + " to " + v.Target
	v.Kinds = htmlKinds(d.Report)
	for _, g := range groups(d.Report, counts) {
		learn, _ := d.Effort.Of(g.code)
		v.Codes = append(v.Codes, htmlCodeRow{g.code, className(g.code), len(g.list), Duration(learn + g.minutes())})
	}
	if d.Base != nil {
		v.Better, v.Worse = changed(d.Report, assess.Better), changed(d.Report, assess.Worse)
		v.Lost, v.Fixed = d.Base.Lost[:min(len(d.Base.Lost), mostListed)], d.Base.FixedFindings[:min(len(d.Base.FixedFindings), mostListed)]
	}
	index, blocks, leftOut, err := htmlData(d)
	if err != nil {
		return err
	}
	v.Index, v.Blocks, v.CodeLeftOut = template.JS(index), blocks, leftOut
	return htmlTemplate.Execute(w, v)
}

// Of counts the objects of a status.
func (k htmlKind) Of(status string) int { return k.Count[assess.Status(status)] }

func digest(s string) string {
	h := sha256.Sum256([]byte(s))
	return "sha256-" + base64.StdEncoding.EncodeToString(h[:])
}

func changed(r *assess.Report, c assess.Change) (list []*assess.Object) {
	for i := range r.Objects {
		if o := &r.Objects[i]; o.Change == c && len(list) < mostListed {
			list = append(list, o)
		}
	}
	return list
}

func htmlKinds(r *assess.Report) []htmlKind {
	var kinds []htmlKind
	for _, k := range kindRows(r) {
		row, x := htmlKind{kindRow: k}, 0
		for _, s := range statuses {
			w := k.Count[s] * 1000 / k.Total
			if k.Count[s] > 0 {
				row.Bars = append(row.Bars, htmlBar{s, k.Count[s], x, max(w, 4)})
			}
			x += w
		}
		kinds = append(kinds, row)
	}
	return kinds
}
