// Package prompt is everything that Terraform knows of a prompt. Start in model.go, the
// dictionary between HCL and JSON, attribute by attribute; content.go is what of it has
// versions, and resource.go has the verbs.
package prompt
