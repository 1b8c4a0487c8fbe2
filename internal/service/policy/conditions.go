package policy

import (
	"slices"
	"strings"

	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

// condition is one element of the attribute conditions.
type condition struct {
	Key      *string  `tfsdk:"key"`
	Values   []string `tfsdk:"values"`
	Excludes []string `tfsdk:"excludes"`
}

// wireConditions is what a POST or PUT sends for the conditions of a plan, in an order that
// does not depend on how the set is iterated.
func wireConditions(plan []condition) []portkey.PolicyCondition {
	var body []portkey.PolicyCondition
	for _, one := range plan {
		body = append(body, portkey.PolicyCondition{Key: tfkit.Text(one.Key), Value: sorted(one.Values), Excludes: sorted(one.Excludes)})
	}
	slices.SortStableFunc(body, func(a, b portkey.PolicyCondition) int { return strings.Compare(a.Key, b.Key) })
	return body
}

// observeConditions are the conditions as the server returns them, in the spelling of prior.
func observeConditions(prior []condition, answer []portkey.PolicyCondition) []condition {
	seen := make([]condition, 0, len(answer))
	for _, one := range answer {
		found := condition{Key: &one.Key, Values: sorted(one.Value), Excludes: sorted(one.Excludes)}
		if i := slices.IndexFunc(prior, found.isSame); i >= 0 {
			found = prior[i]
		}
		seen = append(seen, found)
	}
	return seen
}

// isSame reports whether two conditions are sent alike.
func (c condition) isSame(other condition) bool {
	return tfkit.Text(c.Key) == tfkit.Text(other.Key) && sameSet(c.Values, other.Values) && sameSet(c.Excludes, other.Excludes)
}

// sameConditions reports whether two sets of conditions are sent alike.
func sameConditions(a, b []condition) bool {
	return len(a) == len(b) && !slices.ContainsFunc(a, func(one condition) bool { return !slices.ContainsFunc(b, one.isSame) })
}

func wireGroups(keys []string) []portkey.PolicyGroup {
	var body []portkey.PolicyGroup
	for _, key := range sorted(keys) {
		body = append(body, portkey.PolicyGroup{Key: key})
	}
	return body
}

func groupKeys(answer []portkey.PolicyGroup) []string {
	keys := make([]string, 0, len(answer))
	for _, one := range answer {
		keys = append(keys, one.Key)
	}
	return keys
}

// sorted are the elements of a set, each once; nil if there is none.
func sorted(set []string) []string {
	if len(set) == 0 {
		return nil
	}
	list := slices.Clone(set)
	slices.Sort(list)
	return slices.Compact(list)
}

func sameSet(a, b []string) bool { return slices.Equal(sorted(a), sorted(b)) }
