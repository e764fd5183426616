// Package ir is the neutral form between the source dialects and the targets. It says
// what a program means, not how it was spelt: where two dialects mean the same they give the
// same nodes, and where the same spelling means different things a field tells the difference.
//
// Nodes are plain structs, one file a family: schema objects (object.go, table.go, routine.go),
// types (type.go), expressions (expr.go), queries and DML (query.go, dml.go), procedural
// statements (stmt.go). Walk and Rewrite (walk.go) go over all of them.
//
// What a dialect's lowering does not understand it keeps as a Raw node (RawExpr, RawStmt,
// RawTable, RawDecl, Unsupported) with its span, and adds a finding: nothing vanishes.
package ir

import (
	"strings"

	"github.com/crosswalk-db/crosswalk/ir/diag"
)

// Node is anything in the tree that has a place in the source.
type Node interface {
	Span() diag.Span
}

// Dialect names a source or target language.
type Dialect string

// The dialects.
const (
	Oracle    Dialect = "oracle"
	SQLServer Dialect = "sqlserver"
	Postgres  Dialect = "postgres"
	MySQL     Dialect = "mysql"
)

// Name is one identifier. Key is what the source's catalogue compares by (Oracle: upper-cased unless
// quoted; SQL Server: upper-cased always), Text is as it was written, without quotes.
type Name struct {
	Key, Text string
	Quoted    bool
}

// IsZero tells whether there is no name.
func (n Name) IsZero() bool { return n.Key == "" }

// Shown is the name as the source's catalogue shows it: Oracle folds the case of names without quotes, SQL Server keeps
// every name as it was written and only compares without case.
func (n Name) Shown(source Dialect) string {
	if source == SQLServer {
		return n.Text
	}
	return n.Key
}

// Is compares with an unquoted name in any case.
func (n Name) Is(s string) bool { return n.Key == strings.ToUpper(s) }

// MakeName makes an ordinary unquoted name.
func MakeName(s string) Name { return Name{Key: strings.ToUpper(s), Text: s} }

// QName is a dotted name, most significant part first; Link is the database link or server
// behind it, zero when local.
type QName struct {
	Parts []Name
	Link  Name
	Sp    diag.Span
}

// Span gives the place of the name.
func (q QName) Span() diag.Span { return q.Sp }

// Last is the object's own name, without qualifiers.
func (q QName) Last() Name {
	if len(q.Parts) == 0 {
		return Name{}
	}
	return q.Parts[len(q.Parts)-1]
}

// Qualifier is the part before the last one (the schema of a table, say); zero when there is none.
func (q QName) Qualifier() Name {
	if len(q.Parts) < 2 {
		return Name{}
	}
	return q.Parts[len(q.Parts)-2]
}

// IsZero tells whether there is no name.
func (q QName) IsZero() bool { return len(q.Parts) == 0 }

// Key joins the keys with dots: it identifies the name inside one catalogue.
func (q QName) Key() string {
	if len(q.Parts) == 1 {
		return q.Parts[0].Key
	}
	k := make([]string, len(q.Parts))
	for i, p := range q.Parts {
		k[i] = p.Key
	}
	return strings.Join(k, ".")
}

func (q QName) String() string { return q.Key() }

// Shown is the name as the source's catalogue shows it, see Name.Shown.
func (q QName) Shown(source Dialect) string {
	parts := make([]string, len(q.Parts))
	for i, p := range q.Parts {
		parts[i] = p.Shown(source)
	}
	return strings.Join(parts, ".")
}

// MakeQName makes a name of ordinary unquoted parts.
func MakeQName(parts ...string) QName {
	q := QName{}
	for _, p := range parts {
		q.Parts = append(q.Parts, MakeName(p))
	}
	return q
}

// Comment is a comment of the source, with its delimiters.
type Comment struct {
	Text string
	Line bool // -- to the end of the line; else /* */
	Sp   diag.Span
}
