// Package workspace is everything that Terraform knows of a Portkey workspace.
// Start in model.go: it is the dictionary between HCL and JSON, attribute by
// attribute. resource.go has the verbs, plan.go what is decided before them,
// upgrade.go the way over from other schemas, data_source.go the reading side.
package workspace
