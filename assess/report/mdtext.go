package report

import (
	"fmt"
	"strings"
	"unicode"
)

// mdText writes text into Markdown as nothing but text: what could be markup is written as character references, which
// CommonMark never takes for structure, and a mention of a user or an issue is broken apart.
func mdText(s string) string {
	var b strings.Builder
	for _, r := range s {
		switch {
		case r == '\n' || r == '\r' || r == '\t':
			b.WriteByte(' ')
		case r == '@':
			b.WriteString("@<!-- -->")
		case r == '#':
			b.WriteString("#<!-- -->")
		case strings.ContainsRune("\\`*_{}[]<>()!|~&$:", r):
			fmt.Fprintf(&b, "&#%d;", r)
		case unicode.IsControl(r):
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

// mdCode writes a name as a code span, also inside a table.
func mdCode(s string) string {
	s = strings.Map(func(r rune) rune {
		if r == '\n' || r == '\r' || r == '\t' {
			return ' '
		}
		if unicode.IsControl(r) {
			return -1
		}
		return r
	}, s)
	s = strings.ReplaceAll(s, "|", `\|`)
	if s == "" {
		s = " "
	}
	fence := strings.Repeat("`", longestRun(s)+1)
	if strings.HasPrefix(s, "`") || strings.HasSuffix(s, "`") {
		s = " " + s + " "
	}
	return fence + s + fence
}

// mdFence writes code as a fenced block.
func mdFence(code, lang string) string {
	fence := strings.Repeat("`", max(3, longestRun(code)+1))
	return fence + lang + "\n" + strings.TrimRight(code, "\n") + "\n" + fence
}

// longestRun is the length of the longest run of backticks.
func longestRun(s string) int {
	n, best := 0, 0
	for i := 0; i < len(s); i++ {
		if s[i] == '`' {
			n++
			best = max(best, n)
		} else {
			n = 0
		}
	}
	return best
}

// mdLink writes a link with a code span as its text.
func mdLink(text, url string) string { return "[" + mdCode(text) + "](" + url + ")" }
