package mcpcapabilities_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
	"github.com/portkey-community/terraform-provider-portkey/internal/harness"
)

// A create waits for the sync, and reads the metadata meanwhile.
func TestResource_waits(t *testing.T) {
	t.Parallel()
	each(t, emulator.Answers{SyncTakes: 200 * time.Millisecond}, func(t *testing.T, env *harness.Env, address string) {
		env.Manage(t, address).Apply(config(address, attrs{"tool/delete_issue": false}))
		wantDisabled(t, env, address, "tool/delete_issue")
		if sent := env.API.Bodies(http.MethodPut, ""); len(sent) != 1 {
			t.Errorf("sent %q", sent)
		}
	})
}

// What is not synced in time, or can't be, is an error that says what was waited for, and
// nothing is written.
func TestResource_notSynced(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		answers emulator.Answers
		wait    string
		words   []string
	}{
		"pending":        {emulator.Answers{SyncTakes: time.Hour}, "1s", []string{"after 1s (sync_status: pending)", "set wait_for_sync to more than 1s"}},
		"without a wait": {emulator.Answers{SyncTakes: time.Hour}, "0s", []string{"after 0s (sync_status: pending)"}},
		"error":          {emulator.Answers{SyncError: "403 Forbidden from https://mcp.example.com/mcp"}, "30m", []string{"403 Forbidden", "Correct the url"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			each(t, c.answers, func(t *testing.T, env *harness.Env, address string) {
				_, diags := env.Driver(t).Converge(address, config(address, attrs{"tool/delete_issue": false}, "wait_for_sync", c.wait))
				harness.WantError(t, diags, "capabilities", append(c.words, "does not list tool/delete_issue", "Nothing was changed", "#the-mcp-server-is-not-synced")...)
				harness.WantUntouched(t, env, true)
			})
		})
	}
}

// A metadata endpoint that is not there says nothing about the sync.
func TestResource_withoutMetadata(t *testing.T) {
	t.Parallel()
	env, _, _ := start(t, emulator.Answers{SyncTakes: time.Hour})
	env.API.Fail(emulator.Fault{Method: http.MethodGet, Path: "/mcp-servers/*/metadata", Status: http.StatusNotFound})
	_, diags := env.Driver(t).Converge(ofServer, config(ofServer, attrs{"tool/delete_issue": false}, "wait_for_sync", "0s"))
	harness.WantError(t, diags, "capabilities", "sync_status: not known")
}

// A name that is not offered is a warning at plan and an error at apply, with what may be
// meant. Until it is synced, nobody can know.
func TestResource_unknown(t *testing.T) {
	t.Parallel()
	each(t, synced(), func(t *testing.T, env *harness.Env, address string) {
		for key, word := range map[string]string{"tool/delete_isue": "Did you mean tool/delete_issue?", "prompt/nothing": "It has: tool/create_issue, "} {
			d := env.Driver(t)
			p, diags := d.Plan(address, config(address, attrs{key: false}))
			if diags.Err() != nil || len(diags.Warnings()) != 1 || !strings.Contains(fmt.Sprint(diags), word) {
				t.Errorf("the plan says %s", diags)
			}
			harness.WantError(t, d.Apply(p), fmt.Sprintf("capabilities[%q]", key), "Nothing was changed", word)
		}
		env.API.SetCapabilities("github")
		_, diags := env.Driver(t).Converge(address, config(address, attrs{"tool/a": false}))
		harness.WantError(t, diags, `capabilities["tool/a"]`, "It has none at all")
		harness.WantUntouched(t, env, true)
	})
}

// Keys have a type that can be set, and a name.
func TestResource_keys(t *testing.T) {
	t.Parallel()
	env, _, _ := start(t, synced())
	for key, word := range map[string]string{
		"resource_template/issue": "can't enable or disable", "tools/delete_issue": "Did you mean tool/delete_issue?",
		"delete_issue": "Write tool/<name>", "tool/": "Write tool/<name>", "": "Write tool/<name>",
	} {
		_, diags := env.Driver(t).Plan(ofIntegration, config(ofIntegration, attrs{key: false}))
		harness.WantError(t, diags, fmt.Sprintf("capabilities[%q]", key), word)
	}
	for _, wait := range []string{"31m", "-1s", "soon"} {
		_, diags := env.Driver(t).Plan(ofIntegration, config(ofIntegration, attrs{"tool/a": false}, "wait_for_sync", wait))
		harness.WantError(t, diags, "wait_for_sync", "from 0s to 30m")
	}
	_, diags := env.Driver(t).Plan(ofIntegration, config(ofIntegration, attrs{"tool/a": nil}))
	harness.WantError(t, diags, `capabilities["tool/a"]`, "null")
}

// What the upstream server no longer has stays in the state with a warning and without a
// plan, and can be removed and destroyed.
func TestResource_lost(t *testing.T) {
	t.Parallel()
	each(t, synced(), func(t *testing.T, env *harness.Env, address string) {
		both := config(address, attrs{"tool/create_issue": false, "tool/delete_issue": false})
		m := env.Create(t, address, both)
		env.API.SetCapabilities("github", "tool/create_issue")
		env.API.Advance(2 * time.Hour)
		m.Driver = env.Restart(t, m.Driver)
		p, diags := m.Driver.Plan(address, both)
		if p.Action != harness.NoOp || len(diags.Warnings()) != 1 || !strings.Contains(fmt.Sprint(diags), "does not list tool/delete_issue") {
			t.Errorf("plans %s: %s", p.Action, diags)
		}
		_, diags = m.Driver.Converge(address, config(address, attrs{"tool/create_issue": false, "tool/delete_issue": true}))
		harness.WantError(t, diags, `capabilities["tool/delete_issue"]`, "has no capability")
		env.API.ResetRequests()
		m.Apply(config(address, attrs{"tool/create_issue": false}))
		harness.WantUntouched(t, env, true)
	})
}

// What the integration disables can't be enabled by a server, which is a warning.
func TestServerResource_disabledAbove(t *testing.T) {
	t.Parallel()
	env, _, _ := start(t, synced())
	edit(env, ofIntegration, "tool/delete_issue", false)
	enabled := config(ofServer, attrs{"tool/delete_issue": true, "tool/create_issue": true})
	d := env.Driver(t)
	p, diags := d.Plan(ofServer, enabled)
	harness.NoErrors(t, diags)
	for name, diags := range map[string]harness.Diagnostics{
		"create":  d.Apply(p),
		"refresh": env.Restart(t, d).Refresh(ofServer),
	} {
		if len(diags.Warnings()) != 1 || !strings.Contains(fmt.Sprint(diags), "disables tool/delete_issue") || diags.Err() != nil {
			t.Errorf("%s: %s", name, diags)
		}
	}
	off := config(ofServer, attrs{"tool/delete_issue": false})
	d = env.Restart(t, d)
	p, _ = d.Plan(ofServer, off)
	harness.NoErrors(t, d.Apply(p))
	if diags := env.Restart(t, d).Refresh(ofServer); len(diags.Warnings()) > 0 {
		t.Errorf("got %s", diags)
	}
}

// An owner that is not there is named at its argument.
func TestResource_noOwner(t *testing.T) {
	t.Parallel()
	each(t, synced(), func(t *testing.T, env *harness.Env, address string) {
		argument := "mcp_integration_id"
		if address == ofServer {
			argument = "mcp_server_id"
		}
		for _, ref := range []string{"nowhere", "8b0f2c6e-1d3a-4f5b-9c7d-2e4a6b8c0d1f"} {
			_, diags := env.Driver(t).Converge(address, config(address, attrs{"tool/a": false}, argument, ref))
			harness.WantError(t, diags, argument, ref, "refer to it, as in "+argument)
			_, diags = env.Driver(t).Data(strings.TrimSuffix(address, ".test"), config(address, nil, argument, ref, "capabilities", nil))
			harness.WantError(t, diags, argument, ref)
		}
	})
}

// Without the right to list the workspaces, a server that can't be read stays in the state.
func TestServerResource_notProven(t *testing.T) {
	t.Parallel()
	env, _, server := start(t, synced())
	m := env.Create(t, ofServer, config(ofServer, attrs{"tool/delete_issue": false}))
	env.API.Drop(emulator.MCPServers, server)
	m.Driver = env.Restart(t, m.Driver)
	harness.WantError(t, m.Driver.Refresh(ofServer), "", "less than an hour ago")
	env.API.Advance(2 * time.Hour)
	env.API.SetScopes(env.Key, "mcp_servers.read", "workspaces.list", "workspaces.read")
	m.Driver = env.Restart(t, m.Driver)
	harness.WantError(t, m.Driver.Refresh(ofServer), "", "a list of MCP servers could not be read (scope mcp_servers.list)")
	if m.Driver.State(ofServer) == nil {
		t.Error("it left the state")
	}
}

// A key that may not use MCP servers is told that one of the workspace may.
func TestServerResource_forbidden(t *testing.T) {
	t.Parallel()
	env, _, server := start(t, synced())
	env.API.SetScopes(env.Key, "mcp_servers.list")
	_, diags := env.Driver(t).Converge(ofServer, config(ofServer, attrs{"tool/delete_issue": false}, "mcp_server_id", server))
	harness.WantError(t, diags, "", "403 AB03", "An API key of the workspace")
}

func TestDataSources(t *testing.T) {
	t.Parallel()
	env, integration, server := start(t, synced())
	edit(env, ofIntegration, "tool/delete_issue", false)
	edit(env, ofServer, "tool/create_issue", false)
	for _, ref := range []string{integration, "github"} {
		got, diags := env.Driver(t).Data("portkey_mcp_integration_capabilities", attrs{"mcp_integration_id": ref})
		harness.NoErrors(t, diags)
		list := got["capabilities"].([]any)
		first, second, last := list[0].(attrs), list[1].(attrs), list[5].(attrs)
		if len(list) != 6 || first["id"] != "tool/create_issue" || first["enabled"] != true || second["enabled"] != false ||
			last["uri"] != "docs://issue/{id}" || !strings.Contains(fmt.Sprint(first["annotations"]), `"readOnlyHint":false`) {
			t.Errorf("got %v", list)
		}
	}
	for _, ref := range []string{server, "tools"} {
		got, diags := env.Driver(t).Data("portkey_mcp_server_capabilities", attrs{"mcp_server_id": ref})
		harness.NoErrors(t, diags)
		list := got["capabilities"].([]any)
		first, second := list[0].(attrs), list[1].(attrs)
		if first["enabled"] != false || first["integration_enabled"] != true || second["enabled"] != true || second["integration_enabled"] != false {
			t.Errorf("got %v", list)
		}
	}
}

func TestMetadataDataSources(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		answers emulator.Answers
		want    attrs
	}{
		"synced":  {synced(), attrs{"sync_status": "synced", "sync_error": nil, "server_version": "1.4.0", "protocol_version": "2025-06-18"}},
		"pending": {emulator.Answers{SyncTakes: time.Hour}, attrs{"sync_status": "pending", "server_name": nil, "capability_flags": nil}},
		"error":   {emulator.Answers{SyncError: "connection refused"}, attrs{"sync_status": "error", "sync_error": "connection refused"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			env, _, _ := start(t, c.answers)
			for typeName, argument := range map[string]string{"portkey_mcp_integration_metadata": "mcp_integration_id", "portkey_mcp_server_metadata": "mcp_server_id"} {
				ref := map[string]string{"mcp_integration_id": "github", "mcp_server_id": "tools"}[argument]
				got, diags := env.Driver(t).Data(typeName, attrs{argument: ref})
				harness.NoErrors(t, diags)
				for attribute, want := range c.want {
					if got[attribute] != want {
						t.Errorf("%s: %s is %v, want %v", typeName, attribute, got[attribute], want)
					}
				}
				_, diags = env.Driver(t).Data(typeName, attrs{argument: "nowhere"})
				harness.WantError(t, diags, argument, "nowhere")
			}
		})
	}
}
