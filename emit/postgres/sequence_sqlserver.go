package postgres

import (
	"math/big"
	"strings"

	"github.com/crosswalk-db/crosswalk/ir"
)

// sequenceRange is the range of a sequence's type in SQL Server, and the type it has in PostgreSQL.
type sequenceRange struct{ min, max, pg string }

// rangeOfSequence gives the range by the type; bigint is the default (Transact-SQL reference, CREATE SEQUENCE).
func rangeOfSequence(t *ir.Type) sequenceRange {
	b := t.Base()
	switch {
	case b.Kind == ir.TInt && b.Bits == 8:
		return sequenceRange{"0", "255", "smallint"}
	case b.Kind == ir.TInt && b.Bits == 16:
		return sequenceRange{"-32768", "32767", "smallint"}
	case b.Kind == ir.TInt && b.Bits == 32:
		return sequenceRange{"-2147483648", "2147483647", "integer"}
	case b.Kind == ir.TDecimal && b.Prec > 0 && b.Prec < 19:
		nines := strings.Repeat("9", b.Prec)
		return sequenceRange{"-" + nines, nines, "bigint"}
	}
	return sequenceRange{minBigint.String(), maxBigint.String(), "bigint"}
}

// sqlServerSequence writes the options of a sequence or identity. SQL Server's begin at the type's smallest value (a
// descending one at its largest) unless START is given, and may count through all of the type's range; PostgreSQL's begin
// at 1 and stay on one side of zero.
func sqlServerSequence(o *ir.SequenceOptions, r sequenceRange) string {
	down := strings.HasPrefix(strings.TrimSpace(o.Increment), "-")
	low, high := fittedOr(o.Min, r.min), fittedOr(o.Max, r.max)
	start := fittedOr(o.Start, low)
	usual := "1"
	if down {
		start = fittedOr(o.Start, high)
		usual = "-1"
	}
	var b strings.Builder
	if start != usual {
		b.WriteString(" START WITH " + start)
	}
	if n := fitted(o.Increment); n != "" && n != "1" {
		b.WriteString(" INCREMENT BY " + n)
	}
	// The default is 1 for an ascending sequence, and the type's own limit for a descending one; likewise above.
	if low != "1" && !down && (o.Min != "" || o.Cycle || less(start, "1")) || down && o.Min != "" || down && r.pg == "smallint" && low == "0" {
		b.WriteString(" MINVALUE " + low)
	}
	if high != "-1" && down && (o.Max != "" || o.Cycle || less("-1", start)) || !down && (o.Max != "" && high != limitOf(r.pg)) || !down && high == "255" {
		b.WriteString(" MAXVALUE " + high)
	}
	if o.Cycle {
		b.WriteString(" CYCLE")
	}
	return b.String()
}

func limitOf(pg string) string {
	switch pg {
	case "smallint":
		return "32767"
	case "integer":
		return "2147483647"
	}
	return maxBigint.String()
}

func fittedOr(s, other string) string {
	if n := fitted(s); n != "" {
		return n
	}
	return other
}

func less(a, b string) bool {
	x, ok1 := new(big.Int).SetString(a, 10)
	y, ok2 := new(big.Int).SetString(b, 10)
	return ok1 && ok2 && x.Cmp(y) < 0
}
