// Package config is everything that Terraform knows of a gateway config. Start in
// model.go, the dictionary between HCL and JSON, attribute by attribute; resource.go
// has the verbs.
package config
