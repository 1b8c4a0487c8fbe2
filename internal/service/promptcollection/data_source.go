package promptcollection

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"

	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

func viewAttributes() map[string]schema.Attribute {
	attributes := tfkit.Computed(attributesSchema(), "allow_duplicate_name")
	for name, description := range map[string]string{
		"workspace_id":         "The ID of the workspace that contains the collection.",
		"name":                 "The name of the collection.",
		"parent_collection_id": "The ID of the collection that contains this one. Null at the top level.",
	} {
		attributes[name] = schema.StringAttribute{Computed: true, MarkdownDescription: description}
	}
	return attributes
}

// NewDataSource returns the data source portkey_prompt_collection for the provider's
// registry: one collection.
func NewDataSource() datasource.DataSource {
	return &tfkit.LookupDataSource[attributes]{
		DataSourceBase: tfkit.DataSourceBase{Name: "prompt_collection"},
		Noun:           noun,
		Description: "Reads a collection of prompts of a workspace by its ID, its slug or its exact name. It is an error if no collection, or more than one, matches. " +
			"The default collection of a workspace is the one whose `is_default` is true in the data source `portkey_prompt_collections`.\n\n" + documentation +
			"The API key needs the scopes `prompts.read` and `prompts.list`, and `workspaces.read` if `workspace_id` is a slug.",
		NameArgument: "The exact name of the collection. Case-sensitive.",
		Attributes:   viewAttributes(),
		Within:       true,
		Find: func(ctx context.Context, session *tfkit.Session, workspaceID string, by portkey.Lookup) (attributes, error) {
			found, err := portkey.NewPromptCollections(session.API, workspaceID).FindBy(ctx, by)
			return model{}.observe(found, session.API.Now()).attributes, err
		},
	}
}

// NewListDataSource returns the data source portkey_prompt_collections for the provider's
// registry: the collections of a workspace.
func NewListDataSource() datasource.DataSource {
	return &tfkit.ListDataSource[attributes]{
		DataSourceBase: tfkit.DataSourceBase{Name: "prompt_collections"},
		Description: "Reads the collections of prompts of a workspace, its default one and those inside other collections too. " +
			"An incomplete list is an error.\n\n" + documentation +
			"The API key needs the scope `prompts.list`, and `workspaces.read` if `workspace_id` is a slug.",
		Arguments:  map[string]schema.Attribute{"workspace_id": noun.HomeArgument()},
		Listed:     "The collections, in the order in which Portkey lists them.",
		Attributes: viewAttributes(),
		Find: func(ctx context.Context, session *tfkit.Session, config tfsdk.Config, diags *diag.Diagnostics) []attributes {
			found, _ := listCollections(ctx, session, config, diags)
			return tfkit.Views(found, func(one portkey.PromptCollection) attributes {
				return model{}.observe(one, session.API.Now()).attributes
			})
		},
	}
}
