//go:build !unix

package pgserver

import (
	"os"
	"os/exec"
)

// account is who the server runs as; here always ourselves.
type account struct{ uid, gid int }

func serverAccount() (*account, error) { return nil, nil }

func (a *account) apply(*exec.Cmd) {}

var stopSignals = []os.Signal{os.Kill}
