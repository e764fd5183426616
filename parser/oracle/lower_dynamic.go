package oracle

import (
	"strings"

	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/ir/diag"
	"github.com/crosswalk-db/crosswalk/parser/oracle/sqlplus"
)

// dynamicDDL takes up the DDL that a block of a script runs by EXECUTE IMMEDIATE of a constant: "create it unless it
// is there". The statements become objects like any others, and the block does nothing in their place.
func (l *lowerer) dynamicDDL(st ir.Stmt) []ir.Object {
	b, ok := st.(*ir.Block)
	if !ok {
		return nil
	}
	d := &dynamic{l: l, texts: map[string]string{}}
	d.constants(b)
	d.block(b)
	return d.objs
}

// dynamic is the state of one block: the variables that hold one constant text, and the objects found so far.
type dynamic struct {
	l     *lowerer
	texts map[string]string
	objs  []ir.Object
}

// constants finds the variables that are given one text, and that once.
func (d *dynamic) constants(b *ir.Block) {
	sets := map[string]int{}
	give := func(n ir.Name, e ir.Expr) {
		sets[n.Key]++
		if s, ok := d.text(e); ok && sets[n.Key] == 1 {
			d.texts[n.Key] = s
		} else {
			delete(d.texts, n.Key)
		}
	}
	ir.Walk(b, func(n ir.Node) bool {
		switch x := n.(type) {
		case *ir.VarDecl:
			if x.Default != nil {
				give(x.Name, x.Default)
			}
		case *ir.Assign:
			if r, ok := x.Target.(*ir.Ref); ok {
				give(r.Name.Last(), x.Value)
			}
		}
		return true
	})
}

// text evaluates constants, variables that hold one, and their concatenation.
func (d *dynamic) text(e ir.Expr) (string, bool) {
	switch x := e.(type) {
	case *ir.StringLit:
		return x.Value, true
	case *ir.Paren:
		return d.text(x.X)
	case *ir.Ref:
		s, ok := d.texts[x.Name.Key()]
		return s, ok
	case *ir.Binary:
		if x.Op == ir.OpConcat {
			l, ok1 := d.text(x.L)
			r, ok2 := d.text(x.R)
			return l + r, ok1 && ok2
		}
	}
	return "", false
}

// block takes up the statements of a block. A handler that creates the same in another way is left out with it.
func (d *dynamic) block(b *ir.Block) {
	had := len(d.objs)
	d.stmts(b.Body)
	if len(d.objs) == had {
		return
	}
	made := d.objs
	for _, h := range b.Handlers {
		d.stmts(h.Body)
	}
	d.objs = made
}

// stmts goes through the statements that run once at most: a loop's body may run any number of times.
func (d *dynamic) stmts(list []ir.Stmt) {
	for i, s := range list {
		switch x := s.(type) {
		case *ir.Block:
			d.block(x)
		case *ir.If:
			for j := range x.Branches {
				d.stmts(x.Branches[j].Body)
			}
			d.stmts(x.Else)
		case *ir.ExecImmediate:
			if made := d.ddl(x); made != nil {
				d.objs = append(d.objs, made...)
				list[i] = &ir.NullStmt{StmtBase: x.StmtBase}
			}
		}
	}
}

// ddl parses the text of one EXECUTE IMMEDIATE; nil where it is no constant DDL of the schema.
func (d *dynamic) ddl(x *ir.ExecImmediate) []ir.Object {
	text, ok := d.text(x.SQL)
	if !ok || len(x.Using) > 0 || len(x.Into) > 0 {
		return nil
	}
	words := strings.Fields(strings.ToUpper(text))
	if len(words) < 2 || words[1] == "USER" || words[1] == "SESSION" || words[1] == "SYSTEM" {
		return nil
	}
	switch words[0] {
	case "CREATE", "ALTER", "COMMENT", "GRANT", "REVOKE":
	default:
		return nil
	}
	file := d.l.file.Derive(text, []diag.Piece{{Start: 0, Parent: x.Sp.Start, Fixed: true}})
	objs := parseUnit(&sqlplus.Unit{File: file, Start: 0, End: len(text), Lead: 0}, Options{Flags: d.l.flags})
	for _, o := range objs {
		if u, bad := o.(*ir.Unsupported); bad && u.Findings.Worst() == diag.Red {
			return nil
		}
		o.Obj().Sp = x.Sp
	}
	return objs
}

// constantStatement parses the text of a dynamic statement, where that is a constant with a query or a change of data in
// it. It gives nil for all else; what is wrong with the text shows when it runs, as it does in Oracle.
func (l *lowerer) constantStatement(e ir.Expr) ir.Stmt {
	d := &dynamic{l: l}
	text, ok := d.text(e)
	if !ok || strings.TrimSpace(text) == "" {
		return nil
	}
	file := l.file.Derive(text, []diag.Piece{{Parent: e.Span().Start, Fixed: true}})
	tree, err := parse(file, 0, len(text))
	if err != nil || len(tree.Root.AllStatement()) != 1 {
		return nil
	}
	script := &ir.DataScript{}
	sub := &lowerer{tree: tree, file: file, unit: &sqlplus.Unit{File: file, End: len(text)}, obj: script}
	ctx := tree.Root.AllStatement()[0]
	var st ir.Stmt
	switch {
	case ctx.Query() != nil:
		st = &ir.SelectStmt{Query: sub.query(ctx.Query())}
	case ctx.InsertStmt() != nil || ctx.UpdateStmt() != nil || ctx.DeleteStmt() != nil || ctx.MergeStmt() != nil:
		st = sub.dataStmt(ctx)
	default:
		return nil
	}
	if len(script.Findings.Items) > 0 {
		return nil
	}
	st.Base().Sp = sub.span(ctx)
	return st
}
