// Package syntax is the parser that ANTLR generates from grammar/oracle, and the base type it
// embeds. Everything but this file is generated.
package syntax

import "github.com/crosswalk-db/crosswalk/parser/parsing"

// Base is embedded by the generated parser.
type Base = parsing.Base
