// Package user is portkey_user: the resource, its data sources and its list resource.
// Nobody is created: the resource adopts a user of the organisation. Its model.go maps
// HCL to the API and back, resource.go has the verbs.
package user
