package portkey

import (
	"bytes"
	"encoding/json"
)

// UsageLimit is a budget: how much may be spent before requests are rejected.
// In requests only the first six fields are sent; the server adds the rest.
// Strings that are "" and pointers that are nil mean unset, and are omitted.
type UsageLimit struct {
	// Type is what is counted: cost (US dollars), tokens or requests. Answers on
	// record lack it now and then.
	Type string `json:"type,omitempty"`
	// CreditLimit and AlertThreshold are in the unit of Type, not percentages.
	CreditLimit    *Number `json:"credit_limit,omitempty"`
	AlertThreshold *Number `json:"alert_threshold,omitempty"`
	// PeriodicReset is weekly or monthly; answers spell "unset" as null or "".
	PeriodicReset     string  `json:"periodic_reset,omitempty"`
	PeriodicResetDays *Number `json:"periodic_reset_days,omitempty"`
	// NextUsageResetAt is RFC 3339; the server moves it to 00:00 UTC of its day.
	NextUsageResetAt string `json:"next_usage_reset_at,omitempty"`

	CurrentUsage *Number `json:"current_usage,omitempty"`
	Status       string  `json:"status,omitempty"`

	// Cleared are the keys that a request sends as null. A control plane may keep what
	// is left out.
	Cleared []string `json:"-"`
}

// MarshalJSON writes what is set, and null for what is cleared.
func (l UsageLimit) MarshalJSON() ([]byte, error) {
	type plain UsageLimit // without this method
	text, err := json.Marshal(plain(l))
	if err != nil || len(l.Cleared) == 0 {
		return text, err
	}
	fields := map[string]json.RawMessage{}
	if err := json.Unmarshal(text, &fields); err != nil {
		return nil, err
	}
	for _, key := range l.Cleared {
		fields[key] = json.RawMessage("null")
	}
	return json.Marshal(fields)
}

// RateLimit is how many requests or tokens may pass in a unit of time.
type RateLimit struct {
	// Type is requests or tokens, Unit one of rps, rpm, rph, rpd, rpw. The
	// documentation page of the API shows an answer that has neither.
	Type  string  `json:"type,omitempty"`
	Unit  string  `json:"unit,omitempty"`
	Value *Number `json:"value,omitempty"`
}

// UsageLimits is a list in which an entry without an amount is no limit: an
// unset one is on record as null, as [], and as an object that contains nothing but
// the server's bookkeeping flags.
type UsageLimits []UsageLimit

// RateLimits is the same for rate limits.
type RateLimits []RateLimit

// UnmarshalJSON reads a list, or the single object that other kinds of the API use.
func (l *UsageLimits) UnmarshalJSON(data []byte) error {
	limits, err := oneOrMany[UsageLimit](data)
	*l = keep(limits, func(u UsageLimit) bool { return u.CreditLimit != nil })
	return err
}

// UnmarshalJSON reads a list, or the single object that other kinds of the API use.
func (l *RateLimits) UnmarshalJSON(data []byte) error {
	limits, err := oneOrMany[RateLimit](data)
	*l = keep(limits, func(r RateLimit) bool { return r.Value != nil })
	return err
}

func oneOrMany[T any](data []byte) ([]T, error) {
	if bytes.HasPrefix(bytes.TrimSpace(data), []byte("{")) {
		var one T
		err := json.Unmarshal(data, &one)
		return []T{one}, err
	}
	var many []T
	err := json.Unmarshal(data, &many)
	return many, err
}

func keep[T any](all []T, wanted func(T) bool) []T {
	var kept []T
	for _, one := range all {
		if wanted(one) {
			kept = append(kept, one)
		}
	}
	return kept
}
