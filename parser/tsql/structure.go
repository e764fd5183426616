package tsql

import (
	"github.com/antlr4-go/antlr/v4"

	"github.com/crosswalk-db/crosswalk/parser/tsql/syntax"
)

// node is a statement of a list with what it governs. The grammar gives IF, ELSE and WHILE as
// statements in front of theirs.
type node struct {
	ctx  *syntax.StatementContext // nil for the implicit EXEC that may begin a batch
	exec *syntax.ImplicitExecContext
	body *node                     // of IF and WHILE; nil where the list ends too early
	els  *node                     // of IF: what ELSE governs, nil without ELSE
	els1 bool                      // there is an ELSE
	end  int                       // offset behind it, with what it governs
	all  []antlr.ParserRuleContext // the statements of the list that it is made of
}

// first is the tree of the node's own statement.
func (n *node) first() antlr.ParserRuleContext {
	if n.exec != nil {
		return n.exec
	}
	return n.ctx
}

// structure makes nodes of the statements in a list; the list's semicolons are left out.
func structure(list []antlr.Tree) []*node {
	s := &structurer{}
	for _, t := range list {
		switch t.(type) {
		case *syntax.StatementContext, *syntax.ImplicitExecContext:
			s.list = append(s.list, t.(antlr.ParserRuleContext))
		}
	}
	var nodes []*node
	for s.i < len(s.list) {
		nodes = append(nodes, s.next())
	}
	return nodes
}

// trees gives the children of a list of statements.
func trees(ctx syntax.IStatementsContext) []antlr.Tree { return ctx.GetChildren() }

type structurer struct {
	list []antlr.ParserRuleContext
	i    int
}

// next takes a statement and what it governs from the list. A chain of ELSE IF is followed without
// recursion into its tail's bodies only, so long chains cost no depth here but that of the IR.
func (s *structurer) next() *node {
	ctx, first := s.list[s.i], s.i
	s.i++
	n := &node{end: ctx.GetStop().GetStop() + 1}
	defer func() { n.all = s.list[first:s.i] }()
	if e, ok := ctx.(*syntax.ImplicitExecContext); ok {
		n.exec = e
		return n
	}
	n.ctx = ctx.(*syntax.StatementContext)
	if n.ctx.IfHead() == nil && n.ctx.WhileHead() == nil {
		return n
	}
	if s.i < len(s.list) {
		n.body = s.next()
		n.end = n.body.end
	}
	if n.ctx.IfHead() != nil && s.atElse() {
		s.i++
		n.els1 = true
		if s.i < len(s.list) {
			n.els = s.next()
			n.end = n.els.end
		}
	}
	return n
}

func (s *structurer) atElse() bool {
	if s.i >= len(s.list) {
		return false
	}
	c, ok := s.list[s.i].(*syntax.StatementContext)
	return ok && c.ElseHead() != nil
}
