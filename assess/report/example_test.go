package report_test

import (
	"os"

	"github.com/crosswalk-db/crosswalk/assess"
	"github.com/crosswalk-db/crosswalk/assess/report"
)

func ExampleLookup() {
	d := &report.Document{Report: &assess.Report{Objects: []assess.Object{{Name: "ORDERS", Kind: "table", Status: assess.Green,
		Source: assess.Place{File: "orders.sql", Line: 1, EndLine: 1}}}}}
	format, _ := report.Lookup("junit")
	for _, part := range format.Parts {
		_ = part.Write(os.Stdout, d)
	}
	// Output:
	// <?xml version="1.0" encoding="UTF-8"?>
	// <testsuites name="crosswalk  to " tests="1" failures="0">
	//  <testsuite name="table" tests="1" failures="0" skipped="0">
	//   <testcase name="ORDERS" classname="table" file="orders.sql" line="1"></testcase>
	//  </testsuite>
	// </testsuites>
}
