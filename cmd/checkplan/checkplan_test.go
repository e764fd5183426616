package checkplan

import (
	"testing"

	"github.com/crosswalk-db/crosswalk/checks"
	"github.com/crosswalk-db/crosswalk/replicate/mapping"
)

const document = `{"rules": [
 {"rule-type": "selection", "rule-id": "1", "rule-name": "a", "rule-action": "include", "object-locator": {"schema-name": "HR", "table-name": "EMP"},
  "filters": [{"filter-type": "source", "column-name": "ID", "filter-conditions": [{"filter-operator": "gte", "value": "10"}]}]},
 {"rule-type": "transformation", "rule-id": "2", "rule-name": "b", "rule-action": "rename", "rule-target": "schema", "object-locator": {"schema-name": "HR"}, "value": "people"},
 {"rule-type": "transformation", "rule-id": "3", "rule-name": "c", "rule-action": "convert-lowercase", "rule-target": "table", "object-locator": {"schema-name": "HR", "table-name": "%"}},
 {"rule-type": "transformation", "rule-id": "4", "rule-name": "d", "rule-action": "convert-lowercase", "rule-target": "column", "object-locator": {"schema-name": "HR", "table-name": "%", "column-name": "%"}},
 {"rule-type": "transformation", "rule-id": "5", "rule-name": "e", "rule-action": "remove-column", "rule-target": "column", "object-locator": {"schema-name": "HR", "table-name": "EMP", "column-name": "SECRET"}},
 {"rule-type": "table-settings", "rule-id": "6", "rule-name": "f", "object-locator": {"schema-name": "HR", "table-name": "EMP"},
  "lob-settings": {"mode": "limited", "bulk-max-size": "8"}},
 {"rule-type": "table-settings", "rule-id": "7", "rule-name": "g", "object-locator": {"schema-name": "HR", "table-name": "EMP"},
  "parallel-load": {"type": "partitions-list", "partitions": ["P1"]}}
]}`

func TestPairs(t *testing.T) {
	doc, problems := mapping.Parse("m.json", []byte(document))
	if problems.Failed() {
		t.Fatal(problems)
	}
	tables := []*checks.Table{
		{Name: checks.Name{Schema: "HR", Table: "EMP"}, Key: []string{"ID"}, Columns: []*checks.Column{
			{Name: "ID", Class: checks.Int, Type: "bigint"}, {Name: "NAME", Class: checks.Text, Type: "text"}, {Name: "SECRET", Class: checks.Text, Type: "text"}}},
		{Name: checks.Name{Schema: "HR", Table: "OTHER"}, Columns: []*checks.Column{{Name: "ID", Class: checks.Int, Type: "bigint"}}},
	}
	pairs, problems := Pairs(doc, "postgres", tables)
	if problems.Failed() || len(pairs) != 1 {
		t.Fatalf("%v, %v", pairs, problems)
	}
	if want := "m.json:10:2: warning: rule-id 7: partitions-list has no effect here: all partitions of HR.EMP are compared; select the rows with a filter"; len(problems) != 1 || problems[0].String() != want {
		t.Errorf("%v", problems)
	}
	p := pairs[0]
	if p.Target.String() != "people.emp" || p.Where != `"ID" >= 10` || len(p.Columns) != 2 || p.Columns[1] != (checks.ColumnPair{Source: "NAME", Target: "name"}) {
		t.Errorf("%+v", p)
	}
}
