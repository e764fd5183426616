package ir

import (
	"slices"
	"strings"
)

// MadeTables tells which tables that stay the bodies of SQL Server's routines, triggers and scripts make while they run: by CREATE TABLE,
// or by SELECT … INTO.
type MadeTables struct {
	makers  map[string][]*TempMaker             // by MadeKey, in the order of the source
	altered map[Object]map[string][]*AlterTable // ALTER TABLE of bodies, by MadeKey
	list    []*TempMaker
	users   map[string][]Object // the bodies that name a table, by its own name
}

// MadeKey is the schema and the name of a table that a statement makes or names, as SQL Server finds it: DDL without a schema is about
// the default schema of the user, which is dbo unless another was given. "" for temporary tables, for those of another database, and for
// names that are not known.
func MadeKey(q QName) string {
	n := len(q.Parts)
	if n == 0 || n > 2 || !q.Link.IsZero() || HasHole(q) || IsTempName(q.Last()) || strings.HasPrefix(q.Last().Text, "@") {
		return ""
	}
	schema := "DBO"
	if n == 2 && q.Parts[0].Key != "" {
		schema = q.Parts[0].Key
	}
	return schema + "." + q.Last().Key
}

// FindMadeTables looks through all objects of a schema.
func FindMadeTables(s *Schema) *MadeTables {
	t := &MadeTables{makers: map[string][]*TempMaker{}, altered: map[Object]map[string][]*AlterTable{}, users: map[string][]Object{}}
	for _, o := range s.Objects {
		if o.Obj().Dropped == "" && holdsStatements(o) {
			t.look(o)
		}
	}
	return t
}

func (t *MadeTables) look(o Object) {
	var renamed []*AlterTable
	add := func(q QName, m *TempMaker) {
		if m.Key = MadeKey(q); m.Key != "" {
			t.makers[m.Key] = append(t.makers[m.Key], m)
			t.list = append(t.list, m)
		}
	}
	Walk(o, func(n Node) bool {
		switch n := n.(type) {
		case *Repeat:
			return false
		case *TableRef:
			if name := n.Name.Last().Key; MadeKey(n.Name) != "" && !slices.Contains(t.users[name], o) {
				t.users[name] = append(t.users[name], o)
			}
		case *DDL:
			for _, d := range n.Objects {
				switch x := d.(type) {
				case *Table:
					add(x.Name, &TempMaker{Object: o, Table: x})
				case *AlterTable:
					if key := MadeKey(x.Name); key != "" {
						if t.altered[o] == nil {
							t.altered[o] = map[string][]*AlterTable{}
						}
						t.altered[o][key] = append(t.altered[o][key], x)
						renamed = append(renamed, x)
					}
				}
			}
		case *SelectStmt:
			if sel := FirstSelect(n.Query.Body); sel != nil && !sel.IntoTbl.IsZero() {
				add(sel.IntoTbl, &TempMaker{Object: o, Into: sel, Query: n.Query})
			}
		}
		return true
	})
	for _, a := range renamed {
		for i := range a.Actions {
			if to := a.Actions[i].RenameTo; !to.IsZero() {
				old, name := MadeKey(a.Name), RenamedTable(a.Name, to)
				if m := t.By(o, old); m != nil {
					add(name, &TempMaker{Object: o, Table: m.Table, Into: m.Into, Query: m.Query})
					t.altered[o][MadeKey(name)] = append(slices.Clone(t.altered[o][old]), t.altered[o][MadeKey(name)]...)
				}
			}
		}
	}
}

// RenamedTable is the name that a table has in its schema once it is called otherwise.
func RenamedTable(q QName, to Name) QName {
	return QName{Parts: append(slices.Clone(q.Parts[:len(q.Parts)-1]), to), Sp: q.Sp}
}

// By gives what an object itself makes under a key; nil for nothing.
func (t *MadeTables) By(o Object, key string) *TempMaker {
	for _, m := range t.makers[key] {
		if m.Object == o {
			return m
		}
	}
	return nil
}

// For gives what is known of a table that an object names: what it makes itself, or else the first maker that tells its columns. Nil where
// nothing makes one.
func (t *MadeTables) For(o Object, key string) *TempMaker {
	if m := t.By(o, key); m != nil {
		return m
	}
	list := t.makers[key]
	for _, m := range list {
		if m.Table != nil {
			return m
		}
	}
	if len(list) > 0 {
		return list[0]
	}
	return nil
}

// ReadElsewhere tells a table whose name another object than its maker uses.
func (t *MadeTables) ReadElsewhere(m *TempMaker) bool {
	_, name, _ := strings.Cut(m.Key, ".")
	for _, o := range t.users[name] {
		if o != m.Object {
			return true
		}
	}
	return false
}

// List gives all makers, in the order of the source.
func (t *MadeTables) List() []*TempMaker { return t.list }

// Altered gives the ALTER TABLE statements of an object for a table.
func (t *MadeTables) Altered(o Object, key string) []*AlterTable { return t.altered[o][key] }

// Makers gives all that make a table.
func (t *MadeTables) Makers(key string) []*TempMaker { return t.makers[key] }
