// Package awsdms runs a migration on AWS Database Migration Service: the engine for what one machine cannot carry.
// It reads a stack file (Stack), compares it with what the account has (Plan), makes or changes what differs (Apply),
// and starts, watches, reloads, stops and destroys the tasks. The table mappings and task settings that it sends are
// the documents that `crosswalk mappings` and `crosswalk settings` write.
//
// The names of all resources start with the stack's name, and each carries the tag crosswalk:stack with it: what has no
// such tag is never changed or deleted. Every call can be repeated: a run that was cut short goes on where it stopped.
//
// No AWS account was at hand when this was written. The calls go through the SDK's own serialisation, and the tests run
// them against a local server that keeps the state machine of the DMS API reference (package dmstest); that the service
// answers likewise is unproven.
package awsdms

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/service/cloudwatch"
	dms "github.com/aws/aws-sdk-go-v2/service/databasemigrationservice"
	"github.com/aws/aws-sdk-go-v2/service/secretsmanager"
)

// StackTag is the key of the tag that says which stack a resource belongs to.
const StackTag = "crosswalk:stack"

// Session is a connection to an account and region.
type Session struct {
	dms     *dms.Client
	metrics *cloudwatch.Client
	secrets *secretsmanager.Client

	// Poll is the time between two looks at a resource that is being made, Patience how long it may take.
	Poll, Patience time.Duration
	// Progress is told what is being waited for; nil for nobody.
	Progress func(what, state string)
}

// Connect finds credentials as the AWS CLI does: environment, shared files, SSO, the instance's role. Region and
// endpoint override what those say; "" for neither. An endpoint is that of an emulator, for all services.
func Connect(ctx context.Context, region, endpoint string) (*Session, error) {
	opts := []func(*config.LoadOptions) error{config.WithRetryMode(aws.RetryModeAdaptive), config.WithRetryMaxAttempts(8)}
	if region != "" {
		opts = append(opts, config.WithRegion(region))
	}
	if endpoint != "" {
		opts = append(opts, config.WithBaseEndpoint(endpoint))
	}
	cfg, err := config.LoadDefaultConfig(ctx, opts...)
	if err != nil {
		return nil, explain("read the AWS configuration", err)
	}
	if cfg.Region == "" {
		return nil, errors.New("no AWS region: give region in the stack file, --region, or AWS_REGION")
	}
	return &Session{dms: dms.NewFromConfig(cfg), metrics: cloudwatch.NewFromConfig(cfg), secrets: secretsmanager.NewFromConfig(cfg),
		Poll: 10 * time.Second, Patience: 40 * time.Minute}, nil
}

func (s *Session) progress(what, state string) {
	if s.Progress != nil {
		s.Progress(what, state)
	}
}

// wait looks until done; look gives the state to show. The SDK's waiters are not used: they call "modifying" and
// "stopped" failures where a stack that is applied twice goes through them.
func (s *Session) wait(ctx context.Context, what string, look func() (done bool, state string, err error)) error {
	deadline := time.Now().Add(s.Patience)
	pause := s.Poll / 4
	for {
		done, state, err := look()
		if err != nil || done {
			return err
		}
		s.progress(what, state)
		if time.Now().After(deadline) {
			return fmt.Errorf("%s is still %q after %s; run the command again to go on waiting", what, state, s.Patience)
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("stopped while waiting for %s (%s); run the command again to go on: %w", what, state, ctx.Err())
		case <-time.After(pause):
		}
		pause = min(pause*2, s.Poll)
	}
}
