package postgres

import "testing"

// TestInNamespace: names of elements get the prefix that stands for the default namespace, and nothing else does.
func TestInNamespace(t *testing.T) {
	for path, want := range map[string]string{
		"/r/n":                                 "/ns:r/ns:n",
		"(/Resume/Name/Name.Prefix)[1]":        "(/ns:Resume/ns:Name/ns:Name.Prefix)[1]",
		"/r[@a=\"x y\" and b='c']/@id":         "/ns:r[@a=\"x y\" and ns:b='c']/@id",
		"count(/r/n) + 1":                      "count(/ns:r/ns:n) + 1",
		"/r/p:n/text()":                        "/ns:r/p:n/text()",
		"/r/child::n/attribute::id":            "/ns:r/child::ns:n/attribute::id",
		"//n[last()][../m div 2 = 1]":          "//ns:n[last()][../ns:m div 2 = 1]",
		"*/and[. = or] | div":                  "*/ns:and[. = ns:or] | ns:div",
		"/*/step[position() mod 2 = 1]/. ":     "/*/ns:step[position() mod 2 = 1]/. ",
		"string((a * b)[1])":                   "string((ns:a * ns:b)[1])",
		"/r/following-sibling::n[not(@x)][12]": "/ns:r/following-sibling::ns:n[not(@x)][12]",
	} {
		if got := inNamespace(path); got != want {
			t.Errorf("%s: %s, want %s", path, got, want)
		}
	}
}
