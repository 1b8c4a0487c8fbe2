package workspace_test

import (
	"maps"
	"slices"
	"testing"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
	"github.com/portkey-community/terraform-provider-portkey/internal/harness"
)

// named is the part of a configuration, and of a state, that names a workspace.
func named(icon any, name string) attrs { return attrs{"icon": icon, "name": name} }

// eachNaming runs a test over the answers that have names in different forms: by day over
// two of them.
func eachNaming(t *testing.T, test func(t *testing.T, env *harness.Env)) {
	t.Helper()
	answers := map[string][]emulator.Option{
		"recorded":              nil,
		"documented":            {emulator.WithShape(emulator.ShapeDocumented)},
		"plain when created":    {emulator.WithAnswers(emulator.Answers{CreateName: emulator.NamePlain, Names: emulator.NamePlain})},
		"plain when listed":     {emulator.WithAnswers(emulator.Answers{ListName: emulator.NamePlain})},
		"either":                {emulator.WithAnswers(emulator.Answers{CreateName: emulator.NameEither, Names: emulator.NameEither, ListName: emulator.NameEither})},
		"unset in every manner": {emulator.WithAnswers(emulator.Answers{Unset: emulator.UnsetInTurn})},
	}
	for _, name := range harness.Today(t, slices.Sorted(maps.Keys(answers)), 2) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			test(t, harness.Start(t, answers[name]...))
		})
	}
}

// The icon and the name are one value on the server. Whatever happens to them,
// the state keeps them as configured, the server shows the right ones, and the
// requests are the ones that do it.
func TestResource_names(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name          string
		before, after attrs
		puts          []string
		icon, plain   string // on the server, afterwards
	}{
		{"an icon added", named(nil, "Production"), named("🚀", "Production"), []string{`{"name":"Production","icon":"🚀"}`}, "🚀", "Production"},
		{"an icon added with a rename", named(nil, "Production"), named("🚀", "Live"), []string{`{"name":"Live","icon":"🚀"}`}, "🚀", "Live"},
		{"another icon", named("🚀", "Production"), named("🎯", "Production"), []string{`{"name":"Production","icon":"🎯"}`}, "🎯", "Production"},
		{"another icon with a rename", named("🚀", "Production"), named("🎯", "Live"), []string{`{"name":"Live","icon":"🎯"}`}, "🎯", "Live"},
		{"the icon removed", named("🚀", "Production"), named(nil, "Production"), []string{`{"icon":""}`}, "", "Production"},
		{"the icon emptied", named("🚀", "Production"), named("", "Production"), []string{`{"icon":""}`}, "", "Production"},
		{"the icon removed with a rename", named("🚀", "Production"), named(nil, "Live"), []string{`{"icon":""}`, `{"name":"Live"}`}, "", "Live"},
		{"a rename", named(nil, "Production"), named(nil, "Live"), []string{`{"name":"Live"}`}, "", "Live"},
		{"a rename behind an icon", named("🚀", "Production"), named("🚀", "Live"), []string{`{"name":"Live","icon":"🚀"}`}, "🚀", "Live"},
		{"no icon in another spelling", named(nil, "Production"), named("", "Production"), nil, "", "Production"},

		{"the icon into the name", named("🚀", "Production"), named(nil, "🚀 Production"), nil, "🚀", "Production"},
		{"the icon out of the name", named(nil, "🚀 Production"), named("🚀", "Production"), nil, "🚀", "Production"},
		{"the icon in both", named("🚀", "Production"), named("🚀", "🚀 Production"), nil, "🚀", "Production"},
		{"the icon into the name with a rename", named("🚀", "Production"), named(nil, "🚀 Live"), []string{`{"icon":""}`, `{"name":"🚀 Live"}`}, "🚀", "Live"},
		{"the icon out of the name with a rename", named(nil, "🚀 Production"), named("🚀", "Live"), []string{`{"name":"Live","icon":"🚀"}`}, "🚀", "Live"},
		{"the icon into the name as another one", named("🚀", "Production"), named(nil, "🎯 Production"), []string{`{"icon":""}`, `{"name":"🎯 Production"}`}, "🎯", "Production"},
		{"the icon out of the name as another one", named(nil, "🚀 Production"), named("🎯", "Production"), []string{`{"name":"Production","icon":"🎯"}`}, "🎯", "Production"},
		{"a rename of a name with its icon", named(nil, "🚀 Production"), named(nil, "🚀 Live"), []string{`{"icon":""}`, `{"name":"🚀 Live"}`}, "🚀", "Live"},
		{"another icon in the name", named(nil, "🚀 Production"), named(nil, "🎯 Production"), []string{`{"icon":""}`, `{"name":"🎯 Production"}`}, "🎯", "Production"},
		{"the icon taken out of the name", named(nil, "🚀 Production"), named(nil, "Production"), []string{`{"icon":""}`}, "", "Production"},
		{"the icon put into the name", named(nil, "Production"), named(nil, "🚀 Production"), []string{`{"name":"🚀 Production"}`}, "🚀", "Production"},
		{"two icons in the name", named(nil, "🚀 🎯 Production"), named(nil, "🚀 🎯 Live"), []string{`{"icon":""}`, `{"name":"🚀 🎯 Live"}`}, "🚀", "🎯 Live"},
		{"an icon before a name with another", named(nil, "Production"), named("🎯", "🚀 Production"), []string{`{"name":"🚀 Production","icon":"🎯"}`}, "🎯", "🚀 Production"},

		{"a skin tone", named("👍🏽", "Approvals"), named("👍🏿", "Approvals"), []string{`{"name":"Approvals","icon":"👍🏿"}`}, "👍🏿", "Approvals"},
		{"a skin tone in the name", named(nil, "👍🏽 Approvals"), named(nil, "👍🏿 Approvals"), []string{`{"icon":""}`, `{"name":"👍🏿 Approvals"}`}, "👍🏿", "Approvals"},
		{"joined emoji", named("👩‍🚀", "Space"), named("👩🏽‍🚀", "Space"), []string{`{"name":"Space","icon":"👩🏽‍🚀"}`}, "👩🏽‍🚀", "Space"},
		{"joined emoji in the name", named(nil, "👩‍🚀 Space"), named("👩‍🚀", "Space"), nil, "👩‍🚀", "Space"},
		{"a flag", named("🇩🇪", "Berlin"), named("🇩🇰", "Berlin"), []string{`{"name":"Berlin","icon":"🇩🇰"}`}, "🇩🇰", "Berlin"},
		{"a flag in the name", named(nil, "🇩🇪 Berlin"), named(nil, "🇩🇪 Bonn"), []string{`{"icon":""}`, `{"name":"🇩🇪 Bonn"}`}, "🇩🇪", "Bonn"},
		{"a keycap", named(nil, "1️⃣ First"), named("1️⃣", "Second"), []string{`{"name":"Second","icon":"1️⃣"}`}, "1️⃣", "Second"},
		{"a symbol that becomes an emoji", named("⚙️", "Tools"), named(nil, "⚙️ Tools"), nil, "⚙️", "Tools"},
		{"an icon of letters", named("AI", "Lab"), named(nil, "Lab"), []string{`{"icon":""}`}, "", "Lab"},

		{"letters that look like symbols", named(nil, "ⓐ Alpha"), named(nil, "ℹ Info"), []string{`{"name":"ℹ Info"}`}, "", "ℹ Info"},
		{"a sign before the name", named(nil, "№ 7"), named(nil, "™ Brand"), []string{`{"name":"™ Brand"}`}, "", "™ Brand"},
		{"an icon before such a name", named(nil, "ℹ Info"), named("🚀", "ℹ Info"), []string{`{"name":"ℹ Info","icon":"🚀"}`}, "🚀", "ℹ Info"},
		{"an emoji without a blank", named(nil, "🚀Production"), named(nil, "🚀Live"), []string{`{"name":"🚀Live"}`}, "", "🚀Live"},
		{"an emoji alone", named(nil, "🚀"), named(nil, "🎯"), []string{`{"name":"🎯"}`}, "", "🎯"},
		{"an emoji at the end", named(nil, "Production 🚀"), named(nil, "Live 🚀"), []string{`{"name":"Live 🚀"}`}, "", "Live 🚀"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			eachNaming(t, func(t *testing.T, env *harness.Env) {
				m := create(t, env, test.before)
				m.WantState(test.before)
				m.WantNoDrift(test.before)

				m.Apply(test.after)
				m.WantPuts(test.puts...)
				m.WantState(test.after)
				if got := m.onServer(); got.Icon != test.icon || got.Name != test.plain {
					t.Errorf("the server has %q %q, want %q %q", got.Icon, got.Name, test.icon, test.plain)
				}
				m.WantNoDrift(test.after)
			})
		})
	}
}

// What somebody does to the icon or the name in the UI shows as what it is, and
// an apply puts it right.
func TestResource_namesDrift(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name           string
		config, edit   attrs
		seen           attrs
		changed        []string
		puts           []string
		icon, repaired string // on the server, afterwards
	}{
		{"renamed", named(nil, "Production"), attrs{"name": "Other"}, named(nil, "Other"), []string{"name"}, []string{`{"name":"Production"}`}, "", "Production"},
		{"renamed behind an icon", named("🚀", "Production"), attrs{"name": "Other"}, named("🚀", "Other"), []string{"name"}, []string{`{"name":"Production","icon":"🚀"}`}, "🚀", "Production"},
		{"renamed behind the icon in the name", named(nil, "🚀 Production"), attrs{"name": "Other"}, named(nil, "🚀 Other"), []string{"name"}, []string{`{"icon":""}`, `{"name":"🚀 Production"}`}, "🚀", "Production"},
		{"an icon added", named(nil, "Production"), attrs{"icon": "🎯"}, named("🎯", "Production"), []string{"icon"}, []string{`{"icon":""}`}, "", "Production"},
		{"an icon added, unset as empty", named("", "Production"), attrs{"icon": "🎯"}, named("🎯", "Production"), []string{"icon"}, []string{`{"icon":""}`}, "", "Production"},
		{"an icon added with a rename", named(nil, "Production"), attrs{"icon": "🎯", "name": "Other"}, named("🎯", "Other"), []string{"icon", "name"}, []string{`{"icon":""}`, `{"name":"Production"}`}, "", "Production"},
		{"an icon added and a word taken away", named(nil, "Big Production"), attrs{"icon": "🎯", "name": "Production"}, named("🎯", "Production"), []string{"icon", "name"}, []string{`{"icon":""}`, `{"name":"Big Production"}`}, "", "Big Production"},
		{"another icon", named("🚀", "Production"), attrs{"icon": "🎯"}, named("🎯", "Production"), []string{"icon"}, []string{`{"name":"Production","icon":"🚀"}`}, "🚀", "Production"},
		{"another icon than that in the name", named(nil, "🚀 Production"), attrs{"icon": "🎯"}, named(nil, "🎯 Production"), []string{"name"}, []string{`{"icon":""}`, `{"name":"🚀 Production"}`}, "🚀", "Production"},
		{"the icon removed that the name has", named(nil, "🚀 Production"), attrs{"icon": nil}, named(nil, "Production"), []string{"name"}, []string{`{"name":"🚀 Production"}`}, "🚀", "Production"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			eachNaming(t, func(t *testing.T, env *harness.Env) {
				m := create(t, env, test.config)
				m.edit(test.edit)
				wantChanges(t, m.Plan(test.config), true, test.changed...)
				m.Refresh()
				m.WantState(test.seen)

				m.Apply(test.config)
				m.WantPuts(test.puts...)
				m.WantState(test.config)
				if got := m.onServer(); got.Icon != test.icon || got.Name != test.repaired {
					t.Errorf("the server has %q %q, want %q %q", got.Icon, got.Name, test.icon, test.repaired)
				}
				m.WantNoDrift(test.config)
			})
		})
	}
}

// An icon put before a name that starts with the same one shows, although what is
// configured would look like it: found by a random history.
func TestResource_iconTwice(t *testing.T) {
	t.Parallel()
	config := named(nil, "🎯 Staging")
	for _, shape := range []emulator.Shape{emulator.ShapeRecorded, emulator.ShapeDocumented} {
		m := create(t, harness.Start(t, emulator.WithShape(shape)), named("🚀", "🎯 Staging"))
		m.Apply(config)
		m.WantPuts(`{"icon":""}`)
		m.edit(attrs{"icon": "🎯"})
		wantChanges(t, m.Plan(config), true, "icon", "name")
		m.Apply(config)
		m.WantPuts(`{"icon":""}`)
		if got := m.onServer(); got.Icon != "" || got.Name != "🎯 Staging" {
			t.Errorf("the server has %q %q", got.Icon, got.Name)
		}
		m.WantNoDrift(config)
	}
}

// An icon removed in the UI appears as drift where the answers contain it. The
// documentation's shape leaves it out, and what is not returned is no drift.
func TestResource_iconRemoved(t *testing.T) {
	t.Parallel()
	config := named("🚀", "Production")
	for name, test := range map[string]struct {
		option emulator.Option
		shows  bool
	}{
		"returned as null":  {emulator.WithShape(emulator.ShapeRecorded), true},
		"returned as empty": {emulator.WithAnswers(emulator.Answers{Unset: emulator.UnsetEmpty}), true},
		"not returned":      {emulator.WithShape(emulator.ShapeDocumented), false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			m := create(t, harness.Start(t, test.option), config)
			m.edit(attrs{"icon": nil})
			if p := m.Plan(config); !test.shows {
				if p.Action != harness.NoOp {
					t.Errorf("plans %s", p.Action)
				}
				return
			}
			wantChanges(t, m.Plan(config), true, "icon")
			m.Apply(config)
			m.WantPuts(`{"name":"Production","icon":"🚀"}`)
			m.WantNoDrift(config)
		})
	}
}

// Where the server takes an emoji for the icon although no blank follows it,
// the name stays as it is configured.
func TestResource_namesGlued(t *testing.T) {
	t.Parallel()
	env := harness.Start(t, emulator.WithAnswers(emulator.Answers{GluedIcon: true}))
	m := create(t, env, attrs{"name": "🚀Production"})
	m.WantNoDrift(attrs{"name": "🚀Production"})
}

// A rename is easily mistaken for another workspace, so the plan says what it
// is; another icon, or another spelling, is none.
func TestResource_renameWarns(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name          string
		before, after attrs
		warns         bool
	}{
		{"another name", named(nil, "Production"), named(nil, "Live"), true},
		{"another name behind an icon", named("🚀", "Production"), named("🚀", "Live"), true},
		{"another icon", named("🚀", "Production"), named("🎯", "Production"), false},
		{"the icon into the name", named("🚀", "Production"), named(nil, "🚀 Production"), false},
		{"something else", named(nil, "Production"), merged(named(nil, "Production"), attrs{"description": "Customer traffic"}), false},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			m := create(t, harness.Start(t), test.before)
			id, _ := m.Driver.State(address)["id"].(string)
			_, diags := m.Driver.Plan(address, test.after)
			harness.NoErrors(t, diags)
			if !test.warns {
				if len(diags) > 0 {
					t.Errorf("warns of no rename:\n%s", diags)
				}
				return
			}
			harness.WantOne(t, diags, "name", "renamed", id, "keeps its id", "members", "keys")
		})
	}
}
