package emulator

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// secretReferences: documented. The life cycle is seen on newer back ends, and so are
// dates of another form (Answers.SQLDates). allowed_workspaces is never answered.
func secretReferences() *table {
	return &table{
		noun: SecretReferences, path: "secret-references", scopes: []string{"secret_references"}, organisation: true,
		length: 20, byID: true, bySlug: true, page: 20, most: 100, bounded: true, nonempty: true, absent: notFound,
		filters: map[string]func(*Server, *Object, string) bool{
			"manager_type": func(_ *Server, o *Object, text string) bool { return o.text("manager_type") == text },
			"search": func(_ *Server, o *Object, text string) bool {
				return strings.Contains(strings.ToLower(o.Name+" "+o.Slug), strings.ToLower(text))
			},
			"tags": hasTags,
		},
		fields: map[string]field{
			"name": {check: textUpTo(255), required: true}, "slug": {fixed: true}, "description": {}, "organisation_id": {ignored: true},
			"manager_type": {required: true}, "auth_config": {required: true},
			"secret_path": {check: textUpTo(1024), required: true}, "secret_key": {check: orNull(textUpTo(255))},
			"allow_all_workspaces": {}, "allowed_workspaces": {}, "tags": {check: orNull(isTexts)},
		},
		fresh: map[string]any{
			"description": nil, "secret_key": nil, "tags": nil, "allow_all_workspaces": true, "status": "ACTIVE", "created_by": administrator,
			"manager_type": "hashicorp_vault", "secret_path": "secret/data/portkey",
			"auth_config": map[string]any{"vault_auth_type": "kubernetes", "vault_addr": "https://vault.example.com", "vault_role": "portkey"},
		},
		shown: []string{
			"object", "id", "slug", "name", "status", "description", "manager_type", "secret_path", "secret_key", "allow_all_workspaces",
			"tags", "created_by", "created_at", "last_updated_at",
		},
		detail:  []string{"description", "auth_config", "secret_path", "secret_key", "allow_all_workspaces", "tags", "created_by", "organisation_id"},
		created: []string{"id", "slug", "object"},
		complete: func(s *Server, o *Object, answer map[string]any) {
			answer["organisation_id"] = o.OrganisationID
			answer["auth_config"] = maskedFields(o.object("auth_config"), s.vaultSecrets())
			s.showUnset(answer, map[string]any{"description": "", "secret_key": "", "tags": map[string]any{}})
			if s.answers.SQLDates {
				const form = "2006-01-02 15:04:05"
				answer["created_at"], answer["last_updated_at"] = o.CreatedAt.Format(form), o.LastUpdatedAt.Format(form)
			}
		},
		write: writeSecretReference, permit: permitSecretReference, refuse: refuseMappedSecret,
	}
}

// variant is one way to log in to a vault.
type variant struct{ required, optional []string }

// vault is a kind of vault: the field that says which of its variants it is, and these.
type vault struct {
	mode     string
	variants map[string]variant
}

// vaultOf is the vault of a manager_type (documented).
func vaultOf(manager string) (v vault, known bool) {
	v, known = map[string]vault{
		"aws_sm": {"aws_auth_type", map[string]variant{
			"accessKey":   {required: []string{"aws_access_key_id", "aws_secret_access_key", "aws_region"}},
			"assumedRole": {required: []string{"aws_role_arn", "aws_region"}, optional: []string{"aws_external_id"}},
			"serviceRole": {optional: []string{"aws_region"}},
		}},
		"azure_kv": {"azure_auth_mode", map[string]variant{
			"entra":   {required: []string{"azure_entra_tenant_id", "azure_entra_client_id", "azure_entra_client_secret", "azure_vault_url"}},
			"managed": {required: []string{"azure_vault_url"}, optional: []string{"azure_managed_client_id"}},
			"default": {required: []string{"azure_vault_url"}},
		}},
		"hashicorp_vault": {"vault_auth_type", map[string]variant{
			"token":      {required: []string{"vault_addr", "vault_token"}, optional: []string{"vault_namespace"}},
			"approle":    {required: []string{"vault_addr", "vault_role_id", "vault_secret_id"}, optional: []string{"vault_namespace"}},
			"kubernetes": {required: []string{"vault_addr", "vault_role"}, optional: []string{"vault_namespace"}},
		}},
	}[manager]
	return v, known
}

// fields are those of the variants.
func (v vault) fields(variants ...variant) []string {
	fields := []string{v.mode}
	for _, one := range variants {
		fields = append(append(fields, one.required...), one.optional...)
	}
	return fields
}

// vaultSecrets are the masked fields of an auth_config (documented; see Answers.PlainARNs).
func (s *Server) vaultSecrets() []string {
	secrets := strings.Fields("aws_secret_access_key aws_access_key_id aws_external_id azure_entra_client_secret vault_token vault_secret_id")
	if !s.answers.PlainARNs {
		secrets = append(secrets, "aws_role_arn")
	}
	return secrets
}

// hasTags filters by a JSON object: all of it are tags.
func hasTags(_ *Server, o *Object, text string) bool {
	var wanted map[string]string
	if json.Unmarshal([]byte(text), &wanted) != nil {
		return false
	}
	tags := o.object("tags")
	for key, value := range wanted {
		if tags[key] != value {
			return false
		}
	}
	return true
}

// writeSecretReference writes the fields of a body. A PUT ignores manager_type silently
// (documented).
func writeSecretReference(s *Server, o *Object, body map[string]any, who by) error {
	if who == creating {
		if err := chooseSlug(o, body); err != nil {
			return err
		}
	}
	if sent, is := body["manager_type"]; is && who != updating {
		manager, _ := sent.(string)
		if _, known := vaultOf(manager); !known {
			return badField("manager_type", fmt.Sprintf("no manager_type %v", sent))
		}
		o.Fields["manager_type"] = manager
	}
	if sent, is := body["description"]; is && (sent != nil || who != creating) {
		if !orNull(textUpTo(1024))(sent) && sent != "" {
			return badField("description", "description is not a text of up to 1024 characters")
		}
		if err := s.describe(o, sent, who); err != nil {
			return err
		}
	}
	if sent, is := body["auth_config"]; is {
		if err := s.writeAuthConfig(o, sent, who); err != nil {
			return err
		}
	}
	return s.writeVisibility(o, body)
}

// writeAuthConfig merges the fields of a variant, which leaves those of another one
// behind (documented), and checks the whole. null removes a field (assumed; see
// Answers.RigidAuthConfig). The vault itself is never asked (documented).
func (s *Server) writeAuthConfig(o *Object, value any, who by) error {
	const field = "auth_config"
	sent, ok := value.(map[string]any)
	if !ok || len(sent) == 0 {
		return badField(field, "auth_config is not an object with at least one key")
	}
	v, _ := vaultOf(o.text("manager_type"))
	whole := clone(o.object(field))
	if who == creating || who == person && sent[v.mode] != nil {
		whole = map[string]any{}
	}
	for _, key := range slices.Sorted(maps.Keys(sent)) {
		switch one := sent[key]; {
		case one == nil && who == updating && s.answers.RigidAuthConfig, one != nil && !isText(one):
			return badField(field, fmt.Sprintf("auth_config.%s can't be %v", key, one))
		case one == nil:
			delete(whole, key)
		default:
			whole[key] = one
		}
	}
	mode, _ := whole[v.mode].(string)
	chosen, known := v.variants[mode]
	if !known {
		return badField(field, "auth_config."+v.mode)
	}
	fields := v.fields(chosen)
	if who != creating {
		fields = v.fields(slices.Collect(maps.Values(v.variants))...)
	}
	for _, key := range slices.Sorted(maps.Keys(sent)) {
		if !slices.Contains(fields, key) {
			return badField(field, "unknown field auth_config."+key)
		}
	}
	for _, key := range chosen.required {
		if whole[key] == nil {
			return badField(field, "auth_config."+key+" is missing")
		}
	}
	o.Fields[field] = whole
	return nil
}

// writeVisibility writes in which workspaces a reference can be used (documented). false
// alone leaves those that were named before, and else none (assumed).
func (s *Server) writeVisibility(o *Object, body map[string]any) error {
	const all, some = "allow_all_workspaces", "allowed_workspaces"
	everywhere, isSent := body[all]
	if isSent && !isBool(everywhere) {
		return badField(all, all+" is not a boolean")
	}
	named, isNamed := body[some]
	switch {
	case everywhere == true && isNamed:
		return badField(some, "both "+all+" and "+some)
	case isNamed:
		if !listOf(isText)(named) {
			return badField(some, some+" is not a list of at least one workspace")
		}
		ids := []any{}
		list, _ := named.([]any)
		for _, one := range list {
			reference, _ := one.(string)
			_, w := s.stores[Workspaces].find(reference)
			if w == nil || w.Archived || w.OrganisationID != o.OrganisationID {
				return badField(some, "no workspace "+reference)
			}
			if !slices.Contains(ids, any(w.ID)) {
				ids = append(ids, w.ID)
			}
		}
		o.Fields[all], o.Fields[some] = false, ids
	case isSent:
		o.Fields[all] = everywhere
		if everywhere == true {
			delete(o.Fields, some)
		}
	}
	return nil
}

// visible reports whether a reference can be used in a workspace; an empty id is the
// organisation itself, which sees all of its own (assumed).
func (o *Object) visible(workspaceID string) bool {
	allowed, _ := o.Fields["allowed_workspaces"].([]any)
	return workspaceID == "" || o.Fields["allow_all_workspaces"] == true || slices.Contains(allowed, any(workspaceID))
}

// permitSecretReference refuses a slug that is taken (documented, with this status).
func permitSecretReference(c *call, before, o *Object) error {
	if before == nil && c.taken(o) {
		return badField("slug", "the slug "+o.Slug+" is taken")
	}
	return nil
}
