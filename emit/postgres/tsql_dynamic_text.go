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
		mark string // in lower case: a text without it is not searched
		re   *regexp.Regexp
		with string
	}{
		{"nolock", regexp.MustCompile(`(?i)(\bWITH\s*)?\(\s*NOLOCK\s*\)`), " "},
		{"isnull", regexp.MustCompile(`(?i)\bISNULL\s*\(`), "coalesce("},
		{"getdate", regexp.MustCompile(`(?i)\bGETDATE\s*\(\s*\)`), "localtimestamp"},
		{"n'", regexp.MustCompile(`(?i)\bN'`), "'"},
	}
	changeOfAlias = regexp.MustCompile(`(?i)\bDELETE\s+[\w.#\[\]]+\s+FROM\b`)
	brackets      = strings.NewReplacer("[", "", "]", "")
)

// respelt gives a text as the helper leaves it, and whether it would do so rightly.
func respelt(text string) (string, bool) {
	if strings.ContainsAny(text, "[]") {
		for _, q := range inQuotes.FindAllString(text, -1) {
			if strings.ContainsAny(q, "[]") {
				return text, false
			}
		}
	}
	lower := strings.ToLower(text)
	for _, s := range respellings {
		if strings.Contains(lower, s.mark) {
			text = s.re.ReplaceAllString(text, s.with)
		}
	}
	return brackets.Replace(text), true
}
