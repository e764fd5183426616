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
	var objs []ir.Object
	l.takeUp(b.Body, &objs)
	return objs
}

// takeUp goes through the statements that run once at most: a loop's body may run any number of times.
func (l *lowerer) takeUp(list []ir.Stmt, objs *[]ir.Object) {
	for i, s := range list {
		switch x := s.(type) {
		case *ir.Block:
			l.takeUp(x.Body, objs)
		case *ir.If:
			for j := range x.Branches {
				l.takeUp(x.Branches[j].Body, objs)
			}
			l.takeUp(x.Else, objs)
		case *ir.ExecImmediate:
			if made := l.constantDDL(x); made != nil {
				*objs = append(*objs, made...)
				list[i] = &ir.NullStmt{StmtBase: x.StmtBase}
			}
		}
	}
}

func (l *lowerer) constantDDL(x *ir.ExecImmediate) []ir.Object {
	lit, ok := x.SQL.(*ir.StringLit)
	if !ok || len(x.Using) > 0 || len(x.Into) > 0 {
		return nil
	}
	words := strings.Fields(strings.ToUpper(lit.Value))
	if len(words) < 2 || words[1] == "USER" || words[1] == "SESSION" || words[1] == "SYSTEM" {
		return nil
	}
	switch words[0] {
	case "CREATE", "ALTER", "COMMENT", "GRANT", "REVOKE":
	default:
		return nil
	}
	text := lit.Value
	file := l.file.Derive(text, []diag.Piece{{Start: 0, Parent: lit.Sp.Start, Fixed: true}})
	objs := parseUnit(&sqlplus.Unit{File: file, Start: 0, End: len(text), Lead: 0}, Options{Flags: l.flags})
	for _, o := range objs {
		if u, bad := o.(*ir.Unsupported); bad && u.Findings.Worst() == diag.Red {
			return nil
		}
		o.Obj().Sp = x.Sp
	}
	return objs
}
