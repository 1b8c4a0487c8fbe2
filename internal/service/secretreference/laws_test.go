package secretreference

import (
	"maps"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/types"
	"pgregory.net/rapid"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
	"github.com/portkey-community/terraform-provider-portkey/internal/harness/laws"
	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

// Each way to authenticate is held to the laws by itself, since another one is a
// replacement.
func TestLaws(t *testing.T) {
	t.Parallel()
	for _, v := range variants {
		t.Run(v.name, func(t *testing.T) {
			t.Parallel()
			laws.Of[model, portkey.SecretReference, portkey.SecretReferenceUpdate]{
				Path:    "/secret-references",
				ID:      func(answer portkey.SecretReference) string { return answer.ID.Or("") },
				Prepare: func(api *emulator.Server) { api.AddWorkspace(map[string]any{"id": home, "name": "Home"}) },
				Draw:    func(t *rapid.T) model { return drawModel(t, v) },
				Create:  func(m model) any { return m.create(secretsOf(m, v)) },
				Differs: model.differs,
				Observe: func(m model, answer portkey.SecretReference) model { return m.observe(answer, time.Now()) },
				Changes: func(m, state model, live portkey.SecretReference) []portkey.SecretReferenceUpdate {
					return m.changes(state, state.observe(live, time.Now()), secretsOf(m, v))
				},
				// Responses contain neither what is masked nor which workspaces are allowed.
				Lenient: []string{"allowed_workspaces", v.name},
			}.Hold(t)
		})
	}
}

// What is imported is no variant yet where the answer lacks it.
func TestModel_withoutVariant(t *testing.T) {
	t.Parallel()
	seen := newModel().observe(portkey.SecretReference{ID: portkey.Some("a-b"), ManagerType: portkey.Some(hashicorp)}, time.Now())
	if _, ok := seen.variant(); ok || seen.digest() != newModel().digest() || len(seen.differs(newModel())) > 0 {
		t.Errorf("got %+v", seen)
	}
}

const home = "0b7a3c5e-2f41-4d8a-9c66-5e1f0a9d7b32"

// secretsOf are the secrets of a model whose configuration has them in x.
func secretsOf(m model, v variant) map[string]string {
	texts := map[string]string{}
	for _, f := range v.fields {
		if f.secret {
			texts[f.name] = tfkit.Text(textOf(m.auth(v), f.name))
		}
	}
	return texts
}

func drawModel(t *rapid.T, v variant) model {
	m := newModel()
	m.Name = laws.One(t, "name", "OpenAI", "Anthropic")
	m.ManagerType = &v.managerType
	m.Description = drawn(t, "description", "The key", " The key\n", "Another key")
	m.SecretPath = laws.One(t, "secret_path", "prod/openai", "prod/anthropic")
	m.SecretKey = drawn(t, "secret_key", "api_key", "key")
	m.Tags = rapid.SampledFrom([]types.Map{types.MapNull(types.StringType), tfkit.TextMap(nil), tfkit.TextMap(map[string]string{"team": "fraud"})}).Draw(t, "tags")
	texts := map[string]*string{}
	for _, f := range v.fields {
		texts[f.name] = laws.One(t, f.name, "one.example.com", "two.example.com")
		if !f.required && rapid.Bool().Draw(t, "without "+f.name) {
			texts[f.name] = nil
		}
	}
	m.setAuth(map[string]types.Object{v.name: v.object(maps.Clone(texts))})
	return m
}

// drawn is one of these, or what stands for none.
func drawn(t *rapid.T, label string, values ...string) *string {
	empty := ""
	all := []*string{nil, &empty}
	for _, value := range values {
		all = append(all, &value)
	}
	return rapid.SampledFrom(all).Draw(t, label)
}
