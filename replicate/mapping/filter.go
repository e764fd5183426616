package mapping

import (
	"strconv"
	"strings"

	"github.com/crosswalk-db/crosswalk/replicate/value"
)

// conditionClass sorts the operators as the guide's NULL rules do.
type conditionClass uint8

const (
	positive conditionClass = iota
	negative
	nullness
)

func (c Condition) class() conditionClass {
	switch c.Op {
	case NotEq, NotBetween, NotNull:
		return negative
	case IsNull:
		return nullness
	}
	return positive
}

// RowFilter selects rows of one table. Its parts are joined by AND.
//
// DMS looks at a row when it is loaded and when it is changed; it does not look again when an update moves a row across
// the filter. So filters belong on columns that do not change.
type RowFilter struct {
	RuleID uint64
	parts  []boundFilter
}

// boundFilter is a filter on a known column; its conditions are joined by OR.
type boundFilter struct {
	column  int
	col     *Column
	conds   []boundCondition
	nothing bool // negative conditions with null and no positive one: replicates nothing
}

type boundCondition struct {
	Condition
	value, start, end operand
}

// filterError says why a filter cannot be used.
type filterError struct{ msg, fix string }

// bindFilter prepares a filter, with DMS's rules for NULL:
//   - a negative condition does not let NULL through, which SQL does not either;
//   - with positive and negative conditions, a null condition is without effect;
//   - with negative conditions only, a null condition makes the filter replicate nothing.
func bindFilter(f *Filter, at int, col *Column) (boundFilter, *filterError) {
	b := boundFilter{column: at, col: col}
	if col.Type.IsLOB() {
		return b, &filterError{"the column is a LOB (" + col.Type.String() + ")", "filter on a column that is not a LOB"}
	}
	if col.Type.Name == TBytes {
		return b, &filterError{"values of a binary column cannot be written in a filter", "filter on another column"}
	}
	var pos, neg bool
	for _, c := range f.Conditions {
		pos, neg = pos || c.class() == positive, neg || c.class() == negative
	}
	for _, c := range f.Conditions {
		if c.Op == IsNull && neg {
			b.nothing = b.nothing || !pos
			continue
		}
		bc := boundCondition{Condition: c}
		for _, v := range []struct {
			text string
			op   *operand
		}{{c.Value, &bc.value}, {c.Start, &bc.start}, {c.End, &bc.end}} {
			if c.Op == IsNull || c.Op == NotNull || v.text == "" && !usesText(c.Op, v.op == &bc.value) {
				continue
			}
			op, err := parseOperand(v.text, col)
			if err != nil {
				return b, err
			}
			*v.op = op
		}
		b.conds = append(b.conds, bc)
	}
	return b, nil
}

// usesText tells whether an operator reads the one value (or, of false, the pair).
func usesText(op FilterOp, single bool) bool { return (op != Between && op != NotBetween) == single }

// Match tells whether a row passes. A column that the change did not carry passes: a change must not be lost because
// the log left out a value. A nil filter lets every row pass.
func (f *RowFilter) Match(row []value.Value) bool {
	if f == nil {
		return true
	}
	for i := range f.parts {
		if !f.parts[i].match(row) {
			return false
		}
	}
	return true
}

// Columns are the indexes of the source columns that the filter reads.
func (f *RowFilter) Columns() []int {
	if f == nil {
		return nil
	}
	var out []int
	for i := range f.parts {
		out = append(out, f.parts[i].column)
	}
	return out
}

func (b *boundFilter) match(row []value.Value) bool {
	if b.nothing {
		return false
	}
	v := row[b.column]
	if v.Kind() == value.Missing {
		return true
	}
	for i := range b.conds {
		if b.conds[i].match(v, b.col) {
			return true
		}
	}
	return false
}

func (c *boundCondition) match(v value.Value, col *Column) bool {
	if v.IsNull() {
		return c.Op == IsNull
	}
	switch c.Op {
	case IsNull:
		return false
	case NotNull:
		return true
	case Between, NotBetween:
		in := c.start.compare(v, col) >= 0 && c.end.compare(v, col) <= 0
		return in == (c.Op == Between)
	}
	d := c.value.compare(v, col)
	switch c.Op {
	case Eq:
		return d == 0
	case NotEq:
		return d != 0
	case Gte:
		return d >= 0
	default:
		return d <= 0
	}
}

// operand is a value of a filter, read as the column's type.
type operand struct {
	text string // as it is compared: folded, padded or normalised
	raw  string // as written
	num  decimal
	kind operandKind
}

type operandKind uint8

const (
	operandText operandKind = iota
	operandNumber
	operandMoment
	operandBool
)

// parseOperand reads a value of a filter. The guide says that comparison follows SQLite, and gives two formats for dates
// and timestamps. A timestamp column compared with a date alone would, as SQLite's text, differ from what the source's
// own SQL gives for the load; so moments are compared as moments, on both ways alike.
func parseOperand(text string, col *Column) (operand, *filterError) {
	o := operand{raw: text, text: text}
	switch t := col.Type; {
	case t.IsNumber():
		d, ok := parseDecimal(text)
		if !ok {
			return o, &filterError{quoted(text) + " is not a number, and the column is " + t.String(), "write digits, as in 100 or -2.5"}
		}
		o.kind, o.num = operandNumber, d
	case t.Name == TBoolean:
		b, ok := parseBool(text)
		if !ok {
			return o, &filterError{quoted(text) + " is not a truth value", "write true or false"}
		}
		o.kind, o.text = operandBool, strconv.FormatBool(b)
	case t.IsTemporal():
		m, ok := normalMoment(text, t.Name)
		if !ok {
			return o, &filterError{quoted(text) + " is not a " + string(t.Name), "write YYYY-MM-DD, or YYYY-MM-DD HH:MM:SS.SSS"}
		}
		o.kind, o.text = operandMoment, m
	default:
		o.text = collate(text, col)
	}
	return o, nil
}

func parseBool(s string) (bool, bool) {
	switch strings.ToLower(s) {
	case "true", "t", "1", "y", "yes":
		return true, true
	case "false", "f", "0", "n", "no":
		return false, true
	}
	return false, false
}

// collate makes text comparable as the source compares it.
func collate(s string, col *Column) string {
	if col.PadSpace {
		s = strings.TrimRight(s, " ")
	}
	if col.FoldCase {
		s = strings.ToUpper(s)
	}
	return s
}

// compare gives the order of v and the operand: below zero when v is less.
func (o *operand) compare(v value.Value, col *Column) int {
	switch o.kind {
	case operandNumber:
		if d, ok := decimalOf(v); ok {
			return d.compare(o.num)
		}
	case operandBool:
		b := v.Kind() == value.Bool && v.Bool()
		if v.Kind() != value.Bool {
			b, _ = parseBool(v.String())
		}
		return strings.Compare(strconv.FormatBool(b), o.text)
	case operandMoment:
		if m, ok := normalMoment(v.String(), col.Type.Name); ok {
			return strings.Compare(m, o.text)
		}
	}
	return strings.Compare(collate(v.String(), col), o.text)
}
