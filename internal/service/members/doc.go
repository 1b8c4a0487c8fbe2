// Package members is everything that Terraform knows of the members of one workspace as
// a whole. Start in roster.go, which compares who is in the workspace with who should
// be; plan.go decides who is removed, and change.go carries it out.
package members
