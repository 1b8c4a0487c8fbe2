package emulator

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
)

func (t *table) create(c *call) (any, error) {
	if err := c.admit(t, "create"); err != nil {
		return nil, err
	}
	bodies, err := c.bodies(t)
	if err != nil {
		return nil, err
	}
	var all, made []*Object
	for _, body := range bodies {
		o, isNew, err := c.make(t, body)
		if err != nil {
			return nil, err
		}
		all = append(all, o)
		if isNew {
			made = append(made, o)
		}
	}
	for _, o := range made {
		c.insert(t, o, c.now())
		c.effect = true
	}
	if t.bulk != "" {
		return map[string]any{}, nil
	}
	return only(t.created, c.answerOf(t, all[0], created)), nil
}

// make is the object that a body of a POST asks for, not stored yet, or the one that
// there is already.
func (c *call) make(t *table, body map[string]any) (o *Object, isNew bool, err error) {
	home, err := c.home(t, body)
	if err != nil {
		return nil, false, err
	}
	name, _ := body["name"].(string)
	o = c.draft(t, c.key.OrganisationID, home, name)
	if t.chosen {
		o.ID, _ = body["id"].(string)
		delete(body, "id")
	}
	if err := c.apply(t, o, body, creating); err != nil {
		return nil, false, err
	}
	if t.twin != nil {
		if twin := t.twin(c.Server, o); twin != nil {
			return twin, false, nil
		}
	}
	if t.permit != nil {
		err = t.permit(c, nil, o)
	}
	return o, true, err
}

// home is the workspace that the object of a POST is to lie in; nil is none.
func (c *call) home(t *table, body map[string]any) (*Object, error) {
	if t.nested {
		return c.above()
	}
	if t.homeOf != nil {
		return t.homeOf(c, body)
	}
	if _, known := t.fields["workspace_id"]; !known {
		return nil, nil
	}
	reference, _ := body["workspace_id"].(string)
	delete(body, "workspace_id")
	home, err := c.workspace(reference)
	switch {
	case err != nil:
	case home == nil && !t.anywhere:
		err = badField("workspace_id", "workspace_id is missing")
	case home != nil && !c.names(t, home, reference):
		err = badField("workspace_id", "workspace_id is not an id")
	}
	return home, err
}

// update merges by top-level key (verified by the vendor for workspaces).
func (t *table) update(c *call) (any, error) {
	if err := c.admit(t, "update"); err != nil {
		return nil, err
	}
	h, o, err := c.find(t, "update")
	if err != nil {
		return nil, err
	}
	body, err := c.body(t, updating)
	if err != nil {
		return nil, err
	}
	if len(body) == 0 && t.nonempty {
		return nil, badField("body", "nothing to update")
	}
	if len(body) > 0 {
		before := o
		if o, err = c.edited(t, before, body, updating); err != nil {
			return nil, err
		}
		if t.permit != nil {
			if err := t.permit(c, before, o); err != nil {
				return nil, err
			}
		}
		h.put(c.now(), o)
		c.effect = true
	}
	if t.updated == nil {
		return map[string]any{}, nil
	}
	return only(t.updated, c.answerOf(t, o, single)), nil
}

func (t *table) delete(c *call) (any, error) {
	if err := c.admit(t, "delete"); err != nil {
		return nil, err
	}
	h, o, err := c.find(t, "delete")
	if err != nil {
		return nil, err
	}
	if t.refuse != nil {
		if err := t.refuse(c, o); err != nil {
			return nil, err
		}
	}
	c.remove(t, h, o)
	c.effect = true
	if t.confirms && !c.answers.Sparse {
		return map[string]any{"success": true}, nil
	}
	return map[string]any{}, nil
}

// only are some fields of an answer; nil is all of them.
func only(fields []string, answer map[string]any) map[string]any {
	if fields == nil {
		return answer
	}
	some := map[string]any{}
	for _, name := range fields {
		if value, has := answer[name]; has {
			some[name] = value
		}
	}
	return some
}

// body is the body of a write, checked against the table.
func (c *call) body(t *table, who by) (map[string]any, error) {
	body, err := c.object(t.knows(who))
	if err != nil {
		return nil, err
	}
	return body, c.check(t, body, who)
}

// bodies are those of the objects that a POST asks for: one, but for a noun in bulk.
func (c *call) bodies(t *table) ([]map[string]any, error) {
	if t.bulk == "" {
		body, err := c.body(t, creating)
		return []map[string]any{body}, err
	}
	all, err := c.object(func(name string) bool { return name == t.bulk })
	if err != nil {
		return nil, err
	}
	list, _ := all[t.bulk].([]any)
	var bodies []map[string]any
	seen := map[any]bool{}
	for _, one := range list {
		body, ok := one.(map[string]any)
		if !ok || seen[jsonText(body["id"])] {
			return nil, badField(t.bulk, "not objects that differ")
		}
		seen[jsonText(body["id"])] = true
		err := c.known(body, t.knows(creating))
		if err == nil {
			err = c.check(t, body, creating)
		}
		if err != nil {
			return nil, err
		}
		bodies = append(bodies, body)
	}
	if len(bodies) == 0 {
		return nil, badField(t.bulk, t.bulk+" is not a list of objects")
	}
	return bodies, nil
}

// knows reports whether a body may have a field.
func (t *table) knows(who by) func(name string) bool {
	return func(name string) bool {
		about, ok := t.fields[name]
		return ok && (who != creating || !about.later)
	}
}

// check checks a body against the table, and drops what is ignored.
func (c *call) check(t *table, body map[string]any, who by) error {
	for _, name := range slices.Sorted(maps.Keys(t.fields)) {
		about := t.fields[name]
		value, sent := body[name]
		switch {
		case !sent && (about.required && who == creating || about.always && who == updating):
			return badField(name, name+" is missing")
		case !sent:
		case about.ignored, about.repeated && who == updating:
			delete(body, name)
		case about.fixed && who == updating:
			return badField(name, name+" can't be changed")
		case about.check != nil && !about.check(value):
			return badField(name, fmt.Sprintf("%s can't be %v", name, value))
		case about.verbatim:
			body[name] = c.verbatim(name)
		}
	}
	return nil
}

// verbatim is a field of the body as a JSON text.
func (c *call) verbatim(name string) string {
	var fields map[string]json.RawMessage
	if err := json.NewDecoder(bytes.NewReader(c.raw)).Decode(&fields); err != nil {
		panic(err) // the body was read before
	}
	return rewritten(fields[name])
}
