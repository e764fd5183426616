package main

import (
	"context"
	"database/sql"
	sqldriver "database/sql/driver"
	"errors"
	"fmt"
	"slices"
	"strings"

	_ "github.com/jackc/pgx/v5/stdlib" // the drivers of the databases that can be asked
	_ "github.com/microsoft/go-mssqldb"
	_ "github.com/sijms/go-ora/v2"
	"github.com/spf13/cobra"

	driver "github.com/go-sql-driver/mysql"

	"github.com/crosswalk-db/crosswalk/assess"
	"github.com/crosswalk-db/crosswalk/assess/report"
	"github.com/crosswalk-db/crosswalk/checks/mysql"
	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/ir/diag"
	"github.com/crosswalk-db/crosswalk/replicate/awsdms/livesource"
	"github.com/crosswalk-db/crosswalk/replicate/secret"
)

// preflightFlags are those of dms preflight.
type preflightFlags struct {
	databases
	schemas, targetSchemas []string
	fullLoad               bool
	failOn                 string
	out                    outputs
}

func newPreflight() *cobra.Command {
	f := &preflightFlags{}
	cmd := &cobra.Command{
		Use:   "preflight --source URL [--target URL]",
		Short: "Ask the databases what would go wrong: log settings, keys, privileges, triggers of the target",
		Long: `Preflight asks a source (oracle://, sqlserver://, postgres://, mysql://, mariadb://) and a target (postgres://, mysql://,
mariadb://) what DMS's premigration assessments ask, from here and before anything is made on AWS. It only reads. The
result has the formats of crosswalk assess.`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return f.run(cmd) },
	}
	fl := cmd.Flags()
	f.databases.add(fl)
	fl.StringSliceVar(&f.schemas, "schema", nil, "schema of the source; repeatable (default: all but the system's)")
	fl.StringSliceVar(&f.targetSchemas, "target-schema", nil, "schema of the target; repeatable (default: all but the system's)")
	fl.BoolVar(&f.fullLoad, "full-load-only", false, "no changes will be replicated: leave out what concerns the log")
	fl.StringVar(&f.failOn, "fail-on", "", "exit with status 1 when there are red, or yellow or red, findings: red or yellow")
	fl.Var(outputFlag{&f.out, true}, "format", "report to write: html, md, json, sarif, gitlab, junit, csv or text; its --out behind it; repeatable")
	fl.VarP(outputFlag{&f.out, false}, "out", "o", "file of the --format in front of it; - is standard output")
	return cmd
}

func (f *preflightFlags) run(cmd *cobra.Command) error {
	list, err := f.out.reportsOnly()
	if err != nil {
		return err
	}
	gates, err := assess.ParseGates(f.failOn)
	if err != nil {
		return fmt.Errorf("--fail-on: %w", err)
	}
	if slices.ContainsFunc(gates, assess.Gate.NeedsBase) {
		return errors.New("--fail-on: a preflight is compared with nothing: red or yellow")
	}
	if f.Source == "" && f.Target == "" {
		return errors.New("--source is missing: give the URL of the source database, of the target, or of both")
	}
	var objects []ir.Object
	in := assess.Input{}
	for _, side := range []struct {
		flag, raw string
		url       func(context.Context) (string, error)
		schemas   []string
		ask       func(context.Context, string, *sql.DB, livesource.Options) ([]livesource.Fact, error)
		engine    *assess.Engine
	}{
		{"source", f.Source, f.source, f.schemas, livesource.Source, &in.Source},
		{"target", f.Target, f.target, f.targetSchemas, livesource.Target, &in.Target},
	} {
		if side.raw == "" {
			continue
		}
		u, err := side.url(cmd.Context())
		if err != nil {
			return err
		}
		engine, db, err := openAny(cmd.Context(), u)
		if err != nil {
			return fmt.Errorf("--%s: %w", side.flag, err)
		}
		facts, err := side.ask(cmd.Context(), engine, db, livesource.Options{Schemas: side.schemas, CDC: !f.fullLoad})
		db.Close()
		if err != nil {
			return fmt.Errorf("--%s: %w", side.flag, err)
		}
		side.engine.Dialect = engine
		objects = append(objects, preflightObjects(side.flag, facts)...)
	}
	in.Objects = objects
	r := assess.Judge(in)
	failed := assess.Fails(gates, r)
	rf := &reportFlags{out: f.out}
	if err := rf.write(cmd, &report.Document{Report: r, Failed: failed, Version: version()}, list); err != nil {
		return err
	}
	if len(list) == 0 {
		writeFacts(cmd, r)
	}
	return passed(cmd, failed)
}

// preflightObjects makes an object of the report of each table, and of the database itself, that something was found of.
func preflightObjects(side string, facts []livesource.Fact) []ir.Object {
	byName := map[string][]livesource.Fact{"database": nil} // the database is there even when all is well
	names := []string{"database"}
	for _, x := range facts {
		if _, ok := byName[x.Object]; !ok {
			names = append(names, x.Object)
		}
		byName[x.Object] = append(byName[x.Object], x)
	}
	slices.Sort(names[1:])
	file := diag.NewFile(side, strings.Join(names, "\n")+"\n")
	var list []ir.Object
	at := 0
	for _, n := range names {
		o := &ir.Unsupported{What: "table", Text: n}
		if n == "database" {
			o.What = "database"
		}
		o.Sp = diag.Span{File: file, Start: at, End: at + len(n)}
		o.Name = ir.QName{Parts: []ir.Name{{Key: n, Text: n}}, Sp: o.Sp}
		for _, x := range byName[n] {
			o.Findings.Add(x.Code, o.Sp, "%s", x.Message)
		}
		list = append(list, o)
		at += len(n) + 1
	}
	return list
}

func writeFacts(cmd *cobra.Command, r *assess.Report) {
	w := cmd.OutOrStdout()
	n := 0
	for _, o := range r.Objects {
		for _, x := range o.Findings {
			n++
			fmt.Fprintf(w, "%-6s %s %s, %s: %s\n", x.Severity, x.Code, o.Source.File, o.Name, x.Message)
		}
	}
	if n == 0 {
		fmt.Fprintln(w, "nothing stands in the way")
	}
}

// openAny connects to a database of any engine that can be asked.
func openAny(ctx context.Context, u string) (engine string, db *sql.DB, err error) {
	switch scheme(u) {
	case "postgres", "postgresql":
		engine = "postgres"
		db, err = sql.Open("pgx", u)
	case "oracle":
		engine = "oracle"
		db, err = sql.Open("oracle", u)
	case "sqlserver", "mssql":
		engine = "sqlserver"
		db, err = sql.Open("sqlserver", strings.Replace(u, "mssql://", "sqlserver://", 1))
	case "mysql", "mariadb":
		engine = "mysql"
		var cfg *driver.Config
		if cfg, err = mysql.Config(u); err == nil {
			var c sqldriver.Connector
			if c, err = driver.NewConnector(cfg); err == nil {
				db = sql.OpenDB(c)
			}
		}
	default:
		return "", nil, errors.New("no URL of oracle://, sqlserver://, postgres://, mysql:// or mariadb://")
	}
	if err == nil {
		err = db.PingContext(ctx)
	}
	return engine, db, secret.Redact(err, u)
}
