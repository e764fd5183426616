package main

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

// Stored outputs are what a server of Transact-SQL printed for a script: each batch, GO, and behind it what came back, in the
// format of the JDBC tests of babelfish_extensions (test/JDBC/README.md there). Columns are separated by #!#, the first line of a
// result names their types:
//
//	SELECT a, b FROM t
//	GO
//	~~START~~
//	int#!#varchar
//	1#!#x
//	~~END~~
//
// prove -outputs FOLDER makes a procedure of every batch that is no definition, converts all of them with the definitions, runs
// them in order, and compares what they give with what is stored.

// step is one batch of a script and what was stored for it.
type step struct {
	text    string
	sets    []resultSet
	errors  []string // messages
	runs    bool     // it is run; others are definitions
	comment string   // why it is left out
}

// resultSet is one result: its types and rows.
type resultSet struct {
	types []string
	rows  [][]string
}

// group is a script, or one that prepares and the one that verifies: NAME-vu-prepare and NAME-vu-verify.
type group struct {
	name  string
	steps []*step
}

// readGroups reads the stored outputs of a folder. What is for other versions, or cleans up, is left out.
func readGroups(folder, only string) ([]group, error) {
	names, err := filepath.Glob(filepath.Join(folder, "*.out"))
	if err != nil || len(names) == 0 {
		return nil, fmt.Errorf("%s: no stored outputs (*.out)", folder)
	}
	filter, err := regexp.Compile(only)
	if err != nil {
		return nil, err
	}
	slices.Sort(names)
	var out []group
	for _, n := range names {
		base := strings.TrimSuffix(filepath.Base(n), ".out")
		if strings.Contains(base, "before") || strings.Contains(base, "__") || strings.HasSuffix(base, "-cleanup") || !filter.MatchString(base) {
			continue
		}
		name := strings.TrimSuffix(strings.TrimSuffix(base, "-vu-prepare"), "-vu-verify")
		steps, err := readSteps(n)
		if err != nil {
			return nil, err
		}
		if k := len(out) - 1; k >= 0 && out[k].name == name {
			out[k].steps = append(out[k].steps, steps...)
			continue
		}
		out = append(out, group{name, steps})
	}
	return out, nil
}

var messageLine = regexp.MustCompile(`^~~ERROR \(Message: (.*?)(\)~~)?$`)

// readSteps reads one file.
func readSteps(path string) ([]*step, error) {
	b, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	var out []*step
	var text strings.Builder
	inSet, types := false, false
	for _, line := range strings.Split(strings.ReplaceAll(string(b), "\r\n", "\n"), "\n") {
		var last *step
		if len(out) > 0 {
			last = out[len(out)-1]
		}
		m := messageLine.FindStringSubmatch(line)
		switch {
		case m != nil && last != nil:
			last.errors = append(last.errors, m[1])
			inSet = false
		case last != nil && line == "~~START~~":
			inSet, types = true, true
			last.sets = append(last.sets, resultSet{})
		case line == "~~END~~" || strings.HasPrefix(line, "~~ERROR (Code") || strings.HasPrefix(line, "~~ROW COUNT") || strings.HasPrefix(line, "~~WARNING"):
			inSet = false
		case inSet && types:
			last.sets[len(last.sets)-1].types = strings.Split(line, "#!#")
			types = false
		case inSet:
			r := &last.sets[len(last.sets)-1]
			r.rows = append(r.rows, strings.Split(line, "#!#"))
		case strings.EqualFold(strings.TrimSpace(line), "go"):
			out = append(out, &step{text: text.String()})
			text.Reset()
		default:
			text.WriteString(line + "\n")
		}
	}
	return out, nil
}

var (
	leadComment = regexp.MustCompile(`^(\s+|--[^\n]*\n|/\*[\s\S]*?\*/)*`)
	module      = regexp.MustCompile(`(?i)^(create|alter|drop|grant|revoke|deny|use|set|enable|disable|truncate|exec(ute)?\s+sp_(rename|addrole|addextendedproperty|set_session)\w*|sp_\w+)\b`)
	temporary   = regexp.MustCompile(`(?i)^create\s+table\s+#`)
	unwrapped   = regexp.MustCompile(`(?i)(\bbegin\s+tran|\bcommit\b|\brollback\b|\bsave\s+tran|#\w|@@trancount|\bdbcc\b|\b(session_user|current_user|system_user|user_name|user_id|suser_\w+|original_login|db_name|db_id|host_name|app_name|connectionproperty|serverproperty|@@servername|@@version|@@datefirst|@@language)\b|\bbabelfish|sys\.|pg_|\bset\s+(showplan|rowcount|xact_abort|identity_insert|dateformat|language|datefirst|ansi|quoted|concat)|\bset\s+@?\w+\s+(on|off)\b)`)
	stops       = regexp.MustCompile(`(?i)(-- psql|-- tsql\s+\w+=|\bprepst#!#|storedproc#!#|cursor#!#|txn#!#|java_auth#!#|dbmeta#!#|include#!#)`)
	definition  = regexp.MustCompile(`(?i)\bcreate\s+(or\s+alter\s+)?(table|view|proc|procedure|function|trigger|type|schema|sequence)\s+([\w.\[\]]+)`)
	later       = regexp.MustCompile(`(?is)^(create\s+(or\s+alter\s+)?trigger|create\s+unique|alter\s+table|create\s+table.*\b(insert|update|delete|merge|exec|execute)\b)`)
	modes       = regexp.MustCompile(`(?i)\bset\s+(parseonly|fmtonly|noexec|rowcount|babelfish_\w+|showplan_\w+|statistics\s+\w+)\s+(on|off|[1-9]\d*|0)`)
	kept        = regexp.MustCompile(`^set\s+(ansi_nulls|quoted_identifier)\s+(on|off)\s*;?\s*$`)
	inBatch     = regexp.MustCompile(`(?i)\b(drop|alter)\s+(table|view|proc|procedure|function|trigger|type)\b`)
)

// classify decides which batches run. A script ends for the comparison where the next step would depend on the state of a session, where
// an object is made a second time, or where a definition behind the first batch that runs would change what those before it give: all
// definitions are installed first.
func (g *group) classify() {
	made := map[string]bool{}
	on := map[string]bool{} // options that make a session give something else than results
	ran := false
	for i, s := range g.steps {
		code := s.text[len(leadComment.FindString(s.text)):]
		if ran && later.MatchString(code) {
			g.steps = g.steps[:i]
			return
		}
		for _, m := range modes.FindAllStringSubmatch(s.text, -1) {
			on[strings.ToLower(m[1])] = !strings.EqualFold(m[2], "off") && m[2] != "0"
		}
		if stops.MatchString(s.text) {
			g.steps = g.steps[:i]
			return
		}
		if module.MatchString(code) && !temporary.MatchString(code) {
			if len(s.errors) > 0 {
				s.comment = "a definition that failed"
			}
			for _, m := range definition.FindAllStringSubmatch(s.text, -1) {
				key := strings.ToLower(m[3])
				if made[key] {
					g.steps = g.steps[:i]
					return
				}
				made[key] = true
			}
			low := strings.ToLower(code)
			if strings.HasPrefix(low, "drop") || strings.HasPrefix(low, "set") && !kept.MatchString(low) || strings.HasPrefix(low, "use") || strings.HasPrefix(low, "truncate") {
				s.comment = "left out"
			}
			continue
		}
		if anyOn(on) || unwrapped.MatchString(s.text) || inBatch.MatchString(s.text) || strings.TrimSpace(code) == "" {
			s.comment = "depends on the session"
			continue
		}
		s.runs, ran = true, true
	}
}

func anyOn(m map[string]bool) bool {
	for _, v := range m {
		if v {
			return true
		}
	}
	return false
}

// source is the script that is converted.
func (g *group) source(w io.Writer) {
	for i, s := range g.steps {
		switch {
		case s.comment != "":
		case s.runs:
			fmt.Fprintf(w, "CREATE PROCEDURE dbo.%s AS\nBEGIN\n%s\nEND\nGO\n", stepName(i), s.text)
		default:
			fmt.Fprintf(w, "%s\nGO\n", s.text)
		}
	}
}

func stepName(i int) string { return fmt.Sprintf("stored_step_%d", i+1) }
