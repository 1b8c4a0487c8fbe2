package logs

import (
	"context"
	"fmt"
	"maps"
	"regexp"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

// groupings are what requests are grouped by, beside the keys of their metadata: the first
// three are documented, the others are in release notes.
var groupings = []string{"users", "ai-models", "provider", "ai_service", "model", "status_code", "api_key", "config", "workspace", "prompt"}

// byMetadata is followed by a key of the metadata.
const byMetadata = "metadata/"

// groupsDataSource is the data source portkey_analytics_groups.
type groupsDataSource struct{ analyticsBase }

var _ datasource.DataSourceWithValidateConfig = (*groupsDataSource)(nil)

// NewGroupsDataSource returns the data source portkey_analytics_groups for the provider's
// registry.
func NewGroupsDataSource() datasource.DataSource {
	return &groupsDataSource{analyticsBase{tfkit.DataSourceBase{Name: "analytics_groups"}}}
}

const mostGroups = 100_000

// Schema describes the data source.
func (d *groupsDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	attributes := d.arguments()
	attributes["group_by"] = schema.StringAttribute{
		Required: true, MarkdownDescription: "What the requests are grouped by: `" + strings.Join(groupings, "`, `") + "`, or `metadata/` and a key of the metadata, such as `metadata/team`. " +
			"The documentation of Portkey has `users`, `ai-models`, `provider` and `metadata/` alone; older control planes may reject the others.",
		Validators: []validator.String{grouping{tfkit.OneOf(groupings...)}},
	}
	attributes["limit"] = schema.NumberAttribute{
		Optional: true, MarkdownDescription: "How many groups are returned at most: the first ones that Portkey lists. If omitted, all. 100 take one request.",
		Validators: []validator.Number{tfkit.WholeBetween(1, mostGroups)},
	}
	attributes["groups"] = schema.ListNestedAttribute{
		Computed: true, MarkdownDescription: "The groups, in the order in which Portkey lists them.",
		NestedObject: schema.NestedAttributeObject{Attributes: groupShape.attributes()},
	}
	resp.Schema = schema.Schema{
		MarkdownDescription: "Reads what the requests of a workspace in a time window add up to, for each user, model or provider, or for each value of a key of their metadata. " +
			"Amounts of money are in US dollars. No request returns an empty list; an incomplete list is an error.\n\n" + official + "\n\n" + unstable + "\n\n" + needs,
		Attributes: attributes,
	}
}

// Read reads the groups, and gives the arguments back as they were written.
func (d *groupsDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var by string
	var limit types.Number
	resp.Diagnostics.Append(req.Config.GetAttribute(ctx, path.Root("group_by"), &by)...)
	resp.Diagnostics.Append(req.Config.GetAttribute(ctx, path.Root("limit"), &limit)...)
	query, ok := d.query(ctx, req.Config, &resp.Diagnostics)
	if !ok {
		return
	}
	defer d.Session.WarnOfWaits(&resp.Diagnostics)
	most := 0
	if number := tfkit.Float(limit); number != nil {
		most = int(*number)
	}
	found, err := d.Session.API.AnalyticsGroups(ctx, by, query, most, func(one portkey.Figures) string {
		value, _ := one.Text(valueName(by, one))
		return value
	})
	if err != nil {
		resp.Diagnostics.Append(d.failed(err))
		return
	}
	resp.Diagnostics.Append(tfkit.WarnOfOpenWindow(d.Session.API.Now(), windowEnd, query.Get(windowEnd))...)
	for i, one := range found {
		if name := valueName(by, one); name != "" {
			found[i] = maps.Clone(one)
			delete(found[i], name)
			found[i][groupValue] = one[name]
		}
	}
	resp.State.Raw = req.Config.Raw
	resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("groups"), groupShape.showAll(found))...)
}

// valueName is what the API calls the value of a group; "" if it has none of these.
func valueName(by string, group portkey.Figures) string {
	candidates := []string{strings.ReplaceAll(by, "-", "_"), strings.TrimSuffix(strings.ReplaceAll(by, "-", "_"), "s")}
	if strings.HasPrefix(by, byMetadata) {
		candidates = []string{"metadata_value"}
	}
	for _, name := range candidates {
		if _, there := group[name]; there {
			return name
		}
	}
	return ""
}

// grouping accepts metadata/ with a key, and leaves the rest to another validator.
type grouping struct{ validator.String }

var metadataKey = regexp.MustCompile(`^[A-Za-z0-9_-]+$`)

// ValidateString refuses a key that is missing, or can't be in the path of a request.
func (g grouping) ValidateString(ctx context.Context, req validator.StringRequest, resp *validator.StringResponse) {
	key, isMetadata := strings.CutPrefix(req.ConfigValue.ValueString(), byMetadata)
	switch {
	case !isMetadata:
		g.String.ValidateString(ctx, req, resp)
	case !metadataKey.MatchString(key):
		resp.Diagnostics.AddAttributeError(req.Path, "Invalid value", fmt.Sprintf(
			"The attribute %s is %q. Write %s and a key of the metadata that consists of letters, digits, - and _, as in %q.", req.Path, req.ConfigValue.ValueString(), byMetadata, "metadata/team"))
	}
}
