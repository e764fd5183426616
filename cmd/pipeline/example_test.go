package pipeline_test

import (
	"context"
	"fmt"
	"os"
	"strings"

	"github.com/crosswalk-db/crosswalk/assess"
	"github.com/crosswalk-db/crosswalk/assess/report"
	"github.com/crosswalk-db/crosswalk/cmd/pipeline"
	"github.com/crosswalk-db/crosswalk/ir"
)

const schema = `CREATE TABLE orders (id NUMBER(9) PRIMARY KEY, total NUMBER);
CREATE VIEW far_orders AS SELECT id FROM orders@far;
`

// What the command line does: convert, look at the objects, take the files.
func ExampleRun() {
	res, err := pipeline.Run(context.Background(), pipeline.Options{From: ir.Oracle, To: ir.Postgres,
		Paths: []string{"-"}, Stdin: strings.NewReader(schema)})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, o := range res.Report.Objects {
		fmt.Println(o.Status, o.Kind, o.Name)
	}
	fmt.Print(res.Files["tables/orders.sql"])
	// Output:
	// yellow table ORDERS
	// red view FAR_ORDERS
	// CREATE TABLE orders (
	//   id integer PRIMARY KEY,
	//   total numeric(38,10)
	// );
}

// A report in another format, of a part of the schema, through a gate.
func ExampleRun_report() {
	res, err := pipeline.Run(context.Background(), pipeline.Options{From: ir.Oracle, To: ir.Postgres,
		Paths: []string{"-"}, Stdin: strings.NewReader(schema),
		Assess: pipeline.AssessOptions{Scope: assess.Scope{Kinds: []string{"view"}}}})
	if err != nil {
		fmt.Println(err)
		return
	}
	d := &report.Document{Report: res.Report, Sources: res.Sources, Outputs: res.Files}
	if err := report.ObjectsSummaryCSV(os.Stdout, d); err != nil {
		fmt.Println(err)
	}
	fmt.Println(assess.Fails([]assess.Gate{assess.FailRed}, res.Report))
	// Output:
	// Category,Number of objects,Objects automatically converted,Objects with simple actions,Objects with medium-complexity actions,Objects with complex actions,Total lines of code
	// VIEW,1,0,1,0,0,1
	// [red: 1 objects are red]
}
