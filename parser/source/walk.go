package source

import (
	"context"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"sort"
	"strings"

	"github.com/crosswalk-db/crosswalk/ir/diag"
)

// walk reads the SQL files of a folder, sorted by name, folders and files alike. It
// returns how many SQL files it saw, read or not. root is the name of the folder that the
// user gave; exclude patterns match below it as well as the whole name.
func (r *Reader) walk(ctx context.Context, dir, name, root string) int {
	if ctx.Err() != nil {
		return 0
	}
	real, err := realPath(dir)
	if err != nil {
		r.fail(name, err)
		return 0
	}
	if n, ok := r.dirs[real]; ok {
		return n // a loop of links, or folders that overlap
	}
	r.dirs[real] = 0
	entries, err := os.ReadDir(dir)
	if err != nil {
		r.fail(name, err)
		if len(entries) == 0 {
			return 0
		}
	}
	sort.Slice(entries, func(i, j int) bool { return naturalLess(entries[i].Name(), entries[j].Name()) })
	found := 0
	for _, e := range entries {
		found += r.entry(ctx, e, dir, name, root)
	}
	r.dirs[real] = found
	return found
}

func (r *Reader) entry(ctx context.Context, e fs.DirEntry, dir, name, root string) int {
	if strings.HasPrefix(e.Name(), ".") {
		return 0
	}
	p, n := filepath.Join(dir, e.Name()), path.Join(name, e.Name())
	if r.exclude.Match(n) || r.exclude.Match(below(root, n)) {
		return 0
	}
	isDir, regular := e.IsDir(), e.Type().IsRegular()
	if e.Type()&fs.ModeSymlink != 0 {
		info, err := os.Stat(p)
		if err != nil {
			if hasExtension(n) {
				r.warn(Missing, n, "the link leads nowhere")
			}
			return 0
		}
		isDir, regular = info.IsDir(), info.Mode().IsRegular()
		if (isDir || hasExtension(n)) && !r.inside(p) {
			r.warn(Outside, n, "the link leaves the given folders and was not followed; name its target as an input of its own to read it")
			return 0
		}
	}
	switch {
	case isDir:
		return r.walk(ctx, p, n, root)
	case regular && hasExtension(n):
		r.file(p, n)
		return 1
	case regular && strings.EqualFold(path.Ext(n), ".sqlproj"):
		r.project(p, n)
	}
	return 0
}

// project reads a project file. One that cannot be read is as good as none.
func (r *Reader) project(p, name string) {
	b, err := readFile(p, r.opts.MaxSize)
	if err != nil {
		r.warn(Unreadable, name, "the project file cannot be read: its folders are read without it")
		return
	}
	if text, err := r.decode(b); err == nil {
		r.projs = append(r.projs, diag.NewFile(name, text))
	}
}

// below is a name relative to the root it was found under.
func below(root, name string) string {
	if root == "." {
		return name
	}
	return strings.TrimPrefix(strings.TrimPrefix(name, root), "/")
}

// addRoot allows includes to read what stands in a given folder, or beside a given file.
func (r *Reader) addRoot(p string) {
	info, err := os.Stat(p)
	if err != nil {
		return
	}
	if !info.IsDir() {
		p = filepath.Dir(p)
	}
	if real, err := realPath(p); err == nil {
		r.roots = append(r.roots, real)
	}
}

// addWorkingDir makes the folder that the run stands in a root too, since scripts name
// their includes from there; never a whole file system.
func (r *Reader) addWorkingDir() {
	real, err := realPath(r.at("."))
	if err == nil && filepath.Dir(real) != real {
		r.roots = append(r.roots, real)
	}
}

// inside tells whether a path, all links followed, stands under one of the roots.
func (r *Reader) inside(p string) bool {
	real, err := realPath(p)
	if err != nil {
		return false
	}
	for _, root := range r.roots {
		if real == root || strings.HasPrefix(real, strings.TrimSuffix(root, string(filepath.Separator))+string(filepath.Separator)) {
			return true
		}
	}
	return false
}

func realPath(p string) (string, error) {
	abs, err := filepath.Abs(p)
	if err != nil {
		return "", err
	}
	return filepath.EvalSymlinks(abs)
}

// naturalLess orders names as people number them: 2-views before 10-grants.
func naturalLess(a, b string) bool {
	for i, j := 0, 0; i < len(a) && j < len(b); {
		if !isDigit(a[i]) || !isDigit(b[j]) {
			if a[i] != b[j] {
				return a[i] < b[j]
			}
			i, j = i+1, j+1
			continue
		}
		m, n := numberEnd(a, i), numberEnd(b, j)
		x, y := strings.TrimLeft(a[i:m], "0"), strings.TrimLeft(b[j:n], "0")
		if len(x) != len(y) {
			return len(x) < len(y)
		}
		if x != y {
			return x < y
		}
		i, j = m, n
	}
	if len(a) != len(b) {
		return len(a) < len(b)
	}
	return a < b
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

func numberEnd(s string, i int) int {
	for i < len(s) && isDigit(s[i]) {
		i++
	}
	return i
}
