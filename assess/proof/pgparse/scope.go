package pgparse

import "fmt"

// class is what is known of a variable's type without a catalogue.
type class uint8

const (
	unknown class = iota // a user-defined type, or %TYPE of a column
	scalar
	record // RECORD or %ROWTYPE
	cursor // refcursor, not bound to a query
	bound  // declared CURSOR FOR
)

// variable is one name of a block or routine.
type variable struct {
	class    class
	constant bool
	args     []string // of a bound cursor
}

// block is one level of names: a routine's parameters, a DECLARE section or a FOR loop.
type block struct {
	label string
	loop  bool
	vars  map[string]*variable
}

// scope is the stack of blocks around the statement at hand, the innermost last.
type scope []*block

func (s scope) top() *block { return s[len(s)-1] }

// declare adds a name to the innermost block; it tells whether the name was free there.
func (s scope) declare(name string, v *variable) bool {
	b := s.top()
	if b.vars == nil {
		b.vars = map[string]*variable{}
	}
	_, taken := b.vars[name]
	b.vars[name] = v
	return !taken
}

// lookup finds the variable that a dotted name starts with, and how many parts it took:
// one for name or name.field, two for label.name.
func (s scope) lookup(names []token) (*variable, int) {
	for i := len(s) - 1; i >= 0; i-- {
		b := s[i]
		if v := b.vars[names[0].val]; v != nil {
			return v, 1
		}
		if b.label != "" && len(names) > 1 && b.label == names[0].val {
			if v := b.vars[names[1].val]; v != nil {
				return v, 2
			}
		}
	}
	return nil, 0
}

// findLabel gives the block with a label, or nil.
func (s scope) findLabel(label string) *block {
	for i := len(s) - 1; i >= 0; i-- {
		if s[i].label == label {
			return s[i]
		}
	}
	return nil
}

func (s scope) inLoop() bool {
	for _, b := range s {
		if b.loop {
			return true
		}
	}
	return false
}

// routineScope makes the outermost block: parameters, by name and by number, and the names
// that PL/pgSQL provides.
func routineScope(r *Routine, h header) scope {
	s := scope{{label: r.Name}}
	for i, p := range h.params {
		v := &variable{class: classify(p.typ, nil)}
		s.declare(fmt.Sprintf("$%d", i+1), v)
		if p.name != "" {
			s.declare(p.name, v)
		}
	}
	s.declare("found", &variable{class: scalar})
	if h.returns == returnsTrigger {
		s.declare("new", &variable{class: record})
		s.declare("old", &variable{class: record})
		for _, n := range triggerNames {
			s.declare(n, &variable{class: scalar})
		}
	}
	if h.returns == returnsVoid {
		s.declare("tg_event", &variable{class: scalar})
		s.declare("tg_tag", &variable{class: scalar})
	}
	return s
}

// triggerNames are the variables of a trigger function beside NEW and OLD.
var triggerNames = []string{
	"tg_name", "tg_when", "tg_level", "tg_op", "tg_relid", "tg_relname", "tg_table_name", "tg_table_schema", "tg_nargs", "tg_argv",
}

// scalarTypes are the names that every database has for types without fields.
var scalarTypes = map[string]bool{
	"int": true, "integer": true, "smallint": true, "bigint": true, "int2": true, "int4": true, "int8": true,
	"numeric": true, "decimal": true, "real": true, "float": true, "float4": true, "float8": true, "double": true,
	"text": true, "varchar": true, "char": true, "character": true, "bpchar": true, "name": true, "bytea": true,
	"boolean": true, "bool": true, "date": true, "time": true, "timetz": true, "timestamp": true, "timestamptz": true,
	"interval": true, "uuid": true, "json": true, "jsonb": true, "xml": true, "oid": true, "regclass": true, "money": true,
}

// classify reads the class of a type from its words. s resolves variable%TYPE.
func classify(typ []token, s scope) class {
	n := len(typ)
	if n == 0 {
		return unknown
	}
	if n > 2 && typ[n-2].is("%") && typ[n-1].is("rowtype") {
		return record
	}
	if n > 2 && typ[n-2].is("%") && typ[n-1].is("type") {
		if v, used := s.lookup(nameParts(typ)); v != nil && used == len(nameParts(typ)) {
			return v.class
		}
		return unknown
	}
	switch {
	case typ[n-1].is("]"), typ[n-1].is("array"):
		return scalar
	case n == 1 && typ[0].is("record"):
		return record
	case n == 1 && typ[0].is("refcursor"):
		return cursor
	case typ[0].kind == tWord && scalarTypes[typ[0].val]:
		return scalar
	}
	return unknown
}

// nameParts gives the parts of the dotted name that the tokens start with.
func nameParts(toks []token) []token {
	var parts []token
	for i := 0; i < len(toks) && toks[i].isName(); i += 2 {
		parts = append(parts, toks[i])
		if i+1 >= len(toks) || !toks[i+1].is(".") {
			break
		}
	}
	return parts
}
