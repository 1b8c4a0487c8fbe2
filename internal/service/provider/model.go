package provider

import (
	"time"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/portkey-community/terraform-provider-portkey/internal/limits"
	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

// attributes are those that the resource and the data sources share. What a
// configuration must set is a plain Go value, since it is known wherever a model is read;
// what the server owns is a framework value, since it is unknown in a plan.
type attributes struct {
	ID             types.String       `tfsdk:"id"`
	WorkspaceID    types.String       `tfsdk:"workspace_id"`
	IntegrationID  types.String       `tfsdk:"integration_id"`
	Name           *string            `tfsdk:"name"`
	Slug           types.String       `tfsdk:"slug"`
	Note           *string            `tfsdk:"note"`
	RateLimits     []limits.RateLimit `tfsdk:"rate_limits"`
	ExpiresAt      *string            `tfsdk:"expires_at"`
	AIProviderName types.String       `tfsdk:"ai_provider_name"`
	Status         types.String       `tfsdk:"status"`
	CreatedAt      types.String       `tfsdk:"created_at"`
	LastResetAt    types.String       `tfsdk:"last_reset_at"`
}

// model is the resource.
type model struct {
	attributes

	UsageLimits        []limits.UsageLimit `tfsdk:"usage_limits"`
	AllowDuplicateName *bool               `tfsdk:"allow_duplicate_name"`

	// Retained is a note that the control plane kept although it was cleared. The private
	// state has it.
	Retained string `tfsdk:"-"`
}

// address is what a path names the provider by: the id, which is never used again,
// unlike a slug.
func (m model) address() string {
	if id := m.ID.ValueString(); id != "" {
		return id
	}
	return m.Slug.ValueString()
}

// ref is what a proof that the provider was deleted has to go by.
func (m model) ref(workspaceID string) portkey.Ref {
	return portkey.Ref{ID: m.address(), Name: tfkit.Text(m.Name), Parent: workspaceID, CreatedAt: m.CreatedAt.ValueString()}
}

// create is the body of the POST, given the id of the workspace and what names the
// integration. now is the server's clock.
func (m model) create(workspaceID, integrationID string, now time.Time) portkey.ProviderCreate {
	body := portkey.ProviderCreate{
		Name: tfkit.Text(m.Name), WorkspaceID: workspaceID, IntegrationID: integrationID,
		Slug: m.Slug.ValueString(), Note: tfkit.Text(m.Note),
		ExpiresAt: tfkit.CanonicalTime(tfkit.Text(m.ExpiresAt)),
	}
	if budgets := limits.CreateUsage(m.UsageLimits, now); len(budgets) > 0 {
		body.UsageLimits = &budgets[0]
	}
	return body
}

// takeComputed takes over what the server alone decides, as far as the answer has it. The
// workspace and the integration stay as they are written, by id or slug: a provider can't
// be moved.
func (m model) takeComputed(answer portkey.Provider) model {
	m.Slug = tfkit.OrPrior(answer.Slug, m.Slug)
	// Older control planes may return no other id than the slug. It stays, since an identity
	// must not change.
	if m.ID.ValueString() == "" {
		m.ID = types.StringValue(answer.ID.Or(m.Slug.ValueString()))
	}
	if m.WorkspaceID.ValueString() == "" {
		m.WorkspaceID = tfkit.OrPrior(answer.WorkspaceID, m.WorkspaceID)
	}
	if m.IntegrationID.ValueString() == "" {
		m.IntegrationID = tfkit.OrPrior(answer.IntegrationID, m.IntegrationID)
	}
	m.AIProviderName = tfkit.OrPrior(answer.AIProvider(), m.AIProviderName)
	m.Status = tfkit.OrPrior(answer.Status, m.Status)
	m.CreatedAt = tfkit.OrPrior(answer.CreatedAt, m.CreatedAt)
	m.LastResetAt = tfkit.OrPrior(answer.LastResetAt, m.LastResetAt)
	return m
}

// observe is the state as the server has it, in the spelling of m. What the answer lacks
// stays as m has it. now is the server's clock.
func (m model) observe(answer portkey.Provider, now time.Time) model {
	m = m.takeComputed(answer)
	if answer.Name.IsPresent() {
		m.Name = tfkit.KeepText(m.Name, answer.Name.Or(""))
	}
	if answer.Note.IsPresent() {
		m.Note, m.Retained = tfkit.KeepRetained(m.Note, m.Retained, answer.Note.Or(""))
	}
	if answer.UsageLimits.IsPresent() {
		m.UsageLimits = limits.ObserveUsage(m.UsageLimits, answer.UsageLimits.Or(nil), now)
	}
	if answer.RateLimits.IsPresent() {
		m.RateLimits = limits.ObserveRate(m.RateLimits, answer.RateLimits.Or(nil))
	}
	if answer.ExpiresAt.IsPresent() {
		if seen := tfkit.TextOrNull(answer.ExpiresAt.Or("")); !tfkit.SameTime(m.ExpiresAt, seen) {
			m.ExpiresAt = seen
		}
	}
	return m
}

// differs names the attributes in which two models differ on the wire.
func (m model) differs(other model) tfkit.Changes {
	var changes tfkit.Changes
	changes.Add("name", tfkit.Text(m.Name) == tfkit.Text(other.Name))
	changes.Add("note", tfkit.TrimmedProse(tfkit.Text(m.Note)) == tfkit.TrimmedProse(tfkit.Text(other.Note)))
	changes.Add("usage_limits", limits.UsageReordered(m.UsageLimits, other.UsageLimits))
	changes.Add("rate_limits", limits.RateReordered(m.RateLimits, other.RateLimits))
	changes.Add("expires_at", tfkit.SameTime(m.ExpiresAt, other.ExpiresAt))
	return changes
}

// isCreatedIn reports whether an answer shows what a create from m has sent.
// Rate limits are set later.
func (m model) isCreatedIn(answer portkey.Provider, now time.Time) bool {
	m.RateLimits = nil
	return len(m.differs(m.observe(answer, now))) == 0
}

// changes are the bodies of the PUTs that turn state into m, at most one: what this
// update changes, and nothing else. live is the provider as it is on the server, whose
// reset date goes along as it is.
func (m model) changes(workspaceID string, state model, live portkey.Provider, now time.Time) []portkey.ProviderUpdate {
	body := portkey.ProviderUpdate{WorkspaceID: workspaceID}
	seen := state.observe(live, now)
	sends := false
	for _, name := range m.differs(state) {
		if !m.differs(seen).Has(name) { // somebody else, or a lost attempt, was first
			continue
		}
		sends = true
		switch name {
		case "name":
			body.Name = portkey.Some(tfkit.Text(m.Name))
		case "note":
			body.Note = portkey.Some(tfkit.Text(m.Note)) // null is not documented here
		case "usage_limits":
			body.UsageLimits = portkey.Null[portkey.UsageLimit]()
			if len(m.UsageLimits) > 0 {
				body.UsageLimits = portkey.Some(limits.ChangeUsage(m.UsageLimits, state.UsageLimits, live.UsageLimits.Or(nil), now)[0])
			}
		case "rate_limits":
			body.RateLimits = portkey.SomeOrNull(limits.WireRate(m.RateLimits), len(m.RateLimits) > 0)
		case "expires_at":
			body.ExpiresAt = portkey.SomeOrNull(tfkit.CanonicalTime(tfkit.Text(m.ExpiresAt)), tfkit.Text(m.ExpiresAt) != "")
		}
	}
	if !sends {
		return nil
	}
	return []portkey.ProviderUpdate{body}
}
