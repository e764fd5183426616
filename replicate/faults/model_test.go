package faults

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"sort"
	"strconv"
	"strings"
	"testing"
	"time"
)

// model is what the source must hold: rows as texts, by key, as list gives them. A key that ends in #n is one of several equal
// rows of a table without a key.
type model map[string]map[string]string

func (m model) clone() model {
	out := model{}
	for table, rows := range m {
		out[table] = maps.Clone(rows)
	}
	return out
}

func (m model) rows(table string) []string {
	var out []string
	for _, r := range m[table] {
		out = append(out, r)
	}
	sort.Strings(out)
	return out
}

// modelled writes random transactions to a source and to a model of it, with kills between them.
type modelled struct {
	*rig
	rnd  *rand.Rand
	m    model
	next int // values that were never used
}

func text(v ...any) string {
	s := make([]string, len(v))
	for i, x := range v {
		s[i] = fmt.Sprintf("{%v true}", x)
	}
	return "[" + strings.Join(s, " ") + "]"
}

// step makes one change of the model, and the statement that makes it on the source.
func (d *modelled) step(m model) string {
	d.next++
	acc := m["acc"]
	any := func() (string, bool) { // a key that is there, chosen by the seed alone
		if len(acc) == 0 {
			return "", false
		}
		keys := make([]string, 0, len(acc))
		for k := range acc {
			keys = append(keys, k)
		}
		sort.Strings(keys)
		return keys[d.rnd.IntN(len(keys))], true
	}
	k, ok := any()
	switch kind := d.rnd.IntN(10); {
	case kind < 3 || !ok:
		big := strings.Repeat(string(rune('a'+d.next%26)), d.rnd.IntN(6000))
		acc[strconv.Itoa(d.next)] = text(d.next, 0, "k"+strconv.Itoa(d.next), big)
		return fmt.Sprintf("insert into app.acc values (%d, 0, 'k%[1]d', '%s')", d.next, big)
	case kind == 3:
		delete(acc, k)
		return "delete from app.acc where id = " + k
	case kind == 4: // another key, the rest stays
		row := acc[k]
		delete(acc, k)
		acc[strconv.Itoa(d.next)] = strings.Replace(row, "[{"+k+" ", fmt.Sprintf("[{%d ", d.next), 1)
		return fmt.Sprintf("update app.acc set id = %d where id = %s", d.next, k)
	case kind < 8: // the large column stays, and is not in PostgreSQL's log
		f := strings.SplitN(acc[k], " true} ", 3)
		n, _ := strconv.Atoi(strings.TrimPrefix(f[1], "{"))
		f[1] = fmt.Sprintf("{%d", n+1)
		acc[k] = strings.Join(f, " true} ")
		return "update app.acc set n = n + 1 where id = " + k
	case kind == 8:
		var rows []string
		for i := range 1 + d.rnd.IntN(3)*d.rnd.IntN(1200) {
			m["log"][fmt.Sprintf("%d#%d", d.next, i)] = text(d.next, "same")
			rows = append(rows, fmt.Sprintf("(%d, 'same')", d.next))
		}
		return "insert into app.log values " + strings.Join(rows, ", ")
	}
	m["pair"][strconv.Itoa(d.next)] = text(d.next, 1, 2)
	return fmt.Sprintf("insert into app.pair values (%d, 1, 2)", d.next)
}

// transaction runs up to six steps, and rolls some back.
func (d *modelled) transaction() {
	d.t.Helper()
	m := d.m.clone()
	tx, err := d.src.db.Begin()
	if err != nil {
		d.t.Fatal(err)
	}
	for range 1 + d.rnd.IntN(6) {
		q := d.step(m)
		if _, err := tx.Exec(q); err != nil {
			d.t.Fatalf("%.200s: %v", q, err)
		}
	}
	if d.rnd.IntN(8) == 0 {
		err = tx.Rollback()
	} else if err = tx.Commit(); err == nil {
		d.m = m
	}
	if err != nil {
		d.t.Fatal(err)
	}
}

var places = []string{"before-commit", "after-commit", "before-ack", "spill", "chunk", "chunk-commit", "complete", "snapshot", "position"}

// TestModel compares the target with a model of what was committed, after random transactions and crashes at random points, for
// as long as CROSSWALK_MODEL says (3 seconds for each pair). CROSSWALK_SEED repeats a run.
func TestModel(t *testing.T) {
	span := 3 * time.Second
	if d, err := time.ParseDuration(os.Getenv("CROSSWALK_MODEL")); err == nil {
		span = d
	}
	seed := uint64(time.Now().UnixNano())
	if n, err := strconv.ParseUint(os.Getenv("CROSSWALK_SEED"), 10, 64); err == nil {
		seed = n
	}
	everyPair(t, func(t *testing.T, r *rig) {
		t.Logf("CROSSWALK_SEED=%d", seed)
		d := &modelled{rig: r, rnd: rand.New(rand.NewPCG(seed, 1)), m: model{"acc": {}, "log": {}, "pair": {}}}
		for table := range columns {
			r.src.exec("delete from app." + table)
		}
		for end, round := time.Now().Add(span), 0; round == 0 || time.Now().Before(end); round++ {
			r.bulk = d.rnd.IntN(2) == 0
			at := ""
			if d.rnd.IntN(3) > 0 {
				at = fmt.Sprintf("%s:%d", places[d.rnd.IntN(len(places))], 1+d.rnd.IntN(6))
			}
			r.start(at)
			for range 5 + d.rnd.IntN(40) {
				d.transaction()
			}
			if d.rnd.IntN(4) > 0 {
				r.kill()
				continue
			}
			r.kill()
			r.start("")
			d.compare()
			r.kill()
		}
		r.start("")
		d.compare()
	})
}

func (d *modelled) compare() {
	d.t.Helper()
	d.caughtUp()
	for table, cols := range columns {
		d.equal(table, d.m.rows(table), d.dst.list("select "+cols+" from app."+table, strings.Count(cols, ",")+1))
	}
}
