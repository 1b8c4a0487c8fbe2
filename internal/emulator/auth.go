package emulator

import (
	"slices"
	"strings"
)

// Key is an API key that may call the Admin API.
type Key struct {
	// Secret is what the caller sends; AddKey creates one where it is empty.
	Secret string
	// OrganisationID is whose key it is; empty is the first organisation.
	OrganisationID string
	// WorkspaceID makes it a workspace's key, which sees only its own
	// workspace and can neither create nor delete one.
	WorkspaceID string
	// Role is that in its workspace of the user whose key it is: member, manager, or
	// admin, which empty is, too.
	Role string
	// User makes it a user's key, which has no right to API keys.
	User bool
	// Scopes are the rights; nil is all of them.
	Scopes []string
}

// AddKey adds a key and returns its secret.
func (s *Server) AddKey(k Key) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	if k.Secret == "" {
		k.Secret = "pk-emulator-key-" + s.hex(16)
	}
	if k.OrganisationID == "" {
		k.OrganisationID = s.organisations[0]
	}
	if k.WorkspaceID != "" {
		_, w := s.mustFind(Workspaces, k.WorkspaceID)
		k.WorkspaceID, k.OrganisationID = w.ID, w.OrganisationID
	}
	if k.Scopes == nil {
		k.Scopes = Scopes()
	}
	s.keys[k.Secret] = k
	return k.Secret
}

// SetScopes replaces the rights of a key.
func (s *Server) SetScopes(secret string, scopes ...string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	k, ok := s.keys[secret]
	if !ok {
		panic("emulator: no such key")
	}
	k.Scopes = scopes
	s.keys[secret] = k
}

// RemoveKey deletes a key: it answers 401 from then on.
func (s *Server) RemoveKey(secret string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.keys, secret)
}

// Scopes are the scopes that the emulated endpoints ask for. The names are
// documented; that list does not imply read, nor the other way round, too.
func Scopes() []string {
	var scopes []string
	for _, t := range append(tables(), objectless()...) {
		for _, noun := range t.scopes {
			for _, verb := range append(verbs(), t.verbs...) {
				scopes = append(scopes, noun+"."+verb)
			}
		}
	}
	return scopes
}

// verbs are those of the scopes of every noun.
func verbs() []string { return []string{"create", "read", "update", "delete", "list"} }

// may reports whether the key has a scope. A workspace's key never has the
// rights to create and delete workspaces, and a user's none to API keys (documented).
func (k Key) may(scope string) bool {
	if k.WorkspaceID != "" && (scope == "workspaces.create" || scope == "workspaces.delete") {
		return false
	}
	if k.User && strings.Contains(scope, "_api_keys.") {
		return false
	}
	return slices.Contains(k.Scopes, scope)
}
