package tfkit

import (
	"fmt"

	datasource "github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	list "github.com/hashicorp/terraform-plugin-framework/list/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/boolplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
)

// The attributes that most nouns have. Each takes the description whole, or what the
// noun is called.

// Fixed is a string that Portkey sets at the create and never changes.
func Fixed(description string) schema.StringAttribute {
	return schema.StringAttribute{
		Computed: true, MarkdownDescription: description,
		PlanModifiers: []planmodifier.String{stringplanmodifier.UseStateForUnknown()},
	}
}

// FixedBool is Fixed for booleans.
func FixedBool(description string) schema.BoolAttribute {
	return schema.BoolAttribute{
		Computed: true, MarkdownDescription: description,
		PlanModifiers: []planmodifier.Bool{boolplanmodifier.UseStateForUnknown()},
	}
}

// ID is the attribute id.
func (n Noun) ID() schema.StringAttribute { return Fixed(n.idDescription()) }

func (n Noun) idDescription() string {
	return fmt.Sprintf("The ID of the %s, a UUID. It never changes.", n.One)
}

// CreatedAt is the attribute created_at.
func (n Noun) CreatedAt() schema.StringAttribute {
	return Fixed(fmt.Sprintf("When the %s was created, as an RFC 3339 time in UTC.", n.One))
}

// LastUpdatedAt is the attribute last_updated_at.
func (n Noun) LastUpdatedAt() schema.StringAttribute {
	return schema.StringAttribute{
		Computed:            true,
		MarkdownDescription: fmt.Sprintf("When the %s was last changed, by anyone, as an RFC 3339 time in UTC.", n.One),
	}
}

// WorkspaceIDAttribute is the attribute workspace_id of what a workspace contains; see
// [PlanWorkspace].
func (n Noun) WorkspaceIDAttribute() schema.StringAttribute {
	return schema.StringAttribute{
		Optional: true,
		Computed: true,
		MarkdownDescription: fmt.Sprintf("The ID or the slug of the workspace that contains the %s. Required with the API key of an organisation. "+
			"Defaults to the workspace of a workspace's own key. Changing the workspace forces a new %s to be created.", n.One, n.One),
		Validators:    []validator.String{NotBlank()},
		PlanModifiers: []planmodifier.String{stringplanmodifier.UseStateForUnknown()},
	}
}

// HomeAttribute is the attribute workspace_id of what is found within its workspace only;
// see [PlanWorkspace].
func (n Noun) HomeAttribute() schema.StringAttribute {
	return schema.StringAttribute{
		Required:            true,
		MarkdownDescription: fmt.Sprintf("The ID or the slug of the workspace that contains the %s. Changing the workspace forces a new %s to be created.", n.One, n.One),
		Validators:          []validator.String{NotBlank()},
	}
}

// WorkspaceFilter is the argument workspace_id of a data source or a list resource of
// many; see [Session.WorkspaceFilter].
func (n Noun) WorkspaceFilter() datasource.StringAttribute {
	return datasource.StringAttribute{Optional: true, MarkdownDescription: n.workspaceFilterDescription(), Validators: []validator.String{NotBlank()}}
}

// ListWorkspaceFilter is WorkspaceFilter for a list resource.
func (n Noun) ListWorkspaceFilter() list.StringAttribute {
	return list.StringAttribute{Optional: true, MarkdownDescription: n.workspaceFilterDescription(), Validators: []validator.String{NotBlank()}}
}

// HomeArgument is the argument workspace_id of a data source whose objects are found within
// their workspace only.
func (n Noun) HomeArgument() datasource.StringAttribute {
	return datasource.StringAttribute{Required: true, MarkdownDescription: n.homeDescription(), Validators: []validator.String{NotBlank()}}
}

// ListHomeArgument is HomeArgument for a list resource.
func (n Noun) ListHomeArgument() list.StringAttribute {
	return list.StringAttribute{Required: true, MarkdownDescription: n.homeDescription(), Validators: []validator.String{NotBlank()}}
}

func (n Noun) homeDescription() string {
	return fmt.Sprintf("The ID or the slug of the workspace that contains the %s.", n.Many)
}

func (n Noun) workspaceFilterDescription() string {
	return fmt.Sprintf("The ID or the slug of a workspace: only its %s are returned. If omitted, all %s visible to the API key are returned.", n.Many, n.Many)
}
