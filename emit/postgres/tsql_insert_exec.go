package postgres

import (
	"slices"
	"strings"

	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/ir/diag"
)

// INSERT … EXEC puts all rows of all results of what it runs into the table ("INSERT", execute_statement). A procedure that became a function
// is read by a query; one that opens cursors is called, and its cursors are read one behind the other; a text that is known at run time
// only is opened as a cursor too. Rows go through variables of the columns' types, which convert as assignments do.

// insertExec writes such a statement; false for any other.
func (p *printer) insertExec(s *ir.ExecDML) bool {
	d, ok := s.DML.(*ir.Insert)
	if !ok || d.Exec == nil {
		return false
	}
	t, ok := d.Target.(*ir.TableRef)
	switch {
	case !ok:
		p.find(diag.TSQLTableForm, d.Sp, "INSERT into what is no table")
		p.W("NULL;\n")
		return true
	case d.Returning != nil:
		p.find(diag.TSQLTableForm, d.Sp, "INSERT … EXEC with OUTPUT: SQL Server refuses it as well")
		p.W("NULL;\n")
		return true
	}
	p.lockHints(t)
	switch x := d.Exec.(type) {
	case *ir.ExecImmediate:
		p.insertDynamic(s, d, t, func() { p.executedText(x.SQL, nil, nil, x.Sp, true) })
	case *ir.CallStmt:
		p.insertCall(s, d, t, x)
	default:
		p.find(diag.TSQLTableForm, d.Sp, "INSERT … EXEC in a form that is not converted")
		p.W("NULL;\n")
	}
	return true
}

func (p *printer) insertCall(s *ir.ExecDML, d *ir.Insert, t *ir.TableRef, x *ir.CallStmt) {
	c, ok := unwrap(x.X).(*ir.Call)
	if !ok {
		p.find(diag.TSQLTableForm, d.Sp, "INSERT … EXEC in a form that is not converted")
		p.W("NULL;\n")
		return
	}
	if c.Fn == "tsql.sp_executesql" && len(c.Args) > 0 {
		p.insertDynamic(s, d, t, func() { p.executedText(c.Args[0].Value, p.textParams(c), c.Args[min(2, len(c.Args)):], c.Sp, true) })
		return
	}
	r := calledRoutine(c)
	plan := p.em.results[r]
	if r == nil || plan == nil {
		var parts []string
		for _, n := range c.Name.Parts {
			parts = append(parts, n.Text)
		}
		name := strings.Join(parts, ".")
		if c.Fn != "" {
			name = strings.TrimPrefix(c.Fn, "tsql.")
		}
		p.find(diag.TSQLInsertExec, d.Sp, "INSERT … EXEC of %s, which is not in the sources: its columns are not known", name)
		p.W("NULL;\n")
		return
	}
	if plan.kind == resultRows {
		p.insertRows(s, d, t, c, r, plan)
		if x.Result != nil {
			p.W(p.lvalue(x.Result), " := 0;\n")
		}
		return
	}
	p.insertCursors(s, d, t, x, r, plan)
}

// insertRows reads a procedure that became a function.
func (p *printer) insertRows(s *ir.ExecDML, d *ir.Insert, t *ir.TableRef, c *ir.Call, r *ir.Routine, plan *resultPlan) {
	p.routineNeed(r)
	p.W(p.insertHead(d, t), "\nSELECT ", p.execColumns(d, plan.fields), " FROM ", p.em.routineName(r), "(", p.argTexts(c.Args, r), ");\n")
	p.keepCount(s)
	p.followIdentity(d)
}

// insertHead is INSERT INTO up to its rows.
func (p *printer) insertHead(d *ir.Insert, t *ir.TableRef) string {
	return p.text(func(q *printer) {
		q.inSQL = true
		q.insertInto(d, t)
	})
}

// insertCursors reads the cursors that a procedure opens; one that its way through the body does not open is NULL.
func (p *printer) insertCursors(s *ir.ExecDML, d *ir.Insert, t *ir.TableRef, x *ir.CallStmt, r *ir.Routine, plan *resultPlan) {
	if len(plan.order) == 0 {
		if p.em.called.dynamic[r] {
			p.find(diag.TSQLInsertExec, d.Sp, "INSERT … EXEC of %s, which gives the rows of a text that it puts together: they do not come out of it here", r.Name.Last().Text)
			p.W("NULL;\n")
			return
		}
		p.tsqlCall([]ir.Stmt{x}, 0, x)
		p.setCount(s, "0")
		return
	}
	fits, others := p.fitting(d, plan.order)
	if len(fits) == 0 {
		return
	}
	p.setCount(s, "0")
	p.tsqlCall([]ir.Stmt{x}, 0, x)
	if len(others) > 0 {
		p.W("IF ", strings.Join(others, " IS NOT NULL OR "), " IS NOT NULL THEN\n").In()
		p.W("RAISE EXCEPTION 'Column name or number of supplied values does not match table definition.' USING ERRCODE = '22M13';\n")
		p.Out().W("END IF;\n")
	}
	cur := fits[0]
	if len(fits) > 1 {
		cur = p.rt.auxiliary("one cursor", "inner_result", "refcursor", "")
		p.W("FOREACH ", cur, " IN ARRAY ARRAY[", strings.Join(fits, ", "), "] LOOP\n").In()
		p.W("CONTINUE WHEN ", cur, " IS NULL;\n")
		p.insertFetched(s, d, t, cur)
		p.Out().W("END LOOP;\n")
		return
	}
	p.W("IF ", cur, " IS NOT NULL THEN\n").In()
	p.insertFetched(s, d, t, cur)
	p.Out().W("END IF;\n")
}

// fitting gives the cursors of results that have as many columns as are filled, or that are not known, and those of the others: a way through the
// procedure that opens one of those is error 213. None where there is no way that fits.
func (p *printer) fitting(d *ir.Insert, order []ir.Stmt) (fits, others []string) {
	if len(d.Filled) == 0 {
		p.find(diag.TSQLInsertExec, d.Sp, "INSERT … EXEC into a table whose columns are not known")
		p.W("NULL;\n")
		return nil, nil
	}
	given := 0
	for k, s := range order {
		if n := len(p.givenBy(s)); n != 0 && n != len(d.Filled) {
			others, given = append(others, p.innerCursor(k+1)), n
			continue
		}
		fits = append(fits, p.innerCursor(k+1))
	}
	if len(fits) == 0 {
		p.find(diag.TSQLInsertExec, d.Sp, "the procedure gives %d columns, and %d are filled", given, len(d.Filled))
		p.W("NULL;\n")
	}
	return fits, others
}

// givenBy are the columns of a result, nil where they are not known.
func (p *printer) givenBy(s ir.Stmt) []*ir.Field {
	switch s := s.(type) {
	case *ir.SelectStmt:
		list := givenFields(s.Query)
		if slices.ContainsFunc(list, func(f *ir.Field) bool { return ir.IsHole(f.Name) }) { // which may be several
			return nil
		}
		return list
	case *ir.CallStmt:
		if c, ok := unwrap(s.X).(*ir.Call); ok {
			if plan := p.em.results[calledRoutine(c)]; plan != nil && plan.kind == resultRows {
				return plan.fields
			}
		}
	}
	return nil
}

// insertDynamic opens a text as a cursor.
func (p *printer) insertDynamic(s *ir.ExecDML, d *ir.Insert, t *ir.TableRef, text func()) {
	if len(d.Filled) == 0 {
		p.find(diag.TSQLInsertExec, d.Sp, "INSERT … EXEC into a table whose columns are not known")
		p.W("NULL;\n")
		return
	}
	cur := p.rt.auxiliary("dynamic cursor", "dynamic_rows", "refcursor", "")
	p.setCount(s, "0")
	p.W(cur, " := NULL;\nOPEN ", cur, " FOR EXECUTE ")
	text()
	p.W(";\n")
	p.insertFetched(s, d, t, cur)
}

// insertFetched puts the rows of a cursor into the table.
func (p *printer) insertFetched(s *ir.ExecDML, d *ir.Insert, t *ir.TableRef, cur string) {
	vars := make([]string, len(d.Filled))
	for i, f := range d.Filled {
		typ := "text"
		if f != nil && !f.Is(ir.TUnknown) {
			typ = baseTypeName(p.quietType(f.Base(), useColumn))
		}
		vars[i] = p.rt.auxiliary("given "+itoa(i+1)+" "+typ, "given_"+itoa(i+1), typ, "")
	}
	p.W("LOOP\n").In()
	p.W("FETCH ", cur, " INTO ", strings.Join(vars, ", "), ";\nEXIT WHEN NOT FOUND;\n")
	p.W(p.insertHead(d, t), "\nVALUES (", strings.Join(vars, ", "), ");\n")
	if p.countKept(s) {
		p.W(p.rowCountVar(), " := ", p.rowCountVar(), " + 1;\n")
	}
	p.Out().W("END LOOP;\nCLOSE ", cur, ";\n")
}

// hasDynamic tells routines that run a text, whose rows would be theirs.
func hasDynamic(r *ir.Routine) bool {
	hit := false
	ir.Walk(r.Body, func(n ir.Node) bool {
		switch n := n.(type) {
		case *ir.ExecImmediate:
			hit = true
		case *ir.CallStmt:
			if c, ok := n.X.(*ir.Call); ok && (c.Fn != "" || calledRoutine(c) == nil) && c.Fn != "tsql.print" && c.Fn != "tsql.raiserror" && c.Fn != "tsql.throw" {
				hit = true
			}
		}
		return !hit
	})
	return hit
}

// innerCursor is the variable for a cursor that a called procedure opens.
func (p *printer) innerCursor(n int) string {
	return p.rt.auxiliary("cursor "+itoa(n), "inner_result_"+itoa(n), "refcursor", "")
}
