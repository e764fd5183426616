package batch

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/crosswalk-db/crosswalk/ir/diag"
	"github.com/crosswalk-db/crosswalk/parser/source"
)

func texts(units []Unit) []string {
	var out []string
	for _, u := range units {
		out = append(out, u.Text())
	}
	return out
}

func TestSplit(t *testing.T) {
	for name, c := range map[string]struct {
		text string
		want []string
	}{
		"plain":          {"SELECT 1\nGO\nSELECT 2\n go \nSELECT 3", []string{"SELECT 1", "SELECT 2", "SELECT 3"}},
		"count":          {"INSERT t DEFAULT VALUES\nGO 10 -- ten\nSELECT 2\nGO;\n", []string{"INSERT t DEFAULT VALUES", "SELECT 2"}},
		"string":         {"PRINT 'a\nGO\nb'\nGO\nSELECT 1", []string{"PRINT 'a\nGO\nb'", "SELECT 1"}},
		"doubled quote":  {"PRINT 'a''\nGO\n'''\nGO", []string{"PRINT 'a''\nGO\n'''"}},
		"brackets":       {"SELECT 1 AS [a]]\nGO\n]\nGO", []string{"SELECT 1 AS [a]]\nGO\n]"}},
		"quotes":         {"SELECT 1 AS \"a\nGO\n\"\nGO", []string{"SELECT 1 AS \"a\nGO\n\""}},
		"nested comment": {"/* a /* b */\nGO\n*/ SELECT 1\nGO", []string{"/* a /* b */\nGO\n*/ SELECT 1"}},
		"line comment":   {"-- it's\nGO\nSELECT 1 -- [\nGO\n", []string{"SELECT 1 -- ["}},
		"only comments":  {"/* head */\nGO\n;\nGO\nSELECT 1", []string{"SELECT 1"}},
		"no terminator":  {"GOTO done\ngoes: SELECT 1", []string{"GOTO done\ngoes: SELECT 1"}},
		"windows":        {"SELECT 1\r\nGO\r\nSELECT 2\r\n", []string{"SELECT 1", "SELECT 2"}},
	} {
		got := texts(Split(diag.NewFile("a.sql", c.text), Options{}))
		if fmt.Sprint(got) != fmt.Sprint(c.want) {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

func TestOptions(t *testing.T) {
	units := Split(diag.NewFile("a.sql", "SET QUOTED_IDENTIFIER OFF\nSET ANSI_NULLS, ANSI_PADDING OFF\nGO\nSELECT \"a\"\nGO\nUSE [My Db]\n"+
		"SET QUOTED_IDENTIFIER ON\nGO\nSELECT 1\nGO 3\n"), Options{})
	want := "true true  1|true true  1|false true My Db 1|false true My Db 3|"
	got := ""
	for _, u := range units {
		got += fmt.Sprintf("%v %v %s %d|", u.QuotedText, u.NullsEqual, u.Database, u.Repeat)
	}
	if got != want {
		t.Errorf("%s, want %s", got, want)
	}
}

func TestVariables(t *testing.T) {
	text := ":setvar Schema sales\n:setvar Name \"My \"\"x\"\"\"\nCREATE TABLE $(Schema).t (a int)\nPRINT '$(name) $(Unknown) $(DatabaseName)'\nGO\nSELECT $(Unknown)\n"
	units := Split(diag.NewFile("a.sql", text), Options{Define: map[string]string{"schema": "hr"}})
	if len(units) != 2 {
		t.Fatalf("%q", texts(units))
	}
	if got, want := units[0].Text(), "CREATE TABLE hr.t (a int)\nPRINT 'My \"x\" $(Unknown) $(DatabaseName)'"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	// A place behind a replaced variable is told in the file.
	at := strings.Index(units[0].File.Text, "PRINT")
	if line, col := units[0].File.Position(at); line != 4 || col != 1 {
		t.Errorf("PRINT is at %d:%d", line, col)
	}
	told := 0
	for _, u := range units {
		told += len(u.Problems)
	}
	if told != 1 {
		t.Errorf("%d findings for the variable without a value, want 1", told)
	}
}

func TestUnterminated(t *testing.T) {
	units := Split(diag.NewFile("a.sql", "SELECT 1\nGO\nPRINT 'x\nGO\nSELECT 2"), Options{})
	if len(units) != 2 || len(units[1].Problems) != 1 || units[1].Problems[0].Code != diag.TsqlUnterminated {
		t.Fatalf("%+v", units)
	}
	if line, col := units[1].File.Position(units[1].Problems[0].Span.Start); line != 3 || col != 7 {
		t.Errorf("at %d:%d, want 3:7", line, col)
	}
}

// folder is an Includer over texts.
type folder map[string]*diag.File

func (f folder) Include(i source.Include) (*diag.File, error) {
	name := strings.TrimPrefix(strings.ReplaceAll(i.Name, `\`, "/"), "./")
	if g, ok := f[name]; ok {
		return g, nil
	}
	return nil, &source.Problem{Kind: source.Missing, Name: i.Name, Message: "no such file in the given folders"}
}

func load(t *testing.T, project string, files ...string) (Result, []string) {
	t.Helper()
	dir := folder{}
	var list []*diag.File
	for i := 0; i < len(files); i += 2 {
		f := diag.NewFile(files[i], files[i+1])
		dir[files[i]], list = f, append(list, f)
	}
	o := Options{}
	if project != "" {
		o.Projects = []*diag.File{diag.NewFile("db/db.sqlproj", project)}
	}
	r := Load(context.Background(), list, dir, o)
	return r, texts(r.Units)
}

func TestIncludes(t *testing.T) {
	r, got := load(t, "", "a.sql", "SELECT 1", "b.sql", ":setvar v 2\n:r .\\c.sql\n:r missing.sql\n:r $(nothing).sql\nSELECT 9", "c.sql", "SELECT $(v)\nGO\n:r .\\b.sql")
	if want := "[SELECT 1 SELECT 2 SELECT 9]"; fmt.Sprint(got) != want {
		t.Errorf("%v, want %v", got, want)
	}
	if len(r.Problems) != 3 { // the missing one, the unknown one, the one that includes itself
		t.Errorf("%v", r.Problems)
	}
}

func TestCommands(t *testing.T) {
	r, got := load(t, "", "a.sql", "SELECT 1\n:on error exit\nSELECT 2\n!!dir\n:connect other\nSELECT 3\n::fn_x\n:EXIT(SELECT 4)\n")
	if want := "[SELECT 1 SELECT 2 SELECT 3\n::fn_x]"; fmt.Sprint(got) != want {
		t.Errorf("%q, want %s", got, want)
	}
	if len(r.Problems) != 2 {
		t.Errorf("%v", r.Problems)
	}
}

const oldProject = `<?xml version="1.0"?><Project xmlns="http://schemas.microsoft.com/developer/msbuild/2003"><ItemGroup>
<Build Include="Tables\T1.sql" /><Build Include="Views\*.sql" /><None Include="Post\data.sql" />
<PostDeploy Include="Post\Script.sql" /><PreDeploy Include="pre.sql" /></ItemGroup></Project>`

func TestProject(t *testing.T) {
	r, got := load(t, oldProject, "db/Post/Script.sql", ":r db/Post/data.sql", "db/Post/data.sql", "post", "db/pre.sql", "pre",
		"db/tables/t1.sql", "table", "db/views/v.sql", "view", "db/views/deep/w.sql", "not matched", "db/x.sql", "not listed", "other.sql", "other")
	if want := "[pre table view other post]"; fmt.Sprint(got) != want {
		t.Errorf("%v, want %v", got, want)
	}
	if len(r.Problems) != 1 || r.Problems[0].Code != diag.TsqlNotInProject {
		t.Errorf("%v", r.Problems)
	}
}

func TestSDKProject(t *testing.T) {
	_, got := load(t, `<Project><Sdk Name="Microsoft.Build.Sql" Version="0.1" /><ItemGroup><Build Remove="old\**" /><PostDeploy Include="post.sql" /></ItemGroup></Project>`,
		"db/a.sql", "a", "db/old/b.sql", "b", "db/post.sql", "post", "db/z.sql", "z")
	if want := "[a z post]"; fmt.Sprint(got) != want {
		t.Errorf("%v, want %v", got, want)
	}
}

func TestFlyway(t *testing.T) {
	_, got := load(t, "", "m/R__views.sql", "r", "m/U2__x.sql", "u2", "m/V10__x.sql", "v10", "m/V1_1__x.sql", "v1.1", "m/V1__x.sql", "v1", "m/V2__x.sql", "v2", "n/Version__x.sql", "n")
	if want := "[v1 v1.1 v2 v10 r n]"; fmt.Sprint(got) != want {
		t.Errorf("%v, want %v", got, want)
	}
}

// FuzzSplit holds that units lie in order inside the text, do not overlap, and are not blank.
func FuzzSplit(f *testing.F) {
	for _, s := range []string{"SELECT 1\nGO\nSELECT 2", "PRINT 'a\nGO", "[a]]\nGO 2\n/* /* */ */\nGO", ":setvar a b\n$(a)\nGO\n:r x", "\"\nGO\n\"\r\nGO\r\n"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		last := 0
		for _, u := range Split(diag.NewFile("a.sql", text), Options{Define: map[string]string{"a": "b"}}) {
			if u.Start >= u.End || u.End > len(u.File.Text) {
				t.Fatalf("unit %d..%d of %d", u.Start, u.End, len(u.File.Text))
			}
			_, at := u.File.Root(u.Start)
			if at < last {
				t.Fatalf("unit at %d behind %d", at, last)
			}
			last = at
		}
	})
}

// TestTemplateNames: an apostrophe, a hyphen or a slash in a quoted name begins nothing, so that placeholders behind it are seen.
func TestTemplateNames(t *testing.T) {
	for text, want := range map[string]string{
		"CREATE TABLE {q}a ([it's] int, b {z}t)":         "CREATE TABLE qa ([it's] int, b zt)",
		"CREATE TABLE {q}a ([a]]'b] int, \"c'd\" {z}t)":  "CREATE TABLE qa ([a]]'b] int, \"c'd\" zt)",
		"SELECT [a--b], [c/*d] FROM {q}a":                "SELECT [a--b], [c/*d] FROM qa",
		"SELECT 1 /*/ it's */ FROM {q}a":                 "SELECT 1 /*/ it's */ FROM qa",
		"SELECT '[' + '{q}' FROM [{q}a] WHERE b = '{x}'": "SELECT '[' + '{q}' FROM [qa] WHERE b = '{x}'",
	} {
		got := texts(Split(diag.NewFile("a.sql", text), Options{Define: map[string]string{"Q": "q", "Z": "z"}}))
		if len(got) != 1 || got[0] != want {
			t.Errorf("%s: %q, want %q", text, got, want)
		}
	}
}
