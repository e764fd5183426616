// Package postgres is PostgreSQL's side of a check: its catalogue, and SQL for canonical texts and hashes.
package postgres

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"

	"github.com/crosswalk-db/crosswalk/checks"
)

// Engine is PostgreSQL 13 and later.
type Engine struct{}

var _ checks.Engine = Engine{}

// Open connects by a URL or key=value string, as libpq reads it. A read-only side cannot write, whoever asks it to.
// Errors do not hold the password.
func Open(ctx context.Context, url string, readOnly bool, conns int) (*checks.Side, error) {
	cfg, err := pgx.ParseConfig(url)
	if err != nil {
		return nil, err
	}
	// Texts must not depend on the server's configuration.
	for k, v := range map[string]string{"TimeZone": "UTC", "DateStyle": "ISO, YMD", "IntervalStyle": "postgres", "extra_float_digits": "1",
		"bytea_output": "hex", "standard_conforming_strings": "on", "client_encoding": "UTF8", "application_name": "crosswalk check",
		"lc_monetary": "C", "xmloption": "content", "statement_timeout": "0"} {
		cfg.RuntimeParams[k] = v
	}
	// The check reads several chunks at once itself. Workers of the server would come on top of --threads; they, and
	// compiling a query that takes a tenth of a second, cost more than they gain.
	cfg.RuntimeParams["max_parallel_workers_per_gather"], cfg.RuntimeParams["jit"] = "0", "off"
	if readOnly {
		cfg.RuntimeParams["default_transaction_read_only"] = "on"
	}
	cfg.DefaultQueryExecMode = pgx.QueryExecModeSimpleProtocol // all values come as text
	db := stdlib.OpenDB(*cfg)
	db.SetMaxOpenConns(conns)
	if err := db.PingContext(ctx); err != nil {
		db.Close()
		return nil, err
	}
	var encoding string
	if err := db.QueryRowContext(ctx, "SHOW server_encoding").Scan(&encoding); err != nil || encoding != "UTF8" {
		db.Close()
		if err == nil {
			err = fmt.Errorf("the database's encoding is %s: only UTF8 can be compared", encoding)
		}
		return nil, err
	}
	return &checks.Side{Engine: Engine{}, DB: db}, nil
}

// Name implements checks.Engine.
func (Engine) Name() string { return "postgres" }

// Ident quotes a name. A NUL cannot be in one.
func (Engine) Ident(name string) string {
	return `"` + strings.ReplaceAll(strings.ReplaceAll(name, "\x00", ""), `"`, `""`) + `"`
}

// str quotes a text.
func str(s string) string {
	return "'" + strings.ReplaceAll(strings.ReplaceAll(s, "\x00", ""), "'", "''") + "'"
}

// Text implements checks.SQL.
func (e Engine) Text(c *checks.Column, as checks.Canon) string {
	x := e.Ident(c.Name)
	switch as.Form {
	case checks.AsInt:
		if c.Class == checks.Bool || c.Class == checks.Bits {
			return x + "::integer::text"
		}
		return x + "::text"
	case checks.AsDecimal:
		switch {
		case c.Class == checks.Bool:
			x += "::integer"
		case c.Type == "money":
			x += "::numeric"
		}
		if as.Trim {
			return "trim_scale(" + x + "::numeric)::text"
		}
		return x + "::text"
	case checks.AsHex:
		return "encode(" + x + ", 'hex')"
	case checks.AsTimestamp: // ISO output has no zeros at the end of the fraction, and writes infinity and BC
		if c.Class == checks.Instant {
			return "(" + x + " AT TIME ZONE 'UTC')::text"
		}
		return x + "::timestamp::text"
	case checks.AsBits:
		return fmt.Sprintf("lpad(%s::text, %d, '0')", x, as.Bits)
	}
	x += "::text"
	if as.Trim {
		x = "rtrim(" + x + ", ' ')"
	}
	if as.Lower {
		x = "lower(" + x + ")"
	}
	return x
}

// Value implements checks.SQL. A quoted literal takes the column's type, wherever it is compared or stored.
func (e Engine) Value(c *checks.Column, as checks.Canon, text string) string {
	switch {
	case c.Class == checks.Bytes:
		return "decode(" + str(text) + ", 'hex')"
	case c.Class == checks.Bits && as.Form == checks.AsInt:
		return "B" + str(text)
	case c.Class == checks.Bits:
		return "B" + str(text[max(0, len(text)-c.Length):])
	case c.Class == checks.Instant && !strings.HasSuffix(text, "infinity"):
		if s, bc := strings.CutSuffix(text, " BC"); bc {
			return str(s + "+00 BC")
		}
		return str(text + "+00")
	}
	return str(text)
}

// Row implements checks.SQL. A function takes 100 arguments at most, so the fields are joined by operators.
func (Engine) Row(fields []checks.Field) string {
	parts := make([]string, len(fields))
	for i, f := range fields {
		if f.Free {
			parts[i] = "coalesce(octet_length(" + f.Expr + ") || ':' || " + f.Expr + ", 'N')"
		} else {
			parts[i] = "coalesce(" + f.Expr + ", 'N') || '|'"
		}
	}
	return strings.Join(parts, " || ")
}

// Hash implements checks.SQL.
func (Engine) Hash(text string) string {
	return "('x' || left(encode(sha256(convert_to(" + text + ", 'UTF8')), 'hex'), 15))::bit(60)::bigint"
}

// OwnHash implements checks.SQL. The collation is named since columns of several have none in common. concat writes all
// values into one buffer, where each || would copy what is there, and NULL as nothing: no value of a type with few
// characters is empty, and a free text has its length in front.
func (Engine) OwnHash(fields []checks.Field) string {
	const most = 24 // fields in one call: a function takes 100 arguments at most (FUNC_MAX_ARGS)
	var calls []string
	for part := range slices.Chunk(fields, most) {
		var args []string
		for _, f := range part {
			if f.Free {
				args = append(args, "octet_length("+f.Expr+")", "':'", f.Expr)
			} else {
				args = append(args, strings.TrimSuffix(f.Expr, "::text"), "'|'") // concat writes the same text
			}
		}
		calls = append(calls, "concat("+strings.Join(args, ", ")+")")
	}
	return `hashtextextended((` + strings.Join(calls, " || ") + `) COLLATE "C", 0)`
}

// Once implements checks.SQL: OFFSET keeps the planner from writing the expression into the query around.
func (Engine) Once(query string) string { return "(" + query + " OFFSET 0) x" }

// Total implements checks.SQL: every row has a hash here.
func (Engine) Total(hash string) string { return "coalesce(sum(" + hash + "), 0)::text" }

// Lag implements checks.Engine: of the replicas that the server feeds, or of the server itself while it recovers.
func (Engine) Lag(ctx context.Context, db *sql.DB) (time.Duration, bool, error) {
	var seconds sql.NullFloat64
	err := db.QueryRowContext(ctx, `SELECT CASE WHEN pg_is_in_recovery() THEN CASE WHEN pg_last_wal_receive_lsn() = pg_last_wal_replay_lsn() THEN 0
		ELSE extract(epoch FROM clock_timestamp() - pg_last_xact_replay_timestamp()) END
		ELSE (SELECT max(coalesce(extract(epoch FROM replay_lag), 0)) FROM pg_stat_replication) END::float8`).Scan(&seconds)
	return time.Duration(seconds.Float64 * float64(time.Second)), seconds.Valid, err
}

// Integer implements checks.SQL.
func (Engine) Integer(expr string) string { return "(" + expr + ")::text" }

// Insert implements checks.SQL.
func (Engine) Insert() string { return " OVERRIDING SYSTEM VALUE" }

// classes are the types that are compared across engines, by the name of the base type.
var classes = map[string]checks.Class{
	"int2": checks.Int, "int4": checks.Int, "int8": checks.Int, "oid": checks.Int, "numeric": checks.Decimal, "money": checks.Decimal,
	"float4": checks.Float, "float8": checks.Float, "bool": checks.Bool, "text": checks.Text, "varchar": checks.Text, "name": checks.Text,
	"citext": checks.Text, "bpchar": checks.Char, "bytea": checks.Bytes, "date": checks.Date, "timestamp": checks.Timestamp,
	"timestamptz": checks.Instant, "time": checks.Time, "bit": checks.Bits, "uuid": checks.UUID, "json": checks.JSON, "jsonb": checks.JSONB,
}

const catalogue = `
WITH RECURSIVE base(oid, typ) AS (
  SELECT oid, oid FROM pg_type WHERE typtype <> 'd'
  UNION ALL
  SELECT d.oid, b.typ FROM pg_type d JOIN base b ON d.typbasetype = b.oid WHERE d.typtype = 'd')
SELECT n.nspname, c.relname, c.reltuples::bigint, a.attname, format_type(a.atttypid, a.atttypmod), bt.typname, bt.typtype::text,
       CASE WHEN a.atttypmod >= 0 THEN a.atttypmod ELSE t.typtypmod END, a.attnotnull, a.attgenerated <> '',
       coalesce((SELECT array_position(i.indkey::smallint[], a.attnum) FROM pg_index i
          WHERE i.indrelid = c.oid AND i.indisunique AND i.indisvalid AND i.indpred IS NULL AND i.indexprs IS NULL AND i.indimmediate
            AND NOT EXISTS (SELECT FROM unnest((i.indkey::smallint[])[0:i.indnkeyatts-1]) k JOIN pg_attribute x
                            ON x.attrelid = c.oid AND x.attnum = k AND NOT x.attnotnull)
          ORDER BY i.indisprimary DESC, i.indnkeyatts, i.indexrelid LIMIT 1), -1),
       coalesce((SELECT i.indnkeyatts FROM pg_index i
          WHERE i.indrelid = c.oid AND i.indisunique AND i.indisvalid AND i.indpred IS NULL AND i.indexprs IS NULL AND i.indimmediate
            AND NOT EXISTS (SELECT FROM unnest((i.indkey::smallint[])[0:i.indnkeyatts-1]) k JOIN pg_attribute x
                            ON x.attrelid = c.oid AND x.attnum = k AND NOT x.attnotnull)
          ORDER BY i.indisprimary DESC, i.indnkeyatts, i.indexrelid LIMIT 1), 0)
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
JOIN pg_type t ON t.oid = a.atttypid JOIN base b ON b.oid = t.oid JOIN pg_type bt ON bt.oid = b.typ
WHERE c.relkind IN ('r', 'p', 'f', 'v', 'm') AND NOT c.relispartition AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
  AND (cardinality($1::text[]) = 0 OR n.nspname = ANY ($1::text[]))
ORDER BY n.nspname, c.relname, a.attnum`

// Tables implements checks.Engine.
func (e Engine) Tables(ctx context.Context, db *sql.DB, schemas []string) ([]*checks.Table, error) {
	if schemas == nil {
		schemas = []string{}
	}
	rows, err := db.QueryContext(ctx, catalogue, schemas)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var list []*checks.Table
	var t *checks.Table
	for rows.Next() {
		var schema, table, base, kind string
		var estimate int64
		var typmod, pos, keys int
		c := &checks.Column{}
		if err := rows.Scan(&schema, &table, &estimate, &c.Name, &c.Type, &base, &kind, &typmod, &c.NotNull, &c.Computed, &pos, &keys); err != nil {
			return nil, err
		}
		if t == nil || t.Schema != schema || t.Table != table {
			t = &checks.Table{Name: checks.Name{Schema: schema, Table: table}, Rows: estimate, Key: make([]string, keys)}
			list = append(list, t)
		}
		classify(c, base, kind, typmod)
		t.Columns = append(t.Columns, c)
		if pos >= 0 && pos < keys {
			t.Key[pos] = c.Name
		}
	}
	for _, t := range list {
		if len(t.Key) == 0 {
			t.Key = nil
		}
	}
	return list, rows.Err()
}

var integers = map[string]int{"int2": 16, "int4": 32, "int8": 64}

func classify(c *checks.Column, base, kind string, typmod int) {
	c.Class = classes[base]
	if kind == "e" {
		c.Class = checks.Text
	}
	switch {
	case integers[base] > 0:
		c.Length = integers[base]
	case (base == "varchar" || base == "bpchar") && typmod >= 4:
		c.Length = typmod - 4
	case base == "numeric" && typmod >= 4:
		c.Length, c.Scale = (typmod-4)>>16&0xffff, (typmod-4)&0x7ff
		if c.Scale > 1023 { // a negative scale, PostgreSQL 15
			c.Scale -= 2048
		}
	case base == "numeric":
		c.Scale = -1
	case base == "money":
		c.Scale = 2
	case base == "float4":
		c.Length = 32
	case base == "float8":
		c.Length = 64
	case base == "bit":
		c.Length = max(typmod, 1)
	case base == "bpchar" && typmod < 0:
		c.Class = checks.Text // bpchar without a length is not padded
	}
}
