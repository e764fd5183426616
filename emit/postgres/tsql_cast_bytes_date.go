package postgres

import (
	"encoding/hex"
	"time"

	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/ir/diag"
)

// bytesToDatetime reads the bytes that SQL Server stores a date or a time as: the tools that write data as scripts have them, as
// CAST(0x0000A34301804F98 AS DateTime). What is no constant is refused: few do it, and PostgreSQL stores other bytes.
func (c *conversion) bytesToDatetime(name string, cls class) val {
	if digits, ok := hexConstant(c.v.s); ok {
		if b, err := hex.DecodeString(digits); err == nil {
			if t, ok := storedDatetime(b, c.to); ok {
				if c.to.Kind == ir.TTime {
					return atom("time "+quoteLiteral(c.rounded(t).Format("15:04:05.999999")), cTime)
				}
				return c.dateConst(t)
			}
		}
	}
	c.p.find(diag.TSQLFunction, c.e.Sp, "bytes become a %s as SQL Server stores it, which PostgreSQL does not", c.to.Spelled)
	return atom("NULL", cLit).cast(name, cls)
}

// storedDatetime reads the stored form of a type. datetime: days from 1900-01-01 and three-hundredths of a second, the highest
// byte first; smalldatetime: days and minutes. The newer types begin with their digits of a second but for date, have the time of
// day in units of these, the days from 0001-01-01 in three bytes, and an offset in minutes, all with the lowest byte first.
func storedDatetime(b []byte, to *ir.Type) (time.Time, bool) {
	switch to.Kind {
	case ir.TDateTime:
		old := time.Date(1900, 1, 1, 0, 0, 0, 0, time.UTC)
		switch {
		case to.Scale == 0 && len(b) == 4:
			return old.AddDate(0, 0, int(b[0])<<8|int(b[1])).Add(time.Duration(int(b[2])<<8|int(b[3])) * time.Minute), true
		case to.Scale > 0 && len(b) == 8:
			days, ticks := int32(storedNumber(b[:4], true)), storedNumber(b[4:], true)
			return old.AddDate(0, 0, int(days)).Add(time.Duration(ticks) * time.Second / 300), ticks < 300*86400
		}
	case ir.TDate:
		if len(b) == 3 {
			return storedDay(b)
		}
	case ir.TTime:
		return storedTime(b, 0)
	case ir.TTimestamp:
		return storedTime(b, 3)
	case ir.TTimestampTZ:
		return storedTime(b, 5) // the time is that of UTC, whatever the offset behind it says
	}
	return time.Time{}, false
}

// storedTime reads the time of day, and the date in front of the last bytes.
func storedTime(b []byte, tail int) (time.Time, bool) {
	if len(b) == 0 || b[0] > 7 {
		return time.Time{}, false
	}
	size := map[byte]int{0: 3, 1: 3, 2: 3, 3: 4, 4: 4, 5: 5, 6: 5, 7: 5}[b[0]]
	if len(b) != 1+size+tail {
		return time.Time{}, false
	}
	unit := time.Second
	for range b[0] {
		unit /= 10
	}
	day, ok := time.Date(1900, 1, 1, 0, 0, 0, 0, time.UTC), true
	if tail > 0 {
		day, ok = storedDay(b[1+size : 4+size])
	}
	n := storedNumber(b[1:1+size], false)
	return day.Add(time.Duration(n) * unit), ok && n < uint64(24*time.Hour/unit)
}

func storedDay(b []byte) (time.Time, bool) {
	n := storedNumber(b, false)
	return time.Date(1, 1, 1+int(n), 0, 0, 0, 0, time.UTC), n <= 3652058 // 9999-12-31
}

// storedNumber reads whole bytes, the highest or the lowest first.
func storedNumber(b []byte, highest bool) (n uint64) {
	for i := range b {
		k := b[i]
		if !highest {
			k = b[len(b)-1-i]
		}
		n = n<<8 | uint64(k)
	}
	return n
}
