package portkey

import (
	"encoding/json"
	"slices"
)

// The kinds of API keys, as answers spell them.
const (
	OrganisationService = "organisation-service"
	WorkspaceService    = "workspace-service"
	WorkspaceUser       = "workspace-user"
)

// MinKeyTransition is the shortest time for which the previous secret of a rotated key
// stays valid, and the default, in milliseconds (documented).
const MinKeyTransition = 1_800_000

// APIKey is an API key as the Admin API returns it. The answer to a create contains ID
// and Secret alone.
type APIKey struct {
	ID          Opt[string] `json:"id,omitzero"`
	Name        Opt[string] `json:"name,omitzero"`
	Description Opt[string] `json:"description,omitzero"`
	// Type is the kind of the key: see [APIKey.Kind].
	Type           Opt[string] `json:"type,omitzero"`
	OrganisationID Opt[string] `json:"organisation_id,omitzero"`
	WorkspaceID    Opt[string] `json:"workspace_id,omitzero"`
	UserID         Opt[string] `json:"user_id,omitzero"`
	// Status is active, exhausted or expired; expiry is noticed late.
	Status Opt[string] `json:"status,omitzero"`
	// CreationMode is ui, api or auto.
	CreationMode Opt[string]         `json:"creation_mode,omitzero"`
	Scopes       Opt[[]string]       `json:"scopes,omitzero"`
	UsageLimits  Opt[UsageLimits]    `json:"usage_limits,omitzero"`
	RateLimits   Opt[RateLimits]     `json:"rate_limits,omitzero"`
	Defaults     Opt[APIKeyDefaults] `json:"defaults,omitzero"`
	// AllowConfigOverride is null where the key has no defaults. The one in Defaults is
	// false then, and absent in list items (recorded): it is not read.
	AllowConfigOverride Opt[Bool]           `json:"allow_config_override,omitzero"`
	AlertEmails         Opt[[]string]       `json:"alert_emails,omitzero"`
	ExpiresAt           Opt[string]         `json:"expires_at,omitzero"`
	RotationPolicy      Opt[RotationPolicy] `json:"rotation_policy,omitzero"`
	// KeyTransitionExpiresAt is until when the previous secret is valid. Whether reads
	// contain it is not on record.
	KeyTransitionExpiresAt Opt[string] `json:"key_transition_expires_at,omitzero"`
	LastResetAt            Opt[string] `json:"last_reset_at,omitzero"`
	// NextUsageResetAt is absent in list items (recorded), and then in their limits too.
	NextUsageResetAt Opt[string] `json:"next_usage_reset_at,omitzero"`
	CreatedBy        Opt[string] `json:"created_by,omitzero"`
	CreatedAt        Opt[string] `json:"created_at,omitzero"`
	LastUpdatedAt    Opt[string] `json:"last_updated_at,omitzero"`

	// Secret is in the answer to a create.
	Secret Secret `json:"-"`
	// MaskedKey is the secret as reads contain it.
	MaskedKey string `json:"-"`
}

// APIKeyDefaults are what requests with a key start from. In requests, what is absent is
// kept; null clears ConfigID, and an empty map Metadata.
type APIKeyDefaults struct {
	Metadata Opt[Metadata] `json:"metadata,omitzero"`
	// ConfigID is sent as id or slug, and returned as an id.
	ConfigID            Opt[string] `json:"config_id,omitzero"`
	AllowConfigOverride Opt[Bool]   `json:"allow_config_override,omitzero"`
}

// RotationPolicy is how Portkey rotates a key by itself. A request contains one of the
// first three, and null for what was set and is not any more.
type RotationPolicy struct {
	// RotationPeriod is weekly or monthly.
	RotationPeriod     Opt[string] `json:"rotation_period,omitzero"`
	RotationPeriodDays Opt[Number] `json:"rotation_period_days,omitzero"`
	// NextRotationAt is RFC 3339; the server moves it to 00:00 UTC of its day, and adds it
	// where a request lacks it.
	NextRotationAt        Opt[string] `json:"next_rotation_at,omitzero"`
	KeyTransitionPeriodMS Opt[Number] `json:"key_transition_period_ms,omitzero"`
	// Status is in answers only.
	Status Opt[string] `json:"status,omitzero"`
}

// APIKeyCreate is the body of POST /api-keys/{type}/{sub-type}. What is empty is omitted.
type APIKeyCreate struct {
	// Kind is in the path.
	Kind string `json:"-"`
	Name string `json:"name"`
	// WorkspaceID is the id, for the kinds of a workspace, by which the name is looked up.
	WorkspaceID    string          `json:"workspace_id,omitempty"`
	UserID         string          `json:"user_id,omitempty"`
	Description    string          `json:"description,omitempty"`
	Scopes         []string        `json:"scopes"`
	UsageLimits    *UsageLimit     `json:"usage_limits,omitempty"`
	RateLimits     []RateLimit     `json:"rate_limits,omitempty"`
	Defaults       *APIKeyDefaults `json:"defaults,omitempty"`
	AlertEmails    []string        `json:"alert_emails,omitempty"`
	ExpiresAt      string          `json:"expires_at,omitempty"`
	RotationPolicy *RotationPolicy `json:"rotation_policy,omitempty"`
}

// APIKeyUpdate is the body of PUT /api-keys/{id}: an absent key keeps what is stored,
// null clears. Scopes, limits and e-mail addresses are sent whole.
type APIKeyUpdate struct {
	Name Opt[string] `json:"name,omitzero"`
	// Description is cleared by null, where at all: "" keeps it.
	Description    Opt[string]         `json:"description,omitzero"`
	Scopes         Opt[[]string]       `json:"scopes,omitzero"`
	UsageLimits    Opt[UsageLimit]     `json:"usage_limits,omitzero"`
	RateLimits     Opt[[]RateLimit]    `json:"rate_limits,omitzero"`
	Defaults       Opt[APIKeyDefaults] `json:"defaults,omitzero"`
	AlertEmails    Opt[[]string]       `json:"alert_emails,omitzero"`
	ExpiresAt      Opt[string]         `json:"expires_at,omitzero"`
	RotationPolicy Opt[RotationPolicy] `json:"rotation_policy,omitzero"`
	// ResetUsage sets what was spent to zero.
	ResetUsage bool `json:"reset_usage,omitempty"`
}

// UnmarshalJSON separates a secret from a masked one, and puts the next reset into the
// limit, where creates and updates have it.
func (k *APIKey) UnmarshalJSON(data []byte) error {
	type plain APIKey // without this method
	var secret struct {
		Key Opt[Secret] `json:"key"`
	}
	if err := json.Unmarshal(data, &secret); err != nil {
		return err
	}
	if err := json.Unmarshal(data, (*plain)(k)); err != nil {
		return err
	}
	k.setKey(secret.Key.Or(Secret{}))
	limits := k.UsageLimits.Or(nil)
	if at := k.NextUsageResetAt.Or(""); at != "" && len(limits) == 1 && limits[0].NextUsageResetAt == "" {
		limits[0].NextUsageResetAt = at
	}
	return nil
}

// returned is the secret of an answer.
func (k APIKey) returned() []Secret { return []Secret{k.Secret} }

func (k *APIKey) setKey(key Secret) {
	if isMasked(key.Reveal()) {
		k.MaskedKey = key.Reveal()
		return
	}
	k.Secret, k.MaskedKey = key, key.Masked()
}

// resets reports whether the spend of a key counts from zero again at some time.
func (k APIKey) resets() bool {
	return slices.ContainsFunc(k.UsageLimits.Or(nil), func(l UsageLimit) bool { return l.PeriodicReset != "" || l.PeriodicResetDays != nil })
}

// IsWhole reports whether an answer contains all that a read of the key contains. A list
// item lacks the next reset of a usage limit, and may lack the rotation policy: what it
// lacks is as it was when LastUpdatedAt was the same.
func (k APIKey) IsWhole() bool {
	return k.RotationPolicy.IsPresent() && (k.NextUsageResetAt.IsPresent() || !k.resets())
}

// Kind is the kind of a key: its type, or what its other fields show where that is
// another word.
func (k APIKey) Kind() string {
	kind := k.Type.Or("")
	switch {
	case slices.Contains([]string{OrganisationService, WorkspaceService, WorkspaceUser}, kind):
		return kind
	case k.WorkspaceID.Or("") == "":
		return OrganisationService
	case k.UserID.Or("") != "":
		return WorkspaceUser
	}
	return WorkspaceService
}
