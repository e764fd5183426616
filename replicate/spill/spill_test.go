package spill

import (
	"bytes"
	"errors"
	"os"
	"reflect"
	"testing"

	"github.com/crosswalk-db/crosswalk/replicate/canon"
	"github.com/crosswalk-db/crosswalk/replicate/event"
	"pgregory.net/rapid"
)

var tables = []*event.Table{{ID: event.TableID{Schema: "s", Name: "a"}}, {ID: event.TableID{Schema: "s", Name: "b"}}}

func genRow(t *rapid.T) event.Row {
	if rapid.Bool().Draw(t, "none") {
		return nil
	}
	row := make(event.Row, rapid.IntRange(1, 5).Draw(t, "columns"))
	for i := range row {
		switch rapid.IntRange(0, 2).Draw(t, "kind") {
		case 1:
			row[i].Unchanged = true
		case 2:
			row[i] = canon.Value{B: rapid.SliceOf(rapid.Byte()).Draw(t, "value")}
			if row[i].B == nil {
				row[i].B = []byte{}
			}
		}
	}
	return row
}

// TestSpillGivesBack holds the one promise: what went in comes out, from memory and from a file alike.
func TestSpillGivesBack(t *testing.T) {
	dir := t.TempDir()
	rapid.Check(t, func(t *rapid.T) {
		b := Buffer{Dir: dir, Limit: rapid.SampledFrom([]int{0, 500, 1 << 20}).Draw(t, "limit")}
		var want []*event.Change
		for range rapid.IntRange(0, 30).Draw(t, "changes") {
			c := &event.Change{Op: rapid.SampledFrom([]event.Op{event.Insert, event.Update, event.Delete, event.Truncate}).Draw(t, "op"),
				Table: rapid.SampledFrom(tables).Draw(t, "table"), Before: genRow(t), After: genRow(t)}
			if rapid.IntRange(0, 9).Draw(t, "ddl") == 0 {
				c = &event.Change{Op: event.DDL, Table: c.Table, Text: "ALTER", Schema: tables[0]}
			}
			want = append(want, c)
			if err := b.Add(c); err != nil {
				t.Fatal(err)
			}
		}
		changes, err := b.Changes()
		if err != nil {
			t.Fatal(err)
		}
		defer changes.Close()
		for range 2 {
			var got []*event.Change
			if err := changes.Each(func(c *event.Change) error { got = append(got, c); return nil }); err != nil {
				t.Fatal(err)
			}
			if !reflect.DeepEqual(got, want) {
				t.Fatalf("got %v, want %v", got, want)
			}
		}
	})
	if left, _ := os.ReadDir(dir); len(left) != 0 {
		t.Errorf("%d files are left", len(left))
	}
}

func TestDamageIsSeen(t *testing.T) {
	b := Buffer{Dir: t.TempDir()}
	for range 3 {
		if err := b.Add(&event.Change{Op: event.Insert, Table: tables[0], After: event.Row{{B: bytes.Repeat([]byte("x"), 100)}}}); err != nil {
			t.Fatal(err)
		}
	}
	changes, err := b.Changes()
	if err != nil {
		t.Fatal(err)
	}
	defer changes.Close()
	f := changes.(*file).f
	if _, err := f.WriteAt([]byte("y"), 150); err != nil {
		t.Fatal(err)
	}
	if err := changes.Each(func(*event.Change) error { return nil }); !errors.Is(err, ErrCorrupt) {
		t.Errorf("a changed byte was not noticed: %v", err)
	}
	if err := f.Truncate(200); err != nil {
		t.Fatal(err)
	}
	if err := changes.Each(func(*event.Change) error { return nil }); !errors.Is(err, ErrCorrupt) {
		t.Errorf("a cut file was not noticed: %v", err)
	}
}

func TestClean(t *testing.T) {
	dir := t.TempDir()
	b := Buffer{Dir: dir}
	if err := b.Add(&event.Change{Op: event.Insert, Table: tables[0], After: event.Row{{B: []byte("x")}}}); err != nil {
		t.Fatal(err)
	}
	if left, _ := os.ReadDir(dir); len(left) != 1 {
		t.Fatalf("%d files, want one", len(left))
	}
	if err := Clean(dir); err != nil {
		t.Fatal(err)
	}
	if left, _ := os.ReadDir(dir); len(left) != 0 {
		t.Errorf("%d files are left", len(left))
	}
}
