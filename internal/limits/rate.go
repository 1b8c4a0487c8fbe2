package limits

import (
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

// RateLimit is one element of the attribute rate_limits.
type RateLimit struct {
	Type  *string      `tfsdk:"type"`
	Unit  *string      `tfsdk:"unit"`
	Value types.Number `tfsdk:"value"`
}

// WireRate is what a POST or PUT sends for the limits of a plan.
func WireRate(plan []RateLimit) []portkey.RateLimit {
	var body []portkey.RateLimit
	for _, limit := range plan {
		body = append(body, portkey.RateLimit{
			Type:  tfkit.Text(limit.Type),
			Unit:  tfkit.Text(limit.Unit),
			Value: number(limit.Value),
		})
	}
	return body
}

// ObserveRate is the attribute as the server returns it, in the spelling and the
// order of prior.
func ObserveRate(prior []RateLimit, answer portkey.RateLimits) []RateLimit {
	return observe(prior, answer, rateFrom, rateAnswerLikeness)
}

// rateFrom is one limit of an answer, in the spelling of the prior limit that
// it was paired with. A type or a unit that the answer lacks is the prior one.
func rateFrom(prior *RateLimit, answer portkey.RateLimit) RateLimit {
	if prior == nil {
		prior = &RateLimit{}
	}
	seen := RateLimit{Type: prior.Type, Unit: prior.Unit, Value: tfkit.KeepNumber(prior.Value, amount(answer.Value))}
	if answer.Type != "" {
		seen.Type = tfkit.KeepText(prior.Type, answer.Type)
	}
	if answer.Unit != "" {
		seen.Unit = tfkit.KeepText(prior.Unit, answer.Unit)
	}
	return seen
}

// RateReordered reports whether two lists differ in their order alone, if at all.
func RateReordered(a, b []RateLimit) bool { return permuted(a, b, sameRate) }

func sameRateKey(a, b RateLimit) bool {
	return alike(tfkit.Text(a.Type), tfkit.Text(b.Type)) && alike(tfkit.Text(a.Unit), tfkit.Text(b.Unit))
}

func sameRate(a, b RateLimit) bool {
	return tfkit.Text(a.Type) == tfkit.Text(b.Type) && tfkit.Text(a.Unit) == tfkit.Text(b.Unit) &&
		sameNumber(a.Value, b.Value)
}

// rateAnswerLikeness compares with an answer: what that lacks is no difference,
// but weighs less than the same said by both, and a little more where prior lacks
// it too.
func rateAnswerLikeness(prior RateLimit, answer portkey.RateLimit) int {
	if !sameRateKey(prior, rateFrom(nil, answer)) {
		return 0
	}
	kind, unit := tfkit.Text(prior.Type), tfkit.Text(prior.Unit)
	return likeness(
		sameRate(prior, rateFrom(&prior, answer)),
		answer.Type != "" && answer.Type == kind,
		answer.Unit != "" && answer.Unit == unit,
		answer.Type == kind,
		answer.Unit == unit,
	)
}
