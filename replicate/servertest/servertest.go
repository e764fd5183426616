// Package servertest starts throw-away database servers for the replicator's tests, which kill, stop and start them again.
// They listen on loopback only and go away with the test.
package servertest

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"net"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"runtime"
	"sort"
	"strconv"
	"syscall"
	"testing"
	"time"
)

// Server is a database server.
type Server struct {
	t     testing.TB
	dir   string
	port  int
	argv  []string
	cmd   *exec.Cmd
	gone  chan struct{}
	ready func() error
	stop  syscall.Signal // an orderly end
	crash syscall.Signal // the end of a server that loses its power, as near as one gets
	cred  *syscall.Credential
	URL   string
}

// account is who servers run as: they refuse to be root.
func account(t testing.TB, names ...string) *syscall.Credential {
	if os.Geteuid() != 0 {
		return nil
	}
	for _, n := range append(names, "nobody") {
		if u, err := user.Lookup(n); err == nil {
			uid, _ := strconv.Atoi(u.Uid)
			gid, _ := strconv.Atoi(u.Gid)
			return &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}
		}
	}
	t.Fatal("no account to run the server as")
	return nil
}

func newServer(t testing.TB, names ...string) *Server {
	dir, err := os.MkdirTemp("/tmp", "crosswalk-db-")
	if err != nil {
		t.Fatal(err)
	}
	s := &Server{t: t, dir: dir, port: freePort(t), cred: account(t, names...)}
	if s.cred != nil {
		if err := os.Chown(dir, int(s.cred.Uid), int(s.cred.Gid)); err != nil {
			t.Fatal(err)
		}
	}
	t.Cleanup(func() {
		s.Stop()
		os.RemoveAll(dir)
	})
	return s
}

// freePort gives a port that stays the test's own until it ends: one below those that the system gives to connections going out (ip(7),
// ip_local_port_range), under a lock that other test programs see.
func freePort(t testing.TB) int {
	for range 200 {
		port := 15000 + rand.IntN(15000)
		lock, err := os.OpenFile(filepath.Join(os.TempDir(), fmt.Sprintf("crosswalk-port-%d", port)), os.O_CREATE|os.O_RDONLY, 0o600)
		if err != nil {
			continue // another account's
		}
		if syscall.Flock(int(lock.Fd()), syscall.LOCK_EX|syscall.LOCK_NB) != nil {
			lock.Close()
			continue
		}
		l, err := net.Listen("tcp", "127.0.0.1:"+strconv.Itoa(port))
		if err != nil {
			lock.Close()
			continue
		}
		l.Close()
		t.Cleanup(func() {
			os.Remove(lock.Name())
			lock.Close()
		})
		return port
	}
	t.Fatal("no free port from 15000 to 29999")
	return 0
}

// run runs a program as the server's account and waits for it.
func (s *Server) run(argv ...string) {
	s.t.Helper()
	cmd := exec.Command(argv[0], argv[1:]...)
	cmd.Dir = s.dir
	cmd.Env = append(os.Environ(), "LC_ALL=C", "HOME="+s.dir)
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: s.cred}
	if out, err := cmd.CombinedOutput(); err != nil {
		s.t.Fatalf("%v: %v\n%s", argv, err, out)
	}
}

// Start starts the server and waits until it answers.
func (s *Server) Start() {
	s.t.Helper()
	log, err := os.OpenFile(s.log(), os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o644)
	if err != nil {
		s.t.Fatal(err)
	}
	defer log.Close()
	s.cmd = exec.Command(s.argv[0], s.argv[1:]...)
	s.cmd.Dir, s.cmd.Stdout, s.cmd.Stderr = s.dir, log, log
	s.cmd.Env = append(os.Environ(), "LC_ALL=C", "HOME="+s.dir)
	s.cmd.SysProcAttr = &syscall.SysProcAttr{Credential: s.cred, Setpgid: true, Pdeathsig: syscall.SIGQUIT}
	s.gone = make(chan struct{})
	started := make(chan error)
	go func(cmd *exec.Cmd, gone chan struct{}) {
		runtime.LockOSThread() // the kernel ties the death signal to the thread
		defer runtime.UnlockOSThread()
		err := cmd.Start()
		started <- err
		if err == nil {
			cmd.Wait()
			close(gone)
		}
	}(s.cmd, s.gone)
	if err := <-started; err != nil {
		s.t.Fatal(err)
	}
	s.wait()
}

func (s *Server) wait() {
	s.t.Helper()
	deadline := time.Now().Add(3 * time.Minute) // on a machine that has much else to do
	for {
		err := s.ready()
		if err == nil {
			return
		}
		select {
		case <-s.gone:
			s.t.Fatalf("the server did not start: %s", s.Log())
		default:
		}
		if time.Now().After(deadline) {
			s.t.Fatalf("the server does not answer: %v\n%s", err, s.Log())
		}
		time.Sleep(20 * time.Millisecond)
	}
}

func (s *Server) log() string { return filepath.Join(s.dir, "server.log") }

// Log gives the end of the server's log.
func (s *Server) Log() string {
	b, _ := os.ReadFile(s.log())
	if len(b) > 3000 {
		b = b[len(b)-3000:]
	}
	return string(b)
}

// Stop ends the server in order.
func (s *Server) Stop() { s.end(s.stop) }

// Crash ends the server without any.
func (s *Server) Crash() { s.end(s.crash) }

func (s *Server) end(sig syscall.Signal) {
	if s.cmd == nil {
		return
	}
	s.cmd.Process.Signal(sig)
	select {
	case <-s.gone:
	case <-time.After(20 * time.Second):
		s.cmd.Process.Kill()
		<-s.gone
	}
	s.cmd = nil
}

// Port is where the server listens on 127.0.0.1.
func (s *Server) Port() int { return s.port }

// Dir is the server's folder.
func (s *Server) Dir() string { return s.dir }

// Postgres starts a PostgreSQL server with logical decoding; settings are given as name=value.
func Postgres(t testing.TB, settings ...string) *Server {
	t.Helper()
	dirs, _ := filepath.Glob("/usr/lib/postgresql/*/bin")
	if p, err := exec.LookPath("initdb"); err == nil {
		if real, err := filepath.EvalSymlinks(p); err == nil {
			dirs = append(dirs, filepath.Dir(real))
		}
	}
	sort.Strings(dirs)
	if len(dirs) == 0 {
		t.Skip("no PostgreSQL server on this machine (.ci/deps server installs it)")
	}
	bin := dirs[len(dirs)-1]
	s := newServer(t, "postgres")
	s.stop, s.crash = syscall.SIGINT, syscall.SIGQUIT
	data := filepath.Join(s.dir, "data")
	s.run(filepath.Join(bin, "initdb"), "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync")
	s.argv = []string{filepath.Join(bin, "postgres"), "-D", data, "-k", s.dir, "-p", strconv.Itoa(s.port), "-c", "listen_addresses=127.0.0.1",
		"-c", "wal_level=logical", "-c", "max_replication_slots=12", "-c", "max_wal_senders=12", "-c", "max_connections=60", "-c", "fsync=off",
		"-c", "full_page_writes=off", "-c", "shared_buffers=64MB", "-c", "max_wal_size=2GB", "-c", "wal_sender_timeout=10s"}
	for _, x := range settings {
		s.argv = append(s.argv, "-c", x)
	}
	s.URL = fmt.Sprintf("postgres://postgres@127.0.0.1:%d/postgres?sslmode=disable", s.port)
	s.ready = func() error {
		out, err := exec.Command(filepath.Join(bin, "psql"), "-XAtq", "-c", "select 1", s.URL).CombinedOutput()
		if err != nil {
			return fmt.Errorf("%w: %s", err, bytes.TrimSpace(out))
		}
		return nil
	}
	s.Start()
	return s
}

// MariaDB starts a MariaDB server with a row binlog; settings are given as name=value.
func MariaDB(t testing.TB, settings ...string) *Server {
	t.Helper()
	prog, err := exec.LookPath("mariadbd")
	if err != nil {
		if prog, err = exec.LookPath("/usr/sbin/mariadbd"); err != nil {
			t.Skip("no MariaDB server on this machine (.ci/deps server installs it)")
		}
	}
	s := newServer(t, "mysql")
	s.stop, s.crash = syscall.SIGTERM, syscall.SIGKILL
	data, sock := filepath.Join(s.dir, "data"), filepath.Join(s.dir, "s.sock")
	s.run("mariadb-install-db", "--no-defaults", "--datadir="+data, "--auth-root-authentication-method=normal", "--skip-test-db")
	s.argv = []string{prog, "--no-defaults", "--datadir=" + data, "--socket=" + sock, "--port=" + strconv.Itoa(s.port), "--bind-address=127.0.0.1",
		"--log-bin=binlog", "--binlog-format=ROW", "--binlog-row-image=FULL", "--server-id=" + strconv.Itoa(s.port), "--local-infile=1",
		"--innodb-buffer-pool-size=128M", "--innodb-flush-log-at-trx-commit=2", "--sync-binlog=0", "--character-set-server=utf8mb4",
		"--performance-schema=OFF", "--skip-name-resolve", "--pid-file=" + filepath.Join(s.dir, "pid")}
	for _, x := range settings {
		s.argv = append(s.argv, "--"+x)
	}
	s.URL = fmt.Sprintf("mysql://root@127.0.0.1:%d/", s.port)
	s.ready = func() error {
		c, err := net.DialTimeout("tcp", fmt.Sprintf("127.0.0.1:%d", s.port), time.Second)
		if err != nil {
			return err
		}
		defer c.Close()
		c.SetReadDeadline(time.Now().Add(2 * time.Second))
		_, err = c.Read(make([]byte, 1))
		return err
	}
	s.Start()
	return s
}
