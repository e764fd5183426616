package proof

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"github.com/crosswalk-db/crosswalk/assess/proof/pgserver"
)

// scratch is the database that the proof takes place in.
type scratch struct {
	cfg     *pgx.ConnConfig // of the scratch database
	admin   *pgx.ConnConfig // of the database that it was made from
	conn    *pgx.Conn       // does the loading
	name    string          // of the database made on a user's server; a server of ours is used as it is
	version string
	server  *pgserver.Server // nil on a server that the user named
}

// openScratch starts a server where none is given, and makes a database with a name of its
// own. On a server of the user's, what belongs to the whole server (roles) is never
// committed, so that it vanishes with the transaction.
func openScratch(ctx context.Context, o Options) (*scratch, error) {
	s := &scratch{}
	url := o.URL
	if url == "" {
		srv, err := pgserver.Start(ctx, pgserver.Options{Version: o.TargetVersion})
		if err != nil {
			return nil, err
		}
		s.server = srv
		url = srv.URL("postgres")
	}
	if err := s.create(ctx, url); err != nil {
		s.close()
		return nil, err
	}
	return s, nil
}

func (s *scratch) create(ctx context.Context, url string) error {
	cfg, err := pgx.ParseConfig(url)
	if err != nil {
		return noSecret(err)
	}
	s.admin = cfg
	conn, err := pgx.ConnectConfig(ctx, cfg)
	if err != nil {
		return noSecret(err)
	}
	defer conn.Close(ctx)
	s.cfg = cfg.Copy()
	if s.server == nil {
		var raw [6]byte
		rand.Read(raw[:])
		name := "crosswalk_verify_" + hex.EncodeToString(raw[:])
		if _, err := conn.Exec(ctx, "CREATE DATABASE "+name+" TEMPLATE template0 ENCODING 'UTF8'"); err != nil {
			return fmt.Errorf("the account must be able to create a database of its own: %w", err)
		}
		s.name, s.cfg.Database = name, name
	}
	if err := conn.QueryRow(ctx, "SELECT version()").Scan(&s.version); err != nil {
		return err
	}
	s.version, _, _ = strings.Cut(s.version, " on ")
	s.conn, err = s.connect(ctx)
	return err
}

func (s *scratch) connect(ctx context.Context) (*pgx.Conn, error) {
	conn, err := pgx.ConnectConfig(ctx, s.cfg)
	if err != nil {
		return nil, noSecret(err)
	}
	_, err = conn.Exec(ctx, "SET client_min_messages = error; SET statement_timeout = '5min'; SET lock_timeout = '1min'")
	return conn, err
}

// close drops the database whatever happened before; the run's context may be over by now.
func (s *scratch) close() {
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
	defer cancel()
	if s.conn != nil {
		s.conn.Close(ctx)
	}
	if s.server != nil {
		s.server.Stop() // and the database with it
		return
	}
	if s.name == "" {
		return
	}
	if conn, err := pgx.ConnectConfig(ctx, s.admin); err == nil {
		conn.Exec(ctx, "DROP DATABASE IF EXISTS "+s.name+" WITH (FORCE)")
		conn.Close(ctx)
	}
}

// noSecret keeps the connection string, which may hold a password, out of messages: pgx
// masks it in most of its errors, and this makes sure of the parse error's.
func noSecret(err error) error {
	var pe *pgconn.ParseConfigError
	if errors.As(err, &pe) {
		return errors.New("the server's URL is not valid (expected postgres://user@host/database)")
	}
	return err
}
