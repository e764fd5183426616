package postgres

import (
	"regexp"
	"strings"
)

// What a text of T-SQL has that PostgreSQL spells otherwise, word for word, a helper rewrites when the text is there: names in brackets, N'…', ISNULL,
// GETDATE and NOLOCK. Brackets inside the text's own constants are sets of LIKE, which it cannot rewrite.

var (
	inQuotes    = regexp.MustCompile(`'[^']*'`)
	respellings = []struct {
		re   *regexp.Regexp
		with string
	}{
		{regexp.MustCompile(`(?i)(\bWITH\s*)?\(\s*NOLOCK\s*\)`), " "},
		{regexp.MustCompile(`(?i)\bISNULL\s*\(`), "coalesce("},
		{regexp.MustCompile(`(?i)\bGETDATE\s*\(\s*\)`), "localtimestamp"},
		{regexp.MustCompile(`(?i)\bN'`), "'"},
		{regexp.MustCompile(`[\[\]]`), ""},
	}
)

// respelt gives a text as the helper leaves it, and whether it would do so rightly.
func respelt(text string) (string, bool) {
	for _, q := range inQuotes.FindAllString(text, -1) {
		if strings.ContainsAny(q, "[]") {
			return text, false
		}
	}
	for _, s := range respellings {
		text = s.re.ReplaceAllString(text, s.with)
	}
	return text, true
}
