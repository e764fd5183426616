// Package pgserver starts throw-away PostgreSQL servers from the programs on this machine,
// each in a directory of its own that goes away with it. Nothing listens on the network:
// connections go through a Unix socket in that directory.
package pgserver

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"
)

// Options choose and tune a server; the zero value is good.
type Options struct {
	Version  int               // major version preferred where several are installed
	Programs Programs          // these programs and no others; zero: Find them
	Settings map[string]string // server settings on top of our own
}

// Server is a running throw-away server.
type Server struct {
	Programs Programs
	Dir      string // holds data, socket and log

	cmd    *exec.Cmd
	exited chan struct{} // closed when the postmaster is gone
	once   sync.Once
}

// superuser owns every throw-away cluster.
const superuser = "postgres"

// settings trade safety, which nobody needs here, for speed, and leave room for loading a
// large schema in one transaction (a lock for each object). synchronous_commit stays on: the
// server recovers from the crash of one process, and must find there what was committed.
var settings = map[string]string{
	"listen_addresses": "", "fsync": "off", "full_page_writes": "off",
	"autovacuum": "off", "jit": "off", "shared_buffers": "64MB", "max_connections": "40",
	"max_locks_per_transaction": "2048", "wal_level": "minimal", "max_wal_senders": "0",
	"checkpoint_timeout": "1h", "max_wal_size": "4GB", "logging_collector": "off",
	"unix_socket_permissions": "0777", // the directory is closed to others
}

// Start makes a cluster and starts a server on it. The server stops, and its directory goes
// away, at Stop or when ctx ends, whichever is first.
func Start(ctx context.Context, o Options) (*Server, error) {
	p := o.Programs
	if p.Dir == "" {
		var err error
		if p, err = Find(ctx, o.Version); err != nil {
			return nil, err
		}
	}
	dir, who, err := makeDir()
	if err != nil {
		return nil, err
	}
	s := &Server{Programs: p, Dir: dir, exited: make(chan struct{})}
	if err := s.initdb(ctx, who); err != nil {
		os.RemoveAll(dir)
		return nil, err
	}
	if err := s.run(who, o.Settings); err != nil {
		os.RemoveAll(dir)
		return nil, err
	}
	if err := s.waitReady(ctx); err != nil {
		s.Stop()
		return nil, err
	}
	context.AfterFunc(ctx, s.Stop)
	return s, nil
}

// makeDir makes the server's directory, owned by the account that the server runs as. A
// socket's path must stay under about 100 bytes, and every parent must let the account in;
// where the system's temporary directory fails that, /tmp serves.
func makeDir() (string, *account, error) {
	who, err := serverAccount()
	if err != nil {
		return "", nil, err
	}
	parent := os.TempDir()
	if len(parent) > 60 || who != nil && !openToAll(parent) {
		parent = "/tmp"
	}
	dir, err := os.MkdirTemp(parent, "crosswalk-pg-")
	if err != nil {
		return "", nil, err
	}
	if who != nil {
		if err := os.Chown(dir, who.uid, who.gid); err != nil {
			os.RemoveAll(dir)
			return "", nil, err
		}
	}
	return dir, who, nil
}

// openToAll tells whether any account may pass through dir and its parents.
func openToAll(dir string) bool {
	for d := filepath.Clean(dir); ; d = filepath.Dir(d) {
		st, err := os.Stat(d)
		if err != nil || st.Mode().Perm()&1 == 0 {
			return false
		}
		if d == filepath.Dir(d) {
			return true
		}
	}
}

func (s *Server) data() string { return filepath.Join(s.Dir, "data") }

// initdb makes the cluster. C.UTF-8 sorts by code point like Oracle's binary order, and
// knows the letters of Unicode; a system without that locale gets plain C.
func (s *Server) initdb(ctx context.Context, who *account) error {
	var out []byte
	var err error
	for _, locale := range []string{"C.UTF-8", "C"} {
		cmd := exec.CommandContext(ctx, s.Programs.path("initdb"), "-D", s.data(), "-U", superuser,
			"-A", "trust", "-E", "UTF8", "--locale="+locale, "--no-sync")
		cmd.Dir = s.Dir
		who.apply(cmd)
		if out, err = cmd.CombinedOutput(); err == nil {
			return nil
		}
		if ctx.Err() != nil {
			return ctx.Err()
		}
		os.RemoveAll(s.data())
	}
	return fmt.Errorf("initdb (%s): %w: %s", s.Programs, err, lastLines(out, 5))
}

// run starts the postmaster. It is waited for on a thread of its own that lives as long as
// the server does, since the kernel ties "stop when the parent dies" to the thread.
func (s *Server) run(who *account, extra map[string]string) error {
	args := []string{"-D", s.data(), "-k", s.Dir, "-p", socketPort}
	for _, m := range []map[string]string{settings, extra} {
		for k, v := range m {
			args = append(args, "-c", k+"="+v)
		}
	}
	log, err := os.Create(s.logFile())
	if err != nil {
		return err
	}
	defer log.Close()
	s.cmd = exec.Command(s.Programs.path("postgres"), args...)
	s.cmd.Dir, s.cmd.Stdout, s.cmd.Stderr = s.Dir, log, log
	who.apply(s.cmd)
	bindToParent(s.cmd)
	started := make(chan error)
	go func() {
		runtime.LockOSThread()
		defer runtime.UnlockOSThread()
		err := s.cmd.Start()
		started <- err
		if err == nil {
			s.cmd.Wait()
			close(s.exited)
		}
	}()
	return <-started
}

const socketPort = "5432" // names the socket file only

func (s *Server) logFile() string { return filepath.Join(s.Dir, "server.log") }

// waitReady tries to connect until the server answers, dies or a minute has gone.
func (s *Server) waitReady(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	for {
		conn, err := pgx.Connect(ctx, s.URL("postgres"))
		if err == nil {
			return conn.Close(ctx)
		}
		select {
		case <-s.exited:
			return fmt.Errorf("%s did not start: %s", s.Programs, s.Log(5))
		case <-ctx.Done():
			return errors.Join(ctx.Err(), err)
		case <-time.After(10 * time.Millisecond):
		}
	}
}

// URL is the connection string of a database in the server; psql and pgx take it.
func (s *Server) URL(database string) string {
	q := url.Values{"host": {s.Dir}, "port": {socketPort}, "user": {superuser}, "sslmode": {"disable"}}
	return "postgres:///" + url.PathEscape(database) + "?" + q.Encode()
}

// Log gives the last lines that the server wrote to its log.
func (s *Server) Log(lines int) string {
	b, err := os.ReadFile(s.logFile())
	if err != nil {
		return err.Error()
	}
	return lastLines(b, lines)
}

// Stop ends the server at once, without the clean shutdown that nobody will profit from,
// and removes its directory. It may be called more than once.
func (s *Server) Stop() {
	s.once.Do(func() {
		for _, sig := range stopSignals {
			s.cmd.Process.Signal(sig)
			select {
			case <-s.exited:
			case <-time.After(5 * time.Second):
				continue
			}
			break
		}
		os.RemoveAll(s.Dir)
	})
}

func lastLines(b []byte, n int) string {
	lines := bytes.Split(bytes.TrimSpace(b), []byte("\n"))
	lines = lines[max(0, len(lines)-n):]
	return strings.TrimSpace(string(bytes.Join(lines, []byte("\n"))))
}
