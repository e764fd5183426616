package postgres

import "github.com/crosswalk-db/crosswalk/ir"

func cloneExpr(e ir.Expr) ir.Expr { return ir.Clone(e) }

func cloneTables(list []ir.TableExpr) []ir.TableExpr { return ir.Clone(list) }

// ownCopy is the query of a view or table to write, which changes it. Statements that go through the view look at the query, and
// are written at the same time by other goroutines.
func ownCopy(q *ir.Query) *ir.Query { return ir.Clone(q) }
