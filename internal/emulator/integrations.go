package emulator

import (
	"crypto/sha256"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"
)

// integrations: documented; what is seen on newer back ends alone is said where it is.
// Those of the organisation and those of a workspace have scopes of their own
// (documented). The key of a workspace sees the former in lists only.
func integrations() *table {
	t := &table{
		noun: Integrations, path: "integrations", scopes: []string{"organisation_integrations", "workspace_integrations"}, lacks: []string{"create"},
		scope:  func(o *Object) string { return o.text("type") + "_integrations" },
		length: 20, byID: true, bySlug: true, anywhere: true, listedBelow: true, page: 100, most: 100, absent: notFound,
		filters: map[string]func(*Server, *Object, string) bool{
			"type": isOfType, "workspace_id": isOfWorkspace,
		},
		fields: map[string]field{
			"name": {check: textUpTo(255), required: true}, "slug": {fixed: true}, "ai_provider_id": {check: isText, required: true, fixed: true},
			"workspace_id": {check: isText, fixed: true}, "description": {}, "key": {check: isText}, "configurations": {}, "secret_mappings": {},
			"pricing_adjustments": {check: orNull(isAdjustment)}, "tags": {check: orNull(isTexts)},
			"allow_all_models": {check: isBool}, "create_default_provider": {fixed: true}, "default_provider_slug": {fixed: true},
		},
		fresh: map[string]any{
			"ai_provider_id": "openai", "description": nil, "configurations": map[string]any{}, "secret_mappings": nil,
			"pricing_adjustments": nil, "tags": nil, "owner_id": administrator, "global_access": nil, "last_reset_at": nil,
		},
		shown: []string{
			"object", "id", "slug", "name", "status", "type", "ai_provider_id", "description", "configurations", "secret_mappings",
			"pricing_adjustments", "tags", "allow_all_models", "owner_id", "created_at", "last_updated_at", "last_reset_at",
		},
		detail: []string{
			"configurations", "masked_key", "secret_mappings", "pricing_adjustments", "allow_all_models", "last_reset_at",
			globalAccess, newerGlobalAccess,
		},
		created: []string{"id", "slug", "object"},
		draft:   draftIntegration, write: writeIntegration, complete: completeIntegration, item: integrationItem,
		permit: permitIntegration, added: addFirstAccess, refuse: refuseUsedIntegration, removed: removeFromIntegration,
	}
	t.routes = slices.Concat([]route{{http.MethodPost, t.path, t.createIntegration}}, modelRoutes(t), accessRoutes(t))
	return t
}

// isOfType and isOfWorkspace are filters of lists of integrations.
func isOfType(_ *Server, o *Object, text string) bool {
	return text == "all" || o.text("type") == text
}

func isOfWorkspace(s *Server, o *Object, text string) bool {
	_, w := s.stores[Workspaces].find(text)
	return w != nil && o.WorkspaceID == w.ID
}

// createIntegration is a create whose answer has the provider that it brought (seen on
// newer back ends).
func (t *table) createIntegration(c *call) (any, error) {
	made, err := t.create(c)
	if answer, ok := made.(map[string]any); ok && !c.answers.ThinCreate {
		answer["provider_id"] = c.integration(c.key.OrganisationID, answer["id"]).Fields["provider_id"]
	}
	return made, err
}

// The names of the access of all workspaces: documented, and seen on newer back ends.
const globalAccess, newerGlobalAccess = "global_workspace_access_settings", "global_workspace_access"

func draftIntegration(s *Server, o *Object) {
	o.Fields["type"] = "organisation"
	if o.WorkspaceID != "" {
		o.Fields["type"] = "workspace"
	}
	o.Fields["allow_all_models"] = s.answers.AllowAllModels
}

// integration is the one of an organisation that a reference means, nil where there is
// none.
func (s *Server) integration(organisation string, reference any) *Object {
	return s.integrationOf(Integrations, organisation, reference)
}

// integrationOf is integration for one of the nouns that are integrations.
func (s *Server) integrationOf(noun Noun, organisation string, reference any) *Object {
	text, _ := reference.(string)
	for _, h := range s.stores[noun].byID[text] {
		if o := h.latest(); o != nil && o.OrganisationID == organisation {
			return o
		}
	}
	return nil
}

// writeIntegration writes the fields of a body.
func writeIntegration(s *Server, o *Object, body map[string]any, who by) error {
	if _, sent := body["allow_all_models"]; sent && who == updating {
		return badField("allow_all_models", "allow_all_models is changed with the models")
	}
	if who == creating {
		if err := chooseSlug(o, body); err != nil {
			return err
		}
		if err := checkDefaultProvider(body); err != nil {
			return err
		}
		o.Fields["default_provider"] = body["create_default_provider"] != false
		o.Fields["default_provider_slug"] = body["default_provider_slug"]
	}
	if sent, is := body["description"]; is {
		if err := s.describe(o, sent, who); err != nil {
			return err
		}
	}
	if sent, is := body["secret_mappings"]; is {
		if err := s.writeMappings(o, sent, who); err != nil {
			return err
		}
	}
	sent, is := body["configurations"]
	if is || who == creating {
		return s.writeConfigurations(o, sent, is, who)
	}
	return nil
}

// checkDefaultProvider checks the two fields about the provider that a grant creates.
func checkDefaultProvider(body map[string]any) error {
	if value, sent := body["create_default_provider"]; sent && !isBool(value) {
		return badField("create_default_provider", "create_default_provider is not a boolean")
	}
	if value, sent := body["default_provider_slug"]; sent && !isSlug(value) {
		return badField("default_provider_slug", fmt.Sprintf("default_provider_slug can't be %v", value))
	}
	return nil
}

// isAdjustment takes the factors of prices (documented).
func isAdjustment(value any) bool {
	object, ok := value.(map[string]any)
	factors, _ := object["multiplier"].(map[string]any)
	if !ok || len(object) != 1 || factors == nil {
		return false
	}
	return areFactors(factors, strings.Fields(`
		default request_token response_token cache_read_input_token cache_write_input_token cache_read_audio_input_token
		request_audio_token response_audio_token reasoning_token prediction_accepted_token prediction_rejected_token
		request_image_token response_image_token request_text_token response_text_token cache_read_image_input_token
		cache_read_text_input_token cache_write_text_input_token cache_write_image_input_token image additional_units`))
}

func areFactors(factors map[string]any, known []string) bool {
	for key, one := range factors {
		below, nested := one.(map[string]any)
		amount, isNumber := one.(float64)
		switch {
		case known != nil && !slices.Contains(known, key):
			return false
		case nested && key == "image" && areFactors(below, []string{"default"}), nested && key == "additional_units" && areFactors(below, nil):
		case one == nil, isNumber && amount >= 0 && key != "image" && key != "additional_units":
		default:
			return false
		}
	}
	return true
}

// completeIntegration adds what is not answered as it is stored. The time of an update
// is null until there is one (seen on newer back ends).
func completeIntegration(s *Server, o *Object, answer map[string]any) {
	answer["ai_provider_id"] = s.aiProvider(o)
	answer["workspace_id"] = s.workspaceSpelling(o.WorkspaceID)
	answer["configurations"] = maskedFields(o.object("configurations"), s.configurationSecrets())
	answer["masked_key"] = nil
	if key := o.text("key"); key != "" {
		answer["masked_key"] = mask(key)
	}
	if !o.LastUpdatedAt.After(o.CreatedAt) {
		answer["last_updated_at"] = nil
	}
	name := globalAccess
	if s.answers.NewerIntegrations {
		name = newerGlobalAccess
	}
	answer[name] = s.globalAnswer(o)
	s.showUnset(answer, map[string]any{
		"description": "", "tags": map[string]any{}, "secret_mappings": []any{}, "pricing_adjustments": map[string]any{}, "masked_key": "",
	})
}

// integrationItem adds what list items alone have.
func integrationItem(s *Server, o *Object, answer map[string]any) {
	answer["organisation_id"] = o.OrganisationID
	answer["workspaces_count"] = float64(s.grantedCount(IntegrationWorkspaces, o))
	if s.answers.Sparse {
		for _, name := range []string{"owner_id", "tags", "type", "workspace_id", "workspaces_count"} {
			delete(answer, name)
		}
	}
}

// grantedCount is how many workspaces may use an integration.
func (s *Server) grantedCount(rows Noun, o *Object) int {
	granted := 0
	for _, row := range s.rows(rows, o, time.Time{}) {
		if s.enabled(row) {
			granted++
		}
	}
	return granted
}

// aiProvider is the provider of models as answers have it: on newer back ends the id that
// it has in the catalogue.
func (s *Server) aiProvider(o *Object) string {
	name := o.text("ai_provider_id")
	if !s.answers.NewerIntegrations {
		return name
	}
	return hashedID(name)
}

// hashedID is an id that is made of a text, and takes none of the sequence.
func hashedID(text string) string {
	digits := fmt.Sprintf("%x", sha256.Sum256([]byte(text)))
	return fmt.Sprintf("%s-%s-4%s-8%s-%s", digits[:8], digits[8:12], digits[12:15], digits[15:18], digits[18:30])
}

// workspaceSpelling is how integrations name a workspace: by the slug, and by the id on
// newer back ends.
func (s *Server) workspaceSpelling(id string) any {
	_, w := s.stores[Workspaces].find(id)
	switch {
	case w == nil:
		return nil
	case s.answers.NewerIntegrations:
		return w.ID
	default:
		return w.Slug
	}
}

// permitIntegration refuses a type that the key has no right to create, no credential at
// all (seen on newer back ends) and a slug that is taken.
func permitIntegration(c *call, before, o *Object) error {
	if before != nil {
		return nil
	}
	if !c.mayOn(c.tables[Integrations], o, "create") {
		return noRights()
	}
	if !o.hasCredential() {
		return badRequest()
	}
	if c.taken(o) {
		return c.takenSlug(o.Slug)
	}
	if o.WorkspaceID != "" && o.Fields["default_provider"] == true {
		return c.permitDefaultProvider(o, o.WorkspaceID, o.Fields["default_provider_slug"])
	}
	return nil
}

// takenSlug is the answer to the create of what has the slug of another; which of the two
// it is, is assumed (Answers.TakenIsInvalid).
func (s *Server) takenSlug(slug string) *problem {
	if s.answers.TakenIsInvalid {
		return badField("slug", "the slug "+slug+" is taken")
	}
	return conflict("The slug " + slug + " is taken")
}

// hasCredential reports whether there is a key or a mapping of one, or a way to log in
// without.
func (o *Object) hasCredential() bool {
	for name := range o.object("configurations") {
		if strings.HasSuffix(name, "_auth_mode") || strings.HasSuffix(name, "_auth_type") {
			return true
		}
	}
	return o.text("key") != "" || slices.Contains(o.mapped(), "key")
}

// refuseUsedIntegration refuses the deletion under providers (assumed; see
// Answers.CascadingIntegrations).
func refuseUsedIntegration(c *call, o *Object) error {
	if len(c.providersOf(o)) > 0 && !c.answers.CascadingIntegrations {
		return conflict("Unable to delete. Please ensure that all providers of the integration are deleted")
	}
	return nil
}

// removeFromIntegration deletes the rows of a deleted integration, and its providers.
func removeFromIntegration(s *Server, o *Object) {
	s.removeRows(IntegrationModels, o)
	s.removeRows(IntegrationWorkspaces, o)
	for _, h := range s.providersOf(o) {
		s.remove(s.tables[Providers], h, h.latest())
	}
}

func (s *Server) removeRows(noun Noun, integration *Object) {
	for _, h := range s.stores[noun].all {
		if row := h.latest(); row != nil && row.Fields["integration_id"] == integration.ID {
			s.remove(s.tables[noun], h, row)
		}
	}
}

// providersOf are the providers of an integration.
func (s *Server) providersOf(integration *Object) []*history {
	var all []*history
	for _, h := range s.stores[Providers].all {
		if o := h.latest(); o != nil && o.Fields["integration_id"] == integration.ID {
			all = append(all, h)
		}
	}
	return all
}

// rows are the rows of an integration in a list of its own, as they were at a moment.
func (s *Server) rows(noun Noun, integration *Object, moment time.Time) []*Object {
	var all []*Object
	for _, h := range s.stores[noun].all {
		if row := h.at(moment); row != nil && row.Fields["integration_id"] == integration.ID {
			all = append(all, row)
		}
	}
	return all
}

// rowTable is that of such a list, which has neither routes nor scopes of its own. Tests
// add a row with the integration_id of an integration; without one, there is one created.
func rowTable(noun, parent Noun, write func(*Server, *Object, map[string]any, by) error) *table {
	return &table{
		noun: noun, path: string(parent) + "s/*/rows", lacks: []string{"list", "read", "delete"}, byID: true, absent: notFound,
		write: func(s *Server, o *Object, body map[string]any, who by) error {
			if o.Fields["integration_id"] == nil {
				o.Fields["integration_id"] = s.mustAddTo(o.OrganisationID, s.tables[parent], nil, map[string]any{"name": "OpenAI"}, o.CreatedAt).ID
			}
			integration := s.integrationOf(parent, o.OrganisationID, o.Fields["integration_id"])
			if integration == nil {
				return badField("integration_id", "no such integration")
			}
			o.Fields["integration_id"] = integration.ID
			return write(s, o, body, who)
		},
	}
}

// onIntegration is a call about a list of the integration in its path.
func onIntegration(t *table, verb string, parameters []string, handle func(*call, *history, *Object) (any, error)) func(*call) (any, error) {
	return func(c *call) (any, error) {
		query := c.query
		c.query = nil
		err := c.admit(t, verb)
		c.query = query
		if err == nil {
			err = c.onlyQuery(parameters...)
		}
		if err != nil {
			return nil, err
		}
		h, o, err := c.find(t, verb)
		if err != nil {
			return nil, err
		}
		return handle(c, h, o)
	}
}

func modelRoutes(t *table) []route {
	const path = "integrations/*/models"
	return []route{
		{http.MethodGet, path, onIntegration(t, "read", nil, readModels)},
		{http.MethodPut, path, onIntegration(t, "update", nil, writeModels)},
		{http.MethodDelete, path, onIntegration(t, "update", []string{"slugs"}, deleteModels)},
	}
}

func accessRoutes(t *table) []route {
	const path = "integrations/*/workspaces"
	return []route{
		{http.MethodGet, path, onIntegration(t, "read", nil, readAccess)},
		{http.MethodPut, path, onIntegration(t, "update", nil, writeAccess)},
	}
}
