// Package postgres reads from and writes to PostgreSQL: snapshots by COPY, the log by pgoutput, changes by sets.
package postgres

import (
	"bufio"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"hash/fnv"
	"io"
	"net"
	"strings"
	"sync/atomic"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgproto3"

	"github.com/crosswalk-db/crosswalk/replicate"
)

// sessionSettings make texts canonical and keep the server from giving up on long work.
var sessionSettings = map[string]string{
	"application_name": "crosswalk", "timezone": "UTC", "datestyle": "ISO, YMD", "intervalstyle": "postgres",
	"extra_float_digits": "3", "bytea_output": "hex", "search_path": "", "client_encoding": "UTF8", "xmlbinary": "base64",
	"default_transaction_read_only": "off", // a cut-over sets it for all others; publications are dropped behind it
	"statement_timeout":             "0", "lock_timeout": "0", "idle_in_transaction_session_timeout": "0",
	// The locks and the slot of a session whose client's host has gone are free again after 90 seconds, not after two hours.
	"tcp_keepalives_idle": "60", "tcp_keepalives_interval": "10", "tcp_keepalives_count": "3",
}

// dialer notices a server's host that has gone.
var dialer = net.Dialer{KeepAliveConfig: net.KeepAliveConfig{Enable: true, Idle: time.Minute, Interval: 10 * time.Second, Count: 3}}

// readAhead is how much is read of a connection at once. The server sends a table in pieces of 8 KB, each of which would
// be a call of the system.
const readAhead = 256 << 10

func frontend(r io.Reader, w io.Writer) *pgproto3.Frontend {
	return pgproto3.NewFrontend(bufio.NewReaderSize(r, readAhead), w)
}

// withoutJIT is for a session whose queries are many and short, those over the catalogues among them: to compile one takes
// a tenth of a second. PostgreSQL 10 does not compile, nor does it know the setting.
func withoutJIT(ctx context.Context, conn *pgconn.PgConn) error {
	if strings.HasPrefix(conn.ParameterStatus("server_version"), "10.") {
		return nil
	}
	return conn.Exec(ctx, "set jit = off").Close()
}

// endpoint is where a URL leads to.
type endpoint struct {
	*pgx.ConnConfig
	noTLS atomic.Bool // it refused TLS to a URL that only prefers it
	ahead ahead
}

// parse reads a URL; its password never appears in an error.
func parse(url string) (*endpoint, error) {
	cfg, err := pgx.ParseConfig(url)
	if err != nil {
		return nil, fmt.Errorf("%w: the PostgreSQL URL cannot be read; it is written postgres://user@host:5432/database?sslmode=verify-full",
			replicate.ErrPermanent)
	}
	for k, v := range sessionSettings {
		cfg.RuntimeParams[k] = v
	}
	cfg.DialFunc = dialer.DialContext
	cfg.BuildFrontend = frontend
	cfg.AfterConnect = withoutJIT
	cfg.DefaultQueryExecMode = pgx.QueryExecModeExec
	return &endpoint{ConnConfig: cfg}, nil
}

// connect gives a connection that was expected, or opens one.
func connect(ctx context.Context, s *endpoint) (*pgx.Conn, error) {
	if conn := s.ahead.take(ctx); conn != nil {
		return conn, nil
	}
	return dialEndpoint(ctx, s)
}

// dialEndpoint opens a connection. With sslmode=prefer pgx asks for TLS on a connection that it throws away when the answer is
// no; a server that gave this answer is not asked again until it refuses what it took before.
func dialEndpoint(ctx context.Context, s *endpoint) (*pgx.Conn, error) {
	prefers := s.TLSConfig != nil && len(s.Fallbacks) == 1 && s.Fallbacks[0].TLSConfig == nil
	if prefers && s.noTLS.Load() {
		cfg := s.Copy()
		cfg.TLSConfig, cfg.Fallbacks = nil, nil
		if conn, err := pgx.ConnectConfig(ctx, cfg); err == nil {
			return conn, nil
		}
		s.noTLS.Store(false)
	}
	conn, err := pgx.ConnectConfig(ctx, s.Copy())
	if err == nil && prefers {
		_, secured := conn.PgConn().Conn().(*tls.Conn)
		s.noTLS.Store(!secured)
	}
	return conn, wrap(err)
}

// wrap sorts errors: what the server says about a statement, what nobody can cure by waiting, and all else.
func wrap(err error) error {
	var pe *pgconn.PgError
	if err == nil || !errors.As(err, &pe) {
		return err
	}
	if pe.Code == "23505" {
		return fmt.Errorf("%w: %w: %w", replicate.ErrData, replicate.ErrDuplicate, err)
	}
	switch pe.Code[:2] {
	case "21", "22", "23", "38", "39", "42", "44", "2B", "0A", "54", "P0": // data, integrity, routines, syntax and access, limits, RAISE
		return fmt.Errorf("%w: %w", replicate.ErrData, err)
	case "28", "3D": // authentication, no such database
		return fmt.Errorf("%w: %w", replicate.ErrPermanent, err)
	}
	return err
}

func isCode(err error, code string) bool {
	var pe *pgconn.PgError
	return errors.As(err, &pe) && pe.Code == code
}

// ident quotes a name.
func ident(name string) string { return `"` + strings.ReplaceAll(name, `"`, `""`) + `"` }

// literal quotes a string; it holds whatever standard_conforming_strings is set to.
func literal(s string) string {
	q := "'" + strings.ReplaceAll(s, "'", "''") + "'"
	if strings.Contains(s, `\`) {
		q = " E" + strings.ReplaceAll(q, `\`, `\\`)
	}
	return q
}

func idents(names []string) string {
	out := make([]string, len(names))
	for i, n := range names {
		out[i] = ident(n)
	}
	return strings.Join(out, ", ")
}

// objectName makes the name of a slot or publication from the name of a task: lower case, digits, underscores, at most 63.
func objectName(task, suffix string) string {
	var s strings.Builder
	s.WriteString("crosswalk_")
	clean := true
	for _, r := range strings.ToLower(task) {
		if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' || r == '_' {
			s.WriteRune(r)
		} else {
			s.WriteByte('_')
			clean = false
		}
	}
	name := s.String()
	if !clean || len(name)+len(suffix) > 63 || name != "crosswalk_"+task {
		h := fnv.New32a()
		h.Write([]byte(task))
		name = fmt.Sprintf("%.40s_%08x", name, h.Sum32())
	}
	return name + suffix
}
