package postgres

import (
	"context"
	"strconv"

	"github.com/jackc/pgx/v5"

	"github.com/crosswalk-db/crosswalk/replicate/canon"
	"github.com/crosswalk-db/crosswalk/replicate/event"
)

func itoa(n int) string { return strconv.Itoa(n) }

// tablesSQL lists tables and views that are a user's, with their sizes where $1 asks for them: to look one up, the server
// opens the table. A partition belongs to its root, which stands for it.
const tablesSQL = `select c.oid::bigint, n.nspname, c.relname, c.relkind::text, greatest(c.reltuples, 0)::bigint,
  case when not $1 then 0 when c.relkind = 'r' then pg_catalog.pg_table_size(c.oid)
    when c.relkind = 'p' then coalesce((select sum(pg_catalog.pg_table_size(relid)) from pg_catalog.pg_partition_tree(c.oid)), 0)
    else 0 end::bigint,
  c.relreplident::text, c.relpersistence::text
from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
where c.relkind in ('r', 'p', 'v', 'm') and not c.relispartition and c.relpersistence <> 't'
  and n.nspname !~ '^pg_' and n.nspname <> 'information_schema' and c.relname !~ '^(crosswalk|awsdms)_'
  and not exists (select from pg_catalog.pg_depend d where d.classid = 'pg_catalog.pg_class'::regclass and d.objid = c.oid and d.deptype = 'e')`

// theseSQL leaves of them those whose schemas and names are given.
const theseSQL = ` and (n.nspname::text, c.relname::text) in (select * from unnest($2::text[], $3::text[]))`

const columnsSQL = `select a.attrelid::bigint, a.attnum, a.attname, b.typname, pg_catalog.format_type(a.atttypid, a.atttypmod), b.typtype::text,
  b.typcategory::text, coalesce(e.typname, ''), case when t.typtype = 'd' then t.typtypmod else a.atttypmod end,
  not (a.attnotnull or t.typnotnull), a.attgenerated <> ''
from pg_catalog.pg_attribute a join pg_catalog.pg_type t on t.oid = a.atttypid
  join pg_catalog.pg_type b on b.oid = case when t.typtype = 'd' then t.typbasetype else t.oid end
  left join pg_catalog.pg_type e on e.oid = b.typelem and b.typcategory = 'A'
where a.attrelid = any($1::bigint[]::oid[]) and a.attnum > 0 and not a.attisdropped order by a.attrelid, a.attnum`

// keysSQL gives the unique indexes whose columns are never NULL: the primary key first, then the replica identity.
const keysSQL = `select i.indrelid::bigint, i.indisprimary, i.indisreplident, i.indnkeyatts,
  (i.indkey::int2[])[0:i.indnkeyatts - 1]::int2[],
  i.indpred is null and i.indexprs is null and not exists (select from pg_catalog.pg_attribute a where a.attrelid = i.indrelid
    and a.attnum = any((i.indkey::int2[])[0:i.indnkeyatts - 1]) and not a.attnotnull), i.indpred is null and i.indexprs is null
from pg_catalog.pg_index i where i.indrelid = any($1::bigint[]::oid[]) and i.indisunique and i.indisvalid
order by i.indrelid, i.indisprimary desc, i.indisreplident desc, i.indexrelid`

// facts are what a table's description is made from.
type facts struct {
	table    *event.Table
	identity string // relreplident: d default, n nothing, f full, i index
	unlogged bool
	part     bool // partitioned
	attnum   map[int]int
	hasPK    bool
	identKey bool // Key is what the log identifies rows by
}

// catalog describes tables; ids nil means all. Only with sizes are their Bytes told.
func catalog(ctx context.Context, conn *pgx.Conn, ids []event.TableID, sizes bool) ([]*facts, error) {
	query, args := tablesSQL, []any{sizes}
	if ids != nil {
		schemas, names := make([]string, len(ids)), make([]string, len(ids))
		for i, id := range ids {
			schemas[i], names[i] = id.Schema, id.Name
		}
		query, args = query+theseSQL, append(args, schemas, names)
	}
	rows, err := conn.Query(ctx, query+" order by 2, 3", args...)
	if err != nil {
		return nil, wrap(err)
	}
	byOID := map[int64]*facts{}
	var oids []int64
	var all []*facts
	for rows.Next() {
		var oid int64
		var kind, persistence string
		f := &facts{table: &event.Table{}, attnum: map[int]int{}}
		t := f.table
		if err := rows.Scan(&oid, &t.ID.Schema, &t.ID.Name, &kind, &t.Rows, &t.Bytes, &f.identity, &persistence); err != nil {
			return nil, err
		}
		t.View, f.part, f.unlogged = kind == "v" || kind == "m", kind == "p", persistence == "u"
		t.FullBefore = f.identity == "f"
		byOID[oid], oids, all = f, append(oids, oid), append(all, f)
	}
	if err := rows.Err(); err != nil {
		return nil, wrap(err)
	}
	if err := columns(ctx, conn, oids, byOID); err != nil {
		return nil, err
	}
	return all, keys(ctx, conn, oids, byOID)
}

func columns(ctx context.Context, conn *pgx.Conn, oids []int64, byOID map[int64]*facts) error {
	rows, err := conn.Query(ctx, columnsSQL, oids)
	if err != nil {
		return wrap(err)
	}
	for rows.Next() {
		var oid int64
		var num, typmod int
		var base, native, kind, category, elem string
		var c event.Column
		if err := rows.Scan(&oid, &num, &c.Name, &base, &native, &kind, &category, &elem, &typmod, &c.Nullable, &c.Generated); err != nil {
			return err
		}
		c.Type = typeOf(base, native, kind, category, elem, typmod)
		f := byOID[oid]
		f.attnum[num] = len(f.table.Columns)
		f.table.Columns = append(f.table.Columns, c)
	}
	return wrap(rows.Err())
}

func keys(ctx context.Context, conn *pgx.Conn, oids []int64, byOID map[int64]*facts) error {
	rows, err := conn.Query(ctx, keysSQL, oids)
	if err != nil {
		return wrap(err)
	}
	for rows.Next() {
		var oid int64
		var primary, ident, good, plain bool
		var n int
		var cols []int16
		if err := rows.Scan(&oid, &primary, &ident, &n, &cols, &good, &plain); err != nil {
			return err
		}
		byOID[oid].addKey(primary, ident, good, cols)
		if plain {
			byOID[oid].addUnique(cols)
		}
	}
	return wrap(rows.Err())
}

// addKey takes a unique index as the key when it is the best so far.
func (f *facts) addKey(primary, ident, good bool, cols []int16) {
	t := f.table
	f.hasPK = f.hasPK || primary
	logged := f.identity == "d" && primary || f.identity == "i" && ident || f.identity == "f"
	if !good || len(t.Key) > 0 && (f.identKey || !logged) {
		t.OtherKeys = true
		return
	}
	if len(t.Key) > 0 {
		t.OtherKeys = true
	}
	f.identKey = logged
	t.Key = nil
	for _, c := range cols {
		t.Key = append(t.Key, f.attnum[int(c)])
	}
}

func (f *facts) addUnique(cols []int16) {
	var u []int
	for _, c := range cols {
		u = append(u, f.attnum[int(c)])
	}
	f.table.Uniques = append(f.table.Uniques, u)
}

// types describes types by their object identifiers and modifiers.
func (s *Source) types(ctx context.Context, oids []uint32, mods []int32) ([]canon.Type, error) {
	wide := make([]int64, len(oids))
	for i, o := range oids {
		wide[i] = int64(o)
	}
	var out []canon.Type
	err := s.ask(ctx, func(c *pgx.Conn) error {
		rows, err := c.Query(ctx, `select b.typname, pg_catalog.format_type(x.o::oid, x.m), b.typtype::text, b.typcategory::text,
			coalesce(e.typname, ''), case when t.typtype = 'd' then t.typtypmod else x.m end
			from unnest($1::bigint[], $2::int[]) with ordinality x(o, m, n) left join pg_catalog.pg_type t on t.oid = x.o::oid
			left join pg_catalog.pg_type b on b.oid = case when t.typtype = 'd' then t.typbasetype else t.oid end
			left join pg_catalog.pg_type e on e.oid = b.typelem and b.typcategory = 'A' order by x.n`, wide, mods)
		if err != nil {
			return err
		}
		out, err = pgx.CollectRows(rows, func(r pgx.CollectableRow) (canon.Type, error) {
			var name, native, kind, category, elem *string
			var mod *int
			if err := r.Scan(&name, &native, &kind, &category, &elem, &mod); err != nil {
				return canon.Type{}, err
			}
			if name == nil {
				return canon.Type{Kind: canon.Other, Engine: engine, Native: "a dropped type"}, nil
			}
			return typeOf(*name, *native, *kind, *category, *elem, *mod), nil
		})
		return err
	})
	return out, err
}
