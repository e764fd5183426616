package pairs

import (
	"fmt"
	"strings"
	"testing"

	"github.com/crosswalk-db/crosswalk/replicate"
	"github.com/crosswalk-db/crosswalk/replicate/mapping"
	"github.com/crosswalk-db/crosswalk/replicate/rules"
)

// rule writes one rule of a document about the source's schema.
func rule(schema string, id int, kind, target, action, table, column, more string) string {
	loc := fmt.Sprintf(`"schema-name": %q`, schema)
	if table != "" {
		loc += fmt.Sprintf(`, "table-name": %q`, table)
	}
	if column != "" {
		loc += fmt.Sprintf(`, "column-name": %q`, column)
	}
	if target != "" {
		more = fmt.Sprintf(`, "rule-target": %q`, target) + more
	}
	return fmt.Sprintf(`{"rule-type": %q, "rule-id": "%d", "rule-name": "%d", "rule-action": %q, "object-locator": {%s}%s}`, kind, id, id, action, loc, more)
}

func (p *pair) document(rulesOf ...string) {
	p.t.Helper()
	doc, problems := mapping.Parse("mappings.json", []byte(`{"rules": [`+strings.Join(rulesOf, ",\n")+`]}`))
	if err := problems.Err(); err != nil {
		p.t.Fatal(err)
	}
	d := mapping.Dialect(mapping.MySQLSQL)
	if p.src.pg != nil {
		d = mapping.PostgresSQL
	}
	p.mapping = rules.New(mapping.Compile(doc, mapping.Options{}), d)
}

// TestRules: every kind of rule does to a streamed row what it does to a loaded one.
func TestRules(t *testing.T) {
	everyPair(t, func(t *testing.T, p *pair) {
		s := p.src.name
		str := func(n int) string { return fmt.Sprintf(`"data-type": {"type": "string", "length": %d}`, n) }
		p.document(
			rule(s, 1, "selection", "", "include", "emp", "", `, "filters": [{"filter-type": "source", "column-name": "pay", "filter-conditions": [{"filter-operator": "gte", "value": "100"}]}]`),
			rule(s, 2, "selection", "", "include", "plain%", "", ""),
			rule(s, 3, "selection", "", "exclude", "plain_not", "", ""),
			rule(s, 4, "transformation", "schema", "rename", "", "", fmt.Sprintf(`, "value": %q`, p.dst.name)),
			rule(s, 5, "transformation", "table", "rename", "emp", "", `, "value": "staff"`),
			rule(s, 6, "transformation", "column", "rename", "emp", "name", `, "value": "full_name"`),
			rule(s, 7, "transformation", "column", "remove-column", "emp", "secret", ""),
			rule(s, 8, "transformation", "column", "add-column", "emp", "", `, "value": "label", "expression": "upper($name) || ':' || $pay", `+str(60)),
			rule(s, 9, "transformation", "column", "data-masking-digits-mask", "emp", "card", `, "value": "#"`),
			rule(s, 10, "transformation", "column", "data-masking-hash-mask", "emp", "mail", ""),
			rule(s, 11, "transformation", "table", "add-prefix", "plain%", "", `, "value": "x_"`),
		)
		p.src.exec("create table emp (id int primary key, name varchar(30), pay int, secret varchar(30), card varchar(30), mail varchar(80))")
		p.src.exec("create table plain_yes (id int primary key); create table plain_not (id int primary key); insert into plain_yes values (1)")
		row := "insert into emp values (%d, 'ann', 100, 'hidden', '4111-2222', 'ann@example.com'), (%d, 'bob', 99, 'hidden', '1', 'b@x')"
		p.src.exec(fmt.Sprintf(row, 1, 2))
		p.start(nil)
		p.caughtUp()
		p.src.exec(fmt.Sprintf(row, 3, 4))
		p.src.exec("insert into plain_yes values (2)")
		p.caughtUp()
		p.dst.is("select id from x_plain_yes order by id", `|"1"`, `|"2"`)
		got := p.dst.rows("select full_name, pay, label, card, mail from staff order by id")
		if len(got) != 2 || got[0] != got[1] {
			t.Fatalf("the loaded row and the streamed one differ:\n%s", strings.Join(got, "\n"))
		}
		if !strings.HasPrefix(got[0], `|"ann"|"100"|"ANN:100"|"####-####"|`) || strings.Contains(got[0], "example") {
			t.Errorf("%s", got[0])
		}
		p.src.exec("update emp set pay = 100 where id = 2")                   // comes into the filter
		p.src.exec("update emp set pay = 1 where id = 1")                     // leaves it
		p.src.exec("update emp set name = 'cy', card = '77' where id = 3")    // stays
		p.src.exec("update emp set secret = 'nobody sees this' where id = 3") // nothing to tell
		p.src.exec("delete from emp where id = 4")
		p.caughtUp()
		p.dst.is("select id, full_name, label, card from staff order by id", `|"2"|"bob"|"BOB:100"|"#"`, `|"3"|"cy"|"CY:100"|"##"`)
		p.src.exec("delete from emp where id = 3")
		p.caughtUp()
		p.dst.is("select id from staff", `|"2"`)
		if n := p.exceptions(); len(n) > 0 {
			t.Errorf("exceptions: %v", n)
		}
	})
}

// TestMaskingFails: a value that cannot be masked is never written as it is.
func TestMaskingFails(t *testing.T) {
	p := newPair(t, "postgres", "postgres")
	p.document(
		rule("app", 1, "selection", "", "include", "%", "", ""),
		rule("app", 2, "transformation", "column", "data-masking-hash-mask", "a", "v", ""))
	p.src.exec("create table a (id int primary key, v varchar(10))")
	p.dst.exec("create table a (id int primary key, v varchar(10))") // the hash has 64 characters
	p.src.exec("insert into a values (1, 'open')")
	p.start(func(o *replicate.Options) {
		o.Errors.DataErrorPolicy, o.Errors.DataTruncationErrorPolicy, o.Errors.DataMaskingErrorPolicy = replicate.LogError, replicate.LogError, replicate.StopTask
	})
	p.caughtUp()
	p.dst.is("select * from a")
	if n := p.exceptions(); len(n) != 1 || strings.Contains(n[0], "open") {
		t.Errorf("exceptions: %v", n)
	}
}
