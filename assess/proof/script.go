package proof

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"github.com/crosswalk-db/crosswalk/assess/proof/pgparse"
)

// RunScript runs an install script as psql -v ON_ERROR_STOP=1 -1 -f does: in one
// transaction, with the files that \i and \ir name. Other psql commands (\set, \echo, ...)
// are passed over. The first error stops it, and names file and line.
func RunScript(ctx context.Context, url, path string) error {
	cfg, err := pgx.ParseConfig(url)
	if err != nil {
		return noSecret(err)
	}
	conn, err := pgx.ConnectConfig(ctx, cfg)
	if err != nil {
		return noSecret(err)
	}
	defer conn.Close(context.WithoutCancel(ctx))
	s := &script{conn: conn.PgConn(), dir: filepath.Dir(path)}
	if err := s.conn.Exec(ctx, "BEGIN").Close(); err != nil {
		return err
	}
	if err := s.file(ctx, path, 0); err != nil {
		return err
	}
	return s.conn.Exec(ctx, "COMMIT").Close()
}

type script struct {
	conn *pgconn.PgConn
	dir  string // of the outermost script, which \i is relative to
}

// maxDepth of includes; a script that includes itself ends here.
const maxDepth = 32

func (s *script) file(ctx context.Context, path string, depth int) error {
	if depth > maxDepth {
		return fmt.Errorf("%s: includes are nested too deeply", path)
	}
	b, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	text := string(b)
	for _, p := range pgparse.Commands(text) {
		if p.Meta == "" {
			err = s.run(ctx, path, text, p)
		} else {
			err = s.meta(ctx, path, p.Meta, depth)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (s *script) run(ctx context.Context, path, text string, p pgparse.Command) error {
	sql := text[p.Start:p.End]
	err := s.conn.Exec(ctx, sql).Close()
	var pe *pgconn.PgError
	if !errors.As(err, &pe) {
		return err
	}
	off := p.Start + byteOffset(sql, int(pe.Position))
	return fmt.Errorf("%s:%d: %w", path, 1+strings.Count(text[:off], "\n"), err)
}

func (s *script) meta(ctx context.Context, path, cmd string, depth int) error {
	verb, arg, _ := strings.Cut(cmd, " ")
	arg = strings.Trim(strings.TrimSpace(arg), "'\"")
	switch verb {
	case "i", "include":
		return s.file(ctx, filepath.Join(s.dir, filepath.FromSlash(arg)), depth+1)
	case "ir", "include_relative":
		return s.file(ctx, filepath.Join(filepath.Dir(path), filepath.FromSlash(arg)), depth+1)
	}
	return nil
}
