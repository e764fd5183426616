package replicate

import (
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/crosswalk-db/crosswalk/replicate/canon"
	"github.com/crosswalk-db/crosswalk/replicate/event"
)

// Action is what an error policy says, with the names of AWS DMS.
type Action string

const (
	IgnoreRecord Action = "IGNORE_RECORD"
	LogError     Action = "LOG_ERROR"
	SuspendTable Action = "SUSPEND_TABLE"
	StopTask     Action = "STOP_TASK"
	InsertRecord Action = "INSERT_RECORD"
	UpdateRecord Action = "UPDATE_RECORD"
)

// ErrorKind is what went wrong with a record.
type ErrorKind uint8

const (
	DataError       ErrorKind = iota // a value that does not convert, or that the server refuses
	TruncationError                  // a value that would lose something
	MaskingError
	InsertError // a row with that key is there
	UpdateError // no row has that key
	DeleteError // no row has that key
)

// ErrorBehavior is the group of that name of the task settings.
type ErrorBehavior struct {
	DataErrorPolicy            Action
	DataTruncationErrorPolicy  Action
	DataMaskingErrorPolicy     Action
	DataErrorEscalationPolicy  Action
	DataErrorEscalationCount   int
	TableErrorPolicy           Action
	TableErrorEscalationPolicy Action
	TableErrorEscalationCount  int
	ApplyErrorInsertPolicy     Action
	ApplyErrorUpdatePolicy     Action
	ApplyErrorDeletePolicy     Action
	ApplyErrorEscalationPolicy Action
	ApplyErrorEscalationCount  int
	FailOnTruncationDDL        bool
	FailOnNoTablesCaptured     bool
	RecoverableErrorCount      int
	RecoverableErrorInterval   time.Duration
	RecoverableErrorThrottling bool
	RecoverableErrorMax        time.Duration
	StopRetryAfterMax          bool
}

// DefaultErrorBehavior has the defaults of AWS DMS.
func DefaultErrorBehavior() ErrorBehavior {
	return ErrorBehavior{
		DataErrorPolicy: LogError, DataTruncationErrorPolicy: LogError, DataMaskingErrorPolicy: StopTask,
		DataErrorEscalationPolicy: SuspendTable, TableErrorPolicy: SuspendTable, TableErrorEscalationPolicy: StopTask,
		ApplyErrorInsertPolicy: LogError, ApplyErrorUpdatePolicy: LogError, ApplyErrorDeletePolicy: IgnoreRecord,
		ApplyErrorEscalationPolicy: LogError, FailOnNoTablesCaptured: true,
		RecoverableErrorCount: -1, RecoverableErrorInterval: 5 * time.Second, RecoverableErrorThrottling: true,
		RecoverableErrorMax: 30 * time.Minute, StopRetryAfterMax: true,
	}
}

// Incident is a record that could not be applied as it is.
type Incident struct {
	Kind      ErrorKind
	Table     event.TableID // of the target
	Statement string        // what was tried, with the key but without other values
	Err       error
	Time      time.Time
}

// MaskError means that a value could not be masked. The record is never written unmasked.
type MaskError struct{ Err error }

func (e *MaskError) Error() string { return "masking: " + e.Err.Error() }

// Unwrap gives the cause.
func (e *MaskError) Unwrap() error { return e.Err }

// Policy decides what happens to records that fail, and counts them.
type Policy struct {
	Rules ErrorBehavior

	mu        sync.Mutex
	data      map[event.TableID]int
	apply     map[event.TableID]int
	suspended map[event.TableID]string
	tables    int
	// OnIncident is told of every incident and what was decided.
	OnIncident func(Incident, Action)
}

// NewPolicy makes a policy.
func NewPolicy(rules ErrorBehavior) *Policy {
	return &Policy{Rules: rules, data: map[event.TableID]int{}, apply: map[event.TableID]int{}, suspended: map[event.TableID]string{}}
}

// Decide says what to do with a record. STOP_TASK comes as an error; SUSPEND_TABLE is remembered, and from then on
// Suspended says so.
func (p *Policy) Decide(in Incident) (Action, error) {
	var me *MaskError
	switch {
	case in.Kind != DataError:
	case errors.Is(in.Err, canon.ErrLoss):
		in.Kind = TruncationError
	case errors.As(in.Err, &me):
		in.Kind = MaskingError
	}
	p.mu.Lock()
	a := p.escalate(in)
	if a == SuspendTable {
		a = p.suspend(in)
	}
	p.mu.Unlock()
	if p.OnIncident != nil {
		p.OnIncident(in, a)
	}
	if a == StopTask {
		return a, fmt.Errorf("%w: table %s: %w", ErrStop, in.Table, in.Err)
	}
	return a, nil
}

func (p *Policy) escalate(in Incident) Action {
	r := &p.Rules
	switch in.Kind {
	case DataError, TruncationError, MaskingError:
		a := map[ErrorKind]Action{DataError: r.DataErrorPolicy, TruncationError: r.DataTruncationErrorPolicy,
			MaskingError: r.DataMaskingErrorPolicy}[in.Kind]
		p.data[in.Table]++
		if r.DataErrorEscalationCount > 0 && p.data[in.Table] >= r.DataErrorEscalationCount && (a == LogError || a == IgnoreRecord) {
			return r.DataErrorEscalationPolicy
		}
		return a
	}
	a := map[ErrorKind]Action{InsertError: r.ApplyErrorInsertPolicy, UpdateError: r.ApplyErrorUpdatePolicy,
		DeleteError: r.ApplyErrorDeletePolicy}[in.Kind]
	if a == InsertRecord || a == UpdateRecord {
		return a
	}
	p.apply[in.Table]++
	if r.ApplyErrorEscalationCount > 0 && p.apply[in.Table] >= r.ApplyErrorEscalationCount {
		return r.ApplyErrorEscalationPolicy
	}
	return a
}

func (p *Policy) suspend(in Incident) Action {
	if _, ok := p.suspended[in.Table]; !ok {
		p.suspended[in.Table] = in.Err.Error()
		p.tables++
	}
	if c := p.Rules.TableErrorEscalationCount; c > 0 && p.tables >= c {
		return p.Rules.TableErrorEscalationPolicy
	}
	return SuspendTable
}

// Suspend marks a table as failed for a reason other than a record.
func (p *Policy) Suspend(table event.TableID, err error) error {
	p.mu.Lock()
	a := p.Rules.TableErrorPolicy
	if a == SuspendTable {
		a = p.suspend(Incident{Table: table, Err: err})
	}
	p.mu.Unlock()
	if a == StopTask {
		return fmt.Errorf("%w: table %s: %w", ErrStop, table, err)
	}
	return nil
}

// Suspended tells whether a target table was suspended, and why.
func (p *Policy) Suspended(table event.TableID) (string, bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	why, ok := p.suspended[table]
	return why, ok
}

// Resume forgets that a table was suspended.
func (p *Policy) Resume(table event.TableID) {
	p.mu.Lock()
	defer p.mu.Unlock()
	delete(p.suspended, table)
	delete(p.data, table)
	delete(p.apply, table)
}
