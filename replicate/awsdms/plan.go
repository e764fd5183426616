package awsdms

import (
	"context"
	"fmt"
)

// Actions of a Change.
const (
	Create  = "create"
	Update  = "update"
	Nothing = "unchanged"
	Blocked = "blocked" // what the stack says cannot be had without a person's decision; Note says why
	Delete  = "delete"
)

// Change is what applying the stack would do to one resource.
type Change struct {
	Kind   string  `json:"kind"`
	ID     string  `json:"id"`
	Action string  `json:"action"`
	Fields []Field `json:"fields,omitempty"`
	Note   string  `json:"note,omitempty"`
	res    resource
}

// Plan is the difference between a stack and the account.
type Plan struct {
	Stack    string    `json:"stack"`
	Changes  []Change  `json:"changes"`
	Estimate *Estimate `json:"estimate,omitempty"`
}

// Empty tells whether the account is as the stack says.
func (p *Plan) Empty() bool {
	for _, c := range p.Changes {
		if c.Action != Nothing {
			return false
		}
	}
	return true
}

// blocked is the first change that cannot be made.
func (p *Plan) blocked() error {
	for _, c := range p.Changes {
		if c.Action == Blocked {
			return fmt.Errorf("%s %s: %s", c.Kind, c.ID, c.Note)
		}
	}
	return nil
}

// Plan compares; it changes nothing.
func (c *Session) Plan(ctx context.Context, s *Stack) (*Plan, error) {
	p := &Plan{Stack: s.Name, Estimate: estimate(s)}
	if s.Instance.Existing != "" {
		i, err := c.instanceNamed(ctx, s.Instance.Existing)
		if err != nil {
			return nil, err
		}
		if i == nil {
			return nil, fmt.Errorf("instance.existing: there is no replication instance %s in this account and region", s.Instance.Existing)
		}
	}
	for _, r := range s.resources() {
		ch, err := c.compare(ctx, s, r)
		if err != nil {
			return nil, err
		}
		p.Changes = append(p.Changes, ch)
	}
	return p, nil
}

func (c *Session) compare(ctx context.Context, s *Stack, r named) (Change, error) {
	ch := Change{Kind: r.kind, ID: r.id, Action: Nothing, res: r.resource}
	a, err := r.read(ctx, c)
	if err != nil {
		return ch, err
	}
	if a == nil {
		ch.Action = Create
		return ch, nil
	}
	switch ok, err := c.owned(ctx, s, a); {
	case err != nil:
		return ch, err
	case !ok:
		ch.Action, ch.Note = Blocked, fmt.Sprintf("it exists without the tag %s=%s: it is somebody else's; choose another name for the stack, or tag it", StackTag, s.Name)
		return ch, nil
	}
	ch.Fields = a.fields
	if len(a.fields) > 0 {
		ch.Action = Update
		if r.kind == "replication task" && running(a.state) {
			ch.Note = "the task is stopped for it; start it again with `crosswalk dms start`"
		}
	}
	for _, f := range a.fields {
		if f.fixed {
			ch.Action = Blocked
			ch.Note = fmt.Sprintf("%s cannot be changed from %q to %q once it exists; give it another name, or destroy it first", f.Name, f.From, f.To)
		}
	}
	return ch, nil
}

// Apply makes the account as the stack says, in the order in which things need one another. What is as it should be is
// left alone, so that a run that was cut short can be repeated.
func (c *Session) Apply(ctx context.Context, s *Stack, p *Plan) error {
	if err := p.blocked(); err != nil {
		return err
	}
	for _, ch := range p.Changes {
		c.progress(ch.Kind+" "+ch.ID, ch.Action)
		var err error
		switch ch.Action {
		case Create:
			err = ch.res.create(ctx, c, s.tags())
			if isCode(err, "ResourceAlreadyExistsFault") { // made between plan and apply, by a run beside this one
				err = fmt.Errorf("%w; run the command again", err)
			}
		case Update:
			err = ch.res.update(ctx, c, ch.Fields)
		case Nothing:
			err = c.settled(ctx, s, ch)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// settled waits for what an earlier run began to make.
func (c *Session) settled(ctx context.Context, s *Stack, ch Change) error {
	switch ch.res.(type) {
	case *instance:
		return c.instanceAvailable(ctx, s.id(""))
	case *task:
		t, err := c.taskNamed(ctx, ch.ID)
		if err != nil || t == nil || t.Status == nil || *t.Status == "failed" {
			return err // a failed task is as the stack says; start resumes it
		}
		return c.taskSettled(ctx, ch.ID)
	}
	return nil
}

// DestroyPlan lists what Destroy would delete, tasks first.
func (c *Session) DestroyPlan(ctx context.Context, s *Stack) (*Plan, error) {
	p := &Plan{Stack: s.Name}
	list := s.resources()
	for i := len(list) - 1; i >= 0; i-- {
		r := list[i]
		a, err := r.read(ctx, c)
		if err != nil {
			return nil, err
		}
		if a == nil {
			continue
		}
		ch := Change{Kind: r.kind, ID: r.id, Action: Delete, res: r.resource}
		switch ok, err := c.owned(ctx, s, a); {
		case err != nil:
			return nil, err
		case !ok:
			ch.Action, ch.Note = Nothing, fmt.Sprintf("it has no tag %s=%s and is left alone", StackTag, s.Name)
		}
		p.Changes = append(p.Changes, ch)
	}
	return p, nil
}

// Destroy deletes what the plan of DestroyPlan lists. The databases themselves are not touched.
func (c *Session) Destroy(ctx context.Context, p *Plan) error {
	for _, ch := range p.Changes {
		if ch.Action != Delete {
			continue
		}
		c.progress(ch.Kind+" "+ch.ID, Delete)
		if err := ch.res.remove(ctx, c); err != nil {
			return err
		}
	}
	return nil
}
