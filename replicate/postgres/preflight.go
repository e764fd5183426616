package postgres

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"

	"github.com/crosswalk-db/crosswalk/replicate"
	"github.com/crosswalk-db/crosswalk/replicate/event"
)

// Preflight implements replicate.Checker.
func (s *Source) Preflight(ctx context.Context, tables []*event.Table, stream bool) ([]replicate.Problem, error) {
	var out []replicate.Problem
	add := func(fatal bool, text, fix string) {
		out = append(out, replicate.Problem{Fatal: fatal, Side: "source", Text: text, Fix: fix})
	}
	err := s.ask(ctx, func(c *pgx.Conn) error {
		closed, err := unusable(ctx, c, tables, add)
		if err != nil || closed {
			return err
		}
		if err := unreadable(ctx, c, tables, add); err != nil || !stream {
			return err
		}
		if err := s.streaming(ctx, c, add); err != nil {
			return err
		}
		fs, err := catalog(ctx, c, idsOf(tables), false)
		if err != nil {
			return err
		}
		for _, f := range fs {
			identities(f, add)
		}
		return s.publishable(ctx, c, fs, add)
	})
	return out, err
}

func idsOf(tables []*event.Table) []event.TableID {
	var ids []event.TableID
	for _, t := range tables {
		ids = append(ids, t.ID)
	}
	return ids
}

func namesOf(tables []*event.Table) []string {
	var names []string
	for _, t := range tables {
		names = append(names, tableName(t.ID))
	}
	return names
}

// unusable tells of schemas that the role may not look into: asking about their tables is an error then.
func unusable(ctx context.Context, c *pgx.Conn, tables []*event.Table, add func(bool, string, string)) (bool, error) {
	var schemas []string
	for _, t := range tables {
		schemas = append(schemas, t.ID.Schema)
	}
	rows, err := c.Query(ctx, `select distinct n from unnest($1::text[]) n where exists (select from pg_catalog.pg_namespace where nspname = n)
		and not has_schema_privilege(n, 'usage') order by 1`, schemas)
	if err != nil {
		return false, err
	}
	no, err := pgx.CollectRows(rows, pgx.RowTo[string])
	for _, n := range no {
		add(true, "no right to use schema "+n, "GRANT USAGE ON SCHEMA "+ident(n)+" TO "+ident(c.Config().User))
	}
	return len(no) > 0, err
}

func unreadable(ctx context.Context, c *pgx.Conn, tables []*event.Table, add func(bool, string, string)) error {
	rows, err := c.Query(ctx, `select n from unnest($1::text[]) n where not has_table_privilege(n, 'select')`, namesOf(tables))
	if err != nil {
		return err
	}
	no, err := pgx.CollectRows(rows, pgx.RowTo[string])
	for _, n := range no {
		add(true, "no right to read table "+n, "GRANT SELECT ON "+n+" TO "+ident(c.Config().User))
	}
	return err
}

func (s *Source) streaming(ctx context.Context, c *pgx.Conn, add func(bool, string, string)) error {
	var level, keep string
	var slots, used, senders, sending int
	var may, have bool
	err := c.QueryRow(ctx, `select current_setting('wal_level'), current_setting('max_replication_slots')::int,
		(select count(*) from pg_catalog.pg_replication_slots)::int, current_setting('max_wal_senders')::int,
		(select count(*) from pg_catalog.pg_stat_replication)::int,
		(select rolreplication or rolsuper from pg_catalog.pg_roles where rolname = current_user),
		exists (select from pg_catalog.pg_replication_slots where slot_name = $1), current_setting('max_slot_wal_keep_size')`, s.slot).
		Scan(&level, &slots, &used, &senders, &sending, &may, &have, &keep)
	if err != nil {
		return err
	}
	if level != "logical" {
		add(true, "wal_level is "+level, "ALTER SYSTEM SET wal_level = logical, then restart the server (rds.logical_replication = 1 on RDS)")
	}
	if !have && used >= slots {
		add(true, fmt.Sprintf("all %d replication slots are in use", slots), "raise max_replication_slots, or drop a slot that nobody reads")
	}
	if sending >= senders {
		add(true, fmt.Sprintf("all %d WAL senders are in use", senders), "raise max_wal_senders")
	}
	if !may {
		add(true, "user "+c.Config().User+" may not replicate", "ALTER ROLE "+ident(c.Config().User)+" REPLICATION (GRANT rds_replication on RDS)")
	}
	if keep != "-1" {
		add(false, "max_slot_wal_keep_size is "+keep+": a slot that falls behind further loses its log", "keep an eye on the lag in bytes, or raise it for the load")
	}
	return nil
}

// publishable tells whether the publications are there or can be made: only an owner can publish a table.
func (s *Source) publishable(ctx context.Context, c *pgx.Conn, fs []*facts, add func(bool, string, string)) error {
	full, inserts := split(fs)
	done := true
	for name, tables := range map[string][]string{s.publication: full, s.inserts: inserts} {
		have, old, err := published(ctx, c, name)
		if err != nil {
			return err
		}
		done = done && have && sameSet(old, tables)
	}
	if done {
		return nil
	}
	var creates bool
	if err := c.QueryRow(ctx, "select has_database_privilege(current_database(), 'create')").Scan(&creates); err != nil {
		return err
	}
	beforehand := ", or have their owner create the publications, as --grants prints them"
	if !creates {
		add(true, "no right to create a publication", "GRANT CREATE ON DATABASE "+ident(s.cfg.Database)+" TO "+ident(c.Config().User)+beforehand)
	}
	rows, err := c.Query(ctx, `select n from unnest($1::text[]) n join pg_catalog.pg_class c on c.oid = n::regclass
		where not pg_has_role(c.relowner, 'usage') order by 1`, append(full, inserts...))
	if err != nil {
		return err
	}
	no, err := pgx.CollectRows(rows, pgx.RowTo[string])
	for _, n := range no {
		add(true, "table "+n+" is not the user's to publish", "GRANT its owner's role TO "+ident(c.Config().User)+beforehand)
	}
	return err
}

// identities tells of tables whose updates and deletes the log does not identify.
func identities(f *facts, add func(bool, string, string)) {
	t := f.table
	switch {
	case t.View:
		add(false, "view "+t.ID.String()+" is loaded but cannot be streamed", "replicate its tables")
	case f.unlogged:
		add(false, "table "+t.ID.String()+" is unlogged: it is loaded but cannot be streamed", "ALTER TABLE "+tableName(t.ID)+" SET LOGGED")
	case f.identity == "f" && len(t.Key) == 0:
		add(false, "table "+t.ID.String()+" has no key: an update or delete changes one of the rows that are equal in all columns", "add a primary key")
	case f.identity != "f" && !f.identKey:
		add(false, "table "+t.ID.String()+" has no key: only inserts and TRUNCATE are streamed", "add a primary key, or ALTER TABLE "+
			tableName(t.ID)+" REPLICA IDENTITY FULL")
	}
}

// Grants implements replicate.Checker. The owner makes the publications: so the user need not own the tables.
func (s *Source) Grants(ctx context.Context, user string, tables []*event.Table) ([]string, error) {
	u := ident(user)
	out := []string{"CREATE ROLE " + u + " LOGIN REPLICATION; -- set its password with \\password",
		"GRANT CONNECT ON DATABASE " + ident(s.cfg.Database) + " TO " + u + ";"}
	seen := map[string]bool{}
	for _, t := range tables {
		if !seen[t.ID.Schema] {
			seen[t.ID.Schema] = true
			out = append(out, "GRANT USAGE ON SCHEMA "+ident(t.ID.Schema)+" TO "+u+";")
		}
	}
	for _, t := range tables {
		out = append(out, "GRANT SELECT ON "+tableName(t.ID)+" TO "+u+";")
	}
	var fs []*facts
	err := s.ask(ctx, func(c *pgx.Conn) (err error) {
		fs, err = catalog(ctx, c, idsOf(tables), false)
		return err
	})
	full, inserts := split(fs)
	return append(out, "-- as the owner of the tables, or with the right CREATE ON DATABASE and the owner's role granted to "+u+", which then makes them itself:",
		publication(s.publication, full, everyChange)+";", publication(s.inserts, inserts, insertsOnly)+";",
		"-- only for cutover --read-only: the user must own the database, and be granted pg_signal_backend"), err
}
