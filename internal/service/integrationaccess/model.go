package integrationaccess

import (
	"slices"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/portkey-community/terraform-provider-portkey/internal/limits"
	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

// model is the resource.
type model struct {
	ID                    types.String        `tfsdk:"id"`
	IntegrationID         types.String        `tfsdk:"integration_id"`
	WorkspaceID           types.String        `tfsdk:"workspace_id"`
	UsageLimits           []limits.UsageLimit `tfsdk:"usage_limits"`
	RateLimits            []limits.RateLimit  `tfsdk:"rate_limits"`
	CreateDefaultProvider *bool               `tfsdk:"create_default_provider"`
	DefaultProviderSlug   *string             `tfsdk:"default_provider_slug"`
	ProviderID            types.String        `tfsdk:"provider_id"`
	CreatedAt             types.String        `tfsdk:"created_at"`
	LastUpdatedAt         types.String        `tfsdk:"last_updated_at"`
}

// create is the row that enables the workspace, given the row that was left when its access
// was removed: the limits of that would count again.
func (m model) create(workspaceID string, left portkey.IntegrationAccess, now time.Time) portkey.IntegrationAccessWrite {
	before := model{}.observe(left, now)
	return portkey.IntegrationAccessWrite{
		ID: workspaceID, Enabled: true,
		UsageLimits:           m.usageOnWire(before, left, now),
		RateLimits:            m.ratesOnWire(),
		CreateDefaultProvider: tfkit.IsTrue(m.CreateDefaultProvider),
		DefaultProviderSlug:   tfkit.Text(m.DefaultProviderSlug),
	}
}

// remove is the row that disables the workspace.
func remove(workspaceID string) portkey.IntegrationAccessWrite {
	return portkey.IntegrationAccessWrite{ID: workspaceID}
}

// changes is the row that turns state into m, given live, the row as it is on the server, and
// seen, what the state would be after a refresh: what this update changes, and only what is
// not there already. None where nothing is left.
func (m model) changes(state, seen model, workspaceID string, live portkey.IntegrationAccess, now time.Time) []portkey.IntegrationAccessWrite {
	missing := slices.DeleteFunc(m.differs(seen), func(name string) bool { return !m.differs(state).Has(name) })
	if len(missing) == 0 {
		return nil
	}
	row := portkey.IntegrationAccessWrite{ID: workspaceID, Enabled: true}
	if missing.Has("usage_limits") {
		row.UsageLimits = m.usageOnWire(state, live, now)
	}
	if missing.Has("rate_limits") {
		row.RateLimits = m.ratesOnWire()
	}
	return []portkey.IntegrationAccessWrite{row}
}

func (m model) usageOnWire(state model, live portkey.IntegrationAccess, now time.Time) portkey.Opt[[]portkey.UsageLimit] {
	if len(m.UsageLimits) == 0 {
		return portkey.Null[[]portkey.UsageLimit]() // an empty list may be rejected
	}
	return portkey.Some(limits.ChangeUsage(m.UsageLimits, state.UsageLimits, live.UsageLimits.Or(nil), now))
}

func (m model) ratesOnWire() portkey.Opt[[]portkey.RateLimit] {
	if len(m.RateLimits) == 0 {
		return portkey.Null[[]portkey.RateLimit]()
	}
	return portkey.Some(limits.WireRate(m.RateLimits))
}

// takeTimes takes over what the server alone decides, as far as the answer has it.
func (m model) takeTimes(answer portkey.IntegrationAccess) model {
	m.CreatedAt = tfkit.OrPrior(answer.CreatedAt, m.CreatedAt)
	m.LastUpdatedAt = tfkit.OrPrior(answer.LastUpdatedAt, m.LastUpdatedAt)
	return m
}

// observe is the state as the server returns it, in the spelling of m; m itself where the
// answer is older. now is the server's clock.
func (m model) observe(answer portkey.IntegrationAccess, now time.Time) model {
	if tfkit.Lags(answer.LastUpdatedAt.Or(""), m.LastUpdatedAt.ValueString(), now) {
		return m
	}
	m = m.takeTimes(answer)
	if answer.UsageLimits.IsPresent() {
		m.UsageLimits = limits.ObserveUsage(m.UsageLimits, answer.UsageLimits.Or(nil), now)
	}
	if answer.RateLimits.IsPresent() {
		m.RateLimits = limits.ObserveRate(m.RateLimits, answer.RateLimits.Or(nil))
	}
	return m
}

// differs names the attributes in which two models differ on the wire.
func (m model) differs(other model) tfkit.Changes {
	var changes tfkit.Changes
	changes.Add("usage_limits", limits.UsageReordered(m.UsageLimits, other.UsageLimits))
	changes.Add("rate_limits", limits.RateReordered(m.RateLimits, other.RateLimits))
	return changes
}

// digest identifies what differs compares.
func (m model) digest() string {
	return tfkit.Digest(tfkit.Unordered(limits.CreateUsage(m.UsageLimits, time.Time{})), tfkit.Unordered(limits.WireRate(m.RateLimits)))
}

// removed is the digest of a row whose access was removed.
var removed = tfkit.Digest("removed")

var versions = tfkit.Versions[model]{
	Differs:   model.differs,
	Digest:    model.digest,
	UpdatedAt: func(m model) string { return m.LastUpdatedAt.ValueString() },
}

// judge compares a row with m, which is the state; see tfkit.OwnWrites.
func (m model) judge(writes tfkit.OwnWrites, answer portkey.IntegrationAccess, now time.Time) tfkit.Finding {
	seen := removed
	if answer.IsEnabled() {
		seen = m.observe(answer, now).digest()
	}
	return writes.Judge(m.digest(), seen, answer.LastUpdatedAt.Or(""), now)
}

// isShownBy reports whether a row says nothing else than m.
func (m model) isShownBy(answer portkey.IntegrationAccess, now time.Time) bool {
	return answer.IsEnabled() && len(m.differs(m.observe(answer, now))) == 0
}
