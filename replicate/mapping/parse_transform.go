package mapping

import (
	"sort"
	"strings"
)

// actionFact is what the guide says of a transformation action.
type actionFact struct {
	targets    []Target
	value      bool // needs value
	old        bool // needs old-value
	dataType   bool // needs data-type
	columnName bool // needs a column-name in the locator
}

var (
	schemaTableColumn = []Target{OnSchema, OnTable, OnColumn}
	anyTarget         = []Target{OnSchema, OnTable, OnColumn, OnTableTablespace, OnIndexTablespace}
	columnOnly        = []Target{OnColumn}
)

// actions are the rule-actions of transformations (user guide, "Transformation rules and actions").
var actions = map[Action]actionFact{
	Rename:           {targets: anyTarget},
	ConvertLowercase: {targets: schemaTableColumn},
	ConvertUppercase: {targets: schemaTableColumn},
	AddPrefix:        {targets: schemaTableColumn, value: true},
	AddSuffix:        {targets: schemaTableColumn, value: true},
	RemovePrefix:     {targets: schemaTableColumn, value: true},
	RemoveSuffix:     {targets: schemaTableColumn, value: true},
	ReplacePrefix:    {targets: schemaTableColumn, value: true, old: true},
	ReplaceSuffix:    {targets: schemaTableColumn, value: true, old: true},
	AddColumn:        {targets: columnOnly, value: true, dataType: true},
	RemoveColumn:     {targets: columnOnly, columnName: true},
	IncludeColumn:    {targets: columnOnly, columnName: true},
	ChangeDataType:   {targets: columnOnly, dataType: true, columnName: true},
	DefinePrimaryKey: {targets: []Target{OnTable}},
	AddBeforeImage:   {targets: columnOnly},
	MaskDigits:       {targets: columnOnly, value: true, columnName: true},
	RandomizeDigits:  {targets: columnOnly, columnName: true},
	MaskHash:         {targets: columnOnly, columnName: true},
}

func actionNames() []string {
	var out []string
	for a := range actions {
		out = append(out, string(a))
	}
	sort.Strings(out)
	return out
}

func (p *docParser) transformation(n *node, at Locator) {
	t := &Transformation{Rule: *p.rule, Locator: at, Value: p.text(n, "value"), HasValue: n.get("value") != nil,
		OldValue: p.text(n, "old-value"), Expression: p.text(n, "expression")}
	t.Target = Target(p.oneOf(n, "rule-target", "", "schema", "table", "column", "table-tablespace", "index-tablespace"))
	name := p.text(n, "rule-action")
	// The guide once names rename-schema, rename-table and rename-column where an expression gives the new name; its list
	// of actions has rename alone. Both are read as rename.
	t.Action = Action(strings.TrimSuffix(strings.TrimSuffix(strings.TrimSuffix(name, "-schema"), "-table"), "-column"))
	if t.Action != Rename {
		t.Action = Action(name)
	}
	fact, ok := actions[t.Action]
	if !ok {
		p.badAction(n, name)
		return
	}
	if e := n.get("expression"); e != nil {
		t.ExprLine, t.ExprColumn = p.lines.pos(e.off)
	}
	p.checkTarget(n, t, fact)
	p.subObjects(n, t)
	p.needs(n, t, fact)
	p.doc.Transformations = append(p.doc.Transformations, t)
}

func (p *docParser) badAction(n *node, name string) {
	at := n
	if v := n.get("rule-action"); v != nil {
		at = v
	}
	if name == "" {
		p.fail(at, "add one of "+list(actionNames()), "the rule-action is missing")
		return
	}
	p.fail(at, didYouMean(name, actionNames()), "unknown rule-action %s", quoted(name))
}

func (p *docParser) checkTarget(n *node, t *Transformation, fact actionFact) {
	var names []string
	for _, x := range fact.targets {
		if x == t.Target {
			return
		}
		names = append(names, string(x))
	}
	at := n
	if v := n.get("rule-target"); v != nil {
		at = v
	}
	if t.Target == "" && n.get("rule-target") != nil {
		return // already told
	}
	p.fail(at, "write rule-target "+strings.Join(names, " or "), "%s does not act on a %s", t.Action, orNothing(string(t.Target)))
}

func orNothing(s string) string {
	if s == "" {
		return "rule without rule-target"
	}
	return s
}

// subObjects reads data-type, primary-key-def and before-image-def.
func (p *docParser) subObjects(n *node, t *Transformation) {
	if v := p.object(n, "data-type"); v != nil {
		t.DataType = p.dataType(v)
	}
	if v := p.object(n, "primary-key-def"); v != nil {
		p.keys(v, "primary-key-def", []string{"name", "origin", "columns"})
		t.PrimaryKey = &PrimaryKeyDef{Name: p.text(v, "name"), Columns: p.strings(v, "columns"),
			Origin: p.oneOf(v, "origin", "primary-key", "primary-key", "unique-index")}
		if len(t.PrimaryKey.Columns) == 0 {
			p.fail(v, `add "columns": ["…"]`, "primary-key-def names no column")
		}
		if t.PrimaryKey.Name == "" {
			p.fail(v, `add "name"`, "primary-key-def has no name")
		}
	}
	if v := p.object(n, "before-image-def"); v != nil {
		p.keys(v, "before-image-def", []string{"column-prefix", "column-suffix", "column-filter"})
		t.BeforeImage = &BeforeImageDef{Prefix: p.text(v, "column-prefix"), Suffix: p.text(v, "column-suffix"),
			Filter: p.oneOf(v, "column-filter", "pk-only", "pk-only", "non-lob", "all")}
		if v.get("column-prefix") == nil {
			t.BeforeImage.Prefix = "BI_"
		}
		if t.BeforeImage.Prefix == "" && t.BeforeImage.Suffix == "" {
			p.fail(v, "give one of them", "column-prefix and column-suffix may not both be empty")
		}
	}
}

func (p *docParser) dataType(n *node) *Type {
	p.keys(n, "data-type", []string{"type", "length", "precision", "scale"})
	name := p.text(n, "type")
	if !typeNames[TypeName(name)] {
		var known []string
		for k := range typeNames {
			known = append(known, string(k))
		}
		sort.Strings(known)
		p.fail(n, didYouMean(name, known), "unknown data-type %s", quoted(name))
	}
	return &Type{Name: TypeName(name), Length: p.number(n, "length", 0, maxInt), Precision: p.number(n, "precision", 0, 1000),
		Scale: p.number(n, "scale", -1000, 1000)}
}

// needs checks what each action must be given.
func (p *docParser) needs(n *node, t *Transformation, fact actionFact) {
	loc := n.get("object-locator")
	tablespace := t.Target == OnTableTablespace || t.Target == OnIndexTablespace
	switch {
	case t.Locator.Schema == "" && !tablespace:
		p.fail(loc, `add "schema-name"; "%" stands for every schema`, "the schema-name is missing")
	case t.Locator.Table == "" && (t.Target == OnTable || t.Target == OnColumn):
		p.fail(loc, `add "table-name"; "%" stands for every table`, "the table-name is missing")
	case t.Locator.Column == "" && t.Target == OnColumn && t.Action != AddColumn && t.Action != AddBeforeImage:
		p.fail(loc, `add "column-name"; "%" stands for every column`, "the column-name is missing")
	}
	if fact.value && t.Value == "" {
		if !(t.HasValue && (t.Action == ReplacePrefix || t.Action == ReplaceSuffix)) { // replacing by nothing is a removal
			p.fail(n, `add "value"`, "%s needs a value", t.Action)
		}
	}
	if fact.old && t.OldValue == "" {
		p.fail(n, `add "old-value": what is to be replaced`, "%s needs an old-value", t.Action)
	}
	if fact.dataType && t.DataType == nil {
		p.fail(n, `add "data-type": {"type": "string", "length": 50}`, "%s needs a data-type", t.Action)
	}
	p.needsOf(n, t)
}

func (p *docParser) needsOf(n *node, t *Transformation) {
	switch t.Action {
	case Rename:
		if t.Value == "" && t.Expression == "" {
			p.fail(n, `add "value": the new name`, "rename needs a value")
		}
	case DefinePrimaryKey:
		if t.PrimaryKey == nil {
			p.fail(n, `add "primary-key-def": {"name": "…", "columns": ["…"]}`, "define-primary-key needs a primary-key-def")
		}
		if strings.Contains(t.Locator.Schema+t.Locator.Table, "%") {
			p.fail(n.get("object-locator"), "write one rule for each table, with its exact name",
				"define-primary-key needs the exact schema and table name, without %%")
		}
	case AddBeforeImage:
		if t.BeforeImage == nil {
			t.BeforeImage = &BeforeImageDef{Prefix: "BI_", Filter: "pk-only"}
		}
	case MaskDigits:
		if r := []rune(t.Value); t.Value != "" && (len(r) != 1 || r[0] <= ' ' || r[0] > '~') {
			p.fail(n.get("value"), `write one character, such as "#"`, "the mask is %s, not one printable ASCII character", quoted(t.Value))
		}
	}
	if t.Expression != "" && t.Action != AddColumn && t.Action != Rename {
		p.warn(n.get("expression").off, "remove it", "%s takes no expression; it is ignored", t.Action)
	}
}
