package pipeline

import (
	"context"
	"fmt"
	"runtime"

	"github.com/crosswalk-db/crosswalk/assess"
	"github.com/crosswalk-db/crosswalk/assess/proof"
	"github.com/crosswalk-db/crosswalk/emit"
	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/ir/diag"
)

// verify loads the output into a real server and puts what it says into the findings.
func verify(ctx context.Context, out *emit.Output, o Options, proofs map[ir.Object]assess.Proof, res *Result) error {
	o.progress("verifying", 0, 0)
	units := make([]proof.Unit, 0, len(out.Artifacts))
	objects := map[string]ir.Object{}
	keys := map[ir.Object]string{}
	apart := map[string]*ir.Artifact{} // foreign keys: when the rows do not fit, the table stays
	for i, a := range out.Artifacts {
		key := fmt.Sprintf("artifact %d", i)
		if a.Object != nil && a.Stage == ir.StageForeignKey {
			apart[key] = a
		} else if a.Object != nil {
			if keys[a.Object] == "" {
				keys[a.Object] = key
				objects[key] = a.Object
			}
			key = keys[a.Object]
		}
		kind := "support"
		if a.Object != nil {
			kind = a.Object.ObjKind()
		}
		sql := a.SQL
		if a.Stage == ir.StageManual { // checked, not run
			sql = proof.BlocksAsProcedures(sql, fmt.Sprintf("crosswalk_script_%d", i))
		}
		unit := proof.Unit{Key: key, SQL: sql, File: a.File, Kind: kind}
		for _, t := range a.Temps {
			unit.Temps = append(unit.Temps, proof.Temp{Name: t.Name, SQL: t.SQL})
		}
		units = append(units, unit)
	}
	rep, err := proof.Verify(ctx, proof.Options{URL: o.VerifyURL, TargetVersion: o.Emit.Version, Jobs: runtime.GOMAXPROCS(0)}, units)
	if err != nil {
		return err
	}
	res.Server = rep.Server
	if rep.Extension == "" {
		res.Warnings = append(res.Warnings, "the server has no plpgsql_check: the bodies of routines were not checked (Debian: apt-get install postgresql-15-plpgsql-check)")
	}
	outcomes := proof.Apply(rep, func(key string) diag.Span {
		if ob := objects[key]; ob != nil {
			return ob.Span()
		}
		return diag.Span{}
	})
	for key, oc := range outcomes {
		ob := objects[key]
		if a := apart[key]; a != nil {
			leaveOutKey(out, a, oc)
			continue
		}
		if ob == nil {
			for _, f := range oc.Findings {
				if f.Code.Severity == diag.Red {
					res.Warnings = append(res.Warnings, "a part of the output that belongs to no object did not load: "+f.Message)
				}
			}
			continue
		}
		p := proofs[ob]
		loaded := oc.Loaded
		p.Loaded, p.Checked = &loaded, oc.Checked
		proofs[ob] = p
		// What a routine names that is not there has been told by name; the server only says it again.
		lacks := ob.Obj().Findings.Has(diag.NotInSources)
		for _, f := range oc.Findings {
			if !lacks || f.Code != diag.BodyWrong && f.Code != diag.BodyUnproved {
				ob.Obj().Findings.Items = append(ob.Obj().Findings.Items, f)
			}
		}
	}
	return nil
}

// leaveOutKey leaves out foreign keys that the server refused, mostly since a data script did not load whose rows
// they want.
func leaveOutKey(out *emit.Output, a *ir.Artifact, oc *proof.Outcome) {
	if oc.Loaded {
		return
	}
	why := "it did not load"
	for _, f := range oc.Findings {
		why = f.Message
	}
	a.Object.Obj().Findings.Add(diag.KeyNotLoaded, a.Object.Span(), "%s", why)
	rest := out.Artifacts[:0:0]
	for _, x := range out.Artifacts {
		if x != a {
			rest = append(rest, x)
		}
	}
	out.Artifacts = rest
}
