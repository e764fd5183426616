package mapping

import (
	"context"
	"database/sql"
	"fmt"
	"regexp"
	"strings"
	"sync"
)

// variables are the names that expressions can use beside columns: the header of a change, and metadata.
var variables = map[string]bool{
	"AR_H_STREAM_POSITION": true, "AR_H_TIMESTAMP": true, "AR_H_COMMIT_TIMESTAMP": true, "AR_H_OPERATION": true,
	"AR_H_USER": true, "AR_H_CHANGE_SEQ": true,
	"AR_M_SOURCE_SCHEMA": true, "AR_M_SOURCE_TABLE_NAME": true, "AR_M_SOURCE_COLUMN_NAME": true, "AR_M_SOURCE_COLUMN_DATATYPE": true,
}

// operationParam stands for the kind of change among the parameters of an expression.
const operationParam = "AR_H_OPERATION"

// sqlExpression is an expression as SQLite reads it: parameters in place of names.
type sqlExpression struct {
	sql    string
	params []string // the names, in the order of their parameters ?1, ?2 …
}

// toSQLite rewrites an expression, numbering its parameters after those that are there already.
func toSQLite(expr string, params []string) (sqlExpression, error) {
	pieces, err := scanExpression(expr)
	if err != nil {
		return sqlExpression{}, err
	}
	out := sqlExpression{params: params}
	param := func(name string) string {
		for i, p := range out.params {
			if p == name {
				return fmt.Sprintf("?%d", i+1)
			}
		}
		out.params = append(out.params, name)
		return fmt.Sprintf("?%d", len(out.params))
	}
	var b strings.Builder
	opPending, depth := false, 0
	for _, p := range pieces {
		if depth += parens(p); depth < 0 {
			return out, fmt.Errorf("a ) without its (")
		}
		switch {
		case p.kind == pieceRef:
			b.WriteString(param(p.text))
		case p.kind == pieceWord && notExpressions[strings.ToUpper(p.text)]:
			return out, fmt.Errorf("%s: one expression is expected, no statements or queries", strings.ToUpper(p.text))
		case p.kind == pieceWord && strings.EqualFold(p.text, "operation_indicator"):
			b.WriteString("cw_operation_indicator")
			opPending = true
		case opPending && p.text == "(":
			b.WriteString("(" + param(operationParam) + ",")
			opPending = false
		default:
			b.WriteString(p.text)
		}
	}
	if depth > 0 {
		return out, fmt.Errorf("a ( without its )")
	}
	out.sql = b.String()
	return out, nil
}

// parens is by how much a piece changes the depth. Balanced parentheses keep an expression inside of those it is put in.
func parens(p exprPiece) int {
	switch {
	case p.kind == pieceOther && p.text == "(":
		return 1
	case p.kind == pieceOther && p.text == ")":
		return -1
	}
	return 0
}

// checker is a connection for compiling expressions without evaluating them.
var checker = struct {
	sync.Mutex
	conn *sql.Conn
}{}

// compileExpression has SQLite compile an expression.
func compileExpression(expr string) error {
	e, err := toSQLite(expr, nil)
	if err != nil {
		return err
	}
	checker.Lock()
	defer checker.Unlock()
	if checker.conn == nil {
		if _, checker.conn, err = openSQLite(); err != nil {
			return err
		}
	}
	// EXPLAIN compiles and does not run: an expression of constants alone, such as zeroblob(1e9), costs nothing here.
	args := make([]any, len(e.params))
	rows, err := checker.conn.QueryContext(context.Background(), "EXPLAIN SELECT ("+e.sql+"\n) AS x, 0 AS y", args...)
	if err != nil {
		return tidySQLiteError(err)
	}
	defer rows.Close()
	for rows.Next() {
	}
	return tidySQLiteError(rows.Err())
}

var sqliteNoise = regexp.MustCompile(`^SQL logic error: | \(\d+\)$`)

func tidySQLiteError(err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("SQLite does not compile it: %s", strings.ReplaceAll(sqliteNoise.ReplaceAllString(err.Error(), ""), "cw_operation_indicator", "operation_indicator"))
}

// checkExpression compiles the expression of a rule and looks for functions that DMS does not promise.
func (t *Transformation) checkExpression() Problems {
	if t.Expression == "" || t.Action != AddColumn && t.Action != Rename {
		return nil
	}
	at := func(s Severity, msg, fix string) Problem {
		p := t.problem(s, msg, fix)
		p.Line, p.Column = t.ExprLine, t.ExprColumn
		return p
	}
	if err := compileExpression(t.Expression); err != nil {
		return Problems{at(Error, fmt.Sprintf("the expression %s: %v", quoted(t.Expression), err),
			"write an SQLite expression, with $NAME for columns and '…' for text")}
	}
	var ps Problems
	for _, f := range undocumentedFunctions(t.Expression) {
		ps = append(ps, at(Warning, "the function "+f+" is SQLite's, but not in DMS's list", "test it on DMS, or use another one"))
	}
	return ps
}

// undocumentedFunctions lists functions that are not in the guide.
func undocumentedFunctions(expr string) []string {
	pieces, err := scanExpression(expr)
	if err != nil {
		return nil
	}
	var out []string
	for i, p := range pieces {
		if p.kind != pieceWord || exprWords[strings.ToUpper(p.text)] || documentedFunctions[strings.ToLower(p.text)] {
			continue
		}
		j := i + 1
		for j < len(pieces) && strings.TrimSpace(pieces[j].text) == "" {
			j++
		}
		if j < len(pieces) && pieces[j].text == "(" && !contains(out, p.text) {
			out = append(out, p.text)
		}
	}
	return out
}

// evalName evaluates the expression of a rename, which sees the names alone.
func evalName(expr string, v nameVars) (string, error) {
	e, err := toSQLite(expr, nil)
	if err != nil {
		return "", err
	}
	known := map[string]string{"AR_M_SOURCE_SCHEMA": v.schema, "AR_M_SOURCE_TABLE_NAME": v.table,
		"AR_M_SOURCE_COLUMN_NAME": v.column, "AR_M_SOURCE_COLUMN_DATATYPE": v.dataType}
	args := make([]any, len(e.params))
	for i, p := range e.params {
		s, ok := known[p]
		if !ok {
			return "", fmt.Errorf("$%s is no metadata variable, and a name has no row to take a column from", p)
		}
		args[i] = s
	}
	db, conn, err := openSQLite()
	if err != nil {
		return "", err
	}
	defer db.Close()
	defer conn.Close()
	var s sql.NullString
	if err := conn.QueryRowContext(context.Background(), "SELECT ("+e.sql+"\n)", args...).Scan(&s); err != nil {
		return "", tidySQLiteError(err)
	}
	return s.String, nil
}
