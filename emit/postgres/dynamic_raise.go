package postgres

import (
	"regexp"
	"strings"

	"github.com/crosswalk-db/crosswalk/ir"
)

// raiseByNumber is a block in a text that raises the error whose number a run gives: the way to do so in PL/SQL, whose PRAGMA EXCEPTION_INIT takes
// constants only.
var raiseByNumber = regexp.MustCompile(`(?is)^\s*declare\s+(\w+)\s+exception\s*;\s*pragma\s+exception_init\s*\(\s*(\w+)\s*,\s*\x00\s*\)\s*;\s*begin\s+raise\s+(\w+)\s*;\s*end\s*;\s*$`)

// dynamicRaise writes RAISE for such a block.
func (p *printer) dynamicRaise(s *ir.ExecImmediate) bool {
	list := concatOperands(s.SQL)
	m := raiseByNumber.FindStringSubmatch(markedText(list, nil))
	if m == nil || !strings.EqualFold(m[1], m[2]) || !strings.EqualFold(m[1], m[3]) || len(s.Using)+len(s.Into)+len(s.Returning) > 0 {
		return false
	}
	for _, x := range list {
		if _, lit := x.(*ir.StringLit); lit {
			continue
		}
		number := x
		if c, ok := unwrap(stripImplicit(x)).(*ir.Call); ok && c.Fn == "to_char" && len(c.Args) == 1 {
			number = c.Args[0].Value
		}
		if !p.typ(number).IsNumber() {
			return false
		}
		n := p.val(number).at(precOther + 1)
		p.W("RAISE EXCEPTION USING ERRCODE = ", p.helper("state_of"), "(", n, "), MESSAGE = CASE WHEN ", n, " BETWEEN -20999 AND -20000 THEN '' ELSE ", quoteLiteral(strings.ToLower(m[1])), " END;\n")
		p.rt.found = nil
		return true
	}
	return false
}
