// Package oracle reads Oracle SQL and PL/SQL: parse makes the tree of one unit (package
// syntax holds the generated parser, package scan its tokens), and the lower_*.go files turn
// trees into the IR.
package oracle

import (
	"github.com/antlr4-go/antlr/v4"

	"github.com/crosswalk-db/crosswalk/ir/diag"
	"github.com/crosswalk-db/crosswalk/parser/lex"
	"github.com/crosswalk-db/crosswalk/parser/oracle/scan"
	"github.com/crosswalk-db/crosswalk/parser/oracle/syntax"
	"github.com/crosswalk-db/crosswalk/parser/parsing"
)

// Tree is a parsed unit. Offsets of tokens and comments are offsets into File.Text.
type Tree struct {
	Root         *syntax.UnitContext
	Tokens       []lex.Token   // with an EOF token at the end
	Comments     []lex.Comment // in source order
	Conditionals []scan.Conditional
	File         *diag.File
	Base         int // where the unit starts
}

// parse parses the unit in file.Text[start:end].
func parse(file *diag.File, start, end int) (*Tree, *parsing.SyntaxError) {
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
func parseWith(file *diag.File, start, end int, opt scan.Options) (*Tree, *parsing.SyntaxError) {
	r := scan.Scan(file.Text, start, end, opt)
	if r.Err != nil {
		return nil, parsing.ScanError(file, r.Err)
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
		if better.err != nil && better.err.Token > err.Token+4 {
			report = better.err // well past the word: that was not the error
		}
		root, err = better.root, better.err
	}
	if err != nil {
		return nil, report.Error(&scan.Vocabulary)
	}
	t.Root = root
	return t, nil
}

type attempt struct {
	root *syntax.UnitContext
	err  *parsing.Stop
}

// flip tries the words at and before the error the other way, and gives the first attempt
// that gets further; nil where none does.
func flip(r *scan.Result, err *parsing.Stop, budget *int) *attempt {
	for back := 0; back < 4; back++ {
		i := err.Token - back
		if i < 0 {
			break
		}
		old := r.Tokens[i].Type
		for _, typ := range r.OtherTypes(i) {
			if *budget -= err.Token; *budget < 0 {
				break
			}
			r.Tokens[i].Type = typ
			root, e := run(r.Tokens)
			if e == nil || e.Token > err.Token {
				return &attempt{root, e}
			}
		}
		r.Tokens[i].Type = old
	}
	return nil
}

// run parses tokens once.
func run(toks []lex.Token) (root *syntax.UnitContext, stop *parsing.Stop) {
	stop = parsing.Catch(func() {
		s := &parsing.Stream{Tokens: toks}
		p := syntax.NewOracleParser(s)
		p.SetErrorHandler(&parsing.Strategy{Stream: s})
		p.RemoveErrorListeners()
		p.GetInterpreter().SetPredictionMode(antlr.PredictionModeSLL)
		root = p.Unit().(*syntax.UnitContext)
	})
	return root, stop
}
