// Package member is everything that Terraform knows of a member of a workspace, who may
// only be invited yet. Start in model.go, the dictionary between HCL and JSON; resource.go
// has the verbs, and invite.go what they do about an invite.
package member
