package scan

// OtherTypes gives the types that token i could have if the rules of classification guessed
// wrong: a keyword read as a name, or a name as each keyword it can be. Words that are never
// names keep their type.
func (r *Result) OtherTypes(i int) []int32 {
	sym := r.soft[i]
	if sym == 0 || reservedWords.has(sym) {
		return nil
	}
	cur := r.Tokens[i].Type
	var types []int32
	if cur != IDENT {
		types = append(types, IDENT)
	}
	for _, a := range rules[sym-numPuncts-1] {
		if a.tok != cur && !contains(types, a.tok) {
			types = append(types, a.tok)
		}
	}
	return types
}

func contains(types []int32, t int32) bool {
	for _, x := range types {
		if x == t {
			return true
		}
	}
	return false
}
