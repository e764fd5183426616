package postgres

import (
	"fmt"
	"strconv"
	"strings"
	"testing"
	"unicode"

	"github.com/crosswalk-db/crosswalk/emit"
	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/ir/resolve"
)

// mini reads the expressions of the tests, which hold nothing but literals, columns, calls, CASE and operators.
type mini struct {
	toks []string
	i    int
}

func miniTokens(s string) []string {
	var out []string
	for i := 0; i < len(s); {
		c := s[i]
		switch {
		case c == ' ':
			i++
		case c == '\'' || (c == 'N' || c == 'n') && i+1 < len(s) && s[i+1] == '\'':
			j := i + 1
			if c != '\'' {
				j++
			}
			for j < len(s) {
				if s[j] == '\'' {
					if j+1 < len(s) && s[j+1] == '\'' {
						j += 2
						continue
					}
					break
				}
				j++
			}
			out = append(out, s[i:j+1])
			i = j + 1
		case unicode.IsLetter(rune(c)) || c == '@' || c == '_':
			j := i
			for j < len(s) && (unicode.IsLetter(rune(s[j])) || unicode.IsDigit(rune(s[j])) || strings.IndexByte("@_", s[j]) >= 0) {
				j++
			}
			out = append(out, s[i:j])
			i = j
		case unicode.IsDigit(rune(c)):
			j := i
			for j < len(s) && (unicode.IsDigit(rune(s[j])) || s[j] == '.' || s[j] == 'e' || s[j] == 'x' || s[j-1] == 'e' && s[j] == '-') {
				j++
			}
			out = append(out, s[i:j])
			i = j
		default:
			n := 1
			if i+1 < len(s) && (s[i:i+2] == "<>" || s[i:i+2] == "<=" || s[i:i+2] == ">=") {
				n = 2
			}
			out = append(out, s[i:i+n])
			i += n
		}
	}
	return out
}

func (m *mini) peek() string {
	if m.i < len(m.toks) {
		return strings.ToUpper(m.toks[m.i])
	}
	return ""
}

func (m *mini) accept(s string) bool {
	if m.peek() == s {
		m.i++
		return true
	}
	return false
}

var miniOps = []map[string]ir.Op{{"OR": ir.OpOr}, {"AND": ir.OpAnd}, {"=": ir.OpEq, "<>": ir.OpNe, "<": ir.OpLt, "<=": ir.OpLe, ">": ir.OpGt, ">=": ir.OpGe},
	{"+": ir.OpAdd, "-": ir.OpSub, "&": ir.OpBitAnd, "|": ir.OpBitOr, "^": ir.OpBitXor}, {"*": ir.OpMul, "/": ir.OpDiv, "%": ir.OpMod}}

func (m *mini) expr(level int) ir.Expr {
	if level == len(miniOps) {
		return m.unary()
	}
	l := m.expr(level + 1)
	for {
		if level == 2 {
			if x := m.predicate(l); x != nil {
				l = x
				continue
			}
		}
		op, ok := miniOps[level][m.peek()]
		if !ok {
			return l
		}
		m.i++
		l = &ir.Binary{Op: op, L: l, R: m.expr(level + 1)}
	}
}

func (m *mini) predicate(l ir.Expr) ir.Expr {
	neg := m.peek() == "NOT"
	if neg {
		m.i++
	}
	switch m.peek() {
	case "LIKE":
		m.i++
		x := &ir.Like{X: l, Pattern: m.expr(3), Not: neg, Ranges: true}
		if m.accept("ESCAPE") {
			x.Escape = m.expr(3)
		}
		return x
	case "IN":
		m.i += 2
		x := &ir.In{X: l, Not: neg}
		for !m.accept(")") {
			x.List = append(x.List, m.expr(0))
			m.accept(",")
		}
		return x
	case "BETWEEN":
		m.i++
		x := &ir.Between{X: l, Lo: m.expr(3), Not: neg}
		m.i++
		x.Hi = m.expr(3)
		return x
	case "IS":
		m.i++
		x := &ir.IsNull{X: l, Not: m.accept("NOT")}
		m.i++
		return x
	}
	return nil
}

func (m *mini) unary() ir.Expr {
	switch {
	case m.accept("-"):
		return &ir.Unary{Op: ir.OpNeg, X: m.unary()}
	case m.accept("~"):
		return &ir.Unary{Op: ir.OpBitNot, X: m.unary()}
	case m.accept("("):
		x := m.expr(0)
		m.i++
		return &ir.Paren{X: x}
	}
	t := m.toks[m.i]
	m.i++
	switch {
	case t[0] == '\'' || strings.HasPrefix(t, "N'"):
		s := strings.TrimPrefix(t, "N")
		return &ir.StringLit{Value: strings.ReplaceAll(s[1:len(s)-1], "''", "'"), National: s != t}
	case unicode.IsDigit(rune(t[0])):
		return &ir.NumberLit{Text: t}
	case strings.EqualFold(t, "NULL"):
		return &ir.NullLit{}
	case strings.EqualFold(t, "CASE"):
		return m.caseExpr()
	case m.accept("("):
		return m.call(t)
	}
	return &ir.Ref{Name: ir.MakeQName(t)}
}

func (m *mini) caseExpr() ir.Expr {
	c := &ir.Case{}
	if m.peek() != "WHEN" {
		c.Operand = m.expr(0)
	}
	for m.accept("WHEN") {
		w := ir.When{Cond: m.expr(0)}
		m.i++
		w.Result = m.expr(0)
		c.Whens = append(c.Whens, w)
	}
	if m.accept("ELSE") {
		c.Else = m.expr(0)
	}
	m.i++
	return c
}

func (m *mini) call(name string) ir.Expr {
	switch u := strings.ToUpper(name); u {
	case "CAST", "TRY_CAST":
		x := &ir.Cast{X: m.expr(0), Try: u != "CAST"}
		m.i++
		x.To = m.typ()
		m.i++
		return x
	case "CONVERT", "TRY_CONVERT":
		x := &ir.Cast{To: m.typ(), Try: u != "CONVERT"}
		m.i++
		x.X = m.expr(0)
		if m.accept(",") {
			x.Format = m.expr(0)
		}
		m.i++
		return x
	}
	c := &ir.Call{Name: ir.MakeQName(name)}
	for !m.accept(")") {
		if m.accept("*") {
			c.Args = append(c.Args, ir.Arg{Star: true})
			continue
		}
		c.Args = append(c.Args, ir.Arg{Value: m.expr(0)})
		m.accept(",")
	}
	return c
}

// typ reads a type.
func (m *mini) typ() *ir.Type {
	name := strings.ToLower(m.toks[m.i])
	m.i++
	var n []int
	max := false
	if m.accept("(") {
		for !m.accept(")") {
			if m.accept("MAX") {
				max = true
				continue
			}
			k, _ := strconv.Atoi(m.toks[m.i])
			n = append(n, k)
			m.i++
			m.accept(",")
		}
	}
	return miniType(name, n, max)
}

func miniType(name string, n []int, max bool) *ir.Type {
	arg := func(i, def int) int {
		if i < len(n) {
			return n[i]
		}
		return def
	}
	t := &ir.Type{Spelled: name}
	switch name {
	case "int", "bigint", "smallint", "tinyint":
		t.Kind, t.Bits = ir.TInt, map[string]int{"int": 32, "bigint": 64, "smallint": 16, "tinyint": 8}[name]
	case "bit":
		t.Kind = ir.TBit
	case "decimal", "numeric":
		t.Kind, t.Prec, t.Scale, t.HasScale = ir.TDecimal, arg(0, 18), arg(1, 0), true
	case "money":
		t.Kind, t.Bits = ir.TMoney, 64
	case "float":
		t.Kind, t.Bits = ir.TFloat, 64
	case "real":
		t.Kind, t.Bits = ir.TFloat, 32
	case "varchar", "nvarchar", "char", "nchar":
		t.Kind, t.Len, t.National = ir.TVarChar, arg(0, 0), name[0] == 'n'
		if strings.HasSuffix(name, "char") && !strings.Contains(name, "var") {
			t.Kind = ir.TChar
		}
		if max {
			t.Kind = ir.TText
		}
	case "varbinary", "binary":
		t.Kind, t.Len = ir.TBytes, arg(0, 0)
		if max {
			t.Kind = ir.TBlob
		}
	case "date":
		t.Kind = ir.TDate
	case "time":
		t.Kind, t.Scale = ir.TTime, arg(0, 7)
	case "datetime":
		t.Kind, t.Scale = ir.TDateTime, 3
	case "smalldatetime":
		t.Kind = ir.TDateTime
	case "datetime2":
		t.Kind, t.Scale = ir.TTimestamp, arg(0, 7)
	case "datetimeoffset":
		t.Kind, t.Scale = ir.TTimestampTZ, arg(0, 7)
	case "uniqueidentifier":
		t.Kind = ir.TUUID
	case "xml":
		t.Kind = ir.TXML
	default:
		panic(fmt.Sprint("type ", name))
	}
	return t
}

// tsqlColumns is the table that the expressions of the tests read, tsqlTable what it becomes, with one row.
const (
	tsqlColumns = "id int,ti tinyint,si smallint,bi bigint,n5 int,nn int,b bit,b0 bit,bn bit,m money,d52 decimal(5,2),d184 decimal(18,4),f float,s varchar(40),sn varchar(40)," +
		"e varchar(40),ns nvarchar(40),c char(5),k varchar(max),d datetime,d2 datetime2(7),dd date,t time,dto datetimeoffset,dn datetime,u uniqueidentifier,r varbinary(16),x xml,j nvarchar(max),dt varchar(30),sd smalldatetime"
	tsqlTable = `CREATE TABLE t (id integer NOT NULL, ti smallint, si smallint, bi bigint, n5 integer, nn integer, b boolean, b0 boolean, bn boolean, m numeric(19,4), d52 numeric(5,2),
  d184 numeric(18,4), f double precision, s varchar(40), sn varchar(40), e varchar(40), ns varchar(40), c char(5), k text, d timestamp(3), d2 timestamp, dd date, t time, dto timestamptz,
  dn timestamp(3), u uuid, r bytea, x xml, j text, dt varchar(30), sd timestamp(0));
INSERT INTO t VALUES (7, 200, 300, 3000000000, 10, NULL, true, false, NULL, 1234.5678, 12.34, 1234.5678, 0.25, 'Hello World', NULL, '', 'näme  ', 'ab', 'long text',
  '2023-08-17 13:45:50.123', '2023-08-17 13:45:50.123456', '2023-01-31', '13:45:50.5', '2023-08-17 13:45:50.5+02', NULL, '0e984725-c51c-4bf4-9960-e1c80e27aba0', '\x0102ff',
  '<a><b id="1">x</b><b id="2">y</b></a>', '{"a":1,"b":{"c":"deep"},"l":[10,20],"t":"text"}', '2024-02-29', '2023-08-17 13:46:00');
SET timezone = 'UTC';
`
)

// tsqlExprs reads T-SQL expressions over the table and gives them resolved, with a printer for each.
func tsqlExprs(t *testing.T, opts emit.Options, list []string) ([]ir.Expr, []*printer) {
	t.Helper()
	s := &ir.Schema{Source: ir.SQLServer}
	tbl := &ir.Table{}
	tbl.Name = ir.MakeQName("t")
	m := &mini{toks: miniTokens(strings.NewReplacer(",", " , ", "(5 , 2)", "(5,2)").Replace(tsqlColumns))}
	for m.i < len(m.toks) {
		name := m.toks[m.i]
		m.i++
		tbl.Columns = append(tbl.Columns, &ir.Column{Name: ir.MakeName(name), Type: m.typ(), NotNull: name == "id"})
		m.accept(",")
	}
	s.Objects = append(s.Objects, tbl)
	found := make([]ir.Expr, len(list))
	for i, e := range list {
		m := &mini{toks: miniTokens(e)}
		v := &ir.View{}
		v.Name = ir.MakeQName(fmt.Sprint("v", i))
		v.Query = &ir.Query{Body: &ir.Select{Items: []*ir.SelectItem{{Expr: m.expr(0), Alias: ir.MakeName("c0")}}, From: []ir.TableExpr{&ir.TableRef{Name: ir.MakeQName("t")}}}}
		if m.i < len(m.toks) {
			t.Errorf("%s: not read from %q on", e, m.toks[m.i])
		}
		s.Objects = append(s.Objects, v)
	}
	resolve.Resolve(s, resolve.Options{})
	em := &emitter{opts: opts, src: s}
	em.loadFunctions()
	printers := make([]*printer, len(list))
	for _, o := range s.Objects {
		v, ok := o.(*ir.View)
		if !ok {
			continue
		}
		n, _ := strconv.Atoi(v.Name.Last().Key[1:])
		printers[n] = em.newPrinter(v)
		printers[n].inSQL = true
		found[n] = v.Query.Body.(*ir.Select).Items[0].Expr
	}
	return found, printers
}
