package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"time"
)

// The bench installs itself as each of the providers. Started by Terraform, it
// runs the real one as its child, and notes what that has used when it ends.
const (
	envProgram = "BENCH_PROGRAM" // the provider to run
	envUsage   = "BENCH_USAGE"   // the file that takes a line for each process of it
)

// usage is what processes have used.
type usage struct {
	// CPU is the time on a processor, of all processes together.
	CPU time.Duration
	// Peak is the most memory, in bytes, that one of them had at once.
	Peak int64
	// Processes is how many there were.
	Processes int
}

// runProvider runs the provider in place of this program.
func runProvider(program, file string) error {
	child := exec.Command(program, os.Args[1:]...) //nolint:gosec,noctx // what the bench is to measure; go-plugin ends it
	child.Stdin, child.Stdout, child.Stderr = os.Stdin, os.Stdout, os.Stderr
	ended := child.Run()
	if child.ProcessState == nil {
		return ended // it was never started
	}
	used := usage{CPU: child.ProcessState.UserTime() + child.ProcessState.SystemTime(), Peak: peakOf(child.ProcessState), Processes: 1}
	line, err := json.Marshal(used)
	if err != nil {
		return err
	}
	out, err := os.OpenFile(file, os.O_WRONLY|os.O_APPEND|os.O_CREATE, 0o600) //nolint:gosec // named by the bench
	if err != nil {
		return err
	}
	_, err = out.Write(append(line, '\n'))
	return errors.Join(ended, err, out.Close())
}

// readUsage reads and removes what processes have noted.
func readUsage(file string) (usage, error) {
	in, err := os.Open(file)
	if errors.Is(err, fs.ErrNotExist) {
		return usage{}, fmt.Errorf("no provider has noted what it used: %w", err)
	}
	if err != nil {
		return usage{}, err
	}
	defer func() { _ = in.Close() }() // was only read
	var all usage
	for lines := json.NewDecoder(in); lines.More(); {
		var one usage
		if err := lines.Decode(&one); err != nil {
			return usage{}, err
		}
		all.CPU += one.CPU
		all.Peak = max(all.Peak, one.Peak)
		all.Processes++
	}
	return all, os.Remove(file)
}
