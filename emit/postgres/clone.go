package postgres

import "github.com/crosswalk-db/crosswalk/ir"

func cloneExpr(e ir.Expr) ir.Expr { return ir.Clone(e) }

func cloneTables(list []ir.TableExpr) []ir.TableExpr { return ir.Clone(list) }

// ownCopy is the query of a view, a table or a package's cursor to write, which changes it. Other objects look at the query or write
// it as well, at the same time.
func ownCopy(q *ir.Query) *ir.Query { return ir.Clone(q) }
