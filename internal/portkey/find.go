package portkey

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// NotFoundError says that nothing that the key can see is called Ref.
type NotFoundError struct {
	// Ref is what was looked for.
	Ref string
	// Refusal is how the API refused to show it: nil where it did not refuse, and
	// nothing of that name is there. A missing scope and a missing object are
	// refused alike.
	Refusal error
	// ListRefused reports that the Refusal is of the list: the key has no way to
	// look names up.
	ListRefused bool
}

// Error says what was looked for, and how it was refused.
func (e *NotFoundError) Error() string {
	switch {
	case e.ListRefused:
		return fmt.Sprintf("look for the workspace %q: the list of workspaces was refused: %v", e.Ref, e.Refusal)
	case e.Refusal != nil:
		return fmt.Sprintf("no workspace that this key can see is called %q; read as an id it was refused: %v", e.Ref, e.Refusal)
	default:
		return fmt.Sprintf("no workspace that this key can see is called %q", e.Ref)
	}
}

// Unwrap is the refusal.
func (e *NotFoundError) Unwrap() error { return e.Refusal }

// AmbiguousError says that several workspaces are called Name.
type AmbiguousError struct {
	Name       string
	Candidates []Workspace
}

// Error lists the ids of the candidates.
func (e *AmbiguousError) Error() string {
	return fmt.Sprintf("%d workspaces are called %q: %s", len(e.Candidates), e.Name, ids(e.Candidates))
}

func ids(workspaces []Workspace) string {
	var all []string
	for _, w := range workspaces {
		all = append(all, w.ID)
	}
	return strings.Join(all, ", ")
}

// FindWorkspace returns the workspace that a person means by ref: its id, its
// slug, or its exact name, in this order. Only a ref of the characters of an id
// is ever put into a path.
func (c *Client) FindWorkspace(ctx context.Context, ref string) (Workspace, error) {
	got, refusal := c.byIDOrSlug(ctx, ref)
	if refusal == nil {
		return got, nil
	}
	if !errors.As(refusal, new(*NotFoundError)) {
		return Workspace{}, refusal
	}
	found, err := c.byName(ctx, ref)
	if err == nil && len(found) == 0 {
		found, err = c.bySlugOrName(ctx, ref)
	}
	return c.theOne(ctx, ref, found, err, errors.Unwrap(refusal))
}

// FindWorkspaceByID returns the workspace of this id; a slug will do, as it does
// in the API.
func (c *Client) FindWorkspaceByID(ctx context.Context, id string) (Workspace, error) {
	return c.byIDOrSlug(ctx, id)
}

// FindWorkspaceBySlug returns the workspace of this slug.
func (c *Client) FindWorkspaceBySlug(ctx context.Context, slug string) (Workspace, error) {
	got, refusal := c.byIDOrSlug(ctx, slug)
	if refusal == nil && got.Slug.Or(got.ID) == slug {
		return got, nil
	}
	if refusal != nil && !errors.As(refusal, new(*NotFoundError)) {
		return Workspace{}, refusal
	}
	all, err := c.Workspaces(ctx, WorkspaceFilter{})
	found := slices.DeleteFunc(all, func(w Workspace) bool { return w.Slug.Or(w.ID) != slug })
	return c.theOne(ctx, slug, found, err, errors.Unwrap(refusal))
}

// FindWorkspaceByName returns the active workspace of exactly this name.
func (c *Client) FindWorkspaceByName(ctx context.Context, name string) (Workspace, error) {
	found, err := c.byName(ctx, name)
	if err == nil && len(found) == 0 {
		var all []Workspace
		if all, err = c.Workspaces(ctx, WorkspaceFilter{}); err == nil {
			err = namesTold(all)
		}
		found = pickNamed(all, name)
	}
	return c.theOne(ctx, name, found, err, nil)
}

// byIDOrSlug tries ref as the last element of a path, where it can be one. It
// returns a *NotFoundError where there is no such workspace.
func (c *Client) byIDOrSlug(ctx context.Context, ref string) (Workspace, error) {
	if checkID(ref) != nil {
		return Workspace{}, &NotFoundError{Ref: ref}
	}
	got, err := c.Workspace(ctx, ref, "")
	switch {
	case IsRefused(err):
		return Workspace{}, &NotFoundError{Ref: ref, Refusal: err}
	case err != nil:
		return Workspace{}, err
	case strings.EqualFold(got.ID, ref) || got.Slug.Or("") == ref:
		return got, nil
	default: // a server that answers with something else
		return Workspace{}, &NotFoundError{Ref: ref}
	}
}

// byName asks the API for the name, in each of its forms.
func (c *Client) byName(ctx context.Context, name string) ([]Workspace, error) {
	if strings.TrimSpace(name) == "" { // an empty filter filters nothing
		return nil, nil
	}
	var all []Workspace
	for _, form := range nameForms("", name) {
		some, err := c.Workspaces(ctx, WorkspaceFilter{ExactName: form})
		if err != nil {
			return nil, err
		}
		all = append(all, some...)
	}
	return pickNamed(all, name), nil
}

// bySlugOrName looks through the whole list: older servers read by id only, and
// exact_name may be compared with the form of the name that wasn't given.
func (c *Client) bySlugOrName(ctx context.Context, ref string) ([]Workspace, error) {
	all, err := c.Workspaces(ctx, WorkspaceFilter{})
	if err != nil {
		return nil, err
	}
	if i := slices.IndexFunc(all, func(w Workspace) bool { return w.Slug.Or("") == ref }); i >= 0 {
		return all[i : i+1], nil
	}
	return pickNamed(all, ref), namesTold(all)
}

// pickNamed returns the workspaces shown as name, or else those of that plain name.
func pickNamed(all []Workspace, name string) []Workspace {
	var shown, plain []Workspace
	seen := map[string]bool{}
	for _, w := range all {
		switch {
		case seen[w.ID]:
		case w.Display() == name:
			shown = append(shown, w)
		case PlainName(w.Icon.Or(""), w.Name.Or("")) == name:
			plain = append(plain, w)
		}
		seen[w.ID] = true
	}
	if len(shown) > 0 {
		return shown
	}
	return plain
}

// theOne reads the only workspace of those found on its own, since a list item
// lacks what the single read tells; and keeps the status, which only it tells.
func (c *Client) theOne(ctx context.Context, ref string, found []Workspace, err, refusal error) (Workspace, error) {
	switch {
	case IsRefused(err):
		return Workspace{}, &NotFoundError{Ref: ref, Refusal: err, ListRefused: true}
	case err != nil:
		return Workspace{}, err
	case len(found) == 0:
		return Workspace{}, &NotFoundError{Ref: ref, Refusal: refusal}
	case len(found) > 1:
		return Workspace{}, &AmbiguousError{Name: ref, Candidates: found}
	}
	got, err := c.Workspace(ctx, found[0].ID, found[0].LastUpdatedAt.Or(""))
	if err != nil {
		return Workspace{}, fmt.Errorf("read workspace %s, which is listed as %q: %w", found[0].ID, cmp.Or(found[0].Display(), ref), err)
	}
	if !got.Status.Told() {
		got.Status = found[0].Status
	}
	return got, nil
}

// named lists the active workspaces that Portkey shows as icon and name. Both
// forms of the name are asked for, since it is not on record which one the API
// compares; what it answers is compared here.
func (c *Client) named(ctx context.Context, icon, name string) ([]Workspace, error) {
	var found []Workspace
	display := DisplayName(icon, name)
	for _, form := range nameForms(icon, name) {
		some, err := c.Workspaces(ctx, WorkspaceFilter{ExactName: form})
		if err != nil {
			return nil, err
		}
		for _, w := range some {
			if w.Display() == display && !slices.ContainsFunc(found, func(f Workspace) bool { return f.ID == w.ID }) {
				found = append(found, w)
			}
		}
	}
	return found, nil
}

// nameForms is a display name and, where that is another, the plain name in
// it. Without a known icon, a first word that could be one is taken for it: the
// API takes an emoji at the head of a name for the icon.
func nameForms(icon, name string) []string {
	display, plain := DisplayName(icon, name), PlainName(icon, name)
	if icon == "" {
		if head, rest, ok := strings.Cut(name, " "); ok && couldBeIcon(head) {
			plain = strings.TrimLeft(rest, " ")
		}
	}
	if plain == display || plain == "" {
		return []string{display}
	}
	return []string{display, plain}
}

// couldBeIcon reports whether the first word of a name could be an emoji: it
// needs no list of them, since names are compared as they are displayed.
func couldBeIcon(word string) bool {
	first, _ := utf8.DecodeRuneInString(word)
	return first >= utf8.RuneSelf && !unicode.IsLetter(first) && !unicode.IsDigit(first)
}
