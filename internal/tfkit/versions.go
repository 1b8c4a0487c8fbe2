package tfkit

import (
	"errors"
	"net/http"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
)

// VersionEditor decides which version an object with versions has after an update. M is the
// model of the noun, T its answers, U the bodies of its PUTs.
type VersionEditor[M any, T portkey.Versioned, U any] struct {
	Plan, State M
	Edit        *Edit[M]
	Now         func() time.Time
	Of          VersionOwner[M, T, U]
	// Before is what the update saw before its writes, and Newest the latest version then,
	// where that was read.
	Before M
	Newest T
}

// VersionOwner is what a [VersionEditor] needs to know of a noun.
type VersionOwner[M, T, U any] struct {
	// Check is an error for an answer about another object.
	Check func(T) error
	// Seen is an answer in the spelling of the state, UpdatedAt its time, RFC 3339.
	Seen      func(answer T, now time.Time) M
	UpdatedAt func(T) string
	// Publishes reports whether what a model has is the default version. If it is not, it is
	// the latest one.
	Publishes func(M) bool
	// Changes are the bodies that lead from what was seen to the plan: those without content,
	// and the one of a version, nil if there is none.
	Changes func(seen M, raw T) (bodies []U, version *U)
	// Shows reports whether an answer has the content that the update makes of what was seen.
	Shows func(answer T, seen M) bool
}

// Versions plans the writes of an update, given the object with its default version, and a
// read of the latest one. A version that is there already is published, and not created
// again: an earlier run was cut after it had created it.
func (e *VersionEditor[M, T, U]) Versions(live T, latest func() (T, error)) (todo portkey.VersionEdit[T, U], err error) {
	if err := e.Of.Check(live); err != nil {
		return todo, err
	}
	head, publishing := live, e.Of.Publishes(e.Plan)
	known := !e.Of.Publishes(e.State)
	if known {
		if e.Newest, err = latest(); err != nil {
			return todo, err
		}
		head = e.Newest
	}
	now, updated := e.Now(), e.Of.UpdatedAt(head)
	seen := e.Of.Seen(head, now)
	e.Before = seen
	base, err := e.Edit.Compare(seen, updated, now)
	if err != nil {
		return todo, err
	}
	todo.Bodies, todo.Content = e.Of.Changes(base, head)
	todo.Publish = publishing
	todo.Shows = func(answer T) bool { return e.Of.Shows(answer, base) }
	if todo.Content != nil || publishing && known {
		if !known {
			if e.Newest, err = latest(); err != nil {
				return todo, err
			}
		}
		if todo.Shows(e.Newest) {
			todo.Content = nil
			if one := portkey.ShownVersion(e.Newest); publishing && one.Number != portkey.ShownVersion(live).Number {
				todo.Existing = one
			}
		}
	}
	if len(todo.Bodies) > 0 || todo.Content != nil || todo.Existing.Number > 0 {
		e.Edit.Begin(seen, updated, now)
	}
	return todo, nil
}

// NoteBetween adds what the object was between the writes of an update, which a read that is
// behind may show, with the time of any of them. last is what it is after them.
func (e *VersionEditor[M, T, U]) NoteBetween(last M, between ...M) {
	if e.Edit.Began.IsZero() {
		return
	}
	now, digest := e.Now(), e.Edit.versions.Digest
	for _, one := range between {
		if version := digest(one); version != digest(last) {
			e.Edit.OwnWrites.Begin(now, Version{Digest: version, From: e.Edit.Began.Add(-time.Second), Until: now.Add(time.Second)}, Version{})
		}
	}
}

// Written is the default version after an update, zero where the update leaves that as it
// was, and the number of the latest version.
func (e *VersionEditor[M, T, U]) Written(written portkey.VersionsEdited[T]) (published portkey.VersionRef, latest int64) {
	published = written.Published
	if published.Number == 0 && e.Of.Publishes(e.Plan) { // it was there already
		published = portkey.ShownVersion(written.Live)
	}
	return published, int64(max(portkey.ShownVersion(e.Newest).Number, published.Number, written.Created.Number))
}

// VersionsFailed explains why an update of an object with versions failed. A version that was
// created stays, and is found by the next apply.
func (n Noun) VersionsFailed(err error) diag.Diagnostic {
	if errors.As(err, new(*portkey.PartialError)) {
		return n.Update().Failed(err, "Apply again: what was changed is found, and no other version is created for it.")
	}
	return n.UpdateFailed(err)
}

// VersionsRefused explains an update that was rejected. Whether the object still exists is
// looked at, unless a part of the update was written, or was to be published.
func (n Noun) VersionsRefused(err error, prove func(error) portkey.Gone) diag.Diagnostic {
	var partial *portkey.PartialError
	isPartial := errors.As(err, &partial)
	var answer *portkey.Error
	if errors.As(err, &answer) && strings.HasSuffix(answer.Path, "/makeDefault") && answer.Status == http.StatusForbidden {
		exists := "its latest version is the one to publish"
		if isPartial {
			exists = partial.Done
		}
		act := n.Update()
		act.Right = n.Right("publish")
		return act.FailedIn(SectionScope, err, "Portkey refused to publish this "+n.One+": "+exists+".",
			"Give the API key the "+act.Right+", and apply again: that version is published then, and no other is created. "+
				"Without that scope, set publish = false.")
	}
	if isPartial {
		return n.VersionsFailed(err)
	}
	return n.RefusedUpdate(err, prove(err))
}
