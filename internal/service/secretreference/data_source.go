package secretreference

import (
	"context"
	"maps"
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

// view is how the data source of one shows a secret reference.
type view struct {
	attributes

	AuthConfig         types.Map  `tfsdk:"auth_config"`
	AllowAllWorkspaces types.Bool `tfsdk:"allow_all_workspaces"`
}

// viewOf shows a secret reference, without what a response masks.
func viewOf(m model, answer portkey.SecretReference) view {
	auth := map[string]string{}
	for name, text := range answer.AuthConfig.Or(nil) {
		if text != nil && !strings.HasPrefix(name, portkey.MaskedField) {
			auth[name] = *text
		}
	}
	return view{m.attributes, tfkit.TextMap(auth), tfkit.OrPriorBool(answer.AllowAllWorkspaces, types.BoolNull())}
}

// NewDataSource returns the data source portkey_secret_reference for the provider's
// registry: one secret reference.
func NewDataSource() datasource.DataSource {
	shown := tfkit.Computed(attributesSchema(), "allow_duplicate_name", "allowed_workspaces", versionAttribute)
	maps.Copy(shown, map[string]schema.Attribute{
		"auth_config": schema.MapAttribute{
			Computed: true, ElementType: types.StringType,
			MarkdownDescription: "How Portkey authenticates to the vault, by the names that the API has for the fields. What Portkey masks, as it does secrets, is left out.",
		},
		"allow_all_workspaces": schema.BoolAttribute{
			Computed: true, MarkdownDescription: "Whether all workspaces may use the secret. If not, Portkey does not return which may.",
		},
	})
	return &tfkit.LookupDataSource[view]{
		DataSourceBase: tfkit.DataSourceBase{Name: "secret_reference"},
		Noun:           noun,
		Description: "Reads a secret reference by its ID, its slug or its exact name. It is an error if no secret reference, or more than one, matches.\n\n" +
			official + "\n\n" +
			"The API key needs the scope `secret_references.read`, and `secret_references.list` for a lookup by name.",
		NameArgument: "The exact name of the secret reference. Case-sensitive.",
		Attributes:   shown,
		Find: func(ctx context.Context, session *tfkit.Session, _ string, by portkey.Lookup) (view, error) {
			references := portkey.NewSecretReferences(session.API)
			found, err := references.FindBy(ctx, by)
			if err == nil && !found.AuthConfig.IsPresent() { // a list item lacks it
				found, err = references.GetUncached(ctx, found.ID.Or(""))
			}
			return viewOf(newModel().observe(found, session.API.Now()), found), err
		},
	}
}

// NewListDataSource returns the data source portkey_secret_references for the provider's
// registry: those that its arguments select.
func NewListDataSource() datasource.DataSource {
	return &tfkit.ListDataSource[listed]{
		DataSourceBase: tfkit.DataSourceBase{Name: "secret_references"},
		Description: "Reads the secret references of the organisation, without where the secrets are: use the data source `portkey_secret_reference` for that. " +
			"No match returns an empty list; an incomplete list is an error.\n\n" +
			official + "\n\nThe API key needs the scope `secret_references.list`.",
		Arguments: map[string]schema.Attribute{
			"manager_type": schema.StringAttribute{
				Optional:            true,
				MarkdownDescription: "A kind of vault: `aws_sm`, `azure_kv` or `hashicorp_vault`. Only its secret references are returned. If omitted, those of every kind are.",
				Validators:          []validator.String{tfkit.Among(awsSM, azureKV, hashicorp)},
			},
		},
		Listed: "The secret references, in the order in which Portkey lists them.",
		Attributes: tfkit.Computed(attributesSchema(), "allow_duplicate_name", "allowed_workspaces", versionAttribute,
			"description", "secret_path", "secret_key", "tags", "created_by"),
		Find: func(ctx context.Context, session *tfkit.Session, config tfsdk.Config, diags *diag.Diagnostics) []listed {
			return tfkit.Views(listReferences(ctx, session, config, diags), func(one portkey.SecretReference) listed {
				return newModel().observe(one, session.API.Now()).listed
			})
		},
	}
}

// listReferences lists what the argument manager_type selects. It is compared here, since
// the whole list is cached.
func listReferences(ctx context.Context, session *tfkit.Session, config tfsdk.Config, diags *diag.Diagnostics) []portkey.SecretReference {
	var managerType types.String
	if diags.Append(config.GetAttribute(ctx, path.Root("manager_type"), &managerType)...); diags.HasError() {
		return nil
	}
	found, err := portkey.NewSecretReferences(session.API).List(ctx, nil)
	if err != nil {
		diags.Append(noun.List().Failed(err))
	}
	var selected []portkey.SecretReference
	for _, one := range found {
		if managerType.IsNull() || one.ManagerType.Or("") == managerType.ValueString() {
			selected = append(selected, one)
		}
	}
	return selected
}
