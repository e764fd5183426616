package mapping

import (
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"
)

// MaxDocument is the largest document that DMS processes (user guide, "Table mapping").
const MaxDocument = 2 << 20

// Parse reads and checks a document. file is used in problems only. The document is nil when an error is among the
// problems: a document that DMS would reject, or read in a way that is not documented, is not used.
func Parse(file string, src []byte) (*Document, Problems) {
	p := &docParser{file: file, lines: makeLineIndex(src), doc: &Document{File: file}, ids: map[uint64]int{}}
	if len(src) > MaxDocument {
		p.add(Error, 0, "", fmt.Sprintf("the document has %d bytes and DMS takes 2 MB at most", len(src)),
			"divide the tables over several tasks")
		return nil, p.problems
	}
	if !utf8.Valid(src) {
		p.add(Error, 0, "", "the document is not UTF-8", "save it as UTF-8")
		return nil, p.problems
	}
	src = trimBOM(src)
	p.lines = makeLineIndex(src)
	root, err := readTree(src)
	if err != nil {
		se := err.(*syntaxError)
		p.add(Error, se.off, "", "this is not JSON: "+se.msg, "correct the syntax here")
		return nil, p.problems
	}
	p.document(root)
	ps := append(p.problems, p.doc.check()...).sorted()
	if ps.Failed() {
		return nil, ps
	}
	return p.doc, ps
}

func trimBOM(src []byte) []byte {
	return []byte(strings.TrimPrefix(string(src), "\ufeff"))
}

// docParser reads a document into its rules.
type docParser struct {
	file     string
	lines    lineIndex
	doc      *Document
	problems Problems
	ids      map[uint64]int // rule-id to its line
	rule     *Rule          // the one being read
	id       string         // its rule-id as written
}

func (p *docParser) add(s Severity, off int, id, message, fix string) {
	line, col := p.lines.pos(off)
	p.problems = append(p.problems, Problem{s, p.file, line, col, id, message, fix})
}

func (p *docParser) fail(n *node, fix, format string, args ...any) {
	p.add(Error, n.off, p.id, fmt.Sprintf(format, args...), fix)
}

func (p *docParser) warn(off int, fix, format string, args ...any) {
	p.add(Warning, off, p.id, fmt.Sprintf(format, args...), fix)
}

func (p *docParser) document(root *node) {
	if root.kind != nodeObject || root.get("rules") == nil {
		p.fail(root, `write {"rules": [ … ]}`, "a table-mapping document is an object with one array, rules")
		return
	}
	p.keys(root, "the document", []string{"rules"})
	rules := root.get("rules")
	if rules.kind != nodeArray {
		p.fail(rules, `write "rules": [ … ]`, "rules is %s, not an array", rules.kind)
		return
	}
	for _, n := range rules.items {
		p.readRule(n)
	}
	p.rule, p.id = nil, ""
	if len(p.doc.Selections) == 0 && !p.problems.Failed() {
		p.fail(rules, `add {"rule-type": "selection", "rule-id": "1", "rule-name": "1", "object-locator": {"schema-name": "…", "table-name": "%"}, "rule-action": "include"}`,
			"at least one selection rule is required")
	}
}

// readRule reads one rule of any type.
func (p *docParser) readRule(n *node) {
	p.id = ""
	if n.kind != nodeObject {
		p.fail(n, "write an object", "a rule is an object, this is %s", n.kind)
		return
	}
	line, col := p.lines.pos(n.off)
	p.rule = &Rule{File: p.file, Line: line, Column: col}
	p.ruleID(n)
	p.rule.Name = p.text(n, "rule-name")
	kind := p.text(n, "rule-type")
	read, ok := ruleReaders[kind]
	if !ok {
		at := n
		if k := n.get("rule-type"); k != nil {
			at = k
		}
		p.fail(at, "write one of "+list(keysOf(ruleReaders)), "unknown rule-type %s", quoted(kind))
		return
	}
	p.keys(n, "a "+kind+" rule", append([]string{"rule-type", "rule-id", "rule-name", "object-locator"}, read.keys...))
	if n.get("object-locator") == nil {
		p.fail(n, `add "object-locator": {"schema-name": "…", "table-name": "…"}`, "the object-locator is missing")
		return
	}
	read.read(p, n, p.locator(n.get("object-locator")))
}

// ruleReader reads what a rule of one type has beyond the common keys.
type ruleReader struct {
	keys []string
	read func(p *docParser, n *node, at Locator)
}

var ruleReaders = map[string]ruleReader{
	"selection": {[]string{"rule-action", "filters", "load-order"}, (*docParser).selection},
	"transformation": {[]string{"rule-action", "rule-target", "value", "old-value", "data-type", "expression",
		"primary-key-def", "before-image-def"}, (*docParser).transformation},
	"table-settings":  {[]string{"rule-action", "parallel-load", "lob-settings"}, (*docParser).tableSettings},
	"validation":      {[]string{"rule-action", "rule-target", "source-function", "target-function"}, (*docParser).validation},
	"object-mapping":  {[]string{"rule-action", "rule-target", "target-table-name", "mapping-parameters", "kafka-target-topic"}, (*docParser).objectMapping},
	"post-processing": {[]string{"rule-action", "rule-target", "tag-set"}, (*docParser).postProcessing},
}

// consoleKeys are keys that the console and the API write into rules of every type, mostly null.
var consoleKeys = map[string]bool{"filters": true, "value": true, "old-value": true, "load-order": true, "data-type": true,
	"before-image-def": true, "tag-set": true, "isAutoSegmentationChecked": true, "rule-target": true,
	"parallel-load": true, "lob-settings": true}

// keys complains about keys that are given twice or that do not exist.
func (p *docParser) keys(n *node, where string, known []string) {
	seen := map[string]bool{}
	for i := range n.fields {
		f := &n.fields[i]
		if seen[f.name] {
			p.add(Error, f.off, p.id, "the key "+quoted(f.name)+" is given twice", "remove one of them")
		}
		seen[f.name] = true
		if contains(known, f.name) || consoleKeys[f.name] || f.val.kind == nodeNull {
			continue
		}
		p.warn(f.off, "DMS knows "+list(known), "%s has no key %s; it is ignored", where, quoted(f.name))
	}
}

// ruleID reads the rule-id: a number, or a string of digits.
func (p *docParser) ruleID(n *node) {
	v := n.get("rule-id")
	if v == nil {
		p.fail(n, `add "rule-id": "`+strconv.FormatUint(p.freeID(), 10)+`"`, "the rule-id is missing")
		return
	}
	p.id = v.text
	id, err := strconv.ParseUint(v.text, 10, 64)
	if err != nil || v.kind != nodeNumber && v.kind != nodeString {
		p.fail(v, "write digits only", "the rule-id %s is not a number", quoted(v.text))
		return
	}
	p.rule.ID, p.id = id, ruleID(id)
	if line, taken := p.ids[id]; taken {
		p.fail(v, fmt.Sprintf("write a free number, such as %d", p.freeID()), "the rule of line %d has rule-id %d too", line, id)
		return
	}
	p.ids[id] = p.rule.Line
}

// freeID is one more than the largest rule-id so far.
func (p *docParser) freeID() uint64 {
	var most uint64
	for id := range p.ids {
		most = max(most, id)
	}
	return most + 1
}

func ruleID(id uint64) string { return strconv.FormatUint(id, 10) }

// locator reads an object-locator.
func (p *docParser) locator(n *node) Locator {
	if n.kind != nodeObject {
		p.fail(n, `write {"schema-name": "…", "table-name": "…"}`, "the object-locator is %s, not an object", n.kind)
		return Locator{}
	}
	p.keys(n, "an object-locator", []string{"schema-name", "table-name", "column-name", "table-type", "data-type",
		"table-tablespace-name", "index-tablespace-name"})
	return Locator{Schema: p.text(n, "schema-name"), Table: p.text(n, "table-name"), Column: p.text(n, "column-name"),
		TableType: p.text(n, "table-type"), DataType: p.text(n, "data-type"),
		TableTablespace: p.text(n, "table-tablespace-name"), IndexTablespace: p.text(n, "index-tablespace-name")}
}

// text reads a string; "" when absent or null. Numbers are taken for their digits.
func (p *docParser) text(n *node, key string) string {
	v := n.get(key)
	if v == nil {
		return ""
	}
	switch v.kind {
	case nodeString, nodeNumber, nodeBool:
		return v.text
	}
	p.fail(v, "write a string", "%s is %s, not a string", key, v.kind)
	return ""
}

// number reads an integer that may be written as a string; 0 when absent, null or "".
func (p *docParser) number(n *node, key string, lo, hi int) int {
	v := n.get(key)
	if v == nil || v.kind == nodeString && v.text == "" {
		return 0
	}
	i, err := strconv.Atoi(strings.TrimSpace(v.text))
	if err != nil || i < lo || i > hi || v.kind != nodeNumber && v.kind != nodeString {
		p.fail(v, fmt.Sprintf("write a whole number from %d to %d", lo, hi), "%s is %s", key, v.shown())
		return 0
	}
	return i
}

// flag reads a truth value that may be written as a string.
func (p *docParser) flag(n *node, key string, absent bool) bool {
	v := n.get(key)
	if v == nil {
		return absent
	}
	b, err := strconv.ParseBool(v.text)
	if err != nil {
		p.fail(v, "write true or false", "%s is %s", key, v.shown())
	}
	return b
}

// strings reads an array of strings.
func (p *docParser) strings(n *node, key string) []string {
	v := n.get(key)
	if v == nil {
		return nil
	}
	if v.kind != nodeArray {
		p.fail(v, `write ["…"]`, "%s is %s, not an array", key, v.kind)
		return nil
	}
	var out []string
	for _, it := range v.items {
		if it.kind != nodeString && it.kind != nodeNumber {
			p.fail(it, "write a string", "%s has %s in it", key, it.kind)
			continue
		}
		out = append(out, it.text)
	}
	return out
}

// oneOf reads a string that must be one of some; absent is returned for none.
func (p *docParser) oneOf(n *node, key, absent string, known ...string) string {
	s := p.text(n, key)
	if s == "" {
		return absent
	}
	if !contains(known, s) {
		p.fail(n.get(key), didYouMean(s, known), "%s is %s", key, quoted(s))
		return absent
	}
	return s
}

// object finds a key whose value must be an object; nil when absent.
func (p *docParser) object(n *node, key string) *node {
	v := n.get(key)
	if v != nil && v.kind != nodeObject {
		p.fail(v, "write { … }", "%s is %s, not an object", key, v.kind)
		return nil
	}
	return v
}

func (n *node) shown() string {
	if n.kind == nodeObject || n.kind == nodeArray {
		return n.kind.String()
	}
	return quoted(n.text)
}
