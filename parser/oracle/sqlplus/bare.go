package sqlplus

import (
	"strings"

	"github.com/crosswalk-db/crosswalk/ir/diag"
)

// Sources that were taken from USER_SOURCE or cut out of a package begin with PACKAGE, PROCEDURE, FUNCTION, TRIGGER or
// TYPE and lack the CREATE. No statement of SQL and no command of SQL*Plus begins with these words, so a header that
// is whole is read with the CREATE OR REPLACE that whoever installs the file puts in front of it.

const bareCreate = "CREATE OR REPLACE "

// bareWords begin such a source.
var bareWords = set("PACKAGE PROCEDURE FUNCTION TRIGGER TYPE")

// bareHead reads the header of a stored unit without CREATE at i; its object is "" where none stands there.
func bareHead(text string, i int) head {
	e := word(text, i)
	w := strings.ToUpper(text[i:min(e, i+10)])
	if !bareWords[w] {
		return head{}
	}
	object, end := longest(text, w, e)
	h := named(text, object, end)
	if h.kind != PLSQL && h.kind != Wrapped || h.name == "" || !bareBody(text, h, end) {
		return head{}
	}
	h.bare = true
	return h
}

// bareBody tells whether what follows the kind of object, which ends at i, is the header of one and no prose.
func bareBody(text string, h head, i int) bool {
	s, _ := token(text, i)
	_, e := dottedName(text, s)
	if h.kind == Wrapped {
		return true
	}
	s, e = token(text, e)
	w := strings.ToUpper(text[s:min(e, s+16)])
	switch h.object {
	case "TRIGGER":
		return w == "BEFORE" || w == "AFTER" || w == "INSTEAD" || w == "FOR"
	case "TYPE":
		if w == "FORCE" {
			s, e = token(text, e)
			w = strings.ToUpper(text[s:min(e, s+16)])
		}
		return w == "IS" || w == "AS" || w == "UNDER"
	case "PROCEDURE", "FUNCTION":
		if w == "(" {
			return bareParams(text, e)
		}
		return bareClauses(text, s)
	}
	return bareClauses(text, s)
}

// bareParams tells whether a list of parameters, opened in front of i, is closed and followed by the rest of a header.
func bareParams(text string, i int) bool {
	for depth := 1; depth > 0; {
		s, e := token(text, i)
		switch {
		case s == e || text[s] == ';':
			return false
		case text[s] == '(':
			depth++
		case text[s] == ')':
			depth--
		case text[s] == '\'': // a default; one with a parenthesis in it is skipped as a whole
			if n := strings.IndexByte(text[e:], '\''); n >= 0 {
				e += n + 1
			}
		}
		i = e
	}
	s, _ := token(text, i)
	return bareClauses(text, s)
}

// bareClauses tells whether IS or AS comes within a few words, and neither a semicolon nor a BEGIN before it.
func bareClauses(text string, i int) bool {
	for n := 0; n < 24; n++ {
		s, e := token(text, i)
		switch {
		case s == e || text[s] == ';', fold(text[s:e], "BEGIN"):
			return false
		case fold(text[s:e], "IS"), fold(text[s:e], "AS"):
			return true
		}
		i = e
	}
	return false
}

// withCreate puts the missing CREATE in front of a unit. Its text becomes a derived file.
func withCreate(u *Unit) {
	lead := u.File.Text[u.Lead:u.Start]
	text := lead + bareCreate + u.File.Text[u.Start:u.End]
	u.File = u.File.Derive(text, []diag.Piece{
		{Start: 0, Parent: u.Lead},
		{Start: len(lead), Parent: u.Start, Fixed: true},
		{Start: len(lead) + len(bareCreate), Parent: u.Start},
	})
	u.Start, u.End, u.Lead = len(lead), len(text), 0
}
