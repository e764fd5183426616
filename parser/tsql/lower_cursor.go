package tsql

import (
	"strconv"
	"strings"

	"github.com/antlr4-go/antlr/v4"

	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/ir/diag"
	"github.com/crosswalk-db/crosswalk/parser/tsql/scan"
	"github.com/crosswalk-db/crosswalk/parser/tsql/syntax"
)

// cursorPlace is where a cursor is declared. Its block is empty, unless variables must be kept there.
type cursorPlace struct {
	decl  *ir.CursorDecl
	block *ir.Block
}

// cursorDecl lowers DECLARE c CURSOR FOR … and SET @c = CURSOR FOR ….
func (l *lowerer) cursorDecl(name ir.Name, ctx syntax.ICursorDefContext, sp diag.Span) []ir.Stmt {
	d := &ir.CursorDecl{Query: l.query(ctx.Query())}
	d.Name, d.Sp = name, sp
	var words []string
	for _, t := range ctx.AllIDENT() {
		words = append(words, strings.ToUpper(t.GetText()))
	}
	d.Options = strings.Join(words, " ")
	if f := ctx.CursorFor(); f != nil && f.UPDATE() != nil {
		d.Query.Lock = &ir.Lock{}
	}
	place := &ir.Block{}
	place.Sp = sp
	c := &cursorPlace{decl: d, block: place}
	l.cursors = append(l.cursors, c)
	if l.givenCursor(c) {
		return []ir.Stmt{place}
	}
	if l.decls != nil {
		for i, o := range *l.decls { // DECLARE @c CURSOR; SET @c = CURSOR FOR …
			if v, ok := o.(*ir.VarDecl); ok && v.Name.Key == name.Key && l.choices[name.Key] == nil {
				(*l.decls)[i] = d
				return []ir.Stmt{place}
			}
		}
	}
	if !l.redeclared(c) {
		l.declared(d)
	}
	return []ir.Stmt{place}
}

// redeclared gives a cursor whose name was declared before, for another query, a name of its own: what follows means this one.
// PL/pgSQL declares a cursor once, with its query. True where the cursor before was not closed: the two are one (see cursorChoice).
func (l *lowerer) redeclared(c *cursorPlace) bool {
	d := c.decl
	if l.decls == nil {
		return false
	}
	n, closed := 1, false
	for _, o := range *l.decls {
		_, ok := o.(*ir.CursorDecl)
		key := o.Common().Name.Key
		if (ok || l.choices[key] != nil) && (key == d.Name.Key || strings.HasPrefix(key, d.Name.Key+"_") && l.renamed[d.Name.Key].Key == key) {
			n++
			closed = l.closed[key]
		}
	}
	now := l.cursorName(d.Name)
	if l.choices[now.Key] != nil && !l.closed[now.Key] || n > 1 && !closed {
		d.Name = now
		l.choose(c)
		return true
	}
	if n == 1 {
		return false
	}
	if l.renamed == nil {
		l.renamed = map[string]ir.Name{}
	}
	name := identifier(d.Name.Text + "_" + strconv.Itoa(n))
	l.renamed[d.Name.Key] = name
	d.Name = name
	return false
}

// cursorName is the name that a cursor has now.
func (l *lowerer) cursorName(n ir.Name) ir.Name {
	if r, ok := l.renamed[n.Key]; ok {
		return r
	}
	return n
}

// cursorStmt lowers OPEN, FETCH, CLOSE and DEALLOCATE.
func (l *lowerer) cursorStmt(ctx syntax.ICursorStmtContext) []ir.Stmt {
	switch {
	case ctx.OPEN() != nil:
		return l.openCursor(&ir.OpenCursor{Cursor: l.cursorRef(ctx)}, l.span(ctx))
	case ctx.CLOSE() != nil:
		c := l.cursorRef(ctx)
		l.noteClosed(c)
		return []ir.Stmt{&ir.CloseCursor{Cursor: c}}
	case ctx.FETCH() != nil:
		return []ir.Stmt{l.fetch(ctx)}
	}
	l.noteClosed(l.cursorRef(ctx))
	return nil // DEALLOCATE: a cursor that is closed is gone
}

// cursorRef is the last word of OPEN c, CLOSE GLOBAL c.
func (l *lowerer) cursorRef(ctx antlr.ParserRuleContext) *ir.Ref {
	w := strings.Fields(l.span(ctx).Text())
	return l.varRef(l.cursorName(identifier(strings.TrimSuffix(w[len(w)-1], ";"))), l.span(ctx))
}

// fetch lowers FETCH NEXT FROM c INTO @a, @b.
func (l *lowerer) fetch(ctx syntax.ICursorStmtContext) ir.Stmt {
	f := &ir.FetchCursor{}
	var words []string
	into := false
	for _, k := range ctx.GetChildren() {
		t, ok := k.(antlr.TerminalNode)
		if !ok {
			continue
		}
		switch t.GetSymbol().GetTokenType() {
		case scan.FETCH, scan.FROM, scan.COMMA:
		case scan.INTO:
			into = true
		default:
			if into {
				f.Into = append(f.Into, l.varRef(ident(t), l.tokenSpan(t)))
			} else {
				words = append(words, t.GetText())
			}
		}
	}
	if len(words) > 0 {
		f.Cursor = l.varRef(l.cursorName(identifier(words[len(words)-1])), l.span(ctx))
		f.Direction = strings.ToUpper(strings.Join(words[:len(words)-1], " "))
		f.Direction = strings.TrimSpace(strings.TrimSuffix(f.Direction, "GLOBAL"))
	}
	return f
}

// cursorValues keeps the variables that a cursor's query reads and that change before it is opened: they count as they are at
// DECLARE ("DECLARE CURSOR", select_statement), where PL/pgSQL reads them at OPEN.
func (l *lowerer) cursorValues(b *ir.Block) {
	if len(l.cursors) == 0 {
		return
	}
	w := &cursorWalk{opens: map[string]int{}, writes: map[string][]int{}}
	w.list(b.Body, nil)
	for _, c := range l.cursors {
		open := w.opens[c.decl.Name.Key]
		from := c.decl.Sp.End
		kept := map[string]ir.Name{}
		ir.Walk(c.decl.Query, func(n ir.Node) bool {
			r, ok := n.(*ir.Ref)
			if !ok || len(r.Name.Parts) != 1 || !strings.HasPrefix(r.Name.Parts[0].Text, "@") {
				return true
			}
			v := r.Name.Parts[0]
			for _, at := range w.writes[v.Key] {
				if at > from && at < open {
					if kept[v.Key].IsZero() {
						kept[v.Key] = l.keepValue(c, v)
					}
					r.Name.Parts = []ir.Name{kept[v.Key]}
					break
				}
			}
			return true
		})
	}
	l.cursorChoices(b)
	l.cursors, l.renamed, l.closed = nil, nil, nil
}

// keepValue makes a variable that has the value of another at the place of a cursor's declaration.
func (l *lowerer) keepValue(c *cursorPlace, v ir.Name) ir.Name {
	t := l.variableType(v.Key)
	if t == nil {
		return v
	}
	d := &ir.VarDecl{Type: t}
	d.Name, d.Sp = identifier("@"+strings.TrimPrefix(c.decl.Name.Text, "@")+"_"+strings.TrimPrefix(v.Text, "@")), c.decl.Sp
	if l.variableType(d.Name.Key) == nil { // another declaration of the cursor may have made it
		*l.decls = append([]ir.Decl{d}, *l.decls...)
	}
	a := &ir.Assign{Target: l.varRef(d.Name, d.Sp), Value: l.varRef(v, d.Sp)}
	a.Sp = d.Sp
	c.block.Body = append(c.block.Body, a)
	return d.Name
}

// variableType is the type of a variable or parameter of the module.
func (l *lowerer) variableType(key string) *ir.Type {
	for _, o := range *l.decls {
		if v, ok := o.(*ir.VarDecl); ok && v.Name.Key == key {
			return v.Type
		}
	}
	if r, ok := l.obj.(*ir.Routine); ok {
		for _, p := range r.Params {
			if p.Name.Key == key {
				return p.Type
			}
		}
	}
	return nil
}

// cursorWalk notes where cursors are opened, the last time, and where variables are written to.
type cursorWalk struct {
	opens  map[string]int
	writes map[string][]int
}

func (w *cursorWalk) list(list []ir.Stmt, around *ir.Loop) {
	for _, s := range list {
		w.stmt(s, around)
	}
}

func (w *cursorWalk) stmt(s ir.Stmt, around *ir.Loop) {
	switch s := s.(type) {
	case *ir.Block:
		w.list(s.Body, around)
		for _, h := range s.Handlers {
			w.list(h.Body, around)
		}
	case *ir.If:
		for _, b := range s.Branches {
			w.list(b.Body, around)
		}
		w.list(s.Else, around)
	case *ir.Loop:
		if around == nil {
			around = s
		}
		w.list(s.Body, around)
	case *ir.OpenCursor:
		at := s.Cursor.Span().Start
		if around != nil && len(around.Body) > 0 { // it is opened again after all that the loop does
			at = around.Body[len(around.Body)-1].Span().End
		}
		if r, ok := s.Cursor.(*ir.Ref); ok {
			w.opens[r.Name.Key()] = max(at, w.opens[r.Name.Key()])
		}
	default:
		w.written(s)
	}
}

// written notes the variables that a statement gives values to.
func (w *cursorWalk) written(s ir.Stmt) {
	note := func(e ir.Expr) {
		if r, ok := e.(*ir.Ref); ok {
			w.writes[r.Name.Key()] = append(w.writes[r.Name.Key()], r.Span().Start)
		}
	}
	ir.Walk(s, func(n ir.Node) bool {
		switch n := n.(type) {
		case *ir.Assign:
			note(n.Target)
		case *ir.SelectItem:
			note(n.Assign)
		case *ir.FetchCursor:
			for _, e := range n.Into {
				note(e)
			}
		case *ir.CallStmt:
			note(n.Result)
		case *ir.Call:
			for _, a := range n.Args {
				if a.Out {
					note(a.Value)
				}
			}
		case *ir.Update:
			for _, c := range n.Sets {
				note(c.Var)
			}
		}
		return true
	})
}
