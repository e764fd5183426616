// Package rules has the replicator carry out AWS DMS table mappings: it joins replicate/mapping, which knows what a
// document means, with the tables and changes of replicate.
//
// Columns that no rule computes or masks travel as they are; only the others take the form in which the rules work.
package rules

import (
	"bytes"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/crosswalk-db/crosswalk/replicate"
	"github.com/crosswalk-db/crosswalk/replicate/canon"
	"github.com/crosswalk-db/crosswalk/replicate/event"
	"github.com/crosswalk-db/crosswalk/replicate/mapping"
	"github.com/crosswalk-db/crosswalk/replicate/value"
)

// Mapping is a table-mapping document as the replicator uses it.
type Mapping struct {
	engine  *mapping.Engine
	dialect mapping.Dialect
	// Warn is told of warnings, of each once; nil drops them.
	Warn func(string)

	mu   sync.Mutex
	told map[string]bool
}

var _ replicate.Mapping = (*Mapping)(nil)

// New makes a mapping for a source whose SQL the dialect writes.
func New(e *mapping.Engine, d mapping.Dialect) *Mapping { return &Mapping{engine: e, dialect: d} }

// Map implements replicate.Mapping.
func (m *Mapping) Map(tables []*event.Table) ([]*replicate.Mapped, error) {
	list := make([]mapping.Table, len(tables))
	byName := map[string]*event.Table{}
	for i, t := range tables {
		list[i] = describe(t)
		byName[t.ID.String()] = t
	}
	maps, problems := m.engine.ResolveAll(list)
	if err := problems.Err(); err != nil {
		return nil, err
	}
	if m.Warn != nil {
		for _, tm := range maps {
			problems = append(problems, tm.WholeTable("loaded")...)
		}
		for _, p := range problems {
			m.warn(p.String())
		}
	}
	var out []*replicate.Mapped
	for _, tm := range maps {
		r, err := m.one(tm, byName[tm.SourceName()])
		if err != nil {
			return nil, err
		}
		out = append(out, r)
	}
	return out, nil
}

// warn passes a warning on that was not told before: a document is read at the preflight, at every start and for every table
// that changes.
func (m *Mapping) warn(text string) {
	m.mu.Lock()
	known := m.told[text]
	if m.told == nil {
		m.told = map[string]bool{}
	}
	m.told[text] = true
	m.mu.Unlock()
	if !known {
		m.Warn(text)
	}
}

func (m *Mapping) one(tm *mapping.TableMap, src *event.Table) (*replicate.Mapped, error) {
	out := &replicate.Mapped{Source: src, LoadOrder: tm.LoadOrder, KeepsDeleted: tm.SoftDelete,
		Target: &event.Table{ID: event.TableID{Schema: tm.TargetSchema, Name: tm.TargetTable}}}
	r := &rows{m: m, tm: tm, plain: true}
	for i, c := range tm.Columns {
		col := event.Column{Name: c.Name, Nullable: true, Type: typeOf(c.Type)}
		from := -1
		if c.Origin == mapping.FromSource {
			from = c.Source
			col.Nullable = src.Columns[from].Nullable
			if src.Columns[from].Generated {
				continue
			}
			if !c.Retyped {
				col.Type = src.Columns[from].Type
			}
			if c.Mask != nil {
				col.Type = masked(col.Type, c.Mask.Action)
				out.Masked = append(out.Masked, c.Name)
			}
		}
		computed := from < 0 || c.Mask != nil
		r.plain = r.plain && !computed
		r.cols = append(r.cols, column{at: i, from: from, computed: computed})
		out.From = append(out.From, from)
		out.Target.Columns = append(out.Target.Columns, col)
	}
	if err := key(out, tm, src); err != nil {
		return nil, err
	}
	if tm.Filter != nil {
		out.Filter = tm.Filter.SQL(m.dialect)
	}
	out.Wish.Segments = tm.Segments(m.dialect)
	if tm.Lob != nil && tm.Lob.Mode != "none" {
		out.LOB = &replicate.LOBMode{}
		if tm.Lob.Mode == "limited" {
			out.LOB.Max = tm.Lob.BulkMaxKB << 10
		}
	}
	if !r.plain || tm.Filter != nil || tm.SoftDelete {
		r.source = src
		out.Rows = r
	}
	return out, nil
}

// key takes the mapping's key where the log tells its columns, and the source's where it does not.
func key(out *replicate.Mapped, tm *mapping.TableMap, src *event.Table) error {
	at := map[int]int{}
	for i, f := range out.From {
		if f >= 0 {
			at[f] = i
		}
	}
	logged := map[int]bool{}
	for _, k := range src.Key {
		i, ok := at[k]
		if !ok {
			return fmt.Errorf("table %s: the mapping drops key column %s, by which changes find their rows", src.ID, src.Columns[k].Name)
		}
		logged[i] = true
		out.Target.Key = append(out.Target.Key, i)
	}
	var wanted []int
	for _, k := range tm.PrimaryKey {
		i := out.Target.Ordinal(tm.Columns[k].Name)
		if i < 0 || !logged[i] && !src.FullBefore {
			return nil
		}
		wanted = append(wanted, i)
	}
	if len(wanted) > 0 {
		out.Target.Key = wanted
	}
	return nil
}

// column is one column of the target: at in the mapping, from in the source.
type column struct {
	at, from int
	computed bool
}

// rows carries out filters, expressions and masks.
type rows struct {
	m      *Mapping
	tm     *mapping.TableMap
	source *event.Table
	cols   []column
	plain  bool // columns are copied; there is a filter only
	pool   sync.Pool
}

// Map implements replicate.RowMapper.
func (r *rows) Map(c *event.Change, tx *event.Tx) (*event.Change, error) {
	out := &event.Change{Op: c.Op, Loose: c.Op != event.Insert && r.moves(c)}
	in, err := r.passes(c)
	if err != nil {
		return nil, err
	}
	if !in {
		if c.Op != event.Update || !out.Loose {
			return nil, nil
		}
		return r.left(c, tx)
	}
	if out.Before, err = r.image(c, c.Before, tx); err != nil {
		return nil, err
	}
	if c.Op == event.Delete && r.tm.SoftDelete {
		return &event.Change{Op: event.Update, After: out.Before}, nil
	}
	out.After, err = r.image(c, c.After, tx)
	return out, err
}

// moves tells whether an update may have taken its row into the filter, or out of it: not when the filter looks at the key
// alone, and that stayed.
func (r *rows) moves(c *event.Change) bool {
	if r.tm.Filter == nil {
		return false
	}
	for _, i := range r.tm.Filter.Columns() {
		if c.Before != nil || !r.source.IsKey(i) {
			return true
		}
	}
	return false
}

// passes tells whether the row of a change is in the filter. A column that the log does not hold, since it did not change, is
// taken from the row before.
func (r *rows) passes(c *event.Change) (bool, error) {
	if r.tm.Filter == nil {
		return true, nil
	}
	row := c.After
	if row == nil {
		row = c.Before
	}
	vals := make([]value.Value, len(row))
	for i := range vals {
		vals[i] = value.NotSent()
	}
	for _, i := range r.tm.Filter.Columns() {
		v := row[i]
		if v.Unchanged && c.Before != nil {
			v = c.Before[i]
		}
		if v.Unchanged && c.Op == event.Delete { // if it is there it goes
			return true, nil
		}
		if v.Unchanged {
			return false, fmt.Errorf("%w: the filter needs column %s, which the log does not hold for this change: ALTER TABLE ... REPLICA IDENTITY FULL",
				replicate.ErrData, r.source.Columns[i].Name)
		}
		vals[i] = toValue(v, r.source.Columns[i].Type)
	}
	return r.tm.Filter.Match(vals), nil
}

// left turns an update whose row has left the filter into a delete.
func (r *rows) left(c *event.Change, tx *event.Tx) (*event.Change, error) {
	old := c.Before
	if old == nil {
		old = c.After
	}
	before, err := r.image(c, old, tx)
	return &event.Change{Op: event.Delete, Before: before, Loose: true}, err
}

func (r *rows) image(c *event.Change, row event.Row, tx *event.Tx) (event.Row, error) {
	if row == nil {
		return nil, nil
	}
	out := make(event.Row, len(r.cols))
	for i, col := range r.cols {
		if col.from >= 0 {
			out[i] = row[col.from]
		}
	}
	if r.plain {
		return out, nil
	}
	vals, err := r.transform(c, row, tx)
	if err != nil {
		return nil, err
	}
	for i, col := range r.cols {
		if !col.computed || col.from >= 0 && row[col.from].Unchanged {
			continue
		}
		out[i] = fromValue(vals[col.at])
	}
	return out, nil
}

func (r *rows) transform(c *event.Change, row event.Row, tx *event.Tx) ([]value.Value, error) {
	t, ok := r.pool.Get().(*mapping.Transformer)
	if !ok {
		var err error
		if t, err = r.tm.Transformer(r.m.engine); err != nil {
			return nil, fmt.Errorf("%w: %w", replicate.ErrPermanent, err)
		}
	}
	defer r.pool.Put(t)
	mc := &mapping.Change{Op: map[event.Op]mapping.Op{event.Insert: mapping.Insert, event.Update: mapping.Update, event.Delete: mapping.Delete}[c.Op],
		Before: r.values(c.Before), After: r.values(c.After), Header: header(tx)}
	if tx == nil {
		mc.Op = mapping.Load
	}
	vals, err := t.Row(mc, r.values(row), nil)
	var re *mapping.RowError
	if errors.As(err, &re) {
		for _, e := range re.Columns {
			if r.masks(e.Column) {
				return nil, &replicate.MaskError{Err: err}
			}
		}
	}
	return vals, err
}

func (r *rows) masks(name string) bool {
	for _, c := range r.tm.Columns {
		if c.Name == name {
			return c.Mask != nil
		}
	}
	return false
}

func (r *rows) values(row event.Row) []value.Value {
	if row == nil {
		return nil
	}
	out := make([]value.Value, len(row))
	for i := range row {
		out[i] = toValue(row[i], r.source.Columns[i].Type)
	}
	return out
}

const moment = "2006-01-02 15:04:05.0000000"

func header(tx *event.Tx) mapping.Header {
	now := time.Now().UTC().Format(moment)
	if tx == nil {
		return mapping.Header{Timestamp: now, CommitTimestamp: now}
	}
	at := tx.Commit.UTC()
	return mapping.Header{StreamPosition: string(tx.Position), Timestamp: at.Format(moment), CommitTimestamp: at.Format(moment),
		ChangeSeq: at.Format("20060102150405.00")[:14] + fmt.Sprintf("%02d%019s", at.Nanosecond()/1e7, tx.ID)}
}

// toValue gives a value in the form in which rules work.
func toValue(v canon.Value, t canon.Type) value.Value {
	switch {
	case v.Unchanged:
		return value.NotSent()
	case v.B == nil:
		return value.Value{}
	}
	s := string(v.B)
	switch t.Kind {
	case canon.Bool:
		return value.OfBool(s == "t")
	case canon.Int:
		if i, err := strconv.ParseInt(s, 10, 64); err == nil {
			return value.OfInt(i)
		}
		if u, err := strconv.ParseUint(s, 10, 64); err == nil {
			return value.OfUint(u)
		}
	case canon.Float32, canon.Float64:
		if f, err := strconv.ParseFloat(s, 64); err == nil {
			return value.OfFloat(f)
		}
	case canon.Decimal:
		if len(s) > 0 && !strings.ContainsAny(s, "NI") {
			return value.OfDecimal(s)
		}
	case canon.Bytes, canon.Geometry:
		return value.OfBytes(v.B)
	case canon.Date:
		return value.OfDate(s)
	case canon.Time:
		return value.OfTime(s)
	case canon.Timestamp:
		return value.OfDateTime(s)
	case canon.TimestampTZ:
		if b, ok := bytes.CutSuffix(v.B, []byte("+00")); ok {
			return value.OfInstant(string(b) + "+00:00")
		}
	}
	return value.OfText(s)
}

// fromValue gives the canonical text of what a rule computed.
func fromValue(v value.Value) canon.Value {
	switch v.Kind() {
	case value.Null:
		return canon.Value{}
	case value.Missing:
		return canon.Value{Unchanged: true}
	case value.Bool:
		if v.Bool() {
			return canon.Value{B: []byte("t")}
		}
		return canon.Value{B: []byte("f")}
	case value.Int:
		return canon.Value{B: strconv.AppendInt(nil, v.Int(), 10)}
	case value.Uint:
		return canon.Value{B: strconv.AppendUint(nil, v.Uint(), 10)}
	case value.Float:
		return canon.Value{B: canon.Float(v.Float(), 64)}
	case value.Instant:
		if s, ok := strings.CutSuffix(v.Str(), "+00:00"); ok {
			return canon.Value{B: []byte(s + "+00")}
		}
	}
	return canon.Value{B: []byte(v.Str())}
}
