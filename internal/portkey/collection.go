package portkey

import (
	"context"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync/atomic"
	"time"
)

// Collection is the objects of one noun below one parent, with the verbs that every
// noun has. It decides nothing by itself: which verbs are called, and in which order,
// is up to the resource. The other verbs are in collection_create.go, collection_edit.go,
// collection_find.go and collection_gone.go.
//
// T is an object as responses contain it, D the body of a create, U that of an update.
type Collection[T Object, D CreateBody, U any] struct {
	client *Client
	noun   noun[T]
	*shared[T]
}

// shared is what the clients of one key remember of one collection.
type shared[T Object] struct {
	memory memory
	wholes wholeMemory
	cache  *cache[T]
	// unlisted is whether a list that reads would have been answered from was rejected.
	unlisted atomic.Bool
	// readable is whether an object was read: the key has the scope for it.
	readable atomic.Bool
	// absences is the complete list that proofs of absence share.
	absences coalesced[census[T]]
	// edits counts the beginnings and the ends of writes that are not creates, and the
	// creates of unknown outcome: these may take a name that a list shows as free.
	edits atomic.Int64
}

// collect opens a collection of the client's key, for functions such as [NewConfigs]. They
// are no methods of [Client], whose type would then name every collection: each package that
// has a client would compile all of them.
func collect[T Object, D CreateBody, U any](c *Client, n noun[T]) *Collection[T, D, U] {
	return &Collection[T, D, U]{client: c, noun: n, shared: sharedOf(c.keyState, n)}
}

// Words are what messages call the objects.
func (k *Collection[T, D, U]) Words() Words { return k.noun.Words }

// Get reads one object: from a cached list where that is no older than since
// (RFC 3339, "" for any age), else by a request of its own. See [cache] for how old
// a cached list can be.
func (k *Collection[T, D, U]) Get(ctx context.Context, id, since string) (T, error) {
	known, _ := time.Parse(time.RFC3339, since)
	fresh := func(item T) bool {
		updated, err := time.Parse(time.RFC3339, item.facts().updatedAt)
		return since == "" || err == nil && !updated.Before(known)
	}
	switch {
	case k.noun.fromList:
		return k.getListed(ctx, id, fresh)
	case k.noun.partial:
		return k.GetUncached(ctx, id)
	}
	return k.cache.get(ctx, k.client, id, fresh, func(ctx context.Context) (T, error) { return k.GetUncached(ctx, id) })
}

// GetIfChanged reads one object, unless a cached list shows that its last update is still that
// at updatedAt (RFC 3339): then it returns the item of the list, and reports false. "" is no
// update, so the object is read.
func (k *Collection[T, D, U]) GetIfChanged(ctx context.Context, id, updatedAt string) (got T, isRead bool, err error) {
	single := func(ctx context.Context) (T, error) {
		isRead = true
		return k.GetUncached(ctx, id)
	}
	if updatedAt == "" {
		got, err = single(ctx)
		return got, isRead, err
	}
	got, err = k.cache.get(ctx, k.client, id, func(item T) bool { return item.facts().updatedAt == updatedAt }, single)
	return got, isRead, err
}

// getListed reads one object from the whole list. What is not there, may be newer, or was
// written by this process, is read on its own; so is everything by a key without a right
// to the list.
func (k *Collection[T, D, U]) getListed(ctx context.Context, id string, fresh func(T) bool) (T, error) {
	if k.memory.isWritten(id) || k.unlisted.Load() {
		return k.GetUncached(ctx, id)
	}
	all, err := k.List(ctx, nil)
	k.unlisted.Store(isForbidden(err))
	if i := slices.IndexFunc(all, func(one T) bool { return one.facts().isAt(id) }); err == nil && i >= 0 && fresh(all[i]) {
		return all[i], nil
	}
	return k.GetUncached(ctx, id)
}

// GetUncached reads one object by a request of its own, as is needed before it is
// written or deleted: of the whole list, where no path reads it.
func (k *Collection[T, D, U]) GetUncached(ctx context.Context, id string) (T, error) {
	if k.noun.unread {
		var none T
		all, err := k.readList(ctx, nil)
		if err != nil {
			return none, err
		}
		if i := slices.IndexFunc(all.items, func(one T) bool { return one.facts().isAt(id) }); i >= 0 {
			return all.items[i], nil
		}
		return none, &Error{
			Method: http.MethodGet, Path: "/" + strings.Join(k.noun.path, "/"), Status: http.StatusNotFound,
			Message: "the list does not hold " + id, Attempts: 1,
		}
	}
	return k.getBy(ctx, k.noun.about(http.MethodGet, id, nil), id)
}

// getBy reads one object by a request of its own.
func (k *Collection[T, D, U]) getBy(ctx context.Context, r request, id string) (T, error) {
	var got, none T
	answer, err := k.client.call(ctx, r, &got)
	if err != nil {
		return none, err
	}
	k.readable.Store(true)
	if k.noun.fill != nil {
		k.noun.fill(&got, id)
	}
	if idOf(got) == "" {
		return none, withoutID(http.MethodGet, k.noun.at(id), answer)
	}
	if got.facts().isArchived() {
		return none, archived(k.noun.at(id), answer)
	}
	return got, nil
}

// archived is the error for a read of an object that was deleted, where deleting archives
// and reads go on to return it.
func archived(path []string, a answer) *Error {
	return &Error{
		Method: http.MethodGet, Path: "/" + strings.Join(path, "/"), Status: a.status,
		Message: "it is archived, which is what remains of it after a delete", RequestID: requestID(a.header), Attempts: 1,
		archived: true,
	}
}

// withoutID is the error for an answer that decodes but identifies no object.
func withoutID(method string, path []string, a answer) *Error {
	return &Error{
		Method: method, Path: "/" + strings.Join(path, "/"), Status: a.status,
		Message: "the response contains no object: it has no id", RequestID: requestID(a.header), Attempts: 1,
	}
}

// List returns all objects that a filter leaves, newest first, or an error; never a
// part of them. nil is no filter. The whole list is cached for as long as nothing is
// written, a minute at most.
func (k *Collection[T, D, U]) List(ctx context.Context, filter url.Values) ([]T, error) {
	if len(filter) == 0 {
		all, err := k.cache.list(ctx, func() (listOf[T], error) { return k.readList(ctx, nil) })
		return all.items, err
	}
	all, err := k.readList(ctx, filter)
	return all.items, err
}

// ListUncached is List of the whole by requests of its own, as is needed before parts of
// it are written. It is cached for later lists.
func (k *Collection[T, D, U]) ListUncached(ctx context.Context) ([]T, error) {
	if err := k.cache.turn.acquire(ctx); err != nil {
		return nil, err
	}
	defer k.cache.turn.release()
	all, err := k.cache.readList(func() (listOf[T], error) { return k.readList(ctx, nil) })
	return slices.Clone(all.items), err
}

// readList reads every page of what a filter leaves.
func (k *Collection[T, D, U]) readList(ctx context.Context, filter url.Values) (listOf[T], error) {
	query := url.Values{}
	maps.Copy(query, k.noun.parent.query)
	maps.Copy(query, filter)
	all, err := readPages(ctx, k.client, k.noun.path, query, k.noun.pages, idOf[T])
	all.items = slices.DeleteFunc(all.items, k.noun.parent.excludes)
	if err == nil && k.noun.nameFilter != "" && filter.Has(k.noun.nameFilter) {
		err = k.checkNames(all.items)
	}
	return all, err
}

// checkNames refuses a list that lacks names, since every name would pass for free.
func (k *Collection[T, D, U]) checkNames(all []T) error {
	if slices.ContainsFunc(all, func(one T) bool { return len(one.facts().names) == 0 }) {
		return fmt.Errorf("list /%s: the response does not contain the names of %s", strings.Join(k.noun.path, "/"), k.noun.Many)
	}
	return nil
}
