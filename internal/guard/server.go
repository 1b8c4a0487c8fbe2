package guard

import (
	"context"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
)

type diagnostics = []*tfprotov6.Diagnostic

// providerServer guards the requests that every provider server has. Each
// method says what its request answers with after a panic; where an answer
// carries state, it is the state that Terraform sent.
type providerServer struct {
	inner tfprotov6.ProviderServer
}

func (s *providerServer) GetMetadata(ctx context.Context, req *tfprotov6.GetMetadataRequest) (*tfprotov6.GetMetadataResponse, error) {
	return guarded(ctx, "GetMetadata", req, s.inner.GetMetadata, func(d diagnostics) *tfprotov6.GetMetadataResponse {
		return &tfprotov6.GetMetadataResponse{Diagnostics: d}
	})
}

func (s *providerServer) GetProviderSchema(ctx context.Context, req *tfprotov6.GetProviderSchemaRequest) (*tfprotov6.GetProviderSchemaResponse, error) {
	return guarded(ctx, "GetProviderSchema", req, s.inner.GetProviderSchema, func(d diagnostics) *tfprotov6.GetProviderSchemaResponse {
		return &tfprotov6.GetProviderSchemaResponse{Diagnostics: d}
	})
}

func (s *providerServer) GetResourceIdentitySchemas(ctx context.Context, req *tfprotov6.GetResourceIdentitySchemasRequest) (*tfprotov6.GetResourceIdentitySchemasResponse, error) {
	return guarded(ctx, "GetResourceIdentitySchemas", req, s.inner.GetResourceIdentitySchemas, func(d diagnostics) *tfprotov6.GetResourceIdentitySchemasResponse {
		return &tfprotov6.GetResourceIdentitySchemasResponse{Diagnostics: d}
	})
}

func (s *providerServer) ValidateProviderConfig(ctx context.Context, req *tfprotov6.ValidateProviderConfigRequest) (*tfprotov6.ValidateProviderConfigResponse, error) {
	return guarded(ctx, "ValidateProviderConfig", req, s.inner.ValidateProviderConfig, func(d diagnostics) *tfprotov6.ValidateProviderConfigResponse {
		return &tfprotov6.ValidateProviderConfigResponse{PreparedConfig: req.Config, Diagnostics: d}
	})
}

func (s *providerServer) ConfigureProvider(ctx context.Context, req *tfprotov6.ConfigureProviderRequest) (*tfprotov6.ConfigureProviderResponse, error) {
	return guarded(ctx, "ConfigureProvider", req, s.inner.ConfigureProvider, func(d diagnostics) *tfprotov6.ConfigureProviderResponse {
		return &tfprotov6.ConfigureProviderResponse{Diagnostics: d}
	})
}

func (s *providerServer) StopProvider(ctx context.Context, req *tfprotov6.StopProviderRequest) (*tfprotov6.StopProviderResponse, error) {
	return guarded(ctx, "StopProvider", req, s.inner.StopProvider, func(d diagnostics) *tfprotov6.StopProviderResponse {
		return &tfprotov6.StopProviderResponse{Error: d[0].Summary}
	})
}

func (s *providerServer) ValidateResourceConfig(ctx context.Context, req *tfprotov6.ValidateResourceConfigRequest) (*tfprotov6.ValidateResourceConfigResponse, error) {
	return guarded(ctx, "ValidateResourceConfig "+req.TypeName, req, s.inner.ValidateResourceConfig, func(d diagnostics) *tfprotov6.ValidateResourceConfigResponse {
		return &tfprotov6.ValidateResourceConfigResponse{Diagnostics: d}
	})
}

func (s *providerServer) UpgradeResourceState(ctx context.Context, req *tfprotov6.UpgradeResourceStateRequest) (*tfprotov6.UpgradeResourceStateResponse, error) {
	return guarded(ctx, "UpgradeResourceState "+req.TypeName, req, s.inner.UpgradeResourceState, func(d diagnostics) *tfprotov6.UpgradeResourceStateResponse {
		return &tfprotov6.UpgradeResourceStateResponse{Diagnostics: d}
	})
}

func (s *providerServer) UpgradeResourceIdentity(ctx context.Context, req *tfprotov6.UpgradeResourceIdentityRequest) (*tfprotov6.UpgradeResourceIdentityResponse, error) {
	return guarded(ctx, "UpgradeResourceIdentity "+req.TypeName, req, s.inner.UpgradeResourceIdentity, func(d diagnostics) *tfprotov6.UpgradeResourceIdentityResponse {
		return &tfprotov6.UpgradeResourceIdentityResponse{Diagnostics: d}
	})
}

func (s *providerServer) ReadResource(ctx context.Context, req *tfprotov6.ReadResourceRequest) (*tfprotov6.ReadResourceResponse, error) {
	return guarded(ctx, "ReadResource "+req.TypeName, req, s.inner.ReadResource, func(d diagnostics) *tfprotov6.ReadResourceResponse {
		return &tfprotov6.ReadResourceResponse{
			NewState:    req.CurrentState,
			Private:     req.Private,
			NewIdentity: req.CurrentIdentity,
			Diagnostics: d,
		}
	})
}

func (s *providerServer) PlanResourceChange(ctx context.Context, req *tfprotov6.PlanResourceChangeRequest) (*tfprotov6.PlanResourceChangeResponse, error) {
	return guarded(ctx, "PlanResourceChange "+req.TypeName, req, s.inner.PlanResourceChange, func(d diagnostics) *tfprotov6.PlanResourceChangeResponse {
		return &tfprotov6.PlanResourceChangeResponse{
			PlannedState:    req.PriorState,
			PlannedPrivate:  req.PriorPrivate,
			PlannedIdentity: req.PriorIdentity,
			Diagnostics:     d,
		}
	})
}

func (s *providerServer) ApplyResourceChange(ctx context.Context, req *tfprotov6.ApplyResourceChangeRequest) (*tfprotov6.ApplyResourceChangeResponse, error) {
	defer writes.begin()()
	return guarded(ctx, "ApplyResourceChange "+req.TypeName, req, s.inner.ApplyResourceChange, func(d diagnostics) *tfprotov6.ApplyResourceChangeResponse {
		resp := &tfprotov6.ApplyResourceChangeResponse{
			NewState:    req.PriorState,
			Private:     req.PlannedPrivate,
			Diagnostics: d,
		}
		// The planned identity of a create is unknown, and Terraform refuses an
		// unknown one after apply; any other is the prior identity.
		if req.PriorState != nil {
			if absent, err := req.PriorState.IsNull(); err == nil && !absent {
				resp.NewIdentity = req.PlannedIdentity
			}
		}
		return resp
	})
}

func (s *providerServer) ImportResourceState(ctx context.Context, req *tfprotov6.ImportResourceStateRequest) (*tfprotov6.ImportResourceStateResponse, error) {
	return guarded(ctx, "ImportResourceState "+req.TypeName, req, s.inner.ImportResourceState, func(d diagnostics) *tfprotov6.ImportResourceStateResponse {
		return &tfprotov6.ImportResourceStateResponse{Diagnostics: d}
	})
}

func (s *providerServer) MoveResourceState(ctx context.Context, req *tfprotov6.MoveResourceStateRequest) (*tfprotov6.MoveResourceStateResponse, error) {
	return guarded(ctx, "MoveResourceState "+req.TargetTypeName, req, s.inner.MoveResourceState, func(d diagnostics) *tfprotov6.MoveResourceStateResponse {
		return &tfprotov6.MoveResourceStateResponse{Diagnostics: d}
	})
}

func (s *providerServer) GenerateResourceConfig(ctx context.Context, req *tfprotov6.GenerateResourceConfigRequest) (*tfprotov6.GenerateResourceConfigResponse, error) {
	return guarded(ctx, "GenerateResourceConfig "+req.TypeName, req, s.generate, func(d diagnostics) *tfprotov6.GenerateResourceConfigResponse {
		return &tfprotov6.GenerateResourceConfigResponse{Diagnostics: d}
	})
}

func (s *providerServer) ValidateDataResourceConfig(ctx context.Context, req *tfprotov6.ValidateDataResourceConfigRequest) (*tfprotov6.ValidateDataResourceConfigResponse, error) {
	return guarded(ctx, "ValidateDataResourceConfig "+req.TypeName, req, s.inner.ValidateDataResourceConfig, func(d diagnostics) *tfprotov6.ValidateDataResourceConfigResponse {
		return &tfprotov6.ValidateDataResourceConfigResponse{Diagnostics: d}
	})
}

func (s *providerServer) ReadDataSource(ctx context.Context, req *tfprotov6.ReadDataSourceRequest) (*tfprotov6.ReadDataSourceResponse, error) {
	return guarded(ctx, "ReadDataSource "+req.TypeName, req, s.inner.ReadDataSource, func(d diagnostics) *tfprotov6.ReadDataSourceResponse {
		return &tfprotov6.ReadDataSourceResponse{Diagnostics: d}
	})
}

func (s *providerServer) CallFunction(ctx context.Context, req *tfprotov6.CallFunctionRequest) (*tfprotov6.CallFunctionResponse, error) {
	return guarded(ctx, "CallFunction "+req.Name, req, s.inner.CallFunction, func(d diagnostics) *tfprotov6.CallFunctionResponse {
		return &tfprotov6.CallFunctionResponse{Error: &tfprotov6.FunctionError{Text: d[0].Summary + ": " + d[0].Detail}}
	})
}

func (s *providerServer) GetFunctions(ctx context.Context, req *tfprotov6.GetFunctionsRequest) (*tfprotov6.GetFunctionsResponse, error) {
	return guarded(ctx, "GetFunctions", req, s.inner.GetFunctions, func(d diagnostics) *tfprotov6.GetFunctionsResponse {
		return &tfprotov6.GetFunctionsResponse{Diagnostics: d}
	})
}

func (s *providerServer) ValidateEphemeralResourceConfig(ctx context.Context, req *tfprotov6.ValidateEphemeralResourceConfigRequest) (*tfprotov6.ValidateEphemeralResourceConfigResponse, error) {
	return guarded(ctx, "ValidateEphemeralResourceConfig "+req.TypeName, req, s.inner.ValidateEphemeralResourceConfig, func(d diagnostics) *tfprotov6.ValidateEphemeralResourceConfigResponse {
		return &tfprotov6.ValidateEphemeralResourceConfigResponse{Diagnostics: d}
	})
}

func (s *providerServer) OpenEphemeralResource(ctx context.Context, req *tfprotov6.OpenEphemeralResourceRequest) (*tfprotov6.OpenEphemeralResourceResponse, error) {
	defer writes.begin()()
	return guarded(ctx, "OpenEphemeralResource "+req.TypeName, req, s.inner.OpenEphemeralResource, func(d diagnostics) *tfprotov6.OpenEphemeralResourceResponse {
		return &tfprotov6.OpenEphemeralResourceResponse{Diagnostics: d}
	})
}

func (s *providerServer) RenewEphemeralResource(ctx context.Context, req *tfprotov6.RenewEphemeralResourceRequest) (*tfprotov6.RenewEphemeralResourceResponse, error) {
	defer writes.begin()()
	return guarded(ctx, "RenewEphemeralResource "+req.TypeName, req, s.inner.RenewEphemeralResource, func(d diagnostics) *tfprotov6.RenewEphemeralResourceResponse {
		return &tfprotov6.RenewEphemeralResourceResponse{Private: req.Private, Diagnostics: d}
	})
}

func (s *providerServer) CloseEphemeralResource(ctx context.Context, req *tfprotov6.CloseEphemeralResourceRequest) (*tfprotov6.CloseEphemeralResourceResponse, error) {
	defer writes.begin()()
	return guarded(ctx, "CloseEphemeralResource "+req.TypeName, req, s.inner.CloseEphemeralResource, func(d diagnostics) *tfprotov6.CloseEphemeralResourceResponse {
		return &tfprotov6.CloseEphemeralResourceResponse{Diagnostics: d}
	})
}
