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
	body, err := c.body(t, creating)
	if err != nil {
		return nil, err
	}
	var home *Object
	if t.inside {
		reference, _ := body["workspace_id"].(string)
		if home, err = c.workspace(reference); err != nil {
			return nil, err
		}
		if home == nil {
			return nil, badField("workspace_id", "workspace_id is missing")
		}
		delete(body, "workspace_id")
	}
	name, _ := body["name"].(string)
	o := c.draft(t, c.key.OrganisationID, home, name)
	if err := c.apply(t, o, body, creating); err != nil {
		return nil, err
	}
	c.insert(t, o, c.now())
	c.effect = true
	return only(t.created, c.answerOf(t, o, created)), nil
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
	return map[string]any{}, nil
}

// only are some fields of an answer; nil is all of them.
func only(fields []string, answer map[string]any) map[string]any {
	if fields == nil {
		return answer
	}
	some := map[string]any{}
	for _, name := range fields {
		some[name] = answer[name]
	}
	return some
}

// body is the body of a write, held against the table.
func (c *call) body(t *table, who by) (map[string]any, error) {
	known := slices.Sorted(maps.Keys(t.fields))
	body, err := c.object(func(name string) bool {
		about, ok := t.fields[name]
		return ok && (who != creating || !about.later)
	})
	if err != nil {
		return nil, err
	}
	for _, name := range known {
		about := t.fields[name]
		value, sent := body[name]
		switch {
		case !sent && (about.required && who == creating || about.always && who == updating):
			return nil, badField(name, name+" is missing")
		case !sent:
		case about.ignored:
			delete(body, name)
		case about.fixed && who == updating:
			return nil, badField(name, name+" can't be changed")
		case about.check != nil && !about.check(value):
			return nil, badField(name, fmt.Sprintf("%s can't be %v", name, value))
		case about.verbatim:
			body[name] = c.verbatim(name)
		}
	}
	return body, nil
}

// verbatim is a field of the body as a JSON text.
func (c *call) verbatim(name string) string {
	var fields map[string]json.RawMessage
	if err := json.NewDecoder(bytes.NewReader(c.raw)).Decode(&fields); err != nil {
		panic(err) // the body was read before
	}
	return rewritten(fields[name])
}
