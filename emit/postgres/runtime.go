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

// loadFunctions is the pass that makes the tables of built-in functions and procedures.
func (em *emitter) loadFunctions() { em.fns, em.stmts = functionTable(), stmtTable() }

// orafce are the helpers that the extension of that name has too, in its schema oracle, with the same results. Four are
// left out: its to_date reads RR as the year 1 BC, its to_char keeps the 0 in front of the point, its substr gives ” where
// Oracle gives NULL, and its instr searches from place 0.
var orafce = map[string]string{
	"add_months": "oracle.add_months", "last_day": "oracle.last_day", "months_between": "oracle.months_between", "next_day": "oracle.next_day",
	"greatest": "oracle.greatest", "least": "oracle.least", "remainder": "oracle.remainder", "mod": "oracle.mod", "trunc": "oracle.trunc", "round": "oracle.round",
	"unistr": "oracle.unistr",
}

// orafceArgs makes timestamps of dates for orafce's functions that give a date for a date: Oracle's DATE has a time.
func orafceArgs(template string, args []val) []val {
	for _, name := range []string{"add_months", "last_day", "next_day", "trunc", "round"} {
		if !strings.Contains(template, "{@"+name+"}") {
			continue
		}
		args = append([]val{}, args...)
		for i, v := range args {
			if v.c == cDate {
				args[i] = v.cast("timestamp", cTS)
			}
		}
	}
	return args
}

// runtimeFn names a helper: the run-time library's, or orafce's where the user asked for that.
func (p *printer) runtimeFn(name string) string {
	if s := orafce[name]; s != "" && p.em.opts.Orafce {
		p.exts["orafce"] = true
		return s
	}
	return p.helper(name)
}
