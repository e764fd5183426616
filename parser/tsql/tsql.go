// Package tsql reads Transact-SQL: parse makes trees of the statements of one batch (package
// batch cuts files into batches, package scan makes the tokens, package syntax holds the
// generated parser), and the lower_*.go files turn trees into the IR.
//
// # From a batch to objects
//
// Parse parses a batch and hands every statement on:
//
//   - a module (procedure, function, trigger: lower_module.go; view: lower_view.go), the last of
//     its batch;
//   - DDL, permissions, administration (lower_ddl*.go): one statement, one object or more;
//   - everything else is script: DML, EXEC, DECLARE, IF and so on. Neighbouring script statements of
//     a batch make one ir.DataScript (lower_script.go), since they share variables.
//
// Statement lists come from the grammar flat: IF, ELSE and WHILE stand in the list before what they
// govern. structure.go makes nodes of a list; stmts (lower_proc.go) makes IR of nodes.
//
// # Dynamic text
//
// EXEC of a text that is known becomes what it says (lower_known.go), and so does one that is put together from constants, values and
// conditions that come and go (lower_template.go follows the variables, lower_template_text.go puts the statement together).
//
// # Lowering expressions, queries and DML
//
// lower_expr.go (operators, precedence), lower_operand.go (literals, CASE, CAST, CONVERT, methods),
// lower_ref.go (names, calls, OVER), lower_type.go (data types), lower_query.go and lower_from.go
// (SELECT and its clauses), lower_dml.go. What helps everywhere is in lower.go: span, find, ident,
// qname, raw nodes, comments.
package tsql
