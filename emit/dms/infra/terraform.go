package infra

import (
	"bytes"
	"embed"
	"fmt"
	"io/fs"
	"path"
	"strings"
	"text/template"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/hashicorp/hcl/v2/hclwrite"
	"github.com/zclconf/go-cty/cty"
)

// The templates are HCL but for <% %>. Files whose name has -instance or -serverless are written for that form alone.
//
//go:embed terraform/*.tf
var templates embed.FS

// Terraform writes a root module: file names, with slashes, to their content. The mappings and settings are files of the
// module.
func Terraform(in Input) (map[string][]byte, error) {
	if err := in.check(); err != nil {
		return nil, err
	}
	files := map[string][]byte{}
	for _, t := range in.Tasks {
		files["mappings/"+t.Name+".json"] = t.Mappings
	}
	if in.Settings != nil {
		files["task-settings.json"] = in.Settings
	}
	list, err := fs.Glob(templates, "terraform/*.tf")
	if err != nil {
		return nil, err
	}
	for _, name := range list {
		out := path.Base(name)
		if base, form, two := strings.Cut(strings.TrimSuffix(out, ".tf"), "-"); two {
			if (form == "serverless") != in.Serverless {
				continue
			}
			out = base + ".tf"
		}
		if files[out], err = fill(name, in); err != nil {
			return nil, err
		}
	}
	return files, nil
}

// fill carries out a template and formats it as terraform fmt does.
func fill(name string, in Input) ([]byte, error) {
	src, err := templates.ReadFile(name)
	if err != nil {
		return nil, err
	}
	t, err := template.New(name).Delims("<%", "%>").Funcs(template.FuncMap{"q": quoteHCL, "list": listHCL, "lines": linesHCL}).Parse(string(src))
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	err = t.Execute(&b, map[string]any{"In": in, "Source": engines[in.Source], "Target": engines[in.Target], "Size": sizes[in.Workload],
		"Alarms": alarms, "Thresholds": thresholds, "Widgets": widgets, "Roles": serviceRoles, "Look": in.look(), "Run": in.run(), "Secret": secretActions, "Logs": logActions,
		"Period": alarmPeriod, "Periods": alarmPeriods, "Datapoints": alarmDatapoints, "Settings": in.Settings != nil})
	if err != nil {
		return nil, err
	}
	text := hclwrite.Format(b.Bytes())
	if _, diags := hclsyntax.ParseConfig(text, name, hcl.InitialPos); diags.HasErrors() {
		return nil, fmt.Errorf("%s: %w", name, diags)
	}
	return text, nil
}

// quoteHCL writes a string literal: ${ and %{ begin templates in HCL, so they are doubled.
func quoteHCL(s string) string {
	return string(hclwrite.TokensForValue(cty.StringVal(s)).Bytes())
}

func listHCL(list []string) string {
	var out []string
	for _, s := range list {
		out = append(out, quoteHCL(s))
	}
	return "[" + strings.Join(out, ", ") + "]"
}

// linesHCL writes a list over several lines.
func linesHCL(list []string) string {
	var b strings.Builder
	b.WriteString("[\n")
	for _, s := range list {
		b.WriteString("      " + quoteHCL(s) + ",\n")
	}
	b.WriteString("    ]")
	return b.String()
}
