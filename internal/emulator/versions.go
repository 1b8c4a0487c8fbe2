package emulator

import (
	"maps"
	"net/http"
	"slices"
	"strconv"
	"time"
)

// versioning is what a table says of a noun whose content is in versions. The first one is
// created with the object, and later ones by a PUT of content; a request of its own makes
// one of them the default, which is the one that answers show.
type versioning struct {
	// content are the fields of a version, and needed those that a PUT of any of them has
	// to have, unless it says patch.
	content map[string]check
	needed  []string
	// fresh are the values of those that are not sent, and sample those of what a test adds
	// without content.
	fresh, sample map[string]any
	// number, id, described and status are the fields of answers about a version.
	number, id, described, status string
	// row is an item of the list of versions.
	row func(s *Server, o *Object, number int) map[string]any
	// complete adds to an answer what the server makes of a version.
	complete func(s *Server, o *Object, answer map[string]any)
}

// version is one version of an object's content. It is never changed once it is stored.
type version struct {
	id        string
	fields    map[string]any
	described any
	label     any // the id, nil for none
	createdAt time.Time
}

// versioned completes a table with what all nouns with versions have.
func (t *table) versioned(v *versioning) {
	t.versioning = v
	t.lacks = append(t.lacks, "create", "update")
	for name := range v.content {
		t.fields[name] = field{}
	}
	t.fields["version_description"], t.fields["patch"] = field{}, field{later: true}
	one := t.path + "/*"
	t.routes = append(
		t.routes,
		route{http.MethodPost, t.path, t.createFirst}, route{http.MethodPut, one, t.updateContent},
		route{http.MethodGet, one + "/versions", t.listVersions}, route{http.MethodPut, one + "/makeDefault", t.makeDefault},
	)
}

// shown is the version that answers about an object show.
func (o *Object) shown() version { return o.versions[o.current] }

// addVersion adds a version. What is stored of the object before does not change.
func (o *Object) addVersion(s *Server, v version) {
	v.id, v.createdAt = s.uuid(), o.LastUpdatedAt
	o.versions = append(slices.Clip(o.versions), v)
}

// writeVersion is the write of a noun with versions: each body with content creates one,
// equal to another or not. That of a person becomes the default. A description alone
// creates none, and changes nothing (vendor's changelog).
func (t *table) writeVersion(s *Server, o *Object, body map[string]any, who by) error {
	content := map[string]any{}
	for name, valid := range t.versioning.content {
		value, sent := body[name]
		if !sent || value == nil && who != person {
			continue
		}
		if who != person && !valid(value) {
			return badField(name, name+" is not valid")
		}
		content[name] = value
	}
	if len(o.versions) > 0 && len(content) == 0 {
		return nil
	}
	fields := clone(t.versioning.fresh)
	switch {
	case len(o.versions) > 0 && (who == person || body["patch"] == true):
		fields = clone(o.versions[len(o.versions)-1].fields)
	case who == person:
		fields = clone(t.versioning.sample)
	default:
		for _, name := range t.versioning.needed {
			// A create lacks what later versions can't.
			if _, sent := content[name]; !sent && (who == updating || t.versioning.fresh[name] == nil) {
				return badField(name, name+" is missing")
			}
		}
	}
	for name, value := range content {
		if fields[name] = cloneAny(value); value == nil {
			fields[name] = cloneAny(t.versioning.fresh[name])
		}
	}
	o.addVersion(s, version{fields: fields, described: body["version_description"]})
	if who == person {
		o.current = len(o.versions) - 1
	}
	return nil
}

// completeVersion adds the version that an answer shows.
func (t *table) completeVersion(s *Server, o *Object, answer map[string]any) {
	v, shown := t.versioning, o.shown()
	maps.Copy(answer, clone(shown.fields))
	answer[v.number], answer[v.id], answer[v.described], answer[v.status] = float64(o.current+1), shown.id, shown.described, "active"
	if v.complete != nil {
		v.complete(s, o, answer)
	}
}

// createFirst is a create, whose answer names the first version.
func (t *table) createFirst(c *call) (any, error) {
	made, err := t.create(c)
	if answer, ok := made.(map[string]any); ok && !c.answers.ThinCreate {
		id, _ := answer["id"].(string)
		_, o := c.stores[t.noun].find(id)
		answer["version_id"] = o.shown().id
	}
	return made, err
}

// updateContent is an update, whose answer names the version that it has created.
func (t *table) updateContent(c *call) (any, error) {
	answer, err := t.update(c)
	if err != nil || !c.effect {
		return answer, err
	}
	h, o, err := c.find(t, "update")
	if err != nil {
		return nil, err
	}
	before := h.states[len(h.states)-2].object
	if len(before.versions) == len(o.versions) {
		return answer, nil
	}
	return map[string]any{"id": o.ID, "slug": o.Slug, t.versioning.id: o.versions[len(o.versions)-1].id}, nil
}

// asked is an object with the version that a query asks for: a number, latest or default.
func (t *table) asked(c *call, o *Object) (*Object, error) {
	switch text := c.query.Get("version"); text {
	case "", "default":
		return o, nil
	case "latest":
		return o.showing(len(o.versions)), nil
	default:
		number, err := strconv.Atoi(text)
		if err != nil {
			return nil, badQuery("version", "no version is "+text)
		}
		if number < 1 || number > len(o.versions) {
			return nil, c.absent(t)
		}
		return o.showing(number), nil
	}
}

// showing is an object whose answers show another version.
func (o *Object) showing(number int) *Object {
	other := *o
	other.current = number - 1
	return &other
}

// listVersions lists the versions, newest first and without pages, for who may read one.
func (t *table) listVersions(c *call) (any, error) {
	if err := c.admit(t, "read"); err != nil {
		return nil, err
	}
	_, o, err := c.find(t, "read")
	if err != nil {
		return nil, err
	}
	data := make([]any, 0, len(o.versions))
	for number := len(o.versions); number > 0; number-- {
		data = append(data, t.versioning.row(c.Server, o, number))
	}
	if c.answers.BareArrays {
		return data, nil
	}
	return map[string]any{"object": "list", "total": len(data), "data": data}, nil
}

// makeDefault makes a version the default, by its number: an id answers 400.
func (t *table) makeDefault(c *call) (any, error) {
	return t.onVersions(c, "publish", []string{"version"}, func(o *Object, body map[string]any) error {
		number, ok := body["version"].(float64)
		switch {
		case !ok || number != float64(int(number)):
			return badField("version", "version is not a number")
		case number < 1 || int(number) > len(o.versions):
			return c.absent(t)
		}
		o.current = int(number) - 1
		return nil
	})
}

// onVersions is a PUT below the path of an object, which writes what change changes.
func (t *table) onVersions(c *call, verb string, fields []string, change func(o *Object, body map[string]any) error) (any, error) {
	if err := c.admit(t, verb); err != nil {
		return nil, err
	}
	args := c.args
	defer func() { c.args = args }()
	c.args = args[:1]
	h, o, err := c.find(t, verb)
	if err != nil {
		return nil, err
	}
	body, err := c.object(func(name string) bool { return slices.Contains(fields, name) })
	if err != nil {
		return nil, err
	}
	changed := *o
	changed.LastUpdatedAt = c.stamp(o.LastUpdatedAt)
	if err := change(&changed, body); err != nil {
		return nil, err
	}
	h.put(c.now(), &changed)
	c.effect = true
	return map[string]any{}, nil
}

// Version is one version of a prompt or a partial, for tests to look at.
type Version struct {
	ID     string
	Number int
	// Fields are its content, Description is nil where it has none.
	Fields      map[string]any
	Description any
	// LabelID is empty where it has no label.
	LabelID string
	// Default reports that answers show it.
	Default bool
}

// Versions are those of a prompt or a partial, oldest first.
func (s *Server) Versions(noun Noun, idOrSlug string) []Version {
	s.mu.Lock()
	defer s.mu.Unlock()
	_, o := s.mustFind(noun, idOrSlug)
	var all []Version
	for i, v := range o.versions {
		label, _ := v.label.(string)
		all = append(all, Version{v.id, i + 1, clone(v.fields), v.described, label, i == o.current})
	}
	return all
}

// AddVersion adds a version as a person in the UI does who does not publish it, and
// returns its number. Fields that are not given are those of the latest version.
func (s *Server) AddVersion(noun Noun, idOrSlug string, fields map[string]any) int {
	current := s.defaultOf(noun, idOrSlug)
	s.Edit(noun, idOrSlug, fields)
	s.Publish(noun, idOrSlug, current)
	return len(s.Versions(noun, idOrSlug))
}

// Publish makes a version the default, by its number, as a person in the UI does.
func (s *Server) Publish(noun Noun, idOrSlug string, number int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	h, o := s.mustFind(noun, idOrSlug)
	published := o.showing(number)
	published.LastUpdatedAt = s.stamp(o.LastUpdatedAt)
	h.put(s.now(), published)
}

func (s *Server) defaultOf(noun Noun, idOrSlug string) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	_, o := s.mustFind(noun, idOrSlug)
	return o.current + 1
}
