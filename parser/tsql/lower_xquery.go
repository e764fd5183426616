package tsql

import (
	"regexp"
	"strings"

	"github.com/crosswalk-db/crosswalk/ir"
)

// sqlValue finds sql:variable("@x") and sql:column("t.c") in a path ("XQuery Extension Functions").
var sqlValue = regexp.MustCompile(`sql:(?:variable|column)\s*\(\s*(?:"([^"]*)"|'([^']*)')\s*\)`)

// xquery takes the values out of the path of an XML method: it becomes a call of tsql.xquery with the path, in which each value is
// ir.XQueryValue, and the values.
func (l *lowerer) xquery(m *ir.MethodCall) *ir.MethodCall {
	if len(m.Args) == 0 || !isMethod(m.Name.Text) {
		return m
	}
	lit, ok := m.Args[0].Value.(*ir.StringLit)
	if !ok || !strings.Contains(lit.Value, "sql:") {
		return m
	}
	path := *lit
	args := []ir.Arg{{Value: &path}}
	path.Value = sqlValue.ReplaceAllStringFunc(lit.Value, func(s string) string {
		g := sqlValue.FindStringSubmatch(s)
		q := ir.QName{Sp: lit.Sp}
		for _, n := range nameParts(g[1] + g[2]) {
			q.Parts = append(q.Parts, identifier(n))
		}
		r := &ir.Ref{Name: q}
		r.Sp = lit.Sp
		args = append(args, ir.Arg{Value: r})
		return ir.XQueryValue
	})
	if len(args) > 1 {
		c := &ir.Call{Name: ir.MakeQName("xquery"), Fn: "tsql.xquery", Args: args}
		c.Sp = lit.Sp
		m.Args = append([]ir.Arg{}, m.Args...)
		m.Args[0].Value = c
	}
	return m
}

// nameParts cuts t.c or [t].[c] at the dots outside of brackets.
func nameParts(s string) []string {
	var parts []string
	from, inside := 0, false
	for i := 0; i < len(s); i++ {
		switch {
		case s[i] == '[':
			inside = true
		case s[i] == ']':
			inside = false
		case s[i] == '.' && !inside:
			parts = append(parts, strings.TrimSpace(s[from:i]))
			from = i + 1
		}
	}
	return append(parts, strings.TrimSpace(s[from:]))
}
