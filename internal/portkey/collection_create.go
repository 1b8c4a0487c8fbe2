package portkey

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"
)

// maxFindPause is what the pauses between the lookups of a create grow to.
const maxFindPause = 5 * time.Second

// Candidate is an object that an error names.
type Candidate struct {
	// ID is what a path names it by. Slug is empty where it has none.
	ID, Slug string
	// Import is what an import of it takes.
	Import string
	// CreatedAt is RFC 3339; empty where the answer lacks it.
	CreatedAt string
}

func (n noun[T]) candidates(found []T) []Candidate {
	var all []Candidate
	for _, one := range found {
		known := one.facts()
		all = append(all, Candidate{
			ID: known.id(), Slug: known.slug, CreatedAt: known.createdAt,
			Import: n.importOf(known),
		})
	}
	return all
}

func joinIDs(candidates []Candidate) string {
	var all []string
	for _, one := range candidates {
		all = append(all, one.ID)
	}
	return strings.Join(all, ", ")
}

// TakenError refuses to create a second object of one name, or to rename one to it.
type TakenError struct {
	Words
	// Name is the name as Portkey displays it.
	Name string
	// Candidates have the name. Empty while another create of this process has reserved it.
	Candidates []Candidate
	// MadeHere reports that this process creates or created one of them: two resources
	// are configured with the name.
	MadeHere bool
	// Rename reports that an object would have been renamed.
	Rename bool
}

// Error lists the ids of what has the name.
func (e *TakenError) Error() string {
	if len(e.Candidates) == 0 {
		return fmt.Sprintf("another create of this run creates %s named %q", e.A(), e.Name)
	}
	return fmt.Sprintf("%s named %q exists: %s", e.A(), e.Name, joinIDs(e.Candidates))
}

// UnknownOutcomeError says that a create may or may not have happened, and that
// looking for the object did not settle it.
type UnknownOutcomeError struct {
	Words
	// Name is the name as Portkey displays it.
	Name string
	// Cause is how the create failed.
	Cause error
	// Candidates have the name, were not there before the create, and were created by
	// no other create of this process.
	Candidates []Candidate
	// Blind reports that the key may not list, so that the object can't be looked for.
	Blind bool
	// Duplicate reports that a taken name is no reason to refuse, so that another
	// attempt would create a second object.
	Duplicate bool
	// LookErr is how the last lookup failed; nil where it did not.
	LookErr error
}

// Error says what was found.
func (e *UnknownOutcomeError) Error() string {
	seen := "none of that name has appeared"
	switch {
	case e.Blind:
		seen = "the API key may not list them (" + e.Right("list") + ")"
	case len(e.Candidates) > 0:
		seen = "it may be one of: " + joinIDs(e.Candidates)
	case e.LookErr != nil:
		seen = fmt.Sprintf("looking for it failed: %v", e.LookErr)
	}
	return fmt.Sprintf("it is not known whether the %s %q was created; %s: %v", e.One, e.Name, seen, e.Cause)
}

// Unwrap is the cause.
func (e *UnknownOutcomeError) Unwrap() error { return e.Cause }

// errCreateSent guards the promise that a create is never sent twice.
var errCreateSent = errors.New("the create was already sent: prepare another one")

// errOutcomeKnown is the answer to a search for what is not missing.
var errOutcomeKnown = errors.New("the outcome of the create is known")

// Creation is one create: its name was looked up, and is reserved in this process
// until Post returns. It is not safe for concurrent use.
type Creation[T Object, D CreateBody, U any] struct {
	in   *Collection[T, D, U]
	body func(now time.Time) D
	want identity
	// before are the ids of what had the name: none of it can be what Post created.
	before           map[string]bool
	blind, duplicate bool
	sent             bool
	sentAt           time.Time // by the server's clock
	unknown          error     // how Post failed, where its outcome is unknown
}

// Blind reports that the key may not list, so that nothing is known of what was
// there.
func (c *Creation[T, D, U]) Blind() bool { return c.blind }

// PrepareCreate looks up the name of an object that is about to be created, and
// refuses with a *TakenError where it is taken and stays so for a while: a delete or
// a rename of the same run may be under way. allowDuplicate skips the refusal, not
// the lookup. body is called with the server's clock, which is known from the first
// answer on; the name that it returns must not depend on it.
func (k *Collection[T, D, U]) PrepareCreate(ctx context.Context, body func(now time.Time) D, allowDuplicate bool) (*Creation[T, D, U], error) {
	create := &Creation[T, D, U]{in: k, body: body, want: identityOf(body(k.client.Now())), duplicate: allowDuplicate}
	err := k.waitForName(ctx, create.want.name, func(repeated bool) (*TakenError, error) { return create.lookUp(ctx, repeated) })
	if err != nil {
		return nil, err
	}
	return create, nil
}

// lookUp looks up the name once and reserves it where it may be used.
func (c *Creation[T, D, U]) lookUp(ctx context.Context, repeated bool) (*TakenError, error) {
	k, name := c.in, c.want.name
	taken := &TakenError{Words: k.noun.Words, Name: name, MadeHere: true}
	// Reserved before the lookup, or two creates of one name would both find it free.
	if !k.memory.reserve(name, c.duplicate) {
		return taken, nil
	}
	found, blind, err := k.findNamed(ctx, c.want, repeated)
	if err != nil {
		k.memory.release(name, false)
		return nil, err
	}
	if len(found) > 0 && !c.duplicate {
		k.memory.release(name, false)
		taken.Candidates = k.noun.candidates(found)
		taken.MadeHere = slices.ContainsFunc(found, func(one T) bool { return k.memory.isClaimed(idOf(one)) })
		return taken, nil
	}
	if len(found) == 0 && c.want.id != "" {
		k.memory.disown(c.want.id)
	}
	c.blind, c.before = blind, make(map[string]bool, len(found))
	for _, one := range found {
		c.before[idOf(one)] = true
	}
	return nil, nil
}

// findNamed returns what has a name: what is listed, and what this process created
// and a list may not show yet. A repeated lookup is not answered from a cached list.
func (k *Collection[T, D, U]) findNamed(ctx context.Context, want identity, repeated bool) (found []T, blind bool, err error) {
	if repeated || want.isRead() || !k.isFree(ctx, want) {
		found, err = k.listNamed(ctx, want)
	}
	if isForbidden(err) {
		found, blind, err = nil, true, nil
	}
	if err != nil {
		return nil, false, err
	}
	for _, id := range k.memory.createdAs(want.name) {
		if slices.ContainsFunc(found, func(one T) bool { return idOf(one) == id }) {
			continue
		}
		// Someone may have deleted or renamed it since: only what can be read has the name.
		if one, err := k.GetUncached(ctx, id); err == nil && one.facts().isNamed(want.name) {
			found = append(found, one)
		}
	}
	return found, blind, nil
}

// listNamed lists what Portkey displays under a name. Each form of it is asked for,
// since it is not on record which one the API compares; the answers are compared
// here. An object whose id the caller chooses is read by that, unless it is listed by it.
func (k *Collection[T, D, U]) listNamed(ctx context.Context, want identity) ([]T, error) {
	if want.isRead() {
		one, err := k.GetUncached(ctx, want.id)
		if IsRefused(err) {
			return nil, nil
		}
		return []T{one}, err
	}
	var found []T
	for _, filter := range k.nameFilters(want) {
		some, err := k.readList(ctx, filter)
		if err == nil {
			err = k.checkNames(some.items)
		}
		if err != nil {
			return nil, err
		}
		for _, one := range some.items {
			if one.facts().isNamed(want.name) && !slices.ContainsFunc(found, func(f T) bool { return idOf(f) == idOf(one) }) {
				found = append(found, one)
			}
		}
	}
	return found, nil
}

// narrows reports whether a name is looked up in a part of the list.
func (k *Collection[T, D, U]) narrows(want identity) bool {
	return k.noun.nameFilter != "" || want.within != nil
}

// nameFilters are the queries that find a name: one for each form of it, or one for
// the whole list, or what of it the name is looked up in, where that has no filter for names.
func (k *Collection[T, D, U]) nameFilters(want identity) []url.Values {
	if k.noun.nameFilter == "" {
		return []url.Values{want.within}
	}
	forms := want.forms
	if len(forms) == 0 {
		forms = []string{want.name}
	}
	var all []url.Values
	for _, form := range spellings(forms) {
		all = append(all, url.Values{k.noun.nameFilter: {form}})
	}
	return all
}

// isForbidden distinguishes a key without the scope from a wrong base URL, which
// returns 404 for anything.
func isForbidden(err error) bool {
	var refusal *Error
	return errors.As(err, &refusal) && refusal.Status == http.StatusForbidden
}

// Post creates the object by one POST; another call returns an error and sends
// nothing. A response is a 2xx with an id, unless the body chooses the id. Where
// [IsUnknownOutcome] reports true for the error, Find looks for the object.
func (c *Creation[T, D, U]) Post(ctx context.Context) (T, error) { return c.send(ctx, 0) }

// PostOnceGranted is Post for an object that Portkey rejects with 403 as long as it lacks
// something that the same run may be about to grant. Such a POST has created nothing, so
// it is repeated, for Waits.Granted at most.
func (c *Creation[T, D, U]) PostOnceGranted(ctx context.Context) (T, error) {
	return c.send(ctx, c.in.client.opts.Waits.Granted)
}

// send sends the POST, again while it is rejected with 403 and the patience lasts.
func (c *Creation[T, D, U]) send(ctx context.Context, patience time.Duration) (T, error) {
	k := c.in
	var none T
	if c.sent {
		return none, errCreateSent
	}
	c.sent = true
	waiting, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	got, id, err := c.post(ctx)
	for wait := k.client.opts.Waits.GrantedPause; isForbidden(err) && !IsUnknownOutcome(err); wait = min(2*wait, maxFindPause) {
		if k.client.sleep(waiting, wait, "a create is rejected that may be granted soon") != nil {
			break
		}
		got, id, err = c.post(ctx)
	}
	if err == nil {
		k.memory.claim(id, c.want.name)
	}
	if IsUnknownOutcome(err) {
		c.unknown = err
		k.edits.Add(1)
	}
	k.memory.release(c.want.name, c.unknown != nil)
	return got, err
}

func (c *Creation[T, D, U]) post(ctx context.Context) (got T, id string, err error) {
	k := c.in
	var none T
	c.sentAt = k.client.Now()
	path := slices.Concat(k.noun.path, c.want.below)
	answer, err := k.client.call(ctx, request{method: http.MethodPost, path: path, body: c.body(k.client.Now()), sendOnce: true}, &got)
	if err != nil {
		return none, "", err
	}
	if id = idOf(got); id == "" {
		id = c.want.id
	}
	if id == "" {
		return none, "", withoutID(http.MethodPost, path, answer)
	}
	return got, id, nil
}

// Find looks for what a Post of unknown outcome created. It returns the only object
// that has the name, was not there before, was created by no other create of this
// process, and is what was sent, as matches judges. Otherwise the error is an
// *UnknownOutcomeError. Nothing is sent again.
func (c *Creation[T, D, U]) Find(ctx context.Context, matches func(T) bool) (T, error) {
	k, name := c.in, c.want.name
	var none T
	if c.unknown == nil {
		return none, errOutcomeKnown
	}
	defer k.memory.endSearch(name)
	unknown := &UnknownOutcomeError{Words: k.noun.Words, Name: name, Cause: c.unknown, Blind: c.blind, Duplicate: c.duplicate}
	if c.blind {
		return none, unknown
	}
	ctx, reattach := k.client.detach(ctx)
	defer reattach()
	ctx, cancel := context.WithTimeout(ctx, k.client.opts.Waits.FindCreated)
	defer cancel()
	for wait := k.client.opts.Waits.FindCreatedPause; ; wait = min(2*wait, maxFindPause) {
		candidates, err := c.candidates(ctx)
		if isForbidden(err) && len(candidates) == 0 { // the list, not the read of a candidate
			unknown.Blind = true
			return none, unknown
		}
		if len(candidates) > 0 || err == nil {
			unknown.Candidates = k.noun.candidates(candidates)
		}
		if unknown.LookErr == nil || ctx.Err() == nil { // the end of the time is less specific
			unknown.LookErr = err
		}
		if err == nil && len(candidates) == 1 && matches(candidates[0]) && k.memory.adopt(idOf(candidates[0]), name) {
			return candidates[0], nil
		}
		if k.client.sleep(ctx, wait, "the outcome of a create is not known") != nil {
			return none, unknown
		}
	}
}

// candidates lists what the create may have created. Where it is a single object, that
// is read by a request of its own, since a list item contains less and may be older.
func (c *Creation[T, D, U]) candidates(ctx context.Context) ([]T, error) {
	k := c.in
	found, err := k.listNamed(ctx, c.want)
	if err != nil {
		return nil, err
	}
	found = slices.DeleteFunc(found, func(one T) bool { return c.before[idOf(one)] || k.memory.isClaimed(idOf(one)) })
	if len(found) != 1 {
		return found, nil
	}
	live, err := k.GetUncached(ctx, idOf(found[0]))
	if err != nil {
		return found, err
	}
	return []T{live}, nil
}
