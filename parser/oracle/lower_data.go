package oracle

import (
	"path"
	"strconv"
	"strings"

	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/parser/oracle/syntax"
)

// dataStatement tells statements of a script that change data, or run code.
func dataStatement(ctx syntax.IStatementContext) bool {
	return ctx.InsertStmt() != nil || ctx.UpdateStmt() != nil || ctx.DeleteStmt() != nil || ctx.MergeStmt() != nil ||
		ctx.CommitStmt() != nil || ctx.RollbackStmt() != nil || ctx.SavepointStmt() != nil || ctx.LockTable() != nil ||
		ctx.CallStmt() != nil || ctx.ExecStmt() != nil || ctx.LabeledBlock() != nil
}

// dataScript lowers such a statement to a script of its own; JoinData puts neighbours together.
func (l *lowerer) dataScript(ctx syntax.IStatementContext) []ir.Object {
	d := &ir.DataScript{}
	d.Sp = l.span(ctx)
	l.own(d)
	from, to := spanOf(ctx)
	st := l.dataStmt(ctx)
	b := st.Base()
	b.Sp = l.span(ctx)
	b.Lead = l.comments(from, to)
	d.Stmts = []ir.Stmt{st}
	return append(one(d), l.dynamicDDL(st)...)
}

func (l *lowerer) dataStmt(ctx syntax.IStatementContext) ir.Stmt {
	if d := l.dmlStmt(ctx); d != nil {
		return d
	}
	switch {
	case ctx.CommitStmt() != nil:
		return l.commit(ctx.CommitStmt())
	case ctx.RollbackStmt() != nil:
		return l.rollback(ctx.RollbackStmt())
	case ctx.SavepointStmt() != nil:
		return &ir.Savepoint{Name: l.ident(ctx.SavepointStmt().IDENT())}
	case ctx.LockTable() != nil:
		return l.lockTable(ctx.LockTable())
	case ctx.CallStmt() != nil:
		return &ir.CallStmt{X: l.ref(ctx.CallStmt().Ref(0))}
	case ctx.LabeledBlock() != nil:
		return l.labeledBlock(ctx.LabeledBlock())
	}
	e := ctx.ExecStmt()
	if e.ASSIGN() != nil {
		return &ir.Assign{Target: l.ref(e.Ref()), Value: l.expr(e.Expr())}
	}
	return &ir.CallStmt{X: l.ref(e.Ref())}
}

// JoinData joins data statements that follow each other in one file into one script, named for the file.
func JoinData(objs []ir.Object) []ir.Object {
	var out []ir.Object
	var last *ir.DataScript
	count := map[string]int{}
	for _, o := range objs {
		d, ok := o.(*ir.DataScript)
		if !ok {
			if !neutral(o) {
				last = nil
			}
			out = append(out, o)
			continue
		}
		file, _ := d.Sp.File.Root(d.Sp.Start)
		if last != nil && last.Schema == d.Schema {
			if f, at := last.Sp.File.Root(last.Sp.Start); f == file {
				_, to := d.Sp.File.Root(d.Sp.End)
				for i, st := range d.Stmts {
					if i == 0 {
						st.Base().Lead = append(d.Lead, st.Base().Lead...)
					}
				}
				last.Stmts = append(last.Stmts, d.Stmts...)
				last.Findings.Items = append(last.Findings.Items, d.Findings.Items...)
				last.Sp.File, last.Sp.Start, last.Sp.End = file, at, to
				continue
			}
		}
		name := strings.TrimSuffix(path.Base(file.Name), path.Ext(file.Name))
		count[file.Name]++
		if n := count[file.Name]; n > 1 {
			name += "_" + strconv.Itoa(n)
		}
		d.Name = ir.QName{Parts: []ir.Name{{Key: strings.ToUpper(name), Text: name}}, Sp: d.Sp}
		last = d
		out = append(out, d)
	}
	return out
}

// neutral tells objects between data statements that do not change what the data means.
func neutral(o ir.Object) bool { return o.Obj().Dropped != "" }
