// Package oracle reads Oracle SQL and PL/SQL: parse makes the tree of one unit (package
// syntax holds the generated parser, package scan its tokens), and the lower_*.go files turn
// trees into the IR.
package oracle

import (
	"fmt"
	"sort"
	"strings"

	"github.com/antlr4-go/antlr/v4"

	"github.com/crosswalk-db/crosswalk/ir/diag"
	"github.com/crosswalk-db/crosswalk/parser/oracle/scan"
	"github.com/crosswalk-db/crosswalk/parser/oracle/syntax"
)

// Tree is a parsed unit. Offsets of tokens and comments are offsets into File.Text.
type Tree struct {
	Root         *syntax.UnitContext
	Tokens       []scan.Token   // with an EOF token at the end
	Comments     []scan.Comment // in source order
	Conditionals []scan.Conditional
	File         *diag.File
	Base         int // where the unit starts
}

// SyntaxError says what is wrong with a unit that does not parse.
type SyntaxError struct {
	Start, End int      // the offending token
	Got        string   // its text; "" at the end of input
	Expected   []string // what could have stood there, as messages name it; may be empty
	Msg        string   // the whole message, without the place
}

func (e *SyntaxError) Error() string { return e.Msg }

// parse parses the unit in file.Text[start:end].
func parse(file *diag.File, start, end int) (*Tree, *SyntaxError) {
	return parseWith(file, start, end, scan.Options{})
}

// maxFlips bounds how many words of a unit are taken the other way, and maxFlipTokens how
// many tokens may be parsed again for it.
const (
	maxFlips      = 12
	maxFlipTokens = 1_000_000
)

// parseWith parses with options for conditional compilation. Where the parser stops at or
// after a word whose class (keyword or name) the scanner may have guessed wrong, it is tried
// the other way, and that is kept where the parser gets further.
func parseWith(file *diag.File, start, end int, opt scan.Options) (*Tree, *SyntaxError) {
	r := scan.Scan(file.Text, start, end, opt)
	if r.Err != nil {
		return nil, scanError(file, r.Err)
	}
	t := &Tree{
		Tokens: r.Tokens, Comments: r.Comments, Conditionals: r.Conditionals, File: file, Base: start,
	}
	root, err := run(r.Tokens)
	report := err
	budget := maxFlipTokens
	for n := 0; err != nil && n < maxFlips; n++ {
		better := flip(r, err, &budget)
		if better == nil {
			break
		}
		if better.err != nil && better.err.token > err.token+4 {
			report = better.err // well past the word: that was not the error
		}
		root, err = better.root, better.err
	}
	if err != nil {
		return nil, report.message(file)
	}
	t.Root = root
	return t, nil
}

type attempt struct {
	root *syntax.UnitContext
	err  *parseError
}

// flip tries the words at and before the error the other way, and gives the first attempt
// that gets further; nil where none does.
func flip(r *scan.Result, err *parseError, budget *int) *attempt {
	for back := 0; back < 4; back++ {
		i := err.token - back
		if i < 0 {
			break
		}
		old := r.Tokens[i].Type
		for _, typ := range r.OtherTypes(i) {
			if *budget -= err.token; *budget < 0 {
				break
			}
			r.Tokens[i].Type = typ
			root, e := run(r.Tokens)
			if e == nil || e.token > err.token {
				return &attempt{root, e}
			}
		}
		r.Tokens[i].Type = old
	}
	return nil
}

// run parses tokens once.
func run(toks []scan.Token) (root *syntax.UnitContext, err *parseError) {
	defer func() {
		switch p := recover().(type) {
		case nil:
		case *parseError:
			root, err = nil, p
		case syntax.TooDeep:
			root, err = nil, &parseError{deep: true}
		default:
			panic(p)
		}
	}()
	s := &stream{toks: toks}
	p := syntax.NewOracleParser(s)
	p.SetErrorHandler(&strategy{stream: s})
	p.RemoveErrorListeners()
	p.GetInterpreter().SetPredictionMode(antlr.PredictionModeSLL)
	return p.Unit().(*syntax.UnitContext), nil
}

// spanOf gives the offsets of a tree node; start == end for an empty one.
func spanOf(ctx antlr.ParserRuleContext) (start, end int) {
	first, last := ctx.GetStart(), ctx.GetStop()
	if first == nil {
		return 0, 0
	}
	start = first.GetStart()
	if last == nil || last.GetStop()+1 < start || last.GetTokenIndex() < first.GetTokenIndex() {
		return start, start
	}
	return start, last.GetStop() + 1
}

// parseError is where the parser stopped.
type parseError struct {
	token    int // index of the offending token
	tok      *scan.Token
	expected []int
	deep     bool
}

// strategy stops at the first error: what comes after is guesswork.
type strategy struct {
	antlr.DefaultErrorStrategy
	stream *stream
}

var _ antlr.ErrorStrategy = (*strategy)(nil)

func (s *strategy) RecoverInline(p antlr.Parser) antlr.Token {
	s.stop(p)
	return nil
}

func (s *strategy) Recover(p antlr.Parser, _ antlr.RecognitionException) { s.stop(p) }
func (s *strategy) Sync(antlr.Parser)                                    {}
func (s *strategy) ReportMatch(antlr.Parser)                             {}
func (s *strategy) InErrorRecoveryMode(antlr.Parser) bool                { return false }
func (s *strategy) ReportError(p antlr.Parser, _ antlr.RecognitionException) {
	s.stop(p)
}

func (s *strategy) stop(p antlr.Parser) {
	e := &parseError{token: s.stream.pos, tok: s.stream.at(1)}
	for _, iv := range p.GetExpectedTokens().GetIntervals() {
		for t := iv.Start; t < iv.Stop && len(e.expected) < 64; t++ {
			e.expected = append(e.expected, t)
		}
	}
	panic(e)
}

func (e *parseError) message(file *diag.File) *SyntaxError {
	if e.deep {
		return &SyntaxError{Msg: "nested too deep to be parsed"}
	}
	s := &SyntaxError{Start: int(e.tok.Start), End: int(e.tok.End), Got: e.tok.Text(), Expected: names(e.expected)}
	got := "end of input"
	if e.tok.Type != scan.EOF {
		got = clip(s.Got)
	}
	s.Msg = "unexpected " + got
	if len(s.Expected) > 0 {
		s.Msg += ", expected " + list(s.Expected)
	}
	return s
}

func scanError(file *diag.File, e *scan.Error) *SyntaxError {
	end := min(e.End, e.Start+40)
	return &SyntaxError{Start: e.Start, End: e.End, Got: clip(file.Text[e.Start:end]), Msg: e.Msg}
}

// maxExpected is how many things a message lists as expected; a longer list tells nobody anything.
const maxExpected = 6

// names turns token types into words for a message; nothing where there are too many.
func names(types []int) []string {
	seen := map[string]bool{}
	var out []string
	for _, t := range types {
		if n := scan.TypeText(t); !seen[n] {
			seen[n] = true
			out = append(out, n)
		}
	}
	if len(out) > maxExpected {
		return nil
	}
	sort.Strings(out)
	return out
}

func list(words []string) string {
	if len(words) == 1 {
		return words[0]
	}
	return strings.Join(words[:len(words)-1], ", ") + " or " + words[len(words)-1]
}

func clip(s string) string {
	if i := strings.IndexByte(s, '\n'); i >= 0 {
		s = s[:i]
	}
	if len(s) > 40 {
		s = s[:40] + "..."
	}
	return fmt.Sprintf("%q", s)
}
