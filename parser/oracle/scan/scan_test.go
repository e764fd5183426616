package scan

import (
	"strings"
	"testing"

	"github.com/crosswalk-db/crosswalk/parser/lex"
)

// show prints tokens as text/type, with the type left out where it shows the text.
func show(src string) string {
	r := Scan(src, 0, len(src), Options{})
	if r.Err != nil {
		return "error: " + r.Err.Msg
	}
	var out []string
	for i := range r.Tokens[:len(r.Tokens)-1] {
		t := &r.Tokens[i]
		s := t.Text()
		if typ := Vocabulary.TypeText(int(t.Type)); !strings.EqualFold(typ, s) {
			s += "/" + typ
		}
		out = append(out, s)
	}
	return strings.Join(out, " ")
}

func TestTokens(t *testing.T) {
	for _, c := range []struct{ src, want string }{
		{"'a''b' n'c' q'[d]' nq'{e'}' Q'!f''!' U'g'", "'a''b'/string n'c'/string q'[d]'/string nq'{e'}'/string Q'!f''!'/string U'g'/string"},
		{`"A b" a$b#c_1 été`, `"A b"/identifier a$b#c_1/identifier été/identifier`},
		{"1 1.5 .5 5. 1e5 1.2E-3 1f 2d 3fx 1..10", "1/number 1.5/number .5/number 5./number 1e5/number 1.2E-3/number 1f/number 2d/number 3/number fx/identifier 1/number .. 10/number"},
		{":a :1 :\"B\" : = := a := : b", ":a/:variable :1/:variable :\"B\"/:variable : =/:= := a/identifier := : b/:variable"},
		{"a(+) b( + ) c( /* x */ + )", "a/identifier (+) b/identifier ( + )/(+) c/identifier ( /* x */ + )/(+)"},
		{"<> != ^= ~= < > ! = <= < = >= => .. ** || <<a>> b | | c", "<> !=/<> ^=/<> ~=/<> < >/<> ! =/<> <= < =/<= >= => .. ** || << a/identifier >> b/identifier | |/|| c/identifier"},
		{"a%type b%rowtype sql%rowcount c % found", "a/identifier %type b/identifier %rowtype sql/identifier %rowcount/cursor attribute c/identifier % found/cursor attribute"},
		{"&a &&b. &c..d x_&e", "&a/identifier &&b/identifier . &c./identifier . d/identifier x_&e/identifier"},
		{"$$plsql_line", "$$plsql_line/$$name"},
		{"a -- x\n/* y */ + b", "a/identifier + b/identifier"},
		{"select (select 1 from x) from (((select 2 from y)))", "select ( select 1/number from x/identifier ) from ( ( ( select 2/number from y/identifier ) ) )"},
		{"?", "?/:variable"},
	} {
		if got := show(c.src); got != c.want {
			t.Errorf("%s\n got %s\nwant %s", c.src, got, c.want)
		}
	}
}

// TestContext holds how the same word is read in different places.
func TestContext(t *testing.T) {
	for _, c := range []struct{ src, word, want string }{
		{"begin open c; end;", "open", "OPEN"},
		{"begin open := 1; end;", "open", "identifier"},
		{"begin x.open; end;", "open", "identifier"},
		{"declare open boolean; begin null; end;", "open", "identifier"},
		{"select a left from t left join u", "left", "identifier LEFT"},
		{"declare type t is record (a date);", "type", "TYPE"},
		{"declare type number;", "type", "identifier"},
		{"select type, value, key from t", "value", "identifier"},
		{"select date '2020-01-01', date from t", "date", "DATE identifier"},
		{"select a partition from t partition (p)", "partition", "identifier PARTITION"},
		{"begin delete; delete from t; x.delete(1); end;", "delete", "identifier DELETE identifier"},
		{"select case when a then b end, c from t", "end", "END"},
		{"select x, end from t", "end", "identifier"},
		{"create package p is function result return number; end result;", "result", "identifier identifier"},
		{"select a mod b, mod(a, b) from t", "mod", "MOD identifier"},
		{"begin for i in reverse 1 .. 2 loop reverse(i); end loop; end;", "reverse", "REVERSE identifier"},
		{"begin return (case when a then 1 end); end;", "case", "CASE"},
	} {
		r := Scan(c.src, 0, len(c.src), Options{})
		var got []string
		for i := range r.Tokens {
			if strings.EqualFold(r.Tokens[i].Text(), c.word) {
				got = append(got, Vocabulary.TypeText(int(r.Tokens[i].Type)))
			}
		}
		if s := strings.Join(got, " "); s != c.want {
			t.Errorf("%s: %s is %s, want %s", c.src, c.word, s, c.want)
		}
	}
}

// TestLookup holds that every word of the table is found in any case, and nothing else.
func TestLookup(t *testing.T) {
	Vocabulary.Ready()
	for i, w := range Vocabulary.Words {
		want := uint16(numPuncts + 1 + i)
		if Vocabulary.Lookup(w) != want || Vocabulary.Lookup(strings.ToLower(w)) != want {
			t.Errorf("%s is not found", w)
		}
		if Vocabulary.Lookup(w+"X_") != IDENT {
			t.Errorf("%sX_ is found", w)
		}
	}
}

// checkResult holds what is true of every scan.
func checkResult(t *testing.T, src string, r *Result) {
	at := int32(0)
	for i := range r.Tokens {
		tok := &r.Tokens[i]
		if tok.Start < at || tok.End < tok.Start || int(tok.End) > len(src) {
			t.Fatalf("token %d is at %d..%d, after %d, of %d", i, tok.Start, tok.End, at, len(src))
		}
		if int(tok.Index) != i {
			t.Fatalf("token %d has index %d", i, tok.Index)
		}
		at = tok.End
	}
	if n := len(r.Tokens); n == 0 || r.Tokens[n-1].Type != lex.EOF {
		t.Fatal("no EOF at the end")
	}
	for i, c := range r.Comments {
		if c.Start >= c.End || i > 0 && c.Start < r.Comments[i-1].End {
			t.Fatalf("comment %d is at %d..%d", i, c.Start, c.End)
		}
	}
}

func FuzzScan(f *testing.F) {
	for _, s := range []string{
		"select 'a''b', q'[x]', :b, 1..2, a(+) from t -- c\n/* d */", "$if $$x $then a $elsif 1 = 2 $then b $else c $end",
		"create java source named x as class X { ; }", "begin a := 1; end;\n/\n", "q'", "'", "\"", "/*", "&", "$", ":", "(((((", ")))", "$if $if $end",
		"json_object('a':b, 'c':1)", "json('':0", "json_object(a?", "\x00\xff\xfe", "create package p wrapped \na000000\n1", "a -\n, b", "case case end end if loop begin end end",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, src string) {
		r := Scan(src, 0, len(src), Options{})
		checkResult(t, src, r)
		for i := range r.Tokens {
			r.OtherTypes(i)
		}
	})
}
