// Package promptlabel is everything that Terraform knows of a label for versions of prompts.
// Start in model.go, the dictionary between HCL and JSON; place.go says whose a label is, and
// resource.go has the verbs.
package promptlabel
