package main

import (
	"context"
	"fmt"
	"net/http/httptest"
	"time"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
)

// workload is what there is to manage.
type workload struct {
	// of is what there are many of, and the name of the place for its tables in the guide.
	of string
	// operations are done one after the other, each to what the one before it left.
	operations []operation
	// seed adds what exists before.
	seed func(*emulator.Server)
	// files are the configuration of n, by name, below what root is.
	files func(c contender, root string, n int) map[string]string
	// takes reports whether a contender can do it.
	takes func(contender) bool
	// bare returns what does an operation on n by requests alone, the fewest that the API
	// allows.
	bare   func(l *loop, n int) func(ctx context.Context, operation string) error
	bounds []bound
	// mostRequests is how many a refresh of n sends at most; nil is no bound.
	mostRequests func(n int) int
}

// bound is what the bench holds the provider to.
type bound struct {
	figure
	base string  // the contender that it is compared with
	most float64 // times what that takes
	only string  // the only operation that it is for, if not ""
}

// operation is what Terraform does with all of it at once.
type operation struct {
	name string
	args []string
	// later is how long it is since the one before, by the clock of the API.
	later time.Duration
}

// load is how much work there is, and how far away the API is.
type load struct {
	*workload
	n       int
	latency time.Duration // of each answer
	atOnce  int           // operations at once, Terraform's -parallelism
}

// serve starts an API for a load.
func (l load) serve() (*emulator.Server, *httptest.Server) {
	api := emulator.New()
	l.seed(api)
	api.SetLatency(l.latency)
	return api, httptest.NewServer(api)
}

// begin is the API at the beginning of an operation.
func (o operation) begin(api *emulator.Server) {
	api.Advance(o.later)
	api.ResetRequests()
}

const refresh = "refresh" // fails if anything is to be done

// workspaces have a name and a description.
var workspaces = &workload{
	of: "workspaces",
	operations: []operation{
		{name: "apply", args: []string{"apply", "-auto-approve"}},
		{name: refresh, args: []string{"plan", "-detailed-exitcode"}},
		{name: "destroy", args: []string{"destroy", "-auto-approve"}},
	},
	seed:   func(*emulator.Server) {},
	files:  workspaceFiles,
	takes:  func(c contender) bool { return c.program != "" },
	bare:   func(l *loop, n int) func(context.Context, string) error { return bareWorkspaces{l, n}.do },
	bounds: []bound{{cpu, emptyName, 1.3, ""}, {memory, emptyName, 1.3, ""}},
}

// workspaceFiles have words that the vendor's provider takes too.
func workspaceFiles(_ contender, root string, n int) map[string]string {
	return map[string]string{"main.tf": root + fmt.Sprintf(`
resource "portkey_workspace" "many" {
  count       = %d
  name        = "bench ${count.index}"
  description = "Workspace ${count.index} of a measurement"
}
`, n)}
}
