package oracle

import (
	"strconv"
	"strings"

	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/ir/diag"
	"github.com/crosswalk-db/crosswalk/parser/oracle/scan"
	"github.com/crosswalk-db/crosswalk/parser/oracle/sqlplus"
)

// parseUnit parses a unit and lowers its statements. A unit that has no tree becomes one red object.
func parseUnit(u *sqlplus.Unit, o Options) []ir.Object {
	switch u.Kind {
	case sqlplus.Wrapped:
		x := unparsed(u)
		x.Findings.Add(diag.Wrapped, u.Span(), "the source of %s is wrapped", x.Name)
		return one(x)
	case sqlplus.Java:
		x := unparsed(u)
		x.Findings.Add(diag.ForeignCode, u.Span(), "%s is not SQL: it runs inside the Oracle server", strings.ToLower(x.What))
		return one(x)
	case sqlplus.Unterminated:
		if len(u.Problems) > 0 {
			return one(unparsed(u)) // the splitter said what is wrong
		}
	}
	flags := map[string]string{}
	for k, v := range o.Flags {
		flags[strings.ToUpper(k)] = v
	}
	tree, err := parseWith(u.File, u.Start, u.End, scan.Options{Flags: flags})
	if err != nil {
		x := unparsed(u)
		at := diag.Span{File: u.File, Start: err.Start, End: err.End}
		if err.End == 0 {
			at = u.Span()
		}
		x.Findings.Add(diag.SyntaxError, at, "%s", err.Msg)
		return one(x)
	}
	l := &lowerer{tree: tree, file: u.File, unit: u, flags: flags}
	for _, c := range tree.Comments {
		l.notes = append(l.notes, note{start: int(c.Start), end: int(c.End)})
	}
	l.addLeadNotes()
	var objs []ir.Object
	for _, s := range tree.Root.AllStatement() {
		objs = append(objs, l.statement(s)...)
	}
	return objs
}

// addLeadNotes finds the comments between Lead and Start, which are not part of the parsed text.
func (l *lowerer) addLeadNotes() {
	if l.unit.Lead >= l.unit.Start {
		return
	}
	r := scan.Scan(l.file.Text, l.unit.Lead, l.unit.Start, scan.Options{})
	if r.Err != nil || len(r.Comments) == 0 {
		return
	}
	var lead []note
	for _, c := range r.Comments {
		lead = append(lead, note{start: int(c.Start), end: int(c.End)})
	}
	l.notes = append(lead, l.notes...)
}

// unparsed is the object of a unit without a tree, named as well as its first words tell.
func unparsed(u *sqlplus.Unit) *ir.Unsupported {
	x := &ir.Unsupported{What: strings.ToLower(u.Object), Text: u.Text()}
	x.Sp = u.Span()
	if x.What == "" {
		x.What = "statement"
	}
	if u.Name == "" {
		_, line, _ := x.Sp.Pos()
		n := "line " + strconv.Itoa(line)
		x.Name = ir.QName{Parts: []ir.Name{{Key: n, Text: n}}, Sp: x.Sp}
		return x
	}
	for _, p := range splitName(u.Name) {
		x.Name.Parts = append(x.Name.Parts, identifier(p))
	}
	if len(x.Name.Parts) > 1 {
		x.Schema = x.Name.Parts[0]
	}
	x.Name.Sp = x.Sp
	return x
}

// splitName splits a dotted name, quotes respected.
func splitName(s string) []string {
	var parts []string
	quoted, from := false, 0
	for i := 0; i < len(s); i++ {
		switch {
		case s[i] == '"':
			quoted = !quoted
		case s[i] == '.' && !quoted:
			parts = append(parts, strings.TrimSpace(s[from:i]))
			from = i + 1
		}
	}
	return append(parts, strings.TrimSpace(s[from:]))
}
