package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/provider/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

// Schema describes the provider block.
func (p *Provider) Schema(_ context.Context, _ provider.SchemaRequest, resp *provider.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Manages an organisation of Portkey, the AI gateway, through its Admin API.",
		Attributes: map[string]schema.Attribute{
			"api_key": schema.StringAttribute{
				Optional:  true,
				Sensitive: true,
				MarkdownDescription: "The Admin API key. Defaults to the environment variable `PORTKEY_API_KEY`. " +
					"An owner or admin of the organisation creates one in Portkey under Admin Settings, API Keys. Conflicts with `api_key_file`.",
			},
			"api_key_file": schema.StringAttribute{
				Optional: true,
				MarkdownDescription: "The path of a file that contains the Admin API key, such as one mounted by a pipeline. It is read in every run. " +
					"Conflicts with `api_key`, and takes precedence over `PORTKEY_API_KEY`.",
			},
			"base_url": schema.StringAttribute{
				Optional: true,
				MarkdownDescription: "The URL of the Admin API. Defaults to the environment variable `PORTKEY_BASE_URL`, then to `https://api.portkey.ai/v1`. " +
					"For a self-hosted control plane, set its URL: `/v1` is appended to a URL without a path, and a URL with a path is used as it is.",
			},
			"allow_insecure_http": schema.BoolAttribute{
				Optional: true,
				MarkdownDescription: "Whether the API key may be sent over plain `http` to a host other than this machine. " +
					"Defaults to `false`, with which such a `base_url` is an error.",
			},
			"max_retries": schema.NumberAttribute{
				Optional: true,
				MarkdownDescription: "How often a request that failed for a temporary reason is retried, from 0 to 20. Defaults to `4`. " +
					"A create is retried only if it certainly had no effect.",
				Validators: []validator.Number{tfkit.WholeBetween(0, 20)},
			},
			"request_timeout": schema.StringAttribute{
				Optional:            true,
				MarkdownDescription: "The timeout of each attempt of a request, as a duration such as `30s` or `2m`. Defaults to `30s`.",
				Validators:          []validator.String{tfkit.Duration()},
			},
			"max_requests_per_second": schema.NumberAttribute{
				Optional:            true,
				MarkdownDescription: "The maximum number of requests per second, from 0.01 to 1000000. Defaults to no maximum.",
				Validators:          []validator.Number{tfkit.NumberBetween(0.01, 1_000_000)},
			},
			"headers": schema.MapAttribute{
				Optional:    true,
				Sensitive:   true,
				ElementType: types.StringType,
				MarkdownDescription: "Additional headers for every request, for example for a proxy that requires a token. " +
					"They can't replace the header of the API key. Names are case-insensitive.",
				Validators: []validator.Map{tfkit.NoNullValues()},
			},
			"default_metadata": schema.MapAttribute{
				Optional:    true,
				ElementType: types.StringType,
				MarkdownDescription: "Default metadata for all workspaces of this provider. On a conflict, the workspace's `defaults.metadata` takes precedence. " +
					"The merged result is the workspace's `effective_metadata`.",
				Validators: []validator.Map{tfkit.NoNullValues()},
			},
			"ca_cert_file": schema.StringAttribute{
				Optional:            true,
				MarkdownDescription: "The path of a file of PEM certificates to trust in addition to those of the system. Conflicts with `ca_cert_pem`.",
			},
			"ca_cert_pem": schema.StringAttribute{
				Optional:            true,
				MarkdownDescription: "PEM certificates to trust in addition to those of the system. Conflicts with `ca_cert_file`.",
			},
			"client_cert_file": schema.StringAttribute{
				Optional:            true,
				MarkdownDescription: "The path of a file with the PEM certificate that the provider presents to the server. Requires a client key. Conflicts with `client_cert_pem`.",
			},
			"client_cert_pem": schema.StringAttribute{
				Optional:            true,
				MarkdownDescription: "The PEM certificate that the provider presents to the server. Requires a client key. Conflicts with `client_cert_file`.",
			},
			"client_key_file": schema.StringAttribute{
				Optional:            true,
				MarkdownDescription: "The path of a file with the PEM key of the client certificate. Conflicts with `client_key_pem`.",
			},
			"client_key_pem": schema.StringAttribute{
				Optional:            true,
				Sensitive:           true,
				MarkdownDescription: "The PEM key of the client certificate. Conflicts with `client_key_file`.",
			},
		},
	}
}
