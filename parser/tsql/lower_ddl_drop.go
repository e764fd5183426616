package tsql

import (
	"strings"

	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/parser/tsql/syntax"
)

// drop lowers DROP, an object for each name.
func (l *lowerer) drop(ctx syntax.IDropStmtContext) []ir.Object {
	if ctx.DropKind() == nil {
		return one(l.dropOther(ctx))
	}
	kind := strings.ToUpper(ctx.DropKind().GetText())
	if kind == "PROC" {
		kind = "PROCEDURE"
	}
	var objs []ir.Object
	for _, n := range ctx.AllDropName() {
		if kind == "STATISTICS" || n.DATABASE() != nil || n.ALL() != nil {
			objs = append(objs, l.dropped(ctx, "drop "+strings.ToLower(kind), l.qname(n.Name(0)), "nothing of that kind is converted that it could remove"))
			continue
		}
		d := &ir.Drop{Kind: kind, IfExists: ctx.IfExists() != nil}
		d.Sp = l.span(ctx)
		d.Name = l.qname(n.Name(0))
		if kind == "INDEX" {
			l.droppedIndex(d, n)
		}
		objs = append(objs, d)
	}
	return objs
}

// droppedIndex tells the table: behind ON, or of old in front of the index's name.
func (l *lowerer) droppedIndex(d *ir.Drop, n syntax.IDropNameContext) {
	if names := n.AllName(); len(names) > 1 {
		d.On = l.qname(names[1])
	} else if p := d.Name.Parts; len(p) > 1 {
		d.On = ir.QName{Parts: p[:len(p)-1], Sp: d.Name.Sp}
		d.Name.Parts = p[len(p)-1:]
	}
	d.Schema = d.On.Qualifier()
}

// dropOther lowers DROP of what is refused or dropped when it is created, and of partition functions and logins.
func (l *lowerer) dropOther(ctx syntax.IDropStmtContext) ir.Object {
	w := l.words(ctx)
	kind, at := wordAt(w, 1), 2
	if kind == "PARTITION" {
		kind, at = kind+" "+wordAt(w, 2), 3
	}
	if kind == "PARTITION FUNCTION" || kind == "PARTITION SCHEME" || kind == "LOGIN" {
		if wordAt(w, at) == "IF" {
			at += 2
		}
		d := &ir.Drop{Kind: kind}
		d.Name = l.nameAt(ctx, at)
		return d
	}
	return l.dropped(ctx, "drop "+strings.ToLower(kind), ir.QName{}, "nothing of that kind is converted that it could remove")
}
