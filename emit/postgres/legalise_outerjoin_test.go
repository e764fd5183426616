package postgres

import (
	"context"
	"fmt"
	"math/rand"
	"sort"
	"strings"
	"testing"

	"github.com/crosswalk-db/crosswalk/assess/proof/pgserver/pgservertest"
	"github.com/crosswalk-db/crosswalk/emit"
	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/ir/diag"
	"github.com/crosswalk-db/crosswalk/ir/resolve"
	"github.com/crosswalk-db/crosswalk/parser/oracle"
	"github.com/crosswalk-db/crosswalk/parser/oracle/sqlplus"
)

// randomJoin makes an old-style outer join over the tables t0 … t4: a random tree of (+) with constants, functions,
// BETWEEN and plain filters mixed in, its parts and tables in random order.
func randomJoin(r *rand.Rand) (tables, preds []string) {
	n := 2 + r.Intn(4)
	for i := range n {
		tables = append(tables, fmt.Sprintf("t%d", i))
		if i == 0 {
			continue
		}
		up := r.Intn(i)
		switch r.Intn(5) {
		case 0:
			preds = append(preds, fmt.Sprintf("t%d.a = t%d.a", up, i))
		case 1:
			preds = append(preds, fmt.Sprintf("t%d.a(+) = t%d.b", i, up), fmt.Sprintf("t%d.b(+) = %d", i, r.Intn(3)))
		case 2:
			preds = append(preds, fmt.Sprintf("t%d.b BETWEEN t%d.a(+) AND t%d.b(+)", up, i, i))
		case 3:
			preds = append(preds, fmt.Sprintf("NVL(t%d.a(+), 1) = t%d.a", i, up), fmt.Sprintf("t%d.a(+) IS NOT NULL", i))
		default:
			preds = append(preds, fmt.Sprintf("t%d.a = t%d.a(+)", up, i))
		}
	}
	if r.Intn(2) == 0 {
		preds = append(preds, fmt.Sprintf("(t%d.b > %d OR t%d.b IS NULL)", r.Intn(n), r.Intn(2), r.Intn(n)))
	}
	r.Shuffle(len(preds), func(i, j int) { preds[i], preds[j] = preds[j], preds[i] })
	return tables, preds
}

func joinQuery(r *rand.Rand, tables, preds []string) string {
	order := append([]string{}, tables...)
	r.Shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
	var items []string
	for _, t := range tables {
		items = append(items, t+".a AS "+t+"_a")
	}
	return "SELECT " + strings.Join(items, ", ") + " FROM " + strings.Join(order, ", ") + " WHERE " + strings.Join(preds, " AND ")
}

// views parses queries as views over t0 … t4.
func views(queries []string) (*emitter, []*ir.View) {
	var src strings.Builder
	for i := range 6 {
		fmt.Fprintf(&src, "CREATE TABLE t%d (a NUMBER(4), b NUMBER(4));\n", i)
	}
	for i, q := range queries {
		fmt.Fprintf(&src, "CREATE VIEW v%d AS %s;\n", i, q)
	}
	units := sqlplus.Load(context.Background(), []*diag.File{diag.NewFile("test.sql", src.String())}, nil, sqlplus.Options{}).Units
	s := &ir.Schema{Source: ir.Oracle}
	for i := range units {
		s.Objects = append(s.Objects, oracle.Parse(&units[i], oracle.Options{})...)
	}
	resolve.Resolve(s, resolve.Options{})
	em := &emitter{opts: emit.Options{}, src: s}
	for _, p := range passes {
		p.run(em)
	}
	var list []*ir.View
	for _, o := range s.Objects {
		if v, ok := o.(*ir.View); ok {
			list = append(list, v)
		}
	}
	return em, list
}

// TestOuterJoinKeepsPredicates: the predicates in ON and WHERE together are those of the source, none lost, none twice.
func TestOuterJoinKeepsPredicates(t *testing.T) {
	r := rand.New(rand.NewSource(1))
	var queries []string
	var want []string
	for range 300 {
		tables, preds := randomJoin(r)
		queries = append(queries, joinQuery(r, tables, preds))
		sort.Strings(preds)
		want = append(want, strings.Join(preds, " & "))
	}
	em, list := views(queries)
	for i, v := range list {
		p := em.newPrinter(v)
		s := v.Query.Body.(*ir.Select)
		p.outerJoins(s)
		if len(v.Findings.Items) > 0 {
			t.Errorf("%s: %s", queries[i], v.Findings.Items[0])
			continue
		}
		if got := predicateTexts(s); got != want[i] {
			t.Errorf("%s\n got %s\nwant %s", queries[i], got, want[i])
		}
	}
}

func predicateTexts(s *ir.Select) string {
	var texts []string
	add := func(e ir.Expr) {
		for _, c := range conjuncts(e) {
			if b, ok := c.(*ir.BoolLit); ok && b.Value {
				continue
			}
			texts = append(texts, c.Span().Text())
		}
	}
	var walk func(ir.TableExpr)
	walk = func(x ir.TableExpr) {
		if j, ok := x.(*ir.JoinExpr); ok {
			walk(j.L)
			walk(j.R)
			add(j.On)
		}
	}
	for _, x := range s.From {
		walk(x)
	}
	add(s.Where)
	sort.Strings(texts)
	return strings.Join(texts, " & ")
}

// TestOuterJoinOrder: the order of the FROM list and of the predicates makes no difference to the rows.
func TestOuterJoinOrder(t *testing.T) {
	r := rand.New(rand.NewSource(2))
	var queries []string
	for range 60 {
		tables, preds := randomJoin(r)
		for range 3 {
			r.Shuffle(len(preds), func(i, j int) { preds[i], preds[j] = preds[j], preds[i] })
			queries = append(queries, joinQuery(r, tables, preds))
		}
	}
	conn := pgservertest.Connect(t)
	ctx := context.Background()
	var setup strings.Builder
	for i := range 6 {
		fmt.Fprintf(&setup, "CREATE TABLE t%d (a integer, b integer); INSERT INTO t%d VALUES (NULL, 1)", i, i)
		for range 5 {
			fmt.Fprintf(&setup, ", (%d, %d)", r.Intn(4), r.Intn(4))
		}
		setup.WriteString(";\n")
	}
	if _, err := conn.Exec(ctx, setup.String()); err != nil {
		t.Fatal(err)
	}
	em, list := views(queries)
	first := ""
	for i, v := range list {
		sql := em.newPrinter(v).queryText(v.Query, useStatement)
		var rows string
		err := conn.QueryRow(ctx, "SELECT coalesce(string_agg(x::text, '|' ORDER BY x::text), '') FROM ("+sql+") AS x").Scan(&rows)
		if err != nil {
			t.Fatalf("%s\n%s\n%v", queries[i], sql, err)
		}
		if i%3 == 0 {
			first = rows
		} else if rows != first {
			t.Errorf("another order, other rows:\n%s\n%s\n%s\n%s\n%s", queries[i-i%3], queries[i], sql, first, rows)
		}
	}
}
