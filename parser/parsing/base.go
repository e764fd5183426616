// Package parsing runs the parsers that ANTLR generates: the token stream, the error strategy,
// which stops at the first error, and the messages. The dialects' front ends use it.
package parsing

import "github.com/antlr4-go/antlr/v4"

// maxRules bounds how deep rules may call each other. Scanners bound parentheses and blocks;
// this holds for every other way to nest.
const maxRules = 20000

// TooDeep is what a parser panics with when rules nest deeper than that.
type TooDeep struct{}

// Base is embedded by the generated parsers.
type Base struct {
	*antlr.BaseParser
	depth int
}

// EnterRule counts the depth.
func (b *Base) EnterRule(ctx antlr.ParserRuleContext, state, rule int) {
	if b.depth++; b.depth > maxRules {
		panic(TooDeep{})
	}
	b.BaseParser.EnterRule(ctx, state, rule)
}

// ExitRule counts the depth.
func (b *Base) ExitRule() {
	b.depth--
	b.BaseParser.ExitRule()
}
