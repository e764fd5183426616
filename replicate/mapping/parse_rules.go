package mapping

import "strings"

// maxInt is the largest load-order that DMS takes.
const maxInt = 1<<31 - 1

func (p *docParser) selection(n *node, at Locator) {
	s := &Selection{Rule: *p.rule, Locator: at}
	s.Action = SelectAction(p.oneOf(n, "rule-action", "", "include", "exclude", "explicit"))
	if n.get("rule-action") == nil {
		p.fail(n, `add "rule-action": "include"`, "the rule-action is missing")
	}
	s.LoadOrder = p.number(n, "load-order", 1, maxInt)
	loc := n.get("object-locator")
	s.Locator.TableType = p.oneOf(loc, "table-type", "table", "table", "view", "all")
	p.needSchemaTable(loc, at)
	for _, f := range p.filterNodes(n) {
		s.Filters = append(s.Filters, p.filter(f))
	}
	if len(s.Filters) > 0 && s.Action != Include {
		p.warn(n.get("filters").off, "move them to an include rule", "filters have an effect on include rules only, not on %s", s.Action)
	}
	if s.Action == Explicit && strings.Contains(at.Schema+at.Table, "%") {
		p.fail(loc, "write the exact name, or rule-action include", "an explicit rule names one table exactly, without %%")
	}
	p.doc.Selections = append(p.doc.Selections, s)
}

func (p *docParser) needSchemaTable(loc *node, at Locator) {
	if at.Schema == "" {
		p.fail(loc, `add "schema-name"; "%" stands for every schema`, "the schema-name is missing")
	}
	if at.Table == "" {
		p.fail(loc, `add "table-name"; "%" stands for every table`, "the table-name is missing")
	}
}

func (p *docParser) filterNodes(n *node) []*node {
	v := n.get("filters")
	if v == nil {
		return nil
	}
	if v.kind != nodeArray {
		p.fail(v, `write "filters": [ … ]`, "filters is %s, not an array", v.kind)
		return nil
	}
	return v.items
}

func (p *docParser) filter(n *node) Filter {
	line, col := p.lines.pos(n.off)
	f := Filter{Line: line, LineColumn: col}
	if n.kind != nodeObject {
		p.fail(n, "write an object", "a filter is an object, this is %s", n.kind)
		return f
	}
	p.keys(n, "a filter", []string{"filter-type", "column-name", "filter-conditions"})
	p.oneOf(n, "filter-type", "source", "source")
	f.Column = p.text(n, "column-name")
	if f.Column == "" {
		p.fail(n, `add "column-name"`, "the filter's column-name is missing")
	}
	conds := n.get("filter-conditions")
	if conds == nil || conds.kind != nodeArray || len(conds.items) == 0 {
		p.fail(n, `add "filter-conditions": [{"filter-operator": "eq", "value": "…"}]`, "the filter has no conditions")
		return f
	}
	for _, c := range conds.items {
		f.Conditions = append(f.Conditions, p.condition(c))
	}
	return f
}

// filterOps are the operators and the keys that each needs.
var filterOps = map[string]struct {
	op   FilterOp
	keys []string
}{
	"eq": {Eq, []string{"value"}}, "noteq": {NotEq, []string{"value"}}, "gte": {Gte, []string{"value"}},
	"lte": {Lte, []string{"value"}}, "ste": {Lte, []string{"value"}},
	"between": {Between, []string{"start-value", "end-value"}}, "notbetween": {NotBetween, []string{"start-value", "end-value"}},
	"null": {IsNull, nil}, "notnull": {NotNull, nil},
}

func (p *docParser) condition(n *node) Condition {
	if n.kind != nodeObject {
		p.fail(n, "write an object", "a filter condition is an object, this is %s", n.kind)
		return Condition{}
	}
	p.keys(n, "a filter condition", []string{"filter-operator", "value", "start-value", "end-value"})
	name := p.text(n, "filter-operator")
	op, ok := filterOps[name]
	if !ok {
		at := n
		if v := n.get("filter-operator"); v != nil {
			at = v
		}
		p.fail(at, didYouMean(name, keysOf(filterOps)), "unknown filter-operator %s", quoted(name))
		return Condition{}
	}
	for _, k := range op.keys {
		if n.get(k) == nil {
			p.fail(n, `add "`+k+`"`, "%s needs %s", name, k)
		}
	}
	return Condition{Op: op.op, Value: p.text(n, "value"), Start: p.text(n, "start-value"), End: p.text(n, "end-value")}
}

func (p *docParser) tableSettings(n *node, at Locator) {
	t := &TableSetting{Rule: *p.rule, Locator: at}
	loc := n.get("object-locator")
	p.needSchemaTable(loc, at)
	if strings.Contains(at.Schema+at.Table, "%") {
		p.fail(loc, "write one rule for each table, with its exact name",
			"table-settings need the exact schema and table name, without %%")
	}
	if v := p.object(n, "parallel-load"); v != nil {
		t.ParallelLoad = p.parallelLoad(v)
	}
	if v := p.object(n, "lob-settings"); v != nil {
		p.keys(v, "lob-settings", []string{"mode", "bulk-max-size"})
		t.Lob = &LobSettings{Mode: p.oneOf(v, "mode", "limited", "limited", "unlimited", "none"),
			BulkMaxKB: p.number(v, "bulk-max-size", 0, maxInt)}
		if t.Lob.Mode == "limited" && t.Lob.BulkMaxKB == 0 {
			p.fail(v, `add "bulk-max-size", in KB: three times the largest LOB`, "lob-settings of mode limited need a bulk-max-size above 0")
		}
	}
	if t.ParallelLoad == nil && t.Lob == nil {
		p.warn(n.off, "add parallel-load or lob-settings, or remove the rule", "the rule sets nothing")
	}
	p.doc.TableSettings = append(p.doc.TableSettings, t)
}

func (p *docParser) parallelLoad(n *node) *ParallelLoad {
	p.keys(n, "parallel-load", []string{"type", "partitions", "subpartitions", "columns", "boundaries", "number-of-partitions",
		"collection-count-from-metadata", "max-records-skip-per-page", "batch-size"})
	l := &ParallelLoad{
		Type:       p.oneOf(n, "type", "none", "none", "partitions-auto", "subpartitions-auto", "partitions-list", "ranges"),
		Partitions: p.strings(n, "partitions"), Subpartitions: p.strings(n, "subpartitions"), Columns: p.strings(n, "columns"),
		NumberOfPartitions: p.number(n, "number-of-partitions", 1, maxInt), BatchSize: p.number(n, "batch-size", 0, maxInt),
		CollectionCountFromMeta: p.flag(n, "collection-count-from-metadata", true),
		MaxRecordsSkipPerPage:   p.number(n, "max-records-skip-per-page", 0, maxInt)}
	if b := n.get("boundaries"); b != nil {
		l.Boundaries = p.boundaries(b, len(l.Columns))
	}
	switch {
	case l.Type == "partitions-list" && len(l.Partitions)+len(l.Subpartitions) == 0:
		p.fail(n, `add "partitions": ["P1", "P2"]`, "parallel-load of type partitions-list names no partition")
	case l.Type == "ranges" && (len(l.Columns) == 0 || len(l.Boundaries) == 0):
		p.fail(n, `add "columns": ["ID"], "boundaries": [["1000"], ["2000"]]`, "parallel-load of type ranges needs columns and boundaries")
	case len(l.Columns) > 10:
		p.fail(n, "leave out the least significant ones", "parallel-load ranges take up to 10 columns, not %d", len(l.Columns))
	}
	return l
}

func (p *docParser) boundaries(n *node, columns int) [][]string {
	if n.kind != nodeArray {
		p.fail(n, `write [["…"], ["…"]]`, "boundaries is %s, not an array of arrays", n.kind)
		return nil
	}
	var out [][]string
	for _, row := range n.items {
		if row.kind != nodeArray {
			p.fail(row, `write ["…"]`, "a boundary is an array with a value for each of columns, this is %s", row.kind)
			continue
		}
		var vals []string
		for _, v := range row.items {
			if v.kind != nodeString && v.kind != nodeNumber {
				p.fail(v, "write a string", "a boundary has %s in it", v.kind)
			}
			vals = append(vals, v.text)
		}
		if len(vals) != columns {
			p.fail(row, "give every column its bound", "this boundary has %d values for %d columns", len(vals), columns)
			continue
		}
		out = append(out, vals)
	}
	return out
}

func (p *docParser) validation(n *node, at Locator) {
	p.oneOf(n, "rule-target", "column", "column")
	p.oneOf(n, "rule-action", "", "override-validation-function")
	v := &Validation{Rule: *p.rule, Locator: at, SourceFunction: p.text(n, "source-function"), TargetFunction: p.text(n, "target-function")}
	loc := n.get("object-locator")
	p.needSchemaTable(loc, at)
	if at.Column == "" {
		p.fail(loc, `add "column-name"`, "the column-name is missing")
	}
	if v.SourceFunction == "" && v.TargetFunction == "" {
		p.fail(n, `add "source-function" or "target-function", with ${column-name} for the column`, "the rule overrides nothing")
	}
	p.doc.Validations = append(p.doc.Validations, v)
}

func (p *docParser) objectMapping(n *node, at Locator) {
	m := &ObjectMapping{Rule: *p.rule, Locator: at, Action: p.oneOf(n, "rule-action", "", "map-record-to-record", "map-record-to-document")}
	p.warn(n.off, "", "object-mapping rules shape records for DynamoDB, Kinesis and Kafka; they have no effect on a database")
	p.doc.ObjectMappings = append(p.doc.ObjectMappings, m)
}

func (p *docParser) postProcessing(n *node, at Locator) {
	p.oneOf(n, "rule-action", "", "add-tag")
	r := &PostProcessing{Rule: *p.rule, Locator: at}
	tags := n.get("tag-set")
	if tags == nil || tags.kind != nodeArray {
		p.fail(n, `add "tag-set": [{"key": "…", "value": "…"}]`, "the tag-set is missing")
		return
	}
	for _, t := range tags.items {
		r.Tags = append(r.Tags, [2]string{p.text(t, "key"), p.text(t, "value")})
	}
	p.warn(n.off, "", "post-processing rules tag S3 objects; they have no effect on a database")
	p.doc.PostProcessings = append(p.doc.PostProcessings, r)
}
