package scim

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

// Resource is portkey_scim_workspace_mapping.
type Resource struct{ tfkit.ResourceBase }

var (
	_ resource.ResourceWithConfigure        = (*Resource)(nil)
	_ resource.ResourceWithConfigValidators = (*Resource)(nil)
	_ resource.ResourceWithIdentity         = (*Resource)(nil)
	_ resource.ResourceWithImportState      = (*Resource)(nil)
	_ resource.ResourceWithModifyPlan       = (*Resource)(nil)
	_ resource.ResourceWithMoveState        = (*Resource)(nil)
	_ resource.ResourceWithUpgradeState     = (*Resource)(nil)
	_ resource.ResourceWithValidateConfig   = (*Resource)(nil)
)

// NewResource returns the resource for the provider's registry.
func NewResource() resource.Resource { return newResource() }

func newResource() *Resource { return &Resource{tfkit.ResourceBase{Name: "scim_workspace_mapping"}} }

// ModifyPlan plans a replacement for another workspace, role or group. Two ways to write
// one of them are not a change.
func (r *Resource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	if req.Plan.Raw.IsNull() || req.State.Raw.IsNull() {
		return
	}
	tfkit.PlanWorkspace(ctx, r.Session, req, resp)
	var state model
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	if resp.Diagnostics.HasError() {
		return
	}
	for attribute, isSame := range map[string]func(string) bool{
		"role":          func(role string) bool { return strings.EqualFold(role, tfkit.Text(state.Role)) },
		"scim_group_id": func(id string) bool { return id == state.GroupID.ValueString() },
		"scim_group_name": func(name string) bool {
			return name == tfkit.Text(state.GroupName) || portkey.SameText(name, state.Group.ValueString())
		},
	} {
		var written types.String
		resp.Diagnostics.Append(req.Config.GetAttribute(ctx, path.Root(attribute), &written)...)
		if !written.IsNull() && (written.IsUnknown() || !isSame(written.ValueString())) {
			resp.RequiresReplace.Append(path.Root(attribute))
		}
	}
}

// Create creates the mapping: one lookup of the same one, since Portkey answers with that
// instead of creating another, and one POST. Once the POST is answered there are only
// warnings, since an error would taint what was created.
func (r *Resource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var plan model
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	if resp.Diagnostics.HasError() || !r.Session.Ready(&resp.Diagnostics) {
		return
	}
	defer r.Session.WarnOfWaits(&resp.Diagnostics)
	workspaceID, ok := r.Session.WorkspaceID(ctx, plan.WorkspaceID, &resp.Diagnostics)
	if !ok {
		return
	}
	body := plan.create(workspaceID)
	if body.GroupID != "" {
		body.Group = r.Session.API.SCIMGroupName(ctx, body.GroupID)
	}

	creation, got, err := r.post(ctx, body)
	var other *portkey.SCIMMapping
	if portkey.IsInvalid(err) {
		var unread error
		if other, unread = r.Session.API.OtherRole(ctx, body); unread == nil && other == nil && !portkey.IsProvisionedGroup(body.GroupName) {
			// It may have been deleted meanwhile, by the same apply.
			creation, got, err = r.post(ctx, body)
		}
	}
	if creation != nil && creation.Blind() {
		r.Session.WarnOnce(&resp.Diagnostics, "Cannot look for existing mappings", noun.BlindDetail())
	}
	if portkey.IsUnknownOutcome(err) {
		got, err = creation.Find(ctx, func(portkey.SCIMMapping) bool { return true }) // its name is all that it is
		if err == nil {
			resp.Diagnostics.AddWarning(noun.Adopted(), noun.AdoptedDetail(got.ID.Or(""), got.Name()))
		}
	}
	if err != nil {
		resp.Diagnostics.Append(createFailed(err, body, other))
		return
	}
	state := plan.takeComputed(got)
	resp.Diagnostics.Append(resp.State.Set(ctx, state)...)
	resp.Diagnostics.Append(resp.Identity.SetAttribute(ctx, path.Root("id"), state.ID)...)
}

// post looks for the same mapping, and creates it. The creation is nil where nothing was
// sent.
func (r *Resource) post(ctx context.Context, body portkey.SCIMMappingCreate) (
	creation *portkey.Creation[portkey.SCIMMapping, portkey.SCIMMappingCreate, portkey.NoBody], got portkey.SCIMMapping, err error,
) {
	creation, err = portkey.NewSCIMMappings(r.Session.API).PrepareCreate(ctx, func(time.Time) portkey.SCIMMappingCreate { return body }, false)
	if err != nil {
		return nil, got, err
	}
	got, err = creation.Post(ctx)
	return creation, got, err
}

// Read refreshes the state, and removes the mapping from it only where it is proven to be
// deleted. All mappings of a refresh share one list.
func (r *Resource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var state model
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	if resp.Diagnostics.HasError() {
		return
	}
	// State of an older Terraform or of the vendor's provider has no identity, and the
	// framework can't remove a resource without one.
	resp.Diagnostics.Append(resp.Identity.SetAttribute(ctx, path.Root("id"), state.ID)...)
	if !noun.CanRefresh(r.Session, &resp.Diagnostics) {
		return
	}
	defer r.Session.WarnOfWaits(&resp.Diagnostics)
	got, err := portkey.NewSCIMMappings(r.Session.API).Get(ctx, state.ID.ValueString(), "")
	if err != nil {
		if noun.Gone(noun.Read(), err, r.prove(ctx, state), &resp.Diagnostics) {
			resp.State.RemoveResource(ctx)
		}
		return
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, state.observe(got))...)
}

// prove looks whether a mapping that the API does not return was deleted. A mapping does
// not contain its organisation, which is that of its workspace.
func (r *Resource) prove(ctx context.Context, state model) func(error) portkey.Gone {
	return func(err error) portkey.Gone {
		api := r.Session.API
		workspaceID := r.Session.KnownWorkspaceID(ctx, state.WorkspaceID)
		home, refusal := portkey.NewWorkspaces(api).Get(ctx, workspaceID, "")
		if portkey.IsRefused(refusal) {
			if gone := portkey.NewWorkspaces(api).ProveGone(ctx, portkey.Ref{ID: workspaceID}); gone.Proven {
				gone.Seen = "Its workspace was deleted. " + gone.Seen
				return gone
			}
		}
		gone := portkey.NewSCIMMappings(api).ProveGoneAfter(ctx, err, portkey.Ref{ID: state.ID.ValueString(), Parent: home.OrganisationID.Or("")})
		if gone.Proven || gone.Readable || !portkey.IsRefused(refusal) {
			return gone
		}
		if _, err := portkey.NewSCIMMappings(api).List(ctx, nil); err == nil {
			return portkey.Gone{Elsewhere: true, Seen: "It is missing from the list, but the API key can't read its workspace, which may belong to another organisation."}
		}
		return gone
	}
}

// Update sends nothing: what it changes is how the same mapping is written.
func (r *Resource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var plan, state model
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	if resp.Diagnostics.HasError() {
		return
	}
	plan.ID, plan.Group = state.ID, state.Group
	if plan.GroupID.IsUnknown() {
		plan.GroupID = state.GroupID
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, plan)...)
	resp.Diagnostics.Append(resp.Identity.SetAttribute(ctx, path.Root("id"), plan.ID)...)
}

// Delete deletes the mapping. That it was deleted before is success, once proven.
func (r *Resource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var state model
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	if resp.Diagnostics.HasError() || !r.Session.Ready(&resp.Diagnostics) {
		return
	}
	defer r.Session.WarnOfWaits(&resp.Diagnostics)
	if err := portkey.NewSCIMMappings(r.Session.API).Delete(ctx, state.ID.ValueString(), nil); err != nil {
		noun.Gone(noun.Destroy(), err, r.prove(ctx, state), &resp.Diagnostics)
	}
}

// ImportState takes the id of a mapping, or what it maps: workspace/group/role, the
// workspace and the group each by id, or slug, or name. The import ID of the vendor's
// provider, workspace/id, will do.
func (r *Resource) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	if !r.Session.Ready(&resp.Diagnostics) {
		return
	}
	ref, ok := tfkit.ImportReference(ctx, noun, req, resp)
	if !ok {
		return
	}
	found, workspace, err := r.find(ctx, ref)
	if err != nil {
		resp.Diagnostics.Append(noun.FindFailed(noun.Import(), err))
		return
	}
	state := model{attributes: attributes{WorkspaceID: workspace}}.observe(found)
	resp.Diagnostics.Append(resp.State.Set(ctx, state)...)
	resp.Diagnostics.Append(resp.Identity.SetAttribute(ctx, path.Root("id"), state.ID)...)
}

// find finds what an import names. workspace is as ref names it, as a workspace_id; null
// where it names none.
func (r *Resource) find(ctx context.Context, ref string) (found portkey.SCIMMapping, workspace types.String, err error) {
	mappings, workspace := portkey.NewSCIMMappings(r.Session.API), types.StringNull()
	in, rest, nested := strings.Cut(ref, "/")
	last := strings.LastIndex(rest, "/")
	if !nested || last < 0 {
		found, err = mappings.FindByID(ctx, strings.TrimPrefix(ref, in+"/"))
		return found, workspace, err
	}
	home, err := portkey.NewWorkspaces(r.Session.API).Find(ctx, in)
	if err != nil {
		return found, workspace, err
	}
	if in == home.ID || in == home.Slug.Or("") { // a name is no workspace_id
		workspace = types.StringValue(in)
	}
	all, err := mappings.List(ctx, nil)
	if err != nil {
		return found, workspace, err
	}
	group, role := rest[:last], rest[last+1:]
	i := slices.IndexFunc(all, func(one portkey.SCIMMapping) bool {
		return one.WorkspaceID.Or("") == home.ID && strings.EqualFold(string(one.Role.Or("")), role) &&
			(portkey.SameText(one.Group.Or(""), group) || one.GroupID.Or("") == group)
	})
	if i < 0 {
		return found, workspace, &portkey.NotFoundError{Words: noun.Words, Ref: ref}
	}
	return all[i], workspace, nil
}
