package oracle

import (
	"strings"

	"github.com/crosswalk-db/crosswalk/parser/oracle/scan"
	"github.com/crosswalk-db/crosswalk/parser/oracle/sqlplus"
)

// Constants gives the constants of all package specifications that are set to a literal, as PACKAGE.CONSTANT: what
// conditional compilation may ask for. It gives nil where no unit has a $IF.
func Constants(units []sqlplus.Unit, flags map[string]string) map[string]string {
	asked := false
	for i := range units {
		asked = asked || strings.Contains(strings.ToUpper(units[i].Text()), "$IF")
	}
	if !asked {
		return nil
	}
	all := upperKeys(flags)
	for i := range units {
		u := &units[i]
		if up := strings.ToUpper(u.Text()); strings.Contains(up, "PACKAGE") && strings.Contains(up, "CONSTANT") {
			packageConstants(u, all)
		}
	}
	return all
}

func upperKeys(m map[string]string) map[string]string {
	up := map[string]string{}
	for k, v := range m {
		up[strings.ToUpper(k)] = v
	}
	return up
}

// packageConstants adds the constants of one specification: name CONSTANT type := literal;
func packageConstants(u *sqlplus.Unit, all map[string]string) {
	var w []string
	toks := scan.Scan(u.File.Text, u.Start, u.End, scan.Options{Flags: all}).Tokens
	for i := range toks {
		w = append(w, strings.ToUpper(toks[i].Text()))
	}
	pkg, from := "", 0
	for i := 0; i+1 < len(w) && i < 12 && pkg == ""; i++ {
		if w[i] == "PACKAGE" && w[i+1] != "BODY" {
			pkg, from = w[i+1], i+2
			for from+1 < len(w) && w[from] == "." {
				pkg, from = w[from+1], from+2
			}
		}
	}
	if pkg == "" {
		return
	}
	for i := from; i+1 < len(w); i++ {
		if w[i+1] != "CONSTANT" {
			continue
		}
		j := i + 2
		for j < len(w) && w[j] != ":=" && w[j] != "DEFAULT" && w[j] != ";" {
			j++
		}
		if v := literalAt(w, j+1); v != "" {
			all[strings.Trim(pkg, `"`)+"."+strings.Trim(w[i], `"`)] = v
		}
	}
}

// literalAt gives the literal that fills the place from i to the semicolon, "" for any other expression.
func literalAt(w []string, i int) string {
	switch {
	case i+1 < len(w) && w[i+1] == ";":
		switch s := w[i]; {
		case s == "TRUE" || s == "FALSE" || s == "NULL" || s[0] >= '0' && s[0] <= '9':
			return s
		case strings.HasPrefix(s, "'"):
			return strings.Trim(s, "'")
		}
	case i+2 < len(w) && w[i] == "-" && w[i+2] == ";":
		return "-" + w[i+1]
	}
	return ""
}
