package provider_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"io"
	"log"
	"math/big"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/portkey-community/terraform-provider-portkey/internal/harness"
)

// secure serves the API over TLS with a certificate that no system knows. It
// wants a certificate of the client where the authority of those is given.
func secure(t *testing.T, env *harness.Env, clients []byte) (base string, authority []byte) {
	t.Helper()
	server := httptest.NewUnstartedServer(env.API)
	server.Config.ErrorLog = log.New(io.Discard, "", 0)
	server.TLS = &tls.Config{MinVersion: tls.VersionTLS12}
	if clients != nil {
		server.TLS.ClientAuth, server.TLS.ClientCAs = tls.RequireAndVerifyClientCert, x509.NewCertPool()
		server.TLS.ClientCAs.AppendCertsFromPEM(clients)
	}
	server.StartTLS()
	t.Cleanup(server.Close)
	return server.URL + "/v1", pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: server.Certificate().Raw})
}

// identity returns a client certificate and its key.
func identity(t *testing.T) (certificate, key string) {
	t.Helper()
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), NotAfter: time.Now().Add(time.Hour), IsCA: true, BasicConstraintsValid: true,
		ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth},
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &private.PublicKey, private)
	if err != nil {
		t.Fatal(err)
	}
	pkcs8, err := x509.MarshalPKCS8PrivateKey(private)
	if err != nil {
		t.Fatal(err)
	}
	return string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der})),
		string(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: pkcs8}))
}

// Certificates may be set as PEM or as files, and only they are
// trusted in addition to those of the system.
func TestProvider_certificates(t *testing.T) {
	t.Parallel()
	env := harness.Start(t)
	env.Tune(noRetries)
	certificate, key := identity(t)
	base, authority := secure(t, env, []byte(certificate))
	for _, test := range []struct {
		name   string
		config block
		taken  bool
	}{
		{"as they are", block{"ca_cert_pem": string(authority), "client_cert_pem": certificate, "client_key_pem": key}, true},
		{"as files", block{"ca_cert_file": keyFile(t, string(authority)), "client_cert_file": keyFile(t, certificate), "client_key_file": keyFile(t, key)}, true},
		{"some of each", block{"ca_cert_file": keyFile(t, string(authority)), "client_cert_pem": certificate, "client_key_file": keyFile(t, key)}, true},
		{"no client certificate", block{"ca_cert_pem": string(authority)}, false},
		{"no authority", block{"client_cert_pem": certificate, "client_key_pem": key}, false},
		{"another authority", block{"ca_cert_pem": certificate, "client_cert_pem": certificate, "client_key_pem": key}, false},
	} {
		t.Run(test.name, func(t *testing.T) {
			test.config["base_url"], test.config["api_key"] = base, env.Key
			_, diags := configured(t, env, test.config).Data("portkey_workspaces", block{})
			if (diags.Err() == nil) != test.taken {
				t.Errorf("got %v", diags.Err())
			}
		})
	}
}

func TestProvider_badCertificates(t *testing.T) {
	t.Parallel()
	env := harness.Start(t)
	certificate, key := identity(t)
	_, otherKey := identity(t)
	missing := filepath.Join(t.TempDir(), "missing")
	for _, test := range []struct {
		name   string
		config block
		at     string
		words  []string
	}{
		{"an authority that is none", block{"ca_cert_pem": canary}, "ca_cert_pem", []string{"ca_cert_pem contains no certificate in PEM form"}},
		{"a file of an authority that is none", block{"ca_cert_file": keyFile(t, canary)}, "ca_cert_file", []string{"ca_cert_file contains no certificate in PEM form"}},
		{"a certificate without a key", block{"client_cert_pem": certificate}, "client_key_pem", []string{"needs its key"}},
		{"a key without a certificate", block{"client_key_pem": key}, "client_cert_pem", []string{"needs its certificate"}},
		{"another's key", block{"client_cert_pem": certificate, "client_key_pem": otherKey}, "client_cert_pem", []string{"no pair"}},
		{"a file of another's key", block{"client_cert_file": keyFile(t, certificate), "client_key_file": keyFile(t, otherKey)}, "client_cert_file", []string{"client_cert_file and client_key_file are no pair"}},
		{"a key that is none", block{"client_cert_pem": certificate, "client_key_pem": canary}, "client_cert_pem", []string{"no pair"}},
		{"authority and file at once", block{"ca_cert_pem": certificate, "ca_cert_file": missing}, "ca_cert_file", []string{"Both ca_cert_pem and ca_cert_file"}},
		{"certificate and file at once", block{"client_cert_pem": certificate, "client_cert_file": missing}, "client_cert_file", []string{"Both client_cert_pem and client_cert_file"}},
		{"key and file at once", block{"client_key_pem": key, "client_key_file": missing}, "client_key_file", []string{"Both client_key_pem and client_key_file"}},
		{"a file that is missing", block{"ca_cert_file": missing}, "ca_cert_file", []string{"can't be read"}},
		{"an empty file", block{"client_key_file": keyFile(t, "")}, "client_key_file", []string{"is empty"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			test.config["base_url"], test.config["api_key"] = env.BaseURL, "pk-test"
			wantRefused(t, configure(t, env, test.config), test.at, test.words...)
		})
	}
}

// proxied tells the child process of TestProvider_httpsProxy what to trust.
const proxied = "PORTKEY_TEST_PROXIED"

// HTTPS_PROXY is honoured, and the proxy sees an encrypted connection. net/http
// reads the variable once per process, so the provider runs in one of its own.
func TestProvider_httpsProxy(t *testing.T) {
	t.Parallel()
	env := harness.Start(t)
	if authority := os.Getenv(proxied); authority != "" {
		// The test server's certificate is made out to example.com.
		d := configured(t, env, block{"base_url": "https://example.com/v1", "api_key": env.Key, "ca_cert_file": authority, "max_retries": 0})
		if _, diags := d.Data("portkey_workspaces", block{}); diags.Err() != nil {
			t.Fatal(diags.Err())
		}
		return
	}
	base, authority := secure(t, env, nil)
	host := strings.TrimSuffix(strings.TrimPrefix(base, "https://"), "/v1")
	var connected atomic.Value
	proxy := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		connected.Store(r.Method + " " + r.RequestURI)
		tunnel(w, host)
	}))
	t.Cleanup(proxy.Close)

	child := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestProvider_httpsProxy$")
	child.Env = append(os.Environ(), proxied+"="+keyFile(t, string(authority)),
		"HTTPS_PROXY="+proxy.URL, "https_proxy="+proxy.URL, "NO_PROXY=", "no_proxy=")
	if out, err := child.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	if got := connected.Load(); got != "CONNECT example.com:443" {
		t.Errorf("the proxy was asked for %v", got)
	}
	if received := env.API.Requests(); len(received) != 1 || received[0].Key != env.Key {
		t.Errorf("the API received %d requests", len(received))
	}
}

// tunnel connects the client of a CONNECT to host.
func tunnel(w http.ResponseWriter, host string) {
	server, err := net.Dial("tcp", host)
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadGateway)
		return
	}
	defer server.Close()
	client, _, err := w.(http.Hijacker).Hijack()
	if err != nil {
		return
	}
	defer client.Close()
	if _, err := io.WriteString(client, "HTTP/1.1 200 OK\r\n\r\n"); err != nil {
		return
	}
	go func() { _, _ = io.Copy(server, client) }()
	_, _ = io.Copy(client, server)
}
