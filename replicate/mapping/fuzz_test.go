package mapping

import (
	"context"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/crosswalk-db/crosswalk/replicate/value"
)

// refInText is a $ that may stand in a string, a quoted name or a comment, where it is no reference.
var refInText = regexp.MustCompile("['\"`\\[][^$]*\\$|--|/\\*")

// plainRef is a reference outside of those.
var plainRef = regexp.MustCompile(`\$\{?([AN])\b\}?`)

// FuzzExpression gives any text as an expression: it is refused, or SQLite compiles it, and then it is what SQLite makes
// of it over a row with the columns in place of the references.
func FuzzExpression(f *testing.F) {
	for _, s := range []string{"$A", "upper(${A}) || '-' || $N", "CASE WHEN $N > 1 THEN $A END", "substr($A, -2, 1)", "hash_sha256($A)", "operation_indicator('D','U','I')",
		"round($N, 2)", "strftime('%Y', '2021-02-03')", "coalesce(NULL, $A)", "$AR_H_OPERATION", "replaceChars('abc','ab','x')", "(1", "1; DROP TABLE x", "$A COLLATE NOCASE = 'x'"} {
		f.Add(s, "Ada", int64(7))
	}
	tab := &Table{Schema: "S", Name: "T", Columns: []Column{{Name: "A"}, {Name: "N"}}}
	f.Fuzz(func(t *testing.T, expr, text string, n int64) {
		if len(expr) > 300 || len(text) > 100 {
			return
		}
		rule := &Transformation{Rule: Rule{ID: 2}, Target: OnColumn, Action: AddColumn, Value: "v", Locator: Locator{Schema: "S", Table: "T"}, DataType: &Type{Name: TString}, Expression: expr}
		bad := rule.checkExpression().Failed()
		e := Compile(&Document{Selections: []*Selection{{Rule: Rule{ID: 1}, Action: Include, Locator: Locator{Schema: "S", Table: "T"}}}, Transformations: []*Transformation{rule}}, Options{})
		m, ps := e.Resolve(tab)
		if bad || ps.Failed() {
			return
		}
		tr, err := m.Transformer(e)
		if err != nil {
			t.Fatalf("%q passes the check, and does not compile: %v", expr, err)
		}
		defer tr.Close()
		row := []value.Value{value.OfText(text), value.OfInt(n)}
		low := strings.ToLower(expr)
		if strings.Contains(low, "blob") || strings.Contains(low, "random") || strings.Contains(low, "printf") || strings.Contains(low, "format") { // large or never the same
			return
		}
		got, failed := tr.Row(&Change{Op: Load, After: row}, row, nil)
		if refInText.MatchString(expr) || strings.Contains(expr, "AR_") || strings.Contains(low, "operation_indicator") || strings.TrimSpace(expr) == "" {
			return
		}
		want, err := plainSQLite(plainRef.ReplaceAllString(expr, `"$1"`), text, n)
		if err != nil || failed != nil {
			return // both fail, or one for what the other type cannot hold
		}
		if v := got[len(got)-1]; v.String() != want.String() && !strings.ContainsAny(low, "\x00") {
			t.Fatalf("%q is %q, and SQLite says %q", expr, v, want)
		}
	})
}

// plainSQLite evaluates an expression over a row with columns A and N.
func plainSQLite(expr, text string, n int64) (value.Value, error) {
	db, conn, err := openSQLite()
	if err != nil {
		return value.Value{}, err
	}
	defer db.Close()
	defer conn.Close()
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Second)
	defer cancel()
	var got any
	if err := conn.QueryRowContext(ctx, "SELECT ("+expr+"\n) FROM (SELECT ?1 AS A, ?2 AS N)", text, n).Scan(&got); err != nil {
		return value.Value{}, err
	}
	v := fromSQLite(got)
	out, _, err := convert(v, Type{Name: TString})
	return out, err
}
