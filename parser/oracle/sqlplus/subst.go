package sqlplus

import (
	"strings"

	"github.com/crosswalk-db/crosswalk/ir/diag"
)

// variable is a reference to a substitution variable: text[start:end] is all of it, with
// the character that ends its name.
type variable struct {
	start, end int
	name       string
}

// variableAt reads &name, &&name or &name. at i, where the define character stands.
func (st *session) variableAt(text string, i int) (variable, bool) {
	v := variable{start: i}
	j := i + 1
	if j < len(text) && text[j] == st.define {
		j++
	}
	if j >= len(text) || !isIdent(text[j]) || text[j] == '#' || text[j] == '$' || text[j] >= 0x80 {
		return v, false
	}
	e := j
	if text[j] >= '0' && text[j] <= '9' {
		for e < len(text) && text[e] >= '0' && text[e] <= '9' {
			e++
		}
	} else {
		e = word(text, j)
	}
	v.name, v.end = text[j:e], e
	if st.concat != 0 && e < len(text) && text[e] == st.concat {
		v.end++
	}
	return v, true
}

// expand puts values for the variables of a command line. It says whether all had one; the
// others stay as they are.
func (st *session) expand(line string) (string, bool) {
	return st.replace(line, func(v variable) string { return line[v.start:v.end] })
}

// fill is expand, where a variable without a value is replaced by its own name.
func (st *session) fill(line string) string {
	out, _ := st.replace(line, func(v variable) string { return ownName(v.name) })
	return out
}

func (st *session) replace(line string, undefined func(variable) string) (string, bool) {
	if st.define == 0 || strings.IndexByte(line, st.define) < 0 {
		return line, true
	}
	var sb strings.Builder
	all := true
	last := 0
	for i := 0; i < len(line); i++ {
		if line[i] != st.define {
			continue
		}
		v, ok := st.variableAt(line, i)
		if !ok {
			continue
		}
		value, ok := st.value(v.name)
		if !ok {
			all = false
			value = undefined(v)
		}
		sb.WriteString(line[last:i])
		sb.WriteString(value)
		last, i = v.end, v.end-1
	}
	sb.WriteString(line[last:])
	return sb.String(), all
}

// value looks a variable up.
func (st *session) value(name string) (string, bool) {
	name = strings.ToUpper(name)
	v, ok := st.vars[name]
	if !ok && name == "_USER" && st.schema != "" {
		return st.schema, true
	}
	return v, ok
}

// ownName is what stands in the text for a variable without a value: an identifier.
func ownName(name string) string {
	if name[0] >= '0' && name[0] <= '9' {
		return "arg_" + name
	}
	if n := strings.TrimLeft(name, "_"); n != "" {
		return n
	}
	return "var"
}

// substitute replaces the variables in a unit. Its text becomes a derived file then.
func (st *session) substitute(u *Unit) {
	body := u.File.Text[u.Lead:u.End]
	if (st.define == 0 || strings.IndexByte(body, st.define) < 0) && !strings.Contains(body, "${") {
		return
	}
	b := substitution{st: st, u: u, text: u.File.Text[:u.End], last: u.Lead}
	if u.Kind == Java {
		b.undefinedStays = true
	}
	b.code(u.Start)
	if b.last == u.Lead {
		return // nothing was replaced
	}
	b.sb.WriteString(b.text[b.last:])
	lead := u.Start - u.Lead
	u.File = u.File.Derive(b.sb.String(), b.pieces)
	u.Start, u.End, u.Lead = lead, len(u.File.Text), 0
	for u.Start < u.End && class[u.File.Text[u.Start]] == space {
		u.Start++
	}
	for u.End > u.Start && class[u.File.Text[u.End-1]] == space {
		u.End--
	}
	if u.Object != "" {
		u.Name = classify(u.File.Text, u.Start, 0).name
	}
}

// substitution rewrites the text of one unit.
type substitution struct {
	st     *session
	u      *Unit
	text   string
	sb     strings.Builder
	pieces []diag.Piece
	last   int // what stands before it is written
	// undefinedStays is for text that is not SQL, where the character means something else.
	undefinedStays bool
}

// code walks the text from i to its end. Comments are left alone: nothing in them matters.
func (b *substitution) code(i int) {
	t := b.text
	for i < len(t) {
		c := t[i]
		switch {
		case class[c] == letter:
			j := word(t, i)
			if j+1 < len(t) && t[j] == '\'' && isQ(t[i:j]) {
				n := index(t, string([]byte{closer(t[j+1]), '\''}), min(j+2, len(t)))
				if n < 0 {
					n = len(t) - 2
				}
				b.inString(j+2, n+1)
				j = n + 2
			}
			i = j
		case c == '\'':
			n := strings.IndexByte(t[i+1:], '\'')
			if n < 0 {
				n = len(t) - i - 1
			}
			b.inString(i+1, i+1+n)
			i += n + 2
		case c == '-' && strings.HasPrefix(t[i:], "--"):
			i = lineEnd(t, i)
		case c == '/' && strings.HasPrefix(t[i:], "/*"):
			n := index(t, "*/", i+2)
			if n < 0 {
				return
			}
			i = n + 2
		default:
			i = b.variable(i, b.undefinedStays)
		}
	}
}

// inString replaces what has a value; the rest is most often no variable at all ('R&D'). A string that is nothing but a variable is
// one that somebody was to give a value.
func (b *substitution) inString(i, end int) {
	if v, ok := b.whole(i, end); ok {
		b.report(v, "&")
	}
	for end = min(end, len(b.text)); i < end; {
		i = b.variable(i, true)
	}
}

// whole tells strings that consist of one variable without a value, in what makes or changes an object. Scripts that put data in are
// looked through when they are written: see askedFor in emit/postgres.
func (b *substitution) whole(i, end int) (variable, bool) {
	if w := strings.ToUpper(b.text[:word(b.text, 0)]); w != "CREATE" && w != "ALTER" {
		return variable{}, false
	}
	if b.st.define == 0 || i >= len(b.text) || b.text[i] != b.st.define {
		return variable{}, false
	}
	v, ok := b.st.variableAt(b.text, i)
	if !ok || v.end != end || b.st.asks[strings.ToUpper(v.name)] != "" {
		return v, false
	}
	_, known := b.st.value(v.name)
	return v, !known && !strings.EqualFold(v.name, "_USER")
}

// variable replaces the variable at i, if one stands there, and gives where to go on.
func (b *substitution) variable(i int, inString bool) int {
	st, c := b.st, b.text[i]
	switch {
	case st.define == 0 && c != '$':
		return i + 1
	case st.escape != 0 && c == st.escape && i+1 < len(b.text) && b.text[i+1] == st.define:
		b.put(i, i+1, "")
		return i + 2
	case c == '$':
		return b.placeholder(i, inString)
	case c != st.define:
		return i + 1
	}
	v, ok := st.variableAt(b.text, i)
	if !ok {
		return i + 1
	}
	if value, ok := st.value(v.name); ok {
		b.put(i, v.end, value)
		return v.end
	}
	if end := v.end + 1; strings.EqualFold(v.name, "_USER") && strings.HasPrefix(b.text[v.end:], ".") {
		b.put(i, end, "") // a schema that is the user's own: what stands without one is
		return end
	}
	if inString && st.asks[strings.ToUpper(v.name)] == "" {
		return v.end
	}
	own := ownName(v.name)
	if inString {
		own = strings.ToUpper(own) // as the names of what it stands for are spelt in data
	}
	b.put(i, v.end, own)
	b.report(v, "&")
	return v.end
}

// placeholder replaces ${name}, as Flyway and Liquibase have it; it is no Oracle syntax
// outside strings.
func (b *substitution) placeholder(i int, inString bool) int {
	if !strings.HasPrefix(b.text[i:], "${") {
		return i + 1
	}
	n := strings.IndexAny(b.text[i:], "}\n \t")
	if n < 3 || b.text[i+n] != '}' {
		return i + 1
	}
	v := variable{start: i, end: i + n + 1, name: b.text[i+2 : i+n]}
	if value, ok := b.st.value(v.name); ok {
		b.put(i, v.end, value)
		return v.end
	}
	for k := 0; k < len(v.name); k++ {
		if !isIdent(v.name[k]) && v.name[k] != '.' && v.name[k] != ':' && v.name[k] != '-' {
			return i + 1
		}
	}
	if inString {
		return v.end
	}
	b.put(i, v.end, ownName(strings.NewReplacer(".", "_", ":", "_", "-", "_").Replace(v.name)))
	b.report(v, "$")
	return v.end
}

// put replaces text[i:j].
func (b *substitution) put(i, j int, value string) {
	if b.pieces == nil {
		b.pieces = []diag.Piece{{Start: 0, Parent: b.last}}
	}
	b.sb.WriteString(b.text[b.last:i])
	b.pieces = append(b.pieces, diag.Piece{Start: b.sb.Len(), Parent: i, Fixed: true})
	b.sb.WriteString(value)
	b.pieces = append(b.pieces, diag.Piece{Start: b.sb.Len(), Parent: j})
	b.last = j
}

// report adds the finding for a variable, once in a run.
func (b *substitution) report(v variable, sign string) {
	key := strings.ToUpper(v.name)
	if b.st.run.reported[key] || b.st.muted {
		return
	}
	b.st.run.reported[key] = true
	why := "has no value"
	if by := b.st.asks[key]; by != "" {
		why = by
	}
	l := diag.List{}
	l.Add(diag.UndefinedVariable, diag.Span{File: b.u.File, Start: v.start, End: v.end},
		"variable %s%s %s; its name stands in its place (give it with --define %s=...)", sign, v.name, why, v.name)
	b.u.Problems = append(b.u.Problems, l.Items...)
}
