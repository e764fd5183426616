package pgparse

// header is what a routine's declaration tells about its body.
type header struct {
	params  []param
	returns returnKind
	setof   bool
	hasOut  bool // OUT or INOUT parameters, or RETURNS TABLE
}

// param is a parameter, or a column of RETURNS TABLE; name is "" where it has none.
type param struct {
	name string
	typ  []token
}

// returnKind is what RETURN may carry.
type returnKind uint8

const (
	returnsValue returnKind = iota
	returnsVoid             // also DO blocks and event triggers
	returnsTrigger
	isProcedure
)

// readHeader reads the tokens of CREATE FUNCTION or CREATE PROCEDURE up to its body.
func (r *Routine) readHeader() header {
	h := header{}
	switch r.Kind {
	case "do":
		h.returns = returnsVoid
		return h
	case "procedure":
		h.returns = isProcedure
	}
	i := 0
	for i < len(r.toks) && !r.toks[i].is("(") {
		i++
	}
	if i == len(r.toks) {
		return h
	}
	args, i := group(r.toks, i)
	h.addParams(args, false)
	if i < len(r.toks) && r.toks[i].is("returns") {
		h.readReturns(r.toks[i+1:])
	} else if r.Kind == "function" && !h.hasOut {
		h.returns = returnsVoid // the server demands RETURNS then; not our concern
	}
	return h
}

// group gives the comma-separated items in the parentheses that open at toks[i], and the
// index after them.
func group(toks []token, i int) (items [][]token, after int) {
	depth, start := 0, i+1
	for ; i < len(toks); i++ {
		switch t := toks[i]; {
		case t.is("("), t.is("["):
			depth++
		case t.is(")"), t.is("]"):
			depth--
			if depth == 0 {
				if i > start {
					items = append(items, toks[start:i])
				}
				return items, i + 1
			}
		case t.is(",") && depth == 1:
			items = append(items, toks[start:i])
			start = i + 1
		}
	}
	return items, i
}

func (h *header) addParams(items [][]token, out bool) {
	for _, it := range items {
		p := param{}
		mode := func() {
			for len(it) > 0 && it[0].kind == tWord {
				switch it[0].val {
				case "out", "inout":
					out = true
				case "in", "variadic":
				default:
					return
				}
				it = it[1:]
			}
		}
		was := out
		mode()
		if len(it) > 1 && it[0].isName() && it[1].isName() && !it[1].is("default") {
			p.name = it[0].val
			it = it[1:]
			mode()
		}
		p.typ = typeOnly(it)
		h.params = append(h.params, p)
		h.hasOut = h.hasOut || out
		out = was
	}
}

// typeOnly cuts a parameter's default off its type.
func typeOnly(toks []token) []token {
	for i, t := range toks {
		if t.is("default") || t.is("=") || t.is(":=") {
			return toks[:i]
		}
	}
	return toks
}

func (h *header) readReturns(toks []token) {
	if len(toks) == 0 {
		return
	}
	switch {
	case toks[0].is("table") && len(toks) > 1 && toks[1].is("("):
		cols, _ := group(toks, 1)
		h.addParams(cols, true)
		h.setof = true
	case toks[0].is("setof"):
		h.setof = true
	case toks[0].is("void"), toks[0].is("event_trigger"):
		h.returns = returnsVoid
	case toks[0].is("trigger"):
		h.returns = returnsTrigger
	}
}
