package pgparse

// Created is the name of an object that a statement makes.
type Created struct {
	Kind         string // table, view, function, ...: the keyword before the name
	Schema, Name string
}

// objectWords are the keywords that a new object's name follows.
var objectWords = map[string]bool{
	"table": true, "view": true, "index": true, "sequence": true, "function": true, "procedure": true,
	"trigger": true, "type": true, "domain": true, "schema": true, "role": true, "aggregate": true,
	"extension": true, "server": true, "collation": true, "user": true, "statistics": true,
}

// Creates lists the objects that the CREATE statements of a text make.
func Creates(sql string) []Created {
	var out []Created
	for _, toks := range statements(sql) {
		if !toks[0].is("create") {
			continue
		}
		for i := 1; i < len(toks) && toks[i].kind == tWord; i++ {
			if !objectWords[toks[i].val] {
				continue
			}
			rest := toks[i+1:]
			for len(rest) > 1 && (rest[0].is("if") || rest[0].is("not") || rest[0].is("exists") || rest[0].is("concurrently")) {
				rest = rest[1:]
			}
			if schema, name := qualified(rest); name != "" {
				out = append(out, Created{Kind: toks[i].val, Schema: schema, Name: name})
			}
			break
		}
	}
	return out
}
