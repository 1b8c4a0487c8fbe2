package auditlogs

import (
	"context"
	"maps"
	"net/url"
	"slices"
	"strconv"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

// noun is what messages say of the audit log.
var noun = tfkit.Noun{Words: portkey.AuditLogWords}

// dataSource is the data source portkey_audit_logs.
type dataSource struct{ tfkit.ListDataSource[record] }

var _ datasource.DataSourceWithValidateConfig = (*dataSource)(nil)

// NewDataSource returns the data source portkey_audit_logs for the provider's registry.
func NewDataSource() datasource.DataSource {
	return &dataSource{tfkit.ListDataSource[record]{
		DataSourceBase: tfkit.DataSourceBase{Name: "audit_logs"},
		Description: "Reads the audit log of the organisation: who created, changed and deleted what, in a time window. Reads are not logged. " +
			"No match returns an empty list; an incomplete list is an error.\n\n" +
			"Official documentation: [Audit logs](https://portkey.ai/docs/product/enterprise-offering/audit-logs).\n\n" +
			"~> A window whose `end_time` is in the future returns something else at every plan, which Terraform then shows as a change of every output that depends on it. " +
			"Set an `end_time` in the past.\n\n" +
			"The API key has to be one of the organisation, and needs the scope `audit_logs.list`. The audit log is a feature of Enterprise plans. " +
			"If `workspace_id` is a slug, the key also needs `workspaces.read`.",
		Arguments:  argumentsOf(),
		Result:     "records",
		Listed:     "The records that match, newest first.",
		Attributes: recordAttributes(),
		Find:       find,
	}}
}

// filters are the arguments of texts that are sent as they are, with what is said of them.
var filters = map[string]string{
	"uri":           "Only requests to this path, such as `/v1/configs`. If omitted, to any.",
	"request_id":    "Only the request of this ID, which errors of the provider show. If omitted, all.",
	"user_id":       "Only requests of the user of this ID, a UUID. If omitted, of anybody.",
	"resource_type": "Only requests about this type of object, as `resource_type` of a record has it. If omitted, about any.",
	"action":        "Only requests of this action, as `action` of a record has it. If omitted, of any.",
	"client_ip":     "Only requests from this IP address. If omitted, from any.",
	"country":       "Only requests from this country, as `country` of a record has it. If omitted, from any.",
}

const longestList = 100_000

func argumentsOf() map[string]schema.Attribute {
	text := func(description string, validators ...validator.String) schema.StringAttribute {
		return schema.StringAttribute{Optional: true, MarkdownDescription: description, Validators: validators}
	}
	moment := func(description string) schema.StringAttribute {
		return schema.StringAttribute{Required: true, MarkdownDescription: description, Validators: []validator.String{tfkit.NotBlank(), tfkit.RFC3339()}}
	}
	arguments := map[string]schema.Attribute{
		"start_time":   moment("The start of the time window, as an RFC 3339 time."),
		"end_time":     moment("The end of the time window, as an RFC 3339 time after `start_time`. If it is in the future, there is a warning: the result changes at every plan."),
		"method":       text("Only requests of this method: `POST`, `PUT` or `DELETE`. If omitted, of any.", tfkit.OneOf("POST", "PUT", "DELETE")),
		"user_type":    text("Only requests of this kind of caller: `user` or `api_key`. If omitted, of both.", tfkit.OneOf("user", "api_key")),
		"workspace_id": text("Only requests about the workspace of this ID or slug. By its ID, also one that was deleted. If omitted, about any."),
		"response_status_code": schema.NumberAttribute{
			Optional: true, MarkdownDescription: "Only requests that were answered with this HTTP status, such as `403`. If omitted, with any.",
			Validators: []validator.Number{tfkit.WholeBetween(100, 599)},
		},
		"limit": schema.NumberAttribute{
			Optional: true, MarkdownDescription: "How many records are returned at most: the newest. If omitted, all. 100 take one request.",
			Validators: []validator.Number{tfkit.WholeBetween(1, longestList)},
		},
		"include_bodies": schema.BoolAttribute{
			Optional: true, MarkdownDescription: "Whether records have `request_body`, `query_params` and `request_headers`. " +
				"Portkey returns credentials in them in clear, such as the keys of integrations, and they are then in the state. Defaults to `false`.",
		},
	}
	for name, description := range filters {
		arguments[name] = text(description)
	}
	return arguments
}

// ValidateConfig wants a window that ends after it starts.
func (d *dataSource) ValidateConfig(ctx context.Context, req datasource.ValidateConfigRequest, resp *datasource.ValidateConfigResponse) {
	resp.Diagnostics.Append(tfkit.CheckWindow(ctx, req.Config, "start_time", "end_time")...)
}

func find(ctx context.Context, session *tfkit.Session, config tfsdk.Config, diags *diag.Diagnostics) []record {
	query := url.Values{}
	for _, name := range append([]string{"start_time", "end_time", "method", "user_type"}, slices.Sorted(maps.Keys(filters))...) {
		var value types.String
		diags.Append(config.GetAttribute(ctx, path.Root(name), &value)...)
		if text := value.ValueString(); text != "" {
			query.Set(name, text)
		}
	}
	var status, limit types.Number
	var bodies types.Bool
	diags.Append(config.GetAttribute(ctx, path.Root("response_status_code"), &status)...)
	diags.Append(config.GetAttribute(ctx, path.Root("limit"), &limit)...)
	diags.Append(config.GetAttribute(ctx, path.Root("include_bodies"), &bodies)...)
	workspaceID, ok := session.WorkspaceFilter(ctx, config, diags)
	if !ok || diags.HasError() {
		return nil
	}
	if workspaceID != "" {
		query.Set("workspace_id", workspaceID)
	}
	if code := tfkit.Float(status); code != nil {
		query.Set("response_status_code", strconv.Itoa(int(*code)))
	}
	most := 0
	if number := tfkit.Float(limit); number != nil {
		most = int(*number)
	}
	end := tfkit.CanonicalTime(query.Get("end_time"))
	query.Set("start_time", tfkit.CanonicalTime(query.Get("start_time")))
	query.Set("end_time", end)
	found, err := session.API.AuditLogs(ctx, query, most)
	if err != nil {
		act := noun.List()
		act.Attributes = slices.Sorted(maps.Keys(argumentsOf()))
		diags.Append(act.Failed(err, "The audit log is a feature of Enterprise plans, and is read with an API key of the organisation."))
		return nil
	}
	diags.Append(tfkit.WarnOfOpenWindow(session.API.Now(), "end_time", end)...)
	return tfkit.Views(found, func(one portkey.AuditRecord) record { return recordOf(one, bodies.ValueBool()) })
}
