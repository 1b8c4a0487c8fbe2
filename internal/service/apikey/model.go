package apikey

import (
	"slices"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/portkey-community/terraform-provider-portkey/internal/limits"
	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

// attributes are those that the resource and the data sources share. What a
// configuration can set is a plain Go value, since it is known wherever a model is
// read; what the server owns is a framework value, since it is unknown in a plan.
type attributes struct {
	ID             types.String       `tfsdk:"id"`
	Type           *string            `tfsdk:"type"`
	WorkspaceID    types.String       `tfsdk:"workspace_id"`
	UserID         *string            `tfsdk:"user_id"`
	Name           *string            `tfsdk:"name"`
	Description    *string            `tfsdk:"description"`
	Scopes         []string           `tfsdk:"scopes"`
	Defaults       *defaults          `tfsdk:"defaults"`
	RateLimits     []limits.RateLimit `tfsdk:"rate_limits"`
	AlertEmails    []string           `tfsdk:"alert_emails"`
	ExpiresAt      *string            `tfsdk:"expires_at"`
	RotationPolicy *rotationPolicy    `tfsdk:"rotation_policy"`
	MaskedKey      types.String       `tfsdk:"masked_key"`
	Status         types.String       `tfsdk:"status"`
	CreationMode   types.String       `tfsdk:"creation_mode"`
	OrganisationID types.String       `tfsdk:"organisation_id"`
	LastResetAt    types.String       `tfsdk:"last_reset_at"`
	CreatedBy      types.String       `tfsdk:"created_by"`
	CreatedAt      types.String       `tfsdk:"created_at"`
	LastUpdatedAt  types.String       `tfsdk:"last_updated_at"`
}

// model is the resource.
type model struct {
	attributes

	EffectiveMetadata        types.Map           `tfsdk:"effective_metadata"`
	UsageLimits              []limits.UsageLimit `tfsdk:"usage_limits"`
	RotateTrigger            *string             `tfsdk:"rotate_trigger"`
	RotateTransitionPeriodMS types.Number        `tfsdk:"rotate_transition_period_ms"`
	ResetUsageTrigger        *string             `tfsdk:"reset_usage_trigger"`
	EncryptTo                []string            `tfsdk:"encrypt_to"`
	AllowDuplicateName       *bool               `tfsdk:"allow_duplicate_name"`
	Key                      types.String        `tfsdk:"key"`
	EncryptedKey             types.String        `tfsdk:"encrypted_key"`
	KeyVersion               types.Int64         `tfsdk:"key_version"`
	KeyTransitionExpiresAt   types.String        `tfsdk:"key_transition_expires_at"`

	// Config is the id of the config that defaults names, where that is written as a
	// slug; see resolve. Responses contain the id.
	Config string `tfsdk:"-"`
	// Retained is a description that the control plane kept although it was cleared.
	// The private state has it.
	Retained string `tfsdk:"-"`
}

// kind is one of the kinds of keys, as the client spells them.
func (m model) kind() string { return tfkit.Text(m.Type) }

// ref is what a proof that the key was deleted has to go by, given the id of the
// workspace.
func (m model) ref(workspaceID string) portkey.APIKeyRef {
	return portkey.APIKeyRef{
		ID: m.ID.ValueString(), Kind: m.kind(),
		OrganisationID: m.OrganisationID.ValueString(), WorkspaceID: workspaceID, CreatedAt: m.CreatedAt.ValueString(),
	}
}

// create is the body of the POST, given the id of the workspace; "" is the own one of the
// key that sends it. now is the server's clock.
func (m model) create(workspaceID string, now time.Time) portkey.APIKeyCreate {
	body := portkey.APIKeyCreate{
		Kind: m.kind(), WorkspaceID: workspaceID, UserID: tfkit.Text(m.UserID),
		Name: tfkit.Text(m.Name), Description: tfkit.Text(m.Description), Scopes: m.Scopes,
		RateLimits:     limits.WireRate(m.RateLimits),
		Defaults:       m.createDefaults(),
		AlertEmails:    m.AlertEmails,
		ExpiresAt:      tfkit.CanonicalTime(tfkit.Text(m.ExpiresAt)),
		RotationPolicy: m.RotationPolicy.wire(nil),
	}
	if budgets := limits.CreateUsage(m.UsageLimits, now); len(budgets) > 0 {
		body.UsageLimits = &budgets[0]
	}
	return body
}

// takeComputed takes over what the server alone decides, as far as the answer has it.
// The workspace stays as it is written, by id or slug: a key can't be moved.
func (m model) takeComputed(answer portkey.APIKey) model {
	if m.ID.ValueString() == "" {
		m.ID = types.StringValue(answer.ID.Or(""))
	}
	if m.WorkspaceID.ValueString() == "" {
		m.WorkspaceID = tfkit.OrPrior(answer.WorkspaceID, m.WorkspaceID)
	}
	if answer.MaskedKey != "" || m.MaskedKey.IsUnknown() {
		m.MaskedKey = tfkit.StringOrNull(answer.MaskedKey)
	}
	m.Status = tfkit.OrPrior(answer.Status, m.Status)
	m.CreationMode = tfkit.OrPrior(answer.CreationMode, m.CreationMode)
	m.OrganisationID = tfkit.OrPrior(answer.OrganisationID, m.OrganisationID)
	m.LastResetAt = tfkit.OrPrior(answer.LastResetAt, m.LastResetAt)
	m.CreatedBy = tfkit.OrPrior(answer.CreatedBy, m.CreatedBy)
	m.CreatedAt = tfkit.OrPrior(answer.CreatedAt, m.CreatedAt)
	m.LastUpdatedAt = tfkit.OrPrior(answer.LastUpdatedAt, m.LastUpdatedAt)
	return m
}

// observe is the state as the server has it, in the spelling of m. What the answer
// lacks stays as m has it, and so does everything where the answer is older than m.
// base is the provider's metadata, now the server's clock.
func (m model) observe(answer portkey.APIKey, base types.Map, now time.Time) model {
	if tfkit.Lags(answer.LastUpdatedAt.Or(""), m.LastUpdatedAt.ValueString(), now) {
		return m
	}
	prior := m
	m = m.takeComputed(answer)
	m.KeyTransitionExpiresAt = tfkit.OrPrior(answer.KeyTransitionExpiresAt, m.KeyTransitionExpiresAt)
	if prior.isRotatedIn(answer) {
		// The secret in the state is dead or dying.
		m.Key, m.EncryptedKey = types.StringNull(), types.StringNull()
	}
	if prior.Name == nil { // an import
		m.Type, m.UserID = tfkit.TextOrNull(answer.Kind()), tfkit.TextOrNull(answer.UserID.Or(""))
	}
	if answer.Name.IsPresent() {
		m.Name = tfkit.KeepText(m.Name, answer.Name.Or(""))
	}
	if answer.Description.IsPresent() {
		m.Description, m.Retained = tfkit.KeepRetained(m.Description, m.Retained, answer.Description.Or(""))
	}
	if seen, ok := answer.Scopes.Get(); ok {
		m.Scopes = keepSet(m.Scopes, seen)
	}
	if answer.AlertEmails.IsPresent() {
		m.AlertEmails = keepSet(m.AlertEmails, answer.AlertEmails.Or(nil))
	}
	if answer.UsageLimits.IsPresent() {
		m.UsageLimits = limits.ObserveUsage(m.UsageLimits, m.datedLimits(answer), now)
	}
	if answer.RateLimits.IsPresent() {
		m.RateLimits = limits.ObserveRate(m.RateLimits, answer.RateLimits.Or(nil))
	}
	m = m.observeDefaults(answer, prior, base)
	return m.observeLife(answer, prior, now)
}

// isRotatedIn reports whether an answer shows another secret than the state has. A state
// of the vendor's provider has the secret alone.
func (m model) isRotatedIn(answer portkey.APIKey) bool {
	key, mask := m.Key.ValueString(), answer.MaskedKey
	if m.MaskedKey.ValueString() != "" || key == "" {
		return !sameMask(m.MaskedKey, types.StringValue(mask))
	}
	head, _, isMasked := strings.Cut(mask, "*")
	tail := mask[strings.LastIndex(mask, "*")+1:]
	return isMasked && (!strings.HasPrefix(key, head) || !strings.HasSuffix(key, tail))
}

// sameMask compares masked secrets, as far as both are known.
func sameMask(a, b types.String) bool {
	return a.ValueString() == "" || b.ValueString() == "" || a.Equal(b)
}

// datedLimits are the budgets of an answer. A list item lacks the date of the next reset
// (recorded), which is then as it was.
func (m model) datedLimits(answer portkey.APIKey) portkey.UsageLimits {
	budgets := slices.Clone(answer.UsageLimits.Or(nil))
	if answer.NextUsageResetAt.IsPresent() || len(budgets) != 1 || len(m.UsageLimits) != 1 || budgets[0].NextUsageResetAt != "" {
		return budgets
	}
	budgets[0].NextUsageResetAt = tfkit.Text(m.UsageLimits[0].NextUsageResetAt)
	return budgets
}

// keepSet is a set in the order of prior where both have the same elements, and nil for
// an empty one.
func keepSet(prior, seen []string) []string {
	if sameSet(prior, seen) {
		return prior
	}
	if len(seen) == 0 {
		return nil
	}
	return sorted(seen)
}

func sameSet(a, b []string) bool { return slices.Equal(sorted(a), sorted(b)) }

func sorted(all []string) []string { return slices.Compact(slices.Sorted(slices.Values(all))) }
