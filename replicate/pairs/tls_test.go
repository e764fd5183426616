package pairs

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"fmt"
	"math/big"
	"net"
	"os"
	"os/user"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/crosswalk-db/crosswalk/replicate"
	"github.com/crosswalk-db/crosswalk/replicate/mysql"
	"github.com/crosswalk-db/crosswalk/replicate/postgres"
	"github.com/crosswalk-db/crosswalk/replicate/servertest"
)

// certificates are an authority, a server's certificate for 127.0.0.1 (and for no name), and another authority.
type certificates struct{ ca, cert, key, other string }

func newCertificates(t *testing.T, account string) certificates {
	t.Helper()
	dir := must(os.MkdirTemp("/tmp", "crosswalk-tls-"))
	t.Cleanup(func() { os.RemoveAll(dir) })
	must(0, os.Chmod(dir, 0o755))
	c := certificates{filepath.Join(dir, "ca.pem"), filepath.Join(dir, "cert.pem"), filepath.Join(dir, "key.pem"), filepath.Join(dir, "other.pem")}
	authority := func(file string) (*x509.Certificate, *ecdsa.PrivateKey) {
		key := must(ecdsa.GenerateKey(elliptic.P256(), rand.Reader))
		tmpl := &x509.Certificate{SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: file}, IsCA: true, BasicConstraintsValid: true,
			KeyUsage: x509.KeyUsageCertSign, NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour)}
		der := must(x509.CreateCertificate(rand.Reader, tmpl, tmpl, key.Public(), key))
		write(t, file, "CERTIFICATE", der)
		return must(x509.ParseCertificate(der)), key
	}
	ca, caKey := authority(c.ca)
	authority(c.other)
	key := must(ecdsa.GenerateKey(elliptic.P256(), rand.Reader))
	tmpl := &x509.Certificate{SerialNumber: big.NewInt(2), Subject: pkix.Name{CommonName: "server"}, IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)},
		ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth}, NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour)}
	write(t, c.cert, "CERTIFICATE", must(x509.CreateCertificate(rand.Reader, tmpl, ca, key.Public(), caKey)))
	write(t, c.key, "PRIVATE KEY", must(x509.MarshalPKCS8PrivateKey(key)))
	if os.Geteuid() == 0 { // the server runs as another, and wants its key for itself
		if u, err := user.Lookup(account); err == nil {
			uid, gid := must(strconv.Atoi(u.Uid)), must(strconv.Atoi(u.Gid))
			must(0, os.Chown(c.key, uid, gid))
		}
	}
	return c
}

func write(t *testing.T, file, kind string, der []byte) {
	t.Helper()
	mode := os.FileMode(0o644)
	if kind == "PRIVATE KEY" {
		mode = 0o600
	}
	if err := os.WriteFile(file, pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: der}), mode); err != nil {
		t.Fatal(err)
	}
}

// TestTLSPostgres: each mode connects to what it trusts, and to nothing else.
func TestTLSPostgres(t *testing.T) {
	c := newCertificates(t, "postgres")
	s := servertest.Postgres(t, "ssl=on", "ssl_cert_file="+c.cert, "ssl_key_file="+c.key)
	hba := filepath.Join(s.Dir(), "data", "pg_hba.conf")
	must(0, os.WriteFile(hba, []byte("hostssl all all 127.0.0.1/32 trust\nhostssl replication all 127.0.0.1/32 trust\nhostssl all all ::1/128 trust\n"), 0o600))
	s.Stop()
	s.URL = strings.Replace(s.URL, "sslmode=disable", "sslmode=require", 1)
	s.Start()
	for _, x := range []struct {
		host, query string
		ok          bool
	}{
		{"127.0.0.1", "sslmode=disable", false}, {"127.0.0.1", "sslmode=require", true},
		{"127.0.0.1", "sslmode=verify-ca&sslrootcert=" + c.ca, true}, {"127.0.0.1", "sslmode=verify-ca&sslrootcert=" + c.other, false},
		{"127.0.0.1", "sslmode=verify-full&sslrootcert=" + c.ca, true}, {"127.0.0.1", "sslmode=verify-full&sslrootcert=" + c.other, false},
		{"localhost", "sslmode=verify-full&sslrootcert=" + c.ca, false},
	} {
		src := must(postgres.NewSource(fmt.Sprintf("postgres://postgres@%s:%d/postgres?%s", x.host, s.Port(), x.query), "tls"))
		_, err := src.Identity(context.Background())
		if (err == nil) != x.ok {
			t.Errorf("%s %s: %v", x.host, x.query, err)
		}
		src.Close()
	}
	src := must(postgres.NewSource(fmt.Sprintf("postgres://postgres@127.0.0.1:%d/postgres?sslmode=verify-full&sslrootcert=%s", s.Port(), c.ca), "tls"))
	defer src.Close()
	streams(t, src)
}

// streams opens a snapshot and the log behind it: both connections must take the TLS settings.
func streams(t *testing.T, src replicate.Origin) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
	defer cancel()
	tables := must(src.Describe(ctx, nil))
	snap, err := src.Snapshot(ctx, tables, 1, replicate.SnapshotStart)
	if err != nil {
		t.Fatal(err)
	}
	defer snap.Close()
	st, err := src.Stream(ctx, tables, snap.Position())
	if err != nil {
		t.Fatal(err)
	}
	st.Close()
	_, _ = src.Drop(ctx)
}

// TestTLSMySQL: as above, with a user who must be encrypted.
func TestTLSMySQL(t *testing.T) {
	c := newCertificates(t, "mysql")
	s := servertest.MariaDB(t, "ssl-cert="+c.cert, "ssl-key="+c.key, "ssl-ca="+c.ca)
	root := must(mysql.NewTarget(s.URL+"?ssl-mode=disabled", ""))
	defer root.Close()
	for _, q := range []string{"create database app", "create table app.a (id int primary key)", "create user sealed@'%' require ssl", "grant all on *.* to sealed@'%'"} {
		if err := root.Run(context.Background(), q); err != nil {
			t.Fatal(err)
		}
	}
	url := func(host, query string) string { return fmt.Sprintf("mysql://sealed@%s:%d/?%s", host, s.Port(), query) }
	for _, x := range []struct {
		host, query string
		ok          bool
	}{
		{"127.0.0.1", "ssl-mode=disabled", false}, {"127.0.0.1", "", true}, {"127.0.0.1", "ssl-mode=required", true},
		{"127.0.0.1", "ssl-mode=verify-ca&ssl-ca=" + c.ca, true}, {"127.0.0.1", "ssl-mode=verify-ca&ssl-ca=" + c.other, false},
		{"127.0.0.1", "ssl-mode=verify-identity&ssl-ca=" + c.ca, true}, {"127.0.0.1", "ssl-mode=verify-identity&ssl-ca=" + c.other, false},
		{"localhost", "ssl-mode=verify-identity&ssl-ca=" + c.ca, false}, {"localhost", "ssl-mode=verify-ca&ssl-ca=" + c.ca, true},
	} {
		src := must(mysql.NewSource(url(x.host, x.query)))
		_, err := src.Identity(context.Background())
		if (err == nil) != x.ok {
			t.Errorf("%s %s: %v", x.host, x.query, err)
		}
		src.Close()
	}
	if _, err := mysql.NewSource(url("127.0.0.1", "ssl-mode=sometimes")); err == nil {
		t.Error("an unknown mode is taken")
	}
	src := must(mysql.NewSource(url("127.0.0.1", "ssl-mode=verify-identity&ssl-ca="+c.ca)))
	defer src.Close()
	streams(t, src)
}
