package postgres

import (
	"strings"
	"time"

	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/ir/diag"
)

// partPlan is how a table is partitioned in the target; nil for one that is not.
type partPlan struct{ by *ir.Partitioning }

// planPartitions decides whether PostgreSQL can partition as the source does.
func (p *printer) planPartitions(t *ir.Table) *partPlan {
	if t.Partition == nil {
		return nil
	}
	if why := unpartitionable(t); why != "" {
		p.find(diag.NotPartitioned, t.Partition.Sp, "%s is created without partitions: %s", t.Name.Last().Text, why)
		return nil
	}
	if t.Partition.Interval != nil || t.Partition.Automatic {
		p.find(diag.IntervalPartition, t.Partition.Sp, "new partitions of %s are not made automatically", t.Name.Last().Text)
	}
	return &partPlan{by: t.Partition}
}

// unpartitionable says why PostgreSQL cannot partition the table; "" when it can.
func unpartitionable(t *ir.Table) string {
	if t.AsQuery != nil {
		return "it is made from a query"
	}
	if t.Temporary {
		return "it is temporary"
	}
	for by := t.Partition; by != nil; by = by.Sub {
		switch {
		case by.Kind != "RANGE" && by.Kind != "LIST" && by.Kind != "HASH":
			return "there is no partitioning by " + strings.ToLower(by.Kind)
		case by.Kind == "LIST" && len(by.Cols) > 1:
			return "a list has one column only"
		case len(by.Cols) == 0:
			return "its columns are not known"
		}
		for _, e := range by.Cols {
			c := partColumn(t, e)
			if c == nil {
				return "it partitions by an expression"
			}
			if c.Generated != nil {
				return "it partitions by the virtual column " + c.Name.Text
			}
			if b := unmovable(by, c); b != "" {
				return "its bounds belong to the partitions below them (RANGE LEFT), and there is no next value after " + b
			}
		}
	}
	return ""
}

func partColumn(t *ir.Table, e ir.Expr) *ir.Column {
	if r, ok := unwrap(e).(*ir.Ref); ok && len(r.Name.Parts) == 1 {
		return t.Column(r.Name.Last())
	}
	return nil
}

// missingPartitionCols gives the partition columns, at all levels, that a key does not contain.
func (p *printer) missingPartitionCols(t *ir.Table, key []ir.Name) []ir.Name {
	if t.Partition == nil || unpartitionable(t) != "" {
		return nil
	}
	var missing []ir.Name
	for by := t.Partition; by != nil; by = by.Sub {
		for _, e := range by.Cols {
			if c := partColumn(t, e); !hasName(key, c.Name) && !hasName(missing, c.Name) {
				missing = append(missing, c.Name)
			}
		}
	}
	return missing
}

// partitionBy writes PARTITION BY behind a table.
func (p *printer) partitionBy(plan *partPlan) {
	if plan != nil {
		p.W(" ", p.partitionKey(plan.by))
	}
}

func (p *printer) partitionKey(by *ir.Partitioning) string {
	cols := make([]string, len(by.Cols))
	for i, e := range by.Cols {
		cols[i] = p.em.ident(unwrap(e).(*ir.Ref).Name.Last())
	}
	return "PARTITION BY " + by.Kind + " (" + strings.Join(cols, ", ") + ")"
}

// partitions writes the partitions of a table.
func (p *printer) partitions(t *ir.Table, plan *partPlan) {
	if plan == nil {
		return
	}
	p.NL()
	parts := partList(plan.by, plan.by.Parts, plan.by.HashCount)
	p.level(t, p.em.ownName(t), plan.by, parts, "")
}

// partList gives the partitions, making those of PARTITIONS n up.
func partList(by *ir.Partitioning, parts []*ir.Partition, count int) []*ir.Partition {
	if len(parts) > 0 {
		return parts
	}
	if by.Kind != "HASH" {
		return []*ir.Partition{{Default: true, Name: ir.MakeName("default")}}
	}
	list := make([]*ir.Partition, max(count, 1))
	for i := range list {
		list[i] = &ir.Partition{Name: ir.MakeName("p" + itoa(i+1))}
	}
	return list
}

// level writes the partitions of one level and, below each, those of the next.
func (p *printer) level(t *ir.Table, parent string, by *ir.Partitioning, parts []*ir.Partition, prefix string) {
	var below []string
	hasDefault := false
	for i, part := range parts {
		name := p.partName(t, prefix, part)
		bound := ""
		switch {
		case by.Kind == "HASH":
			bound = "FOR VALUES WITH (MODULUS " + itoa(len(parts)) + ", REMAINDER " + itoa(i) + ")"
		case part.Default || by.Kind == "RANGE" && p.catchesNull(t, by, part):
			bound, hasDefault = "DEFAULT", true
		case by.Kind == "LIST":
			bound = "FOR VALUES IN (" + p.listValues(part) + ")"
		default:
			bound, below = p.rangeBound(by, part, below)
		}
		p.onePartition(t, parent, name, bound, by, part)
	}
	if (by.Interval != nil || by.Automatic) && !hasDefault {
		part := &ir.Partition{Name: ir.MakeName("default")}
		p.onePartition(t, parent, p.partName(t, prefix, part), "DEFAULT", by, part)
	}
}

func (p *printer) onePartition(t *ir.Table, parent, name, bound string, by *ir.Partitioning, part *ir.Partition) {
	schema := p.em.homeSchema(t)
	p.W("CREATE TABLE ", p.em.inSchema(schema, name), " PARTITION OF ", p.em.inSchema(schema, parent)).NL()
	p.In().W(bound)
	if by.Sub != nil {
		p.NL().W(p.partitionKey(by.Sub))
	}
	p.W(";").NL().Out()
	if by.Sub == nil {
		return
	}
	subs, count := part.Subs, part.SubCount
	if len(subs) == 0 && count == 0 {
		subs, count = by.SubPattern, by.Sub.HashCount
		if len(subs) == 0 {
			subs = by.Sub.SubPattern
		}
	}
	prefix := ""
	if len(part.Subs) == 0 {
		prefix = p.em.fold(part.Name)
	}
	p.level(t, name, by.Sub, partList(by.Sub, subs, count), prefix)
}

// partName names a partition after its table: partition names are unique in their table only.
func (p *printer) partName(t *ir.Table, prefix string, part *ir.Partition) string {
	own := p.em.ownName(t)
	name := p.em.fold(part.Name)
	if prefix != "" {
		name = prefix + "_" + name
	}
	if !strings.HasPrefix(name, own+"_") {
		name = own + "_" + name
	}
	name = shorten(name)
	if p.em.names.taken[p.em.schemaName(p.em.homeSchema(t))][name] != nil {
		name = shorten(name + "_part")
	}
	return name
}

// catchesNull tells the last partition of a range over columns that may be NULL: Oracle sorts NULL behind all
// values, PostgreSQL puts it into the default partition only.
func (p *printer) catchesNull(t *ir.Table, by *ir.Partitioning, part *ir.Partition) bool {
	if len(part.LessThan) == 0 {
		return true
	}
	nullable := false
	for i, e := range part.LessThan {
		if !isMaxValue(e) {
			return false
		}
		if i < len(by.Cols) && !isNotNull(t, partColumn(t, by.Cols[i]).Name) {
			nullable = true
		}
	}
	return nullable
}

func isMaxValue(e ir.Expr) bool {
	r, ok := unwrap(e).(*ir.Ref)
	return ok && len(r.Name.Parts) == 1 && r.Name.Last().Is("MAXVALUE")
}

// rangeBound writes a range: from the bound of the partition before it to its own.
func (p *printer) rangeBound(by *ir.Partitioning, part *ir.Partition, below []string) (string, []string) {
	if below == nil {
		for range by.Cols {
			below = append(below, "MINVALUE")
		}
	}
	to := make([]string, len(part.LessThan))
	for i, e := range part.LessThan {
		if to[i] = "MAXVALUE"; !isMaxValue(e) {
			to[i] = p.partBound(e)
			if c := partColumnOf(p.obj, by.Cols[i]); c != nil && p.em.src.Source == ir.SQLServer {
				to[i] = schemeBound(e, c, part.Closed)
			}
		}
	}
	return "FOR VALUES FROM (" + strings.Join(below, ", ") + ") TO (" + strings.Join(to, ", ") + ")", to
}

func (p *printer) listValues(part *ir.Partition) string {
	var list []string
	for _, row := range part.Values {
		for _, e := range row {
			list = append(list, p.partBound(e))
		}
	}
	return strings.Join(list, ", ")
}

// partBound writes a bound. A date is written as PostgreSQL shows it, not as the call that reads it.
func (p *printer) partBound(e ir.Expr) string {
	switch x := unwrap(e).(type) {
	case *ir.DatetimeLit:
		return quoteLiteral(x.Value)
	case *ir.Call:
		if s := constantDate(x); s != "" {
			return quoteLiteral(s)
		}
	}
	return p.ddlExpr(e)
}

// boundFormats are the format models of dates in partition bounds, with Go's layout of each.
var boundFormats = []struct{ model, layout string }{
	{"SYYYY-MM-DD HH24:MI:SS", "2006-01-02 15:04:05"}, {"YYYY-MM-DD HH24:MI:SS", "2006-01-02 15:04:05"},
	{"YYYY-MM-DD", "2006-01-02"}, {"YYYYMMDD", "20060102"}, {"DD-MM-YYYY", "02-01-2006"}, {"DD/MM/YYYY", "02/01/2006"},
	{"MM/DD/YYYY", "01/02/2006"}, {"DD.MM.YYYY", "02.01.2006"}, {"YYYY/MM/DD", "2006/01/02"}, {"DD-MON-YYYY", "02-Jan-2006"},
	{"YYYY-MM", "2006-01"}, {"DD/MM/YYYY HH24:MI:SS", "02/01/2006 15:04:05"}, {"DD-MM-YYYY HH24:MI:SS", "02-01-2006 15:04:05"},
	{"DD-MON-YYYY HH24:MI:SS", "02-Jan-2006 15:04:05"},
}

// constantDate reads TO_DATE of two constants; "" where the format is not a plain one.
func constantDate(c *ir.Call) string {
	if c.Fn != "to_date" && c.Fn != "to_timestamp" || len(c.Args) < 2 {
		return ""
	}
	v, ok1 := unwrap(c.Args[0].Value).(*ir.StringLit)
	f, ok2 := unwrap(c.Args[1].Value).(*ir.StringLit)
	if !ok1 || !ok2 {
		return ""
	}
	for _, b := range boundFormats {
		if !strings.EqualFold(b.model, f.Value) {
			continue
		}
		t, err := time.Parse(b.layout, properMonth(strings.TrimSpace(v.Value)))
		if err != nil {
			return ""
		}
		if t.Hour() == 0 && t.Minute() == 0 && t.Second() == 0 {
			return t.Format("2006-01-02")
		}
		return t.Format("2006-01-02 15:04:05")
	}
	return ""
}

// properMonth writes the name of a month as Go reads it: 01-JAN-2024 to 01-Jan-2024.
func properMonth(s string) string {
	b := []byte(strings.ToLower(s))
	for i := range b {
		if b[i] >= 'a' && b[i] <= 'z' && (i == 0 || b[i-1] < 'a' || b[i-1] > 'z') {
			b[i] -= 'a' - 'A'
		}
	}
	return string(b)
}

// ddlExpr writes an expression as part of an SQL statement.
func (p *printer) ddlExpr(e ir.Expr) string {
	q := p.sub()
	q.inSQL = true
	return q.exprText(e)
}
