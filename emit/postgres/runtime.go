package postgres

import (
	"embed"
	"regexp"
	"sort"
	"strings"
)

// The run-time library: functions that Oracle has and PostgreSQL does not. A file runtime/<name>.sql holds all
// functions of that name, in the schema crosswalk; only those that the output uses are installed.
//
//go:embed runtime/*.sql
var runtimeFiles embed.FS

var helperName = regexp.MustCompile(`\bcrosswalk\.([a-z_0-9]+)`)

// runtimeSource gives the text of a helper, "" when there is none of that name.
func runtimeSource(name string) string {
	b, err := runtimeFiles.ReadFile("runtime/" + name + ".sql")
	if err != nil {
		return ""
	}
	return string(b)
}

// runtimeLibrary gives the SQL of the helpers and of those that they call, each before its first use.
func (em *emitter) runtimeLibrary(names []string) string {
	var b strings.Builder
	done := map[string]bool{}
	var add func(name string)
	add = func(name string) {
		if done[name] {
			return
		}
		done[name] = true
		src := runtimeSource(name)
		if src == "" {
			return
		}
		var deps []string
		for _, m := range helperName.FindAllStringSubmatch(src, -1) {
			if m[1] != name && runtimeSource(m[1]) != "" {
				deps = append(deps, m[1])
			}
		}
		for _, d := range deps {
			add(d)
		}
		if b.Len() > 0 {
			b.WriteByte('\n')
		}
		b.WriteString(em.inRuntimeSchema(src))
	}
	sorted := append([]string(nil), names...)
	sort.Strings(sorted)
	for _, n := range sorted {
		add(n)
	}
	return b.String()
}

// inRuntimeSchema puts the schema's real name in.
func (em *emitter) inRuntimeSchema(src string) string {
	schema := quoteIdent(em.runtimeSchema())
	if schema == "crosswalk" {
		return src
	}
	return helperName.ReplaceAllStringFunc(src, func(s string) string {
		if n := strings.TrimPrefix(s, "crosswalk."); runtimeSource(n) != "" {
			return schema + "." + n
		}
		return s
	})
}

// loadFunctions is the pass that makes the table of built-in functions.
func (em *emitter) loadFunctions() { em.fns = functionTable() }

// orafce are the helpers that the extension of that name has too, in its schema oracle.
var orafce = map[string]string{
	"add_months": "oracle.add_months", "last_day": "oracle.last_day", "months_between": "oracle.months_between", "next_day": "oracle.next_day",
	"substr": "oracle.substr", "instr": "oracle.instr", "to_date": "oracle.to_date", "to_char": "oracle.to_char", "greatest": "oracle.greatest",
	"least": "oracle.least", "remainder": "oracle.remainder", "mod": "oracle.mod", "trunc": "oracle.trunc", "round": "oracle.round",
	"unistr": "oracle.unistr",
}

// runtimeFn names a helper: the run-time library's, or orafce's where the user asked for that.
func (p *printer) runtimeFn(name string) string {
	if s := orafce[name]; s != "" && p.em.opts.Orafce {
		p.exts["orafce"] = true
		return s
	}
	return p.helper(name)
}
