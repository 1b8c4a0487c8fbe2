package integration

import (
	"maps"
	"slices"
	"strings"
)

// form is what is known of the configurations of an AI provider (documented). The lists
// are open: what they lack is sent as it is.
type form struct {
	// mode is the field that selects how Portkey logs in, and modes are the fields that
	// each way requires; an unknown way requires none.
	mode  string
	modes map[string][]string
	// required are the fields that are required in any way, others those that are not.
	required, others []string
}

// anyFields are those of every AI provider.
var anyFields = []string{"custom_host", "custom_headers"}

// secretFields are the fields that are secrets.
var secretFields = []string{"aws_secret_access_key", "azure_entra_client_secret", "vertex_service_account_json"}

var azureModes = map[string][]string{
	"default":        nil,
	"entra":          {"azure_entra_tenant_id", "azure_entra_client_id", "azure_entra_client_secret"},
	"entraFederated": {"azure_entra_tenant_id", "azure_entra_client_id"},
	"managed":        nil,
	"workload":       {"azure_workload_tenant_id", "azure_workload_client_id"},
}

var awsModes = map[string][]string{
	"accessKey":   {"aws_access_key_id", "aws_secret_access_key"},
	"assumedRole": {"aws_role_arn"},
	"serviceRole": nil,
	"apiKey":      nil,
}

var vertexModes = map[string][]string{
	"basic":          {"vertex_project_id"},
	"serviceAccount": {"vertex_service_account_json"},
	"workload":       nil,
}

// forms are by ai_provider_id.
var forms = map[string]form{
	"openai":    {others: []string{"openai_organization", "openai_project"}}, //nolint:misspell // the API's own spelling
	"anthropic": {others: []string{"anthropic_inspect_stream_for_overloaded_error"}},
	"azure-openai": {
		mode: "azure_auth_mode", modes: azureModes, required: []string{"azure_resource_name", "azure_deployment_config"},
		others: []string{"azure_managed_client_id", "is_key_required"},
	},
	"azure-ai": {
		mode: "azure_auth_mode", modes: azureModes, required: []string{"azure_foundry_url"},
		others: []string{"azure_api_version", "azure_deployment_name", "azure_managed_client_id", "is_key_required"},
	},
	"bedrock": {mode: "aws_auth_type", modes: awsModes, required: []string{"aws_region"}, others: []string{"aws_external_id"}},
	"sagemaker": {mode: "aws_auth_type", modes: awsModes, required: []string{"aws_region"}, others: []string{
		"aws_external_id", "amzn_sagemaker_custom_attributes", "amzn_sagemaker_target_model", "amzn_sagemaker_target_variant",
		"amzn_sagemaker_target_container_hostname", "amzn_sagemaker_inference_id", "amzn_sagemaker_enable_explanations",
		"amzn_sagemaker_inference_component", "amzn_sagemaker_session_id", "amzn_sagemaker_model_name",
	}},
	"vertex-ai": {
		mode: "vertex_auth_type", modes: vertexModes, required: []string{"vertex_region"},
		others: []string{"vertex_skip_ptu_cost_attribution", "vertex_map_metadata", "is_key_required"},
	},
	"workers-ai":  {required: []string{"workers_ai_account_id"}},
	"huggingface": {others: []string{"huggingface_base_url"}},
	"cortex":      {required: []string{"snowflake_account"}},
	"byteplus":    {others: []string{"byteplus_region"}},
}

// known are all fields that are known of the AI provider, sorted.
func (f form) known() []string {
	all := slices.Concat(anyFields, f.required, f.others)
	if f.mode != "" {
		all = append(all, f.mode)
	}
	for _, one := range f.modes {
		all = append(all, one...)
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// ways are the ways to log in, as a message lists them.
func (f form) ways() string {
	return "`" + strings.Join(slices.Sorted(maps.Keys(f.modes)), "`, `") + "`"
}
