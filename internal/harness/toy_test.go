package harness_test

import (
	"context"
	"fmt"
	"strings"
	"sync"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	dsschema "github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/provider"
	pschema "github.com/hashicorp/terraform-plugin-framework/provider/schema"
	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/identityschema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
)

// toy is a provider with one resource that has an attribute of each kind whose
// planning differs, over a store that tests reach behind Terraform's back.
type toy struct {
	mu     sync.Mutex
	things map[string]thing
	made   map[string]int
	// broken changes what an answer says, to break the protocol's rules.
	broken func(*thing)
}

type thing struct {
	ID       types.String    `tfsdk:"id"`
	Name     types.String    `tfsdk:"name"`
	Size     types.Float64   `tfsdk:"size"`
	Kind     types.String    `tfsdk:"kind"`
	Colour   types.String    `tfsdk:"colour"`
	Revision types.Int64     `tfsdk:"revision"`
	SecretWO types.String    `tfsdk:"secret_wo"`
	Tags     types.Map       `tfsdk:"tags"`
	Labels   types.Set       `tfsdk:"labels"`
	Rules    []rule          `tfsdk:"rules"`
	Zones    map[string]rule `tfsdk:"zones"`
	Defaults *rule           `tfsdk:"defaults"`
	Ports    []port          `tfsdk:"ports"`
}

type rule struct {
	Name   types.String  `tfsdk:"name"`
	Weight types.Float64 `tfsdk:"weight"`
	Token  types.String  `tfsdk:"token"`
	Tier   types.String  `tfsdk:"tier"`
}

type port struct {
	Number types.Int64  `tfsdk:"number"`
	Note   types.String `tfsdk:"note"`
}

func newToy() *toy { return &toy{things: map[string]thing{}, made: map[string]int{}} }

func (t *toy) server() tfprotov6.ProviderServer { return providerserver.NewProtocol6(t)() }

// edit changes what a thing is, as a person in the UI would; nil deletes it.
func (t *toy) edit(id string, change func(*thing)) {
	t.mu.Lock()
	defer t.mu.Unlock()
	found, ok := t.things[id]
	switch {
	case !ok:
	case change == nil:
		delete(t.things, id)
	default:
		change(&found)
		t.things[id] = found
	}
}

func (t *toy) Metadata(_ context.Context, _ provider.MetadataRequest, resp *provider.MetadataResponse) {
	resp.TypeName = "toy"
}

func (t *toy) Schema(_ context.Context, _ provider.SchemaRequest, resp *provider.SchemaResponse) {
	resp.Schema = pschema.Schema{Attributes: map[string]pschema.Attribute{
		"token": pschema.StringAttribute{Optional: true, Sensitive: true},
	}}
}

func (t *toy) Configure(_ context.Context, req provider.ConfigureRequest, resp *provider.ConfigureResponse) {
	var token types.String
	resp.Diagnostics.Append(req.Config.GetAttribute(context.Background(), path.Root("token"), &token)...)
	if token.ValueString() == "wrong" {
		resp.Diagnostics.AddAttributeError(path.Root("token"), "Cannot sign in", "The token is wrong.")
	}
}

func (t *toy) Resources(context.Context) []func() resource.Resource {
	return []func() resource.Resource{func() resource.Resource { return &thingResource{t} }}
}

func (t *toy) DataSources(context.Context) []func() datasource.DataSource {
	return []func() datasource.DataSource{func() datasource.DataSource { return &thingData{t} }}
}

type thingResource struct{ toy *toy }

func (r *thingResource) Metadata(_ context.Context, _ resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = "toy_thing"
}

func (r *thingResource) IdentitySchema(_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse) {
	resp.IdentitySchema = identityschema.Schema{Attributes: map[string]identityschema.Attribute{
		"id": identityschema.StringAttribute{RequiredForImport: true},
	}}
}

func (r *thingResource) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	rules := schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
		"name":   schema.StringAttribute{Required: true},
		"weight": schema.Float64Attribute{Optional: true},
		"token":  schema.StringAttribute{Computed: true, PlanModifiers: []planmodifier.String{stringplanmodifier.UseStateForUnknown()}},
		"tier":   schema.StringAttribute{Optional: true, Computed: true},
	}}
	resp.Schema = schema.Schema{
		Version: 1,
		Attributes: map[string]schema.Attribute{
			"id": schema.StringAttribute{Computed: true, PlanModifiers: []planmodifier.String{stringplanmodifier.UseStateForUnknown()}},
			"name": schema.StringAttribute{Required: true, PlanModifiers: []planmodifier.String{
				keepCase{},
			}},
			"size":      schema.Float64Attribute{Optional: true},
			"kind":      schema.StringAttribute{Optional: true, PlanModifiers: []planmodifier.String{stringplanmodifier.RequiresReplace()}},
			"colour":    schema.StringAttribute{Optional: true, Computed: true},
			"revision":  schema.Int64Attribute{Computed: true},
			"secret_wo": schema.StringAttribute{Optional: true, WriteOnly: true},
			"tags":      schema.MapAttribute{Optional: true, ElementType: types.StringType},
			"labels":    schema.SetAttribute{Optional: true, ElementType: types.StringType},
			"rules":     schema.ListNestedAttribute{Optional: true, NestedObject: rules},
			"zones":     schema.MapNestedAttribute{Optional: true, NestedObject: rules},
			"defaults":  schema.SingleNestedAttribute{Optional: true, Attributes: rules.Attributes},
			"ports": schema.SetNestedAttribute{Optional: true, NestedObject: schema.NestedAttributeObject{
				Attributes: map[string]schema.Attribute{
					"number": schema.Int64Attribute{Required: true},
					"note":   schema.StringAttribute{Optional: true},
				},
			}},
		},
	}
}

func (r *thingResource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var plan thing
	if resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...); resp.Diagnostics.HasError() {
		return
	}
	r.toy.mu.Lock()
	defer r.toy.mu.Unlock()
	if plan.Name.ValueString() == "refused" {
		resp.Diagnostics.AddError("Cannot create thing", "The name is refused.")
		return
	}
	name := strings.ToLower(plan.Name.ValueString())
	r.toy.made[name]++
	plan.ID = types.StringValue(fmt.Sprintf("%s-%d", name, r.toy.made[name]))
	r.toy.save(&plan, 1)
	resp.Diagnostics.Append(resp.State.Set(ctx, &plan)...)
	resp.Diagnostics.Append(resp.Identity.SetAttribute(ctx, path.Root("id"), plan.ID)...)
	if name == "halfway" {
		resp.Diagnostics.AddError("Cannot finish thing", "It is there, but not whole.")
	}
}

// save fills in what the server decides, and stores the thing.
func (t *toy) save(plan *thing, revision int64) {
	plan.Revision = types.Int64Value(revision)
	if plan.Colour.IsUnknown() {
		plan.Colour = types.StringValue("grey")
	}
	for i := range plan.Rules {
		plan.Rules[i].fill()
	}
	for key, zone := range plan.Zones {
		zone.fill()
		plan.Zones[key] = zone
	}
	if plan.Defaults != nil {
		plan.Defaults.fill()
	}
	if t.broken != nil {
		t.broken(plan)
	}
	t.things[plan.ID.ValueString()] = *plan
}

func (r *rule) fill() {
	if r.Token.IsUnknown() {
		r.Token = types.StringValue("token-" + r.Name.ValueString())
	}
	if r.Tier.IsUnknown() {
		r.Tier = types.StringValue("basic")
	}
}

func (r *thingResource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var id types.String
	if resp.Diagnostics.Append(req.State.GetAttribute(ctx, path.Root("id"), &id)...); resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(resp.Identity.SetAttribute(ctx, path.Root("id"), id)...)
	r.toy.mu.Lock()
	defer r.toy.mu.Unlock()
	found, ok := r.toy.things[id.ValueString()]
	if !ok {
		resp.State.RemoveResource(ctx)
		return
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, &found)...)
}

func (r *thingResource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var plan, state thing
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	if resp.Diagnostics.Append(req.State.Get(ctx, &state)...); resp.Diagnostics.HasError() {
		return
	}
	r.toy.mu.Lock()
	defer r.toy.mu.Unlock()
	r.toy.save(&plan, state.Revision.ValueInt64()+1)
	resp.Diagnostics.Append(resp.State.Set(ctx, &plan)...)
	// The framework wants it here too where Terraform is too old to send it.
	resp.Diagnostics.Append(resp.Identity.SetAttribute(ctx, path.Root("id"), plan.ID)...)
}

func (r *thingResource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var state thing
	if resp.Diagnostics.Append(req.State.Get(ctx, &state)...); resp.Diagnostics.HasError() {
		return
	}
	if state.Size.ValueFloat64() < 0 {
		resp.Diagnostics.AddError("Cannot delete thing", "It is held down.")
		return
	}
	r.toy.edit(state.ID.ValueString(), nil)
}

func (r *thingResource) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	resource.ImportStatePassthroughWithIdentity(ctx, path.Root("id"), path.Root("id"), req, resp)
}

// UpgradeState takes a state of version 0, which called the name a title.
func (r *thingResource) UpgradeState(context.Context) map[int64]resource.StateUpgrader {
	return map[int64]resource.StateUpgrader{0: {
		PriorSchema: &schema.Schema{Attributes: map[string]schema.Attribute{
			"id":    schema.StringAttribute{Computed: true},
			"title": schema.StringAttribute{Required: true},
		}},
		StateUpgrader: func(ctx context.Context, req resource.UpgradeStateRequest, resp *resource.UpgradeStateResponse) {
			resp.Diagnostics.Append(setThing(ctx, req.State, "title", &resp.State)...)
		},
	}}
}

// MoveState takes the things of another provider, which have an id and a label.
func (r *thingResource) MoveState(context.Context) []resource.StateMover {
	return []resource.StateMover{{
		SourceSchema: &schema.Schema{Attributes: map[string]schema.Attribute{
			"id":    schema.StringAttribute{Computed: true},
			"label": schema.StringAttribute{Required: true},
		}},
		StateMover: func(ctx context.Context, req resource.MoveStateRequest, resp *resource.MoveStateResponse) {
			if strings.HasSuffix(req.SourceProviderAddress, "/vendor/toy") {
				resp.Diagnostics.Append(setThing(ctx, req.SourceState, "label", &resp.TargetState)...)
			}
		},
	}}
}

type getter interface {
	GetAttribute(context.Context, path.Path, any) diag.Diagnostics
}

type setter interface {
	Set(context.Context, any) diag.Diagnostics
}

func setThing(ctx context.Context, from getter, nameAttribute string, to setter) diag.Diagnostics {
	whole := thing{Tags: types.MapNull(types.StringType), Labels: types.SetNull(types.StringType)}
	diags := from.GetAttribute(ctx, path.Root("id"), &whole.ID)
	diags.Append(from.GetAttribute(ctx, path.Root(nameAttribute), &whole.Name)...)
	diags.Append(to.Set(ctx, &whole)...)
	return diags
}

// keepCase plans the prior name where only its case differs.
type keepCase struct{ planmodifier.String }

func (keepCase) Description(context.Context) string         { return "keeps the case" }
func (keepCase) MarkdownDescription(context.Context) string { return "keeps the case" }
func (keepCase) PlanModifyString(_ context.Context, req planmodifier.StringRequest, resp *planmodifier.StringResponse) {
	if strings.EqualFold(req.StateValue.ValueString(), req.PlanValue.ValueString()) {
		resp.PlanValue = req.StateValue
	}
}

type thingData struct{ toy *toy }

func (d *thingData) Metadata(_ context.Context, _ datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = "toy_thing"
}

func (d *thingData) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = dsschema.Schema{Attributes: map[string]dsschema.Attribute{
		"id":   dsschema.StringAttribute{Required: true},
		"name": dsschema.StringAttribute{Computed: true},
	}}
}

func (d *thingData) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var id types.String
	resp.Diagnostics.Append(req.Config.GetAttribute(ctx, path.Root("id"), &id)...)
	d.toy.mu.Lock()
	defer d.toy.mu.Unlock()
	resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("id"), strings.TrimSpace(id.ValueString()))...)
	resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("name"), d.toy.things[strings.TrimSpace(id.ValueString())].Name)...)
}
