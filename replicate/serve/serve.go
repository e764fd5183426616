// Package serve shows a running task: its statistics as JSON, its metrics for Prometheus, a small page for people, and,
// on a socket of the task's own folder, the commands that act on it.
package serve

import (
	"context"
	"encoding/json"
	"fmt"
	"html/template"
	"io"
	"net"
	"net/http"
	"os"
	"sort"
	"strings"
	"time"

	"github.com/crosswalk-db/crosswalk/replicate"
	"github.com/crosswalk-db/crosswalk/replicate/event"
)

// Public gives what may be looked at over a network: it shows names of tables and numbers, and changes nothing.
func Public(task *replicate.Task) http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /status", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		enc := json.NewEncoder(w)
		enc.SetIndent("", "  ")
		_ = enc.Encode(task.Stats.Report()) // the client is gone; there is nobody to tell
	})
	mux.HandleFunc("GET /metrics", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
		Metrics(w, task.Stats.Report())
	})
	mux.HandleFunc("GET /{$}", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		w.Header().Set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'")
		_ = page.Execute(w, task.Stats.Report()) // as above
	})
	return mux
}

// Commands is what commands need beyond the task.
type Commands struct {
	Stop func() // ends the task
	// Reverse makes a task of the given name in the other direction.
	Reverse func(ctx context.Context, name string, tables replicate.Exact) (*replicate.Task, error)
}

// Control adds the commands.
func Control(task *replicate.Task, do Commands) http.Handler {
	mux := http.NewServeMux()
	mux.Handle("/", Public(task))
	mux.HandleFunc("POST /stop", func(w http.ResponseWriter, _ *http.Request) {
		fmt.Fprintln(w, "stopping")
		do.Stop()
	})
	mux.HandleFunc("POST /reload", func(w http.ResponseWriter, r *http.Request) {
		var ids []event.TableID
		if err := json.NewDecoder(io.LimitReader(r.Body, 1<<20)).Decode(&ids); err != nil {
			http.Error(w, err.Error(), http.StatusBadRequest)
			return
		}
		if err := task.Reload(r.Context(), ids); err != nil {
			http.Error(w, err.Error(), http.StatusConflict)
		}
	})
	mux.HandleFunc("POST /cutover", func(w http.ResponseWriter, r *http.Request) {
		o := replicate.CutoverOptions{ReadOnly: r.URL.Query().Has("read-only"), Timeout: 10 * time.Minute}
		if d, err := time.ParseDuration(r.URL.Query().Get("timeout")); err == nil {
			o.Timeout = d
		}
		if name := r.URL.Query().Get("reverse"); name != "" {
			o.Reverse = func(tables replicate.Exact) (*replicate.Task, error) { return do.Reverse(r.Context(), name, tables) }
		}
		err := task.Cutover(r.Context(), o, func(s string) {
			fmt.Fprintln(w, s)
			if f, ok := w.(http.Flusher); ok {
				f.Flush()
			}
		})
		if err != nil {
			fmt.Fprintln(w, "error: "+err.Error())
			return
		}
		fmt.Fprintln(w, "done: the task stops now")
		do.Stop()
	})
	return mux
}

// Serve serves a handler until ctx ends.
func Serve(ctx context.Context, l net.Listener, h http.Handler) error {
	s := &http.Server{Handler: h, ReadHeaderTimeout: 10 * time.Second}
	context.AfterFunc(ctx, func() {
		end, cancel := context.WithTimeout(context.Background(), 2*time.Second)
		defer cancel()
		if s.Shutdown(end) != nil {
			s.Close()
		}
	})
	err := s.Serve(l)
	if err == http.ErrServerClosed {
		return nil
	}
	return err
}

// ListenUnix opens the control socket; only its owner may use it. One that a dead task left is replaced.
func ListenUnix(path string) (net.Listener, error) {
	if c, err := net.Dial("unix", path); err == nil {
		c.Close()
		return nil, fmt.Errorf("the task is running already (%s answers)", path)
	}
	if err := os.Remove(path); err != nil && !os.IsNotExist(err) {
		return nil, err
	}
	l, err := net.Listen("unix", path)
	if err != nil {
		return nil, err
	}
	return l, os.Chmod(path, 0o600)
}

// Metrics writes a report in Prometheus's text format.
func Metrics(w io.Writer, r replicate.Report) {
	label := escape(r.Task)
	one := func(name, kind, help string, v any) {
		fmt.Fprintf(w, "# HELP crosswalk_%s %s\n# TYPE crosswalk_%s %s\ncrosswalk_%s{task=\"%s\"} %v\n", name, help, name, kind, name, label, v)
	}
	m, s := r.Metrics, r.ReplicationTaskStats
	one("full_load_progress_percent", "gauge", "FullLoadProgressPercent", s.FullLoadProgressPercent)
	one("full_load_rows_total", "counter", "FullLoadThroughputRowsTarget, since the start", m.FullLoadThroughputRowsTarget)
	one("cdc_rows_total", "counter", "CDCThroughputRowsTarget, since the start", m.CDCThroughputRowsTarget)
	one("cdc_incoming_changes", "gauge", "CDCIncomingChanges", m.CDCIncomingChanges)
	one("cdc_changes_memory_bytes", "gauge", "CDCChangesMemorySource", m.CDCChangesMemorySource)
	one("cdc_latency_source_seconds", "gauge", "CDCLatencySource", m.CDCLatencySource)
	one("cdc_latency_target_seconds", "gauge", "CDCLatencyTarget", m.CDCLatencyTarget)
	one("cdc_lag_bytes", "gauge", "How far the target is behind the source's log", m.LagBytes)
	one("tables_loaded", "gauge", "TablesLoaded", s.TablesLoaded)
	one("tables_loading", "gauge", "TablesLoading", s.TablesLoading)
	one("tables_queued", "gauge", "TablesQueued", s.TablesQueued)
	one("tables_errored", "gauge", "TablesErrored", s.TablesErrored)
	running := 0
	if r.Status == replicate.StatusRunning {
		running = 1
	}
	one("running", "gauge", "1 while the task's status is running", running)
	fmt.Fprint(w, "# HELP crosswalk_table_rows_total Rows by table and operation\n# TYPE crosswalk_table_rows_total counter\n")
	for _, t := range r.TableStatistics {
		for _, c := range []struct {
			op string
			n  int64
		}{{"load", t.FullLoadRows}, {"insert", t.AppliedInserts}, {"update", t.AppliedUpdates}, {"delete", t.AppliedDeletes},
			{"error", t.Exceptions}, {"lob_truncated", t.LobsTruncated}} {
			fmt.Fprintf(w, "crosswalk_table_rows_total{task=\"%s\",schema=\"%s\",table=\"%s\",operation=\"%s\"} %d\n",
				label, escape(t.SchemaName), escape(t.TableName), c.op, c.n)
		}
	}
}

// escape makes a label's value.
func escape(s string) string { return strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\n`).Replace(s) }

var page = template.Must(template.New("page").Parse(`<!doctype html><html lang="en"><meta charset="utf-8"><meta http-equiv="refresh" content="2">
<title>{{.Task}}</title><style>body{font:14px sans-serif;margin:2em}table{border-collapse:collapse}td,th{padding:.2em .8em;border-bottom:1px solid #ddd;text-align:right}
td:first-child,th:first-child,td:nth-child(2){text-align:left}.bad{color:#b00}</style>
<h1>{{.Task}}: {{.Status}}{{with .StopReason}} ({{.}}){{end}}</h1>{{with .LastFailureMessage}}<p class="bad">{{.}}</p>{{end}}
<p>{{.Mode}}, full load {{.ReplicationTaskStats.FullLoadProgressPercent}} %, {{.Metrics.CDCThroughputRowsTarget}} changes applied,
{{.Metrics.CDCIncomingChanges}} waiting, latency {{printf "%.1f" .Metrics.CDCLatencyTarget}} s, {{.Metrics.LagBytes}} bytes behind, position {{.Metrics.Position}}</p>
<table><tr><th>Table<th>State<th>Loaded<th>Inserts<th>Updates<th>Deletes<th>Errors<th>LOBs cut</tr>
{{range .TableStatistics}}<tr><td>{{.SchemaName}}.{{.TableName}}<td>{{.TableState}}{{with .StateReason}}: <span class="bad">{{.}}</span>{{end}}<td>{{.FullLoadRows}}<td>{{.AppliedInserts}}<td>{{.AppliedUpdates}}<td>{{.AppliedDeletes}}<td>{{.Exceptions}}<td>{{.LobsTruncated}}</tr>
{{end}}</table></html>
`))

// Table writes a report for a terminal, at most as many lines as fit.
func Table(w io.Writer, r replicate.Report, lines int, eta time.Duration) {
	s, m := r.ReplicationTaskStats, r.Metrics
	fmt.Fprintf(w, "%s: %s, full load %d %%", r.Task, r.Status, s.FullLoadProgressPercent)
	if eta > 0 && s.FullLoadProgressPercent < 100 {
		fmt.Fprintf(w, ", about %v left", eta.Round(time.Second))
	}
	fmt.Fprintf(w, "; %d changes applied, %d waiting, latency %.1f s, %d bytes behind\n", m.CDCThroughputRowsTarget, m.CDCIncomingChanges, m.CDCLatencyTarget, m.LagBytes)
	list := r.TableStatistics
	sort.SliceStable(list, func(i, j int) bool { return rank(list[i].TableState) < rank(list[j].TableState) })
	fmt.Fprintf(w, "%-44s %-22s %12s %10s %10s %10s %7s\n", "Table", "State", "Loaded", "Inserts", "Updates", "Deletes", "Errors")
	for i, t := range list {
		if i >= lines-3 && i < len(list)-1 {
			fmt.Fprintf(w, "... and %d more\n", len(list)-i)
			break
		}
		fmt.Fprintf(w, "%-44.44s %-22.22s %12d %10d %10d %10d %7d\n", plain(t.SchemaName+"."+t.TableName), t.TableState, t.FullLoadRows, t.AppliedInserts,
			t.AppliedUpdates, t.AppliedDeletes, t.Exceptions)
	}
}

// plain takes control characters out of a name.
func plain(s string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f || r >= 0x80 && r < 0xa0 {
			return '?'
		}
		return r
	}, s)
}

// rank puts what needs a look first.
func rank(s replicate.TableState) int {
	switch s {
	case replicate.TableError:
		return 0
	case replicate.TableLoading, replicate.TableReloading:
		return 1
	case replicate.TableBefore:
		return 2
	}
	return 3
}
