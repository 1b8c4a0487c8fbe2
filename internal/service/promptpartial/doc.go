// Package promptpartial is everything that Terraform knows of a partial, a text that prompts
// include. Start in model.go, the dictionary between HCL and JSON; resource.go has the verbs,
// and update.go what becomes of versions.
package promptpartial
