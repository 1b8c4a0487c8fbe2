package main

import "os/exec"

// runInGroup only runs the command: Windows has no process groups to end.
func runInGroup(_ *exec.Cmd, run func() ([]byte, error)) ([]byte, error) { return run() }
