package guardrail

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"

	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

// NewDataSource returns the data source portkey_guardrail for the provider's registry: one
// guardrail.
func NewDataSource() datasource.DataSource {
	return &tfkit.LookupDataSource[attributes]{
		DataSourceBase: tfkit.DataSourceBase{Name: "guardrail"},
		Noun:           noun,
		Description: "Reads a guardrail by its ID, its slug or its exact name. It is an error if no guardrail, or more than one, matches.\n\n" + official +
			"The API key needs the scope `guardrails.read` or, for those of the organisation, `organisation_guardrails.read`, and the scope `list` of the same for a lookup by name.",
		NameArgument: "The exact name of the guardrail. Case-sensitive. Without `workspace_id`, only guardrails of the organisation are looked up by name.",
		Attributes:   tfkit.Computed(attributesSchema(), "allow_duplicate_name"),
		Nested:       true,
		Find: func(ctx context.Context, session *tfkit.Session, workspaceID string, by portkey.Lookup) (attributes, error) {
			found, err := portkey.NewGuardrails(session.API, workspaceID).FindBy(ctx, by)
			return shown(found, session.API.Now()), err
		},
	}
}

const filterDescription = "The ID or the slug of a workspace: only its guardrails are returned. " +
	"If omitted, those of the organisation itself are returned or, with a workspace's own API key, those of that workspace."

// NewListDataSource returns the data source portkey_guardrails for the provider's registry:
// the guardrails of a workspace, or of the organisation.
func NewListDataSource() datasource.DataSource {
	return &tfkit.ListDataSource[listed]{
		DataSourceBase: tfkit.DataSourceBase{Name: "guardrails"},
		Description: "Reads the guardrails of a workspace, or those of the organisation itself, without their checks and actions: " +
			"use the data source `portkey_guardrail` for these. No match returns an empty list; an incomplete list is an error.\n\n" + official +
			"The API key needs the scope `guardrails.list` or, for those of the organisation, `organisation_guardrails.list`.",
		Arguments: map[string]schema.Attribute{"workspace_id": schema.StringAttribute{
			Optional: true, MarkdownDescription: filterDescription, Validators: []validator.String{tfkit.NotBlank()},
		}},
		Listed:     "The guardrails, in the order in which Portkey lists them.",
		Attributes: tfkit.Computed(attributesSchema(), "allow_duplicate_name", "checks", "actions", "version_id"),
		Find: func(ctx context.Context, session *tfkit.Session, config tfsdk.Config, diags *diag.Diagnostics) []listed {
			found, _ := listGuardrails(ctx, session, config, diags)
			return tfkit.Views(found, func(one portkey.Guardrail) listed { return shown(one, session.API.Now()).listed })
		},
	}
}
