package postgres

import (
	"context"
	"fmt"
	"strings"

	"github.com/jackc/pgx/v5"

	"github.com/crosswalk-db/crosswalk/replicate"
	"github.com/crosswalk-db/crosswalk/replicate/event"
)

// writing are the rights that a task needs on every table.
var writing = []string{"SELECT", "INSERT", "UPDATE", "DELETE"}

// Preflight implements replicate.Checker.
func (t *Target) Preflight(ctx context.Context, tables []*event.Table, _ bool) ([]replicate.Problem, error) {
	var out []replicate.Problem
	add := func(fatal bool, text, fix string) {
		out = append(out, replicate.Problem{Fatal: fatal, Side: "target", Text: text, Fix: fix})
	}
	err := t.ask(ctx, func(c *pgx.Conn) error {
		closed, err := unusable(ctx, c, tables, add)
		if err != nil || closed {
			return err
		}
		for _, right := range writing { // a list of rights would ask for any of them
			rows, err := c.Query(ctx, `select n from unnest($1::text[]) n where to_regclass(n) is not null and not has_table_privilege(n::regclass, $2)`, namesOf(tables), right)
			if err != nil {
				return err
			}
			no, err := pgx.CollectRows(rows, pgx.RowTo[string])
			if err != nil {
				return err
			}
			for _, n := range no {
				add(true, "no right to "+right+" on table "+n, "GRANT "+right+" ON "+n+" TO "+ident(t.cfg.User))
			}
		}
		return t.creating(ctx, c, tables, add)
	})
	if !t.mayRest() {
		add(false, "the role may not set session_replication_role: foreign keys and triggers fire while rows are written",
			"GRANT SET ON PARAMETER session_replication_role TO "+ident(t.cfg.User)+" (rds_superuser on RDS), or use --defer-indexes")
	}
	return out, err
}

// creating looks whether the control tables, and tables that are missing, can be made.
func (t *Target) creating(ctx context.Context, c *pgx.Conn, tables []*event.Table, add func(bool, string, string)) error {
	schemas := []string{t.schema}
	ids, err := t.missing(ctx, c, tables)
	if err != nil {
		return err
	}
	for _, id := range ids {
		schemas = append(schemas, id.Schema)
	}
	seen := map[string]bool{}
	for i, schema := range schemas {
		if seen[schema] {
			continue
		}
		seen[schema] = true
		var may, exists bool
		if err := c.QueryRow(ctx, `select coalesce(has_schema_privilege(to_regnamespace($1)::oid, 'create'), has_database_privilege(current_database(), 'create')),
			to_regnamespace($1) is not null`, ident(schema)).Scan(&may, &exists); err != nil {
			return err
		}
		what := "the control tables"
		if i > 0 {
			what = "missing tables"
		}
		fix := "GRANT CREATE ON SCHEMA " + ident(schema) + " TO " + ident(t.cfg.User)
		if !exists {
			fix = "create the schema, or GRANT CREATE ON DATABASE " + ident(t.cfg.Database) + " TO " + ident(t.cfg.User)
		}
		if !may {
			add(true, "no right to create "+what+" in schema "+schema, fix)
		}
	}
	var readOnly bool
	if err := c.QueryRow(ctx, "select current_setting('transaction_read_only')::bool").Scan(&readOnly); err != nil {
		return err
	}
	if readOnly {
		add(true, "the target is read-only", "connect to the primary")
	}
	return nil
}

// missing lists tables that are not there.
func (t *Target) missing(ctx context.Context, c *pgx.Conn, tables []*event.Table) ([]event.TableID, error) {
	fs, err := catalog(ctx, c, idsOf(tables), false)
	if err != nil {
		return nil, err
	}
	have := map[event.TableID]bool{}
	for _, f := range fs {
		have[f.table.ID] = true
	}
	var out []event.TableID
	for _, tab := range tables {
		if !have[tab.ID] {
			out = append(out, tab.ID)
		}
	}
	return out, nil
}

// Grants implements replicate.Checker.
func (t *Target) Grants(ctx context.Context, user string, tables []*event.Table) (out []string, err error) {
	u := ident(user)
	err = t.ask(ctx, func(c *pgx.Conn) error {
		var version int
		if err := c.QueryRow(ctx, "select current_setting('server_version_num')::int").Scan(&version); err != nil {
			return err
		}
		out = append(out, "CREATE ROLE "+u+" LOGIN; -- set its password with \\password", "GRANT CONNECT ON DATABASE "+ident(t.cfg.Database)+" TO "+u+";")
		if version >= 150000 {
			out = append(out, "GRANT SET ON PARAMETER session_replication_role TO "+u+"; -- foreign keys and triggers rest")
		}
		missing, err := t.missing(ctx, c, tables)
		if err != nil {
			return err
		}
		schemas, err := t.schemaGrants(ctx, c, u, tables, missing)
		if err != nil {
			return err
		}
		out = append(out, schemas...)
		gone := map[event.TableID]bool{}
		for _, id := range missing {
			gone[id] = true
		}
		for _, tab := range tables {
			if !gone[tab.ID] {
				out = append(out, "GRANT "+strings.Join(writing, ", ")+", TRUNCATE ON "+tableName(tab.ID)+" TO "+u+";")
			}
		}
		owned, err := sequences(ctx, c, idsOf(tables))
		for _, s := range owned {
			out = append(out, "GRANT SELECT, UPDATE ON SEQUENCE "+s.seq+" TO "+u+"; -- for the cut-over")
		}
		return err
	})
	return append(out, "-- only an owner may alter tables: to add columns that the source gets, for --defer-indexes and DROP_AND_CREATE, GRANT the owner's role to "+u), err
}

// schemaGrants let the user create what is missing, and use the rest.
func (t *Target) schemaGrants(ctx context.Context, c *pgx.Conn, u string, tables []*event.Table, missing []event.TableID) ([]string, error) {
	creates, order := map[string]bool{t.schema: true}, []string{t.schema}
	for _, tab := range tables {
		if _, ok := creates[tab.ID.Schema]; !ok {
			creates[tab.ID.Schema], order = false, append(order, tab.ID.Schema)
		}
	}
	for _, id := range missing {
		creates[id.Schema] = true
	}
	var out []string
	database := false
	for _, schema := range order {
		var exists bool
		if err := c.QueryRow(ctx, "select exists (select from pg_catalog.pg_namespace where nspname = $1)", schema).Scan(&exists); err != nil {
			return nil, err
		}
		switch {
		case !exists && !database:
			database = true
			out = append(out, fmt.Sprintf("GRANT CREATE ON DATABASE %s TO %s; -- for schema %s", ident(t.cfg.Database), u, ident(schema)))
		case exists && creates[schema]:
			out = append(out, "GRANT USAGE, CREATE ON SCHEMA "+ident(schema)+" TO "+u+";")
		case exists:
			out = append(out, "GRANT USAGE ON SCHEMA "+ident(schema)+" TO "+u+";")
		}
	}
	return out, nil
}
