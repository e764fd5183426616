package parsing

import (
	"fmt"
	"sort"
	"strings"

	"github.com/antlr4-go/antlr/v4"

	"github.com/crosswalk-db/crosswalk/ir/diag"
	"github.com/crosswalk-db/crosswalk/parser/lex"
)

// SyntaxError says what is wrong with a unit that does not parse.
type SyntaxError struct {
	Start, End int      // the offending token
	Got        string   // its text; "" at the end of input
	Expected   []string // what could have stood there, as messages name it; may be empty
	Msg        string   // the whole message, without the place
}

func (e *SyntaxError) Error() string { return e.Msg }

// Stop is where a parser stopped: what its strategy panics with.
type Stop struct {
	Token    int // index of the offending token
	tok      *lex.Token
	expected []int
	deep     bool
}

// Strategy stops at the first error: what comes after is guesswork.
type Strategy struct {
	antlr.DefaultErrorStrategy
	Stream *Stream
}

var _ antlr.ErrorStrategy = (*Strategy)(nil)

// RecoverInline stops, as the methods below do.
func (s *Strategy) RecoverInline(p antlr.Parser) antlr.Token {
	s.stop(p)
	return nil
}

// Recover stops.
func (s *Strategy) Recover(p antlr.Parser, _ antlr.RecognitionException) { s.stop(p) }

// ReportError stops.
func (s *Strategy) ReportError(p antlr.Parser, _ antlr.RecognitionException) { s.stop(p) }

// Sync does nothing: the generated code does not call it (grammar/gen takes it out).
func (s *Strategy) Sync(antlr.Parser) {}

// ReportMatch does nothing.
func (s *Strategy) ReportMatch(antlr.Parser) {}

// InErrorRecoveryMode is false always.
func (s *Strategy) InErrorRecoveryMode(antlr.Parser) bool { return false }

func (s *Strategy) stop(p antlr.Parser) {
	e := &Stop{Token: s.Stream.Pos, tok: s.Stream.At(1)}
	for _, iv := range p.GetExpectedTokens().GetIntervals() {
		for t := iv.Start; t < iv.Stop && len(e.expected) < 64; t++ {
			e.expected = append(e.expected, t)
		}
	}
	panic(e)
}

// Catch runs f and gives where it stopped, nil where it did not.
func Catch(f func()) (stop *Stop) {
	defer func() {
		switch p := recover().(type) {
		case nil:
		case *Stop:
			stop = p
		case TooDeep:
			stop = &Stop{deep: true}
		default:
			panic(p)
		}
	}()
	f()
	return nil
}

// Error words it. names is how messages show token types.
func (e *Stop) Error(v *lex.Vocabulary) *SyntaxError {
	if e.deep {
		return &SyntaxError{Msg: "nested too deep to be parsed"}
	}
	s := &SyntaxError{Start: int(e.tok.Start), End: int(e.tok.End), Got: e.tok.Text(), Expected: names(v, e.expected)}
	got := "end of input"
	if e.tok.Type != lex.EOF {
		got = Clip(s.Got)
	}
	s.Msg = "unexpected " + got
	if len(s.Expected) > 0 {
		s.Msg += ", expected " + list(s.Expected)
	}
	return s
}

// ScanError words what the scanner found.
func ScanError(file *diag.File, e *lex.Error) *SyntaxError {
	end := min(e.End, e.Start+40)
	return &SyntaxError{Start: e.Start, End: e.End, Got: Clip(file.Text[e.Start:end]), Msg: e.Msg}
}

// maxExpected is how many things a message lists as expected; a longer list tells nobody anything.
const maxExpected = 6

// names turns token types into words for a message; nothing where there are too many.
func names(v *lex.Vocabulary, types []int) []string {
	seen := map[string]bool{}
	var out []string
	for _, t := range types {
		if n := v.TypeText(t); !seen[n] {
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

// Clip quotes a text for a message, its first line and 40 bytes at most.
func Clip(s string) string {
	if i := strings.IndexByte(s, '\n'); i >= 0 {
		s = s[:i]
	}
	if len(s) > 40 {
		s = s[:40] + "..."
	}
	return fmt.Sprintf("%q", s)
}

// SpanOf gives the offsets of a tree node; start == end for an empty one.
func SpanOf(ctx antlr.ParserRuleContext) (start, end int) {
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

// StopAt stops at the token at hand.
func StopAt(s *Stream) { panic(&Stop{Token: s.Pos, tok: s.At(1)}) }
