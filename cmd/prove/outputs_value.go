package main

import (
	"math"
	"math/big"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

// difference tells how the rows that came differ from those stored, "" where they do not.
func difference(want []resultSet, got []resultSet, ordered bool) string {
	if len(want) == 0 && len(got) == 1 && len(got[0].rows) == 0 {
		return "" // a function gives a result always
	}
	if len(want) != len(got) {
		return "stored " + strconv.Itoa(len(want)) + " results, got " + strconv.Itoa(len(got))
	}
	for i := range want {
		a, b := canonical(want[i], want[i].types), canonical(got[i], want[i].types)
		if !ordered {
			slices.Sort(a)
			slices.Sort(b)
		}
		if len(a) != len(b) {
			return "stored " + strconv.Itoa(len(a)) + " rows, got " + strconv.Itoa(len(b))
		}
		for k := range a {
			if a[k] != b[k] && a[k] != codePage(b[k]) {
				return "stored " + a[k] + " | got " + b[k]
			}
		}
	}
	return ""
}

func canonical(r resultSet, types []string) []string {
	var out []string
	for _, row := range r.rows {
		vals := make([]string, len(row))
		for i, v := range row {
			t := ""
			if i < len(types) {
				t = types[i]
			}
			vals[i] = canonicalValue(v, t)
		}
		out = append(out, strings.Join(vals, "#!#"))
	}
	return out
}

var zeroes = regexp.MustCompile(`(\.\d*?)0+($|[ +-])`)

// canonicalValue writes a value so that the two servers' ways of printing it compare.
func canonicalValue(v, typ string) string {
	if v == "<NULL>" {
		return v
	}
	switch typ {
	case "bit":
		return map[string]string{"t": "1", "f": "0", "true": "1", "false": "0"}[v] + map[string]string{"0": "0", "1": "1"}[v]
	case "numeric", "decimal", "money", "smallmoney":
		if r, ok := new(big.Rat).SetString(v); ok {
			return r.FloatString(12)
		}
	case "float", "real":
		f, err := strconv.ParseFloat(v, 64)
		if err == nil && !math.IsNaN(f) {
			digits := 13
			if typ == "real" {
				digits = 6
			}
			return strconv.FormatFloat(f, 'g', digits, 64)
		}
	case "binary", "varbinary", "image", "timestamp", "rowversion":
		return strings.ToUpper(strings.TrimPrefix(v, `\x`))
	case "uniqueidentifier":
		return strings.ToUpper(v)
	case "datetime", "smalldatetime", "datetime2", "time":
		v = zeroes.ReplaceAllString(v, "$1$2")
		if dot := strings.IndexByte(v, '.'); dot >= 0 && len(v) > dot+7 { // past six digits
			v = v[:dot+7]
		}
		return strings.TrimSuffix(v, ".")
	case "datetimeoffset":
		for _, layout := range []string{"2006-01-02 15:04:05.999999999 -07:00", "2006-01-02 15:04:05.999999999-07"} {
			if t, err := time.Parse(layout, v); err == nil {
				return t.UTC().Truncate(time.Microsecond).Format(time.RFC3339Nano)
			}
		}
	}
	return strings.TrimRight(strings.ReplaceAll(v, "<newline>", "\n"), " ")
}

// codePage writes the characters that the code page of a varchar does not have as that server stores them.
func codePage(s string) string {
	return strings.Map(func(r rune) rune {
		if r > 0xff && r != '€' {
			return '?'
		}
		return r
	}, s)
}
