package portkey

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"io"
	"log"
	"math"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

func TestCheckID(t *testing.T) {
	t.Parallel()
	for _, id := range []string{"a", "0195-ab_C", "ws-test-a-174eb1", strings.Repeat("a", 200)} {
		if err := checkID(id); err != nil {
			t.Errorf("%q is refused: %v", id, err)
		}
	}
	for _, id := range []string{"", ".", "..", "a/b", "a%2fb", "a?b", "a#b", "a b", "a\n", "\x00", "ü", "a;b", "a\\b", "a\xff"} {
		if err := checkID(id); err == nil {
			t.Errorf("%q is accepted", id)
		}
	}
}

func TestBadRequestsAreNotSent(t *testing.T) {
	t.Parallel()
	transport := &scripted{answers: []scriptedAnswer{{status: 200}}}
	client := withTransport(t, transport, nil)
	for name, r := range map[string]request{
		"an id with a path":        {method: "GET", path: []string{"admin", "../keys"}},
		"no id":                    {method: "GET", path: []string{"admin", ""}},
		"the key for an id":        {method: "GET", path: []string{"key-canary?"}},
		"a body that is no JSON":   {method: "PUT", path: []string{"admin"}, body: math.Inf(1)},
		"a method that is no word": {method: "G ET", path: []string{"admin"}},
	} {
		_, err := client.do(t.Context(), r)
		if err == nil || IsUnknownOutcome(err) || IsRefused(err) || strings.Contains(err.Error(), "canary") {
			t.Errorf("%s: %v", name, err)
		}
		if _, err := client.call(t.Context(), r, nil); err == nil {
			t.Errorf("%s: decoded", name)
		}
	}
	if len(transport.asked) != 0 {
		t.Errorf("%d requests", len(transport.asked))
	}
}

// The key in place of an id is well-formed, but is shown to nobody.
func TestKeyInPlaceOfAnIDIsHidden(t *testing.T) {
	t.Parallel()
	client := withTransport(t, &scripted{answers: []scriptedAnswer{{status: 404}}}, nil)
	_, err := client.do(t.Context(), request{method: "GET", path: []string{"key-canary"}})
	if err == nil || err.Error() != "GET /***: 404: not found (at https://api.portkey.ai/v1)" {
		t.Errorf("unexpected error: %v", err)
	}
}

func TestDetach(t *testing.T) {
	t.Parallel()
	after := func(t *testing.T, ctx context.Context, want time.Duration) {
		t.Helper()
		started := time.Now()
		<-ctx.Done()
		if got := time.Since(started); got != want {
			t.Errorf("done after %s, want %s", got, want)
		}
	}
	for _, test := range []struct {
		name string
		run  func(t *testing.T, client *Client, ctx context.Context, stop func())
	}{
		{"lives on for the grace after a stop", func(t *testing.T, client *Client, ctx context.Context, stop func()) {
			open, cancel := client.detach(ctx)
			defer cancel()
			time.Sleep(time.Hour)
			stop()
			after(t, open, 6*time.Second)
		}},
		{"shares the grace among the steps of a write", func(t *testing.T, client *Client, ctx context.Context, stop func()) {
			first, cancel := client.detach(ctx)
			stop()
			time.Sleep(4 * time.Second)
			if first.Err() != nil {
				t.Error("done within the grace")
			}
			cancel()
			second, cancel := client.detach(ctx)
			defer cancel()
			after(t, second, 2*time.Second)
			third, cancel := client.detach(ctx)
			defer cancel()
			after(t, third, 0)
		}},
		{"ends when cancelled", func(t *testing.T, client *Client, ctx context.Context, _ func()) {
			open, cancel := client.detach(ctx)
			cancel()
			after(t, open, 0)
		}},
		{"is not stopped by a stop that comes after the write", func(t *testing.T, client *Client, ctx context.Context, stop func()) {
			_, cancel := client.detach(ctx)
			cancel()
			stop()
			synctest.Wait()
			if !client.graceEnd.IsZero() {
				t.Error("the grace is counted although no write was open")
			}
		}},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				ctx, stop := context.WithCancel(t.Context())
				defer stop()
				client := withTransport(t, nil, nil)
				test.run(t, client, ctx, stop)
			})
		})
	}
}

func TestDetachKeepsValues(t *testing.T) {
	t.Parallel()
	type key struct{}
	open, cancel := withTransport(t, nil, nil).detach(context.WithValue(t.Context(), key{}, "kept"))
	defer cancel()
	if open.Value(key{}) != "kept" {
		t.Error("the values of the context are lost")
	}
}

func TestStoppedWriteIsFinished(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		client := withTransport(t, roundTrip(func(req *http.Request) (*http.Response, error) {
			select {
			case <-time.After(4 * time.Second):
				return &http.Response{StatusCode: 200, Header: http.Header{}, Body: http.NoBody}, nil
			case <-req.Context().Done():
				return nil, req.Context().Err()
			}
		}), nil)
		parent, stop := context.WithCancel(t.Context())
		stop()
		ctx, cancel := client.detach(parent)
		defer cancel()
		r := request{method: "POST", path: []string{"things"}, sendOnce: true}
		if _, err := client.do(ctx, r); err != nil {
			t.Errorf("within the grace: %v", err)
		}
		if _, err := client.do(ctx, r); !errors.Is(err, context.Canceled) || !IsUnknownOutcome(err) {
			t.Errorf("after the grace: %v", err)
		}
	})
}

// Each request of Terraform ends with its context. That of a write which is done by
// then takes nothing from the grace of a later one.
func TestStop_ofAFinishedWrite(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		client := withTransport(t, slow(4*time.Second, http.StatusOK), nil)
		for _, stopAfter := range []time.Duration{time.Hour, time.Second} {
			ctx, stop := context.WithTimeout(t.Context(), stopAfter)
			defer stop()
			if _, err := client.do(ctx, request{method: "POST", path: []string{"things"}, sendOnce: true}); err != nil {
				t.Errorf("stopped after %s: %v", stopAfter, err)
			}
			<-ctx.Done()
			time.Sleep(time.Hour)
		}
	})
}

func TestNow(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		dated := func(date string) scriptedAnswer {
			return scriptedAnswer{status: 200, header: http.Header{"Date": {date}}}
		}
		client := withTransport(t, &scripted{answers: []scriptedAnswer{dated("garbage"), dated("Sat, 01 Aug 2026 09:00:00 GMT"), dated("")}}, nil)
		ask := func() {
			if _, err := client.do(t.Context(), request{method: "GET", path: []string{"things"}}); err != nil {
				t.Fatal(err)
			}
		}
		var got []time.Time
		ask()
		got = append(got, client.Now())
		ask()
		got = append(got, client.Now())
		time.Sleep(time.Minute)
		ask()
		got = append(got, client.Now())

		server := time.Date(2026, 8, 1, 9, 0, 0, 0, time.UTC)
		want := []time.Time{time.Now().Add(-time.Minute), server, server.Add(time.Minute)}
		if !slices.EqualFunc(got, want, time.Time.Equal) {
			t.Errorf("got %v, want %v", got, want)
		}
	})
}

func TestTLS(t *testing.T) {
	t.Parallel()
	certificate, key := selfSigned(t)
	known := x509.NewCertPool()
	known.AppendCertsFromPEM(certificate)

	server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		fmt.Fprintf(w, `{"proto":%q}`, r.Proto)
	}))
	server.EnableHTTP2 = true
	server.Config.ErrorLog = log.New(io.Discard, "", 0)
	server.TLS = &tls.Config{ClientAuth: tls.RequireAndVerifyClientCert, ClientCAs: known, MinVersion: tls.VersionTLS12}
	server.StartTLS()
	t.Cleanup(server.Close)
	authority := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: server.Certificate().Raw})

	client := against(t, server.URL, func(cfg *Options) {
		cfg.CACertPEM, cfg.ClientCertPEM, cfg.ClientKeyPEM = authority, certificate, key
	})
	var got struct{ Proto string }
	if _, err := client.get(t.Context(), []string{"things"}, nil, &got); err != nil || got.Proto != "HTTP/2.0" {
		t.Errorf("got %+v, error %v", got, err)
	}
	stranger := against(t, server.URL, func(cfg *Options) { cfg.CACertPEM = authority })
	if _, err := stranger.get(t.Context(), []string{"things"}, nil, &got); err == nil {
		t.Error("got through without a client certificate")
	}
}

// net/http reads the proxy's address once per process, so each case is a process.
func TestProxyFromEnvironment(t *testing.T) {
	t.Parallel()
	if os.Getenv("PORTKEY_TEST_PROXY") != "" {
		_, err := against(t, "http://portkey.invalid/v1", nil).do(t.Context(), request{method: "GET", path: []string{"things"}})
		fmt.Printf("error: %v\n", err)
		return
	}
	var asked []string
	proxy := serve(t, func(w http.ResponseWriter, r *http.Request) {
		asked = append(asked, r.Method+" "+r.RequestURI)
		w.WriteHeader(http.StatusNotFound)
	})
	for _, test := range []struct {
		proxy, want string
	}{
		{"http://user:canary@" + proxy.Listener.Addr().String(), "error: GET /things: 404: not found"},
		{"http://user:canary@" + closedPort(t), "error: GET /things: no connection: proxyconnect"},
	} {
		child := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestProxyFromEnvironment$")
		child.Env = append(slices.Clone(os.Environ()), "PORTKEY_TEST_PROXY=1", "HTTP_PROXY="+test.proxy, "http_proxy="+test.proxy, "NO_PROXY=", "no_proxy=")
		out, err := child.CombinedOutput()
		if err != nil || !strings.Contains(string(out), test.want) || strings.Contains(string(out), "canary") {
			t.Errorf("got %s (%v), want %s", out, err, test.want)
		}
	}
	if want := []string{"GET http://portkey.invalid/v1/things"}; !slices.Equal(asked, want) {
		t.Errorf("the proxy was asked for %q, want %q", asked, want)
	}
}

// net/http's error repeats the whole setting, and a setting may contain a password.
func TestProxy_badSettingIsNotRepeated(t *testing.T) {
	t.Parallel()
	setting := strings.Join([]string{"http://user:proxy-canary", "zz@127.0.0.1:3128"}, "%")
	transport := &http.Transport{Proxy: withoutSetting(func(*http.Request) (*url.URL, error) {
		_, err := url.Parse(setting)
		return nil, fmt.Errorf("invalid proxy address %q: %w", setting, err)
	})}
	client, err := New(Options{APIKey: keyCanary, Transport: transport})
	if err != nil {
		t.Fatal(err)
	}
	_, err = client.do(t.Context(), request{method: http.MethodGet, path: []string{"things"}})
	if err == nil || !strings.Contains(err.Error(), "HTTPS_PROXY") || strings.Contains(err.Error(), "canary") {
		t.Errorf("got %v", err)
	}
}
