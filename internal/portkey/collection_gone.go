package portkey

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"time"
)

// LongestLag is how far what the API answers may be behind what was written, at
// most: lists and authorisation are cached on the server, for how long is not on
// record. From this age on, absence from a list can prove something.
const LongestLag = time.Hour

// Ref is what is known of an object that the API refuses to return.
type Ref struct {
	// ID is what a path names it by.
	ID string
	// Name is the name that Portkey displays.
	Name string
	// Parent is the id of the organisation or the workspace that it belongs to.
	Parent string
	// CreatedAt is RFC 3339.
	CreatedAt string
}

// Gone is whether something is proven to be deleted, and what was seen.
type Gone struct {
	Proven bool
	// Readable reports that only a write was rejected: the object could be read after it.
	Readable bool
	// Lagging reports that the object is missing from a list that may be behind what was
	// written, so that a later look can prove more.
	Lagging bool
	// Elsewhere reports that the key sees another organisation or workspace than the one
	// that the object is in.
	Elsewhere bool
	// Seen is one sentence on what the lists showed.
	Seen string
}

func unproven(format string, args ...any) Gone { return Gone{Seen: fmt.Sprintf(format, args...)} }

// missing is unproven for an object that the list can lack because it lags.
func missing(because string) Gone {
	return Gone{Lagging: true, Seen: "It is missing from the list, but " + because + "."}
}

// ProveGoneAfter is ProveGone after this refusal. The object of a refused write is read
// first: where that works, the key lacks the right to write, and nothing is to be proven.
func (k *Collection[T, D, U]) ProveGoneAfter(ctx context.Context, refusal error, ref Ref) Gone {
	return k.proveGoneAfter(ctx, refusal, ref, nil)
}

// unshown says why a complete list need not contain an object that exists, given how the
// API rejected a read of it, as a clause behind "but"; "" where it would contain it.
type unshown[T any] func(ctx context.Context, refusal error, listed []T) string

func (k *Collection[T, D, U]) proveGoneAfter(ctx context.Context, refusal error, ref Ref, why unshown[T]) Gone {
	var answer *Error
	isWrite := errors.As(refusal, &answer) && answer.Method != http.MethodGet
	if isWrite && !k.memory.isDeleted(ref.ID) { // a read that lags shows what was deleted
		_, err := k.GetUncached(ctx, ref.ID)
		if err == nil {
			return Gone{Readable: true, Seen: "It can be read."}
		}
		refusal = err
	}
	if errors.As(refusal, &answer) && answer.archived {
		return Gone{Proven: true, Seen: "It is archived."}
	}
	return k.proveGone(ctx, ref, func(listed []T) string {
		if why == nil {
			return ""
		}
		return why(ctx, refusal, listed)
	})
}

// ProveGone checks, after the API refused to return or to write an object, whether it
// was deleted. A refusal alone proves nothing: 403 AB03 is returned both for what no longer
// exists and for a key without rights, and 404 is what a proxy or a wrong base URL
// gives. Proof is
//
//   - that it is returned or listed as archived, where deleting archives; or
//   - that the workspace which contained it is proven to be deleted; or
//   - that the complete list lacks it, read by a key that sees its parent, when it is
//     neither young nor written by this process, or when a delete of this process lost
//     its answer: a list that is behind would still have it. Of a noun without times,
//     how young it is is not known, and not asked.
func (k *Collection[T, D, U]) ProveGone(ctx context.Context, ref Ref) Gone {
	return k.proveGone(ctx, ref, func([]T) string { return "" })
}

func (k *Collection[T, D, U]) proveGone(ctx context.Context, ref Ref, unshown func(listed []T) string) Gone {
	archived, err := k.isArchived(ctx, ref)
	if err != nil {
		return k.listFailed(err)
	}
	if archived {
		return Gone{Proven: true, Seen: "It is listed as archived."}
	}
	all, err := k.census(ctx)
	if k.noun.parent.id != "" && (IsRefused(err) || all.unseen != "") {
		// What is in a workspace that was deleted is out of everybody's reach.
		if gone := k.client.proveWorkspaceGone(ctx, k.noun.parent.id); gone.Proven {
			return Gone{Proven: true, Seen: "Its workspace was deleted. " + gone.Seen}
		}
	}
	if err != nil {
		return k.listFailed(err)
	}
	what := k.noun.parent.what
	if i := slices.IndexFunc(all.items, func(one T) bool { return one.facts().isAt(ref.ID) }); i >= 0 {
		if all.items[i].facts().isArchived() {
			return Gone{Proven: true, Seen: "It is listed as archived."}
		}
		return unproven("It is still listed, so it has not been deleted: the API key probably lacks the %s.", k.noun.Right("read"))
	}
	deleted := k.memory.isDeleted(ref.ID)
	switch {
	case all.unseen != "":
		return unproven("It is missing from the list, but %s.", all.unseen)
	case k.memory.isWritten(ref.ID) && !deleted:
		return missing("was written by this run, and Portkey's list can lag")
	case all.parent == "" || ref.Parent == "":
		return unproven("It is missing from the list, but whether the API key sees its %s is not known: the response has no %s_id.", what, what)
	case all.parent != ref.Parent:
		gone := unproven("It is missing from the list, but the API key sees another %s: %s, where %s is expected.", what, all.parent, ref.Parent)
		gone.Elsewhere = true
		return gone
	}
	if why := unshown(all.items); why != "" {
		return unproven("It is missing from the list, but %s.", why)
	}
	created, err := time.Parse(time.RFC3339, ref.CreatedAt)
	switch {
	case k.noun.undated:
	case deleted:
	case err != nil || all.answeredAt.IsZero():
		return missing("its age is not known, and Portkey's list can lag by up to an hour")
	case all.answeredAt.Sub(created) < LongestLag:
		return missing("was created less than an hour ago, and Portkey's list can lag")
	}
	return Gone{Proven: true, Seen: fmt.Sprintf("The complete list of its %s lacks it.", what)}
}

// census is every object that a key can see, archived ones too, and whose they are.
type census[T any] struct {
	items      []T
	answeredAt time.Time
	// parent is whose they are; unseen says why that is not known.
	parent, unseen string
}

// census reads the complete list, begun after the call. Proofs that wait at the same
// time share one.
func (k *Collection[T, D, U]) census(ctx context.Context) (census[T], error) {
	return k.absences.get(ctx, func(ctx context.Context) (census[T], error) {
		var everything url.Values
		if k.noun.statuses != "" {
			everything = url.Values{"status": {k.noun.statuses}}
		}
		list, err := k.readList(ctx, everything)
		all := census[T]{items: list.items, answeredAt: list.answeredAt}
		if err != nil {
			return all, err
		}
		all.parent, all.unseen, err = k.noun.parent.seen(ctx, k.client, list.items)
		return all, err
	})
}

// isArchived looks among the archived objects of its name, where the noun has them:
// one small list, or two where its items lack the status.
func (k *Collection[T, D, U]) isArchived(ctx context.Context, ref Ref) (bool, error) {
	if ref.Name == "" || k.noun.nameFilter == "" || k.noun.statuses == "" { // the complete list comes next
		return false, nil
	}
	is := func(one T) bool { return one.facts().isAt(ref.ID) }
	for _, form := range k.noun.forms(ref.Name) {
		listed := func(status string) ([]T, error) {
			some, err := k.readList(ctx, url.Values{k.noun.nameFilter: {form}, "status": {status}})
			return some.items, err
		}
		some, err := listed("archived")
		if err != nil {
			return false, err
		}
		i := slices.IndexFunc(some, is)
		if i < 0 {
			continue
		}
		// A server that ignores the filter would list the active ones too.
		if known := some[i].facts(); known.status.IsPresent() {
			return known.isArchived(), nil
		}
		// The documentation page's shape has no status. There the filter is shown
		// to work by not listing it as active as well.
		active, err := listed("active")
		return err == nil && !slices.ContainsFunc(active, is), err
	}
	return false, nil
}

func (k *Collection[T, D, U]) listFailed(err error) Gone {
	if isForbidden(err) {
		return unproven("Whether it was deleted is not known, because the API key may not list %s (%s): %v.", k.noun.Many, k.noun.Right("list"), err)
	}
	if IsRefused(err) {
		return unproven("Whether it was deleted is not known. The list of %s was not found, which points to a wrong base URL or a proxy: %v.", k.noun.Many, err)
	}
	return unproven("Whether it was deleted is not known, because the list of %s could not be read: %v.", k.noun.Many, err)
}
