package proof

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"github.com/crosswalk-db/crosswalk/assess/proof/pgparse"
)

// tempTable is a temporary table that a body makes when it runs. Nothing knows of it when
// the bodies are checked, so those that use it would all seem wrong.
type tempTable struct {
	sql   string
	maker int // unit
}

// findTemps collects the temporary tables that bodies make.
func (v *verifier) findTemps(bodies []body) {
	v.temps = map[string]tempTable{}
	for i := range bodies {
		for _, t := range pgparse.TempTables(bodies[i].source.Source) {
			if _, known := v.temps[t.Name]; !known {
				v.temps[t.Name] = tempTable{t.SQL, bodies[i].unit}
			}
		}
	}
}

// undefinedTable is the SQLSTATE of a table that is not there.
const undefinedTable = "42P01"

// needsTemps gives the temporary tables whose absence the messages complain of.
func (v *verifier) needsTemps(msgs []Message) []string {
	var names []string
	for _, m := range msgs {
		if m.SQLState != undefinedTable {
			continue
		}
		if q := quotedName.FindStringSubmatch(m.Text); q != nil {
			if _, ok := v.temps[q[1]]; ok {
				names = append(names, q[1])
			}
		}
	}
	return names
}

// checkWithTemps makes all temporary tables that the bodies make, checks again, and undoes
// it. first are the messages without them, which stand when a table cannot be made.
func (v *verifier) checkWithTemps(ctx context.Context, conn *pgx.Conn, b *body, t trigger, names []string, first []Message) ([]Message, error) {
	errUndo := errors.New("undo")
	own := conn.PgConn().TxStatus() == 'I'
	if own {
		if _, err := conn.Exec(ctx, "BEGIN"); err != nil {
			return nil, err
		}
	}
	var msgs []Message
	err := v.guarded(ctx, conn, func() error {
		for _, n := range names {
			if err := conn.PgConn().Exec(ctx, v.temps[n].sql).Close(); err != nil {
				return err
			}
		}
		var err error
		if msgs, err = v.plpgsqlCheck(ctx, conn, b, t); err != nil {
			return err
		}
		return errUndo
	})
	if own {
		if _, e := conn.Exec(ctx, "ROLLBACK"); e != nil {
			return nil, e
		}
	}
	var pe *pgconn.PgError
	switch {
	case errors.As(err, &pe):
		return first, nil
	case !errors.Is(err, errUndo):
		return nil, err
	}
	for _, n := range names {
		if maker := v.temps[n].maker; maker != b.unit {
			msgs = append(msgs, Message{Level: Unproved, Phase: Checking, Line: v.units[b.unit].firstLine(),
				Text: fmt.Sprintf("uses the temporary table %s, which %s makes: it must have run before, in the same session",
					strings.TrimSpace(n), v.units[maker].name())})
		}
	}
	return msgs, nil
}
