package replicate

import (
	"sync"
	"time"

	"github.com/crosswalk-db/crosswalk/replicate/event"
)

// TableStatistics has the names of the AWS DMS API, and Crosswalk's own counters behind them.
type TableStatistics struct {
	SchemaName           string
	TableName            string
	Inserts              int64
	Updates              int64
	Deletes              int64
	Ddls                 int64
	AppliedInserts       int64
	AppliedUpdates       int64
	AppliedDeletes       int64
	AppliedDdls          int64
	FullLoadRows         int64
	FullLoadErrorRows    int64
	FullLoadStartTime    *time.Time `json:",omitempty"`
	FullLoadEndTime      *time.Time `json:",omitempty"`
	FullLoadReloaded     bool
	LastUpdateTime       time.Time
	TableState           TableState
	ValidationState      string
	EstimatedRows        int64
	LobsTruncated        int64
	Exceptions           int64
	StateReason          string `json:",omitempty"`
	loadedChunks, chunks int
	estimated            int64 // bytes
	loadedBytes          int64
}

// TaskStatistics is ReplicationTaskStats of the AWS DMS API.
type TaskStatistics struct {
	ElapsedTimeMillis       int64
	FullLoadProgressPercent int32
	TablesLoaded            int32
	TablesLoading           int32
	TablesQueued            int32
	TablesErrored           int32
	FreshStartDate          *time.Time `json:",omitempty"`
	StartDate               *time.Time `json:",omitempty"`
	StopDate                *time.Time `json:",omitempty"`
	FullLoadStartDate       *time.Time `json:",omitempty"`
	FullLoadFinishDate      *time.Time `json:",omitempty"`
}

// Metrics are the CloudWatch metrics of an AWS DMS task that make sense here.
type Metrics struct {
	FullLoadThroughputRowsTarget int64 // since the start
	CDCThroughputRowsTarget      int64 // since the start
	CDCIncomingChanges           int64 // waiting
	CDCChangesMemorySource       int64 // bytes waiting
	CDCChangesDiskSource         int64 // bytes of large transactions on disk
	CDCLatencySource             float64
	CDCLatencyTarget             float64
	LagBytes                     int64
	Position                     event.Position
}

// Report is all that is known about a task at one moment.
type Report struct {
	Task                 string
	Mode                 Mode
	Status               Status
	StopReason           StopReason `json:",omitempty"`
	LastFailureMessage   string     `json:",omitempty"`
	ReplicationTaskStats TaskStatistics
	TableStatistics      []TableStatistics
	Metrics              Metrics
	Created              []string `json:",omitempty"` // what the task made on the source
}

// Stats gathers statistics from all parts of a task.
type Stats struct {
	mu      sync.Mutex
	report  Report
	index   map[event.TableID]int
	started time.Time
	applied time.Time // commit time of the newest applied transaction
	seen    time.Time // commit time of the newest transaction read
	idle    bool
}

// NewStats makes the statistics of a task.
func NewStats(task string, mode Mode) *Stats {
	return &Stats{report: Report{Task: task, Mode: mode, Status: StatusReady}, index: map[event.TableID]int{}}
}

// With calls f with a table's statistics.
func (s *Stats) With(id event.TableID, f func(*TableStatistics)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	i, ok := s.index[id]
	if !ok {
		i = len(s.report.TableStatistics)
		s.index[id] = i
		s.report.TableStatistics = append(s.report.TableStatistics,
			TableStatistics{SchemaName: id.Schema, TableName: id.Name, TableState: TableBefore, ValidationState: "Not enabled"})
	}
	t := &s.report.TableStatistics[i]
	f(t)
	t.LastUpdateTime = time.Now().UTC()
}

// Task calls f with the report.
func (s *Stats) Task(f func(*Report)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	f(&s.report)
}

func (s *Stats) state(id event.TableID, state TableState, reason string) {
	s.With(id, func(t *TableStatistics) {
		now := time.Now().UTC()
		switch {
		case (state == TableLoading || state == TableReloading) && t.TableState != state:
			t.FullLoadStartTime, t.FullLoadEndTime = &now, nil
			t.FullLoadReloaded = t.FullLoadReloaded || state == TableReloading
		case state == TableCompleted && (t.TableState == TableLoading || t.TableState == TableReloading):
			t.FullLoadEndTime = &now
		}
		t.TableState, t.StateReason = state, reason
	})
}

func (s *Stats) commit(applied time.Time, at event.Position) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.report.Metrics.Position = at
	if applied.After(s.applied) {
		s.applied = applied
	}
}

func (s *Stats) read(commit time.Time, idle bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if commit.After(s.seen) {
		s.seen = commit
	}
	s.idle = idle
}

// Report gives a copy with the totals worked out.
func (s *Stats) Report() Report {
	s.mu.Lock()
	defer s.mu.Unlock()
	r := s.report
	r.TableStatistics = append([]TableStatistics(nil), r.TableStatistics...)
	st := &r.ReplicationTaskStats
	var done, all int64
	for i := range r.TableStatistics {
		t := &r.TableStatistics[i]
		switch t.TableState {
		case TableCompleted:
			st.TablesLoaded++
		case TableLoading, TableReloading:
			st.TablesLoading++
		case TableBefore:
			st.TablesQueued++
		case TableError:
			st.TablesErrored++
		}
		weight := max(t.estimated, 1)
		all += weight
		if t.TableState == TableCompleted {
			done += weight
		} else {
			done += min(t.loadedBytes, weight)
		}
		r.Metrics.FullLoadThroughputRowsTarget += t.FullLoadRows
		r.Metrics.CDCThroughputRowsTarget += t.AppliedInserts + t.AppliedUpdates + t.AppliedDeletes
	}
	if all > 0 {
		st.FullLoadProgressPercent = int32(done * 100 / all)
	}
	if r.Mode == CDC {
		st.FullLoadProgressPercent = 100
	}
	end := time.Now()
	if st.StopDate != nil {
		end = *st.StopDate
	}
	if !s.started.IsZero() {
		st.ElapsedTimeMillis = end.Sub(s.started).Milliseconds()
	}
	if !s.idle && !s.applied.IsZero() {
		r.Metrics.CDCLatencyTarget = max(0, end.Sub(s.applied).Seconds())
		r.Metrics.CDCLatencySource = max(0, end.Sub(s.seen).Seconds())
	}
	return r
}
