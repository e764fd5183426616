package ir

import (
	"slices"
	"strconv"
	"strings"
)

// Statements that SQL Server's procedures have and others do not.
type (
	// BeginTran begins a transaction, or a level of one.
	BeginTran struct {
		StmtBase
		Name Name
	}

	// DDL defines, changes or drops objects when the body runs: most often temporary tables.
	DDL struct {
		StmtBase
		Objects []Object
	}

	// Truncate is TRUNCATE TABLE.
	Truncate struct {
		StmtBase
		Table *TableRef
	}

	// Analyze gathers the statistics of a table anew.
	Analyze struct {
		StmtBase
		Table *TableRef
	}

	// Reseed sets the last identity value of a table: to the value of To, or to the largest in the table where it is behind that.
	Reseed struct {
		StmtBase
		Table *TableRef
		To    Expr
	}

	// NamedStmt is a statement with names that are only known when it runs. In Body, a SelectStmt, an ExecDML or a Truncate, the holes of
	// Names stand for them.
	NamedStmt struct {
		StmtBase
		Body  Stmt
		Names []*NameHole
	}
)

// NameHole is a name that is only known when a statement runs.
type NameHole struct {
	Hole Name // what stands for it
	Text Expr // gives it
	// Whole tells a text that may have qualifiers and delimiters, as Transact-SQL reads it; any other is the name as it is, without delimiters.
	Whole bool
	// Order tells a text of what ORDER BY takes: names, each with ASC or DESC.
	Order bool
	// Piece tells a text that is a piece of SQL: where it stands, there is a condition, hole = 1, or a column.
	Piece HolePiece
	// Home is the schema of a Whole that has none, zero where what stands around the hole tells it.
	Home Name
}

// HolePiece says what a piece of SQL stands for.
type HolePiece uint8

// The pieces. Of PieceAnd and PieceWhere the word in front of the condition belongs to the text as well.
const (
	NoPiece        HolePiece = iota
	PieceCondition           // … WHERE piece
	PieceAnd                 // … WHERE a = 1 piece
	PieceWhere               // … FROM t piece
	PieceList                // SELECT a, piece
	PiecePivot               // PIVOT (… IN (piece)): names in brackets or quotes
)

const holePrefix = "XW_NAME_"

// MakeHole gives the name that stands for the n-th name that is not known.
func MakeHole(n int) Name { return MakeName(strings.ToLower(holePrefix) + strconv.Itoa(n) + "_") }

// IsHole tells such a name.
func IsHole(n Name) bool { return strings.HasPrefix(n.Key, holePrefix) }

// HasHole tells a name with such a part.
func HasHole(q QName) bool { return slices.ContainsFunc(q.Parts, IsHole) }
