package postgres

import (
	"bytes"
	"encoding/hex"
	"regexp"
	"strconv"
	"strings"

	"github.com/crosswalk-db/crosswalk/replicate/canon"
	"github.com/crosswalk-db/crosswalk/replicate/event"
	"github.com/crosswalk-db/crosswalk/replicate/sets"
)

// write writes the statement of a group.
func write(g *sets.Group) call {
	if len(g.Rows) == 1 {
		return single(g.Rows[0])
	}
	t := g.Table
	cols := sets.Columns(t, g.Mask)
	if g.Op == event.Delete {
		cols = t.Key
	}
	src := newSource(t, cols)
	for _, c := range g.Rows {
		row := c.After
		if g.Op == event.Delete {
			row = c.Before
		}
		src.add(row)
	}
	out := call{op: g.Op, params: src.params(), want: int64(len(g.Rows))}
	switch g.Op {
	case event.Insert:
		out.sql = "insert into " + tableName(t.ID) + " (" + src.names() + ") overriding system value select " + src.values() + " from " + src.from()
	case event.Update:
		out.sql = "update " + tableName(t.ID) + " t set " + src.sets(t) + " from " + src.from() + " where " + src.join(t)
	default:
		out.sql = "delete from " + tableName(t.ID) + " t using " + src.from() + " where " + src.join(t)
	}
	return out
}

// source is a set of rows as parameters: one array a column.
type source struct {
	t    *event.Table
	cols []int
	arr  []bytes.Buffer
}

func newSource(t *event.Table, cols []int) *source {
	s := &source{t: t, cols: cols, arr: make([]bytes.Buffer, len(cols))}
	for i := range s.arr {
		s.arr[i].WriteByte('{')
	}
	return s
}

func (s *source) add(row event.Row) {
	for i, c := range s.cols {
		b := &s.arr[i]
		if b.Len() > 1 {
			b.WriteByte(',')
		}
		v := row[c]
		switch {
		case v.B == nil:
			b.WriteString("NULL")
		case kindOf(s.t, c) == canon.Bytes:
			b.WriteString(`"\\x`)
			b.Write(hex.AppendEncode(b.AvailableBuffer(), v.B))
			b.WriteByte('"')
		case kindOf(s.t, c) == canon.Int:
			b.Write(v.B)
		default:
			quoteItem(b, v.B)
		}
	}
}

func quoteItem(out *bytes.Buffer, b []byte) {
	out.WriteByte('"')
	for {
		i := bytes.IndexAny(b, `"\`)
		if i < 0 {
			break
		}
		out.Write(b[:i])
		out.WriteByte('\\')
		out.WriteByte(b[i])
		b = b[i+1:]
	}
	out.Write(b)
	out.WriteByte('"')
}

func (s *source) params() [][]byte {
	out := make([][]byte, len(s.arr))
	for i := range s.arr {
		s.arr[i].WriteByte('}')
		out[i] = s.arr[i].Bytes()
	}
	return out
}

func (s *source) names() string {
	var out []string
	for _, c := range s.cols {
		out = append(out, ident(s.t.Columns[c].Name))
	}
	return strings.Join(out, ", ")
}

func alias(c int) string { return "u.c" + strconv.Itoa(c) }

// value is a column of the set, in the column's own type.
func (s *source) value(c int) string {
	if _, asText := elemType(s.t.Columns[c].Type); asText {
		return alias(c) + "::" + baseType(s.t.Columns[c].Type.Native)
	}
	return alias(c)
}

func (s *source) values() string {
	var out []string
	for _, c := range s.cols {
		out = append(out, s.value(c))
	}
	return strings.Join(out, ", ")
}

func (s *source) from() string {
	var args, names []string
	for i, c := range s.cols {
		typ, _ := elemType(s.t.Columns[c].Type)
		args = append(args, "$"+strconv.Itoa(i+1)+"::"+typ+"[]")
		names = append(names, "c"+strconv.Itoa(c))
	}
	return "unnest(" + strings.Join(args, ", ") + ") u(" + strings.Join(names, ", ") + ")"
}

// sets lists the assignments of an update; a table that is all key assigns its key to itself.
func (s *source) sets(t *event.Table) string {
	var out []string
	for _, c := range s.cols {
		if !t.IsKey(c) {
			out = append(out, ident(t.Columns[c].Name)+" = "+s.value(c))
		}
	}
	if len(out) == 0 {
		out = append(out, ident(t.Columns[t.Key[0]].Name)+" = "+s.value(t.Key[0]))
	}
	return strings.Join(out, ", ")
}

func (s *source) join(t *event.Table) string {
	var out []string
	for _, k := range t.Key {
		out = append(out, "t."+ident(t.Columns[k].Name)+" = "+s.value(k))
	}
	return strings.Join(out, " and ")
}

var limits = regexp.MustCompile(`\([0-9, -]*\)`)

// baseType is a type without its limits, in which a value can travel without being cut: the column's own limits act when
// it is assigned.
func baseType(native string) string {
	switch {
	case strings.HasSuffix(native, "[]"):
		return baseType(strings.TrimSuffix(native, "[]")) + "[]"
	case native == "character" || strings.HasPrefix(native, "character("):
		return "pg_catalog.bpchar"
	case strings.HasPrefix(native, "bit"):
		return "pg_catalog.varbit"
	case strings.HasPrefix(native, "interval"):
		return "interval"
	}
	return limits.ReplaceAllString(native, "")
}

// elemType is the element type of the array that carries a column's values, and whether it is text in place of the
// column's own type, because arrays of arrays would be flattened.
func elemType(t canon.Type) (string, bool) {
	if t.Kind == canon.Array || t.Kind == canon.Other {
		return "text", true
	}
	return baseType(t.Native), false
}
