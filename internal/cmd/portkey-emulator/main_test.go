package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator/console"
)

// program is a running one.
type program struct {
	base, key string
	// others are the lines that it printed besides.
	others []string
	// done stops it and gives what it wrote to stderr.
	done func() string
}

// serve runs the program in-process.
func serve(t *testing.T, args ...string) program {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	t.Cleanup(cancel)
	out, in := io.Pipe()
	var stderr bytes.Buffer
	ended := make(chan error, 1)
	go func() {
		err := run(ctx, args, in, &stderr)
		in.CloseWithError(err)
		ended <- err
	}()
	var p program
	lines := bufio.NewScanner(out)
	for lines.Scan() && !strings.HasPrefix(lines.Text(), "# page: ") {
		p.others = append(p.others, lines.Text())
	}
	if len(p.others) < 2 {
		t.Fatalf("printed %q: %v", p.others, lines.Err())
	}
	go func() { _, _ = io.Copy(io.Discard, out) }()
	p.base, p.key, p.others = p.others[0], p.others[1], p.others[2:]
	p.done = func() string {
		cancel()
		if err := <-ended; err != nil {
			t.Error(err)
		}
		return stderr.String()
	}
	return p
}

// call sends a request with the key of the administrator, and returns status and body.
func (p program) call(t *testing.T, method, path, body string) (status int, answer []byte) {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), method, strings.TrimPrefix(p.base, "export PORTKEY_BASE_URL=")+path, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("x-portkey-api-key", strings.TrimPrefix(p.key, "export PORTKEY_API_KEY="))
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close() //nolint:errcheck // it was only read
	if answer, err = io.ReadAll(response.Body); err != nil {
		t.Fatal(err)
	}
	return response.StatusCode, answer
}

func TestRun(t *testing.T) {
	t.Parallel()
	p := serve(t, "-log-bodies", "-shape", "documented", "-latency", "1ms", "-rate", "0.1")
	if !regexp.MustCompile(`^export PORTKEY_BASE_URL=http://127\.0\.0\.1:\d+/v1$`).MatchString(p.base) || p.key != "export PORTKEY_API_KEY=pk-emulator-admin-0000000000000000" {
		t.Fatalf("printed %q, %q", p.base, p.key)
	}
	// The field and the parameter are such as the vendor's SDKs send beside those that are known.
	const path, body = "/admin/workspaces?currentPage=0", `{"name":"Production","defaults":{"x":"y"},"slug":"s"}`
	for _, want := range []int{http.StatusOK, http.StatusTooManyRequests} {
		if got, _ := p.call(t, http.MethodPost, path, body); got != want {
			t.Errorf("status %d, want %d", got, want)
		}
	}
	line := `\S+Z admin POST /v1/admin/workspaces\?currentPage=0 `
	want := regexp.MustCompile("^" + line + "200 " + regexp.QuoteMeta(body) + "\n" + line + "429 .*" + regexp.QuoteMeta(body) + "\n$")
	if got := p.done(); !want.MatchString(got) {
		t.Errorf("logged %q, want %s", got, want)
	}
}

// With -log, no body is printed.
func TestRun_log(t *testing.T) {
	t.Parallel()
	p := serve(t, "-log")
	p.call(t, http.MethodPost, "/admin/workspaces", `{"name":"Production"}`)
	if got := p.done(); !strings.HasSuffix(got, " admin POST /v1/admin/workspaces 200\n") {
		t.Errorf("logged %q", got)
	}
}

// Keys, a seed and data come from the flags.
func TestRun_seed(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	seed, data := filepath.Join(dir, "seed.yaml"), filepath.Join(dir, "data.json")
	if err := os.WriteFile(seed, []byte("workspaces: [{ name: Payments, slug: payments }]"), 0o600); err != nil {
		t.Fatal(err)
	}
	args := []string{"-seed", seed, "-data", data, "-key", "plan=*.read,*.list", "-key", "team@payments"}
	first := serve(t, args...)
	if len(first.others) != 2 || first.others[0] != "# key plan: PORTKEY_API_KEY=pk-emulator-plan-00000000000000000" || !strings.HasPrefix(first.others[1], "# key team: ") {
		t.Errorf("printed %q", first.others)
	}
	if got, _ := first.call(t, http.MethodDelete, "/admin/workspaces/payments", `{"name":"Payments"}`); got != http.StatusOK {
		t.Errorf("status %d", got)
	}
	first.done()
	second := serve(t, "-seed", seed, "-data", data, "-key", "plan=*.read,*.list")
	defer second.done()
	if got, _ := second.call(t, http.MethodGet, "/admin/workspaces/payments", ""); got != http.StatusForbidden {
		t.Errorf("what was deleted answers %d after a restart", got)
	}
}

func TestRun_version(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	if err := run(t.Context(), []string{"-version"}, &out, io.Discard); err != nil || out.String() != "portkey-emulator dev\n" {
		t.Errorf("%q, %v", out.String(), err)
	}
}

// Beyond loopback, what that opens is said.
func TestAnnounce(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	o := options{listen: "0.0.0.0:0", open: true}
	listener, isLoopback, err := listen(t.Context(), o)
	if err != nil || isLoopback {
		t.Fatal(isLoopback, err)
	}
	_ = listener.Close()
	if err := announce(&out, listener.Addr(), false, []console.NamedKey{{Secret: "s"}}); err != nil || !strings.Contains(out.String(), "can read and change everything") {
		t.Errorf("%s: %v", out.String(), err)
	}
}

func TestRun_users(t *testing.T) {
	t.Parallel()
	p := serve(t, "-users", "Grace@example.com,alan@example.com")
	defer p.done()
	_, answer := p.call(t, http.MethodGet, "/admin/users", "")
	var list struct {
		Data []struct{ Email, Role string }
	}
	if err := json.Unmarshal(answer, &list); err != nil {
		t.Fatal(err)
	}
	want := []struct{ Email, Role string }{{"alan@example.com", "member"}, {"Grace@example.com", "member"}, {"ada.lovelace@example.com", "owner"}}
	if !slices.Equal(list.Data, want) {
		t.Errorf("the users are %v, want %v", list.Data, want)
	}
}

func TestRun_refuses(t *testing.T) {
	t.Parallel()
	for name, args := range map[string][]string{
		"all interfaces":   {"-listen", "0.0.0.0:0"},
		"no host":          {"-listen", ":0"},
		"another host":     {"-listen", "192.0.2.1:0"},
		"a name":           {"-listen", "example.com:0"},
		"no port":          {"-listen", "127.0.0.1"},
		"an unknown shape": {"-shape", "round"},
		"an argument":      {"please"},
		"an unknown flag":  {"-fast"},
		"no address":       {"-users", "grace"},
		"one user twice":   {"-users", "grace@example.com,Grace@example.com"},
		"the owner":        {"-users", "Ada.Lovelace@example.com"},
		"no such scope":    {"-key", "plan=workspaces.raed"},
		"no such seed":     {"-seed", "nowhere.yaml"},
		"no such place":    {"-key", "team@nowhere"},
	} {
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		if err := run(ctx, args, io.Discard, io.Discard); err == nil {
			t.Errorf("%s: started", name)
		}
		cancel()
	}
}

func TestRun_help(t *testing.T) {
	t.Parallel()
	var stderr bytes.Buffer
	if err := run(t.Context(), []string{"-h"}, io.Discard, &stderr); err != nil {
		t.Error(err)
	}
	if !strings.Contains(stderr.String(), "-listen") {
		t.Errorf("help: %s", stderr.String())
	}
}
