// Package portkey is a client for the Admin API of Portkey. It speaks HTTP and
// JSON and knows nothing of Terraform.
//
// Start at [New] and [Config]. Every request goes through one path: Client.do
// builds it, a call (call.go) carries it through its attempts, pace.go says
// when each of them may go, retry.go which answers are worth another one, and
// errors.go turns what is left into an [*Error] that says who refused what, and
// whether a write may have happened all the same. Answers are decoded into the types of workspaces.go and
// limits.go; what the server leaves out, sends as null or spells in its own way
// is settled there, in opt.go and decode.go.
//
// The verbs of a workspace are in workspaces_api.go, find.go, create.go, gone.go
// and contents.go; memory.go is what a client remembers of its own writes, and
// snapshot.go answers many reads from few pages of a list. pool.go says what the
// clients of one key share of all this.
//
// Comments on odd behaviour say where it is known from: "documented" by Portkey,
// "recorded" from the live service, told by the "vendor's changelog", or
// "assumed" where nothing is on record.
package portkey
