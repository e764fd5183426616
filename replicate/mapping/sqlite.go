package mapping

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"database/sql/driver"
	"encoding/hex"
	"fmt"
	"strings"
	"sync"

	"modernc.org/sqlite"
)

// SQLite's limits for expressions, which may come from anyone: lengths of values and of the statement, depth, and
// steps of patterns. Numbers are those of sqlite3_limit.
var sqliteLimits = [][2]int{
	{0, 128 << 20}, // SQLITE_LIMIT_LENGTH: above DMS's own 100 MB for LOBs
	{1, 1 << 20},   // SQLITE_LIMIT_SQL_LENGTH
	{3, 200},       // SQLITE_LIMIT_EXPR_DEPTH
	{7, 0},         // SQLITE_LIMIT_ATTACHED
	{8, 10000},     // SQLITE_LIMIT_LIKE_PATTERN_LENGTH
}

// registerFunctions adds DMS's own functions to SQLite, once a process.
var registerFunctions = sync.OnceValue(func() error {
	for _, f := range []struct {
		name string
		args int32
		impl func([]driver.Value) (driver.Value, error)
	}{
		{"hash_sha256", 1, hashSHA256},
		{"replacechars", 3, replaceChars},
		{"cw_operation_indicator", 4, operationIndicator},
	} {
		err := sqlite.RegisterDeterministicScalarFunction(f.name, f.args,
			func(_ *sqlite.FunctionContext, args []driver.Value) (driver.Value, error) { return f.impl(args) })
		if err != nil {
			return err
		}
	}
	return nil
})

// openSQLite opens an empty database in memory, on one connection.
func openSQLite() (*sql.DB, *sql.Conn, error) {
	if err := registerFunctions(); err != nil {
		return nil, nil, err
	}
	db, err := sql.Open("sqlite", ":memory:")
	if err != nil {
		return nil, nil, err
	}
	db.SetMaxOpenConns(1)
	conn, err := db.Conn(context.Background())
	if err != nil {
		db.Close()
		return nil, nil, err
	}
	for _, l := range sqliteLimits {
		if _, err := sqlite.Limit(conn, l[0], l[1]); err != nil {
			conn.Close()
			db.Close()
			return nil, nil, err
		}
	}
	return db, conn, nil
}

// asText gives an argument as text; false for NULL.
func asText(v driver.Value) (string, bool) {
	switch v := v.(type) {
	case nil:
		return "", false
	case string:
		return v, true
	case []byte:
		return string(v), true
	default:
		return fmt.Sprint(v), true
	}
}

// hashSHA256 is hash_sha256(x): the digest in hex. The guide's sample of the masking action is in upper case, and this
// one is written alike.
func hashSHA256(args []driver.Value) (driver.Value, error) {
	s, ok := asText(args[0])
	if !ok {
		return nil, nil
	}
	return hashText(s), nil
}

func hashText(s string) string {
	sum := sha256.Sum256([]byte(s))
	return strings.ToUpper(hex.EncodeToString(sum[:]))
}

// replaceChars is replaceChars(x,y,z), of the 2023 edition of the guide: a character of x found in y becomes the one of
// the same place in z, or the first of z where z is shorter.
func replaceChars(args []driver.Value) (driver.Value, error) {
	x, ok1 := asText(args[0])
	y, ok2 := asText(args[1])
	z, ok3 := asText(args[2])
	if !ok1 || !ok2 || !ok3 {
		return nil, nil
	}
	to := []rune(z)
	at := map[rune]int{}
	for i, r := range []rune(y) {
		if _, seen := at[r]; !seen {
			at[r] = i
		}
	}
	var b strings.Builder
	for _, r := range x {
		i, found := at[r]
		switch {
		case !found:
			b.WriteRune(r)
		case i < len(to):
			b.WriteRune(to[i])
		case len(to) > 0:
			b.WriteRune(to[0])
		}
	}
	return b.String(), nil
}

// operationIndicator is operation_indicator(delete, update, insert), given the kind of change first.
func operationIndicator(args []driver.Value) (driver.Value, error) {
	switch op, _ := asText(args[0]); op {
	case "DELETE":
		return args[1], nil
	case "UPDATE":
		return args[2], nil
	}
	return args[3], nil
}
