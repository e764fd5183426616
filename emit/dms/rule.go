package dms

import (
	"bytes"
	"encoding/json"
	"hash/fnv"
	"sort"
	"strconv"
)

// document is a table-mapping document as it is written.
type document struct {
	Rules []*rule `json:"rules"`
}

// rule is any rule; the keys stand in the order in which the console writes them.
type rule struct {
	Type      string        `json:"rule-type"`
	ID        string        `json:"rule-id"`
	Name      string        `json:"rule-name"`
	Target    string        `json:"rule-target,omitempty"`
	Locator   locator       `json:"object-locator"`
	Action    string        `json:"rule-action,omitempty"`
	Value     string        `json:"value,omitempty"`
	LoadOrder string        `json:"load-order,omitempty"`
	Filters   []filter      `json:"filters,omitempty"`
	DataType  *DataType     `json:"data-type,omitempty"`
	Parallel  *parallelLoad `json:"parallel-load,omitempty"`
	Lob       *lobSettings  `json:"lob-settings,omitempty"`

	band int // rules of a lower band get lower numbers, which wins
}

type locator struct {
	Schema string `json:"schema-name"`
	Table  string `json:"table-name,omitempty"`
	Column string `json:"column-name,omitempty"`
}

type filter struct {
	Type       string      `json:"filter-type"`
	Column     string      `json:"column-name"`
	Conditions []Condition `json:"filter-conditions"`
}

// Condition is one condition of a filter.
type Condition struct {
	Operator string `json:"filter-operator"`
	Value    string `json:"value,omitempty"`
	Start    string `json:"start-value,omitempty"`
	End      string `json:"end-value,omitempty"`
}

// DataType is a data-type object: a type of DMS with its measures.
type DataType struct {
	Type      string `json:"type"`
	Length    string `json:"length,omitempty"`
	Precision string `json:"precision,omitempty"`
	Scale     string `json:"scale,omitempty"`
}

type parallelLoad struct {
	Type       string     `json:"type"`
	Columns    []string   `json:"columns,omitempty"`
	Boundaries [][]string `json:"boundaries,omitempty"`
	// Partitions and Subpartitions are of partitions-list.
	Partitions    []string `json:"partitions,omitempty"`
	Subpartitions []string `json:"subpartitions,omitempty"`
}

type lobSettings struct {
	Mode    string `json:"mode"`
	BulkMax string `json:"bulk-max-size"`
}

// The bands of rule-ids. Of two transformations on one object the one of the lower rule-id acts, so rules that say
// more stand lower: what is left out before what is renamed, single names before the rule for all, names before
// types.
//
// The last is where the guide can be read in two ways. As it is worded now, one action acts on a column: then a column
// that gets a new name keeps DMS's own type, and PostgreSQL casts what is sent, since the converted table is there
// (TargetTablePrepMode DO_NOTHING). The name must be right or nothing arrives; where the cast may fail is told (CW4016).
// Editions before 2024 have one action of each kind act. A column whose name stays gets its type by a rule that stands
// before the names, so that it has its type by both readings.
const (
	bandSelection  = 10
	bandRemove     = 20
	bandTypeKept   = 21 // and up, by reach and wildcards
	bandSchema     = 40
	bandTableName  = 50 // and up, by the wildcards in the locator
	bandTableCase  = 59
	bandColumnName = 60 // and up, by reach and wildcards
	bandColumnCase = 79
	bandType       = 80 // and up, by reach and wildcards
	bandSettings   = 98
	bandSize       = 100_000
)

// key says what the rule is about. It makes the rule-id, which so stays the same while other tables come and go.
func (r *rule) key() string {
	return r.Type + "\x00" + r.Target + "\x00" + r.Locator.Schema + "\x00" + r.Locator.Table + "\x00" + r.Locator.Column + "\x00" + r.Action
}

// number gives every rule its rule-id and a unique name, and puts the rules in that order.
func number(rules []*rule) {
	sort.SliceStable(rules, func(i, j int) bool {
		if rules[i].band != rules[j].band {
			return rules[i].band < rules[j].band
		}
		return rules[i].key() < rules[j].key()
	})
	ids := map[*rule]int{}
	for i := 0; i < len(rules); {
		j := i
		for j < len(rules) && rules[j].band == rules[i].band {
			j++
		}
		numberBand(rules[i:j], ids)
		i = j
	}
	sort.SliceStable(rules, func(i, j int) bool { return ids[rules[i]] < ids[rules[j]] })
	names := map[string]int{}
	for _, r := range rules {
		names[r.Name]++
		if n := names[r.Name]; n > 1 {
			r.Name += "-" + strconv.Itoa(n)
		}
	}
}

// numberBand numbers the rules of one band by what they say. Where their order matters, which takes names of more than
// eight underscores, they are counted instead.
func numberBand(rules []*rule, ids map[*rule]int) {
	taken := map[int]bool{}
	counted := false
	for _, r := range rules {
		counted = counted || r.Locator.wild() != rules[0].Locator.wild() && r.Type == "transformation"
	}
	if counted {
		sort.SliceStable(rules, func(i, j int) bool { return rules[i].Locator.wild() < rules[j].Locator.wild() })
	}
	for i, r := range rules {
		h := fnv.New32a()
		h.Write([]byte(r.key()))
		n := int(h.Sum32() % bandSize)
		if counted || len(rules) > bandSize/2 {
			n = i
		}
		for taken[n] {
			n = (n + 1) % bandSize
		}
		taken[n] = true
		ids[r] = r.band*bandSize + n
		r.ID = strconv.Itoa(ids[r])
	}
}

// encode writes the document.
func encode(rules []*rule) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	err := e.Encode(document{rules})
	return b.Bytes(), err
}

// ruleName makes a rule-name of words: letters, digits and hyphens, which is what the guide's samples have.
func ruleName(words ...string) string {
	var b bytes.Buffer
	for _, w := range words {
		if b.Len() > 0 {
			b.WriteByte('-')
		}
		for _, c := range w {
			switch {
			case c >= 'a' && c <= 'z' || c >= '0' && c <= '9':
				b.WriteRune(c)
			case c >= 'A' && c <= 'Z':
				b.WriteRune(c + 'a' - 'A')
			case c == '%':
				b.WriteString("all")
			default:
				b.WriteByte('-')
			}
		}
	}
	return b.String()
}
