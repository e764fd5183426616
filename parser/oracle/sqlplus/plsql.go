package sqlplus

import "strings"

// frame is an open construct of PL/SQL.
type frame byte

const (
	declPart  frame = iota // package, routine or block before its BEGIN
	codePart               // the same after it
	ifFrame                // IF ... END IF
	loopFrame              // LOOP ... END LOOP
	caseFrame              // CASE ... END, CASE ... END CASE
	compound               // COMPOUND TRIGGER, whose sections each have a block
)

// tracker follows the nesting of PL/SQL to tell where a unit that no slash ends is
// complete. It sees words and semicolons outside strings and comments, and it is meant to
// be right for valid code; for other code the rules of lenient.go stay careful.
type tracker struct {
	text   string
	stack  []frame
	header bool // between PROCEDURE, FUNCTION, PACKAGE or TYPE BODY and its IS or AS
	parens int  // open parentheses since the header began
	call   bool // a call specification, which ends with its semicolon
	spec   bool // a type specification or library: complete at the first semicolon
	done   bool // complete: nothing of this unit can follow
	odd    bool // the nesting did not fit, or $IF stands in the way of knowing
	closed bool // an END closed the outermost construct
	endAt  int  // where the last END ends, for END IF, END LOOP, END CASE
}

// newTracker starts at the first word of a unit.
func newTracker(text string, h head) *tracker {
	t := &tracker{text: text}
	switch h.object {
	case "TYPE", "LIBRARY":
		t.spec = true
	case "TRIGGER", "":
	default:
		t.header = true
	}
	return t
}

func (t *tracker) top() (frame, bool) {
	if len(t.stack) == 0 {
		return 0, false
	}
	return t.stack[len(t.stack)-1], true
}

func (t *tracker) push(f frame) {
	t.stack = append(t.stack, f)
	t.closed = false
}

// word sees the word text[i:j]; the token before it ends at last.
func (t *tracker) word(i, j, last int) {
	if t.spec || j-i > 9 || j-i < 2 {
		return
	}
	if i > 0 {
		switch t.text[i-1] {
		case '.', '%', ':', '&', '@', '"':
			return
		}
	}
	ended := t.endAt == last
	switch w := t.text[i:j]; w[0] | 0x20 {
	case 'i', 'a':
		if fold(w, "IS") || fold(w, "AS") {
			t.body(j)
		} else if fold(w, "IF") && !ended && !t.header {
			t.push(ifFrame)
		}
	case 'l':
		if fold(w, "LOOP") && !ended {
			t.push(loopFrame)
		}
	case 'b':
		if fold(w, "BEGIN") {
			t.begin()
		}
	case 'd':
		if fold(w, "DECLARE") {
			t.push(declPart)
		}
	case 'p', 'f':
		if fold(w, "PROCEDURE") || fold(w, "FUNCTION") {
			t.routine()
		}
	case 'c':
		t.wordC(w, ended, j)
	case 'e':
		if fold(w, "END") {
			t.end()
			t.endAt = j
		}
	}
}

func (t *tracker) wordC(w string, ended bool, j int) {
	switch {
	case fold(w, "CASE"):
		if !ended {
			t.push(caseFrame)
		}
	case fold(w, "CALL"):
		if len(t.stack) == 0 && !t.header { // CREATE TRIGGER ... CALL p
			t.call = true
		}
	case fold(w, "COMPOUND"):
		if s, e := token(t.text, j); len(t.stack) == 0 && fold(t.text[s:e], "TRIGGER") {
			t.push(compound)
		}
	}
}

// routine sees PROCEDURE or FUNCTION: a header where declarations stand.
func (t *tracker) routine() {
	if f, ok := t.top(); ok && (f == declPart || f == compound) {
		t.header, t.parens = true, 0
	}
}

// body sees IS or AS: the declarations of what the header named begin, unless it is
// written in another language.
func (t *tracker) body(j int) {
	if !t.header || t.parens > 0 {
		return
	}
	s, e := token(t.text, j)
	if e-s == 6 && fold(t.text[s:e], "RESULT") && selfAs(t.text[:j]) { // RETURN SELF AS RESULT
		return
	}
	t.header = false
	if w := strings.ToUpper(t.text[s:min(e, s+9)]); w == "LANGUAGE" || w == "EXTERNAL" || w == "MLE" {
		t.call = true
		return
	}
	t.push(declPart)
}

// selfAs tells a text that ends with SELF AS.
func selfAs(text string) bool {
	w := strings.Fields(text[max(0, len(text)-24):])
	n := len(w)
	return n >= 2 && strings.EqualFold(w[n-1], "AS") && strings.EqualFold(w[n-2], "SELF")
}

func (t *tracker) begin() {
	t.header = false
	if f, ok := t.top(); ok && f == declPart {
		t.stack[len(t.stack)-1] = codePart
		return
	}
	t.push(codePart)
}

func (t *tracker) end() {
	if len(t.stack) == 0 {
		t.odd = true
		return
	}
	t.stack = t.stack[:len(t.stack)-1]
	t.closed = len(t.stack) == 0
}

// semicolon sees `;`.
func (t *tracker) semicolon() {
	if t.parens > 0 && !t.spec {
		t.parens, t.odd = 0, true
	}
	t.done = len(t.stack) == 0 && (t.closed || t.header || t.call || t.spec)
	t.header, t.call = false, false
}

func (t *tracker) paren(d int) {
	if t.header {
		t.parens = max(0, t.parens+d)
	}
}

// again starts over at a further declaration of WITH FUNCTION.
func (t *tracker) again() { *t = tracker{text: t.text, header: true} }
