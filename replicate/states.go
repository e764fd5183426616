package replicate

import "errors"

// TableState is the state of a table, with the names of AWS DMS.
type TableState string

const (
	TableMissing   TableState = "Table does not exist"
	TableBefore    TableState = "Before load"
	TableLoading   TableState = "Full load"
	TableCompleted TableState = "Table completed"
	TableCancelled TableState = "Table cancelled"
	TableError     TableState = "Table error"
	TableReloading TableState = "Table is being reloaded"
)

// Status is the state of a task, with the names of AWS DMS.
type Status string

const (
	StatusCreating Status = "creating"
	StatusReady    Status = "ready"
	StatusStarting Status = "starting"
	StatusRunning  Status = "running"
	StatusStopping Status = "stopping"
	StatusStopped  Status = "stopped"
	StatusFailed   Status = "failed"
)

// next lists the states that a task can go to from each.
var next = map[Status][]Status{
	StatusCreating: {StatusReady, StatusFailed},
	StatusReady:    {StatusStarting},
	StatusStarting: {StatusRunning, StatusFailed, StatusStopping},
	StatusRunning:  {StatusStopping, StatusFailed, StatusStarting},
	StatusStopping: {StatusStopped, StatusFailed},
	StatusStopped:  {StatusStarting},
	StatusFailed:   {StatusStarting},
}

// CanBecome tells whether a task in state s can go to state to.
func (s Status) CanBecome(to Status) bool {
	for _, n := range next[s] {
		if n == to {
			return true
		}
	}
	return false
}

// StopReason says why a task stopped, with the names of AWS DMS.
type StopReason string

const (
	StopNormal           StopReason = "NORMAL"
	StopRecoverable      StopReason = "RECOVERABLE_ERROR"
	StopFatal            StopReason = "FATAL_ERROR"
	StopFullLoadOnly     StopReason = "FULL_LOAD_ONLY_FINISHED"
	StopAfterFullLoad    StopReason = "STOPPED_AFTER_FULL_LOAD"
	StopAfterCached      StopReason = "STOPPED_AFTER_CACHED_EVENTS"
	StopAfterDDL         StopReason = "STOPPED_AFTER_DDL_APPLY"
	StopLowDisk          StopReason = "STOPPED_DUE_TO_LOW_DISK"
	StopAtServerTime     StopReason = "STOPPED_AT_SERVER_TIME"
	StopAtCommitTime     StopReason = "STOPPED_AT_COMMIT_TIME"
	StopAtSourcePosition StopReason = "STOPPED_AT_POSITION"
)

// Mode is a migration type.
type Mode string

const (
	FullLoad    Mode = "full-load"
	FullLoadCDC Mode = "full-load-and-cdc"
	CDC         Mode = "cdc"
)

// Errors that end a task; each says what to do.
var (
	// ErrFenced means that another process has taken over the task.
	ErrFenced = errors.New("another process runs this task now; this one stops")
	// ErrLost means that the source no longer has the log from the checkpoint on.
	ErrLost = errors.New("the source no longer has the changes since the checkpoint")
	// ErrOtherSource means that the checkpoint belongs to another source.
	ErrOtherSource = errors.New("the checkpoint in the target was made from another source")
	// ErrStop is returned by a policy that says STOP_TASK.
	ErrStop = errors.New("the error policy says STOP_TASK")
	// ErrDuplicate marks what a server says about a row whose key is there already.
	ErrDuplicate = errors.New("duplicate key")
	// ErrPermanent marks errors that trying again does not cure.
	ErrPermanent = errors.New("permanent error")
)
