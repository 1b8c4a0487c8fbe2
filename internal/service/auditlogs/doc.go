// Package auditlogs is everything that Terraform knows of the audit log: the data source
// of the writes that somebody sent to the Admin API. Start in data_source.go.
package auditlogs
