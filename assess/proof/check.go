package proof

import (
	"context"
	"errors"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"github.com/crosswalk-db/crosswalk/assess/proof/pgparse"
)

// body is one routine in the server, and the unit that it came from.
type body struct {
	oid         uint32
	language    string
	unit        int
	trigger     bool // returns trigger
	polymorphic bool // takes anyelement or its like
	source      pgparse.Routine
	on          []trigger
}

// trigger is a use of a trigger function.
type trigger struct {
	table            uint32
	oldRows, newRows *string // names of the transition tables
}

// checkSchema holds the extension, out of the way of the user's objects.
const checkSchema = "crosswalk_verify_check"

// check looks into the bodies of all routines that were loaded.
func (v *verifier) check(ctx context.Context) error {
	if err := v.installExtension(ctx); err != nil {
		return err
	}
	bodies, err := v.bodies(ctx)
	if err != nil {
		return err
	}
	v.findTemps(bodies)
	found, err := v.checkAll(ctx, bodies)
	if err != nil {
		return err
	}
	for i := range v.results {
		r := &v.results[i]
		ok := r.Loaded
		for _, m := range r.Messages {
			ok = ok && m.Level == Warning
		}
		r.Checked = &ok
	}
	for i, b := range bodies {
		r := &v.results[b.unit]
		r.Messages = append(r.Messages, found[i]...)
		if b.language == "plpgsql" && v.extension == "" && r.Checked != nil && *r.Checked {
			r.Checked = nil
		}
		for _, m := range found[i] {
			if m.Level > Warning {
				r.Checked = new(bool)
			}
		}
	}
	return nil
}

// installExtension puts plpgsql_check into the database where the server has it and lets us.
func (v *verifier) installExtension(ctx context.Context) error {
	// Event triggers that were loaded must not fire. Who may not say so has made none: both take a superuser.
	if v.guarded(ctx, v.db.conn, func() error { return v.exec(ctx, "SET session_replication_role = replica") }) == nil {
		defer func() { _ = v.exec(ctx, "RESET session_replication_role") }()
	}
	err := v.guarded(ctx, v.db.conn, func() error {
		return v.exec(ctx, "CREATE SCHEMA "+checkSchema+"; CREATE EXTENSION plpgsql_check SCHEMA "+checkSchema)
	})
	var pe *pgconn.PgError
	if errors.As(err, &pe) {
		return nil
	}
	if err != nil {
		return err
	}
	return v.db.conn.QueryRow(ctx, "SELECT extversion FROM pg_catalog.pg_extension WHERE extname = 'plpgsql_check'").Scan(&v.extension)
}

// guarded runs f behind a savepoint when the connection is in a transaction.
func (v *verifier) guarded(ctx context.Context, conn *pgx.Conn, f func() error) error {
	if conn.PgConn().TxStatus() == 'I' {
		return f()
	}
	if _, err := conn.Exec(ctx, "SAVEPOINT crosswalk_check"); err != nil {
		return err
	}
	err := f()
	end := "RELEASE SAVEPOINT crosswalk_check"
	if err != nil {
		end = "ROLLBACK TO SAVEPOINT crosswalk_check; " + end
	}
	if e := conn.PgConn().Exec(ctx, end).Close(); e != nil {
		return e
	}
	return err
}
