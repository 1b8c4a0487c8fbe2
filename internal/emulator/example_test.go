package emulator_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
)

// A test fills the API, makes requests fail, and looks at what was sent.
func Example() {
	api := emulator.New()
	server := httptest.NewServer(api)
	defer server.Close()

	api.AddWorkspace(map[string]any{"name": "🚀 Production"})
	api.Fail(emulator.Fault{Method: http.MethodGet, Path: "/admin/workspaces", Status: http.StatusServiceUnavailable, Times: 1})
	response, err := http.Get(server.URL + "/v1/admin/workspaces") //nolint:noctx // an example
	if err != nil {
		fmt.Println(err)
		return
	}
	defer response.Body.Close()

	got := api.Requests()[0]
	fmt.Println(got.Method, got.Path, got.Status)
	for _, w := range api.Workspaces() {
		fmt.Println(w.Icon, w.Name)
	}
	// Output:
	// GET /v1/admin/workspaces 503
	//  Shared Team Workspace
	// 🚀 Production
}
