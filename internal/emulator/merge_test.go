package emulator_test

import (
	"net/http"
	"testing"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
)

// What a description is cleared by.
func TestAnswers_description(t *testing.T) {
	t.Parallel()
	const refused, kept, cleared = "refused", `"d"`, `null`
	for how, want := range map[emulator.Clearing][2]string{
		emulator.ClearedByBlank: {cleared, refused},
		emulator.ClearedByNull:  {kept, cleared},
		emulator.NeverCleared:   {kept, kept},
	} {
		a := start(t, emulator.WithAnswers(emulator.Answers{Description: how}))
		for i, body := range []string{`{"description":""}`, `{"description":null}`} {
			id := a.create(`{"name":"x","description":"d"}`)
			if want[i] == refused {
				a.refused("PUT", "/admin/workspaces/"+id, body, http.StatusBadRequest, "AB01", "description")
				continue
			}
			a.ok("PUT", "/admin/workspaces/"+id, body)
			same(t, body, a.read(id)["description"], want[i])
			a.ok("PUT", "/admin/workspaces/"+id, `{"description":"e"}`)
			same(t, body, a.read(id)["description"], `"e"`)
			a.EditWorkspace(id, map[string]any{"description": nil})
			same(t, body, a.read(id)["description"], `null`)
		}
	}
}

// A usage limit is replaced, merged, or both refused.
func TestAnswers_limits(t *testing.T) {
	t.Parallel()
	const (
		whole   = `{"name":"x","usage_limits":[{"type":"cost","credit_limit":10,"alert_threshold":8,"periodic_reset":"monthly"}]}`
		omitted = `{"usage_limits":[{"type":"cost","credit_limit":20}]}`
		nulled  = `{"usage_limits":[{"type":"cost","credit_limit":20,"alert_threshold":null,"periodic_reset":null,"next_usage_reset_at":null}]}`
		retyped = `{"usage_limits":[{"type":"tokens","credit_limit":20}]}`
		refused = "refused"
	)
	limit := func(kind, alert, date, period string) string {
		return `[{"alert_threshold":` + alert + `,"credit_limit":20,"current_usage":0.25,"next_usage_reset_at":` + date +
			`,"periodic_reset":` + period + `,"periodic_reset_days":null,"status":"active","type":"` + kind + `"}]`
	}
	bare, kept := limit("cost", "null", "null", "null"), limit("cost", "8", `"2026-11-01T00:00:00.000Z"`, `"monthly"`)
	for _, c := range []struct {
		answers emulator.Answers
		want    map[string]string
	}{
		{emulator.Answers{}, map[string]string{omitted: bare, nulled: bare, retyped: limit("tokens", "null", "null", "null")}},
		{emulator.Answers{MergedLimits: true}, map[string]string{omitted: kept, nulled: bare, retyped: limit("tokens", "8", `"2026-11-01T00:00:00.000Z"`, `"monthly"`)}},
		{emulator.Answers{RigidLimits: true}, map[string]string{omitted: bare, nulled: refused, retyped: refused}},
		{emulator.Answers{MergedLimits: true, RigidLimits: true}, map[string]string{omitted: kept, nulled: refused, retyped: refused}},
	} {
		a := start(t, emulator.WithAnswers(c.answers))
		for body, want := range c.want {
			path := "/admin/workspaces/" + a.create(whole)
			if want == refused {
				a.refused("PUT", path, body, http.StatusBadRequest, "AB01", "usage_limits")
			} else {
				a.ok("PUT", path, body)
				same(t, body, a.ok("GET", path, "")["usage_limits"], want)
			}
			// Cleared, anything can be set.
			a.ok("PUT", path, `{"usage_limits":null}`)
			a.ok("PUT", path, retyped)
			same(t, body, a.ok("GET", path, "")["usage_limits"], limit("tokens", "null", "null", "null"))
		}
	}
}

// From weeks to days a limit that is merged would have both.
func TestAnswers_mergedPeriods(t *testing.T) {
	t.Parallel()
	a := start(t, emulator.WithAnswers(emulator.Answers{MergedLimits: true}))
	path := "/admin/workspaces/" + a.create(`{"name":"x","usage_limits":[{"type":"cost","credit_limit":10,"periodic_reset":"weekly"}]}`)
	a.refused("PUT", path, `{"usage_limits":[{"type":"cost","credit_limit":10,"periodic_reset_days":7}]}`, http.StatusBadRequest, "AB01", "usage_limits")
	a.ok("PUT", path, `{"usage_limits":[{"type":"cost","credit_limit":10,"periodic_reset_days":7,"periodic_reset":null}]}`)
	a.refused("PUT", path, `{"usage_limits":[1]}`, http.StatusBadRequest, "AB01", "usage_limits")
	a.refused("PUT", path, `{"usage_limits":1}`, http.StatusBadRequest, "AB01", "usage_limits")
}

func TestAnswers_oneUsageLimit(t *testing.T) {
	t.Parallel()
	a := start(t, emulator.WithAnswers(emulator.Answers{OneUsageLimit: true}))
	const two = `"usage_limits":[{"type":"cost","credit_limit":1},{"type":"tokens","credit_limit":1}]`
	a.refused("POST", "/admin/workspaces", `{"name":"x",`+two+`}`, http.StatusBadRequest, "AB01", "usage_limits")
	id := a.create(`{"name":"x","usage_limits":[{"type":"cost","credit_limit":1}]}`)
	a.refused("PUT", "/admin/workspaces/"+id, `{`+two+`}`, http.StatusBadRequest, "AB01", "usage_limits")
}

func TestAnswers_listName(t *testing.T) {
	t.Parallel()
	a := start(t, emulator.WithAnswers(emulator.Answers{ListName: emulator.NamePlain}))
	id := a.create(`{"name":"Target","icon":"🎯"}`)
	same(t, "listed", a.list("/admin/workspaces")[0]["name"], `"Target"`)
	same(t, "read", a.read(id)["name"], `"🎯 Target"`)
}
