// Package guardrailexclusion is the workspaces that the default guardrails of an organisation
// do not apply to: portkey_guardrail_exclusion, and its data source.
package guardrailexclusion
