package policy

import (
	"time"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

// rateAttributes are those of a rate limits policy.
type rateAttributes struct {
	common

	Unit   *string      `tfsdk:"unit"`
	Value  types.Number `tfsdk:"value"`
	Target *string      `tfsdk:"target"`
}

// rateModel is the resource portkey_rate_limits_policy.
type rateModel struct {
	rateAttributes

	AllowDuplicateName *bool `tfsdk:"allow_duplicate_name"`
}

// defaultTarget is what Portkey limits where a policy has no target.
const defaultTarget = "llm"

func (m rateModel) shared() common             { return m.common }
func (m rateModel) sharing(c common) rateModel { m.common = c; return m }
func (m rateModel) described() string          { return "" }
func (m rateModel) resets(rateModel) bool      { return false }
func (m rateModel) kept() string               { return "" }
func (m rateModel) keeping(string) rateModel   { return m }
func (m rateModel) mayShareName() bool         { return tfkit.IsTrue(m.AllowDuplicateName) }
func (m rateModel) digest() string {
	return tfkit.Digest(append(m.common.digest(), tfkit.Text(m.Unit), tfkit.Float(m.Value))...)
}
func (m rateModel) takeComputed(answer portkey.Policy) rateModel {
	return m.sharing(m.common.takeComputed(answer))
}

func (m rateModel) asBefore(state rateModel) rateModel {
	return m.sharing(m.common.asBefore(state.common))
}
func (m rateModel) untriggered(rateModel) rateModel { return m }

func (m rateModel) create(workspaceID string, _ time.Time) portkey.PolicyCreate {
	body := m.common.create(workspaceID)
	body.Unit, body.Value, body.Target = tfkit.Text(m.Unit), number(m.Value), tfkit.Text(m.Target)
	return body
}

func (m rateModel) observe(answer portkey.Policy, now time.Time) rateModel {
	if tfkit.Lags(answer.LastUpdatedAt.Or(""), m.LastUpdatedAt.ValueString(), now) {
		return m
	}
	m.common = m.common.observe(answer)
	if answer.Unit.IsPresent() {
		m.Unit = tfkit.KeepText(m.Unit, answer.Unit.Or(""))
	}
	if answer.Value.IsPresent() {
		m.Value = tfkit.KeepNumber(m.Value, amount(answer.Value))
	}
	if target := answer.Target.Or(targetOf(m.Target)); m.Target == nil || target != targetOf(m.Target) {
		m.Target = &target
	}
	return m
}

// targetOf is what a policy limits.
func targetOf(target *string) string {
	if text := tfkit.Text(target); text != "" {
		return text
	}
	return defaultTarget
}

func (m rateModel) differs(other rateModel) tfkit.Changes {
	changes := m.common.differs(other.common)
	changes.Add("unit", tfkit.Text(m.Unit) == tfkit.Text(other.Unit))
	changes.Add("value", sameNumber(m.Value, other.Value))
	return changes
}

func (m rateModel) changes(state, live rateModel, _ portkey.Policy, _ time.Time) []portkey.PolicyUpdate {
	var body portkey.PolicyUpdate
	names := missing(m, state, live)
	for _, name := range names {
		switch name {
		case "name":
			body.Name = portkey.Some(tfkit.Text(m.Name))
		case "conditions":
			body.Conditions = portkey.Some(wireConditions(m.Conditions))
		case "unit":
			body.Unit = portkey.Some(tfkit.Text(m.Unit))
		case "value":
			body.Value = numberOrNull(m.Value)
		}
	}
	if len(names) == 0 {
		return nil
	}
	return []portkey.PolicyUpdate{body}
}
