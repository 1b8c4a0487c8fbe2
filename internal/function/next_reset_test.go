package function_test

import (
	"encoding/json"
	"sync/atomic"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-go/tftypes"
	"pgregory.net/rapid"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
	"github.com/portkey-community/terraform-provider-portkey/internal/harness"
)

func TestNextReset(t *testing.T) {
	t.Parallel()
	d := functions(t)
	const after = "2026-11-26T09:30:00+01:00"
	for name, test := range map[string]struct {
		limit any
		want  any
	}{
		"weekly":                                {object{"periodic_reset": "weekly"}, "2026-11-29T00:00:00Z"},
		"monthly":                               {object{"type": "cost", "credit_limit": 100, "periodic_reset": "monthly"}, "2026-12-01T00:00:00Z"},
		"a date":                                {object{"periodic_reset": "monthly", "next_usage_reset_at": "2026-11-30T18:00:00-08:00"}, "2026-12-01T00:00:00Z"},
		"days":                                  {object{"periodic_reset_days": 30, "next_usage_reset_at": "2026-10-31T00:00:00.000Z"}, "2026-11-30T00:00:00Z"},
		"never":                                 {object{"type": "cost", "credit_limit": 100}, nil},
		"never, as it is written":               {object{"periodic_reset": "never"}, nil},
		"computed days":                         {object{"periodic_reset_days": json.Number("29.9999999999"), "next_usage_reset_at": "2026-10-31T00:00:00.000Z"}, "2026-11-30T00:00:00Z"},
		"another spelling of times":             {object{"periodic_reset": "monthly", "next_usage_reset_at": "2026-11-30t18:00:00.5z"}, "2026-11-30T00:00:00Z"},
		"passed":                                {object{"next_usage_reset_at": "2026-11-01T00:00:00Z"}, nil},
		"unset":                                 {object{"periodic_reset": "", "periodic_reset_days": nil, "next_usage_reset_at": ""}, nil},
		"unset days":                            {object{"periodic_reset": "weekly", "periodic_reset_days": "", "next_usage_reset_at": nil}, "2026-11-29T00:00:00Z"},
		"a map":                                 {tftypes.NewValue(tftypes.Map{ElementType: tftypes.String}, map[string]tftypes.Value{"periodic_reset": tftypes.NewValue(tftypes.String, "weekly")}), "2026-11-29T00:00:00Z"},
		"what is not known, and does not count": {object{"periodic_reset": "weekly", "credit_limit": unknownNumber}, "2026-11-29T00:00:00Z"},
		"what is not known":                     {unknownAny, harness.Unknown},
		"a period to come":                      {object{"periodic_reset": unknownAny}, harness.Unknown},
		"days to come":                          {object{"periodic_reset_days": unknownNumber}, harness.Unknown},
		"a date to come":                        {object{"periodic_reset": "weekly", "next_usage_reset_at": unknownAny}, harness.Unknown},
		"a date to come, and null where none counts": {object{"next_usage_reset_at": unknownAny, "status": nil}, harness.Unknown},
	} {
		got, err := d.Call("next_reset", test.limit, after)
		if err != nil || got != test.want {
			t.Errorf("%s: got %v, want %v: %v", name, got, test.want, err)
		}
	}
	if got, err := d.Call("next_reset", object{"periodic_reset": nil}, harness.Unknown); err != nil || got != harness.Unknown {
		t.Errorf("a moment to come: got %v: %v", got, err)
	}
}

var (
	unknownAny    = tftypes.NewValue(tftypes.DynamicPseudoType, tftypes.UnknownValue)
	unknownNumber = tftypes.NewValue(tftypes.Number, tftypes.UnknownValue)
)

func TestNextReset_refuses(t *testing.T) {
	t.Parallel()
	d := functions(t)
	const after = "2026-11-26T09:30:00Z"
	weekly := object{"periodic_reset": "weekly"}
	for name, test := range map[string]struct {
		limit    any
		after    string
		argument int64
		want     []string
	}{
		"a list":              {list{weekly}, after, 0, []string{"is a list, not one usage limit; pass one of its elements, as in usage_limits[0]"}},
		"text":                {"weekly", after, 0, []string{"is a string, not one usage limit; pass one element of usage_limits"}},
		"both":                {object{"periodic_reset": "weekly", "periodic_reset_days": 7}, after, 0, []string{"remove the other"}},
		"days alone":          {object{"periodic_reset_days": 7}, after, 0, []string{"that only Portkey knows; add next_usage_reset_at"}},
		"half a day":          {object{"periodic_reset_days": 7.5, "next_usage_reset_at": after}, after, 0, []string{"periodic_reset_days: is not a number of days; use a whole number from 1 to 365"}},
		"a year of 366":       {object{"periodic_reset_days": 366, "next_usage_reset_at": after}, after, 0, []string{"from 1 to 365"}},
		"days without end":    {object{"periodic_reset_days": json.Number("1e400"), "next_usage_reset_at": after}, after, 0, []string{"from 1 to 365"}},
		"days as text":        {object{"periodic_reset_days": "7"}, after, 0, []string{"periodic_reset_days: is a string, not a number"}},
		"types":               {object{"periodic_reset": 1, "next_usage_reset_at": true}, after, 0, []string{"2 problems", "periodic_reset: is a number", "next_usage_reset_at: is a bool"}},
		"another period":      {object{"periodic_reset": "daily"}, after, 0, []string{`periodic_reset has the unsupported value "daily"`, "use weekly, monthly or never"}},
		"a date that is none": {object{"next_usage_reset_at": "2026-12-01"}, after, 0, []string{"use a time such as"}},
		"nothing":             {object{}, after, 0, []string{"is an object without any attribute of a usage limit; pass one element of usage_limits"}},
		"a workspace":         {object{"id": "1", "usage_limits": list{weekly}, "status": "active"}, after, 0, []string{"without any attribute of a usage limit"}},
		"a rate limit":        {object{"type": "requests", "unit": "rpm", "value": 60}, after, 0, []string{"without any attribute of a usage limit"}},
		"a near miss":         {object{"period_reset": "monthly"}, after, 0, []string{"period_reset: unknown attribute of a usage limit (did you mean periodic_reset?)"}},
		"a miss beside":       {object{"credit_limit": 5, "periodic_resets": "monthly"}, after, 0, []string{"did you mean periodic_reset?"}},
		"a null near miss":    {object{"credit_limit": 5, "periodicReset": nil}, after, 0, []string{"did you mean periodic_reset?"}},
		"never in days":       {object{"periodic_reset": "never", "periodic_reset_days": 7}, after, 0, []string{"remove the other"}},
		"a moment, no time":   {weekly, "2026-11-26", 1, []string{"is not an RFC 3339 time; use a time such as"}},
		"no moment":           {weekly, "", 1, []string{"is not an RFC 3339 time"}},
		"the end of time":     {object{"periodic_reset": "monthly"}, "9999-12-31T23:59:59Z", 1, []string{"after the year 9999"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			refused(t, d, test.argument, test.want, "next_reset", test.limit, test.after)
		})
	}
}

// The emulator is written from Portkey's description without our code, and comes to
// the same resets: of a limit as it is set, and as it is read later.
func TestNextReset_asTheEmulator(t *testing.T) {
	t.Parallel()
	var clock atomic.Int64
	env := harness.Start(t, emulator.WithClock(func() time.Time { return time.Unix(clock.Load(), 0) }))
	d := env.Driver(t)
	names := rapid.StringMatching(`[a-z]{12}`)
	rapid.Check(t, func(t *rapid.T) {
		now := time.Unix(rapid.Int64Range(1.7e9, 4e9).Draw(t, "set"), 0).UTC()
		clock.Store(now.Unix())
		limit := object{"type": "cost", "credit_limit": 1}
		switch period := rapid.SampledFrom([]string{"weekly", "monthly", "days"}).Draw(t, "period"); period {
		case "days":
			limit["periodic_reset_days"] = rapid.IntRange(1, 365).Draw(t, "days")
		default:
			limit["periodic_reset"] = period
		}
		dated := limit["periodic_reset"] == nil || rapid.Bool().Draw(t, "dated")
		if dated {
			limit["next_usage_reset_at"] = now.Add(time.Duration(rapid.IntRange(25, 5000).Draw(t, "hours")) * time.Hour).Format(time.RFC3339)
		}
		made := env.API.AddWorkspace(object{"name": names.Draw(t, "name"), "usage_limits": list{limit}})
		now = now.Add(time.Duration(rapid.IntRange(0, 20000).Draw(t, "hours later")) * time.Hour)
		clock.Store(now.Unix())
		read, diags := d.Data("portkey_workspace", object{"id": made.ID})
		if diags.Err() != nil {
			t.Fatal(diags.Err())
		}
		shown := read["usage_limits"].([]any)[0].(map[string]any)
		stamp, err := time.Parse(time.RFC3339, shown["next_usage_reset_at"].(string))
		if err != nil {
			t.Fatal(err)
		}
		// As it was written, and as it is shown.
		for _, one := range []object{limit, shown} {
			got, failed := d.Call("next_reset", one, now.Format(time.RFC3339))
			if failed != nil || got != stamp.Format(time.RFC3339) {
				t.Fatalf("at %s the limit %v is reset at %v, the emulator says %s: %v", now, one, got, stamp, failed)
			}
		}
	})
}
