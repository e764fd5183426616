package oracle

import (
	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/ir/diag"
	"github.com/crosswalk-db/crosswalk/parser/oracle/scan"
	"github.com/crosswalk-db/crosswalk/parser/oracle/sqlplus"
)

// alterType lowers ALTER TYPE (PL/SQL Language Reference, ALTER TYPE Statement), which the grammar keeps as words: its
// clauses are parsed as parts of a CREATE TYPE. nil where one is not understood.
func (l *lowerer) alterType(w wordList, name ir.QName) *ir.AlterObject {
	a := &ir.AlterObject{Kind: "TYPE"}
	a.Name = name
	i := len(name.Parts)*2 - 1 + 1 // behind TYPE and the name with its points
	for i < len(w) {
		j := i + 1
		for j < len(w) && !(w[j].depth == 0 && (alterTypeVerbs[w[j].text] || alterTypeTails[w[j].text])) {
			j++
		}
		if alterTypeTails[w[i].text] { // CASCADE INCLUDING TABLE DATA: how rows and dependents follow
			return a
		}
		c, ok := l.alterTypeClause(w[i:j])
		if !ok {
			return nil
		}
		a.Type = append(a.Type, c)
		i = j
	}
	return a
}

var (
	alterTypeVerbs = map[string]bool{"ADD": true, "MODIFY": true, "DROP": true}
	alterTypeTails = map[string]bool{"CASCADE": true, "INVALIDATE": true, "CONVERT": true, "INCLUDING": true, "FORCE": true}
)

// alterTypeClause lowers ADD, MODIFY or DROP with what it is about.
func (l *lowerer) alterTypeClause(w wordList) (ir.TypeChange, bool) {
	c := ir.TypeChange{Verb: w[0].text}
	for len(w) > 1 && w[len(w)-1].text == "," {
		w = w[:len(w)-1]
	}
	if !alterTypeVerbs[c.Verb] || len(w) < 3 {
		return c, false
	}
	if w[1].text != "ATTRIBUTE" {
		t := l.reparseType(l.spanBetween(w[1].start, w[len(w)-1].end))
		if t == nil || len(t.Methods) != 1 || c.Verb == "MODIFY" {
			return c, false
		}
		c.Method = t.Methods[0]
		return c, true
	}
	w = w[2:]
	if w[0].text == "(" && w[len(w)-1].text == ")" {
		w = w[1 : len(w)-1]
	}
	if len(w) == 0 {
		return c, false
	}
	if c.Verb == "DROP" {
		for _, x := range w {
			if x.text != "," {
				c.Attrs = append(c.Attrs, &ir.Field{Name: identifier(x.raw), Sp: l.spanBetween(x.start, x.end)})
			}
		}
		return c, true
	}
	t := l.reparseType(l.spanBetween(w[0].start, w[len(w)-1].end))
	if t == nil || len(t.Methods) > 0 || t.Type == nil {
		return c, false
	}
	c.Attrs = t.Type.Fields
	return c, true
}

// reparseType parses attributes or methods as those of a type; nil where they are none.
func (l *lowerer) reparseType(sp diag.Span) *ir.TypeObject {
	const head, tail = "CREATE TYPE x AS OBJECT (", ")"
	file := l.file.Derive(head+sp.Text()+tail, []diag.Piece{{Start: 0, Parent: sp.Start, Fixed: true},
		{Start: len(head), Parent: sp.Start}, {Start: len(head) + sp.End - sp.Start, Parent: sp.End, Fixed: true}})
	tree, err := parseWith(file, 0, len(file.Text), scan.Options{})
	if err != nil || len(tree.Root.AllStatement()) != 1 {
		return nil
	}
	sub := &lowerer{tree: tree, file: file, unit: &sqlplus.Unit{File: file, End: len(file.Text)}, flags: l.flags}
	objs := sub.statement(tree.Root.Statement(0))
	if len(objs) != 1 || len(objs[0].Obj().Findings.Items) > 0 {
		return nil
	}
	t, _ := objs[0].(*ir.TypeObject)
	return t
}

// allTriggers lowers ALTER TABLE … ENABLE or DISABLE ALL TRIGGERS; nil for any other ALTER TABLE.
func (l *lowerer) allTriggers(w wordList, table ir.QName) *ir.AlterObject {
	if len(w) < 3 || !w[len(w)-3:].starts("DISABLE", "ALL", "TRIGGERS") && !w[len(w)-3:].starts("ENABLE", "ALL", "TRIGGERS") {
		return nil
	}
	a := &ir.AlterObject{Kind: "TRIGGER", Table: table, Disable: w[len(w)-3].text == "DISABLE"}
	a.Enable = !a.Disable
	if len(table.Parts) > 1 {
		a.Schema = table.Parts[0]
	}
	return a
}
