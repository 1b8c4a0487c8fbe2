// Package organisationdefaults is the guardrails of every request of an organisation:
// portkey_organisation_defaults, and its data source.
package organisationdefaults
