package provider_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
	"github.com/portkey-community/terraform-provider-portkey/internal/harness"
	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
)

// keyFile is a file with this content.
func keyFile(t *testing.T, content string) string {
	t.Helper()
	name := filepath.Join(t.TempDir(), "key")
	if err := os.WriteFile(name, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	return name
}

// Configuration takes precedence over the environment, an empty variable is ignored, and the
// key is sent without the white space around it.
func TestProvider_keyPrecedence(t *testing.T) {
	env := harness.Start(t)
	for _, secret := range []string{"from-block", "from-file", "from-environment"} {
		env.API.AddKey(emulator.Key{Secret: secret})
	}
	for _, test := range []struct {
		name, variable string
		config         block
		want           string
	}{
		{"block alone", "", block{"api_key": "from-block"}, "from-block"},
		{"block before environment", "from-environment", block{"api_key": "from-block"}, "from-block"},
		{"file alone", "", block{"api_key_file": keyFile(t, "from-file")}, "from-file"},
		{"file before environment", "from-environment", block{"api_key_file": keyFile(t, "from-file")}, "from-file"},
		{"environment alone", "from-environment", block{}, "from-environment"},
		{"blanks around the key", "", block{"api_key": " \tfrom-block\r\n"}, "from-block"},
		{"a line break at the end of the file", "", block{"api_key_file": keyFile(t, "from-file\r\n")}, "from-file"},
		{"a byte order mark in the file", "", block{"api_key_file": keyFile(t, "\ufefffrom-file\r\n")}, "from-file"},
		{"a byte order mark in the variable", "\ufefffrom-environment", block{}, "from-environment"},
		{"blanks around the variable", " from-environment\n", block{}, "from-environment"},
	} {
		t.Run(test.name, func(t *testing.T) {
			noEnvironment(t)
			t.Setenv("PORTKEY_API_KEY", test.variable)
			test.config["base_url"] = env.BaseURL
			if got := ask(t, env, configured(t, env, test.config)).Key; got != test.want {
				t.Errorf("sent the key %q, want %q", got, test.want)
			}
		})
	}
}

// Without a key the error names each way to set one, and where one is created.
func TestProvider_noKey(t *testing.T) {
	env := harness.Start(t)
	for name, variable := range map[string]string{"unset": "", "blank": " \n"} {
		t.Run(name, func(t *testing.T) {
			noEnvironment(t)
			t.Setenv("PORTKEY_API_KEY", variable)
			wantRefused(t, configure(t, env, block{"base_url": env.BaseURL}), "api_key",
				"PORTKEY_API_KEY", "api_key", "api_key_file", "https://app.portkey.ai", "Admin Settings", "API Keys")
		})
	}
}

func TestProvider_badKey(t *testing.T) {
	env := harness.Start(t)
	missing := filepath.Join(t.TempDir(), "missing")
	for _, test := range []struct {
		name, variable string
		config         block
		at             string
		words          []string
	}{
		{"key and file at once", "", block{"api_key": canary, "api_key_file": missing}, "api_key_file", []string{"Both api_key and api_key_file", "Remove one"}},
		{"key and an empty file name at once", "", block{"api_key": canary, "api_key_file": ""}, "api_key_file", []string{"Both api_key and api_key_file"}},
		{"an empty key", "from-environment", block{"api_key": ""}, "api_key", []string{"api_key is empty", "omit it (null) to use PORTKEY_API_KEY"}},
		{"a blank key", "from-environment", block{"api_key": " \n"}, "api_key", []string{"api_key is empty"}},
		{"an empty file name", "from-environment", block{"api_key_file": ""}, "api_key_file", []string{"api_key_file is empty"}},
		{"a line break in the key", "", block{"api_key": "pk-\n" + canary}, "api_key", []string{"api_key contains", "control characters", "line break"}},
		{"an escape in the key", "", block{"api_key": "\x1b[31m" + canary}, "api_key", []string{"control characters"}},
		{"a key that is not ASCII", "", block{"api_key": "„" + canary + "“"}, "api_key", []string{"outside of ASCII"}},
		{"a control character in the variable", "pk\x01" + canary, block{}, "api_key", []string{"PORTKEY_API_KEY contains control characters"}},
		{"a control character in the file", "", block{"api_key_file": keyFile(t, "a\n"+canary)}, "api_key_file", []string{"api_key_file contains control characters"}},
		{"a file that is missing", canary, block{"api_key_file": missing}, "api_key_file", []string{"can't be read"}},
		{"a file that is a directory", canary, block{"api_key_file": t.TempDir()}, "api_key_file", []string{"can't be read"}},
		{"quotes around the key", "", block{"api_key": `"` + canary + `"`}, "api_key", []string{"api_key contains quotation marks", "Remove the quotation marks"}},
		{"quotes around the variable", "'" + canary + "'", block{}, "api_key", []string{"PORTKEY_API_KEY contains quotation marks"}},
		{"a quote in the file", "", block{"api_key_file": keyFile(t, canary+`"`)}, "api_key_file", []string{"The file contains quotation marks"}},
		{"a scheme before the key", "", block{"api_key": "bearer " + canary}, "api_key", []string{"api_key begins with \"Bearer \""}},
		{"a scheme in the file", "", block{"api_key_file": keyFile(t, "Bearer "+canary)}, "api_key_file", []string{"The file begins with \"Bearer \""}},
		{"a file in UTF-16", canary, block{"api_key_file": keyFile(t, "\xff\xfep\x00k\x00")}, "api_key_file", []string{"encoded in UTF-16", "Save it in UTF-8"}},
		{"a file in UTF-16 without a mark", canary, block{"api_key_file": keyFile(t, "\x00p\x00k")}, "api_key_file", []string{"encoded in UTF-16"}},
		{"an empty file", canary, block{"api_key_file": keyFile(t, " \n")}, "api_key_file", []string{"is empty"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			noEnvironment(t)
			t.Setenv("PORTKEY_API_KEY", test.variable)
			diags := configure(t, env, test.config)
			wantRefused(t, diags, test.at, append(test.words, "Cannot configure provider")...)
			if strings.ContainsAny(diags.String(), "\x01\x1b") {
				t.Errorf("prints a control character: %q", diags)
			}
		})
	}
	if received := env.API.Requests(); len(received) > 0 {
		t.Errorf("the API received %d requests", len(received))
	}
}

// What each request contains: the header of the key, the headers of the user,
// and the user agent.
func TestProvider_headers(t *testing.T) {
	t.Parallel()
	env := harness.Start(t)
	header := ask(t, env, configured(t, env, block{
		"base_url": env.BaseURL, "api_key": env.Key, "headers": block{"X-Gateway-Token": " let-me-in ", "cf-access": "1"},
	})).Header
	for name, want := range map[string]string{"X-Portkey-Api-Key": env.Key, "X-Gateway-Token": "let-me-in", "Cf-Access": "1"} {
		if got := header.Values(name); len(got) != 1 || got[0] != want {
			t.Errorf("%s is %q, want %q", name, got, want)
		}
	}
	agent := regexp.MustCompile(`^terraform-provider-portkey/test \(\+https://github\.com/portkey-community/terraform-provider-portkey\) Terraform/1\.12\.0 go1\.\d+\S*$`)
	if got := header.Get("User-Agent"); !agent.MatchString(got) {
		t.Errorf("the user agent is %q", got)
	}

	for _, test := range []struct {
		name    string
		headers block
		at      string
		words   []string
	}{
		{"the key's header", block{"x-portkey-api-key": canary}, `headers["x-portkey-api-key"]`, []string{"where the API key goes"}},
		{"the key's header in capitals", block{"X-PORTKEY-API-KEY": canary}, `headers["X-PORTKEY-API-KEY"]`, []string{"where the API key goes"}},
		{"the host", block{"Host": canary}, `headers["Host"]`, []string{"part of the base URL"}},
		{"one that lets a create be repeated", block{"Idempotency-Key": canary}, `headers["Idempotency-Key"]`, []string{"sent twice"}},
		{"a name that is none", block{"x y": canary}, `headers["x y"]`, []string{"not the name of an HTTP header"}},
		{"an empty name", block{"": canary}, `headers[""]`, []string{"not the name of an HTTP header"}},
		{"a line break in a value", block{"x-a": "1\r\nx-b: " + canary}, `headers["x-a"]`, []string{"control characters"}},
		{"a null value", block{"x-a": nil}, `headers["x-a"]`, []string{"null", "Leave the key out"}},
		{"a name in two spellings", block{"X-A": "1", "x-a": canary}, `headers["x-a"]`, []string{`"X-A" and "x-a" are the same header`, "Remove one"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			wantRefused(t, configure(t, env, block{"base_url": env.BaseURL, "api_key": env.Key, "headers": test.headers}), test.at, test.words...)
		})
	}
}

// A failed read is retried as often as max_retries says, and each attempt has its own
// timeout.
func TestProvider_retries(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name     string
		config   block
		requests int
	}{
		{"never", block{"max_retries": 0}, 1},
		{"twice", block{"max_retries": 2}, 3},
		{"as it is by itself", block{}, 5},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			env := harness.Start(t)
			env.API.Fail(emulator.Fault{Status: 503})
			test.config["base_url"], test.config["api_key"] = env.BaseURL, env.Key
			_, diags := configured(t, env, test.config).Data("portkey_workspaces", block{})
			if diags.Err() == nil {
				t.Error("no error")
			}
			if got := len(env.API.Requests()); got != test.requests {
				t.Errorf("the API received %d requests, want %d", got, test.requests)
			}
		})
	}
}

func TestProvider_requestTimeout(t *testing.T) {
	t.Parallel()
	env := harness.Start(t)
	var timeout time.Duration
	env.Tune(func(config *portkey.Options) { timeout = config.RequestTimeout })
	d := configured(t, env, block{"base_url": env.BaseURL, "api_key": env.Key, "request_timeout": "300ms", "max_retries": 1})
	if timeout != 300*time.Millisecond {
		t.Fatalf("an attempt may take %s", timeout)
	}
	release := make(chan struct{})
	defer close(release)
	env.API.Fail(emulator.Fault{Hook: waitFor(release)})
	_, diags := d.Data("portkey_workspaces", block{})
	wantRefused(t, diags, "", "Cannot list workspaces", "GET /admin/workspaces")
	if got := len(env.API.Requests()); got != 2 {
		t.Errorf("the API received %d requests, want 2: the time is that of an attempt", got)
	}
}

func TestProvider_badNumbers(t *testing.T) {
	t.Parallel()
	env := harness.Start(t)
	for _, test := range []struct {
		name  string
		value any
		at    string
		words string
	}{
		{"a time without a unit", "30", "request_timeout", `as in "30s"`},
		{"no time at all", "0s", "request_timeout", "positive duration"},
		{"a negative time", "-5s", "request_timeout", "positive duration"},
		{"an empty time", "", "request_timeout", "positive duration"},
		{"fewer retries than none", -1, "max_retries", "between 0 and 20"},
		{"retries without end", 21, "max_retries", "between 0 and 20"},
		{"a retry and a half", 1.5, "max_retries", "is 1.5, which is not a whole number. Round it, for example with floor()"},
		{"requests without end", json.Number("1e400"), "max_requests_per_second", "is 1e+400. It must be at least 0.01 and at most 1000000"},
		{"no request ever", 0, "max_requests_per_second", "at least 0.01"},
		{"a negative rate", -1, "max_requests_per_second", "at least 0.01"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			wantRefused(t, configure(t, env, block{"base_url": env.BaseURL, "api_key": canary, test.at: test.value}), test.at, test.words)
		})
	}
	ask(t, env, configured(t, env, block{"base_url": env.BaseURL, "api_key": env.Key, "max_requests_per_second": 1000, "request_timeout": "1m30s", "max_retries": json.Number("19.9999999999")}))
}

// Where arguments of the provider are unknown, a plan can't ask Portkey: the state is used
// as it is, and errors name the unknown argument.
func TestProvider_unknownArguments(t *testing.T) {
	noEnvironment(t)
	env := harness.Start(t)
	for _, argument := range []string{
		"api_key", "api_key_file", "base_url", "allow_insecure_http", "max_retries", "request_timeout", "max_requests_per_second", "headers",
		"ca_cert_file", "ca_cert_pem", "client_cert_file", "client_cert_pem", "client_key_file", "client_key_pem",
	} {
		t.Run(argument, func(t *testing.T) {
			d := configured(t, env, block{argument: harness.Unknown})
			_, diags := d.Data("portkey_workspaces", block{})
			wantRefused(t, diags, argument, "Cannot reach Portkey", argument, "not known yet")
		})
	}
	d := configured(t, env, block{"headers": block{"x-a": harness.Unknown}})
	_, diags := d.Data("portkey_workspaces", block{})
	wantRefused(t, diags, "headers", "Cannot reach Portkey")
	if received := env.API.Requests(); len(received) > 0 {
		t.Errorf("the API received %d requests", len(received))
	}
}
