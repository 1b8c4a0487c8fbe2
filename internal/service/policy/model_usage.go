package policy

import (
	"time"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/portkey-community/terraform-provider-portkey/internal/limits"
	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

// usageAttributes are those of a usage limits policy.
type usageAttributes struct {
	common

	Description       *string      `tfsdk:"description"`
	CreditLimit       types.Number `tfsdk:"credit_limit"`
	AlertThreshold    types.Number `tfsdk:"alert_threshold"`
	PeriodicReset     *string      `tfsdk:"periodic_reset"`
	PeriodicResetDays types.Number `tfsdk:"periodic_reset_days"`
	NextUsageResetAt  *string      `tfsdk:"next_usage_reset_at"`
	LastResetAt       types.String `tfsdk:"last_reset_at"`
}

// usageModel is the resource portkey_usage_limits_policy.
type usageModel struct {
	usageAttributes

	ResetUsageTrigger  *string `tfsdk:"reset_usage_trigger"`
	AllowDuplicateName *bool   `tfsdk:"allow_duplicate_name"`

	Retained string `tfsdk:"-"` // see kept
}

func (m usageModel) shared() common                 { return m.common }
func (m usageModel) sharing(c common) usageModel    { m.common = c; return m }
func (m usageModel) described() string              { return tfkit.Text(m.Description) }
func (m usageModel) kept() string                   { return m.Retained }
func (m usageModel) keeping(text string) usageModel { m.Retained = text; return m }
func (m usageModel) mayShareName() bool             { return tfkit.IsTrue(m.AllowDuplicateName) }

func (m usageModel) takeComputed(answer portkey.Policy) usageModel {
	m.LastResetAt = tfkit.OrPrior(answer.LastResetAt, m.LastResetAt)
	return m.sharing(m.common.takeComputed(answer))
}

func (m usageModel) asBefore(state usageModel) usageModel {
	m.LastResetAt = state.LastResetAt
	return m.sharing(m.common.asBefore(state.common))
}

func (m usageModel) untriggered(state usageModel) usageModel {
	m.ResetUsageTrigger = state.ResetUsageTrigger
	return m
}

// resets reports whether a change of reset_usage_trigger asks for a reset. Removing it does
// not.
func (m usageModel) resets(state usageModel) bool {
	planned := tfkit.Text(m.ResetUsageTrigger)
	return planned != "" && planned != tfkit.Text(state.ResetUsageTrigger)
}

func (m usageModel) create(workspaceID string, now time.Time) portkey.PolicyCreate {
	body := m.common.create(workspaceID)
	body.CreditLimit, body.AlertThreshold = number(m.CreditLimit), number(m.AlertThreshold)
	body.PeriodicReset, body.PeriodicResetDays = tfkit.Text(m.PeriodicReset), number(m.PeriodicResetDays)
	if next := tfkit.CanonicalTime(tfkit.Text(m.NextUsageResetAt)); !limits.Passed(next, now) {
		body.NextUsageResetAt = next
	}
	return body
}

// observe takes what a whole answer lacks for unset. An answer without the budget is that to
// a create or a write.
func (m usageModel) observe(answer portkey.Policy, now time.Time) usageModel {
	if tfkit.Lags(answer.LastUpdatedAt.Or(""), m.LastUpdatedAt.ValueString(), now) {
		return m
	}
	m.common = m.common.observe(answer)
	m.LastResetAt = tfkit.OrPrior(answer.LastResetAt, m.LastResetAt)
	if answer.Description.IsPresent() {
		m.Description, m.Retained = tfkit.KeepRetained(m.Description, m.Retained, answer.Description.Or(""))
	}
	if !answer.CreditLimit.IsPresent() {
		return m
	}
	m.CreditLimit = tfkit.KeepNumber(m.CreditLimit, amount(answer.CreditLimit))
	m.AlertThreshold = tfkit.KeepNumber(m.AlertThreshold, amount(answer.AlertThreshold))
	m.PeriodicReset = tfkit.KeepText(m.PeriodicReset, answer.PeriodicReset.Or(""))
	m.PeriodicResetDays = tfkit.KeepNumber(m.PeriodicResetDays, amount(answer.PeriodicResetDays))
	m.NextUsageResetAt = limits.ObserveReset(m.NextUsageResetAt, answer.NextUsageResetAt.Or(""), now)
	return m
}

func (m usageModel) differs(other usageModel) tfkit.Changes {
	changes := m.common.differs(other.common)
	changes.Add("description", tfkit.TrimmedProse(tfkit.Text(m.Description)) == tfkit.TrimmedProse(tfkit.Text(other.Description)))
	changes.Add("credit_limit", sameNumber(m.CreditLimit, other.CreditLimit))
	changes.Add("alert_threshold", sameNumber(m.AlertThreshold, other.AlertThreshold))
	changes.Add("periodic_reset", tfkit.Text(m.PeriodicReset) == tfkit.Text(other.PeriodicReset))
	changes.Add("periodic_reset_days", sameNumber(m.PeriodicResetDays, other.PeriodicResetDays))
	changes.Add("next_usage_reset_at", tfkit.SameDay(tfkit.Text(m.NextUsageResetAt), tfkit.Text(other.NextUsageResetAt)))
	return changes
}

func (m usageModel) digest() string {
	day, _ := tfkit.Day(tfkit.Text(m.NextUsageResetAt))
	return tfkit.Digest(append(m.common.digest(),
		tfkit.TrimmedProse(tfkit.Text(m.Description)), tfkit.Float(m.CreditLimit), tfkit.Float(m.AlertThreshold),
		tfkit.Text(m.PeriodicReset), tfkit.Float(m.PeriodicResetDays), day)...)
}

func (m usageModel) changes(state, live usageModel, answer portkey.Policy, now time.Time) []portkey.PolicyUpdate {
	var body portkey.PolicyUpdate
	sends := false
	for _, name := range missing(m, state, live) {
		switch name {
		case "name":
			body.Name = portkey.Some(tfkit.Text(m.Name))
		case "description":
			body.Description = portkey.SomeOrNull(tfkit.Text(m.Description), tfkit.Text(m.Description) != "")
		case "conditions":
			body.Conditions = portkey.Some(wireConditions(m.Conditions))
		case "credit_limit":
			body.CreditLimit = numberOrNull(m.CreditLimit)
		case "alert_threshold":
			body.AlertThreshold = numberOrNull(m.AlertThreshold)
		case "periodic_reset":
			body.PeriodicReset = portkey.SomeOrNull(tfkit.Text(m.PeriodicReset), tfkit.Text(m.PeriodicReset) != "")
		case "periodic_reset_days":
			body.PeriodicResetDays = numberOrNull(m.PeriodicResetDays)
		case "next_usage_reset_at":
			body.NextUsageResetAt = m.nextReset(state, now)
			if next, set := body.NextUsageResetAt.Get(); !body.NextUsageResetAt.IsPresent() || set && tfkit.SameDay(next, answer.NextUsageResetAt.Or("")) {
				body.NextUsageResetAt = portkey.Opt[string]{}
				continue
			}
		}
		sends = true
	}
	if next := m.nextReset(usageModel{}, now); next.IsPresent() && (body.PeriodicReset.IsPresent() || body.PeriodicResetDays.IsPresent()) {
		body.NextUsageResetAt = next // another period would move it
	}
	if !sends {
		return nil
	}
	return []portkey.PolicyUpdate{body}
}

// nextReset is the date that an update from state sends: null if it was removed, and absent
// where that changes nothing. A date that has passed is never sent: the server has moved it
// on.
func (m usageModel) nextReset(state usageModel, now time.Time) portkey.Opt[string] {
	planned, known := tfkit.Text(m.NextUsageResetAt), tfkit.Text(state.NextUsageResetAt)
	switch {
	case limits.Passed(planned, now), planned == "" && (known == "" || limits.Passed(known, now)):
		return portkey.Opt[string]{}
	case planned == "":
		return portkey.Null[string]()
	default:
		return portkey.Some(tfkit.CanonicalTime(planned))
	}
}
