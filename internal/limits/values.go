package limits

import (
	"time"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

// number is a model's number on the wire; amount is the way back.
func number(n types.Number) *portkey.Number { return (*portkey.Number)(tfkit.Float(n)) }

func amount(n *portkey.Number) *float64 { return (*float64)(n) }

// sameNumber reports whether two numbers are sent alike.
func sameNumber(a, b types.Number) bool { return tfkit.Same(tfkit.Float(a), tfkit.Float(b)) }

// period is a periodic reset as Portkey writes it: "" for one that never is.
func period(s *string) string {
	if text := tfkit.Text(s); text != never {
		return text
	}
	return ""
}

// resetDay is the day of a reset, as 00:00 UTC, which is what the server stores
// for any time in it. ok is false for what is no RFC 3339 time.
func resetDay(s string) (day time.Time, ok bool) {
	t, err := tfkit.ParseTime(s)
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
// rejects such a date, so it is never sent.
func passed(date string, now time.Time) bool {
	day, ok := resetDay(date)
	return ok && !day.After(now)
}
