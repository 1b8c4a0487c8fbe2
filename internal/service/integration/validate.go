package integration

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

// ValidateConfig checks the configurations of the AI providers that are known: Portkey
// rejects a wrong field without naming it.
func (r *Resource) ValidateConfig(ctx context.Context, req resource.ValidateConfigRequest, resp *resource.ValidateConfigResponse) {
	c := checkedOf(ctx, req.Config, &resp.Diagnostics)
	checkDefaultProvider(ctx, req.Config, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	c.checkSecrets(&resp.Diagnostics)
	of, isKnown := forms[c.provider]
	if !isKnown {
		return
	}
	c.checkNames(of, &resp.Diagnostics)
	c.checkMode(of, &resp.Diagnostics)
	c.checkDeployments(&resp.Diagnostics)
	c.checkRequired(of, c.missing(of, false), &resp.Diagnostics)
}

// checkMissingSecrets refuses a plan without the secrets that the AI provider requires, but
// for those that Portkey has: nobody knows the secrets of an integration that was
// imported.
func checkMissingSecrets(ctx context.Context, config tfsdk.Config, there []string, diags *diag.Diagnostics) {
	c := checkedOf(ctx, config, diags)
	of := forms[c.provider]
	c.checkRequired(of, slices.DeleteFunc(c.missing(of, true), func(name string) bool { return slices.Contains(there, name) }), diags)
}

// checkDefaultProvider warns of the slug of a provider that is not created.
func checkDefaultProvider(ctx context.Context, config tfsdk.Config, diags *diag.Diagnostics) {
	var create types.Bool
	var slug types.String
	diags.Append(config.GetAttribute(ctx, path.Root("create_default_provider"), &create)...)
	diags.Append(config.GetAttribute(ctx, path.Root("default_provider_slug"), &slug)...)
	if slug.ValueString() != "" && !create.IsUnknown() && !create.ValueBool() {
		diags.AddAttributeWarning(path.Root("default_provider_slug"), "No provider is created",
			"default_provider_slug has an effect only with create_default_provider = true. Set that too, or remove default_provider_slug.")
	}
}

// checked is what a configuration sets of the fields of the AI provider.
type checked struct {
	provider string
	// plain are the configurations, and secret the names of the fields in the arguments of
	// secrets, with the argument that each is in. mapped are filled from a vault.
	plain  fields
	secret map[string]string
	mapped map[string]bool
	// complete is whether all of that is known.
	complete bool
}

func checkedOf(ctx context.Context, config tfsdk.Config, diags *diag.Diagnostics) checked {
	c := checked{secret: map[string]string{}, mapped: map[string]bool{}, complete: true}
	var provider, plain types.String
	var mappings types.Set
	diags.Append(config.GetAttribute(ctx, path.Root("ai_provider_id"), &provider)...)
	diags.Append(config.GetAttribute(ctx, path.Root("configurations"), &plain)...)
	diags.Append(config.GetAttribute(ctx, path.Root("secret_mappings"), &mappings)...)
	c.provider, c.plain = provider.ValueString(), fieldsOf(plain.ValueString())
	c.complete = !plain.IsUnknown() && !mappings.IsUnknown()
	for _, argument := range []string{"secret_configurations", "secret_configurations_wo"} {
		var secret types.Map
		diags.Append(config.GetAttribute(ctx, path.Root(argument), &secret)...)
		c.complete = c.complete && !secret.IsUnknown()
		for name := range secret.Elements() {
			c.secret[name] = argument
		}
	}
	for _, one := range mappings.Elements() {
		object, _ := one.(types.Object)
		target, _ := object.Attributes()["target_field"].(types.String)
		c.complete = c.complete && !one.IsUnknown() && !target.IsUnknown()
		c.mapped[strings.TrimPrefix(target.ValueString(), tfkit.TargetPrefix)] = true
	}
	return c
}

func (c checked) has(name string) bool {
	_, isPlain := c.plain[name]
	return isPlain || c.secret[name] != "" || c.mapped[name]
}

// checkSecrets refuses a secret in the configurations, which plans show, and a field that
// is set twice.
func (c checked) checkSecrets(diags *diag.Diagnostics) {
	for _, name := range slices.Sorted(maps.Keys(c.plain)) {
		switch argument := c.secret[name]; {
		case argument != "":
			diags.AddAttributeError(path.Root(argument), "Field is set twice", fmt.Sprintf(
				"The field %s is in configurations and in %s. Remove it from one of them.", name, argument))
		case slices.Contains(secretFields, name):
			diags.AddAttributeError(path.Root("configurations"), "Secret in configurations", fmt.Sprintf(
				"The field %s is a secret, and configurations is shown in plans. Set it in secret_configurations_wo or secret_configurations, or map it from a vault by secret_mappings.", name))
		}
	}
}

// checkNames refuses misspelt names, and warns of those that are not known.
func (c checked) checkNames(of form, diags *diag.Diagnostics) {
	arguments := map[string]string{}
	for name := range c.plain {
		arguments[name] = "configurations"
	}
	maps.Copy(arguments, c.secret)
	known := of.known()
	for _, name := range slices.Sorted(maps.Keys(arguments)) {
		if slices.Contains(known, name) {
			continue
		}
		at := path.Root(arguments[name])
		if meant, misspelt := tfkit.Meant(name, known); misspelt {
			diags.AddAttributeError(at, "Invalid value", fmt.Sprintf("The attribute %s has the field %q. Did you mean %q?", at, name, meant))
			c.mapped[meant] = true // so that it is not missing in addition
			continue
		}
		diags.AddAttributeWarning(at, "Unknown field", fmt.Sprintf(
			"The attribute %s has the field %q, which this version of the provider does not know for the AI provider %s. It is sent to Portkey as it is. The known fields are `%s`.",
			at, name, c.provider, strings.Join(known, "`, `")))
	}
}

// checkMode refuses a misspelt way to log in, and warns of one that is not known.
func (c checked) checkMode(of form, diags *diag.Diagnostics) {
	mode, names := c.mode(of), slices.Sorted(maps.Keys(of.modes))
	if mode == "" || slices.Contains(names, mode) {
		return
	}
	at := path.Root("configurations")
	if meant, misspelt := tfkit.Meant(mode, names); misspelt {
		diags.AddAttributeError(at, "Invalid value", fmt.Sprintf("The field %s of the attribute %s is %q. Did you mean %q? The known values are %s.", of.mode, at, mode, meant, of.ways()))
		return
	}
	diags.AddAttributeWarning(at, "Unknown value", fmt.Sprintf(
		"The field %s of the attribute %s is %q, which this version of the provider does not know. It is sent to Portkey as it is. The known values are %s.", of.mode, at, mode, of.ways()))
}

// missing are the fields that the configurations lack, if all of them are known: the secrets
// among them, or the others.
func (c checked) missing(of form, secret bool) []string {
	if !c.complete {
		return nil
	}
	required := slices.Clone(of.required)
	if of.mode != "" {
		required = slices.Concat([]string{of.mode}, required, of.modes[c.mode(of)])
	}
	return slices.DeleteFunc(required, func(name string) bool { return c.has(name) || slices.Contains(secretFields, name) != secret })
}

// mode is the way to log in that the configurations select, if any.
func (c checked) mode(of form) string {
	var mode string
	_ = json.Unmarshal(c.plain[of.mode], &mode) // it may be missing
	return mode
}

// checkRequired refuses configurations that lack fields.
func (c checked) checkRequired(of form, missing []string, diags *diag.Diagnostics) {
	if len(missing) == 0 {
		return
	}
	because := ""
	if mode := c.mode(of); mode != "" {
		because = fmt.Sprintf(", with %s = %q", of.mode, mode)
	}
	detail := fmt.Sprintf("The AI provider %s requires fields that are not set%s: `%s`. ", c.provider, because, strings.Join(missing, "`, `"))
	if slices.Contains(secretFields, missing[0]) {
		detail += "Set them in secret_configurations_wo or secret_configurations, or map them from a vault by secret_mappings."
	} else {
		detail += "Set them in configurations."
	}
	if slices.Contains(missing, of.mode) {
		detail += fmt.Sprintf(" The values of %s are %s.", of.mode, of.ways())
	}
	diags.AddAttributeError(path.Root("configurations"), "Missing field", detail)
}

// factors are what pricing_adjustments multiplies (documented).
var factors = strings.Fields(`
	default request_token response_token cache_read_input_token cache_write_input_token cache_read_audio_input_token
	request_audio_token response_audio_token reasoning_token prediction_accepted_token prediction_rejected_token
	request_image_token response_image_token request_text_token response_text_token cache_read_image_input_token
	cache_read_text_input_token cache_write_text_input_token cache_write_image_input_token image additional_units`)

// multipliers checks pricing adjustments: Portkey rejects an unknown key.
func multipliers() validator.String {
	return tfkit.Satisfies("an object with the key multiplier", func(value string, at path.Path) string {
		var adjustments map[string]json.RawMessage
		if json.Unmarshal([]byte(value), &adjustments) != nil {
			return "" // another validator says so
		}
		var multiplier map[string]json.RawMessage
		if _, has := adjustments["multiplier"]; !has || len(adjustments) > 1 || json.Unmarshal(adjustments["multiplier"], &multiplier) != nil {
			return fmt.Sprintf("The attribute %s must have the key multiplier alone, which is an object. Write it as in jsonencode({ multiplier = { default = 0.9 } }).", at)
		}
		for _, name := range slices.Sorted(maps.Keys(multiplier)) {
			if !slices.Contains(factors, name) {
				hint := ""
				if meant, misspelt := tfkit.Meant(name, factors); misspelt {
					hint = fmt.Sprintf(" Did you mean %q?", meant)
				}
				return fmt.Sprintf("The attribute %s has the factor %q, which does not exist.%s The factors are `%s`.", at, name, hint, strings.Join(factors, "`, `"))
			}
			var factor float64
			nested := name == "image" || name == "additional_units"
			if !nested && (json.Unmarshal(multiplier[name], &factor) != nil || factor < 0) {
				return fmt.Sprintf("The factor %q of the attribute %s must be a number that is not negative.", name, at)
			}
		}
		return ""
	})
}
