package portkey

import (
	"context"
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

// APIKeys opens them. Messages name the scopes of the kind, if that is not "". Names are
// unique nowhere, so that a name is looked up with kind, workspace and user.
func (c *Client) APIKeys(kind string) *APIKeys {
	words := APIKeyWords
	if kind != "" {
		words.Scopes, words.Rights = strings.ReplaceAll(kind, "-", "_")+"_api_keys", ""
	}
	return collect[APIKey, APIKeyCreate, APIKeyUpdate](c, noun[APIKey]{
		Words:    words,
		path:     apiKeysPath,
		parent:   inOrganisation[APIKey](),
		complete: completeAPIKey,
		fill:     fillAPIKey,
	})
}

var apiKeysPath = []string{"api-keys"}

// APIKey reads a key, from a list where that says enough. updatedAt is the LastUpdatedAt
// that is known of it: list items lack a few fields, which are known to be the same only
// where that time is. Such fields are absent then.
func (c *Client) APIKey(ctx context.Context, id, updatedAt string) (APIKey, error) {
	return c.APIKeys("").Get(ctx, id, updatedAt)
}

// APIKeyRef is what is known of a key that the API refuses to return.
type APIKeyRef struct {
	ID, Kind                    string
	OrganisationID, WorkspaceID string
	CreatedAt                   string
}

// ProveAPIKeyGone is [Collection.ProveGoneAfter] for a key. The list contains only the
// kinds that the client's key may list, so absence from it proves something only if it
// is shown to contain the kind.
func (c *Client) ProveAPIKeyGone(ctx context.Context, refusal error, ref APIKeyRef) Gone {
	return c.APIKeys(ref.Kind).ProveGoneAfter(ctx, refusal, Ref{ID: ref.ID, Parent: ref.OrganisationID, CreatedAt: ref.CreatedAt})
}

// FindLostAPIKey looks for what a create of unknown outcome created: the only key of its
// name, kind, workspace and user that was created since by a request to the API, with
// these scopes. Its secret is lost: [Client.RotateAPIKey] gives it another. The error is
// that of [Creation.Find].
func (c *Client) FindLostAPIKey(ctx context.Context, create *APIKeyCreation, sent APIKeyCreate) (APIKey, error) {
	return create.Find(ctx, func(one APIKey) bool { return one.isCreatedBy(sent, time.Time{}) })
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
	return known
}

func (b APIKeyCreate) identity() identity {
	kind, sub, _ := strings.Cut(b.Kind, "-")
	return identity{name: apiKeyName(b.Name, b.Kind, b.WorkspaceID, b.UserID), below: []string{kind, sub}}
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
