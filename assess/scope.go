package assess

import (
	"path"
	"strings"

	"github.com/crosswalk-db/crosswalk/ir"
)

// Scope narrows a report. The whole input is still read, so that names are found and nothing turns red for want of
// what is outside; the zero Scope is everything. Within a list one match is enough, and every list must match.
type Scope struct {
	Paths   []string // patterns of files, ** for any folders; a folder stands for all below it
	Schemas []string
	Kinds   []string
	Objects []string // NAME or SCHEMA.NAME, * for any part of it
}

// IsZero tells whether everything is in scope.
func (s *Scope) IsZero() bool {
	return len(s.Paths)+len(s.Schemas)+len(s.Kinds)+len(s.Objects) == 0
}

// Holds tells whether an object is in scope. Members are in scope with their package.
func (s *Scope) Holds(o ir.Object) bool {
	if s.IsZero() {
		return true
	}
	file, _, _ := o.Span().Pos()
	schema := o.Obj().Schema.Key
	if p := o.Obj().Parent; p != nil && schema == "" {
		schema = p.Obj().Schema.Key
	}
	return matchAny(s.Paths, func(p string) bool { return matchPath(p, file) }) &&
		matchAny(s.Schemas, func(x string) bool { return matchFold(x, schema) }) &&
		matchAny(s.Kinds, func(k string) bool { return matchFold(k, o.ObjKind()) }) &&
		matchAny(s.Objects, func(n string) bool {
			return matchObject(n, o) || o.Obj().Parent != nil && matchObject(n, o.Obj().Parent)
		})
}

func matchAny(list []string, match func(string) bool) bool {
	for _, x := range list {
		if match(x) {
			return true
		}
	}
	return len(list) == 0
}

// matchFold compares with * and ? as wildcards, in any case.
func matchFold(pattern, s string) bool {
	ok, err := path.Match(strings.ToUpper(pattern), strings.ToUpper(s))
	return err == nil && ok
}

// matchObject compares a pattern with an object's own name, or its qualified one.
func matchObject(pattern string, o ir.Object) bool {
	b := o.Obj()
	full := strings.TrimSuffix(keyName(o), b.Signature)
	names := []string{full, b.Name.Last().Key, keyName(o)}
	if b.Schema.Key != "" && b.Parent == nil && len(b.Name.Parts) < 2 {
		names = append(names, b.Schema.Key+"."+full)
	}
	for _, n := range names {
		if matchFold(pattern, n) {
			return true
		}
	}
	return false
}

// matchPath compares a slash path with a pattern in which ** stands for any number of folders.
func matchPath(pattern, file string) bool {
	pattern = strings.TrimSuffix(path.Clean(pattern), "/")
	if file == pattern || strings.HasPrefix(file, pattern+"/") || pattern == "." {
		return true
	}
	return matchParts(strings.Split(pattern, "/"), strings.Split(file, "/"))
}

func matchParts(pattern, name []string) bool {
	for len(pattern) > 0 {
		if pattern[0] == "**" {
			for i := range len(name) + 1 {
				if matchParts(pattern[1:], name[i:]) {
					return true
				}
			}
			return false
		}
		if len(name) == 0 {
			return false
		}
		if ok, err := path.Match(pattern[0], name[0]); err != nil || !ok {
			return false
		}
		pattern, name = pattern[1:], name[1:]
	}
	return len(name) == 0
}
