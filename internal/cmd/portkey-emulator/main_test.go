package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
)

// serve runs the program in-process and returns its base URL and key; done
// stops it and gives what it wrote to stderr.
func serve(t *testing.T, args ...string) (base, key string, done func() string) {
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
	lines := bufio.NewScanner(out)
	for _, into := range []*string{&base, &key} {
		if !lines.Scan() {
			t.Fatalf("no line: %v", lines.Err())
		}
		*into = lines.Text()
	}
	return base, key, func() string {
		cancel()
		if err := <-ended; err != nil {
			t.Error(err)
		}
		return stderr.String()
	}
}

func TestRun(t *testing.T) {
	t.Parallel()
	base, key, done := serve(t, "-log", "-shape", "documented", "-latency", "1ms", "-rate", "0.1")
	match := regexp.MustCompile(`^export PORTKEY_BASE_URL=(http://127\.0\.0\.1:\d+/v1)$`).FindStringSubmatch(base)
	if match == nil {
		t.Fatalf("first line %q", base)
	}
	secret, ok := strings.CutPrefix(key, "export PORTKEY_API_KEY=")
	if !ok {
		t.Fatalf("second line %q", key)
	}
	// The field and the parameter are such as the vendor's SDKs send beside those that are known.
	post := func() int {
		request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, match[1]+"/admin/workspaces?currentPage=0", strings.NewReader(`{"name":"Production","defaults":{"x":"y"},"slug":"s"}`))
		if err != nil {
			t.Fatal(err)
		}
		request.Header.Set("x-portkey-api-key", secret)
		response, err := http.DefaultClient.Do(request)
		if err != nil {
			t.Fatal(err)
		}
		_ = response.Body.Close()
		return response.StatusCode
	}
	if got := post(); got != http.StatusOK {
		t.Errorf("status %d", got)
	}
	if got := post(); got != http.StatusTooManyRequests {
		t.Errorf("status beyond the rate %d", got)
	}
	want := strings.Repeat(`POST /v1/admin/workspaces?currentPage=0 {"name":"Production","defaults":{"x":"y"},"slug":"s"}`+"\n", 2)
	if got := done(); got != want {
		t.Errorf("logged %q, want %q", got, want)
	}
}

func TestRun_users(t *testing.T) {
	t.Parallel()
	base, key, done := serve(t, "-users", "Grace@example.com,alan@example.com")
	defer done()
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, strings.TrimPrefix(base, "export PORTKEY_BASE_URL=")+"/admin/users", nil)
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("x-portkey-api-key", strings.TrimPrefix(key, "export PORTKEY_API_KEY="))
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	var list struct {
		Data []struct{ Email, Role string }
	}
	if err := json.NewDecoder(response.Body).Decode(&list); err != nil {
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
