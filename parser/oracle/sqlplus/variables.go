package sqlplus

import "strings"

// set follows the SET options that change how text is read. One SET may hold several.
func (s *splitter) set(a args) {
	words := fields(a.text)
	for i := 0; i+1 < len(words); i++ {
		if s.st.setOption(strings.ToUpper(words[i]), words[i+1]) {
			i++
		}
	}
}

// setOptions are the options that matter, with their shortest form.
var setOptions = []struct {
	name string
	min  int
	set  func(*session, string)
}{
	{"DEFINE", 3, func(st *session, v string) { st.define = switched(v, st.define, '&') }},
	{"SCAN", 4, func(st *session, v string) { st.define = switched(v, st.define, '&') }},
	{"CONCAT", 3, func(st *session, v string) { st.concat = switched(v, st.concat, '.') }},
	{"ESCAPE", 3, func(st *session, v string) { st.escape = switched(v, st.escape, '\\') }},
	{"SQLTERMINATOR", 4, func(st *session, v string) { st.terminator = switched(v, st.terminator, ';') }},
	{"BLOCKTERMINATOR", 3, func(st *session, v string) { st.blockEnd = switched(v, st.blockEnd, '.') }},
	{"SUFFIX", 3, func(st *session, v string) { st.suffix = "." + strings.TrimPrefix(unquote(v), ".") }},
}

func (st *session) setOption(name, value string) bool {
	for _, o := range setOptions {
		if len(name) >= o.min && strings.HasPrefix(o.name, name) {
			o.set(st, value)
			return true
		}
	}
	return false
}

// switched reads ON, OFF or a character. ON keeps a character that was set before.
func switched(v string, now, std byte) byte {
	v = unquote(strings.TrimSuffix(v, ";"))
	switch {
	case strings.EqualFold(v, "ON"):
		if now != 0 {
			return now
		}
		return std
	case strings.EqualFold(v, "OFF"), v == "":
		return 0
	}
	if class[v[0]] == letter || class[v[0]] == space || v[0] >= '0' && v[0] <= '9' {
		return now // SQL*Plus refuses letters, digits and blanks
	}
	return v[0]
}

// fields splits at blanks; a quoted part is one field, its quotes kept.
func fields(text string) []string {
	var all []string
	for i := 0; i < len(text); {
		if class[text[i]] == space {
			i++
			continue
		}
		start := i
		for i < len(text) && class[text[i]] != space {
			if q := text[i]; q == '\'' || q == '"' {
				if n := strings.IndexByte(text[i+1:], q); n >= 0 {
					i += n + 1
				}
			}
			i++
		}
		all = append(all, text[start:i])
	}
	return all
}

// unquote removes the quotes around a value.
func unquote(v string) string {
	if n := len(v); n > 1 && (v[0] == '\'' || v[0] == '"') && v[n-1] == v[0] {
		q := v[:1]
		return strings.ReplaceAll(v[1:n-1], q+q, q)
	}
	return v
}

// defineVar follows DEFINE name = value.
func (s *splitter) defineVar(a args) {
	name, value, ok := strings.Cut(a.text, "=")
	name = strings.ToUpper(strings.TrimSpace(name))
	if !ok || name == "" {
		return // lists the variables
	}
	value = strings.TrimLeft(value, " \t")
	if value != "" && (value[0] == '\'' || value[0] == '"') {
		// The value ends with its quote, whatever follows it.
		if n := strings.IndexByte(value[1:], value[0]); n >= 0 && !strings.HasPrefix(value[n+2:], value[:1]) {
			value = value[:n+2]
		}
	} else if n := strings.Index(value, " --"); n >= 0 {
		value = value[:n]
	}
	value = strings.TrimRight(value, " \t")
	if value == "" || (value[0] != '\'' && value[0] != '"') {
		value = strings.TrimRight(value, "; \t")
	}
	s.st.assign(name, unquote(value))
}

// assign gives a variable its value; one of --define stays. A value that is made of a
// variable without a value is none.
func (st *session) assign(name, value string) {
	if st.run.fixed[name] {
		return
	}
	value, ok := st.expand(value)
	if !ok {
		delete(st.vars, name)
		st.asks[name] = "is made of another variable, which has no value"
		return
	}
	st.vars[name] = value
	delete(st.asks, name)
}

// undefine follows UNDEFINE.
func (s *splitter) undefine(a args) {
	for _, w := range fields(strings.TrimSuffix(a.text, ";")) {
		if name := strings.ToUpper(w); !s.st.run.fixed[name] {
			delete(s.st.vars, name)
		}
	}
}

// accept follows ACCEPT name ... [DEFAULT value]: the default is the answer.
func (s *splitter) accept(a args) {
	words := fields(a.text)
	if len(words) == 0 {
		return
	}
	name := strings.ToUpper(strings.TrimSuffix(words[0], ";"))
	for i := 1; i+1 < len(words); i++ {
		switch w := strings.ToUpper(words[i]); {
		case len(w) >= 3 && strings.HasPrefix("DEFAULT", w):
			s.st.assign(name, unquote(words[i+1]))
			return
		case len(w) >= 3 && strings.HasPrefix("PROMPT", w), len(w) >= 3 && strings.HasPrefix("FORMAT", w):
			i++
		}
	}
	if _, ok := s.st.vars[name]; !ok {
		s.st.asks[name] = "is asked for when the script runs (ACCEPT)"
	}
}

// argument follows ARGUMENT n ... DEFAULT value, which gives &n a value where none is passed.
func (s *splitter) argument(a args) {
	words := fields(a.text)
	for i := 1; i+1 < len(words); i++ {
		if strings.EqualFold(words[i], "DEFAULT") {
			if _, ok := s.st.vars[words[0]]; !ok {
				s.st.assign(words[0], unquote(words[i+1]))
			}
			return
		}
	}
}

// column notes COLUMN ... NEW_VALUE name: a query gives the variable its value.
func (s *splitter) column(a args) {
	words := fields(strings.TrimSuffix(a.text, ";"))
	for i := 1; i+1 < len(words); i++ {
		w := strings.ToUpper(words[i])
		if len(w) >= 5 && strings.HasPrefix("NEW_VALUE", w) {
			name := strings.ToUpper(words[i+1])
			if v, ok := s.st.vars[name]; !ok || v == "" && !s.st.run.fixed[name] { // DEFINE x = '' only declares it
				delete(s.st.vars, name)
				s.st.asks[name] = "gets its value from a query when the script runs (COLUMN ... NEW_VALUE)"
			}
		}
	}
}
