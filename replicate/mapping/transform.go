package mapping

import (
	"context"
	"database/sql"
	"fmt"
	"math/rand/v2"
	"strconv"
	"strings"

	"github.com/crosswalk-db/crosswalk/replicate/value"
)

// Op is what happened to a row.
type Op uint8

// The operations. Load is a row of the full load, which expressions see as an insert.
const (
	Load Op = iota
	Insert
	Update
	Delete
)

// String is the operation as AR_H_OPERATION has it.
func (o Op) String() string {
	return [...]string{"INSERT", "INSERT", "UPDATE", "DELETE"}[o]
}

// Header is what expressions can know of a change. Moments are written YYYY-MM-DD HH:MM:SS.fffffff; in a full load the
// position, the user and the sequence are empty, as the guide says.
type Header struct {
	StreamPosition, Timestamp, CommitTimestamp, User, ChangeSeq string
}

// Change is a row on its way: its source values in the order of Table.Columns.
type Change struct {
	Op     Op
	Before []value.Value // the row before an update or delete; nil when the log does not carry it
	After  []value.Value // the row after; nil of a delete
	Header Header
}

// RowError is what went wrong with the columns of one row. What happens then is for the task's error policies.
type RowError struct {
	Table   string
	Columns []ColumnError
}

// ColumnError is one column's failure.
type ColumnError struct {
	Column    string
	RuleID    uint64 // 0 when unknown
	Truncated bool   // DataTruncationErrorPolicy; the value was cut, and is usable
	Reason    string
}

// Error tells of the first column.
func (e *RowError) Error() string {
	c := e.Columns[0]
	more := ""
	if n := len(e.Columns) - 1; n > 0 {
		more = fmt.Sprintf(" (and %d more)", n)
	}
	return fmt.Sprintf("%s.%s: rule-id %d: %s%s", e.Table, c.Column, c.RuleID, c.Reason, more)
}

// Transformer carries out a TableMap on rows. It is for one goroutine; make one for each. Close it when done.
type Transformer struct {
	m     *TableMap
	steps []step
	exprs []*expression
	rnd   *rand.Rand
	db    *sql.DB
	conn  *sql.Conn
}

// step makes one target column.
type step struct {
	col  *TargetColumn
	expr int // index into exprs, -1 for none
}

// expression is an add-column expression, ready to run. Many are a single column or a constant, which need no SQLite.
type expression struct {
	rule   *Transformation
	stmt   *sql.Stmt
	params []param
	args   []any
	direct bool // the expression is a reference and nothing else: params[0]
}

// param is where a parameter's value comes from.
type param struct {
	column int // -1: a variable
	name   string
}

// Transformer makes the function that maps rows.
func (m *TableMap) Transformer(e *Engine) (*Transformer, error) {
	t := &Transformer{m: m, rnd: newRandom()}
	for i := range m.Columns {
		s := step{col: &m.Columns[i], expr: -1}
		if c := s.col; c.Origin == Added && c.Expression != "" {
			x, err := t.prepare(e, c)
			if err != nil {
				t.Close()
				return nil, fmt.Errorf("%s: column %s: %w", m.SourceName(), c.Name, err)
			}
			s.expr = len(t.exprs)
			t.exprs = append(t.exprs, x)
		}
		t.steps = append(t.steps, s)
	}
	return t, nil
}

// prepare compiles the expression of a column.
func (t *Transformer) prepare(e *Engine, c *TargetColumn) (*expression, error) {
	se, err := toSQLite(c.Expression, nil)
	if err != nil {
		return nil, err
	}
	x := &expression{rule: c.rule, args: make([]any, len(se.params)), direct: strings.TrimSpace(se.sql) == "?1"}
	for _, name := range se.params {
		p := param{column: -1, name: name}
		if !isVariable(name) {
			if p.column = e.columnIndex(t.m.Source, name); p.column < 0 {
				return nil, fmt.Errorf("no column %s", name)
			}
		}
		x.params = append(x.params, p)
	}
	if x.direct {
		return x, nil
	}
	if t.conn == nil {
		if t.db, t.conn, err = openSQLite(); err != nil {
			return nil, err
		}
	}
	if x.stmt, err = t.conn.PrepareContext(context.Background(), "SELECT ("+se.sql+"\n)"); err != nil {
		return nil, tidySQLiteError(err)
	}
	return x, nil
}

// Close frees what the expressions hold.
func (t *Transformer) Close() error {
	for _, x := range t.exprs {
		if x.stmt != nil {
			x.stmt.Close()
		}
	}
	if t.conn != nil {
		t.conn.Close()
		return t.db.Close()
	}
	return nil
}

// Row maps one image of a row, the one before or the one after the change, to the target's columns, appended to out.
// Columns that the image does not carry stay Missing. On an error of type *RowError the row is complete all the same:
// columns that failed are as they were before the rule that failed.
func (t *Transformer) Row(c *Change, image []value.Value, out []value.Value) ([]value.Value, error) {
	if len(image) != len(t.m.Source.Columns) {
		return out, fmt.Errorf("%s: a row of %d values for %d columns", t.m.SourceName(), len(image), len(t.m.Source.Columns))
	}
	var bad *RowError
	fail := func(ce ColumnError) {
		if bad == nil {
			bad = &RowError{Table: t.m.SourceName()}
		}
		bad.Columns = append(bad.Columns, ce)
	}
	for i := range t.steps {
		v, ce := t.column(&t.steps[i], c, image)
		if ce != nil {
			fail(*ce)
		}
		out = append(out, v)
	}
	if bad != nil {
		return out, bad
	}
	return out, nil
}

func (t *Transformer) column(s *step, c *Change, image []value.Value) (value.Value, *ColumnError) {
	col := s.col
	var v value.Value
	switch {
	case col.Void:
		return v, nil
	case col.Origin == FromSource:
		v = image[col.Source]
	case col.Origin == BeforeImage:
		if c.Before == nil {
			return v, nil
		}
		v = c.Before[col.Source]
	case s.expr >= 0:
		var err error
		if v, err = t.eval(t.exprs[s.expr], c, image); err != nil {
			return value.Value{}, &ColumnError{Column: col.Name, RuleID: col.rule.ID, Reason: err.Error()}
		}
	}
	if !col.Retyped && col.Mask == nil {
		return v, nil
	}
	return t.finish(col, v)
}

// finish retypes and masks, in the order of the rules' numbers.
func (t *Transformer) finish(col *TargetColumn, v value.Value) (value.Value, *ColumnError) {
	if col.Mask != nil && col.maskFirst {
		v = col.Mask.apply(v, t.m.Source.Columns[col.Source].Type, t.rnd)
	}
	if col.Retyped {
		got, truncated, err := convert(v, col.Type)
		if err != nil || truncated {
			ce := &ColumnError{Column: col.Name, RuleID: col.retypeRule, Truncated: truncated}
			if err != nil {
				ce.Reason = err.Error()
				return v, ce
			}
			ce.Reason = fmt.Sprintf("the value was cut to %d characters", col.Type.Length)
			return t.masked(col, got), ce
		}
		v = got
	}
	return t.masked(col, v), nil
}

func (t *Transformer) masked(col *TargetColumn, v value.Value) value.Value {
	if col.Mask == nil || col.maskFirst {
		return v
	}
	return col.Mask.apply(v, col.Type, t.rnd)
}

// eval runs an expression. A column that the image does not carry makes the result Missing too.
func (t *Transformer) eval(x *expression, c *Change, image []value.Value) (value.Value, error) {
	for i, p := range x.params {
		v := value.Value{}
		if p.column >= 0 {
			if v = image[p.column]; v.Kind() == value.Missing {
				return v, nil
			}
		} else {
			v = t.variable(p.name, c)
		}
		if x.direct {
			return v, nil
		}
		x.args[i] = sqliteArg(v)
	}
	var got any
	if err := x.stmt.QueryRowContext(context.Background(), x.args...).Scan(&got); err != nil {
		return value.Value{}, fmt.Errorf("the expression fails: %w", err)
	}
	return fromSQLite(got), nil
}

func (t *Transformer) variable(name string, c *Change) value.Value {
	h := &c.Header
	switch name {
	case "AR_H_STREAM_POSITION":
		return value.OfText(h.StreamPosition)
	case "AR_H_TIMESTAMP":
		return value.OfDateTime(h.Timestamp)
	case "AR_H_COMMIT_TIMESTAMP":
		return value.OfDateTime(h.CommitTimestamp)
	case "AR_H_OPERATION":
		return value.OfText(c.Op.String())
	case "AR_H_USER":
		return value.OfText(h.User)
	case "AR_H_CHANGE_SEQ":
		return value.OfText(h.ChangeSeq)
	case "AR_M_SOURCE_SCHEMA":
		return value.OfText(t.m.Source.Schema)
	case "AR_M_SOURCE_TABLE_NAME":
		return value.OfText(t.m.Source.Name)
	}
	// AR_M_SOURCE_COLUMN_NAME and _DATATYPE: an added column has no source column.
	return value.Value{}
}

// sqliteArg gives a value to SQLite. A decimal becomes a number, or comparing and calculating would treat it as text;
// one with more digits than a double holds loses them, as all of SQLite's arithmetic does. An expression that is a
// column and nothing else does not come here.
func sqliteArg(v value.Value) any {
	switch v.Kind() {
	case value.Null:
		return nil
	case value.Bool, value.Int:
		return v.Int()
	case value.Uint:
		if v.Uint() <= 1<<63-1 {
			return int64(v.Uint())
		}
		return float64(v.Uint())
	case value.Float:
		return v.Float()
	case value.Decimal:
		if i, err := strconv.ParseInt(v.Str(), 10, 64); err == nil {
			return i
		}
		if f, err := strconv.ParseFloat(v.Str(), 64); err == nil {
			return f
		}
		return v.Str()
	case value.Bytes:
		return []byte(v.Str())
	}
	return v.Str()
}

func fromSQLite(got any) value.Value {
	switch g := got.(type) {
	case int64:
		return value.OfInt(g)
	case float64:
		return value.OfFloat(g)
	case string:
		return value.OfText(g)
	case []byte:
		return value.OfBytes(g)
	case bool:
		return value.OfBool(g)
	}
	return value.Value{}
}
