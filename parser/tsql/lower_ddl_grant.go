package tsql

import (
	"strings"

	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/parser/tsql/syntax"
)

// grant lowers GRANT, DENY and REVOKE.
func (l *lowerer) grant(ctx syntax.IGrantStmtContext) []ir.Object {
	g := &ir.Grant{Revoke: ctx.GRANT() == nil || ctx.REVOKE() != nil, Deny: ctx.DENY() != nil}
	if ctx.REVOKE() == nil && ctx.DENY() == nil {
		g.Revoke = false
	}
	g.Sp = l.span(ctx)
	for _, p := range ctx.AllPermission() {
		if priv, ok := l.permission(p); ok {
			g.Privs = append(g.Privs, priv)
		}
	}
	if ctx.Securable() != nil {
		l.securable(g, ctx.Securable())
	}
	for _, p := range ctx.AllPrincipal() {
		n := identifier(p.GetText())
		if systemUsers[n.Key] && n.Key != "GUEST" {
			continue // the owner has every right
		}
		g.To = append(g.To, n)
	}
	for _, o := range ctx.AllGrantOption() {
		g.Option = g.Option || o.OPTION() != nil && ctx.GRANT() != nil
	}
	if g.Name.IsZero() {
		g.Name = ir.QName{Parts: []ir.Name{{Key: "ON THE DATABASE", Text: "on the database"}}}
	}
	if len(g.To) == 0 {
		g.Dropped = "the owner of the database has every right"
	}
	return one(g)
}

// permission reads the words of one right, perhaps with columns.
func (l *lowerer) permission(p syntax.IPermissionContext) (ir.Privilege, bool) {
	words := make([]string, 0, 2)
	for _, w := range p.AllPermissionWord() {
		words = append(words, strings.ToUpper(w.GetText()))
	}
	name := strings.Join(words, " ")
	name = strings.TrimPrefix(name, "GRANT OPTION FOR ")
	switch name {
	case "EXEC":
		name = "EXECUTE"
	case "ALL PRIVILEGES":
		name = "ALL"
	}
	priv := ir.Privilege{Name: name}
	if p.ColumnList() != nil {
		priv.Cols = columnNames(p.ColumnList())
	}
	return priv, name != ""
}

// securableKinds are the classes of what a right is on that are no objects, as the report names them.
var securableKinds = map[string]string{"SCHEMA": "SCHEMA", "DATABASE": "DATABASE", "TYPE": "TYPE", "ROLE": "ROLE", "USER": "USER", "LOGIN": "LOGIN"}

// securable reads class::name, or a name; columns behind it belong to every right.
func (l *lowerer) securable(g *ir.Grant, s syntax.ISecurableContext) {
	w := l.words(s)
	at := 0
	for i := range w {
		if w[i] != "::" {
			continue
		}
		class := strings.Join(w[:i], " ")
		at = i + 1
		if k := securableKinds[class]; k != "" {
			g.OnKind = k
		} else if class != "OBJECT" {
			g.OnKind = class
		}
		break
	}
	g.On = l.nameAt(s, at)
	g.Name = g.On
	if g.OnKind == "" || g.OnKind == "TYPE" {
		setSchema(&g.ObjBase)
	}
	if s.ColumnList() != nil {
		cols := columnNames(s.ColumnList())
		for i := range g.Privs {
			if len(g.Privs[i].Cols) == 0 {
				g.Privs[i].Cols = cols
			}
		}
	}
}
