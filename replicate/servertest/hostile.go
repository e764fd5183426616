package servertest

import (
	"math/rand/v2"
	"strings"
)

// pieces are what hostile names and values are made of: all that ends, opens or escapes something in SQL, COPY, LOAD DATA or HTML.
var pieces = []string{`'`, `''`, `"`, `""`, "`", "``", `\`, `\\`, `\'`, `\N`, `\.`, `%`, `%s`, `_`, `$1`, `$$`, `?`, `:x`, `;`, `--`, `/*`, `*/`, `#`, ` `, "\t", "\n", "\r",
	"é", "😀", "Ω", "\u202e", "select", "Table", "user", "null", "N", ",", "(", ")", "{", "}", "|", ".", "0", "1:", "<b>", "&amp;", "\x01", "\x1a", "\x7f"}

// Hostile is a text of n pieces that are made to break quoting.
func Hostile(rnd *rand.Rand, n int) string {
	var s strings.Builder
	for range n {
		s.WriteString(pieces[rnd.IntN(len(pieces))])
	}
	return s.String()
}

// HostileName is a name that both engines take: MariaDB has no blank at the end, nor characters outside of the BMP.
func HostileName(rnd *rand.Rand, prefix string) string {
	return prefix + strings.NewReplacer("😀", "x", "\x01", "y", "\x1a", "z", "\x7f", "w").Replace(Hostile(rnd, 4)) + "."
}
