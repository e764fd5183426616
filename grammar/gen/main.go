// Command gen does what a grammar's generate.sh needs besides antlr-ng.
//
//	gen tables keywords.txt XTokens.tokens tables.go   the vocabulary and the scanner's tables
//	gen parser folder antlr.go parser.go               the parser, trimmed and formatted
//
// What keywords.txt may hold is said at the top of each. The tables are of package lex, which
// evaluates the rules; conditions that are a dialect's own are declared there with place (a
// condition alone) and placeset (one with members), naming the constant of its package scan.
package main

import (
	"bufio"
	"bytes"
	"fmt"
	"go/format"
	"log"
	"os"
	"strings"
)

func main() {
	log.SetFlags(0)
	var err error
	switch args := os.Args[1:]; {
	case len(args) == 4 && args[0] == "tables":
		err = writeTables(args[1], args[2], args[3])
	case len(args) == 4 && args[0] == "parser":
		err = trimParser(args[1], args[2], args[3])
	default:
		log.Fatal("usage: see the package comment")
	}
	if err != nil {
		log.Fatal(err)
	}
}

func writeTables(keywords, tokens, tables string) error {
	v, err := readVocabulary(keywords)
	if err != nil {
		return err
	}
	if err := os.WriteFile(tokens, v.tokensFile(), 0o644); err != nil {
		return err
	}
	src, err := format.Source(v.goFile())
	if err != nil {
		return err
	}
	return os.WriteFile(tables, src, 0o644)
}

// vocabulary is what keywords.txt says. Token types number the punctuation first, then the
// keyword tokens; symbols number the punctuation alike, then all words.
type vocabulary struct {
	tokens   []string // token type - 1
	tokenNo  map[string]int
	text     []string // how messages show the token
	words    []string
	wordNo   map[string]int // symbol of a word
	reserved map[string]bool
	sets     map[string][]string
	rules    map[string][]rule // by word
	fuses    []fuse
	also     []string // words that the scanner's own code names
	puncts   int
	bitsets  []string
	bitsetNo map[string]int
	plain    map[string]string // conditions without members, as constants
	setConds map[string]string // conditions with members
	message  map[string]string // how messages name a token, where it is not its word
}

type rule struct {
	token string
	alts  [][]string // conditions
	line  int
}

type fuse struct {
	token string
	words []string
	conds []string
	line  int
}

func readVocabulary(file string) (*vocabulary, error) {
	f, err := os.Open(file)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	v := &vocabulary{
		tokenNo: map[string]int{}, wordNo: map[string]int{}, reserved: map[string]bool{},
		sets: map[string][]string{}, rules: map[string][]rule{}, bitsetNo: map[string]int{},
		plain: map[string]string{"always": "lex.CondAlways", "reserved": "lex.CondAlways"},
		setConds: map[string]string{
			"prev": "lex.CondPrev", "prev2": "lex.CondPrev2", "praw": "lex.CondPrevRaw",
			"next": "lex.CondNext", "next2": "lex.CondNext2", "in": "lex.CondIn",
		},
		message: map[string]string{},
	}
	in := bufio.NewScanner(f)
	for n := 1; in.Scan(); n++ {
		w := strings.Fields(in.Text())
		if len(w) == 0 || w[0][0] == '#' {
			continue
		}
		if err := v.line(n, w); err != nil {
			return nil, fmt.Errorf("%s:%d: %v", file, n, err)
		}
	}
	v.declare()
	v.number()
	return v, in.Err()
}

func (v *vocabulary) line(n int, w []string) error {
	switch {
	case len(w) < 3 && w[0] != "also":
		return fmt.Errorf("too short")
	case w[0] == "punct":
		v.addToken(w[1], strings.Join(w[2:], " "))
		v.puncts = len(v.tokens)
	case w[0] == "set":
		v.sets[w[1]] = w[2:]
	case w[0] == "place":
		v.plain[w[1]] = w[2]
	case w[0] == "placeset":
		v.setConds[w[1]] = w[2]
	case w[0] == "message":
		v.message[w[1]] = strings.Join(w[2:], " ")
	case w[0] == "also":
		v.also = append(v.also, w[1:]...)
	case w[0] == "fuse":
		v.fuse(n, w)
	default:
		v.word(n, w)
	}
	return nil
}

func (v *vocabulary) addToken(name, text string) {
	if v.tokenNo[name] == 0 {
		v.tokens = append(v.tokens, name)
		v.text = append(v.text, text)
		v.tokenNo[name] = len(v.tokens)
	}
}

func (v *vocabulary) fuse(n int, w []string) {
	f := fuse{token: w[1], line: n}
	for i, x := range w[2:] {
		if x == ":" {
			f.conds = w[i+3:]
			break
		}
		f.words = append(f.words, x)
	}
	v.fuses = append(v.fuses, f)
}

func (v *vocabulary) word(n int, w []string) {
	word, r := w[0], rule{token: w[1], line: n}
	if _, ok := v.rules[word]; !ok {
		v.words = append(v.words, word)
	}
	var alt []string
	for _, x := range w[2:] {
		if x == "|" {
			r.alts, alt = append(r.alts, alt), nil
			continue
		}
		if x == "reserved" {
			v.reserved[word] = true
		}
		alt = append(alt, x)
	}
	r.alts = append(r.alts, alt)
	if r.token == "=" {
		r.token = word
	}
	v.rules[word] = append(v.rules[word], r)
}

// declare adds the words that stand in rules only, as words that are never keywords.
func (v *vocabulary) declare() {
	v.declareAll(v.also)
	for _, f := range v.fuses {
		v.declareAll(f.words)
		v.declareConds(f.conds)
	}
	for _, w := range append([]string(nil), v.words...) {
		for _, r := range v.rules[w] {
			for _, alt := range r.alts {
				v.declareConds(alt)
			}
		}
	}
}

func (v *vocabulary) declareConds(conds []string) {
	for _, c := range conds {
		op, members, ok := strings.Cut(strings.TrimPrefix(c, "!"), ":")
		if _, plain := v.plain[strings.TrimPrefix(c, "!")]; ok && !plain && op != "prev" && op != "prev2" {
			v.declareAll(strings.Split(members, ","))
		}
	}
}

func (v *vocabulary) declareAll(members []string) {
	for _, m := range members {
		switch {
		case m == "$NAME" || m == "EOF" || v.tokenNo[m] != 0:
		case m[0] == '$':
			v.declareAll(v.sets[m[1:]])
		case v.rules[m] == nil:
			v.words = append(v.words, m)
			v.rules[m] = []rule{{token: m, alts: [][]string{{"never"}}}}
		}
	}
}

// number gives the words their symbols and the keyword tokens their types.
func (v *vocabulary) number() {
	for i, w := range v.words {
		v.wordNo[w] = v.puncts + 1 + i
		for _, r := range v.rules[w] {
			if r.alts[0][0] != "never" {
				v.addToken(r.token, v.keywordText(r.token, w))
			}
		}
	}
}

// keywordText is how a message names a keyword token.
func (v *vocabulary) keywordText(token, word string) string {
	if m, ok := v.message[token]; ok {
		return m
	}
	if token == word {
		return word
	}
	return strings.ReplaceAll(strings.TrimSuffix(token, "_KW"), "_", " ")
}

func (v *vocabulary) tokensFile() []byte {
	var b bytes.Buffer
	for i, t := range v.tokens {
		fmt.Fprintf(&b, "%s=%d\n", t, i+1)
	}
	return b.Bytes()
}
