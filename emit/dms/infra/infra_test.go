package infra

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"regexp"
	"strings"
	"testing"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/hashicorp/hcl/v2/hclwrite"
	"gopkg.in/yaml.v3"
)

const oddMappings = "{\n  \"rules\": [{\"rule-name\": \"${a} %{ if x }\", \"value\": \"é\\u0000\"}]\n}\n"

// inputs are all forms that differ in what is written.
func inputs() map[string]Input {
	list := map[string]Input{}
	for _, source := range []string{"oracle", "sqlserver"} {
		for _, serverless := range []bool{false, true} {
			for _, workload := range []string{"small", "large", "lob"} {
				in := Input{Name: "HR-move", Source: source, Target: "aurora-postgresql", Workload: workload, Serverless: serverless,
					Tasks: []Task{{"core", []byte(`{"rules":[]}`)}, {"rest", []byte(oddMappings)}}}
				if workload != "small" {
					in.Settings = []byte(`{"Logging":{"EnableLogging":true}}`)
				}
				list[fmt.Sprintf("%s, %s, serverless %v", source, workload, serverless)] = in
			}
		}
	}
	in := list["oracle, small, serverless false"]
	in.Source, in.Target = "mariadb", "mysql"
	list["mariadb to mysql"] = in
	return list
}

// module is a Terraform module, parsed.
type module struct {
	t      *testing.T
	blocks []*hclsyntax.Block
	known  map[string]bool // var.x, local.x, TYPE.NAME, data.TYPE.NAME
}

func parseModule(t *testing.T, files map[string][]byte) *module {
	t.Helper()
	m := &module{t: t, known: map[string]bool{}}
	for name, text := range files {
		if !strings.HasSuffix(name, ".tf") {
			continue
		}
		if got := hclwrite.Format(text); !bytes.Equal(got, text) {
			t.Errorf("%s is not formatted", name)
		}
		f, diags := hclsyntax.ParseConfig(text, name, hcl.InitialPos)
		if diags.HasErrors() {
			t.Fatal(diags)
		}
		m.blocks = append(m.blocks, f.Body.(*hclsyntax.Body).Blocks...)
	}
	for _, b := range m.blocks {
		key := strings.Join(b.Labels, ".")
		switch b.Type {
		case "variable":
			key = "var." + key
		case "data":
			key = "data." + key
		case "locals":
			for n := range b.Body.Attributes {
				m.known["local."+n] = true
			}
			continue
		case "resource":
		default:
			continue
		}
		if m.known[key] {
			t.Errorf("%s is declared twice", key)
		}
		m.known[key] = true
	}
	return m
}

// arguments checks a block against the table.
func (m *module) arguments(kind string, body *hclsyntax.Body) {
	facts, ok := terraformRows[kind]
	if !ok {
		m.t.Errorf("the table has no %s", kind)
		return
	}
	given := map[string]bool{}
	for n := range body.Attributes {
		given[n] = true
		if !facts.takes(n) && n != "for_each" && n != "depends_on" {
			m.t.Errorf("%s has no argument %s", kind, n)
		}
	}
	for _, b := range body.Blocks {
		name, inner := b.Type, b.Body
		if name == "lifecycle" {
			continue
		}
		if name == "dynamic" {
			name, inner = b.Labels[0], b.Body.Blocks[0].Body
		}
		given[name] = true
		if !facts.takes(name) {
			m.t.Errorf("%s has no block %s", kind, name)
		}
		m.arguments(kind+"."+name, inner)
	}
	for _, n := range facts.needs() {
		if !given[n] {
			m.t.Errorf("%s lacks %s", kind, n)
		}
	}
}

// references checks that what expressions name exists.
func (m *module) references(body *hclsyntax.Body) {
	for _, a := range body.Attributes {
		for _, tr := range a.Expr.Variables() {
			m.reference(tr)
		}
	}
	for _, b := range body.Blocks {
		m.references(b.Body)
	}
}

func (m *module) reference(tr hcl.Traversal) {
	var parts []string
	for _, step := range tr {
		switch s := step.(type) {
		case hcl.TraverseRoot:
			parts = append(parts, s.Name)
		case hcl.TraverseAttr:
			parts = append(parts, s.Name)
		}
	}
	at := func(i int) string {
		if i < len(parts) {
			return parts[i]
		}
		return ""
	}
	switch parts[0] {
	case "each", "path", "string", "number", "bool", "list", "map":
		return
	case "var", "local":
		if key := parts[0] + "." + at(1); !m.known[key] {
			m.t.Errorf("%s is not declared", key)
		}
	case "data":
		m.attribute("data."+at(1), "data."+at(1)+"."+at(2), at(3))
	default:
		m.attribute(at(0), at(0)+"."+at(1), at(2))
	}
}

func (m *module) attribute(kind, key, attribute string) {
	if !m.known[key] {
		m.t.Errorf("%s is not declared", key)
	} else if attribute != "" && !terraformRows[kind].gives(attribute) {
		m.t.Errorf("%s has no attribute %s", kind, attribute)
	}
}

// TestTerraform checks every module with HCL's own parser: its arguments against the provider's documentation, that what
// is referred to exists, and that everything is described.
func TestTerraform(t *testing.T) {
	for name, in := range inputs() {
		t.Run(name, func(t *testing.T) {
			files, err := Terraform(in)
			if err != nil {
				t.Fatal(err)
			}
			if string(files["mappings/rest.json"]) != oddMappings || (files["task-settings.json"] != nil) != (in.Settings != nil) {
				t.Error("the documents are not as they were given")
			}
			noSecret(t, files)
			m := parseModule(t, files)
			used := map[string]bool{}
			for _, b := range m.blocks {
				switch b.Type {
				case "resource":
					m.arguments(b.Labels[0], b.Body)
				case "data":
					m.arguments("data."+b.Labels[0], b.Body)
				case "variable", "output":
					if b.Body.Attributes["description"] == nil || b.Type == "variable" && b.Body.Attributes["type"] == nil {
						t.Errorf("%s %s is not described", b.Type, b.Labels[0])
					}
				}
				m.references(b.Body)
			}
			for _, text := range files {
				for _, v := range regexp.MustCompile(`var\.([a-z_]+)`).FindAllStringSubmatch(string(text), -1) {
					used["var."+v[1]] = true
				}
			}
			for k := range m.known {
				if strings.HasPrefix(k, "var.") && !used[k] {
					t.Errorf("%s is not used", k)
				}
			}
		})
	}
}

// noSecret looks for names that hold secrets: none may be given a value.
func noSecret(t *testing.T, files map[string][]byte) {
	t.Helper()
	secret := regexp.MustCompile(`(?i)"?\b(password|username|user_name|server_name|secret_string|access_key|secret_key)\b"?\s*[:=]`)
	for name, text := range files {
		if m := secret.Find(text); m != nil {
			t.Errorf("%s gives %s", name, m)
		}
	}
}

// decode reads a template.
func decode(t *testing.T, text []byte) map[string]any {
	t.Helper()
	var tree map[string]any
	if err := json.Unmarshal(text, &tree); err != nil {
		t.Fatal(err)
	}
	return tree
}

// TestCloudFormation checks every template: properties against the template reference, references, conditions, and that
// the YAML says the same.
func TestCloudFormation(t *testing.T) {
	for name, in := range inputs() {
		t.Run(name, func(t *testing.T) {
			text, err := CloudFormation(in)
			if err != nil {
				t.Fatal(err)
			}
			noSecret(t, map[string][]byte{"template.json": text})
			tree := decode(t, text)
			resources, conditions := tree["Resources"].(obj), tree["Conditions"].(obj)
			names := map[string]bool{"AWS::NoValue": true, "AWS::Region": true, "AWS::AccountId": true, "AWS::Partition": true, "AWS::URLSuffix": true}
			for k, p := range tree["Parameters"].(obj) {
				names[k] = true
				if p.(obj)["Description"] == nil {
					t.Errorf("parameter %s is not described", k)
				}
			}
			for k := range resources {
				names[k] = true
			}
			for k, r := range resources {
				checkProperties(t, k, r.(obj)["Type"].(string), r.(obj)["Properties"].(obj))
				if c, ok := r.(obj)["Condition"]; ok && conditions[c.(string)] == nil {
					t.Errorf("%s: no condition %s", k, c)
				}
			}
			walk(tree, func(o obj) { checkFunctions(t, o, names, conditions, resources) })
			checkDashboard(t, resources["Dashboard"].(obj)["Properties"].(obj)["DashboardBody"].(obj)["Fn::Sub"])
			y, err := YAML(text)
			if err != nil {
				t.Fatal(err)
			}
			var same map[string]any
			if err := yaml.Unmarshal(y, &same); err != nil {
				t.Fatal(err)
			}
			again, err := json.Marshal(same)
			if err != nil || !reflect.DeepEqual(decode(t, again), tree) {
				t.Errorf("the YAML says something else: %v", err)
			}
		})
	}
}

func checkProperties(t *testing.T, name, kind string, given obj) {
	t.Helper()
	facts, ok := cloudFormationRows[kind]
	if !ok {
		t.Errorf("the table has no %s", kind)
	}
	for p, v := range given {
		if !facts.takes(p) {
			t.Errorf("%s: %s has no property %s", name, kind, p)
		}
		if inner, ok := nestedRows[p]; ok {
			for k := range v.(obj) {
				if !inner.takes(k) {
					t.Errorf("%s: %s has no %s", name, p, k)
				}
			}
		}
	}
	for _, p := range facts.needs() {
		if given[p] == nil {
			t.Errorf("%s lacks %s", name, p)
		}
	}
}

func walk(v any, f func(obj)) {
	switch v := v.(type) {
	case obj:
		f(v)
		for _, x := range v {
			walk(x, f)
		}
	case []any:
		for _, x := range v {
			walk(x, f)
		}
	}
}

// checkFunctions checks what an intrinsic function names.
func checkFunctions(t *testing.T, o obj, names map[string]bool, conditions, resources obj) {
	t.Helper()
	if r, ok := o["Ref"].(string); ok && !names[r] {
		t.Errorf("Ref %s: there is nothing of that name", r)
	}
	if list, ok := o["Fn::If"].([]any); ok && conditions[list[0].(string)] == nil {
		t.Errorf("no condition %s", list[0])
	}
	if list, ok := o["Fn::GetAtt"].([]any); ok {
		r, _ := resources[list[0].(string)].(obj)
		if r == nil || !cloudFormationRows[r["Type"].(string)].gives(list[1].(string)) {
			t.Errorf("Fn::GetAtt %v", list)
		}
	}
	text, own := o["Fn::Sub"], obj{}
	if list, ok := text.([]any); ok {
		text, own = list[0], list[1].(obj)
	}
	if s, ok := text.(string); ok {
		for _, m := range regexp.MustCompile(`\$\{([^}]+)\}`).FindAllStringSubmatch(s, -1) {
			if own[m[1]] == nil && !names[m[1]] {
				t.Errorf("Fn::Sub names %s", m[1])
			}
		}
	}
}

func checkDashboard(t *testing.T, text any) {
	t.Helper()
	if list, ok := text.([]any); ok {
		text = list[0]
	}
	var d struct {
		Widgets []struct {
			Properties struct{ Metrics []any }
		}
	}
	if err := json.Unmarshal([]byte(text.(string)), &d); err != nil || len(d.Widgets) < 3 || len(d.Widgets[0].Properties.Metrics) != 4 {
		t.Errorf("dashboard %v: %+v", err, d)
	}
}

// TestSameResources compares both forms: types and, for each, how many, tasks and alarms included.
func TestSameResources(t *testing.T) {
	for name, in := range inputs() {
		files, err := Terraform(in)
		if err != nil {
			t.Fatal(err)
		}
		want := map[string]int{}
		for _, b := range parseModule(t, files).blocks {
			if b.Type != "resource" || twins[b.Labels[0]] == "" {
				continue
			}
			n := 1
			if e := b.Body.Attributes["for_each"]; e != nil {
				n = map[string]int{"local.tasks": len(in.Tasks), "local.task_dimensions": len(in.Tasks)}[string(e.Expr.Range().SliceBytes(files[e.SrcRange.Filename]))]
				if b.Labels[0] == "aws_iam_role" {
					n = len(serviceRoles)
				}
			}
			want[twins[b.Labels[0]]] += n
		}
		text, err := CloudFormation(in)
		if err != nil {
			t.Fatal(err)
		}
		got := map[string]int{}
		for _, r := range decode(t, text)["Resources"].(obj) {
			got[r.(obj)["Type"].(string)]++
		}
		if !reflect.DeepEqual(got, want) {
			t.Errorf("%s: CloudFormation has %v, Terraform %v", name, got, want)
		}
	}
}

// TestTools runs what would read the files, where it is installed.
func TestTools(t *testing.T) {
	for name, in := range inputs() {
		dir := t.TempDir()
		files, err := Terraform(in)
		if err != nil {
			t.Fatal(err)
		}
		if files["template.json"], err = CloudFormation(in); err != nil {
			t.Fatal(err)
		}
		for n, b := range files {
			p := filepath.Join(dir, n)
			if err := os.MkdirAll(filepath.Dir(p), 0o777); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(p, b, 0o666); err != nil {
				t.Fatal(err)
			}
		}
		if tool, err := exec.LookPath("terraform"); err == nil {
			if out, err := exec.Command(tool, "fmt", "-check", "-recursive", "-diff", dir).CombinedOutput(); err != nil {
				t.Errorf("%s: terraform fmt: %v\n%s", name, err, out)
			}
		}
	}
}

func TestRefused(t *testing.T) {
	good := inputs()["oracle, large, serverless false"]
	for want, change := range map[string]func(*Input){
		"at most 40 letters":   func(in *Input) { in.Name = "1_x" },
		"${evil}":              func(in *Input) { in.Name = "${evil}" },
		"no task":              func(in *Input) { in.Tasks = nil },
		"aurora, aurora-p":     func(in *Input) { in.Target = "informix" },
		"small, large or lob":  func(in *Input) { in.Workload = "huge" },
		"the task's name":      func(in *Input) { in.Tasks = []Task{{"a b", []byte("{}")}} },
		"are no JSON":          func(in *Input) { in.Tasks = []Task{{"a", []byte("{")}} },
		"task settings are no": func(in *Input) { in.Settings = []byte("{") },
		"divide the tables":    func(in *Input) { in.Tasks = []Task{{"a", []byte(`"` + strings.Repeat("x", 2<<20) + `"`)}} },
	} {
		in := good
		change(&in)
		_, err := Terraform(in)
		_, cfn := CloudFormation(in)
		if err == nil || !strings.Contains(err.Error(), want) || cfn == nil {
			t.Errorf("%v, %v; want %q", err, cfn, want)
		}
	}
	in := good
	in.Tasks = []Task{{"a", []byte(`"` + strings.Repeat("x", 1<<20) + `"`)}}
	if _, err := CloudFormation(in); err == nil || !strings.Contains(err.Error(), "1 MB at most") {
		t.Errorf("a template of more than 1 MB: %v", err)
	}
}

func TestQuoteHCL(t *testing.T) {
	for in, want := range map[string]string{`a"b\`: `"a\"b\\"`, "${x}%{y}": `"$${x}%%{y}"`, "a\nb": `"a\nb"`} {
		if got := quoteHCL(in); got != want {
			t.Errorf("%q is written %s, want %s", in, got, want)
		}
	}
}
