// Package tfkit holds what three or more nouns of the provider share, and no
// more: how a resource gets its client (configure.go), how values are compared
// and spelled (values.go), the validators (validators.go), and how an error of
// the Admin API becomes a diagnostic (diagnostics.go).
package tfkit
