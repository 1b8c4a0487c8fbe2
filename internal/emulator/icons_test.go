package emulator_test

import (
	"strings"
	"testing"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
)

func contains(text string, parts ...string) bool {
	for _, part := range parts {
		if !strings.Contains(text, part) {
			return false
		}
	}
	return true
}

// What is stored of a name and an icon: the first five are what the vendor's
// provider verifies, the rest is assumed.
func TestNames_create(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, body, icon, plain string }{
		{"no icon", `{"name":"Target"}`, "", "Target"},
		{"icon apart", `{"name":"Target","icon":"🎯"}`, "🎯", "Target"},
		{"icon in the name", `{"name":"🎯 Target"}`, "🎯", "Target"},
		{"both ways", `{"name":"🎯 Target","icon":"🎯"}`, "🎯", "Target"},
		{"not at the head", `{"name":"Target 🎯"}`, "", "Target 🎯"},
		{"two emoji", `{"name":"🎯 Target","icon":"🚀"}`, "🚀", "🎯 Target"},
		{"no blank", `{"name":"🎯Target"}`, "", "🎯Target"},
		{"two blanks", `{"name":"🎯  Target"}`, "🎯", " Target"},
		{"emoji alone", `{"name":"🎯"}`, "", "🎯"},
		{"emoji and a blank", `{"name":"🎯 "}`, "", "🎯 "},
		{"an icon that is no emoji", `{"name":"Target","icon":"T"}`, "T", "Target"},
		{"flag", `{"name":"🇫🇷 France"}`, "🇫🇷", "France"},
		{"region's flag", `{"name":"🏴󠁧󠁢󠁳󠁣󠁴󠁿 Scotland"}`, "🏴󠁧󠁢󠁳󠁣󠁴󠁿", "Scotland"},
		{"skin tone", `{"name":"👍🏽 Good"}`, "👍🏽", "Good"},
		{"joined", `{"name":"👩‍💻 Developers"}`, "👩‍💻", "Developers"},
		{"variation selector", `{"name":"⚙️ Platform"}`, "⚙️", "Platform"},
		{"symbol with a variation selector", `{"name":"©️ Legal"}`, "©️", "Legal"},
		{"symbol", `{"name":"© Legal"}`, "", "© Legal"},
		{"keycap", `{"name":"1️⃣ First"}`, "1️⃣", "First"},
		{"keycap without a selector", `{"name":"#⃣ Hash"}`, "#⃣", "Hash"},
		{"digit", `{"name":"1 First"}`, "", "1 First"},
		{"half a flag", `{"name":"🇫 France"}`, "", "🇫 France"},
		{"a joiner that joins nothing", "{\"name\":\"🎯\u200d Target\"}", "", "🎯\u200d Target"},
		{"a joiner at the end", "{\"name\":\"🎯\u200d\"}", "", "🎯\u200d"},
		{"another script", `{"name":"日本 支店"}`, "", "日本 支店"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			a := start(t)
			w, _ := a.Workspace(a.create(c.body))
			if w.Icon != c.icon || w.Name != c.plain {
				t.Errorf("got %q, %q, want %q, %q", w.Icon, w.Name, c.icon, c.plain)
			}
			want := c.plain
			if c.icon != "" {
				want = c.icon + " " + c.plain
			}
			if got := a.read(w.ID)["name"]; got != want {
				t.Errorf("displayed as %q, want %q", got, want)
			}
		})
	}
}

func TestNames_update(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, body, icon, plain string }{
		{"another name keeps the icon", `{"name":"Aim"}`, "🎯", "Aim"},
		{"another icon", `{"icon":"🚀"}`, "🚀", "Target"},
		{"no icon", `{"icon":""}`, "", "Target"},
		{"both", `{"icon":"🚀","name":"Aim"}`, "🚀", "Aim"},
		{"another icon in the name", `{"name":"🚀 Aim"}`, "🚀", "Aim"},
		{"name without its icon", `{"icon":"","name":"Aim"}`, "", "Aim"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			a := start(t)
			id := a.create(`{"name":"Target","icon":"🎯"}`)
			slug := a.read(id)["slug"]
			a.edit(id, c.body)
			w, _ := a.Workspace(id)
			if w.Icon != c.icon || w.Name != c.plain || w.Slug != slug {
				t.Errorf("got %q, %q, %q, want %q, %q, %q", w.Icon, w.Name, w.Slug, c.icon, c.plain, slug)
			}
		})
	}
}

func TestNames_gluedIcon(t *testing.T) {
	t.Parallel()
	a := start(t, emulator.WithAnswers(emulator.Answers{GluedIcon: true}))
	if got := a.read(a.create(`{"name":"🎯Target"}`))["name"]; got != "🎯 Target" {
		t.Errorf("got %v", got)
	}
}
