package replicate

import (
	"context"
	"errors"
	"testing"
)

// idle is a target whose loaders are never asked to load.
type idle struct{ Destination }

func (idle) Loader(context.Context) (Loader, error) { return idleLoader{}, nil }

type idleLoader struct{ Loader }

func (idleLoader) Close() error { return nil }

// TestLoadStopped: a load that is told to stop between two chunks has not come to its end.
func TestLoadStopped(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	task := &Task{Target: idle{}}
	task.MaxFullLoadSubTasks = 2
	jobs := []job{{plan: &Plan{Mapped: &Mapped{}}}, {plan: &Plan{Mapped: &Mapped{}}}}
	if err := task.runJobs(ctx, nil, jobs); !errors.Is(err, context.Canceled) {
		t.Errorf("two chunks were not loaded: %v", err)
	}
	if err := task.runJobs(ctx, nil, nil); err != nil {
		t.Errorf("nothing was to be loaded: %v", err)
	}
}
