package oracle

import (
	"strings"

	"github.com/antlr4-go/antlr/v4"

	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/parser/oracle/syntax"
)

// xmlCall lowers the XML functions that have clauses (SQL Language Reference, XML Functions).
func (l *lowerer) xmlCall(ctx syntax.IXmlCallContext) ir.Expr {
	x := &ir.XMLFunc{Name: strings.ToUpper(ctx.XML_FN().GetText())}
	x.Sp = l.span(ctx)
	for i, a := range ctx.AllXmlArg() {
		l.xmlArg(x, i, a)
	}
	return x
}

func (l *lowerer) xmlArg(x *ir.XMLFunc, i int, ctx syntax.IXmlArgContext) {
	var words []string
	for _, w := range ctx.AllXML_WORD() {
		words = append(words, strings.ToUpper(w.GetText()))
	}
	lead := strings.Join(words, " ")
	x.Content = x.Content || strings.HasPrefix(lead, "CONTENT")
	e := ctx.Expr()
	if e == nil {
		x.Rest = strings.TrimSpace(x.Rest + " " + lead)
		return
	}
	value := l.expr(e)
	item := ir.XMLItem{Value: value}
	for _, t := range ctx.AllXmlTail() {
		l.xmlTail(x, &item, t)
	}
	if x.Name == "XMLELEMENT" && i == 0 {
		// XMLELEMENT([NAME] tag, …) or EVALNAME expression.
		if r, ok := value.(*ir.Ref); ok && !strings.Contains(lead, "EVALNAME") {
			value = &ir.StringLit{ExprBase: ir.ExprBase{Sp: r.Sp}, Value: r.Name.Last().Key}
		}
		x.Tag = value
		return
	}
	if f, ok := value.(*ir.XMLFunc); ok && f.Name == "XMLATTRIBUTES" {
		x.Attrs = f.Items
		return
	}
	if s, ok := value.(*ir.StringLit); ok && i == 0 && (x.Name == "XMLQUERY" || x.Name == "XMLEXISTS") {
		x.Path = s.Value
		return
	}
	if r, ok := value.(*ir.Ref); ok && x.Name == "XMLPI" && i == 0 {
		x.Tag = &ir.StringLit{ExprBase: ir.ExprBase{Sp: r.Sp}, Value: r.Name.Last().Key}
		return
	}
	x.Items = append(x.Items, item)
}

func (l *lowerer) xmlTail(x *ir.XMLFunc, item *ir.XMLItem, t syntax.IXmlTailContext) {
	switch {
	case t.AS() != nil && t.Datatype() != nil:
		// A name and a type look the same here: XMLFOREST(a AS b), XMLCAST(a AS NUMBER).
		if x.Name == "XMLCAST" || x.Name == "XMLSERIALIZE" {
			x.To = l.typ(t.Datatype())
			return
		}
		if n := t.Datatype().Name(); n != nil {
			item.As = l.qname(n).Last()
			return
		}
		item.As = identifier(l.span(t.Datatype()).Text())
	case t.AS() != nil:
		item.AsE = l.expr(t.Expr())
	case t.PASSING() != nil:
		x.Items = append(x.Items, ir.XMLItem{Value: l.expr(t.Expr())})
	default:
		x.Rest = strings.TrimSpace(x.Rest + " " + upper(l.span(t).Text()))
	}
}

// xmlTable lowers XMLTABLE.
func (l *lowerer) xmlTable(ctx syntax.IXmlTableContext) *ir.XMLTable {
	es := ctx.AllExpr()
	t := &ir.XMLTable{Sp: l.span(ctx), Path: stringText(l.expr(es[len(es)-1]))}
	if len(es) > 1 {
		if f, ok := l.expr(es[0]).(*ir.XMLFunc); ok {
			t.Namespaces = f.Items
		}
	}
	for _, p := range ctx.AllXmlPassing() {
		t.Passing = append(t.Passing, ir.XMLItem{Value: l.expr(p.Expr()), As: l.identOpt(p.IDENT())})
	}
	for _, c := range ctx.AllXmlColumn() {
		col := &ir.XMLColumn{Name: l.ident(c.IDENT()), Ordinality: c.ORDINALITY() != nil}
		if d := c.Datatype(); d != nil {
			col.Type = l.typ(d)
		}
		last := ""
		for _, k := range c.GetChildren() {
			switch k := k.(type) {
			case antlr.TerminalNode:
				last = strings.ToUpper(k.GetText())
			case *syntax.ExprContext:
				if last == "PATH" {
					col.Path = l.expr(k)
				} else {
					col.Default = l.expr(k)
				}
			}
		}
		t.Columns = append(t.Columns, col)
	}
	return t
}
