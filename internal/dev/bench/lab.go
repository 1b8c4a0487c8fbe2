package main

import (
	"context"
	"fmt"
	"io"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
	"github.com/portkey-community/terraform-provider-portkey/internal/tfcli"
)

// An operation is what Terraform does with all workspaces at once.
type operation struct {
	name string
	args []string
}

// operations are done one after the other, each to what the one before it left.
var operations = []operation{
	{"apply", []string{"apply", "-auto-approve"}},
	{"refresh", []string{"plan", "-detailed-exitcode"}}, // fails if anything is to be done
	{"destroy", []string{"destroy", "-auto-approve"}},
}

// measured is what an operation took.
type measured struct {
	Requests int
	Wall     time.Duration
	usage
}

// results are what was measured, by operation.
type results map[string]measured

// load is how much work there is, and how far away the API is.
type load struct {
	workspaces int
	latency    time.Duration // of each answer
	atOnce     int           // operations at once, Terraform's -parallelism
}

// serve starts an API for a load.
func (l load) serve() (*emulator.Server, *httptest.Server) {
	api := emulator.New()
	api.SetLatency(l.latency)
	return api, httptest.NewServer(api)
}

// lab is where Terraform runs with one contender.
type lab struct {
	contender
	sandbox *tfcli.Sandbox
	usage   string // the file in which the contender's usage is noted
	work    string
	state   *httptest.Server
}

// newLab prepares a lab below dir, which it makes, for n workspaces of the API at
// a base URL. Close it.
func newLab(ctx context.Context, c contender, cli, dir, baseURL string, n int) (*lab, error) {
	l := &lab{contender: c, usage: filepath.Join(dir, "usage"), work: filepath.Join(dir, "work")}
	if err := os.MkdirAll(l.work, 0o700); err != nil {
		return nil, err
	}
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	if l.sandbox, err = tfcli.NewSandbox(cli, dir, envProgram+"="+c.program, envUsage+"="+l.usage); err != nil {
		return nil, err
	}
	if err := l.sandbox.Install(c.source, version, self); err != nil {
		return nil, err
	}
	l.state = newBackend()
	if err := os.WriteFile(filepath.Join(l.work, "main.tf"), []byte(c.configuration(baseURL, l.state.URL, n)), 0o600); err != nil {
		l.close()
		return nil, err
	}
	if err := l.terraform(ctx, "init"); err != nil {
		l.close()
		return nil, err
	}
	_ = os.Remove(l.usage) // init starts no provider, but another CLI may
	return l, nil
}

func (l *lab) close() { l.state.Close() }

// terraform runs the CLI, which must succeed.
func (l *lab) terraform(ctx context.Context, args ...string) error {
	got, err := l.sandbox.Run(ctx, l.work, io.Discard, args...)
	if err == nil && got.Code != 0 {
		err = fmt.Errorf("%s: terraform %s ended with exit code %d:\n%s", l.name, args[0], got.Code, lastOf(got.Output))
	}
	return err
}

// lastOf is the end of an output: that of 5,000 resources is long.
func lastOf(output string) string {
	const enough = 1500
	return output[max(0, len(output)-enough):]
}

// measure has a contender do all operations, below dir.
func (c contender) measure(ctx context.Context, cli, dir string, work load) (results, error) {
	api, server := work.serve()
	defer server.Close()
	l, err := newLab(ctx, c, cli, dir, server.URL+"/v1", work.workspaces)
	if err != nil {
		return nil, err
	}
	defer l.close()
	all := results{}
	for _, op := range operations {
		api.ResetRequests()
		began := time.Now()
		if err := l.terraform(ctx, append(slices.Clone(op.args), "-no-color", fmt.Sprintf("-parallelism=%d", work.atOnce))...); err != nil {
			return nil, err
		}
		wall := time.Since(began)
		used, err := readUsage(l.usage)
		if err != nil {
			return nil, err
		}
		all[op.name] = measured{Requests: len(api.Requests()), Wall: wall, usage: used}
	}
	return all, nil
}

// startToSchema is the processor time of a provider that is started, asked for
// its schemas and ended: the least of a few runs.
func (c contender) startToSchema(ctx context.Context, cli, dir string) (time.Duration, error) {
	l, err := newLab(ctx, c, cli, dir, "http://127.0.0.1", 0)
	if err != nil {
		return 0, err
	}
	defer l.close()
	var took []time.Duration
	for range 5 {
		if err := l.terraform(ctx, "providers", "schema", "-json"); err != nil {
			return 0, err
		}
		used, err := readUsage(l.usage)
		if err != nil {
			return 0, err
		}
		took = append(took, used.CPU)
	}
	return slices.Min(took), nil
}
