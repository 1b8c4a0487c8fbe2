//go:build unix

package tfcli

import (
	"os/exec"
	"syscall"
	"time"
)

// stopGrace is what a program is given to stop by itself once its context is done.
const stopGrace = 20 * time.Second

// stopGently lets the command clean up after itself when its context is done,
// and starts it in a process group of its own. A Ctrl-C at the terminal then
// reaches the CLI once, and it stops as it would for a person; a second signal
// would make it exit at once and leave its providers behind.
func stopGently(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	cmd.Cancel = func() error { return cmd.Process.Signal(syscall.SIGINT) }
	cmd.WaitDelay = stopGrace
}
