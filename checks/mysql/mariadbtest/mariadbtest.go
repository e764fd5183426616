// Package mariadbtest starts MariaDB servers for tests, from Debian's programs, on loopback and in a folder of their own.
package mariadbtest

import (
	"bytes"
	"context"
	"database/sql"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"syscall"
	"testing"
	"time"

	_ "github.com/go-sql-driver/mysql" // the driver of sql.Open
)

// Server is a running server, with the user root and no password.
type Server struct {
	Port int
	dir  string
	cmd  *exec.Cmd
	log  bytes.Buffer
}

// URL is that of a database, as package checks/mysql reads it.
func (s *Server) URL(database string) string {
	return fmt.Sprintf("mysql://root@127.0.0.1:%d/%s", s.Port, database)
}

var shared struct {
	sync.Mutex
	server *Server
}

// Shared gives the test binary's own server, and starts it when it is first asked for. StopShared ends it: call it in
// TestMain, after the tests.
func Shared(tb testing.TB) *Server {
	tb.Helper()
	shared.Lock()
	defer shared.Unlock()
	if shared.server == nil {
		dir, err := os.MkdirTemp("", "crosswalk-mariadb-")
		if err != nil {
			tb.Fatal(err)
		}
		shared.server = start(tb, dir)
	}
	return shared.server
}

// StopShared stops the server of Shared, if there is one, and removes its folder.
func StopShared() {
	shared.Lock()
	defer shared.Unlock()
	if s := shared.server; s != nil {
		s.stop()
		os.RemoveAll(s.dir)
		shared.server = nil
	}
}

// Start starts a server that ends with the test. More arguments go to mariadbd.
func Start(tb testing.TB, args ...string) *Server {
	tb.Helper()
	s := start(tb, tb.TempDir(), args...)
	tb.Cleanup(s.stop)
	return s
}

func start(tb testing.TB, dir string, args ...string) *Server {
	tb.Helper()
	if _, err := exec.LookPath("mariadbd"); err != nil {
		tb.Fatal("mariadbd is not installed: apt-get install mariadb-server")
	}
	s := &Server{dir: dir, Port: freePort(tb)}
	data := filepath.Join(s.dir, "data")
	user := "--user=" + userName()
	out, err := exec.Command("mariadb-install-db", "--no-defaults", "--datadir="+data, "--auth-root-authentication-method=normal",
		"--skip-test-db", user).CombinedOutput()
	if err != nil {
		tb.Fatalf("mariadb-install-db: %v\n%s", err, out)
	}
	s.cmd = exec.Command("mariadbd", append([]string{"--no-defaults", "--datadir=" + data, "--socket=" + filepath.Join(s.dir, "s"),
		fmt.Sprintf("--port=%d", s.Port), "--bind-address=127.0.0.1", "--innodb-buffer-pool-size=64M", "--innodb-flush-log-at-trx-commit=2",
		"--character-set-server=utf8mb4", "--skip-name-resolve", user}, args...)...)
	s.cmd.Stdout, s.cmd.Stderr = &s.log, &s.log
	s.cmd.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
	if err := s.cmd.Start(); err != nil {
		tb.Fatal(err)
	}
	s.await(tb)
	return s
}

func userName() string {
	if os.Getuid() == 0 {
		return "root"
	}
	return os.Getenv("USER")
}

func freePort(tb testing.TB) int {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		tb.Fatal(err)
	}
	defer l.Close()
	return l.Addr().(*net.TCPAddr).Port
}

func (s *Server) await(tb testing.TB) {
	tb.Helper()
	db := s.Open(tb, "")
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	for db.PingContext(ctx) != nil {
		if ctx.Err() != nil {
			s.stop()
			tb.Fatalf("mariadbd does not answer:\n%s", s.log.String())
		}
		time.Sleep(50 * time.Millisecond)
	}
}

// Open connects; several statements may be sent at once.
func (s *Server) Open(tb testing.TB, database string) *sql.DB {
	tb.Helper()
	db, err := sql.Open("mysql", fmt.Sprintf("root@tcp(127.0.0.1:%d)/%s?multiStatements=true&charset=utf8mb4&interpolateParams=true", s.Port, database))
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() { db.Close() })
	return db
}

func (s *Server) stop() {
	_ = s.cmd.Process.Signal(syscall.SIGTERM)
	done := make(chan struct{})
	go func() { _ = s.cmd.Wait(); close(done) }()
	select {
	case <-done:
	case <-time.After(20 * time.Second):
		_ = s.cmd.Process.Kill()
		<-done
	}
}
