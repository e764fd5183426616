package store

import "github.com/crosswalk-db/crosswalk/ir"

// nodes are the structs that may stand behind an interface of the tree. TestAllNodesAreListed holds the list to the
// package's source. Their order is part of what is stored, and so is the program that stores them: see Version in the
// cache that uses this.
var nodes = []any{
	(*ir.AlterAction)(nil), (*ir.AlterObject)(nil), (*ir.AlterTable)(nil), (*ir.Arg)(nil), (*ir.Assign)(nil),
	(*ir.AtTimeZone)(nil), (*ir.BeginTran)(nil), (*ir.Between)(nil), (*ir.Binary)(nil), (*ir.Bind)(nil),
	(*ir.BindRule)(nil), (*ir.Block)(nil), (*ir.BoolLit)(nil), (*ir.Bound)(nil), (*ir.Branch)(nil), (*ir.CTE)(nil),
	(*ir.Call)(nil), (*ir.CallStmt)(nil), (*ir.Case)(nil), (*ir.CaseStmt)(nil), (*ir.Cast)(nil), (*ir.CloseCursor)(nil),
	(*ir.Column)(nil), (*ir.Comment)(nil), (*ir.CommentDecl)(nil), (*ir.CommentOn)(nil), (*ir.CommentStmt)(nil),
	(*ir.Commit)(nil), (*ir.Constraint)(nil), (*ir.CursorAttr)(nil), (*ir.CursorDecl)(nil), (*ir.CursorExpr)(nil),
	(*ir.CycleClause)(nil), (*ir.DDL)(nil), (*ir.DMLBase)(nil), (*ir.DataScript)(nil), (*ir.DatetimeLit)(nil),
	(*ir.DeclBase)(nil), (*ir.Delete)(nil), (*ir.Directory)(nil), (*ir.Drop)(nil), (*ir.EarlierDefault)(nil), (*ir.ExceptionDecl)(nil), (*ir.ExecDML)(nil),
	(*ir.ExecImmediate)(nil), (*ir.Exists)(nil), (*ir.Exit)(nil), (*ir.ExprBase)(nil), (*ir.Extract)(nil),
	(*ir.FetchCursor)(nil), (*ir.Field)(nil), (*ir.FieldSel)(nil), (*ir.ForClause)(nil), (*ir.ForCursor)(nil),
	(*ir.ForNum)(nil), (*ir.ForEach)(nil), (*ir.ForRange)(nil), (*ir.ForOption)(nil), (*ir.Forall)(nil), (*ir.Frame)(nil), (*ir.FuncRef)(nil), (*ir.Goto)(nil),
	(*ir.Grant)(nil), (*ir.GroupItem)(nil), (*ir.Handler)(nil), (*ir.Hierarchy)(nil), (*ir.Identity)(nil),
	(*ir.If)(nil), (*ir.In)(nil), (*ir.Index)(nil), (*ir.IndexDef)(nil), (*ir.IndexKey)(nil), (*ir.Insert)(nil),
	(*ir.InsertBranch)(nil), (*ir.IntervalLit)(nil), (*ir.Is)(nil), (*ir.IsNull)(nil), (*ir.JSONColumn)(nil),
	(*ir.JobTexts)(nil), (*ir.JSONFunc)(nil), (*ir.JSONMember)(nil), (*ir.JSONTable)(nil), (*ir.JoinExpr)(nil), (*ir.Keep)(nil),
	(*ir.Like)(nil), (*ir.Lock)(nil), (*ir.LockTable)(nil), (*ir.Loop)(nil), (*ir.MaterializedView)(nil),
	(*ir.Member)(nil), (*ir.Merge)(nil), (*ir.MergeWhen)(nil), (*ir.MethodCall)(nil), (*ir.MultiInsert)(nil),
	(*ir.Name)(nil), (*ir.NamedWindow)(nil), (*ir.Native)(nil), (*ir.New)(nil), (*ir.NullLit)(nil), (*ir.NullStmt)(nil),
	(*ir.NumberLit)(nil), (*ir.ObjBase)(nil), (*ir.OpenCursor)(nil), (*ir.OrderItem)(nil), (*ir.Package)(nil),
	(*ir.Param)(nil), (*ir.Paren)(nil), (*ir.Partition)(nil), (*ir.PartitionFunction)(nil), (*ir.PartitionScheme)(nil),
	(*ir.Partitioning)(nil), (*ir.Pattern)(nil), (*ir.Period)(nil), (*ir.PipeRow)(nil), (*ir.PivotRef)(nil),
	(*ir.CatalogueView)(nil), (*ir.Pragma)(nil), (*ir.PredefinedException)(nil), (*ir.Prior)(nil), (*ir.Privilege)(nil), (*ir.Pseudo)(nil),
	(*ir.QName)(nil), (*ir.Quantified)(nil), (*ir.Query)(nil), (*ir.Raise)(nil), (*ir.RawDecl)(nil), (*ir.RawExpr)(nil),
	(*ir.RawQuery)(nil), (*ir.RawStmt)(nil), (*ir.RawTable)(nil), (*ir.Ref)(nil), (*ir.Repeat)(nil), (*ir.Return)(nil),
	(*ir.Returning)(nil), (*ir.Role)(nil), (*ir.Rollback)(nil), (*ir.Routine)(nil), (*ir.RoutineDecl)(nil),
	(*ir.RuleDef)(nil), (*ir.SQLServerTable)(nil), (*ir.Savepoint)(nil), (*ir.SchemaDef)(nil), (*ir.SearchClause)(nil),
	(*ir.Select)(nil), (*ir.SelectInto)(nil), (*ir.SelectItem)(nil), (*ir.SelectStmt)(nil), (*ir.SeqValue)(nil),
	(*ir.Sequence)(nil), (*ir.SequenceOptions)(nil), (*ir.SetClause)(nil), (*ir.SetOp)(nil), (*ir.SetTransaction)(nil),
	(*ir.StmtBase)(nil), (*ir.StringLit)(nil), (*ir.Subquery)(nil), (*ir.SubqueryRef)(nil), (*ir.Symbol)(nil),
	(*ir.Synonym)(nil), (*ir.SystemTime)(nil), (*ir.Table)(nil), (*ir.TableRef)(nil), (*ir.TargetColumn)(nil), (*ir.TargetTable)(nil),
	(*ir.Top)(nil), (*ir.Transition)(nil), (*ir.Treat)(nil), (*ir.Trigger)(nil), (*ir.TriggerEvent)(nil),
	(*ir.TriggerSection)(nil), (*ir.Trim)(nil), (*ir.Truncate)(nil), (*ir.Analyze)(nil), (*ir.Reseed)(nil), (*ir.NamedStmt)(nil), (*ir.NameHole)(nil), (*ir.Tuple)(nil), (*ir.Type)(nil),
	(*ir.TypeChange)(nil), (*ir.TypeDecl)(nil), (*ir.TypeObject)(nil), (*ir.Unary)(nil), (*ir.UnpivotIn)(nil),
	(*ir.UnpivotRef)(nil), (*ir.Unsupported)(nil), (*ir.Update)(nil), (*ir.UsingArg)(nil), (*ir.Values)(nil),
	(*ir.VarDecl)(nil), (*ir.View)(nil), (*ir.When)(nil), (*ir.Window)(nil), (*ir.XMLColumn)(nil), (*ir.XMLFunc)(nil),
	(*ir.XMLItem)(nil), (*ir.XMLTable)(nil),
}
