// Package guardrail is everything that Terraform knows of a guardrail. Start in model.go,
// the dictionary between HCL and JSON, attribute by attribute, with its checks in checks.go
// and its actions in actions.go; resource.go has the verbs. known.go and its neighbours say
// what is known of the checks, and validate.go compares a configuration with that.
package guardrail
