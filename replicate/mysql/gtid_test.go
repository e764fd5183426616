package mysql

import (
	"database/sql"
	"errors"
	"testing"

	"github.com/go-mysql-org/go-mysql/replication"

	"github.com/crosswalk-db/crosswalk/replicate"
	"github.com/crosswalk-db/crosswalk/replicate/event"
)

const (
	one = "3e11fa47-71ca-11e1-9e33-c80aa9429562"
	two = "4e11fa47-71ca-11e1-9e33-c80aa9429562"
)

// TestPlaces: what is written is read again, and what is none is refused.
func TestPlaces(t *testing.T) {
	for _, p := range []place{{"binlog.000004", 1234, ""}, {"binlog.000004", 1234, "0-1-57,1-1-3"}, {"b.1", 4, one + ":1-57:60," + two + ":1"}, {"", 0, "0-1-57"}, {"", 0, one + ":1-5"}} {
		got, err := parsePlace(p.position())
		if err != nil || got != p {
			t.Errorf("%q is read as %+v: %v", p.position(), got, err)
		}
	}
	for text, want := range map[event.Position]place{"0-1-57": {gtids: "0-1-57"}, event.Position(one + ":1-5"): {gtids: one + ":1-5"}} {
		if got, err := parsePlace(text); err != nil || got != want {
			t.Errorf("a user's %q is read as %+v: %v", text, got, err)
		}
	}
	for _, text := range []event.Position{"", ";", "binlog.000004", "binlog.000004:", "binlog.000004:-1", "0-1", "0-1-57;0-1-58", "16/B374D848"} {
		if got, err := parsePlace(text); !errors.Is(err, replicate.ErrPermanent) {
			t.Errorf("%q is read as %+v: %v", text, got, err)
		}
	}
}

// TestPlacesCompare: by file and offset on one server, by GTIDs between two.
func TestPlacesCompare(t *testing.T) {
	s := &Source{}
	for _, x := range []struct {
		a, b event.Position
		want int
	}{
		{"b.000001:10", "b.000001:20", -1}, {"b.000002:4", "b.000001:999", 1}, {"b.1000000:4", "b.999999:4", 1}, {"b.000001:10;0-1-5", "b.000001:10;0-1-9", 0},
		{";0-1-5", "b.000001:10;0-1-9", -1}, {"b.000001:10;0-1-9", ";0-1-5", 1}, {";0-1-5", ";0-1-5", 0}, {";0-2-6", ";0-1-5", 1},
		{";0-1-5", ";0-1-5,1-1-1", -1}, {";0-1-5,1-1-1", ";0-1-5", 1},
		{event.Position(";" + one + ":1-5"), event.Position("x.1:4;" + one + ":1-7"), -1}, {event.Position(";" + one + ":1-7," + two + ":1"), event.Position(";" + one + ":1-7"), 1},
	} {
		d, err := s.Compare(x.a, x.b)
		if err != nil || d > 0 != (x.want > 0) || d < 0 != (x.want < 0) {
			t.Errorf("%s beside %s: %d %v", x.a, x.b, d, err)
		}
	}
	if _, err := s.Compare(";0-1-5", "b.000001:10"); !errors.Is(err, replicate.ErrPermanent) {
		t.Errorf("without GTIDs: %v", err)
	}
}

// TestGTIDsFollow: a transaction counts when it has ended, and an anonymous one not at all.
func TestGTIDsFollow(t *testing.T) {
	g, err := newGTIDs(sql.NullString{String: "0-1-5,1-1-3", Valid: true})
	if err != nil {
		t.Fatal(err)
	}
	g.open = "0-2-6"
	if g.text != "0-1-5,1-1-3" {
		t.Errorf("an open transaction counts: %s", g.text)
	}
	for range 2 {
		if got, err := g.ended(); err != nil || got != "0-2-6,1-1-3" {
			t.Errorf("%s %v", got, err)
		}
	}
	g, err = newGTIDs(sql.NullString{String: one + ":1-5", Valid: true})
	if err != nil {
		t.Fatal(err)
	}
	sid := []byte{0x3e, 0x11, 0xfa, 0x47, 0x71, 0xca, 0x11, 0xe1, 0x9e, 0x33, 0xc8, 0x0a, 0xa9, 0x42, 0x95, 0x62}
	for i, x := range []struct {
		gno  int64
		want string
	}{{0, one + ":1-5"}, {6, one + ":1-6"}, {0, one + ":1-6"}} {
		if err := g.begins(&replication.GTIDEvent{SID: sid, GNO: x.gno}); err != nil {
			t.Fatal(err)
		}
		if got, err := g.ended(); err != nil || got != x.want {
			t.Errorf("%d: %s %v", i, got, err)
		}
	}
	if g, err = newGTIDs(sql.NullString{}); err != nil {
		t.Fatal(err)
	}
	g.open = "0-1-1"
	if got, err := g.ended(); err != nil || got != "" {
		t.Errorf("a log whose beginning is not known has GTIDs: %s %v", got, err)
	}
}
