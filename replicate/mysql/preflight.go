package mysql

import (
	"context"
	"fmt"
	"strings"

	"github.com/crosswalk-db/crosswalk/replicate"
	"github.com/crosswalk-db/crosswalk/replicate/event"
)

type adder func(fatal bool, text, fix string)

func problems(side string, out *[]replicate.Problem) adder {
	return func(fatal bool, text, fix string) {
		*out = append(*out, replicate.Problem{Fatal: fatal, Side: side, Text: text, Fix: fix})
	}
}

// Preflight implements replicate.Checker.
func (s *Source) Preflight(ctx context.Context, tables []*event.Table, stream bool) ([]replicate.Problem, error) {
	var out []replicate.Problem
	add := problems("source", &out)
	for _, t := range tables {
		if _, err := queryStrings(ctx, s.db, "select 1 from "+tableName(t.ID)+" limit 0"); denied(err) {
			add(true, "no right to read table "+t.ID.String(), "GRANT SELECT ON "+tableName(t.ID)+" TO the user")
		} else if err != nil {
			return nil, err
		}
		if stream {
			streamable(t, add)
		}
	}
	if !stream {
		return out, nil
	}
	return out, s.logged(ctx, add)
}

// streamable tells what of a table the log does not tell.
func streamable(t *event.Table, add adder) {
	if t.View {
		add(false, "view "+t.ID.String()+" is loaded but cannot be streamed", "replicate its tables")
	}
	if len(t.Key) == 0 && !t.View {
		add(false, "table "+t.ID.String()+" has no key: an update or delete changes one of the rows that are equal in all columns", "add a primary key")
	}
	for _, c := range t.Columns {
		if !decodable(c.Type) && !c.Generated {
			add(true, fmt.Sprintf("column %s of %s has type %s, which the binlog's decoder does not know", c.Name, t.ID, c.Type.Native),
				"leave the table out, or use --mode full-load")
		}
	}
}

// logged looks at how the server writes its log, and whether the user may read it.
func (s *Source) logged(ctx context.Context, add adder) error {
	var bin, format, image string
	var id int64
	if err := s.db.QueryRowContext(ctx, "select @@log_bin, @@binlog_format, @@binlog_row_image, @@server_id").Scan(&bin, &format, &image, &id); err != nil {
		return wrap(err)
	}
	if bin != "1" {
		add(true, "log_bin is off", "start the server with log_bin")
		return nil
	}
	if format != "ROW" {
		add(true, "binlog_format is "+format, "SET GLOBAL binlog_format = 'ROW', and let sessions reconnect")
	}
	if image != "FULL" {
		add(true, "binlog_row_image is "+image, "SET GLOBAL binlog_row_image = 'FULL', and let sessions reconnect")
	}
	if id == 0 {
		add(true, "server_id is 0", "give the server an id")
	}
	if _, err := s.masterStatus(ctx, s.db); err != nil {
		add(true, "the position of the binlog cannot be read: "+err.Error(), "GRANT BINLOG MONITOR (MySQL: REPLICATION CLIENT) ON *.* TO the user")
	}
	have, err := rights(ctx, s.db)
	if err != nil {
		return err
	}
	if !have.has("REPLICATION SLAVE", "") {
		add(true, "the user may not read the binlog", "GRANT REPLICATION SLAVE ON *.* TO the user")
	}
	return nil
}

// denied tells errors about rights: of a database, of the server, of a table, of a column, of a routine.
func denied(err error) bool {
	for _, n := range []uint16{1044, 1227, 1142, 1143, 1370} {
		if numbered(err, n) {
			return true
		}
	}
	return false
}

// right is a line of SHOW GRANTS: what it allows, and where.
type right struct {
	privileges []string
	on         string // "" for all databases, or a database's name
}

type rightList []right

// rights reads what the user may do, roles in use included.
func rights(ctx context.Context, q querier) (rightList, error) {
	rows, err := queryStrings(ctx, q, "show grants")
	if err != nil {
		return nil, err
	}
	var out rightList
	for _, r := range rows {
		privileges, rest, ok := strings.Cut(strings.TrimPrefix(r[0], "GRANT "), " ON ")
		object, _, to := strings.Cut(rest, " TO ")
		if !ok || !to {
			continue // a role
		}
		database, table, ok := strings.Cut(object, "`.")
		if object == "*.*" {
			database, table, ok = "", "*", true
		}
		if !ok || table != "*" {
			continue
		}
		name := strings.NewReplacer("``", "`", `\_`, "_", `\%`, "%").Replace(strings.TrimPrefix(database, "`"))
		out = append(out, right{strings.Split(privileges, ", "), name})
	}
	return out, nil
}

// has tells whether a privilege is held on a database, or with "" on all.
func (l rightList) has(privilege, database string) bool {
	for _, r := range l {
		if r.on != "" && r.on != database {
			continue
		}
		for _, p := range r.privileges {
			if p == privilege || p == "ALL PRIVILEGES" {
				return true
			}
		}
	}
	return false
}

// Grants implements replicate.Checker.
func (s *Source) Grants(_ context.Context, user string, tables []*event.Table) ([]string, error) {
	u := literal(user) + "@'%'"
	out := []string{"CREATE USER " + u + " IDENTIFIED BY '...';",
		"GRANT REPLICATION SLAVE, BINLOG MONITOR ON *.* TO " + u + "; -- MySQL: REPLICATION SLAVE, REPLICATION CLIENT",
		"-- GRANT RELOAD ON *.* TO " + u + "; only where writes are so frequent that snapshots need FLUSH TABLES WITH READ LOCK, and on MySQL",
		"-- only for cutover --read-only: GRANT READ_ONLY ADMIN ON *.* (MySQL: SYSTEM_VARIABLES_ADMIN)"}
	for _, t := range tables {
		out = append(out, "GRANT SELECT ON "+tableName(t.ID)+" TO "+u+";")
	}
	return out, nil
}

// Preflight implements replicate.Checker.
func (t *Target) Preflight(ctx context.Context, tables []*event.Table, _ bool) ([]replicate.Problem, error) {
	var out []replicate.Problem
	add := problems("target", &out)
	var local, readOnly string
	if err := t.db.QueryRowContext(ctx, "select @@local_infile, @@read_only").Scan(&local, &readOnly); err != nil {
		return nil, wrap(err)
	}
	if local != "1" {
		add(true, "local_infile is off", "SET GLOBAL local_infile = 1")
	}
	may, err := rights(ctx, t.db)
	if err != nil {
		return nil, err
	}
	if readOnly != "0" && readOnly != "OFF" { // as the source of a cut-over is, to which the way back writes
		over := may.has("READ_ONLY ADMIN", "") || may.has("SUPER", "") || may.has("CONNECTION_ADMIN", "")
		add(!over, "the target is read-only", "connect to the primary, or SET GLOBAL read_only = 0; the way back of a cut-over --read-only needs READ_ONLY ADMIN (MySQL: CONNECTION_ADMIN)")
	}
	for _, tab := range tables {
		for _, k := range tab.Key {
			if c := tab.Columns[k]; c.Type.LOB && c.Type.Engine != engine {
				add(false, fmt.Sprintf("key column %s of %s has no length: a table that is created gets 191 characters", c.Name, tab.ID),
					"create the table beforehand, or retype the column in the mapping")
			}
		}
	}
	return out, t.writable(ctx, tables, may, add)
}

// writable has the server explain statements that change nothing: it looks at the rights for them.
func (t *Target) writable(ctx context.Context, tables []*event.Table, may rightList, add adder) error {
	have, err := t.Describe(ctx, idsOf(tables))
	if err != nil {
		return err
	}
	there := map[event.TableID]bool{}
	for _, h := range have {
		there[h.ID] = true
		name := tableName(h.ID)
		for _, x := range []struct{ right, statement string }{{"SELECT", "select * from " + name + " limit 0"}, {"INSERT", "explain insert into " + name + " () values ()"},
			{"DELETE", "explain delete from " + name + " where false"}, {"UPDATE", "explain update " + name + " set " + ident(h.Columns[0].Name) + " = null where false"}} {
			if _, err := queryStrings(ctx, t.db, x.statement); denied(err) {
				add(true, "no right to "+x.right+" on table "+h.ID.String(), "GRANT "+x.right+" ON "+name+" TO the user")
			}
		}
	}
	if !may.has("CREATE", t.schema) {
		add(true, "no right to create the control tables in database "+t.schema, "GRANT ALL ON "+ident(t.schema)+".* TO the user")
	}
	return nil
}

func idsOf(tables []*event.Table) []event.TableID {
	var ids []event.TableID
	for _, t := range tables {
		ids = append(ids, t.ID)
	}
	return ids
}

// Grants implements replicate.Checker.
func (t *Target) Grants(ctx context.Context, user string, tables []*event.Table) ([]string, error) {
	u := literal(user) + "@'%'"
	out := []string{"CREATE USER " + u + " IDENTIFIED BY '...';", "GRANT ALL ON " + ident(t.schema) + ".* TO " + u + "; -- control tables"}
	seen := map[string]bool{}
	for _, tab := range tables {
		if db := tab.ID.Schema; !seen[db] {
			seen[db] = true
			var n int
			if err := t.db.QueryRowContext(ctx, "select count(*) from information_schema.schemata where schema_name = ?", db).Scan(&n); err != nil {
				return nil, wrap(err)
			}
			if n == 0 {
				out = append(out, "GRANT CREATE ON "+ident(db)+".* TO "+u+";")
			}
		}
		out = append(out, "GRANT SELECT, INSERT, UPDATE, DELETE, CREATE, ALTER, DROP, INDEX ON "+tableName(tab.ID)+" TO "+u+";")
	}
	return out, nil
}
