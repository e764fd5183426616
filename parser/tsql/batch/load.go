package batch

import (
	"context"
	"regexp"
	"slices"
	"strings"

	"github.com/crosswalk-db/crosswalk/ir/diag"
	"github.com/crosswalk-db/crosswalk/parser/source"
)

// Includer finds the file that a script includes: a *source.Reader. A nil file without an error is
// one that the user excluded.
type Includer interface {
	Include(source.Include) (*diag.File, error)
}

var _ Includer = (*source.Reader)(nil)

// maxDepth is how deep scripts nest; maxIncludes bounds what scripts that include each other many
// times over can cost.
const (
	maxDepth    = 20
	maxIncludes = 10_000
)

// run is the reading of all files.
type run struct {
	ctx      context.Context
	include  func(source.Include) (*diag.File, error)
	follow   bool
	units    []Unit
	problems diag.List
	known    map[*diag.File]bool // files that were read
	visit    func(*diag.File)    // told of every include
	dry      bool                // nothing is kept
	includes int
	pasted   int // bytes of scripts that stand in batches of others
}

// session is what sqlcmd remembers while it runs one script and what that includes.
type session struct {
	run      *run
	vars     map[string]string // by name in upper case
	given    map[string]bool   // from the command line: they win over :setvar
	told     map[string]bool   // variables without a value that were reported
	top      *diag.File
	files    []*diag.File // being read
	quoted   bool         // SET QUOTED_IDENTIFIER OFF
	nulls    bool         // SET ANSI_NULLS OFF
	database string
	// collation is that of the project's database.
	collation string
}

func newSession(o Options, r *run) *session {
	st := &session{run: r, vars: map[string]string{}, given: map[string]bool{}, told: map[string]bool{}}
	for k, v := range o.Define {
		k = strings.ToUpper(k)
		st.vars[k], st.given[k] = v, true
	}
	return st
}

// Load cuts all files, following includes.
//
// A file that another one includes is read there, so that the variables of the including script
// hold in it, and not by itself. All other files are read in their order, each with a new session.
func Load(ctx context.Context, files []*diag.File, inc Includer, o Options) Result {
	included := map[*diag.File]bool{}
	dry := newRun(ctx, inc)
	dry.dry = true
	for _, f := range files {
		if hasInclude(f.Text) {
			dry.visit = func(g *diag.File) { included[g] = included[g] || g != f }
			newSession(o, dry).read(f)
		}
	}
	r := newRun(ctx, inc)
	projects := readProjects(o.Projects)
	files = arrange(files, projects, &r.problems)
	for _, again := range []bool{false, true} { // then those that only include each other
		for _, f := range files {
			if ctx.Err() != nil || r.known[f] || included[f] && !again {
				continue
			}
			st := newSession(o, r)
			if p := ownerOf(projects, f.Name); p != nil {
				_, set := p.saysOf(f.Name)
				st.quoted, st.nulls, st.collation = set.quotedOff, set.nullsOff, p.collation
			}
			st.read(f)
		}
	}
	return Result{Units: r.units, Problems: r.problems.Items}
}

func newRun(ctx context.Context, inc Includer) *run {
	r := &run{ctx: ctx, known: map[*diag.File]bool{}}
	if inc != nil {
		r.include, r.follow = inc.Include, true
	}
	return r
}

var includeLine = regexp.MustCompile(`(?im)^[ \t]*:r[ \t]`)

func hasInclude(text string) bool {
	return strings.Contains(text, ":r") && includeLine.MatchString(text)
}

// read cuts a file inside this session.
func (st *session) read(f *diag.File) {
	if len(st.files) == 0 {
		st.top = f
	}
	st.run.known[f] = true
	st.files = append(st.files, f)
	st.split(f)
	st.files = st.files[:len(st.files)-1]
}

// follow reads an included file in place.
func (st *session) follow(f *diag.File, at diag.Span) {
	r := st.run
	switch {
	case slices.Contains(st.files, f):
		st.problem(diag.TsqlMissingInclude, at, "included script not read: %s: it is being read already, the scripts include each other", f.Name)
	case len(st.files) >= maxDepth || r.includes >= maxIncludes:
		st.problem(diag.TsqlMissingInclude, at, "included script not read: %s: there are too many includes", f.Name)
	case r.ctx.Err() != nil:
	default:
		r.includes++
		if r.visit != nil {
			r.visit(f)
		}
		if !r.known[f] || r.dry {
			st.read(f)
		}
	}
}

func (st *session) problem(c *diag.Code, at diag.Span, format string, args ...any) {
	if !st.run.dry {
		st.run.problems.Add(c, at, format, args...)
	}
}

// add keeps a batch, with the options in force.
func (st *session) add(u Unit) {
	if st.run.dry {
		return
	}
	st.substitute(&u)
	st.templates(&u)
	u.Database = st.database
	st.options(u.Text())
	u.QuotedText, u.NullsEqual, u.Collation = st.quoted, st.nulls, st.collation
	if u.Database == "" {
		u.Database = st.database
	}
	st.run.units = append(st.run.units, u)
}

var (
	setOption = regexp.MustCompile(`(?im)^[ \t]*set[ \t\r\n]+((?:[a-z_]+[ \t\r\n]*,[ \t\r\n]*)*[a-z_]+)[ \t\r\n]+(on|off)\b`)
	useLine   = regexp.MustCompile(`(?i)^[ \t]*use[ \t]+(\[[^\]\r\n]+\]|"[^"\r\n]+"|[\w$#@()]+)`)
)

// lastUse gives the database that the last USE at the beginning of a line names; "" for none. Data scripts are large, so only
// lines that begin with the word are looked at closely.
func lastUse(text string) string {
	database := ""
	for text != "" {
		line := text
		if i := strings.IndexByte(text, '\n'); i >= 0 {
			line, text = text[:i], text[i+1:]
		} else {
			text = ""
		}
		if head := strings.TrimLeft(line, " \t"); len(head) < 4 || !strings.EqualFold(head[:3], "use") {
			continue
		}
		if m := useLine.FindStringSubmatch(line); m != nil {
			database = strings.Trim(m[1], `[]"`)
		}
	}
	return database
}

// options follows SET and USE. QUOTED_IDENTIFIER takes effect when the batch is parsed, for all of
// it (SET QUOTED_IDENTIFIER, Remarks).
func (st *session) options(text string) {
	if d := lastUse(text); d != "" {
		st.database = d
	}
	if len(text) > 4096 {
		text = text[:4096] // such options stand at the head of a batch
	}
	upper := strings.ToUpper(text)
	if !strings.Contains(upper, "QUOTED_IDENTIFIER") && !strings.Contains(upper, "ANSI_NULLS") && !strings.Contains(upper, "ANSI_DEFAULTS") {
		return
	}
	for _, m := range setOption.FindAllStringSubmatch(text, -1) {
		off := strings.EqualFold(m[2], "off")
		for _, name := range strings.Split(strings.ToUpper(m[1]), ",") {
			switch strings.TrimSpace(name) {
			case "QUOTED_IDENTIFIER":
				st.quoted = off
			case "ANSI_NULLS":
				st.nulls = off
			case "ANSI_DEFAULTS":
				st.quoted, st.nulls = off, off
			}
		}
	}
}
