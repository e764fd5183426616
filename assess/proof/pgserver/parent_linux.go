package pgserver

import (
	"os/exec"
	"syscall"
)

// bindToParent has the kernel stop the server when we die without having stopped it.
func bindToParent(cmd *exec.Cmd) { cmd.SysProcAttr.Pdeathsig = syscall.SIGQUIT }
