package oracle

import (
	"strings"

	"github.com/antlr4-go/antlr/v4"

	"github.com/crosswalk-db/crosswalk/parser/lex"
	"github.com/crosswalk-db/crosswalk/parser/oracle/scan"
)

// wordList is a stretch of tokens that the grammar keeps as it is: options that are looked for, not parsed.
type wordList []word

// word is one token: text in upper case, raw as written. Tokens inside parentheses have a depth.
type word struct {
	text, raw  string
	typ        int32
	start, end int
	depth      int
}

// words gives the tokens below ctx.
func (l *lowerer) words(ctx antlr.ParserRuleContext) wordList {
	if ctx == nil || ctx.GetStart() == nil || ctx.GetStop() == nil {
		return nil
	}
	from, to := ctx.GetStart().GetTokenIndex(), ctx.GetStop().GetTokenIndex()
	return l.wordsBetween(from, to)
}

func (l *lowerer) wordsBetween(from, to int) wordList {
	var list wordList
	depth := 0
	for i := from; i >= 0 && i <= to && i < len(l.tree.Tokens); i++ {
		t := &l.tree.Tokens[i]
		if t.Type == lex.EOF {
			break
		}
		raw := t.Text()
		if raw == ")" {
			depth--
		}
		// A fused token holds several words.
		for _, w := range strings.Fields(raw) {
			if t.Type == scan.STRING || strings.HasPrefix(raw, `"`) {
				w = raw
			}
			list = append(list, word{text: strings.ToUpper(w), raw: w, typ: t.Type, start: int(t.Start), end: int(t.End), depth: depth})
			if w == raw {
				break
			}
		}
		if raw == "(" {
			depth++
		}
	}
	return list
}

// find gives the place of the words in a row, outside parentheses; -1 for none.
func (ws wordList) find(seq ...string) int {
	for i := 0; i+len(seq) <= len(ws); i++ {
		ok := ws[i].depth == 0
		for j, s := range seq {
			if ws[i+j].text != s {
				ok = false
				break
			}
		}
		if ok {
			return i
		}
	}
	return -1
}

func (ws wordList) has(seq ...string) bool { return ws.find(seq...) >= 0 }

// starts tells whether the list begins with the words.
func (ws wordList) starts(seq ...string) bool { return ws.find(seq...) == 0 }

// after gives the word behind the words in a row, the zero word for none.
func (ws wordList) after(seq ...string) word {
	if i := ws.find(seq...); i >= 0 && i+len(seq) < len(ws) {
		return ws[i+len(seq)]
	}
	return word{}
}

// text joins the first n words, for messages.
func (ws wordList) text(n int) string {
	if n > len(ws) {
		n = len(ws)
	}
	s := make([]string, n)
	for i := range s {
		s[i] = ws[i].text
	}
	return strings.Join(s, " ")
}
