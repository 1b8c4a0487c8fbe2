package portkey

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"
)

// APIKeys are the API keys that the client's own key may list: of the whole organisation
// or of one workspace, and of the kinds for which it has the scope.
type APIKeys = Collection[APIKey, APIKeyCreate, APIKeyUpdate]

// APIKeyCreation is one create of a key.
type APIKeyCreation = Creation[APIKey, APIKeyCreate, APIKeyUpdate]

// APIKeyWords are what messages call API keys of any kind.
var APIKeyWords = Words{One: "API key", Many: "API keys", Rights: "scopes of the key's kind, such as workspace_service_api_keys.read"}

// NewAPIKeys opens them. Messages name the scopes of the kind, if that is not "". Names are
// unique nowhere, so that a name is looked up with kind, workspace and user.
func NewAPIKeys(c *Client, kind string) *APIKeys {
	words := APIKeyWords
	if kind != "" {
		words.Scopes, words.Rights = strings.ReplaceAll(kind, "-", "_")+"_api_keys", ""
	}
	return collect[APIKey, APIKeyCreate, APIKeyUpdate](c, noun[APIKey]{
		Words:    words,
		path:     apiKeysPath,
		parent:   parent[APIKey]{what: "organisation", seen: organisationOfAPIKeys},
		complete: completeAPIKey,
		fill:     fillAPIKey,
	})
}

var apiKeysPath = []string{"api-keys"}

// APIKey reads a key, from a list where that says enough. updatedAt is the LastUpdatedAt
// that is known of it, or "". The answer need not be whole, see [APIKey.IsWhole], if
// LastUpdatedAt is the same: nobody has changed what it lacks.
func (c *Client) APIKey(ctx context.Context, id, updatedAt string) (APIKey, error) {
	keys := NewAPIKeys(c, "")
	got, err := keys.Get(ctx, id, updatedAt)
	if err != nil || got.IsWhole() {
		return got, err
	}
	known, knownErr := time.Parse(time.RFC3339, updatedAt)
	if at, err := time.Parse(time.RFC3339, got.LastUpdatedAt.Or("")); err == nil && knownErr == nil && at.Equal(known) {
		return got, nil
	}
	return keys.GetUncached(ctx, id)
}

// APIKeyNamed is the only key of a name in a workspace, of whatever kind; "" stands for
// the keys of the organisation. The error is a *NotFoundError or an *AmbiguousError where
// the API answered.
func (c *Client) APIKeyNamed(ctx context.Context, workspaceID, name string) (APIKey, error) {
	keys := NewAPIKeys(c, "")
	var filter url.Values
	if workspaceID != "" {
		filter = url.Values{"workspace_id": {workspaceID}}
	}
	all, err := keys.List(ctx, filter)
	found := slices.DeleteFunc(all, func(one APIKey) bool {
		return one.WorkspaceID.Or("") != workspaceID || one.facts().isArchived() || !SameText(one.Name.Or(""), name)
	})
	return keys.only(ctx, name, found, err, nil)
}

// APIKeyRef is what is known of a key that the API refuses to return.
type APIKeyRef struct {
	ID, Kind                    string
	OrganisationID, WorkspaceID string
	// CreatedAt is RFC 3339.
	CreatedAt string
}

// ProveAPIKeyGone is [Collection.ProveGoneAfter] for a key. The list contains only what
// the client's own key may list, by kind and by workspace, so absence from it proves
// something only if it would contain the key. It would if
//
//   - it contains another key of the kind, in the same workspace or in another one,
//     where it is the list of an organisation; or
//   - Portkey itself returned 404 instead of 403, so that rights are not what was
//     missing, and the client's key sees the workspace.
//
// Where the workspace was deleted, its keys were too.
func (c *Client) ProveAPIKeyGone(ctx context.Context, refusal error, ref APIKeyRef) Gone {
	keys := NewAPIKeys(c, ref.Kind)
	gone := keys.proveGoneAfter(ctx, refusal, Ref{ID: ref.ID, Parent: ref.OrganisationID, CreatedAt: ref.CreatedAt},
		func(ctx context.Context, refusal error, listed []APIKey) string {
			return c.whyUnlisted(ctx, ref, refusal, listed)
		})
	if gone.Proven || gone.Readable || gone.Elsewhere || ref.WorkspaceID == "" {
		return gone
	}
	if home := NewWorkspaces(c).ProveGone(ctx, Ref{ID: ref.WorkspaceID, Parent: ref.OrganisationID}); home.Proven {
		return Gone{Proven: true, Seen: "Its workspace was deleted. " + home.Seen}
	}
	return gone
}

// whyUnlisted says why a list lacks keys like one that it lacks; "" where it would
// contain that one.
func (c *Client) whyUnlisted(ctx context.Context, ref APIKeyRef, refusal error, listed []APIKey) string {
	var answer *Error
	missing := errors.As(refusal, &answer) && answer.Status == http.StatusNotFound && answer.Code != "" // no proxy's
	organisation := listsOrganisation(listed)
	kindShown, homeShown := missing, ref.WorkspaceID == "" || organisation
	for _, one := range listed {
		home := one.WorkspaceID.Or("") == ref.WorkspaceID
		kindShown = kindShown || one.Kind() == ref.Kind && (home || organisation)
		homeShown = homeShown || home
	}
	if kindShown && !homeShown {
		_, err := NewWorkspaces(c).GetUncached(ctx, ref.WorkspaceID)
		homeShown = err == nil
	}
	switch {
	case !homeShown:
		return "whether the API key sees its workspace is not known: the list contains no other key of it, and the workspace could not be read (scope workspaces.read)"
	case !kindShown:
		return "whether the API key may list keys of its kind is not known: the list contains no other (" + NewAPIKeys(c, ref.Kind).Words().Right("list") + ")"
	}
	return ""
}

// listsOrganisation reports whether keys were listed for an organisation: a key of a
// workspace lists those of that workspace.
func listsOrganisation(listed []APIKey) bool {
	return slices.ContainsFunc(listed, func(one APIKey) bool {
		return one.Kind() == OrganisationService || one.WorkspaceID.Or("") != listed[0].WorkspaceID.Or("")
	})
}

// organisationOfAPIKeys is the organisation that all listed keys belong to.
func organisationOfAPIKeys(ctx context.Context, c *Client, listed []APIKey) (id, unseen string, err error) {
	for _, one := range listed {
		if id = one.OrganisationID.Or(""); id != "" {
			return id, "", nil
		}
	}
	all, err := NewWorkspaces(c).census(ctx)
	return all.parent, all.unseen, err
}

// clockSkew is how far the clock that stamps keys may be behind the one that dates
// responses.
const clockSkew = 5 * time.Second

// FindLostAPIKey looks for what a create of unknown outcome created: the only key of its
// name, kind, workspace and user that a request to the API has created since, with these
// scopes. Its secret is lost: [Client.RotateAPIKey] gives it another. The error is that of
// [Creation.Find].
func FindLostAPIKey(ctx context.Context, c *Client, create *APIKeyCreation, sent APIKeyCreate) (APIKey, error) {
	found, err := create.Find(ctx, func(one APIKey) bool { return one.isCreatedBy(sent, create.sentAt.Add(-clockSkew)) })
	var unknown *UnknownOutcomeError
	if !errors.As(err, &unknown) || len(unknown.Candidates) > 0 || unknown.LookErr != nil {
		return found, err
	}
	// A list without the scope for a kind lacks what is of it.
	all, listErr := NewAPIKeys(c, sent.Kind).readList(ctx, create.want.within)
	if listErr == nil && !slices.ContainsFunc(all.items, func(one APIKey) bool { return one.Kind() == sent.Kind }) {
		unknown.Blind = true
	}
	return found, err
}

func (k APIKey) isCreatedBy(sent APIKeyCreate, since time.Time) bool {
	created, err := time.Parse(time.RFC3339, k.CreatedAt.Or(""))
	scopes, want := slices.Clone(k.Scopes.Or(nil)), slices.Clone(sent.Scopes)
	slices.Sort(scopes)
	slices.Sort(want)
	return err == nil && !created.Before(since) && k.CreationMode.Or("api") == "api" && slices.Equal(scopes, want)
}

func (k APIKey) facts() facts {
	known := facts{
		ids: present(k.ID), createdAt: k.CreatedAt.Or(""), updatedAt: k.LastUpdatedAt.Or(""),
		status: k.Status, workspaceID: k.WorkspaceID.Or(""),
	}
	if name, ok := k.Name.Get(); ok { // which may be empty
		known.names = []string{apiKeyName(name, k.Kind(), k.WorkspaceID.Or(""), k.UserID.Or("")), name}
	}
	if known.isArchived() { // others may have its name
		known.names = []string{k.Name.Or("") + " (archived)"}
	}
	return known
}

func (b APIKeyCreate) identity() identity {
	kind, sub, _ := strings.Cut(b.Kind, "-")
	known := identity{name: apiKeyName(b.Name, b.Kind, b.WorkspaceID, b.UserID), below: []string{kind, sub}}
	if b.WorkspaceID != "" {
		known.within = url.Values{"workspace_id": {b.WorkspaceID}}
	}
	return known
}

// apiKeyName is a name with what it is looked up in.
func apiKeyName(name, kind, workspaceID, userID string) string {
	var in []string
	for _, part := range []string{kind, workspaceID, userID} {
		if part != "" {
			in = append(in, part)
		}
	}
	return name + " (" + strings.Join(in, ", ") + ")"
}

// fillAPIKey says of what a read of one key lacks that it is unset: that returns all there
// is. A read returns no secret, though older control planes returned the caller's own.
func fillAPIKey(read *APIKey, _ string) {
	read.Secret = Secret{}
	if !read.NextUsageResetAt.IsPresent() {
		read.NextUsageResetAt = Null[string]()
	}
	if !read.RotationPolicy.IsPresent() {
		read.RotationPolicy = Null[RotationPolicy]()
	}
}

// completeAPIKey lets list items replace reads. What may be absent in them is handled by
// [Client.APIKey].
func completeAPIKey(item, _ APIKey) (APIKey, bool) {
	item.Secret = Secret{}
	return item, item.ID.IsPresent() && item.Name.IsPresent() && item.Type.IsPresent() && item.Status.IsPresent() &&
		item.Scopes.IsPresent() && item.UsageLimits.IsPresent() && item.RateLimits.IsPresent() && item.Defaults.IsPresent() &&
		item.AllowConfigOverride.IsPresent() && item.AlertEmails.IsPresent() && item.ExpiresAt.IsPresent() &&
		item.OrganisationID.IsPresent() && item.MaskedKey != "" && item.CreatedAt.IsPresent() && item.LastUpdatedAt.IsPresent()
}
