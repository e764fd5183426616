package postgres

import (
	"slices"
	"strconv"
	"strings"

	"github.com/crosswalk-db/crosswalk/ir"
)

// rowPlan is what is known of the rows that the scripts insert as constants, statement by statement in the order of the
// source: keys that are there already, and columns that get no value but must have one. Both end an installation.
type rowPlan struct {
	em    *emitter
	seen  map[*ir.Table]map[uint64]bool // keys of rows that are there, hashed: scripts may have millions
	drawn map[*ir.Sequence]int          // how many numbers the scripts have drawn
	loose map[*ir.Sequence]bool         // also drawn by what cannot be followed

	there map[ir.Stmt]string // the key that is there already
	lacks map[ir.Stmt]string // the column without a value

	open     map[*ir.Table]bool                   // tables whose rows are not all known
	allOpen  bool                                 // scripts run code that may change any table
	lost     map[*ir.Constraint]map[uint64]string // foreign keys with rows whose parents are not there so far
	parentOf map[*ir.Constraint]*ir.Table         // their tables
	broken   map[*ir.Constraint]string            // and those that no script puts in

	random  map[ir.Stmt]bool   // keys of its rows are drawn at random
	late    map[ir.Stmt]string // a table that it reads, and whose rows the installation does not put in
	blocks  map[string]bool    // texts of the blocks that put rows in
	misfits map[ir.Stmt]string // how many values there are, for how many columns

	conflicts map[*ir.Table]bool // tables with a key that comes twice

	superseded map[ir.Stmt]string // a table that its file creates otherwise than it is converted

	holds   map[ir.Object]bool // tables with rows
	refill  bool               // a table among them has been emptied since
	counted map[*ir.Table]bool // tables with keys that a loop or a generator has numbered
	perils  map[ir.Stmt]peril  // what may end a statement
	narrow  map[ir.Stmt]string // a constant of the statement that its column does not take
}

func (em *emitter) planRows() {
	p := &rowPlan{em: em, seen: map[*ir.Table]map[uint64]bool{}, drawn: map[*ir.Sequence]int{}, loose: map[*ir.Sequence]bool{},
		there: map[ir.Stmt]string{}, lacks: map[ir.Stmt]string{}, misfits: map[ir.Stmt]string{}, blocks: map[string]bool{}, random: map[ir.Stmt]bool{},
		late: map[ir.Stmt]string{}, superseded: map[ir.Stmt]string{}, conflicts: map[*ir.Table]bool{},
		open: map[*ir.Table]bool{}, lost: map[*ir.Constraint]map[uint64]string{}, parentOf: map[*ir.Constraint]*ir.Table{}, broken: map[*ir.Constraint]string{},
		holds: map[ir.Object]bool{}, counted: map[*ir.Table]bool{}, perils: map[ir.Stmt]peril{}, narrow: map[ir.Stmt]string{}}
	em.rows = p
	p.findLoose()
	p.planSuperseded()
	for at, o := range em.src.Objects {
		d, ok := o.(*ir.DataScript)
		if !ok || d.Dropped != "" {
			continue
		}
		for _, s := range d.Stmts {
			if p.superseded[s] == "" {
				p.next(s, at)
			}
		}
	}
	p.planLate()
	p.brokenKeys()
}

// next looks at the next statement of the scripts, which stands in the object at place at. What the installation does not run puts
// no rows in.
func (p *rowPlan) next(s ir.Stmt, at int) {
	if p.em.src.Source == ir.Oracle && p.em.manual(s) {
		return
	}
	if b, ok := s.(*ir.Block); ok {
		p.block(b)
		if p.em.src.Source == ir.Oracle && p.there[b] != "" {
			return
		}
	}
	if x := p.peril(s, at); x.why != "" {
		p.perils[s] = x
		if x.sure {
			return
		}
	}
	if t := p.numbers(s); t != nil && p.perils[s].why == "" && p.em.src.Source == ir.Oracle {
		p.perils[s] = peril{why: "the key of a row may be in " + t.Name.Last().Text + " already"}
	}
	switch x := s.(type) {
	case *ir.ExecDML:
		p.statement(s, x.DML)
	case *ir.Repeat:
		x.Of.With(x.Of.Read(x.Sp), func() { p.statement(s, x.Of.Stmt.DML) })
	default:
		p.opens(x)
	}
	if p.narrow[s] == "" {
		p.fill(s)
	}
}

// findLoose finds sequences that draw their numbers elsewhere too, in triggers or in blocks of the scripts.
func (p *rowPlan) findLoose() {
	note := func(n ir.Node) bool {
		if s, ok := n.(*ir.SeqValue); ok && s.Decl != nil {
			p.loose[s.Decl] = true
		}
		return true
	}
	for _, o := range p.em.src.Objects {
		switch o := o.(type) {
		case *ir.Trigger:
			if o.Body != nil {
				ir.Walk(o.Body, note)
			}
			for _, s := range o.Sections {
				if s.Body != nil {
					ir.Walk(s.Body, note)
				}
			}
		case *ir.DataScript:
			for _, s := range o.Stmts {
				if x, ok := s.(*ir.ExecDML); ok && isRow(x.DML) {
					continue
				}
				ir.Walk(s, note)
			}
		}
	}
}

func isRow(d ir.DML) bool {
	i, ok := d.(*ir.Insert)
	return ok && len(i.Rows) >= 1
}

// selectedRows are the rows of INSERT … SELECT of constants UNION SELECT …
func selectedRows(b ir.QueryBody, visit func(row []ir.Expr, conditional bool)) {
	for {
		op, ok := b.(*ir.SetOp)
		if !ok {
			break
		}
		if !strings.HasPrefix(op.Op, "UNION") {
			return
		}
		if row, conditional := selectedRow(op.R); row != nil {
			visit(row, conditional)
		}
		b = op.L
	}
	if row, conditional := selectedRow(b); row != nil {
		visit(row, conditional)
	}
}

// selectedRow is the row of a SELECT of constants, without a table to read; nil for all else. Where it stands under a
// condition it may be left out.
func selectedRow(b ir.QueryBody) (row []ir.Expr, conditional bool) {
	s, ok := b.(*ir.Select)
	if !ok || len(s.From) > 0 || s.Top != nil || s.IntoTbl.Parts != nil {
		return nil, false
	}
	for _, it := range s.Items {
		if it.Star || it.Expr == nil {
			return nil, false
		}
		row = append(row, it.Expr)
	}
	return row, s.Where != nil || s.Having != nil
}

func (p *rowPlan) statement(s ir.Stmt, d ir.DML) {
	if p.tooNarrow(s, d) {
		return
	}
	switch d := d.(type) {
	case *ir.Insert:
		t, ok := d.Target.(*ir.TableRef)
		if !ok {
			p.opens(d)
			return
		}
		tbl, ok := t.Decl.(*ir.Table)
		if !ok {
			p.opens(d)
			return
		}
		for _, row := range d.Rows {
			p.keys(s, tbl, p.row(s, d, tbl, row))
		}
		if d.Query != nil {
			p.open[tbl] = true
		}
		if p.drawsKey(d, tbl) {
			p.random[s] = true
		}
		if d.Query != nil && len(d.Query.With) == 0 {
			selectedRows(d.Query.Body, func(row []ir.Expr, conditional bool) {
				if values := p.row(s, d, tbl, row); !conditional {
					p.keys(s, tbl, values)
				}
			})
		}
	case *ir.Delete:
		if t, ok := d.Target.(*ir.TableRef); ok {
			if tbl, ok := t.Decl.(*ir.Table); ok {
				p.forget(tbl, d.Where)
				clear(p.blocks)
			}
		}
		p.opens(d)
	default:
		p.opens(d)
	}
}

// row looks at one row, and gives its values by column.
func (p *rowPlan) row(s ir.Stmt, d *ir.Insert, t *ir.Table, row []ir.Expr) map[string]rowValue {
	cols := d.Cols
	if len(cols) == 0 {
		for _, c := range t.Columns {
			if !c.Invisible {
				cols = append(cols, c.Name)
			}
		}
	}
	if len(cols) != len(row) {
		if len(cols) > 0 && (len(row) > 1 || constantExpr(row[0])) { // one value may be an object, or a record, that has the columns
			p.misfits[s] = strconv.Itoa(len(row)) + " values for " + strconv.Itoa(len(cols)) + " columns"
		}
		return nil
	}
	given := map[string]ir.Expr{}
	for i, c := range cols {
		if row[i] != nil {
			given[c.Key] = row[i]
		}
	}
	values := map[string]rowValue{}
	for _, c := range t.Columns {
		values[c.Name.Key] = p.columnValue(c, given)
		if v := values[c.Name.Key]; v.null && isNotNull(t, c.Name) && p.lacks[s] == "" && !p.filled(t, c.Name) {
			p.lacks[s] = c.Name.Text
		}
	}
	return values
}

// columnValue is what a row has in a column.
func (p *rowPlan) columnValue(c *ir.Column, given map[string]ir.Expr) rowValue {
	e, ok := given[c.Name.Key]
	v := rowValue{}
	switch {
	case ok:
		v = p.eval(e)
		if v.null && (c.DefaultOnNull || c.Identity != nil) {
			return rowValue{}
		}
	case c.Identity != nil || c.Generated != nil || c.RowTime != "" || isRowVersion(c):
	case c.Default != nil:
		v = p.eval(c.Default)
	default:
		v = rowValue{known: true, null: true}
	}
	return v
}

// filled tells columns that a trigger of the table may give a value.
func (p *rowPlan) filled(t *ir.Table, col ir.Name) bool {
	return slices.ContainsFunc(p.em.triggers[t], func(i int) bool { return triggerFills(p.em.src.Objects[i].(*ir.Trigger), col) })
}

// triggerFills tells triggers that may give a column its value.
func triggerFills(tr *ir.Trigger, col ir.Name) bool {
	if tr.Timing == "INSTEAD OF" || tr.CallBody != nil {
		return true
	}
	found := false
	look := func(b *ir.Block) {
		if b == nil {
			return
		}
		ir.Walk(b, func(n ir.Node) bool {
			found = found || fills(n, col)
			return !found
		})
	}
	look(tr.Body)
	for _, s := range tr.Sections {
		look(s.Body)
	}
	return found
}

// fills tells nodes that may write to :new.col: an assignment, INTO, or a routine's argument.
func fills(n ir.Node, col ir.Name) bool {
	is := func(e ir.Expr) bool {
		x, ok := e.(*ir.Transition)
		return ok && x.Row == ir.RowNew && (x.Column.IsZero() || x.Column.Key == col.Key)
	}
	switch n := n.(type) {
	case *ir.Assign:
		return is(n.Target)
	case *ir.Select:
		return slices.ContainsFunc(n.Into, is)
	case *ir.ExecImmediate:
		return slices.ContainsFunc(n.Into, is)
	case *ir.FetchCursor:
		return slices.ContainsFunc(n.Into, is)
	case *ir.Insert:
		return n.Returning != nil && slices.ContainsFunc(n.Returning.Into, is)
	case *ir.Call:
		return n.Fn == "" && slices.ContainsFunc(n.Args, func(a ir.Arg) bool { return is(a.Value) })
	}
	return false
}

// keys looks for the row's keys among those that are there.
func (p *rowPlan) keys(s ir.Stmt, t *ir.Table, values map[string]rowValue) {
	if values == nil {
		return
	}
	if p.seen[t] == nil {
		p.seen[t] = map[uint64]bool{}
	}
	for _, k := range p.em.computedKeys[t] {
		values[k.name.Key] = k.value(values)
	}
	var mine []uint64
	taken := false
	for i, cols := range p.uniqueCols(t) {
		key := rowKey(i, cols, values)
		if key == "" {
			p.open[t] = true
			continue
		}
		for _, c := range cols {
			p.open[t] = p.open[t] || values[c.Key].asked
		}
		hash := keyHash(key)
		if p.seen[t][hash] {
			taken = true
			p.conflicts[t] = true
			if p.there[s] == "" {
				_, list, _ := strings.Cut(key, "\x00")
				p.there[s] = strings.ReplaceAll(list, "\x00", ", ")
			}
		}
		mine = append(mine, hash)
	}
	if taken || p.lacks[s] != "" {
		return // it is not put in, so its other keys are free
	}
	for _, k := range mine {
		p.seen[t][k] = true
	}
	p.orphans(t, values)
}

// rowKey spells the i-th key of a row; "" where it is not known, or all NULL, which is no key.
func rowKey(i int, cols []ir.Name, values map[string]rowValue) string {
	key, nulls := strconv.Itoa(i), 0
	for _, c := range cols {
		v := values[c.Key]
		if !v.known {
			return ""
		}
		if v.null {
			nulls++
			v.text = "NULL"
		}
		key += "\x00" + v.text
	}
	if nulls == len(cols) {
		return ""
	}
	return key
}

// uniqueCols gives the columns of each primary key, unique key and unique index of a table.
func (p *rowPlan) uniqueCols(t *ir.Table) [][]ir.Name {
	var list [][]ir.Name
	for _, c := range t.Constraints {
		if (c.Kind == ir.PrimaryKey || c.Kind == ir.Unique) && !c.Disabled {
			list = append(list, c.Cols)
		}
	}
	return append(list, p.em.uniqueIndexes[t]...)
}

// planUniqueIndexes finds the columns of the unique indexes over plain columns and their capitals.
func (em *emitter) planUniqueIndexes() {
	em.uniqueIndexes = map[*ir.Table][][]ir.Name{}
	em.computedKeys = map[*ir.Table][]computedKey{}
	for _, o := range em.src.Objects {
		ix, ok := o.(*ir.IndexDef)
		if !ok || ix.Dropped != "" || !ix.Unique || ix.Where != nil {
			continue
		}
		t, _ := em.tableNamed(ix.Schema, ix.Table).(*ir.Table)
		var cols []ir.Name
		for _, k := range ix.Keys {
			if r, ok := k.Expr.(*ir.Ref); ok && len(r.Name.Parts) > 0 {
				cols = append(cols, r.Name.Last())
			} else if c, ok := computed(k.Expr); ok && t != nil {
				em.computedKeys[t] = append(em.computedKeys[t], c)
				cols = append(cols, c.name)
			}
		}
		if t != nil && len(cols) == len(ix.Keys) {
			em.uniqueIndexes[t] = append(em.uniqueIndexes[t], cols)
		}
	}
}

// rowValue is a value that can be told from the source.
type rowValue struct {
	known, null bool
	asked       bool // known by the query that gives it alone: the same text is the same value
	text        string
}

// eval tells the value of an expression that is a constant or draws a number from a sequence.
func (p *rowPlan) eval(e ir.Expr) rowValue {
	switch x := e.(type) {
	case *ir.NullLit:
		return rowValue{known: true, null: true}
	case *ir.StringLit:
		return rowValue{known: true, text: x.Value}
	case *ir.NumberLit:
		return rowValue{known: true, text: oneSpelling(x.Text)}
	case *ir.DatetimeLit:
		return rowValue{known: true, text: x.Value}
	case *ir.Paren:
		return p.eval(x.X)
	case *ir.Cast:
		if x.Implicit {
			return p.eval(x.X)
		}
	case *ir.SeqValue:
		return p.draw(x)
	case *ir.Subquery:
		if s, ok := x.Query.Body.(*ir.Select); ok && len(s.Items) == 1 && s.Items[0].Expr != nil && !hasAggregate(s.Items[0].Expr) && x.Query.Limit == nil {
			return rowValue{known: true, asked: true, text: strings.Join(strings.Fields(x.Span().Text()), " ")}
		}
	}
	return rowValue{}
}

// oneSpelling spells a number in one way.
func oneSpelling(s string) string {
	if n, err := strconv.ParseInt(s, 10, 64); err == nil {
		return strconv.FormatInt(n, 10)
	}
	if strings.ContainsAny(s, "eE") || !strings.Contains(s, ".") {
		return s
	}
	return strings.TrimSuffix(strings.TrimRight(s, "0"), ".")
}

// draw gives the number that NEXTVAL will give.
func (p *rowPlan) draw(s *ir.SeqValue) rowValue {
	q := s.Decl
	if q == nil || s.Current || p.loose[q] {
		return rowValue{}
	}
	start, inc := 1, 1
	if q.Start != "" {
		n, err := strconv.Atoi(q.Start)
		if err != nil {
			return rowValue{}
		}
		start = n
	}
	if q.Increment != "" {
		n, err := strconv.Atoi(q.Increment)
		if err != nil {
			return rowValue{}
		}
		inc = n
	}
	n := p.drawn[q]
	p.drawn[q] = n + 1
	return rowValue{known: true, text: strconv.Itoa(start + n*inc)}
}
