package emulator_test

import (
	"net/http"
	"testing"
	"time"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
)

// What is used grows, exhausts the limit, and is set to zero by its reset.
func TestUse(t *testing.T) {
	t.Parallel()
	a := start(t)
	limits := map[string]any{"type": "cost", "credit_limit": 10, "periodic_reset": "weekly"}
	home := a.AddWorkspace(map[string]any{"name": "Home", "usage_limits": []any{limits}})
	key := a.Add(emulator.APIKeys, home.ID, map[string]any{"name": "backend", "usage_limits": limits})
	usage := func(path string) (current any, status any) {
		body := a.ok(http.MethodGet, path, "")
		limit, _ := body["usage_limits"].(map[string]any)
		if list, isList := body["usage_limits"].([]any); isList {
			limit, _ = list[0].(map[string]any)
		}
		return limit["current_usage"], limit["status"]
	}
	for path, one := range map[string]struct {
		noun emulator.Noun
		id   string
	}{"/admin/workspaces/" + home.ID: {emulator.Workspaces, home.ID}, "/api-keys/" + key: {emulator.APIKeys, key}} {
		a.Use(one.noun, one.id, 4)
		if current, status := usage(path); current != 4.0 || status != "active" {
			t.Errorf("%s: %v, %v", path, current, status)
		}
		a.Use(one.noun, one.id, 6)
		if current, status := usage(path); current != 10.0 || status != "exhausted" {
			t.Errorf("%s: %v, %v", path, current, status)
		}
	}
	if body := a.ok(http.MethodGet, "/api-keys/"+key, ""); body["status"] != "exhausted" {
		t.Errorf("the key is %v", body["status"])
	}
	a.Advance(8 * 24 * time.Hour)
	for _, path := range []string{"/admin/workspaces/" + home.ID, "/api-keys/" + key} {
		if current, status := usage(path); current != 0.0 || status != "active" {
			t.Errorf("%s after the reset: %v, %v", path, current, status)
		}
	}
	a.Use(emulator.APIKeys, key, 10)
	a.ok(http.MethodPut, "/api-keys/"+key, `{"reset_usage":true}`)
	if body := a.ok(http.MethodGet, "/api-keys/"+key, ""); body["status"] != "active" || a.Used(emulator.APIKeys, key) != 0 {
		t.Errorf("after reset_usage the key is %v", body["status"])
	}
}
