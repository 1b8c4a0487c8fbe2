package limits

import (
	"errors"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

func TestNextReset(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		limit       UsageLimit
		after, want string
	}{
		"weekly":                             {UsageLimit{PeriodicReset: new("weekly")}, "2026-11-26T09:30:00Z", "2026-11-29"},
		"weekly, on a Sunday":                {UsageLimit{PeriodicReset: new("weekly")}, "2026-11-29T00:00:00Z", "2026-12-06"},
		"weekly, a moment before Sunday":     {UsageLimit{PeriodicReset: new("weekly")}, "2026-11-28T23:59:59.999Z", "2026-11-29"},
		"weekly, Sunday elsewhere":           {UsageLimit{PeriodicReset: new("weekly")}, "2026-11-29T01:00:00+09:00", "2026-11-29"},
		"monthly":                            {UsageLimit{PeriodicReset: new("monthly")}, "2026-11-26T09:30:00Z", "2026-12-01"},
		"monthly, on the 1st":                {UsageLimit{PeriodicReset: new("monthly")}, "2026-12-01T00:00:00Z", "2027-01-01"},
		"monthly, the 31st":                  {UsageLimit{PeriodicReset: new("monthly")}, "2027-01-31T00:00:00Z", "2027-02-01"},
		"monthly, the last day elsewhere":    {UsageLimit{PeriodicReset: new("monthly")}, "2026-11-30T22:00:00-05:00", "2027-01-01"},
		"a date ahead":                       {UsageLimit{PeriodicReset: new("monthly"), NextUsageResetAt: new("2026-11-20T15:00:00Z")}, "2026-11-19T23:59:59Z", "2026-11-20"},
		"a date ahead, of the next day":      {UsageLimit{PeriodicReset: new("monthly"), NextUsageResetAt: new("2026-11-20T23:00:00-05:00")}, "2026-11-20T01:00:00Z", "2026-11-21"},
		"a date of this moment":              {UsageLimit{PeriodicReset: new("weekly"), NextUsageResetAt: new("2026-11-20T00:00:00Z")}, "2026-11-20T00:00:00Z", "2026-11-22"},
		"a date that passed, by the month":   {UsageLimit{PeriodicReset: new("monthly"), NextUsageResetAt: new("2026-11-20T00:00:00Z")}, "2027-03-05T00:00:00Z", "2027-04-01"},
		"days, ahead":                        {UsageLimit{PeriodicResetDays: num(30), NextUsageResetAt: new("2026-12-14T00:00:00Z")}, "2026-11-26T00:00:00Z", "2026-12-14"},
		"days, at the date":                  {UsageLimit{PeriodicResetDays: num(30), NextUsageResetAt: new("2026-12-14T00:00:00Z")}, "2026-12-14T00:00:00Z", "2027-01-13"},
		"days, a moment before the second":   {UsageLimit{PeriodicResetDays: num(30), NextUsageResetAt: new("2026-12-14T00:00:00Z")}, "2027-01-12T23:59:59Z", "2027-01-13"},
		"days, at the second":                {UsageLimit{PeriodicResetDays: num(30), NextUsageResetAt: new("2026-12-14T00:00:00Z")}, "2027-01-13T00:00:00Z", "2027-02-12"},
		"each day":                           {UsageLimit{PeriodicResetDays: num(1), NextUsageResetAt: new("2020-02-28T00:00:00Z")}, "2020-02-28T12:00:00Z", "2020-02-29"},
		"a year, for centuries":              {UsageLimit{PeriodicResetDays: num(365), NextUsageResetAt: new("1700-01-01T00:00:00Z")}, "2026-11-26T00:00:00Z", "2027-10-14"},
		"a date without a period":            {UsageLimit{NextUsageResetAt: new("2026-12-14T00:00:00Z")}, "2026-11-26T00:00:00Z", "2026-12-14"},
		"a date without a period, passed":    {UsageLimit{NextUsageResetAt: new("2026-11-20T00:00:00Z")}, "2026-11-26T00:00:00Z", "never"},
		"no period":                          {UsageLimit{}, "2026-11-26T00:00:00Z", "never"},
		"empty for unset":                    {UsageLimit{PeriodicReset: new(""), NextUsageResetAt: new("")}, "2026-11-26T00:00:00Z", "never"},
		"empty beside days":                  {UsageLimit{PeriodicReset: new(""), PeriodicResetDays: num(7), NextUsageResetAt: new("2026-12-14T00:00:00Z")}, "2026-11-26T00:00:00Z", "2026-12-14"},
		"both periods":                       {UsageLimit{PeriodicReset: new("weekly"), PeriodicResetDays: num(7)}, "2026-11-26T00:00:00Z", "remove the other"},
		"both periods, with a date":          {UsageLimit{PeriodicReset: new("weekly"), PeriodicResetDays: num(7), NextUsageResetAt: new("2027-01-01T00:00:00Z")}, "2026-11-26T00:00:00Z", "remove the other"},
		"days without a date":                {UsageLimit{PeriodicResetDays: num(7)}, "2026-11-26T00:00:00Z", "add next_usage_reset_at"},
		"no days":                            {UsageLimit{PeriodicResetDays: num(0), NextUsageResetAt: new("2027-01-01T00:00:00Z")}, "2026-11-26T00:00:00Z", "use 1 to 365"},
		"too many days":                      {UsageLimit{PeriodicResetDays: num(366), NextUsageResetAt: new("2027-01-01T00:00:00Z")}, "2026-11-26T00:00:00Z", "use 1 to 365"},
		"another period":                     {UsageLimit{PeriodicReset: new("daily")}, "2026-11-26T00:00:00Z", "use weekly, monthly or never"},
		"a date that is none":                {UsageLimit{NextUsageResetAt: new("tomorrow")}, "2026-11-26T00:00:00Z", "use a time such as"},
		"a date that is none, with a period": {UsageLimit{PeriodicReset: new("weekly"), NextUsageResetAt: new("2026-12-01")}, "2026-11-26T00:00:00Z", "use a time such as"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			after, err := time.Parse(time.RFC3339, test.after)
			if err != nil {
				t.Fatal(err)
			}
			next, err := NextReset(test.limit, after)
			got := next.Format(time.DateOnly)
			switch {
			case errors.Is(err, ErrNoReset):
				got = "never"
			case err != nil:
				if !strings.Contains(err.Error(), test.want) {
					t.Errorf("got %q, want %q", err, test.want)
				}
				return
			case !next.Equal(next.UTC().Truncate(24 * time.Hour)):
				t.Errorf("%s is not midnight", next)
			}
			if got != test.want {
				t.Errorf("got %s, want %s", got, test.want)
			}
		})
	}
}

// A reset lies strictly after the moment, and at most a period after it once the
// date that was given has passed; and from one reset to the next is one period.
func TestNextReset_follows(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		at := func(name string) time.Time {
			return time.Unix(rapid.Int64Range(0, 4e9).Draw(t, name), rapid.Int64Range(0, 999999999).Draw(t, name+" nanoseconds"))
		}
		after, first := at("after"), at("first")
		date := first.Format(time.RFC3339)
		limit := UsageLimit{}
		longest := 31
		switch rapid.SampledFrom([]string{"weekly", "monthly", "days"}).Draw(t, "period") {
		case "weekly":
			limit.PeriodicReset, longest = new("weekly"), 7
		case "monthly":
			limit.PeriodicReset = new("monthly")
		default:
			days := rapid.Int64Range(1, 365).Draw(t, "days")
			limit.PeriodicResetDays, longest = num(float64(days)), int(days)
		}
		if limit.PeriodicReset == nil || rapid.Bool().Draw(t, "dated") {
			limit.NextUsageResetAt = &date
		}
		next, err := NextReset(limit, after)
		if err != nil {
			t.Fatal(err)
		}
		day, _ := tfkit.Day(date)
		ahead := limit.NextUsageResetAt != nil && day.After(after)
		switch {
		case !next.After(after):
			t.Fatalf("%s is not after %s", next, after)
		case next != next.UTC().Truncate(24*time.Hour):
			t.Fatalf("%s is not midnight", next)
		case ahead && !next.Equal(day):
			t.Fatalf("%s is not the date that lies ahead", next)
		case !ahead && next.After(after.UTC().AddDate(0, 0, longest)):
			t.Fatalf("%s is more than %d days after %s", next, longest, after)
		}
	})
}
