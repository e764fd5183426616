package sqlplus

import (
	"context"
	"strings"

	"github.com/crosswalk-db/crosswalk/ir/diag"
	"github.com/crosswalk-db/crosswalk/parser/source"
)

// run is what all sessions over one input share.
type run struct {
	ctx      context.Context
	include  func(source.Include) (*diag.File, error)
	follow   bool // includes are followed; Split does not
	units    []Unit
	problems diag.List
	fixed    map[string]bool        // variables that --define gave: scripts do not change them
	reported map[string]bool        // variables that a finding stands for
	known    map[*diag.File]*before // files that were read
	includes int                    // followed so far
	bytes    int                    // read again through includes so far
	gaveUp   bool                   // there were too many includes, which was said
	part     func(f *diag.File, kind byte, a, b int)
}

// session is what SQL*Plus remembers from line to line. A script given by the user starts
// with a new one; what it includes shares it.
type session struct {
	run  *run
	vars map[string]string // by upper case name
	asks map[string]string // variables whose value only a run gives, with the command that does

	define     byte // what starts a variable, 0 while DEFINE is OFF
	concat     byte
	escape     byte
	terminator byte
	blockEnd   byte
	suffix     string

	schema string
	files  []*diag.File // the includes that are open, innermost last
	top    *diag.File   // the script that the session started with
	dry    bool         // only to see what is included
	muted  bool         // the file was read before: its commands count, its units do not
	visit  func(*diag.File)
}

func newSession(o Options, r *run) *session {
	if r.reported == nil {
		r.reported, r.fixed, r.known = map[string]bool{}, map[string]bool{}, map[*diag.File]*before{}
	}
	st := &session{run: r, vars: map[string]string{}, asks: map[string]string{}, define: '&', concat: '.',
		terminator: ';', blockEnd: '.', suffix: ".sql", schema: o.Schema}
	for k, v := range o.Define {
		st.vars[strings.ToUpper(k)] = v
		r.fixed[strings.ToUpper(k)] = true
	}
	return st
}

// add finishes a unit: substitution, then what the statement does to the session.
func (st *session) add(u Unit) {
	if st.muted && !isAlterSession(u.Text()) {
		return
	}
	if u.Kind != Unterminated && u.Kind != Wrapped {
		st.substitute(&u)
	}
	if u.Start == u.End {
		return // all of it was variables with empty values
	}
	if u.Kind == SQL {
		st.alterSession(u.Text())
	}
	if !st.muted {
		st.run.units = append(st.run.units, u)
	}
}

func isAlterSession(text string) bool {
	return len(text) > 13 && len(text) < 4096 && strings.EqualFold(text[:5], "ALTER") && class[text[5]] == space
}

// alterSession follows ALTER SESSION SET ... CURRENT_SCHEMA = x.
func (st *session) alterSession(text string) {
	if !isAlterSession(text) {
		return
	}
	want := []string{"ALTER", "SESSION", "SET"}
	i := 0
	for _, w := range want {
		s, e := token(text, i)
		if !fold(text[s:e], w) {
			return
		}
		i = e
	}
	for i < len(text) {
		s, e := token(text, i)
		if fold(text[s:e], "CURRENT_SCHEMA") {
			s, e = token(text, e)
			if text[s:e] == "=" {
				s, e = token(text, e)
			}
			if e > s {
				st.schema = catalogName(text[s:e])
			}
			return
		}
		if s == e {
			return
		}
		i = e
	}
}

// catalogName is a name as the dictionary spells it.
func catalogName(name string) string {
	if len(name) > 1 && name[0] == '"' && name[len(name)-1] == '"' {
		return name[1 : len(name)-1]
	}
	return strings.ToUpper(name)
}

// connect follows CONNECT user[/password][@database] [AS SYSDBA]. Nothing of it is kept
// but the name. SYS and SYSTEM are no application's schema.
func (st *session) connect(arg string) {
	arg = strings.TrimSpace(arg)
	if arg == "" || arg[0] == '/' || arg[0] == '@' {
		st.schema = ""
		return
	}
	end := strings.IndexAny(arg, "/@ \t")
	if arg[0] == '"' {
		if n := strings.IndexByte(arg[1:], '"'); n >= 0 {
			end = n + 2
		}
	}
	name := arg
	if end >= 0 {
		name = arg[:end]
	}
	if n := strings.IndexByte(name, '['); n > 0 && strings.HasSuffix(name, "]") { // proxy[user]
		name = name[n+1 : len(name)-1]
	}
	if st.define != 0 && strings.IndexByte(name, st.define) >= 0 {
		name = st.fill(name)
	}
	st.schema = catalogName(strings.TrimSuffix(name, ";"))
	if st.schema == "SYS" || st.schema == "SYSTEM" {
		st.schema = ""
	}
}
