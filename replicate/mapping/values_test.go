package mapping

import (
	"context"
	"fmt"
	"math/rand/v2"
	"regexp"
	"strings"
	"testing"

	"github.com/crosswalk-db/crosswalk/replicate/value"
)

func filterRule(col string, conds ...string) string {
	return strings.TrimSuffix(sel(1, "include", "A", "T", ""), "}") + `,"filters":[{"filter-type":"source","column-name":"` + col +
		`","filter-conditions":[` + strings.Join(conds, ",") + `]}]}`
}

func cond(op string, vals ...string) string {
	switch len(vals) {
	case 0:
		return `{"filter-operator":"` + op + `"}`
	case 1:
		return `{"filter-operator":"` + op + `","value":"` + vals[0] + `"}`
	}
	return `{"filter-operator":"` + op + `","start-value":"` + vals[0] + `","end-value":"` + vals[1] + `"}`
}

// TestFilters has each operator as SQL, and on values: below, at and above the bound, and NULL.
func TestFilters(t *testing.T) {
	tab := &Table{Schema: "A", Name: "T", Columns: []Column{{Name: "N", Type: Type{Name: TInt4}}, {Name: "D", Type: Type{Name: TDateTime}},
		{Name: "S", Type: Type{Name: TWString, Length: 5}}, {Name: "B", Type: Type{Name: TBoolean}}}}
	for _, c := range []struct {
		col   string
		conds []string
		sql   string
		pass  string // the values that pass, of those below
	}{
		{"N", []string{cond("eq", "5")}, `"N" = 5`, "5"},
		{"N", []string{cond("noteq", "5")}, `"N" <> 5`, "4 6 7"},
		{"N", []string{cond("gte", "5")}, `"N" >= 5`, "5 6 7"},
		{"N", []string{cond("lte", "5")}, `"N" <= 5`, "4 5"},
		{"N", []string{cond("ste", "5")}, `"N" <= 5`, "4 5"},
		{"N", []string{cond("between", "5", "6")}, `"N" >= 5 AND "N" <= 6`, "5 6"},
		{"N", []string{cond("notbetween", "5", "6")}, `"N" < 5 OR "N" > 6`, "4 7"},
		{"N", []string{cond("null")}, `"N" IS NULL`, "NULL"},
		{"N", []string{cond("notnull")}, `"N" IS NOT NULL`, "4 5 6 7"},
		{"N", []string{cond("eq", "4"), cond("eq", "7.0")}, `"N" = 4 OR "N" = 7.0`, "4 7"},
		{"N", []string{cond("eq", "4"), cond("null")}, `"N" = 4 OR "N" IS NULL`, "4 NULL"},
		// Positive, negative and null together: NULL does not pass.
		{"N", []string{cond("eq", "4"), cond("noteq", "5"), cond("null")}, `"N" = 4 OR "N" <> 5`, "4 6 7"},
		// Negative and null without a positive one: nothing passes.
		{"N", []string{cond("noteq", "5"), cond("null")}, `1 = 0`, ""},
		{"N", []string{cond("between", "4", "5"), cond("eq", "7")}, `("N" >= 4 AND "N" <= 5) OR "N" = 7`, "4 5 7"},
		{"D", []string{cond("lte", "2021-01-01")}, `"D" <= DATE '2021-01-01'`, "2020-12-31 23:59:59|2021-01-01 00:00:00"},
		{"D", []string{cond("gte", "2021-01-01 00:00:00.500")}, `"D" >= TIMESTAMP '2021-01-01 00:00:00.500'`, "2021-01-01 00:00:00.5|2021-06-01 12:00:00"},
		{"S", []string{cond("eq", "a'b")}, `"S" = N'a''b'`, "a'b"},
		{"B", []string{cond("eq", "true")}, `"B" = 1`, "true"},
	} {
		m := resolve(t, Compile(load(t, rules(filterRule(c.col, c.conds...))), Options{}), tab)
		if got := m.Filter.SQL(OracleSQL); got != c.sql {
			t.Errorf("%s %v: %s, want %s", c.col, c.conds, got, c.sql)
		}
		samples := map[string][]value.Value{
			"N": {value.OfInt(4), value.OfDecimal("5.00"), value.OfFloat(6), value.OfUint(7), {}},
			"D": {value.OfDateTime("2020-12-31 23:59:59"), value.OfDateTime("2021-01-01 00:00:00"), value.OfDateTime("2021-01-01 00:00:00.5"), value.OfDateTime("2021-06-01 12:00:00"), {}},
			"S": {value.OfText("a'b"), value.OfText("A'B"), value.OfText("a'b "), {}},
			"B": {value.OfBool(true), value.OfBool(false), {}},
		}[c.col]
		sep := map[bool]string{true: "|", false: " "}[c.col == "D"]
		var pass []string
		for _, v := range samples {
			row := []value.Value{value.NotSent(), value.NotSent(), value.NotSent(), value.NotSent()}
			row[map[string]int{"N": 0, "D": 1, "S": 2, "B": 3}[c.col]] = v
			if m.Filter.Match(row) {
				pass = append(pass, strings.TrimSuffix(v.String(), ".00"))
			}
		}
		if got := strings.Join(pass, sep); got != c.pass {
			t.Errorf("%s %v: %s pass, want %s", c.col, c.conds, got, c.pass)
		}
	}
}

// sqliteDialect writes filters for SQLite.
type sqliteDialect struct{ rowDialect }

func (d sqliteDialect) Literal(t Type, text string) string {
	if t.IsTemporal() {
		m, _ := normalMoment(text, t.Name)
		return d.str(m)
	}
	return d.rowDialect.Literal(t, text)
}

// TestFilterIsItsSQL makes random filters and rows, and runs the SQL on SQLite: it must select what Match lets pass.
func TestFilterIsItsSQL(t *testing.T) {
	db, conn, err := openSQLite()
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	defer conn.Close()
	ctx := context.Background()
	if _, err := conn.ExecContext(ctx, `CREATE TABLE t ("N" NUMERIC, "S" TEXT, "D" TEXT)`); err != nil {
		t.Fatal(err)
	}
	tab := &Table{Schema: "A", Name: "T", Columns: []Column{{Name: "N", Type: Type{Name: TNumeric}}, {Name: "S", Type: Type{Name: TString}}, {Name: "D", Type: Type{Name: TDateTime}}}}
	rnd := rand.New(rand.NewPCG(3, 4))
	pick := map[string][]string{"N": {"-1", "0", "1.5", "10", "9"}, "S": {"a", "B", "b'", "", "10"},
		"D": {"2020-01-01", "2020-01-01 10:00:00", "1999-12-31 23:59:59.25"}}
	var rows [][]value.Value
	for range 60 {
		row := make([]value.Value, 3)
		for i, c := range []string{"N", "S", "D"} {
			if rnd.IntN(4) > 0 {
				text := pick[c][rnd.IntN(len(pick[c]))]
				row[i] = []func(string) value.Value{value.OfDecimal, value.OfText, value.OfDateTime}[i](text)
			}
		}
		d := any(nil)
		if !row[2].IsNull() {
			d, _ = normalMoment(row[2].Str(), TDateTime)
		}
		if _, err := conn.ExecContext(ctx, "INSERT INTO t VALUES (?, ?, ?)", sqliteArg(row[0]), sqliteArg(row[1]), d); err != nil {
			t.Fatal(err)
		}
		rows = append(rows, row)
	}
	ops := []string{"eq", "noteq", "gte", "lte", "between", "notbetween", "null", "notnull"}
	selected := 0
	for range 400 {
		var fs []string
		for range 1 + rnd.IntN(2) {
			col := []string{"N", "S", "D"}[rnd.IntN(3)]
			var conds []string
			for range 1 + rnd.IntN(3) {
				op := ops[rnd.IntN(len(ops))]
				a, b := pick[col][rnd.IntN(len(pick[col]))], pick[col][rnd.IntN(len(pick[col]))]
				switch op {
				case "null", "notnull":
					conds = append(conds, cond(op))
				case "between", "notbetween":
					conds = append(conds, cond(op, a, b))
				default:
					conds = append(conds, cond(op, a))
				}
			}
			fs = append(fs, `{"filter-type":"source","column-name":"`+col+`","filter-conditions":[`+strings.Join(conds, ",")+`]}`)
		}
		rule := strings.TrimSuffix(sel(1, "include", "A", "T", ""), "}") + `,"filters":[` + strings.Join(fs, ",") + `]}`
		m := resolve(t, Compile(load(t, rules(rule)), Options{}), tab)
		where := m.Filter.SQL(sqliteDialect{rowDialect{open: `"`, close: `"`}})
		got, err := conn.QueryContext(ctx, "SELECT rowid FROM t WHERE "+where+" ORDER BY rowid")
		if err != nil {
			t.Fatalf("%s: %v", where, err)
		}
		var a, b []int
		for got.Next() {
			var id int
			if err := got.Scan(&id); err != nil {
				t.Fatal(err)
			}
			a = append(a, id)
		}
		for i, row := range rows {
			if m.Filter.Match(row) {
				b = append(b, i+1)
			}
		}
		if fmt.Sprint(a) != fmt.Sprint(b) {
			t.Fatalf("%s\nselects %v, Match lets %v pass", where, a, b)
		}
		selected += len(a)
	}
	if selected == 0 {
		t.Error("no row was ever selected")
	}
}

func TestDialects(t *testing.T) {
	for _, c := range []struct{ engine, ident, str, date, moment, yes string }{
		{"oracle", `"A""B"`, `N'o''\k'`, `DATE '2021-01-02'`, `TIMESTAMP '2021-01-02 03:04:05'`, "1"},
		{"sqlserver", `[A"B]`, `N'o''\k'`, `'20210102'`, `'2021-01-02T03:04:05'`, "1"},
		{"postgres", `"A""B"`, `'o''\k'`, `DATE '2021-01-02'`, `TIMESTAMP '2021-01-02 03:04:05'`, "TRUE"},
		{"mysql", "`A\"B`", `_utf8mb4 X'6f275c6b'`, `DATE '2021-01-02'`, `TIMESTAMP '2021-01-02 03:04:05'`, "TRUE"},
	} {
		d, ok := DialectOf(c.engine)
		if !ok {
			t.Fatal(c.engine)
		}
		got := []string{d.Ident("A\"B\x00"), d.Literal(Type{Name: TWString}, `o'\k`), d.Literal(Type{Name: TDate}, "2021-01-02"),
			d.Literal(Type{Name: TDateTime}, "2021-01-02 03:04:05"), d.Literal(Type{Name: TBoolean}, "yes")}
		if want := []string{c.ident, c.str, c.date, c.moment, c.yes}; strings.Join(got, "|") != strings.Join(want, "|") {
			t.Errorf("%s: %v, want %v", c.engine, got, want)
		}
		// A number that is none must not become SQL.
		if got := d.Literal(Type{Name: TInt4}, "1 OR 1=1"); !strings.Contains(got, "'1 OR 1=1'") {
			t.Errorf("%s: %s", c.engine, got)
		}
	}
}

// TestExpressions evaluates what the guide documents.
func TestExpressions(t *testing.T) {
	tab := &Table{Schema: "A", Name: "T", Columns: []Column{{Name: "first_name"}, {Name: "N"}, {Name: "oid__id"}, {Name: "X"}, {Name: "B"}, {Name: "D"}}}
	row := []value.Value{value.OfText("Ada"), value.OfDecimal("10.50"), value.OfText("q"), {}, value.OfBytes([]byte{0xab}), value.OfDateTime("2021-02-03 04:05:06")}
	for _, c := range []struct{ expr, typ, want string }{
		{"$first_name", "string", "Ada"},
		{"${first_name} || '-' || ${oid__id}", "string", "Ada-q"},
		{"lower($first_name)", "string", "ada"}, {"upper('äa')", "string", "äA"}, {"ltrim('xxa','x')", "string", "a"},
		{"substr('abcdef', -3, 2)", "string", "de"}, {"substr('abcdef', 4, -2)", "string", "bc"}, {"replace('aXbX','X','')", "string", "ab"},
		{"replaceChars('abc','ab','x')", "string", "xxc"}, {"hex($B)", "string", "AB"}, {"abs(-3)", "int4", "3"},
		{"round($N * 2, 1)", "numeric", "21"}, {"$N > 9", "int4", "1"}, {"max(1, 5, 3)", "int4", "5"}, {"min(2.5, 1)", "numeric", "1"},
		{"coalesce($X, $first_name)", "string", "Ada"}, {"ifnull($X, 'y')", "string", "y"}, {"nullif('a','a')", "string", "NULL"},
		{"CASE $first_name WHEN 'Ada' THEN 1 ELSE 2 END", "int4", "1"}, {"CASE WHEN $N > 100 THEN 'big' END", "string", "NULL"},
		{"date($D)", "date", "2021-02-03"}, {"strftime('%Y/%m', $D)", "string", "2021/02"}, {"datetime($D, '+1 day')", "datetime", "2021-02-04 04:05:06"},
		{"julianday('2000-01-01')", "real8", "2.4515445e+06"}, {"hash_sha256('abc')", "string", "BA7816BF8F01CFEA414140DE5DAE2223B00361A396177A9CB410FF61F20015AD"},
		{"operation_indicator('D','U','I')", "string", "U"}, {"operation_indicator ('D', 'U' , 'I') || 1", "string", "U1"},
		{"$AR_H_OPERATION", "string", "UPDATE"}, {"$AR_H_COMMIT_TIMESTAMP", "datetime", "2021-05-06 07:08:09.1234567"},
		{"$AR_M_SOURCE_SCHEMA || '.' || $AR_M_SOURCE_TABLE_NAME", "string", "A.T"}, {"'$first_name'", "string", "$first_name"},
		{"'it''s' -- a comment", "string", "it's"}, {"zeroblob(2)", "bytes", "0000"}, {"1 /* ; */ + 1", "int8", "2"},
	} {
		b, _ := strings.CutPrefix(fmt.Sprintf("%q", c.expr), "")
		d := load(t, rules(sel(1, "include", "A", "T", ""), tr(2, "column", "add-column", "A.T", `"value":"v","expression":`+b+`,"data-type":{"type":"`+c.typ+`"}`)))
		e := Compile(d, Options{})
		tran, err := resolve(t, e, tab).Transformer(e)
		if err != nil {
			t.Fatal(err)
		}
		ch := &Change{Op: Update, Before: row, After: row, Header: Header{CommitTimestamp: "2021-05-06 07:08:09.1234567"}}
		out, err := tran.Row(ch, row, nil)
		if err != nil {
			t.Errorf("%s: %v", c.expr, err)
		} else if got := out[len(out)-1].String(); got != c.want {
			t.Errorf("%s is %s, want %s", c.expr, got, c.want)
		}
		tran.Close()
	}
}

// TestMissing keeps what the log did not carry apart from NULL.
func TestMissing(t *testing.T) {
	e := Compile(load(t, rules(sel(1, "include", "A", "T", ""), tr(2, "column", "add-column", "A.T", `"value":"v","expression":"upper($S) || $N","data-type":{"type":"string"}`),
		tr(3, "column", "change-data-type", "A.T.N", `"data-type":{"type":"string"}`))), Options{})
	tran, err := resolve(t, e, &Table{Schema: "A", Name: "T", Columns: []Column{{Name: "S"}, {Name: "N"}}}).Transformer(e)
	if err != nil {
		t.Fatal(err)
	}
	defer tran.Close()
	row := []value.Value{value.OfText("x"), value.NotSent()}
	out, err := tran.Row(&Change{Op: Update, After: row}, row, nil)
	if err != nil || out[1].Kind() != value.Missing || out[2].Kind() != value.Missing {
		t.Errorf("%v, %v", out, err)
	}
	if _, err := tran.Row(&Change{}, row[:1], nil); err == nil {
		t.Error("a short row is taken")
	}
}

func TestConvert(t *testing.T) {
	for _, c := range []struct {
		v    value.Value
		t    Type
		want string
	}{
		{value.OfDecimal("12.0"), Type{Name: TInt4}, "12"}, {value.OfDecimal("12.5"), Type{Name: TInt4}, "error"},
		{value.OfInt(300), Type{Name: TUint1}, "error"}, {value.OfInt(-129), Type{Name: TInt1}, "error"}, {value.OfInt(-128), Type{Name: TInt1}, "-128"},
		{value.OfDecimal("-9223372036854775808"), Type{Name: TInt8}, "-9223372036854775808"}, {value.OfDecimal("9223372036854775808"), Type{Name: TInt8}, "error"},
		{value.OfDecimal("18446744073709551615"), Type{Name: TUint8}, "18446744073709551615"}, {value.OfDecimal("1e999999999"), Type{Name: TInt8}, "error"},
		{value.OfText(" 7 "), Type{Name: TInt2}, "7"}, {value.OfText("x"), Type{Name: TInt2}, "error"},
		{value.OfFloat(0.1), Type{Name: TNumeric}, "0.1"}, {value.OfText("1.50"), Type{Name: TNumeric}, "1.50"}, {value.OfText("NaN"), Type{Name: TNumeric}, "error"},
		{value.OfDecimal("2.5"), Type{Name: TReal8}, "2.5"}, {value.OfInt(5), Type{Name: TString}, "5"}, {value.OfText("äbc"), Type{Name: TString, Length: 2}, "äb cut"},
		{value.OfBytes([]byte{1, 171}), Type{Name: TString}, "01AB"}, {value.OfText("2021:02:03"), Type{Name: TDate}, "2021-02-03"},
		{value.OfDateTime("2021-02-03 10:20:30"), Type{Name: TDate}, "2021-02-03"}, {value.OfText("2021:02:03 10:20:30"), Type{Name: TDateTime}, "2021-02-03 10:20:30"},
		{value.OfDate("2021-10-10"), Type{Name: TDateTime}, "2021-10-10 00:00:00"}, {value.OfText("10:20:00"), Type{Name: TTime}, "10:20:00"},
		{value.OfText("2021-02-30"), Type{Name: TDate}, "error"}, {value.OfText("Y"), Type{Name: TBoolean}, "true"}, {value.OfInt(0), Type{Name: TBoolean}, "false"},
		{value.Value{}, Type{Name: TInt4}, "NULL"},
	} {
		got, cut, err := convert(c.v, c.t)
		s := got.String()
		if err != nil {
			s = "error"
		} else if cut {
			s += " cut"
		}
		if s != c.want {
			t.Errorf("%s as %s: %s (%v), want %s", c.v, c.t, s, err, c.want)
		}
	}
}

func TestMasks(t *testing.T) {
	rnd := newRandom()
	hash := (&Mask{Action: MaskHash}).apply(value.OfText("abc"), Type{Name: TString}, rnd)
	if hash.Str() != "BA7816BF8F01CFEA414140DE5DAE2223B00361A396177A9CB410FF61F20015AD" {
		t.Errorf("hash %s", hash)
	}
	if got := (&Mask{Action: MaskDigits, Char: '#'}).apply(value.OfText("a-12 b3"), Type{Name: TString}, rnd); got.Str() != "a-## b#" {
		t.Errorf("mask %s", got)
	}
	random := &Mask{Action: RandomizeDigits}
	changed := 0
	for range 200 {
		if got := random.apply(value.OfInt(-127), Type{Name: TInt1}, rnd); got.Kind() != value.Int || got.Int() < -128 || got.Int() > 0 {
			t.Fatalf("%v is no INT1", got)
		} else if got.Int() != -127 {
			changed++
		}
		if got := random.apply(value.OfDecimal("-12.50"), Type{Name: TNumeric}, rnd); !regexp.MustCompile(`^-\d\d\.\d\d$`).MatchString(got.Str()) {
			t.Fatalf("%v has another shape", got)
		}
		if got := random.apply(value.OfText("AB-99"), Type{Name: TString}, rnd); !regexp.MustCompile(`^AB-\d\d$`).MatchString(got.Str()) {
			t.Fatalf("%v has another shape", got)
		}
	}
	if changed < 150 {
		t.Errorf("only %d of 200 changed", changed)
	}
	for _, a := range []Action{MaskHash, MaskDigits, RandomizeDigits} {
		if !(&Mask{Action: a}).apply(value.Value{}, Type{}, rnd).IsNull() {
			t.Errorf("%s of NULL is not NULL", a)
		}
	}
}

// TestErrorsOfRows gives the row complete, and says which columns failed and why.
func TestErrorsOfRows(t *testing.T) {
	e := Compile(load(t, rules(sel(1, "include", "A", "T", ""), tr(2, "column", "change-data-type", "A.T.A", `"data-type":{"type":"int2"}`),
		tr(3, "column", "change-data-type", "A.T.B", `"data-type":{"type":"string","length":2}`),
		tr(4, "column", "add-column", "A.T", `"value":"c","expression":"abs(-9223372036854775808)","data-type":{"type":"int8"}`))), Options{})
	tran, err := resolve(t, e, &Table{Schema: "A", Name: "T", Columns: []Column{{Name: "A"}, {Name: "B"}}}).Transformer(e)
	if err != nil {
		t.Fatal(err)
	}
	defer tran.Close()
	row := []value.Value{value.OfText("many"), value.OfText("long")}
	out, err := tran.Row(&Change{Op: Insert, After: row}, row, nil)
	re, ok := err.(*RowError)
	if !ok || len(re.Columns) != 3 || !re.Columns[1].Truncated || re.Columns[0].RuleID != 2 || re.Columns[2].RuleID != 4 || !strings.Contains(err.Error(), "A.T.A") {
		t.Fatalf("%v", err)
	}
	if out[0].Str() != "many" || out[1].Str() != "lo" || !out[2].IsNull() {
		t.Errorf("%v", out)
	}
}

// BenchmarkRow maps rows: columns renamed and retyped, one computed by SQLite.
func BenchmarkRow(b *testing.B) {
	e := Compile(loadFile(b, "audit.json"), Options{})
	tab := &Table{Schema: "hr", Name: "person", Columns: []Column{{Name: "person_id"}, {Name: "first_name"}, {Name: "last_name"}, {Name: "tax_no"}}}
	m, ps := e.Resolve(tab)
	if ps.Failed() {
		b.Fatal(ps)
	}
	t, err := m.Transformer(e)
	if err != nil {
		b.Fatal(err)
	}
	defer t.Close()
	row := []value.Value{value.OfInt(7), value.OfText("Ada"), value.OfText("byron"), value.OfInt(123)}
	c := &Change{Op: Update, Before: row, After: row}
	var out []value.Value
	b.ReportAllocs()
	for b.Loop() {
		if out, err = t.Row(c, row, out[:0]); err != nil {
			b.Fatal(err)
		}
	}
}
