// Package guard wraps the provider server so that one bad thing does not take
// its neighbours with it.
//
// Terraform runs one process per provider and sends it many requests at once.
// Unguarded, a panic in one of them ends the process, and so does a SIGTERM:
// every create in flight is then lost, although the server may have carried it
// out. The wrapper turns a panic into a diagnostic that keeps the prior state,
// masks secrets in the log of every request, and lets open writes be answered
// before a SIGTERM is obeyed.
//
// A panic can be recovered only in the goroutine that it happens in, so what the
// provider does for a request it does in the request's own. A test in
// conformance holds that.
//
// Start reading at [Wrap]; server.go and optional.go are one method per
// request, masks.go and signals.go the other two concerns, and generate.go what the
// framework has no hook for.
package guard

import (
	"context"
	"fmt"
	"runtime"
	"runtime/debug"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-log/tflog"
)

const issuesURL = "https://github.com/portkey-community/terraform-provider-portkey/issues"

// Wrap returns server with its requests guarded. The result has exactly the
// optional interfaces that server has: terraform-plugin-go looks for them with
// a type assertion, so a wrapper without them would silently take list
// resources, actions and state stores away.
func Wrap(server tfprotov6.ProviderServer) tfprotov6.ProviderServer {
	base := &providerServer{server}
	lists, hasLists := server.(tfprotov6.ListResourceServer)
	actions, hasActions := server.(tfprotov6.ActionServer)
	stores, hasStores := server.(tfprotov6.StateStoreServer)
	list, action, store := &listServer{lists}, &actionServer{actions}, &storeServer{stores}

	switch {
	case hasLists && hasActions && hasStores:
		return struct {
			*providerServer
			*listServer
			*actionServer
			*storeServer
		}{base, list, action, store}
	case hasLists && hasActions:
		return struct {
			*providerServer
			*listServer
			*actionServer
		}{base, list, action}
	case hasLists && hasStores:
		return struct {
			*providerServer
			*listServer
			*storeServer
		}{base, list, store}
	case hasActions && hasStores:
		return struct {
			*providerServer
			*actionServer
			*storeServer
		}{base, action, store}
	case hasLists:
		return struct {
			*providerServer
			*listServer
		}{base, list}
	case hasActions:
		return struct {
			*providerServer
			*actionServer
		}{base, action}
	case hasStores:
		return struct {
			*providerServer
			*storeServer
		}{base, store}
	}
	return base
}

// guarded makes one request with masks in its context, and answers with what
// onPanic makes of the diagnostic if it panics. The context ends with it.
func guarded[Req, Resp any](
	ctx context.Context,
	rpc string,
	req *Req,
	call func(context.Context, *Req) (*Resp, error),
	onPanic func([]*tfprotov6.Diagnostic) *Resp,
) (*Resp, error) {
	leased, end := newLease(WithMasks(ctx))
	defer end()
	return recovered(leased, rpc, req, call, onPanic)
}

// recovered is guarded for a request whose answer is a stream, which goes on in
// its context: the caller masks that, and nothing ends it.
func recovered[Req, Resp any](
	ctx context.Context,
	rpc string,
	req *Req,
	call func(context.Context, *Req) (*Resp, error),
	onPanic func([]*tfprotov6.Diagnostic) *Resp,
) (resp *Resp, err error) {
	defer reportCut(ctx, rpc)()
	defer func() {
		if p := recover(); p != nil {
			resp, err = onPanic(report(ctx, rpc, p)), nil
		}
	}()
	return call(ctx, req)
}

// reportCut logs when Terraform ends a request that is open, until done is
// called. What is open may go on for seconds in silence, and a line is all that
// informs the process if Terraform itself has ended: writing to a closed stderr ends
// it, where it would else outlive the run.
func reportCut(ctx context.Context, rpc string) (done func() bool) {
	return context.AfterFunc(ctx, func() {
		tflog.Debug(ctx, "Terraform asks an open request to stop", map[string]any{"request": rpc})
	})
}

// report logs the stack of a panic and returns what to show the user. The value
// that was panicked with stays out of both, since it may hold anything, a
// secret too; the runtime's own errors hold only types and numbers.
func report(ctx context.Context, where string, panicked any) []*tfprotov6.Diagnostic {
	what := fmt.Sprintf("a value of type %T", panicked)
	if err, ok := panicked.(runtime.Error); ok {
		what = err.Error()
	}
	tflog.Error(ctx, "The provider panicked", map[string]any{
		"where": where,
		"panic": what,
		"stack": string(debug.Stack()),
	})
	return []*tfprotov6.Diagnostic{{
		Severity: tfprotov6.DiagnosticSeverityError,
		Summary:  "The provider panicked",
		Detail: "This is a bug in the provider, not in your configuration. Terraform keeps the state it had; " +
			"run terraform plan to see what is there before you apply again.\n" +
			"Please report it at " + issuesURL + ", with the stack that TF_LOG=error shows.\n" +
			"Where: " + where + "; what: " + what + ".",
	}}
}
