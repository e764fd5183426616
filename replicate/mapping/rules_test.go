package mapping

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"
)

// rules makes a document of selection rules written "action schema.table" and of further rules as they are.
func rules(rs ...string) string { return `{"rules":[` + strings.Join(rs, ",\n") + "]}" }

func sel(id int, action, schema, table, more string) string {
	return fmt.Sprintf(`{"rule-type":"selection","rule-id":"%d","rule-name":"%d","object-locator":{"schema-name":%q,"table-name":%q%s},"rule-action":%q}`,
		id, id, schema, table, more, action)
}

// tr makes a transformation; loc is "schema", "schema.table" or "schema.table.column".
func tr(id int, target, action, loc, more string) string {
	l := ""
	for i, p := range strings.Split(loc, ".") {
		l += fmt.Sprintf(`,%q:%q`, []string{"schema-name", "table-name", "column-name"}[i], p)
	}
	if more != "" {
		more = "," + more
	}
	return fmt.Sprintf(`{"rule-type":"transformation","rule-id":%d,"rule-name":"%d","rule-target":%q,"rule-action":%q,"object-locator":{%s}%s}`,
		id, id, target, action, l[1:], more)
}

func TestSelect(t *testing.T) {
	d := load(t, rules(
		sel(1, "include", "HR", "%", ""), sel(2, "exclude", "HR", "TMP_%", ""), sel(3, "exclude", "HR", "J_B", ""),
		sel(4, "explicit", "HR", "TMP_KEEP", ""), sel(5, "include", "OE", "%", `,"table-type":"view"`),
		sel(6, "include", "SH%", "S[ab-d]_", `,"table-type":"all"`), sel(7, "exclude", "SH2", "%", `,"table-type":"all"`),
		sel(8, "explicit", "X", "A_B", "")))
	e := Compile(d, Options{})
	for _, c := range []struct {
		schema, table string
		kind          ObjectKind
		want          bool
	}{
		{"HR", "EMPLOYEES", BaseTable, true}, {"HR", "EMPLOYEES", View, false}, {"hr", "EMPLOYEES", BaseTable, false},
		{"HR", "TMP_X", BaseTable, false}, {"HR", "TMPXX", BaseTable, false}, {"HR", "TMP", BaseTable, true},
		{"HR", "JOB", BaseTable, false}, {"HR", "JOBS", BaseTable, true}, {"HR", "TMP_KEEP", BaseTable, true},
		{"OE", "V", View, true}, {"OE", "V", BaseTable, false},
		{"SH1", "Sa1", BaseTable, true}, {"SH1", "Sc1", View, true}, {"SH1", "Se1", View, false}, {"SH2", "Sa1", BaseTable, false},
		{"X", "A_B", BaseTable, true}, {"X", "AXB", BaseTable, false}, // the underscore of an explicit name is one
	} {
		if got := e.Select(c.schema, c.table, c.kind).Selected; got != c.want {
			t.Errorf("%s.%s (kind %d): %v, want %v", c.schema, c.table, c.kind, got, c.want)
		}
	}
	if fold := Compile(d, Options{FoldCase: true}); !fold.Select("hr", "Employees", BaseTable).Selected || fold.Select("hr", "tmp_x", BaseTable).Selected {
		t.Error("FoldCase does not fold")
	}
}

func TestPattern(t *testing.T) {
	for _, c := range []struct {
		pattern, name string
		esc           rune
		want          bool
	}{
		{"%", "", 0, true}, {"%a%", "bab", 0, true}, {"a%b", "ab", 0, true}, {"a%b", "acbd", 0, false}, {"_", "é", 0, true},
		{"__", "a", 0, false}, {"TEST#_T%", "TEST_T1", '#', true}, {"TEST#_T%", "TESTXT1", '#', false}, {"[_]x", "_x", 0, true},
		{"[_]x", "ax", 0, false}, {"[a-c]", "b", 0, true}, {"[a-c]", "d", 0, false}, {"a[b", "a[b", 0, true}, {"*", "abc", 0, false},
		{"%%%%", "abc", 0, true}, {strings.Repeat("%a", 20) + "%b", strings.Repeat("a", 400), 0, false}, {"ab", "AB", 0, false},
	} {
		p := compilePattern(c.pattern, false, c.esc)
		if got := p.match(c.name); got != c.want {
			t.Errorf("%q matches %q: %v, want %v", c.pattern, c.name, got, c.want)
		}
	}
}

// TestNaming has every action that names, on every target.
func TestNaming(t *testing.T) {
	for _, c := range []struct{ action, more, want string }{
		{"rename", `"value":"new"`, "new"},
		{"rename", `"expression":"lower($AR_M_SOURCE_SCHEMA) || '_x'"`, "ab_one_cd_x"},
		{"convert-lowercase", "", "ab_one_cd"},
		{"convert-uppercase", "", "AB_ONE_CD"},
		{"add-prefix", `"value":"p_"`, "p_Ab_One_Cd"},
		{"add-suffix", `"value":"_s"`, "Ab_One_Cd_s"},
		{"remove-prefix", `"value":"Ab_"`, "One_Cd"},
		{"remove-prefix", `"value":"ab_"`, "Ab_One_Cd"},
		{"remove-suffix", `"value":"_Cd"`, "Ab_One"},
		{"replace-prefix", `"value":"x","old-value":"Ab"`, "x_One_Cd"},
		{"replace-prefix", `"value":"","old-value":"Ab_"`, "One_Cd"},
		{"replace-suffix", `"value":"!","old-value":"_Cd"`, "Ab_One!"},
	} {
		const name = "Ab_One_Cd"
		tab := &Table{Schema: name, Name: name, Columns: []Column{{Name: name}, {Name: "k"}}}
		for _, target := range []string{"schema", "table", "column"} {
			loc := map[string]string{"schema": name, "table": name + "." + name, "column": name + "." + name + "." + name}[target]
			m := resolve(t, Compile(load(t, rules(sel(1, "include", "%", "%", ""), tr(2, target, c.action, loc, c.more))), Options{}), tab)
			got := map[string]string{"schema": m.TargetSchema, "table": m.TargetTable, "column": m.Columns[0].Name}
			for k, v := range got {
				if want := map[bool]string{true: c.want, false: name}[k == target]; v != want {
					t.Errorf("%s of %s %s: %s is %q, want %q", c.action, target, c.more, k, v, want)
				}
			}
			if m.Columns[1].Name != "k" {
				t.Errorf("%s of %s renames k to %s", c.action, target, m.Columns[1].Name)
			}
		}
	}
}

var emp = &Table{Schema: "HR", Name: "EMP", PrimaryKey: []string{"ID"}, Columns: []Column{
	{Name: "ID", Type: Type{Name: TInt4}, SourceType: "NUMBER", NotNull: true},
	{Name: "NAME", Type: Type{Name: TString, Length: 20}, SourceType: "VARCHAR2"},
	{Name: "PAY", Type: Type{Name: TNumeric, Precision: 10, Scale: 2}, SourceType: "NUMBER"},
	{Name: "CV", Type: Type{Name: TClob}, SourceType: "CLOB"},
}}

func shape(m *TableMap) string {
	var out []string
	for _, c := range m.Columns {
		s := c.Name
		if c.Retyped {
			s += ":" + c.Type.String()
		}
		if c.Mask != nil {
			s += ":" + string(c.Mask.Action)
		}
		out = append(out, s)
	}
	return strings.Join(out, " ")
}

// TestPrecedence has the rules that decide between rules.
func TestPrecedence(t *testing.T) {
	inc := sel(1, "include", "HR", "%", "")
	for _, c := range []struct {
		name  string
		rules []string
		strip bool // OneActionPerColumn
		want  string
	}{
		{"lowest id names", []string{tr(3, "column", "convert-lowercase", "HR.%.%", ""), tr(2, "column", "rename", "HR.EMP.NAME", `"value":"n"`)}, false, "id n pay cv"},
		{"lower wildcard id wins over the exact one", []string{tr(2, "column", "convert-lowercase", "HR.%.%", ""), tr(3, "column", "rename", "HR.EMP.NAME", `"value":"n"`)}, false, "id name pay cv"},
		{"name and type", []string{tr(2, "column", "convert-lowercase", "HR.%.%", ""), tr(3, "column", "change-data-type", "HR.EMP.PAY", `"data-type":{"type":"int8"}`)}, false, "id name pay:int8 cv"},
		{"name or type, by the current guide", []string{tr(2, "column", "convert-lowercase", "HR.%.%", ""), tr(3, "column", "change-data-type", "HR.EMP.PAY", `"data-type":{"type":"int8"}`)}, true, "id name pay cv"},
		{"retype and mask under both", []string{tr(2, "column", "change-data-type", "HR.EMP.PAY", `"data-type":{"type":"string","length":"64"}`), tr(3, "column", "data-masking-hash-mask", "HR.EMP.PAY", "")}, true, "ID NAME PAY:string(64):data-masking-hash-mask CV"},
		{"remove", []string{tr(2, "column", "remove-column", "HR.%.C%", "")}, false, "ID NAME PAY"},
		{"remove and lower under both", []string{tr(2, "column", "remove-column", "HR.EMP.CV", ""), tr(3, "column", "convert-lowercase", "HR.%.%", "")}, true, "id name pay"},
		{"include", []string{tr(2, "column", "include-column", "HR.EMP.ID", ""), tr(3, "column", "include-column", "HR.EMP.PAY", "")}, false, "ID PAY"},
		{"data-type of the locator", []string{`{"rule-type":"transformation","rule-id":2,"rule-target":"column","rule-action":"add-prefix","value":"n_","object-locator":{"schema-name":"HR","table-name":"%","column-name":"%","data-type":"number"}}`}, false, "n_ID NAME n_PAY CV"},
		{"mask of an added column", []string{tr(2, "column", "add-column", "HR.EMP", `"value":"h","expression":"$NAME","data-type":{"type":"string","length":64}`), tr(3, "column", "data-masking-hash-mask", "HR.EMP.h", "")}, true, "ID NAME PAY CV h:string(64):data-masking-hash-mask"},
		{"randomise numbers", []string{tr(2, "column", "data-masking-digits-randomize", "HR.EMP.PAY", "")}, false, "ID NAME PAY:data-masking-digits-randomize CV"},
		{"before image of the key", []string{tr(2, "column", "add-before-image-columns", "HR.EMP", ""), tr(3, "column", "convert-lowercase", "HR.EMP.%", "")}, false, "id name pay cv BI_id"},
		{"before image of all", []string{tr(2, "column", "add-before-image-columns", "HR.EMP.%", `"before-image-def":{"column-prefix":"","column-suffix":"_OLD","column-filter":"all"}`)}, false, "ID NAME PAY CV ID_OLD NAME_OLD PAY_OLD CV_OLD"},
	} {
		d := load(t, rules(append([]string{inc}, c.rules...)...))
		m := resolve(t, Compile(d, Options{OneActionPerColumn: c.strip}), emp)
		if got := shape(m); got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
}

// TestRefusals has what only a schema shows to be wrong.
func TestRefusals(t *testing.T) {
	inc := sel(1, "include", "HR", "%", "")
	filter := func(col, cond string) string {
		return strings.TrimSuffix(sel(2, "include", "HR", "EMP", ""), "}") + `,"filters":[{"filter-type":"source","column-name":"` + col + `","filter-conditions":[` + cond + `]}]}`
	}
	for _, c := range []struct {
		rule string
		id   string
		want string
	}{
		{filter("CV", `{"filter-operator":"eq","value":"x"}`), "2", "the column is a LOB"},
		{filter("id", `{"filter-operator":"eq","value":"1"}`), "2", `column "id" is not in HR.EMP`},
		{filter("ID", `{"filter-operator":"eq","value":"one"}`), "2", `"one" is not a number`},
		{tr(2, "column", "change-data-type", "HR.EMP.CV", `"data-type":{"type":"string"}`), "2", "is a LOB, whose type cannot be changed"},
		{tr(2, "column", "data-masking-hash-mask", "HR.EMP.ID", ""), "2", "does not work on column EMP.ID of type int4"},
		{tr(2, "column", "rename", "HR.EMP.NAME", `"value":"PAY"`), "2", "two columns PAY"},
		{tr(2, "column", "add-column", "HR.EMP", `"value":"NAME","data-type":{"type":"int4"}`), "2", "two columns NAME"},
		{tr(2, "column", "add-column", "HR.EMP", `"value":"X","expression":"$NAM","data-type":{"type":"int4"}`), "2", "uses $NAM, and HR.EMP has no such column; write $NAME"},
		{tr(2, "table", "define-primary-key", "HR.EMP", `"primary-key-def":{"name":"k","columns":["NO"]}`), "2", "does not have"},
		{tr(2, "column", "include-column", "HR.EMP.NO", ""), "2", "no column of HR.EMP is left"},
		{tr(2, "table", "remove-prefix", "HR.EMP", `"value":"EMP"`), "2", "leaves no name"},
		{`{"rule-type":"table-settings","rule-id":2,"object-locator":{"schema-name":"HR","table-name":"EMP"},"parallel-load":{"type":"ranges","columns":["CV"],"boundaries":[["1"]]}}`, "2", "cannot divide a table into ranges"},
	} {
		_, ps := Compile(load(t, rules(inc, c.rule)), Options{}).Resolve(emp)
		if err := ps.Err(); err == nil || !strings.Contains(err.Error(), c.want) || ps[0].RuleID != c.id || ps[0].Line == 0 || ps[0].Fix == "" {
			t.Errorf("%s\ngives %v, want %q", c.rule, err, c.want)
		}
	}
	two := Compile(load(t, rules(inc, tr(2, "table", "rename", "HR.E%", `"value":"x"`))), Options{})
	if _, ps := two.ResolveAll([]Table{*emp, {Schema: "HR", Name: "E2"}}); fmt.Sprint(ps.Err()) != "doc.json:2:1: error: rule-id 2: HR.E2 and HR.EMP both become HR.x; rename one of them, or exclude it" {
		t.Errorf("two tables to one: %v", ps)
	}
	cased := Compile(load(t, rules(sel(7, "include", "%", "%", ""), tr(8, "schema", "rename", "H_", `"value":"one"`), tr(9, "schema", "rename", "OE", `"value":"one"`))), Options{})
	if _, ps := cased.ResolveAll([]Table{{Schema: "HR", Name: "A"}, {Schema: "OE", Name: "A"}}); !strings.HasPrefix(fmt.Sprint(ps.Err()), "doc.json:3:1: error: rule-id 9: HR.A and OE.A both become one.A") {
		t.Errorf("two schemas to one: %v", ps)
	}
	same := Compile(load(t, rules(filter("ID", `{"filter-operator":"eq","value":"1"}`), strings.Replace(filter("ID", `{"filter-operator":"gte","value":"1"}`), `"rule-id":"2"`, `"rule-id":"3"`, 1))), Options{})
	if _, ps := same.Resolve(emp); !strings.Contains(fmt.Sprint(ps.Err()), "not defined") {
		t.Errorf("filters in two rules: %v", ps)
	}
}

// TestPermutation reads rules in every kind of order: numbers decide, not places.
func TestPermutation(t *testing.T) {
	all := []string{sel(1, "include", "HR", "%", ""), sel(2, "exclude", "HR", "X%", ""), sel(3, "explicit", "HR", "X1", ""),
		strings.Replace(sel(4, "include", "HR", "EMP", ""), "}}", "}}", 1),
		tr(5, "schema", "convert-lowercase", "HR", ""), tr(6, "table", "rename", "HR.EMP", `"value":"staff"`), tr(7, "table", "convert-lowercase", "HR.%", ""),
		tr(8, "column", "rename", "HR.EMP.NAME", `"value":"full_name"`), tr(9, "column", "convert-lowercase", "HR.%.%", ""),
		tr(10, "column", "change-data-type", "HR.EMP.PAY", `"data-type":{"type":"string","length":64}`), tr(11, "column", "data-masking-hash-mask", "HR.EMP.PAY", ""),
		tr(12, "column", "add-column", "HR.EMP", `"value":"b","data-type":{"type":"int4"},"expression":"1"`), tr(13, "column", "add-column", "HR.%", `"value":"a","data-type":{"type":"int4"}`),
		tr(14, "column", "add-before-image-columns", "HR.%", "")}
	tables := []Table{*emp, {Schema: "HR", Name: "X1", Columns: emp.Columns}, {Schema: "HR", Name: "X2"}, {Schema: "OE", Name: "A"}}
	describe := func(rs []string) string {
		maps, ps := Compile(load(t, rules(rs...)), Options{}).ResolveAll(tables)
		if err := ps.Err(); err != nil {
			t.Fatal(err)
		}
		var b strings.Builder
		for _, m := range maps {
			fmt.Fprintf(&b, "%s %s %s %v %v\n", m.SourceName(), m.TargetName(), shape(m), m.PrimaryKey, m.Applied)
		}
		return b.String()
	}
	want := describe(all)
	if !strings.Contains(want, "HR.EMP hr.staff id full_name pay:string(64):data-masking-hash-mask cv b:int4 a:int4 BI_id [0]") {
		t.Fatalf("got\n%s", want)
	}
	rnd := rand.New(rand.NewPCG(1, 2))
	for range 50 {
		rnd.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
		if got := describe(all); got != want {
			t.Fatalf("another order gives\n%s\nwant\n%s", got, want)
		}
	}
}

// TestEveryKind reads one rule of every kind, written as the console and the API do: numbers as strings, nulls,
// empty arrays.
func TestEveryKind(t *testing.T) {
	d := load(t, rules(
		`{"rule-type":"selection","rule-id":"516455653","rule-name":"516455653","object-locator":{"schema-name":"APP","table-name":"%","table-type":"all"},"rule-action":"include","filters":[],"load-order":null}`,
		`{"rule-type":"transformation","rule-id":"2","rule-name":"2","rule-target":"schema","object-locator":{"schema-name":"APP","table-name":null},"rule-action":"convert-lowercase","value":null,"old-value":null,"data-type":null,"before-image-def":null,"tag-set":null}`,
		`{"rule-type":"transformation","rule-id":"3","rule-name":"3","rule-target":"table-tablespace","object-locator":{"schema-name":"APP","table-name":"T","table-tablespace-name":"A"},"rule-action":"rename","value":"B"}`,
		`{"rule-type":"transformation","rule-id":"4","rule-name":"4","rule-target":"index-tablespace","object-locator":{"index-tablespace-name":"A"},"rule-action":"rename","value":"B"}`,
		`{"rule-type":"transformation","rule-id":"5","rule-name":"5","rule-target":"column","object-locator":{"schema-name":"APP","table-name":"T","column-name":"C"},"rule-action":"change-data-type","data-type":{"type":"datetime","precision":6,"scale":""}}`,
		`{"rule-type":"table-settings","rule-id":"6","rule-name":"6","object-locator":{"schema-name":"APP","table-name":"T"},"parallel-load":{"type":"partitions-auto","number-of-partitions":"8","collection-count-from-metadata":"true","max-records-skip-per-page":1000000,"batch-size":50000}}`,
		`{"rule-type":"table-settings","rule-id":"7","rule-name":"7","object-locator":{"schema-name":"APP","table-name":"T2"},"parallel-load":{"type":"partitions-list","partitions":["P1"],"subpartitions":["S1"]},"lob-settings":{"mode":"unlimited","bulk-max-size":"0"}}`,
		`{"rule-type":"validation","rule-id":"8","rule-name":"8","rule-target":"column","object-locator":{"schema-name":"APP","table-name":"%","column-name":"C%"},"rule-action":"override-validation-function","source-function":"case when ${column-name} is NULL then NULL else 0 end","target-function":"case when ${column-name} is NULL then NULL else 0 end"}`,
		`{"rule-type":"object-mapping","rule-id":"9","rule-name":"9","rule-action":"map-record-to-document","object-locator":{"schema-name":"APP","table-name":"T"},"target-table-name":"t","mapping-parameters":{"partition-key-name":"id"}}`,
		`{"rule-type":"post-processing","rule-id":"10","rule-name":"10","rule-action":"add-tag","object-locator":{"schema-name":"APP","table-name":"%"},"tag-set":[{"key":"k","value":"${schema-name}"}]}`))
	m := resolve(t, Compile(d, Options{}), &Table{Schema: "APP", Name: "T", Columns: []Column{{Name: "C", Type: Type{Name: TDateTime, Scale: 9}}}})
	if m.TargetSchema != "app" || m.ParallelLoad.NumberOfPartitions != 8 || !m.ParallelLoad.CollectionCountFromMeta || m.Columns[0].Validation == nil || len(d.PostProcessings[0].Tags) != 1 {
		t.Errorf("%+v", m)
	}
}

// TestCommonDocuments reads the documents that articles on DMS show: a schema with a case conversion, a table with
// parallel load, a phase of two tables. Their rules lack rule-name, which only rule-id's uniqueness makes up for.
func TestCommonDocuments(t *testing.T) {
	whole := load(t, rules(strings.Replace(sel(1, "include", "APP_OWNER", "%", ""), "}}", "}}", 1), tr(2, "schema", "convert-lowercase", "APP_OWNER", "")))
	if m := resolve(t, Compile(whole, Options{}), &Table{Schema: "APP_OWNER", Name: "ORDERS"}); m.TargetName() != "app_owner.ORDERS" {
		t.Errorf("%s", m.TargetName())
	}
	parallel := load(t, rules(`{"rule-type":"selection","rule-id":"1","object-locator":{"schema-name":"public","table-name":"orders"},"rule-action":"include"}`,
		`{"rule-type":"table-settings","rule-id":"2","object-locator":{"schema-name":"public","table-name":"orders"},"parallel-load":{"type":"partitions-auto","number-of-partitions":8}}`))
	if m := resolve(t, Compile(parallel, Options{}), &Table{Schema: "public", Name: "orders"}); m.ParallelLoad.Type != "partitions-auto" {
		t.Errorf("%+v", m.ParallelLoad)
	}
	phase := Compile(load(t, rules(sel(1, "include", "APP_OWNER", "audit_logs", ""), sel(2, "include", "APP_OWNER", "notifications", ""))), Options{})
	if !phase.Select("APP_OWNER", "audit_logs", BaseTable).Selected || phase.Select("APP_OWNER", "orders", BaseTable).Selected {
		t.Error("the phase selects something else")
	}
}

func TestLoadOrder(t *testing.T) {
	order := func(id int, table, n string) string {
		return strings.TrimSuffix(sel(id, "include", "A", table, ""), "}") + `,"load-order":` + n + `}`
	}
	e := Compile(load(t, rules(sel(1, "include", "A", "%", ""), order(2, "X", `"2"`), order(3, "Y", "7"), order(4, "X", "3"))), Options{})
	maps, _ := e.ResolveAll([]Table{{Schema: "A", Name: "Z"}, {Schema: "A", Name: "X"}, {Schema: "A", Name: "B"}, {Schema: "A", Name: "Y"}})
	var got []string
	for _, m := range maps {
		got = append(got, fmt.Sprint(m.Source.Name, m.LoadOrder))
	}
	if want := []string{"Y7", "X3", "B0", "Z0"}; !reflect.DeepEqual(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
}

// FuzzParse reads anything: no crash, a document or an error, and problems that say where.
func FuzzParse(f *testing.F) {
	f.Add([]byte(rules(sel(1, "include", "HR", "%", ""))))
	f.Add([]byte(`{"rules":[{"rule-type":"transformation","rule-id":1,"rule-target":"column","rule-action":"add-column","object-locator":{"schema-name":"a","table-name":"b"},"value":"c","expression":"$x || 1","data-type":{"type":"string","length":"5"}}]}`))
	f.Add([]byte(`{"rules":[{"filters":[{"filter-conditions":[{}]}],"rule-id":"99999999999999999999","rule-type":"selection"}]}`))
	f.Add([]byte(strings.Repeat("[", 5000)))
	f.Add([]byte("\ufeff{}"))
	f.Fuzz(func(t *testing.T, src []byte) {
		d, ps := Parse("f.json", src)
		if (d == nil) != ps.Failed() {
			t.Fatal("a document with errors, or none without")
		}
		if d == nil {
			return
		}
		if !json.Valid([]byte(strings.TrimPrefix(string(src), "\ufeff"))) {
			t.Fatal("read what is no JSON")
		}
		Compile(d, Options{}).Resolve(emp)
	})
}

// BenchmarkResolve resolves 10,000 tables by 200 rules.
func BenchmarkResolve(b *testing.B) {
	var rs []string
	for i := range 20 {
		rs = append(rs, sel(i+1, "include", fmt.Sprintf("S%d", i), "%", ""))
	}
	for i := range 60 {
		rs = append(rs, sel(100+i, "exclude", "%", fmt.Sprintf("TMP_%d_%%", i), ""), tr(200+i, "table", "rename", fmt.Sprintf("S%d.T_%d", i%20, i), `"value":"r"`),
			tr(300+i, "column", "change-data-type", fmt.Sprintf("%%.%%.C%d", i), `"data-type":{"type":"int8"}`))
	}
	e := Compile(load(b, rules(rs...)), Options{})
	var tables []Table
	for i := range 10000 {
		t := Table{Schema: fmt.Sprintf("S%d", i%20), Name: fmt.Sprintf("TABLE_%d", i)}
		for c := range 12 {
			t.Columns = append(t.Columns, Column{Name: fmt.Sprintf("C%d", c+i%50), Type: Type{Name: TInt4}})
		}
		tables = append(tables, t)
	}
	b.ReportAllocs()
	b.ResetTimer()
	for range b.N {
		if maps, ps := e.ResolveAll(tables); len(maps) != 10000 || ps.Failed() {
			b.Fatal(len(maps), ps)
		}
	}
}
