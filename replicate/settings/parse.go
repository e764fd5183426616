package settings

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"reflect"
	"sort"
	"strconv"
	"strings"
)

// Problem is something about a document that its writer should know.
type Problem struct {
	Error   bool
	File    string
	Line    int // 0 when the setting is not in the document
	Path    string
	Message string
	Fix     string
}

// String gives "file:line: error: path: message; fix".
func (p Problem) String() string {
	at, sev := p.File, "warning"
	if p.Line > 0 {
		at += ":" + strconv.Itoa(p.Line)
	}
	if p.Error {
		sev = "error"
	}
	s := at + ": " + sev + ": "
	if p.Path != "" {
		s += p.Path + ": "
	}
	s += p.Message
	if p.Fix != "" {
		s += "; " + p.Fix
	}
	return s
}

// Err joins the errors among problems; nil when there is none.
func Err(list []Problem) error {
	var out []error
	for _, p := range list {
		if p.Error {
			out = append(out, errors.New(p.String()))
		}
	}
	return errors.Join(out...)
}

// Parse reads a document over the defaults: missing and null groups and keys get those. Settings are nil when there
// is an error among the problems.
func Parse(file string, src []byte) (*Settings, []Problem) {
	r := &reader{file: file, src: src, lines: map[string]int{}, s: Default()}
	r.s.Unknown, r.s.given = map[string]string{}, map[string]bool{}
	var root map[string]json.RawMessage
	if err := r.decode(src, &root); err != nil {
		return nil, r.problems
	}
	// A document of create-replication-task may hold the settings in a key beside others.
	if inner, ok := root["TaskSettings"]; ok && len(root) <= 3 {
		root = nil
		if err := r.decode(inner, &root); err != nil {
			return nil, r.problems
		}
	}
	r.findLines()
	r.group("", root, reflect.ValueOf(r.s).Elem())
	for _, c := range checks {
		if c.bad(r.s) {
			r.add(!c.warn, c.path, c.says, c.fix)
		}
	}
	sort.SliceStable(r.problems, func(i, j int) bool { return r.problems[i].Line < r.problems[j].Line })
	for _, p := range r.problems {
		if p.Error {
			return nil, r.problems
		}
	}
	return r.s, r.problems
}

type reader struct {
	file     string
	src      []byte
	lines    map[string]int // by path
	s        *Settings
	problems []Problem
}

func (r *reader) add(isError bool, path, msg, fix string) {
	r.problems = append(r.problems, Problem{isError, r.file, r.lines[path], path, msg, fix})
}

func (r *reader) decode(src []byte, into any) error {
	err := json.Unmarshal(src, into)
	if err == nil {
		return nil
	}
	p := Problem{Error: true, File: r.file, Message: "this is not a JSON object: " + err.Error(), Fix: "correct the syntax"}
	if se, ok := err.(*json.SyntaxError); ok {
		p.Line = 1 + bytes.Count(src[:min(int(se.Offset), len(src))], []byte("\n"))
	}
	r.problems = append(r.problems, p)
	return err
}

// findLines notes where each key stands.
func (r *reader) findLines() {
	dec := json.NewDecoder(bytes.NewReader(r.src))
	var walk func(path string) error
	walk = func(path string) error {
		t, err := dec.Token()
		if err != nil {
			return err
		}
		d, ok := t.(json.Delim)
		if !ok {
			return nil
		}
		for dec.More() {
			at := path
			if d == '{' {
				k, err := dec.Token()
				if err != nil {
					return err
				}
				at = join(path, fmt.Sprint(k))
				if r.lines[at] == 0 {
					r.lines[at] = 1 + bytes.Count(r.src[:dec.InputOffset()], []byte("\n"))
				}
				at = strings.TrimPrefix(at, "TaskSettings.")
				r.lines[at] = 1 + bytes.Count(r.src[:dec.InputOffset()], []byte("\n"))
			}
			if err := walk(at); err != nil {
				return err
			}
		}
		_, err = dec.Token()
		return err
	}
	if err := walk(""); err != nil && err != io.EOF {
		return // the syntax was checked before
	}
}

// join makes a path of a group ("" for the document) and a key. A key that could be taken for a path itself is quoted.
func join(group, key string) string {
	if strings.ContainsAny(key, `."`) {
		key = strconv.Quote(key)
	}
	if group == "" {
		return key
	}
	return group + "." + key
}

// split is join's reverse, for the keys of a group and of the document.
func split(path string) (group, key string) {
	key = path
	if g, k, nested := strings.Cut(path, "."); nested && !strings.HasPrefix(path, `"`) {
		group, key = g, k
	}
	if strings.HasPrefix(key, `"`) {
		if plain, err := strconv.Unquote(key); err == nil {
			key = plain
		}
	}
	return group, key
}

// group reads the keys of an object into a struct.
func (r *reader) group(path string, obj map[string]json.RawMessage, v reflect.Value) {
	keys := make([]string, 0, len(obj))
	for k := range obj {
		keys = append(keys, k)
	}
	sort.Strings(keys)
	for _, k := range keys {
		raw := obj[k]
		at := join(path, k)
		f := v.FieldByName(k)
		switch {
		case k == "Unknown" || !f.IsValid() || !f.CanSet():
			r.unknown(path, k, raw)
		case string(raw) == "null":
		default:
			r.s.given[at] = true
			r.value(at, raw, f)
		}
	}
}

// ignored are keys without an effect that DMS itself writes: a duplicate in another case, and groups that are always null.
var ignored = map[string]bool{"ControlTablesSettings.historyTimeslotInMinutes": true, "PostProcessingRules": true}

func (r *reader) unknown(in, key string, raw json.RawMessage) {
	path := join(in, key)
	if ignored[path] {
		return
	}
	if strings.Contains(in, ".") { // below a group, where it could not be written back to its place
		r.add(false, path, "not a setting that the user guide knows; it is left out", "")
		return
	}
	r.s.Unknown[path] = string(raw)
	if group := misplaced[path]; group != "" {
		r.add(false, path, "DMS looks for "+key+" in "+group+"; here it has no effect", "move it to "+group)
		return
	}
	fix := ""
	for _, g := range groupsWith(key) {
		fix = "move it to " + g
	}
	r.add(false, path, "not a setting that the user guide knows; it is kept", fix)
}

// groupsWith finds the groups that have a key.
func groupsWith(key string) []string {
	var out []string
	t := reflect.TypeFor[Settings]()
	for i := range t.NumField() {
		ft := t.Field(i).Type
		if ft.Kind() == reflect.Pointer {
			ft = ft.Elem()
		}
		if ft.Kind() == reflect.Struct {
			if _, ok := ft.FieldByName(key); ok {
				out = append(out, t.Field(i).Name)
			}
		}
	}
	return out
}

// value reads one setting. Numbers and truth values may be written as strings, as the console does in places.
func (r *reader) value(path string, raw json.RawMessage, f reflect.Value) {
	text := strings.Trim(string(raw), `"`)
	switch f.Kind() {
	case reflect.Pointer:
		n := reflect.New(f.Type().Elem())
		if n.Elem().Kind() == reflect.Struct {
			r.nested(path, raw, n.Elem())
		} else {
			r.value(path, raw, n.Elem())
		}
		f.Set(n)
	case reflect.Struct:
		r.nested(path, raw, f)
	case reflect.Slice:
		r.slice(path, raw, f)
	case reflect.Bool:
		b, err := strconv.ParseBool(text)
		if err != nil {
			r.add(true, path, string(raw)+" is not a truth value", "write true or false")
			return
		}
		f.SetBool(b)
	case reflect.Int:
		n, err := strconv.Atoi(text)
		b, limited := bounds[path]
		if !limited {
			b = bound{0, 1 << 30, ""}
		}
		if err != nil || n < b.lo || n > b.hi {
			fix := fmt.Sprintf("write a whole number from %d to %d", b.lo, b.hi)
			if b.note != "" {
				fix += " (" + b.note + ")"
			}
			r.add(true, path, short(string(raw))+" is not allowed", fix)
			return
		}
		f.SetInt(int64(n))
	case reflect.String:
		var s string
		if err := json.Unmarshal(raw, &s); err != nil {
			r.add(true, path, short(string(raw))+" is not a string", "write a string")
			return
		}
		if w, ok := words[path]; ok && !has(w, s) {
			r.add(true, path, fmt.Sprintf("%q is not allowed", s), "write one of "+strings.TrimPrefix(strings.Join(w, ", "), ", "))
			return
		}
		f.SetString(s)
	}
}

func (r *reader) nested(path string, raw json.RawMessage, f reflect.Value) {
	var obj map[string]json.RawMessage
	if err := json.Unmarshal(raw, &obj); err != nil {
		r.add(true, path, short(string(raw))+" is not an object", "write { … }")
		return
	}
	r.group(path, obj, f)
}

func (r *reader) slice(path string, raw json.RawMessage, f reflect.Value) {
	var items []json.RawMessage
	if err := json.Unmarshal(raw, &items); err != nil {
		r.add(true, path, short(string(raw))+" is not an array", "write [ … ]")
		return
	}
	for _, it := range items {
		n := reflect.New(f.Type().Elem()).Elem()
		r.nested(path, it, n)
		f.Set(reflect.Append(f, n))
	}
}

func short(s string) string {
	if len(s) > 40 {
		return s[:37] + "…"
	}
	return s
}

func has(list []string, s string) bool {
	for _, x := range list {
		if x == s {
			return true
		}
	}
	return false
}

// JSON writes the document: keys in the order of the guide, the unknown ones at the end of their group or of the document.
func (s *Settings) JSON() ([]byte, error) {
	unknown, err := s.unknown()
	if err != nil {
		return nil, err
	}
	var entries []string
	v := reflect.ValueOf(s).Elem()
	for i := range v.NumField() {
		f, name := v.Field(i), v.Type().Field(i).Name
		if !f.CanInterface() || name == "Unknown" || f.Kind() == reflect.Pointer && f.IsNil() {
			continue
		}
		b, err := json.Marshal(f.Interface())
		if err != nil {
			return nil, err
		}
		group := string(b)
		if more := unknown[name]; len(more) > 0 {
			if inner := group[1 : len(group)-1]; inner != "" {
				more = append([]string{inner}, more...)
			}
			group = object(more)
		}
		entries = append(entries, strconv.Quote(name)+":"+group)
	}
	var out bytes.Buffer
	if err := json.Indent(&out, []byte(object(append(entries, unknown[""]...))), "", "  "); err != nil {
		return nil, err
	}
	out.WriteByte('\n')
	return out.Bytes(), nil
}

func object(entries []string) string { return "{" + strings.Join(entries, ",") + "}" }

// unknown gives the unknown entries of each group, "" being the document.
func (s *Settings) unknown() (map[string][]string, error) {
	paths := make([]string, 0, len(s.Unknown))
	for p := range s.Unknown {
		paths = append(paths, p)
	}
	sort.Strings(paths)
	out := map[string][]string{}
	for _, p := range paths {
		group, key := split(p)
		name, err := json.Marshal(key)
		if err != nil {
			return nil, err
		}
		out[group] = append(out[group], string(name)+":"+s.Unknown[p])
	}
	return out, nil
}
