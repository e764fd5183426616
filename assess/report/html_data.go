package report

import (
	"bytes"
	"compress/gzip"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"html/template"
	"runtime"
	"slices"
	"sort"
	"strings"
	"sync"

	"github.com/crosswalk-db/crosswalk/assess"
	"github.com/crosswalk-db/crosswalk/ir/diag"
)

// The data of the page: the index with a short row for each object, which the table and its filters need, as JSON, and
// blocks "0", "1", … with the details and the code of some objects each, compressed, opened when one of them is.

// blockSize is how much code, uncompressed, makes a block: small enough to open at once, large enough to compress well.
const blockSize = 384 << 10

// maxPage is how large index and blocks may become together. Past it the code of the least interesting objects is left out.
const maxPage = 27 << 20

// htmlIndex is the index. What it has of an object is its name, its ID and a row of numbers, all rows behind each
// other in Cells: a browser reads a long list of numbers several times faster than an array or an object for each row.
type htmlIndex struct {
	Kinds    []string     `json:"kinds"`
	Files    []string     `json:"files"`
	Statuses []string     `json:"statuses"`
	Codes    []htmlCodeOf `json:"codes"`
	HasBase  bool         `json:"hasBase"`
	Words    []string     `json:"words"`    // of complexity and change
	CodeSets [][]int      `json:"codeSets"` // numbers of Codes; "which codes has it" repeats a lot
	Names    []string     `json:"names"`
	IDs      []string     `json:"ids"`
	Columns  []string     `json:"columns"` // what the numbers of a row are
	Cells    []int        `json:"cells"`
}

// htmlColumns are the numbers of a row; the name is that of the field in the program. kind, file, codes, complexity and
// change count in the index's lists.
var htmlColumns = []string{"kind", "status", "file", "line", "effort", "complexity", "change", "codes", "block", "at", "accepted"}

type htmlCodeOf struct {
	ID       string `json:"id"`
	Title    string `json:"title"`
	Severity string `json:"severity"`
	Class    string `json:"class"`
	Text     string `json:"text"`
	Why      string `json:"why"`
	Do       string `json:"do"`
	Feature  string `json:"feature,omitempty"`
	Rewrite  string `json:"rewrite,omitempty"`
}

// htmlDetail is what the page shows of an object that is opened.
type htmlDetail struct {
	Source   string          `json:"s"`
	Line     int             `json:"l"`
	Targets  []htmlText      `json:"t"`
	Findings []htmlFinding   `json:"f"`
	Links    [][3]int        `json:"k,omitempty"` // source line, part, target line
	Reason   string          `json:"r,omitempty"`
	Proof    [3]*bool        `json:"p"`
	Was      string          `json:"w,omitempty"`
	NoCode   bool            `json:"n,omitempty"`
	Flags    map[string]bool `json:"x,omitempty"`
}

type htmlText struct {
	File string `json:"f"`
	Line int    `json:"l"`
	Text string `json:"s"`
}

type htmlFinding struct {
	Code       int                `json:"c"`
	Message    string             `json:"m"`
	File       string             `json:"f,omitempty"`
	Line       int                `json:"l"`
	Column     int                `json:"k"`
	EndLine    int                `json:"e"`
	Target     *assess.Spot       `json:"t,omitempty"`
	Minutes    int                `json:"n"`
	New        bool               `json:"w,omitempty"`
	Suppressed *assess.Suppressed `json:"u,omitempty"`
}

// htmlBuild gathers the data.
type htmlBuild struct {
	d       *Document
	index   htmlIndex
	kinds   map[string]int
	files   map[string]int
	codes   map[string]int
	words   map[string]int
	sets    map[string]int
	sources map[string]lined
	outputs map[string]lined
	blocks  [][]htmlDetail
	size    int
}

func newBuild(d *Document) *htmlBuild {
	return &htmlBuild{d: d, kinds: map[string]int{}, files: map[string]int{}, codes: map[string]int{}, words: map[string]int{}, sets: map[string]int{},
		sources: map[string]lined{}, outputs: map[string]lined{}}
}

// htmlData gives the index and the blocks, and of how many objects the code is left out.
func htmlData(d *Document) (index []byte, blocks []htmlBlock, leftOut int, err error) {
	b := newBuild(d)
	b.index.HasBase, b.index.Columns = d.Base != nil, htmlColumns
	for _, s := range statuses {
		b.index.Statuses = append(b.index.Statuses, string(s))
	}
	for i := range d.Objects {
		b.object(&d.Objects[i])
	}
	// Marshal escapes <, > and &, so that no name ends the element that the index stands in.
	if index, err = json.Marshal(b.index); err != nil {
		return nil, nil, 0, err
	}
	packed, err := pack(b.blocks)
	if err != nil {
		return nil, nil, 0, err
	}
	if leftOut, err = b.shrink(packed, maxPage-len(index)); err != nil {
		return nil, nil, 0, err
	}
	for i, p := range packed {
		blocks = append(blocks, htmlBlock{itoa(i), template.HTML(p)})
	}
	return index, blocks, leftOut, nil
}

func number(m map[string]int, list *[]string, s string) int {
	n, ok := m[s]
	if !ok {
		n = len(*list)
		m[s] = n
		*list = append(*list, s)
	}
	return n
}

// object adds an object to the index and to the block that is being filled.
func (b *htmlBuild) object(o *assess.Object) {
	det := b.detail(o)
	size := len(det.Source) + 200
	for _, t := range det.Targets {
		size += len(t.Text)
	}
	if len(b.blocks) == 0 || b.size+size > blockSize {
		b.blocks = append(b.blocks, nil)
		b.size = 0
	}
	last := len(b.blocks) - 1
	b.blocks[last] = append(b.blocks[last], det)
	b.size += size
	status := slices.Index(statuses, o.Status)
	accepted := 0
	if o.Accepted {
		accepted = 1
	}
	x := &b.index
	x.Names, x.IDs = append(x.Names, o.Name), append(x.IDs, limitRunes(o.ID, 13)[:min(12, len(o.ID))])
	x.Cells = append(x.Cells, number(b.kinds, &x.Kinds, o.Kind), status, number(b.files, &x.Files, o.Source.File), o.Source.Line, o.EffortMinutes,
		number(b.words, &x.Words, string(o.Complexity)), number(b.words, &x.Words, string(o.Change)), b.codeSet(det.Findings), last, len(b.blocks[last])-1, accepted)
}

// codeSet gives the number of a list of the findings' codes, each once.
func (b *htmlBuild) codeSet(findings []htmlFinding) int {
	codes := []int{}
	for _, f := range findings {
		if !slices.Contains(codes, f.Code) {
			codes = append(codes, f.Code)
		}
	}
	key := fmt.Sprint(codes)
	n, ok := b.sets[key]
	if !ok {
		n = len(b.index.CodeSets)
		b.sets[key] = n
		b.index.CodeSets = append(b.index.CodeSets, codes)
	}
	return n
}

func (b *htmlBuild) detail(o *assess.Object) htmlDetail {
	det := htmlDetail{Line: o.Source.Line, Reason: o.Reason, Was: string(o.Was), Findings: []htmlFinding{}, Targets: []htmlText{},
		Proof: [3]*bool{o.Proof.Parsed, o.Proof.Loaded, o.Proof.Checked}}
	det.Source = cached(b.sources, b.d.Sources, o.Source.File).lines(o.Source.Line, o.Source.EndLine)
	for _, t := range o.Target {
		det.Targets = append(det.Targets, htmlText{t.File, t.Line, cached(b.outputs, b.d.Outputs, t.File).lines(t.Line, t.EndLine)})
	}
	for _, l := range o.Lines {
		det.Links = append(det.Links, [3]int{l.Source, l.Part, l.Target})
	}
	for i := range o.Findings {
		f := &o.Findings[i]
		det.Findings = append(det.Findings, htmlFinding{Code: b.code(f.Code), Message: f.Message, File: f.File, Line: f.Line,
			Column: f.Column, EndLine: f.EndLine, Target: f.Target, Minutes: f.EffortMinutes, New: f.Change == assess.New, Suppressed: f.Suppressed})
	}
	return det
}

func (b *htmlBuild) code(id string) int {
	n, ok := b.codes[id]
	if ok {
		return n
	}
	n = len(b.index.Codes)
	b.codes[id] = n
	c := diag.Lookup(id)
	if c == nil {
		c = &diag.Code{ID: id, Title: id}
	}
	b.index.Codes = append(b.index.Codes, htmlCodeOf{c.ID, c.Title, c.Severity.String(), className(c), c.Text, c.Why, c.Do, c.Feature, c.Rewrite})
	return n
}

// shrink leaves code out, until the page is small enough: of the blocks with the fewest red and yellow objects first.
// It gives how many objects lost their code.
func (b *htmlBuild) shrink(packed []string, most int) (left int, err error) {
	total := 0
	order := make([]int, len(packed))
	for i, p := range packed {
		total += len(p)
		order[i] = i
	}
	weight := make([]int, len(packed))
	for i, block := range b.blocks {
		for _, det := range block {
			weight[i] += len(det.Findings)
		}
	}
	sort.SliceStable(order, func(i, j int) bool { return weight[order[i]] < weight[order[j]] })
	for _, i := range order {
		if total <= most {
			break
		}
		total -= len(packed[i])
		for j := range b.blocks[i] {
			det := &b.blocks[i][j]
			det.Source, det.Targets, det.Links, det.NoCode = "", []htmlText{}, nil, true
			left++
		}
		if packed[i], err = packOne(b.blocks[i]); err != nil {
			return left, err
		}
		total += len(packed[i])
	}
	return left, nil
}

// pack compresses blocks on all processors.
func pack(blocks [][]htmlDetail) ([]string, error) {
	out, errs := make([]string, len(blocks)), make([]error, len(blocks))
	var wg sync.WaitGroup
	n := runtime.GOMAXPROCS(0)
	for w := range n {
		wg.Add(1)
		go func() {
			defer wg.Done()
			for i := w; i < len(blocks); i += n {
				out[i], errs[i] = packOne(blocks[i])
			}
		}()
	}
	wg.Wait()
	for _, err := range errs {
		if err != nil {
			return nil, err
		}
	}
	return out, nil
}

func packOne(v any) (string, error) {
	var buf bytes.Buffer
	z, err := gzip.NewWriterLevel(&buf, 5)
	if err != nil {
		return "", err
	}
	e := json.NewEncoder(z)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		return "", err
	}
	if err := z.Close(); err != nil {
		return "", err
	}
	return base64.StdEncoding.EncodeToString(buf.Bytes()), nil
}

// lined is a text with the offsets of its lines.
type lined struct {
	text  string
	start []int
}

func cached(m map[string]lined, texts map[string]string, file string) lined {
	l, ok := m[file]
	if !ok {
		l = newLined(texts[file])
		m[file] = l
	}
	return l
}

func newLined(s string) lined {
	l := lined{s, []int{0}}
	for i := 0; ; {
		n := strings.IndexByte(s[i:], '\n')
		if n < 0 {
			return l
		}
		i += n + 1
		l.start = append(l.start, i)
	}
}

// lines gives the lines from a to b, both included, without the last line's end.
func (l lined) lines(a, b int) string {
	if a < 1 || a > len(l.start) || b < a {
		return ""
	}
	end := len(l.text)
	if b < len(l.start) {
		end = l.start[b]
	}
	return strings.TrimRight(l.text[l.start[a-1]:end], "\r\n")
}
