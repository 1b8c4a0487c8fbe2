package auditlogs

import (
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

// record is how a record is shown.
type record struct {
	Timestamp      types.String `tfsdk:"timestamp"`
	Method         types.String `tfsdk:"method"`
	URI            types.String `tfsdk:"uri"`
	RequestID      types.String `tfsdk:"request_id"`
	UserID         types.String `tfsdk:"user_id"`
	UserType       types.String `tfsdk:"user_type"`
	WorkspaceID    types.String `tfsdk:"workspace_id"`
	Status         types.Int64  `tfsdk:"response_status_code"`
	ResourceType   types.String `tfsdk:"resource_type"`
	Action         types.String `tfsdk:"action"`
	ClientIP       types.String `tfsdk:"client_ip"`
	Country        types.String `tfsdk:"country"`
	RequestBody    types.String `tfsdk:"request_body"`
	QueryParams    types.String `tfsdk:"query_params"`
	RequestHeaders types.String `tfsdk:"request_headers"`
}

func recordAttributes() map[string]schema.Attribute {
	text := func(description string) schema.StringAttribute {
		return schema.StringAttribute{Computed: true, MarkdownDescription: description}
	}
	secret := func(what string) schema.StringAttribute {
		return schema.StringAttribute{Computed: true, Sensitive: true, MarkdownDescription: what + ", usually as JSON. Null unless `include_bodies` is true."}
	}
	return map[string]schema.Attribute{
		"timestamp":            text("When the request was received, as an RFC 3339 time in UTC."),
		"method":               text("The method of the request: `POST`, `PUT` or `DELETE`."),
		"uri":                  text("The path of the request."),
		"request_id":           text("The ID of the request."),
		"user_id":              text("The ID of the user, a UUID. `portkey_user` reads the address of it."),
		"user_type":            text("The kind of caller: `user` or `api_key`."),
		"workspace_id":         text("The ID of the workspace that the request was about. Null if it was about none."),
		"response_status_code": schema.Int64Attribute{Computed: true, MarkdownDescription: "The HTTP status of the response."},
		"resource_type":        text("The type of the object that the request was about."),
		"action":               text("What the request did. Null if Portkey does not name it."),
		"client_ip":            text("The IP address of the caller."),
		"country":              text("The country of that address, as Portkey returns it."),
		"request_body":         secret("The body of the request"),
		"query_params":         secret("The query parameters of the request"),
		"request_headers":      secret("The headers of the request"),
	}
}

// recordOf shows a record, with what may contain credentials if bodies is set.
func recordOf(answer portkey.AuditRecord, bodies bool) record {
	text := func(value portkey.Opt[string]) types.String { return tfkit.StringOrNull(value.Or("")) }
	secret := func(value portkey.Opt[portkey.AuditText]) types.String {
		if !bodies {
			return types.StringNull()
		}
		return tfkit.StringOrNull(value.Or(portkey.AuditText{}).Reveal())
	}
	return record{
		Timestamp: text(answer.Timestamp), Method: text(answer.Method), URI: text(answer.URI), RequestID: text(answer.RequestID),
		UserID: text(answer.UserID), UserType: text(answer.UserType), WorkspaceID: text(answer.WorkspaceID),
		Status: tfkit.OrPriorWhole(answer.Status, types.Int64Null()), ResourceType: text(answer.ResourceType), Action: text(answer.Action),
		ClientIP: text(answer.ClientIP), Country: text(answer.Country),
		RequestBody: secret(answer.RequestBody), QueryParams: secret(answer.QueryParams), RequestHeaders: secret(answer.RequestHeaders),
	}
}
