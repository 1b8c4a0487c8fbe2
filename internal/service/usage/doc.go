// Package usage is everything that Terraform knows of what was spent: the action that sets
// it to zero, of whatever has a budget. Start in action.go; targets.go has what that is.
package usage
