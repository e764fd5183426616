package dms

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strconv"
	"strings"
)

// operators are those of a filter as people write them.
var operators = []struct {
	re *regexp.Regexp
	op string
}{
	{regexp.MustCompile(`(?i)^IS\s+NULL$`), "null"},
	{regexp.MustCompile(`(?i)^IS\s+NOT\s+NULL$`), "notnull"},
	{regexp.MustCompile(`(?i)^NOT\s+BETWEEN\s+(.+?)\s+AND\s+(.+)$`), "notbetween"},
	{regexp.MustCompile(`(?i)^BETWEEN\s+(.+?)\s+AND\s+(.+)$`), "between"},
	{regexp.MustCompile(`^>=\s*(.+)$`), "gte"},
	{regexp.MustCompile(`^<=\s*(.+)$`), "lte"},
	{regexp.MustCompile(`^(?:<>|!=)\s*(.+)$`), "noteq"},
	{regexp.MustCompile(`^=\s*(.+)$`), "eq"},
}

var filterHead = regexp.MustCompile(`^([^:]+):\s*("[^"]+"|[^\s<>=!]+)\s*(.+)$`)

// ParseFilter reads "HR.EMPLOYEES:HIRE_DATE >= 2020-01-01". Alternatives for the same column are joined by |, as in
// "T:REGION = EU | = UK". DMS has no strict comparison, no LIKE and no IN.
func ParseFilter(s string) (RowFilter, error) {
	m := filterHead.FindStringSubmatch(strings.TrimSpace(s))
	if m == nil {
		return RowFilter{}, errors.New("write TABLE:COLUMN OPERATOR VALUE, as in HR.EMPLOYEES:HIRE_DATE >= 2020-01-01")
	}
	f := RowFilter{Table: strings.TrimSpace(m[1]), Column: strings.Trim(m[2], `"`)}
	for _, part := range strings.Split(m[3], "|") {
		c, err := parseCondition(strings.TrimSpace(part))
		if err != nil {
			return f, err
		}
		f.Conditions = append(f.Conditions, c)
	}
	return f, nil
}

func parseCondition(s string) (Condition, error) {
	for _, o := range operators {
		v := o.re.FindStringSubmatch(s)
		if v == nil {
			continue
		}
		c := Condition{Operator: o.op}
		switch len(v) {
		case 2:
			c.Value = unquote(v[1])
		case 3:
			c.Start, c.End = unquote(v[1]), unquote(v[2])
		}
		return c, nil
	}
	return Condition{}, fmt.Errorf("%q: write =, <>, >=, <=, BETWEEN a AND b, NOT BETWEEN a AND b, IS NULL or IS NOT NULL; DMS has no other", s)
}

func unquote(s string) string {
	s = strings.TrimSpace(s)
	if len(s) > 1 && s[0] == '\'' && s[len(s)-1] == '\'' {
		return strings.ReplaceAll(s[1:len(s)-1], "''", "'")
	}
	return s
}

// ReadStats reads measured sizes: CSV with a heading, of schema, table, rows, min_key, max_key and max_lob_kb; the last
// four may be missing or empty.
func ReadStats(name string, r io.Reader) (map[string]Stats, error) {
	c := csv.NewReader(r)
	c.FieldsPerRecord = -1
	c.TrimLeadingSpace = true
	head, err := c.Read()
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	at := map[string]int{}
	for i, h := range head {
		at[strings.ToLower(strings.TrimSpace(h))] = i
	}
	for _, need := range []string{"schema", "table"} {
		if _, ok := at[need]; !ok {
			return nil, fmt.Errorf("%s: line 1: the heading has no %s; write schema,table,rows,min_key,max_key,max_lob_kb", name, need)
		}
	}
	out := map[string]Stats{}
	for {
		row, err := c.Read()
		if err == io.EOF {
			return out, nil
		}
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		line, _ := c.FieldPos(0)
		st := Stats{MaxLobKB: -1}
		var has [4]bool
		for i, f := range []struct {
			name string
			to   *int64
		}{{"rows", &st.Rows}, {"min_key", &st.MinKey}, {"max_key", &st.MaxKey}, {"max_lob_kb", &st.MaxLobKB}} {
			j, ok := at[f.name]
			if !ok || j >= len(row) || strings.TrimSpace(row[j]) == "" {
				continue
			}
			if *f.to, err = strconv.ParseInt(strings.TrimSpace(row[j]), 10, 64); err != nil {
				return nil, fmt.Errorf("%s: line %d: %s is %q, not a whole number", name, line, f.name, row[j])
			}
			has[i] = true
		}
		st.HasKeys = has[1] && has[2]
		out[field(row, at["schema"])+"."+field(row, at["table"])] = st
	}
}

func field(row []string, i int) string {
	if i < len(row) {
		return strings.TrimSpace(row[i])
	}
	return ""
}
