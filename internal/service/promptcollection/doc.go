// Package promptcollection is everything that Terraform knows of a collection of prompts.
// Start in model.go, the dictionary between HCL and JSON; resource.go has the verbs.
package promptcollection
