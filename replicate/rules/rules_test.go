package rules

import (
	"slices"
	"testing"

	"github.com/crosswalk-db/crosswalk/replicate/canon"
	"github.com/crosswalk-db/crosswalk/replicate/event"
	"github.com/crosswalk-db/crosswalk/replicate/mapping"
)

// TestPartitionsAreTold: a list of partitions, which DMS alone loads by, is told of before all of the table is loaded, and told once.
func TestPartitionsAreTold(t *testing.T) {
	doc, problems := mapping.Parse("m.json", []byte(`{"rules": [
{"rule-type": "selection", "rule-id": "1", "rule-name": "a", "rule-action": "include", "object-locator": {"schema-name": "s", "table-name": "%"}},
{"rule-type": "table-settings", "rule-id": "2", "rule-name": "b", "object-locator": {"schema-name": "s", "table-name": "some"}, "parallel-load": {"type": "partitions-list", "partitions": ["p1"]}},
{"rule-type": "table-settings", "rule-id": "3", "rule-name": "c", "object-locator": {"schema-name": "s", "table-name": "all"}, "parallel-load": {"type": "partitions-auto"}}]}`))
	if err := problems.Err(); err != nil {
		t.Fatal(err)
	}
	var told []string
	m := New(mapping.Compile(doc, mapping.Options{}), mapping.PostgresSQL)
	m.Warn = func(s string) { told = append(told, s) }
	var tables []*event.Table
	for _, name := range []string{"some", "all"} {
		tables = append(tables, &event.Table{ID: event.TableID{Schema: "s", Name: name}, Key: []int{0},
			Columns: []event.Column{{Name: "id", Type: canon.Type{Kind: canon.Int}}}})
	}
	for range 2 { // as at the preflight and at the start
		if mapped, err := m.Map(tables); err != nil || len(mapped) != 2 {
			t.Fatal(mapped, err)
		}
	}
	if want := []string{"m.json:3:1: warning: rule-id 2: partitions-list has no effect here: all partitions of s.some are loaded; select the rows with a filter"}; !slices.Equal(told, want) {
		t.Errorf("%q", told)
	}
}
