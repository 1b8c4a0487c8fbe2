package guard_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"syscall"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/portkey-community/terraform-provider-portkey/internal/guard"
)

// childVariable makes the test binary a process to send signals to.
const childVariable = "GUARD_TEST_CHILD"

// child is a provider with one write, which is open until a line comes in. Then
// it waits for Terraform, that never comes.
func child() {
	guard.HoldSignals()
	server := guard.Wrap(&fake{apply: func(context.Context, *tfprotov6.ApplyResourceChangeRequest) (*tfprotov6.ApplyResourceChangeResponse, error) {
		fmt.Println("open")
		_, err := bufio.NewReader(os.Stdin).ReadString('\n')
		return &tfprotov6.ApplyResourceChangeResponse{}, err
	}})
	if os.Getenv(childVariable) == "busy" {
		if _, err := server.ApplyResourceChange(context.Background(), &tfprotov6.ApplyResourceChangeRequest{}); err == nil {
			fmt.Println("answered")
		}
	} else {
		fmt.Println("idle")
	}
	select {}
}

func TestHoldSignals(t *testing.T) {
	t.Parallel()
	if runtime.GOOS == "windows" {
		t.Skip("no signals to send")
	}

	t.Run("busy", func(t *testing.T) {
		t.Parallel()
		c := startChild(t, "busy")
		c.expect("open")
		c.terminate()
		c.expectLog("SIGTERM is held")
		c.terminate()
		c.terminate()
		_, _ = io.WriteString(c.stdin, "go on\n")
		c.expect("answered")
		c.expectDeath()
	})
	t.Run("idle", func(t *testing.T) {
		t.Parallel()
		c := startChild(t, "idle")
		c.expect("idle")
		c.terminate()
		c.expectDeath()
	})
}

type process struct {
	*testing.T
	cmd    *exec.Cmd
	stdin  io.Writer
	stdout *bufio.Scanner
	stderr *bufio.Scanner
}

func startChild(t *testing.T, mode string) process {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^$")
	cmd.Env = append(os.Environ(), childVariable+"="+mode)
	stdin, err1 := cmd.StdinPipe()
	stdout, err2 := cmd.StdoutPipe()
	stderr, err3 := cmd.StderrPipe()
	if err := errors.Join(err1, err2, err3, cmd.Start()); err != nil {
		t.Fatal(err)
	}
	return process{t, cmd, stdin, bufio.NewScanner(stdout), bufio.NewScanner(stderr)}
}

func (p process) terminate() {
	p.Helper()
	if err := p.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		p.Fatal(err)
	}
}

func (p process) expect(want string)    { p.Helper(); p.line(p.stdout, want) }
func (p process) expectLog(want string) { p.Helper(); p.line(p.stderr, want) }

func (p process) line(from *bufio.Scanner, want string) {
	p.Helper()
	if !from.Scan() || !strings.Contains(from.Text(), want) {
		p.Fatalf("got %q, want %q", from.Text(), want)
	}
}

// expectDeath waits for the process to end as SIGTERM ends one.
func (p process) expectDeath() {
	p.Helper()
	var exit *exec.ExitError
	if err := p.cmd.Wait(); !errors.As(err, &exit) {
		p.Fatalf("got %v, want an end by signal", err)
	}
	if got, want := exit.String(), "signal: terminated"; got != want {
		p.Errorf("got %q, want %q", got, want)
	}
}
