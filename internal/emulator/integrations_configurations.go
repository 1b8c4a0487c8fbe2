package emulator

import (
	"fmt"
	"maps"
	"net"
	"net/url"
	"slices"
	"strings"
)

// providerForm is what the configurations of a provider of models have (documented):
// those required, others, and, by the way to log in that mode names, what that one
// requires. What of it may be mapped from a vault is not required then.
type providerForm struct {
	mode            string
	modes           map[string][]string
	required, other []string
}

func azureModes() map[string][]string {
	return map[string][]string{
		"default":        nil,
		"entra":          {"azure_entra_tenant_id", "azure_entra_client_id", "azure_entra_client_secret"},
		"entraFederated": {"azure_entra_tenant_id", "azure_entra_client_id"},
		"managed":        nil,
		"workload":       {"azure_workload_tenant_id", "azure_workload_client_id"},
	}
}

func awsModes() map[string][]string {
	return map[string][]string{
		"accessKey": {"aws_access_key_id", "aws_secret_access_key"}, "assumedRole": {"aws_role_arn"}, "serviceRole": nil, "apiKey": nil,
	}
}

// providerForms are by ai_provider_id. Any other provider has custom_host and
// custom_headers alone (assumed; see Answers.AnyConfigurations).
func providerForms() map[string]providerForm {
	azure := strings.Fields("azure_managed_client_id is_key_required azure_api_version azure_deployment_name")
	aws := []string{"aws_external_id"}
	return map[string]providerForm{
		"openai":       {other: []string{"openai_organization", "openai_project"}}, //nolint:misspell // the API's own spelling
		"azure-openai": {mode: "azure_auth_mode", modes: azureModes(), required: []string{"azure_resource_name", "azure_deployment_config"}, other: azure[:2]},
		"azure-ai":     {mode: "azure_auth_mode", modes: azureModes(), required: []string{"azure_foundry_url"}, other: azure},
		"bedrock":      {mode: "aws_auth_type", modes: awsModes(), required: []string{"aws_region"}, other: aws},
		"sagemaker": {mode: "aws_auth_type", modes: awsModes(), required: []string{"aws_region"}, other: append(strings.Fields(`
			amzn_sagemaker_custom_attributes amzn_sagemaker_target_model amzn_sagemaker_target_variant
			amzn_sagemaker_target_container_hostname amzn_sagemaker_inference_id amzn_sagemaker_enable_explanations
			amzn_sagemaker_inference_component amzn_sagemaker_session_id amzn_sagemaker_model_name`), aws...)},
		"vertex-ai": {
			mode: "vertex_auth_type", required: []string{"vertex_region"},
			modes: map[string][]string{"basic": {"vertex_project_id"}, "serviceAccount": {"vertex_service_account_json"}, "workload": nil},
			other: strings.Fields("vertex_skip_ptu_cost_attribution vertex_map_metadata is_key_required"),
		},
		"workers-ai":  {required: []string{"workers_ai_account_id"}},
		"huggingface": {other: []string{"huggingface_base_url"}},
		"cortex":      {required: []string{"snowflake_account"}},
		"anthropic":   {other: []string{"anthropic_inspect_stream_for_overloaded_error"}},
		"byteplus":    {other: []string{"byteplus_region"}},
	}
}

func (f providerForm) knows(name string) bool {
	return name == f.mode || name == "custom_host" || name == "custom_headers" || slices.Contains(f.required, name) ||
		slices.Contains(f.other, name) || slices.Contains(slices.Concat(slices.Collect(maps.Values(f.modes))...), name)
}

// configurationSecrets are the masked fields of configurations (documented). The role of
// AWS was one of them on older back ends (release notes; see Answers.MaskedARNs).
func (s *Server) configurationSecrets() []string {
	secrets := strings.Fields("aws_access_key_id aws_secret_access_key aws_external_id azure_entra_client_secret vertex_service_account_json")
	if s.answers.MaskedARNs {
		secrets = append(secrets, "aws_role_arn")
	}
	return secrets
}

// writeConfigurations merges configurations by their keys; null removes one (both
// assumed; see Answers.WholeConfigurations). The whole is checked.
func (s *Server) writeConfigurations(o *Object, value any, isSent bool, who by) error {
	if !isSent {
		value = map[string]any{}
	}
	if err := s.mergeConfigurations(o, value, who); err != nil || who == person {
		return err
	}
	return s.checkConfigurations(o, o.object("configurations"))
}

// mergeConfigurations is writeConfigurations without the check of the whole.
func (s *Server) mergeConfigurations(o *Object, value any, who by) error {
	const field = "configurations"
	sent, ok := value.(map[string]any)
	if !ok && (value != nil || who != person) {
		return badField(field, "configurations is not an object")
	}
	whole := clone(o.object(field))
	if value == nil || s.answers.WholeConfigurations || who == creating || whole == nil {
		whole = map[string]any{}
	}
	for key, one := range sent {
		whole[key] = cloneAny(one)
		if one == nil {
			delete(whole, key)
		}
	}
	o.Fields[field] = whole
	return nil
}

func (s *Server) checkConfigurations(o *Object, whole map[string]any) error {
	if host, sent := whole["custom_host"]; sent && !isPublic(host) {
		return badField("configurations", fmt.Sprintf("configurations.custom_host can't be %v", host))
	}
	if headers, sent := whole["custom_headers"]; sent && !isTexts(headers) {
		return badRequest()
	}
	if s.answers.AnyConfigurations {
		return nil
	}
	form := providerForms()[o.text("ai_provider_id")]
	for key := range whole {
		if !form.knows(key) {
			return badRequest()
		}
	}
	required := form.required
	if form.mode != "" {
		mode, _ := whole[form.mode].(string)
		more, known := form.modes[mode]
		if !known {
			return badRequest()
		}
		required = slices.Concat(required, more)
	}
	for _, key := range required {
		if whole[key] == nil && !slices.Contains(o.mapped(), "configurations."+key) {
			return badRequest()
		}
	}
	if deployments, sent := whole["azure_deployment_config"]; sent && !areDeployments(deployments) {
		return badRequest()
	}
	return nil
}

// badRequest is the answer to configurations that are not those of the provider (quoted
// in the vendor's changelog): it names no field.
func badRequest() *problem {
	p := badField("", "")
	p.message = "Invalid request. Please check and try again."
	return p
}

// areDeployments takes the deployments of Azure (documented): those that are not the
// default have an alias.
func areDeployments(value any) bool {
	return listOf(func(one any) bool {
		deployment, _ := one.(map[string]any)
		for key, value := range deployment {
			switch key {
			case "azure_api_version":
				if !textUpTo(30)(value) {
					return false
				}
			case "azure_deployment_name", "azure_model_slug", "alias":
				if !isText(value) {
					return false
				}
			case "is_default":
				if !isBool(value) {
					return false
				}
			default:
				return false
			}
		}
		complete := deployment["azure_api_version"] != nil && deployment["azure_deployment_name"] != nil && deployment["azure_model_slug"] != nil
		return complete && (deployment["is_default"] == true || deployment["alias"] != nil)
	})(value)
}

// isPublic takes the URL of a host that is not in a private network (release notes).
func isPublic(value any) bool {
	text, _ := value.(string)
	u, err := url.Parse(text)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Hostname() == "" || u.Fragment != "" {
		return false
	}
	host := strings.ToLower(u.Hostname())
	if ip := net.ParseIP(host); ip != nil {
		return !ip.IsLoopback() && !ip.IsPrivate() && !ip.IsLinkLocalUnicast() && !ip.IsUnspecified()
	}
	return host != "localhost" && host != "metadata.google.internal"
}

// mapped are the fields that secret references fill.
func (o *Object) mapped() []string {
	mappings, _ := o.Fields["secret_mappings"].([]any)
	var targets []string
	for _, one := range mappings {
		mapping, _ := one.(map[string]any)
		target, _ := mapping["target_field"].(string)
		targets = append(targets, target)
	}
	return targets
}

// writeMappings replaces the mappings; an empty list clears them (documented). They are
// answered with the slug of the reference (vendor's tests), and a create alone adds the
// prefix to a target (documented).
func (s *Server) writeMappings(o *Object, value any, who by) error {
	const field = "secret_mappings"
	list, ok := value.([]any)
	if !ok && (value != nil || who != person) {
		return badField(field, "secret_mappings is not a list")
	}
	var mappings []any
	targets := map[string]bool{}
	for i, one := range list {
		sent, _ := one.(map[string]any)
		mapping := map[string]any{"secret_key": nil}
		for key, value := range sent {
			var allowed bool
			switch key {
			case "target_field", "secret_reference_id":
				allowed = isText(value)
			case "secret_key":
				allowed = orNull(textUpTo(255))(value)
			case "value_format":
				allowed = orNull(oneOf("string", "json"))(value)
			}
			if !allowed {
				return badField(field, fmt.Sprintf("secret_mappings[%d].%s", i, key))
			}
			if value != nil {
				mapping[key] = value
			}
		}
		target, _ := mapping["target_field"].(string)
		if who == creating && target != "key" && target != "" && !strings.HasPrefix(target, "configurations.") {
			target = "configurations." + target
			mapping["target_field"] = target
		}
		if target == "key" && o.Noun == MCPIntegrations || target != "key" && len(target) <= len("configurations.") || targets[target] || target != "key" && !strings.HasPrefix(target, "configurations.") {
			return badField(field, fmt.Sprintf("secret_mappings[%d].target_field", i))
		}
		targets[target] = true
		reference := s.secretReference(o, mapping["secret_reference_id"])
		if reference == nil {
			return badField(field, fmt.Sprintf("secret_mappings[%d].secret_reference_id: no reference that can be used", i))
		}
		mapping["secret_reference_id"] = reference.Slug
		mappings = append(mappings, mapping)
	}
	o.Fields[field] = orNil(mappings, len(mappings))
	return nil
}

// secretReference is one of the organisation that the workspace of an integration sees.
func (s *Server) secretReference(o *Object, reference any) *Object {
	for _, h := range s.stores[SecretReferences].all {
		one := h.latest()
		if one != nil && one.OrganisationID == o.OrganisationID && one.is(reference) && one.visible(o.WorkspaceID) {
			return one
		}
	}
	return nil
}

// refuseMappedSecret refuses the deletion of a reference that an integration maps
// (documented, with this status).
func refuseMappedSecret(c *call, reference *Object) error {
	for _, h := range slices.Concat(c.stores[Integrations].all, c.stores[MCPIntegrations].all) {
		o := h.latest()
		if o == nil || o.OrganisationID != reference.OrganisationID {
			continue
		}
		mappings, _ := o.Fields["secret_mappings"].([]any)
		for _, one := range mappings {
			if mapping, _ := one.(map[string]any); reference.is(mapping["secret_reference_id"]) {
				return badField("id", "Secret reference is being used in integration "+o.Slug)
			}
		}
	}
	return nil
}
