package tsql

import (
	"strconv"
	"strings"

	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/ir/diag"
)

// cursorChoice is a cursor whose query is not fixed: two branches declare it, one by one query and one by another, or it is a
// parameter, which SET @c = CURSOR FOR … gives a query. It becomes a variable that OPEN … FOR fills; which of the queries counts
// is kept in a number.
type cursorChoice struct {
	places []*cursorPlace
	which  ir.Name // zero while nobody asks for it
}

// openPlace is an OPEN, in a block of its own.
type openPlace struct {
	block *ir.Block
	stmt  *ir.OpenCursor
	last  *cursorPlace // the declaration that stands right in front of it in the same list; nil where none does
}

// givenCursor tells SET @c = CURSOR FOR … of a parameter.
func (l *lowerer) givenCursor(c *cursorPlace) bool {
	r, ok := l.obj.(*ir.Routine)
	if !ok {
		return false
	}
	for _, p := range r.Params {
		if p.Name.Key == c.decl.Name.Key {
			l.choose(c)
			return true
		}
	}
	return false
}

// choose adds a query to those that a cursor may have.
func (l *lowerer) choose(c *cursorPlace) {
	key := c.decl.Name.Key
	for _, w := range strings.Fields(c.decl.Options) {
		if w == "DYNAMIC" || w == "KEYSET" {
			l.find(diag.TSQLCursorOption, c.decl.Sp, "%s: the cursor does not see what changes while it is open", w)
		}
	}
	if l.choices == nil {
		l.choices = map[string]*cursorChoice{}
	}
	ch := l.choices[key]
	if ch == nil {
		ch = &cursorChoice{}
		l.choices[key] = ch
		for i, o := range *l.decls {
			if d, ok := o.(*ir.CursorDecl); ok && d.Name.Key == key {
				v := &ir.VarDecl{Type: &ir.Type{Kind: ir.TRefCursor, Spelled: "CURSOR", Sp: d.Sp}}
				v.Name, v.Sp = d.Name, d.Sp
				(*l.decls)[i] = v
				ch.places = append(ch.places, l.placeOf(d))
			}
		}
	}
	ch.places = append(ch.places, c)
}

func (l *lowerer) placeOf(d *ir.CursorDecl) *cursorPlace {
	for _, c := range l.cursors {
		if c.decl == d {
			return c
		}
	}
	return nil
}

// openCursor lowers OPEN: which query it opens may show later only, by another declaration.
func (l *lowerer) openCursor(s *ir.OpenCursor, sp diag.Span) []ir.Stmt {
	s.Sp = sp
	o := &openPlace{block: &ir.Block{Body: []ir.Stmt{s}}, stmt: s}
	o.block.Sp = sp
	l.opens = append(l.opens, o)
	delete(l.closed, s.Cursor.(*ir.Ref).Name.Key())
	return []ir.Stmt{o.block}
}

func (l *lowerer) noteClosed(c *ir.Ref) {
	if l.closed == nil {
		l.closed = map[string]bool{}
	}
	l.closed[c.Name.Key()] = true
}

// isPlace tells a block that stands for the declaration or the OPEN of a cursor: what it holds is known at the end of the body.
func (l *lowerer) isPlace(b *ir.Block) bool {
	for _, c := range l.cursors {
		if c.block == b {
			return true
		}
	}
	for _, o := range l.opens {
		if o.block == b {
			return true
		}
	}
	return false
}

// cursorChoices gives each OPEN of such a cursor the query that it opens.
func (l *lowerer) cursorChoices(b *ir.Block) {
	if len(l.choices) > 0 {
		l.openedAtOnce(b.Body)
	}
	for _, o := range l.opens {
		ref := o.stmt.Cursor.(*ir.Ref)
		ch := l.choices[ref.Name.Key()]
		switch {
		case ch == nil:
		case len(ch.places) == 1:
			o.stmt.Query = ir.Clone(ch.places[0].decl.Query)
		case o.last != nil && o.last.decl.Name.Key == ref.Name.Key():
			o.stmt.Query = ir.Clone(o.last.decl.Query)
		default:
			o.block.Body = []ir.Stmt{l.openChosen(o.stmt, ch)}
		}
	}
	l.opens, l.choices = nil, nil
}

// openedAtOnce finds the declarations that stand right in front of an OPEN.
func (l *lowerer) openedAtOnce(list []ir.Stmt) {
	for i, s := range list {
		switch s := s.(type) {
		case *ir.Block:
			if i > 0 {
				l.noteLast(s, list[i-1])
			}
			l.openedAtOnce(s.Body)
			for _, h := range s.Handlers {
				l.openedAtOnce(h.Body)
			}
		case *ir.If:
			for _, b := range s.Branches {
				l.openedAtOnce(b.Body)
			}
			l.openedAtOnce(s.Else)
		case *ir.Loop:
			l.openedAtOnce(s.Body)
		}
	}
}

func (l *lowerer) noteLast(s *ir.Block, before ir.Stmt) {
	for _, o := range l.opens {
		for _, c := range l.cursors {
			if o.block == s && ir.Stmt(c.block) == before {
				o.last = c
			}
		}
	}
}

// openChosen opens the query that was declared last.
func (l *lowerer) openChosen(s *ir.OpenCursor, ch *cursorChoice) ir.Stmt {
	if ch.which.IsZero() {
		l.keepChoice(ch)
	}
	out := &ir.If{HasElse: true}
	out.Sp = s.Sp
	for i, c := range ch.places {
		one := *s
		one.Query = ir.Clone(c.decl.Query)
		if i == len(ch.places)-1 {
			out.Else = []ir.Stmt{&one}
			break
		}
		cond := &ir.Binary{Op: ir.OpEq, L: l.varRef(ch.which, s.Sp), R: &ir.NumberLit{Text: strconv.Itoa(i + 1)}}
		cond.Sp = s.Sp
		out.Branches = append(out.Branches, ir.Branch{Cond: cond, Body: []ir.Stmt{&one}})
	}
	return out
}

// keepChoice has each declaration note that it is the last one.
func (l *lowerer) keepChoice(ch *cursorChoice) {
	first := ch.places[0].decl
	v := &ir.VarDecl{Type: &ir.Type{Kind: ir.TInt, Bits: 32, Spelled: "INT", Sp: first.Sp}}
	v.Name, v.Sp = identifier("@"+strings.TrimPrefix(first.Name.Text, "@")+"_query"), first.Sp
	ch.which = v.Name
	l.declared(v)
	for i, c := range ch.places {
		a := &ir.Assign{Target: l.varRef(v.Name, c.decl.Sp), Value: &ir.NumberLit{Text: strconv.Itoa(i + 1)}}
		a.Sp = c.decl.Sp
		c.block.Body = append(c.block.Body, a)
	}
}
