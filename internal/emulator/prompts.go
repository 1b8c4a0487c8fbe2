package emulator

import (
	"net/http"
	"slices"
)

// prompts: answers are recorded, but for the 404 of an unknown one, which is documented.
// What they show of the workspace is whose the prompt is: it may be shared with others.
// A prompt gets into a workspace by its collection (documented).
func prompts() *table {
	t := &table{
		noun: Prompts, path: "prompts", scopes: []string{"prompts"}, verbs: []string{"publish"},
		slug: "pp", length: 10, byID: true, bySlug: true, inside: true, owner: "prompt_owning_workspace_id",
		most: 100, absent: notFound,
		filters: map[string]func(*Server, *Object, string) bool{
			"search": hasInName, "collection_id": isInCollection,
		},
		fields: map[string]field{
			"name": {check: textUpTo(255), required: true}, "collection_id": {check: isText, required: true},
			// PUT has another name for it (documented), and nothing here reads it.
			"template_metadata": {check: orNull(isObject), fixed: true}, "prompt_metadata": {later: true, ignored: true},
		},
		fresh: map[string]any{
			"collection_id": nil, "template_metadata": map[string]any{},
			"access_level": "workspace", "allow_all_workspaces": 0.0, "share_organisation_id": nil, "shared_at": nil,
			"shared_by_user_id": nil, "shared_from_version_id": nil, "forked_from_prompt_id": nil, "forked_from_prompt_version_id": nil,
		},
		detail: []string{
			"string", "parameters", "virtual_key", "prompt_version", "prompt_version_id", "prompt_version_status",
			"prompt_version_description", "prompt_version_label_id", "prompt_version_label_name", "prompt_version_labels",
			"is_raw_template", "template_metadata", "functions", "tools", "tool_choice", "variable_components",
		},
		created: []string{"id", "slug", "object"},
		homeOf:  homeOfPrompt, permit: permitPrompt,
	}
	t.versioned(&versioning{
		content: map[string]check{
			"string": isText, "model": isText, "virtual_key": isText, "parameters": isObject, "is_raw_template": isFlag,
			"functions": isArray, "tools": isArray, "tool_choice": func(any) bool { return true },
		},
		needed: []string{"string", "parameters", "model", "virtual_key", "is_raw_template"},
		fresh: map[string]any{
			"string": nil, "parameters": nil, "model": nil, "virtual_key": nil,
			"is_raw_template": 0.0, "functions": nil, "tools": nil, "tool_choice": nil,
		},
		sample: map[string]any{
			"string": "Hello", "parameters": map[string]any{}, "model": "gpt-4o", "virtual_key": nil,
			"is_raw_template": 0.0, "functions": nil, "tools": nil, "tool_choice": nil,
		},
		number: "prompt_version", id: "prompt_version_id", described: "prompt_version_description", status: "prompt_version_status",
		row: promptVersionRow, complete: completePrompt,
	})
	t.write, t.complete = t.writeInDefault, t.completeVersion
	t.routes = append(
		t.routes,
		route{http.MethodGet, "prompts/*/versions/*", t.readVersion}, route{http.MethodPut, "prompts/*/versions/*", t.labelVersion},
	)
	return t
}

// homeOfPrompt is the workspace of the collection that a POST names.
func homeOfPrompt(c *call, body map[string]any) (*Object, error) {
	reference, _ := body["collection_id"].(string)
	_, collection := c.stores[Collections].find(reference)
	switch {
	case collection == nil:
		return nil, notFound()
	case !c.reaches(collection):
		return nil, noRights()
	}
	_, home := c.stores[Workspaces].find(collection.WorkspaceID)
	return home, nil
}

// permitPrompt refuses a collection and a provider that are not in the workspace, and
// stores the one by its id and the other by its slug (recorded): another collection of the
// same workspace moves the prompt (documented).
func permitPrompt(c *call, before, o *Object) error {
	collection := c.collectionIn(o.WorkspaceID, o.Fields["collection_id"])
	if collection == nil {
		return notFound()
	}
	o.Fields["collection_id"] = collection.ID
	if before != nil && len(before.versions) == len(o.versions) {
		return nil
	}
	latest := o.versions[len(o.versions)-1].fields
	provider := c.inside(&Object{ID: o.WorkspaceID}, Providers, latest["virtual_key"])
	if provider == nil {
		return badField("virtual_key", "no such provider in the workspace")
	}
	latest["virtual_key"] = provider.Slug
	return nil
}

// completePrompt adds to the parameters the model (recorded), and what is used in the text.
func completePrompt(s *Server, o *Object, answer map[string]any) {
	if parameters, ok := answer["parameters"].(map[string]any); ok {
		parameters["model"] = answer["model"]
	}
	answer["variable_components"] = map[string]any{
		"partials": []any{}, "sections": []any{}, "variables": []any{}, "sectionVariables": map[string]any{}, "variablePartials": []any{},
	}
	answer["prompt_version_label_id"], answer["prompt_version_label_name"], answer["prompt_version_labels"] = nil, nil, []any{}
	if label := s.labelOf(o.shown()); label != nil {
		answer["prompt_version_label_id"], answer["prompt_version_label_name"] = label.ID, label.Name
		answer["prompt_version_labels"] = []any{map[string]any{"id": label.ID, "name": label.Name}}
	}
}

// labelOf is the label of a version, nil for none: one that is deleted is taken from it.
func (s *Server) labelOf(v version) *Object {
	id, _ := v.label.(string)
	if id == "" {
		return nil
	}
	_, label := s.stores[Labels].find(id)
	return label
}

// promptVersionRow is documented: the content is an object of its own there.
func promptVersionRow(s *Server, o *Object, number int) map[string]any {
	v := o.versions[number-1]
	var label any
	if l := s.labelOf(v); l != nil {
		label = l.ID
	}
	return map[string]any{
		"id": v.id, "prompt_id": o.ID, "prompt_template": map[string]any{"string": v.fields["string"]}, "prompt_version": float64(number),
		"prompt_description": v.described, "label_id": label, "created_at": s.timestamp(v.createdAt), "status": "active", "object": "prompt",
	}
}

// versionAt is the number of a version by its id, 0 where there is none.
func (o *Object) versionAt(id string) int {
	return 1 + slices.IndexFunc(o.versions, func(v version) bool { return v.id == id })
}

// readVersion reads one version by its id: as a read of the prompt shows its default one.
func (t *table) readVersion(c *call) (any, error) {
	if err := c.admit(t, "read"); err != nil {
		return nil, err
	}
	args := c.args
	c.args = args[:1]
	_, o, err := c.find(t, "read")
	if err != nil {
		return nil, err
	}
	number := o.versionAt(args[1])
	if number == 0 {
		return nil, c.absent(t)
	}
	return c.answerOf(t, o.showing(number), single), nil
}

// labelVersion gives a version a label, instead of those that it has, and takes the label
// from the other versions. null takes them (both assumed).
func (t *table) labelVersion(c *call) (any, error) {
	id := c.args[len(c.args)-1]
	return t.onVersions(c, "update", []string{"label_id"}, func(o *Object, body map[string]any) error {
		number := o.versionAt(id)
		if number == 0 {
			return c.absent(t)
		}
		label, sent := body["label_id"]
		if !sent {
			return badField("label_id", "label_id is missing")
		}
		if label != nil {
			text, _ := label.(string)
			_, found := c.stores[Labels].find(text)
			if found == nil || found.WorkspaceID != "" && found.WorkspaceID != o.WorkspaceID {
				return notFound()
			}
		}
		o.label(number, label)
		return nil
	})
}

// label gives a version a label, nil for none.
func (o *Object) label(number int, label any) {
	o.versions = slices.Clone(o.versions)
	for i := range o.versions {
		if label != nil && o.versions[i].label == label {
			o.versions[i].label = nil
		}
	}
	o.versions[number-1].label = label
}

// LabelVersion gives a version of a prompt a label as a person in the UI does, by their
// number and id; "" takes it.
func (s *Server) LabelVersion(idOrSlug string, number int, labelID string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	h, o := s.mustFind(Prompts, idOrSlug)
	labelled := *o
	labelled.LastUpdatedAt = s.stamp(o.LastUpdatedAt)
	var label any
	if labelID != "" {
		label = labelID
	}
	labelled.label(number, label)
	h.put(s.now(), &labelled)
}

func isFlag(value any) bool {
	return value == 0.0 || value == 1.0
}

func isArray(value any) bool {
	_, ok := value.([]any)
	return ok
}
