package harness

import (
	"context"
	"encoding/json"
	"maps"
	"slices"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	datasourceschema "github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/provider"
	providerschema "github.com/hashicorp/terraform-plugin-framework/provider/schema"
	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
)

// Vendor is as much of the provider portkey-ai/portkey as a test of the way over
// needs: it writes the states that the vendor's writes, of objects that it puts into the
// API, and has a type that this provider lacks. It was written from the vendor's
// documentation of 0.2 and 0.3.
func (e *Env) Vendor() tfprotov6.ProviderServer {
	return providerserver.NewProtocol6(&vendor{e.API})()
}

type vendor struct{ api *emulator.Server }

func (v *vendor) Metadata(_ context.Context, _ provider.MetadataRequest, resp *provider.MetadataResponse) {
	resp.TypeName = "portkey"
}

func (v *vendor) Schema(_ context.Context, _ provider.SchemaRequest, resp *provider.SchemaResponse) {
	resp.Schema.Attributes = map[string]providerschema.Attribute{
		"api_key":     providerschema.StringAttribute{Optional: true, Sensitive: true},
		"base_url":    providerschema.StringAttribute{Optional: true},
		"max_retries": providerschema.Int64Attribute{Optional: true},
	}
}

func (v *vendor) Configure(context.Context, provider.ConfigureRequest, *provider.ConfigureResponse) {}

func (v *vendor) DataSources(context.Context) []func() datasource.DataSource {
	return []func() datasource.DataSource{func() datasource.DataSource { return &vendorWorkspaces{v.api} }}
}

func (v *vendor) Resources(context.Context) []func() resource.Resource {
	text, computed := schema.StringAttribute{Optional: true}, schema.StringAttribute{Computed: true}
	number := schema.Int64Attribute{Optional: true}
	list := func(fields map[string]schema.Attribute) schema.Attribute {
		return schema.ListNestedAttribute{Optional: true, NestedObject: schema.NestedAttributeObject{Attributes: fields}}
	}
	kept := func(name string, attributes map[string]schema.Attribute) func() resource.Resource {
		attributes["id"] = computed
		return func() resource.Resource { return &vendorResource{v.api, name, attributes} }
	}
	all := []func() resource.Resource{
		kept("portkey_workspace", map[string]schema.Attribute{
			"created_at": computed, "updated_at": computed,
			"name": text, "description": text, "icon": text,
			"metadata":     schema.MapAttribute{Optional: true, ElementType: types.StringType},
			"usage_limits": list(map[string]schema.Attribute{"type": text, "credit_limit": number, "alert_threshold": number, "periodic_reset": text}),
			"rate_limits":  list(map[string]schema.Attribute{"type": text, "unit": text, "value": number}),
		}),
		kept("portkey_config", map[string]schema.Attribute{
			"name": text, "config": text, "workspace_id": schema.StringAttribute{Optional: true, Computed: true},
			"is_default": schema.BoolAttribute{Optional: true, Computed: true},
			"slug":       computed, "version_id": computed, "status": computed, "created_at": computed, "updated_at": computed,
		}),
		kept("portkey_user_invite", map[string]schema.Attribute{
			"email": text, "role": text,
			"workspaces": list(map[string]schema.Attribute{"id": text, "role": text}),
			"scopes":     schema.ListAttribute{Optional: true, ElementType: types.StringType},
		}),
	}
	for _, types := range []map[string]map[string]schema.Attribute{vendorModels(), vendorPrompts(), vendorParts()} {
		for name, attributes := range types {
			all = append(all, kept(name, attributes))
		}
	}
	return all
}

// vendorResource puts an object into the API when it is created, and otherwise keeps what
// it is given.
type vendorResource struct {
	api        *emulator.Server
	name       string
	attributes map[string]schema.Attribute
}

func (r *vendorResource) Metadata(_ context.Context, _ resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = r.name
}

func (r *vendorResource) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = schema.Schema{Attributes: r.attributes}
}

func (r *vendorResource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	resp.State.Raw = unknownAsNull(req.Plan.Raw)
	planned := view(resp.State.Raw)
	var answered map[string]any
	switch r.name {
	case "portkey_workspace":
		answered = r.workspace(planned)
	case "portkey_config":
		answered = r.config(planned)
	case "portkey_user_invite":
		answered = r.invite(planned)
	case "portkey_prompt":
		answered = r.prompt(planned)
	case "portkey_prompt_collection":
		answered = r.promptCollection(planned)
	case "portkey_prompt_partial":
		answered = r.promptPartial(planned)
	default:
		if _, is := vendorParts()[r.name]; is {
			answered = r.ofParts(planned)
		} else {
			answered = r.ofModels(planned)
		}
	}
	for name, value := range given(answered, slices.Collect(maps.Keys(answered))...) {
		resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root(name), value)...)
	}
}

// The answer to a POST lacks the time of an update: the vendor's provider writes the
// zero time.
const noTime = "0001-01-01T00:00:00Z"

func (r *vendorResource) workspace(planned map[string]any) map[string]any {
	fields := map[string]any{}
	for name, value := range planned {
		limits, are := value.([]any)
		switch {
		case value == nil, are && len(limits) == 0:
		case name == "metadata":
			fields["defaults"] = map[string]any{name: value}
		case are:
			fields[name] = withoutNulls(limits)
		default:
			fields[name] = value
		}
	}
	made := r.api.AddWorkspace(fields)
	return map[string]any{"id": made.ID, "created_at": made.CreatedAt.Format(time.RFC3339), "updated_at": noTime}
}

func (r *vendorResource) config(planned map[string]any) map[string]any {
	text, _ := planned["config"].(string)
	home, _ := planned["workspace_id"].(string)
	ref := r.api.Add(emulator.Configs, home, map[string]any{"name": planned["name"], "config": json.RawMessage(text)})
	all := r.api.Held(emulator.Configs, home)
	made := all[slices.IndexFunc(all, func(one emulator.Object) bool { return one.Slug == ref })]
	return map[string]any{
		"id": made.ID, "slug": made.Slug, "version_id": made.Fields["version_id"], "status": "active", "is_default": false,
		"created_at": made.CreatedAt.Format(time.RFC3339), "updated_at": noTime,
	}
}

func (r *vendorResource) invite(planned map[string]any) map[string]any {
	fields := map[string]any{"email": planned["email"], "role": planned["role"]}
	if workspaces, are := planned["workspaces"].([]any); are && len(workspaces) > 0 {
		fields["workspaces"] = workspaces
	}
	if scopes, are := planned["scopes"].([]any); are {
		fields["workspace_api_key_details"] = map[string]any{"scopes": scopes}
	}
	return map[string]any{"id": r.api.Add(emulator.Invites, "", fields)}
}

func withoutNulls(limits []any) []any {
	for _, limit := range limits {
		fields, _ := limit.(map[string]any)
		for name, field := range fields {
			if field == nil {
				delete(fields, name)
			}
		}
	}
	return limits
}

func (r *vendorResource) Read(context.Context, resource.ReadRequest, *resource.ReadResponse) {}

func (r *vendorResource) Update(_ context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	resp.State.Raw = req.Plan.Raw
}

func (r *vendorResource) Delete(context.Context, resource.DeleteRequest, *resource.DeleteResponse) {}

// vendorWorkspaces is the data source of all workspaces.
type vendorWorkspaces struct{ api *emulator.Server }

func (d *vendorWorkspaces) Metadata(_ context.Context, _ datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = "portkey_workspaces"
}

func (d *vendorWorkspaces) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	text := datasourceschema.StringAttribute{Computed: true}
	resp.Schema.Attributes = map[string]datasourceschema.Attribute{
		"workspaces": datasourceschema.ListNestedAttribute{Computed: true, NestedObject: datasourceschema.NestedAttributeObject{
			Attributes: map[string]datasourceschema.Attribute{
				"id": text, "name": text, "updated_at": text,
				"metadata": datasourceschema.MapAttribute{Computed: true, ElementType: types.StringType},
			},
		}},
	}
}

func (d *vendorWorkspaces) Read(ctx context.Context, _ datasource.ReadRequest, resp *datasource.ReadResponse) {
	type workspace struct {
		ID        string    `tfsdk:"id"`
		Name      string    `tfsdk:"name"`
		UpdatedAt string    `tfsdk:"updated_at"`
		Told      types.Map `tfsdk:"metadata"`
	}
	var all []workspace
	for _, one := range d.api.Workspaces() {
		if one.Status != "active" {
			continue
		}
		told := map[string]attr.Value{}
		metadata, _ := one.Defaults["metadata"].(map[string]any)
		for key, value := range metadata {
			text, _ := value.(string)
			told[key] = types.StringValue(text)
		}
		all = append(all, workspace{
			ID: one.ID, Name: one.Name, UpdatedAt: one.LastUpdatedAt.Format(time.RFC3339),
			Told: types.MapValueMust(types.StringType, told),
		})
	}
	resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("workspaces"), all)...)
}
