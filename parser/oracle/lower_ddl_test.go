package oracle

import (
	"fmt"
	"strings"
	"testing"

	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/ir/diag"
	"github.com/crosswalk-db/crosswalk/parser/oracle/sqlplus"
)

// lowered parses one statement.
func lowered(t *testing.T, sql string) []ir.Object {
	t.Helper()
	f := diag.NewFile("t.sql", sql)
	return Parse(&sqlplus.Unit{File: f, Start: 0, End: len(sql), Lead: 0}, Options{})
}

// ddlText says in a line what the objects hold that DDL lowering must get right.
func ddlText(objs []ir.Object) string {
	var b strings.Builder
	for _, o := range objs {
		if b.Len() > 0 {
			b.WriteString("; ")
		}
		b.WriteString(o.ObjKind() + " " + o.Obj().Name.Key())
		switch o := o.(type) {
		case *ir.Table:
			tableText(&b, o)
		case *ir.IndexDef:
			fmt.Fprintf(&b, " on=%s keys=%d unique=%v bitmap=%v reverse=%v local=%v domain=%q join=%v", o.Table, len(o.Keys), o.Unique, o.Bitmap, o.Reverse, o.Local, o.Domain, o.Join != "")
		case *ir.Sequence:
			fmt.Fprintf(&b, " %+v", o.SequenceOptions)
		case *ir.Synonym:
			fmt.Fprintf(&b, " for=%s@%s public=%v", o.For, o.For.Link.Key, o.Public)
		case *ir.Grant:
			fmt.Fprintf(&b, " %v on=%s to=%v option=%v", o.Privs, o.On, len(o.To), o.Option)
		case *ir.AlterTable:
			for _, a := range o.Actions {
				b.WriteString(" " + actionText(a))
			}
		case *ir.View:
			fmt.Fprintf(&b, " cols=%d check=%v readonly=%v force=%v", len(o.Cols), o.CheckOption, o.ReadOnly, o.Force)
		case *ir.MaterializedView:
			fmt.Fprintf(&b, " %s commit=%v deferred=%v prebuilt=%v start=%v next=%v", o.Refresh, o.OnCommit, o.Deferred, o.Prebuilt, o.Start != nil, o.Next != nil)
		}
		if d := o.Obj().Dropped; d != "" {
			b.WriteString(" dropped")
		}
		for _, f := range o.Obj().Findings.Items {
			b.WriteString(" !" + f.Code.ID)
		}
	}
	return b.String()
}

func tableText(b *strings.Builder, t *ir.Table) {
	for _, c := range t.Columns {
		fmt.Fprintf(b, " [%s", c.Name.Key)
		if c.Type != nil {
			b.WriteString(" " + c.Type.Spelled)
		}
		for _, f := range []struct {
			on   bool
			text string
		}{{c.NotNull, "notnull"}, {c.Default != nil, "default"}, {c.DefaultOnNull, "onnull"}, {c.Identity != nil, "identity"},
			{c.Generated != nil, "generated"}, {c.Invisible, "invisible"}} {
			if f.on {
				b.WriteString(" " + f.text)
			}
		}
		for _, cm := range c.Comments {
			b.WriteString(" " + cm.Text)
		}
		b.WriteString("]")
	}
	for _, c := range t.Constraints {
		b.WriteString(" " + constraintText(c))
	}
	if p := t.Partition; p != nil {
		fmt.Fprintf(b, " %s(%d) parts=%d interval=%v", p.Kind, len(p.Cols), len(p.Parts), p.Interval != nil)
		for _, x := range p.Parts {
			fmt.Fprintf(b, " %s<%d|%d|%v|%d", x.Name.Key, len(x.LessThan), len(x.Values), x.Default, len(x.Subs))
		}
		if p.Sub != nil {
			fmt.Fprintf(b, " sub=%s template=%d count=%d", p.Sub.Kind, len(p.SubPattern), p.Sub.HashCount)
		}
	}
	fmt.Fprintf(b, " temp=%v/%s iot=%v ext=%v storage=%v ro=%v as=%v of=%s", t.Temporary, t.OnCommit, t.IndexOrg, t.External != "", t.Storage, t.ReadOnly, t.AsQuery != nil, t.OfType)
}

func constraintText(c *ir.Constraint) string {
	s := fmt.Sprintf("{%s %s cols=%d", c.Kind, c.Name.Key, len(c.Cols))
	if c.Kind == ir.ForeignKey {
		s += fmt.Sprintf(" ref=%s(%d) %s", c.RefTable, len(c.RefCols), c.OnDelete)
	}
	for _, f := range []struct {
		on   bool
		text string
	}{{c.Deferrable, "deferrable"}, {c.Deferred, "deferred"}, {c.Disabled, "disabled"}, {c.NoValidate, "novalidate"}, {c.Inline, "inline"}} {
		if f.on {
			s += " " + f.text
		}
	}
	if !c.UsingIndex.IsZero() {
		s += " index=" + c.UsingIndex.Key
	}
	return s + "}"
}

func actionText(a ir.AlterAction) string {
	switch {
	case a.AddColumn != nil:
		return "add:" + a.AddColumn.Name.Key
	case a.ModifyColumn != nil:
		return fmt.Sprintf("modify:%s type=%v null=%v", a.ModifyColumn.Name.Key, a.ModifyColumn.Type != nil, a.Nullability != nil)
	case !a.DropColumn.IsZero():
		return "drop:" + a.DropColumn.Key
	case !a.RenameColumn[0].IsZero():
		return "rename:" + a.RenameColumn[0].Key + ">" + a.RenameColumn[1].Key
	case !a.RenameTo.IsZero():
		return "to:" + a.RenameTo.Key
	case a.AddConstraint != nil:
		return "add" + constraintText(a.AddConstraint)
	case a.DropConstr != nil:
		return "drop" + constraintText(a.DropConstr)
	case a.Enable != nil:
		return "enable" + constraintText(a.Enable)
	case a.Disable != nil:
		return "disable" + constraintText(a.Disable)
	case a.AddPartition != nil:
		return fmt.Sprintf("partition:%s<%d|%d", a.AddPartition.Name.Key, len(a.AddPartition.LessThan), len(a.AddPartition.Values))
	case a.Raw != "":
		return "raw:" + a.Raw
	}
	return "ignored"
}

func TestLowerDDL(t *testing.T) {
	for _, c := range ddlCases {
		got := ddlText(lowered(t, c.sql))
		if got != c.want {
			t.Errorf("%s\n got %s\nwant %s", c.sql, got, c.want)
		}
	}
}
