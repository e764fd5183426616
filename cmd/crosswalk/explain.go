package main

import (
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"github.com/crosswalk-db/crosswalk/ir/diag"
)

func newExplain() *cobra.Command {
	return &cobra.Command{
		Use:   "explain [CODE...]",
		Short: "Tell what a finding means and what to do; without a code, list all",
		RunE: func(cmd *cobra.Command, args []string) error {
			out := cmd.OutOrStdout()
			if len(args) == 0 {
				for _, c := range diag.All() {
					fmt.Fprintf(out, "%s  %-6s  %s\n", c.ID, c.Severity, c.Title)
				}
				return nil
			}
			for i, a := range args {
				c := diag.Lookup(strings.ToUpper(a))
				if c == nil {
					return fmt.Errorf("explain: there is no finding %s; crosswalk explain lists all", a)
				}
				if i > 0 {
					fmt.Fprintln(out)
				}
				explain(out, c)
			}
			return nil
		},
	}
}

func explain(w io.Writer, c *diag.Code) {
	fmt.Fprintf(w, "%s (%s): %s\n\n%s\n", c.ID, c.Severity, c.Title, wrap(c.Text))
	section := func(title, text string) {
		if text != "" {
			fmt.Fprintf(w, "\n%s\n%s\n", title, text)
		}
	}
	section("Why", wrap(c.Why))
	section("What to do", wrap(c.Do))
	section("Example", indent(c.Example))
	section("Rewrite it with", wrap(c.Feature))
	section("Shape of the rewrite", indent(c.Rewrite))
	fmt.Fprintf(w, "\nEffort: %d minutes to learn, once; %d minutes for each occurrence.\n", c.Learn, c.Each)
}

func indent(s string) string {
	if s == "" {
		return ""
	}
	return "    " + strings.ReplaceAll(strings.TrimRight(s, "\n"), "\n", "\n    ")
}

// wrap breaks a text at 90 columns.
func wrap(s string) string {
	var b strings.Builder
	col := 0
	for i, w := range strings.Fields(s) {
		switch {
		case i == 0:
		case col+1+len(w) > 90:
			b.WriteByte('\n')
			col = 0
		default:
			b.WriteByte(' ')
			col++
		}
		b.WriteString(w)
		col += len(w)
	}
	return b.String()
}
