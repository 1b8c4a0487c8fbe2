package portkey

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"
)

// NotFoundError reports that nothing visible to the key is named Ref.
type NotFoundError struct {
	Words
	// Ref is what was looked for.
	Ref string
	// Refusal is how the API refused to return it: nil where it did not refuse, and
	// nothing of that name is there. A missing scope and a missing object are
	// refused alike.
	Refusal error
	// ListRefused reports that the Refusal is of the list: the key has no way to
	// look names up.
	ListRefused bool
	// MayRead reports that the key has read another object, so that it has the scope.
	MayRead bool
}

// Error says what was looked for, and how it was rejected.
func (e *NotFoundError) Error() string {
	switch {
	case e.ListRefused:
		return fmt.Sprintf("look for the %s %q: the list of %s was rejected: %v", e.One, e.Ref, e.Many, e.Refusal)
	case e.Refusal != nil:
		return fmt.Sprintf("no %s visible to this API key is named %q; reading it as an ID was rejected: %v", e.One, e.Ref, e.Refusal)
	default:
		return fmt.Sprintf("no %s visible to this API key is named %q", e.One, e.Ref)
	}
}

// Unwrap is the refusal.
func (e *NotFoundError) Unwrap() error { return e.Refusal }

// AmbiguousError reports that several objects are named Name.
type AmbiguousError struct {
	Words
	Name       string
	Candidates []Candidate
}

// Error lists the ids of the candidates.
func (e *AmbiguousError) Error() string {
	return fmt.Sprintf("%d %s are named %q: %s", len(e.Candidates), e.Many, e.Name, joinIDs(e.Candidates))
}

func (k *Collection[T, D, U]) notFound(ref string, refusal error) *NotFoundError {
	return &NotFoundError{Words: k.noun.Words, Ref: ref, Refusal: refusal, MayRead: k.readable.Load()}
}

// Find returns the object that a person means by ref: its id, its slug, or its
// exact name, in this order. Only a ref of the characters of an id is ever put into
// a path. The error is a *NotFoundError or an *AmbiguousError where the API answered.
func (k *Collection[T, D, U]) Find(ctx context.Context, ref string) (T, error) {
	got, refusal := k.FindByID(ctx, ref)
	if refusal == nil || !errors.As(refusal, new(*NotFoundError)) {
		return got, refusal
	}
	found, err := k.filterByName(ctx, ref)
	if err == nil && len(found) == 0 {
		found, err = k.searchList(ctx, func(one T) bool { return one.facts().isAt(ref) }, ref)
	}
	return k.only(ctx, ref, found, err, errors.Unwrap(refusal))
}

// FindByID returns the object of this id; a slug will do, as it does in the API. The
// error is a *NotFoundError where there is no such object.
func (k *Collection[T, D, U]) FindByID(ctx context.Context, id string) (T, error) {
	var none T
	if checkID(id) != nil {
		return none, k.notFound(id, nil)
	}
	got, err := k.Get(ctx, id, "")
	switch {
	case IsRefused(err) && k.noun.bySlug:
		found, listErr := k.searchList(ctx, func(one T) bool { return one.facts().isAt(id) }, "")
		return k.only(ctx, id, found, listErr, err)
	case IsRefused(err):
		return none, k.notFound(id, err)
	case err != nil:
		return none, err
	case k.noun.parent.excludes(got): // a path does not name the workspace
		return none, k.notFound(id, nil)
	case strings.EqualFold(idOf(got), id) || got.facts().isAt(id):
		return got, nil
	default: // a server that answers with another object
		return none, k.notFound(id, nil)
	}
}

// FindBySlug returns the object of this slug.
func (k *Collection[T, D, U]) FindBySlug(ctx context.Context, slug string) (T, error) {
	hasSlug := func(one T) bool { return one.facts().slug == slug }
	got, refusal := k.FindByID(ctx, slug)
	if refusal == nil && hasSlug(got) {
		return got, nil
	}
	if refusal != nil && !errors.As(refusal, new(*NotFoundError)) {
		return got, refusal
	}
	all, err := k.List(ctx, nil)
	found := slices.DeleteFunc(all, func(one T) bool { return !hasSlug(one) })
	return k.only(ctx, slug, found, err, errors.Unwrap(refusal))
}

// Lookup names an object by one of its fields, the first that is not nil.
type Lookup struct{ ID, Slug, Name *string }

// FindBy returns the object that a lookup names.
func (k *Collection[T, D, U]) FindBy(ctx context.Context, by Lookup) (T, error) {
	switch {
	case by.ID != nil:
		return k.FindByID(ctx, *by.ID)
	case by.Slug != nil:
		return k.FindBySlug(ctx, *by.Slug)
	case by.Name != nil:
		return k.FindByName(ctx, *by.Name)
	default:
		var none T
		return none, k.notFound("", nil)
	}
}

// FindByName returns the object of exactly this name.
func (k *Collection[T, D, U]) FindByName(ctx context.Context, name string) (T, error) {
	found, err := k.filterByName(ctx, name)
	if err == nil && len(found) == 0 {
		found, err = k.searchList(ctx, func(T) bool { return false }, name)
	}
	return k.only(ctx, name, found, err, nil)
}

// filterByName asks the list for a name, in each of its forms.
func (k *Collection[T, D, U]) filterByName(ctx context.Context, name string) ([]T, error) {
	if strings.TrimSpace(name) == "" || k.noun.nameFilter == "" { // an empty filter filters nothing
		return nil, nil
	}
	var all []T
	for _, form := range k.noun.forms(name) {
		some, err := k.readList(ctx, url.Values{k.noun.nameFilter: {form}})
		if err != nil {
			return nil, err
		}
		all = append(all, some.items...)
	}
	return pickNamed(all, name), nil
}

// searchList looks through the whole list: older servers read by id only, and a
// filter for names may compare the form of the name that was not given.
func (k *Collection[T, D, U]) searchList(ctx context.Context, is func(T) bool, name string) ([]T, error) {
	all, err := k.List(ctx, nil)
	if err != nil {
		return nil, err
	}
	if i := slices.IndexFunc(all, is); i >= 0 {
		return all[i : i+1], nil
	}
	return pickNamed(all, name), k.checkNames(all)
}

// pickNamed returns what is displayed as name, or else what has it in another form.
func pickNamed[T Object](all []T, name string) []T {
	var displayed, others []T
	seen := map[string]bool{}
	for _, one := range all {
		switch known := one.facts(); {
		case seen[known.id()]:
		case known.isNamed(name):
			displayed = append(displayed, one)
		case known.hasName(name):
			others = append(others, one)
		}
		seen[idOf(one)] = true
	}
	if len(displayed) > 0 {
		return displayed
	}
	return others
}

// only reads the only object of those found by a request of its own, since a list
// item contains less.
func (k *Collection[T, D, U]) only(ctx context.Context, ref string, found []T, err, refusal error) (T, error) {
	var none T
	switch {
	case IsRefused(err):
		missing := k.notFound(ref, err)
		missing.ListRefused = true
		return none, missing
	case err != nil:
		return none, err
	case len(found) == 0:
		return none, k.notFound(ref, refusal)
	case len(found) > 1:
		return none, &AmbiguousError{Words: k.noun.Words, Name: ref, Candidates: k.noun.candidates(found)}
	}
	listed := found[0].facts()
	got, err := k.Get(ctx, listed.id(), listed.updatedAt)
	if err != nil {
		name := ref
		if len(listed.names) > 0 {
			name = cmp.Or(listed.names[0], ref)
		}
		return none, fmt.Errorf("read %s %s, which is listed as %q: %w", k.noun.One, listed.id(), name, err)
	}
	return got, nil
}
