package postgres

import (
	"strings"

	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/ir/diag"
)

// regexpFunctions: PostgreSQL 15 has functions of the same names, with the same arguments in the same order. What
// differs is the flags, and in 13 and 14 helpers stand in for them.
var regexpFunctions = rows{
	"regexp_like":    {{n: -1, args: "T=", do: doRegexpLike}},
	"regexp_substr":  {{n: -1, args: "T=i", do: doRegexp("regexp_substr", cText, 4)}},
	"regexp_instr":   {{n: -1, args: "T=i", do: doRegexp("regexp_instr", cInt, 5)}},
	"regexp_count":   {{n: -1, args: "T=i", do: doRegexp("regexp_count", cInt, 3)}},
	"regexp_replace": {{n: -1, args: "t=", do: doRegexpReplace}},
}

// regexFlags translates match parameters. In Oracle the dot does not match a line break unless 'n' says so, in
// PostgreSQL it does unless 'n' or 'p' says otherwise; 'm' is 'w' there, or 'n' when the dot is to stop at line breaks.
func regexFlags(s string, dots bool) string {
	has := func(c string) bool { return strings.Contains(s, c) }
	out := ""
	if strings.LastIndexByte(s, 'i') > strings.LastIndexByte(s, 'c') {
		out += "i"
	}
	switch {
	case has("n") && has("m"):
		out += "w"
	case has("m"):
		out += "n"
	case has("n") || !dots:
	default:
		out += "p"
	}
	if has("x") {
		out += "x"
	}
	return out
}

// regex is a translated pattern.
type regex struct {
	v     val
	flags string
	ok    bool // flags are known
}

// regex translates pattern and match parameter, arguments pi and fi of the call.
func (p *printer) regex(e *ir.Call, pi, fi int) regex {
	r := regex{ok: true}
	pat, isConst := p.constText(e, pi)
	flags := ""
	if fi < len(e.Args) && !p.isNull(e.Args[fi].Value) {
		flags, r.ok = p.constText(e, fi)
		if !r.ok {
			p.find(diag.RegexDiffers, e.Sp, "%s: the match parameter is not a constant", strings.ToUpper(e.Fn))
		}
	}
	dots := hasDot(pat) || !isConst && p.pieceHasDot(e.Args[pi].Value)
	r.flags = regexFlags(strings.ToLower(flags), dots)
	if !isConst {
		x := e.Args[pi].Value
		r.v = p.toText(p.val(x), x)
		if !p.constParts(x) {
			p.refuseOnce(diag.RegexDiffers, e.Sp, "pattern not constant", "pattern not constant: "+brief(x, r.v)+" is only known at run time")
		}
		return r
	}
	r.v = atom(quoteLiteral(p.pattern(pat, e)), cLit)
	return r
}

// constParts tells a pattern that is put together of constants and plain values, as '[^' || sep || ']+' is.
func (p *printer) constParts(e ir.Expr) bool {
	b, ok := unwrap(e).(*ir.Binary)
	if !ok || b.Op != ir.OpConcat {
		_, lit := unwrap(e).(*ir.StringLit)
		return lit
	}
	_, l := unwrap(b.L).(*ir.StringLit)
	_, r := unwrap(b.R).(*ir.StringLit)
	return l || r || p.constParts(b.L) || p.constParts(b.R)
}

// pieceHasDot looks at the constants that a pattern is put together of.
func (p *printer) pieceHasDot(e ir.Expr) bool {
	switch e := unwrap(e).(type) {
	case *ir.StringLit:
		return hasDot(e.Value)
	case *ir.Binary:
		return e.Op == ir.OpConcat && (p.pieceHasDot(e.L) || p.pieceHasDot(e.R))
	}
	return false
}

// hasDot tells whether the pattern has a dot, or a negated set, that a line break may meet.
func hasDot(s string) bool {
	set := false
	for i := 0; i < len(s); i++ {
		switch {
		case s[i] == '\\':
			i++
		case set:
			set = s[i] != ']'
		case s[i] == '[':
			set = true
			if i+1 < len(s) && s[i+1] == '^' {
				i++
			}
			if i+1 < len(s) && s[i+1] == ']' {
				i++
			}
		case s[i] == '.':
			return true
		}
	}
	return false
}

// pattern translates a constant pattern. A backslash inside brackets is itself in Oracle (POSIX), and an escape in
// PostgreSQL.
func (p *printer) pattern(s string, e *ir.Call) string {
	var b strings.Builder
	set := 0
	for i := 0; i < len(s); i++ {
		c := s[i]
		switch {
		case set > 0 && c == '\\':
			b.WriteString(`\\`)
			continue
		case set > 0 && c == '[' && i+1 < len(s) && strings.IndexByte(":.=", s[i+1]) >= 0:
			if end := strings.Index(s[i+2:], string(s[i+1])+"]"); end >= 0 {
				if s[i+1] != ':' {
					p.find(diag.RegexDiffers, e.Sp, "the pattern has a collating element, %s", s[i:i+end+4])
				}
				b.WriteString(s[i : i+end+4])
				i += end + 3
				continue
			}
		case set > 0 && c == ']':
			set = 0
		case set == 0 && c == '[':
			set = 1
			b.WriteByte(c)
			for i+1 < len(s) && (s[i+1] == '^' && s[i] == '[' || s[i+1] == ']' && (s[i] == '[' || s[i] == '^')) {
				i++
				b.WriteByte(s[i])
			}
			continue
		case set == 0 && c == '\\' && i+1 < len(s):
			i++
			p.escape(&b, s[i], e)
			continue
		}
		b.WriteByte(c)
	}
	return b.String()
}

// escape writes a backslash with what follows, outside brackets.
func (p *printer) escape(b *strings.Builder, c byte, e *ir.Call) {
	switch {
	case c >= '1' && c <= '9', strings.IndexByte("dDwWsSAZ", c) >= 0:
	case c == 'z':
		c = 'Z'
	case c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '0':
		b.WriteByte(c) // in Oracle a backslash before an ordinary letter is nothing
		return
	}
	b.WriteByte('\\')
	b.WriteByte(c)
}

// doRegexpLike writes the operators ~ and ~*, and regexp_like where flags ask for it.
func doRegexpLike(p *printer, e *ir.Call, a []val) val {
	r := p.regex(e, 1, 2)
	switch {
	case !r.ok:
		return p.run("regexp_like({1}, {2}, {3})", cBool, a[0], r.v, p.val(e.Args[2].Value))
	case r.flags == "":
		return val{a[0].at(precOther) + " ~ " + r.v.at(precOther+1), precOther, cBool}
	case r.flags == "i":
		return val{a[0].at(precOther) + " ~* " + r.v.at(precOther+1), precOther, cBool}
	case p.em.version() >= 15:
		return p.run("regexp_like({1}, {2}, '"+r.flags+"')", cBool, a[0], r.v)
	}
	return val{a[0].at(precOther) + " ~ ('(?" + r.flags + ")' || " + r.v.at(precOther+1) + ")", precOther, cBool}
}

// doRegexp writes REGEXP_SUBSTR, REGEXP_INSTR and REGEXP_COUNT; flagAt is the match parameter's place among the arguments.
func doRegexp(name string, c class, flagAt int) func(*printer, *ir.Call, []val) val {
	return func(p *printer, e *ir.Call, a []val) val {
		r := p.regex(e, 1, flagAt)
		out := []val{a[0], r.v}
		for i := 2; i < len(a); i++ {
			if i == flagAt {
				continue
			}
			out = append(out, a[i])
		}
		rest := out[2:]
		if r.flags != "" || !r.ok || len(e.Args) > flagAt+1 {
			for len(rest) < flagAt-2 {
				out = append(out, atom(defaultRegexpArg(name, len(rest)), cInt))
				rest = out[2:]
			}
			f := atom("'"+r.flags+"'", cLit)
			if !r.ok {
				f = p.val(e.Args[flagAt].Value)
			}
			out = append(out[:flagAt], append([]val{f}, out[flagAt:]...)...)
		}
		fn := name
		if p.em.version() < 15 {
			fn = p.helper(name)
		}
		return atom(fn+"("+joinVals(out)+")", c)
	}
}

// defaultRegexpArg: position 1, occurrence 1, and for REGEXP_INSTR the return option 0.
func defaultRegexpArg(name string, i int) string {
	if name == "regexp_instr" && i == 2 {
		return "0"
	}
	return "1"
}

// doRegexpReplace: Oracle replaces all occurrences unless told which; PostgreSQL the first unless told 'g'.
func doRegexpReplace(p *printer, e *ir.Call, a []val) val {
	r := p.regex(e, 1, 5)
	with := atom("''", cLit)
	if len(e.Args) > 2 {
		if s, ok := p.constText(e, 2); ok {
			with = atom(quoteLiteral(replacement(s)), cLit)
		} else {
			with = p.orEmpty(e.Args[2].Value)
		}
	}
	pos, occ := p.regexpInt(e, 3, "1"), p.regexpInt(e, 4, "0")
	if pos.s == "1" && occ.s == "0" {
		return p.run("regexp_replace({*})", cText, a[0], r.v, with, atom("'g"+r.flags+"'", cLit))
	}
	if pos.s == "1" && occ.s == "1" {
		if r.flags == "" {
			return p.run("regexp_replace({*})", cText, a[0], r.v, with)
		}
		return p.run("regexp_replace({*})", cText, a[0], r.v, with, atom("'"+r.flags+"'", cLit))
	}
	fn := "regexp_replace"
	if p.em.version() < 15 {
		fn = p.helper(fn)
	}
	out := []val{a[0], r.v, with, pos, occ}
	if r.flags != "" {
		out = append(out, atom("'"+r.flags+"'", cLit))
	}
	return atom(fn+"("+joinVals(out)+")", cText)
}

func (p *printer) regexpInt(e *ir.Call, i int, def string) val {
	if i >= len(e.Args) {
		return atom(def, cInt)
	}
	return p.arg(e.Args[i].Value, 'i')
}

// replacement: & means the whole match in PostgreSQL when a backslash stands before it, as in no text of Oracle; a
// backslash before anything but a digit is itself in Oracle.
func replacement(s string) string {
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if s[i] == '\\' {
			if i+1 < len(s) && s[i+1] == '\\' {
				b.WriteString(`\\`)
				i++
				continue
			}
			if i+1 >= len(s) || s[i+1] < '1' || s[i+1] > '9' {
				b.WriteString(`\\`)
				continue
			}
		}
		b.WriteByte(s[i])
	}
	return b.String()
}
