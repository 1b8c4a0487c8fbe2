package policy

import (
	"context"

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

// entity is one value that a usage limits policy counts for.
type entity struct {
	ID                 types.String `tfsdk:"id"`
	ValueKey           types.String `tfsdk:"value_key"`
	CurrentUsage       types.Number `tfsdk:"current_usage"`
	Status             types.String `tfsdk:"status"`
	ThresholdAlertSent types.Bool   `tfsdk:"is_threshold_alerts_sent"`
	ExhaustedAlertSent types.Bool   `tfsdk:"is_exhausted_alerts_sent"`
	LastUsedAt         types.String `tfsdk:"last_used_at"`
}

func entityOf(answer portkey.PolicyEntity) entity {
	return entity{
		ID: tfkit.OrPrior(answer.ID, types.StringNull()), ValueKey: tfkit.OrPrior(answer.ValueKey, types.StringNull()),
		CurrentUsage: tfkit.Number(amount(answer.CurrentUsage)), Status: tfkit.OrPrior(answer.Status, types.StringNull()),
		ThresholdAlertSent: tfkit.OrPriorBool(answer.ThresholdAlertSent, types.BoolNull()),
		ExhaustedAlertSent: tfkit.OrPriorBool(answer.ExhaustedAlertSent, types.BoolNull()),
		LastUsedAt:         tfkit.OrPrior(answer.LastUsedAt, types.StringNull()),
	}
}

// NewEntitiesDataSource returns portkey_usage_limits_policy_entities for the provider's
// registry: what was spent under a usage limits policy.
func NewEntitiesDataSource() datasource.DataSource {
	text := func(description string) schema.StringAttribute {
		return schema.StringAttribute{Computed: true, MarkdownDescription: description}
	}
	return &tfkit.ListDataSource[entity]{
		DataSourceBase: tfkit.DataSourceBase{Name: "usage_limits_policy_entities"},
		Description: "Reads what was spent under a usage limits policy, for each value of what it is grouped by, such as each user. " +
			"A value is listed some seconds after its first request. If there is none, the list is empty; an incomplete list is an error.\n\n" + documentation +
			"The API key needs the scope `policies.read`.",
		Arguments: map[string]schema.Attribute{
			"policy_id": schema.StringAttribute{Required: true, MarkdownDescription: "The ID of the usage limits policy, a UUID.", Validators: []validator.String{tfkit.NotBlank()}},
			"status": schema.StringAttribute{
				Optional: true, MarkdownDescription: "Only the values of this status are returned: `active` or `exhausted`. If omitted, all are.",
				Validators: []validator.String{tfkit.Among("active", "exhausted")},
			},
		},
		Result: "entities",
		Listed: "The values, in the order in which Portkey lists them.",
		Attributes: map[string]schema.Attribute{
			"id":                       text("The ID by which Portkey names the value."),
			"value_key":                text("The value, or the combination of values, of what the policy is grouped by."),
			"current_usage":            schema.NumberAttribute{Computed: true, MarkdownDescription: "What was spent since the last reset, in the unit of the policy's `type`."},
			"status":                   text("`active`, or `exhausted` once the budget is used up."),
			"is_threshold_alerts_sent": schema.BoolAttribute{Computed: true, MarkdownDescription: "Whether the alert of `alert_threshold` was sent."},
			"is_exhausted_alerts_sent": schema.BoolAttribute{Computed: true, MarkdownDescription: "Whether the alert of an exhausted budget was sent."},
			"last_used_at":             text("When the value was last used, as an RFC 3339 time in UTC."),
		},
		Find: findEntities,
	}
}

func findEntities(ctx context.Context, session *tfkit.Session, config tfsdk.Config, diags *diag.Diagnostics) []entity {
	var id string
	var status types.String
	diags.Append(config.GetAttribute(ctx, path.Root("policy_id"), &id)...)
	diags.Append(config.GetAttribute(ctx, path.Root("status"), &status)...)
	if diags.HasError() {
		return nil
	}
	if _, err := portkey.NewPolicies(session.API, portkey.UsageLimitsPolicies, "").FindByID(ctx, id); err != nil {
		of := usageNoun
		of.References = "ID"
		diags.Append(of.FindFailed(of.Find(), err))
		return nil
	}
	found, err := session.API.PolicyEntities(ctx, id)
	if err != nil {
		diags.Append(tfkit.Act{Verb: "list", Noun: "entities of a " + usageNoun.One, Right: usageNoun.Right("read")}.Failed(err))
		return nil
	}
	var entities []entity
	for _, one := range found {
		if e := entityOf(one); status.IsNull() || e.Status.Equal(status) {
			entities = append(entities, e)
		}
	}
	return entities
}
