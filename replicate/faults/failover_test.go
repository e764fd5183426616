package faults

import (
	"database/sql"
	"fmt"
	"os"
	"testing"
	"time"

	"github.com/crosswalk-db/crosswalk/replicate"
	"github.com/crosswalk-db/crosswalk/replicate/servertest"
)

// replica is a MariaDB server that follows another, and can take its place.
type replica struct {
	*servertest.Server
	t  *testing.T
	db *sql.DB
}

func newReplica(t *testing.T, of *side) *replica {
	r := &replica{Server: servertest.MariaDB(t, "log-slave-updates=1", "innodb-lock-wait-timeout=10"), t: t}
	r.db = mariaDB(t, r.Server)
	t.Cleanup(func() { r.db.Close() })
	r.exec(fmt.Sprintf("change master to master_host = '127.0.0.1', master_port = %d, master_user = 'root', master_use_gtid = slave_pos; start slave", of.Port()))
	return r
}

func (r *replica) exec(q string) {
	r.t.Helper()
	if _, err := r.db.Exec(q); err != nil {
		r.t.Fatalf("%s: %v", q, err)
	}
}

// follows waits until the replica has all that the other has.
func (r *replica) follows(s *side) {
	r.t.Helper()
	var at string
	var left int
	if err := s.db.QueryRow("select @@gtid_binlog_pos").Scan(&at); err != nil {
		r.t.Fatal(err)
	}
	if err := r.db.QueryRow("select master_gtid_wait(?, 60)", at).Scan(&left); err != nil || left != 0 {
		r.t.Fatalf("the replica does not come to %s: %d %v", at, left, err)
	}
}

// takesOver makes the replica the source, at the same address.
func (r *replica) takesOver(g *rig) {
	r.t.Helper()
	g.src.Crash()
	r.exec("stop slave; reset slave all")
	g.src.Server, g.src.db = r.Server, r.db
	g.src.proxy.lead(r.Port())
	g.src.proxy.cut()
}

// TestFailover: while the source is written to it dies, and a replica takes its place at its address. The running task goes on by
// GTID, and so does one that is started again; not without having been asked to, and not where the replica lacks something or
// is none.
func TestFailover(t *testing.T) {
	engines := []string{"postgres"}
	if os.Getenv("CROSSWALK_SOAK") != "" { // what goes on by GTID is the source
		engines = append(engines, "mysql")
	}
	for _, engine := range engines {
		t.Run(engine, func(t *testing.T) {
			if testing.Short() {
				t.Skip("long")
			}
			r := newRig(t, "mysql", engine)
			first := newReplica(t, r.src)
			r.follow = true
			r.start("")
			r.caughtUp()
			stop := r.work()
			time.Sleep(700 * time.Millisecond)
			stop()
			first.follows(r.src)
			second := newReplica(t, r.src)
			second.follows(r.src)
			first.takesOver(r)
			stop = r.work()
			time.Sleep(700 * time.Millisecond)
			stop()
			r.converge()

			r.kill()
			first.exec("insert into app.log values (1, 'while nobody reads')")
			second.exec(fmt.Sprintf("stop slave; change master to master_port = %d; start slave", first.Port()))
			second.follows(r.src)
			second.exec("stop slave")
			r.follow = false
			r.start("")
			r.caughtUp() // the same server: no fail-over
			r.kill()
			first.exec("insert into app.log values (2, 'not on the second')")
			r.start("")
			r.caughtUp()
			r.kill()
			second.takesOver(r)
			r.start("")
			r.fails("--follow-failover")
			r.follow = true
			r.start("")
			r.fails(replicate.ErrLost.Error(), "it was behind when it took over")
			if engine == "mysql" {
				return
			}
			stranger := servertest.MariaDB(t)
			db := mariaDB(t, stranger)
			defer db.Close()
			if _, err := db.Exec("create database app; create table app.acc (id int primary key)"); err != nil {
				t.Fatal(err)
			}
			r.src.proxy.lead(stranger.Port())
			r.start("")
			r.fails(replicate.ErrOtherSource.Error(), "it is no replica")
		})
	}
}
