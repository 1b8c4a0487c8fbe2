package console

import (
	"fmt"
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
)

var keyName = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)

// matches reports whether a scope is named by a pattern, in which * is any text.
func matches(pattern, scope string) bool {
	ok, err := path.Match(pattern, scope)
	return ok && err == nil
}

// ParseKey reads a key as name=scope,scope or name@workspace=scope,scope. Without scopes, it
// has all.
func ParseKey(text string) (Key, error) {
	name, scopes, _ := strings.Cut(text, "=")
	var k Key
	k.Name, k.Workspace, _ = strings.Cut(name, "@")
	if !keyName.MatchString(k.Name) {
		return k, fmt.Errorf("%q does not begin with a name of lower-case letters, digits and hyphens, as in plan=workspaces.read,workspaces.list", text)
	}
	for scope := range strings.SplitSeq(scopes, ",") {
		if scope = strings.TrimSpace(scope); scope != "" {
			k.Scopes = append(k.Scopes, scope)
		}
	}
	_, err := expand(k.Scopes)
	return k, err
}

// Key is an API key that may call the emulated API.
type Key struct {
	Name string `yaml:"name"`
	// Scopes may have *, as in *.read. None means all.
	Scopes []string `yaml:"scopes"`
	// Workspace makes it the key of a workspace, by its id or slug.
	Workspace string `yaml:"workspace"`

	organisation string
}

// NamedKey is a key that there is, with its secret: those of an emulator open nothing else.
type NamedKey struct {
	Name   string `json:"name"`
	Secret string `json:"secret"`
	// Organisation is the id of its organisation, Workspace that of its workspace or "".
	Organisation string   `json:"organisation_id"`
	Workspace    string   `json:"workspace_id,omitempty"`
	Scopes       []string `json:"scopes,omitempty"`
}

// keyNames are the names of keys by their secrets.
func keyNames(keys []NamedKey) map[string]string {
	names := map[string]string{}
	for _, key := range keys {
		names[key.Secret] = key.Name
	}
	return names
}

// add adds the key. Its secret follows from its name, so that it is the same after every
// start.
func (k Key) add(api *emulator.Server) (NamedKey, error) {
	if !keyName.MatchString(k.Name) {
		return NamedKey{}, fmt.Errorf("the name %q of a key is not made of lower-case letters, digits and hyphens", k.Name)
	}
	added := NamedKey{Name: k.Name, Secret: secretOf(k.Name), Organisation: k.organisation}
	if added.Secret == emulator.AdminKey {
		return NamedKey{}, fmt.Errorf("there is a key named %s already", k.Name)
	}
	scopes, err := expand(k.Scopes)
	if err != nil {
		return NamedKey{}, fmt.Errorf("key %s: %w", k.Name, err)
	}
	added.Scopes = scopes
	key := emulator.Key{Secret: added.Secret, OrganisationID: k.organisation, Scopes: scopes}
	err = try(func() {
		if k.Workspace != "" {
			w, known := api.Workspace(k.Workspace)
			if !known {
				panic("emulator: key " + k.Name + ": no such workspace: " + k.Workspace)
			}
			key.WorkspaceID, added.Workspace, added.Organisation = w.ID, w.ID, w.OrganisationID
		}
		api.AddKey(key)
	})
	return added, err
}

// secretOf is the secret of a key by its name, as long as that of the administrator.
func secretOf(name string) string {
	const length = len(emulator.AdminKey)
	secret := "pk-emulator-" + name + "-"
	return secret + strings.Repeat("0", max(8, length-len(secret)))
}

// expand replaces patterns by the scopes that they stand for. None is nil, all scopes.
func expand(patterns []string) ([]string, error) {
	if len(patterns) == 0 {
		return nil, nil
	}
	known := emulator.Scopes()
	var all []string
	for _, pattern := range patterns {
		var found []string
		for _, scope := range known {
			if matches(pattern, scope) {
				found = append(found, scope)
			}
		}
		if len(found) == 0 {
			return nil, fmt.Errorf("there is no scope %q; scopes are such as workspaces.read, *.list or workspaces.*", pattern)
		}
		all = append(all, found...)
	}
	slices.Sort(all)
	return slices.Compact(all), nil
}
