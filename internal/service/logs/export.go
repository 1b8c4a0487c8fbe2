package logs

import (
	"context"
	"fmt"
	"time"

	"github.com/hashicorp/terraform-plugin-framework-validators/listvalidator"
	"github.com/hashicorp/terraform-plugin-framework/action"
	"github.com/hashicorp/terraform-plugin-framework/action/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

// Export is the action portkey_export_logs.
type Export struct{ tfkit.ActionBase }

var _ action.ActionWithConfigure = (*Export)(nil)

// NewExportAction returns the action for the provider's registry.
func NewExportAction() action.Action {
	return &Export{tfkit.ActionBase{Name: "export_logs"}}
}

// exportFields are what a file can have of each request (documented).
var exportFields = []string{
	"id", "trace_id", "created_at", "request", "response", "is_success", "ai_org", "ai_model", "req_units", "res_units", "total_units",
	"request_url", "cost", "cost_currency", "response_time", "response_status_code", "mode", "config", "prompt_slug", "metadata",
}

const (
	defaultExportWait = 10 * time.Minute
	longestExportWait = 24 * time.Hour
)

// Schema describes the action.
func (a *Export) Schema(_ context.Context, _ action.SchemaRequest, resp *action.SchemaResponse) {
	moment := func(description string) schema.StringAttribute {
		return schema.StringAttribute{Required: true, MarkdownDescription: description, Validators: []validator.String{tfkit.NotBlank(), tfkit.RFC3339()}}
	}
	selected := filterAttributes(inExports, func(f filter) schema.Attribute {
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
	selected[windowStart] = moment("The start of the time window, as an RFC 3339 time.")
	selected[windowEnd] = moment("The end of the time window, as an RFC 3339 time. The window does not include it.")
	resp.Schema = schema.Schema{
		MarkdownDescription: "Exports the logs of a workspace to a file: creates an export, starts it, and waits until it is finished.\n\n" +
			exportOfficial + "\n\n" +
			"~> A file has 50,000 requests at most. If more match, the action warns of it: export several shorter windows.\n\n" +
			"Every invocation creates another export, which can't be deleted. If a run is interrupted after the export was created and before it was started, a draft is left, which does nothing: invoke the action again. " +
			"An interrupted wait stops nothing: the export goes on in Portkey, and `portkey_log_export` reads its status. " +
			withoutURL + "\n\n" + exportNeeds,
		Attributes: map[string]schema.Attribute{
			"workspace_id": schema.StringAttribute{
				Required: true, MarkdownDescription: "The ID or the slug of the workspace whose logs are exported. The slug is sent: Portkey accepts an ID, and exports nothing.",
				Validators: []validator.String{tfkit.NotBlank()},
			},
			"description": schema.StringAttribute{
				Required: true, MarkdownDescription: "What the export is for, as Portkey shows it in the list of exports.", Validators: []validator.String{tfkit.NotBlank()},
			},
			"filters": schema.SingleNestedAttribute{Required: true, MarkdownDescription: "Which requests are exported.", Attributes: selected},
			"requested_data": schema.ListAttribute{
				Required: true, ElementType: types.StringType,
				MarkdownDescription: "The fields of each request that the file has, such as `id`, `created_at`, `ai_model`, `cost` and `metadata`. An organisation can deny fields: Portkey rejects these.",
				Validators:          []validator.List{tfkit.NoNullElements(), listvalidator.SizeAtLeast(1), listvalidator.ValueStringsAre(tfkit.OneOf(exportFields...))},
			},
			"timeout": schema.StringAttribute{
				Optional: true, MarkdownDescription: "How long the action waits for the export to finish, as a duration such as `30m`. Defaults to `10m`. When it is over, the action returns an error, and the export goes on.",
				Validators: []validator.String{tfkit.DurationBetween(time.Second, longestExportWait)},
			},
		},
	}
}

// exporting is how messages begin.
var exporting = tfkit.Act{Verb: "export", Noun: "logs", Right: portkey.LogExportWords.Right("create"), Attributes: []string{"filters", "requested_data", "description", "workspace_id"}}

// Invoke creates an export, starts it, and waits for it.
func (a *Export) Invoke(ctx context.Context, req action.InvokeRequest, resp *action.InvokeResponse) {
	var description, timeout types.String
	var requested []string
	resp.Diagnostics.Append(req.Config.GetAttribute(ctx, path.Root("description"), &description)...)
	resp.Diagnostics.Append(req.Config.GetAttribute(ctx, path.Root("timeout"), &timeout)...)
	resp.Diagnostics.Append(req.Config.GetAttribute(ctx, path.Root("requested_data"), &requested)...)
	selected := selection(ctx, req.Config, path.Root("filters"), inExports, &resp.Diagnostics)
	if resp.Diagnostics.HasError() || !a.Session.Ready(&resp.Diagnostics) {
		return
	}
	defer a.Session.WarnOfWaits(&resp.Diagnostics)
	slug, ok := workspaceSlug(ctx, a.Session, req.Config, &resp.Diagnostics)
	if !ok {
		return
	}
	say := func(format string, args ...any) {
		resp.SendProgress(action.InvokeProgressEvent{Message: fmt.Sprintf(format, args...)})
	}
	id, matches, err := a.Session.API.CreateLogExport(ctx, portkey.LogExportCreate{
		WorkspaceSlug: slug, Description: description.ValueString(), Filters: selected, RequestedData: requested,
	})
	if err != nil {
		resp.Diagnostics.Append(notCreated(err))
		return
	}
	say("The export %s was created: %d requests match.", id, matches)
	if matches > portkey.MostLogs {
		resp.Diagnostics.AddAttributeWarning(path.Root("filters"), "Export is cut", fmt.Sprintf(
			"%d requests match, and the file of the export %s has the first %d. To have all, export several shorter time windows.", matches, id, portkey.MostLogs))
	}
	if err := a.start(ctx, id); err != nil {
		resp.Diagnostics.Append(notStarted(id, err))
		return
	}
	say("The export %s was started. Waiting until its status is success.", id)
	atMost := defaultExportWait
	if given, err := time.ParseDuration(timeout.ValueString()); err == nil {
		atMost = given
	}
	found, err := a.Session.API.AwaitLogExport(ctx, id, atMost, func(status string) { say("The status of the export %s is %s.", id, status) })
	switch status := found.Status.Or(""); {
	case err != nil:
		resp.Diagnostics.Append(exporting.Failed(err, fmt.Sprintf(
			"The export %s was started, and goes on in Portkey. Read its status with the data source portkey_log_export, instead of invoking the action again.", id)))
	case !found.IsOver():
		resp.Diagnostics.AddAttributeError(path.Root("timeout"), exporting.Summary(), fmt.Sprintf(
			"The status of the export %s was still %s after %s; success was waited for. The export goes on in Portkey. "+
				"Read its status with the data source portkey_log_export, instead of invoking the action again, or set a longer timeout.\n%s",
			id, status, atMost, tfkit.More(tfkit.SectionServer)))
	case status != "success":
		resp.Diagnostics.AddError(exporting.Summary(), fmt.Sprintf(
			"The export %s has ended with the status %s, so there is no file of it. Portkey does not say why: look at the export there. Then invoke the action again, which creates another export.\n%s",
			id, status, tfkit.More(tfkit.SectionServer)))
	default:
		say("The export %s has succeeded. Download its file in Portkey.", id)
	}
}

// start starts a draft. If the response is lost, the status shows whether it was started.
func (a *Export) start(ctx context.Context, id string) error {
	err := a.Session.API.StartLogExport(ctx, id)
	if !portkey.IsUnknownOutcome(err) {
		return err
	}
	if found, readErr := a.Session.API.LogExport(ctx, id); readErr == nil && found.Status.Or("draft") != "draft" {
		return nil
	}
	return err
}

func notCreated(err error) diag.Diagnostic {
	if portkey.IsUnknownOutcome(err) {
		return exporting.FailedIn(tfkit.SectionUnreachable, err,
			"Whether the export was created is not known: the response was lost. If it was, it is a draft, which does nothing. Invoke the action again.")
	}
	return exporting.Failed(err, "No export was created. Exports of logs are a feature of Enterprise plans.")
}

func notStarted(id string, err error) diag.Diagnostic {
	return exporting.Failed(err, fmt.Sprintf(
		"The export %s was created and, as far as is known, not started: it is a draft, which does nothing and can't be deleted. Start it in Portkey, or invoke the action again, which creates another export.", id))
}
