package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"path/filepath"
	"regexp"
	"time"

	"github.com/spf13/cobra"
	"golang.org/x/term"

	"github.com/crosswalk-db/crosswalk/replicate"
	"github.com/crosswalk-db/crosswalk/replicate/event"
	"github.com/crosswalk-db/crosswalk/replicate/mapping"
	"github.com/crosswalk-db/crosswalk/replicate/mysql"
	"github.com/crosswalk-db/crosswalk/replicate/postgres"
	"github.com/crosswalk-db/crosswalk/replicate/rules"
	"github.com/crosswalk-db/crosswalk/replicate/secret"
	"github.com/crosswalk-db/crosswalk/replicate/serve"
	"github.com/crosswalk-db/crosswalk/replicate/settings"
)

// replicateFlags are what a task is made of. What is stored of them holds no secret.
type replicateFlags struct {
	databases
	Task          string
	Dir           string `json:"-"`
	Mapping       string
	Settings      string
	Mode          string
	Listen        string
	ControlSchema string
	StartPosition string
	StopPosition  string
	StopTime      string
	DeferIndexes  bool
	ChunkMB       int
	ReverseOf     string `json:",omitempty"` // the task in the other direction that a cut-over has ended
	Swapped       bool   `json:",omitempty"` // source and target of the command line change places
	restart       bool
	adopted       bool
	follow        bool
	quiet         bool
}

func newReplicate() *cobra.Command {
	f := &replicateFlags{}
	cmd := &cobra.Command{
		Use:   "replicate --source URL --target URL --mapping FILE",
		Short: "Copy tables to another database and keep them alike",
		Long: `Copies the tables that a DMS table mapping selects and then applies what changes on the source, without a gap or a repetition.
A task that was stopped or killed goes on where it was when it is started again with the same --task.

URLs are postgres://user@host:port/database and mysql://user@host:port/database. Give passwords by reference
(--source-password env:NAME, file:PATH or aws:SECRET#KEY), or whole URLs in CROSSWALK_SOURCE and CROSSWALK_TARGET:
a command line can be read by other users of the machine.`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return runReplicate(cmd, f) },
	}
	p := cmd.PersistentFlags()
	p.StringVar(&f.Task, "task", "crosswalk", "name of the task")
	p.StringVar(&f.Dir, "dir", "", "folder of the task's files (default: crosswalk/TASK in the user's cache folder)")
	f.databases.add(p)
	p.StringVar(&f.Mapping, "mapping", "", "table mapping (JSON of AWS DMS); without it all tables are copied as they are")
	p.StringVar(&f.Settings, "settings", "", "task settings (JSON of AWS DMS)")
	p.StringVar(&f.Mode, "mode", string(replicate.FullLoadCDC), "full-load, full-load-and-cdc or cdc")
	p.StringVar(&f.ControlSchema, "control-schema", "", "schema of the control tables on the target")
	l := cmd.Flags()
	l.StringVar(&f.Listen, "listen", "", "address for status page and metrics, such as :9110 (loopback unless a host is given)")
	l.StringVar(&f.StartPosition, "start-position", "", "cdc only: where in the source's log to start")
	l.StringVar(&f.StopPosition, "stop-position", "", "stop before the first transaction behind this position")
	l.StringVar(&f.StopTime, "stop-time", "", "stop before the first transaction committed after this moment (RFC 3339)")
	l.BoolVar(&f.DeferIndexes, "defer-indexes", false, "drop the target's indexes and foreign keys for the load, and make them again behind it")
	l.IntVar(&f.ChunkMB, "chunk-mb", int(replicate.DefaultOptions().ChunkBytes>>20), "size of the pieces in which large tables are loaded")
	l.BoolVar(&f.follow, "follow-failover", false, "MariaDB and MySQL: go on by GTID when another server of the source's group has taken its place")
	l.BoolVar(&f.restart, "restart", false, "forget the task's state and load everything again")
	l.BoolVar(&f.quiet, "quiet", false, "no live table")
	cmd.AddCommand(replicateCommands(f)...)
	return cmd
}

var taskName = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9_.-]{0,62}$`)

// folder is the task's folder, made when it is missing.
func (f *replicateFlags) folder() (string, error) {
	if !taskName.MatchString(f.Task) {
		return "", fmt.Errorf("task name %q: use letters, digits, hyphens, dots and underscores, 63 at most", f.Task)
	}
	dir := f.Dir
	if dir == "" {
		base, err := os.UserCacheDir()
		if err != nil {
			return "", fmt.Errorf("%w: give a folder with --dir", err)
		}
		dir = filepath.Join(base, "crosswalk", f.Task)
	}
	return dir, os.MkdirAll(dir, 0o700)
}

// load fills in what the task was started with, where the command line says nothing. A reverse task takes the command line of
// the task that it turns back: the databases change places.
func (f *replicateFlags) load(dir string) {
	var old replicateFlags
	b, err := os.ReadFile(filepath.Join(dir, "task.json"))
	if err != nil || json.Unmarshal(b, &old) != nil || f.adopted {
		return
	}
	if old.Swapped {
		f.swap()
	}
	if old.ReverseOf != "" {
		f.Mode, f.Mapping, f.ReverseOf, f.Swapped = old.Mode, "", old.ReverseOf, old.Swapped
	}
	f.adopted = true
	for _, p := range []struct{ to, from *string }{{&f.Source, &old.Source}, {&f.Target, &old.Target}, {&f.SourcePassword, &old.SourcePassword},
		{&f.TargetPassword, &old.TargetPassword}, {&f.Mapping, &old.Mapping}, {&f.Settings, &old.Settings}, {&f.ControlSchema, &old.ControlSchema}} {
		if *p.to == "" {
			*p.to = *p.from
		}
	}
}

// save keeps how the task was started, without passwords.
func (f *replicateFlags) save(dir string) error {
	k := *f
	k.Source, k.Target = secret.Hide(f.Source), secret.Hide(f.Target)
	for _, p := range []*string{&k.Mapping, &k.Settings} {
		if *p != "" {
			if abs, err := filepath.Abs(*p); err == nil {
				*p = abs
			}
		}
	}
	b, err := json.MarshalIndent(k, "", "  ")
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(dir, "task.json"), b, 0o600)
}

// taskOptions joins flags and settings.
func (f *replicateFlags) options(dir string, log func(string, ...any)) (replicate.Options, error) {
	o := replicate.DefaultOptions()
	o.Name, o.Mode, o.SpillDir, o.Log = f.Task, replicate.Mode(f.Mode), dir, log
	o.DeferIndexes, o.ChunkBytes, o.FollowFailover = f.DeferIndexes, int64(f.ChunkMB)<<20, f.follow
	o.Begun = f.ReverseOf != ""
	o.StartPosition, o.StopPosition = event.Position(f.StartPosition), event.Position(f.StopPosition)
	switch o.Mode {
	case replicate.FullLoad, replicate.FullLoadCDC, replicate.CDC:
	default:
		return o, fmt.Errorf("--mode %s: it is full-load, full-load-and-cdc or cdc", f.Mode)
	}
	if f.StopTime != "" {
		at, err := time.Parse(time.RFC3339, f.StopTime)
		if err != nil {
			return o, fmt.Errorf("--stop-time %q is no moment such as 2026-01-31T12:00:00Z", f.StopTime)
		}
		o.StopTime = at
	}
	if f.Settings == "" {
		return o, nil
	}
	b, err := os.ReadFile(f.Settings)
	if err != nil {
		return o, err
	}
	doc, problems := settings.Parse(f.Settings, b)
	for _, p := range problems {
		if doc != nil { // or else they come as the error
			log("%s", p)
		}
	}
	if doc == nil {
		return o, settings.Err(problems)
	}
	notes, err := o.Settings(doc)
	if err != nil {
		return o, fmt.Errorf("%s: %w", f.Settings, err)
	}
	for _, n := range notes {
		log("%s: %s", f.Settings, n)
	}
	if f.ControlSchema == "" {
		f.ControlSchema = doc.ControlTablesSettings.ControlSchema
	}
	return o, nil
}

// ends are the two sides of a task.
type ends struct {
	source  replicate.Origin
	target  replicate.Destination
	mapping replicate.Mapping
	spill   string // folder of large transactions
	urls    []string
}

// redact keeps passwords out of what is shown of an error.
func (e *ends) redact(err error) error {
	for _, u := range e.urls {
		err = secret.Redact(err, u)
	}
	return err
}

func (e *ends) close() {
	e.source.Close()
	e.target.Close()
}

// open makes both sides; nothing is connected yet.
func (f *replicateFlags) open(ctx context.Context, dir string, warn func(string)) (*ends, error) {
	if f.Source == "" || f.Target == "" {
		return nil, errors.New("--source and --target are needed (or CROSSWALK_SOURCE and CROSSWALK_TARGET)")
	}
	src, err := f.source(ctx)
	if err != nil {
		return nil, err
	}
	dst, err := f.target(ctx)
	if err != nil {
		return nil, err
	}
	e := &ends{urls: []string{src, dst}, spill: dir}
	var dialect mapping.Dialect
	if e.source, dialect, err = openSource(src, f.Task, dir); err != nil {
		return nil, err
	}
	if e.target, err = openTarget(dst, f.ControlSchema); err != nil {
		return nil, err
	}
	if f.ReverseOf != "" {
		e.mapping, err = readTables(dir)
		return e, err
	}
	e.mapping, err = f.readMapping(dialect, warn)
	return e, err
}

// engines are the databases that the replicator knows.
func openSource(raw, task, dir string) (replicate.Origin, mapping.Dialect, error) {
	switch scheme(raw) {
	case "postgres", "postgresql":
		s, err := postgres.NewSource(raw, task)
		if err != nil {
			return nil, nil, err
		}
		s.SpillDir = dir
		return s, mapping.PostgresSQL, nil
	case "mysql", "mariadb":
		s, err := mysql.NewSource(raw)
		if err != nil {
			return nil, nil, err
		}
		s.SpillDir = dir
		return s, mapping.MySQLSQL, nil
	}
	return nil, nil, fmt.Errorf("--source: %q is no kind of database that can be read; use postgres:// or mysql://", scheme(raw))
}

func openTarget(raw, control string) (replicate.Destination, error) {
	switch scheme(raw) {
	case "postgres", "postgresql":
		return postgres.NewTarget(raw, control)
	case "mysql", "mariadb":
		return mysql.NewTarget(raw, control)
	}
	return nil, fmt.Errorf("--target: %q is no kind of database that can be written; use postgres:// or mysql://", scheme(raw))
}

func (f *replicateFlags) readMapping(d mapping.Dialect, warn func(string)) (replicate.Mapping, error) {
	if f.Mapping == "" {
		return replicate.Identity{}, nil
	}
	b, err := os.ReadFile(f.Mapping)
	if err != nil {
		return nil, err
	}
	doc, problems := mapping.Parse(f.Mapping, b)
	for _, p := range problems {
		if p.Severity == mapping.Warning {
			warn(p.String())
		}
	}
	if err := problems.Err(); err != nil {
		return nil, err
	}
	m := rules.New(mapping.Compile(doc, mapping.Options{}), d)
	m.Warn = warn
	return m, nil
}

// runReplicate runs a task, and behind a cut-over the one that streams back.
func runReplicate(cmd *cobra.Command, f *replicateFlags) error {
	for f != nil {
		next, err := f.run(cmd)
		if err != nil {
			return err
		}
		f = next
	}
	return nil
}

// run runs one task to its end; it gives the reverse task when it was cut over to one.
func (f *replicateFlags) run(cmd *cobra.Command) (*replicateFlags, error) {
	ctx, stop := context.WithCancel(cmd.Context())
	defer stop()
	dir, err := f.folder()
	if err != nil {
		return nil, err
	}
	errOut := cmd.ErrOrStderr()
	say := func(format string, args ...any) {
		fmt.Fprintf(errOut, time.Now().UTC().Format("15:04:05 ")+format+"\n", args...)
	}
	if warning := f.exposed(); warning != "" {
		say("%s", warning)
	}
	if isReverse(dir) {
		if f.load(dir); f.ReverseOf == "" { // or else it would load, and in the wrong direction
			return nil, fmt.Errorf("%s does not tell how the task was started: a reverse task begins with a cut-over", filepath.Join(dir, "task.json"))
		}
	}
	o, err := f.options(dir, say)
	if err != nil {
		return nil, err
	}
	e, err := f.open(ctx, dir, func(s string) { say("%s", s) })
	if err != nil {
		return nil, err
	}
	defer e.close()
	// The socket comes first: two processes of one task do not even meet at the target.
	l, err := serve.ListenUnix(filepath.Join(dir, "control.sock"))
	if err != nil {
		return nil, err
	}
	if err := f.ready(ctx, dir, e, o.Mode, say); err != nil {
		l.Close()
		if ctx.Err() != nil { // told to stop before it has begun
			fmt.Fprintf(cmd.OutOrStdout(), "stopped: %s\n", replicate.StopNormal)
			return nil, nil
		}
		return nil, e.redact(err)
	}
	task := replicate.NewTask(o, e.source, e.target, e.mapping)
	back := &reversal{of: f, dir: dir, say: say}
	defer back.close()
	go serve.Serve(ctx, l, serve.Control(task, serve.Commands{Stop: stop, Reverse: back.make})) //nolint:errcheck // without its socket a task runs all the same
	if f.Listen != "" {
		if err := listen(ctx, f.Listen, task, say); err != nil {
			return nil, err
		}
	}
	show := watch(ctx, errOut, task, f.quiet)
	reason, err := task.Run(ctx)
	stop()
	show()
	next := back.begun(e, task)
	return next, finishReplicate(cmd.OutOrStdout(), dir, task, e, reason, err)
}

// ready looks whether the task can run, and writes down how it was started.
func (f *replicateFlags) ready(ctx context.Context, dir string, e *ends, mode replicate.Mode, say func(string, ...any)) error {
	if f.ReverseOf != "" {
		if err := f.turned(ctx); err != nil {
			return err
		}
	}
	if f.restart {
		if err := f.forget(ctx, e); err != nil {
			return err
		}
	}
	if err := f.preflight(ctx, e, mode != replicate.FullLoad, say); err != nil {
		return err
	}
	return f.save(dir)
}

// finishReplicate writes the last report where status finds it.
func finishReplicate(out io.Writer, dir string, task *replicate.Task, e *ends, reason replicate.StopReason, err error) error {
	r := task.Stats.Report()
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	if made, merr := e.source.Made(ctx); merr == nil {
		r.Created = made
	}
	b, jerr := json.MarshalIndent(r, "", "  ")
	if jerr == nil {
		jerr = os.WriteFile(filepath.Join(dir, "status.json"), b, 0o600)
	}
	if err != nil {
		return errors.Join(e.redact(err), jerr)
	}
	serve.Table(out, r, 1000, 0)
	fmt.Fprintf(out, "stopped: %s\n", reason)
	for _, c := range r.Created {
		fmt.Fprintf(out, "kept on the source: %s (crosswalk replicate stop --drop removes it)\n", c)
	}
	if n := r.ReplicationTaskStats.TablesErrored; n > 0 {
		return fmt.Errorf("%d tables are in state %q", n, replicate.TableError)
	}
	return jerr
}

// listen opens the public page; without a host it is for this machine alone.
func listen(ctx context.Context, addr string, task *replicate.Task, say func(string, ...any)) error {
	host, port, err := net.SplitHostPort(addr)
	if err != nil {
		return fmt.Errorf("--listen %s: %w", addr, err)
	}
	if host == "" {
		host = "127.0.0.1"
	}
	l, err := net.Listen("tcp", net.JoinHostPort(host, port))
	if err != nil {
		return err
	}
	say("status page and metrics on http://%s/", l.Addr())
	go serve.Serve(ctx, l, serve.Public(task)) //nolint:errcheck // without its page a task runs all the same
	return nil
}

// watch shows the live table on a terminal; the function that it gives ends it.
func watch(ctx context.Context, w io.Writer, task *replicate.Task, quiet bool) func() {
	file, ok := w.(*os.File)
	if quiet || !ok || !term.IsTerminal(int(file.Fd())) {
		return func() {}
	}
	done, ended := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(ended)
		begin := time.Now()
		for {
			select {
			case <-done:
				return
			case <-ctx.Done():
				return
			case <-time.After(time.Second):
			}
			_, height, err := term.GetSize(int(file.Fd()))
			if err != nil {
				height = 24
			}
			r := task.Stats.Report()
			var eta time.Duration
			if p := r.ReplicationTaskStats.FullLoadProgressPercent; p > 0 {
				eta = time.Since(begin) * time.Duration(100-p) / time.Duration(p)
			}
			fmt.Fprint(w, "\x1b[H\x1b[2J")
			serve.Table(w, r, height-1, eta)
		}
	}()
	return func() { close(done); <-ended }
}
