package faults

import (
	"fmt"
	"math/rand/v2"
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/crosswalk-db/crosswalk/replicate"
)

var pairs = [][2]string{{"postgres", "postgres"}, {"postgres", "mysql"}, {"mysql", "postgres"}, {"mysql", "mysql"}}

func everyPair(t *testing.T, f func(t *testing.T, r *rig)) {
	if testing.Short() {
		t.Skip("long")
	}
	for _, p := range pairs {
		t.Run(p[0]+" to "+p[1], func(t *testing.T) { f(t, newRig(t, p[0], p[1])) })
	}
}

// crossPairs runs a test with each engine as source and as target; CROSSWALK_SOAK has it run through all pairs.
func crossPairs(t *testing.T, f func(t *testing.T, r *rig)) {
	if os.Getenv("CROSSWALK_SOAK") != "" {
		everyPair(t, f)
		return
	}
	if testing.Short() {
		t.Skip("long")
	}
	for _, p := range [][2]string{{"postgres", "mysql"}, {"mysql", "postgres"}} {
		t.Run(p[0]+" to "+p[1], func(t *testing.T) { f(t, newRig(t, p[0], p[1])) })
	}
}

// TestFaults kills at every failpoint and at random moments, crashes both servers and cuts connections, under load.
// CROSSWALK_SOAK is how often it kills at random moments, over all pairs.
func TestFaults(t *testing.T) {
	kills := 4
	if n, err := strconv.Atoi(os.Getenv("CROSSWALK_SOAK")); err == nil {
		kills = n
	}
	everyPair(t, func(t *testing.T, r *rig) {
		stop := r.work()
		for _, at := range []string{"slot:1", "snapshot:1", "position:1", "chunk-commit:3", "chunk:2", "complete:1"} {
			r.start(at)
			r.dies(at)
		}
		for i, at := range []string{"before-commit:2", "after-commit:3", "before-ack:2", "spill:1", "before-commit:10"} {
			r.bulk = i%2 == 1
			r.start(at)
			r.dies(at)
		}
		for i := range kills / len(pairs) {
			r.bulk = i%2 == 0
			r.start("")
			time.Sleep(time.Duration(rand.IntN(1500)) * time.Millisecond)
			r.kill()
			if i%10 == 9 { // so that the load does not run away from a process that hardly lives
				stop()
				r.start("")
				r.converge()
				r.kill()
				stop = r.work()
			}
		}
		r.start("")
		stop()
		r.converge()

		stop = r.work()
		time.Sleep(300 * time.Millisecond)
		r.src.proxy.cut()
		time.Sleep(300 * time.Millisecond)
		r.dst.proxy.cut()
		time.Sleep(300 * time.Millisecond)
		r.dst.Crash()
		r.dst.Start()
		time.Sleep(300 * time.Millisecond)
		r.src.Crash()
		r.src.Start()
		time.Sleep(300 * time.Millisecond)
		stop()
		r.converge()
	})
}

// TestLostLog: what the source no longer has is told, not skipped.
func TestLostLog(t *testing.T) {
	for _, engine := range []string{"postgres", "mysql"} {
		t.Run(engine, func(t *testing.T) {
			if testing.Short() {
				t.Skip("long")
			}
			r := newRig(t, engine, engine)
			r.start("")
			r.converge()
			r.kill()
			if engine == "mysql" {
				r.src.exec("insert into app.log values (1, 'nobody reads this'); flush binary logs; flush binary logs")
				file := r.src.list("show master status", 4)[0]
				time.Sleep(1200 * time.Millisecond) // the server sends its log to whom it does not know to be dead
				r.src.exec("purge binary logs to '" + regexp.MustCompile(`binlog\.\d+`).FindString(file) + "'")
			} else {
				time.Sleep(200 * time.Millisecond)
				r.src.exec("select pg_drop_replication_slot(slot_name) from pg_replication_slots")
			}
			r.start("")
			r.fails(replicate.ErrLost.Error())
			if engine == "mysql" {
				return
			}
			// A slot that has expired: the server had to keep more than it may.
			for _, table := range []string{"acc", "log", "pair"} {
				r.dst.exec("truncate app." + table)
			}
			r.dst.exec("drop schema control cascade")
			r.start("")
			r.converge()
			r.kill()
			for _, q := range []string{"alter system set max_slot_wal_keep_size = '1MB'", "select pg_reload_conf()"} {
				r.src.exec(q)
			}
			for end := time.Now().Add(30 * time.Second); len(r.src.list("select 1 from pg_replication_slots where wal_status = 'lost'", 1)) == 0; {
				for _, q := range []string{"insert into app.log values (1, 'nobody reads this')", "select pg_switch_wal()", "checkpoint"} {
					r.src.exec(q)
				}
				if time.Now().After(end) {
					t.Fatal("the slot does not expire")
				}
			}
			r.start("")
			r.fails(replicate.ErrLost.Error(), "has lost its log")
		})
	}
}

// TestSlowTarget: while the target takes little, the process holds little, and all arrives in the end.
func TestSlowTarget(t *testing.T) {
	crossPairs(t, func(t *testing.T, r *rig) {
		r.start("")
		r.converge()
		r.dst.proxy.delay.Store(int64(100 * time.Millisecond)) // 160 KB a second
		var rows []string
		for i := range 500 {
			rows = append(rows, fmt.Sprintf("(%d, 1, 'slow%d', repeat('y', 4000))", 10000+i, i))
		}
		n := 100 // 200 MB of log
		if r.src.maria {
			n = 60 // whose log holds deleted rows too: 240 MB
		}
		for i := range n {
			r.src.exec("insert into app.acc values " + strings.Join(rows, ", "))
			if i < n-1 {
				r.src.exec("delete from app.acc where id >= 10000")
			}
		}
		time.Sleep(3 * time.Second)
		if kb := r.peak(); kb > 300<<10 {
			t.Errorf("the process took %d KB", kb)
		}
		r.dst.proxy.delay.Store(0)
		r.converge()
	})
}

// peak is the most memory that the process has had, in KB.
func (r *rig) peak() int {
	r.t.Helper()
	b, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", r.cmd.Process.Pid))
	if err != nil {
		r.t.Fatalf("%v\n%s", err, r.log())
	}
	m := regexp.MustCompile(`VmHWM:\s+(\d+)`).FindSubmatch(b)
	if m == nil {
		r.t.Skip("no VmHWM on this system")
	}
	kb, _ := strconv.Atoi(string(m[1]))
	return kb
}

// TestDiskFull: a large transaction that finds no room stops the task with that reason; with room it goes on.
func TestDiskFull(t *testing.T) {
	crossPairs(t, func(t *testing.T, r *rig) {
		r.start("")
		r.converge()
		r.kill()
		for i := range 8 {
			r.src.exec(fmt.Sprintf("insert into app.log values (%d, 'small')", i))
		}
		r.src.exec("update app.acc set n = n + 1, big = repeat('z', 3000)") // 4 MB
		r.fsize = "1000000"
		r.start("")
		r.fails("cannot write spill file", string(replicate.StopLowDisk))
		r.fsize = ""
		r.start("")
		r.converge()
	})
}
