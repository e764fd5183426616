package main

import (
	"context"
	"fmt"
	"net/url"
	"os"

	"github.com/spf13/pflag"

	"github.com/crosswalk-db/crosswalk/replicate/secret"
)

// databases are the flags that name the two databases of a migration, the same in every verb that asks for them.
type databases struct {
	Source, Target                 string
	SourcePassword, TargetPassword string // references
}

func (d *databases) add(fl *pflag.FlagSet) {
	fl.StringVar(&d.Source, "source", os.Getenv("CROSSWALK_SOURCE"), "URL of the source database")
	fl.StringVar(&d.Target, "target", os.Getenv("CROSSWALK_TARGET"), "URL of the target database")
	fl.Lookup("source").DefValue, fl.Lookup("target").DefValue = "$CROSSWALK_SOURCE", "$CROSSWALK_TARGET"
	fl.StringVar(&d.SourcePassword, "source-password", "", "reference to the source's password: env:NAME, file:PATH or aws:SECRET#KEY")
	fl.StringVar(&d.TargetPassword, "target-password", "", "reference to the target's password")
}

// source gives the source's URL with its password.
func (d *databases) source(ctx context.Context) (string, error) {
	return resolved(ctx, "--source", d.Source, d.SourcePassword)
}

// target gives the target's URL with its password.
func (d *databases) target(ctx context.Context) (string, error) {
	return resolved(ctx, "--target", d.Target, d.TargetPassword)
}

func resolved(ctx context.Context, flag, raw, password string) (string, error) {
	u, err := secret.URL(ctx, raw, password)
	if err != nil {
		return "", fmt.Errorf("%s: %w", flag, err)
	}
	return u, nil
}

// exposed warns of a password in the command line; those in the environment are not for others to read.
func (d *databases) exposed() string {
	if secret.Exposed(d.Source) && os.Getenv("CROSSWALK_SOURCE") != d.Source || secret.Exposed(d.Target) && os.Getenv("CROSSWALK_TARGET") != d.Target {
		return "a password stands in the command line, where other users of this machine can read it: use --source-password and --target-password"
	}
	return ""
}

func scheme(raw string) string {
	u, err := url.Parse(raw)
	if err != nil {
		return ""
	}
	return u.Scheme
}
