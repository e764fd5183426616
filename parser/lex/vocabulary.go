package lex

import "sync"

// Set is a set of symbols, of which a vocabulary may have as many as it has bits.
type Set [16]uint64

// Has tells whether n is in the set.
func (s *Set) Has(n uint16) bool { return s[n>>6&15]&(1<<(n&63)) != 0 }

// Alternative is one way for a word to be the keyword Token: all conditions hold.
type Alternative struct {
	Token int32
	Conds []Condition
}

// Phrase is a run of words that make one token.
type Phrase struct {
	Token int32
	Words []uint16
	Conds []Condition
}

// Condition is on the neighbours or the place of a word. Set names one of Vocabulary.Sets.
type Condition struct {
	Op  uint8
	Neg bool
	Set uint16
}

// The conditions of all dialects. CondPlace and above are a dialect's own.
const (
	CondAlways = iota
	CondPrev
	CondPrev2
	CondPrevRaw
	CondNext
	CondNext2
	CondIn
	CondPlace
)

// Vocabulary is a dialect's tokens, words and rules. Symbols number the punctuation as its
// token types do, then the words.
type Vocabulary struct {
	Text        []string // how messages show a token type; Text[0] is the end of input
	Puncts      uint16
	Words       []string // by symbol - Puncts - 1
	Rules       [][]Alternative
	Phrases     []Phrase
	Reserved    Set // words that are never names
	PhraseFirst Set
	Sets        []Set

	once    sync.Once
	hash    [hashSize]uint16
	longest int
}

// TypeText is how a message names a token type.
func (v *Vocabulary) TypeText(typ int) string {
	if typ < 0 {
		return v.Text[0]
	}
	if typ < len(v.Text) {
		return v.Text[typ]
	}
	return "?"
}

func (v *Vocabulary) rulesOf(sym uint16) []Alternative { return v.Rules[sym-v.Puncts-1] }

// hash is an open hash table over the words in upper case: a word is looked up once for every
// word of the source.
const hashSize = 2048

func (v *Vocabulary) index() {
	for i, w := range v.Words {
		h := hashWord(w)
		for v.hash[h] != 0 {
			h = (h + 1) % hashSize
		}
		v.hash[h] = uint16(i + 1)
		v.longest = max(v.longest, len(w))
	}
}

// hashWord hashes without regard to case: all bytes of words keep apart with bit 5 cleared,
// near enough.
func hashWord(w string) uint32 {
	h := uint32(2166136261)
	for i := 0; i < len(w); i++ {
		h = (h ^ uint32(w[i]&^0x20)) * 16777619
	}
	return (h ^ h>>15) % hashSize
}

// Ready builds the table of words; a scanner calls it before the first Lookup.
func (v *Vocabulary) Ready() { v.once.Do(v.index) }

// Lookup gives the symbol of a word: a keyword's, or IDENT.
func (v *Vocabulary) Lookup(w string) uint16 {
	if len(w) > v.longest {
		return IDENT
	}
	for h := hashWord(w); v.hash[h] != 0; h = (h + 1) % hashSize {
		i := v.hash[h] - 1
		if equalFold(w, v.Words[i]) {
			return v.Puncts + 1 + i
		}
	}
	return IDENT
}

// equalFold compares ASCII words; b is in upper case.
func equalFold(a, b string) bool {
	if len(a) != len(b) {
		return false
	}
	for i := 0; i < len(a); i++ {
		c := a[i]
		if c >= 'a' && c <= 'z' {
			c -= 0x20
		}
		if c != b[i] {
			return false
		}
	}
	return true
}
