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

	"github.com/portkey-community/terraform-provider-portkey/internal/tfcli"
)

// measured is what an operation took.
type measured struct {
	Requests int
	Wall     time.Duration
	// Whole is the time on a processor of Terraform and of all that it started.
	Whole time.Duration
	usage // of the provider
}

// results are what was measured, by operation.
type results map[string]measured

// lab is where Terraform runs with one contender.
type lab struct {
	contender
	sandbox *tfcli.Sandbox
	usage   string // the file in which the contender's usage is noted
	work    string
	state   *httptest.Server
}

// newLab prepares a lab below dir, which it creates, for a load of the API at a base URL.
// Close it.
func newLab(ctx context.Context, c contender, cli, dir, baseURL string, work load) (*lab, error) {
	l := &lab{contender: c, usage: filepath.Join(dir, "usage"), work: filepath.Join(dir, "work"), state: newBackend()}
	if err := l.prepare(ctx, cli, dir, work.files(c, c.root(baseURL, l.state.URL), work.n)); err != nil {
		l.close()
		return nil, err
	}
	return l, nil
}

func (l *lab) prepare(ctx context.Context, cli, dir string, files map[string]string) error {
	for name, text := range files {
		file := filepath.Join(l.work, name)
		if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
			return err
		}
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			return err
		}
	}
	self, err := os.Executable()
	if err != nil {
		return err
	}
	if l.sandbox, err = tfcli.NewSandbox(cli, dir, envProgram+"="+l.program, envUsage+"="+l.usage); err != nil {
		return err
	}
	if l.program != "" {
		if err := l.sandbox.Install(l.source, version, self); err != nil {
			return err
		}
	}
	if _, err := l.terraform(ctx, "init"); err != nil {
		return err
	}
	_ = os.Remove(l.usage) // init starts no provider, but another CLI may
	return nil
}

func (l *lab) close() { l.state.Close() }

// terraform runs the CLI, which must succeed.
func (l *lab) terraform(ctx context.Context, args ...string) (tfcli.Result, error) {
	got, err := l.sandbox.Run(ctx, l.work, io.Discard, args...)
	if err == nil && got.Code != 0 {
		err = fmt.Errorf("%s: terraform %s ended with exit code %d:\n%s", l.name, args[0], got.Code, lastOf(got.Output))
	}
	return got, err
}

// lastOf is the end of an output: that of 5,000 resources is long.
func lastOf(output string) string {
	const enough = 1500
	return output[max(0, len(output)-enough):]
}

// meter is terraform with what it took.
func (l *lab) meter(ctx context.Context, args ...string) (measured, error) {
	began := time.Now()
	got, err := l.terraform(ctx, args...)
	took := measured{Wall: time.Since(began), Whole: got.CPU}
	if err == nil && l.program != "" {
		took.usage, err = readUsage(l.usage)
	}
	return took, err
}

// measure has a contender do all operations, below dir.
func (c contender) measure(ctx context.Context, cli, dir string, work load) (results, error) {
	api, server := work.serve()
	defer server.Close()
	l, err := newLab(ctx, c, cli, dir, server.URL+"/v1", work)
	if err != nil {
		return nil, err
	}
	defer l.close()
	all := results{}
	for _, op := range work.operations {
		op.begin(api)
		took, err := l.meter(ctx, append(slices.Clone(op.args), "-no-color", fmt.Sprintf("-parallelism=%d", work.atOnce))...)
		if err != nil {
			return nil, err
		}
		took.Requests = len(api.Requests())
		all[op.name] = took
	}
	return all, nil
}

// startToSchema is the processor time of a provider that is started, asked for
// its schemas and ended: the least of so many runs.
func (c contender) startToSchema(ctx context.Context, cli, dir string, runs int) (time.Duration, error) {
	l, err := newLab(ctx, c, cli, dir, "http://127.0.0.1", load{workload: workspaces})
	if err != nil {
		return 0, err
	}
	defer l.close()
	var took []time.Duration
	for range runs {
		one, err := l.meter(ctx, "providers", "schema", "-json")
		if err != nil {
			return 0, err
		}
		took = append(took, one.CPU)
	}
	return slices.Min(took), nil
}
