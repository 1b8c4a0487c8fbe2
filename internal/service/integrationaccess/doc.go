// Package integrationaccess is everything that Terraform knows of a workspace that may use
// an integration. Start in model.go, the dictionary between HCL and JSON; resource.go has the
// verbs. Rows of one integration are written together: see portkey.Rows.
package integrationaccess
