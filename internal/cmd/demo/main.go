// Command demo applies examples/organisation, with the teams of examples/demo, with Terraform
// or OpenTofu to an Admin API in memory, and prints the output and the requests of each step.
// It fails if a step does not behave as described. It needs no account and leaves nothing
// behind. Start reading at steps.
package main

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/signal"
	"path/filepath"
	"syscall"
	"time"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
	"github.com/portkey-community/terraform-provider-portkey/internal/emulator/console"
	"github.com/portkey-community/terraform-provider-portkey/internal/tfcli"
)

// version is not the version of a release. (0.0.0 means no version to Terraform.)
const version = "0.0.1"

func main() {
	recording := flag.String("record", "", "write a recording of the demo to this `file`, an SVG")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	err := run(ctx, os.Stdout, *recording)
	stop()
	switch {
	case errors.Is(err, context.Canceled):
		fmt.Fprintln(os.Stderr, "\nThe demo was interrupted. Nothing is left behind.")
		os.Exit(1)
	case err != nil:
		fmt.Fprintf(os.Stderr, "\nThe demo failed: %v\n", err)
		os.Exit(1)
	}
}

// run plays the demo in a temporary directory, which it always removes.
func run(ctx context.Context, out io.Writer, recording string) (err error) {
	root, err := tfcli.ModuleRoot(ctx)
	if err != nil {
		return err
	}
	dir, err := os.MkdirTemp("", "portkey-demo-")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()

	var printed bytes.Buffer
	s, closeStage, err := build(ctx, io.MultiWriter(out, &printed), root, dir)
	if err != nil {
		return orInterrupted(ctx, err)
	}
	defer closeStage()
	if err := s.play(ctx); err != nil || recording == "" {
		return orInterrupted(ctx, err)
	}
	cli, err := s.cliVersion(ctx)
	if err != nil {
		return orInterrupted(ctx, err)
	}
	return record(printed.String(), cli, recording)
}

// orInterrupted is the reason why the demo stopped: an error after a Ctrl-C is caused by
// it.
func orInterrupted(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return ctx.Err()
	}
	return err
}

// build prepares in dir what the steps need: the CLI, the emulator on a free port, the
// provider in a mirror, and a copy of the configuration.
func build(ctx context.Context, out io.Writer, root, dir string) (*stage, func(), error) {
	cli, err := tfcli.FindOrInstall(ctx, filepath.Join(dir, "bin"), out)
	if err != nil {
		return nil, nil, err
	}
	s := &stage{out: out, command: filepath.Base(cli), workDir: filepath.Join(dir, "organisation")}
	served, err := console.New(console.Options{
		New: func(options ...emulator.Option) *emulator.Server {
			s.api = emulator.New(options...)
			return s.api
		},
		Loopback: true,
	})
	if err != nil {
		return nil, nil, err
	}
	s.api.Add(emulator.Users, "", map[string]any{"email": "grace.hopper@example.com"})
	address, closeAPI, err := serve(ctx, served)
	if err != nil {
		return nil, nil, err
	}
	s.page = address + "/"
	if err := s.prepare(ctx, root, dir, cli, address+"/v1"); err != nil {
		closeAPI()
		return nil, nil, err
	}
	return s, closeAPI, nil
}

func (s *stage) prepare(ctx context.Context, root, dir, cli, baseURL string) (err error) {
	s.say("The Admin API in memory listens on %s.", baseURL)
	s.say("Building the provider into a filesystem mirror, as version %s...", version)
	s.sandbox, err = tfcli.NewSandbox(cli, dir,
		"PORTKEY_BASE_URL="+baseURL,
		"PORTKEY_API_KEY="+emulator.AdminKey,
	)
	if err != nil {
		return err
	}
	if err := s.sandbox.InstallProvider(ctx, root, version); err != nil {
		return err
	}
	for _, example := range []string{"team", "organisation"} {
		if err := os.CopyFS(filepath.Join(dir, example), os.DirFS(filepath.Join(root, "examples", example))); err != nil {
			return err
		}
	}
	for _, file := range []string{teamsFile, "integrations.yaml", "terraform.tfvars"} {
		content, err := os.ReadFile(filepath.Join(root, "examples", "demo", file)) //nolint:gosec // one of ours
		if err != nil {
			return err
		}
		if err := os.WriteFile(filepath.Join(s.workDir, file), content, 0o600); err != nil { //nolint:gosec // one of ours
			return err
		}
	}
	return nil
}

// serve serves the API and its page on a free port of the loopback interface.
func serve(ctx context.Context, api http.Handler) (address string, closeServer func(), err error) {
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return "", nil, err
	}
	server := &http.Server{Handler: api, ReadHeaderTimeout: 10 * time.Second}
	go func() { _ = server.Serve(listener) }() // returns when the server is closed
	return "http://" + listener.Addr().String(), func() { _ = server.Close() }, nil
}
