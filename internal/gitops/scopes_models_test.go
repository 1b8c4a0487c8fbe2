package gitops

import (
	"errors"
	"maps"
	"slices"
	"time"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
	"github.com/portkey-community/terraform-provider-portkey/internal/harness"
)

// managed is a resource, and its configuration.
type managed struct {
	address string
	config  attrs
}

// inTeam is the workspace in a configuration, whose id is not known yet.
const inTeam = "(the workspace of the team)"

// models are the resources that give a workspace models, in the order of their creation.
// The changes are by type.
func models(changes map[string]attrs) []managed {
	all := []managed{
		{"portkey_workspace.team", attrs{"name": "Team"}},
		{"portkey_secret_reference.openai", attrs{
			"name": "OpenAI", "slug": "openai", "manager_type": "hashicorp_vault", "secret_path": "secret/data/openai",
			"vault_kubernetes": attrs{"vault_addr": "https://vault.example.com", "vault_role": "portkey"},
		}},
		{"portkey_integration.openai", attrs{
			"name": "OpenAI", "slug": "openai-prod", "ai_provider_id": "openai",
			"secret_mappings": []any{attrs{"target_field": "key", "secret_reference_id": "openai"}},
		}},
		{"portkey_integration_models.openai", attrs{"integration_id": "openai-prod", "models": attrs{"gpt-4o": attrs{}}}},
		{"portkey_integration_workspace_access.team", attrs{"workspace_id": inTeam, "integration_id": "openai-prod"}},
		{"portkey_provider.openai", attrs{"workspace_id": inTeam, "integration_id": "openai-prod", "name": "OpenAI", "slug": "openai"}},
		{"portkey_secret_reference.edited", attrs{
			"name": "Anthropic", "slug": "anthropic", "manager_type": "aws_sm", "secret_path": "anthropic", "aws_service_role": attrs{"aws_region": "eu-west-1"},
		}},
		{"portkey_provider.edited", attrs{"workspace_id": inTeam, "integration_id": "openai-prod", "name": "Backup", "slug": "backup"}},
	}
	for i := range all {
		maps.Copy(all[i].config, changes[all[i].address])
	}
	return all
}

func giveModels(s stage) error { return s.give(models(nil)) }

// give applies the resources one after the other, in the workspace of the team.
func (s stage) give(all []managed) error {
	for _, one := range all {
		_, diags := s.Converge(one.address, s.placed(one))
		*s.warnings = append(*s.warnings, diags.Warnings()...)
		if err := diags.Err(); err != nil {
			return err
		}
	}
	return nil
}

// placed is the configuration of a resource, in the workspace.
func (s stage) placed(one managed) attrs {
	config := maps.Clone(one.config)
	if config["workspace_id"] == inTeam {
		config["workspace_id"] = s.id("team")
	}
	return config
}

// planModels plans what somebody has changed or deleted.
func planModels(s stage) error {
	s.dropModel(emulator.Providers)
	var errs []error
	for _, edited := range []struct {
		noun emulator.Noun
		slug string
		edit attrs
	}{
		{emulator.SecretReferences, "anthropic", attrs{"description": "Ask Kim"}},
		{emulator.Providers, "backup", attrs{"note": "Ask Kim"}},
		{emulator.IntegrationModels, "gpt-4o", attrs{"enabled": false}},
		{emulator.IntegrationWorkspaces, "", attrs{"rate_limits": []any{attrs{"type": "requests", "unit": "rpm", "value": 1}}}},
	} {
		all := s.api.All(edited.noun)
		at := slices.IndexFunc(all, func(o emulator.Object) bool { return o.Slug == edited.slug })
		s.api.Edit(edited.noun, all[at].ID, edited.edit)
	}
	for _, address := range []string{
		"portkey_secret_reference.edited", "portkey_provider.edited", "portkey_integration_models.openai", "portkey_integration_workspace_access.team",
	} {
		errs = append(errs, s.plan(address, harness.Update))
	}
	s.dropModel(emulator.Integrations)
	s.dropModel(emulator.SecretReferences)
	for _, address := range []string{"portkey_provider.openai", "portkey_integration.openai", "portkey_secret_reference.openai"} {
		errs = append(errs, s.plan(address, harness.Create))
	}
	return errors.Join(errs...)
}

// dropModel deletes the first object of a noun by hand.
func (s stage) dropModel(noun emulator.Noun) {
	s.api.Advance(2 * time.Hour) // what is absent from a list by then was deleted
	s.api.Drop(noun, s.api.All(noun)[0].ID)
}

// plan wants a plan of one of the models to do this.
func (s stage) plan(address string, action harness.Action) error {
	all := models(nil)
	return s.planTo(all[slices.IndexFunc(all, func(one managed) bool { return one.address == address })], action)
}

// applyModels creates what was deleted by hand, changes and destroys it.
func applyModels(s stage) error {
	for _, noun := range []emulator.Noun{emulator.Providers, emulator.Integrations, emulator.SecretReferences} {
		s.dropModel(noun)
	}
	err := giveModels(s)
	if err == nil {
		err = s.give(models(map[string]attrs{
			"portkey_secret_reference.openai":           {"description": "The key of OpenAI"},
			"portkey_integration.openai":                {"description": "For all teams"},
			"portkey_integration_models.openai":         {"models": attrs{"gpt-4o-mini": attrs{}}},
			"portkey_integration_workspace_access.team": {"rate_limits": []any{attrs{"type": "requests", "unit": "rpm", "value": 100}}},
			"portkey_provider.openai":                   {"note": "For the application"},
		}))
	}
	all := models(nil)[1:] // the workspace stays
	slices.Reverse(all)
	for _, one := range all {
		err = errors.Join(err, s.Destroy(one.address).Err())
	}
	return err
}
