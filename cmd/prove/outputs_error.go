package main

import (
	"errors"
	"regexp"
	"strings"

	"github.com/jackc/pgx/v5/pgconn"
)

// errorCause is a reason for which a statement fails, as both servers tell it: by the text of a stored message, by the SQLSTATE here.
type errorCause struct {
	name    string
	message *regexp.Regexp // of the stored message
	state   *regexp.Regexp // of the error that came
}

// errorCauses are asked in order, the first that fits a message is its cause. What cannot be told apart across the servers (text that
// is no date, a date out of range) is one cause.
var errorCauses = []errorCause{
	{"division by zero", regexp.MustCompile(`(?i)division by zero|divide by zero`), regexp.MustCompile(`^22012$`)},
	{"duplicate key", regexp.MustCompile(`(?i)duplicate key|violates unique`), regexp.MustCompile(`^23505$`)},
	{"null", regexp.MustCompile(`(?i)not-null|cannot insert the value null|does not allow null`), regexp.MustCompile(`^23502$`)},
	{"constraint", regexp.MustCompile(`(?i)violates (check|foreign key)|conflicted with the`), regexp.MustCompile(`^(23503|23514)$`)},
	{"generated column", regexp.MustCompile(`(?i)non-DEFAULT value|cannot (insert|update).*(timestamp|identity|computed|generated)|can only be updated to DEFAULT`), regexp.MustCompile(`^428C9$`)},
	{"truncation", regexp.MustCompile(`(?i)value too long|would be truncated`), regexp.MustCompile(`^22001$`)},
	{"one row", regexp.MustCompile(`(?i)more than one row|more than 1 value`), regexp.MustCompile(`^21000$`)},
	{"name", regexp.MustCompile(`(?i)does not exist|could not find|missing FROM-clause|cannot find|was not supplied|is not a parameter|too many arguments`), regexp.MustCompile(`^(42|3F|MS00)|^0A000$`)},
	{"transaction", regexp.MustCompile(`(?i)transaction`), regexp.MustCompile(`^(25|2D|3B|40|MS|P0001)`)},
	{"recursion", regexp.MustCompile(`(?i)recursion|nest(ing|ed) level|stack depth`), regexp.MustCompile(`^(54001|MS|P0001)`)},
	{"value", regexp.MustCompile(`(?i)invalid|out of range|overflow|conver|cast|coerc|not valid|precision|scale|size|length|argument|format|malformed|must|negative|complex|infinite`),
		regexp.MustCompile(`^(22|23514|42804|42846|42883|42P18)`)},
}

// sameCause tells whether an error that came fails for the reason of the one that is stored: the same text, which is what RAISERROR and
// THROW give, or the same cause.
func sameCause(stored string, err error) bool {
	var pe *pgconn.PgError
	if !errors.As(err, &pe) {
		return false
	}
	if plainMessage(stored) == plainMessage(pe.Message) {
		return true
	}
	for _, c := range errorCauses {
		if c.message.MatchString(stored) {
			return c.state.MatchString(pe.Code)
		}
	}
	return false
}

func plainMessage(s string) string { return strings.ToLower(strings.Trim(oneLine(s), ". ")) }
