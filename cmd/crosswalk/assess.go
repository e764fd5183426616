package main

import (
	"github.com/spf13/cobra"

	"github.com/crosswalk-db/crosswalk/assess/report"
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
	j, err := f.judge(cmd, o, c)
	if err != nil {
		return err
	}
	if err := f.reports.write(cmd, j.doc, list); err != nil {
		return err
	}
	f.remarks(cmd, j.res)
	if len(list) == 0 && !f.quiet {
		report.Text(cmd.OutOrStdout(), j.res.Report, report.TextOptions{Color: isTerminal(cmd.OutOrStdout()), Full: "--format json"})
	}
	if err := unreadError(j.unread, "assessed"); err != nil {
		return err
	}
	return passed(cmd, j.failed)
}
