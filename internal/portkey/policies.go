package portkey

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http"
	"slices"
)

// Policies are the policies of one kind in one workspace, or those that a read of their
// own returns.
type Policies = Collection[Policy, PolicyCreate, PolicyUpdate]

// The kinds of policies, as paths have them.
const (
	UsageLimitsPolicies = "usage-limits"
	RateLimitsPolicies  = "rate-limits"
)

// What messages call policies.
var (
	UsageLimitsPolicyWords = Words{One: "usage limits policy", Many: "usage limits policies", Scopes: "policies"}
	RateLimitsPolicyWords  = Words{One: "rate limits policy", Many: "rate limits policies", Scopes: "policies"}
)

// NewPolicies opens the policies of a kind in a workspace, by its id; "" are those of the
// organisation, of which an organisation's key may only read single ones. A path takes the
// id alone, and names are not unique. Reads are answered from the list, whose items have
// all fields but in older control planes, and which is that of one workspace.
func NewPolicies(c *Client, kind, workspaceID string) *Policies {
	of := inOrganisation[Policy]()
	if workspaceID != "" {
		of = filteredByWorkspace[Policy](workspaceID)
	}
	words := UsageLimitsPolicyWords
	if kind == RateLimitsPolicies {
		words = RateLimitsPolicyWords
	}
	return collect[Policy, PolicyCreate, PolicyUpdate](c, noun[Policy]{
		Words:    words,
		path:     []string{"policies", kind},
		parent:   of,
		fromList: workspaceID != "",
	})
}

// Policy is a policy of either kind as the Admin API returns it: a usage limits policy has
// a budget, and a rate limits policy a rate.
type Policy struct {
	ID          Opt[string]            `json:"id,omitzero"`
	Name        Opt[string]            `json:"name,omitzero"`
	Description Opt[string]            `json:"description,omitzero"`
	Type        Opt[string]            `json:"type,omitzero"`
	WorkspaceID Opt[string]            `json:"workspace_id,omitzero"`
	Conditions  Opt[[]PolicyCondition] `json:"conditions,omitzero"`
	GroupBy     Opt[[]PolicyGroup]     `json:"group_by,omitzero"`

	CreditLimit       Opt[Number] `json:"credit_limit,omitzero"`
	AlertThreshold    Opt[Number] `json:"alert_threshold,omitzero"`
	PeriodicReset     Opt[string] `json:"periodic_reset,omitzero"`
	PeriodicResetDays Opt[Number] `json:"periodic_reset_days,omitzero"`
	// NextUsageResetAt is set and moved by the server, at 00:00 UTC.
	NextUsageResetAt Opt[string] `json:"next_usage_reset_at,omitzero"`
	LastResetAt      Opt[string] `json:"last_reset_at,omitzero"`

	Unit   Opt[string] `json:"unit,omitzero"`
	Value  Opt[Number] `json:"value,omitzero"`
	Target Opt[string] `json:"target,omitzero"`

	Status        Opt[string] `json:"status,omitzero"`
	CreatedBy     Opt[string] `json:"created_by,omitzero"`
	CreatedAt     Opt[string] `json:"created_at,omitzero"`
	LastUpdatedAt Opt[string] `json:"last_updated_at,omitzero"`
}

// isWhole reports whether an answer has all that a read of its own has: older control
// planes list policies without their resets (release notes). Whether all control planes
// return descriptions is not known, so that they count only where there is one.
func (p Policy) isWhole(described bool) bool {
	shared := p.Name.IsPresent() && p.Type.IsPresent() && p.Conditions.IsPresent() && p.GroupBy.IsPresent()
	budget := p.CreditLimit.IsPresent() && p.AlertThreshold.IsPresent() && (p.Description.IsPresent() || !described) &&
		p.PeriodicReset.IsPresent() && p.PeriodicResetDays.IsPresent() && p.NextUsageResetAt.IsPresent()
	rate := p.Unit.IsPresent() && p.Value.IsPresent() && p.Target.IsPresent()
	return shared && (budget || rate)
}

// PolicyCondition is one of the conditions that a request has to meet all of.
type PolicyCondition struct {
	Key string `json:"key"`
	// A request has one of these values, or any where there is "*", and none of the exceptions.
	Value    PolicyValues `json:"value"`
	Excludes PolicyValues `json:"excludes,omitempty"`
}

// PolicyGroup is what usage is counted for separately.
type PolicyGroup struct {
	Key string `json:"key"`
}

// PolicyValues are the values of a condition. A single one is written as a string, which
// older control planes take alone; either form is read.
type PolicyValues []string

// MarshalJSON writes a single value without a list.
func (v PolicyValues) MarshalJSON() ([]byte, error) {
	if len(v) == 1 {
		return json.Marshal(v[0])
	}
	return json.Marshal([]string(v))
}

// UnmarshalJSON reads one value or a list; what is no string is read as its JSON text.
func (v *PolicyValues) UnmarshalJSON(data []byte) error {
	*v = nil
	list := []json.RawMessage{data}
	if bytes.HasPrefix(bytes.TrimSpace(data), []byte("[")) {
		if err := json.Unmarshal(data, &list); err != nil {
			return err
		}
	}
	for _, one := range list {
		var text string
		if string(one) == "null" {
			continue
		}
		if json.Unmarshal(one, &text) != nil {
			text = string(one)
		}
		*v = append(*v, text)
	}
	return nil
}

// PolicyCreate is the body of a POST. What is empty is omitted. It has no description,
// which a create is not known to take: that is set by a PUT.
type PolicyCreate struct {
	Name        string            `json:"name"`
	WorkspaceID string            `json:"workspace_id,omitempty"`
	Type        string            `json:"type"`
	Conditions  []PolicyCondition `json:"conditions"`
	GroupBy     []PolicyGroup     `json:"group_by"`

	CreditLimit       *Number `json:"credit_limit,omitempty"`
	AlertThreshold    *Number `json:"alert_threshold,omitempty"`
	PeriodicReset     string  `json:"periodic_reset,omitempty"`
	PeriodicResetDays *Number `json:"periodic_reset_days,omitempty"`
	NextUsageResetAt  string  `json:"next_usage_reset_at,omitempty"`

	Unit   string  `json:"unit,omitempty"`
	Value  *Number `json:"value,omitempty"`
	Target string  `json:"target,omitempty"`
}

// PolicyUpdate is the body of a PUT: an absent key keeps what is stored, and null clears.
// What is counted, for what, where and of which target can't be changed.
type PolicyUpdate struct {
	Name              Opt[string]            `json:"name,omitzero"`
	Description       Opt[string]            `json:"description,omitzero"`
	Conditions        Opt[[]PolicyCondition] `json:"conditions,omitzero"`
	CreditLimit       Opt[Number]            `json:"credit_limit,omitzero"`
	AlertThreshold    Opt[Number]            `json:"alert_threshold,omitzero"`
	PeriodicReset     Opt[string]            `json:"periodic_reset,omitzero"`
	PeriodicResetDays Opt[Number]            `json:"periodic_reset_days,omitzero"`
	NextUsageResetAt  Opt[string]            `json:"next_usage_reset_at,omitzero"`
	Unit              Opt[string]            `json:"unit,omitzero"`
	Value             Opt[Number]            `json:"value,omitzero"`
}

func (p Policy) facts() facts {
	var names []string
	if name, ok := p.Name.Get(); ok { // which may be empty
		names = []string{name}
	}
	return facts{
		ids: present(p.ID), names: names,
		createdAt: p.CreatedAt.Or(""), updatedAt: p.LastUpdatedAt.Or(""), status: p.Status, workspaceID: p.WorkspaceID.Or(""),
	}
}

func (p PolicyCreate) identity() identity { return identity{name: p.Name} }

// Policy reads a policy of a workspace: from the list where that says enough, and is no
// older than since (RFC 3339, "" for any age). described is whether its description counts.
func (c *Client) Policy(ctx context.Context, kind, workspaceID, id, since string, described bool) (Policy, error) {
	policies := NewPolicies(c, kind, workspaceID)
	got, err := policies.Get(ctx, id, since)
	if err != nil || got.isWhole(described) {
		return got, err
	}
	return policies.GetUncached(ctx, id)
}

// DescribePolicy sets the description of a usage limits policy that was just created.
func (c *Client) DescribePolicy(ctx context.Context, workspaceID, id, description string) error {
	policies := NewPolicies(c, UsageLimitsPolicies, workspaceID)
	return policies.write(ctx, id, policies.noun.about(http.MethodPut, id, PolicyUpdate{Description: Some(description)}))
}

// PolicyEntity is one value of the groups of a usage limits policy, such as a user, with
// what was spent for it. It appears some seconds after the first request.
type PolicyEntity struct {
	ID           Opt[string] `json:"id,omitzero"`
	ValueKey     Opt[string] `json:"value_key,omitzero"`
	CurrentUsage Opt[Number] `json:"current_usage,omitzero"`
	// Status is active or exhausted.
	Status             Opt[string] `json:"status,omitzero"`
	ThresholdAlertSent Opt[Bool]   `json:"is_threshold_alerts_sent,omitzero"`
	ExhaustedAlertSent Opt[Bool]   `json:"is_exhausted_alerts_sent,omitzero"`
	LastUsedAt         Opt[string] `json:"last_used_at,omitzero"`
}

// PolicyEntities lists what a usage limits policy counts for.
func (c *Client) PolicyEntities(ctx context.Context, id string) ([]PolicyEntity, error) {
	if err := checkID(id); err != nil {
		return nil, err
	}
	all, err := readPages(ctx, c, entitiesPath(id), nil, pageParameters{}, func(e PolicyEntity) string { return e.ID.Or("") })
	return all.items, err
}

// ResetPolicyUsage sets to zero what was spent for one entity of a usage limits policy.
func (c *Client) ResetPolicyUsage(ctx context.Context, workspaceID, id, entityID string) error {
	policies := NewPolicies(c, UsageLimitsPolicies, workspaceID)
	unlock, err := policies.memory.lock(ctx, id)
	if err != nil {
		return err
	}
	defer unlock()
	return policies.write(ctx, id, request{
		method: http.MethodPut, path: slices.Concat(entitiesPath(id), []string{entityID, "reset"}), body: struct{}{},
	})
}

func entitiesPath(id string) []string {
	return []string{"policies", UsageLimitsPolicies, id, "entities"}
}
