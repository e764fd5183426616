package tsql

import (
	"slices"
	"strings"
	"testing"

	"github.com/crosswalk-db/crosswalk/ir"
)

// TestIsCondition: what may stand in parentheses behind "not chosen OR" is one condition, without an OR that would bind otherwise, and
// without a clause.
func TestIsCondition(t *testing.T) {
	for text, want := range map[string]bool{
		"a = 1":                                     true,
		"a = 1 AND b BETWEEN 2 AND 3":               true,
		"(a = 1 OR b = 2)":                          true,
		"CASE WHEN a = 1 THEN 2 ELSE 3 END = @x":    true,
		"[or] = ' or ' AND f(a, b) IN (1, 2)":       true,
		"EXISTS (SELECT 1 FROM t WHERE t.a = 1)":    true,
		"a = 1 OR b = 2":                            false,
		"a = 1 ORDER BY b":                          false,
		"a = 1) AND (b = 2":                         false,
		"a = (1":                                    false,
		"a = 1, b = 2":                              false,
		"a = 1 -- more":                             false,
		"a = 1; DELETE t":                           false,
		"CASE WHEN a = 1 THEN 2 END OR b = 1":       false,
		"a = 1 GROUP BY CASE WHEN b = 1 THEN 2 END": false,
	} {
		if got := isCondition(text); got != want {
			t.Errorf("%s: %v, want %v", text, got, want)
		}
	}
}

func TestNameParts(t *testing.T) {
	for text, want := range map[string][]string{
		"c": {"c"}, "t.c": {"t", "c"}, "[a.b].[c d]": {"[a.b]", "[c d]"}, "@v": {"@v"}, "dbo.t . c": {"dbo", "t", "c"},
	} {
		if got := nameParts(text); !slices.Equal(got, want) {
			t.Errorf("%s: %q, want %q", text, got, want)
		}
	}
}

// TestTemplateText: what is a constant, a name or a comment of a text, wherever its pieces are cut.
func TestTemplateText(t *testing.T) {
	v := &ir.Ref{Name: ir.QName{Parts: []ir.Name{ir.MakeName("@v")}}}
	lit := func(s string) piece { return piece{lit: &ir.StringLit{Value: s}} }
	for want, list := range map[string][]piece{
		"/*/ it's */ a = @xw_value_1":           {lit("/*/ it's */ a = '"), {value: v}, lit("'")},
		"/* /* */ ' */ a = @xw_value_1":         {lit("/* /* */ ' */ a = '"), {value: v}, lit("'")},
		"[a]]'b] = @xw_value_1":                 {lit("[a]]'b] = '"), {value: v}, lit("'")},
		`"it's" = @xw_value_1`:                  {lit(`"it's" = '`), {value: v}, lit("'")},
		"a = 'it''s' AND b = @xw_value_1":       {lit("a = 'it'"), lit("'s' AND b = '"), {value: v}, lit("'")},
		"a = 1 -- it's\n AND b = @xw_value_1":   {lit("a = 1 -"), lit("- it's\n AND b = '"), {value: v}, lit("'")},
		"a = 1 /* it's *\n */ = @xw_value_1":    {lit("a = 1 /"), lit("* it's *"), lit("\n */ = '"), {value: v}, lit("'")},
		"a = '' AND b = @xw_value_1 AND c = ''": {lit("a = '' AND b = '"), {value: v}, lit("' AND c = ''")},
	} {
		a := &assembler{l: &lowerer{}, t: &template{}}
		a.run(list)
		if got := strings.Join(strings.Fields(a.b.String()), " "); a.failed || a.state != inCode || got != strings.Join(strings.Fields(want), " ") {
			t.Errorf("%q, failed %v, state %d, want %q", got, a.failed, a.state, want)
		}
	}
}

// TestSQLPiece: where a piece of SQL that is only known when it runs may stand, and what takes its place there.
func TestSQLPiece(t *testing.T) {
	v := &ir.Call{Name: ir.MakeQName("LTRIM")} // a text of no known kind
	lit := func(s string) piece { return piece{lit: &ir.StringLit{Value: s}} }
	for want, list := range map[string][]piece{
		"SELECT a FROM t WHERE xw_name_1_ = 1":                           {lit("SELECT a FROM t WHERE "), {value: v}},
		"SELECT a FROM t WHERE a = 1 AND xw_name_1_ = 1 ORDER BY a":      {lit("SELECT a FROM t WHERE a = 1 "), {value: v}, lit(" ORDER BY a")},
		"SELECT a FROM (SELECT b FROM t WHERE xw_name_1_ = 1 ) x":        {lit("SELECT a FROM (SELECT b FROM t "), {value: v}, lit(") x")},
		"SELECT a, xw_name_1_ FROM t":                                    {lit("SELECT a, "), {value: v}, lit(" FROM t")},
		"UPDATE t SET a = 1 WHERE xw_name_1_ = 1":                        {lit("UPDATE t SET a = 1 "), {value: v}},
		"SELECT a FROM t ORDER BY xw_name_1_":                            {lit("SELECT a FROM t ORDER BY [a] "), {value: v}},
		"SELECT a FROM t PIVOT (MAX(v) FOR c IN (xw_name_1_)) p":         {lit("SELECT a FROM t PIVOT (MAX(v) FOR c IN ("), {value: v}, lit(")) p")},
		"SELECT a FROM t JOIN s ON t.a = s.a AND xw_name_1_ = 1 WHERE b": {lit("SELECT a FROM t JOIN s ON t.a = s.a "), {value: v}, lit(" WHERE b")},
	} {
		a := &assembler{l: &lowerer{}, t: &template{}}
		a.run(list)
		if got := strings.Join(strings.Fields(a.b.String()), " "); a.failed || got != want {
			t.Errorf("%q, failed %v, want %q", got, a.failed, want)
		}
	}
	for _, list := range [][]piece{
		{lit("SELECT a FROM t "), {value: v}, lit(" WHERE b = 1")},
		{lit("DELETE d FROM d JOIN s ON s.a = d.a "), {value: v}},
		{lit("SELECT a FROM t WHERE a"), {value: v}, lit(" = 1")},
		{lit("EXEC p "), {value: v}},
		{lit("SELECT a FROM t WHERE a LIKE "), {value: v}},
	} {
		a := &assembler{l: &lowerer{}, t: &template{}}
		if a.run(list); !a.failed {
			t.Errorf("%q is taken for a place of a piece", a.b.String())
		}
	}
}
