package postgres

import (
	"strconv"
	"strings"

	"github.com/crosswalk-db/crosswalk/ir"
)

func itoa(n int) string { return strconv.Itoa(n) }

// nullable tells whether the value may be NULL; true when in doubt.
func (p *printer) nullable(e ir.Expr) bool {
	switch e := e.(type) {
	case *ir.NumberLit, *ir.StringLit, *ir.BoolLit, *ir.DatetimeLit, *ir.IntervalLit, *ir.Exists, *ir.SeqValue, *ir.IsNull:
		return false
	case *ir.Paren:
		return p.nullable(e.X)
	case *ir.Cast:
		return e.X == nil || e.Try || p.nullable(e.X)
	case *ir.Unary:
		return p.nullable(e.X)
	case *ir.Binary:
		if e.Op == ir.OpConcat && e.NullIsEmpty {
			return p.nullable(e.L) && p.nullable(e.R)
		}
		return p.nullable(e.L) || p.nullable(e.R)
	case *ir.Extract:
		return p.nullable(e.X)
	case *ir.Trim:
		return p.nullable(e.X) || e.Chars != nil && p.nullable(e.Chars)
	case *ir.Case:
		if e.Else == nil || p.nullable(e.Else) {
			return true
		}
		for _, w := range e.Whens {
			if p.nullable(w.Result) {
				return true
			}
		}
		return false
	case *ir.Ref:
		return p.refNullable(e)
	case *ir.CursorAttr:
		return e.Attr != "ROWCOUNT" && e.Attr != "ISOPEN"
	case *ir.Call:
		return p.callNullable(e)
	}
	return true
}

func (p *printer) refNullable(e *ir.Ref) bool {
	if e.Sym == nil || e.Sym.Fields > 0 {
		return true
	}
	switch d := e.Sym.Decl.(type) {
	case *ir.Column:
		return !d.NotNull || p.outer[e.Sym.Table.Key] || p.inSQL && p.outer == nil && p.rt != nil
	case *ir.VarDecl:
		return !(d.NotNull || d.Constant && d.Default != nil && !p.nullable(d.Default))
	case *ir.ForNum, *ir.Forall:
		return false
	}
	return true
}

// never are the functions that never give NULL, and those that may though their arguments are not NULL.
var (
	never = words(`sysdate systimestamp current_date current_timestamp localtimestamp count row_number rank dense_rank
sys_guid user uid sessiontimezone dbtimezone sqlcode sqlerrm dbms_utility.get_time dbms_random.value empty_clob empty_blob ntile
cume_dist percent_rank dbms_utility.format_error_backtrace dbms_utility.format_error_stack`)
	sometimes = words(`nullif regexp_substr sys_context userenv substr max min sum avg stddev variance median lag lead
first_value last_value nth_value listagg nvl2 to_number trim ltrim rtrim replace translate regexp_replace substrb
dbms_lob.substr wm_concat collect xmlagg extractvalue decode dbms_utility.format_call_stack ratio_to_report corr covar_pop
covar_samp regr_slope stddev_pop stddev_samp var_pop var_samp xmlquery existsnode rpad lpad v nv
utl_lms.format_message json_t.get json_t.get_object json_t.get_array json_t.get_string json_t.get_clob json_t.get_number json_t.get_boolean
json_t.get_date json_t.get_timestamp json_t.get_type json_t.to_number json_t.to_boolean json_t.to_date json_t.to_timestamp`)
)

// strict are functions of SQL Server's that give NULL only where an argument is NULL; what is not among them may give it at any time.
var strict = func() map[string]bool {
	m := map[string]bool{}
	for _, n := range strings.Fields(`len datalength lower upper ltrim rtrim trim left right replace reverse charindex patindex space ascii
year month day datepart datename datediff datediff_big dateadd eomonth abs ceiling floor round sign square power sqrt quotename str
datefromparts datetimefromparts isnumeric isdate isjson grouping grouping_id`) {
		m["tsql."+n] = true
	}
	return m
}()

func (p *printer) callNullable(e *ir.Call) bool {
	switch {
	case strings.HasPrefix(e.Fn, "tsql.") && !strict[e.Fn] && len(e.Args) > 0 && e.Fn != "tsql.isnull" && e.Fn != "tsql.concat" && e.Fn != "tsql.concat_ws":
		return true
	case e.Fn == "tsql.concat" || e.Fn == "tsql.concat_ws":
		return false // NULL counts as an empty text
	case e.Fn == "tsql.isnull":
		return p.nullable(e.Args[0].Value) && p.nullable(e.Args[len(e.Args)-1].Value)
	case e.Fn == "" || sometimes[e.Fn]:
		return true
	case never[e.Fn]:
		return false
	case e.Fn == "coalesce" || e.Fn == "nvl" || e.Fn == "concat" || e.Fn == "utl_raw.concat":
		for _, a := range e.Args {
			if !p.nullable(a.Value) {
				return false
			}
		}
		return true
	}
	for _, a := range e.Args {
		if p.nullable(a.Value) {
			return true
		}
	}
	return len(e.Args) == 0
}

// emptyable tells whether the written text may come out empty where Oracle has NULL. Stored values never are
// empty: what is stored goes through stored.
func (p *printer) emptyable(e ir.Expr) bool {
	if p.tsql() {
		return false
	}
	switch e := e.(type) {
	case *ir.Paren:
		return p.emptyable(e.X)
	case *ir.Ref:
		return p.atDoor != nil && e.Sym != nil && e.Sym.Fields == 0 && p.atDoor[e.Sym.Decl]
	case *ir.Trim:
		return !p.hasBody(e.X)
	case *ir.Binary:
		return e.Op == ir.OpConcat && e.NullIsEmpty && p.emptyConcat(e)
	case *ir.Case:
		for _, w := range e.Whens {
			if p.emptyable(w.Result) {
				return true
			}
		}
		return e.Else != nil && p.emptyable(e.Else)
	case *ir.Cast:
		return e.X != nil && e.To.IsString() && p.emptyable(e.X)
	case *ir.Call:
		return p.emptyableCall(e)
	}
	return false
}

func (p *printer) emptyConcat(e *ir.Binary) bool {
	for _, x := range []ir.Expr{e.L, e.R} {
		if !p.nullable(x) && !p.emptyable(x) {
			return false
		}
	}
	if p.isNull(e.L) {
		return p.emptyable(e.R)
	}
	if p.isNull(e.R) {
		return p.emptyable(e.L)
	}
	return true
}

// hasBody tells a text constant that is more than blanks.
func (p *printer) hasBody(e ir.Expr) bool {
	s, ok := unwrap(e).(*ir.StringLit)
	return ok && strings.TrimSpace(s.Value) != ""
}

func (p *printer) emptyableCall(e *ir.Call) bool {
	arg := func(i int) ir.Expr {
		if i < len(e.Args) {
			return e.Args[i].Value
		}
		return nil
	}
	switch e.Fn {
	case "trim", "ltrim", "rtrim", "translate", "regexp_replace":
		return !p.hasBody(arg(0)) || len(e.Args) > 1
	case "replace":
		s, ok := arg(2).(*ir.StringLit)
		return !ok || s.Value == ""
	case "substr", "substrb", "substrc":
		return p.substrEmptyable(e)
	case "coalesce", "nvl":
		return len(e.Args) > 0 && p.emptyable(e.Args[len(e.Args)-1].Value)
	case "upper", "lower", "initcap", "greatest", "least", "nvl2", "reverse":
		for _, a := range e.Args {
			if p.emptyable(a.Value) {
				return true
			}
		}
	case "lpad", "rpad":
		n, ok := p.lowerBound(arg(1))
		return !ok || n < 1
	}
	return false
}

// substrEmptyable: not where the whole goes through the helper, which gives NULL, nor where a first character is
// always taken.
func (p *printer) substrEmptyable(e *ir.Call) bool {
	if len(e.Args) < 2 || !p.nativeSubstr(e) {
		return len(e.Args) > 0 && p.emptyable(e.Args[0].Value)
	}
	from, ok := unwrap(e.Args[1].Value).(*ir.NumberLit)
	if !ok || from.Text != "1" && from.Text != "0" {
		return true
	}
	if len(e.Args) == 2 {
		return p.emptyable(e.Args[0].Value)
	}
	n, ok := p.lowerBound(e.Args[2].Value)
	return !ok || n < 1 || p.emptyable(e.Args[0].Value)
}

// lowerBound is the least value that a whole number can have.
func (p *printer) lowerBound(e ir.Expr) (int, bool) {
	switch e := unwrap(e).(type) {
	case *ir.NumberLit:
		n, err := strconv.Atoi(e.Text)
		return n, err == nil
	case *ir.Unary:
		if n, ok := unwrap(e.X).(*ir.NumberLit); ok && e.Op == ir.OpNeg {
			i, err := strconv.Atoi(n.Text)
			return -i, err == nil
		}
	case *ir.Cast:
		if e.Implicit && e.X != nil {
			return p.lowerBound(e.X)
		}
	case *ir.Binary:
		l, ok := p.lowerBound(e.L)
		if !ok {
			return 0, false
		}
		switch e.Op {
		case ir.OpAdd, ir.OpMul:
			r, ok := p.lowerBound(e.R)
			if e.Op == ir.OpMul {
				return l * r, ok && l >= 0 && r >= 0
			}
			return l + r, ok
		case ir.OpSub:
			if n, isLit := unwrap(e.R).(*ir.NumberLit); isLit {
				i, err := strconv.Atoi(n.Text)
				return l - i, err == nil
			}
		}
	case *ir.Call:
		switch e.Fn {
		case "instr", "regexp_instr", "regexp_count", "count", "dbms_lob.instr", "tsql.len", "tsql.datalength", "tsql.charindex", "tsql.patindex", "tsql.count":
			return 0, true
		case "length", "dbms_lob.getlength", "lengthb", "row_number", "rank", "dense_rank":
			return 1, true
		case "greatest":
			for _, a := range e.Args {
				if n, ok := p.lowerBound(a.Value); ok {
					return n, true
				}
			}
		}
	case *ir.Pseudo:
		return 1, e.Kind == ir.PseudoLevel || e.Kind == ir.PseudoRownum
	case *ir.Ref:
		if e.Sym != nil {
			if f, ok := e.Sym.Decl.(*ir.ForNum); ok {
				return p.lowerBound(f.Lo)
			}
		}
	}
	return 0, false
}
