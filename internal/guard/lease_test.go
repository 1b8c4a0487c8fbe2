package guard_test

import (
	"context"
	"io"
	"runtime"
	"testing"
	"weak"

	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-log/tflogtest"
	"github.com/hashicorp/terraform-plugin-log/tfsdklogtest"

	"github.com/portkey-community/terraform-provider-portkey/internal/guard"
)

// held is a value of a request's context, as the loggers are.
type held struct{ _ [1 << 10]byte }

type heldKey struct{}

// ask makes a request of a server, and returns what hung on its context.
func ask(t *testing.T, server tfprotov6.ProviderServer) weak.Pointer[held] {
	t.Helper()
	value := new(held)
	ctx, cancel := context.WithCancel(context.WithValue(context.Background(), heldKey{}, value))
	defer cancel() // as gRPC does when a request is answered
	if _, err := server.GetProviderSchema(ctx, &tfprotov6.GetProviderSchemaRequest{}); err != nil {
		t.Fatal(err)
	}
	return weak.Make(value)
}

// letsGo reports whether a server, while it lives, lets go of what hung on the
// context of a request.
func letsGo(t *testing.T, server tfprotov6.ProviderServer) bool {
	t.Helper()
	left := ask(t, server)
	for range 3 {
		runtime.GC()
	}
	defer runtime.KeepAlive(server)
	return left.Value() == nil
}

// The framework keeps the context of every request until it is told to stop.
// When this fails for the bare server, the lease has had its day.
func TestWrap_letsGoOfARequest(t *testing.T) {
	t.Parallel()
	bare := providerserver.NewProtocol6(empty{})
	if letsGo(t, bare()) {
		t.Error("the framework keeps no context any more: lease.go can go")
	}
	if !letsGo(t, guard.Wrap(bare())) {
		t.Error("what hung on the context of a request is still there after it")
	}
}

// Of a thousand requests hardly anything stays, the masks no more than the rest.
// Not parallel, since it measures the heap.
func TestWrap_holdsLittle(t *testing.T) {
	guard.Mask("a secret that is masked in every request")
	server := guard.Wrap(providerserver.NewProtocol6(empty{})())
	request := func() { ask(t, tflogServer{server}) }
	request()
	const requests, most = 1000, 1 << 10 // bytes of each
	before := inUse()
	for range requests {
		request()
	}
	if each := (inUse() - before) / requests; each > most {
		t.Errorf("%d bytes stay of each request, want at most %d", each, most)
	}
	runtime.KeepAlive(server)
}

func inUse() int64 {
	var stats runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&stats)
	return int64(stats.HeapAlloc) //nolint:gosec // less than an exabyte
}

// tflogServer asks a server with loggers in the context.
type tflogServer struct{ tfprotov6.ProviderServer }

func (s tflogServer) GetProviderSchema(ctx context.Context, req *tfprotov6.GetProviderSchemaRequest) (*tfprotov6.GetProviderSchemaResponse, error) {
	ctx = tfsdklogtest.RootLogger(tflogtest.RootLogger(ctx, io.Discard), io.Discard)
	return s.ProviderServer.GetProviderSchema(ctx, req)
}

// keeper answers and keeps the context, as the framework does.
type keeper struct {
	broken
	kept   context.Context //nolint:containedctx // what is tested
	cancel context.CancelFunc
}

func (k *keeper) keep(ctx context.Context) { k.kept, k.cancel = context.WithCancel(ctx) }

func (k *keeper) ReadResource(ctx context.Context, _ *tfprotov6.ReadResourceRequest) (*tfprotov6.ReadResourceResponse, error) {
	k.keep(ctx)
	return &tfprotov6.ReadResourceResponse{}, nil
}

func (k *keeper) ListResource(ctx context.Context, _ *tfprotov6.ListResourceRequest) (*tfprotov6.ListResourceServerStream, error) {
	k.keep(ctx)
	return &tfprotov6.ListResourceServerStream{Results: one[tfprotov6.ListResourceResult]}, nil
}

func (k *keeper) InvokeAction(ctx context.Context, _ *tfprotov6.InvokeActionRequest) (*tfprotov6.InvokeActionServerStream, error) {
	k.keep(ctx)
	return &tfprotov6.InvokeActionServerStream{Events: one[tfprotov6.InvokeActionEvent]}, nil
}

func (k *keeper) ReadStateBytes(ctx context.Context, _ *tfprotov6.ReadStateBytesRequest) (*tfprotov6.ReadStateBytesStream, error) {
	k.keep(ctx)
	return &tfprotov6.ReadStateBytesStream{Chunks: one[tfprotov6.ReadStateByteChunk]}, nil
}

func one[T any](yield func(T) bool) { yield(*new(T)) }

// A request's context ends with it, and with it all that was made of it; one that
// answers with a stream goes on while that is read.
func TestWrap_endsTheContext(t *testing.T) {
	t.Parallel()
	ctx := context.WithValue(t.Context(), heldKey{}, "held")
	inner := &keeper{}
	server := guard.Wrap(inner)
	if _, err := server.ReadResource(ctx, &tfprotov6.ReadResourceRequest{}); err != nil {
		t.Fatal(err)
	}
	if inner.kept.Err() == nil || inner.kept.Value(heldKey{}) != nil {
		t.Errorf("after the request its context has the error %v and the value %v", inner.kept.Err(), inner.kept.Value(heldKey{}))
	}
	if _, has := inner.kept.Deadline(); has {
		t.Error("a request that has ended has a deadline")
	}

	goesOn := func(what string) {
		t.Helper()
		if inner.kept.Err() != nil || inner.kept.Value(heldKey{}) != "held" {
			t.Errorf("%s: while its answer is read the context has the error %v and the value %v",
				what, inner.kept.Err(), inner.kept.Value(heldKey{}))
		}
	}
	list, err := server.(tfprotov6.ListResourceServer).ListResource(ctx, &tfprotov6.ListResourceRequest{})
	if err != nil {
		t.Fatal(err)
	}
	for range list.Results {
		goesOn("list")
	}
	action, err := server.(tfprotov6.ActionServer).InvokeAction(ctx, &tfprotov6.InvokeActionRequest{})
	if err != nil {
		t.Fatal(err)
	}
	for range action.Events {
		goesOn("action")
	}
	state, err := server.(tfprotov6.StateStoreServer).ReadStateBytes(ctx, &tfprotov6.ReadStateBytesRequest{})
	if err != nil {
		t.Fatal(err)
	}
	for range state.Chunks {
		goesOn("state")
	}
}
