package console_test

import (
	"bytes"
	"fmt"
	"net/http"
	"path/filepath"
	"strings"
	"testing"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator/console"
)

// Each key has the scopes that its seed or option says, in its organisation and workspace.
func TestKeys(t *testing.T) {
	t.Parallel()
	s := start(t, func(o *console.Options) {
		for _, text := range []string{"ci=workspaces.*", "team@payments"} {
			key, err := console.ParseKey(text)
			if err != nil {
				t.Fatal(err)
			}
			o.Keys = append(o.Keys, key)
		}
	})
	s.wants("plan", http.MethodGet, "/v1/admin/workspaces/payments", "", http.StatusOK, `"Payments"`)
	s.wants("plan", http.MethodDelete, "/v1/admin/workspaces/payments", "", http.StatusForbidden, "AB03")
	s.wants("ci", http.MethodPut, "/v1/admin/workspaces/payments", `{"description":"changed"}`, http.StatusOK)
	s.wants("ci", http.MethodGet, "/v1/integrations", "", http.StatusForbidden, "AB03")
	s.wants("team", http.MethodGet, "/v1/configs", "", http.StatusOK, "Fallback")
	s.wants("payments-team", http.MethodGet, "/v1/admin/workspaces/search", "", http.StatusForbidden)
	s.wants("beta-admin", http.MethodGet, "/v1/admin/workspaces", "", http.StatusOK, "Elsewhere")
	s.wants("beta-admin", http.MethodGet, "/v1/admin/workspaces/payments", "", http.StatusForbidden)
	if s.secret("plan") != "pk-emulator-plan-00000000000000000" {
		t.Errorf("the secret of plan is %s", s.secret("plan"))
	}
}

// A key that is misspelt is an error that says what is known.
func TestParseKey_refuses(t *testing.T) {
	t.Parallel()
	for text, word := range map[string]string{
		"": "name", "Plan=workspaces.read": "lower-case", "plan=workspaces.raed": `no scope "workspaces.raed"`, "plan=[": "no scope",
	} {
		if _, err := console.ParseKey(text); err == nil || !strings.Contains(err.Error(), word) {
			t.Errorf("%q: %v", text, err)
		}
	}
}

// What a seed has wrong is said with its place, and the emulator does not start.
func TestSeed_refuses(t *testing.T) {
	t.Parallel()
	for text, word := range map[string]string{
		"workspace: []": "field workspace not found",
		"workspaces: [{ name: A, usage_limits: [{ type: coins, credit_limit: 1 }] }]": "workspaces[0] (A): ",
		"workspaces: [{ name: A, members: [{ email: nobody@example.com }] }]":         `members[0]: users has nobody with the e-mail address "nobody@example.com"`,
		"workspaces: [{ name: A, configs: [{ nam: B }] }]":                            "configs[0]: ",
		"workspaces: [{ name: A, configs: B }]":                                       "configs: not a list",
		"integrations: [{ name: A, workspaces: [a] }]":                                "integrations[0] (A): it needs a slug",
		"integrations: [{ name: A, slug: a, workspaces: [nowhere] }]":                 "workspaces[0]: no such workspace: nowhere",
		"keys: [{ name: admin }]":                                                     "keys[0]: there is a key named admin already",
		"keys: [{ name: a, workspace: nowhere }]":                                     "no such workspace: nowhere",
		"organisations: [{ workspaces: [] }]":                                         "organisations[0] has no name",
		"users: [{ emial: ada@example.com }]":                                         "users[0]: ",
	} {
		seed, err := console.ParseSeed(strings.NewReader(text))
		if err == nil {
			_, err = console.New(options(seed))
		}
		if err == nil || !strings.Contains(err.Error(), word) {
			t.Errorf("%s:\n%v\nwant %s", text, err, word)
		}
	}
}

// JSON is a seed, too, and so is none.
func TestSeed_json(t *testing.T) {
	t.Parallel()
	s := start(t, func(o *console.Options) {
		seed, err := console.ParseSeed(strings.NewReader(`{"workspaces": [{"name": "From JSON"}]}`))
		if err != nil {
			t.Fatal(err)
		}
		o.Seed = seed
	})
	s.wants("admin", http.MethodGet, "/v1/admin/workspaces", "", http.StatusOK, "From JSON")
	if _, err := console.ParseSeed(strings.NewReader("")); err != nil {
		t.Error(err)
	}
}

// A reset returns to the seed, or to the one that is sent. One that is not valid changes nothing.
func TestReset(t *testing.T) {
	t.Parallel()
	s := start(t)
	s.ok("admin", http.MethodPost, "/v1/admin/workspaces", `{"name":"Temporary"}`)
	s.wants("", http.MethodPost, "/_emulator/reset", "workspaces: [{}]", http.StatusBadRequest, "workspaces[0]")
	s.wants("admin", http.MethodGet, "/v1/admin/workspaces", "", http.StatusOK, "Temporary")
	s.ok("", http.MethodPost, "/_emulator/reset", "")
	if _, text := s.call("admin", http.MethodGet, "/v1/admin/workspaces", ""); strings.Contains(text, "Temporary") || !strings.Contains(text, "Payments") {
		t.Errorf("after the reset: %s", text)
	}
	s.ok("", http.MethodPost, "/_emulator/reset", "workspaces: [{ name: Other }]")
	if _, text := s.call("admin", http.MethodGet, "/v1/admin/workspaces", ""); strings.Contains(text, "Payments") || !strings.Contains(text, "Other") {
		t.Errorf("after the reset to another seed: %s", text)
	}
}

// The log tells what was sent and whose key it was, and never the secret of one.
func TestRequests(t *testing.T) {
	t.Parallel()
	var log bytes.Buffer
	s := start(t, func(o *console.Options) { o.Log = &log })
	s.ok("admin", http.MethodPost, "/v1/admin/workspaces", `{"name":"New"}`)
	s.wants("plan", http.MethodPost, "/v1/admin/workspaces", `{"name":"Refused"}`, http.StatusForbidden)
	s.wants("", http.MethodGet, "/_emulator/requests?method=post&path=/admin", "", http.StatusOK, `"name": "New"`, `"key": "plan"`, `"status": 403`, "AB03")
	if _, text := s.call("", http.MethodGet, "/_emulator/requests", ""); strings.Contains(text, s.secret("admin")) {
		t.Errorf("the log has a secret: %s", text)
	}
	s.wants("", http.MethodGet, "/_emulator/requests?method=get", "", http.StatusOK, "[]")
	s.ok("", http.MethodDelete, "/_emulator/requests", "")
	s.wants("", http.MethodGet, "/_emulator/requests", "", http.StatusOK, "[]")
	for _, word := range []string{
		" admin POST /v1/admin/workspaces 200\n", " plan POST /v1/admin/workspaces 403 AB03 You do not have enough permissions to execute this request\n",
	} {
		if !strings.Contains(log.String(), word) {
			t.Errorf("%q is not in the log:\n%s", word, log.String())
		}
	}
	if strings.Contains(log.String(), "pk-emulator") || strings.Contains(log.String(), "New") {
		t.Errorf("the log has a secret or a body:\n%s", log.String())
	}
}

// A fault happens as often as was asked for: a lost response after the effect, a lost request
// without one.
func TestFaults(t *testing.T) {
	t.Parallel()
	s := start(t)
	count := func() int {
		_, text := s.call("admin", http.MethodGet, "/v1/admin/workspaces", "")
		return strings.Count(text, `"name":"Lost"`)
	}
	post := func() int {
		status, _ := s.call("admin", http.MethodPost, "/v1/admin/workspaces", `{"name":"Lost"}`)
		return status
	}
	s.ok("", http.MethodPost, "/_emulator/faults", `{"method":"POST","path":"/admin/workspaces","lose":"response"}`)
	if status := post(); status != 0 || count() != 1 {
		t.Errorf("the response was not lost: %d, %d workspaces", status, count())
	}
	s.ok("", http.MethodPost, "/_emulator/faults", `{"method":"POST","lose":"request"}`)
	if status := post(); status != 0 || count() != 1 {
		t.Errorf("the request was not lost: %d, %d workspaces", status, count())
	}
	s.ok("", http.MethodPost, "/_emulator/faults", `{"method":"POST","status":429,"retry_after":7,"times":-1,"after":1}`)
	if first, second, third := post(), post(), post(); first != 200 || second != 429 || third != 429 {
		t.Errorf("answered %d, %d, %d", first, second, third)
	}
	s.wants("", http.MethodGet, "/_emulator/faults", "", http.StatusOK, `"retry_after": 7`)
	s.ok("", http.MethodDelete, "/_emulator/faults", "")
	s.wants("", http.MethodGet, "/_emulator/faults", "", http.StatusOK, "[]")
	if status := post(); status != http.StatusOK {
		t.Errorf("the deleted fault answers %d", status)
	}
	for text, word := range map[string]string{
		`{}`: "say what goes wrong", `{"lose":"all"}`: "lose is", `{"status":99}`: "not a status", `{"slow":"soon"}`: "slow is",
		`{"status":500,"times":-2}`: "negative", `{"statuss":500}`: "unknown field", `{`: "not valid",
	} {
		s.wants("", http.MethodPost, "/_emulator/faults", text, http.StatusBadRequest, word)
	}
}

// The clock moves, so that an invite expires and a budget is reset.
func TestAdvance(t *testing.T) {
	t.Parallel()
	s := start(t)
	s.ok("", http.MethodPost, "/_emulator/usage", `{"workspace":"payments","amount":100}`)
	s.wants("admin", http.MethodGet, "/v1/admin/workspaces/payments", "", http.StatusOK, `"current_usage":100`, `"exhausted"`)
	s.ok("", http.MethodPost, "/_emulator/advance", `{"by":"32d"}`)
	s.wants("admin", http.MethodGet, "/v1/admin/workspaces/payments", "", http.StatusOK, `"current_usage":0`, `"active"`)
	s.wants("admin", http.MethodGet, "/v1/admin/users/invites", "", http.StatusOK, `"expired"`)
	for _, by := range []string{"", "-1h", "0d", "soon", "4000d", "100000000000000d"} {
		s.wants("", http.MethodPost, "/_emulator/advance", fmt.Sprintf(`{"by":%q}`, by), http.StatusBadRequest, "a duration such as")
	}
}

// Usage that nobody can have is refused.
func TestUsage_refuses(t *testing.T) {
	t.Parallel()
	s := start(t)
	for text, word := range map[string]string{
		`{"amount":1}`: "name one of", `{"workspace":"payments","provider":"x","amount":1}`: "name one of", `{"workspace":"payments"}`: "more than 0",
		`{"workspace":"search","amount":1}`: "no usage limit", `{"workspace":"nowhere","amount":1}`: "no such workspace",
		`{"usage_limits_policy":"x","amount":1}`: "with its value",
	} {
		s.wants("", http.MethodPost, "/_emulator/usage", text, http.StatusBadRequest, word)
	}
}

// An invite is accepted once.
func TestAccept(t *testing.T) {
	t.Parallel()
	s := start(t)
	list := s.ok("admin", http.MethodGet, "/v1/admin/users/invites", "")
	invites, _ := list["data"].([]any)
	first, _ := invites[0].(map[string]any)
	path := fmt.Sprintf("/_emulator/invites/%s/accept", first["id"])
	if user := s.ok("", http.MethodPost, path, "")["user_id"]; user == "" {
		t.Error("nobody accepted")
	}
	s.wants("admin", http.MethodGet, "/v1/admin/users", "", http.StatusOK, "mary.shelley@example.com")
	s.wants("", http.MethodPost, path, "", http.StatusBadRequest, "accepted")
	s.wants("", http.MethodPost, "/_emulator/invites/nobody/accept", "", http.StatusBadRequest, "no such")
}

// What was there at the end of a run is there in the next, with its keys. A seed is for the
// first run only; keys of the options are those of the run.
func TestData(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "data.json")
	keep := func(o *console.Options) { o.Data = file }
	first := start(t, keep)
	made := first.ok("admin", http.MethodPost, "/v1/admin/workspaces", `{"name":"Kept"}`)
	first.ok("admin", http.MethodDelete, "/v1/admin/workspaces/search", `{"name":"Search"}`)
	beta := first.secret("beta-admin")
	if err := first.Close(); err != nil {
		t.Fatal(err)
	}
	second := start(t, keep, func(o *console.Options) { o.Keys = []console.Key{{Name: "ci", Scopes: []string{"*.list"}}} })
	second.wants("plan", http.MethodGet, fmt.Sprint("/v1/admin/workspaces/", made["id"]), "", http.StatusOK, "Kept")
	second.wants("ci", http.MethodGet, "/v1/admin/workspaces?status=active", "", http.StatusOK, "Kept")
	if second.secret("beta-admin") != beta {
		t.Error("a key has another secret")
	}
	if other := second.ok("admin", http.MethodPost, "/v1/admin/workspaces", `{"name":"Another"}`); other["id"] == made["id"] {
		t.Error("an id was given twice")
	}
	if err := second.Close(); err != nil {
		t.Fatal(err)
	}
	_, err := console.New(console.Options{New: options(nil).New, Data: filepath.Join("testdata", "acme.yaml")})
	if err == nil || !strings.Contains(err.Error(), "acme.yaml is not what the emulator saves") {
		t.Errorf("a seed as data: %v", err)
	}
}
