package scan

// The keyword table is an open hash table over the words in upper case: a word is looked up
// once for every word of the source.
const hashSize = 2048

var keywordHash = func() (t [hashSize]uint16) {
	for i, w := range words {
		h := hashWord(w)
		for t[h] != 0 {
			h = (h + 1) % hashSize
		}
		t[h] = uint16(i + 1)
	}
	return t
}()

var longestWord = func() int {
	n := 0
	for _, w := range words {
		n = max(n, len(w))
	}
	return n
}()

// hashWord hashes without regard to case: all bytes of words keep apart with bit 5 cleared,
// near enough.
func hashWord(w string) uint32 {
	h := uint32(2166136261)
	for i := 0; i < len(w); i++ {
		h = (h ^ uint32(w[i]&^0x20)) * 16777619
	}
	return (h ^ h>>15) % hashSize
}

// lookup gives the symbol of a word: a keyword's, or IDENT.
func lookup(w string) uint16 {
	if len(w) > longestWord {
		return IDENT
	}
	for h := hashWord(w); keywordHash[h] != 0; h = (h + 1) % hashSize {
		i := keywordHash[h] - 1
		if equalFold(w, words[i]) {
			return numPuncts + 1 + i
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

func upper(w string) string {
	for i := 0; i < len(w); i++ {
		if w[i] >= 'a' && w[i] <= 'z' {
			b := []byte(w)
			for j := i; j < len(b); j++ {
				if b[j] >= 'a' && b[j] <= 'z' {
					b[j] -= 0x20
				}
			}
			return string(b)
		}
	}
	return w
}
