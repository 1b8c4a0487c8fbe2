package emulator_test

import (
	"net/http"
	"testing"
	"time"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
)

func TestLimits_refused(t *testing.T) {
	t.Parallel()
	a := start(t)
	for _, c := range []struct{ name, field, limits string }{
		{"not a list", "usage_limits", `{"credit_limit":1}`},
		{"not an object", "usage_limits", `[1]`},
		{"no amount", "usage_limits", `[{"type":"cost"}]`},
		{"null amount", "usage_limits", `[{"credit_limit":null}]`},
		{"amount below 1", "usage_limits", `[{"credit_limit":0}]`},
		{"fraction", "usage_limits", `[{"credit_limit":1.5}]`},
		{"amount as text", "usage_limits", `[{"credit_limit":"10"}]`},
		{"threshold below 1", "usage_limits", `[{"credit_limit":10,"alert_threshold":0}]`},
		{"threshold above", "usage_limits", `[{"credit_limit":10,"alert_threshold":11}]`},
		{"type", "usage_limits", `[{"credit_limit":10,"type":"money"}]`},
		{"empty type", "usage_limits", `[{"credit_limit":10,"type":""}]`},
		{"period", "usage_limits", `[{"credit_limit":10,"periodic_reset":"daily"}]`},
		{"empty period", "usage_limits", `[{"credit_limit":10,"periodic_reset":""}]`},
		{"both periods", "usage_limits", `[{"credit_limit":10,"periodic_reset":"weekly","periodic_reset_days":7}]`},
		{"no days", "usage_limits", `[{"credit_limit":10,"periodic_reset_days":0}]`},
		{"too many days", "usage_limits", `[{"credit_limit":10,"periodic_reset_days":366}]`},
		{"not a time", "usage_limits", `[{"credit_limit":10,"next_usage_reset_at":"tomorrow"}]`},
		{"time of another type", "usage_limits", `[{"credit_limit":10,"next_usage_reset_at":1}]`},
		{"past", "usage_limits", `[{"credit_limit":10,"next_usage_reset_at":"2026-10-14T00:00:00Z"}]`},
		{"later today, whose midnight is past", "usage_limits", `[{"credit_limit":10,"next_usage_reset_at":"2026-10-15T23:00:00Z"}]`},
		{"what only the server writes", "usage_limits", `[{"credit_limit":10,"current_usage":0}]`},
		{"status", "usage_limits", `[{"credit_limit":10,"status":"active"}]`},
		{"the second", "usage_limits", `[{"credit_limit":10},{"credit_limit":0}]`},
		{"no value", "rate_limits", `[{"type":"requests","unit":"rpm"}]`},
		{"negative value", "rate_limits", `[{"value":-1}]`},
		{"fractional value", "rate_limits", `[{"value":0.5}]`},
		{"rate type", "rate_limits", `[{"value":1,"type":"cost"}]`},
		{"unit", "rate_limits", `[{"value":1,"unit":"rpy"}]`},
		{"type of other limits", "usage_limits", `[{"credit_limit":10,"type":"requests"}]`},
		{"unit of other limits", "rate_limits", `[{"value":1,"unit":"rps"}]`},
		{"null unit", "rate_limits", `[{"value":1,"unit":null}]`},
		{"unknown field", "rate_limits", `[{"value":1,"burst":2}]`},
	} {
		t.Run(c.name, func(t *testing.T) {
			a.on(t).refused("POST", "/admin/workspaces", `{"name":"x","`+c.field+`":`+c.limits+`}`, http.StatusBadRequest, "AB01", c.field)
		})
	}
	if got := a.Workspaces(); len(got) != 1 {
		t.Errorf("made %d workspaces", len(got)-1)
	}
}

func TestLimits_everyValueOnRecord(t *testing.T) {
	t.Parallel()
	a := start(t, emulator.WithAnswers(emulator.Answers{AnyLimits: true}))
	for _, kind := range []string{"cost", "tokens", "requests"} {
		a.create(`{"name":"x","usage_limits":[{"type":"` + kind + `","credit_limit":1,"alert_threshold":1}]}`)
	}
	for _, unit := range []string{"rps", "rpm", "rph", "rpd", "rpw"} {
		a.create(`{"name":"x","rate_limits":[{"type":"requests","unit":"` + unit + `","value":0}]}`)
	}
	a.create(`{"name":"x","usage_limits":[{"credit_limit":1,"periodic_reset":null,"periodic_reset_days":null,"next_usage_reset_at":null}]}`)
}

// Sunday for weekly and the first for monthly are documented for workspaces.
func TestLimits_nextReset(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, limit, want, later string }{
		{"weekly", `"periodic_reset":"weekly"`, "2026-10-18", "2026-11-01"},
		{"monthly", `"periodic_reset":"monthly"`, "2026-11-01", "2026-11-01"},
		{"every ten days", `"periodic_reset_days":10`, "2026-10-25", "2026-11-04"},
		{"a date of its own", `"periodic_reset":"monthly","next_usage_reset_at":"2026-10-20T10:00:00Z"`, "2026-10-20", "2026-11-01"},
		{"in another zone", `"periodic_reset_days":30,"next_usage_reset_at":"2026-10-19T23:00:00-05:00"`, "2026-10-20", "2026-11-19"},
		{"a date without a period", `"next_usage_reset_at":"2026-10-20T00:00:00Z"`, "2026-10-20", "2026-10-20"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			a := start(t)
			id := a.create(`{"name":"x","usage_limits":[{"credit_limit":10,` + c.limit + `}]}`)
			date := func() any { return objects(t, a.read(id)["usage_limits"])[0]["next_usage_reset_at"] }
			if got, want := date(), c.want+"T00:00:00.000Z"; got != want {
				t.Errorf("got %v, want %s", got, want)
			}
			a.Advance(10*24*time.Hour + 12*time.Hour) // Monday, 26 October, 00:00
			if got, want := date(), c.later+"T00:00:00.000Z"; got != want {
				t.Errorf("ten days on: got %v, want %s", got, want)
			}
		})
	}
}

func TestLimits_withoutResetHaveNoDate(t *testing.T) {
	t.Parallel()
	a := start(t)
	id := a.create(`{"name":"x","usage_limits":[{"credit_limit":10}]}`)
	same(t, "next_usage_reset_at", objects(t, a.read(id)["usage_limits"])[0]["next_usage_reset_at"], `null`)
}

// A limit that is sent without its date loses the date it had (assumed): a
// caller that forgets it shows in tests.
func TestLimits_resentWithoutDateMoves(t *testing.T) {
	t.Parallel()
	a := start(t)
	id := a.create(`{"name":"x","usage_limits":[{"credit_limit":10,"periodic_reset_days":30}]}`)
	a.Advance(5 * 24 * time.Hour)
	a.edit(id, `{"usage_limits":[{"credit_limit":20,"periodic_reset_days":30,"next_usage_reset_at":"2026-11-14T00:00:00.000Z"}]}`)
	w, _ := a.Workspace(id)
	same(t, "kept", w.UsageLimits[0]["next_usage_reset_at"], `"2026-11-14T00:00:00.000Z"`)
	a.edit(id, `{"usage_limits":[{"credit_limit":30,"periodic_reset_days":30}]}`)
	w, _ = a.Workspace(id)
	same(t, "moved", w.UsageLimits[0]["next_usage_reset_at"], `"2026-11-19T00:00:00.000Z"`)
}

func TestLimits_floats(t *testing.T) {
	t.Parallel()
	a := start(t, emulator.WithAnswers(emulator.Answers{Floats: true}))
	id := a.create(`{"name":"x","usage_limits":[{"credit_limit":10}],"rate_limits":[{"value":7}]}`)
	if got := a.call("GET", "/admin/workspaces/"+id, "").text; !contains(got, `"credit_limit":10.0,`, `"value":7.0}`) {
		t.Errorf("got %s", got)
	}
}
