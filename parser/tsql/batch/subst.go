package batch

import (
	"strings"

	"github.com/crosswalk-db/crosswalk/ir/diag"
)

// variableAt reads sqlcmd's $(name) or Flyway's ${name} at i, and gives the name and the offset after it.
func variableAt(text string, i int) (name string, end int, ok bool) {
	if i+3 > len(text) || text[i] != '$' || text[i+1] != '(' && text[i+1] != '{' {
		return "", 0, false
	}
	flyway := text[i+1] == '{'
	for j := i + 2; j < len(text); j++ {
		c := text[j]
		switch {
		case flyway && c == ':': // ${flyway:defaultSchema}
		case c == ')' && !flyway, c == '}' && flyway:
			return text[i+2 : j], j + 1, j > i+2
		case c >= 'a' && c <= 'z', c >= 'A' && c <= 'Z', c >= '0' && c <= '9', c == '_', c == '-', c == '.':
		default:
			return "", 0, false
		}
	}
	return "", 0, false
}

// expand puts values for the variables of a command. It says whether all had one.
func (st *session) expand(line string) (string, bool) {
	var b strings.Builder
	all := true
	for i := 0; i < len(line); {
		if name, end, ok := variableAt(line, i); ok {
			v, known := st.vars[strings.ToUpper(name)]
			if !known {
				all, v = false, line[i:end]
			}
			b.WriteString(v)
			i = end
			continue
		}
		b.WriteByte(line[i])
		i++
	}
	return b.String(), all
}

// substitute replaces the variables in a batch, in strings and names too, as sqlcmd does. Its text
// becomes a derived file then. A variable without a value stays: the scanner takes it for a name.
func (st *session) substitute(u *Unit) {
	text := u.Text()
	if !strings.Contains(text, "$(") && !strings.Contains(text, "${") {
		return
	}
	var edits []edit
	for i := 0; i < len(text); i++ {
		name, end, ok := variableAt(text, i)
		if !ok {
			continue
		}
		v, known := st.vars[strings.ToUpper(name)]
		if !known {
			if flyway := text[i+1] == '{'; !flyway || strings.Count(text[:i], "'")%2 == 0 { // in a text it may be no placeholder
				st.undefined(u, name, diag.Span{File: u.File, Start: u.Start + i, End: u.Start + end})
			}
			continue
		}
		edits = append(edits, edit{from: i, to: end, value: v})
		i = end - 1
	}
	u.edit(edits)
}

// edit is a replacement in a batch.
type edit struct {
	from, to int
	value    string
	file     *diag.File // that the value is the text of; nil for a value of a variable
}

// edit carries out replacements, which are in order: the text becomes a derived file.
func (u *Unit) edit(edits []edit) {
	if len(edits) == 0 {
		return
	}
	text := u.Text()
	var b strings.Builder
	var pieces []diag.Piece
	last := 0
	for _, e := range edits {
		pieces = append(pieces, diag.Piece{Start: b.Len(), Parent: u.Start + last})
		b.WriteString(text[last:e.from])
		pieces = append(pieces, diag.Piece{Start: b.Len(), Parent: u.Start + e.from, Fixed: true})
		if e.file != nil {
			pieces[len(pieces)-1] = diag.Piece{Start: b.Len(), File: e.file}
		}
		b.WriteString(e.value)
		last = e.to
	}
	pieces = append(pieces, diag.Piece{Start: b.Len(), Parent: u.Start + last})
	b.WriteString(text[last:])
	u.File = u.File.Derive(b.String(), pieces)
	u.Start, u.End = 0, b.Len()
}

// undefined reports a variable without a value, once a script.
func (st *session) undefined(u *Unit, name string, at diag.Span) {
	key := strings.ToUpper(name)
	if st.told[key] || predefined[key] {
		return
	}
	st.told[key] = true
	l := diag.List{Items: u.Problems}
	what := "sqlcmd variable"
	if strings.HasPrefix(at.Text(), "${") {
		what = "Flyway placeholder"
	}
	l.Add(diag.TsqlUndefinedVariable, at, "the %s %s has no value", what, name)
	u.Problems = l.Items
}

// predefined are the variables that sqlpackage sets by itself in every project.
var predefined = map[string]bool{
	"DATABASENAME": true, "DEFAULTDATAPATH": true, "DEFAULTLOGPATH": true, "DEFAULTFILEPREFIX": true, "__ISSQLCMDENABLED": true,
}
