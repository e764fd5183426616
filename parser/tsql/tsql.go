// Package tsql reads Transact-SQL: parse makes trees of the statements of one batch (package
// batch cuts files into batches, package scan makes the tokens, package syntax holds the
// generated parser), and the lower_*.go files turn trees into the IR.
package tsql
