package faults

import (
	"encoding/binary"
	"os"
	"path/filepath"
	"testing"
)

// Kinds of events of a binlog (MariaDB's Log_event_type).
const (
	xidEvent         = 16
	mariaDBGTIDEvent = 162
)

// TestCutOffLog: a server that goes down while it writes a transaction to its log leaves a part of it there, rolls it back,
// and begins a new file. The stream goes on with that file, and the part is nobody's change.
func TestCutOffLog(t *testing.T) {
	if testing.Short() {
		t.Skip("long")
	}
	for name, keep := range map[string]int{"between events": 0, "within an event": 10} {
		t.Run(name, func(t *testing.T) {
			r := newRig(t, "mysql", "postgres")
			r.start("")
			r.converge()
			r.kill()
			r.src.exec("insert into app.log values (-7, 'once')")
			file := filepath.Join(r.src.Dir(), "data", newest(t, r.src))
			r.src.Crash()
			leavePart(t, file, keep)
			r.src.Start()
			r.src.exec("insert into app.log values (-8, 'behind it')")
			r.start("")
			r.converge()
			if got := r.dst.list("select id, count(*) from app.log where id < 0 group by id", 2); len(got) != 2 || got[0] != "[{-7 true} {1 true}]" {
				t.Errorf("%v", got)
			}
		})
	}
}

// newest is the name of the file that the server writes to.
func newest(t *testing.T, s *side) string {
	t.Helper()
	var file, position, do, ignore string
	if err := s.db.QueryRow("show master status").Scan(&file, &position, &do, &ignore); err != nil {
		t.Fatal(err)
	}
	return file
}

// leavePart writes the last transaction of a binlog to its end again, without the event that commits it but for its first
// bytes.
func leavePart(t *testing.T, file string, keep int) {
	t.Helper()
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	begin, commit, from := 0, 0, 0
	for at := 4; at+19 <= len(b); at += int(binary.LittleEndian.Uint32(b[at+9:])) {
		switch b[at+4] {
		case mariaDBGTIDEvent:
			from = at
		case xidEvent:
			begin, commit = from, at
		}
	}
	if begin == 0 {
		t.Fatal("no transaction in the log")
	}
	f, err := os.OpenFile(file, os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.Write(b[begin : commit+keep]); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
}
