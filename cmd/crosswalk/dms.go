package main

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/crosswalk-db/crosswalk/replicate/awsdms"
)

// dmsFlags are what all dms verbs share.
type dmsFlags struct {
	stack, region, endpoint string
	json                    bool
	poll                    time.Duration
}

func newDMS() *cobra.Command {
	f := &dmsFlags{}
	cmd := &cobra.Command{
		Use:   "dms",
		Short: "Run the migration on AWS DMS: preflight, plan, apply, start, status, watch, reload, stop, destroy",
		Long: `The dms verbs run a migration on AWS Database Migration Service. A stack file says what it needs: network,
replication instance, endpoints with secrets of AWS Secrets Manager, and tasks with the mappings and settings that
crosswalk mappings and crosswalk settings write. docs/dms.md has one to start from.`,
		Args: cobra.NoArgs,
	}
	pf := cmd.PersistentFlags()
	pf.StringVar(&f.stack, "stack", "crosswalk-dms.yaml", "the stack file")
	pf.StringVar(&f.region, "region", "", "AWS region (default: the stack's, then the AWS configuration's)")
	pf.StringVar(&f.endpoint, "endpoint-url", "", "URL of an emulator in place of AWS")
	pf.BoolVar(&f.json, "json", false, "print JSON")
	pf.DurationVar(&f.poll, "poll", 10*time.Second, "longest time between two looks while waiting")
	cmd.AddCommand(f.planCmd(), f.applyCmd(), f.startCmd(), f.statusCmd(), f.watchCmd(), f.reloadCmd(), f.stopCmd(), f.destroyCmd(),
		newPreflight())
	return cmd
}

// connect reads the stack and opens the session.
func (f *dmsFlags) connect(cmd *cobra.Command) (*awsdms.Session, *awsdms.Stack, error) {
	s, err := awsdms.Load(f.stack)
	if err != nil {
		return nil, nil, err
	}
	region := f.region
	if region == "" {
		region = s.Region
	}
	c, err := awsdms.Connect(cmd.Context(), region, f.endpoint)
	if err != nil {
		return nil, nil, err
	}
	c.Poll = f.poll
	last := ""
	c.Progress = func(what, state string) {
		if line := what + ": " + state; line != last {
			last = line
			fmt.Fprintln(cmd.ErrOrStderr(), line)
		}
	}
	return c, s, nil
}

// on makes a verb of what is done with a stack in a session.
func (f *dmsFlags) on(do func(cmd *cobra.Command, args []string, c *awsdms.Session, s *awsdms.Stack) error) func(*cobra.Command, []string) error {
	return func(cmd *cobra.Command, args []string) error {
		c, s, err := f.connect(cmd)
		if err != nil {
			return err
		}
		return do(cmd, args, c, s)
	}
}

func printJSON(w io.Writer, v any) error {
	e := json.NewEncoder(w)
	e.SetIndent("", "  ")
	return e.Encode(v)
}

func (f *dmsFlags) showPlan(w io.Writer, p *awsdms.Plan) error {
	if f.json {
		return printJSON(w, p)
	}
	for _, c := range p.Changes {
		fmt.Fprintf(w, "%-10s %s %s\n", c.Action, c.Kind, c.ID)
		for _, x := range c.Fields {
			fmt.Fprintf(w, "           %s: %q becomes %q\n", x.Name, x.From, x.To)
		}
		if c.Note != "" {
			fmt.Fprintf(w, "           %s\n", c.Note)
		}
	}
	e := p.Estimate
	if e == nil {
		return nil
	}
	fmt.Fprintf(w, "\nestimate for %s: full load %.1f to %.1f hours, instance %.0f to %.0f USD, transfer %.0f USD, in all %.0f to %.0f USD (us-east-1, early 2026)\n",
		e.Class, e.LoadHours[0], e.LoadHours[1], e.InstanceUSD[0], e.InstanceUSD[1], e.TransferUSD, e.TotalUSD[0], e.TotalUSD[1])
	for _, n := range e.Notes {
		fmt.Fprintln(w, n)
	}
	return nil
}

func (f *dmsFlags) planCmd() *cobra.Command {
	return &cobra.Command{Use: "plan", Short: "Show what apply would change, with estimated cost and duration", Args: cobra.NoArgs,
		RunE: f.on(func(cmd *cobra.Command, _ []string, c *awsdms.Session, s *awsdms.Stack) error {
			p, err := c.Plan(cmd.Context(), s)
			if err != nil {
				return err
			}
			return f.showPlan(cmd.OutOrStdout(), p)
		})}
}

func (f *dmsFlags) applyCmd() *cobra.Command {
	return &cobra.Command{Use: "apply", Short: "Create or update what the stack needs; safe to run again", Args: cobra.NoArgs,
		RunE: f.on(func(cmd *cobra.Command, _ []string, c *awsdms.Session, s *awsdms.Stack) error {
			p, err := c.Plan(cmd.Context(), s)
			if err != nil {
				return err
			}
			if err := c.Apply(cmd.Context(), s, p); err != nil {
				return err
			}
			return f.showPlan(cmd.OutOrStdout(), p)
		})}
}

func (f *dmsFlags) startCmd() *cobra.Command {
	o := awsdms.StartOptions{}
	cmd := &cobra.Command{Use: "start [TASK...]", Short: "Test the connections, run DMS's premigration assessment, start the tasks",
		RunE: f.on(func(cmd *cobra.Command, args []string, c *awsdms.Session, s *awsdms.Stack) error {
			o.Tasks = args
			if err := c.Start(cmd.Context(), s, o); err != nil {
				return err
			}
			_, err := f.showStatus(cmd, c, s, args, false)
			return err
		})}
	cmd.Flags().StringVar(&o.Type, "type", "", "start-replication, resume-processing or reload-target (default: start, or resume what ran before)")
	cmd.Flags().BoolVar(&o.SkipAssessment, "skip-assessment", false, "do not run DMS's premigration assessment")
	cmd.Flags().BoolVar(&o.Force, "force", false, "start although the premigration assessment failed")
	cmd.Flags().StringVar(&o.StartAt, "cdc-start-position", "", "position at which CDC starts, in the source's form")
	cmd.Flags().StringVar(&o.StopAt, "cdc-stop-position", "", "where CDC stops, as server_time:2026-02-09T12:12:12 or commit_time:...")
	return cmd
}

// showStatus prints the state of the tasks; bad tells whether a person must look.
func (f *dmsFlags) showStatus(cmd *cobra.Command, c *awsdms.Session, s *awsdms.Stack, names []string, tables bool) (bad bool, err error) {
	list, err := c.Status(cmd.Context(), s, names, tables)
	if err != nil {
		return false, err
	}
	for _, t := range list {
		bad = bad || t.Bad()
	}
	if f.json {
		return bad, printJSON(cmd.OutOrStdout(), list)
	}
	writeStatus(cmd.OutOrStdout(), list)
	return bad, nil
}

func writeStatus(w io.Writer, list []*awsdms.TaskStatus) {
	for _, t := range list {
		fmt.Fprintln(w, t.Line())
		for _, x := range t.Tables {
			fmt.Fprintf(w, "  %-40s %-24s %12d rows  +%d ~%d -%d  %s\n", x.Schema+"."+x.Table, x.State, x.Rows, x.Inserts, x.Updates, x.Deletes, x.Validation)
		}
	}
}

func (f *dmsFlags) statusCmd() *cobra.Command {
	tables := false
	cmd := &cobra.Command{Use: "status [TASK...]", Short: "Show load, tables, CDC lag and validation; exit status 1 when something failed",
		RunE: f.on(func(cmd *cobra.Command, args []string, c *awsdms.Session, s *awsdms.Stack) error {
			bad, err := f.showStatus(cmd, c, s, args, tables)
			if err == nil && bad {
				err = errFailOn
			}
			return err
		})}
	cmd.Flags().BoolVar(&tables, "tables", false, "with every table")
	return cmd
}

func (f *dmsFlags) watchCmd() *cobra.Command {
	every := 15 * time.Second
	cmd := &cobra.Command{Use: "watch [TASK...]", Short: "Show the tasks until all have stopped: a live table on a terminal, lines elsewhere",
		RunE: f.on(func(cmd *cobra.Command, args []string, c *awsdms.Session, s *awsdms.Stack) error {
			return f.watch(cmd, c, s, args, every)
		})}
	cmd.Flags().DurationVar(&every, "interval", every, "time between two looks")
	return cmd
}

func (f *dmsFlags) watch(cmd *cobra.Command, c *awsdms.Session, s *awsdms.Stack, names []string, every time.Duration) error {
	v := &view{w: cmd.OutOrStdout(), json: f.json, live: isTerminal(cmd.OutOrStdout()) && !f.json, now: time.Now}
	for {
		list, err := c.Status(cmd.Context(), s, names, v.live)
		if err != nil {
			return err
		}
		if err := v.show(list); err != nil {
			return err
		}
		over, bad := true, false
		for _, t := range list {
			over, bad = over && t.Over(), bad || t.Bad()
		}
		if over && bad {
			return errFailOn
		}
		if over {
			return nil
		}
		if err := sleep(cmd.Context(), every); err != nil {
			return nil // interrupted: whoever watches has seen enough
		}
	}
}

// view shows the state of the tasks again and again: as one document a line, as a table that is written over, or as lines
// with the time.
type view struct {
	w          io.Writer
	json, live bool
	now        func() time.Time
	lines      int // of the table that stands there
}

func (v *view) show(list []*awsdms.TaskStatus) error {
	switch {
	case v.json:
		return json.NewEncoder(v.w).Encode(list)
	case v.live:
		var b strings.Builder
		if v.lines > 0 {
			fmt.Fprintf(&b, "\x1b[%dA\x1b[J", v.lines)
		}
		at := b.Len()
		writeStatus(&b, list)
		v.lines = strings.Count(b.String()[at:], "\n")
		_, err := io.WriteString(v.w, b.String())
		return err
	}
	for _, t := range list {
		if _, err := fmt.Fprintln(v.w, v.now().UTC().Format(time.RFC3339), t.Line()); err != nil {
			return err
		}
	}
	return nil
}

func sleep(ctx context.Context, d time.Duration) error {
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(d):
		return nil
	}
}

func (f *dmsFlags) reloadCmd() *cobra.Command {
	task, validate := "", false
	cmd := &cobra.Command{Use: "reload SCHEMA.TABLE...", Short: "Load tables again while their task runs", Args: cobra.MinimumNArgs(1),
		RunE: f.on(func(cmd *cobra.Command, args []string, c *awsdms.Session, s *awsdms.Stack) error {
			return c.Reload(cmd.Context(), s, task, args, validate)
		})}
	cmd.Flags().StringVar(&task, "task", "", "the task (may be left out where the stack has one)")
	cmd.Flags().BoolVar(&validate, "validate-only", false, "validate the tables again, load nothing")
	return cmd
}

func (f *dmsFlags) stopCmd() *cobra.Command {
	return &cobra.Command{Use: "stop [TASK...]", Short: "Stop the tasks and wait until they have",
		RunE: f.on(func(cmd *cobra.Command, args []string, c *awsdms.Session, s *awsdms.Stack) error {
			return c.Stop(cmd.Context(), s, args)
		})}
}

func (f *dmsFlags) destroyCmd() *cobra.Command {
	yes := false
	cmd := &cobra.Command{Use: "destroy", Short: "Delete what the stack made on AWS; the databases are not touched", Args: cobra.NoArgs,
		RunE: f.on(func(cmd *cobra.Command, _ []string, c *awsdms.Session, s *awsdms.Stack) error {
			p, err := c.DestroyPlan(cmd.Context(), s)
			if err != nil {
				return err
			}
			if err := f.showPlan(cmd.OutOrStdout(), p); err != nil {
				return err
			}
			if !yes && !confirmed(cmd, s.Name) {
				return fmt.Errorf("not confirmed: nothing was deleted; type the stack's name, %s, or give --yes", s.Name)
			}
			return c.Destroy(cmd.Context(), p)
		})}
	cmd.Flags().BoolVar(&yes, "yes", false, "do not ask")
	return cmd
}

// confirmed asks for the stack's name.
func confirmed(cmd *cobra.Command, name string) bool {
	fmt.Fprintf(cmd.ErrOrStderr(), "type %s to delete all of it: ", name)
	line, _ := bufio.NewReader(cmd.InOrStdin()).ReadString('\n')
	return strings.TrimSpace(line) == name
}
