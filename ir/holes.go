package ir

import (
	"strconv"
	"strings"
)

// A text of PL/SQL may be put together of constants and values. To parse it, each value is held by what stands for it: a
// bind variable, or a character of the private use area where the value stands in quotes.

// NumberHole is the n-th value of a text, outside quotes.
func NumberHole(n int) string { return ":crosswalk_hole_" + strconv.Itoa(n) + "_" }

// HoldsValue tells the bind variable that holds a value of a text.
func HoldsValue(b *Bind) bool { return strings.HasPrefix(b.Name.Text, "crosswalk_hole_") }

// QuotedHole is the n-th value of a text, inside quotes.
func QuotedHole(n int) string { return string(rune(0xE100 + n)) }

// Operands takes a concatenation apart, whatever parentheses are in it.
func Operands(e Expr) []Expr {
	switch x := e.(type) {
	case *Paren:
		return Operands(x.X)
	case *Cast:
		if x.Implicit {
			return Operands(x.X)
		}
	case *Binary:
		if x.Op == OpConcat {
			return append(Operands(x.L), Operands(x.R)...)
		}
	}
	return []Expr{e}
}
