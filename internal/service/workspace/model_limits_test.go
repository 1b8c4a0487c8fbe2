package workspace_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/terraform"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
	"github.com/portkey-community/terraform-provider-portkey/internal/harness"
)

// noon is a Wednesday. The next weekly reset is on the 14th, the next monthly
// one on the 1st of April.
var noon = time.Date(2027, time.March, 10, 12, 0, 0, 0, time.UTC)

// eachShapeAtNoon is eachShape with a clock that only a test moves.
func eachShapeAtNoon(t *testing.T, test func(t *testing.T, env *harness.Env)) {
	t.Helper()
	clock := emulator.WithClock(func() time.Time { return noon })
	for name, shape := range map[string]emulator.Shape{"recorded": emulator.ShapeRecorded, "documented": emulator.ShapeDocumented} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			test(t, harness.Start(t, clock, emulator.WithShape(shape)))
		})
	}
}

// budgets and rates are configurations with these limits.
func budgets(limits ...any) attrs {
	return attrs{"name": "Production", "usage_limits": append([]any{}, limits...)}
}

func rates(limits ...any) attrs {
	return attrs{"name": "Production", "rate_limits": append([]any{}, limits...)}
}

// budget is a usage limit with more fields, given as pairs of name and value.
func budget(kind string, credit int, fields ...any) attrs {
	limit := attrs{"type": kind, "credit_limit": credit}
	for i := 0; i < len(fields); i += 2 {
		limit[fmt.Sprint(fields[i])] = fields[i+1]
	}
	return limit
}

// allowance is a rate limit of requests.
func allowance(unit string, value int) attrs {
	return attrs{"type": "requests", "unit": unit, "value": value}
}

// at is a day as the server writes the reset at its beginning.
func at(day string) string { return day + "T00:00:00.000Z" }

// wantResets wants these reset dates on the server, by type and budget.
func (m *managed) wantResets(want map[string]string) {
	m.T.Helper()
	got := map[string]string{}
	for _, limit := range m.onServer().UsageLimits {
		date, _ := limit["next_usage_reset_at"].(string)
		got[fmt.Sprintf("%v %v", limit["type"], limit["credit_limit"])] = date
	}
	if diff := cmp.Diff(want, got); diff != "" {
		m.T.Errorf("resets on the server: want - got +:\n%s", diff)
	}
}

// Whatever is edited, no reset moves: the API counts a period anew for a limit
// that comes without its date. The UI has put the dates where a new period would
// not begin.
func TestResource_limitDatesStay(t *testing.T) {
	t.Parallel()
	eachShapeAtNoon(t, func(t *testing.T, env *harness.Env) {
		env.API.SetAnswers(emulator.Answers{AnyLimits: true})
		weekly, monthly := budget("cost", 100, "periodic_reset", "weekly"), budget("tokens", 5000, "periodic_reset", "monthly")
		days, never := budget("requests", 100, "periodic_reset_days", 30), budget("cost", 50)
		config := budgets(weekly, monthly, days, never)
		m := create(t, env, config)
		m.wantResets(map[string]string{"cost 100": at("2027-03-14"), "tokens 5000": at("2027-04-01"), "requests 100": at("2027-04-09"), "cost 50": ""})
		m.edit(attrs{"usage_limits": []any{
			merged(weekly, attrs{"next_usage_reset_at": at("2027-03-17")}), merged(monthly, attrs{"next_usage_reset_at": at("2027-04-15")}), days, never,
		}})
		env.API.Advance(40 * time.Hour)
		m.WantNoDrift(config)

		m.Apply(budgets(budget("tokens", 10, "periodic_reset", "weekly"), merged(weekly, attrs{"credit_limit": 200}), monthly, days, never))
		m.WantPuts(`{"usage_limits": [
			{"type": "tokens", "credit_limit": 10, "periodic_reset": "weekly"},
			{"type": "cost", "credit_limit": 200, "periodic_reset": "weekly", "next_usage_reset_at": "2027-03-17T00:00:00.000Z"},
			{"type": "tokens", "credit_limit": 5000, "periodic_reset": "monthly", "next_usage_reset_at": "2027-04-15T00:00:00.000Z"},
			{"type": "requests", "credit_limit": 100, "periodic_reset_days": 30, "next_usage_reset_at": "2027-04-09T00:00:00.000Z"},
			{"type": "cost", "credit_limit": 50}]}`)
		resets := map[string]string{"tokens 10": at("2027-03-14"), "cost 200": at("2027-03-17"), "tokens 5000": at("2027-04-15"), "requests 100": at("2027-04-09"), "cost 50": ""}
		m.wantResets(resets)

		// Raised once more, one turned around, one dropped, one with another threshold.
		env.API.Advance(20 * time.Hour)
		last := budgets(days, merged(weekly, attrs{"credit_limit": 300}), merged(monthly, attrs{"alert_threshold": 4000}), never)
		m.Apply(last)
		m.wantResets(map[string]string{"cost 300": at("2027-03-17"), "tokens 5000": at("2027-04-15"), "requests 100": at("2027-04-09"), "cost 50": ""})

		// After every reset has come, the server's next one goes along.
		env.API.Advance(60 * 24 * time.Hour) // to the 11th of May
		m.WantNoDrift(last)
		m.Apply(budgets(days, merged(weekly, attrs{"credit_limit": 400}), monthly, never))
		m.wantResets(map[string]string{"cost 400": at("2027-05-16"), "tokens 5000": at("2027-06-01"), "requests 100": at("2027-06-08"), "cost 50": ""})
	})
}

// A limit of another period is another limit, whose reset the server decides.
func TestResource_limitPeriodChanged(t *testing.T) {
	t.Parallel()
	eachShapeAtNoon(t, func(t *testing.T, env *harness.Env) {
		m := create(t, env, budgets(budget("cost", 100, "periodic_reset", "monthly")))
		m.Apply(budgets(budget("cost", 100, "periodic_reset", "weekly")))
		m.WantPuts(`{"usage_limits": [{"type": "cost", "credit_limit": 100, "periodic_reset": "weekly", "next_usage_reset_at": null}]}`)
		m.wantResets(map[string]string{"cost 100": at("2027-03-14")})
	})
}

// The date that is configured: set, spelled otherwise, moved, moved in the UI,
// removed. It is a day in UTC to the server.
func TestResource_limitDateConfigured(t *testing.T) {
	t.Parallel()
	eachShapeAtNoon(t, func(t *testing.T, env *harness.Env) {
		monthly := budget("cost", 100, "periodic_reset", "monthly")
		dated := func(credit int, date any) attrs {
			return budgets(budget("tokens", 7, "periodic_reset", "monthly"), merged(monthly, attrs{"credit_limit": credit, "next_usage_reset_at": date}))
		}
		m := create(t, env, dated(100, nil))

		evening := dated(100, "2027-04-20T01:30:00+05:30") // the 19th, in UTC
		wantChanges(t, m.Apply(evening), true, "usage_limits")
		m.WantPuts(`{"usage_limits": [
			{"type": "tokens", "credit_limit": 7, "periodic_reset": "monthly", "next_usage_reset_at": "2027-04-01T00:00:00.000Z"},
			{"type": "cost", "credit_limit": 100, "periodic_reset": "monthly", "next_usage_reset_at": "2027-04-20T01:30:00+05:30"}]}`)
		m.wantResets(map[string]string{"tokens 7": at("2027-04-01"), "cost 100": at("2027-04-19")})
		m.WantState(evening)
		m.WantNoDrift(evening)
		m.WantNoDrift(dated(100, "2027-04-19T00:00:00Z"))

		m.Apply(merged(dated(150, "2027-04-20T01:30:00+05:30")))
		m.wantResets(map[string]string{"tokens 7": at("2027-04-01"), "cost 150": at("2027-04-19")})

		m.Apply(dated(150, "2027-04-20T00:00:00Z"))
		m.wantResets(map[string]string{"tokens 7": at("2027-04-01"), "cost 150": at("2027-04-20")})

		m.edit(attrs{"usage_limits": []any{
			budget("tokens", 7, "periodic_reset", "monthly", "next_usage_reset_at", at("2027-04-07")),
			merged(monthly, attrs{"credit_limit": 150, "next_usage_reset_at": at("2027-04-25")}),
		}})
		wantChanges(t, m.Plan(dated(150, "2027-04-20T00:00:00Z")), true, "usage_limits")
		m.Apply(dated(150, "2027-04-20T00:00:00Z"))
		m.wantResets(map[string]string{"tokens 7": at("2027-04-07"), "cost 150": at("2027-04-20")})

		m.Apply(dated(150, nil))
		m.WantPuts(`{"usage_limits": [
			{"type": "tokens", "credit_limit": 7, "periodic_reset": "monthly", "next_usage_reset_at": "2027-04-07T00:00:00.000Z"},
			{"type": "cost", "credit_limit": 150, "periodic_reset": "monthly", "next_usage_reset_at": null}]}`)
		m.wantResets(map[string]string{"tokens 7": at("2027-04-07"), "cost 150": at("2027-04-01")})
		m.WantNoDrift(dated(150, nil))
	})
}

// Once a configured date is over, the server rolls it on. That is no drift, and
// the date is not sent again: the API refuses one that has passed.
func TestResource_limitDatePassed(t *testing.T) {
	t.Parallel()
	eachShapeAtNoon(t, func(t *testing.T, env *harness.Env) {
		config := func(more int) attrs {
			return budgets(
				budget("cost", 100+more, "periodic_reset", "monthly", "next_usage_reset_at", "2027-03-20T00:00:00Z"),
				budget("tokens", 100+more, "next_usage_reset_at", "2027-03-20T00:00:00Z"))
		}
		m := create(t, env, config(0))
		m.wantResets(map[string]string{"cost 100": at("2027-03-20"), "tokens 100": at("2027-03-20")})
		env.API.Advance(15 * 24 * time.Hour)
		m.WantNoDrift(config(0))

		m.Apply(config(50))
		m.WantPuts(`{"usage_limits": [
			{"type": "cost", "credit_limit": 150, "periodic_reset": "monthly", "next_usage_reset_at": "2027-04-01T00:00:00.000Z"},
			{"type": "tokens", "credit_limit": 150}]}`)
		m.WantState(config(50))
		m.WantNoDrift(config(50))

		other := create(t, harness.Start(t, emulator.WithClock(func() time.Time { return noon })),
			budgets(budget("cost", 1, "periodic_reset", "weekly", "next_usage_reset_at", "2027-03-10T23:00:00Z")))
		other.wantResets(map[string]string{"cost 1": at("2027-03-14")})
	})
}

// Two limits of one key are told apart by what they say.
func TestResource_limitTwins(t *testing.T) {
	t.Parallel()
	eachShapeAtNoon(t, func(t *testing.T, env *harness.Env) {
		twin := func(credit int, more ...any) attrs {
			return budget("cost", credit, append([]any{"periodic_reset", "monthly"}, more...)...)
		}
		m := create(t, env, budgets(twin(100), twin(200)))
		m.edit(attrs{"usage_limits": []any{
			twin(200, "next_usage_reset_at", at("2027-04-22")), twin(100, "next_usage_reset_at", at("2027-04-11")),
		}})
		m.WantNoDrift(budgets(twin(200), twin(100)))
		m.Apply(budgets(twin(100), twin(300)))
		m.wantResets(map[string]string{"cost 100": at("2027-04-11"), "cost 300": at("2027-04-22")})
		m.Apply(budgets(twin(300)))
		m.wantResets(map[string]string{"cost 300": at("2027-04-22")})
		m.WantNoDrift(budgets(twin(300)))
	})
}

// The order of limits means nothing: alone it is no change, beside a change it
// is no other one, and the state keeps the order that it has.
func TestResource_limitOrder(t *testing.T) {
	t.Parallel()
	eachShapeAtNoon(t, func(t *testing.T, env *harness.Env) {
		cost, tokens := budget("cost", 100, "periodic_reset", "monthly"), budget("tokens", 500)
		minute, day := allowance("rpm", 60), allowance("rpd", 5000)
		there := merged(budgets(cost, tokens), rates(minute, day))
		back := merged(budgets(tokens, cost), rates(day, minute))
		m := create(t, env, there)
		m.WantNoDrift(back)
		m.Apply(back)
		m.WantPuts()
		m.edit(attrs{"usage_limits": []any{tokens, cost}, "rate_limits": []any{day, minute}})
		m.WantNoDrift(there)

		described := merged(back, attrs{"description": "Customer traffic"})
		wantChanges(t, m.Apply(described), true, "description")
		m.WantPuts(`{"description": "Customer traffic"}`)
		m.WantState(there)
		m.WantNoDrift(described)

		raised := merged(described, budgets(tokens, merged(cost, attrs{"credit_limit": 200})))
		wantChanges(t, m.Apply(raised), true, "usage_limits")
		m.WantPuts(`{"usage_limits": [{"type": "tokens", "credit_limit": 500},
			{"type": "cost", "credit_limit": 200, "periodic_reset": "monthly", "next_usage_reset_at": "2027-04-01T00:00:00.000Z"}]}`)
		m.WantNoDrift(raised)
	})
}

// Who ignores changes of the limits in Terraform leaves them to the UI: no
// update of anything else touches them.
func TestResource_limitsIgnored(t *testing.T) {
	t.Parallel()
	env := harness.Start(t)
	config := func(description string, credit int) string {
		return env.Config(fmt.Sprintf(`resource "portkey_workspace" "test" {
  name         = "Production"
  description  = %q
  usage_limits = [{ type = "cost", credit_limit = %d }]
  lifecycle { ignore_changes = [usage_limits] }
}`, description, credit))
	}
	resource.UnitTest(t, resource.TestCase{
		ProtoV6ProviderFactories: env.Factories,
		Steps: []resource.TestStep{
			{Config: config("one", 100)},
			{
				PreConfig: func() {
					env.API.EditWorkspace(env.Only().ID, attrs{"usage_limits": []any{budget("cost", 900), budget("tokens", 5)}})
					env.API.ResetRequests()
				},
				Config: config("two", 200),
				Check: resource.ComposeTestCheckFunc(env.Sent("PUT", `{"description": "two"}`), func(*terraform.State) error {
					if limits := env.Only().UsageLimits; len(limits) != 2 || fmt.Sprint(limits[0]["credit_limit"]) != "900" {
						return fmt.Errorf("the server has the limits %v", limits)
					}
					return nil
				}),
			},
		},
	})
}
