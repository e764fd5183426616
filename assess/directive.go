package assess

import (
	"regexp"
	"strings"
	"time"

	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/ir/diag"
)

// Marker begins a suppression in a comment of the source.
const Marker = "crosswalk:ignore"

// Rule is a suppression: it takes findings out of gates and effort, and lists them with who decided it and why.
type Rule struct {
	Codes []string
	// Object and Path narrow it to objects (NAME, SCHEMA.NAME, * for any part) and files (** for any folders).
	Object, Path, Kind string
	Owner, Reason      string
	// Until is the last day on which it holds; zero for no end.
	Until time.Time
	// File and Line are where it is written.
	File string
	Line int

	fromComment bool
	at          diag.Span
	from, to    int // the lines of File that a comment covers
	matched     map[string]int
}

// expired tells whether the rule's last day is over.
func (r *Rule) expired(now time.Time) bool {
	return !r.Until.IsZero() && now.After(r.Until.AddDate(0, 0, 1).Add(-time.Nanosecond))
}

var dateForm = regexp.MustCompile(`^\d{4}-\d{2}-\d{2}$`)

// parseDirective reads the text of a comment. ok is false where it holds no suppression; a code and a message say what is
// wrong with one.
func parseDirective(text string) (r *Rule, whole bool, wrong *diag.Code, msg string) {
	_, rest, found := strings.Cut(text, Marker)
	if !found {
		return nil, false, nil, ""
	}
	rest = strings.TrimSuffix(strings.TrimRight(rest, " \t\r\n"), "*/")
	rest, whole = strings.CutPrefix(rest, "-file")
	r = &Rule{fromComment: true, matched: map[string]int{}}
	if rest != "" && !strings.ContainsAny(rest[:1], " \t\r\n") {
		return r, whole, diag.BadSuppression, "what follows " + Marker + " must be a blank and a code"
	}
	words := strings.Fields(rest)
	if len(words) == 0 {
		return r, whole, diag.BadSuppression, "no code is named"
	}
	for _, c := range strings.Split(words[0], ",") {
		if diag.Lookup(c) == nil {
			return r, whole, diag.BadSuppression, "there is no finding " + c
		}
		r.Codes = append(r.Codes, c)
	}
	words = words[1:]
	for len(words) > 0 {
		key, value, ok := strings.Cut(words[0], "=")
		if !ok || key != "until" && key != "owner" {
			break
		}
		if key == "owner" {
			r.Owner = value
		} else if r.Until, ok = parseDate(value); !ok {
			return r, whole, diag.BadSuppression, "until=" + value + " is no date: write it as 2030-12-31"
		}
		words = words[1:]
	}
	r.Reason = strings.Join(words, " ")
	if r.Reason == "" {
		return r, whole, diag.NoReason, "the suppression of " + strings.Join(r.Codes, ", ") + " gives no reason"
	}
	return r, whole, nil, ""
}

func parseDate(s string) (time.Time, bool) {
	if !dateForm.MatchString(s) {
		return time.Time{}, false
	}
	t, err := time.ParseInLocation("2006-01-02", s, time.UTC)
	return t, err == nil
}

// place works out which lines a suppression in a comment covers. Behind code it covers its line. On lines of its
// own it covers what follows: the whole object where one begins there, else the statement or list item.
func (r *Rule) place(c ir.Comment, starts map[place]int) {
	file, off := c.Sp.File.Root(c.Sp.Start)
	r.at, r.File = c.Sp, file.Name
	r.Line, _ = file.Position(off)
	_, end := c.Sp.File.Root(max(c.Sp.End-1, c.Sp.Start))
	end++
	lineStart := strings.LastIndexByte(file.Text[:off], '\n') + 1
	if strings.TrimSpace(file.Text[lineStart:off]) != "" {
		r.from, r.to = r.Line, r.Line
		return
	}
	code := end
	for code < len(file.Text) {
		n := trivia(file.Text[code:])
		if n == 0 {
			break
		}
		code += n
	}
	if code >= len(file.Text) {
		r.from, r.to = r.Line, r.Line
		return
	}
	r.from, _ = file.Position(code)
	if to, ok := starts[place{file.Name, r.from}]; ok {
		r.to = to
		return
	}
	r.to, _ = file.Position(itemEnd(file.Text, code))
}

// place is a line of a file.
type place struct {
	file string
	line int
}

// itemEnd finds the end of the statement or list item at i: the next semicolon or comma outside parentheses, or the
// parenthesis that closes the list.
func itemEnd(s string, i int) int {
	depth := 0
	for i < len(s) {
		if n := trivia(s[i:]); n > 0 {
			i += n
			continue
		}
		switch s[i] {
		case '(':
			depth++
		case ')':
			if depth--; depth < 0 {
				return i
			}
		case ';', ',':
			if depth == 0 {
				return i
			}
		}
		i += tokenLen(s[i:])
	}
	return len(s) - 1
}
