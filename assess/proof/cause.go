package proof

import (
	"regexp"
	"strings"

	"github.com/crosswalk-db/crosswalk/assess/proof/pgparse"
)

// failures knows the objects that did not load, by key and by the names that they would
// have created.
type failures struct {
	keys  map[string]bool
	names map[string]string // last part of the name, lower case, to key
}

func (f *failures) add(u *Unit) {
	if f.keys == nil {
		f.keys, f.names = map[string]bool{}, map[string]string{}
	}
	f.keys[u.Key] = true
	for _, n := range pgparse.Creates(u.SQL) {
		name := strings.ToLower(n.Name)
		if f.names[name] == "" {
			f.names[name] = u.Key
		}
	}
}

// missing are the states that mean "what this names is not there".
var missing = map[string]bool{
	"42P01": true, "42883": true, "42704": true, "3F000": true, "42703": true, "42P02": true, "3D000": true, "42809": true,
}

var quotedName = regexp.MustCompile(`"((?:[^"]|"")+)"`)
var callName = regexp.MustCompile(`(?:function|procedure|routine|aggregate) ([^\s(]+)\(`)

// cause finds the failed object that a "does not exist" speaks of, or "".
func (f *failures) cause(u *Unit, state, msg string) string {
	if len(f.keys) == 0 || !missing[state] {
		return ""
	}
	var named []string
	for _, m := range append(quotedName.FindAllStringSubmatch(msg, -1), callName.FindAllStringSubmatch(msg, -1)...) {
		name := strings.ToLower(m[1])
		named = append(named, name, name[strings.LastIndexByte(name, '.')+1:])
	}
	for _, n := range named {
		if key := f.names[n]; key != "" && key != u.Key {
			return key
		}
	}
	for _, d := range u.Deps {
		if f.keys[d] && d != u.Key {
			return d
		}
	}
	return ""
}
