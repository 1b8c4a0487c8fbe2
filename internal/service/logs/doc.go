// Package logs is everything that Terraform knows of the logs of requests to models: the
// data sources of their analytics, and the exports, which an action creates. Start in
// analytics.go and export.go. What is summed up is described in figures.go, which
// requests count in filters.go.
package logs
