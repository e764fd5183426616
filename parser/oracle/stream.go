package oracle

import (
	"github.com/antlr4-go/antlr/v4"

	"github.com/crosswalk-db/crosswalk/parser/oracle/scan"
)

// stream is the token list as ANTLR wants it.
type stream struct {
	toks []scan.Token
	pos  int
}

var _ antlr.TokenStream = (*stream)(nil)

func (s *stream) Consume() {
	if s.pos < len(s.toks)-1 {
		s.pos++
	}
}

func (s *stream) LA(n int) int { return int(s.at(n).Type) }

func (s *stream) LT(n int) antlr.Token { return s.at(n) }

// at gives the token n places on (1 is the next), or back for n below 0.
func (s *stream) at(n int) *scan.Token {
	i := s.pos + n
	if n > 0 {
		i--
	}
	return &s.toks[min(max(i, 0), len(s.toks)-1)]
}

func (s *stream) Index() int                                        { return s.pos }
func (s *stream) Mark() int                                         { return 0 }
func (s *stream) Release(int)                                       {}
func (s *stream) Seek(i int)                                        { s.pos = i }
func (s *stream) Size() int                                         { return len(s.toks) }
func (s *stream) Reset()                                            { s.pos = 0 }
func (s *stream) GetSourceName() string                             { return "" }
func (s *stream) Get(i int) antlr.Token                             { return &s.toks[i] }
func (s *stream) GetTokenSource() antlr.TokenSource                 { return nil }
func (s *stream) SetTokenSource(antlr.TokenSource)                  {}
func (s *stream) GetAllText() string                                { return "" }
func (s *stream) GetTextFromInterval(antlr.Interval) string         { return "" }
func (s *stream) GetTextFromRuleContext(antlr.RuleContext) string   { return "" }
func (s *stream) GetTextFromTokens(antlr.Token, antlr.Token) string { return "" }
