package resolve

import "github.com/crosswalk-db/crosswalk/ir"

// scope is one level of names. Scopes of query blocks hold range variables, all others hold entries.
type scope struct {
	parent *scope
	labels []string // block and loop labels, a routine's own name: what may stand in front of a dot
	list   []*entry
	index  map[string]*entry // over list, made when it grows long

	query   bool // a query block, or a DML statement
	ranges  []*rangeVar
	merged  []mergedCol // columns of USING and NATURAL
	aliases []*ir.SelectItem
	outputs []*ir.Field // what ORDER BY of a set operation sees
	loose   bool        // a name that several tables have means the first one's column
	hier    bool        // CONNECT BY: LEVEL and its kin are there
	ctes    []*cte

	routine *ir.Routine // of a routine's scope
	pkg     *pkgInfo    // of a package's scope
	attrs   *ir.Type    // of a method: the object type whose attributes it sees
}

// mergedCol is a column that a join made of two.
type mergedCol struct {
	name string
	col  relCol
}

// cte is a WITH element in sight.
type cte struct {
	node *ir.CTE
	rel  *relation
}

// entry is a declared name.
type entry struct {
	name    string
	kind    ir.SymKind
	node    ir.Node
	spec    ir.Node // the declaration in the specification that node, in the body, completes; nil for none
	typ     *ir.Type
	owner   ir.Object
	sc      *scope // where it stands: its own type is looked up there
	private bool
	state   state
	sym     *ir.Symbol
	over    []*ir.Routine // all routines of the name, this one included
}

// state guards lazy computing against cycles.
type state uint8

const (
	fresh state = iota
	running
	done
)

// rangeVar is an element of FROM.
type rangeVar struct {
	name ir.Name  // alias, or the table's own name
	full ir.QName // the table's name where there is no alias: schema.table.column
	rel  *relation
}

func (s *scope) add(e *entry) *entry {
	e.sc = s
	if old := s.find(e.name); old != nil && old.kind == ir.SymRoutine && e.kind == ir.SymRoutine {
		old.over = append(old.over, e.node.(*ir.Routine))
		return old
	}
	if e.kind == ir.SymRoutine {
		e.over = []*ir.Routine{e.node.(*ir.Routine)}
	}
	s.list = append(s.list, e)
	if s.index != nil {
		s.index[e.name] = e
	} else if len(s.list) > 8 {
		s.index = make(map[string]*entry, 2*len(s.list))
		for _, x := range s.list {
			s.index[x.name] = x
		}
	}
	return e
}

// find looks in this scope only. Of two entries of one name the later wins.
func (s *scope) find(name string) *entry {
	if s.index != nil {
		return s.index[name]
	}
	for i := len(s.list) - 1; i >= 0; i-- {
		if s.list[i].name == name {
			return s.list[i]
		}
	}
	return nil
}

func (s *scope) labelled(name string) bool {
	for _, l := range s.labels {
		if l == name {
			return true
		}
	}
	return false
}

// symbol gives the entry's symbol; one without fields is shared by all references.
func (e *entry) symbol(fields int, t *ir.Type) *ir.Symbol {
	if fields == 0 && t == e.typ && e.sym != nil {
		return e.sym
	}
	return &ir.Symbol{Kind: e.kind, Decl: e.node, Owner: e.owner, Type: t, Fields: fields}
}
