package checks

import (
	"context"
	"database/sql"
	"fmt"
	"sort"
	"strings"
)

// repairBatch is how many rows one transaction of a repair changes.
const repairBatch = 100

// repair makes the rows of the target that differ as the source has them, and looks again. A row that changed on either
// side since it was compared is left alone: whoever changed it, most likely the replicator, is right.
func (w *work) repair(ctx context.Context) error {
	r := w.pl.result
	var list []*suspect
	for _, s := range w.suspects {
		if s.settled {
			list = append(list, s)
		}
	}
	if len(list) == 0 {
		return nil
	}
	if why := w.unrepairable(); why != "" {
		r.Unrepaired = append(r.Unrepaired, why)
		return nil
	}
	// Rows that are too many go first: one may stand where another is to be, by a collation that takes both for one.
	sort.Slice(list, func(i, j int) bool {
		if a, b := list[i].kind == MissingSource, list[j].kind == MissingSource; a != b {
			return a
		}
		return joinKey(list[i].key) < joinKey(list[j].key)
	})
	for len(list) > 0 {
		part := list[:min(repairBatch, len(list))]
		list = list[len(part):]
		if err := w.repairRows(ctx, part); err == nil {
			continue
		}
		for _, s := range part { // one by one, so that a row that the target refuses costs itself alone
			if err := w.repairRows(ctx, []*suspect{s}); err != nil {
				if ctx.Err() != nil {
					return ctx.Err()
				}
				r.Unrepaired = append(r.Unrepaired, fmt.Sprintf("key %s: %v", strings.Join(s.key, ", "), err))
			}
		}
	}
	before := len(w.suspects)
	for _, s := range w.suspects {
		s.settled = false
	}
	if err := w.settle(ctx); err != nil {
		return err
	}
	r.Repaired = int64(before - len(w.suspects))
	return nil
}

// unrepairable says why no row of the table can be repaired; "" when they can.
func (w *work) unrepairable() string {
	switch {
	case w.pl.keys == 0:
		return "without a key common to both sides no row can be repaired"
	case len(w.pl.result.Skipped) > len(w.pl.pair.Skip):
		return "columns that cannot be compared cannot be repaired, and so no row can be written whole"
	}
	return ""
}

func (w *work) repairRows(ctx context.Context, list []*suspect) error {
	keys := make([][]string, len(list))
	for i, s := range list {
		keys[i] = s.key
	}
	src, err := w.src.byKey(ctx, keys)
	if err != nil {
		return err
	}
	tx, err := w.tgt.DB.BeginTx(ctx, nil)
	if err != nil {
		return w.tgt.explain(err)
	}
	defer func() { _ = tx.Rollback() }() // after a commit it does nothing
	for _, s := range list {
		if !identical(s.src, src[joinKey(s.key)]) {
			continue
		}
		if err := w.repairRow(ctx, tx, s); err != nil {
			return err
		}
	}
	return w.tgt.explain(tx.Commit())
}

// repairRow locks the target's row and changes it if it is still what was compared.
func (w *work) repairRow(ctx context.Context, tx *sql.Tx, s *suspect) error {
	now, err := w.lock(ctx, tx, s.key)
	if err != nil {
		return err
	}
	if !identical(now, s.tgt) {
		return nil
	}
	q := ""
	switch s.kind {
	case MissingTarget:
		q = w.tgt.insert(s.src)
	case MissingSource:
		q = "DELETE" + w.tgt.from(span{}, w.tgt.keyCond(s.key))
	default:
		q = w.update(s)
	}
	if q == "" {
		return nil
	}
	_, err = tx.ExecContext(ctx, q)
	return w.tgt.explain(err)
}

func (w *work) lock(ctx context.Context, tx *sql.Tx, key []string) ([]*string, error) {
	rows, err := tx.QueryContext(ctx, "SELECT "+w.tgt.all()+w.tgt.from(span{}, w.tgt.keyCond(key))+" FOR UPDATE")
	if err != nil {
		return nil, w.tgt.explain(err)
	}
	defer rows.Close()
	var found []*string
	for rows.Next() {
		null := make([]sql.NullString, len(w.pl.cols))
		dest := make([]any, len(null))
		for i := range null {
			dest[i] = &null[i]
		}
		if err := rows.Scan(dest...); err != nil {
			return nil, w.tgt.explain(err)
		}
		f := make([]*string, len(null))
		for i := range null {
			if null[i].Valid {
				f[i] = &null[i].String
			}
		}
		if same := joinKey(keyOf(f, w.pl.keys)) == joinKey(key); same {
			found = f
		}
	}
	return found, w.tgt.explain(rows.Err())
}

func keyOf(f []*string, n int) []string {
	key := make([]string, n)
	for i := range key {
		key[i] = value(f[i])
	}
	return key
}

// value writes a canonical text as a value of the column.
func (v *view) value(i int, p *string) string {
	if p == nil {
		return "NULL"
	}
	return v.Value(v.cols[i], v.as[i], *p)
}

func (v *view) insert(row []*string) string {
	var cols, values []string
	for i, c := range v.cols {
		if c.Computed {
			continue
		}
		cols, values = append(cols, v.Ident(c.Name)), append(values, v.value(i, row[i]))
	}
	return "INSERT INTO " + v.Ident(v.table.Schema) + "." + v.Ident(v.table.Table) + " (" + strings.Join(cols, ", ") + ")" + v.Insert() +
		" VALUES (" + strings.Join(values, ", ") + ")"
}

func (w *work) update(s *suspect) string {
	var sets []string
	for i, c := range w.pl.cols {
		if c.tgt.Computed || alike(c.as, s.src[i], s.tgt[i], w.c.opts.Tolerance) {
			continue
		}
		sets = append(sets, w.tgt.Ident(c.tgt.Name)+" = "+w.tgt.value(i, s.src[i]))
	}
	if len(sets) == 0 {
		return ""
	}
	v := w.tgt
	return "UPDATE " + v.Ident(v.table.Schema) + "." + v.Ident(v.table.Table) + " SET " + strings.Join(sets, ", ") + " WHERE " + v.keyCond(s.key)
}
