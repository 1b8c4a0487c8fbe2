package function

import (
	"slices"
	"strings"
)

// The words of a gateway config that are on record: the JSON schema that Portkey's
// page "Gateway Config Object" says configs are validated with, the pages on its
// features, and the open gateway (src/middlewares/requestValidator/schema/config.ts
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
	// The first spelling is of Portkey's documentation, the second of the open gateway.
	retryKeys   = []string{"attempts", "on_status_codes", "use_retry_after_headers", "use_retry_after_header"}
	breakerKeys = []string{"failure_threshold", "failure_threshold_percentage", "minimum_requests", "cooldown_interval", "failure_status_codes"}
	stickyKeys  = []string{"enabled", "hash_fields", "ttl"}
)

// meant is the known word that a word is a misspelling of, if it is one: the same
// letters in another style, as in maxAge; or nearly the same.
func meant(word string, known []string) (string, bool) {
	if slices.Contains(known, word) {
		return "", false
	}
	for _, one := range known {
		if letters(word) == letters(one) {
			return one, true
		}
	}
	for _, one := range known {
		// One edit in a short word makes many another word, two in a long one few.
		slips := 0
		switch {
		case len(one) >= 10:
			slips = 2
		case len(one) >= 4:
			slips = 1
		}
		if edits(word, one, slips) <= slips {
			return one, true
		}
	}
	return "", false
}

func letters(word string) string {
	return strings.ToLower(strings.NewReplacer("_", "", "-", "", " ", "").Replace(word))
}

// edits counts the letters to add, drop, replace or exchange with their neighbour
// to make b of a. Beyond most it may say any number that is more.
func edits(a, b string, most int) int {
	if len(a) > len(b)+most || len(b) > len(a)+most {
		return most + 1
	}
	rows := make([][]int, len(a)+1)
	for i := range rows {
		rows[i] = make([]int, len(b)+1)
		rows[i][0] = i
	}
	for j := range rows[0] {
		rows[0][j] = j
	}
	for i := 1; i <= len(a); i++ {
		for j := 1; j <= len(b); j++ {
			same := 1
			if a[i-1] == b[j-1] {
				same = 0
			}
			rows[i][j] = min(rows[i-1][j]+1, rows[i][j-1]+1, rows[i-1][j-1]+same)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				rows[i][j] = min(rows[i][j], rows[i-2][j-2]+1)
			}
		}
	}
	return rows[len(a)][len(b)]
}

// orList names words, the last after an "or".
func orList(words []string) string {
	last := len(words) - 1
	return "`" + strings.Join(words[:last], "`, `") + "` or `" + words[last] + "`"
}
