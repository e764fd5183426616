package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"github.com/crosswalk-db/crosswalk/assess"
	"github.com/crosswalk-db/crosswalk/assess/proof"
	"github.com/crosswalk-db/crosswalk/assess/proof/pgserver"
	"github.com/crosswalk-db/crosswalk/cmd/outdir"
	"github.com/crosswalk-db/crosswalk/cmd/pipeline"
)

// tally counts what became of the batches: failed is those of the agreeing that fail for the reason that is stored, otherwise those that
// fail for another one.
type tally struct{ agree, failed, otherwise, differ, told, refused, unknown, tainted, left int }

func (t *tally) add(o tally) {
	t.agree += o.agree
	t.failed += o.failed
	t.otherwise += o.otherwise
	t.differ += o.differ
	t.told += o.told
	t.refused += o.refused
	t.unknown += o.unknown
	t.tainted += o.tainted
	t.left += o.left
}

func (t *tally) text(scripts int) string {
	return fmt.Sprintf("%d scripts: %d batches agree (%d by the error that is stored), %d fail as stored but for another reason, %d differ without a word, %d differ and are yellow, "+
		"%d refused, %d with nothing to compare, %d behind one that was refused or differs, %d left out",
		scripts, t.agree, t.failed, t.otherwise, t.differ, t.told, t.refused, t.unknown, t.tainted, t.left)
}

// proveOutputs compares with the stored outputs of a folder. list prints each batch that differs.
func proveOutputs(ctx context.Context, folder, only string, list bool, w io.Writer) (bool, error) {
	groups, err := readGroups(folder, only)
	if err != nil {
		return false, err
	}
	server, err := pgserver.Start(ctx, pgserver.Options{})
	if err != nil {
		return false, err
	}
	defer server.Stop()
	var sum tally
	for i, g := range groups {
		g.classify()
		db := fmt.Sprintf("stored_%d", i)
		if err := adminExec(ctx, server, "CREATE DATABASE "+db+" TEMPLATE template0"); err != nil {
			return false, err
		}
		t, err := proveGroup(ctx, &g, server.URL(db), list, w)
		if err != nil {
			fmt.Fprintf(w, "%s: %v\n", g.name, err)
		}
		sum.add(t)
		if list {
			fmt.Fprintf(os.Stderr, "%s: %s\n", g.name, sum.text(i+1))
		}
		if err := adminExec(ctx, server, "DROP DATABASE "+db+" WITH (FORCE)"); err != nil {
			return false, err
		}
	}
	fmt.Fprintln(w, sum.text(len(groups)))
	return sum.differ == 0, nil
}

func adminExec(ctx context.Context, s *pgserver.Server, sql string) error {
	c, err := pgx.Connect(ctx, s.URL("postgres"))
	if err != nil {
		return err
	}
	defer c.Close(ctx)
	_, err = c.Exec(ctx, sql)
	return err
}

// proveGroup converts and runs one script.
func proveGroup(ctx context.Context, g *group, url string, list bool, w io.Writer) (t tally, err error) {
	dir, err := os.MkdirTemp("", "stored")
	if err != nil {
		return t, err
	}
	defer os.RemoveAll(dir)
	var src strings.Builder
	g.source(&src)
	in := filepath.Join(dir, "in")
	if err := errors.Join(os.MkdirAll(in, 0o755), os.WriteFile(filepath.Join(in, "script.sql"), []byte(src.String()), 0o644)); err != nil {
		return t, err
	}
	res, err := pipeline.Run(ctx, pipeline.Options{From: "sqlserver", To: "postgres", Paths: []string{in}, Verify: true, VerifyURL: url})
	if err != nil {
		return t, err
	}
	build := filepath.Join(dir, "build")
	if err := outdir.Write(build, res.Files); err != nil {
		return t, err
	}
	if err := proof.RunScript(ctx, url, filepath.Join(build, "install.sql")); err != nil {
		return t, fmt.Errorf("install.sql: %w", err)
	}
	status := map[string]assess.Object{}
	for _, o := range res.Report.Objects {
		status[strings.ToLower(o.Name)] = o
	}
	cfg, err := pgx.ParseConfig(url)
	if err != nil {
		return t, err
	}
	cfg.DefaultQueryExecMode = pgx.QueryExecModeSimpleProtocol
	cfg.RuntimeParams["timezone"] = "UTC"
	cfg.RuntimeParams["statement_timeout"] = "20s"
	c, err := pgx.ConnectConfig(ctx, cfg)
	if err != nil {
		return t, err
	}
	defer c.Close(ctx)
	r := &runner{g: g, conn: c.PgConn(), status: status, files: res.Files, list: list, w: w}
	return r.run(ctx), nil
}

// runner runs the steps of one script.
type runner struct {
	g       *group
	conn    *pgconn.PgConn
	status  map[string]assess.Object
	files   map[string]string
	list    bool
	w       io.Writer
	texts   map[string][]string // what defines an object, by its name
	yellow  map[string]bool     // objects with findings
	tainted bool                // a step before was refused or differs: what follows may differ because of it
}

var (
	changes      = regexp.MustCompile(`(?i)\b(insert|update|delete|merge|exec|execute|alter|create)\b`)
	notSupported = regexp.MustCompile(`(?i)not (currently |yet )?supported|babelfish|permission denied|does not exist`)
	noProgram    = regexp.MustCompile(refusedSource)
	deviates     = regexp.MustCompile(deviations)
	ordered      = regexp.MustCompile(`(?i)order\s+by`)
)

// refusedSource are messages about a text that SQL Server does not compile: no deployed program contains such, and what becomes of it
// is nothing to compare.
const refusedSource = `(?i)syntax error|variable assignment|must have an alias|exceeds the maximum allowed|is invalid for argument|data type \S+ is invalid for|` +
	`implicit conversion .* not allowed|invalid for local variables|number of given values|combined with data-retrieval|cannot be a constant|substitution parameters|` +
	`maximum number of arguments|scale argument|cannot cast type|must have same argument data type|function requires|should have at least|must be a string literal|` +
	`not allowed in|not supported for|is found but cannot be used|can.?not be used|already exists|specified more than once|string size for the given|invalid use of|has more expressions`

// deviations are what Babelfish does otherwise than Microsoft documents: the boundaries of quarters that DATEDIFF crosses, the bytes of
// national texts.
const deviations = `(?i)\bdatediff(_big)?\s*\(\s*(quarter|qq|q)\s*,|\bdatalength\b[\s\S]*\bn(var)?char\b|\bn(var)?char\b[\s\S]*\bdatalength\b`

func (r *runner) run(ctx context.Context) (t tally) {
	for i, s := range r.g.steps {
		if !s.runs {
			t.left++
			if s.comment != "" && s.comment != "left out" && changes.MatchString(s.text) {
				r.tainted = true
			}
			continue
		}
		o := r.status["dbo."+stepName(i)]
		if o.Status != assess.Green && o.Status != assess.Yellow {
			t.refused++
			if len(s.errors) == 0 {
				r.print("refused", i, o, "")
			}
			r.tainted = r.tainted || changes.MatchString(s.text)
			continue
		}
		sets, err := r.call(ctx, stepName(i))
		diff := r.judge(s, sets, err)
		switch {
		case diff == "" && err != nil && !sameCause(s.errors[0], err):
			t.otherwise++
			r.print("error", i, o, "stored the error "+s.errors[0]+", got "+err.Error())
		case diff == "":
			t.agree++
			if err != nil {
				t.failed++
			}
		case diff == "nothing":
			t.unknown++
		case r.tainted:
			t.tainted++
		case r.told(i, o):
			t.told++
			r.print("yellow", i, o, diff)
		default:
			t.differ++
			r.print("GREEN", i, o, diff)
		}
		if diff != "" && changes.MatchString(s.text) {
			r.tainted = true
		}
	}
	return t
}

func (r *runner) judge(s *step, sets []resultSet, err error) string {
	switch {
	case err != nil && len(s.errors) > 0:
		return "" // sameCause looks at the two
	case deviates.MatchString(s.text):
		return "nothing"
	case len(s.errors) > 0 && err == nil && noProgram.MatchString(s.errors[0]):
		return "nothing"
	case len(s.errors) > 0 && notSupported.MatchString(s.errors[0]):
		return "nothing"
	case len(s.errors) > 0:
		return "stored the error " + s.errors[0] + ", got none"
	case err != nil:
		return "stored no error, got " + err.Error()
	}
	return difference(s.sets, sets, ordered.MatchString(s.text))
}

func (r *runner) print(what string, i int, o assess.Object, diff string) {
	if !r.list {
		return
	}
	codes := ""
	for _, f := range o.Findings {
		codes += " " + f.Code
		if what == "refused" && f.Severity == "red" {
			codes += " " + oneLine(f.Message)
		}
	}
	fmt.Fprintf(r.w, "%s %s:%d%s\n  %s\n  %s\n", what, r.g.name, i+1, codes, oneLine(r.g.steps[i].text), oneLine(diff))
}

// call runs one converted batch: a function that returns rows, or a procedure that opens cursors.
func (r *runner) call(ctx context.Context, name string) ([]resultSet, error) {
	var kind string
	rows, err := r.exec(ctx, "SELECT prokind::text FROM pg_proc WHERE proname = '"+name+"'")
	if err != nil || len(rows) == 0 || len(rows[0].rows) == 0 {
		return nil, errors.New("it is not there")
	}
	kind = rows[0].rows[0][0]
	if kind == "f" {
		return r.query(ctx, "SELECT * FROM dbo."+name+"()")
	}
	if _, err := r.exec(ctx, "BEGIN"); err != nil {
		return nil, err
	}
	cursors, err := r.exec(ctx, "CALL dbo."+name+"()")
	var sets []resultSet
	if err == nil && len(cursors) > 0 && len(cursors[0].rows) > 0 {
		for k, c := range cursors[0].rows[0] {
			if !strings.HasPrefix(cursors[0].types[k], "result_") {
				continue
			}
			var set []resultSet
			if set, err = r.query(ctx, `FETCH ALL FROM "`+c+`"`); err != nil {
				if strings.Contains(err.Error(), "does not exist") { // a way through the body that does not open it
					return sets, r.end(ctx, nil)
				}
				break
			}
			sets = append(sets, set...)
		}
	}
	return sets, r.end(ctx, err)
}

func (r *runner) end(ctx context.Context, err error) error {
	word := "COMMIT"
	if err != nil {
		word = "ROLLBACK"
	}
	_, end := r.exec(ctx, word)
	return errors.Join(err, end)
}

// query gives one result, also where it has no rows.
func (r *runner) query(ctx context.Context, sql string) ([]resultSet, error) {
	sets, err := r.exec(ctx, sql)
	if err == nil && len(sets) == 0 {
		sets = []resultSet{{}}
	}
	return sets, err
}

func (r *runner) exec(ctx context.Context, sql string) ([]resultSet, error) {
	results, err := r.conn.Exec(ctx, sql).ReadAll()
	var out []resultSet
	for _, x := range results {
		if len(x.FieldDescriptions) == 0 {
			continue
		}
		var s resultSet
		for _, f := range x.FieldDescriptions {
			s.types = append(s.types, f.Name)
		}
		for _, row := range x.Rows {
			vals := make([]string, len(row))
			for i, v := range row {
				vals[i] = string(v)
				if v == nil {
					vals[i] = "<NULL>"
				}
			}
			s.rows = append(s.rows, vals)
		}
		out = append(out, s)
	}
	return out, err
}
