package postgres

import (
	"regexp"
	"strconv"
	"strings"

	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/ir/diag"
)

// castExpr writes CAST; one that resolve added becomes what PostgreSQL needs for it, often nothing.
func (p *printer) castExpr(e *ir.Cast) val {
	if e.Multiset != nil {
		return atom(p.text(func(q *printer) { q.castMultiset(e) }), cOther)
	}
	if e.OnError != nil && !p.isNull(e.OnError) || e.Try {
		p.find(diag.ConversionDefault, e.Sp, "CAST … ON CONVERSION ERROR has no counterpart")
	}
	if v, ok := p.datetimeDistance(e); ok {
		return v
	}
	v := p.wallClock(e.X)
	if e.Implicit {
		was := p.implicit
		p.implicit = true
		v = p.convert(v, e.X, e.To)
		p.implicit = was
		return v
	}
	if e.Format != nil {
		return p.castWithFormat(e, v)
	}
	switch {
	case p.isNull(e.X) || typeOf(e.X).Is(ir.TNull):
	case e.To.IsString() && !v.c.text() && v.c != cLit:
		if v = p.toText(v, e.X); v.prec == precCast && e.To.Base().Len > 0 {
			v = atom(strings.TrimSuffix(v.s, "::text"), cText).with(precCast)
		}
	case e.To.IsDatetime() && (v.c == cText || v.c == cLit):
		v = p.textToDate(v, e.X, e.To)
	}
	if e.To.Is(ir.TXML) && v.c != cXML {
		return atom("xmlparse(DOCUMENT "+v.s+")", cXML)
	}
	c := codeClass(e.To, useCast)
	if e.To.IsDatetime() && c == cTS && v.c == cTSTZ && v.prec == precAtom && e.To.Is(ir.TDateTime) {
		return v.cast("timestamp(0)", cTS)
	}
	t := p.typeName(e.To, useCast)
	if v.c == cText && c == cText && (t == "text" || t == "varchar") {
		return v
	}
	return v.cast(t, c)
}

// datetimeDistance writes (a - b) DAY TO SECOND and (a - b) YEAR TO MONTH, where both are dates or timestamps (SQL Language
// Reference, "Interval Expressions"). A difference in PostgreSQL has days and no months: age() counts those.
func (p *printer) datetimeDistance(e *ir.Cast) (val, bool) {
	b, ok := unwrap(e.X).(*ir.Binary)
	if !ok || p.tsql() || !e.To.IsInterval() || b.Op != ir.OpSub || !typeOf(b.L).IsDatetime() || !typeOf(b.R).IsDatetime() {
		return val{}, false
	}
	l, r := p.val(b.L), p.val(b.R)
	if l.c == cDate {
		l = l.cast("timestamp", cTS)
	}
	if r.c == cDate {
		r = r.cast("timestamp", cTS)
	}
	if e.To.Is(ir.TIntervalYM) {
		p.findOnce(diag.IntervalMonths, e.Sp, "YEAR TO MONTH of a difference: whole months, a part of one is cut off")
		return val{"age(" + l.s + ", " + r.s + ")::interval year to month", precCast, cInterval}, true
	}
	return val{l.at(precAdd) + " - " + r.at(precAdd+1), precAdd, cInterval}, true
}

func (p *printer) castWithFormat(e *ir.Cast, v val) val {
	fn := "to_number"
	switch {
	case e.To.Is(ir.TTimestamp):
		fn = "to_timestamp"
	case e.To.Is(ir.TTimestampTZ, ir.TTimestampLTZ):
		fn = "to_timestamp_tz"
	case e.To.IsDatetime():
		fn = "to_date"
	case e.To.IsString():
		fn = "to_char"
	}
	_ = v
	return p.call(&ir.Call{ExprBase: e.ExprBase, Fn: fn, Args: []ir.Arg{{Value: e.X}, {Value: e.Format}}})
}

// convert brings a value to a type as an assignment in Oracle does.
func (p *printer) convert(v val, e ir.Expr, to *ir.Type) val {
	if p.isNull(e) || p.tsql() {
		return v
	}
	switch {
	case v.c == cOther && p.losesSubtype(e, to):
		return v
	case v.c == cChar && to.IsString() && !to.Is(ir.TChar):
		return p.padded(v, e)
	case to.IsString() && (v.c.number() || v.c.datetime() || v.c == cBytes || v.c == cInterval):
		return p.toText(v, e)
	case to.IsNumber() && (v.c.text() || v.c == cLit):
		return p.toNumber(v, e)
	case to.IsDatetime() && (v.c.text() || v.c == cLit):
		return p.textToDate(v, e, to)
	case to.IsNumber() && v.c == cBool:
		if b, ok := unwrap(stripImplicit(e)).(*ir.BoolLit); ok {
			return atom(map[bool]string{true: "1", false: "0"}[b.Value], cInt)
		}
		return v.cast("int", cInt)
	case to.IsString() && v.c == cBool:
		return p.run("upper({1}::text)", cText, v)
	case to.IsInterval() && v.c.text():
		return v.cast("interval", cInterval)
	case to.Is(ir.TBool) && v.c.number():
		return val{v.at(precCmp+1) + " <> 0", precCmp, cBool}
	case to.Is(ir.TBool) && (v.c.text() || v.c == cLit && !isTextLit(e)):
		return v.cast("boolean", cBool)
	case to.Is(ir.TBytes, ir.TBlob) && v.c.text():
		return atom("decode("+v.s+", 'hex')", cBytes)
	case to.Is(ir.TBytes, ir.TBlob) && v.c == cLit:
		if s, ok := unwrap(e).(*ir.StringLit); ok {
			digits := s.Value
			if len(digits)%2 == 1 {
				digits = "0" + digits // HEXTORAW puts a 0 in front
			}
			return atom(quoteLiteral(`\x`+digits), cLit)
		}
	}
	return v
}

// badNumber takes the text of a constant that is to be a number. One that is none fails when it is used, as it does in
// Oracle (ORA-06502, ORA-01722), and not when the body is read: PostgreSQL computes what is constant when it plans,
// but no subquery.
func (p *printer) badNumber(v val, text string, e ir.Expr) val {
	if _, err := strconv.ParseFloat(text, 64); err == nil {
		return v
	}
	if _, script := p.obj.(*ir.DataScript); script && p.rt == nil {
		p.findOnce(diag.RowRefused, e.Span(), "%s is no number", quoteLiteral(text))
	}
	return atom("(SELECT "+v.s+")", cText)
}

// toNumber makes a number of a text; a number stays as it is.
func (p *printer) toNumber(v val, e ir.Expr) val {
	switch v.c {
	case cText, cChar:
		return p.neverEmpty(v, e).cast("numeric", cNum)
	case cLit:
		if s, ok := unwrap(e).(*ir.StringLit); ok {
			t := strings.TrimSpace(s.Value)
			if n := strings.TrimPrefix(t, "-"); plainNumber.MatchString(n) {
				lit := numberLit(n)
				if n != t {
					return val{"-" + lit.s, precUnary, lit.c}
				}
				return lit
			}
			return p.badNumber(v, t, e).cast("numeric", cNum)
		}
	case cBool:
		return v.cast("int", cInt)
	}
	return v
}

var plainNumber = regexp.MustCompile(`^\d+(\.\d+)?$`)

// asInt makes an argument that PostgreSQL declares integer.
func (p *printer) asInt(v val, e ir.Expr) val {
	switch v.c {
	case cInt, cLit:
		return v
	case cNum, cFloat, cAnyNum:
		if p.typ(e).IsInteger() {
			return v.cast("int", cInt)
		}
		if v.c == cAnyNum {
			return v.cast("int", cInt)
		}
		return atom("trunc("+v.s+")", cNum).cast("int", cInt)
	}
	return v.cast("int", cInt)
}

// toText writes the text that Oracle makes of a value of another type.
func (p *printer) toText(v val, e ir.Expr) val {
	switch v.c {
	case cInt, cBig:
		if integerText(strings.TrimPrefix(v.s, "-")) {
			return atom("'"+v.s+"'", cLit)
		}
		return v.cast("text", cText)
	case cNum, cFloat, cAnyNum:
		if !p.tsql() && p.typ(e).BinaryFloat() {
			p.findOnce(diag.DoubleText, e.Span(), "a binary number becomes text without a format")
		}
		if n, ok := unwrap(e).(*ir.NumberLit); ok {
			return atom(quoteLiteral(oracleNumber(n.Text)), cLit)
		}
		if p.typ(e).IsInteger() && v.c != cFloat {
			return v.cast("text", cText)
		}
		if v.c == cFloat {
			v = v.cast("numeric", cNum)
		}
		if p.endless(e) {
			p.findOnce(diag.QuotientDigits, e.Span(), "a quotient becomes text unrounded")
		}
		return atom(p.runtimeFn("to_char")+"("+v.s+")", cText)
	case cDate, cTS, cTSTZ:
		return p.dateText(v, e)
	case cBytes:
		return hexText(v)
	case cInterval:
		if !p.tsql() {
			p.findOnce(diag.IntervalText, e.Span(), "an interval becomes text: 1 day 02:00:00, where Oracle has +01 02:00:00.000000")
		}
		return v.cast("text", cText)
	case cUUID, cTime, cBool, cXML, cJSON:
		return v.cast("text", cText)
	case cTid:
		return v.cast("text", cText)
	}
	return v
}

// newGUID is SYS_GUID().
const newGUID = "uuid_send(gen_random_uuid())"

// hexText writes bytes as RAWTOHEX does.
func hexText(v val) val {
	if v.s == newGUID {
		return atom("upper(replace(gen_random_uuid()::text, '-', ''))", cText)
	}
	return atom("upper(encode("+v.s+", 'hex'))", cText)
}

// oracleNumber spells a constant as Oracle's TO_CHAR does: no zero in front of the point, none at the end.
func oracleNumber(s string) string {
	s = strings.TrimRight(s, "fFdD")
	s = plainDecimal(s)
	if strings.Contains(s, ".") {
		s = strings.TrimRight(strings.TrimRight(s, "0"), ".")
	}
	s = strings.TrimLeft(s, "0")
	if s == "" {
		return "0"
	}
	return s
}

// plainDecimal writes a constant without its exponent: 1.5e3 is 1500.
func plainDecimal(s string) string {
	mantissa, exp, ok := strings.Cut(strings.ToLower(s), "e")
	n, err := strconv.Atoi(exp)
	if !ok || err != nil || n > 38 || n < -38 { // TO_CHAR writes longer ones with an exponent of its own
		return s
	}
	whole, frac, _ := strings.Cut(mantissa, ".")
	switch {
	case n >= 0:
		frac += strings.Repeat("0", max(0, n-len(frac)))
		whole, frac = whole+frac[:n], frac[n:]
	default:
		whole = strings.Repeat("0", max(0, -n-len(whole))) + whole
		whole, frac = whole[:len(whole)+n], whole[len(whole)+n:]+frac
	}
	return strings.TrimSuffix(whole+"."+frac, ".")
}

// concatArg is toText for an operand of || or concat(), which take whole numbers as they are.
func (p *printer) concatArg(v val, e ir.Expr) val {
	if v.c.integer() || v.c == cAnyNum && p.typ(e).IsInteger() {
		if integerText(v.s) {
			return atom("'"+v.s+"'", cLit)
		}
		return v
	}
	if _, lit := unwrap(e).(*ir.NumberLit); !lit && v.c == cNum && p.typ(e).IsInteger() {
		return v
	}
	return p.toText(v, e)
}

// dateText converts by the default formats of Oracle, since the session's are not known.
func (p *printer) dateText(v val, e ir.Expr) val {
	t := p.typ(e)
	fmt := "DD-MON-YY"
	oracle := "DD-MON-RR"
	switch {
	case t.Is(ir.TTimestamp):
		fmt, oracle = "DD-MON-YY HH.MI.SS.US AM", "DD-MON-RR HH.MI.SSXFF AM"
	case t.Is(ir.TTimestampTZ, ir.TTimestampLTZ):
		fmt, oracle = "DD-MON-YY HH.MI.SS.US AM TZH:TZM", "DD-MON-RR HH.MI.SSXFF AM TZR"
	}
	p.noteNLS(e, "%s becomes text without a format; Oracle's default %s is used", brief(e, v), oracle)
	return atom("to_char("+v.s+", '"+fmt+"')", cText)
}

// noteNLS notes a conversion without a format, unless resolve has.
func (p *printer) noteNLS(e ir.Expr, format string, args ...any) {
	if !p.implicit {
		p.findOnce(diag.NLSDate, e.Span(), format, args...)
	}
}

// brief names an expression in a message.
func brief(e ir.Expr, v val) string {
	s := e.Span().Text()
	if s == "" || len(s) > 60 || strings.Contains(s, "\n") {
		s = v.s
	}
	if len(s) > 60 || strings.Contains(s, "\n") {
		return "the expression"
	}
	return s
}

var (
	isoDate  = regexp.MustCompile(`^\d{4}-\d{2}-\d{2}$`)
	isoStamp = regexp.MustCompile(`^\d{4}-\d{2}-\d{2}[ T]\d{2}:\d{2}(:\d{2}(\.\d+)?)?$`)
	monDate  = regexp.MustCompile(`(?i)^(\d{1,2})[-/ .]?(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*[-/ .]?(\d{2}|\d{4})$`)
)

// textToDate converts a text to a date without a format.
func (p *printer) textToDate(v val, e ir.Expr, to *ir.Type) val {
	s, isLit := unwrap(e).(*ir.StringLit)
	v = p.neverEmpty(v, e)
	if isLit {
		t := strings.TrimSpace(s.Value)
		if m := monDate.FindStringSubmatch(t); m != nil {
			p.noteNLS(e, "'%s' is taken for a date in the format DD-MON-RR", t)
			d := rrYear(m[3]) + "-" + monthNumber(m[2]) + "-" + twoDigits(m[1])
			return atom("date "+quoteLiteral(d), cDate)
		}
		if isoDate.MatchString(t) {
			p.noteNLS(e, "'%s' is taken for a date in the format YYYY-MM-DD", t)
			return atom("date "+quoteLiteral(t), cDate)
		}
		if isoStamp.MatchString(t) {
			p.noteNLS(e, "'%s' is taken for a timestamp in ISO format", t)
			return atom("timestamp "+quoteLiteral(t), cTS)
		}
	}
	p.noteNLS(e, "%s becomes a date without a format; Oracle's default DD-MON-RR is used", brief(e, v))
	_ = to
	return atom(p.runtimeFn("to_date")+"("+v.s+", 'DD-MON-RR')", cTS)
}

func twoDigits(s string) string {
	if len(s) == 1 {
		return "0" + s
	}
	return s
}

const monthNames = "janfebmaraprmayjunjulaugsepoctnovdec"

func monthNumber(mon string) string {
	return twoDigits(itoa(strings.Index(monthNames, strings.ToLower(mon[:3]))/3 + 1))
}

// rrYear gives the year of Oracle's RR: 00 to 49 in this century, 50 to 99 in the last.
func rrYear(s string) string {
	if len(s) == 4 {
		return s
	}
	if s < "50" {
		return "20" + s
	}
	return "19" + s
}

// trim writes TRIM.
func (p *printer) trim(e *ir.Trim) val {
	mode := strings.ToUpper(e.Mode)
	x := p.val(e.X)
	if mode == "LEADING" || e.Chars != nil {
		x = p.padded(x, e.X)
	}
	x = p.toText(x, e.X)
	if e.Chars == nil {
		switch mode {
		case "LEADING":
			return atom("ltrim("+x.s+")", cText)
		case "TRAILING":
			return atom("rtrim("+x.s+")", cText)
		}
		return atom("trim("+x.s+")", cText)
	}
	if mode == "" {
		mode = "BOTH"
	}
	return atom("trim("+mode+" "+p.toText(p.val(e.Chars), e.Chars).s+" FROM "+x.s+")", cText)
}

// wallClock writes an operand of which the local time is wanted, not the instant: x AT TIME ZONE z may stay as it is.
func (p *printer) wallClock(e ir.Expr) val {
	if z, ok := unwrap(e).(*ir.AtTimeZone); ok {
		return p.atZone(z)
	}
	return p.val(e)
}

func isTextLit(e ir.Expr) bool {
	_, ok := unwrap(stripImplicit(e)).(*ir.StringLit)
	return ok
}

// fourBytes makes a bigint an integer, which the functions of texts and rounding want: of SUM and COUNT, which are int in SQL Server and
// bigint here, below a subquery too.
func (p *printer) fourBytes(v val, e ir.Expr) val {
	if v.c == cBig || p.typ(e).IsInteger() && walksInto(e, countsWide) {
		return v.cast("integer", cInt)
	}
	return v
}

// countsWide tells the aggregates and window functions that give a bigint for what is an int in SQL Server.
func countsWide(n ir.Node) bool {
	c, ok := n.(*ir.Call)
	if !ok {
		return false
	}
	switch c.Fn {
	case "tsql.sum", "tsql.count", "tsql.row_number", "tsql.rank", "tsql.dense_rank":
		return true
	}
	return false
}
