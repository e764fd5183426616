package postgres

import (
	"regexp"
	"strconv"
	"strings"

	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/ir/diag"
)

// execImmediate writes EXECUTE IMMEDIATE.
func (p *printer) execImmediate(s *ir.ExecImmediate) {
	for _, u := range s.Using {
		p.hoist(u.Value)
	}
	if s.Cursor != nil {
		p.parseCursor(s)
		return
	}
	if s.Bulk || s.RetBulk {
		p.bulkExecute(s)
		return
	}
	if p.alterSession(s) || p.upkeepText(s) || p.dynamicRaise(s) || p.executeKnown(s) || p.executeBlock(s) || p.dynamicCall(s) {
		return
	}
	p.W("EXECUTE ")
	p.dynamicText(s.SQL, s.Using, s.Sp)
	into := s.Into
	if len(into) == 0 {
		into = s.Returning
	}
	for _, u := range s.Using {
		if u.Mode != ir.ModeIn {
			p.find(diag.DynamicOut, s.Sp, "a bind argument of EXECUTE IMMEDIATE gives a value back")
		}
	}
	if len(into) > 0 {
		strict := ""
		if len(s.Into) > 0 {
			strict = "STRICT "
		}
		p.W(" INTO ", strict, strings.Join(p.targets(into), ", "))
	}
	p.usingArgs(s.Using)
	p.W(";\n")
	p.executed()
}

// alterSession leaves out a dynamic ALTER SESSION: its parameters are Oracle's own, and the converted code follows
// their defaults. CURRENT_SCHEMA changes what names mean, so that one is refused.
func (p *printer) alterSession(s *ir.ExecImmediate) bool {
	e := unwrapNil(s.SQL)
	for {
		b, ok := e.(*ir.Binary)
		if !ok || b.Op != ir.OpConcat {
			break
		}
		e = unwrapNil(b.L)
	}
	l, ok := e.(*ir.StringLit)
	if !ok {
		return false
	}
	w := strings.Fields(strings.ToUpper(l.Value))
	if len(w) < 2 || w[0] != "ALTER" || w[1] != "SESSION" {
		return false
	}
	what := strings.Join(w[:min(4, len(w))], " ")
	what, _, _ = strings.Cut(what, "=")
	switch known := len(w) > 3 || w[len(w)-1] != "SET"; {
	case !known:
		p.refuseOnce(diag.StmtNotConverted, s.Sp, what, what+" in the text of a dynamic statement: which parameter it sets is not known")
	case strings.Contains(strings.ToUpper(l.Value), "CURRENT_SCHEMA"):
		what = "ALTER SESSION SET CURRENT_SCHEMA"
		p.refuseOnce(diag.StmtNotConverted, s.Sp, what, what+" in the text of a dynamic statement: SET search_path is PostgreSQL's way")
	default:
		p.refuseOnce(diag.SessionSetting, s.Sp, what, what+" is left out: the converted code follows Oracle's defaults")
	}
	p.W("NULL;\n")
	p.rt.found = nil
	return true
}

// executed notes that EXECUTE has set ROW_COUNT; it leaves FOUND alone.
func (p *printer) executed() {
	p.rt.found = nil
	if p.rt.rowcount {
		p.W("GET DIAGNOSTICS ", p.sqlRowcount(), " = ROW_COUNT;\n")
	}
	p.W(p.takeAfter())
}

// usingArgs writes USING.
func (p *printer) usingArgs(list []ir.UsingArg) {
	if len(list) == 0 {
		return
	}
	s := make([]string, len(list))
	for i, u := range list {
		s[i] = p.exprText(u.Value)
		if _, lit := unwrapNil(u.Value).(*ir.StringLit); lit {
			s[i] += "::text"
		}
	}
	p.W(" USING ", strings.Join(s, ", "))
}

// dynamicText writes the text of a dynamic statement. In the constant parts of it bind variables become $1, $2 …; where
// the text cannot be seen the reviewer is told, since nobody has converted the SQL in it.
func (p *printer) dynamicText(e ir.Expr, using []ir.UsingArg, at diag.Span) {
	p.statementText(e, using, at, false)
}

// statementText is dynamicText; named for DBMS_SQL, where bind variables keep their names and a block that makes one call is
// carried out.
func (p *printer) statementText(e ir.Expr, using []ir.UsingArg, at diag.Span, named bool) {
	parts, known := p.textParts(e)
	if !known {
		p.unknownText(e, using, at, named)
		return
	}
	list := concatOperands(e)
	if p.callingBlock(e, using, at, named) {
		return
	}
	ddl := map[*ir.StringLit]string{}
	rewriteText(list, ddl, ddlText)
	if w := onlyOracle(markedText(list, ddl)); w != "" {
		p.refuseOnce(diag.StmtNotConverted, at, w, w+" in the text of the dynamic statement: PostgreSQL does not know it, and the text is not converted")
	}
	b := binder{}
	also := ", only its bind variables are"
	if named {
		also = ""
	}
	for _, l := range parts {
		value, ok := ddl[l]
		if !ok {
			value = l.Value
		}
		if named {
			b.keep(l, value)
		} else {
			b.renumber(l, value)
		}
		b.text[l] = outsideQuotes(b.text[l], func(s string) string {
			return fromDual.ReplaceAllString(starDual.ReplaceAllString(s, "${1}'X' AS dummy"), "$1")
		})
		if emptiesTable.MatchString(parts[0].Value) {
			b.text[l] = storageWords.ReplaceAllString(cascadeWords.ReplaceAllString(b.text[l], "$1"), "")
		}
		if tableDDL.MatchString(parts[0].Value) {
			b.text[l] = columnTypes(b.text[l])
			also = ", only its bind variables and data types are"
			if named {
				also = ", only its data types are"
			}
		}
	}
	refused := !(named && oneCall.MatchString(b.joined)) && p.blockText(e, using, b.text, at)
	sequenceTexts(e, b.text)
	p.expr(replaceLits(e, b.text))
	_, all := unwrapNil(e).(*ir.StringLit)
	if !refused && (!all || !plainDynamic(b.joined)) {
		p.find(diag.DynamicSQL, at, "the SQL in the text of the dynamic statement is not converted%s", also)
	}
}

// unknownText writes a text that cannot be seen here.
func (p *printer) unknownText(e ir.Expr, using []ir.UsingArg, at diag.Span, named bool) {
	if hiddenBlock(e) {
		if p.callingBlock(e, using, at, named) {
			return
		}
		p.refuseBlock(at)
	} else {
		p.find(diag.DynamicSQL, at, "the text of the dynamic statement is not known here; what it says is not converted")
	}
	if len(using) > 0 {
		p.W(p.helper("bind_numbers"), "(")
		p.expr(e)
		p.W(")")
		return
	}
	p.expr(e)
}

// emptiesTable finds TRUNCATE TABLE and DROP TABLE, whose words about storage mean nothing here.
var (
	emptiesTable = regexp.MustCompile(`(?i)^\s*(?:truncate|drop)\s+table\b`)
	storageWords = regexp.MustCompile(`(?i)\s+(?:drop|reuse)(?:\s+all)?\s+storage\b|\s+purge\s*$`)
	cascadeWords = regexp.MustCompile(`(?i)\b(cascade)\s+constraints\b`)
)

// tableDDL finds statements whose text names the data types of columns.
var tableDDL = regexp.MustCompile(`(?i)^\s*(?:create\s+(?:global\s+temporary\s+)?table|alter\s+table)\b`)

// typeWords are the data types of Oracle as a dynamic CREATE or ALTER TABLE spells them, and the usual defaults.
var typeWords = []struct {
	re *regexp.Regexp
	pg string
}{
	{regexp.MustCompile(`(?i)\bn?varchar2\s*\(\s*(\d+)(?:\s+(?:char|byte))?\s*\)`), "varchar($1)"},
	{regexp.MustCompile(`(?i)\bn?varchar2\b`), "varchar"},
	{regexp.MustCompile(`(?i)\bnumber\b(\s*\(\s*)\*`), "numeric${1}38"},
	{regexp.MustCompile(`(?i)\bnumber\b`), "numeric"},
	{regexp.MustCompile(`(?i)\b(?:n?clob|long)\b`), "text"},
	{regexp.MustCompile(`(?i)\braw\s*\(\s*\d+\s*\)|\bblob\b`), "bytea"},
	{regexp.MustCompile(`(?i)\bdate\b`), "timestamp(0)"},
	{regexp.MustCompile(`(?i)\bsysdate\b`), "localtimestamp(0)"},
	{regexp.MustCompile(`(?i)\bsystimestamp\b`), "current_timestamp"},
}

// starDual finds the query of all columns of DUAL: DUMMY, which is X.
var starDual = regexp.MustCompile(`(?i)(\bselect\s+)\*\s+from\s+(?:sys\.)?dual\b`)

// fromDual finds the FROM of a query without a table.
var fromDual = regexp.MustCompile(`(?i)\s+from\s+(?:sys\.)?dual\s*($|\)|\s(?:where|union|minus|connect|order)\b)`)

// outsideQuotes rewrites what stands outside the quotes of a text.
func outsideQuotes(s string, f func(string) string) string {
	parts := strings.Split(s, "'")
	for i := 0; i < len(parts); i += 2 {
		parts[i] = f(parts[i])
	}
	return strings.Join(parts, "'")
}

// columnTypes rewrites the data types in a piece of such a text, outside quotes.
func columnTypes(s string) string {
	parts := strings.Split(s, "'")
	for i := 0; i < len(parts); i += 2 {
		tail := ""
		if t := strings.TrimRight(parts[i], " "); i+1 < len(parts) && strings.HasSuffix(strings.ToLower(t), " date") {
			parts[i], tail = t[:len(t)-4], parts[i][len(t)-4:] // a literal: DATE '…'
		}
		for _, w := range typeWords {
			parts[i] = w.re.ReplaceAllString(parts[i], w.pg)
		}
		parts[i] += tail
	}
	return strings.Join(parts, "'")
}

// binder numbers bind variables over the parts of a text.
type binder struct {
	n      int
	text   map[*ir.StringLit]string
	joined string
}

// textParts finds the constants of a text that is put together here; known is false where a part of unknown origin may
// hold statements of its own.
func (p *printer) textParts(e ir.Expr) ([]*ir.StringLit, bool) {
	switch e := unwrapNil(e).(type) {
	case *ir.StringLit:
		return []*ir.StringLit{e}, true
	case *ir.Binary:
		if e.Op != ir.OpConcat {
			return nil, false
		}
		l, ok := p.textParts(e.L)
		if !ok {
			return nil, false
		}
		r, _ := p.textParts(e.R)
		return append(l, r...), true
	}
	return nil, false
}

// renumber replaces :name by $n outside quotes, in what stands for a constant.
func (b *binder) renumber(l *ir.StringLit, s string) {
	var out strings.Builder
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c == '\'' || c == '"':
			j := strings.IndexByte(s[i+1:], c)
			if j < 0 {
				j = len(s) - i - 2
			}
			out.WriteString(s[i : i+j+2])
			i += j + 1
		case c == ':' && i+1 < len(s) && isWordByte(s[i+1]) && (i == 0 || s[i-1] != ':'):
			j := i + 1
			for j < len(s) && isWordByte(s[j]) {
				j++
			}
			b.n++
			out.WriteString("$" + strconv.Itoa(b.n))
			i = j - 1
		default:
			out.WriteByte(c)
		}
	}
	b.keep(l, out.String())
}

// keep notes the text that a constant becomes.
func (b *binder) keep(l *ir.StringLit, s string) {
	if b.text == nil {
		b.text = map[*ir.StringLit]string{}
	}
	b.text[l] = s
	b.joined += s
}

func isWordByte(c byte) bool {
	return c == '_' || c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z'
}

// replaceLits copies the concatenation with other constants.
func replaceLits(e ir.Expr, text map[*ir.StringLit]string) ir.Expr {
	switch x := e.(type) {
	case *ir.StringLit:
		if t, ok := text[x]; ok {
			c := *x
			c.Value = t
			return &c
		}
	case *ir.Paren:
		c := *x
		c.X = replaceLits(x.X, text)
		return &c
	case *ir.Binary:
		if x.Op == ir.OpConcat {
			c := *x
			c.L, c.R = replaceLits(x.L, text), replaceLits(x.R, text)
			return &c
		}
	}
	return e
}

// plainDynamic tells statements that mean the same in PostgreSQL as they stand.
func plainDynamic(s string) bool {
	f := strings.Fields(strings.ToUpper(s))
	if len(f) < 2 {
		return false
	}
	switch f[0] + " " + f[1] {
	case "TRUNCATE TABLE", "DROP TABLE", "DROP VIEW", "DROP SEQUENCE", "DROP INDEX":
		return len(f) == 3
	}
	return false
}
