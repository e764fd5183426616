package assess_test

import (
	"fmt"

	"github.com/crosswalk-db/crosswalk/assess"
	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/ir/diag"
)

// judge makes a report of one table, with or without a finding.
func judge(found bool) *assess.Report {
	file := diag.NewFile("orders.sql", "CREATE TABLE orders (total NUMBER);\n")
	t := &ir.Table{}
	t.Name = ir.MakeQName("orders")
	t.Sp = diag.Span{File: file, Start: 0, End: 34}
	if found {
		t.Findings.Add(diag.NumberNoPrecision, diag.Span{File: file, Start: 21, End: 33}, "NUMBER becomes numeric(38,10)")
	}
	return assess.Judge(assess.Input{Objects: []ir.Object{t}})
}

func ExampleJudge() {
	r := judge(true)
	o := r.Objects[0]
	fmt.Println(o.Kind, o.Name, o.Status, o.Complexity)
	fmt.Println(o.Findings[0].Code, o.Findings[0].Class, o.Findings[0].Line)
	// Output:
	// table ORDERS yellow simple
	// CW1200 differs 1
}

func ExampleCompare() {
	r := judge(true)
	c := assess.Compare(r, judge(false).Snapshot(), "main", "")
	fmt.Println(c.New, "new,", c.Fixed, "fixed,", c.Worse, "worse")
	gates, _ := assess.ParseGates("new-yellow,lost")
	fmt.Println(assess.Fails(gates, r))
	// Output:
	// 1 new, 0 fixed, 1 worse
	// [new-yellow: 1 findings are new]
}
