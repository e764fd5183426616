// Package syntax is the parser that ANTLR generates from grammar/oracle, and the base type it
// embeds. Everything but this file is generated.
package syntax

import "github.com/antlr4-go/antlr/v4"

// maxRules bounds how deep rules may call each other. The scanner bounds parentheses and
// blocks; this holds for every other way to nest.
const maxRules = 20000

// TooDeep is what the parser panics with when rules nest deeper than that.
type TooDeep struct{}

// Base is embedded by the generated parser.
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
