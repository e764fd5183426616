package resolve

import (
	"strings"

	"github.com/crosswalk-db/crosswalk/ir"
)

var tHierarchyID = &ir.Type{Kind: ir.THierarchyID}

// hierarchyMethods are the methods of hierarchyid that are carried out ("hierarchyid data type method reference"), with the numbers of
// their arguments. Read and Write are for the CLR only.
var hierarchyMethods = map[string]struct {
	args int
	typ  *ir.Type
}{"tostring": {0, tNVarChar}, "getlevel": {0, tSmallInt}, "getancestor": {1, tHierarchyID}, "getdescendant": {2, tHierarchyID},
	"isdescendantof": {1, tBit}, "getreparentedvalue": {2, tHierarchyID}}

// hierarchyMethod makes a call of a function of a method of a hierarchyid; nil where it is none.
func hierarchyMethod(m *ir.MethodCall) ir.Expr {
	name := strings.ToLower(m.Name.Text)
	k, ok := hierarchyMethods[name]
	if t := typeOf(m.X); !ok || t == nil || t.Base().Kind != ir.THierarchyID || len(m.Args) != k.args {
		return nil
	}
	c := &ir.Call{ExprBase: m.ExprBase, Fn: "tsql.hierarchyid." + name, Args: append([]ir.Arg{{Value: m.X}}, m.Args...)}
	c.SetType(k.typ)
	return c
}
