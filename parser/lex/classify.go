package lex

// RawToken is a token before its neighbours are known: Sym is a token type for literals and
// punctuation, and for words a keyword's symbol or IDENT.
type RawToken struct {
	Sym        uint16
	LineEnd    bool // a hyphen that ends its line: a continuation mark of SQL*Plus, perhaps
	Start, End int32
	Match      int32 // of an opening parenthesis: the index of the closing one, or 0
}

// Classifier turns words into keywords or identifiers, left to right. A dialect's scanner
// drives it, and decides the conditions of its own.
type Classifier struct {
	Vocabulary *Vocabulary
	Raw        []RawToken
	I          int // the raw token at hand

	Prev, Prev2 uint16   // the tokens before, as resolved; 0 at the start
	PrevRaw     uint16   // the symbol of the one before
	Owners      []uint16 // for each open parenthesis, the symbol before it

	// Place decides a condition from CondPlace on.
	Place func(op uint8, set *Set) bool
	// Alike, where not nil, maps symbols that the rules do not tell apart.
	Alike func(sym uint16) uint16
}

// At gives the symbol of raw token i, 0 outside.
func (c *Classifier) At(i int) uint16 {
	if i >= 0 && i < len(c.Raw) {
		return c.Raw[i].Sym
	}
	return 0
}

// Owner is the symbol before the innermost open parenthesis.
func (c *Classifier) Owner() uint16 {
	if n := len(c.Owners); n > 0 {
		return c.Owners[n-1]
	}
	return 0
}

// Resolve resolves the word at hand by the phrases and rules: its token type, and how many raw
// tokens that takes.
func (c *Classifier) Resolve(sym uint16) (typ int32, n int) {
	v := c.Vocabulary
	if v.PhraseFirst.Has(sym) {
		for k := range v.Phrases {
			if f := &v.Phrases[k]; f.Words[0] == sym && c.phrase(f) && c.all(f.Conds) {
				return f.Token, len(f.Words)
			}
		}
	}
	alts := v.rulesOf(sym)
	for k := range alts {
		if c.all(alts[k].Conds) {
			return alts[k].Token, 1
		}
	}
	return IDENT, 1
}

// Moved notes that a token of type typ was emitted for the raw tokens up to last.
func (c *Classifier) Moved(typ int32, last int) {
	c.Prev2, c.Prev, c.PrevRaw = c.Prev, uint16(typ), c.Raw[last].Sym
	c.I = last + 1
}

func (c *Classifier) phrase(f *Phrase) bool {
	for k, w := range f.Words {
		if c.At(c.I+k) != w {
			return false
		}
	}
	return true
}

func (c *Classifier) all(conds []Condition) bool {
	for _, d := range conds {
		if c.holds(d) == d.Neg {
			return false
		}
	}
	return true
}

func (c *Classifier) holds(d Condition) bool {
	set := &c.Vocabulary.Sets[d.Set]
	switch d.Op {
	case CondAlways:
		return true
	case CondPrev:
		return set.Has(c.Prev)
	case CondPrev2:
		return set.Has(c.Prev2)
	case CondPrevRaw:
		return set.Has(c.PrevRaw)
	case CondNext:
		return set.Has(c.alike(c.At(c.I + 1)))
	case CondNext2:
		return set.Has(c.alike(c.At(c.I + 2)))
	case CondIn:
		return set.Has(c.Owner())
	}
	return c.Place(d.Op, set)
}

func (c *Classifier) alike(sym uint16) uint16 {
	if c.Alike != nil {
		return c.Alike(sym)
	}
	return sym
}
