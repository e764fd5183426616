// Package mariadbtest gives tests MariaDB servers with URLs as package checks/mysql reads them.
package mariadbtest

import (
	"database/sql"
	"fmt"
	"os/exec"
	"sync"
	"testing"

	_ "github.com/go-sql-driver/mysql" // the driver of sql.Open

	"github.com/crosswalk-db/crosswalk/replicate/servertest"
)

// Server is a running server, with the user root and no password.
type Server struct{ server *servertest.Server }

// URL is that of a database, as package checks/mysql reads it.
func (s *Server) URL(database string) string { return s.server.URL + database }

var shared struct {
	sync.Mutex
	suite  servertest.Suite
	server *Server
}

// Shared gives the test binary's own server, and starts it when it is first asked for. StopShared ends it: call it in
// TestMain, after the tests.
func Shared(tb testing.TB) *Server {
	tb.Helper()
	shared.Lock()
	defer shared.Unlock()
	if shared.server == nil {
		shared.server = start(tb, &shared.suite)
	}
	return shared.server
}

// StopShared stops the server of Shared, if there is one, and removes its folder.
func StopShared() {
	shared.Lock()
	defer shared.Unlock()
	shared.suite.End()
	shared.server = nil
}

// Start starts a server that ends with the test. Settings are given as name=value.
func Start(tb testing.TB, settings ...string) *Server {
	tb.Helper()
	return start(tb, tb, settings...)
}

// start starts a server that ends with owner.
func start(tb, owner testing.TB, settings ...string) *Server {
	tb.Helper()
	if _, err := exec.LookPath("mariadbd"); err != nil {
		tb.Fatal("mariadbd is not installed: apt-get install mariadb-server")
	}
	// Nothing here reads the binary log, as on a server of MariaDB's defaults.
	return &Server{servertest.MariaDB(owner, append([]string{"skip-log-bin", "binlog-format=MIXED"}, settings...)...)}
}

// Open connects; several statements may be sent at once.
func (s *Server) Open(tb testing.TB, database string) *sql.DB {
	tb.Helper()
	db, err := sql.Open("mysql", fmt.Sprintf("root@tcp(127.0.0.1:%d)/%s?multiStatements=true&charset=utf8mb4&interpolateParams=true", s.server.Port(), database))
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() { db.Close() })
	return db
}
