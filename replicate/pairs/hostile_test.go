package pairs

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/crosswalk-db/crosswalk/replicate"
	"github.com/crosswalk-db/crosswalk/replicate/servertest"
)

func (e *end) ident(name string) string {
	if e.pg != nil {
		return pgName(name)
	}
	return my(name)
}

// text quotes a value for the tests' own statements.
func (e *end) text(v string) string {
	if e.pg != nil {
		return "E'" + strings.NewReplacer(`\`, `\\`, `'`, `''`).Replace(v) + "'"
	}
	return "'" + strings.NewReplacer(`\`, `\\`, `'`, `''`).Replace(v) + "'"
}

// TestHostile loads and streams tables, columns and values whose names and texts are made to break quoting. CROSSWALK_SEED is
// not needed: the seed is in the failure.
func TestHostile(t *testing.T) {
	everyPair(t, func(t *testing.T, p *pair) {
		seed := uint64(time.Now().UnixNano())
		rnd := rand.New(rand.NewPCG(seed, 0))
		t.Logf("seed %d", seed)
		var names [3][4]string
		for i := range names {
			for j := range names[i] {
				names[i][j] = servertest.HostileName(rnd, fmt.Sprintf("%c%d", "tkvw"[j], i))
			}
			for _, e := range []*end{p.src, p.dst} {
				e.exec(fmt.Sprintf("create table %s (%s varchar(60) primary key, %s varchar(200), %s int)",
					e.ident(names[i][0]), e.ident(names[i][1]), e.ident(names[i][2]), e.ident(names[i][3])))
				if e.my != nil {
					e.exec(fmt.Sprintf("alter table %s convert to character set utf8mb4 collate utf8mb4_bin", e.ident(names[i][0])))
				}
			}
		}
		insert := func(from int) {
			for i := range names {
				for j := range 12 {
					p.src.exec(fmt.Sprintf("insert into %s values (%s, %s, %d)", p.src.ident(names[i][0]), p.src.text(fmt.Sprintf("%d", from+j)+servertest.Hostile(rnd, 5)+"."), p.src.text(servertest.Hostile(rnd, 12)), j))
				}
			}
		}
		same := func() {
			t.Helper()
			for i := range names {
				q := func(e *end) string {
					k := e.ident(names[i][1])
					if e.pg != nil {
						k = fmt.Sprintf("convert_to(%s, 'UTF8')", k)
					} else {
						k = fmt.Sprintf("cast(%s as binary)", k)
					}
					return fmt.Sprintf("select %s, %s, %s from %s order by %s", e.ident(names[i][1]), e.ident(names[i][2]), e.ident(names[i][3]), e.ident(names[i][0]), k)
				}
				p.same(q(p.src), q(p.dst))
			}
		}
		insert(100)
		for _, bulk := range []bool{false, true} {
			p.start(func(o *replicate.Options) { o.BatchApply = bulk })
			p.caughtUp()
			same()
			insert(200 + 100*map[bool]int{true: 1}[bulk])
			for i := range names {
				p.src.exec(fmt.Sprintf("update %s set %s = %s, %s = 99 where %s = 3", p.src.ident(names[i][0]), p.src.ident(names[i][2]), p.src.text(servertest.Hostile(rnd, 9)), p.src.ident(names[i][3]), p.src.ident(names[i][3])))
				p.src.exec(fmt.Sprintf("delete from %s where %s = 4", p.src.ident(names[i][0]), p.src.ident(names[i][3])))
			}
			p.caughtUp()
			same()
			if n := p.exceptions(); len(n) > 0 {
				t.Errorf("exceptions: %v", n)
			}
			p.stop()
		}
	})
}

// TestWrongPassword: it is told at once, and is not tried again until an account is locked.
func TestWrongPassword(t *testing.T) {
	hba := filepath.Join(pg.Dir(), "data", "pg_hba.conf")
	trust := must(os.ReadFile(hba))
	if err := os.WriteFile(hba, append([]byte("host all pw_mover 127.0.0.1/32 scram-sha-256\n"), trust...), 0o600); err != nil {
		t.Fatal(err)
	}
	admin := newConn(t, pg.URL)
	reload := func() { must(admin.Exec(context.Background(), "select pg_reload_conf()")) }
	reload()
	t.Cleanup(func() { os.WriteFile(hba, trust, 0o600); reload() }) //nolint:errcheck // the server goes away with the tests
	must(admin.Exec(context.Background(), "create role pw_mover login password 'right'"))
	everyPair(t, func(t *testing.T, p *pair) {
		if p.src.my != nil {
			p.src.exec("create or replace user 'pw_mover'@'%' identified by 'right'")
		}
		for _, e := range []*end{p.src, p.dst} {
			old := e.url
			e.url = strings.NewReplacer("root@", "pw_mover:wr0ng-w0rd@", "postgres@", "pw_mover:wr0ng-w0rd@").Replace(old)
			begin := time.Now()
			p.start(func(o *replicate.Options) { o.Errors.RecoverableErrorInterval = time.Minute })
			p.ends()
			if !errors.Is(p.err, replicate.ErrPermanent) || time.Since(begin) > 30*time.Second || strings.Contains(p.err.Error(), "wr0ng") {
				t.Errorf("%s %v", p.reason, p.err)
			}
			e.url = old
		}
	})
}
