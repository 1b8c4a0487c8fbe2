package emulator_test

import (
	"testing"
	"time"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
)

// How the API shows what is not set: all of it is on record somewhere.
func TestAnswers_unset(t *testing.T) {
	t.Parallel()
	const absent = ""
	fields := []string{"description", "icon", "defaults", "usage_limits", "rate_limits"}
	for _, c := range []struct {
		name  string
		unset emulator.Unset
		want  []string
	}{
		{"null", emulator.UnsetNull, []string{`null`, `null`, `null`, `null`, `null`}},
		{"absent", emulator.UnsetAbsent, []string{absent, absent, absent, absent, absent}},
		{"empty", emulator.UnsetEmpty, []string{`""`, `""`, `{}`, `[]`, `[]`}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			a := start(t, emulator.WithAnswers(emulator.Answers{Unset: c.unset}))
			id := a.create(create)
			for _, got := range []map[string]any{a.read(id), a.list("/admin/workspaces")[0]} {
				for i, field := range fields {
					value, present := got[field]
					if present != (c.want[i] != absent) {
						t.Errorf("%s present: %v", field, present)
					}
					if present {
						same(t, field, value, c.want[i])
					}
				}
			}
		})
	}
}

func TestAnswers_unsetInsideALimitAndDefaults(t *testing.T) {
	t.Parallel()
	a := start(t, emulator.WithAnswers(emulator.Answers{Unset: emulator.UnsetEmpty}))
	id := a.create(`{"name":"x","usage_limits":[{"credit_limit":1}]}`)
	a.EditWorkspace(id, map[string]any{"defaults": map[string]any{"later": 1}})
	same(t, "usage_limits", a.read(id)["usage_limits"], `[{"credit_limit":1,"periodic_reset":"","current_usage":0.25,"status":"active"}]`)
	same(t, "defaults", a.read(id)["defaults"], `{"later":1,"metadata":{}}`)
}

func TestAnswers_unsetInTurn(t *testing.T) {
	t.Parallel()
	a := start(t, emulator.WithAnswers(emulator.Answers{Unset: emulator.UnsetInTurn}))
	id := a.create(create)
	seen := map[string]bool{}
	for range 3 {
		value, present := a.read(id)["description"]
		seen[toJSON(t, []any{value, present})] = true
	}
	if len(seen) != 3 {
		t.Errorf("answered in these ways only: %v", seen)
	}
}

func TestAnswers_create(t *testing.T) {
	t.Parallel()
	a := start(t)
	named := func() any { return a.ok("POST", "/admin/workspaces", `{"name":"Target","icon":"🎯"}`)["name"] }
	if got := named(); got != "🎯 Target" {
		t.Errorf("got %v", got)
	}
	a.SetAnswers(emulator.Answers{CreateName: emulator.NamePlain})
	if got := named(); got != "Target" {
		t.Errorf("got %v", got)
	}
	a.SetAnswers(emulator.Answers{CreateName: emulator.NameEither})
	if one, two := named(), named(); one == two {
		t.Errorf("got %v twice", one)
	}
	a.SetAnswers(emulator.Answers{ThinCreate: true})
	got := a.ok("POST", "/admin/workspaces", create)
	if len(got) != 1 || got["id"] == nil {
		t.Errorf("got %v", got)
	}
}

func TestAnswers_names(t *testing.T) {
	t.Parallel()
	a := start(t)
	a.create(`{"name":"Target","icon":"🎯"}`)
	found := func() string {
		return toJSON(t, []int{
			len(a.list("/admin/workspaces?exact_name=Target")), len(a.list("/admin/workspaces?exact_name=" + escape("🎯 Target"))),
			len(a.list("/admin/workspaces?name=" + escape("🎯 T"))),
		})
	}
	for names, want := range map[emulator.NameForm]string{
		emulator.NameDisplay: `[0,1,1]`, emulator.NamePlain: `[1,0,0]`, emulator.NameEither: `[1,1,1]`,
	} {
		a.SetAnswers(emulator.Answers{Names: names})
		if got := found(); got != want {
			t.Errorf("names %d: got %s, want %s", names, got, want)
		}
	}
}

func TestAnswers_fullList(t *testing.T) {
	t.Parallel()
	a := start(t, emulator.WithAnswers(emulator.Answers{FullList: true}))
	item := a.list("/admin/workspaces")[0]
	if item["organisation_id"] != a.OrganisationID() || item["users"] == nil || item["status"] != "active" {
		t.Errorf("got %v", item)
	}
}

func TestAnswers_maxPage(t *testing.T) {
	t.Parallel()
	a := start(t, emulator.WithAnswers(emulator.Answers{MaxPage: 2}))
	for range 4 {
		a.create(create)
	}
	if got := len(a.list("/admin/workspaces?page_size=100")); got != 2 {
		t.Errorf("a page of %d", got)
	}
	if got := len(a.list("/admin/workspaces?page_size=100&current_page=2")); got != 1 {
		t.Errorf("a last page of %d", got)
	}
}

func TestAnswers_trims(t *testing.T) {
	t.Parallel()
	body := `{"name":" a ","description":" b\r\nc\n"}`
	a := start(t)
	got := a.read(a.create(body))
	if got["name"] != " a " || got["description"] != " b\r\nc\n" {
		t.Errorf("got %q", got)
	}
	a.SetAnswers(emulator.Answers{Trims: true})
	got = a.read(a.create(body))
	if got["name"] != "a" || got["description"] != "b\nc" {
		t.Errorf("got %q", got)
	}
}

func TestAnswers_bookkeeping(t *testing.T) {
	t.Parallel()
	a := start(t, emulator.WithAnswers(emulator.Answers{Bookkeeping: true}))
	same(t, "usage_limits", a.read(a.create(create))["usage_limits"], `{"is_expired_alerts_sent":true}`)
}

func TestAnswers_seconds(t *testing.T) {
	t.Parallel()
	a := start(t)
	a.Advance(1500 * time.Millisecond)
	id := a.create(create)
	same(t, "created_at", a.read(id)["created_at"], `"2026-10-15T12:00:01.000Z"`)
	a.SetAnswers(emulator.Answers{Milliseconds: true})
	same(t, "created_at", a.read(id)["created_at"], `"2026-10-15T12:00:01.500Z"`)
}

// An organisation's metadata schema may hold defaults (documented).
func TestAnswers_enforcedMetadata(t *testing.T) {
	t.Parallel()
	a := start(t, emulator.WithAnswers(emulator.Answers{EnforcedMetadata: map[string]string{"cost_unit": "none"}}))
	for body, want := range map[string]string{
		create: `{"metadata":{"cost_unit":"none"}}`,
		`{"name":"x","defaults":{"metadata":{"cost_unit":"7","a":"1"}}}`: `{"metadata":{"cost_unit":"7","a":"1"}}`,
		`{"name":"x","defaults":{"metadata":{"a":"1"}}}`:                 `{"metadata":{"cost_unit":"none","a":"1"}}`,
	} {
		same(t, body, a.read(a.create(body))["defaults"], want)
	}
}

// So do what models are reached by.
func TestAnswers_unsetOfModels(t *testing.T) {
	t.Parallel()
	a, home, in := provided(t)
	a.ok("POST", "/providers", post(home, ""))
	one := a.reference("")
	for unset, want := range map[emulator.Unset]string{
		emulator.UnsetNull: `[null,null,null,null]`, emulator.UnsetAbsent: `["none","none","none","none"]`, emulator.UnsetEmpty: `["","",{},[]]`,
	} {
		a.SetAnswers(emulator.Answers{Unset: unset})
		var got []any
		add := func(answer map[string]any, field string) {
			value, has := answer[field]
			if !has {
				value = "none"
			}
			got = append(got, value)
		}
		add(a.ok("GET", one, ""), "description")
		add(a.ok("GET", "/providers/chat"+in, ""), "note")
		add(a.ok("GET", integrations+"/openai", ""), "tags")
		add(objects(t, a.ok("GET", integrations+"/openai/workspaces", "")["workspaces"])[0], "usage_limits")
		same(t, "unset", got, want)
	}
}
