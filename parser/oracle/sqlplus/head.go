package sqlplus

import "strings"

// mode says by which rules a statement ends.
type mode int

const (
	sqlMode   mode = iota // at `;` or a line with a lone slash
	plsqlMode             // at a line with a lone slash
	rawMode               // the same, but the text is not SQL: Java, JavaScript, wrapped source
)

// head is what the first words of a statement say.
type head struct {
	mode   mode
	kind   Kind
	object string // what a CREATE creates, in upper case
	name   string // as written
	bare   bool   // the CREATE is missing
}

// objects are the kinds of object that CREATE makes. A row that has a longer form is
// found by its longest form. The mode is that of SQL*Plus.
var objects = map[string]mode{
	"FUNCTION": plsqlMode, "PROCEDURE": plsqlMode, "PACKAGE": plsqlMode, "PACKAGE BODY": plsqlMode,
	"TRIGGER": plsqlMode, "TYPE": plsqlMode, "TYPE BODY": plsqlMode, "LIBRARY": plsqlMode,
	"JAVA SOURCE": rawMode, "JAVA CLASS": sqlMode, "JAVA RESOURCE": sqlMode,
	"MLE MODULE": rawMode, "MLE ENV": sqlMode,
	"TABLE": sqlMode, "VIEW": sqlMode, "INDEX": sqlMode, "SEQUENCE": sqlMode, "SYNONYM": sqlMode,
	"MATERIALIZED VIEW": sqlMode, "MATERIALIZED VIEW LOG": sqlMode, "MATERIALIZED ZONEMAP": sqlMode,
	"SNAPSHOT": sqlMode, "SNAPSHOT LOG": sqlMode, "CLUSTER": sqlMode, "DATABASE LINK": sqlMode,
	"DIRECTORY": sqlMode, "CONTEXT": sqlMode, "DIMENSION": sqlMode, "ATTRIBUTE DIMENSION": sqlMode,
	"HIERARCHY": sqlMode, "ANALYTIC VIEW": sqlMode, "OPERATOR": sqlMode, "INDEXTYPE": sqlMode,
	"USER": sqlMode, "ROLE": sqlMode, "PROFILE": sqlMode, "TABLESPACE": sqlMode, "SCHEMA": sqlMode,
	"EDITION": sqlMode, "OUTLINE": sqlMode, "DOMAIN": sqlMode, "ASSERTION": sqlMode,
	"PROPERTY GRAPH": sqlMode, "INMEMORY JOIN GROUP": sqlMode, "ROLLBACK SEGMENT": sqlMode,
	"RESTORE POINT": sqlMode, "AUDIT POLICY": sqlMode, "FLASHBACK ARCHIVE": sqlMode,
	"LOCKDOWN PROFILE": sqlMode, "DATABASE": sqlMode, "CONTROLFILE": sqlMode, "DISKGROUP": sqlMode,
	"PFILE": sqlMode, "SPFILE": sqlMode,
}

// modifiers stand between CREATE and what it creates.
var modifiers = set("OR REPLACE AND RESOLVE COMPILE EDITIONABLE NONEDITIONABLE EDITIONING FORCE NO NOFORCE " +
	"GLOBAL PRIVATE TEMPORARY SHARED SHARDED DUPLICATED IMMUTABLE BLOCKCHAIN UNIQUE BITMAP MULTIVALUE VECTOR " +
	"SEARCH HYBRID PUBLIC BIGFILE SMALLFILE UNDO LOCAL PLUGGABLE USECASE JSON RELATIONAL DUALITY COLLECTION XML SAMPLE")

func set(words string) map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(words) {
		m[w] = true
	}
	return m
}

// token gives the next word, or character, at or after i, comments skipped. A quoted name
// is one token.
func token(text string, i int) (start, end int) {
	for {
		i = spaces(text, i)
		switch {
		case strings.HasPrefix(text[i:], "--"):
			i = lineEnd(text, i)
		case strings.HasPrefix(text[i:], "/*"):
			n := index(text, "*/", i+2)
			if n < 0 {
				return len(text), len(text)
			}
			i = n + 2
		case i >= len(text):
			return i, i
		case isIdent(text[i]):
			return i, word(text, i)
		case text[i] == '"':
			if n := strings.IndexAny(text[i+1:], "\"\n"); n >= 0 && text[i+1+n] == '"' {
				return i, i + n + 2
			}
			return i, i + 1
		default:
			return i, i + 1
		}
	}
}

// headLimit bounds how far the first words are looked for, comments between them included.
const headLimit = 16 << 10

// classify reads the first words of the statement at i. What is no known statement is
// taken for SQL: the parser will say what is wrong with it.
func classify(text string, i int, define byte) head {
	text = text[:min(len(text), i+headLimit)]
	s, e := token(text, i)
	switch first := text[s:e]; {
	case fold(first, "DECLARE"), fold(first, "BEGIN"), strings.HasPrefix(text[s:], "<<"):
		return head{mode: plsqlMode, kind: PLSQL}
	case fold(first, "CREATE"):
		return classifyCreate(text, e, define)
	}
	return bareHead(text, s)
}

func classifyCreate(text string, i int, define byte) head {
	var words []string
	for len(words) < 24 {
		s, e := token(text, i)
		if define != 0 && e-s == 1 && text[s] == define { // CREATE &editionable PACKAGE
			for s < len(text) && text[s] == define {
				s++
			}
			e = word(text, s)
			if e < len(text) && text[e] == '.' {
				e++
			}
			i = e
			continue
		}
		if e-s > 32 || s == e {
			break
		}
		w := strings.ToUpper(text[s:e])
		object, end := longest(text, w, e)
		if object != "" {
			return named(text, object, end)
		}
		if !modifiers[w] {
			break
		}
		words = append(words, w)
		i = e
	}
	return head{}
}

// longest finds the longest name of a kind of object that starts with the word w, which
// ends at e.
func longest(text, w string, e int) (object string, end int) {
	phrase := w
	for n := 0; n < 3; n++ {
		if _, ok := objects[phrase]; ok {
			object, end = phrase, e
		}
		s2, e2 := token(text, e)
		if e2-s2 > 16 || s2 == e2 {
			break
		}
		phrase, e = phrase+" "+strings.ToUpper(text[s2:e2]), e2
	}
	return object, end
}

// named reads the name after the kind of object, and what follows it where that matters.
func named(text, object string, i int) head {
	h := head{mode: objects[object], object: object}
	s, e := token(text, i)
	if fold(text[s:e], "IF") { // IF NOT EXISTS
		for n := 0; n < 3; n++ {
			s, e = token(text, e)
		}
	}
	if w, ok := beforeName[object]; ok && fold(text[s:e], w) {
		s, _ = token(text, e)
	}
	h.name, e = dottedName(text, s)
	switch h.mode {
	case plsqlMode:
		h.kind = PLSQL
		if s, e := token(text, e); fold(text[s:e], "WRAPPED") {
			h.mode, h.kind = rawMode, Wrapped
		}
	case rawMode:
		h.kind = Java
		if usesFile(text, e) {
			h.mode = sqlMode
		}
	}
	return h
}

// beforeName holds the word that stands before the name of some kinds of object.
var beforeName = map[string]string{
	"JAVA SOURCE": "NAMED", "JAVA CLASS": "NAMED", "JAVA RESOURCE": "NAMED",
	"MATERIALIZED VIEW LOG": "ON", "SNAPSHOT LOG": "ON", "SCHEMA": "AUTHORIZATION",
}

// dottedName reads a name with its schema, as written; a variable may stand in it.
func dottedName(text string, i int) (string, int) {
	start := i
	for i < len(text) {
		switch c := text[i]; {
		case isIdent(c), c == '.', c == '&', c == '^', c == '~':
			i++
		case c == '"':
			n := strings.IndexAny(text[i+1:], "\"\n")
			if n < 0 || text[i+1+n] != '"' {
				return text[start:i], i
			}
			i += n + 2
		default:
			return text[start:i], i
		}
	}
	return text[start:i], i
}

// usesFile tells CREATE JAVA SOURCE ... USING, which names a file, from ... AS, which
// holds the source.
func usesFile(text string, i int) bool {
	for n := 0; n < 32; n++ {
		s, e := token(text, i)
		if s == e || fold(text[s:e], "AS") || fold(text[s:e], "IS") {
			return false
		}
		if fold(text[s:e], "USING") {
			return true
		}
		i = e
	}
	return false
}

func fold(a, upper string) bool { return len(a) == len(upper) && strings.EqualFold(a, upper) }
