package postgres

import "github.com/crosswalk-db/crosswalk/ir"

func cloneExpr(e ir.Expr) ir.Expr { return ir.Clone(e) }

func cloneTables(list []ir.TableExpr) []ir.TableExpr { return ir.Clone(list) }
