package main

import (
	"fmt"
	"os"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"github.com/crosswalk-db/crosswalk/replicate/settings"
)

func newSettings() *cobra.Command {
	var out, workload, lint string
	var lob int
	cmd := &cobra.Command{
		Use:   "settings --workload small|large|lob",
		Short: "Write AWS DMS task settings for a workload, each value with its reason",
		Long: `Settings writes a whole task-settings document for AWS DMS and for crosswalk replicate. With --out the document goes
to a file and the values that are not DMS's defaults are listed with their reasons; without it, the document is printed.

  small  under 100 GB, under 1,000 changed rows a second
  large  from 1 TB, or from 5,000 changed rows a second
  lob    large objects are most of the data; --longest-lob says how long they are

With --lint FILE it reads a document instead and tells its mistakes; exit status 1 when there are errors.`,
		Example: `  crosswalk settings --workload large --out task-settings.json
  crosswalk settings --lint task-settings.json`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if lint != "" {
				return lintSettings(cmd, lint)
			}
			return writeSettings(cmd, settings.Workload(workload), lob, out)
		},
	}
	cmd.Flags().StringVar(&workload, "workload", "small", "small, large or lob")
	cmd.Flags().IntVar(&lob, "longest-lob", 0, "the longest large object in KB, where known")
	cmd.Flags().StringVarP(&out, "out", "o", "", "file for the document")
	cmd.Flags().StringVar(&lint, "lint", "", "file to read")
	return cmd
}

func writeSettings(cmd *cobra.Command, w settings.Workload, lob int, out string) error {
	s, choices, err := settings.For(w, lob)
	if err != nil {
		return err
	}
	b, err := s.JSON()
	if err != nil {
		return err
	}
	if out == "" {
		_, err := cmd.OutOrStdout().Write(b)
		return err
	}
	if err := os.WriteFile(out, b, 0o644); err != nil {
		return err
	}
	t := tabwriter.NewWriter(cmd.OutOrStdout(), 0, 0, 2, ' ', 0)
	for _, c := range choices {
		fmt.Fprintf(t, "%s\t%s\t%s\n", c.Path, c.Value, c.Reason)
	}
	return t.Flush()
}

func lintSettings(cmd *cobra.Command, name string) error {
	src, err := os.ReadFile(name)
	if err != nil {
		return err
	}
	s, problems := settings.Parse(name, src)
	for _, p := range problems {
		fmt.Fprintln(cmd.OutOrStdout(), p)
	}
	if s == nil {
		return errFailOn
	}
	return nil
}
