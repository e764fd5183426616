package source

import (
	"fmt"
	"os"
	"path"
	"path/filepath"
	"strings"

	"github.com/crosswalk-db/crosswalk/ir/diag"
)

// Include is a script's wish for another file.
type Include struct {
	From *diag.File // the file that holds the command
	Top  *diag.File // the file that the run of scripts started with; nil: From
	Name string     // as written, quotes removed
	// Relative names are looked for beside From first (SQL*Plus `@@`); others from where
	// the script would be started: the working folder and the folder of Top (`@`).
	Relative bool
	Suffix   string // added to a name without an extension, such as ".sql"
}

// Include finds and reads the file. It returns the same *diag.File for a file that was
// read before, (nil, nil) for one that the user excluded, and otherwise a *Problem as error.
// No path leaves the given folders and the working folder, by `..` or by a link.
func (r *Reader) Include(inc Include) (*diag.File, error) {
	name := filepath.ToSlash(strings.ReplaceAll(inc.Name, `\`, "/"))
	p, outside := r.find(inc, name)
	if p == "" && !outside {
		p = r.elsewhere(inc, name)
	}
	if p != "" {
		return r.included(p)
	}
	if outside {
		return nil, &Problem{Kind: Outside, Name: inc.Name, Offset: -1, Message: "lies outside the given folders; name its folder as an input to read it"}
	}
	return nil, &Problem{Kind: Missing, Name: inc.Name, Offset: -1, Message: "no such file in the given folders"}
}

// find looks in all bases. outside says that the file exists where it may not be read.
func (r *Reader) find(inc Include, name string) (p string, outside bool) {
	for _, base := range r.bases(inc, name) {
		for _, n := range withSuffix(name, inc.Suffix) {
			if !absolute(n) {
				n = path.Join(base, n)
			}
			n = r.foldCase(n)
			info, err := os.Stat(n)
			if err != nil || !info.Mode().IsRegular() {
				continue
			}
			if r.inside(n) {
				return n, false
			}
			outside = true
		}
	}
	return "", outside
}

// elsewhere finds a path of the machine that the script was written on (`C:\src\db\x.sql`),
// or one that an installer would have completed (`__DIR__/x.sql`, `%HOME%/x.sql`), by
// leaving out its first folders.
func (r *Reader) elsewhere(inc Include, name string) string {
	parts := strings.Split(strings.Trim(name, "/"), "/")
	if !absolute(name) && !strings.ContainsAny(parts[0], ":%$") && !strings.HasPrefix(parts[0], "__") {
		return ""
	}
	for i := 1; i < len(parts); i++ {
		if p, _ := r.find(inc, strings.Join(parts[i:], "/")); p != "" {
			return p
		}
	}
	return ""
}

func (r *Reader) included(p string) (*diag.File, error) {
	name := r.named(p)
	if r.exclude.Match(name) {
		return nil, nil
	}
	real, err := realPath(p)
	if err != nil {
		return nil, asProblem(name, err)
	}
	if f, ok := r.seen[real]; ok {
		if f == nil {
			return nil, &Problem{Kind: Unreadable, Name: name, Offset: -1, Message: "could not be read"}
		}
		return f, nil
	}
	f, prob := r.load(p, real, name)
	if f == nil {
		return nil, prob
	}
	return f, nil
}

// bases are the folders to look in, in order.
func (r *Reader) bases(inc Include, name string) []string {
	if absolute(name) {
		return []string{""}
	}
	from := r.disk[inc.From]
	top := from
	if inc.Top != nil {
		top = r.disk[inc.Top]
	}
	var all []string
	if inc.Relative {
		all = append(all, from)
	}
	all = append(all, top, r.at("."))
	// SQLPATH and the folder someone stood in are not known: the folders above the script
	// are the best guess.
	for d := from; d != "." && d != "/" && d != "" && path.Base(d) != ".."; d = path.Dir(d) {
		all = append(all, d)
	}
	return append(all, r.roots...)
}

func withSuffix(name, suffix string) []string {
	if suffix == "" {
		return []string{name}
	}
	if path.Ext(name) == "" {
		return []string{name + suffix, name}
	}
	return []string{name, name + suffix}
}

func absolute(p string) bool { return strings.HasPrefix(p, "/") || filepath.IsAbs(p) }

// foldCase finds a path whose case differs from the one on disk, as scripts written on
// Windows have it. It gives p back when there is none, or more than one.
func (r *Reader) foldCase(p string) string {
	if _, err := os.Lstat(p); err == nil || p == "" {
		return p
	}
	dir, base := path.Split(p)
	dir = strings.TrimSuffix(dir, "/")
	if dir == "" {
		if strings.HasPrefix(p, "/") {
			dir = "/"
		} else {
			dir = "."
		}
	}
	if dir != "." && dir != "/" {
		dir = r.foldCase(dir)
	}
	hit := r.list(dir)[strings.ToLower(base)]
	if hit == "" {
		return p
	}
	return path.Join(dir, hit)
}

// list gives what a folder holds, by the names in lower case. It is read once: scripts may include thousands of files.
func (r *Reader) list(dir string) map[string]string {
	if l, ok := r.lists[dir]; ok {
		return l
	}
	l := map[string]string{}
	entries, _ := os.ReadDir(dir)
	for _, e := range entries {
		key := strings.ToLower(e.Name())
		if _, twice := l[key]; twice {
			l[key] = ""
			continue
		}
		l[key] = e.Name()
	}
	if r.lists == nil {
		r.lists = map[string]map[string]string{}
	}
	r.lists[dir] = l
	return l
}

// String makes an include readable in messages of tests.
func (inc Include) String() string { return fmt.Sprintf("%s from %s", inc.Name, inc.From.Name) }
