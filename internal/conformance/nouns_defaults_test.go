package conformance

import (
	"cmp"
	"maps"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
)

// completed derives what nouns leave out.
func completed(nouns map[string]noun) map[string]noun {
	for typeName, n := range nouns {
		if n.name != "" {
			n.fixed = append(n.fixed, n.name)
		}
		n.creates = cmp.Or(n.creates, n.path)
		if n.full == nil {
			n.full = n.config
		}
		if n.looks == 0 {
			n.looks = 1
		}
		if _, nested := n.config["workspace_id"]; nested {
			n.fixed = append(n.fixed, "workspace_id")
		}
		n.byJoining()
		n.byEmulator()
		if n.edits == nil && !n.immutable {
			n.edits = n.conflicts()
		}
		if n.changes == nil {
			everything := laid(n.full, n.edited)
			if n.name == "" {
				everything["name"] = n.called("Production EU")["name"]
			}
			n.changes = map[string][2]config{"everything": {n.full, everything}}
			for path, one := range n.edits {
				n.changes[path] = [2]config{n.full, laid(n.full, one.ours)}
			}
		}
		n.edited = laid(n.full, n.edited)
		nouns[typeName] = n
	}
	return nouns
}

// byJoining derives what there is where nothing is created: what the simple
// configuration adopts, which is called Production.
func (n *noun) byJoining() {
	if join := n.join; join != nil {
		n.around = func(api *emulator.Server) { join(api, "Production") }
		n.twin = func(api *emulator.Server) string { return join(api, "Production") }
		n.add = func(api *emulator.Server) string { return join(api, "Staging") }
	}
}

// byEmulator derives what a person does, where that is not said.
func (n *noun) byEmulator() {
	object, home, fixed, wire := n.object, str(n.config["workspace_id"]), n.fixed, n.wire
	body := func(attributes config) config {
		fields := maps.Clone(attributes)
		for _, name := range fixed {
			delete(fields, name)
		}
		if wire != nil {
			return wire(fields)
		}
		return fields
	}
	if n.live == nil {
		n.live = func(api *emulator.Server) (ids []string) {
			for _, one := range api.All(object) {
				if !one.Archived {
					ids = append(ids, one.ID)
				}
			}
			return ids
		}
	}
	if n.add == nil {
		live, other := n.live, n.called("Staging")
		n.add = func(api *emulator.Server) string {
			api.Add(object, home, body(other))
			ids := live(api)
			return ids[len(ids)-1]
		}
	}
	if n.edit == nil {
		n.edit = func(api *emulator.Server, id string, attributes config) { api.Edit(object, id, body(attributes)) }
	}
	if n.remove == nil {
		n.remove = func(api *emulator.Server, id string) { api.Drop(object, id) }
	}
	if n.hide == nil {
		n.hide = n.remove
	}
	if n.importRef == nil {
		n.importRef = func(api *emulator.Server, idOrName string) string {
			for _, one := range api.All(object) {
				if one.ID == idOrName {
					return cmp.Or(one.Slug, one.ID)
				}
			}
			if n.config["workspace_id"] != home {
				return idOrName
			}
			return home + "/" + idOrName
		}
	}
}

// importedByID is the importRef of a noun whose errors print IDs, though there are slugs, or
// which has none.
func importedByID(object emulator.Noun) func(api *emulator.Server, idOrName string) string {
	return func(api *emulator.Server, idOrName string) string {
		for _, one := range api.All(object) {
			if one.ID == idOrName {
				return idOrName
			}
		}
		return home + "/" + idOrName
	}
}

// conflicts are the changes of the attributes that edited sets, and of a name that can change.
func (n noun) conflicts() map[string]conflict {
	all := map[string]conflict{}
	if n.name == "" {
		all["name"] = conflict{ours: config{"name": "Live"}, theirs: config{"name": "Theirs"}}
	}
	for name, value := range n.edited {
		all[name] = conflict{ours: config{name: value}, theirs: config{name: n.foreign[name]}}
	}
	return all
}
