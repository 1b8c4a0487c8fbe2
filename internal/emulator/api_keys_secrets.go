package emulator

import (
	"slices"
	"strings"
)

// secret is that of a key: what is recorded of one is that it has letters of both cases
// and digits.
func (s *Server) secret() string {
	const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
	out := make([]byte, 28)
	for i := range out {
		out[i] = letters[s.ids.IntN(len(letters))]
	}
	return string(out)
}

// masked is how answers show a secret (recorded).
func masked(secret string) string { return secret[:2] + "*****" + secret[len(secret)-3:] }

// live are the secrets with which a key can be used, newest first.
func (s *Server) live(o *Object) []string {
	if o == nil || s.expired(o) || s.orphaned(o) {
		return nil
	}
	secrets := []string{o.text("secret")}
	if s.inTransition(o, s.now()) {
		secrets = append(secrets, o.text("previous_secret"))
	}
	return secrets
}

// LiveSecrets are the secrets with which an API key can be used, newest first: two while
// a rotation is not over, none where it is deleted or has expired.
func (s *Server) LiveSecrets(id string) []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.rotateDue()
	_, o := s.stores[APIKeys].find(id)
	return s.live(o)
}

// keyWith is the key of a secret that the API or a person created.
func (s *Server) keyWith(secret string) (Key, bool) {
	for _, h := range s.stores[APIKeys].all {
		o := h.latest()
		if !slices.Contains(s.live(o), secret) {
			continue
		}
		k := Key{Secret: secret, OrganisationID: o.OrganisationID, WorkspaceID: o.WorkspaceID, Scopes: o.scopes()}
		if o.text("type") == workspaceUser {
			k.User, k.Role = true, s.roleIn(o.WorkspaceID, o.text("user_id"))
		}
		return k, true
	}
	return Key{}, false
}

// roleIn is the role of a user in a workspace, the least for one who is not in it any more.
func (s *Server) roleIn(workspaceID, userID string) string {
	if user, _ := s.user(userID); user != nil && leads(user) {
		return "admin"
	}
	if _, member := s.nested(Members, workspaceID, userID); member != nil {
		return s.roleOf(member)
	}
	return "member"
}

// secretAnswer is the answer to a create or a rotation; see Answers.WithoutKey and
// Answers.WithoutID.
func (s *Server) secretAnswer(answer map[string]any) map[string]any {
	if s.answers.WithoutKey {
		delete(answer, "key")
	}
	if s.answers.WithoutID {
		delete(answer, "id")
	}
	return answer
}

// knownScopes are the scopes that a key may have: those of the documented list and of
// later release notes, and those that the emulated endpoints ask for.
func knownScopes() []string {
	scopes := append(Scopes(), strings.Fields(`
		organisations.read organisation_settings.read organisation_settings.update organisation_exclusions.update
		organisation_exclusions.list audit_logs.list plugins.create plugins.update plugins.list prompts.publish
		virtual_keys.duplicate virtual_keys.copy analytics.view logs.export logs.list logs.view logs.write
		completions.write prompts.render guardrails.invoke mcp.invoke agents.invoke`)...)
	for _, noun := range strings.Fields(`
		organisation_guardrails deployments organisation_mcp_integrations
		organisation_agent_integrations virtual_keys policies workspace_mcp_integrations
		workspace_agent_integrations agent_servers mcp_servers agent_server_skills agent_integration_skills
		agent_server_user_access`) {
		for _, verb := range verbs() {
			scopes = append(scopes, noun+"."+verb)
		}
	}
	return scopes
}
