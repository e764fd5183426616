package postgres

import (
	"testing"

	"github.com/crosswalk-db/crosswalk/assess/proof/pgparse"
	"github.com/crosswalk-db/crosswalk/emit"
)

// TestOldest runs everything as it is written for PostgreSQL 13, with helpers in place of what came later.
func TestOldest(t *testing.T) {
	for _, list := range [][][2]string{behaviour, dateBehaviour, formatBehaviour, otherBehaviour} {
		check(t, emit.Options{Version: 13}, list)
	}
}

// TestVersionsParse has every expression read by PostgreSQL's grammar as each version gets it.
func TestVersionsParse(t *testing.T) {
	for _, v := range []int{13, 14, 16, 17} {
		for _, list := range [][][2]string{behaviour, dateBehaviour, formatBehaviour, otherBehaviour, golden} {
			src := make([]string, len(list))
			for i, g := range list {
				if src[i] = conditionAsValue(g); src[i] == g[0] {
					src[i] = asValue(g[0])
				}
			}
			es, ps := exprs(t, emit.Options{Version: v}, src)
			for i, e := range es {
				if ps[i] == nil {
					continue
				}
				text := ps[i].exprText(e)
				if err := pgparse.Parse("SELECT " + text + " FROM t"); err != nil {
					t.Errorf("%d: %s\n  as %s\n  %s", v, src[i], text, err.Msg)
				}
			}
		}
	}
}

// byVersion are expressions that newer servers have words of their own for.
var byVersion = []struct {
	version   int
	src, want string
}{
	{13, "EXTRACT(YEAR FROM d)", "extract(year FROM d)::numeric"},
	{15, "EXTRACT(YEAR FROM d)", "extract(year FROM d)"},
	{14, "REGEXP_SUBSTR(s, 'a+')", "crosswalk.regexp_substr(s, 'a+')"},
	{15, "REGEXP_SUBSTR(s, 'a+')", "regexp_substr(s, 'a+')"},
	{15, "JSON_ARRAY(n5, nn)", "crosswalk.json_text(crosswalk.json_no_nulls(json_build_array(n5, trim_scale(nn)))::text)"},
	{16, "JSON_ARRAY(n5, nn)", "crosswalk.json_text(json_array(n5, trim_scale(nn))::text)"},
	{15, "JSON_OBJECT('k' VALUE n5 ABSENT ON NULL)", "crosswalk.json_text(json_strip_nulls(json_build_object('k', n5))::text)"},
	{16, "JSON_OBJECT('k' VALUE n5 ABSENT ON NULL)", "crosswalk.json_text(json_object('k': n5 ABSENT ON NULL)::text)"},
	{15, "DBMS_RANDOM.NORMAL", "crosswalk.random_normal()"},
	{16, "DBMS_RANDOM.NORMAL", "random_normal()::numeric"},
}

func TestByVersion(t *testing.T) {
	for _, c := range byVersion {
		es, ps := exprs(t, emit.Options{Version: c.version}, []string{c.src})
		if ps[0] == nil {
			continue
		}
		if got := ps[0].exprText(es[0]); got != c.want {
			t.Errorf("%d: %s\n  got  %s\n  want %s", c.version, c.src, got, c.want)
		}
	}
}
