package ir

import "strings"

// TempTables tells for the temporary tables of SQL Server's (#t) who makes them and who uses them without making them. Such
// a table lives as long as the session, or the procedure, that made it: what follows in the same script finds it, and so does
// every procedure that is called meanwhile (CREATE TABLE, Temporary tables).
type TempTables struct {
	makers  map[string][]*TempMaker    // by key, in the order of the source
	calls   map[Object]map[string]bool // by the name of what is called
	named   map[string][]Object        // the routines, by the name that calls have
	place   map[Object]int
	list    []*TempMaker
	of      map[Node]*TempMaker
	called  map[Object][]QName                  // what is called, as it is written
	altered map[Object]map[string][]*AlterTable // ALTER TABLE #t, by key
}

// TempMaker is a statement that makes a temporary table.
type TempMaker struct {
	Key    string
	Object Object  // the routine, trigger or script that it stands in
	Table  *Table  // of CREATE TABLE
	Into   *Select // of SELECT … INTO
	Query  *Query  // the query with that Select
}

// Node is the table or the query block that is made.
func (m *TempMaker) Node() Node {
	if m.Table != nil {
		return m.Table
	}
	return m.Into
}

// IsTempName tells the names of temporary tables; those of every session (##t) are among them.
func IsTempName(n Name) bool { return strings.HasPrefix(n.Text, "#") }

// FindTempTables looks through all objects of a schema.
func FindTempTables(s *Schema) *TempTables {
	t := &TempTables{makers: map[string][]*TempMaker{}, calls: map[Object]map[string]bool{}, named: map[string][]Object{}, place: map[Object]int{}, of: map[Node]*TempMaker{}, called: map[Object][]QName{},
		altered: map[Object]map[string][]*AlterTable{}}
	for i, o := range s.Objects {
		t.place[o] = i
		if o.Obj().Dropped == "" && holdsStatements(o) {
			t.look(o)
			if r, ok := o.(*Routine); ok {
				t.named[r.Name.Last().Key] = append(t.named[r.Name.Last().Key], r)
			}
		}
	}
	return t
}

func holdsStatements(o Object) bool {
	switch o.(type) {
	case *Routine, *Trigger, *DataScript:
		return true
	}
	return false
}

func (t *TempTables) look(o Object) {
	Walk(o, func(n Node) bool {
		switch n := n.(type) {
		case *Repeat:
			return false
		case *DDL:
			for _, d := range n.Objects {
				if x, ok := d.(*Table); ok && IsTempName(x.Name.Last()) {
					t.add(x.Name.Last(), &TempMaker{Object: o, Table: x})
				}
				if a, ok := d.(*AlterTable); ok && IsTempName(a.Name.Last()) {
					if t.altered[o] == nil {
						t.altered[o] = map[string][]*AlterTable{}
					}
					t.altered[o][a.Name.Last().Key] = append(t.altered[o][a.Name.Last().Key], a)
				}
			}
		case *SelectStmt:
			if sel := FirstSelect(n.Query.Body); sel != nil && !sel.IntoTbl.IsZero() && IsTempName(sel.IntoTbl.Last()) {
				t.add(sel.IntoTbl.Last(), &TempMaker{Object: o, Into: sel, Query: n.Query})
			}
		case *Call:
			if len(n.Name.Parts) > 0 {
				if t.calls[o] == nil {
					t.calls[o] = map[string]bool{}
				}
				t.calls[o][n.Name.Last().Key] = true
				t.called[o] = append(t.called[o], n.Name)
			}
		}
		return true
	})
}

func (t *TempTables) add(n Name, m *TempMaker) {
	m.Key = n.Key
	t.of[m.Node()] = m
	t.makers[n.Key] = append(t.makers[n.Key], m)
	t.list = append(t.list, m)
}

// Altered gives the ALTER TABLE statements of an object for a temporary table.
func (t *TempTables) Altered(o Object, key string) []*AlterTable { return t.altered[o][key] }

// Of gives the maker whose table or query block this is; nil for any other.
func (t *TempTables) Of(n Node) *TempMaker { return t.of[n] }

// List gives all makers, in the order of the source.
func (t *TempTables) List() []*TempMaker { return t.list }

// FirstSelect is the first block of a query's body, whose INTO and column names are the query's; nil where there is none.
func FirstSelect(b QueryBody) *Select {
	for {
		switch x := b.(type) {
		case *Select:
			return x
		case *SetOp:
			b = x.L
		case *Query:
			if x == nil {
				return nil
			}
			b = x.Body
		default:
			return nil
		}
	}
}

// Several tells whether more than one object makes a table of the name.
func (t *TempTables) Several(key string) bool {
	for _, m := range t.makers[key] {
		if m.Object != t.makers[key][0].Object {
			return true
		}
	}
	return false
}

// By gives what an object itself makes under the name; nil for nothing.
func (t *TempTables) By(o Object, key string) *TempMaker {
	for _, m := range t.makers[key] {
		if m.Object == o {
			return m
		}
	}
	return nil
}

// For finds the table that an object uses and does not make: that of an earlier part of the same script, of a routine that
// calls it, of a caller of those, or the only ones that there are. Nil where nothing in the sources makes it.
func (t *TempTables) For(o Object, key string) *TempMaker {
	list := t.makers[key]
	if _, script := o.(*DataScript); script {
		var last *TempMaker
		for _, m := range list {
			if _, ok := m.Object.(*DataScript); ok && SameFile(m.Object, o) && t.place[m.Object] < t.place[o] {
				last = m
			}
		}
		return last
	}
	if m := t.ofCallers(o, list); m != nil {
		return m
	}
	for _, m := range list {
		if m.Object != o {
			return m
		}
	}
	return nil
}

// ofCallers goes from an object to those that call it, the nearest first.
func (t *TempTables) ofCallers(o Object, list []*TempMaker) *TempMaker {
	seen := map[Object]bool{o: true}
	for level := []Object{o}; len(level) > 0; {
		var next []Object
		for _, m := range list {
			for _, callee := range level {
				if m.Object != o && t.calls[m.Object][callee.Obj().Name.Last().Key] {
					return m
				}
			}
		}
		for caller, callees := range t.calls {
			for _, callee := range level {
				if callees[callee.Obj().Name.Last().Key] && !seen[caller] {
					seen[caller] = true
					next = append(next, caller)
				}
			}
		}
		level = next
	}
	return nil
}

// Remade gives the routine that an object calls, itself or through others, and that makes a table of the name too; the object
// itself where it is called again meanwhile. Nil for none.
func (t *TempTables) Remade(o Object, key string) Object {
	return t.reached(o, func(r Object) bool { return t.By(r, key) != nil })
}

// CallsItself tells whether an object is called again, by itself or through others, before it ends.
func (t *TempTables) CallsItself(o Object) bool {
	return t.reached(o, func(r Object) bool { return r == o }) != nil
}

// reached gives the first routine that an object calls, itself or through others, and that is of a kind; nil for none.
func (t *TempTables) reached(o Object, is func(Object) bool) Object {
	seen := map[Object]bool{}
	for todo := []Object{o}; len(todo) > 0; todo = todo[1:] {
		for _, name := range t.called[todo[0]] {
			for _, r := range t.named[name.Last().Key] {
				if seen[r] || !inSchema(r, name) {
					continue
				}
				if is(r) {
					return r
				}
				seen[r] = true
				todo = append(todo, r)
			}
		}
	}
	return nil
}

// inSchema tells whether a name means an object: it has the schema's name, or none.
func inSchema(o Object, name QName) bool {
	q := name.Qualifier()
	return q.IsZero() || o.Obj().Schema.IsZero() || q.Key == o.Obj().Schema.Key
}

// SameNamed tells whether another routine has the name of o, in another schema.
func (t *TempTables) SameNamed(o Object) bool {
	return len(t.named[o.Obj().Name.Last().Key]) > 1
}

// SameFile tells whether two objects stand in one file.
func SameFile(a, b Object) bool {
	x, y := a.Span(), b.Span()
	return x.File != nil && y.File != nil && x.File.Name == y.File.Name
}
