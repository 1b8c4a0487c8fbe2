package tfcli

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"time"
)

// Sandbox runs one CLI below one directory: what the CLI and its providers keep
// in a home directory goes there too, and the provider comes from a filesystem
// mirror that is there, by an ordinary init.
type Sandbox struct {
	cli string
	dir string
	env []string
}

// NewSandbox prepares dir, which must exist, for a CLI. Each of env is a
// NAME=value added to the environment of every run.
func NewSandbox(cli, dir string, env ...string) (*Sandbox, error) {
	s := &Sandbox{cli: cli, dir: dir, env: env}
	for _, sub := range []string{s.home(), s.mirror()} {
		if err := os.MkdirAll(sub, 0o700); err != nil {
			return nil, err
		}
	}
	// Only the mirror: nothing may come from a registry or a cache.
	config := fmt.Sprintf("disable_checkpoint = true\n\nprovider_installation {\n  filesystem_mirror {\n    path = %q\n  }\n}\n",
		filepath.ToSlash(s.mirror()))
	return s, os.WriteFile(s.configFile(), []byte(config), 0o600)
}

func (s *Sandbox) home() string       { return filepath.Join(s.dir, "home") }
func (s *Sandbox) mirror() string     { return filepath.Join(s.dir, "mirror") }
func (s *Sandbox) configFile() string { return filepath.Join(s.dir, "cli.tfrc") }

// InstallProvider builds the provider in the module at root, as the release of
// the version given, and installs it.
func (s *Sandbox) InstallProvider(ctx context.Context, root, version string) error {
	program := filepath.Join(s.dir, "built")
	if err := built.write(ctx, root, version, program); err != nil {
		return fmt.Errorf("building the provider: %w", err)
	}
	return s.Install("portkey-community/portkey", version, program)
}

// built is what this process has built.
var built providers

// providers are programs by module and version. Linking one takes seconds, and a process
// can have a sandbox for each of many tests.
type providers struct {
	mu  sync.Mutex // held by a build: others wait for what it leaves
	all map[[2]string][]byte
}

// write writes the provider to a file, and builds it unless that was done.
func (p *providers) write(ctx context.Context, root, version, file string) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	root, err := filepath.Abs(root)
	if err != nil {
		return err
	}
	key := [2]string{root, version}
	if program, known := p.all[key]; known {
		return os.WriteFile(file, program, 0o700) //nolint:gosec // it is to be run
	}
	if err := Build(ctx, root, ".", version, file); err != nil {
		return err
	}
	program, err := os.ReadFile(file) //nolint:gosec // it was just built
	if err != nil {
		return err
	}
	if p.all == nil {
		p.all = map[[2]string][]byte{}
	}
	p.all[key] = program
	return nil
}

// ModuleRoot is the directory of this module, wherever in it the program was
// started.
func ModuleRoot(ctx context.Context) (string, error) {
	file, err := exec.CommandContext(ctx, "go", "env", "GOMOD").Output()
	if err != nil {
		return "", fmt.Errorf("go env GOMOD: %w", err)
	}
	return filepath.Dir(strings.TrimSpace(string(file))), nil
}

// Build builds the package of the module at root into the file given, stamped
// with the version and without debug information, as a release is.
func Build(ctx context.Context, root, pkg, version, file string) error {
	build := exec.CommandContext(ctx, "go", "build", "-buildvcs=false", "-ldflags=-s -w -X main.version="+version, "-o", file, pkg)
	build.Dir = root
	build.Env = append(os.Environ(), "GOTMPDIR="+filepath.Dir(file)) // what an interrupted build leaves
	stopGently(build)
	if out, err := build.CombinedOutput(); err != nil {
		return fmt.Errorf("%w\n%s", err, out)
	}
	return nil
}

// Install puts a program into the mirror, as the release of the version given of
// the provider at a source address such as "portkey-community/portkey".
func (s *Sandbox) Install(source, version, program string) error {
	binary := "terraform-provider-" + path.Base(source) + "_v" + version
	if runtime.GOOS == "windows" {
		binary += ".exe"
	}
	return s.put(program, source, version, runtime.GOOS+"_"+runtime.GOARCH, binary)
}

// InstallArchive puts an archive of a release into the mirror, under its own
// name, as the provider at a source address.
func (s *Sandbox) InstallArchive(source, archive string) error {
	return s.put(archive, source, filepath.Base(archive))
}

// put copies a file to where the mirror has it. The source address of a
// configuration names no host: Terraform and OpenTofu each fill in that of their
// own registry.
func (s *Sandbox) put(file, source string, inside ...string) error {
	for _, host := range []string{"registry.terraform.io", "registry.opentofu.org"} {
		target := filepath.Join(append([]string{s.mirror(), host, filepath.FromSlash(source)}, inside...)...)
		if err := os.MkdirAll(filepath.Dir(target), 0o700); err != nil {
			return err
		}
		if err := copyProgram(file, target); err != nil {
			return err
		}
	}
	return nil
}

func copyProgram(from, to string) error {
	source, err := os.Open(from)
	if err != nil {
		return err
	}
	defer func() { _ = source.Close() }() // was only read

	target, err := os.OpenFile(to, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o700) //nolint:gosec // it is to be run
	if err != nil {
		return err
	}
	_, err = io.Copy(target, source)
	return errors.Join(err, target.Close())
}

// Command is a run of the CLI in the directory given, for who wants to do more
// with the process than Run does. Where there are process groups it leads one.
func (s *Sandbox) Command(ctx context.Context, workDir string, args ...string) *exec.Cmd {
	cmd := exec.CommandContext(ctx, s.cli, args...)
	cmd.Dir = workDir
	cmd.Env = s.environment()
	stopGently(cmd)
	return cmd
}

// Result is what one run of the CLI left.
type Result struct {
	// Code is the exit code.
	Code int
	// Stdout is what the run printed; Output also has what went to stderr.
	Stdout, Output string
	// CPU is the time on a processor, of the CLI and of the processes that it waited for
	// (on Windows, of the CLI alone).
	CPU time.Duration
}

// Run runs the CLI in the directory given. An exit code other than 0 is no
// error: the caller knows which ones are. While it runs, its output also goes
// to each of the writers.
func (s *Sandbox) Run(ctx context.Context, workDir string, show io.Writer, args ...string) (Result, error) {
	var stdout, both bytes.Buffer
	cmd := s.Command(ctx, workDir, args...)
	shared := &lockedWriter{to: io.MultiWriter(&both, show)}
	cmd.Stdout = io.MultiWriter(&stdout, shared)
	cmd.Stderr = shared

	err := cmd.Run()
	if ctx.Err() != nil {
		return Result{}, ctx.Err()
	}
	if exit := (*exec.ExitError)(nil); err != nil && !errors.As(err, &exit) {
		return Result{}, fmt.Errorf("running %s %s: %w", filepath.Base(s.cli), strings.Join(args, " "), err)
	}
	ended := cmd.ProcessState
	return Result{Code: ended.ExitCode(), Stdout: stdout.String(), Output: both.String(), CPU: ended.UserTime() + ended.SystemTime()}, nil
}

// lockedWriter is written to by the copies of stdout and of stderr at once.
type lockedWriter struct {
	mu sync.Mutex
	to io.Writer
}

func (w *lockedWriter) Write(p []byte) (int, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.to.Write(p)
}

// environment is that of this process, less what would lead the CLI or the
// provider to somebody's own files, workspaces and keys.
func (s *Sandbox) environment() []string {
	var env []string
	for _, pair := range os.Environ() {
		name, _, _ := strings.Cut(strings.ToUpper(pair), "=")
		if strings.HasPrefix(name, "TF_") || strings.HasPrefix(name, "PORTKEY_") || strings.HasPrefix(name, "XDG_") {
			continue
		}
		env = append(env, pair)
	}
	env = append(env,
		"HOME="+s.home(),
		"USERPROFILE="+s.home(),
		"APPDATA="+s.home(),
		"TF_CLI_CONFIG_FILE="+s.configFile(),
		"CHECKPOINT_DISABLE=1",
		"TF_IN_AUTOMATION=1",
		"TF_INPUT=0",
	)
	return append(env, s.env...)
}
