package postgres

import (
	"unicode/utf16"
	"unicode/utf8"
)

func decodeRune(s string) (rune, int) { return utf8.DecodeRuneInString(s) }

func encode16(r rune) []uint16 { return utf16.Encode([]rune{r}) }

func decode16(u []uint16) []rune { return utf16.Decode(u) }
