package emulator

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// integrationModels are the rows of models of integrations: those of custom models, and
// those of models of the catalogue that somebody wrote.
func integrationModels() *table { return rowTable(IntegrationModels, Integrations, writeModelRow) }

// catalogue are the models of some providers, by ai_provider_id: made up, but for the
// characters in their names.
func catalogue() map[string][]string {
	return map[string][]string{
		"openai":       {"gpt-4o", "gpt-4o-mini", "gpt-4.1", "o3-mini", "text-embedding-3-small"},
		"azure-openai": {"gpt-4o", "gpt-4o-mini"},
		"anthropic":    {"claude-opus-4-1", "claude-sonnet-4-5", "claude-haiku-4-5"},
		"bedrock":      {"anthropic.claude-sonnet-4-20250514-v1:0", "amazon.nova-pro-v1:0", "meta.llama3-3-70b-instruct-v1:0"},
		"vertex-ai":    {"gemini-2.5-pro", "gemini-2.5-flash", "anthropic.claude-sonnet-4@20250514"},
		"google":       {"gemini-2.5-pro", "gemini-2.5-flash"},
		"together-ai":  {"meta-llama/Llama-3.3-70B-Instruct-Turbo", "Qwen/Qwen2.5-72B-Instruct-Turbo"},
	}
}

// SetCatalogue replaces the models that the catalogue has of a provider of models.
func (s *Server) SetCatalogue(aiProviderID string, slugs ...string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.catalogue[aiProviderID] = slugs
}

func (s *Server) builtIn(integration *Object, slug string) bool {
	return slices.Contains(s.catalogue[integration.text("ai_provider_id")], slug)
}

// writeModelRow is for tests, which may write anything.
func writeModelRow(_ *Server, row *Object, _ map[string]any, _ by) error {
	if row.Slug == "" {
		row.Slug = row.Name
	}
	if _, sent := row.Fields["enabled"]; !sent {
		row.Fields["enabled"] = true
	}
	row.markModel()
	return nil
}

// markModel marks a model of the catalogue that is disabled: it is as if nobody had
// written it.
func (o *Object) markModel() {
	o.Archived = o.Fields["is_custom"] != true && o.Fields["enabled"] == false
}

// readModels lists all models, those of the catalogue first: without pages (documented).
func readModels(c *call, _ *history, o *Object) (any, error) {
	stored := map[string]*Object{}
	var others []*Object
	for _, row := range c.rows(IntegrationModels, o, c.asOf) {
		if stored[row.Slug] = row; !c.builtIn(o, row.Slug) {
			others = append(others, row)
		}
	}
	models := []any{}
	for _, slug := range c.catalogue[o.text("ai_provider_id")] {
		row := stored[slug]
		if row == nil && c.answers.WrittenModels {
			continue
		}
		if row == nil {
			row = &Object{Slug: slug, CreatedAt: o.CreatedAt, LastUpdatedAt: o.CreatedAt, Fields: map[string]any{"enabled": o.Fields["allow_all_models"]}}
		}
		models = append(models, c.modelAnswer(row))
	}
	for _, row := range others {
		models = append(models, c.modelAnswer(row))
	}
	answer := map[string]any{"object": "list", "models": models, "allow_all_models": o.Fields["allow_all_models"]}
	if !c.answers.Sparse {
		answer["total"] = float64(len(models))
	}
	return answer, nil
}

// modelAnswer is a row of a model. Its booleans are of several types (seen; see
// Answers.NewerIntegrations).
func (s *Server) modelAnswer(row *Object) map[string]any {
	answer := map[string]any{
		"slug": row.Slug, "name": row.Slug, "created_at": s.timestamp(row.CreatedAt), "last_updated_at": nil, "is_custom": nil, "is_finetune": nil,
	}
	for _, field := range []string{"enabled", "base_model_slug", "pricing_config", "description"} {
		answer[field] = cloneAny(row.Fields[field])
	}
	if row.LastUpdatedAt.After(row.CreatedAt) {
		answer["last_updated_at"] = s.timestamp(row.LastUpdatedAt)
	}
	custom, finetune := row.Fields["is_custom"] == true, row.Fields["is_finetune"] == true
	switch {
	case s.answers.NewerIntegrations:
		answer["is_custom"], answer["is_finetune"], answer["configurations"] = custom, finetune, nil
	case custom:
		answer["is_custom"], answer["is_finetune"] = 1.0, fmt.Sprint(finetune)
	}
	if configurations := clone(row.object("configurations")); configurations != nil {
		headers, _ := configurations["custom_headers"].(map[string]any)
		for name := range headers {
			if s.answers.MaskedHeaders {
				headers[name] = "*****"
			}
		}
		answer["configurations"] = configurations
	}
	return answer
}

// writeModels writes the rows that a body names, and leaves the others, unless it says
// that all of them are disabled first (documented). All or nothing is written (assumed).
func writeModels(c *call, h *history, o *Object) (any, error) {
	const override = "override_existing_model_access"
	body, err := c.object(func(key string) bool { return key == "models" || key == "allow_all_models" || key == override })
	if err != nil {
		return nil, err
	}
	for _, key := range []string{"allow_all_models", override} {
		if value, sent := body[key]; sent && !isBool(value) {
			return nil, badField(key, key+" is not a boolean")
		}
	}
	items, ok := body["models"].([]any)
	if !ok {
		return nil, badField("models", "models is not a list")
	}
	write := c.beginRows(IntegrationModels, o)
	if body[override] == true {
		for slug := range write.stored {
			write.row(slug).Fields["enabled"] = false
		}
		for _, slug := range c.catalogue[o.text("ai_provider_id")] {
			write.row(slug).Fields["enabled"] = false
		}
	}
	named := map[string]bool{}
	for i, item := range items {
		sent, _ := item.(map[string]any)
		slug, _ := sent["slug"].(string)
		if slug == "" || named[slug] {
			return nil, badField("models", fmt.Sprintf("models[%d].slug", i))
		}
		named[slug] = true
		if err := c.writeModel(o, write.row(slug), sent, write.stored[slug] != nil); err != nil {
			return nil, err
		}
	}
	for _, row := range write.changed {
		row.markModel()
	}
	write.commit()
	if all, sent := body["allow_all_models"]; sent {
		changed := *o
		changed.Fields = clone(o.Fields)
		changed.Fields["allow_all_models"] = all
		h.put(c.now(), &changed)
		c.effect = true
	}
	return map[string]any{}, nil
}

// writeModel writes an item of a body into a row. What it leaves out stays, and null
// clears (assumed).
func (c *call) writeModel(o, row *Object, sent map[string]any, stored bool) error {
	bad := func(key string) error { return badField("models", fmt.Sprintf("models: %s of %s", key, row.Slug)) }
	if !isBool(sent["enabled"]) {
		return bad("enabled")
	}
	custom := sent["is_custom"] == true || stored && row.Fields["is_custom"] == true
	switch builtIn := c.builtIn(o, row.Slug) || c.answers.AnyModels && !custom; {
	case !builtIn && !custom:
		return invalidModels(row.Slug)
	case builtIn && custom, custom && sent["is_custom"] == false:
		return bad("is_custom")
	}
	for _, key := range slices.Sorted(maps.Keys(sent)) {
		value := sent[key]
		var allowed bool
		switch key {
		case "slug", "enabled":
			allowed = true
		case "is_custom", "is_finetune":
			allowed = orNull(isBool)(value)
		case "base_model_slug":
			// It never changes, and is that of a custom model (documented).
			allowed = value == nil || isText(value) && custom && (!stored || row.Fields[key] == value)
		case "configurations":
			allowed = orNull(isModelConfiguration)(value)
		case "pricing_config":
			allowed = orNull(isPricing)(value)
		}
		if !allowed {
			return bad(key)
		}
		if value != nil {
			row.Fields[key] = cloneAny(value)
		} else if key != "base_model_slug" {
			delete(row.Fields, key)
		}
	}
	delete(row.Fields, "slug")
	row.Fields["is_custom"] = custom
	if row.Fields["is_finetune"] == true && row.Fields["base_model_slug"] == nil {
		return bad("base_model_slug")
	}
	return nil
}

func isModelConfiguration(value any) bool {
	object, ok := value.(map[string]any)
	for key, one := range object {
		ok = ok && (key == "custom_host" && isPublic(one) || key == "custom_headers" && isTexts(one))
	}
	return ok
}

// isPricing takes the prices of a model (documented).
func isPricing(value any) bool {
	object, _ := value.(map[string]any)
	prices, ok := object["pay_as_you_go"].(map[string]any)
	for token, one := range prices {
		price, _ := one.(map[string]any)
		amount, isNumber := price["price"].(float64)
		known := strings.Fields("request_token response_token cache_read_input_token cache_write_input_token")
		ok = ok && slices.Contains(known, token) && len(price) == 1 && isNumber && amount >= 0
	}
	return ok && len(object) == 2 && object["type"] == "static"
}

// invalidModels is the answer to models that are unknown (vendor's changelog).
func invalidModels(slugs ...string) *problem {
	p := badField("models", "")
	p.message = "Following models are not valid: " + strings.Join(slugs, ", ")
	return p
}

// deleteModels deletes custom models, which the query names (vendor's changelog): all
// of them or none (assumed).
func deleteModels(c *call, _ *history, o *Object) (any, error) {
	text := c.query.Get("slugs")
	if text == "" {
		return nil, badQuery("slugs", "slugs is missing")
	}
	found := map[string]*history{}
	for _, h := range c.stores[IntegrationModels].all {
		if row := h.latest(); row != nil && row.Fields["integration_id"] == o.ID && row.Fields["is_custom"] == true {
			found[row.Slug] = h
		}
	}
	slugs := strings.Split(text, ",")
	if unknown := slices.DeleteFunc(slices.Clone(slugs), func(slug string) bool { return found[slug] != nil }); len(unknown) > 0 {
		return nil, invalidModels(unknown...)
	}
	for _, slug := range slugs {
		found[slug].put(c.now(), nil)
		c.effect = true
	}
	return map[string]any{}, nil
}

// rowWrite is a write of several rows of an integration, done at once in the end.
type rowWrite struct {
	c           *call
	noun        Noun
	integration *Object
	stored      map[string]*history // by the slug of a model or a capability, or the id of a workspace
	changed     map[string]*Object
	order       []string
}

func (o *Object) rowKey() string {
	if o.Noun.isOfWorkspaces() {
		return o.WorkspaceID
	}
	return o.Slug
}

// isOfWorkspaces reports whether rows are those of workspaces.
func (n Noun) isOfWorkspaces() bool {
	return n == IntegrationWorkspaces || n == MCPIntegrationWorkspaces
}

func (c *call) beginRows(noun Noun, integration *Object) *rowWrite {
	write := &rowWrite{c: c, noun: noun, integration: integration, stored: map[string]*history{}, changed: map[string]*Object{}}
	for _, h := range c.stores[noun].all {
		if row := h.latest(); row != nil && row.Fields["integration_id"] == integration.ID {
			write.stored[row.rowKey()] = h
		}
	}
	return write
}

// row is a row to be changed: one that is stored, or another one.
func (w *rowWrite) row(key string) *Object {
	if row := w.changed[key]; row != nil {
		return row
	}
	var row Object
	if h := w.stored[key]; h != nil {
		row = *h.latest()
		row.Fields = clone(row.Fields)
		row.LastUpdatedAt = w.c.stamp(row.LastUpdatedAt)
	} else {
		row = *w.c.newRow(w.noun, w.integration, key)
	}
	w.changed[key] = &row
	w.order = append(w.order, key)
	return &row
}

// newRow is a row that is not stored yet.
func (s *Server) newRow(noun Noun, integration *Object, key string) *Object {
	row := s.draft(s.tables[noun], integration.OrganisationID, nil, "")
	row.Fields["integration_id"], row.Slug = integration.ID, key
	if noun.isOfWorkspaces() {
		row.Slug, row.WorkspaceID = "", key
	}
	return row
}

func (w *rowWrite) commit() {
	for _, key := range w.order {
		if h := w.stored[key]; h != nil {
			h.put(w.c.now(), w.changed[key])
		} else {
			w.c.insert(w.c.tables[w.noun], w.changed[key], w.c.now())
		}
		w.c.effect = true
	}
}

// rowOf is the row of an integration in a workspace, nil where there is none.
func (s *Server) rowOf(noun Noun, integrationID any, workspaceID string) *Object {
	for _, h := range s.stores[noun].byWorkspace[workspaceID] {
		if row := h.latest(); row != nil && row.Fields["integration_id"] == integrationID {
			return row
		}
	}
	return nil
}
