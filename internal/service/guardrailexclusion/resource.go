package guardrailexclusion

import (
	"context"
	"errors"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/identityschema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

// noun is what diagnostics need to know of exclusions.
var noun = tfkit.Noun{
	Words: portkey.ExclusionWords, Type: "portkey_guardrail_exclusion", Name: "workspace_id",
	References: "direction and workspace",
}

// model is the resource.
type model struct {
	ID          types.String `tfsdk:"id"`
	WorkspaceID types.String `tfsdk:"workspace_id"`
	Direction   types.String `tfsdk:"direction"`
}

// address is what an import takes.
func (m model) address() string { return m.Direction.ValueString() + "/" + m.WorkspaceID.ValueString() }

// Resource is portkey_guardrail_exclusion.
type Resource struct{ tfkit.ResourceBase }

var (
	_ resource.ResourceWithConfigure   = (*Resource)(nil)
	_ resource.ResourceWithIdentity    = (*Resource)(nil)
	_ resource.ResourceWithImportState = (*Resource)(nil)
	_ resource.ResourceWithModifyPlan  = (*Resource)(nil)
)

// NewResource returns the resource for the provider's registry.
func NewResource() resource.Resource {
	return &Resource{tfkit.ResourceBase{Name: "guardrail_exclusion"}}
}

const (
	official = "Official documentation: [Enforce organisation-level guardrails](https://portkey.ai/docs/product/administration/enforce-orgnization-level-guardrails)."
	needs    = "The API key must be one of an organisation, with the scopes `organisation_exclusions.list`, `organisation_exclusions.update` and `workspaces.read`, " +
		"and `workspaces.list` to detect that the workspace was deleted."
	directions = "`input` for the guardrails of requests, `output` for those of responses."
)

// Schema describes portkey_guardrail_exclusion.
func (r *Resource) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = schema.Schema{
		Version: 1,
		MarkdownDescription: "Exempts one workspace from the default guardrails of the organisation, of one direction. Exclusions of other workspaces are not affected.\n\n" +
			official + "\n\n" +
			"~> Destroying the resource makes the default guardrails of the organisation apply to the workspace again.\n\n" +
			"-> Portkey applies a change of exclusions to requests after a while, since its gateway caches them. Many exclusions of one direction are written in few requests.\n\n" +
			needs,
		Attributes: map[string]schema.Attribute{
			"id": tfkit.Fixed("The direction and the workspace, as in `<direction>/<workspace>`."),
			"workspace_id": schema.StringAttribute{
				Required:            true,
				MarkdownDescription: "The ID or the slug of the workspace. Changing the workspace forces a new exclusion to be created.",
				Validators:          []validator.String{tfkit.NotBlank()},
			},
			"direction": schema.StringAttribute{
				Required:            true,
				MarkdownDescription: directions + " Changing it forces a new exclusion to be created.",
				Validators:          []validator.String{tfkit.OneOf("input", "output")},
				PlanModifiers:       []planmodifier.String{stringplanmodifier.RequiresReplace()},
			},
		},
	}
}

// IdentitySchema names what identifies an exclusion. It stays as it was at the create.
func (r *Resource) IdentitySchema(_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse) {
	resp.IdentitySchema = identityschema.Schema{Attributes: map[string]identityschema.Attribute{
		"id": identityschema.StringAttribute{RequiredForImport: true, Description: "The direction and the workspace, the latter by ID or slug, as in <direction>/<workspace>."},
	}}
}

// ModifyPlan plans a replacement for another workspace.
func (r *Resource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	if !req.Plan.Raw.IsNull() && !req.State.Raw.IsNull() {
		tfkit.PlanWorkspace(ctx, r.Session, req, resp)
	}
}

// place is where an exclusion is: in the list of a direction, for a workspace.
type place struct {
	api         *portkey.Client
	rows        *portkey.Exclusions
	workspaceID string
	slug        string
}

// find is the place of an exclusion, by the organisation that its workspace is in.
func (r *Resource) find(ctx context.Context, m model) (place, error) {
	api := r.Session.API
	id := r.Session.KnownWorkspaceID(ctx, m.WorkspaceID)
	home, err := portkey.NewWorkspaces(api).Get(ctx, id, "")
	if err != nil {
		return place{api: api, workspaceID: id}, err
	}
	if home.OrganisationID.Or("") == "" {
		return place{api: api, workspaceID: id}, errors.New("the response does not contain the organisation of the workspace")
	}
	return place{api, portkey.NewExclusions(api, home.OrganisationID.Or(""), m.Direction.ValueString()), home.ID, home.Slug.Or("")}, nil
}

func (p place) has(list portkey.ExcludedWorkspaces) bool { return list.Has(p.workspaceID, p.slug) }

// prove looks whether an exclusion that can't be read was removed with its workspace.
func (p place) prove(ctx context.Context, private tfkit.PrivateState) func(error) portkey.Gone {
	return func(err error) portkey.Gone {
		if p.rows != nil && p.rows.IsReadable(ctx, err) {
			return portkey.Gone{Readable: true, Seen: "It can be read."}
		}
		return tfkit.OfWorkspace{API: p.api, ID: p.workspaceID}.Prove(ctx, private)(err)
	}
}

// Create excludes the workspace. The exclusions that are created at the same time go in one
// PUT.
func (r *Resource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var plan model
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	if resp.Diagnostics.HasError() || !r.Session.Ready(&resp.Diagnostics) {
		return
	}
	defer r.Session.WarnOfWaits(&resp.Diagnostics)
	if _, ok := r.Session.WorkspaceID(ctx, plan.WorkspaceID, &resp.Diagnostics); !ok {
		return
	}
	at, err := r.find(ctx, plan)
	var writes tfkit.OwnWrites
	if err == nil {
		sent := false
		err = at.rows.Create(ctx, at.workspaceID, func(list portkey.ExcludedWorkspaces) ([]portkey.ExclusionWrite, error) {
			switch there := at.has(list); {
			case there && sent: // the answer to the write was lost
				return nil, nil
			case there:
				return nil, &portkey.TakenError{Words: noun.Words, Name: plan.address(), Candidates: []portkey.Candidate{{Import: plan.address()}}}
			}
			sent = true
			writes.Begin(at.api.Now(), tfkit.Version{}, tfkit.Version{})
			return []portkey.ExclusionWrite{{WorkspaceID: at.workspaceID, Excluded: true}}, nil
		})
	}
	if err != nil {
		resp.Diagnostics.Append(createFailed(err))
		return
	}
	plan.ID = types.StringValue(plan.address())
	resp.Diagnostics.Append(writes.End(ctx, resp.Private, at.api.Now())...)
	resp.Diagnostics.Append(r.Session.NoteOrganisation(ctx, resp.Private, resp.Private)...)
	resp.Diagnostics.Append(resp.State.Set(ctx, plan)...)
	resp.Diagnostics.Append(resp.Identity.SetAttribute(ctx, path.Root("id"), plan.ID)...)
}

func createFailed(err error) diag.Diagnostic {
	var taken *portkey.TakenError
	if !errors.As(err, &taken) {
		return noun.Create().Failed(err)
	}
	return tfkit.RowTaken{
		At: "workspace_id", What: "exclusion",
		Twice:  "exclude the workspace",
		Exists: "An exclusion of the workspace already exists.",
	}.Failed(noun, taken)
}

// Read refreshes the state, and removes the exclusion from it only where that is proven to
// have been removed.
func (r *Resource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var state model
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	if resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(tfkit.KeepIdentity(ctx, resp.Identity, state.ID)...)
	if !noun.CanRefresh(r.Session, &resp.Diagnostics) {
		return
	}
	defer r.Session.WarnOfWaits(&resp.Diagnostics)
	at, err := r.find(ctx, state)
	var list portkey.ExcludedWorkspaces
	if err == nil {
		list, err = at.rows.List(ctx)
	}
	switch {
	case err != nil:
		if noun.Gone(noun.Read(), err, at.prove(ctx, req.Private), &resp.Diagnostics) {
			resp.State.RemoveResource(ctx)
		}
		return
	case !at.has(list):
		gone := tfkit.ReadOwnWrites(ctx, req.Private).AbsentRow(types.StringNull(), at.api.Now(), "The list of exclusions lacks the workspace", "the exclusion")
		if !gone.Proven {
			resp.Diagnostics.Append(noun.Read().NotListed(gone, "exclusion"))
			return
		}
		resp.State.RemoveResource(ctx)
		return
	}
	resp.Diagnostics.Append(r.Session.NoteOrganisation(ctx, req.Private, resp.Private)...)
	resp.Diagnostics.Append(resp.State.Set(ctx, state)...)
}

// Update sends nothing: what can change in place is the spelling of the workspace.
func (r *Resource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var plan model
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	resp.Diagnostics.Append(resp.State.Set(ctx, plan)...)
	resp.Diagnostics.Append(tfkit.KeepIdentity(ctx, resp.Identity, plan.ID)...)
}

// Delete includes the workspace again. That it was included before is success.
func (r *Resource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var state model
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	if resp.Diagnostics.HasError() || !r.Session.Ready(&resp.Diagnostics) {
		return
	}
	defer r.Session.WarnOfWaits(&resp.Diagnostics)
	at, err := r.find(ctx, state)
	if err == nil {
		// A list that lags may lack it: to include what is included changes nothing.
		sent := false
		err = at.rows.Write(ctx, func(list portkey.ExcludedWorkspaces) ([]portkey.ExclusionWrite, error) {
			if sent && !at.has(list) {
				return nil, nil
			}
			sent = true
			return []portkey.ExclusionWrite{{WorkspaceID: at.workspaceID, Excluded: false}}, nil
		})
	}
	if err != nil {
		noun.Gone(noun.Destroy(), err, at.prove(ctx, req.Private), &resp.Diagnostics)
	}
}
