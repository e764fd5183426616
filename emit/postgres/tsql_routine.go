package postgres

import (
	"strings"

	"github.com/crosswalk-db/crosswalk/emit"
	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/ir/diag"
)

// tsqlRoutine writes a function or procedure of SQL Server's.
func (p *printer) tsqlRoutine(r *ir.Routine) {
	if r.Body == nil {
		return
	}
	if r.Function && r.ResultVar.IsZero() && r.Returns.Is(ir.TTableValue) {
		p.inlineFunction(r)
		return
	}
	plan := p.em.results[r]
	kind := bodyProcedure
	if r.Function || plan != nil && plan.kind == resultRows {
		kind = bodyFunction
	}
	p.rt = newScope(kind)
	defer func() { p.rt = nil }()
	p.rt.r, p.rt.label = r, p.em.localName(r)
	p.rt.planCount(r.Body)
	p.collectNames(r.Params, r.Body)
	b := *r.Body
	if !r.ResultVar.IsZero() {
		p.rt.direct = onlyFilled(r)
		if i := lastReal(b.Body); !p.rt.direct && (i < 0 || !isReturn(b.Body[i])) {
			b.Body = append(append([]ir.Stmt{}, b.Body...), &ir.Return{})
		}
	}
	body := p.body(&b, nil)
	if plan != nil && plan.kind == resultRows || !r.ResultVar.IsZero() {
		body = "#variable_conflict use_column\n" + strings.TrimPrefix(body, "#variable_conflict use_column\n")
	}
	p.tsqlHeading(r, plan)
	tag := dollarTag(body)
	p.W(" AS ", tag, "\n").Verbatim(body).W(tag, " LANGUAGE plpgsql")
	if r.RunsAsOwner {
		p.W(" SECURITY DEFINER")
	}
	if p.rt.runsText {
		p.W(p.em.textPath)
	}
	p.W(";\n")
}

// onlyFilled tells functions that do nothing with their result table but insert queries into it: those rows are returned at once.
// The table's rules would be lost: a table with any is made.
func onlyFilled(r *ir.Routine) bool {
	if t := r.ResultTable(); t == nil || hasRules(t) {
		return false
	}
	inserts, uses := 0, 0
	ir.Walk(r.Body, func(n ir.Node) bool {
		switch x := n.(type) {
		case *ir.Insert:
			t, ok := x.Target.(*ir.TableRef)
			if ok && t.Name.Last().Key == r.ResultVar.Key && x.Query != nil && x.Returning == nil && fillsAll(x, r) {
				inserts++
			}
		case *ir.TableRef:
			if x.Name.Last().Key == r.ResultVar.Key {
				uses++
			}
		}
		return true
	})
	return inserts == uses
}

// hasRules tells whether a table does more with a row than keep it.
func hasRules(t *ir.Table) bool {
	for _, c := range t.Columns {
		if c.NotNull || c.Identity != nil || c.Generated != nil {
			return true
		}
	}
	return len(t.Constraints) > 0
}

// fillsAll tells INSERTs that name all columns in order, or none.
func fillsAll(x *ir.Insert, r *ir.Routine) bool {
	if len(x.Cols) == 0 {
		return true
	}
	if len(x.Cols) != len(r.Returns.Fields) {
		return false
	}
	for i, c := range x.Cols {
		if c.Key != r.Returns.Fields[i].Name.Key {
			return false
		}
	}
	return true
}

// tsqlHeading writes CREATE up to AS.
func (p *printer) tsqlHeading(r *ir.Routine, plan *resultPlan) {
	word, returns := "PROCEDURE ", ""
	switch {
	case r.Function && !r.ResultVar.IsZero():
		word, returns = "FUNCTION ", p.returnsTable(r.Returns.Fields)
	case r.Function:
		word, returns = "FUNCTION ", p.typeName(r.Returns, useParam)
	case plan != nil && plan.kind == resultRows:
		word, returns = "FUNCTION ", p.returnsTable(plan.fields)
		p.find(diag.TSQLResultSet, r.Sp, "%s returns rows: call it with SELECT * FROM %s(…)", r.Name.Last().Text, p.em.routineName(r))
		if len(plan.turns) > 0 {
			p.find(diag.TSQLLoopResults, r.Sp, "%s gives a result in each turn of a loop: all come as one set of rows", r.Name.Last().Text)
		}
	case plan != nil && plan.kind == resultCursors:
		why := ""
		if plan.form == emit.ResultFunction {
			why = ": its results differ in their columns, or it has OUTPUT parameters, so that it cannot be a function"
		}
		p.find(diag.TSQLResultSets, r.Sp, "%s opens %d cursors%s", r.Name.Last().Text, len(plan.order), why)
	}
	if plan != nil && plan.code {
		p.find(diag.TSQLReturnParam, r.Sp, "the return code of %s", r.Name.Last().Text)
	}
	p.W("CREATE OR REPLACE ", word, p.em.routineName(r))
	p.tsqlParams(r, plan)
	if returns != "" {
		p.W(" RETURNS ", returns)
	}
}

// columnParam writes the name of a column of RETURNS TABLE, which must be possible as the name of a function or type.
func columnParam(ident string) string {
	if typeNames[ident] {
		return `"` + ident + `"`
	}
	return ident
}

func (p *printer) returnsTable(fields []*ir.Field) string {
	list := make([]string, len(fields))
	n := 0
	for i, f := range fields {
		list[i] = columnParam(p.em.ident(f.Name)) + " " + p.resultType(f.Type)
		n += len(list[i]) + 2
	}
	if n > 100 {
		return "TABLE (\n  " + strings.Join(list, ",\n  ") + "\n)"
	}
	return "TABLE (" + strings.Join(list, ", ") + ")"
}

// tsqlParams writes the parameters, and those that a procedure gets besides: cursors and the return code.
func (p *printer) tsqlParams(r *ir.Routine, plan *resultPlan) {
	defaults := false
	var items []string
	for _, q := range r.Params {
		items = append(items, p.param(r, q, &defaults))
	}
	if plan != nil && plan.kind == resultCursors {
		for i := range plan.order {
			name := p.cursorParam(i + 1)
			items = append(items, "INOUT "+name+" refcursor DEFAULT "+quoteLiteral(name))
		}
	}
	if plan != nil && plan.code {
		items = append(items, "INOUT return_code integer DEFAULT 0")
	}
	p.countParams(r, len(items))
	if len(strings.Join(items, ", ")) < 100 && !ownLines(r) {
		p.W("(", strings.Join(items, ", "), ")")
		return
	}
	if len(items) == 0 {
		p.W("()")
		return
	}
	p.W("(\n  ", strings.Join(items, ",\n  "), "\n)")
}

// inlineFunction writes a function that is one query.
func (p *printer) inlineFunction(r *ir.Routine) {
	q := inlineQuery(r)
	if q == nil {
		p.find(diag.StmtNotConverted, r.Sp, "the columns that %s returns are not known", r.Name.Last().Text)
		return
	}
	p.rt = newScope(bodyFunction)
	defer func() { p.rt = nil }()
	p.rt.r, p.rt.label = r, p.em.localName(r)
	fields := resultFields(givenFields(q))
	text := p.shaped(q, fields)
	if hasStarBody(q) && !strings.HasPrefix(text, "SELECT q.c1") {
		text = p.queryText(q, useStatement)
	}
	p.inlineHeading(r, fields)
	tag := dollarTag(text)
	p.W(" AS ", tag, "\n").In().W(text).Out().W("\n", tag, " LANGUAGE sql STABLE;\n")
}

// inlineQuery is the query that such a function is; nil where its columns are not known.
func inlineQuery(r *ir.Routine) *ir.Query {
	if r.Body == nil || len(r.Body.Body) == 0 {
		return nil
	}
	s, ok := r.Body.Body[0].(*ir.SelectStmt)
	if !ok || len(s.Query.Cols) == 0 {
		return nil
	}
	return s.Query
}

func (p *printer) inlineHeading(r *ir.Routine, fields []*ir.Field) {
	p.W("CREATE OR REPLACE FUNCTION ", p.em.routineName(r))
	p.tsqlParams(r, nil)
	p.W(" RETURNS ", p.returnsTable(fields))
}

func hasStarBody(q *ir.Query) bool {
	s, ok := q.Body.(*ir.Select)
	return ok && hasStar(s)
}
