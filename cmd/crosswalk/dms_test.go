package main

import (
	"bytes"
	"testing"
	"time"

	"github.com/crosswalk-db/crosswalk/replicate/awsdms"
)

// TestView shows a task twice in each form: the live table is written over where it stands.
func TestView(t *testing.T) {
	lag := 3.0
	first := []*awsdms.TaskStatus{{Task: "core", Status: "running", MigrationType: "full-load-and-cdc", Percent: 40, TablesLoading: 1, TablesQueued: 1,
		Tables: []awsdms.TableStatus{{Schema: "HR", Table: "JOBS", State: "Full load", Rows: 7, Validation: "Not enabled"}}}}
	second := []*awsdms.TaskStatus{{Task: "core", Status: "running", MigrationType: "full-load-and-cdc", Percent: 100, TablesLoaded: 2, LagTarget: &lag}}
	now := func() time.Time { return time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC) }
	for _, x := range []struct {
		name string
		view view
		want string
	}{
		{"live", view{live: true}, "core: running, load 40%, tables: 0 loaded, 1 loading, 1 queued, 0 errored\n" +
			"  HR.JOBS                                  Full load                           7 rows  +0 ~0 -0  Not enabled\n" +
			"\x1b[2A\x1b[Jcore: running, load 100%, tables: 2 loaded, 0 loading, 0 queued, 0 errored, CDC lag 3 s\n"},
		{"lines", view{}, "2026-01-02T03:04:05Z core: running, load 40%, tables: 0 loaded, 1 loading, 1 queued, 0 errored\n" +
			"2026-01-02T03:04:05Z core: running, load 100%, tables: 2 loaded, 0 loading, 0 queued, 0 errored, CDC lag 3 s\n"},
	} {
		var b bytes.Buffer
		v := x.view
		v.w, v.now = &b, now
		for _, list := range [][]*awsdms.TaskStatus{first, second} {
			if err := v.show(list); err != nil {
				t.Fatal(err)
			}
		}
		if b.String() != x.want {
			t.Errorf("%s:\n%q\nwant\n%q", x.name, b.String(), x.want)
		}
	}
}
