package parsing

import (
	"github.com/antlr4-go/antlr/v4"

	"github.com/crosswalk-db/crosswalk/parser/lex"
)

// Stream is a token list as ANTLR wants it.
type Stream struct {
	Tokens []lex.Token
	Pos    int
}

var _ antlr.TokenStream = (*Stream)(nil)

// Consume moves past a token. The last one stays.
func (s *Stream) Consume() {
	if s.Pos < len(s.Tokens)-1 {
		s.Pos++
	}
}

// LA gives the type of the token n places on.
func (s *Stream) LA(n int) int { return int(s.At(n).Type) }

// LT gives the token n places on.
func (s *Stream) LT(n int) antlr.Token { return s.At(n) }

// At gives the token n places on (1 is the next), or back for n below 0.
func (s *Stream) At(n int) *lex.Token {
	i := s.Pos + n
	if n > 0 {
		i--
	}
	return &s.Tokens[min(max(i, 0), len(s.Tokens)-1)]
}

// The rest of the interface: the tokens are all there, so most of it has nothing to do.

func (s *Stream) Index() int                                        { return s.Pos }
func (s *Stream) Mark() int                                         { return 0 }
func (s *Stream) Release(int)                                       {}
func (s *Stream) Seek(i int)                                        { s.Pos = i }
func (s *Stream) Size() int                                         { return len(s.Tokens) }
func (s *Stream) Reset()                                            { s.Pos = 0 }
func (s *Stream) GetSourceName() string                             { return "" }
func (s *Stream) Get(i int) antlr.Token                             { return &s.Tokens[i] }
func (s *Stream) GetTokenSource() antlr.TokenSource                 { return nil }
func (s *Stream) SetTokenSource(antlr.TokenSource)                  {}
func (s *Stream) GetAllText() string                                { return "" }
func (s *Stream) GetTextFromInterval(antlr.Interval) string         { return "" }
func (s *Stream) GetTextFromRuleContext(antlr.RuleContext) string   { return "" }
func (s *Stream) GetTextFromTokens(antlr.Token, antlr.Token) string { return "" }
