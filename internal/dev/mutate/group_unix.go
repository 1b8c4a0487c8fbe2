//go:build unix

package main

import (
	"os/exec"
	"syscall"
	"time"
)

// runInGroup runs a command with a process group of its own and ends what is left of
// that: tests start programs, which a mutant may keep from ending.
func runInGroup(cmd *exec.Cmd, run func() ([]byte, error)) ([]byte, error) {
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	end := func() error { return syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) }
	cmd.Cancel = end
	cmd.WaitDelay = time.Second // what is left may hold the output open
	out, err := run()
	if cmd.Process != nil {
		_ = end() // there may be none left
	}
	return out, err
}
