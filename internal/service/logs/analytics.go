package logs

import (
	"context"
	"maps"
	"net/url"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework-validators/listvalidator"
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

// metrics are what portkey_analytics reads, as the API's paths have them: all are graphs
// but the last.
var metrics = []string{
	"requests", "cost", "latency", "tokens", "users", "users/requests",
	"errors", "errors/rate", "errors/stacks", "errors/status-codes", "requests/rescued", "cache/hit-rate", "cache/latency",
	"feedbacks", "feedbacks/scores", "feedbacks/weighted", "feedbacks/ai-models", cacheSummary,
}

const (
	cacheSummary = "summary/cache"
	costMetric   = "cost"
)

// What is said of all analytics.
const (
	official = "Official documentation: [Analytics](https://portkey.ai/docs/product/observability/analytics)."
	unstable = "~> Analytics lag behind the requests, and a window whose end is in the future returns something else at every plan. " +
		"Use the values in outputs and checks, not in arguments of resources."
	needs = "The API key needs the scope `analytics.view`, and `workspaces.read` or `workspaces.list` to find the slug of the workspace. Analytics by the API are a feature of Enterprise plans."
)

// analyticsBase is what both data sources of analytics share: the workspace, the window
// and the filters.
type analyticsBase struct{ tfkit.DataSourceBase }

// ValidateConfig wants a window that ends after it starts.
func (d *analyticsBase) ValidateConfig(ctx context.Context, req datasource.ValidateConfigRequest, resp *datasource.ValidateConfigResponse) {
	resp.Diagnostics.Append(tfkit.CheckWindow(ctx, req.Config, windowStart, windowEnd)...)
}

// arguments are those that both have.
func (d *analyticsBase) arguments() map[string]schema.Attribute {
	moment := func(description string) schema.StringAttribute {
		return schema.StringAttribute{Required: true, MarkdownDescription: description, Validators: []validator.String{tfkit.NotBlank(), tfkit.RFC3339()}}
	}
	arguments := filterAttributes(inAnalytics, func(f filter) schema.Attribute {
		return schema.NumberAttribute{Optional: true, MarkdownDescription: f.says}
	}, func(f filter) schema.Attribute {
		if f.kind == codes {
			return schema.ListAttribute{
				Optional: true, ElementType: types.Int64Type, MarkdownDescription: f.says, Validators: []validator.List{tfkit.NoNullElements()},
			}
		}
		return schema.ListAttribute{
			Optional: true, ElementType: types.StringType, MarkdownDescription: f.says,
			Validators: []validator.List{tfkit.NoNullElements(), listvalidator.ValueStringsAre(withoutComma())},
		}
	}, func(f filter) schema.Attribute {
		return schema.MapAttribute{
			Optional: true, ElementType: types.StringType, MarkdownDescription: f.says, Validators: []validator.Map{tfkit.NoNullValues()},
		}
	})
	maps.Copy(arguments, map[string]schema.Attribute{
		"workspace_id": schema.StringAttribute{
			Required: true, MarkdownDescription: "The ID or the slug of the workspace. A workspace's own key reads the analytics of its workspace, whatever is named here.",
			Validators: []validator.String{tfkit.NotBlank()},
		},
		windowStart: moment("The start of the time window, as an RFC 3339 time."),
		windowEnd:   moment("The end of the time window, as an RFC 3339 time after `" + windowStart + "`. If it is in the future, there is a warning: the result changes at every plan."),
	})
	return arguments
}

// query is the query of a configuration; false beside an error.
func (d *analyticsBase) query(ctx context.Context, config tfsdk.Config, diags *diag.Diagnostics) (url.Values, bool) {
	if !d.Session.Ready(diags) {
		return nil, false
	}
	query := queryOf(selection(ctx, config, path.Empty(), inAnalytics, diags))
	slug, ok := workspaceSlug(ctx, d.Session, config, diags)
	query.Set("workspace_slug", slug)
	return query, ok && !diags.HasError()
}

// workspaceSlug is the slug of the workspace that workspace_id names. Analytics and exports
// of logs take no id: they find nothing by it.
func workspaceSlug(ctx context.Context, session *tfkit.Session, config tfsdk.Config, diags *diag.Diagnostics) (string, bool) {
	id, ok := session.WorkspaceFilter(ctx, config, diags)
	if !ok {
		return "", false
	}
	slug, err := session.API.WorkspaceSlug(ctx, id)
	if err != nil {
		failed := tfkit.WorkspaceFindFailed(err)
		diags.AddAttributeError(path.Root("workspace_id"), failed.Summary(), failed.Detail())
	}
	return slug, err == nil
}

// failed explains an error of the API.
func (d *analyticsBase) failed(err error) diag.Diagnostic {
	act := tfkit.Act{Verb: "read", Noun: portkey.AnalyticsWords.Many, Right: portkey.AnalyticsWords.Right("view"), Attributes: slices.Sorted(maps.Keys(d.arguments()))}
	return act.Failed(err, "Analytics by the API are a feature of Enterprise plans.")
}

// dataSource is the data source portkey_analytics.
type dataSource struct{ analyticsBase }

var _ datasource.DataSourceWithValidateConfig = (*dataSource)(nil)

// NewAnalyticsDataSource returns the data source portkey_analytics for the provider's
// registry.
func NewAnalyticsDataSource() datasource.DataSource {
	return &dataSource{analyticsBase{tfkit.DataSourceBase{Name: "analytics"}}}
}

// Schema describes the data source.
func (d *dataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	attributes := d.arguments()
	attributes["metric"] = schema.StringAttribute{
		Required: true, MarkdownDescription: "What is read: `" + strings.Join(metrics, "`, `") + "`.",
		Validators: []validator.String{tfkit.Among(metrics...)},
	}
	attributes["summary"] = schema.SingleNestedAttribute{
		Computed: true, MarkdownDescription: "The figures of the whole window. Those of other metrics are null.", Attributes: summaryShape.attributes(),
	}
	attributes["data_points"] = schema.ListNestedAttribute{
		Computed: true, MarkdownDescription: "The figures over time, or by status, score or model. Those of other metrics are null. Empty for `" + cacheSummary + "`.",
		NestedObject: schema.NestedAttributeObject{Attributes: pointShape.attributes()},
	}
	resp.Schema = schema.Schema{
		MarkdownDescription: "Reads one metric of the requests of a workspace in a time window: a summary, and the points of its graph. " +
			"Amounts of money are in US dollars, as the name of the attribute says.\n\n" + official + "\n\n" + unstable + "\n\n" + needs,
		Attributes: attributes,
	}
}

// Read reads the metric, and gives the arguments back as they were written.
func (d *dataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var metric string
	resp.Diagnostics.Append(req.Config.GetAttribute(ctx, path.Root("metric"), &metric)...)
	query, ok := d.query(ctx, req.Config, &resp.Diagnostics)
	if !ok {
		return
	}
	defer d.Session.WarnOfWaits(&resp.Diagnostics)
	at := "graphs/" + metric
	if metric == cacheSummary {
		at = metric
	}
	found, err := d.Session.API.Analytics(ctx, at, query)
	if err != nil {
		resp.Diagnostics.Append(d.failed(err))
		return
	}
	resp.Diagnostics.Append(tfkit.WarnOfOpenWindow(d.Session.API.Now(), windowEnd, query.Get(windowEnd))...)
	summary, points := found.Summary.Or(nil), found.List()
	if metric == costMetric {
		summary = asCost(summary)
		for i := range points {
			points[i] = asCost(points[i])
		}
	}
	resp.State.Raw = req.Config.Raw
	resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("summary"), summaryShape.show(summary))...)
	resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("data_points"), pointShape.showAll(points))...)
}

// asCost renames the figures of a cost, which the API names as it names counts.
func asCost(figures portkey.Figures) portkey.Figures {
	renamed := maps.Clone(figures)
	for from, to := range map[string]string{"total": totalCost, "avg": avgCost} {
		if value, there := renamed[from]; there {
			delete(renamed, from)
			renamed[to] = value
		}
	}
	return renamed
}
