package pgserver

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"sort"
	"strconv"
	"strings"
)

// ErrNoPrograms means that no PostgreSQL server programs were found on this machine.
var ErrNoPrograms = errors.New("no PostgreSQL server programs (initdb, postgres) found on PATH, " +
	"in /usr/lib/postgresql/*/bin or by pg_config; " +
	"install them, on Debian and Ubuntu with: apt-get install postgresql, " +
	"and postgresql-15-plpgsql-check (with your version in place of 15) to check routine bodies")

// Programs is one installation of the server.
type Programs struct {
	Dir     string // holds initdb and postgres
	Version int    // major: 15
}

// places are where packagers put the programs; PATH comes first, pg_config last.
var places = []string{
	"/usr/lib/postgresql/*/bin", // Debian, Ubuntu
	"/usr/pgsql-*/bin",          // PGDG on Red Hat
	"/usr/lib/postgresql*/bin",  // Alpine, SUSE
	"/usr/libexec/postgresql*",  // Alpine
	"/opt/homebrew/opt/postgresql*/bin",
	"/usr/local/opt/postgresql*/bin",
	"/usr/local/pgsql/bin",
}

// Find looks for the server programs. An installation of version prefer wins; otherwise
// the highest version does. prefer 0 means no preference.
func Find(ctx context.Context, prefer int) (Programs, error) {
	var found []Programs
	seen := map[string]bool{}
	for _, dir := range candidates(ctx) {
		if seen[dir] {
			continue
		}
		seen[dir] = true
		if v := version(ctx, dir); v > 0 {
			found = append(found, Programs{Dir: dir, Version: v})
		}
	}
	if len(found) == 0 {
		return Programs{}, ErrNoPrograms
	}
	sort.SliceStable(found, func(i, j int) bool {
		a, b := found[i].Version, found[j].Version
		if (a == prefer) != (b == prefer) {
			return a == prefer
		}
		return a > b
	})
	return found[0], nil
}

func candidates(ctx context.Context) []string {
	var dirs []string
	if p, err := exec.LookPath("initdb"); err == nil {
		if real, err := filepath.EvalSymlinks(p); err == nil {
			p = real
		}
		dirs = append(dirs, filepath.Dir(p))
	}
	for _, g := range places {
		m, _ := filepath.Glob(g)
		dirs = append(dirs, m...)
	}
	if out, err := exec.CommandContext(ctx, "pg_config", "--bindir").Output(); err == nil {
		dirs = append(dirs, strings.TrimSpace(string(out)))
	}
	return dirs
}

var versionText = regexp.MustCompile(`\(PostgreSQL\) (\d+)`)

// version asks the server program for its major version; 0 when dir holds no installation.
func version(ctx context.Context, dir string) int {
	for _, p := range []string{"initdb", "postgres"} {
		if st, err := os.Stat(filepath.Join(dir, p)); err != nil || st.IsDir() {
			return 0
		}
	}
	out, err := exec.CommandContext(ctx, filepath.Join(dir, "postgres"), "--version").Output()
	if err != nil {
		return 0
	}
	m := versionText.FindStringSubmatch(string(out))
	if m == nil {
		return 0
	}
	v, _ := strconv.Atoi(m[1])
	return v
}

func (p Programs) path(name string) string { return filepath.Join(p.Dir, name) }

func (p Programs) String() string { return fmt.Sprintf("PostgreSQL %d in %s", p.Version, p.Dir) }
