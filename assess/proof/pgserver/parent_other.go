//go:build !linux

package pgserver

import "os/exec"

// bindToParent: only Linux can do it.
func bindToParent(*exec.Cmd) {}
