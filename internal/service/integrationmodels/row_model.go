package integrationmodels

import (
	"time"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

// rowModel is the resource of one model.
type rowModel struct {
	settings

	ID            types.String `tfsdk:"id"`
	IntegrationID types.String `tfsdk:"integration_id"`
	ModelSlug     types.String `tfsdk:"model_slug"`
	CreatedAt     types.String `tfsdk:"created_at"`
	LastUpdatedAt types.String `tfsdk:"last_updated_at"`
}

// rowOf is a model of an integration, of which nothing else is known.
func rowOf(integration, slug string) rowModel {
	m := rowModel{settings: blank(), IntegrationID: types.StringValue(integration), ModelSlug: types.StringValue(slug)}
	m.ID = types.StringValue(m.address())
	return m
}

// address is what an import of the model takes.
func (m rowModel) address() string {
	return m.IntegrationID.ValueString() + "/" + m.ModelSlug.ValueString()
}

// row is the row of m in a list.
func (m rowModel) row(list portkey.IntegrationModelList) (row portkey.IntegrationModel, there bool) {
	return list.Of(m.ModelSlug.ValueString())
}

// isTaken reports whether somebody else has enabled or configured what a create is to create.
// Where all models are allowed, each is enabled, and nobody need have written that.
func isTaken(live portkey.IntegrationModel, allowsAll bool) bool {
	seen := blank().observe(live, false)
	_, hosted := seen.configuration().Get()
	_, priced := seen.prices().Get()
	return seen.Custom != nil || hosted || priced || seen.isEnabled() && !allowsAll
}

// isListed reports whether a list has to have the row of m: only a model of the catalogue
// that is disabled may be missing, since nobody need have written it.
func (m rowModel) isListed() bool { return m.Custom != nil || m.isEnabled() }

// takeTimes takes over what the server alone decides, as far as the answer has it.
func (m rowModel) takeTimes(answer portkey.IntegrationModel) rowModel {
	m.CreatedAt = tfkit.OrPrior(answer.CreatedAt, m.CreatedAt)
	m.LastUpdatedAt = tfkit.OrPrior(answer.LastUpdatedAt, m.LastUpdatedAt)
	return m
}

// observe is the state as the server returns it, in the spelling of m; m itself where the
// answer is older. now is the server's clock.
func (m rowModel) observe(live portkey.IntegrationModel, allowsAll bool, now time.Time) rowModel {
	if tfkit.Lags(live.LastUpdatedAt.Or(""), m.LastUpdatedAt.ValueString(), now) {
		return m
	}
	m = m.takeTimes(live)
	m.settings = m.settings.observe(live, allowsAll)
	enabled := m.isEnabled()
	m.Enabled = &enabled
	return m
}

// isShownBy reports whether a row says nothing else than m.
func (m rowModel) isShownBy(live portkey.IntegrationModel, allowsAll bool) bool {
	return len(m.differs(m.settings.observe(live, allowsAll))) == 0
}

var rowVersions = tfkit.Versions[rowModel]{
	Differs:   func(one, other rowModel) tfkit.Changes { return one.differs(other.settings) },
	Digest:    func(m rowModel) string { return m.digest() },
	UpdatedAt: func(m rowModel) string { return m.LastUpdatedAt.ValueString() },
}
