// Package invite is everything that Terraform knows of an invite to the organisation.
// Start in model.go, the mapping between HCL and JSON; resource.go has the verbs, and
// plan.go says when a change sends another invite. resend.go is an action.
package invite
