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

// sameDay reports whether two dates name the same reset, or both none.
func sameDay(a, b *string) bool { return tfkit.SameDay(tfkit.Text(a), tfkit.Text(b)) }

// Passed reports whether the reset of that day has happened at now. The server
// rejects such a date, so it is never sent.
func Passed(date string, now time.Time) bool {
	day, ok := tfkit.Day(date)
	return ok && !day.After(now)
}
