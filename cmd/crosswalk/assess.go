package main

import (
	"github.com/spf13/cobra"

	"github.com/crosswalk-db/crosswalk/assess/report"
	"github.com/crosswalk-db/crosswalk/cmd/pipeline"
)

// newAssess is the verb that reports and writes no DDL.
func newAssess() *cobra.Command {
	f := &convertFlags{}
	cmd := &cobra.Command{
		Use:   "assess --from oracle --to postgres PATH...",
		Short: "Report on a conversion without writing it: for reviews, pull requests and CI gates",
		Long: `Assess converts in memory and reports: a status for every object, its findings at their lines, the effort, and
with --base or --baseline what is new and what is fixed. No database is needed, and no DDL is written.

Without --format the summary goes to standard output. Each --format takes the --out behind it; one report may go to
standard output.`,
		Example: `  crosswalk assess --from oracle --to postgres schema/
  crosswalk assess --from oracle --to postgres --format html --out report.html --format md --out - schema/
  crosswalk assess --from oracle --to postgres --base main --fail-on new-red schema/
  crosswalk assess --from oracle --to postgres --baseline crosswalk-baseline.json --fail-on new-red,lost schema/`,
		RunE: func(cmd *cobra.Command, args []string) error { return f.assess(cmd, args) },
	}
	fl := cmd.Flags()
	f.register(fl)
	fl.VarP(outputFlag{&f.reports.out, false}, "out", "o", "file of the --format in front of it; - is standard output")
	return cmd
}

func (f *convertFlags) assess(cmd *cobra.Command, args []string) error {
	o, c, err := f.options(cmd, args)
	if err != nil {
		return err
	}
	list, err := f.reports.out.reportsOnly()
	if err != nil {
		return err
	}
	gates, err := f.reports.check(c, o.Paths)
	if err != nil {
		return err
	}
	stop := f.progress(cmd, &o)
	defer stop()
	with, err := f.reports.compareWith(cmd.Context(), o, c)
	if err != nil {
		return err
	}
	res, err := pipeline.Run(cmd.Context(), o)
	stop()
	unread, err := f.problems(cmd, res, err)
	if err != nil {
		return err
	}
	d, failed := f.reports.document(cmd.Context(), res, with, gates)
	if err := f.reports.write(cmd, d, list); err != nil {
		return err
	}
	f.remarks(cmd, res)
	if len(list) == 0 && !f.quiet {
		report.Text(cmd.OutOrStdout(), res.Report, report.TextOptions{Color: isTerminal(cmd.OutOrStdout()), Full: "--format json"})
	}
	if err := unreadError(unread, "assessed"); err != nil {
		return err
	}
	return passed(cmd, failed)
}
