// Package tfkit is what the nouns of the provider share in their dealings with
// Terraform. A helper is here only if three nouns need it, or will.
//
// Start reading in a resource that uses it, such as internal/service/config. The
// files, in the order in which a resource meets them:
//
//   - base.go, configure.go: the session, which is how a resource gets its client
//   - validators.go, json.go: what fails at terraform validate
//   - values.go, json.go, changes.go: how values are spelled and compared, and whose
//     edit a difference is
//   - attributes.go, workspace_id.go: attributes that many nouns have
//   - import.go, upgrade.go: how a resource comes into a state
//   - computed.go, data_source_one.go, data_source_many.go, list.go: a resource seen by
//     data sources and by terraform query
//   - diagnostics.go, noun.go: how an error of the client becomes a diagnostic
//
// SECRETS.md, beside these files, is the design for resources that contain secrets.
package tfkit
