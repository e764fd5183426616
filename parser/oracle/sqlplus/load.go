package sqlplus

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"github.com/crosswalk-db/crosswalk/ir/diag"
	"github.com/crosswalk-db/crosswalk/parser/source"
)

// Includer finds the file that a script includes: a *source.Reader. A nil file without an
// error is one that the user excluded.
type Includer interface {
	Include(source.Include) (*diag.File, error)
}

var _ Includer = (*source.Reader)(nil)

// Result is what Load makes of the input.
type Result struct {
	Units    []Unit
	Problems []*diag.Finding // that belong to no unit: includes that were not read
}

// maxDepth is how deep SQL*Plus nests scripts. The others bound what scripts that include
// each other many times over can cost.
const (
	maxDepth    = 20
	maxIncludes = 100_000
	maxAgain    = 1 << 30
)

// Load cuts all files, following includes.
//
// A file that another one includes is read there, so that the variables, the settings and
// the current schema of the including script hold in it, and not by itself. All other files
// are read in their order, each as SQL*Plus would start it: with a new session. So a folder
// gives the same units whether or not it holds an install script, but in that script's order.
//
// Each file's statements come once. Only where one script includes a file several times
// with other values for the variables in it, or under another current schema, they come
// once for each; SQL*Plus runs them so.
func Load(ctx context.Context, files []*diag.File, inc Includer, o Options) Result {
	included := includedFiles(ctx, files, inc, o)
	r := newRun(ctx, inc)
	for _, again := range []bool{false, true} { // then those that only include each other
		for _, f := range files {
			if ctx.Err() != nil || r.known[f] != nil || (included[f] && !again) {
				continue
			}
			newSession(o, r).read(f)
		}
	}
	return Result{Units: r.units, Problems: r.problems.Items}
}

func newRun(ctx context.Context, inc Includer) *run {
	r := &run{ctx: ctx, follow: true}
	if inc != nil {
		r.include = inc.Include
	}
	return r
}

// includedFiles finds which files others include, by a run that keeps nothing.
func includedFiles(ctx context.Context, files []*diag.File, inc Includer, o Options) map[*diag.File]bool {
	all := map[*diag.File]bool{}
	r := newRun(ctx, inc)
	for _, f := range files {
		if ctx.Err() != nil {
			break
		}
		if !mayInclude(f.Text) {
			continue
		}
		st := newSession(o, r)
		st.dry = true
		st.visit = func(g *diag.File) {
			if g != f {
				all[g] = true
			}
		}
		st.read(f)
	}
	return all
}

// mayInclude tells whether a line looks like an include, strings and comments aside.
func mayInclude(text string) bool {
	for i := 0; i < len(text); i = lineEnd(text, i) + 1 {
		j := blanks(text, i)
		if j == len(text) {
			break
		}
		switch text[j] {
		case '@', '&':
			return true
		case 's', 'S':
			if c := lookup(strings.ToUpper(text[j:min(word(text, j), j+8)])); c != nil && c.name == "START" {
				return true
			}
		}
	}
	return false
}

// before is how a file was read already.
type before struct {
	top  *diag.File
	with map[string]bool // the values of its variables, and the current schema
}

// read cuts a file inside this session.
func (st *session) read(f *diag.File) {
	if len(st.files) == 0 {
		st.top = f
	}
	muted := st.muted
	st.muted = muted || st.dry || st.knows(f)
	st.files = append(st.files, f)
	st.split(f)
	st.files = st.files[:len(st.files)-1]
	st.muted = muted
}

// knows tells whether the statements of f have come before, and notes that they have.
func (st *session) knows(f *diag.File) bool {
	b := st.run.known[f]
	if b == nil {
		b = &before{top: st.top, with: map[string]bool{}}
		st.run.known[f] = b
	}
	key := st.signature(f)
	if b.top != st.top || b.with[key] {
		return true
	}
	b.with[key] = true
	return false
}

// signature holds all that the text of f depends on.
func (st *session) signature(f *diag.File) string {
	sig := []string{st.schema}
	if st.define != 0 {
		for i := 0; ; i++ {
			if i = index(f.Text, string(rune(st.define)), i); i < 0 {
				break
			}
			if v, ok := st.variableAt(f.Text, i); ok {
				value, ok := st.value(v.name)
				sig = append(sig, strings.ToUpper(v.name)+"="+value+strconv.FormatBool(ok))
			}
		}
	}
	slices.Sort(sig)
	return strings.Join(slices.Compact(sig), "\x00")
}

// include follows @, @@ and START.
func (s *splitter) include(a args, relative bool) {
	st := s.st
	if !st.run.follow {
		return
	}
	line, known := st.expand(a.text)
	words := fields(line)
	if len(words) == 0 {
		return
	}
	name := unquote(strings.TrimSuffix(words[0], ";"))
	if name == "" || isHome(name) {
		return
	}
	at := diag.Span{File: s.file, Start: a.at, End: s.i}
	if !known && st.define != 0 && strings.IndexByte(name, st.define) >= 0 {
		st.notRead(at, name, "its name is only known when the script runs")
		return
	}
	for i, w := range words[1:] {
		st.assign(strconv.Itoa(i+1), unquote(strings.TrimSuffix(w, ";")))
	}
	if st.run.include == nil {
		st.notRead(at, name, "there is no folder to look in")
		return
	}
	f, err := st.run.include(source.Include{From: s.file, Top: st.top, Name: name, Relative: relative, Suffix: st.suffix})
	switch {
	case err != nil:
		st.notRead(at, "", err.Error())
	case f != nil:
		st.follow(f, at)
	}
}

// follow reads an included file in place.
func (st *session) follow(f *diag.File, at diag.Span) {
	r := st.run
	switch {
	case slices.Contains(st.files, f):
		st.notRead(at, f.Name, "it is being read already, the scripts include each other")
		return
	case len(st.files) >= maxDepth:
		st.notRead(at, f.Name, "scripts are nested over "+strconv.Itoa(maxDepth)+" deep")
		return
	case r.includes >= maxIncludes || r.bytes >= maxAgain || r.ctx.Err() != nil:
		if !r.gaveUp {
			st.notRead(at, f.Name, "there are too many includes, none is followed any more")
		}
		r.gaveUp = !st.muted
		return
	}
	r.includes++
	if r.known[f] != nil || st.dry {
		r.bytes += len(f.Text)
	}
	if st.visit != nil {
		st.visit(f)
	}
	st.read(f)
}

func (st *session) notRead(at diag.Span, name, why string) {
	if st.muted {
		return
	}
	if name != "" {
		why = name + ": " + why
	}
	st.run.problems.Add(diag.MissingInclude, at, "included script not read: %s", why)
}

// isHome tells scripts of Oracle's own installation, which are never part of a schema.
func isHome(name string) bool {
	return name[0] == '?' || strings.HasPrefix(name, "$ORACLE_HOME") || strings.HasPrefix(strings.ToUpper(name), "%ORACLE_HOME%") ||
		strings.HasPrefix(name, "${ORACLE_HOME}")
}
