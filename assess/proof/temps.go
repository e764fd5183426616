package proof

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"github.com/crosswalk-db/crosswalk/assess/proof/pgparse"
)

// Temp is a temporary table that the routines of a unit find in their session when they are called.
type Temp struct {
	Name string // as it is stored
	SQL  string // CREATE TEMP TABLE
}

// tempTable is a temporary table that a body makes when it runs. Nothing knows of it when
// the bodies are checked, so those that use it would all seem wrong.
type tempTable struct {
	name, sql string
	then      []string // ALTER TABLE behind it
	maker     *body    // nil: the unit says that its session has it
}

// findTemps collects the temporary tables that bodies make.
func (v *verifier) findTemps(bodies []body) {
	v.temps = map[string][]tempTable{}
	for i := range bodies {
		for _, t := range pgparse.TempTables(bodies[i].source.Source) {
			v.temps[t.Name] = append(v.temps[t.Name], tempTable{t.Name, t.SQL, t.Then, &bodies[i]})
		}
	}
}

// tempFor gives the table that a body means: its own, that which its unit is known to find, or the first that any makes.
func (v *verifier) tempFor(b *body, name string) (tempTable, bool) {
	for _, t := range v.temps[name] {
		if t.maker.oid == b.oid {
			return t, true
		}
	}
	for _, t := range v.units[b.unit].Temps {
		if t.Name == name {
			return tempTable{name: name, sql: t.SQL}, true
		}
	}
	if list := v.temps[name]; len(list) > 0 {
		return list[0], true
	}
	return tempTable{}, false
}

// undefinedTable is the SQLSTATE of a table that is not there.
const undefinedTable = "42P01"

// needsTemps gives the temporary tables whose absence the messages complain of.
func (v *verifier) needsTemps(b *body, msgs []Message) []tempTable {
	var list []tempTable
	for _, m := range msgs {
		if m.SQLState != undefinedTable {
			continue
		}
		if q := quotedName.FindStringSubmatch(m.Text); q != nil {
			known := slices.ContainsFunc(list, func(t tempTable) bool { return t.name == q[1] })
			if t, ok := v.tempFor(b, q[1]); ok && !known {
				list = append(list, t)
			}
		}
	}
	return list
}

// checkWithTemps makes the temporary tables that a body lacks, checks again, and undoes it. One may show only when another
// is there, so this goes on while there are new ones. first are the messages without them, which stand when no table can be made.
func (v *verifier) checkWithTemps(ctx context.Context, conn *pgx.Conn, b *body, t trigger, first []Message) ([]Message, error) {
	errUndo := errors.New("undo")
	own := conn.PgConn().TxStatus() == 'I'
	if own {
		if _, err := conn.Exec(ctx, "BEGIN"); err != nil {
			return nil, err
		}
	}
	msgs := first
	var made []tempTable
	err := v.guarded(ctx, conn, func() error {
		tried := map[string]bool{}
		for {
			more := slices.DeleteFunc(v.needsTemps(b, msgs), func(t tempTable) bool { return tried[t.name] })
			if len(more) == 0 {
				return errUndo
			}
			for _, n := range more {
				made = append(made, v.makeTemp(ctx, conn, b, n, tried)...)
			}
			var err error
			if msgs, err = v.plpgsqlCheck(ctx, conn, b, t); err != nil {
				return err
			}
		}
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
	for _, n := range made {
		if n.maker != nil && n.maker.unit != b.unit {
			msgs = append(msgs, Message{Level: Unproved, Phase: Checking, Line: v.units[b.unit].firstLine(),
				Text: fmt.Sprintf("uses the temporary table %s, which %s makes: it must have run before, in the same session",
					n.name, v.units[n.maker.unit].name())})
		}
	}
	return msgs, nil
}

// makeTemp makes a table for a body, and in front of it those that its query reads; it gives what it made. Tables that have been
// tried are not tried again.
func (v *verifier) makeTemp(ctx context.Context, conn *pgx.Conn, b *body, t tempTable, tried map[string]bool) []tempTable {
	tried[t.name] = true
	var made []tempTable
	for {
		err := v.makeOne(ctx, conn, t)
		if err == nil {
			return append(made, t)
		}
		var pe *pgconn.PgError
		if !errors.As(err, &pe) || pe.Code != undefinedTable {
			return made
		}
		q := quotedName.FindStringSubmatch(pe.Message)
		if q == nil || tried[q[1]] {
			return made
		}
		below, ok := v.tempFor(b, q[1])
		if !ok {
			return made
		}
		made = append(made, v.makeTemp(ctx, conn, b, below, tried)...)
	}
}

// makeOne makes a table, without rows where a query makes it. One whose query names variables of its maker is made in a block that
// declares them. The error is that of the first attempt.
func (v *verifier) makeOne(ctx context.Context, conn *pgx.Conn, t tempTable) error {
	try := func(sql string) error {
		return v.guarded(ctx, conn, func() error { return conn.PgConn().Exec(ctx, sql).Close() })
	}
	then := strings.Join(append([]string{""}, t.then...), ";\n")
	empty, full := t.sql+" WITH NO DATA"+then, t.sql+then
	first := try(empty)
	if first == nil || try(full) == nil {
		return nil
	}
	if len(t.then) > 0 && (try(t.sql+" WITH NO DATA") == nil || try(t.sql) == nil) {
		for _, sql := range t.then { // one of them waits for another that takes a column away
			_ = try(sql)
		}
		return nil
	}
	if t.maker == nil {
		return first
	}
	head, err := v.variables(ctx, conn, t.maker)
	if err != nil {
		return first
	}
	if err := try(inBlock(head, empty)); err == nil {
		return nil
	} else if try(inBlock(head, full)) == nil {
		return nil
	} else if pe := (*pgconn.PgError)(nil); errors.As(err, &pe) && pe.Code == undefinedTable {
		return err
	}
	return first
}

const listParameters = `
SELECT coalesce(string_agg(pg_catalog.quote_ident(a.name) || ' ' || pg_catalog.format_type(a.type, NULL) || ';', ' '), '')
  FROM pg_catalog.pg_proc p,
       LATERAL unnest(p.proargnames, coalesce(p.proallargtypes, p.proargtypes::pg_catalog.oid[])) AS a (name, type)
 WHERE p.oid = $1 AND a.name <> ''`

// variables declares what a body's statements may name: its parameters, and its own variables in a block inside.
func (v *verifier) variables(ctx context.Context, conn *pgx.Conn, b *body) (string, error) {
	var params string
	err := v.guarded(ctx, conn, func() error { return conn.QueryRow(ctx, listParameters, b.oid).Scan(&params) })
	if err != nil {
		return "", err
	}
	option := ""
	if strings.Contains(b.source.Source, "#variable_conflict use_column") {
		option = "#variable_conflict use_column\n"
	}
	return option + "DECLARE " + params + "\nBEGIN\nDECLARE " + pgparse.Declarations(b.source.Source) + "\n", nil
}

// inBlock is a statement below declarations.
func inBlock(head, sql string) string {
	tag := "$crosswalk_temp$"
	return "DO " + tag + "\n" + head + "BEGIN\n" + sql + ";\nEND;\nEND\n" + tag
}
