package postgres

import (
	"strings"
	"unicode/utf8"

	"github.com/crosswalk-db/crosswalk/ir"
)

// plainIdent tells whether PostgreSQL reads a name back the same without quotes, if it is no reserved word:
// [a-z_][a-z0-9_$]*.
func plainIdent(s string) bool {
	for i := range len(s) {
		c := s[i]
		if c >= 'a' && c <= 'z' || c == '_' || i > 0 && (c >= '0' && c <= '9' || c == '$') {
			continue
		}
		return false
	}
	return s != ""
}

// fold gives the target's spelling of a source name, without quotes. A name that the source
// would have folded (Oracle: all upper case) becomes lower case; any other is kept.
func (em *emitter) fold(n ir.Name) string {
	s := n.Key
	switch {
	case em.src.Source == ir.SQLServer:
		if s = batchName(n.Text); !em.opts.KeepCase {
			s = strings.ToLower(s)
		}
	case !em.opts.KeepCase && s == strings.ToUpper(s):
		s = strings.ToLower(s)
	}
	if r, ok := em.respelled[n.Key]; ok {
		return r
	}
	if systemColumns[s] {
		return s + "_"
	}
	return s
}

// systemColumns are the columns that every table of PostgreSQL has (manual, 5.5): no other may have the name.
var systemColumns = words("tableoid xmin cmin xmax cmax ctid")

// quoteIdent is the one function that writes an identifier: as it is where PostgreSQL reads it back the same,
// quoted otherwise (PostgreSQL manual, 4.1.1). Names over 63 bytes are the caller's to shorten.
func quoteIdent(s string) string {
	if plainIdent(s) && !reservedWord(s) {
		return s
	}
	return `"` + strings.ReplaceAll(s, `"`, `""`) + `"`
}

// quoteLiteral is the one function that writes a text constant.
func quoteLiteral(s string) string {
	// standard_conforming_strings is on by default: a backslash is itself.
	return "'" + strings.ReplaceAll(s, "'", "''") + "'"
}

// ident writes a name as the target spells it.
func (em *emitter) ident(n ir.Name) string { return quoteIdent(shorten(em.fold(n))) }

// maxIdent is PostgreSQL's NAMEDATALEN - 1, in bytes.
const maxIdent = 63

// shorten cuts a name to PostgreSQL's limit, keeping it unique by a hash of the whole.
func shorten(s string) string {
	if len(s) <= maxIdent {
		return s
	}
	h := uint32(2166136261)
	for i := 0; i < len(s); i++ {
		h = (h ^ uint32(s[i])) * 16777619
	}
	const digits = "0123456789abcdefghijklmnopqrstuvwxyz"
	suffix := "_"
	for i := 0; i < 6; i++ {
		suffix += string(digits[h%36])
		h /= 36
	}
	n := maxIdent - len(suffix)
	for n > 0 && !utf8.RuneStart(s[n]) { // not in the middle of a letter
		n--
	}
	return s[:n] + suffix
}
