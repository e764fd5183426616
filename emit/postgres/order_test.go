package postgres

import (
	"strings"
	"testing"

	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/ir/diag"
)

// artifact reads "file stage | names | needs | soft".
func artifact(stage ir.Stage, file, names, needs, soft string) *ir.Artifact {
	return &ir.Artifact{File: file, Stage: stage, Names: strings.Fields(names), Needs: strings.Fields(needs), Soft: strings.Fields(soft)}
}

func files(arts []*ir.Artifact) string {
	var list []string
	for _, a := range arts {
		list = append(list, a.File)
	}
	return strings.Join(list, " ")
}

func TestOrder(t *testing.T) {
	tests := []struct {
		name string
		arts []*ir.Artifact
		want string
	}{
		{"stages, then the order of the source", []*ir.Artifact{
			artifact(ir.StageRoutine, "v", "table:v", "table:t", ""),
			artifact(ir.StageTable, "u", "table:u", "", ""),
			artifact(ir.StageTable, "t", "table:t", "", ""),
		}, "u t v"},
		{"a need goes before its stage", []*ir.Artifact{
			artifact(ir.StageTable, "t", "table:t", "routine:f", ""),
			artifact(ir.StageTable, "u", "table:u", "", ""),
			artifact(ir.StageRoutine, "f", "routine:f", "type:y", ""),
			artifact(ir.StageType, "y", "type:y", "", ""),
		}, "y f t u"},
		{"views of views", []*ir.Artifact{
			artifact(ir.StageRoutine, "a", "table:a", "table:b", ""),
			artifact(ir.StageRoutine, "b", "table:b", "table:c", ""),
			artifact(ir.StageRoutine, "c", "table:c", "", ""),
		}, "c b a"},
		{"soft needs order, but do not block", []*ir.Artifact{
			artifact(ir.StageRoutine, "p", "routine:p", "", "routine:q"),
			artifact(ir.StageRoutine, "q", "routine:q", "", "routine:p"),
			artifact(ir.StageRoutine, "r", "routine:r", "", "routine:p"),
		}, "q p r"},
		{"a cycle of hard needs still gives all", []*ir.Artifact{
			artifact(ir.StageTable, "a", "table:a", "table:b", ""),
			artifact(ir.StageTable, "b", "table:b", "table:a", ""),
		}, "b a"},
		{"artifacts of one file stay together", []*ir.Artifact{
			artifact(ir.StageRoutine, "f", "routine:f", "", ""),
			artifact(ir.StageRoutine, "v", "table:v", "routine:f", ""),
			artifact(ir.StageRoutine, "f", "routine:f", "", ""),
		}, "f f v"},
		{"data waits for the trigger that fills its key", []*ir.Artifact{
			artifact(ir.StageData, "d", "", "table:t", "trigger:g"),
			artifact(ir.StageTable, "t", "table:t", "", ""),
			artifact(ir.StageIndex, "i", "", "table:t", ""),
			artifact(ir.StageTrigger, "g", "trigger:g", "table:t", ""),
		}, "t g d i"},
	}
	for _, c := range tests {
		if got := files(order(c.arts)); got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
}

// TestWithdraw leaves out what red objects wrote and what needs it.
func TestWithdraw(t *testing.T) {
	red, view, lost, fine := &ir.Table{}, &ir.View{}, &ir.View{}, &ir.Table{}
	red.Findings.Add(diag.ExternalTable, diag.Span{}, "it is red")
	with := func(o ir.Object, a *ir.Artifact) *ir.Artifact { a.Object = o; return a }
	em := &emitter{src: &ir.Schema{Source: ir.Oracle, Objects: []ir.Object{red, view, lost, fine}}}
	arts := em.withdrawRed([]*ir.Artifact{
		with(red, artifact(ir.StageTable, "red", "table:red", "", "")),
		with(view, artifact(ir.StageRoutine, "view", "table:view", "table:red", "")),
		with(lost, artifact(ir.StageRoutine, "lost", "table:lost", "table:nowhere", "")),
		with(fine, artifact(ir.StageTable, "fine", "table:fine", "runtime:x", "")),
	})
	if got := files(arts); got != "fine" {
		t.Errorf("left: %s", got)
	}
	if f := view.Findings.Items; len(f) != 1 || f[0].Code != diag.NeedsFailed {
		t.Errorf("the view: %v", f)
	}
	if f := lost.Findings.Items; len(f) != 1 || f[0].Code != diag.NeedsMissing {
		t.Errorf("what needs nothing known: %v", f)
	}
}
