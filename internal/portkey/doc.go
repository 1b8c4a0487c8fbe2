// Package portkey is a client for the Admin API of Portkey. It speaks HTTP and
// JSON and knows nothing of Terraform. The name of a file says which of its four
// parts it belongs to; each part knows only those above it, which a test in
// internal/repo verifies.
//
//	json_*.go        values as the API spells them: absent, null, "10" for 10
//	http_*.go        the transport: one request, from its attempts to its answer
//	collection*.go   the promises: what every noun can do, and how safely
//	the other files  the nouns: what their JSON looks like, and what is special
//
// Start reading in configs.go, which is a whole noun: the JSON of its answers and
// requests, and the declaration of its [Collection]. Then collection.go
// and collection_noun.go say what can be done with a Collection and what it has to
// know of a noun. Each promise has a file: collection_create.go that
// nothing is created twice, collection_gone.go that an object counts as deleted only when
// that is proven, collection_edit.go that a write starts from what is there,
// collection_cache.go that one page of a list answers many reads and is never too
// old for any.
//
// A request goes from [Client] (http_client.go) to a call (http_call.go), whose run
// is the loop over its attempts: http_pace.go says when the next one may go,
// http_exchange.go sends it, http_retry.go says whether another one follows, and
// http_errors.go turns what is left into an [*Error], which says who refused what and
// whether a write may have happened all the same. [Options] are in http_options.go,
// and what clients of one key share is in collection_pool.go.
//
// Comments on odd behaviour say where it is known from: "documented" by Portkey,
// "recorded" from the live service, the "vendor's changelog", repository or release
// notes, or "assumed" where nothing is on record.
package portkey
