package limits

import "github.com/portkey-community/terraform-provider-portkey/internal/tfkit"

// VendorUsage are usage limits in a state that the vendor's provider wrote.
type VendorUsage []VendorUsageLimit

// VendorUsageLimit is one of them.
type VendorUsageLimit struct {
	Type              string   `json:"type"`
	CreditLimit       *float64 `json:"credit_limit"`
	AlertThreshold    *float64 `json:"alert_threshold"`
	PeriodicReset     string   `json:"periodic_reset"`
	PeriodicResetDays *float64 `json:"periodic_reset_days"`
}

// VendorRates are rate limits in such a state.
type VendorRates []struct {
	Type  string   `json:"type"`
	Unit  string   `json:"unit"`
	Value *float64 `json:"value"`
}

// Limits are the same limits in this provider's words.
func (v VendorUsage) Limits() (all []UsageLimit) {
	for _, one := range v {
		all = append(all, UsageLimit{
			Type:              tfkit.TextOrNull(one.Type),
			CreditLimit:       tfkit.Number(one.CreditLimit),
			AlertThreshold:    tfkit.Number(one.AlertThreshold),
			PeriodicReset:     tfkit.TextOrNull(one.PeriodicReset),
			PeriodicResetDays: tfkit.Number(one.PeriodicResetDays),
		})
	}
	return all
}

// Limits are the same limits in this provider's words.
func (v VendorRates) Limits() (all []RateLimit) {
	for _, one := range v {
		all = append(all, RateLimit{Type: tfkit.TextOrNull(one.Type), Unit: tfkit.TextOrNull(one.Unit), Value: tfkit.Number(one.Value)})
	}
	return all
}
