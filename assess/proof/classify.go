package proof

import (
	"regexp"
	"strings"
)

// classify joins the messages of a body's runs, and tells errors from what plpgsql_check
// merely could not know.
func (v *verifier) classify(b *body, runs [][]Message) []Message {
	var all []Message
	count := map[Message]int{}
	for _, run := range runs {
		for _, m := range run {
			if count[m]++; count[m] == 1 {
				all = append(all, m)
			}
		}
	}
	src := strings.ToLower(b.source.Source)
	for i := range all {
		m := &all[i]
		if m.Level != Error {
			continue
		}
		if why := doubt(m, b, src, count[*m] < len(runs)); why != "" {
			m.Level = Unproved
			m.Text += " - " + why
		}
	}
	return all
}

var recordName = regexp.MustCompile(`record "([^"]+)" is not assigned yet`)

// doubt says why an error of plpgsql_check may be none when the body runs; "" when there is
// no doubt. some tells that only some of the triggers that use the body show it.
func doubt(m *Message, b *body, src string, some bool) string {
	switch {
	case m.DueTo != "":
		return ""
	case m.SQLState == "55000":
		n := recordName.FindStringSubmatch(m.Text)
		if n != nil && assigns(src, strings.ToLower(n[1])) {
			return "it is assigned, but its structure is known only when the body runs"
		}
	case b.polymorphic:
		return "the body was checked with integer for its polymorphic types"
	case some && (strings.Contains(src, "tg_table_name") || strings.Contains(src, "tg_relname") || strings.Contains(src, "tg_relid")):
		return "the body is used by triggers on several tables and tells them apart when it runs"
	case m.SQLState == undefinedTable && createsAtRunTime(src, m.Text):
		return "the body makes the table itself"
	case m.SQLState == "3F000" && strings.Contains(src, "create schema"):
		return "the body makes the schema itself"
	case columnStates[m.SQLState] && changesColumns.MatchString(src):
		return "the body changes the columns of a table itself"
	case m.SQLState == undefinedTable && strings.Contains(src, "search_path"):
		return "the body sets search_path itself"
	case m.SQLState == "22012":
		return "if the statement is meant to fail so, all is well"
	case strings.HasPrefix(m.SQLState, "XX"):
		return "the checker itself failed"
	}
	return ""
}

// columnStates are those of a column that is not there, or of another type.
var columnStates = map[string]bool{"42703": true, "42804": true, "42883": true}

var changesColumns = regexp.MustCompile(`\balter\s+table\s[^;]*\b(add\s+column|rename\s+column|alter\s+column\s+\S+\s+type)\b`)

// assigns tells whether a body (in lower case) gives the record a value somewhere.
func assigns(src, name string) bool {
	q := regexp.QuoteMeta(name)
	return regexp.MustCompile(`(into\s+(strict\s+)?|for\s+)"?` + q + `\b|\b` + q + `"?\s*:?=`).MatchString(src)
}

// createsAtRunTime tells whether the body has a CREATE of the table that a message names,
// possibly within a string.
func createsAtRunTime(src, msg string) bool {
	q := quotedName.FindStringSubmatch(msg)
	if q == nil {
		return false
	}
	name := q[1][strings.LastIndexByte(q[1], '.')+1:]
	return regexp.MustCompile(`create\s[^;]*\b` + regexp.QuoteMeta(strings.ToLower(name)) + `\b`).MatchString(src)
}
