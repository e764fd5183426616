package postgres

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"

	"github.com/crosswalk-db/crosswalk/replicate"
	"github.com/crosswalk-db/crosswalk/replicate/event"
)

var (
	_ replicate.Switcher = (*Source)(nil)
	_ replicate.Switcher = (*Target)(nil)
)

func count(ctx context.Context, c *pgx.Conn, id event.TableID, filter string) (n int64, err error) {
	q := "select count(*) from " + tableName(id)
	if filter != "" {
		q += " where " + filter
	}
	err = c.QueryRow(ctx, q).Scan(&n)
	return n, err
}

// Count implements replicate.Switcher.
func (s *Source) Count(ctx context.Context, id event.TableID, filter string) (n int64, err error) {
	err = s.ask(ctx, func(c *pgx.Conn) error {
		n, err = count(ctx, c, id, filter)
		return err
	})
	return n, err
}

// Count implements replicate.Switcher.
func (t *Target) Count(ctx context.Context, id event.TableID, filter string) (n int64, err error) {
	err = t.ask(ctx, func(c *pgx.Conn) error {
		n, err = count(ctx, c, id, filter)
		return err
	})
	return n, err
}

// Advance implements replicate.Switcher; a source is never written to.
func (s *Source) Advance(context.Context, []event.TableID) ([]string, error) { return nil, nil }

// ReadOnly implements replicate.Switcher.
func (s *Source) ReadOnly(ctx context.Context) (string, error) {
	var db string
	err := s.ask(ctx, func(c *pgx.Conn) error {
		if err := c.QueryRow(ctx, "select current_database()").Scan(&db); err != nil {
			return err
		}
		if _, err := c.Exec(ctx, "alter database "+ident(db)+" set default_transaction_read_only = on"); err != nil {
			return err
		}
		// Sessions that are open keep their setting: they are ended, so that they come back read-only.
		_, err := c.Exec(ctx, `select pg_catalog.pg_terminate_backend(pid) from pg_catalog.pg_stat_activity
			where datname = current_database() and pid <> pg_backend_pid() and backend_type = 'client backend' and application_name <> 'crosswalk'`)
		return err
	})
	return "the source's database " + db + " is read-only for new sessions, and others were ended; undo: SET default_transaction_read_only = off; ALTER DATABASE " + ident(db) +
		" RESET default_transaction_read_only", err
}

// ReadOnly implements replicate.Switcher; a target is written to.
func (t *Target) ReadOnly(context.Context) (string, error) { return "", nil }

// owner is a column, and the sequence behind it.
type owner struct {
	table, column, seq string
	step               int64
}

// sequences lists those that a column owns or takes its default from.
func sequences(ctx context.Context, c *pgx.Conn, tables []event.TableID) ([]owner, error) {
	var names []string
	for _, id := range tables {
		names = append(names, tableName(id))
	}
	rows, err := c.Query(ctx, `select distinct d.refobjid::regclass::text, a.attname, s.seqrelid::regclass::text, s.seqincrement
		from pg_catalog.pg_sequence s
		join pg_catalog.pg_depend d on d.classid = 'pg_catalog.pg_class'::regclass and d.objid = s.seqrelid and d.refclassid = 'pg_catalog.pg_class'::regclass and d.deptype in ('a', 'i')
		join pg_catalog.pg_attribute a on a.attrelid = d.refobjid and a.attnum = d.refobjsubid
		where d.refobjid = any(select n::regclass from unnest($1::text[]) n where to_regclass(n) is not null)
		union select ad.adrelid::regclass::text, a.attname, s.seqrelid::regclass::text, s.seqincrement
		from pg_catalog.pg_sequence s
		join pg_catalog.pg_depend d on d.refclassid = 'pg_catalog.pg_class'::regclass and d.refobjid = s.seqrelid and d.classid = 'pg_catalog.pg_attrdef'::regclass
		join pg_catalog.pg_attrdef ad on ad.oid = d.objid
		join pg_catalog.pg_attribute a on a.attrelid = ad.adrelid and a.attnum = ad.adnum
		where ad.adrelid = any(select n::regclass from unnest($1::text[]) n where to_regclass(n) is not null) order by 3, 1, 2`, names)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, func(r pgx.CollectableRow) (o owner, err error) {
		err = r.Scan(&o.table, &o.column, &o.seq, &o.step)
		return o, err
	})
}

// Advance implements replicate.Switcher: sequences that a column owns or takes its default from.
func (t *Target) Advance(ctx context.Context, tables []event.TableID) (done []string, err error) {
	err = t.ask(ctx, func(c *pgx.Conn) error {
		owners, err := sequences(ctx, c, tables)
		if err != nil {
			return err
		}
		for _, o := range owners {
			best := "max"
			pick := "greatest"
			if o.step < 0 {
				best, pick = "min", "least"
			}
			var at *int64
			err := c.QueryRow(ctx, fmt.Sprintf(`select pg_catalog.setval(%s::regclass, %s(m, case when s.is_called then s.last_value end))
				from (select %s(%s)::bigint m from %s) x, %s s where m is not null`, literal(o.seq), pick, best, ident(o.column), o.table, o.seq)).Scan(&at)
			if err == pgx.ErrNoRows {
				continue
			}
			if err != nil {
				return err
			}
			done = append(done, fmt.Sprintf("sequence %s is at %d, for %s.%s", o.seq, *at, o.table, o.column))
		}
		return nil
	})
	return done, err
}
