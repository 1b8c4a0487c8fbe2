package conformance

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
	"github.com/portkey-community/terraform-provider-portkey/internal/harness"
)

// Other tests shorten the waits of the client. These two meet them as a user
// does: the program as it is built, with nothing tuned. What they count is
// requests, since machines differ in time.
func TestWaits_asBuilt(t *testing.T) {
	t.Parallel()
	sandbox := harness.NewSandboxWithProvider(t)

	// apply runs an apply of one workspace and returns its output.
	apply := func(t *testing.T, api *emulator.Server, code int) string {
		t.Helper()
		server := httptest.NewServer(api)
		t.Cleanup(server.Close)
		dir := t.TempDir()
		config := harness.Requires(map[string]string{"portkey": harness.Ours}) + fmt.Sprintf(
			"\nprovider \"portkey\" {\n  base_url = %q\n  api_key  = %q\n}\n\nresource \"portkey_workspace\" \"test\" { name = \"Production\" }\n",
			server.URL, emulator.AdminKey)
		if err := os.WriteFile(filepath.Join(dir, "main.tf"), []byte(config), 0o600); err != nil {
			t.Fatal(err)
		}
		if got, err := sandbox.Run(t.Context(), dir, io.Discard, "init"); err != nil || got.Code != 0 {
			t.Fatalf("init: %v\n%s", err, got.Output)
		}
		got, err := sandbox.Run(t.Context(), dir, io.Discard, "apply", "-auto-approve", "-no-color")
		if err != nil || got.Code != code {
			t.Fatalf("apply ended with %d, want %d: %v\n%s", got.Code, code, err, got.Output)
		}
		return got.Output
	}

	t.Run("a taken name is looked at again before it is refused", func(t *testing.T) {
		t.Parallel()
		api := emulator.New()
		api.AddWorkspace(map[string]any{"name": "Production"})
		out := apply(t, api, 1)
		if !strings.Contains(out, "Cannot create workspace") {
			t.Errorf("no refusal:\n%s", out)
		}
		// Three seconds, half a second apart; a slow machine fits in fewer.
		looks := 0
		for _, one := range api.Requests() { // the plans read the list, without a filter
			if strings.Contains(one.RawQuery, "exact_name=") {
				looks++
			}
		}
		if looks < 3 || looks > 7 {
			t.Errorf("%d lookups, want 3 to 7", looks)
		}
		if posts := len(api.Bodies(http.MethodPost, "")); posts != 0 {
			t.Errorf("%d POSTs", posts)
		}
	})

	t.Run("a create whose answer is lost is found", func(t *testing.T) {
		t.Parallel()
		api := emulator.New()
		api.Fail(emulator.Fault{Method: http.MethodPost, Path: "/admin/workspaces", Times: 1, When: emulator.After, Reset: true})
		// The list does not show it at first, so that a pause has to be waited for. The two
		// plans and the create read it before.
		api.Fail(emulator.Fault{
			Method: http.MethodGet, Path: "/admin/workspaces", After: 3, Times: 2,
			Status: http.StatusOK, Body: `{"object":"list","total":0,"data":[]}`,
		})
		out := apply(t, api, 0)
		if !strings.Contains(out, "Workspace adopted") {
			t.Errorf("not adopted:\n%s", out)
		}
		if posts := len(api.Bodies(http.MethodPost, "")); posts != 1 {
			t.Errorf("%d POSTs, want 1", posts)
		}
	})
}
