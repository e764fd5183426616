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
