// Package promptlabelassignment is everything that Terraform knows of a label that a version
// of a prompt has. Start in resource.go, which has the verbs.
package promptlabelassignment
