package portkey

import (
	"encoding/json"
	"errors"
	"maps"
	"net/http"
	"slices"
	"testing"
	"testing/synctest"

	"github.com/google/go-cmp/cmp"
)

// What is changed of defaults goes with all that a workspace has, known or not.
func TestWorkspace_MergeDefaults(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ name, stored, want string }{
		{"nothing", `null`, `{"input_guardrails":["pg-a"],"output_guardrails":[],"user_api_key_config":null}`},
		{"everything", `{"metadata":{"team":"risk"},"input_guardrails":["pg-x"],"output_guardrails":["pg-y"],"user_api_key_config":"pc-x","later":{"x":1}}`,
			`{"input_guardrails":["pg-a"],"later":{"x":1},"metadata":{"team":"risk"},"output_guardrails":[],"user_api_key_config":null}`},
		{"a newer control plane's", `{"config_id":"pc-x"}`, `{"input_guardrails":["pg-a"],"output_guardrails":[],"user_api_key_config":null}`},
	} {
		var w Workspace
		if err := json.Unmarshal([]byte(`{"id":"w","defaults":`+test.stored+`}`), &w); err != nil {
			t.Fatal(err)
		}
		merged, err := w.MergeDefaults(func(d *WorkspaceDefaults) {
			d.SetInputGuardrails([]string{"pg-a"})
			d.SetOutputGuardrails(nil)
			d.SetUserAPIKeyConfig("")
		})
		body, marshalErr := json.Marshal(WorkspaceUpdate{Defaults: merged})
		if want := `{"defaults":` + test.want + `}`; errors.Join(err, marshalErr) != nil || string(body) != want {
			t.Errorf("%s: got %s, %v, want %s", test.name, body, err, want)
		}
		again, _ := w.MergeDefaults(func(*WorkspaceDefaults) {})
		if one, other := w.wholes()["defaults"], (WorkspaceUpdate{Defaults: again}).wholes()["defaults"]; one != other {
			t.Errorf("%s: the form of the answer is %s, that of the body %s", test.name, one, other)
		}
	}
	if _, err := (Workspace{}).MergeDefaults(nil); !errors.Is(err, ErrNoDefaults) {
		t.Errorf("got %v", err)
	}
}

func TestWorkspaceDefaults_read(t *testing.T) {
	t.Parallel()
	for body, want := range map[string][3]any{
		`{"input_guardrails":["pg-a","pg-b"],"output_guardrails":null}`:                {[]string{"pg-a", "pg-b"}, []string(nil), ""},
		`{"output_guardrails":["pg-a"],"user_api_key_config":"pc-a"}`:                  {[]string(nil), []string{"pg-a"}, "pc-a"},
		`{"input_guardrails":{"of":"another type"},"user_api_key_config":null}`:        {[]string(nil), []string(nil), ""},
		`{"config_id":"pc-b","user_api_key_config":null,"output_guardrails":["pg-a"]}`: {[]string(nil), []string{"pg-a"}, "pc-b"},
	} {
		var d WorkspaceDefaults
		if err := json.Unmarshal([]byte(body), &d); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, [3]any{d.InputGuardrails(), d.OutputGuardrails(), d.UserAPIKeyConfig()}); diff != "" {
			t.Errorf("%s: %s", body, diff)
		}
	}
}

// Of security settings the flags that are named change, in whatever style the API has them.
func TestWorkspace_MergeSecuritySettings(t *testing.T) {
	t.Parallel()
	var w Workspace
	if err := json.Unmarshal([]byte(`{"id":"w","security_settings":{"membersViewApiKeys":true,"managersUpdateWs":1,"later_flag":false,"mode":"strict","none":null}}`), &w); err != nil {
		t.Fatal(err)
	}
	if got, want := w.SecuritySettings.Or(nil).Flags(), map[string]bool{"members_view_api_keys": true, "managers_update_ws": true, "later_flag": false}; !maps.Equal(got, want) {
		t.Errorf("got %v", got)
	}
	merged, err := w.MergeSecuritySettings(map[string]bool{"members_view_api_keys": false, "later_flag": true})
	body, marshalErr := json.Marshal(WorkspaceUpdate{SecuritySettings: merged})
	const want = `{"security_settings":{"later_flag":true,"managersUpdateWs":1,"membersViewApiKeys":false,"mode":"strict","none":null}}`
	if errors.Join(err, marshalErr) != nil || string(body) != want {
		t.Errorf("got %s, %v", body, err)
	}
	for _, without := range []string{`{"id":"w"}`, `{"id":"w","security_settings":null}`, `{"id":"w","security_settings":{}}`} {
		var w Workspace
		if err := json.Unmarshal([]byte(without), &w); err != nil {
			t.Fatal(err)
		}
		if _, err := w.MergeSecuritySettings(nil); !errors.Is(err, ErrNoSecuritySettings) {
			t.Errorf("%s: got %v", without, err)
		}
	}
}

func TestSnakeCase(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{
		"membersViewApiKeys": "members_view_api_keys", "managersWriteWsMcpIntegrations": "managers_write_ws_mcp_integrations",
		"membersViewMCP": "members_view_mcp", "already_snake": "already_snake", "": "",
	} {
		if got := snakeCase(name); got != want {
			t.Errorf("%s: got %s, want %s", name, got, want)
		}
	}
}

// An edit that replaces defaults waits for an answer that shows what this process wrote
// last, and changes nothing where none comes. Edits of anything else don't wait.
func TestEdit_wholes(t *testing.T) {
	t.Parallel()
	id := workspace(1, "").text("id")
	const before = `{"id":"0f3a7a52-0000-4000-8000-000000000001","last_updated_at":"1999-06-02T10:00:00.000Z","defaults":{"metadata":{"a":"1"}}}`
	metadata := func(live Workspace) ([]WorkspaceUpdate, error) {
		merged, err := live.MergeDefaults(func(d *WorkspaceDefaults) { d.Metadata = Metadata{"a": "2"} })
		return []WorkspaceUpdate{{Defaults: merged}}, err
	}
	guardrails := func(live Workspace) ([]WorkspaceUpdate, error) {
		merged, err := live.MergeDefaults(func(d *WorkspaceDefaults) { d.SetInputGuardrails([]string{"pg-a"}) })
		return []WorkspaceUpdate{{Defaults: merged}}, err
	}
	renaming := func(Workspace) ([]WorkspaceUpdate, error) { return []WorkspaceUpdate{{Name: Some("b")}}, nil }
	for name, test := range map[string]struct {
		stale int // how many reads of the second edit lag
		plan  func(Workspace) ([]WorkspaceUpdate, error)
		fails bool
	}{
		"no read lags":      {0, guardrails, false},
		"two reads lag":     {2, guardrails, false},
		"every read lags":   {1 << 20, guardrails, true},
		"of something else": {1 << 20, renaming, false},
	} {
		synctest.Test(t, func(t *testing.T) {
			p := newPlane(workspace(1, "old"))
			stored, stale := before, 0
			p.on = func(r *http.Request) (int, string, error, bool) {
				if r.Method != http.MethodGet {
					return 0, "", nil, false
				}
				if stale > 0 {
					stale--
					return http.StatusOK, before, nil, true
				}
				return http.StatusOK, stored, nil, true
			}
			c := p.client(t)
			if _, err := NewWorkspaces(c).Edit(t.Context(), id, metadata); err != nil {
				t.Fatal(err)
			}
			stored, stale = `{"id":"0f3a7a52-0000-4000-8000-000000000001","last_updated_at":"1999-06-02T10:00:00.000Z","defaults":{"metadata":{"a":"2"}}}`, test.stale
			_, err := NewWorkspaces(c).Edit(t.Context(), id, test.plan)
			var lags *StaleError
			if errors.As(err, &lags) != test.fails || (err != nil) != test.fails {
				t.Errorf("%s: got %v", name, err)
			}
			second := `PUT /admin/workspaces/` + id + ` {"defaults":{"input_guardrails":["pg-a"],"metadata":{"a":"2"}}}`
			if written := slices.Contains(p.bodies, second); written != (!test.fails && name != "of something else") {
				t.Errorf("%s: wrote %v", name, p.bodies)
			}
		})
	}
}
