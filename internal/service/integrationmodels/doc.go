// Package integrationmodels is everything that Terraform knows of the models of an
// integration: all of them (set.go), one of them (row.go), and their prices. Start in
// model.go, the dictionary between HCL and JSON. Rows of one integration are written
// together: see portkey.Rows.
package integrationmodels
