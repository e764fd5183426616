package postgres

import (
	"regexp"
	"strings"

	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/ir/diag"
)

// What is rewritten in a dynamic text that is put together from constants and values: sequences, and blocks that only call.

var (
	sequenceTail = regexp.MustCompile(`(?i)^\s*\.\s*(nextval|currval)\b`)
	sequenceName = regexp.MustCompile(`(?i)\b([a-z][\w$#]*(?:\.[a-z][\w$#]*)?)\.(nextval|currval)\b`)
)

// sequenceTexts writes NEXTVAL and CURRVAL in the constants of a text as PostgreSQL has them: functions of the name. The
// name may stand in the constant itself, or be the value in front of one.
func sequenceTexts(e ir.Expr, text map[*ir.StringLit]string) {
	list := concatOperands(e)
	for i, x := range list {
		l, ok := x.(*ir.StringLit)
		if !ok {
			continue
		}
		t, known := text[l]
		if !known {
			continue
		}
		text[l] = outsideQuotes(t, func(s string) string {
			return sequenceName.ReplaceAllStringFunc(s, func(m string) string {
				g := sequenceName.FindStringSubmatch(m)
				return strings.ToLower(g[2]) + "('" + g[1] + "')"
			})
		})
		if m := sequenceTail.FindStringSubmatch(text[l]); m != nil {
			if head := nameHead(list[:i]); head != nil {
				if before, ok := text[head]; ok {
					text[head] = before + strings.ToLower(m[1]) + "('"
					text[l] = "')" + text[l][len(m[0]):]
				}
			}
		}
	}
}

// nameHead finds the constant in front of a name that is put together of values, with a dot between them or without.
func nameHead(list []ir.Expr) *ir.StringLit {
	for i := len(list) - 1; i >= 0; i-- {
		l, ok := list[i].(*ir.StringLit)
		switch {
		case ok && i == len(list)-1:
			return nil
		case ok && strings.TrimSpace(l.Value) == ".":
		case ok && (strings.HasSuffix(l.Value, " ") || strings.HasSuffix(l.Value, "(") || strings.HasSuffix(l.Value, "\n") || strings.HasSuffix(l.Value, ",")):
			return l
		case ok:
			return nil
		}
	}
	return nil
}

var (
	blockHead = regexp.MustCompile(`(?is)^\s*(?:<<\s*\w+\s*>>\s*)?(begin|declare)\b`)
	callHead  = regexp.MustCompile(`(?is)^\s*begin\s+`)
	callTail  = regexp.MustCompile(`(?is)\)\s*;\s*end\s*;\s*$`)
)

// blockText looks at a dynamic text that is an anonymous block. EXECUTE runs SQL statements only: one that does no more
// than call becomes CALL, any other is refused.
func (p *printer) blockText(e ir.Expr, using []ir.UsingArg, text map[*ir.StringLit]string, at diag.Span) (refused bool) {
	list := concatOperands(e)
	first, ok := list[0].(*ir.StringLit)
	if !ok || !blockHead.MatchString(first.Value) {
		return false
	}
	last, ok := list[len(list)-1].(*ir.StringLit)
	statements := 0
	for _, x := range list {
		if l, lit := x.(*ir.StringLit); lit {
			statements += strings.Count(l.Value, ";")
		}
	}
	simple := ok && first != last && statements == 2 && callHead.MatchString(text[first]) && callTail.MatchString(text[last]) && !strings.Contains(first.Value, ":=")
	for _, u := range using {
		simple = simple && u.Mode == ir.ModeIn
	}
	if !simple {
		p.refuseBlock(at)
		return true
	}
	text[first] = callHead.ReplaceAllString(text[first], "CALL ")
	text[last] = callTail.ReplaceAllString(text[last], ")")
	return false
}

// callsOnly is a block in which no more than calls can be seen, with the semicolon behind each; "\x00" stands for what a run gives.
var callsOnly = regexp.MustCompile(`(?is)^\s*begin\s+(?:[\w$#."\x00]+\s*(?:\((?:[^()']|'[^']*'|\((?:[^()']|'[^']*')*\))*\)\s*)?;\s*)+end\s*;?\s*$`)

// notCalls are words of statements that are no calls, and packages whose routines are called otherwise here.
var notCalls = regexp.MustCompile(`(?i)\b(?:declare|if|for|while|loop|case|raise|return|commit|rollback|exit|continue|goto|exception|insert|update|delete|merge|select|execute|raise_application_error)\b|` +
	`\b(?:sys|dbms_\w+|utl_\w+|apex_\w+|wwv_\w+|htp|htf|owa\w*)\.`)

// callingBlock writes a text that is such a block and is not known as a whole: when it runs, the run-time library makes a statement of it.
func (p *printer) callingBlock(e ir.Expr, using []ir.UsingArg, at diag.Span, named bool) bool {
	list := concatOperands(e)
	text := markedText(list, nil)
	if c, ok := unwrapNil(e).(*ir.Call); ok && c.Fn == "replace" {
		text = firstConstant(c)
	} else if !strings.Contains(text, "\x00") {
		return false
	}
	if named || len(using) > 0 || !callsOnly.MatchString(text) || notCalls.MatchString(outsideQuotes(text, strings.ToLower)) {
		return false
	}
	p.find(diag.DynamicSQL, at, "the block in the text of the dynamic statement is made a statement of when it runs: it may only call procedures that are there")
	p.W(p.helper("block_statement"), "(")
	p.expr(e)
	p.W(")")
	return true
}

// firstConstant is the text that calls of REPLACE begin with, "" where that is none.
func firstConstant(c *ir.Call) string {
	for c != nil && c.Fn == "replace" && len(c.Args) > 0 {
		switch x := unwrapNil(c.Args[0].Value).(type) {
		case *ir.StringLit:
			return x.Value
		case *ir.Call:
			c = x
		default:
			return ""
		}
	}
	return ""
}

func (p *printer) refuseBlock(at diag.Span) {
	p.refuseOnce(diag.StmtNotConverted, at, "block in a text", "a PL/SQL block in the text of the dynamic statement: EXECUTE runs SQL statements only, and the text is not converted")
}

// hiddenBlock tells a text that a function makes of a block: REPLACE('BEGIN … END;', …).
func hiddenBlock(e ir.Expr) bool {
	for {
		c, ok := unwrapNil(e).(*ir.Call)
		if !ok || c.Fn == "" || len(c.Args) == 0 {
			break
		}
		e = c.Args[0].Value
	}
	l, ok := concatOperands(e)[0].(*ir.StringLit)
	return ok && blockHead.MatchString(l.Value)
}
