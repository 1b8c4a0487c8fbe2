package prompt_test

import (
	"fmt"
	"maps"
	"testing"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
	"github.com/portkey-community/terraform-provider-portkey/internal/harness"
)

type attrs = map[string]any

const (
	address    = "portkey_prompt.test"
	collection = "co-refunds-000001"
	providerID = "11111111-1111-4111-8111-111111111111"
	template   = "Refund {{amount}}?"
)

// start starts an API with a workspace that has two collections and a provider.
func start(t *testing.T, options ...emulator.Option) (*harness.Env, emulator.Workspace) {
	t.Helper()
	env := harness.Start(t, options...)
	return env, furnishWorkspace(env)
}

func furnishWorkspace(env *harness.Env) emulator.Workspace {
	home := env.API.AddWorkspace(attrs{"name": "Production"})
	env.API.Add(emulator.Collections, home.ID, attrs{"name": "Refunds", "slug": collection})
	env.API.Add(emulator.Collections, home.ID, attrs{"name": "Other", "slug": "co-other-000001"})
	env.API.Add(emulator.Providers, home.ID, attrs{"slug": "openai", "id": providerID})
	return home
}

// with is a configuration, with other attributes laid over it.
func with(others ...any) attrs {
	config := attrs{"name": "Refund", "collection_id": collection, "template": template, "model": "gpt-4o", "provider_id": "openai"}
	over := attrs{}
	for i := 0; i+1 < len(others); i += 2 {
		over[fmt.Sprint(others[i])] = others[i+1]
	}
	maps.Copy(config, over)
	return config
}

// only is the only prompt that there is.
func only(t *testing.T, env *harness.Env) emulator.Object {
	t.Helper()
	all := env.API.All(emulator.Prompts)
	if len(all) != 1 {
		t.Fatalf("there are %d prompts, want 1", len(all))
	}
	return all[0]
}

// wantVersions wants so many versions, of which one is the default.
func wantVersions(t *testing.T, env *harness.Env, count, current int) {
	t.Helper()
	all := env.API.Versions(emulator.Prompts, only(t, env).ID)
	if len(all) != count || !all[current-1].Default {
		t.Errorf("want %d versions with %d for the default, have %+v", count, current, all)
	}
}
