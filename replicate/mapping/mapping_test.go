package mapping

import (
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/crosswalk-db/crosswalk/replicate/value"
)

// load reads a document that must be without errors.
func load(t testing.TB, src string) *Document {
	t.Helper()
	d, ps := Parse("doc.json", []byte(src))
	if err := ps.Err(); err != nil {
		t.Fatal(err)
	}
	return d
}

func loadFile(t testing.TB, name string) *Document {
	t.Helper()
	b, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	return load(t, string(b))
}

// resolve applies a document to a table that it must select, without errors.
func resolve(t testing.TB, e *Engine, tab *Table) *TableMap {
	t.Helper()
	m, ps := e.Resolve(tab)
	if err := ps.Err(); err != nil {
		t.Fatal(err)
	}
	if m == nil {
		t.Fatalf("%s.%s is not selected", tab.Schema, tab.Name)
	}
	return m
}

func names(m *TableMap) []string {
	var out []string
	for _, c := range m.Columns {
		out = append(out, c.Name)
	}
	return out
}

var orders = &Table{Schema: "SALES", Name: "ORDERS", PrimaryKey: []string{"ORDER_ID"}, Columns: []Column{
	{Name: "ORDER_ID", Type: Type{Name: TInt8}, NotNull: true},
	{Name: "REGION", Type: Type{Name: TString, Length: 2}, NotNull: true},
	{Name: "ORDERED_AT", Type: Type{Name: TDateTime}},
	{Name: "TOTAL", Type: Type{Name: TNumeric, Precision: 38, Scale: 10}},
	{Name: "NOTE", Type: Type{Name: TClob}},
}}

// TestRelationalDocument applies the first document of the reference to the tables it speaks of.
func TestRelationalDocument(t *testing.T) {
	e := Compile(loadFile(t, "relational.json"), Options{})
	for _, c := range []struct {
		schema, table string
		want          bool
	}{{"SHOP", "ITEM", true}, {"SHOP", "TMP1", false}, {"SHOP", "TMP", false}, {"shop", "ITEM", false},
		{"SALES", "ORDERS", true}, {"SALES", "ORDERS2", false}, {"HR", "X", false}} {
		if got := e.Select(c.schema, c.table, BaseTable); got.Selected != c.want {
			t.Errorf("%s.%s: selected %v, want %v", c.schema, c.table, got.Selected, c.want)
		}
	}
	item := resolve(t, e, &Table{Schema: "SHOP", Name: "ITEM", Columns: []Column{{Name: "ID"}, {Name: "AUDIT_AT"}, {Name: "NAME"}}})
	if item.TargetName() != "shop.ITEM" || !reflect.DeepEqual(names(item), []string{"ID", "NAME"}) {
		t.Errorf("SHOP.ITEM becomes %s %v", item.TargetName(), names(item))
	}
	m := resolve(t, e, orders)
	if m.LoadOrder != 5 || m.TargetName() != "SALES.ORDERS" || m.Columns[3].Type.String() != "numeric(12,2)" ||
		m.Lob == nil || m.Lob.BulkMaxKB != 96 || m.Columns[4].Validation.Source != "RTRIM(${column-name})" {
		t.Errorf("SALES.ORDERS: %+v", m)
	}
	if !reflect.DeepEqual(m.PrimaryKey, []int{0}) {
		t.Errorf("key %v", m.PrimaryKey)
	}
	want := `"ORDERED_AT" >= DATE '2021-01-01' AND ("REGION" = 'EU' OR "REGION" = 'UK')`
	if got := m.Filter.SQL(OracleSQL); got != want {
		t.Errorf("filter\n%s, want\n%s", got, want)
	}
	segs := []string{`("REGION" < 'EU' OR ("REGION" = 'EU' AND "ORDER_ID" < 500000))`,
		`NOT ("REGION" < 'EU' OR ("REGION" = 'EU' AND "ORDER_ID" < 500000)) AND ("REGION" < 'UK' OR ("REGION" = 'UK' AND "ORDER_ID" < 250000))`,
		`NOT ("REGION" < 'UK' OR ("REGION" = 'UK' AND "ORDER_ID" < 250000))`}
	if got := m.Segments(OracleSQL); !reflect.DeepEqual(got, segs) {
		t.Errorf("segments\n%s", strings.Join(got, "\n"))
	}
}

// TestAuditDocument applies the second document of the reference to rows.
func TestAuditDocument(t *testing.T) {
	e := Compile(loadFile(t, "audit.json"), Options{})
	tab := &Table{Schema: "hr", Name: "person", Columns: []Column{{Name: "person_id", Type: Type{Name: TInt4}},
		{Name: "first_name", Type: Type{Name: TString, Length: 30}}, {Name: "last_name", Type: Type{Name: TString, Length: 30}},
		{Name: "tax_no", Type: Type{Name: TInt8}}, {Name: "photo", Type: Type{Name: TBlob}}}}
	m := resolve(t, e, tab)
	want := []string{"person_id", "first_name", "last_name", "tax_no", "photo", "row_op", "display",
		"OLD_person_id", "OLD_first_name", "OLD_last_name", "OLD_tax_no"}
	if !reflect.DeepEqual(names(m), want) || !m.SoftDelete || m.KeyName != "person_pk" || !reflect.DeepEqual(m.PrimaryKey, []int{0}) {
		t.Fatalf("%v, soft %v, key %s %v", names(m), m.SoftDelete, m.KeyName, m.PrimaryKey)
	}
	tr, err := m.Transformer(e)
	if err != nil {
		t.Fatal(err)
	}
	defer tr.Close()
	before := []value.Value{value.OfInt(7), value.OfText("Ada"), value.OfText("byron"), value.OfInt(123), {}}
	after := []value.Value{value.OfInt(7), {}, value.OfText("king"), value.OfInt(123), {}}
	for _, c := range []struct {
		c     Change
		image []value.Value
		want  string
	}{
		{Change{Op: Load, After: before}, before, "7 Ada byron HASH NULL INS B. Ada NULL NULL NULL NULL"},
		{Change{Op: Update, Before: before, After: after}, after, "7 NULL king HASH NULL UPD K. ? 7 Ada byron HASH"},
		{Change{Op: Delete, Before: after}, after, "7 NULL king HASH NULL DEL K. ? 7 NULL king HASH"},
	} {
		row, err := tr.Row(&c.c, c.image, nil)
		if err != nil {
			t.Fatal(err)
		}
		// printf 123 | sha256sum
		const hash = "A665A45920422F9D417E4867EFDC4FB8A04A1F3FFF1FA07E998E86F7F7A27AE3"
		var got []string
		for _, v := range row {
			got = append(got, strings.ReplaceAll(v.String(), hash, "HASH"))
		}
		if s := strings.Join(got, " "); s != c.want {
			t.Errorf("%v:\n%s, want\n%s", c.c.Op, s, c.want)
		}
	}
}
