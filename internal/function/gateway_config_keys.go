package function

import "strings"

// The documented words of a gateway config: from the JSON schema that, according to
// Portkey's page "Gateway Config Object", configs are validated with, from the pages on
// the features, and from the open gateway (src/middlewares/requestValidator/schema/config.ts
// and src/types/requestBody.ts of Portkey-AI/gateway).
var (
	modes      = []string{"single", "loadbalance", "fallback", "conditional"}
	cacheModes = []string{"simple", "semantic"}

	configKeys = []string{
		"strategy", "targets", "name", "id", "weight", "metadata",
		"provider", "api_key", "virtual_key", "prompt_id", "override_params", "custom_host", "forward_headers",
		"retry", "cache", "request_timeout", "on_status_codes", "cb_config", "strict_open_ai_compliance",
		"input_guardrails", "output_guardrails", "before_request_hooks", "after_request_hooks",
		"default_input_guardrails", "default_output_guardrails",
		"resource_name", "deployment_id", "deployments", "api_version", "ad_auth",
		"azure_resource_name", "azure_deployment_id", "azure_api_version", "azure_model_name", "azure_region",
		"azure_deployment_name", "azure_deployment_type", "azure_endpoint_name",
		"aws_access_key_id", "aws_secret_access_key", "aws_session_token", "aws_region",
		"vertex_project_id", "vertex_region", "vertex_service_account_json",
		"openai_organization", "openai_project", "anthropic_beta", "anthropic_version", //nolint:misspell // as OpenAI spells it
		"huggingface_base_url", "workers_ai_account_id", "mistral_fim_completion",
	}
	strategyKeys  = []string{"mode", "on_status_codes", "conditions", "default", "cb_config", "sticky_session", "sticky"}
	conditionKeys = []string{"query", "then"}
	cacheKeys     = []string{"mode", "max_age"}
	// The first spelling is from Portkey's documentation, the second from the open gateway.
	retryKeys   = []string{"attempts", "on_status_codes", "use_retry_after_headers", "use_retry_after_header"}
	breakerKeys = []string{"failure_threshold", "failure_threshold_percentage", "minimum_requests", "cooldown_interval", "failure_status_codes"}
	stickyKeys  = []string{"enabled", "hash_fields", "ttl"}
)

// orList joins words, the last with "or".
func orList(words []string) string {
	last := len(words) - 1
	return "`" + strings.Join(words[:last], "`, `") + "` or `" + words[last] + "`"
}
