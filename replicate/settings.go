package replicate

import (
	"encoding/json"
	"fmt"
	"time"
)

// settingsFile is the part of a task-settings document of AWS DMS that the built-in replicator carries out. Pointers tell
// what is given from what is not.
type settingsFile struct {
	TargetMetadata *struct {
		SupportLobs, FullLobMode, LimitedSizeLobMode, BatchApplyEnabled *bool
		LobMaxSize                                                      *int
	}
	FullLoadSettings *struct {
		TargetTablePrepMode                                                                  *string
		CreatePkAfterFullLoad, StopTaskCachedChangesApplied, StopTaskCachedChangesNotApplied *bool
		MaxFullLoadSubTasks, CommitRate                                                      *int
	}
	ControlTablesSettings *struct {
		HistoryTimeslotInMinutes                                             *int
		HistoryTableEnabled, SuspendedTablesTableEnabled, StatusTableEnabled *bool
	}
	ChangeProcessingDdlHandlingPolicy *struct {
		HandleSourceTableDropped, HandleSourceTableTruncated, HandleSourceTableAltered *bool
	}
	ChangeProcessingTuning *struct {
		BatchApplyTimeoutMin, BatchApplyMemoryLimit, BatchSplitSize, MemoryLimitTotal *int
	}
	ErrorBehavior *errorSettings
}

type errorSettings struct {
	DataErrorPolicy, DataTruncationErrorPolicy, DataMaskingErrorPolicy, DataErrorEscalationPolicy      *Action
	TableErrorPolicy, TableErrorEscalationPolicy                                                       *Action
	ApplyErrorInsertPolicy, ApplyErrorUpdatePolicy, ApplyErrorDeletePolicy, ApplyErrorEscalationPolicy *Action
	DataErrorEscalationCount, TableErrorEscalationCount, ApplyErrorEscalationCount                     *int
	RecoverableErrorCount, RecoverableErrorInterval, RecoverableErrorThrottlingMax                     *int
	RecoverableErrorThrottling, RecoverableErrorStopRetryAfterThrottlingMax                            *bool
	ApplyErrorFailOnTruncationDdl, FailOnNoTablesCaptured                                              *bool
}

func set[T any](to *T, from *T) {
	if from != nil {
		*to = *from
	}
}

// Settings takes over what a task-settings document says. Groups and keys that concern AWS alone are passed over.
func (o *Options) Settings(src []byte) error {
	var f settingsFile
	if err := json.Unmarshal(src, &f); err != nil {
		return fmt.Errorf("task settings: %w", err)
	}
	if m := f.TargetMetadata; m != nil {
		set(&o.BatchApply, m.BatchApplyEnabled)
		o.LOB.Skip = m.SupportLobs != nil && !*m.SupportLobs
		full := m.FullLobMode != nil && *m.FullLobMode
		if !full && m.LimitedSizeLobMode != nil && *m.LimitedSizeLobMode && m.LobMaxSize != nil {
			o.LOB.Max = *m.LobMaxSize << 10
		}
	}
	if l := f.FullLoadSettings; l != nil {
		set((*string)(&o.Prep), l.TargetTablePrepMode)
		set(&o.KeyAfterLoad, l.CreatePkAfterFullLoad)
		set(&o.StopAfterCached, l.StopTaskCachedChangesApplied)
		set(&o.StopAfterLoad, l.StopTaskCachedChangesNotApplied)
		set(&o.MaxFullLoadSubTasks, l.MaxFullLoadSubTasks)
		set(&o.CommitRate, l.CommitRate)
	}
	if c := f.ControlTablesSettings; c != nil {
		set(&o.History, c.HistoryTableEnabled)
		set(&o.SuspendedTable, c.SuspendedTablesTableEnabled)
		set(&o.StatusTable, c.StatusTableEnabled)
		minutes(&o.HistorySlot, c.HistoryTimeslotInMinutes)
	}
	if d := f.ChangeProcessingDdlHandlingPolicy; d != nil {
		set(&o.HandleDropped, d.HandleSourceTableDropped)
		set(&o.HandleTruncated, d.HandleSourceTableTruncated)
		set(&o.HandleAltered, d.HandleSourceTableAltered)
	}
	if c := f.ChangeProcessingTuning; c != nil {
		if c.BatchSplitSize != nil && *c.BatchSplitSize > 0 {
			o.BatchChanges = *c.BatchSplitSize
		}
		if c.MemoryLimitTotal != nil && *c.MemoryLimitTotal > 0 {
			o.MemoryLimit = min(*c.MemoryLimitTotal<<20, maxMemory)
		}
	}
	if f.ErrorBehavior != nil {
		o.Errors.take(f.ErrorBehavior)
	}
	return o.check()
}

// maxMemory bounds MemoryLimitTotal: DMS's default of 1 GB is meant for a machine of its own.
const maxMemory = 128 << 20

func minutes(to *time.Duration, n *int) {
	if n != nil && *n > 0 {
		*to = time.Duration(*n) * time.Minute
	}
}

func (e *ErrorBehavior) take(s *errorSettings) {
	set(&e.DataErrorPolicy, s.DataErrorPolicy)
	set(&e.DataTruncationErrorPolicy, s.DataTruncationErrorPolicy)
	set(&e.DataMaskingErrorPolicy, s.DataMaskingErrorPolicy)
	set(&e.DataErrorEscalationPolicy, s.DataErrorEscalationPolicy)
	set(&e.DataErrorEscalationCount, s.DataErrorEscalationCount)
	set(&e.TableErrorPolicy, s.TableErrorPolicy)
	set(&e.TableErrorEscalationPolicy, s.TableErrorEscalationPolicy)
	set(&e.TableErrorEscalationCount, s.TableErrorEscalationCount)
	set(&e.ApplyErrorInsertPolicy, s.ApplyErrorInsertPolicy)
	set(&e.ApplyErrorUpdatePolicy, s.ApplyErrorUpdatePolicy)
	set(&e.ApplyErrorDeletePolicy, s.ApplyErrorDeletePolicy)
	set(&e.ApplyErrorEscalationPolicy, s.ApplyErrorEscalationPolicy)
	set(&e.ApplyErrorEscalationCount, s.ApplyErrorEscalationCount)
	set(&e.FailOnTruncationDDL, s.ApplyErrorFailOnTruncationDdl)
	set(&e.FailOnNoTablesCaptured, s.FailOnNoTablesCaptured)
	set(&e.RecoverableErrorCount, s.RecoverableErrorCount)
	set(&e.RecoverableErrorThrottling, s.RecoverableErrorThrottling)
	set(&e.StopRetryAfterMax, s.RecoverableErrorStopRetryAfterThrottlingMax)
	if n := s.RecoverableErrorInterval; n != nil {
		e.RecoverableErrorInterval = time.Duration(*n) * time.Second
	}
	if n := s.RecoverableErrorThrottlingMax; n != nil {
		e.RecoverableErrorMax = time.Duration(*n) * time.Second
	}
}

// check refuses what the guide does not allow.
func (o *Options) check() error {
	switch o.Prep {
	case PrepDoNothing, PrepDrop, PrepTruncate:
	default:
		return fmt.Errorf("task settings: TargetTablePrepMode is %q; it is one of %s, %s, %s", o.Prep, PrepDoNothing, PrepDrop, PrepTruncate)
	}
	if o.MaxFullLoadSubTasks < 1 || o.MaxFullLoadSubTasks > 49 {
		return fmt.Errorf("task settings: MaxFullLoadSubTasks is %d; it is a number from 1 to 49", o.MaxFullLoadSubTasks)
	}
	if o.CommitRate < 1 || o.CommitRate > 50000 {
		return fmt.Errorf("task settings: CommitRate is %d; it is a number from 1 to 50000", o.CommitRate)
	}
	e := &o.Errors
	four := []Action{IgnoreRecord, LogError, SuspendTable, StopTask}
	for _, p := range []struct {
		name string
		has  Action
		may  []Action
	}{
		{"DataErrorPolicy", e.DataErrorPolicy, four}, {"DataTruncationErrorPolicy", e.DataTruncationErrorPolicy, four},
		{"DataMaskingErrorPolicy", e.DataMaskingErrorPolicy, four}, {"DataErrorEscalationPolicy", e.DataErrorEscalationPolicy, four[2:]},
		{"TableErrorPolicy", e.TableErrorPolicy, four[2:]}, {"TableErrorEscalationPolicy", e.TableErrorEscalationPolicy, four[3:]},
		{"ApplyErrorInsertPolicy", e.ApplyErrorInsertPolicy, append(four[:4:4], InsertRecord)},
		{"ApplyErrorUpdatePolicy", e.ApplyErrorUpdatePolicy, append(four[:4:4], UpdateRecord)},
		{"ApplyErrorDeletePolicy", e.ApplyErrorDeletePolicy, four}, {"ApplyErrorEscalationPolicy", e.ApplyErrorEscalationPolicy, four[1:]},
	} {
		if !contains(p.may, p.has) {
			return fmt.Errorf("task settings: %s is %q; it is one of %v", p.name, p.has, p.may)
		}
	}
	return nil
}

func contains(list []Action, a Action) bool {
	for _, x := range list {
		if x == a {
			return true
		}
	}
	return false
}
