// Package secretreference contains portkey_secret_reference, its data sources and its
// list resource. auth.go has the ways to authenticate to a vault.
package secretreference
