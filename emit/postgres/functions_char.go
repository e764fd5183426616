package postgres

import (
	"strconv"
	"strings"

	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/ir/diag"
)

// charFunctions are Oracle's character functions.
var charFunctions = rows{
	"ascii":     {{n: 1, args: "T", pg: "ascii({1})", c: cInt}},
	"asciistr":  {{n: 1, args: "t", pg: "{@asciistr}({1})", c: cText}},
	"chr":       {{n: 1, args: "i", do: doChr}},
	"nchr":      {{n: 1, args: "i", pg: "chr({1})", c: cText}},
	"concat":    {{n: -1, args: "=", do: doConcat}},
	"initcap":   {{n: 1, args: "=", do: doFold("initcap")}},
	"lower":     {{n: 1, args: "=", do: doFold("lower")}},
	"upper":     {{n: 1, args: "=", do: doFold("upper")}},
	"reverse":   {{n: 1, args: "t", pg: "reverse({1})", c: cText}},
	"instr":     {{n: 2, args: "T", pg: "strpos({1}, {2})", c: cInt}, {n: 3, args: "TTi", do: doInstr}, {n: 4, args: "TTi", do: doInstr}},
	"instrc":    {{n: 2, args: "T", pg: "strpos({1}, {2})", c: cInt}, {n: 3, args: "TTi", do: doInstr}, {n: 4, args: "TTi", do: doInstr}},
	"instrb":    {{n: -1, args: "TTi", code: diag.ApproxFunction, say: "INSTRB counts bytes; strpos counts characters, which is the same for ASCII only", do: doInstr}},
	"length":    {{n: 1, args: "-", do: doLength}},
	"lengthc":   {{n: 1, args: "-", do: doLength}},
	"length2":   {{n: 1, args: "-", do: doLength}},
	"length4":   {{n: 1, args: "-", do: doLength}},
	"lengthb":   {{n: 1, args: "-", do: doLengthB}},
	"lpad":      {{n: 2, args: "Ti", do: doPad}, {n: 3, args: "Tit", do: doPad}},
	"rpad":      {{n: 2, args: "Ti", do: doPad}, {n: 3, args: "Tit", do: doPad}},
	"ltrim":     {{n: 1, args: "t", pg: "ltrim({1})", c: cText}, {n: 2, args: "t", pg: "ltrim({1}, {2})", c: cText}},
	"rtrim":     {{n: 1, args: "c", pg: "rtrim({1})", c: cText}, {n: 2, args: "t", pg: "rtrim({1}, {2})", c: cText}},
	"trim":      {{n: 1, args: "c", pg: "trim({1})", c: cText}},
	"replace":   {{n: 2, args: "t=", do: doReplace}, {n: 3, args: "t==", do: doReplace}},
	"translate": {{n: 1, args: "t", pg: "{1}", prec: precLowest, c: cText}, {n: 3, args: "t", pg: "translate({*})", c: cText}},
	"substr":    {{n: 2, args: "-=", do: doSubstr}, {n: 3, args: "-=", do: doSubstr}},
	"substrc":   {{n: 2, args: "-=", do: doSubstr}, {n: 3, args: "-=", do: doSubstr}},
	"substr2":   {{n: 2, args: "-=", do: doSubstr}, {n: 3, args: "-=", do: doSubstr}},
	"substr4":   {{n: 2, args: "-=", do: doSubstr}, {n: 3, args: "-=", do: doSubstr}},
	"substrb": {{n: -1, args: "-=", code: diag.ApproxFunction,
		say: "SUBSTRB counts bytes; substr counts characters, which is the same for ASCII only", do: doSubstr}},
	"soundex":     {{n: 1, args: "T", pg: "soundex({1})", c: cText, ext: "fuzzystrmatch"}},
	"compose":     {{n: 1, args: "t", pg: "normalize({1}, NFC)", c: cText}},
	"decompose":   {{n: -1, args: "t", pg: "normalize({1}, NFD)", c: cText}},
	"unistr":      {{n: 1, args: "t", do: doUnistr}},
	"nls_upper":   {{n: -1, args: "t", do: doNLSCase("upper")}},
	"nls_lower":   {{n: -1, args: "t", do: doNLSCase("lower")}},
	"nls_initcap": {{n: -1, args: "t", do: doNLSCase("initcap")}},
	"nlssort":     {{n: -1, args: "t", do: doNLSSort}},
	"vsize": {{n: 1, args: "-", code: diag.ApproxFunction,
		say: "VSIZE gives the bytes that Oracle stores; pg_column_size those that PostgreSQL does", pg: "pg_column_size({1})", c: cInt}},
	"to_single_byte": {{n: 1, args: "t", pg: "normalize({1}, NFKC)", c: cText}},
}

// doChr: the character 0 cannot be in a text of PostgreSQL.
func doChr(p *printer, e *ir.Call, a []val) val {
	if a[0].s == "0" {
		p.noNul("\x00", "CHR(0)", e.Sp)
	}
	return p.run("chr({1})", cText, a[0])
}

// doFold keeps a CHAR a CHAR: what is compared is padded, and what is joined gets its blanks back then.
func doFold(name string) func(*printer, *ir.Call, []val) val {
	return func(p *printer, e *ir.Call, _ []val) val {
		x := e.Args[0].Value
		v := p.val(x)
		if v.c == cChar {
			return p.run(name+"({1})", cChar, v)
		}
		if p.isNull(x) {
			v = val{"NULL::text", precCast, cText}
		}
		return p.run(name+"({1})", cText, p.toText(v, x))
	}
}

// doConcat is the function of two arguments: the operator ||.
func doConcat(p *printer, e *ir.Call, _ []val) val {
	x := e.Args[0].Value
	for _, a := range e.Args[1:] {
		x = &ir.Binary{ExprBase: e.ExprBase, Op: ir.OpConcat, L: x, R: a.Value, NullIsEmpty: true}
	}
	return p.val(x)
}

// doInstr: a position other than 1 or an occurrence other than the first need the helper.
func doInstr(p *printer, e *ir.Call, a []val) val {
	native := true
	for _, v := range a[2:] {
		native = native && v.s == "1"
	}
	if native {
		return p.run("strpos({1}, {2})", cInt, a[:2]...)
	}
	return p.run("{@instr}({*})", cInt, a...)
}

// doLength: of a text that may come out empty Oracle's length is NULL.
func doLength(p *printer, e *ir.Call, a []val) val {
	x := e.Args[0].Value
	v := a[0]
	if v.c != cBytes {
		v = p.toText(p.padded(v, x), x)
	}
	if p.emptyable(x) {
		v = nullifEmpty(v)
	}
	return p.run("length({1})", cInt, v)
}

func doLengthB(p *printer, e *ir.Call, a []val) val {
	x := e.Args[0].Value
	v := a[0]
	if v.c != cBytes {
		v = p.toText(p.padded(v, x), x)
	}
	return p.run("octet_length({1})", cInt, p.neverEmpty(v, x))
}

// doReplace: without a replacement, or with NULL for it, the text is removed; with NULL for the search nothing is.
func doReplace(p *printer, e *ir.Call, a []val) val {
	if c, ok := unwrap(e.Args[1].Value).(*ir.Call); ok && c.Fn == "chr" && len(c.Args) == 1 {
		if n, ok := unwrap(c.Args[0].Value).(*ir.NumberLit); ok && n.Text == "0" {
			return a[0] // no text has that character
		}
	}
	search := p.orEmpty(e.Args[1].Value)
	with := atom("''", cLit)
	if len(e.Args) > 2 {
		with = p.orEmpty(e.Args[2].Value)
	}
	return p.run("replace({*})", cText, a[0], search, with)
}

// orEmpty writes a text with ” for NULL.
func (p *printer) orEmpty(e ir.Expr) val {
	if p.isNull(e) {
		return atom("''", cLit)
	}
	v := p.toText(p.val(e), e)
	if p.nullable(e) {
		return p.run("coalesce({1}, '')", cText, v)
	}
	return v
}

// doSubstr: PostgreSQL's substr counts from 1 only, and refuses a negative length. Where the position may be
// something else the helper does it.
func doSubstr(p *printer, e *ir.Call, a []val) val {
	x := e.Args[0].Value
	for i, y := range e.Args[1:] {
		a[i+1] = p.toNumber(p.val(y.Value), y.Value)
	}
	if a[0].c == cBytes {
		for i, y := range e.Args[1:] {
			a[i+1] = p.asInt(a[i+1], y.Value)
		}
		return p.run("substr({*})", cBytes, a...)
	}
	a[0] = p.toText(p.padded(a[0], x), x)
	if !p.nativeSubstr(e) {
		if n, ok := p.lowerBound(e.Args[1].Value); ok && n == -1 && len(a) == 2 {
			return p.run("right({1}, 1)", cText, a[0])
		}
		return p.run("{@substr}({*})", cText, a...)
	}
	for i, y := range e.Args[1:] {
		a[i+1] = p.asInt(a[i+1], y.Value)
	}
	if a[1].s == "0" {
		a[1].s = "1"
	} else if n, _ := p.lowerBound(e.Args[1].Value); n < 1 {
		a[1] = p.run("greatest({1}, 1)", cInt, a[1])
	}
	if len(a) == 3 {
		if n, ok := p.lowerBound(e.Args[2].Value); !ok || n < 0 {
			a[2] = p.run("greatest({1}, 0)", cInt, a[2])
		}
	}
	return p.run("substr({*})", cText, a...)
}

// nativeSubstr: the position is a whole number from 0, and the length a whole number.
func (p *printer) nativeSubstr(e *ir.Call) bool {
	if n, ok := p.lowerBound(e.Args[1].Value); !ok || n < 0 || p.typ(e.Args[0].Value).Is(ir.TBytes, ir.TBlob) {
		return false
	}
	for _, x := range e.Args[1:] {
		if !p.wholeNumber(x.Value) {
			return false
		}
	}
	return true
}

// wholeNumber tells what cannot have decimals.
func (p *printer) wholeNumber(e ir.Expr) bool {
	if p.typ(e).IsInteger() {
		return true
	}
	_, ok := p.lowerBound(e)
	return ok
}

// doUnistr turns a constant's \XXXX into the characters.
func doUnistr(p *printer, e *ir.Call, a []val) val {
	s, ok := p.constText(e, 0)
	if !ok {
		return p.run("{@unistr}({1})", cText, a[0])
	}
	var out []uint16
	for i := 0; i < len(s); {
		if s[i] == '\\' && i+5 <= len(s) {
			if n, err := strconv.ParseUint(s[i+1:i+5], 16, 16); err == nil {
				out = append(out, uint16(n))
				i += 5
				continue
			}
		}
		if s[i] == '\\' && strings.HasPrefix(s[i:], `\\`) {
			i++
		}
		r, n := decodeRune(s[i:])
		out = append(out, encode16(r)...)
		i += n
	}
	text := string(decode16(out))
	p.noNul(text, "UNISTR('\\0000')", e.Sp)
	return atom(quoteLiteral(text), cLit)
}

// noNul names the character 0 in a text, which PostgreSQL's cannot hold.
func (p *printer) noNul(text, what string, at diag.Span) {
	if strings.Contains(text, "\x00") {
		p.find(diag.NoFunction, at, "%s: text in PostgreSQL cannot hold the character 0; use another separator, or bytea", what)
	}
}

func doNLSCase(name string) func(*printer, *ir.Call, []val) val {
	return func(p *printer, e *ir.Call, a []val) val {
		if len(a) > 1 {
			p.find(diag.Collation, e.Sp, "NLS_%s with a sort: %s() follows the column's collation", strings.ToUpper(name), name)
		}
		return p.run(name+"({1})", cText, a[0])
	}
}

// icuName are ICU collations for Oracle's linguistic sorts.
var icuName = map[string]string{"GERMAN": "de-x-icu", "XGERMAN": "de-x-icu", "FRENCH": "fr-x-icu", "SPANISH": "es-x-icu", "ITALIAN": "it-x-icu",
	"DUTCH": "nl-x-icu", "POLISH": "pl-x-icu", "CZECH": "cs-x-icu", "XCZECH": "cs-x-icu", "DANISH": "da-x-icu", "XDANISH": "da-x-icu",
	"SWEDISH": "sv-x-icu", "NORWEGIAN": "nb-x-icu", "FINNISH": "fi-x-icu", "RUSSIAN": "ru-x-icu", "TURKISH": "tr-x-icu", "XTURKISH": "tr-x-icu",
	"HUNGARIAN": "hu-x-icu", "XHUNGARIAN": "hu-x-icu", "GREEK": "el-x-icu", "ROMANIAN": "ro-x-icu", "SLOVAK": "sk-x-icu", "CROATIAN": "hr-x-icu",
	"BINARY": "C"}

func doNLSSort(p *printer, e *ir.Call, a []val) val {
	name := "und-x-icu"
	if s, ok := p.constText(e, 1); ok {
		_, sort, _ := strings.Cut(strings.ToUpper(s), "=")
		sort = strings.Trim(strings.TrimSpace(sort), "'\"")
		base, suffix, _ := strings.Cut(sort, "_")
		if n, ok := icuName[base]; ok {
			name = n
		}
		if suffix == "CI" || suffix == "AI" {
			a[0] = p.run("lower({1})", cText, a[0])
		}
	}
	p.find(diag.Collation, e.Sp, `NLSSORT becomes COLLATE "%s"`, name)
	return val{a[0].at(precCollate) + ` COLLATE "` + name + `"`, precCollate, cText}
}

// maxVarchar is how many characters a VARCHAR2 of SQL holds (MAX_STRING_SIZE = STANDARD), to which LPAD and RPAD cut what they make.
const maxVarchar = 4000

// doPad: in SQL, rows for a test are often padded to a length that a row number or a random number tells.
func doPad(p *printer, e *ir.Call, a []val) val {
	if p.inSQL && !p.typ(e.Args[0].Value).Is(ir.TText) {
		n := e.Args[1].Value
		if k, ok := constantInt(n); ok && k > maxVarchar {
			a[1] = numberLit(itoa(maxVarchar))
		} else if !ok && !fewChars(n) {
			a[1] = atom("least("+a[1].s+", "+itoa(maxVarchar)+")", a[1].c)
		}
	}
	return p.run(e.Fn+"({*})", cText, a...)
}

// fewChars tells a length that nobody lets grow beyond a VARCHAR2: of a text, of a level of a hierarchy, of a number of three digits.
func fewChars(e ir.Expr) bool {
	few := true
	ir.Walk(e, func(n ir.Node) bool {
		switch n := n.(type) {
		case *ir.Pseudo:
			few = few && n.Kind == ir.PseudoLevel
		case *ir.Ref:
			t := n.Type()
			if n.Name.Last().Is("LEVEL") {
				return true // of a hierarchy that is written as a recursive query
			}
			few = few && t != nil && t.Is(ir.TDecimal) && t.IsInteger() && t.Base().Prec <= 3
		case *ir.Call:
			switch n.Fn {
			case "length", "lengthb", "instr":
				return false
			case "mod", "greatest", "least", "coalesce", "nvl", "nvl2", "trunc", "round", "ceil", "floor", "abs", "decode":
			default:
				few = false
			}
		case *ir.Subquery, *ir.RawExpr:
			few = false
		}
		return few
	})
	return few
}
