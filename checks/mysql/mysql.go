// Package mysql is the side of MySQL and MariaDB in a check: their catalogue, and SQL for canonical texts and hashes.
// It is tested on MariaDB 10.11; on MySQL 8 it is unproven.
package mysql

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"encoding/hex"
	"errors"
	"fmt"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"time"

	driverpkg "github.com/go-sql-driver/mysql"

	"github.com/crosswalk-db/crosswalk/checks"
)

// Engine is MySQL 8 and MariaDB 10.5 and later.
type Engine struct{}

var _ checks.Engine = Engine{}

// Open connects by mysql://user:password@host:port/database?tls=true, or mariadb://. A Unix socket is ?socket=PATH. Errors
// do not hold the password.
func Open(ctx context.Context, raw string, readOnly bool, conns int) (*checks.Side, error) {
	cfg, err := Config(raw)
	if err != nil {
		return nil, err
	}
	con, err := driverpkg.NewConnector(cfg)
	if err != nil {
		return nil, err
	}
	setup := []string{"SET NAMES utf8mb4", "SET SESSION time_zone = '+00:00', sql_mode = '', group_concat_max_len = 1048576"}
	if readOnly {
		setup = append(setup, "SET SESSION TRANSACTION READ ONLY")
	}
	db := sql.OpenDB(&connector{con, setup})
	db.SetMaxOpenConns(conns)
	if err := db.PingContext(ctx); err != nil {
		db.Close()
		return nil, err
	}
	return &checks.Side{Engine: Engine{}, DB: db}, nil
}

// Config reads a URL. The driver's own parameters may stand in its query.
func Config(raw string) (*driverpkg.Config, error) {
	u, err := url.Parse(raw)
	if err != nil {
		return nil, errors.New("the URL cannot be read: write mysql://user:password@host:port/database, with special characters as %XX")
	}
	cfg := driverpkg.NewConfig()
	cfg.User = u.User.Username()
	cfg.Passwd, _ = u.User.Password()
	cfg.Net, cfg.Addr = "tcp", u.Host
	if u.Port() == "" {
		cfg.Addr = u.Hostname() + ":3306"
	}
	cfg.DBName = strings.TrimPrefix(u.Path, "/")
	q := u.Query()
	if s := q.Get("socket"); s != "" {
		cfg.Net, cfg.Addr = "unix", s
	}
	if s := q.Get("tls"); s != "" {
		cfg.TLSConfig = s
	}
	cfg.AllowNativePasswords, cfg.InterpolateParams = true, false
	return cfg, nil
}

// connector prepares each connection, so that texts do not depend on the server's configuration.
type connector struct {
	driver.Connector
	setup []string
}

// Connect implements driver.Connector.
func (c *connector) Connect(ctx context.Context) (driver.Conn, error) {
	conn, err := c.Connector.Connect(ctx)
	if err != nil {
		return nil, err
	}
	for _, s := range c.setup {
		if _, err := conn.(driver.ExecerContext).ExecContext(ctx, s, nil); err != nil {
			conn.Close()
			return nil, err
		}
	}
	return conn, nil
}

// Name implements checks.Engine.
func (Engine) Name() string { return "mysql" }

// Ident quotes a name. A NUL cannot be in one.
func (Engine) Ident(name string) string {
	return "`" + strings.ReplaceAll(strings.ReplaceAll(name, "\x00", ""), "`", "``") + "`"
}

// str quotes a text. With a backslash, which is an escape or not by the session's mode, it is written in hex.
func str(s string) string {
	if strings.ContainsAny(s, "\\\x00") {
		return "_utf8mb4 X'" + hex.EncodeToString([]byte(s)) + "'"
	}
	return "'" + strings.ReplaceAll(s, "'", "''") + "'"
}

// Text implements checks.SQL.
func (e Engine) Text(c *checks.Column, as checks.Canon) string {
	x := e.Ident(c.Name)
	switch as.Form {
	case checks.AsInt:
		return number(c, x)
	case checks.AsDecimal:
		if as.Trim {
			x = number(c, x)
			return "if(locate('.', " + x + "), " + trimmed(x) + ", " + x + ")"
		}
		return number(c, x)
	case checks.AsHex:
		return "lower(hex(" + x + "))"
	case checks.AsDate:
		return "date_format(" + x + ", '%Y-%m-%d')"
	case checks.AsTimestamp:
		if c.Class == checks.Date {
			return "date_format(" + x + ", '%Y-%m-%d 00:00:00')"
		}
		return trimmed("date_format(" + x + ", '%Y-%m-%d %H:%i:%s.%f')")
	case checks.AsTime:
		return trimmed("time_format(" + x + ", '%H:%i:%s.%f')")
	case checks.AsBits:
		return fmt.Sprintf("lpad(bin(%s + 0), %d, '0')", x, as.Bits)
	case checks.AsFloat:
		return number(c, x)
	}
	switch {
	case c.Class == checks.Float:
		return number(c, x)
	case c.Class == checks.Other && spatial[c.Type]:
		return "hex(" + x + ")"
	}
	x = "convert(" + x + " using utf8mb4)"
	if as.Trim {
		x = "trim(trailing ' ' from " + x + ")"
	}
	if as.Lower {
		x = "lower(" + x + ")"
	}
	return x
}

// number writes a number as text. A float is made a double first: its own text has six digits.
func number(c *checks.Column, x string) string {
	switch c.Class {
	case checks.Float:
		x += " + 0e0"
	case checks.Bits:
		x += " + 0"
	}
	return "cast(" + x + " as char)"
}

// trimmed takes the zeros from the end of a fraction, as PostgreSQL writes it, and the point with them.
func trimmed(x string) string {
	return "trim(trailing '.' from trim(trailing '0' from " + x + "))"
}

var numeric = regexp.MustCompile(`^-?[0-9]+(\.[0-9]+)?([eE][-+]?[0-9]+)?$`)

// Value implements checks.SQL.
func (e Engine) Value(c *checks.Column, as checks.Canon, text string) string {
	switch {
	case c.Class == checks.Bytes:
		if _, err := hex.DecodeString(text); err == nil {
			return "X'" + text + "'"
		}
	case c.Class == checks.Bits && as.Form == checks.AsBits && strings.Trim(text, "01") == "":
		return "b'" + text + "'"
	case c.Class == checks.Int || c.Class == checks.Decimal || c.Class == checks.Float || c.Class == checks.Bits:
		if numeric.MatchString(text) {
			return text
		}
	case spatial[c.Type]:
		if _, err := hex.DecodeString(text); err == nil {
			return "X'" + text + "'"
		}
	}
	return str(text)
}

// Row implements checks.SQL.
func (Engine) Row(fields []checks.Field) string {
	parts := make([]string, len(fields))
	for i, f := range fields {
		if f.Free {
			parts[i] = "coalesce(concat(length(" + f.Expr + "), ':', " + f.Expr + "), 'N')"
		} else {
			parts[i] = "coalesce(" + f.Expr + ", 'N'), '|'"
		}
	}
	return "concat(" + strings.Join(parts, ", ") + ")"
}

// Hash implements checks.SQL.
func (Engine) Hash(text string) string {
	return "cast(conv(left(sha2(" + text + ", 256), 15), 16, 10) as unsigned)"
}

// OwnHash implements checks.SQL: there is none that is quicker and good.
func (Engine) OwnHash([]checks.Field) string { return "" }

// Once implements checks.SQL. What would keep the server from computing an expression twice is a temporary table.
func (Engine) Once(query string) string { return "(" + query + ") x" }

// Total implements checks.SQL.
func (Engine) Total(hash string) string {
	return "cast(coalesce(sum(coalesce(" + hash + ", " + checks.NoHash + ")), 0) as char)"
}

// Lag implements checks.Engine: of the server itself where it is a replica. A primary does not know how far its replicas are.
func (Engine) Lag(ctx context.Context, db *sql.DB) (time.Duration, bool, error) {
	rows, err := db.QueryContext(ctx, "SHOW ALL SLAVES STATUS")
	if err != nil { // MySQL
		if rows, err = db.QueryContext(ctx, "SHOW REPLICA STATUS"); err != nil {
			return 0, false, err
		}
	}
	defer rows.Close()
	names, err := rows.Columns()
	if err != nil {
		return 0, false, err
	}
	worst, known := time.Duration(0), false
	for rows.Next() {
		values := make([]sql.NullString, len(names))
		dest := make([]any, len(names))
		for i := range values {
			dest[i] = &values[i]
		}
		if err := rows.Scan(dest...); err != nil {
			return 0, false, err
		}
		for i, n := range names {
			if n != "Seconds_Behind_Master" && n != "Seconds_Behind_Source" {
				continue
			}
			known = true
			seconds, err := strconv.Atoi(values[i].String)
			if err != nil {
				return 0, true, errors.New("the server's own replication stands still: its lag has no end")
			}
			worst = max(worst, time.Duration(seconds)*time.Second)
		}
	}
	return worst, known, rows.Err()
}

// Integer implements checks.SQL.
func (Engine) Integer(expr string) string { return "cast(" + expr + " as char)" }

// Insert implements checks.SQL.
func (Engine) Insert() string { return "" }

// classes are the types that are compared across engines, by DATA_TYPE.
var classes = map[string]checks.Class{
	"tinyint": checks.Int, "smallint": checks.Int, "mediumint": checks.Int, "int": checks.Int, "bigint": checks.Int, "year": checks.Int,
	"decimal": checks.Decimal, "float": checks.Float, "double": checks.Float, "bit": checks.Bits,
	"char": checks.Char, "varchar": checks.Text, "tinytext": checks.Text, "text": checks.Text, "mediumtext": checks.Text, "longtext": checks.Text,
	"enum": checks.Text, "set": checks.Text, "binary": checks.Bytes, "varbinary": checks.Bytes, "tinyblob": checks.Bytes, "blob": checks.Bytes,
	"mediumblob": checks.Bytes, "longblob": checks.Bytes, "date": checks.Date, "datetime": checks.Timestamp, "timestamp": checks.Instant,
	"time": checks.Time, "json": checks.JSON, "uuid": checks.UUID,
}

var spatial = map[string]bool{"geometry": true, "point": true, "linestring": true, "polygon": true, "multipoint": true,
	"multilinestring": true, "multipolygon": true, "geometrycollection": true, "geomcollection": true}

const catalogue = `
SELECT c.table_schema, c.table_name, coalesce(t.table_rows, -1), c.column_name, c.column_type, c.data_type, coalesce(c.numeric_precision, 0),
       coalesce(c.numeric_scale, 0), least(coalesce(c.character_maximum_length, 0), 2147483647), c.is_nullable = 'NO', c.extra LIKE '%VIRTUAL%' OR c.extra LIKE '%STORED%' OR c.extra LIKE '%PERSISTENT%'
FROM information_schema.columns c JOIN information_schema.tables t ON t.table_schema = c.table_schema AND t.table_name = c.table_name
WHERE c.table_schema NOT IN ('mysql', 'information_schema', 'performance_schema', 'sys')`

const keys = `
SELECT s.table_schema, s.table_name, s.index_name, s.column_name, s.sub_part IS NOT NULL OR s.nullable = 'YES' OR s.column_name IS NULL
FROM information_schema.statistics s WHERE s.non_unique = 0
ORDER BY s.table_schema, s.table_name, s.index_name <> 'PRIMARY', s.index_name, s.seq_in_index`

// Tables implements checks.Engine.
func (e Engine) Tables(ctx context.Context, db *sql.DB, schemas []string) ([]*checks.Table, error) {
	q := catalogue
	if len(schemas) > 0 {
		in := make([]string, len(schemas))
		for i, s := range schemas {
			in[i] = str(s)
		}
		q += " AND c.table_schema IN (" + strings.Join(in, ", ") + ")"
	}
	rows, err := db.QueryContext(ctx, q+" ORDER BY c.table_schema, c.table_name, c.ordinal_position")
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	byName := map[checks.Name]*checks.Table{}
	var list []*checks.Table
	for rows.Next() {
		var n checks.Name
		var estimate int64
		var base string
		var precision, scale, length int
		c := &checks.Column{}
		if err := rows.Scan(&n.Schema, &n.Table, &estimate, &c.Name, &c.Type, &base, &precision, &scale, &length, &c.NotNull, &c.Computed); err != nil {
			return nil, err
		}
		t := byName[n]
		if t == nil {
			t = &checks.Table{Name: n, Rows: estimate}
			byName[n], list = t, append(list, t)
		}
		classify(c, base, precision, scale, length)
		t.Columns = append(t.Columns, c)
	}
	if err := rows.Err(); err != nil {
		return nil, err
	}
	return list, readKeys(ctx, db, byName)
}

// integers are the bits of signed integers; an unsigned one needs a bit more.
var integers = map[string]int{"tinyint": 8, "smallint": 16, "mediumint": 24, "int": 32, "bigint": 64}

func classify(c *checks.Column, base string, precision, scale, length int) {
	c.Class, c.Scale = classes[base], scale
	switch base {
	case "tinyint", "smallint", "mediumint", "int", "bigint":
		c.Length = integers[base]
		if strings.Contains(c.Type, "unsigned") {
			c.Length++
		}
	case "decimal":
		c.Length = precision
	case "char", "varchar", "tinytext", "text", "mediumtext":
		c.Length = length
	case "float":
		c.Length = 32
	case "double":
		c.Length = 64
	case "bit":
		c.Length = precision
	}
	if spatial[base] {
		c.Type = base
	}
}

// readKeys takes the primary key of each table, or else its first unique key without NULLs or prefixes.
func readKeys(ctx context.Context, db *sql.DB, tables map[checks.Name]*checks.Table) error {
	rows, err := db.QueryContext(ctx, keys)
	if err != nil {
		return err
	}
	defer rows.Close()
	type index struct {
		cols []string
		bad  bool
	}
	found := map[checks.Name]map[string]*index{}
	order := map[checks.Name][]*index{}
	for rows.Next() {
		var n checks.Name
		var name string
		var col sql.NullString
		var bad bool
		if err := rows.Scan(&n.Schema, &n.Table, &name, &col, &bad); err != nil {
			return err
		}
		if found[n] == nil {
			found[n] = map[string]*index{}
		}
		x := found[n][name]
		if x == nil {
			x = &index{}
			found[n][name] = x
			order[n] = append(order[n], x)
		}
		x.cols, x.bad = append(x.cols, col.String), x.bad || bad
	}
	for n, list := range order {
		t := tables[n]
		for _, x := range list {
			if t != nil && t.Key == nil && !x.bad {
				t.Key = x.cols
			}
		}
	}
	return rows.Err()
}
