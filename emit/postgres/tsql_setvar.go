package postgres

import (
	"strings"

	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/ir/diag"
)

// setVariables writes what UPDATE … SET @v = column = value gives its variables; updateLoop puts it into them.
func (p *printer) setVariables(d *ir.Update) {
	var items []string
	for _, s := range d.Sets {
		if s.Var == nil {
			continue
		}
		x := ir.Expr(nil)
		if len(s.Cols) == 1 {
			x = s.Cols[0]
			if t, ok := d.Target.(*ir.TableRef); ok && setsOld(d) {
				x = qualified(ir.Clone(x), tableAlias(t)) // its old row beside it has the column too
			}
		} else {
			x = oldValue(s.Value, d)
		}
		items = append(items, p.exprText(x)+" AS c"+itoa(len(items)+1))
	}
	if p.variablesRefused(d, len(items)) {
		return
	}
	if len(items) > 0 {
		p.W("\nRETURNING ", strings.Join(items, ", "))
	}
}

// variablesOnly writes an UPDATE that sets variables and no column, which changes nothing, as the query for their values. False for any other.
func (p *printer) variablesOnly(d *ir.Update, t *ir.TableRef) bool {
	sel := &ir.Select{Sp: d.Sp, From: d.From, Where: d.Where}
	for _, s := range d.Sets {
		if len(s.Cols) > 0 || s.Value == nil {
			return false
		}
		sel.Items = append(sel.Items, &ir.SelectItem{Expr: s.Value, Alias: sqlName("c" + itoa(len(sel.Items)+1))})
	}
	if d.CurrentOf != nil || d.Returning != nil {
		return false
	}
	if len(sel.From) == 0 {
		sel.From = []ir.TableExpr{t}
	}
	q := &ir.Query{Sp: d.Sp, Body: sel}
	topOf(q, d.Top)
	if !p.variablesRefused(d, len(sel.Items)) {
		p.W(p.queryText(q, useValue))
	}
	return true
}

// variablesRefused refuses what an UPDATE cannot do with variables here; n is how many it sets.
func (p *printer) variablesRefused(d *ir.Update, n int) bool {
	if v := readsOwn(d); v != "" {
		p.find(diag.TSQLTableForm, d.Sp, "UPDATE that reads the variable %s, which it sets: each row goes on from the one before; sum() OVER (ORDER BY …) or string_agg computes that", v)
		return true
	}
	if n > 0 && d.Returning != nil {
		p.find(diag.TSQLTableForm, d.Sp, "UPDATE that sets a variable and has OUTPUT: RETURNING gives its rows to one of them only")
		return true
	}
	return false
}

// updateLoop writes an UPDATE that sets variables: they have the values of its last row, and keep their own where it changes
// none ("UPDATE", @variable). INTO would make them NULL then, and refuse several rows.
func (p *printer) updateLoop(s *ir.ExecDML) bool {
	d, ok := s.DML.(*ir.Update)
	if !ok || d.Returning != nil {
		return false
	}
	rec := ""
	var body []string
	for _, set := range d.Sets {
		if set.Var == nil {
			continue
		}
		if rec == "" {
			rec = p.rt.auxiliary("found row", "found_row", "record", "")
		}
		body = append(body, p.lvalue(set.Var)+" := "+rec+".c"+itoa(len(body)+1)+";\n")
	}
	if rec == "" {
		return false
	}
	if p.countKept(s) {
		p.setCount(s, "0")
		body = append(body, p.rowCountVar()+" := "+p.rowCountVar()+" + 1;\n")
	}
	text := p.text(func(q *printer) { q.tsqlDML(d) })
	p.W("FOR ", rec, " IN\n").In().W(text).Out().W("\nLOOP\n")
	p.In().W(strings.Join(body, "")).Out()
	p.W("END LOOP;\n")
	return true
}

// readsOwn names a variable that an UPDATE both sets and reads. SQL Server computes it row by row, so that each sees what the row before
// has left; a statement of PostgreSQL's sees what it was before the first. Empty for none.
func readsOwn(d *ir.Update) string {
	set := map[string]bool{}
	for _, s := range d.Sets {
		if r, ok := s.Var.(*ir.Ref); ok {
			set[r.Name.Key()] = true
		}
	}
	found := ""
	note := func(n ir.Node) bool {
		if r, ok := n.(*ir.Ref); ok && set[r.Name.Key()] {
			found = r.Name.Last().Text
		}
		return found == ""
	}
	for _, s := range d.Sets {
		if len(set) > 0 && s.Value != nil {
			ir.Walk(s.Value, note)
		}
	}
	return found
}
