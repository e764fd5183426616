package settings

import (
	"slices"
	"strings"
)

// bound is what a number may be.
type bound struct {
	lo, hi int
	note   string
}

// bounds are the numbers that the guide limits, by path. What is not here may be any number from 0.
var bounds = map[string]bound{
	"TargetMetadata.LobMaxSize":                     {0, 102400, "KB; 100 MB at most"},
	"TargetMetadata.InlineLobMaxSize":               {0, 102400, "KB; 0 is off"},
	"TargetMetadata.ParallelLoadBufferSize":         {0, 1000, ""},
	"TargetMetadata.ParallelApplyBufferSize":        {0, 1000, ""},
	"TargetMetadata.ParallelLoadThreads":            {0, 200, ""},
	"FullLoadSettings.MaxFullLoadSubTasks":          {1, 49, "tables or segments at once"},
	"FullLoadSettings.CommitRate":                   {1, 50000, "rows"},
	"StreamBufferSettings.CtrlStreamBufferSizeInMB": {1, 8, "MB"},
	"ChangeProcessingTuning.StatementCacheSize":     {0, 200, "statements"},
	"ChangeProcessingTuning.RecoveryTimeout":        {-1, 1 << 30, "minutes; -1 is for ever"},
	"ErrorBehavior.RecoverableErrorCount":           {-1, 1 << 30, "-1 is DMS's own rule"},
	"ResyncSettings.MaxResyncTime":                  {5, 14400, "minutes"},
}

var (
	fourActions = []string{"IGNORE_RECORD", "LOG_ERROR", "SUSPEND_TABLE", "STOP_TASK"}
	severities  = []string{"LOGGER_SEVERITY_ERROR", "LOGGER_SEVERITY_WARNING", "LOGGER_SEVERITY_INFO", "LOGGER_SEVERITY_DEFAULT",
		"LOGGER_SEVERITY_DEBUG", "LOGGER_SEVERITY_DETAILED_DEBUG"}
	components = strings.Fields("FILE_FACTORY METADATA_MANAGER SORTER SOURCE_CAPTURE SOURCE_UNLOAD TABLES_MANAGER TARGET_APPLY " +
		"TARGET_LOAD TASK_MANAGER TRANSFORMATION VALIDATOR VALIDATOR_EXT DATA_RESYNC RESYNC_UNLOAD RESYNC_APPLY COMMON ADDONS " +
		"DATA_STRUCTURE COMMUNICATION FILE_TRANSFER IO PERFORMANCE REST_SERVER")
)

// words are the strings that must be one of some, by path.
var words = map[string][]string{
	"FullLoadSettings.TargetTablePrepMode":      {"DO_NOTHING", "DROP_AND_CREATE", "TRUNCATE_BEFORE_LOAD"},
	"ErrorBehavior.DataErrorPolicy":             fourActions,
	"ErrorBehavior.DataTruncationErrorPolicy":   fourActions,
	"ErrorBehavior.DataMaskingErrorPolicy":      fourActions,
	"ErrorBehavior.DataErrorEscalationPolicy":   {"SUSPEND_TABLE", "STOP_TASK"},
	"ErrorBehavior.EventErrorPolicy":            {"IGNORE", "STOP_TASK"},
	"ErrorBehavior.TableErrorPolicy":            {"SUSPEND_TABLE", "STOP_TASK"},
	"ErrorBehavior.TableErrorEscalationPolicy":  {"STOP_TASK"},
	"ErrorBehavior.ApplyErrorDeletePolicy":      fourActions,
	"ErrorBehavior.ApplyErrorInsertPolicy":      append([]string{"INSERT_RECORD"}, fourActions...),
	"ErrorBehavior.ApplyErrorUpdatePolicy":      append([]string{"UPDATE_RECORD"}, fourActions...),
	"ErrorBehavior.ApplyErrorEscalationPolicy":  {"LOG_ERROR", "SUSPEND_TABLE", "STOP_TASK"},
	"ValidationSettings.ValidationMode":         {"ROW_LEVEL", "GROUP_LEVEL"},
	"BeforeImageSettings.ColumnFilter":          {"", "pk-only", "non-lob", "all"},
	"TTSettings.TTS3Settings.EncryptionMode":    {"", "SSE_S3", "SSE_KMS"},
	"TTSettings.TTRecordSettings.RawDataFormat": {"", "TEXT", "HEX"},
	"Logging.LogComponents.Id":                  components,
	"Logging.LogComponents.Severity":            severities,
}

// misplaced are keys that are often written into the wrong group, and their right one.
var misplaced = map[string]string{
	"ChangeProcessingTuning.BatchApplyEnabled": "TargetMetadata",
	"FullLoadSettings.BatchApplyEnabled":       "TargetMetadata",
	"TargetMetadata.MaxFullLoadSubTasks":       "FullLoadSettings",
	"TargetMetadata.CommitRate":                "FullLoadSettings",
	"FullLoadSettings.LobMaxSize":              "TargetMetadata",
	"ChangeProcessingTuning.CommitRate":        "FullLoadSettings",
}

// check is what must hold between several settings.
type check struct {
	path string // the setting to blame
	bad  func(s *Settings) bool
	says string
	fix  string
	warn bool
}

var checks = []check{
	{path: "TargetMetadata.SupportLobs", bad: func(s *Settings) bool {
		m := &s.TargetMetadata
		return m.SupportLobs && !m.FullLobMode && !m.LimitedSizeLobMode && m.InlineLobMaxSize == 0
	}, says: "no LOB mode is chosen", fix: "set LimitedSizeLobMode or FullLobMode to true, or SupportLobs to false"},
	{path: "TargetMetadata.FullLobMode", bad: func(s *Settings) bool { return s.TargetMetadata.FullLobMode && s.TargetMetadata.LimitedSizeLobMode },
		says: "two LOB modes are chosen", fix: "set one of FullLobMode and LimitedSizeLobMode to false"},
	{path: "TargetMetadata.LobMaxSize", bad: func(s *Settings) bool { return s.TargetMetadata.LimitedSizeLobMode && s.TargetMetadata.LobMaxSize == 0 },
		says: "limited LOB mode needs a size", fix: "set LobMaxSize to the longest value in KB"},
	{path: "TargetMetadata.LobChunkSize", bad: func(s *Settings) bool { return s.TargetMetadata.FullLobMode && s.TargetMetadata.LobChunkSize == 0 },
		says: "full LOB mode needs a chunk size", fix: "set LobChunkSize to 64"},
	{path: "TargetMetadata.LobChunkSize", bad: func(s *Settings) bool { return s.TargetMetadata.FullLobMode && s.TargetMetadata.LobChunkSize > 64 },
		says: "chunks over 64 KB can fail the task", fix: "set LobChunkSize to 64", warn: true},
	{path: "TargetMetadata.BatchApplyEnabled", bad: func(s *Settings) bool { return s.TargetMetadata.BatchApplyEnabled && s.TargetMetadata.FullLobMode },
		says: "batch apply carries large objects in limited LOB mode alone", fix: "set LimitedSizeLobMode, or BatchApplyEnabled to false", warn: true},
	{path: "ValidationSettings.ValidationOnly", bad: func(s *Settings) bool {
		return s.ValidationSettings.ValidationOnly && !s.ValidationSettings.EnableValidation
	},
		says: "a validation-only task needs EnableValidation", fix: "set EnableValidation to true"},
	{path: "ValidationSettings.ValidationOnly", bad: func(s *Settings) bool {
		return s.ValidationSettings.ValidationOnly && s.FullLoadSettings.TargetTablePrepMode != "DO_NOTHING"
	}, says: "a validation-only task leaves the target's tables alone", fix: "set TargetTablePrepMode to DO_NOTHING"},
	{path: "Logging.LogComponents", bad: func(s *Settings) bool {
		return slices.ContainsFunc(s.Logging.LogComponents, func(c LogComponent) bool { return c.Id == "" || c.Severity == "" })
	}, says: "a component needs its Id and its Severity", fix: `write {"Id": "TARGET_LOAD", "Severity": "LOGGER_SEVERITY_DEFAULT"}`},
	{path: "Logging.EnableLogContext", bad: func(s *Settings) bool { return s.Logging.EnableLogContext && !s.Logging.EnableLogging },
		says: "EnableLogContext needs EnableLogging", fix: "set EnableLogging to true"},
	{path: "Logging.CloudWatchLogGroup", bad: func(s *Settings) bool {
		return s.Logging.CloudWatchLogGroup != nil || s.Logging.CloudWatchLogStream != nil
	},
		says: "CloudWatchLogGroup and CloudWatchLogStream are DMS's to set: a task is not created with them", fix: "take them out"},
	{path: "BeforeImageSettings.FieldName", bad: func(s *Settings) bool {
		return s.BeforeImageSettings != nil && s.BeforeImageSettings.EnableBeforeImage && s.BeforeImageSettings.FieldName == ""
	}, says: "EnableBeforeImage needs a FieldName", fix: `set FieldName, as "before-image"`},
	{path: "LoopbackPreventionSettings.EnableLoopbackPrevention", bad: func(s *Settings) bool {
		l := s.LoopbackPreventionSettings
		return l != nil && l.EnableLoopbackPrevention && s.TargetMetadata.BatchApplyEnabled
	}, says: "loopback prevention does not work with batch apply", fix: "set BatchApplyEnabled to false"},
	{path: "ErrorBehavior.DataMaskingErrorPolicy", bad: func(s *Settings) bool { return s.ErrorBehavior.DataMaskingErrorPolicy == "LOG_ERROR" },
		says: "a value that cannot be masked is loaded unmasked", fix: "set DataMaskingErrorPolicy to STOP_TASK", warn: true},
	{path: "FullLoadSettings.TargetTablePrepMode", bad: func(s *Settings) bool { return s.FullLoadSettings.TargetTablePrepMode == "DROP_AND_CREATE" },
		says: "DMS drops the converted tables and makes its own, without defaults, checks and foreign keys", fix: "set TargetTablePrepMode to DO_NOTHING or TRUNCATE_BEFORE_LOAD", warn: true},
}
