// Package livesource asks a database, before a migration, what would go wrong: whether its log holds what CDC needs,
// whether tables have keys, privileges are there, and nothing of the target interferes. It only reads.
//
// A check is a row: a query whose rows are the offenders, and the finding that they raise. The checks follow DMS's
// premigration assessments (user guide, "Checking for issues before migration") and the pages on each source. Those of
// PostgreSQL and MariaDB are tested on real servers; those of Oracle and SQL Server are unproven.
package livesource

import (
	"context"
	"database/sql"
	"fmt"
	"strings"

	"github.com/crosswalk-db/crosswalk/ir/diag"
)

// check is a row of a table of checks. Its query gives an object's name and a detail for each offender.
type check struct {
	code  *diag.Code
	topic string // for a query that is refused
	cdc   bool   // concerns CDC only
	say   string // %s is the detail
	// sql may have the placeholder {schemas}, a list of quoted names.
	sql string
}

// Fact is something that was found.
type Fact struct {
	Code    *diag.Code
	Object  string // a table, or "database"
	Message string
}

// Options say what the migration will do.
type Options struct {
	Schemas []string // source schemas, as the catalogue has them; none: all but the system's
	CDC     bool     // changes are replicated, not only loaded
}

// Engines are the sources that can be asked.
var sources = map[string][]check{"oracle": oracleChecks, "sqlserver": sqlServerChecks, "postgres": postgresChecks, "mysql": mysqlChecks}

// Targets that can be asked.
var targets = map[string][]check{"postgres": postgresTarget, "mysql": mysqlTarget}

// Source runs the checks of a source; engine is one of oracle, sqlserver, postgres, mysql.
func Source(ctx context.Context, engine string, db *sql.DB, o Options) ([]Fact, error) {
	return run(ctx, sources, "source", engine, db, o)
}

// Target runs the checks of a target; engine is postgres or mysql.
func Target(ctx context.Context, engine string, db *sql.DB, o Options) ([]Fact, error) {
	return run(ctx, targets, "target", engine, db, o)
}

func run(ctx context.Context, table map[string][]check, side, engine string, db *sql.DB, o Options) ([]Fact, error) {
	list, ok := table[engine]
	if !ok {
		return nil, fmt.Errorf("there are no checks for %s as a %s", engine, side)
	}
	var facts []Fact
	for _, c := range list {
		if c.cdc && !o.CDC {
			continue
		}
		found, err := ask(ctx, db, c, scope(c.sql, o.Schemas, engine))
		switch {
		case ctx.Err() != nil:
			return facts, ctx.Err()
		case err != nil:
			facts = append(facts, Fact{diag.LiveNotAsked, "database", fmt.Sprintf("%s could not be checked: %v", c.topic, err)})
		}
		facts = append(facts, found...)
	}
	return facts, nil
}

func ask(ctx context.Context, db *sql.DB, c check, query string) ([]Fact, error) {
	rows, err := db.QueryContext(ctx, query)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var facts []Fact
	for rows.Next() {
		var object, detail sql.NullString
		if err := rows.Scan(&object, &detail); err != nil {
			return nil, err
		}
		facts = append(facts, Fact{c.code, object.String, strings.ReplaceAll(c.say, "%s", detail.String)})
	}
	return facts, rows.Err()
}

// scope puts the schemas into a query: "{in COLUMN}" becomes a condition on the column.
func scope(query string, schemas []string, engine string) string {
	for {
		i := strings.Index(query, "{in ")
		if i < 0 {
			return query
		}
		j := i + strings.IndexByte(query[i:], '}')
		column := query[i+len("{in ") : j]
		query = query[:i] + condition(column, schemas, engine) + query[j+1:]
	}
}

// system are the schemas that nobody migrates.
var system = map[string]string{
	"oracle":    "NOT IN (SELECT username FROM all_users WHERE oracle_maintained = 'Y')",
	"sqlserver": "NOT IN ('sys', 'INFORMATION_SCHEMA', 'cdc', 'guest')",
	"postgres":  "NOT IN ('pg_catalog', 'information_schema', 'pg_toast')",
	"mysql":     "NOT IN ('mysql', 'information_schema', 'performance_schema', 'sys')",
}

func condition(column string, schemas []string, engine string) string {
	if len(schemas) == 0 {
		return column + " " + system[engine]
	}
	quoted := make([]string, len(schemas))
	for i, s := range schemas {
		s = strings.ReplaceAll(strings.ReplaceAll(s, "\x00", ""), "'", "''")
		if engine == "mysql" {
			s = strings.ReplaceAll(s, `\`, `\\`)
		}
		quoted[i] = "'" + s + "'"
	}
	return column + " IN (" + strings.Join(quoted, ", ") + ")"
}

// Queries gives the SQL of all checks of a source or target, for whoever wants to read what will be asked, or must grant
// it; the tests parse those that no server can be had for.
func Queries(engine string) []string {
	var list []string
	for _, table := range []map[string][]check{sources, targets} {
		for _, c := range table[engine] {
			list = append(list, scope(c.sql, []string{"HR"}, engine))
		}
	}
	return list
}
