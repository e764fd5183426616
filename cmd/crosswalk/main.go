// Command crosswalk converts database schemas of Oracle and SQL Server to PostgreSQL, reports on every object, and moves and checks the data.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"syscall"

	"github.com/spf13/cobra"
)

// Exit statuses.
const (
	exitDone   = 0
	exitFailOn = 1 // done, but what --fail-on names was met
	exitUsage  = 2 // bad usage or unreadable input
)

// errFailOn ends the run with exitFailOn.
var errFailOn = errors.New("")

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	go func() {
		<-ctx.Done()
		stop() // a second signal ends the process, whatever it is at
	}()
	code := run(ctx, os.Args[1:])
	stop()
	os.Exit(code)
}

func run(ctx context.Context, args []string) int {
	root := newRoot()
	root.SetArgs(args)
	err := root.ExecuteContext(ctx)
	switch {
	case err == nil:
		return exitDone
	case errors.Is(err, errFailOn):
		return exitFailOn
	}
	fmt.Fprintln(os.Stderr, "crosswalk: "+err.Error())
	return exitUsage
}

func newRoot() *cobra.Command {
	root := &cobra.Command{
		Use:           "crosswalk",
		Short:         "Convert Oracle and SQL Server schemas to PostgreSQL, move the data, and prove both",
		SilenceErrors: true,
		SilenceUsage:  true,
	}
	root.CompletionOptions.HiddenDefaultCmd = true
	root.AddCommand(newConvert(), newAssess(), newExplain(), newDMS(), newMappings(), newSettings(), newCheck(), newReplicate())
	return root
}
