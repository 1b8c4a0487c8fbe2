package guard

import (
	"context"
	"iter"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
)

// listServer guards list resources.
type listServer struct {
	inner tfprotov6.ListResourceServer
}

func (s *listServer) ValidateListResourceConfig(ctx context.Context, req *tfprotov6.ValidateListResourceConfigRequest) (*tfprotov6.ValidateListResourceConfigResponse, error) {
	return guarded(ctx, "ValidateListResourceConfig "+req.TypeName, req, s.inner.ValidateListResourceConfig, func(d diagnostics) *tfprotov6.ValidateListResourceConfigResponse {
		return &tfprotov6.ValidateListResourceConfigResponse{Diagnostics: d}
	})
}

func (s *listServer) ListResource(ctx context.Context, req *tfprotov6.ListResourceRequest) (*tfprotov6.ListResourceServerStream, error) {
	ctx = WithMasks(ctx)
	rpc := "ListResource " + req.TypeName
	last := func(d diagnostics) tfprotov6.ListResourceResult {
		return tfprotov6.ListResourceResult{Diagnostics: d}
	}
	resp, err := recovered(ctx, rpc, req, s.inner.ListResource, func(d diagnostics) *tfprotov6.ListResourceServerStream {
		return &tfprotov6.ListResourceServerStream{Results: one(last(d))}
	})
	if err == nil && resp != nil {
		resp.Results = guardedStream(ctx, rpc, resp.Results, last)
	}
	return resp, err
}

// actionServer guards actions.
type actionServer struct {
	inner tfprotov6.ActionServer
}

func (s *actionServer) ValidateActionConfig(ctx context.Context, req *tfprotov6.ValidateActionConfigRequest) (*tfprotov6.ValidateActionConfigResponse, error) {
	return guarded(ctx, "ValidateActionConfig "+req.ActionType, req, s.inner.ValidateActionConfig, func(d diagnostics) *tfprotov6.ValidateActionConfigResponse {
		return &tfprotov6.ValidateActionConfigResponse{Diagnostics: d}
	})
}

func (s *actionServer) PlanAction(ctx context.Context, req *tfprotov6.PlanActionRequest) (*tfprotov6.PlanActionResponse, error) {
	return guarded(ctx, "PlanAction "+req.ActionType, req, s.inner.PlanAction, func(d diagnostics) *tfprotov6.PlanActionResponse {
		return &tfprotov6.PlanActionResponse{Diagnostics: d}
	})
}

func (s *actionServer) InvokeAction(ctx context.Context, req *tfprotov6.InvokeActionRequest) (*tfprotov6.InvokeActionServerStream, error) {
	ctx = WithMasks(ctx)
	end := writes.begin()
	rpc := "InvokeAction " + req.ActionType
	last := func(d diagnostics) tfprotov6.InvokeActionEvent {
		return tfprotov6.InvokeActionEvent{Type: tfprotov6.CompletedInvokeActionEventType{Diagnostics: d}}
	}
	resp, err := recovered(ctx, rpc, req, s.inner.InvokeAction, func(d diagnostics) *tfprotov6.InvokeActionServerStream {
		return &tfprotov6.InvokeActionServerStream{Events: one(last(d))}
	})
	if err != nil || resp == nil {
		end()
		return resp, err
	}
	events := guardedStream(ctx, rpc, resp.Events, last)
	resp.Events = func(yield func(tfprotov6.InvokeActionEvent) bool) {
		defer end() // the action runs while its events are read
		events(yield)
	}
	return resp, nil
}

// storeServer guards state stores.
type storeServer struct {
	inner tfprotov6.StateStoreServer
}

func (s *storeServer) ValidateStateStoreConfig(ctx context.Context, req *tfprotov6.ValidateStateStoreConfigRequest) (*tfprotov6.ValidateStateStoreConfigResponse, error) {
	return guarded(ctx, "ValidateStateStoreConfig "+req.TypeName, req, s.inner.ValidateStateStoreConfig, func(d diagnostics) *tfprotov6.ValidateStateStoreConfigResponse {
		return &tfprotov6.ValidateStateStoreConfigResponse{Diagnostics: d}
	})
}

func (s *storeServer) ConfigureStateStore(ctx context.Context, req *tfprotov6.ConfigureStateStoreRequest) (*tfprotov6.ConfigureStateStoreResponse, error) {
	return guarded(ctx, "ConfigureStateStore "+req.TypeName, req, s.inner.ConfigureStateStore, func(d diagnostics) *tfprotov6.ConfigureStateStoreResponse {
		return &tfprotov6.ConfigureStateStoreResponse{Diagnostics: d}
	})
}

func (s *storeServer) ReadStateBytes(ctx context.Context, req *tfprotov6.ReadStateBytesRequest) (*tfprotov6.ReadStateBytesStream, error) {
	ctx = WithMasks(ctx)
	rpc := "ReadStateBytes " + req.TypeName
	last := func(d diagnostics) tfprotov6.ReadStateByteChunk {
		return tfprotov6.ReadStateByteChunk{Diagnostics: d}
	}
	resp, err := recovered(ctx, rpc, req, s.inner.ReadStateBytes, func(d diagnostics) *tfprotov6.ReadStateBytesStream {
		return &tfprotov6.ReadStateBytesStream{Chunks: one(last(d))}
	})
	if err == nil && resp != nil {
		resp.Chunks = guardedStream(ctx, rpc, resp.Chunks, last)
	}
	return resp, err
}

func (s *storeServer) WriteStateBytes(ctx context.Context, req *tfprotov6.WriteStateBytesStream) (*tfprotov6.WriteStateBytesResponse, error) {
	defer writes.begin()()
	return guarded(ctx, "WriteStateBytes", req, s.inner.WriteStateBytes, func(d diagnostics) *tfprotov6.WriteStateBytesResponse {
		return &tfprotov6.WriteStateBytesResponse{Diagnostics: d}
	})
}

func (s *storeServer) GetStates(ctx context.Context, req *tfprotov6.GetStatesRequest) (*tfprotov6.GetStatesResponse, error) {
	return guarded(ctx, "GetStates "+req.TypeName, req, s.inner.GetStates, func(d diagnostics) *tfprotov6.GetStatesResponse {
		return &tfprotov6.GetStatesResponse{Diagnostics: d}
	})
}

func (s *storeServer) DeleteState(ctx context.Context, req *tfprotov6.DeleteStateRequest) (*tfprotov6.DeleteStateResponse, error) {
	defer writes.begin()()
	return guarded(ctx, "DeleteState "+req.TypeName, req, s.inner.DeleteState, func(d diagnostics) *tfprotov6.DeleteStateResponse {
		return &tfprotov6.DeleteStateResponse{Diagnostics: d}
	})
}

func (s *storeServer) LockState(ctx context.Context, req *tfprotov6.LockStateRequest) (*tfprotov6.LockStateResponse, error) {
	defer writes.begin()()
	return guarded(ctx, "LockState "+req.TypeName, req, s.inner.LockState, func(d diagnostics) *tfprotov6.LockStateResponse {
		return &tfprotov6.LockStateResponse{Diagnostics: d}
	})
}

func (s *storeServer) UnlockState(ctx context.Context, req *tfprotov6.UnlockStateRequest) (*tfprotov6.UnlockStateResponse, error) {
	defer writes.begin()()
	return guarded(ctx, "UnlockState "+req.TypeName, req, s.inner.UnlockState, func(d diagnostics) *tfprotov6.UnlockStateResponse {
		return &tfprotov6.UnlockStateResponse{Diagnostics: d}
	})
}

// guardedStream returns events that end with one made of the diagnostic when
// producing them panics. A panic of whoever reads them is not ours to keep, and
// a reader that has stopped is given nothing more.
func guardedStream[Event any](ctx context.Context, rpc string, events iter.Seq[Event], last func(diagnostics) Event) iter.Seq[Event] {
	if events == nil {
		return func(func(Event) bool) {}
	}
	return func(yield func(Event) bool) {
		reading, stopped := false, false
		defer func() {
			if reading {
				return
			}
			if p := recover(); p != nil {
				d := report(WithMasks(ctx), rpc, p)
				if !stopped {
					yield(last(d))
				}
			}
		}()
		events(func(event Event) bool {
			reading = true
			more := yield(event)
			reading = false
			stopped = stopped || !more
			return more
		})
	}
}

// one returns a stream of a single event.
func one[Event any](event Event) iter.Seq[Event] {
	return func(yield func(Event) bool) { yield(event) }
}
