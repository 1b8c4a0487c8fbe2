package main

import (
	"context"
	"maps"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/portkey-community/terraform-provider-portkey/internal/provider"
)

// The types whose attributes the two providers name differently.
const (
	workspaceType  = "portkey_workspace"
	workspacesType = "portkey_workspaces"
)

// ourTypes are the types of this provider, by the kind of block they stand in.
func ourTypes(ctx context.Context) (map[string][]string, error) {
	server := providerserver.NewProtocol6(provider.New("convert")())()
	schemas, err := server.GetProviderSchema(ctx, &tfprotov6.GetProviderSchemaRequest{})
	if err != nil {
		return nil, err
	}
	return map[string][]string{
		"resource":  slices.Collect(maps.Keys(schemas.ResourceSchemas)),
		"data":      slices.Collect(maps.Keys(schemas.DataSourceSchemas)),
		"ephemeral": slices.Collect(maps.Keys(schemas.EphemeralResourceSchemas)),
	}, nil
}
