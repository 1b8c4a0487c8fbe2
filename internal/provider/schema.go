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
				MarkdownDescription: "The Admin API key. Without it, the one in the environment variable `PORTKEY_API_KEY` is used. " +
					"An owner or admin of the organisation makes one in Portkey under Admin Settings, API Keys.",
			},
			"api_key_file": schema.StringAttribute{
				Optional: true,
				MarkdownDescription: "A file that holds the Admin API key, such as one that a pipeline mounts. It is read anew in every run. " +
					"Excludes `api_key`, and goes before `PORTKEY_API_KEY`.",
			},
			"base_url": schema.StringAttribute{
				Optional: true,
				MarkdownDescription: "Where the Admin API is. Without it, the environment variable `PORTKEY_BASE_URL` is used, then `https://api.portkey.ai/v1`. " +
					"For a self-hosted control plane give its URL: one without a path gets `/v1`, one with a path is taken as it is.",
			},
			"allow_insecure_http": schema.BoolAttribute{
				Optional: true,
				MarkdownDescription: "Whether the API key may be sent over plain `http` to a host that is not this machine. " +
					"Without it, or with false, such a `base_url` is refused.",
			},
			"max_retries": schema.NumberAttribute{
				Optional: true,
				MarkdownDescription: "How often a request that failed for a passing reason is repeated, 0 to 20. Defaults to `4`. " +
					"A create is only ever repeated when it surely had no effect.",
				Validators: []validator.Number{tfkit.WholeBetween(0, 20)},
			},
			"request_timeout": schema.StringAttribute{
				Optional:            true,
				MarkdownDescription: "How long one attempt of a request may take, as a duration such as `30s` or `2m`. Without it, `30s`.",
				Validators:          []validator.String{tfkit.Duration()},
			},
			"max_requests_per_second": schema.NumberAttribute{
				Optional:            true,
				MarkdownDescription: "The maximum number of requests per second that this provider makes, from 0.01 to 1000000. Defaults to no maximum.",
				Validators:          []validator.Number{tfkit.NumberBetween(0.01, 1_000_000)},
			},
			"headers": schema.MapAttribute{
				Optional:    true,
				Sensitive:   true,
				ElementType: types.StringType,
				MarkdownDescription: "Headers to send along with every request, for example for a gateway on the way. " +
					"They can't replace the header of the API key. Without it there are none.",
				Validators: []validator.Map{tfkit.NoNullValues()},
			},
			"default_metadata": schema.MapAttribute{
				Optional:    true,
				ElementType: types.StringType,
				MarkdownDescription: "Metadata for every workspace of this provider, beneath its own `defaults.metadata`: of a key that both have, the workspace's value counts. " +
					"What a workspace ends up with is its `effective_metadata`. Without it there is none.",
				Validators: []validator.Map{tfkit.NoNullValues()},
			},
			"ca_cert_file": schema.StringAttribute{
				Optional:            true,
				MarkdownDescription: "A file of PEM certificates to trust besides those of the system. Excludes `ca_cert_pem`.",
			},
			"ca_cert_pem": schema.StringAttribute{
				Optional:            true,
				MarkdownDescription: "PEM certificates to trust besides those of the system. Excludes `ca_cert_file`.",
			},
			"client_cert_file": schema.StringAttribute{
				Optional:            true,
				MarkdownDescription: "A file with the PEM certificate that this client shows. Needs a client key. Excludes `client_cert_pem`.",
			},
			"client_cert_pem": schema.StringAttribute{
				Optional:            true,
				MarkdownDescription: "The PEM certificate that this client shows. Needs a client key. Excludes `client_cert_file`.",
			},
			"client_key_file": schema.StringAttribute{
				Optional:            true,
				MarkdownDescription: "A file with the PEM key of the client certificate. Excludes `client_key_pem`.",
			},
			"client_key_pem": schema.StringAttribute{
				Optional:            true,
				Sensitive:           true,
				MarkdownDescription: "The PEM key of the client certificate. Excludes `client_key_file`.",
			},
		},
	}
}
