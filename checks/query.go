package checks

import (
	"context"
	"database/sql"
	"fmt"
	"strconv"
	"strings"
)

// view is one side of a plan.
type view struct {
	*Side
	table *Table
	cols  []*Column
	as    []Canon
	keys  int
	where string
	own   bool
}

func (pl *plan) source(s *Side) *view { return pl.view(s, pl.src, pl.pair.Where, true) }
func (pl *plan) target(s *Side) *view { return pl.view(s, pl.tgt, "", false) }

func (pl *plan) view(s *Side, t *Table, where string, source bool) *view {
	v := &view{Side: s, table: t, keys: pl.keys, where: where, own: pl.own && s.OwnHash(nil) != ""}
	for _, c := range pl.cols {
		if source {
			v.cols = append(v.cols, c.src)
		} else {
			v.cols = append(v.cols, c.tgt)
		}
		v.as = append(v.as, c.as)
	}
	return v
}

// span is a range of the first key column: from lo up to, but without, hi, as canonical texts; nil for no bound.
type span struct{ lo, hi *string }

func (s span) String() string {
	show := func(p *string) string {
		if p == nil {
			return ""
		}
		return strconv.Quote(*p)
	}
	return show(s.lo) + ".." + show(s.hi)
}

// from writes FROM and WHERE for a span and more conditions.
func (v *view) from(s span, more ...string) string {
	conds := more
	if v.where != "" {
		conds = append(conds, "("+v.where+")")
	}
	if s.lo != nil {
		conds = append(conds, v.Ident(v.cols[0].Name)+" >= "+v.Value(v.cols[0], v.as[0], *s.lo))
	}
	if s.hi != nil {
		conds = append(conds, v.Ident(v.cols[0].Name)+" < "+v.Value(v.cols[0], v.as[0], *s.hi))
	}
	q := " FROM " + v.Ident(v.table.Schema) + "." + v.Ident(v.table.Table)
	if len(conds) > 0 {
		q += " WHERE " + strings.Join(conds, " AND ")
	}
	return q
}

func (v *view) text(i int) string { return v.Text(v.cols[i], v.as[i]) }

// rowHash is the hash of the whole row, NULL where the engine cannot build a text so long.
func (v *view) rowHash() string {
	fields := make([]Field, len(v.cols))
	for i := range v.cols {
		fields[i] = Field{v.text(i), v.as[i].free()}
	}
	if v.own {
		return v.OwnHash(fields)
	}
	return v.Hash(v.Row(fields))
}

// sums are the hashes of some rows.
type sums struct {
	rows int64
	sum  string // see SQL.Total
}

// short tells that rows were too long for the engine's functions, and have no hash.
func (x sums) short() bool { return len(x.sum) >= len(NoHash) }

// hash computes the sums of a span.
func (v *view) hash(ctx context.Context, s span) (x sums, err error) {
	q := "SELECT count(*), " + v.Total("h") + " FROM " + v.Once("SELECT "+v.rowHash()+" AS h"+v.from(s))
	err = v.DB.QueryRowContext(ctx, q).Scan(&x.rows, &x.sum)
	return x, v.explain(err)
}

// explain says on which table a query failed.
func (v *view) explain(err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("%s %s: %w", v.Name(), v.table.Name, err)
}

// buckets computes the sums of a span by the lowest bits of the rows' hashes. n is a power of two.
func (v *view) buckets(ctx context.Context, s span, n int64) (map[int64]sums, error) {
	return v.sumsBy(ctx, v.DB, fmt.Sprintf("h & %d", n-1), "SELECT "+v.rowHash()+" AS h"+v.from(s))
}

// grouped computes the sums of the table by an expression over its columns.
func (v *view) grouped(ctx context.Context, db queryer, by string) (map[int64]sums, error) {
	return v.sumsBy(ctx, db, "g", "SELECT "+by+" AS g, "+v.rowHash()+" AS h"+v.from(span{}))
}

// queryer is a pool or a transaction.
type queryer interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
}

func (v *view) sumsBy(ctx context.Context, db queryer, by, of string) (map[int64]sums, error) {
	q := "SELECT " + by + ", count(*), " + v.Total("h") + " FROM " + v.Once(of) + " GROUP BY 1"
	rows, err := db.QueryContext(ctx, q)
	if err != nil {
		return nil, v.explain(err)
	}
	defer rows.Close()
	out := map[int64]sums{}
	for rows.Next() {
		var b sql.NullInt64
		var x sums
		if err := rows.Scan(&b, &x.rows, &x.sum); err != nil {
			return nil, v.explain(err)
		}
		if !b.Valid {
			b.Int64 = -1 // rows without a hash
		}
		out[b.Int64] = x
	}
	return out, v.explain(rows.Err())
}

// hashes fetches key and hash of the rows in some buckets; without a key each hash and how often it is there.
func (v *view) hashes(ctx context.Context, s span, n int64, list []int64, each func(key []string, hash string, count int64)) error {
	var inner []string
	for i := range v.keys {
		inner = append(inner, fmt.Sprintf("%s AS k%d", v.text(i), i))
	}
	q := "SELECT " + v.Integer("h")
	for i := range v.keys {
		q += fmt.Sprintf(", k%d", i)
	}
	if v.keys == 0 {
		q += ", count(*)"
	}
	q += " FROM " + v.Once("SELECT "+strings.Join(append(inner, v.rowHash()+" AS h"), ", ")+v.from(s))
	if len(list) < int(n) {
		in := make([]string, len(list))
		for i, b := range list {
			in[i] = strconv.FormatInt(b, 10)
		}
		q += fmt.Sprintf(" WHERE h & %d IN (%s)", n-1, strings.Join(in, ", "))
	}
	if v.keys == 0 {
		q += " GROUP BY h"
	}
	return v.scan(ctx, q, func(f []*string) {
		if v.keys == 0 {
			n, _ := strconv.ParseInt(*f[1], 10, 64)
			each(nil, value(f[0]), n)
			return
		}
		key := make([]string, v.keys)
		for i := range key {
			key[i] = value(f[1+i])
		}
		each(key, value(f[0]), 1)
	})
}

func value(p *string) string {
	if p == nil {
		return ""
	}
	return *p
}

// scan runs a query and gives each row as texts. The texts are the callee's to keep.
func (v *view) scan(ctx context.Context, q string, each func(f []*string)) error {
	rows, err := v.DB.QueryContext(ctx, q)
	if err != nil {
		return v.explain(err)
	}
	defer rows.Close()
	names, err := rows.Columns()
	if err != nil {
		return v.explain(err)
	}
	raw := make([]sql.RawBytes, len(names))
	dest := make([]any, len(names))
	for i := range raw {
		dest[i] = &raw[i]
	}
	f := make([]*string, len(names))
	for rows.Next() {
		if err := rows.Scan(dest...); err != nil {
			return v.explain(err)
		}
		for i, b := range raw {
			f[i] = nil
			if b != nil {
				s := string(b)
				f[i] = &s
			}
		}
		each(f)
	}
	return v.explain(rows.Err())
}

// all selects the canonical texts of every column.
func (v *view) all() string {
	list := make([]string, len(v.cols))
	for i := range v.cols {
		list[i] = v.text(i)
	}
	return strings.Join(list, ", ")
}

// keyBatch is how many rows are fetched by key at once.
const keyBatch = 100

// byKey fetches rows by their keys. Rows that the engine finds by a looser comparison (a collation without case) are
// left out: the canonical texts of the key must be the same.
func (v *view) byKey(ctx context.Context, keys [][]string) (map[string][]*string, error) {
	out := map[string][]*string{}
	for len(keys) > 0 {
		part := keys[:min(keyBatch, len(keys))]
		keys = keys[len(part):]
		wanted := map[string]bool{}
		var ors []string
		for _, k := range part {
			wanted[joinKey(k)] = true
			ors = append(ors, v.keyCond(k))
		}
		q := "SELECT " + v.all() + v.from(span{}, "("+strings.Join(ors, " OR ")+")")
		err := v.scan(ctx, q, func(f []*string) {
			key := make([]string, v.keys)
			for i := range key {
				key[i] = value(f[i])
			}
			if id := joinKey(key); wanted[id] {
				out[id] = append([]*string(nil), f...)
			}
		})
		if err != nil {
			return nil, err
		}
	}
	return out, nil
}

func (v *view) keyCond(key []string) string {
	var ands []string
	for i, k := range key {
		ands = append(ands, v.Ident(v.cols[i].Name)+" = "+v.Value(v.cols[i], v.as[i], k))
	}
	return "(" + strings.Join(ands, " AND ") + ")"
}

// joinKey makes one text of a key that no other key has.
func joinKey(key []string) string {
	if len(key) == 1 {
		return key[0]
	}
	var b strings.Builder
	for _, k := range key {
		b.WriteString(strconv.Itoa(len(k)))
		b.WriteByte(':')
		b.WriteString(k)
	}
	return b.String()
}

// next finds the key value at which a chunk of n rows from lo on ends; nil at the end of the table.
func (v *view) next(ctx context.Context, lo *string, n int) (*string, error) {
	hi, err := v.key(ctx, span{lo: lo}, n)
	if err != nil || hi == nil || lo == nil || *hi != *lo {
		return hi, err
	}
	// More than n rows have the same first column of their key: they stay together.
	return v.key(ctx, span{}, 0, v.Ident(v.cols[0].Name)+" > "+v.Value(v.cols[0], v.as[0], *lo))
}

// key is the first column of a span's key behind n rows; nil where there are no more.
func (v *view) key(ctx context.Context, s span, n int, more ...string) (*string, error) {
	k := v.Ident(v.cols[0].Name)
	q := "SELECT " + v.text(0) + " FROM (SELECT " + k + v.from(s, more...) + " ORDER BY " + k + fmt.Sprintf(" LIMIT 1 OFFSET %d) x", n)
	var hi *string
	err := v.scan(ctx, q, func(f []*string) { hi = f[0] })
	return hi, err
}
