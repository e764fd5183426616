package replicate

import (
	"strings"
	"testing"
	"time"

	"github.com/crosswalk-db/crosswalk/replicate/settings"
)

func read(t *testing.T, doc string) (Options, []string, error) {
	t.Helper()
	s, problems := settings.Parse("s.json", []byte(doc))
	if s == nil {
		t.Fatal(settings.Err(problems))
	}
	o := DefaultOptions()
	notes, err := o.Settings(s)
	return o, notes, err
}

// TestSettingsDefaults: a document that says nothing changes nothing, but for what DMS's own defaults say of DDL, errors and
// the load, which are the same.
func TestSettingsDefaults(t *testing.T) {
	o, notes, err := read(t, `{}`)
	if err != nil || len(notes) > 0 {
		t.Fatal(notes, err)
	}
	want := DefaultOptions()
	o.Log, want.Log = nil, nil
	if o.LOB != want.LOB || o.Errors != want.Errors || o.MemoryLimit != want.MemoryLimit || o.BatchBytes != want.BatchBytes || o.CommitWait != 0 ||
		o.BatchWait != 0 || o.Prep != want.Prep || o.MaxFullLoadSubTasks != want.MaxFullLoadSubTasks || o.CommitRate != want.CommitRate ||
		!o.HandleAltered || !o.HandleDropped || !o.HandleTruncated || o.HistorySlot != want.HistorySlot {
		t.Errorf("%+v\n%+v", o, want)
	}
}

func TestSettings(t *testing.T) {
	o, notes, err := read(t, `{
 "TargetMetadata": {"LimitedSizeLobMode": true, "LobMaxSize": 7, "BatchApplyEnabled": true, "TargetSchema": "x"},
 "FullLoadSettings": {"TargetTablePrepMode": "TRUNCATE_BEFORE_LOAD", "CreatePkAfterFullLoad": true, "MaxFullLoadSubTasks": 3, "CommitRate": 99, "StopTaskCachedChangesApplied": true},
 "ControlTablesSettings": {"HistoryTableEnabled": true, "SuspendedTablesTableEnabled": true, "StatusTableEnabled": true, "HistoryTimeslotInMinutes": 2},
 "ChangeProcessingDdlHandlingPolicy": {"HandleSourceTableDropped": false, "HandleSourceTableTruncated": false, "HandleSourceTableAltered": false},
 "ChangeProcessingTuning": {"BatchApplyTimeoutMin": 2, "BatchApplyMemoryLimit": 5, "BatchSplitSize": 11, "MemoryLimitTotal": 1024, "CommitTimeout": 3, "MinTransactionSize": 17},
 "ValidationSettings": {"EnableValidation": true},
 "ErrorBehavior": {"DataErrorPolicy": "SUSPEND_TABLE", "DataTruncationErrorPolicy": "STOP_TASK", "DataMaskingErrorPolicy": "IGNORE_RECORD",
  "DataErrorEscalationPolicy": "STOP_TASK", "DataErrorEscalationCount": 4, "TableErrorPolicy": "STOP_TASK", "TableErrorEscalationCount": 5,
  "ApplyErrorInsertPolicy": "INSERT_RECORD", "ApplyErrorUpdatePolicy": "UPDATE_RECORD", "ApplyErrorDeletePolicy": "LOG_ERROR", "ApplyErrorEscalationPolicy": "STOP_TASK",
  "ApplyErrorEscalationCount": 6, "ApplyErrorFailOnTruncationDdl": true, "FailOnNoTablesCaptured": false, "RecoverableErrorCount": 8, "RecoverableErrorInterval": 9,
  "RecoverableErrorThrottling": false, "RecoverableErrorThrottlingMax": 10, "RecoverableErrorStopRetryAfterThrottlingMax": false}}`)
	if err != nil {
		t.Fatal(err)
	}
	if !o.BatchApply || o.LOB != (LOBMode{Max: 7 << 10}) || o.Prep != PrepTruncate || !o.KeyAfterLoad || o.MaxFullLoadSubTasks != 3 || o.CommitRate != 99 ||
		!o.StopAfterCached || o.StopAfterLoad || !o.History || !o.SuspendedTable || !o.StatusTable || o.HistorySlot != 2*time.Minute ||
		o.HandleDropped || o.HandleTruncated || o.HandleAltered {
		t.Errorf("%+v", o)
	}
	if o.BatchWait != 2*time.Second || o.BatchBytes != 5<<20 || o.BatchChanges != 11 || o.MemoryLimit != 1<<30 || o.CommitWait != 3*time.Second || o.CommitEnough != 17 {
		t.Errorf("tuning: %+v", o)
	}
	want := ErrorBehavior{SuspendTable, StopTask, IgnoreRecord, StopTask, 4, StopTask, StopTask, 5, InsertRecord, UpdateRecord, LogError, StopTask, 6,
		true, false, 8, 9 * time.Second, false, 10 * time.Second, false}
	if o.Errors != want {
		t.Errorf("%+v\n%+v", o.Errors, want)
	}
	if all := strings.Join(notes, "\n"); len(notes) != 2 || !strings.Contains(all, "TargetSchema has no effect") || !strings.Contains(all, "EnableValidation has no effect") {
		t.Errorf("%v", notes)
	}
}

func TestSettingsRefused(t *testing.T) {
	if _, _, err := read(t, `{"FullLoadSettings": {"StopTaskCachedChangesApplied": true, "StopTaskCachedChangesNotApplied": true}}`); err == nil {
		t.Error("two ends of one load are taken")
	}
	for _, doc := range []string{`{"FullLoadSettings": {"MaxFullLoadSubTasks": 50}}`, `{"FullLoadSettings": {"CommitRate": 0}}`,
		`{"ErrorBehavior": {"TableErrorPolicy": "LOG_ERROR"}}`, `{"FullLoadSettings": {"TargetTablePrepMode": "DROP"}}`, `[]`, `{"ErrorBehavior": {"DataErrorPolicy": 1}}`} {
		s, problems := settings.Parse("s.json", []byte(doc))
		if s != nil || settings.Err(problems) == nil || !strings.HasPrefix(settings.Err(problems).Error(), "s.json") {
			t.Errorf("%s: %v", doc, problems)
		}
	}
}

// TestSettingsLobs: large objects are cut only where the document says so.
func TestSettingsLobs(t *testing.T) {
	for doc, want := range map[string]LOBMode{
		`{"TargetMetadata": {"SupportLobs": false}}`:                             {Skip: true},
		`{"TargetMetadata": {"BatchApplyEnabled": true}}`:                        {},
		`{"TargetMetadata": {"LobMaxSize": 64}}`:                                 {Max: 64 << 10},
		`{"TargetMetadata": {"FullLobMode": true, "LimitedSizeLobMode": false}}`: {},
	} {
		if o, _, err := read(t, doc); err != nil || o.LOB != want {
			t.Errorf("%s: %+v, %v", doc, o.LOB, err)
		}
	}
}
