package postgres

import (
	"regexp"
	"strings"

	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/ir/diag"
)

// A block in a dynamic text that makes one call and gives values back: EXECUTE runs CALL, or SELECT for a function, and INTO takes
// what comes back. In the text "\x00" stands for what is known at run time only.

// oneDynamicCall is such a block: the bind variable of the result, the routine, its arguments.
var oneDynamicCall = regexp.MustCompile(`(?is)^\s*begin\s+(?:(:[\w$#]+)\s*:=\s*)?([\w$#."\x00]+)\s*(?:\(([^;]*)\))?\s*;\s*end\s*;\s*$`)

var (
	bindVariable   = regexp.MustCompile(`:[\w$#]+`)
	resultHead     = regexp.MustCompile(`(?is)^\s*begin\s+(?::[\w$#]+\s*:=\s*)?`)
	callEnd        = regexp.MustCompile(`(?is)\s*;\s*end\s*;\s*$`)
	plainArguments = regexp.MustCompile(`(?s)^(?:\s*(?:\w+\s*=>\s*)?(?::\w+|-?\d+(?:\.\d+)?|'[^']*'|null)\s*(?:,|$))*$`)
)

// dynamicCall writes EXECUTE IMMEDIATE of such a block.
func (p *printer) dynamicCall(s *ir.ExecImmediate) bool {
	list := concatOperands(s.SQL)
	text := ""
	for _, x := range list {
		if l, ok := x.(*ir.StringLit); ok {
			text += l.Value
		} else {
			text += "\x00"
		}
	}
	m := oneDynamicCall.FindStringSubmatch(text)
	if m == nil || len(s.Into) > 0 || len(s.Returning) > 0 || len(list) > 1 && !givesBack(s.Using) {
		return false
	}
	binds := bindVariable.FindAllString(m[3], -1)
	using := s.Using
	if m[1] != "" {
		if len(using) == 0 || using[0].Mode == ir.ModeIn || givesBack(using[1:]) {
			return false
		}
		using = using[1:]
	}
	if len(binds) != len(using) || repeats(append(binds, m[1])) || !callParts(list) {
		return false
	}
	if !strings.Contains(m[2], "\x00") && !p.em.hasRoutine(m[2], m[1] != "", using) {
		return false
	}
	p.writeDynamicCall(s, list, m[1] != "", !strings.HasSuffix(strings.TrimSpace(callEnd.ReplaceAllString(text, "")), ")"))
	if strings.Contains(text, "\x00") || !plainArguments.MatchString(strings.ToLower(m[3])) {
		p.find(diag.DynamicSQL, s.Sp, "the SQL in the text of the dynamic statement is not converted, only its bind variables are")
	}
	return true
}

// hasRoutine tells that a routine of the sources has the name, which it keeps in the target, is of the kind and gives back as many values as
// the arguments take.
func (em *emitter) hasRoutine(name string, function bool, using []ir.UsingArg) bool {
	outs := 0
	for _, u := range using {
		if u.Mode != ir.ModeIn {
			outs++
		}
	}
	want := "." + strings.ToUpper(strings.ReplaceAll(name, `"`, ""))
	found := false
	em.eachRoutine(func(r *ir.Routine) {
		key := r.Name.Last().Key
		if pkg, ok := r.Parent.(*ir.Package); ok {
			key = pkg.Name.Last().Key + "." + key
		} else if r.Parent != nil {
			return
		}
		if r.Outer != nil || r.Function != function || em.localName(r) != em.fold(r.Name.Last()) || !strings.HasSuffix("."+r.Schema.Key+"."+key, want) {
			return
		}
		n := 0
		for _, q := range r.Params {
			if q.Mode != ir.ModeIn {
				n++
			}
		}
		found = found || n == outs && strings.HasSuffix(want, "."+key)
	})
	return found
}

// callParts tells that the text begins and ends in constants, which are rewritten.
func callParts(list []ir.Expr) bool {
	first, ok := list[0].(*ir.StringLit)
	last, ok2 := list[len(list)-1].(*ir.StringLit)
	return ok && ok2 && callHead.MatchString(first.Value) && callEnd.MatchString(last.Value)
}

func givesBack(list []ir.UsingArg) bool {
	for _, u := range list {
		if u.Mode != ir.ModeIn {
			return true
		}
	}
	return false
}

// repeats tells bind variables of one name, which are one in a block.
func repeats(list []string) bool {
	seen := map[string]bool{}
	for _, s := range list {
		if s != "" && seen[strings.ToLower(s)] {
			return true
		}
		seen[strings.ToLower(s)] = true
	}
	return false
}

// writeDynamicCall writes the statement; bare tells a call without parentheses.
func (p *printer) writeDynamicCall(s *ir.ExecImmediate, list []ir.Expr, function, bare bool) {
	head, tail := "CALL ", ""
	if function {
		head = "SELECT "
	}
	if bare {
		tail = "()"
	}
	b := binder{}
	for i, x := range list {
		l, ok := x.(*ir.StringLit)
		if !ok {
			continue
		}
		cut := *l
		if i == 0 {
			cut.Value = head + resultHead.ReplaceAllString(cut.Value, "")
		}
		if i == len(list)-1 {
			cut.Value = callEnd.ReplaceAllString(cut.Value, "") + tail
		}
		b.renumber(&cut, cut.Value)
		b.text[l] = b.text[&cut]
	}
	p.W("EXECUTE ")
	p.expr(replaceLits(s.SQL, b.text))
	using := s.Using
	var into []ir.Expr
	for _, u := range using {
		if u.Mode != ir.ModeIn {
			into = append(into, u.Value)
		}
	}
	if function {
		using = using[1:]
	}
	if len(into) > 0 {
		p.W(" INTO ", strings.Join(p.targets(into), ", "))
	}
	p.usingArgs(using)
	p.W(";\n")
	p.executed()
}
