// Package apikey is everything that Terraform knows of an API key. Start in model.go,
// the dictionary between HCL and JSON, attribute by attribute; resource.go has the verbs.
package apikey
