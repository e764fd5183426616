package postgres

import (
	"strings"

	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/ir/diag"
)

// tsqlTextFunctions are SQL Server's string functions ("String functions", Transact-SQL reference). resolve has made
// their arguments the types that they take.
var tsqlTextFunctions = rows{
	"tsql.collate":       {{n: 2, args: "-", do: tsqlCollate}},
	"tsql.ascii":         {{n: 1, args: "-", pg: "{@tsql_ascii}({1})", c: cInt}},
	"tsql.unicode":       {{n: 1, args: "-", pg: "ascii(nullif({1}, ''))", c: cInt}},
	"tsql.char":          {{n: 1, args: "i", do: tsqlChar}},
	"tsql.nchar":         {{n: 1, args: "i", do: tsqlNChar}},
	"tsql.charindex":     {{n: 2, args: "-", do: tsqlCharIndex}, {n: 3, args: "--j", do: tsqlCharIndex}},
	"tsql.patindex":      {{n: 2, args: "-", do: tsqlPatIndex}},
	"tsql.concat":        {{n: -1, args: "=", do: tsqlConcat}},
	"tsql.concat_ws":     {{n: -1, args: "=", do: tsqlConcat}},
	"tsql.left":          {{n: 2, args: "kj", do: tsqlLeft}},
	"tsql.right":         {{n: 2, args: "kj", do: tsqlRight}},
	"tsql.len":           {{n: 1, args: "-", do: tsqlLen}},
	"tsql.datalength":    {{n: 1, args: "-", do: tsqlDataLength}},
	"tsql.lower":         {{n: 1, args: "-", do: tsqlFold("lower")}},
	"tsql.upper":         {{n: 1, args: "-", do: tsqlFold("upper")}},
	"tsql.ltrim":         {{n: 1, args: "k", pg: "ltrim({1})", c: cText}, {n: 2, args: "-", pg: "ltrim({1}, {2})", c: cText}},
	"tsql.rtrim":         {{n: 1, args: "-", pg: "rtrim({1})", c: cText}, {n: 2, args: "-", pg: "rtrim({1}, {2})", c: cText}},
	"tsql.trim":          {{n: 1, args: "-", pg: "trim({1})", c: cText}, {n: 2, args: "-", pg: "btrim({2}, {1})", c: cText}},
	"tsql.replace":       {{n: 3, args: "-", do: tsqlReplace}},
	"tsql.replicate":     {{n: 2, args: "kj", do: tsqlReplicate}},
	"tsql.space":         {{n: 1, args: "j", do: tsqlSpace}},
	"tsql.reverse":       {{n: 1, args: "k", pg: "reverse({1})", c: cText}},
	"tsql.substring":     {{n: 3, args: "-j", do: tsqlSubstring}, {n: 2, args: "-j", pg: "substr({1}, {2})", c: cText}},
	"tsql.stuff":         {{n: 4, args: "kjj-", pg: "{@stuff}({*})", c: cText}},
	"tsql.str":           {{n: -1, args: "-j", pg: "{@str}({*})", c: cText}},
	"tsql.string_escape": {{n: 2, args: "-", pg: "{@string_escape}({1})", c: cText}},
	"tsql.string_agg":    {{n: 2, args: "-", do: tsqlStringAgg}},
	"tsql.translate":     {{n: 3, args: "-", pg: "translate({*})", c: cText}},
	"tsql.quotename":     {{n: 1, args: "-", do: tsqlQuoteName}, {n: 2, args: "-", do: tsqlQuoteName}},
	"tsql.parsename":     {{n: 2, args: "-i", pg: "{@parsename}({*})", c: cText}},
	"tsql.soundex": {{n: 1, args: "-", pg: "soundex({1})", c: cText, ext: "fuzzystrmatch", code: diag.TSQLApprox,
		say: "SOUNDEX: the two differ on names with H or W between letters of one group, and on texts that do not begin with a letter"}},
	"tsql.difference": {{n: 2, args: "-", pg: "difference({*})", c: cInt, ext: "fuzzystrmatch", code: diag.TSQLApprox,
		say: "DIFFERENCE: rests on SOUNDEX, which differs on names with H or W between letters of one group"}},
	"tsql.format":        {{n: -1, args: "-", do: tsqlFormatFn}},
	"tsql.formatmessage": {{n: -1, args: "-", do: tsqlFormatMessage}},
}

// tsqlChar: the bytes 128 to 159 are characters of Windows-1252.
func tsqlChar(p *printer, e *ir.Call, a []val) val {
	n, ok := constantInt(e.Args[0].Value)
	switch {
	case !ok:
		return p.run("{@tsql_char}({1})", cText, a[0])
	case n == 0:
		return p.charZero(e, "CHAR")
	case n < 0 || n > 255:
		return atom("NULL::text", cText).with(precCast)
	case n >= 128 && n < 160:
		return p.run("convert_from('\\x"+string("0123456789abcdef"[n/16])+string("0123456789abcdef"[n%16])+"', 'WIN1252')", cText)
	}
	return p.run("chr({1})", cText, a[0])
}

// charZero refuses the character that a text of PostgreSQL cannot have.
func (p *printer) charZero(e *ir.Call, fn string) val {
	p.find(diag.TSQLFunction, e.Sp, "%s(0): text in PostgreSQL cannot hold the character 0; use another separator, or bytea", fn)
	return atom("''", cLit)
}

// tsqlNChar: NULL outside of the range that Unicode has.
func tsqlNChar(p *printer, e *ir.Call, a []val) val {
	n, ok := constantInt(e.Args[0].Value)
	switch {
	case ok && n == 0:
		return p.charZero(e, "NCHAR")
	case ok && (n < 0 || n > 0x10FFFF):
		return atom("NULL::text", cText).with(precCast)
	}
	return p.run("chr({1})", cText, a[0])
}

// tsqlCharIndex: 0 where nothing is found, and for an empty text too.
func tsqlCharIndex(p *printer, e *ir.Call, a []val) val {
	if len(a) == 2 && a[0].c == cBytes && a[1].c == cBytes {
		return p.run("position({1} IN {2})", cInt, a...)
	}
	s, known := constString(stripImplicit(e.Args[0].Value), 0)
	if caseMatters(e.Args[0].Value) && !p.caseCounts(e.Args[1].Value) {
		if p.ignoresCase() {
			a[0], a[1] = p.run("lower({1})", cText, a[0]), p.run("lower({1})", cText, a[1])
		} else {
			p.caseNoted(e.Args[1].Value)
		}
	}
	if len(a) == 2 && known && s != "" {
		return p.run("strpos({2}, {1})", cInt, a...)
	}
	return p.run("{@charindex}({*})", cInt, a...)
}

func tsqlPatIndex(p *printer, e *ir.Call, a []val) val {
	ci := "false"
	if counts := p.caseCounts(e.Args[1].Value); p.ignoresCase() && !counts {
		ci = "true"
	} else if caseMatters(e.Args[0].Value) && !counts {
		p.caseNoted(e.Args[1].Value)
	}
	return p.run("{@patindex}({1}, {2}, "+ci+")", cInt, a...)
}

// tsqlConcat writes CONCAT, which takes NULL for an empty text as PostgreSQL's does.
func tsqlConcat(p *printer, e *ir.Call, _ []val) val {
	s := make([]val, len(e.Args))
	for i, a := range e.Args {
		v := p.val(a.Value)
		if t := p.typ(a.Value); !t.IsString() && !t.Is(ir.TInt, ir.TDecimal, ir.TNull, ir.TUnknown) {
			c := &ir.Cast{X: a.Value, To: &ir.Type{Kind: ir.TVarChar, National: true}, Implicit: true}
			c.Sp, c.T = a.Value.Span(), c.To
			v = p.val(c)
		}
		s[i] = p.padded(p.scaled(v, a.Value), a.Value)
	}
	return atom(joinAll(strings.TrimPrefix(e.Fn, "tsql."), s), cText)
}

// joinAll writes concat or concat_ws. A function of PostgreSQL's takes 100 arguments; more of them go in an array.
func joinAll(fn string, args []val) string {
	s := make([]string, len(args))
	for i, v := range args {
		s[i] = v.s
	}
	if len(s) <= maxFuncArgs {
		return fn + "(" + strings.Join(s, ", ") + ")"
	}
	first := ""
	if fn == "concat_ws" {
		first, s, args = s[0]+", ", s[1:], args[1:]
	}
	for i, v := range args {
		if v.c != cText && v.c != cLit {
			s[i] = v.cast("text", cText).s
		}
	}
	return fn + "(" + first + "VARIADIC ARRAY[" + strings.Join(s, ", ") + "])"
}

// tsqlLeft: a negative length is an error there; left() would count from the end.
func tsqlLeft(p *printer, e *ir.Call, a []val) val {
	if n, ok := p.lowerBound(stripImplicit(e.Args[1].Value)); ok && n >= 0 {
		return p.run("left({1}, {2})", cText, a...)
	}
	return p.run("substring({1}, 1, {2})", cText, a...)
}

// tsqlFold writes UPPER and LOWER, whose result has the blanks of a char.
func tsqlFold(fn string) func(*printer, *ir.Call, []val) val {
	return func(p *printer, e *ir.Call, a []val) val {
		c := cText
		if p.typ(e).Base().Kind == ir.TChar && a[0].c == cChar {
			c = cChar
		}
		return p.run(fn+"({1})", c, a...)
	}
}

// tsqlRight: a length that may be negative is an error there.
func tsqlRight(p *printer, e *ir.Call, a []val) val {
	length := stripImplicit(e.Args[1].Value)
	if n, ok := p.lowerBound(length); ok && n >= 0 || p.isNull(length) {
		return p.run("right({1}, {2})", cText, a...)
	}
	return p.run("{@right_text}({1}, {2})", cText, a...)
}

// tsqlLen: trailing blanks are not counted ("LEN").
func tsqlLen(p *printer, e *ir.Call, a []val) val {
	if bare := stripImplicit(e.Args[0].Value); p.typ(bare).Is(ir.TBytes, ir.TBlob) {
		return p.run("octet_length({1})", cInt, p.val(bare))
	}
	switch x := unwrap(stripImplicit(e.Args[0].Value)).(type) {
	case *ir.Call:
		if x.Fn == "tsql.rtrim" || x.Fn == "tsql.trim" {
			return p.run("length({1})", cInt, a[0])
		}
	}
	if a[0].c == cChar {
		return p.run("length({1})", cInt, a[0])
	}
	if a[0].c == cBytes {
		return p.run("octet_length({1})", cInt, a[0])
	}
	return p.run("length(rtrim({1}))", cInt, a[0])
}

// tsqlDataLength: the bytes that SQL Server stores. A national text has two for each character.
func tsqlDataLength(p *printer, e *ir.Call, a []val) val {
	t := p.typ(e.Args[0].Value).Base()
	fixed := func(n int) val {
		return p.run("CASE WHEN {1} IS NOT NULL THEN "+itoa(n)+" END", cInt, a[0])
	}
	switch t.Kind {
	case ir.TBytes, ir.TBlob:
		return p.run("octet_length({1})", cInt, a[0])
	case ir.TChar, ir.TVarChar, ir.TText:
		if t.Kind == ir.TChar {
			a[0] = p.padded(a[0], e.Args[0].Value)
		}
		if t.National {
			return val{"2 * length(" + a[0].s + ")", precMul, cInt}
		}
		return p.run("length({1})", cInt, a[0])
	case ir.TInt:
		return fixed(t.Bits / 8)
	case ir.TBit:
		return fixed(1)
	case ir.TDateTime, ir.TRowVersion:
		return fixed(8)
	case ir.TUUID:
		return fixed(16)
	case ir.TDate:
		return fixed(3)
	case ir.TMoney, ir.TFloat:
		return fixed(t.Bits / 8)
	}
	p.find(diag.TSQLApprox, e.Sp, "DATALENGTH: the bytes of the value as text stand for those that SQL Server stores")
	return p.run("octet_length({1}::text)", cInt, a[0])
}

// tsqlReplace ignores case where the collation does.
func tsqlReplace(p *printer, e *ir.Call, a []val) val {
	a[0] = p.padded(a[0], e.Args[0].Value)
	if !caseMatters(e.Args[1].Value) || p.caseCounts(e.Args[0].Value) {
		return p.run("replace({*})", cText, a...)
	}
	if p.ignoresCase() {
		return p.run("{@replace_ci}({*})", cText, a...)
	}
	p.caseNoted(e.Args[0].Value)
	return p.run("replace({*})", cText, a...)
}

// replacesZero writes REPLACE(x, CHAR(0), y), which cleans a text: one of PostgreSQL's never has the character 0.
func (p *printer) replacesZero(e *ir.Call) (val, bool) {
	if e.Fn != "tsql.replace" || len(e.Args) != 3 {
		return val{}, false
	}
	x := unwrap(stripImplicit(e.Args[1].Value))
	c, ok := x.(*ir.Call)
	if ok && (c.Fn == "tsql.char" || c.Fn == "tsql.nchar") && len(c.Args) == 1 {
		if n, known := constantInt(c.Args[0].Value); !known || n != 0 {
			return val{}, false
		}
	} else if s, lit := x.(*ir.StringLit); !lit || s.Value != "\x00" {
		return val{}, false
	}
	return p.padded(p.val(e.Args[0].Value), e.Args[0].Value), true
}

// tsqlReplicate: NULL for a negative number.
func tsqlReplicate(p *printer, e *ir.Call, a []val) val {
	if n, ok := p.lowerBound(stripImplicit(e.Args[1].Value)); ok && n >= 0 {
		return p.run("repeat({1}, {2})", cText, a...)
	}
	return p.run("{@replicate}({1}, {2})", cText, a...)
}

func tsqlSpace(p *printer, e *ir.Call, a []val) val {
	if n, ok := constantInt(e.Args[0].Value); ok && n >= 0 && n < 20 {
		return atom(quoteLiteral(strings.Repeat(" ", n)), cLit)
	}
	if n, ok := p.lowerBound(stripImplicit(e.Args[0].Value)); ok && n >= 0 {
		return p.run("repeat(' ', {1})", cText, a...)
	}
	return p.run("{@replicate}(' ', {1})", cText, a...)
}

func tsqlSubstring(p *printer, e *ir.Call, a []val) val {
	if a[0].c == cBytes {
		return p.run("substring({*})", cBytes, a...)
	}
	a[0] = p.padded(a[0], e.Args[0].Value)
	return p.run("substring({*})", cText, a...)
}

func tsqlStringAgg(p *printer, e *ir.Call, a []val) val {
	order := ""
	if len(e.Within) > 0 {
		order = " ORDER BY " + p.orderText(e.Within)
	}
	if a[0].c != cText && a[0].c != cLit {
		a[0] = a[0].cast("text", cText)
	}
	return atom("string_agg("+a[0].s+", "+a[1].s+order+")", cText)
}

// tsqlQuoteName: the text is meant for a statement, where PostgreSQL takes "names" and 'texts'.
func tsqlQuoteName(p *printer, e *ir.Call, a []val) val {
	q := "["
	if len(e.Args) > 1 {
		q, _ = constString(stripImplicit(e.Args[1].Value), 0)
	}
	switch q {
	case "'":
		return p.run("quote_literal({1})", cText, a[0])
	case `"`:
		return val{`'"' || replace(` + a[0].s + `, '"', '""') || '"'`, precOther, cText}
	case "[", "]", "[]":
		p.findOnce(diag.TSQLQuoteName, e.Sp, "%s gives a name as PostgreSQL reads it", brief(e, val{s: "quote_ident"}))
		return p.run("quote_ident({1})", cText, a[0])
	}
	return p.run("{@quotename}({*})", cText, a...)
}
