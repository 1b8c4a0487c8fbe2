package limits

import (
	"time"

	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

// number is a model's number on the wire; amount is the way back.
func number[N int64 | float64](n *N) *portkey.Number {
	if n == nil {
		return nil
	}
	wire := portkey.Number(*n)
	return &wire
}

func amount[N int64 | float64](n *portkey.Number) *N {
	if n == nil {
		return nil
	}
	value := N(*n)
	return &value
}

// resetDay is the day of a reset, as 00:00 UTC, which is what the server makes
// of any time in it. ok is false for what is no RFC 3339 time.
func resetDay(s string) (day time.Time, ok bool) {
	t, err := time.Parse(time.RFC3339, s)
	if err != nil {
		return time.Time{}, false
	}
	return t.UTC().Truncate(24 * time.Hour), true
}

// sameDay reports whether two dates name the same reset, or both none.
func sameDay(a, b *string) bool {
	dayA, okA := resetDay(tfkit.Text(a))
	dayB, okB := resetDay(tfkit.Text(b))
	if okA && okB {
		return dayA.Equal(dayB)
	}
	return tfkit.Text(a) == tfkit.Text(b)
}

// passed reports whether the reset of that day has happened at now. The server
// refuses such a date, so it is never sent.
func passed(date string, now time.Time) bool {
	day, ok := resetDay(date)
	return ok && !day.After(now)
}
