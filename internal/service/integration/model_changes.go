package integration

import (
	"encoding/json"
	"maps"
	"time"

	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

// differs names the attributes in which two models differ on the wire. What is only
// spelled in another way is no difference.
func (m model) differs(other model) tfkit.Changes {
	var changes tfkit.Changes
	changes.Add("name", tfkit.Text(m.Name) == tfkit.Text(other.Name))
	changes.Add("description", tfkit.TrimmedProse(tfkit.Text(m.Description)) == tfkit.TrimmedProse(tfkit.Text(other.Description)))
	changes.Add("configurations", tfkit.SameJSON(tfkit.Text(m.Configurations), tfkit.Text(other.Configurations)))
	changes.Add("secret_configurations", m.secretConfigurations().IsSameAs(other.secretConfigurations()))
	changes.Add("secret_mappings", tfkit.SameMappings(m.SecretMappings, other.SecretMappings))
	changes.Add("pricing_adjustments", tfkit.SameJSON(prices(m.PricingAdjustments), prices(other.PricingAdjustments)))
	changes.Add("tags", maps.Equal(m.Tags, other.Tags))
	changes.Add("key", m.key().IsSameAs(other.key()))
	return changes
}

// key and secretConfigurations are what plan and state have of the secrets.
func (m model) key() tfkit.SecretState {
	return tfkit.SecretState{Plain: m.Key, Version: m.KeyWOVersion}
}

func (m model) secretConfigurations() tfkit.SecretState {
	return tfkit.SecretState{Plain: m.SecretConfigurations, Version: m.SecretConfigurationsWOVersion}
}

// digest identifies what differs compares, except for the secrets, of which no answer
// shows a version.
func (m model) digest() string {
	return tfkit.Digest(
		tfkit.Text(m.Name), tfkit.TrimmedProse(tfkit.Text(m.Description)), tfkit.CanonicalJSON(tfkit.Text(m.Configurations)),
		tfkit.MappingDigests(m.SecretMappings), tfkit.CanonicalJSON(prices(m.PricingAdjustments)), tfkit.Texts(tfkit.TextMap(m.Tags)),
	)
}

var versions = tfkit.Versions[model]{
	Differs:   model.differs,
	Digest:    model.digest,
	UpdatedAt: func(m model) string { return m.LastUpdatedAt.ValueString() },
}

// judge compares an answer with m, which is the state; see tfkit.OwnWrites.
func (m model) judge(writes tfkit.OwnWrites, answer portkey.Integration, now time.Time) tfkit.Finding {
	return versions.Judge(writes, m, m.observe(answer, now), answer.LastUpdatedAt.Or(""), now)
}

// isShownBy reports whether an answer says nothing else than m.
func (m model) isShownBy(answer portkey.Integration, now time.Time) bool {
	return len(m.differs(m.observe(answer, now))) == 0
}

// changes are the bodies of the PUTs that turn state into m, at most one: what this update
// changes, and only what is not there already. live is the integration as it is on the
// server, and seen what the state makes of it. The secrets go along with the
// configurations: whether those are merged or replaced is not known.
func (m model) changes(state, seen model, known secrets, live portkey.Integration) []portkey.IntegrationUpdate {
	var body portkey.IntegrationUpdate
	sends, whole := false, false
	missing, secret := m.differs(seen), m.differs(state)
	for _, name := range secret {
		isSecret := name == "key" || name == "secret_configurations" // which no answer shows
		if !isSecret && !missing.Has(name) {
			continue
		}
		switch name {
		case "name":
			body.Name = portkey.Some(tfkit.Text(m.Name))
		case "description":
			body.Description = orNull(tfkit.Text(m.Description), tfkit.Text(m.Description) != "")
		case "secret_mappings":
			body.SecretMappings = portkey.Some(tfkit.WireMappings(m.SecretMappings))
		case "pricing_adjustments":
			body.PricingAdjustments = orNull(rawJSON(m.PricingAdjustments), tfkit.Text(m.PricingAdjustments) != "")
		case "tags":
			body.Tags = portkey.Some(map[string]string{})
			if len(m.Tags) > 0 {
				body.Tags = portkey.Some(m.Tags)
			}
		case "configurations", "secret_configurations":
			whole = true
			continue
		case "key":
			if known.key == "" { // removed: nothing clears it
				continue
			}
			body.Key = portkey.Some(known.key)
		}
		sends = true
	}
	if whole {
		if sent := m.wholeConfigurations(known, state.removed(m, known, live)); sent != nil {
			body.Configurations, body.Secrets = portkey.Some(sent), known.values()
			sends = true
		}
	}
	if !sends {
		return nil
	}
	return []portkey.IntegrationUpdate{body}
}

// orNull is a value as a PUT has it: null clears what is not set.
func orNull[T any](value T, isSet bool) portkey.Opt[T] {
	if isSet {
		return portkey.Some(value)
	}
	return portkey.Null[T]()
}

// rawJSON is the JSON in an attribute, nil for none.
func rawJSON(text *string) json.RawMessage {
	if tfkit.Text(text) == "" {
		return nil
	}
	return json.RawMessage(*text)
}

// prices are pricing adjustments as they are compared: a factor that is null is not set,
// and adjustments without any are none.
func prices(text *string) string {
	var adjustments map[string]any
	_ = json.Unmarshal([]byte(tfkit.Text(text)), &adjustments) // there may be none
	stripNulls(adjustments)
	if len(adjustments) == 0 {
		return ""
	}
	stripped, _ := json.Marshal(adjustments) // what was decoded always marshals
	return string(stripped)
}

func stripNulls(object map[string]any) {
	maps.DeleteFunc(object, func(_ string, value any) bool {
		below, nested := value.(map[string]any)
		stripNulls(below)
		return value == nil || nested && len(below) == 0
	})
}

// keepPrices is seen, spelled as prior where both are the same, and nil for none.
func keepPrices(prior *string, seen string) *string {
	if prior != nil && tfkit.SameJSON(prices(prior), prices(&seen)) {
		return prior
	}
	if prices(&seen) == "" {
		return nil
	}
	return tfkit.TextOrNull(seen)
}
