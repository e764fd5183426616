package pipeline

import (
	"slices"
	"strings"

	"github.com/crosswalk-db/crosswalk/assess"
	"github.com/crosswalk-db/crosswalk/emit"
	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/ir/diag"
)

// withdraw leaves out of the installation what did not pass the target's parser or did not load, and whatever
// needs it: install.sql loads, always. It gives the output that remains.
func withdraw(out *emit.Output, proofs map[ir.Object]assess.Proof, source ir.Dialect) *emit.Output {
	gone := map[string]ir.Object{} // names that are not there
	dead := map[ir.Object]bool{}
	kill := func(o ir.Object) {
		dead[o] = true
		for _, a := range out.Artifacts {
			if a.Object == o {
				for _, n := range a.Names {
					gone[n] = o
				}
			}
		}
	}
	for o, p := range proofs {
		if p.Parsed != nil && !*p.Parsed || p.Loaded != nil && !*p.Loaded {
			kill(o)
		}
	}
	live, stubs := map[string]bool{}, map[ir.Object]bool{}
	for _, a := range out.Artifacts {
		for _, n := range a.Names {
			live[n] = true
		}
		stubs[a.Object] = stubs[a.Object] || stands(a, gone, proofs)
	}
	for changed := true; changed; {
		changed = false
		for _, a := range out.Artifacts {
			if a.Object == nil || dead[a.Object] {
				continue
			}
			for _, n := range a.Needs {
				if by := gone[n]; by != nil && by != a.Object && !(strings.HasPrefix(n, "package ") && stays(out, n, gone, proofs)) {
					needsFailed(a.Object, by.ObjKind()+" "+assess.DisplayName(by, source))
					kill(a.Object)
					changed = true
					break
				}
			}
			for _, n := range a.Soft {
				kind, name, _ := strings.Cut(n, ":")
				data := runsAtInstall(a) // calls the routine, and so its stub, while it is installed
				switch {
				case kind == "routine" && (!live[n] || gone[n] != nil && (data || !stubs[gone[n]])), (kind == "table" || kind == "sequence") && gone[n] != nil:
					needsFailed(a.Object, kind+" "+name)
				}
			}
		}
	}
	makers := map[string][]*ir.Artifact{}
	for _, a := range out.Artifacts {
		for _, n := range a.Names {
			makers[n] = append(makers[n], a)
		}
	}
	for _, a := range out.Artifacts {
		if dead[a.Object] || proofs[a.Object].Loaded != nil {
			continue // what the server has run is past doubt
		}
		if by := runsInto(makers, a); by != nil {
			needsFailed(a.Object, by.ObjKind()+" "+assess.DisplayName(by, source)+" while it runs")
			kill(a.Object)
		}
	}
	rest := *out
	rest.Artifacts = nil
	for _, a := range out.Artifacts {
		switch {
		case a.Object == nil || !dead[a.Object]:
			rest.Artifacts = append(rest.Artifacts, a)
		case stands(a, gone, proofs):
			s := *a
			s.SQL, s.Needs, s.Soft, s.Lines = a.Stub, a.StubNeeds, nil, nil
			rest.Artifacts = append(rest.Artifacts, &s)
		}
	}
	return &rest
}

// runsInto gives what a script of data calls, directly or not, that will fail: a script runs while it is installed, so its
// routines must do more than load.
func runsInto(makers map[string][]*ir.Artifact, a *ir.Artifact) ir.Object {
	if !runsAtInstall(a) {
		return nil
	}
	seen := map[string]bool{}
	for list := a.Soft; len(list) > 0; {
		var next []string
		for _, n := range list {
			if seen[n] || !strings.HasPrefix(n, "routine:") && !strings.HasPrefix(n, "trigger:") {
				continue
			}
			seen[n] = true
			for _, b := range makers[n] {
				if b.Object == nil || b.Object == a.Object || !fires(b.Object, a.Object) {
					continue
				}
				if fails(b.Object) {
					return b.Object
				}
				next = append(next, b.Soft...)
			}
		}
		list = next
	}
	return nil
}

// runsAtInstall tells scripts that install.sql runs.
func runsAtInstall(a *ir.Artifact) bool {
	_, script := a.Object.(*ir.DataScript)
	return script && a.Stage == ir.StageData
}

// fails tells objects that are not converted or that use what is not there.
func fails(o ir.Object) bool {
	for _, f := range o.Obj().Findings.Items {
		if f.Code.Severity == diag.Red {
			return true
		}
	}
	return false
}

// stands tells artifacts with a stub whose heading needs nothing that is gone. A routine that did not load has a heading
// that the server refuses, since bodies are not looked at while they load: its stub has the same one.
func stands(a *ir.Artifact, gone map[string]ir.Object, proofs map[ir.Object]assess.Proof) bool {
	pr := proofs[a.Object]
	if a.Stub == "" || pr.Loaded != nil && !*pr.Loaded {
		return false
	}
	if pr.Parsed != nil && !*pr.Parsed && a.Stub == a.SQL {
		return false // what is left of a package is what was refused
	}
	for _, n := range a.StubNeeds {
		if by := gone[n]; by != nil && by != a.Object {
			return false
		}
	}
	return true
}

// stays tells whether the types or the state of a package are left in the output although the package is red.
func stays(out *emit.Output, name string, gone map[string]ir.Object, proofs map[ir.Object]assess.Proof) bool {
	for _, a := range out.Artifacts {
		if slices.Contains(a.Names, name) && stands(a, gone, proofs) {
			return true
		}
	}
	return false
}

// needsFailed marks an object red, once, unless something else has already.
func needsFailed(o ir.Object, what string) {
	if f := &o.Obj().Findings; f.Worst() != diag.Red {
		f.Add(diag.NeedsFailed, o.Span(), "needs %s, which could not be converted", what)
	}
}

// finish makes the files and the report.
func finish(res *Result, schema *ir.Schema, out *emit.Output, be backend, proofs map[ir.Object]assess.Proof, in assess.Input, o Options) error {
	live := withdraw(out, proofs, o.From)
	res.Schema, res.Output = schema, live
	res.Files = be.layout(live, o.Emit)
	if o.Migration {
		if err := assessMigration(res, o); err != nil {
			return err
		}
	}
	in.Source, in.Target = assess.Engine{Dialect: string(o.From)}, assess.Engine{Dialect: string(o.To), Version: targetVersion(o)}
	in.Objects, in.Proofs = schema.Objects, proofs
	in.Targets, in.Lines = places(live, res.Files)
	in.Rules, in.Effort, in.Scope, in.Now = o.Assess.Rules, o.Assess.Effort, o.Assess.Scope, o.Assess.Now
	res.Report = assess.Judge(in)
	return nil
}

// places finds where each object stands in the output, and which line came from which line of the source.
func places(live *emit.Output, files map[string]string) (map[ir.Object][]assess.Place, map[ir.Object][]assess.LineLink) {
	targets, links := map[ir.Object][]assess.Place{}, map[ir.Object][]assess.LineLink{}
	at := map[string]int{}
	for _, a := range live.Artifacts {
		if a.Object == nil {
			continue
		}
		// An artifact stands in its file as it is, after those that share the file.
		line := at[a.File] + 1
		if text, ok := files[a.File]; ok {
			if i := strings.Index(text, a.SQL); i >= 0 {
				line = strings.Count(text[:i], "\n") + 1
			}
		}
		n := strings.Count(strings.TrimRight(a.SQL, "\n"), "\n") + 1
		at[a.File] = line + n - 1
		for _, l := range a.Lines {
			links[a.Object] = append(links[a.Object],
				assess.LineLink{Source: l.Source, Part: len(targets[a.Object]), Target: line + l.Line - 1})
		}
		targets[a.Object] = append(targets[a.Object], assess.Place{File: a.File, Line: line, EndLine: line + n - 1})
	}
	return targets, links
}

func targetVersion(o Options) int {
	if o.Emit.Version != 0 {
		return o.Emit.Version
	}
	return 15
}

// fires tells whether a script runs what it names: a trigger does for its own events only.
func fires(called, script ir.Object) bool {
	t, ok := called.(*ir.Trigger)
	d, is := script.(*ir.DataScript)
	if !ok || !is {
		return true
	}
	does := map[string]bool{}
	for _, s := range d.Stmts {
		ir.Walk(s, func(n ir.Node) bool {
			switch n.(type) {
			case *ir.Insert, *ir.MultiInsert, *ir.Repeat:
				does["INSERT"] = true
			case *ir.Update:
				does["UPDATE"] = true
			case *ir.Delete:
				does["DELETE"] = true
			case *ir.Merge:
				does["INSERT"], does["UPDATE"] = true, true
			}
			return true
		})
	}
	return !t.Disabled && slices.ContainsFunc(t.Events, func(e ir.TriggerEvent) bool { return does[e.Kind] })
}
