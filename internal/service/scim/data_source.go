package scim

import (
	"context"
	"net/url"
	"slices"
	"strings"

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

// NewListDataSource returns the data source portkey_scim_workspace_mappings for the
// provider's registry: the mappings that its arguments select.
func NewListDataSource() datasource.DataSource {
	filter := func(description string, validators ...validator.String) schema.StringAttribute {
		return schema.StringAttribute{Optional: true, MarkdownDescription: description, Validators: append(validators, tfkit.NotBlank())}
	}
	return &tfkit.ListDataSource[attributes]{
		DataSourceBase: tfkit.DataSourceBase{Name: "scim_workspace_mappings"},
		Description: "Reads the mappings of SCIM groups to workspaces. No match returns an empty list; an incomplete list is an error.\n\n" +
			official + "\n\n" + needs,
		Arguments: map[string]schema.Attribute{
			"workspace_id":    noun.WorkspaceFilter(),
			"role":            filter("A role: only mappings with it are returned. Case is not significant. If omitted, mappings of every role are returned.", anyCase{tfkit.OneOf("admin", "manager", "member")}),
			"scim_group_id":   filter("The ID of a SCIM group: only its mappings are returned. If omitted, mappings of all groups are returned."),
			"scim_group_name": filter("The display name of a SCIM group: only its mappings are returned. Case-sensitive. If omitted, mappings of all groups are returned."),
		},
		Listed:     "The mappings, in the order in which Portkey lists them.",
		Attributes: tfkit.Computed(attributesSchema(), "scim_group_name"),
		Find: func(ctx context.Context, session *tfkit.Session, config tfsdk.Config, diags *diag.Diagnostics) []attributes {
			var role, groupID, groupName types.String
			for name, value := range map[string]*types.String{"role": &role, "scim_group_id": &groupID, "scim_group_name": &groupName} {
				diags.Append(config.GetAttribute(ctx, path.Root(name), value)...)
			}
			found := slices.DeleteFunc(listMappings(ctx, session, config, diags), func(one portkey.SCIMMapping) bool {
				return !role.IsNull() && !strings.EqualFold(string(one.Role.Or("")), role.ValueString()) ||
					!groupID.IsNull() && one.GroupID.Or("") != groupID.ValueString() ||
					!groupName.IsNull() && !portkey.SameText(one.Group.Or(""), groupName.ValueString())
			})
			return tfkit.Views(found, func(one portkey.SCIMMapping) attributes { return model{}.observe(one).attributes })
		},
	}
}

// group is a SCIM group.
type group struct {
	ID   types.String `tfsdk:"id"`
	Name types.String `tfsdk:"name"`
}

// NewGroupsDataSource returns the data source portkey_scim_groups for the provider's
// registry.
func NewGroupsDataSource() datasource.DataSource {
	return &tfkit.ListDataSource[group]{
		DataSourceBase: tfkit.DataSourceBase{Name: "scim_groups"},
		Description: "Reads the SCIM groups of the organisation, which the identity provider manages. No match returns an empty list; an incomplete list is an error.\n\n" +
			official + "\n\n" + needs,
		Arguments: map[string]schema.Attribute{
			"search": schema.StringAttribute{
				Optional: true, MarkdownDescription: "A part of the display name: only groups with it are returned. Case is not significant. If omitted, all groups are returned.",
				Validators: []validator.String{tfkit.NotBlank()},
			},
		},
		Listed: "The groups, in the order in which Portkey lists them.",
		Attributes: map[string]schema.Attribute{
			"id":   schema.StringAttribute{Computed: true, MarkdownDescription: "The ID of the group in Portkey, as the `scim_group_id` of a mapping."},
			"name": schema.StringAttribute{Computed: true, MarkdownDescription: "The display name of the group."},
		},
		Find: func(ctx context.Context, session *tfkit.Session, config tfsdk.Config, diags *diag.Diagnostics) []group {
			var search types.String
			diags.Append(config.GetAttribute(ctx, path.Root("search"), &search)...)
			var filter url.Values
			if !search.IsNull() {
				filter = url.Values{"search": {search.ValueString()}}
			}
			found, err := portkey.NewSCIMGroups(session.API).List(ctx, filter)
			if err != nil {
				diags.Append(groupNoun.List().Failed(err))
			}
			// A control plane ignores the parameters that it does not know.
			found = slices.DeleteFunc(found, func(one portkey.SCIMGroup) bool {
				return !strings.Contains(strings.ToLower(portkey.Composed(one.Name())), strings.ToLower(search.ValueString()))
			})
			return tfkit.Views(found, func(one portkey.SCIMGroup) group {
				id := one.ID
				if !id.IsPresent() {
					id = one.IDInAMapping
				}
				return group{ID: tfkit.OrPrior(id, types.StringNull()), Name: tfkit.StringOrNull(one.Name())}
			})
		},
	}
}
