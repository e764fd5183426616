package oracle

import (
	"strings"

	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/ir/diag"
	"github.com/crosswalk-db/crosswalk/parser/oracle/sqlplus"
	"github.com/crosswalk-db/crosswalk/parser/parsing"
)

// Scripts of data hold the same INSERT thousands of times, with other constants. The first of a shape is parsed; the
// others become an ir.Repeat of it, which costs no tree.

const (
	maxRun    = 4096 // statements that are parsed together, by one goroutine
	maxShapes = 256  // shapes that are remembered in a run: a script with more of them repeats little
)

// RunEnd tells how far the statements from i on may be parsed together: INSERTs, and the COMMITs between them, of one file.
func RunEnd(units []sqlplus.Unit, i int) int {
	j := i
	for ; j < len(units) && j-i < maxRun; j++ {
		u := &units[j]
		if u.Kind != sqlplus.SQL || u.File != units[i].File || u.CurrentSchema != units[i].CurrentSchema ||
			!hasPrefixFold(u.Text(), "INSERT") && !hasPrefixFold(u.Text(), "COMMIT") {
			break
		}
	}
	return max(j, i+1)
}

func hasPrefixFold(s, prefix string) bool {
	return len(s) >= len(prefix) && strings.EqualFold(s[:len(prefix)], prefix)
}

// ParseRun makes objects of units that RunEnd found together.
func ParseRun(units []sqlplus.Unit, o Options) []ir.Object {
	if len(units) == 1 {
		return Parse(&units[0], o)
	}
	var objs []ir.Object
	shapes := map[string]*ir.Pattern{} // nil: parsed in full each time
	for i := range units {
		u := &units[i]
		var key string
		var consts []constant
		ok := u.Lead == u.Start && len(u.Problems) == 0
		if ok {
			key, consts, ok = shapeOf(u.Text())
		}
		if p := shapes[key]; ok && p != nil {
			objs = append(objs, repeatOf(p, u))
			continue
		}
		made := Parse(u, o)
		if _, known := shapes[key]; ok && !known && len(shapes) < maxShapes {
			shapes[key] = patternOf(made, u, consts, o)
		}
		objs = append(objs, made...)
	}
	return parsing.JoinData(objs)
}

func repeatOf(p *ir.Pattern, u *sqlplus.Unit) *ir.DataScript {
	d := &ir.DataScript{Stmts: []ir.Stmt{&ir.Repeat{StmtBase: ir.StmtBase{Sp: u.Span()}, Of: p}}}
	d.Sp = u.Span()
	if u.CurrentSchema != "" {
		d.Schema = ir.Name{Key: u.CurrentSchema, Text: u.CurrentSchema}
	}
	return d
}

// patternOf makes a pattern of a parsed statement; nil where it is not a plain INSERT, or where its tree does not hold
// just the constants of its text.
func patternOf(objs []ir.Object, u *sqlplus.Unit, consts []constant, o Options) *ir.Pattern {
	if len(objs) != 1 || len(objs[0].Obj().Findings.Items) > 0 {
		return nil
	}
	d, ok := objs[0].(*ir.DataScript)
	if !ok || len(d.Stmts) != 1 {
		return nil
	}
	st, ok := d.Stmts[0].(*ir.ExecDML)
	if !ok {
		return nil
	}
	if _, ok := st.DML.(*ir.Insert); !ok {
		return nil
	}
	p := &ir.Pattern{Stmt: st, Lits: make([]ir.Expr, len(consts))}
	if !fillPattern(p, u, consts) {
		return nil
	}
	schema := u.CurrentSchema
	p.Read = func(at diag.Span) []string {
		_, consts, _ := shapeOf(at.Text())
		values := make([]string, len(consts))
		for i, c := range consts {
			values[i] = c.value(at.Text())
		}
		return values
	}
	p.Full = func(at diag.Span) ir.Stmt {
		full := Parse(&sqlplus.Unit{File: at.File, Start: at.Start, End: at.End, Lead: at.Start, Kind: sqlplus.SQL, CurrentSchema: schema}, o)
		return full[0].(*ir.DataScript).Stmts[0]
	}
	return p
}

// fillPattern finds the node of every constant.
func fillPattern(p *ir.Pattern, u *sqlplus.Unit, consts []constant) bool {
	var lits []ir.Expr
	ir.Walk(p.Stmt, func(n ir.Node) bool {
		switch n := n.(type) {
		case *ir.StringLit, *ir.NumberLit, *ir.DatetimeLit:
			lits = append(lits, n.(ir.Expr))
		}
		return true
	})
	for i, c := range consts {
		at, value := u.Start+c.start, c.value(u.Text())
		for _, l := range lits {
			if sp := l.Span(); sp.Start <= at && at < sp.End && ir.LitText(l) == value {
				p.Lits[i] = l
				break
			}
		}
		if p.Lits[i] == nil {
			return false
		}
	}
	return true
}
