package batch

import (
	"regexp"
	"strings"

	"github.com/crosswalk-db/crosswalk/ir/diag"
)

// Scripts that another program fills in before they run: {{ name }} of Jinja and its kin, {name} of .NET applications, @name.table and
// {condition}?{text}:{text} of SqlRender, <name, type, default> of Management Studio's templates. None of them is Transact-SQL.

// templater goes through a batch.
type templater struct {
	st    *session
	u     *Unit
	text  string
	edits []edit
	inner bool // in a text, where only names that stood outside of texts are placeholders
	close byte // of the quoted name at hand, whose apostrophes and hyphens are its own; 0 outside of one
}

var (
	wordInside  = regexp.MustCompile(`[A-Za-z_][A-Za-z0-9_]*`)
	ssmsParam   = regexp.MustCompile(`^<([A-Za-z_@][A-Za-z0-9_@ ]*),([^<>,\n]*),([^<>,\n]*)>`)
	beforeTable = regexp.MustCompile(`(?i)\b(?:TABLE|FROM|JOIN|INTO|UPDATE|VIEW|EXISTS|REFERENCES|DELETE|PROCEDURE|PROC|FUNCTION|EXEC)\s+$`)
)

// xmlMethods may follow a variable and a dot in FROM.
var xmlMethods = map[string]bool{"NODES": true, "VALUE": true, "QUERY": true, "EXIST": true, "MODIFY": true}

// moduleTokens are the tokens that the installers of DotNetNuke and YAF put in, with what they put in by default.
var moduleTokens = map[string]string{"DATABASEOWNER": "dbo.", "OBJECTQUALIFIER": ""}

// templates puts values, or the names themselves, in the place of such placeholders.
func (st *session) templates(u *Unit) {
	text := u.Text()
	if !strings.ContainsAny(text, "{@<") {
		return
	}
	t := &templater{st: st, u: u, text: text}
	for i := 0; i < len(text); {
		if !templateBytes[text[i]] {
			i++
			continue
		}
		i = t.step(i)
	}
	u.edit(t.edits)
}

// templateBytes are the bytes at which step does something.
var templateBytes = [256]bool{'[': true, ']': true, '"': true, '\'': true, '-': true, '/': true, '$': true, '{': true, '@': true, '<': true}

// step looks at one place and gives the next.
func (t *templater) step(i int) int {
	rest := t.text[i:]
	switch {
	case t.close != 0 && rest[0] == t.close: // a doubled one opens the name again
		t.close = 0
	case t.close == 0 && !t.inner && (rest[0] == '[' || rest[0] == '"'):
		if t.close = rest[0]; rest[0] == '[' {
			t.close = ']'
		}
	case t.close != 0 && (rest[0] == '\'' || rest[0] == '-' || rest[0] == '/'):
	case !t.inner && strings.HasPrefix(rest, "--"):
		if k := strings.IndexByte(rest, '\n'); k >= 0 {
			return i + k
		}
		return len(t.text)
	case !t.inner && strings.HasPrefix(rest, "/*"):
		return i + commentEnd(rest)
	case rest[0] == '\'':
		t.inner = !t.inner
	case rest[0] == '$': // Flyway's, without a value
		if _, end, ok := variableAt(t.text, i); ok {
			return end
		}
	case rest[0] == '{':
		return t.brace(i)
	case rest[0] == '@' && !t.inner:
		return t.schema(i)
	case rest[0] == '<' && !t.inner:
		return t.ssms(i)
	}
	return i + 1
}

// commentEnd gives the length of the comment that a text begins with; comments nest.
func commentEnd(s string) int {
	depth := 0
	for i := 0; i+1 < len(s); i++ {
		switch s[i : i+2] {
		case "/*":
			depth++
			i++
		case "*/":
			if depth--; depth == 0 {
				return i + 2
			}
			i++
		}
	}
	return len(s)
}

// put replaces what lies from i to end by the placeholder's value.
func (t *templater) put(i, end int, name, kind, fallback string) int {
	v, known := t.st.vars[strings.ToUpper(name)]
	if !known {
		v = fallback
		t.st.unfilled(t.u, name, kind, diag.Span{File: t.u.File, Start: t.u.Start + i, End: t.u.Start + end})
	}
	t.edits = append(t.edits, edit{from: i, to: end, value: v})
	return end
}

func (t *templater) brace(i int) int {
	if strings.HasPrefix(t.text[i:], "{{") {
		if k := strings.Index(t.text[i:], "}}"); k > 0 && !strings.ContainsAny(t.text[i:i+k], "\n;") {
			name := strings.Join(wordInside.FindAllString(t.text[i+2:i+k], -1), "_")
			if key := "{{" + strings.ToUpper(name); name != "" && (!t.inner || t.st.told[key]) {
				t.st.told[key] = true
				return t.put(i, i+k+2, name, "placeholder {{ }}", name)
			}
		}
		return i + 1
	}
	if end := t.conditional(i); end > 0 {
		return end
	}
	name := wordInside.FindString(t.text[i+1:])
	end := i + 2 + len(name)
	if name == "" || !strings.HasPrefix(t.text[i+1:], name+"}") || t.inner && !t.st.told["{"+strings.ToUpper(name)] {
		return i + 1
	}
	fallback := name
	if v, module := moduleTokens[strings.ToUpper(name)]; module {
		if fallback = v; end < len(t.text) && strings.ContainsRune("].", rune(t.text[end])) {
			fallback = strings.TrimSuffix(v, ".")
		}
	}
	t.st.told["{"+strings.ToUpper(name)] = true
	return t.put(i, end, name, "placeholder { }", fallback)
}

// conditional takes {condition}?{text}:{text}; which text is meant the program that fills the script in would know.
func (t *templater) conditional(i int) int {
	cond := t.closing(i)
	if t.inner || cond < 0 || !strings.HasPrefix(t.text[cond:], "?{") {
		return 0
	}
	end := t.closing(cond + 1)
	if end < 0 {
		return 0
	}
	if strings.HasPrefix(t.text[end:], ":{") {
		if k := t.closing(end + 1); k > 0 {
			end = k
		}
	}
	l := diag.List{Items: t.u.Problems}
	l.Add(diag.TsqlTemplate, diag.Span{File: t.u.File, Start: t.u.Start + i, End: t.u.Start + cond}, "the text depends on %s", t.text[i:cond])
	t.u.Problems = l.Items
	t.edits = append(t.edits, edit{from: i, to: end, value: ""})
	return end
}

// closing gives the offset behind the brace that closes the one at i, -1 where there is none.
func (t *templater) closing(i int) int {
	depth := 0
	for k := i; k < len(t.text); k++ {
		switch t.text[k] {
		case '{':
			depth++
		case '}':
			if depth--; depth == 0 {
				return k + 1
			}
		}
	}
	return -1
}

// schema takes @name in front of a dot where a table is named, or behind such a dot; a variable there has the name of a method behind it.
func (t *templater) schema(i int) int {
	name := wordInside.FindString(t.text[i+1:])
	end := i + 1 + len(name)
	if name == "" || !strings.HasPrefix(t.text[i+1:], name) {
		return i + 1
	}
	key := "@" + strings.ToUpper(name)
	dot := strings.HasPrefix(t.text[end:], ".")
	behind := t.text[max(0, i-40):i]
	method := dot && xmlMethods[strings.ToUpper(wordInside.FindString(t.text[end+1:]))]
	switch {
	case dot && !method && (t.st.told[key] || beforeTable.MatchString(behind)):
	case strings.HasSuffix(behind, ".") && len(t.edits) > 0 && t.edits[len(t.edits)-1].to == i-1:
	default:
		return end
	}
	t.st.told[key] = true
	return t.put(i, end, name, "parameter of SqlRender", name)
}

func (t *templater) ssms(i int) int {
	m := ssmsParam.FindStringSubmatch(t.text[i:])
	if m == nil {
		return i + 1
	}
	fallback := strings.TrimSpace(m[3])
	if fallback == "" {
		fallback = strings.NewReplacer(" ", "_", "@", "").Replace(strings.TrimSpace(m[1]))
	}
	return t.put(i, i+len(m[0]), strings.TrimSpace(m[1]), "template parameter", fallback)
}

// unfilled reports a placeholder without a value, once a script.
func (st *session) unfilled(u *Unit, name, kind string, at diag.Span) {
	key := "value " + strings.ToUpper(name)
	if st.told[key] {
		return
	}
	st.told[key] = true
	l := diag.List{Items: u.Problems}
	l.Add(diag.TsqlUndefinedVariable, at, "the %s %s has no value", kind, name)
	u.Problems = l.Items
}
