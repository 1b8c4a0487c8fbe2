package guard

import (
	"context"
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
)

// asked notes of each request how many writes are open while it is.
type asked struct {
	tfprotov6.ProviderServer
	open map[string]int
}

func (a asked) note(request string) {
	writes.mu.Lock()
	defer writes.mu.Unlock()
	a.open[request] = writes.open
}

func (a asked) ReadResource(context.Context, *tfprotov6.ReadResourceRequest) (*tfprotov6.ReadResourceResponse, error) {
	a.note("read")
	return &tfprotov6.ReadResourceResponse{}, nil
}

func (a asked) ApplyResourceChange(context.Context, *tfprotov6.ApplyResourceChangeRequest) (*tfprotov6.ApplyResourceChangeResponse, error) {
	a.note("apply")
	return &tfprotov6.ApplyResourceChangeResponse{}, nil
}

func (a asked) OpenEphemeralResource(context.Context, *tfprotov6.OpenEphemeralResourceRequest) (*tfprotov6.OpenEphemeralResourceResponse, error) {
	a.note("open")
	return &tfprotov6.OpenEphemeralResourceResponse{}, nil
}

func (a asked) RenewEphemeralResource(context.Context, *tfprotov6.RenewEphemeralResourceRequest) (*tfprotov6.RenewEphemeralResourceResponse, error) {
	a.note("renew")
	return &tfprotov6.RenewEphemeralResourceResponse{}, nil
}

func (a asked) CloseEphemeralResource(context.Context, *tfprotov6.CloseEphemeralResourceRequest) (*tfprotov6.CloseEphemeralResourceResponse, error) {
	a.note("close")
	return &tfprotov6.CloseEphemeralResourceResponse{}, nil
}

// What an ephemeral resource makes and deletes is a write as any other: SIGTERM
// waits for its answer. Not parallel, since the count is the process's.
func TestWrap_countsWrites(t *testing.T) {
	a := asked{open: map[string]int{}}
	server, ctx := Wrap(a), t.Context()
	_, err1 := server.ReadResource(ctx, &tfprotov6.ReadResourceRequest{})
	_, err2 := server.ApplyResourceChange(ctx, &tfprotov6.ApplyResourceChangeRequest{})
	_, err3 := server.OpenEphemeralResource(ctx, &tfprotov6.OpenEphemeralResourceRequest{})
	_, err4 := server.RenewEphemeralResource(ctx, &tfprotov6.RenewEphemeralResourceRequest{})
	_, err5 := server.CloseEphemeralResource(ctx, &tfprotov6.CloseEphemeralResourceRequest{})
	if err := errors.Join(err1, err2, err3, err4, err5); err != nil {
		t.Fatal(err)
	}
	want := map[string]int{"read": 0, "apply": 1, "open": 1, "renew": 1, "close": 1}
	if diff := cmp.Diff(want, a.open); diff != "" {
		t.Errorf("open writes in each request (-want +got):\n%s", diff)
	}
	a.note("after")
	if a.open["after"] != 0 {
		t.Errorf("%d writes are open after all were answered", a.open["after"])
	}
}
