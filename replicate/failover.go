package replicate

import (
	"context"
	"fmt"

	"github.com/crosswalk-db/crosswalk/replicate/event"
)

// belongs makes sure that a checkpoint is of this source, or carries it over from a server whose place this one has taken.
func (t *Task) belongs(ctx context.Context, ref TaskRef, cp *Checkpoint, identity string, records []TableRecord) error {
	if cp == nil || cp.Identity == identity {
		return nil
	}
	if to, ok := CutOverTo(cp); ok {
		return fmt.Errorf("%w: this task was cut over, and task %s streams back what is written now: applying its changes once more would send them in circles; "+
			"when that task was dropped, --restart loads everything anew", ErrPermanent, to)
	}
	other := fmt.Errorf("%w (then %s, now %s)", ErrOtherSource, cp.Identity, identity)
	r, ok := t.Source.(Rejoiner)
	switch {
	case !ok:
		return other
	case !t.FollowFailover:
		return fmt.Errorf("%w; if this server has taken over from that one, start with --follow-failover: the task then goes on by GTID", other)
	}
	moved := *cp
	for _, p := range positions(&moved, records) {
		at, err := r.Rejoin(ctx, *p)
		if err != nil {
			return fmt.Errorf("following from %s to %s: %w", cp.Identity, identity, err)
		}
		*p = at
	}
	moved.Identity = identity
	if err := t.Target.Move(ctx, ref, &moved, records); err != nil {
		return err
	}
	t.Log("the source is %s now, and was %s: going on from %s", identity, cp.Identity, moved.Position)
	*cp = moved
	return nil
}

// positions are all that a task remembers.
func positions(cp *Checkpoint, records []TableRecord) []*event.Position {
	out := []*event.Position{&cp.Position}
	for i := range records {
		for _, p := range []*event.Position{&records[i].Since, &records[i].Until} {
			if *p != "" {
				out = append(out, p)
			}
		}
	}
	return out
}
