// Package mysql reads from and writes to MariaDB and MySQL: snapshots by key ranges, the log by the row binlog, rows by LOAD
// DATA LOCAL.
//
// It is tested on MariaDB 10.11. What MySQL 8 does differently is written for its manual and has not been proven on a
// server; docs/replication.md says which parts those are.
package mysql

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/url"
	"os"
	"strings"

	"github.com/go-sql-driver/mysql"

	"github.com/crosswalk-db/crosswalk/replicate"
)

// settings make texts canonical and the server strict, but let it hold the dates that other servers have.
var settings = map[string]string{
	"time_zone": "'+00:00'", "sql_mode": "'STRICT_ALL_TABLES,ALLOW_INVALID_DATES,NO_AUTO_VALUE_ON_ZERO,NO_ENGINE_SUBSTITUTION'",
	"group_concat_max_len": "1000000", "net_write_timeout": "3600", "net_read_timeout": "3600", "wait_timeout": "86400",
}

// server is how to reach a server.
type server struct {
	cfg *mysql.Config
	tls *tls.Config
}

// parse reads a URL: mysql://user:password@host:port/?ssl-mode=verify-identity&ssl-ca=FILE.
func parse(raw string) (*server, error) {
	u, err := url.Parse(raw)
	if err != nil || u.Host == "" {
		return nil, fmt.Errorf("%w: the MySQL URL cannot be read; it is written mysql://user@host:3306/?ssl-mode=verify-identity", replicate.ErrPermanent)
	}
	c := mysql.NewConfig()
	c.Net, c.Addr = "tcp", u.Host
	if u.Port() == "" {
		c.Addr = net.JoinHostPort(u.Hostname(), "3306")
	}
	c.User = u.User.Username()
	c.Passwd, _ = u.User.Password()
	c.ClientFoundRows, c.InterpolateParams, c.MultiStatements = true, true, true
	c.Collation = "utf8mb4_bin"
	c.Params = settings
	c.Logger = log.New(io.Discard, "", 0) // the driver's log lines say nothing that its errors do not
	s := &server{cfg: c}
	if s.tls, err = tlsOf(u.Query(), u.Hostname()); err != nil {
		return nil, fmt.Errorf("%w: %w", replicate.ErrPermanent, err)
	}
	c.TLS = s.tls
	c.AllowFallbackToPlaintext = s.tls != nil && u.Query().Get("ssl-mode") == ""
	return s, nil
}

// tlsOf reads the modes of MySQL's clients. Without one, TLS is used where the server has it.
func tlsOf(q url.Values, host string) (*tls.Config, error) {
	mode := strings.ToLower(q.Get("ssl-mode"))
	c := &tls.Config{ServerName: host, MinVersion: tls.VersionTLS12}
	switch mode {
	case "disabled":
		return nil, nil
	case "", "preferred", "required":
		c.InsecureSkipVerify = true //nolint:gosec // what these modes mean: encrypt, and trust anyone
	case "verify-ca":
		c.InsecureSkipVerify = true //nolint:gosec // the chain is verified below, the name is not
		c.VerifyConnection = func(st tls.ConnectionState) error {
			o := x509.VerifyOptions{Roots: c.RootCAs, Intermediates: x509.NewCertPool()}
			for _, cert := range st.PeerCertificates[1:] {
				o.Intermediates.AddCert(cert)
			}
			_, err := st.PeerCertificates[0].Verify(o)
			return err
		}
	case "verify-identity":
	default:
		return nil, fmt.Errorf("ssl-mode %q: it is disabled, preferred, required, verify-ca or verify-identity", mode)
	}
	if ca := q.Get("ssl-ca"); ca != "" {
		pem, err := os.ReadFile(ca)
		if err != nil {
			return nil, err
		}
		c.RootCAs = x509.NewCertPool()
		if !c.RootCAs.AppendCertsFromPEM(pem) {
			return nil, fmt.Errorf("ssl-ca %s holds no certificate", ca)
		}
	}
	if cert := q.Get("ssl-cert"); cert != "" {
		pair, err := tls.LoadX509KeyPair(cert, q.Get("ssl-key"))
		if err != nil {
			return nil, err
		}
		c.Certificates = []tls.Certificate{pair}
	}
	return c, nil
}

// db opens a pool; nothing is connected yet.
func (s *server) db(extra map[string]string) (*sql.DB, error) {
	c := s.cfg.Clone()
	c.Params = map[string]string{}
	for _, m := range []map[string]string{settings, extra} {
		for k, v := range m {
			c.Params[k] = v
		}
	}
	connector, err := mysql.NewConnector(c)
	if err != nil {
		return nil, err
	}
	return sql.OpenDB(connector), nil
}

// wrap sorts errors: what the server says about a statement, what nobody can cure by waiting, and all else.
func wrap(err error) error {
	var me *mysql.MySQLError
	if err == nil || !errors.As(err, &me) || errors.Is(err, replicate.ErrData) {
		return err
	}
	switch me.Number {
	case 1062, 1586:
		return fmt.Errorf("%w: %w: %w", replicate.ErrData, replicate.ErrDuplicate, err)
	case 1044, 1045, 1049, 1227, 1698: // access denied, unknown database
		return fmt.Errorf("%w: %w", replicate.ErrPermanent, err)
	case 1205, 1213, 1040, 1053, 1152, 1158, 1159, 1160, 1161, 1184, 1290, 1836: // locks, shutdown, network, read-only
		return err
	}
	return fmt.Errorf("%w: %w", replicate.ErrData, err)
}

// ident quotes a name.
func ident(name string) string { return "`" + strings.ReplaceAll(name, "`", "``") + "`" }

// literal quotes a string. sql_mode is ours, so that backslashes escape.
func literal(s string) string { return string(appendLiteral(nil, []byte(s))) }

func appendLiteral(dst, b []byte) []byte {
	dst = append(dst, '\'')
	for _, c := range b {
		switch c {
		case 0:
			dst = append(dst, '\\', '0')
		case '\'', '\\':
			dst = append(dst, '\\', c)
		case '\n':
			dst = append(dst, '\\', 'n')
		case '\r':
			dst = append(dst, '\\', 'r')
		case 26:
			dst = append(dst, '\\', 'Z')
		default:
			dst = append(dst, c)
		}
	}
	return append(dst, '\'')
}

// queryStrings gives rows of texts.
func queryStrings(ctx context.Context, q interface {
	QueryContext(context.Context, string, ...any) (*sql.Rows, error)
}, sqlText string, args ...any) ([][]string, error) {
	rows, err := q.QueryContext(ctx, sqlText, args...)
	if err != nil {
		return nil, wrap(err)
	}
	defer rows.Close()
	cols, err := rows.Columns()
	if err != nil {
		return nil, err
	}
	var out [][]string
	for rows.Next() {
		raw := make([]sql.NullString, len(cols))
		ptr := make([]any, len(cols))
		for i := range raw {
			ptr[i] = &raw[i]
		}
		if err := rows.Scan(ptr...); err != nil {
			return nil, err
		}
		line := make([]string, len(cols))
		for i := range raw {
			line[i] = raw[i].String
		}
		out = append(out, line)
	}
	return out, wrap(rows.Err())
}

func numbered(err error, n uint16) bool {
	var me *mysql.MySQLError
	return errors.As(err, &me) && me.Number == n
}
