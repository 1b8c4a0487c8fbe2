//go:build unix

package tfcli

import (
	"os/exec"
	"syscall"
)

// ownGroup starts the command in a process group of its own. A Ctrl-C at the
// terminal then reaches the CLI once, through its context, and it stops as it
// would for a person; a second signal from the terminal would make it exit at
// once and leave its providers behind.
func ownGroup(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	cmd.Cancel = func() error { return cmd.Process.Signal(syscall.SIGINT) }
}
