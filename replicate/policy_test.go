package replicate

import (
	"errors"
	"fmt"
	"testing"

	"github.com/crosswalk-db/crosswalk/replicate/canon"
	"github.com/crosswalk-db/crosswalk/replicate/event"
)

var tab = event.TableID{Schema: "s", Name: "t"}

// TestPolicyKinds: every kind of error follows the policy of its name.
func TestPolicyKinds(t *testing.T) {
	plain := errors.New("no")
	rules := ErrorBehavior{DataErrorPolicy: LogError, DataTruncationErrorPolicy: SuspendTable, DataMaskingErrorPolicy: StopTask,
		ApplyErrorInsertPolicy: InsertRecord, ApplyErrorUpdatePolicy: UpdateRecord, ApplyErrorDeletePolicy: IgnoreRecord}
	for _, x := range []struct {
		in   Incident
		want Action
	}{
		{Incident{Kind: DataError, Err: plain}, LogError},
		{Incident{Kind: DataError, Err: fmt.Errorf("column c: %w", canon.ErrLoss)}, SuspendTable},
		{Incident{Kind: DataError, Err: &MaskError{plain}}, StopTask},
		{Incident{Kind: InsertError, Err: plain}, InsertRecord},
		{Incident{Kind: UpdateError, Err: plain}, UpdateRecord},
		{Incident{Kind: DeleteError, Err: plain}, IgnoreRecord},
	} {
		p := NewPolicy(rules)
		var told Action
		p.OnIncident = func(_ Incident, a Action) { told = a }
		x.in.Table = tab
		got, err := p.Decide(x.in)
		if got != x.want || told != x.want || errors.Is(err, ErrStop) != (x.want == StopTask) {
			t.Errorf("%v: %s, told %s, %v", x.in.Err, got, told, err)
		}
		if _, suspended := p.Suspended(tab); suspended != (x.want == SuspendTable) {
			t.Errorf("%v: suspended is %v", x.in.Err, suspended)
		}
	}
}

// TestPolicyEscalation: errors of data and of application are counted apart, by table.
func TestPolicyEscalation(t *testing.T) {
	p := NewPolicy(ErrorBehavior{DataErrorPolicy: LogError, DataErrorEscalationCount: 2, DataErrorEscalationPolicy: SuspendTable,
		ApplyErrorDeletePolicy: IgnoreRecord, ApplyErrorEscalationCount: 2, ApplyErrorEscalationPolicy: StopTask,
		TableErrorEscalationCount: 2, TableErrorEscalationPolicy: StopTask})
	other := event.TableID{Schema: "s", Name: "u"}
	step := func(kind ErrorKind, id event.TableID, want Action) {
		t.Helper()
		if got, _ := p.Decide(Incident{Kind: kind, Table: id, Err: errors.New("no")}); got != want {
			t.Errorf("%s instead of %s", got, want)
		}
	}
	step(DataError, tab, LogError)
	step(DeleteError, tab, IgnoreRecord)
	step(DataError, other, LogError)
	step(DataError, tab, SuspendTable)
	step(DeleteError, tab, StopTask)
	step(DataError, other, StopTask) // the second table that fails
	p.Resume(tab)
	if _, bad := p.Suspended(tab); bad {
		t.Error("a table that is reloaded stays suspended")
	}
	step(DataError, tab, LogError)
}

// TestPolicySuspend: a table that fails as a whole follows TableErrorPolicy.
func TestPolicySuspend(t *testing.T) {
	why := errors.New("its key changed")
	p := NewPolicy(ErrorBehavior{TableErrorPolicy: SuspendTable})
	if err := p.Suspend(tab, why); err != nil {
		t.Error(err)
	}
	if text, bad := p.Suspended(tab); !bad || text != why.Error() {
		t.Error(text, bad)
	}
	p = NewPolicy(ErrorBehavior{TableErrorPolicy: StopTask})
	if err := p.Suspend(tab, why); !errors.Is(err, ErrStop) || !errors.Is(err, why) {
		t.Error(err)
	}
}
