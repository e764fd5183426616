package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/crosswalk-db/crosswalk/replicate"
	"github.com/crosswalk-db/crosswalk/replicate/event"
	"github.com/crosswalk-db/crosswalk/replicate/serve"
	"github.com/crosswalk-db/crosswalk/replicate/spill"
)

// replicateCommands act on a task, running or not.
func replicateCommands(f *replicateFlags) []*cobra.Command {
	var asJSON, drop, readOnly, grants, back bool
	var user, reverse string
	var timeout time.Duration
	named := func(args []string) (string, error) {
		if len(args) == 1 {
			f.Task = args[0]
		}
		return f.folder()
	}
	status := &cobra.Command{Use: "status [TASK]", Short: "Show a task's states and statistics", Args: cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			dir, err := named(args)
			if err != nil {
				return err
			}
			return showStatus(cmd, dir, asJSON)
		}}
	status.Flags().BoolVar(&asJSON, "json", false, "as JSON, with the names of the AWS DMS API")
	reload := &cobra.Command{Use: "reload TABLE...", Short: "Load tables again while the others stream", Args: cobra.MinimumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			dir, err := f.folder()
			if err != nil {
				return err
			}
			return reloadTables(cmd, dir, args)
		}}
	stop := &cobra.Command{Use: "stop [TASK]", Short: "Stop a task in order", Args: cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			dir, err := named(args)
			if err != nil {
				return err
			}
			return f.stopTask(cmd, dir, drop)
		}}
	stop.Flags().BoolVar(&drop, "drop", false, "also remove what the task made on the source (slot, publications) and its state on the target")
	cut := &cobra.Command{Use: "cutover [TASK]", Short: "Wait for zero lag, check, set sequences, and stop", Args: cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			dir, err := named(args)
			if err != nil {
				return err
			}
			path := "/cutover?timeout=" + timeout.String()
			if readOnly {
				path += "&read-only"
			}
			if reverse == " " {
				reverse = reverseName(f.Task)
			}
			if reverse != "" {
				path += "&reverse=" + url.QueryEscape(reverse)
			}
			return cutover(cmd, dir, path)
		}}
	cut.Flags().BoolVar(&readOnly, "read-only", false, "make the source read-only first")
	cut.Flags().StringVar(&reverse, "reverse", "", "stream back from now on what is written to the target, by a task of this name (default: the task's, and "+reverseSuffix+")")
	cut.Flags().Lookup("reverse").NoOptDefVal = " "
	cut.Flags().DurationVar(&timeout, "timeout", 10*time.Minute, "how long to wait for zero lag")
	pre := &cobra.Command{Use: "preflight", Short: "Look for what would make the task fail; nothing is created", Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return f.runPreflight(cmd, grants, back, user) }}
	pre.Flags().BoolVar(&grants, "grants", false, "print the least rights that the task's users need")
	pre.Flags().BoolVar(&back, "reverse", false, "look at the way back too, which cutover --reverse begins")
	pre.Flags().StringVar(&user, "user", "crosswalk", "name of the user in --grants")
	return []*cobra.Command{status, reload, stop, cut, pre}
}

// errNotRunning means that nothing answers on the task's socket.
var errNotRunning = errors.New("the task is not running")

// call sends a request to a running task.
func call(ctx context.Context, dir, method, path string, body any) (*http.Response, error) {
	client := &http.Client{Transport: &http.Transport{DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) {
		c, err := (&net.Dialer{}).DialContext(ctx, "unix", filepath.Join(dir, "control.sock"))
		if err != nil {
			return nil, errNotRunning
		}
		return c, nil
	}}}
	var r io.Reader
	if body != nil {
		b, err := json.Marshal(body)
		if err != nil {
			return nil, err
		}
		r = bytes.NewReader(b)
	}
	req, err := http.NewRequestWithContext(ctx, method, "http://task"+path, r)
	if err != nil {
		return nil, err
	}
	return client.Do(req)
}

func showStatus(cmd *cobra.Command, dir string, asJSON bool) error {
	var b []byte
	resp, err := call(cmd.Context(), dir, "GET", "/status", nil)
	switch {
	case err == nil:
		defer resp.Body.Close()
		b, err = io.ReadAll(resp.Body)
	case errors.Is(err, errNotRunning):
		b, err = os.ReadFile(filepath.Join(dir, "status.json"))
		if errors.Is(err, os.ErrNotExist) {
			return errors.New("no such task has run here (--task, --dir)")
		}
	}
	if err != nil {
		return err
	}
	if asJSON {
		_, err = fmt.Fprintln(cmd.OutOrStdout(), strings.TrimSpace(string(b)))
		return err
	}
	var r replicate.Report
	if err := json.Unmarshal(b, &r); err != nil {
		return err
	}
	serve.Table(cmd.OutOrStdout(), r, 1<<20, 0)
	if r.LastFailureMessage != "" {
		fmt.Fprintln(cmd.OutOrStdout(), r.LastFailureMessage)
	}
	return nil
}

func reloadTables(cmd *cobra.Command, dir string, args []string) error {
	var ids []event.TableID
	for _, a := range args {
		schema, name, ok := strings.Cut(a, ".")
		if !ok {
			return fmt.Errorf("%s: tables are given as SCHEMA.TABLE", a)
		}
		ids = append(ids, event.TableID{Schema: schema, Name: name})
	}
	resp, err := call(cmd.Context(), dir, "POST", "/reload", ids)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		b, _ := io.ReadAll(resp.Body)
		return errors.New(strings.TrimSpace(string(b)))
	}
	fmt.Fprintln(cmd.OutOrStdout(), "reloading; crosswalk replicate status shows how far it is")
	return nil
}

// stopTask asks a running task to stop, waits for it, and removes what it made when asked.
func (f *replicateFlags) stopTask(cmd *cobra.Command, dir string, drop bool) error {
	ctx, out := cmd.Context(), cmd.OutOrStdout()
	resp, err := call(ctx, dir, "POST", "/stop", nil)
	switch {
	case err == nil:
		resp.Body.Close()
		if err := waitGone(ctx, dir); err != nil {
			return err
		}
		fmt.Fprintln(out, "stopped")
	case !errors.Is(err, errNotRunning):
		return err
	case !drop:
		return errNotRunning
	}
	if !drop {
		return nil
	}
	f.load(dir)
	e, err := f.open(ctx, dir, func(string) {})
	if err != nil {
		return err
	}
	defer e.close()
	made, err := e.source.Drop(ctx)
	if err != nil {
		return err
	}
	for _, m := range made {
		fmt.Fprintln(out, "dropped from the source: "+m)
	}
	left, err := e.source.Made(ctx)
	if err != nil {
		return err
	}
	for _, m := range left {
		fmt.Fprintln(out, "left on the source, since the user may not drop it: "+m)
	}
	to, err := f.streamsBack(ctx, e)
	if err != nil {
		return err
	}
	if to != "" {
		fmt.Fprintf(out, "kept the task's state, which says that it was cut over: task %s streams back, and would bring round what this one brings\n", to)
		return nil
	}
	if err := e.target.Forget(ctx, f.Task); err != nil {
		return err
	}
	fmt.Fprintln(out, "removed the task's state from the control tables of the target; awsdms_ tables stay")
	return nil
}

func waitGone(ctx context.Context, dir string) error {
	for {
		resp, err := call(ctx, dir, "GET", "/status", nil)
		if err != nil {
			if errors.Is(err, errNotRunning) {
				return nil
			}
			return err
		}
		resp.Body.Close()
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(100 * time.Millisecond):
		}
	}
}

func cutover(cmd *cobra.Command, dir, path string) error {
	resp, err := call(cmd.Context(), dir, "POST", path, nil)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	var text bytes.Buffer
	if _, err := io.Copy(io.MultiWriter(cmd.OutOrStdout(), &text), resp.Body); err != nil {
		return err
	}
	if !strings.Contains(text.String(), "done: ") {
		return errors.New("the cut-over was not made; the task goes on")
	}
	return nil
}

// mapped gives what the mapping makes of the source's tables.
func (e *ends) mapped(ctx context.Context) ([]*replicate.Mapped, error) {
	all, err := e.source.Describe(ctx, nil)
	if err != nil {
		return nil, err
	}
	return e.mapping.Map(all)
}

// tables gives the tables of both sides that the mapping selects.
func (e *ends) tables(ctx context.Context) (src, dst []*event.Table, err error) {
	mapped, err := e.mapped(ctx)
	if err != nil {
		return nil, nil, err
	}
	for _, m := range mapped {
		src, dst = append(src, m.Source), append(dst, m.Target)
	}
	return src, dst, nil
}

// preflight tells of every problem, and fails on a fatal one.
func (f *replicateFlags) preflight(ctx context.Context, e *ends, stream bool, say func(string, ...any)) error {
	problems, err := replicate.Preflight(ctx, e.source, e.target, e.mapping, stream)
	if err != nil {
		return err
	}
	problems = append(problems, roomFor(e.spill)...)
	fatal := 0
	for _, p := range problems {
		word := "warning"
		if p.Fatal {
			word = "error"
			fatal++
		}
		say("%s: %s: %s: %s", p.Side, word, p.Text, p.Fix)
	}
	if fatal > 0 {
		return fmt.Errorf("%d problems must be solved first; nothing was created", fatal)
	}
	return nil
}

// freeSpace is spill.Free; a test has disks of its own.
var freeSpace = spill.Free

// Less than leastRoom for large transactions and for changes of tables that are being reloaded is an error, less than goodRoom a
// warning.
const leastRoom, goodRoom = 128 << 20, 2 << 30

func roomFor(dir string) []replicate.Problem {
	free, ok := freeSpace(dir)
	if !ok || free >= goodRoom {
		return nil
	}
	return []replicate.Problem{{Fatal: free < leastRoom, Side: "here", Text: fmt.Sprintf("%d MB are free in %s, where large transactions wait", free>>20, dir),
		Fix: "make room, or give another folder with --dir"}}
}
