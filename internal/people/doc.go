// Package people is what the resources of members, users and invites share: how a
// configuration names a user, how that user is found, and which roles there are.
package people
