package main

import (
	"context"
	"fmt"
	"io"
	"net/http/httptest"
	"os"
	"path/filepath"
	"time"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
)

// An operation is what Terraform is told to do with all workspaces at once.
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

// measure has a contender do all operations, below dir.
func (c contender) measure(ctx context.Context, cli, dir string, l load) (results, error) {
	sandbox, usageFile, err := c.sandbox(cli, dir)
	if err != nil {
		return nil, err
	}
	api, server := l.serve()
	defer server.Close()
	state := newBackend()
	defer state.Close()
	work := filepath.Join(dir, "work")
	if err := os.Mkdir(work, 0o700); err != nil {
		return nil, err
	}
	if err := os.WriteFile(filepath.Join(work, "main.tf"), []byte(c.configuration(server.URL+"/v1", state.URL, l.workspaces)), 0o600); err != nil {
		return nil, err
	}
	run := func(args ...string) (time.Duration, error) {
		began := time.Now()
		got, err := sandbox.Run(ctx, work, io.Discard, append(args, "-no-color")...)
		if err == nil && got.Code != 0 {
			err = fmt.Errorf("%s: terraform %s ended with exit code %d:\n%s", c.name, args[0], got.Code, lastOf(got.Output))
		}
		return time.Since(began), err
	}
	if _, err := run("init"); err != nil {
		return nil, err
	}
	_ = os.Remove(usageFile) // init starts no provider, but another CLI may
	all := results{}
	for _, op := range operations {
		api.ResetRequests()
		wall, err := run(append(op.args, fmt.Sprintf("-parallelism=%d", l.atOnce))...)
		if err != nil {
			return nil, err
		}
		used, err := readUsage(usageFile)
		if err != nil {
			return nil, err
		}
		all[op.name] = measured{Requests: len(api.Requests()), Wall: wall, usage: used}
	}
	return all, nil
}

// lastOf is the end of an output: that of 5,000 resources is long.
func lastOf(output string) string {
	const enough = 1500
	return output[max(0, len(output)-enough):]
}

// startToSchema is the processor time of a provider that is started, asked for
// its schemas and ended: the least of a few runs.
func (c contender) startToSchema(ctx context.Context, cli, dir string) (time.Duration, error) {
	sandbox, usageFile, err := c.sandbox(cli, dir)
	if err != nil {
		return 0, err
	}
	state := newBackend()
	defer state.Close()
	work := filepath.Join(dir, "work")
	if err := os.Mkdir(work, 0o700); err != nil {
		return 0, err
	}
	if err := os.WriteFile(filepath.Join(work, "main.tf"), []byte(c.configuration("http://127.0.0.1", state.URL, 0)), 0o600); err != nil {
		return 0, err
	}
	if got, err := sandbox.Run(ctx, work, io.Discard, "init", "-no-color"); err != nil || got.Code != 0 {
		return 0, fmt.Errorf("terraform init: %w\n%s", err, got.Output)
	}
	least := time.Duration(0)
	for range 5 {
		if got, err := sandbox.Run(ctx, work, io.Discard, "providers", "schema", "-json"); err != nil || got.Code != 0 {
			return 0, fmt.Errorf("terraform providers schema: %w\n%s", err, lastOf(got.Output))
		}
		used, err := readUsage(usageFile)
		if err != nil {
			return 0, err
		}
		if least == 0 || used.CPU < least {
			least = used.CPU
		}
	}
	return least, nil
}
