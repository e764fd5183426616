package replicate

import (
	"fmt"
	"time"

	"github.com/crosswalk-db/crosswalk/replicate/settings"
)

// Settings takes over what a task-settings document says, and tells what of it a replicator on a machine of one's own does
// not carry out. DMS's defaults for memory, waiting and large objects are meant for its own instances: those three are
// taken only where the document has them.
func (o *Options) Settings(s *settings.Settings) (notes []string, err error) {
	o.lobs(s)
	l := &s.FullLoadSettings
	o.Prep, o.KeyAfterLoad = PrepMode(l.TargetTablePrepMode), l.CreatePkAfterFullLoad
	o.StopAfterCached, o.StopAfterLoad = l.StopTaskCachedChangesApplied, l.StopTaskCachedChangesNotApplied
	o.MaxFullLoadSubTasks, o.CommitRate = l.MaxFullLoadSubTasks, l.CommitRate
	c := &s.ControlTablesSettings
	o.History, o.SuspendedTable, o.StatusTable = c.HistoryTableEnabled, c.SuspendedTablesTableEnabled, c.StatusTableEnabled
	if c.HistoryTimeslotInMinutes > 0 {
		o.HistorySlot = time.Duration(c.HistoryTimeslotInMinutes) * time.Minute
	}
	d := &s.ChangeProcessingDdlHandlingPolicy
	o.HandleDropped, o.HandleTruncated, o.HandleAltered = d.HandleSourceTableDropped, d.HandleSourceTableTruncated, d.HandleSourceTableAltered
	o.tuning(s)
	o.Errors = errorBehavior(&s.ErrorBehavior)
	if o.StopAfterCached && o.StopAfterLoad {
		return nil, fmt.Errorf("task settings: StopTaskCachedChangesApplied and StopTaskCachedChangesNotApplied are both true: choose one")
	}
	return left(s), nil
}

func (o *Options) lobs(s *settings.Settings) {
	m := &s.TargetMetadata
	o.BatchApply, o.LOB = m.BatchApplyEnabled, LOBMode{Skip: !m.SupportLobs}
	if !m.FullLobMode && m.LimitedSizeLobMode && (s.Given("TargetMetadata.LimitedSizeLobMode") || s.Given("TargetMetadata.LobMaxSize")) {
		o.LOB.Max = m.LobMaxSize << 10
	}
}

func (o *Options) tuning(s *settings.Settings) {
	t := &s.ChangeProcessingTuning
	if t.BatchSplitSize > 0 {
		o.BatchChanges = t.BatchSplitSize
	}
	given := func(key string) bool { return s.Given("ChangeProcessingTuning." + key) }
	if given("MemoryLimitTotal") && t.MemoryLimitTotal > 0 {
		o.MemoryLimit = t.MemoryLimitTotal << 20
	}
	if given("BatchApplyMemoryLimit") && t.BatchApplyMemoryLimit > 0 {
		o.BatchBytes = t.BatchApplyMemoryLimit << 20
	}
	if given("BatchApplyTimeoutMin") {
		o.BatchWait = time.Duration(t.BatchApplyTimeoutMin) * time.Second
	}
	if given("CommitTimeout") {
		o.CommitWait, o.CommitEnough = time.Duration(t.CommitTimeout)*time.Second, t.MinTransactionSize
	}
}

func errorBehavior(s *settings.ErrorBehavior) ErrorBehavior {
	return ErrorBehavior{
		DataErrorPolicy: Action(s.DataErrorPolicy), DataTruncationErrorPolicy: Action(s.DataTruncationErrorPolicy),
		DataMaskingErrorPolicy: Action(s.DataMaskingErrorPolicy), DataErrorEscalationPolicy: Action(s.DataErrorEscalationPolicy),
		DataErrorEscalationCount: s.DataErrorEscalationCount, TableErrorPolicy: Action(s.TableErrorPolicy),
		TableErrorEscalationPolicy: Action(s.TableErrorEscalationPolicy), TableErrorEscalationCount: s.TableErrorEscalationCount,
		ApplyErrorInsertPolicy: Action(s.ApplyErrorInsertPolicy), ApplyErrorUpdatePolicy: Action(s.ApplyErrorUpdatePolicy),
		ApplyErrorDeletePolicy: Action(s.ApplyErrorDeletePolicy), ApplyErrorEscalationPolicy: Action(s.ApplyErrorEscalationPolicy),
		ApplyErrorEscalationCount: s.ApplyErrorEscalationCount, FailOnTruncationDDL: s.ApplyErrorFailOnTruncationDdl,
		FailOnNoTablesCaptured: s.FailOnNoTablesCaptured, RecoverableErrorCount: s.RecoverableErrorCount,
		RecoverableErrorInterval:   time.Duration(s.RecoverableErrorInterval) * time.Second,
		RecoverableErrorThrottling: s.RecoverableErrorThrottling, RecoverableErrorMax: time.Duration(s.RecoverableErrorThrottlingMax) * time.Second,
		StopRetryAfterMax: s.RecoverableErrorStopRetryAfterThrottlingMax,
	}
}

// left lists the settings that would change what arrives, or what is promised, and that are not carried out.
func left(s *settings.Settings) []string {
	var out []string
	for _, x := range []struct {
		path string
		set  bool
		do   string
	}{
		{"TargetMetadata.TargetSchema", s.TargetMetadata.TargetSchema != "", "rename the schema in the table mapping"},
		{"ValidationSettings.EnableValidation", s.ValidationSettings.EnableValidation, "run crosswalk check"},
		{"CharacterSetSettings", s.CharacterSetSettings != nil, "characters are not replaced: a value that the target cannot hold follows DataErrorPolicy"},
		{"BeforeImageSettings", s.BeforeImageSettings != nil && s.BeforeImageSettings.EnableBeforeImage, "use an expression with $BI_ in the table mapping"},
		{"LoopbackPreventionSettings", s.LoopbackPreventionSettings != nil && s.LoopbackPreventionSettings.EnableLoopbackPrevention, "replicate in one direction at a time"},
		{"TTSettings", s.TTSettings != nil && s.TTSettings.EnableTT, "keep the source's log"},
		{"ErrorBehavior.EventErrorPolicy", s.ErrorBehavior.EventErrorPolicy == "STOP_TASK", "no events are sent"},
	} {
		if x.set {
			out = append(out, fmt.Sprintf("task settings: %s has no effect here: %s", x.path, x.do))
		}
	}
	return out
}
