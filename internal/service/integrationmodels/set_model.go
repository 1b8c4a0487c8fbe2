package integrationmodels

import (
	"maps"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

// setModel is the resource of all models.
type setModel struct {
	ID             types.String        `tfsdk:"id"`
	IntegrationID  types.String        `tfsdk:"integration_id"`
	AllowAllModels *bool               `tfsdk:"allow_all_models"`
	Models         map[string]settings `tfsdk:"models"`
	DeletedModels  types.List          `tfsdk:"deleted_models"`
}

// bases are what the models are based on: "" for those of the catalogue.
func (m setModel) bases() map[string]string {
	bases := map[string]string{}
	for slug, one := range m.Models {
		bases[slug] = one.baseModel()
	}
	return bases
}

// deletions are the custom models that a plan lacks or bases on another model, given what it
// bases its models on, and the models that there are: they are deleted.
func deletions(planned map[string]string, there map[string]settings) []string {
	deleted := []string{}
	for _, slug := range sortedKeys(there) {
		before := there[slug]
		if base, stays := planned[slug]; before.Custom != nil && (!stays || base != before.baseModel()) {
			deleted = append(deleted, slug)
		}
	}
	return deleted
}

// rows are the rows that make the models of an integration those of m, given its list, and
// the models that m replaces.
func (m setModel) rows(list portkey.IntegrationModelList, before map[string]settings) []portkey.IntegrationModelWrite {
	rows := []portkey.IntegrationModelWrite{{Access: &portkey.ModelAccess{AllowAllModels: tfkit.IsTrue(m.AllowAllModels), Override: true}}}
	deleted := deletions(m.bases(), before)
	for _, slug := range sortedKeys(m.Models) {
		replaced, seen := before[slug]
		if !seen { // it is disabled, but may have prices
			live, _ := list.Of(slug)
			replaced = blank().observe(live, false)
		}
		row := m.Models[slug].write(slug, replaced)
		row.Replace = slices.Contains(deleted, slug)
		row.Delete = row.Replace
		rows = append(rows, row)
	}
	for _, slug := range deleted {
		if _, stays := m.Models[slug]; !stays {
			rows = append(rows, portkey.IntegrationModelWrite{Slug: slug, Delete: true})
		}
	}
	return rows
}

// clears are the rows that clear what the state has of models which m lacks: their prices
// apply for as long as all models are allowed, or once somebody enables them.
func (m setModel) clears(before map[string]settings) []portkey.IntegrationModelWrite {
	var rows []portkey.IntegrationModelWrite
	for _, slug := range sortedKeys(before) {
		row := settings{Enabled: new(bool)}.write(slug, before[slug])
		if _, stays := m.Models[slug]; !stays && before[slug].Custom == nil && (!row.Configurations.IsZero() || !row.PricingConfig.IsZero()) {
			rows = append(rows, row)
		}
	}
	return rows
}

// removals are the rows that undo m, given the list. again says that they were sent: what an
// answer leaves out was cleared then.
func (m setModel) removals(list portkey.IntegrationModelList, again bool) []portkey.IntegrationModelWrite {
	var rows []portkey.IntegrationModelWrite
	if tfkit.IsTrue(m.AllowAllModels) && bool(list.AllowAllModels.Or(true)) {
		rows = append(rows, portkey.IntegrationModelWrite{Access: &portkey.ModelAccess{}})
	}
	for _, slug := range sortedKeys(m.Models) {
		before := m.Models[slug]
		if again {
			before = blank()
		}
		if live, there := list.Of(slug); there {
			rows = append(rows, before.remove(slug, live, false)...)
		}
	}
	return rows
}

// observe is the state as the server returns it, in the spelling of m: the models that m
// has, custom ones, and those that are enabled by themselves.
func (m setModel) observe(list portkey.IntegrationModelList) setModel {
	all := bool(list.AllowAllModels.Or(portkey.Bool(tfkit.IsTrue(m.AllowAllModels))))
	if all != tfkit.IsTrue(m.AllowAllModels) {
		m.AllowAllModels = &all
	}
	seen := map[string]settings{}
	for _, live := range list.Models {
		slug := live.Slug.Or("")
		before, named := m.Models[slug]
		if !named {
			before = blank()
		}
		if named || bool(live.IsCustom.Or(false)) || !all && bool(live.Enabled.Or(false)) {
			seen[slug] = before.observe(live, all)
		}
	}
	for slug, one := range m.Models { // what nobody enabled need not be listed
		if _, listed := list.Of(slug); !listed && one.Custom == nil && !one.isEnabled() {
			seen[slug] = one
		}
	}
	if m.DeletedModels.IsNull() || !slices.Equal(sortedKeys(seen), sortedKeys(m.Models)) {
		m.DeletedModels = tfkit.TextList(nil)
	}
	if m.Models != nil || len(seen) > 0 {
		m.Models = seen
	}
	return m
}

// differs names the attributes in which two models differ on the wire.
func (m setModel) differs(other setModel) tfkit.Changes {
	var changes tfkit.Changes
	changes.Add("allow_all_models", tfkit.IsTrue(m.AllowAllModels) == tfkit.IsTrue(other.AllowAllModels))
	changes.Add("models", maps.Equal(m.digests(), other.digests()))
	return changes
}

// digests are those of the models that m says something of: not of one of the catalogue that
// is disabled without settings, as those are that m lacks.
func (m setModel) digests() map[string]string {
	digests, nothing := map[string]string{}, settings{Enabled: new(bool)}.digest()
	for slug, one := range m.Models {
		if digest := one.digest(); digest != nothing {
			digests[slug] = digest
		}
	}
	return digests
}

// isShownBy reports whether a list says nothing else than m.
func (m setModel) isShownBy(list portkey.IntegrationModelList) bool {
	return list.AllowAllModels.IsPresent() && len(m.differs(m.observe(list))) == 0
}

var setVersions = tfkit.Versions[setModel]{
	Differs:   setModel.differs,
	Digest:    func(m setModel) string { return tfkit.Digest(tfkit.IsTrue(m.AllowAllModels), m.digests()) },
	UpdatedAt: func(setModel) string { return "" }, // no answer has it
}
