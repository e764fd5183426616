package scan

// Words lists the words that the tables know, in upper case, and tells which are reserved:
// never names unless quoted or qualified.
func Words(yield func(word string, reserved bool) bool) {
	for i, w := range Vocabulary.Words {
		if !yield(w, Vocabulary.Reserved.Has(uint16(numPuncts+1+i))) {
			return
		}
	}
}
