package limits

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

// ErrNoReset says that a limit is never reset again.
var ErrNoReset = errors.New("the limit is never reset again")

// NextReset is the first reset of a limit strictly after a moment, 00:00 UTC of its
// day; ErrNoReset where there is none, and another error, which begins with the
// attribute at fault, where the limit does not say.
//
// A next_usage_reset_at is the next reset while it lies ahead, and the beginning of
// the periods after it once it has passed (that it rolls over is documented, onto
// which day is assumed, as by the emulator).
func NextReset(limit UsageLimit, after time.Time) (time.Time, error) {
	word, date := tfkit.Text(limit.PeriodicReset), tfkit.Text(limit.NextUsageResetAt)
	if word != "" && !slices.Contains(resets, word) {
		return time.Time{}, fmt.Errorf("periodic_reset has the unsupported value %.40q; use %s", word, oneOfPlain(resets))
	}
	days := int64(0)
	if !limit.PeriodicResetDays.IsNull() {
		var isWhole bool
		days, isWhole = tfkit.Whole(limit.PeriodicResetDays.ValueBigFloat())
		if !isWhole || days < 1 || days > mostDays {
			return time.Time{}, fmt.Errorf("periodic_reset_days is %s; use 1 to %d, without a fraction", tfkit.ShowNumber(limit.PeriodicResetDays), mostDays)
		}
	}
	if word != "" && days != 0 {
		return time.Time{}, errors.New("periodic_reset and periodic_reset_days are both set, of which Portkey takes one; remove the other")
	}
	first, dated := tfkit.Day(date)
	switch {
	case date != "" && !dated:
		return time.Time{}, fmt.Errorf("next_usage_reset_at is %.40q, which is not an RFC 3339 time; use a time such as \"2027-01-31T00:00:00Z\"", date)
	case dated && first.After(after):
		return first, nil
	case period(limit.PeriodicReset) != "":
		return nextOf(word, after), nil
	case days == 0:
		return time.Time{}, ErrNoReset
	case !dated:
		return time.Time{}, errors.New("periodic_reset_days is counted from a day that only Portkey knows; " +
			"add next_usage_reset_at, for example from usage_limits of the data source portkey_workspace")
	}
	// Whole days since the first reset: in UTC each has 24 hours.
	const day = 24 * 60 * 60
	passed := (after.Unix() - first.Unix()) / day
	return first.AddDate(0, 0, int((passed/days+1)*days)), nil
}

// oneOfPlain is oneOf without the marks of code, for the error of a function.
func oneOfPlain(values []string) string { return strings.ReplaceAll(oneOf(values), "`", "") }

// nextOf is the first reset of a period after a moment: Sunday for weekly, as
// Portkey documents for workspaces, keys and integrations (its page on policies
// says Monday), and the 1st for monthly.
func nextOf(period string, after time.Time) time.Time {
	year, month, today := after.UTC().Date()
	if period == "weekly" {
		return time.Date(year, month, today+7-int(after.UTC().Weekday()), 0, 0, 0, 0, time.UTC)
	}
	return time.Date(year, month+1, 1, 0, 0, 0, 0, time.UTC)
}
