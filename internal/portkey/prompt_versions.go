package portkey

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
)

// Prompts and partials have versions: each PUT of content creates one, which is not the
// default one until another request publishes it. No version is ever deleted, so none may be
// created twice, nor because a run was cut between the two requests.

// Versioned is an object whose content has versions. An answer shows one of them.
type Versioned interface {
	Object
	shownVersion() VersionRef
}

// VersionRef names a version.
type VersionRef struct {
	ID     string
	Number int
}

// ShownVersion is the version that an answer shows.
func ShownVersion[T Versioned](answer T) VersionRef { return answer.shownVersion() }

// VersionEdit is what an edit of an object with versions writes.
type VersionEdit[T Versioned, U any] struct {
	// Bodies are written first, as [Collection.Edit] does. None of them has content.
	Bodies []U
	// Content, where set, creates a version, and Shows reports whether an answer shows its
	// content.
	Content *U
	Shows   func(T) bool
	// Publish makes the version that was created the default one, or else Existing.
	Publish  bool
	Existing VersionRef
}

// VersionsEdited is what an edit of an object with versions has come to.
type VersionsEdited[T Versioned] struct {
	// Live is the object as read back, or the zero value where it could not be read. It
	// shows the default version, and can be older than the writes.
	Live T
	// Created is the version that was created, and Published the one that became the
	// default; zero where none did.
	Created, Published VersionRef
}

// LatestVersion is what reads the latest version of an object, whether it is the default one
// or not.
const LatestVersion = "latest"

// GetVersion reads an object with one of its versions: a number, or [LatestVersion].
func GetVersion[T Versioned, D CreateBody, U any](ctx context.Context, k *Collection[T, D, U], id, version string) (T, error) {
	r := k.noun.about(http.MethodGet, id, nil)
	r.query = url.Values{"version": {version}}
	return k.getBy(ctx, r, id)
}

// EditVersions is [Collection.Edit] for an object with versions. plan is given the object
// with its default version, and a read of the latest one.
//
// The version that is created is published by its number, which only a list shows. If the
// answer to its PUT is lost, the latest version is read until it shows the content: nothing
// is sent twice.
func EditVersions[T Versioned, D CreateBody, U any](
	ctx context.Context, k *Collection[T, D, U], id string, plan func(live T, latest func() (T, error)) (VersionEdit[T, U], error),
) (edited VersionsEdited[T], err error) {
	unlock, err := k.memory.lock(ctx, id)
	if err != nil {
		return edited, err
	}
	defer unlock()
	e := versionsEditor[T, D, U]{ctx: ctx, in: k, id: id}
	live, err := e.plan(plan)
	if err != nil {
		return edited, err
	}
	if len(e.edit.Bodies) == 0 && e.edit.Content == nil && e.edit.Existing == (VersionRef{}) {
		return VersionsEdited[T]{Live: live}, nil
	}
	edited, err = e.write()
	if err != nil {
		return edited, err
	}
	edited.Live = e.readBack(live, edited.Published)
	return edited, nil
}

// versionsEditor is one edit on its way.
type versionsEditor[T Versioned, D CreateBody, U any] struct {
	ctx  context.Context //nolint:containedctx // of one call
	in   *Collection[T, D, U]
	id   string
	edit VersionEdit[T, U]
	// before is the latest version before the edit.
	before VersionRef
}

// plan reads the object and plans the edit, again while the answers are stale.
func (e *versionsEditor[T, D, U]) plan(plan func(T, func() (T, error)) (VersionEdit[T, U], error)) (live T, err error) {
	k := e.in
	latest := func() (T, error) {
		got, err := GetVersion(e.ctx, k, e.id, LatestVersion)
		if err == nil {
			e.before = got.shownVersion()
		}
		return got, err
	}
	for attempt := 1; ; attempt++ {
		if live, err = k.GetUncached(e.ctx, e.id); err != nil {
			return live, err
		}
		e.edit, err = plan(live, latest)
		if !errors.Is(err, ErrStale) || attempt == maxStaleReads || k.client.sleep(e.ctx, k.client.opts.Waits.WriteSettle, "a stale answer is asked for again") != nil {
			return live, err
		}
	}
}

func (e *versionsEditor[T, D, U]) write() (edited VersionsEdited[T], err error) {
	k, done := e.in, 0
	for _, body := range e.edit.Bodies {
		if err := k.write(e.ctx, e.id, k.noun.about(http.MethodPut, e.id, body)); err != nil {
			return edited, partly(err, done, "a part of the change was written")
		}
		done++
	}
	publish := e.edit.Existing
	if e.edit.Content != nil {
		edited.Created, err = e.create()
		if err != nil {
			return edited, partly(err, done, "a part of the change was written, and no version was created")
		}
		if e.edit.Publish {
			publish = edited.Created
		}
		done++
	}
	if publish == (VersionRef{}) {
		return edited, nil
	}
	body := struct {
		Version int `json:"version"`
	}{publish.Number}
	path := slices.Concat(k.noun.at(e.id), []string{"makeDefault"})
	if err := k.write(e.ctx, e.id, request{method: http.MethodPut, path: path, body: body}); err != nil {
		return edited, partly(err, done, fmt.Sprintf("version %d exists and was not published", publish.Number))
	}
	edited.Published = publish
	return edited, nil
}

// partly is an error after some requests had succeeded.
func partly(err error, done int, what string) error {
	if done == 0 {
		return err
	}
	return &PartialError{Done: what, Err: err}
}

// create sends the PUT that creates a version, once, and finds the number of that.
func (e *versionsEditor[T, D, U]) create() (VersionRef, error) {
	k := e.in
	k.memory.wrote(e.id)
	k.edits.Add(1)
	defer k.edits.Add(1)
	r := k.noun.about(http.MethodPut, e.id, *e.edit.Content)
	r.sendOnce = true
	var got struct {
		Prompt  Opt[string] `json:"prompt_version_id"`
		Partial Opt[string] `json:"prompt_partial_version_id"`
	}
	_, err := k.client.call(e.ctx, r, &got)
	if err != nil && !IsUnknownOutcome(err) {
		return VersionRef{}, err
	}
	ctx, reattach := k.client.detach(e.ctx)
	defer reattach()
	ctx, cancel := context.WithTimeout(ctx, k.client.opts.Waits.FindCreated)
	defer cancel()
	id := got.Prompt.Or(got.Partial.Or(""))
	var last error
	for wait := k.client.opts.Waits.FindCreatedPause; ; wait = min(2*wait, maxFindPause) {
		created, found, err := e.look(ctx, id)
		if found {
			return created, nil
		}
		if last == nil || ctx.Err() == nil {
			last = err
		}
		if k.client.sleep(ctx, wait, "a version was created that answers do not show yet") != nil {
			break
		}
	}
	if err != nil { // nothing shows it
		return VersionRef{}, err
	}
	if last == nil {
		last = errors.New("no list of versions has shown it yet")
	}
	return VersionRef{ID: id}, &PartialError{Done: "a version was created, and neither its number is known nor was it published", Err: last}
}

// look looks for the version that was created: by its id, or, where the answer was lost, by
// its content, as the latest one that was not there before.
func (e *versionsEditor[T, D, U]) look(ctx context.Context, id string) (created VersionRef, found bool, err error) {
	if id == "" {
		latest, err := GetVersion(ctx, e.in, e.id, LatestVersion)
		if err != nil || latest.shownVersion() == e.before || !e.edit.Shows(latest) {
			return created, false, err
		}
		return latest.shownVersion(), true, nil
	}
	all, err := Versions(ctx, e.in, e.id)
	for _, one := range all {
		if one.ID == id {
			return VersionRef{ID: id, Number: one.Number}, true, nil
		}
	}
	return created, false, err
}

// readBack reads the object until it shows what was published, three times at most.
func (e *versionsEditor[T, D, U]) readBack(before T, published VersionRef) T {
	k := e.in
	live := k.ReadBack(e.ctx, e.id, before.facts().updatedAt)
	if published == (VersionRef{}) || idOf(live) == "" {
		return live
	}
	settled, err := k.Settle(e.ctx, e.id, live, func(one T) bool { return one.shownVersion().Number == published.Number })
	if err != nil {
		return live
	}
	return settled
}

// VersionInfo is an item of the list of versions of a prompt or a partial.
type VersionInfo struct {
	ID          string
	Number      int
	Description string
	LabelID     string
	Status      string
	CreatedAt   string
}

// UnmarshalJSON reads an item in the spelling of prompts or in that of partials.
func (v *VersionInfo) UnmarshalJSON(data []byte) error {
	var raw struct {
		ID            Opt[string] `json:"id"`
		PartialID     Opt[string] `json:"prompt_partial_version_id"`
		Number        Opt[Number] `json:"prompt_version"`
		PartialNumber Opt[Number] `json:"version"`
		Described     Opt[string] `json:"prompt_description"`
		PartialText   Opt[string] `json:"description"`
		LabelID       Opt[string] `json:"label_id"`
		Status        Opt[string] `json:"status"`
		PartialStatus Opt[string] `json:"prompt_version_status"`
		CreatedAt     Opt[string] `json:"created_at"`
	}
	if err := json.Unmarshal(data, &raw); err != nil {
		return err
	}
	*v = VersionInfo{
		ID: raw.PartialID.Or(raw.ID.Or("")), Number: int(raw.Number.Or(raw.PartialNumber.Or(0))),
		Description: raw.Described.Or(raw.PartialText.Or("")), LabelID: raw.LabelID.Or(""),
		Status: raw.Status.Or(raw.PartialStatus.Or("")), CreatedAt: raw.CreatedAt.Or(""),
	}
	return nil
}

// Versions lists the versions of an object, newest first (documented). The list is not
// known to have pages.
func Versions[T Versioned, D CreateBody, U any](ctx context.Context, k *Collection[T, D, U], id string) ([]VersionInfo, error) {
	var all page[VersionInfo]
	_, err := k.client.get(ctx, slices.Concat(k.noun.at(id), []string{"versions"}), nil, &all)
	return all.items, err
}
