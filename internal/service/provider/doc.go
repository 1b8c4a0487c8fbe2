// Package provider is everything that Terraform knows of a provider of Portkey: what a
// workspace calls an integration through. Start in model.go, the dictionary between HCL and
// JSON, attribute by attribute; resource.go has the verbs.
package provider
