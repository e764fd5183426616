package proof

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"strings"

	"github.com/jackc/pgx/v5/pgconn"

	"github.com/crosswalk-db/crosswalk/assess/proof/pgparse"
)

// load runs every unit in one transaction, as the install script does, each behind a
// savepoint so that one failure does not hide the next. Bodies are not looked at yet, since
// routines may name each other in a circle.
func (v *verifier) load(ctx context.Context) error {
	if err := v.exec(ctx, "BEGIN; SET LOCAL check_function_bodies = off"); err != nil {
		return err
	}
	for i := range v.units {
		if err := v.loadOne(ctx, i); err != nil {
			return fmt.Errorf("%s: %w", v.units[i].name(), err)
		}
		v.report("load", i+1, len(v.units))
	}
	ok, err := v.endOfLoad(ctx)
	if err != nil || !ok || v.db.server == nil && v.touchesServer() {
		return err
	}
	return v.exec(ctx, "COMMIT")
}

// endOfLoad has the server check the deferred constraints, as COMMIT would: data may break
// them. ok is false when it does.
func (v *verifier) endOfLoad(ctx context.Context) (ok bool, err error) {
	err = v.guarded(ctx, v.db.conn, func() error { return v.exec(ctx, "SET CONSTRAINTS ALL IMMEDIATE") })
	var pe *pgconn.PgError
	if !errors.As(err, &pe) {
		return true, err
	}
	for i := range v.units {
		for _, c := range pgparse.Creates(v.units[i].SQL) {
			if c.Kind == "table" && strings.EqualFold(c.Name, pe.TableName) {
				v.results[i].Loaded = false
				v.results[i].Messages = append(v.results[i].Messages, v.units[i].message(pe))
				return false, nil
			}
		}
	}
	return false, fmt.Errorf("the server refused to commit: %s", text(pe))
}

// serverWide finds statements whose effect is not confined to the database: on a server of
// the user's they must not be committed.
var serverWide = regexp.MustCompile(`(?i)\b(CREATE|ALTER|DROP)\s+(ROLE|USER|GROUP|TABLESPACE|DATABASE|SYSTEM|SUBSCRIPTION)\b`)

func (v *verifier) touchesServer() bool {
	for i := range v.units {
		if serverWide.MatchString(v.units[i].SQL) {
			return true
		}
	}
	return false
}

// loadOne runs one unit. Its error is fatal for the run; the unit's own is in its result.
func (v *verifier) loadOne(ctx context.Context, i int) error {
	u, r := &v.units[i], &v.results[i]
	if err := v.exec(ctx, "SAVEPOINT crosswalk_unit"); err != nil {
		return err
	}
	err := v.exec(ctx, u.SQL)
	if status := v.db.conn.PgConn().TxStatus(); status == 'I' {
		// The unit ended the transaction itself: go on in another.
		if err := v.exec(ctx, "BEGIN; SET LOCAL check_function_bodies = off; SAVEPOINT crosswalk_unit"); err != nil {
			return err
		}
	}
	var pe *pgconn.PgError
	switch {
	case err == nil:
		r.Loaded = true
		return v.exec(ctx, "RELEASE SAVEPOINT crosswalk_unit")
	case !errors.As(err, &pe):
		return err
	case pe.Code == "53200":
		return fmt.Errorf("the server has no room to load this schema in one transaction, as install.sql does; "+
			"raise max_locks_per_transaction there: %w", pe)
	case strings.HasPrefix(pe.Code, "53"), strings.HasPrefix(pe.Code, "57P"), strings.HasPrefix(pe.Code, "58"):
		return pe // the server's trouble, not the object's
	}
	m := u.message(pe)
	m.DueTo = v.failed.cause(u, pe.Code, pe.Message)
	r.Messages = append(r.Messages, m)
	v.failed.add(u)
	return v.exec(ctx, "ROLLBACK TO SAVEPOINT crosswalk_unit; RELEASE SAVEPOINT crosswalk_unit")
}

// exec runs any number of statements by the simple protocol.
func (v *verifier) exec(ctx context.Context, sql string) error {
	return v.db.conn.PgConn().Exec(ctx, sql).Close()
}
