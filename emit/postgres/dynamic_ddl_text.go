package postgres

import (
	"regexp"
	"strings"
)

// How a DDL command in a dynamic text is spelt in PostgreSQL. "\x00" stands for a value in it, and each of them is kept.

// ddlText rewrites such a text.
func ddlText(s string) string {
	switch {
	case alterTableHead.MatchString(s):
		return alterTableText(s)
	case createIndexHead.MatchString(s):
		return withoutStorage(createIndexHead.ReplaceAllString(s, "CREATE ${1}INDEX "), false)
	case createTableHead.MatchString(s):
		return withoutStorage(s, true)
	case sequenceHead.MatchString(s):
		for _, w := range sequenceWords {
			s = w.re.ReplaceAllString(s, w.pg)
		}
	case renameHead.MatchString(s):
		return renameHead.ReplaceAllString(s, "ALTER TABLE $1 RENAME TO ")
	case deleteHead.MatchString(s) && !deleteFrom.MatchString(s):
		return deleteHead.ReplaceAllString(s, "DELETE FROM ")
	}
	return s
}

var (
	alterTableHead  = regexp.MustCompile(`(?is)^\s*alter\s+table\s`)
	createIndexHead = regexp.MustCompile(`(?is)^\s*create\s+(?:(unique\s+)|bitmap\s+)?index\s+(?:[\w$#]+\.|"[^"]+"\.)?`)
	createTableHead = regexp.MustCompile(`(?is)^\s*create\s+(?:global\s+temporary\s+)?table\s`)
	sequenceHead    = regexp.MustCompile(`(?is)^\s*(?:create|alter)\s+sequence\s`)
	renameHead      = regexp.MustCompile(`(?is)^\s*rename\s+(` + textName + `)\s+to\s+`)
	deleteHead      = regexp.MustCompile(`(?is)^\s*delete\s+`)
	deleteFrom      = regexp.MustCompile(`(?is)^\s*delete\s+(?:/\*[^*]*\*/\s*)?from\s`)
)

// sequenceWords are the options of a sequence that PostgreSQL has in two words, in another way or not at all.
var sequenceWords = []struct {
	re *regexp.Regexp
	pg string
}{
	{regexp.MustCompile(`(?i)\bnomaxvalue\b`), "NO MAXVALUE"},
	{regexp.MustCompile(`(?i)\bnominvalue\b`), "NO MINVALUE"},
	{regexp.MustCompile(`(?i)\bnocycle\b`), "NO CYCLE"},
	{regexp.MustCompile(`(?i)\bnocache\b`), "CACHE 1"},
	{regexp.MustCompile(`(?i)\s+(?:no)?(?:order|keep|scale)\b`), ""},
}

var (
	allTriggers   = regexp.MustCompile(`(?is)\b(enable|disable)\s+all\s+triggers\b`)
	modifyNull    = regexp.MustCompile(`(?is)^(\s*alter\s+table\s+` + textName + `\s+)modify\s*\(?\s*(` + textName + `)\s+(not\s+null|null)\s*\)?\s*$`)
	modifyType    = regexp.MustCompile(`(?is)^(\s*alter\s+table\s+` + textName + `\s+)modify\s*\(?\s*([\w$#"\x00]+)\s+((?:n?varchar2?|number|n?char|raw|timestamp|float|integer)\s*(?:\([^()]*\))?)\s*\)?\s*$`)
	modifyDefault = regexp.MustCompile(`(?is)^(\s*alter\s+table\s+` + textName + `\s+)modify\s*\(?\s*([\w$#"\x00]+)\s+default\s+(null|-?\d+|'[^']*')\s*\)?\s*$`)
	addList       = regexp.MustCompile(`(?is)^(\s*alter\s+table\s+` + textName + `\s+)add\s*\((.*)\)\s*$`)
	addConstraint = regexp.MustCompile(`(?is)^\s*(?:constraint|primary|unique|foreign|check)\b`)
	stateWords    = regexp.MustCompile(`(?is)\s+(?:rely|norely|enable|validate|enable\s+validate|using\s+index(?:\s+tablespace\s+[\w$#"]+)?)\s*$`)
	notValid      = regexp.MustCompile(`(?is)\s+(?:enable\s+)?novalidate\s*$`)
	dropColumn    = regexp.MustCompile(`(?is)^(\s*alter\s+table\s+` + textName + `\s+drop\s*)\(([^()]*)\)\s*(?:cascade\s+constraints\s*)?$`)
)

// alterTableText rewrites ALTER TABLE: MODIFY of one column, ADD (…), the columns of DROP (…), ALL TRIGGERS.
func alterTableText(s string) string {
	s = allTriggers.ReplaceAllString(s, "$1 TRIGGER USER")
	if m := modifyNull.FindStringSubmatch(s); m != nil {
		verb := "DROP"
		if len(m[3]) > len("null") {
			verb = "SET"
		}
		return m[1] + "ALTER COLUMN " + m[2] + " " + verb + " NOT NULL"
	}
	if m := modifyType.FindStringSubmatch(s); m != nil {
		return m[1] + "ALTER COLUMN " + m[2] + " TYPE " + m[3]
	}
	if m := modifyDefault.FindStringSubmatch(s); m != nil {
		return m[1] + "ALTER COLUMN " + m[2] + " SET DEFAULT " + m[3]
	}
	if m := addList.FindStringSubmatch(s); m != nil {
		return m[1] + addItems(splitTop(m[2]))
	}
	if m := dropColumn.FindStringSubmatch(s); m != nil {
		list := strings.Split(m[2], ",")
		for i := range list {
			list[i] = "COLUMN " + strings.TrimSpace(list[i])
		}
		return m[1] + strings.Join(list, ", DROP ")
	}
	if i := strings.Index(strings.ToLower(s), "add constraint"); i > 0 {
		return s[:i] + constraintText(s[i:])
	}
	return s
}

// addItems writes ADD for each column and constraint of a list.
func addItems(list []string) string {
	for i, x := range list {
		x = strings.TrimSpace(x)
		if addConstraint.MatchString(x) {
			list[i] = "ADD " + constraintText(x)
		} else {
			list[i] = "ADD COLUMN " + x
		}
	}
	return strings.Join(list, ", ")
}

// constraintText leaves out the state of a constraint: it is enabled and valid, unless NOVALIDATE says that old rows are not looked at.
func constraintText(s string) string {
	valid := ""
	for {
		switch {
		case notValid.MatchString(s):
			s, valid = notValid.ReplaceAllString(s, ""), " NOT VALID"
		case stateWords.MatchString(s):
			s = stateWords.ReplaceAllString(s, "")
		default:
			return s + valid
		}
	}
}

// splitTop splits at the commas outside parentheses and quotes.
func splitTop(s string) []string {
	var out []string
	depth, from, quoted := 0, 0, false
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c == '\'':
			quoted = !quoted
		case quoted:
		case c == '(':
			depth++
		case c == ')':
			depth--
		case c == ',' && depth == 0:
			out, from = append(out, s[from:i]), i+1
		}
	}
	return append(out, s[from:])
}

// storageTail are the clauses of a table or index that place it.
var storageTail = regexp.MustCompile(`(?is)\s+(?:nologging|logging|online|compute\s+statistics|reverse|noparallel|parallel(?:\s+\d+|\s*\(\s*degree\s+\d+\s*\))?|tablespace\s+(?:[\w$#]+|"[^"]*")|` +
	`pctfree\s+\d+|pctused\s+\d+|initrans\s+\d+|maxtrans\s+\d+|nocompress|compress(?:\s+(?:\d+|for\s+\w+|basic|advanced))?|(?:no)?rowdependencies|(?:no)?cache|(?:no)?monitoring|` +
	`segment\s+creation\s+(?:immediate|deferred)|storage\s*\([^()]*\))(\s|$)`)

// withoutStorage leaves out such clauses, which stand behind the list of columns; of a table in front of AS too.
func withoutStorage(s string, table bool) string {
	head, tail := s, ""
	if i := strings.LastIndexByte(s, ')'); i >= 0 && !table {
		head, tail = s[:i+1], s[i+1:]
	}
	if table {
		head, tail = "", s
		if m := asQuery.FindStringIndex(s); m != nil {
			return storageOut(s[:m[0]]) + s[m[0]:]
		}
		if i := strings.LastIndexByte(s, ')'); i >= 0 {
			head, tail = s[:i+1], s[i+1:]
		}
		if m := storageTail.FindStringIndex(head); m != nil && strings.Contains(strings.ToLower(head[m[0]:]), "storage") {
			head = head[:m[0]] + storageOut(head[m[0]:])
		}
	}
	return head + storageOut(tail)
}

var asQuery = regexp.MustCompile(`(?is)\bas\s*\(?\s*(?:select|with)\b`)

func storageOut(s string) string {
	for storageTail.MatchString(s) {
		s = storageTail.ReplaceAllString(s, "$1")
	}
	return s
}
