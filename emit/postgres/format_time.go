package postgres

import "strings"

// timeSpanElements are the elements of .NET's custom formats for a time of day, longest first; hours count to 24.
var timeSpanElements = []struct{ net, pg string }{{"hh", "HH24"}, {"h", "FMHH24"}, {"mm", "MI"}, {"m", "FMMI"}, {"ss", "SS"}, {"s", "FMSS"},
	{"fffffff", `FF6"0"`}, {"ffffff", "FF6"}, {"fffff", "FF5"}, {"ffff", "FF4"}, {"fff", "FF3"}, {"ff", "FF2"}, {"f", "FF1"}}

// formatTime writes FORMAT of a time. Its format is that of a TimeSpan: colons and points must be escaped, and where anything else stands
// unescaped the result is NULL ("FORMAT", Remarks).
func (p *printer) formatTime(v val, f string) (val, bool) {
	if f == "c" || f == "t" || f == "T" || f == "g" || f == "G" {
		return v, false
	}
	var b strings.Builder
	for i := 0; i < len(f); {
		if lit, n := netLiteral(f[i:]); n > 0 {
			b.WriteString(lit)
			i += n
			continue
		}
		n := 0
		for _, el := range timeSpanElements {
			if strings.HasPrefix(f[i:], el.net) {
				b.WriteString(el.pg)
				n = len(el.net)
				break
			}
		}
		if n == 0 || len(f) == 1 {
			return atom("NULL::text", cText), true
		}
		i += n
	}
	stamp := val{"date '1900-01-01' + " + v.at(precAdd+1), precAdd, cTS}
	return atom("to_char("+stamp.s+", "+quoteLiteral(b.String())+")", cText), true
}
