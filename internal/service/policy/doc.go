// Package policy is everything that Terraform knows of policies: the budgets and the rate
// limits of requests that have something in common. Both kinds share one resource, with a
// model for each. Start in model.go, then resource.go.
package policy
