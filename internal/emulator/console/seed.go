package console

import (
	"bytes"
	"fmt"
	"io"
	"maps"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
)

// Seed is what an emulator starts with: the first organisation, and others beside it.
type Seed struct {
	Organisation `yaml:",inline"`

	Organisations []Organisation `yaml:"organisations"`
}

// Organisation is one organisation of a [Seed]. The fields of its objects are those of a POST
// of the API, and id, slug, created_at and last_updated_at.
type Organisation struct {
	// Name is shown on the page, and is in the names of the keys of all but the first.
	Name             string           `yaml:"name"`
	Users            []map[string]any `yaml:"users"`
	Invites          []map[string]any `yaml:"invites"`
	SCIMGroups       []map[string]any `yaml:"scim_groups"`
	SecretReferences []map[string]any `yaml:"secret_references"`
	// Integrations of both kinds may have workspaces, a list of slugs or of rows.
	Integrations    []map[string]any `yaml:"integrations"`
	MCPIntegrations []map[string]any `yaml:"mcp_integrations"`
	Guardrails      []map[string]any `yaml:"guardrails"`
	// Workspaces may have members, and what is in them; see contents.
	Workspaces []map[string]any `yaml:"workspaces"`
	Keys       []Key            `yaml:"keys"`
}

// contents are the lists that a workspace of a seed may have, in the order in which their
// objects can be created.
func contents() []struct {
	list string
	noun emulator.Noun
} {
	return []struct {
		list string
		noun emulator.Noun
	}{
		{"collections", emulator.Collections},
		{"labels", emulator.Labels},
		{"partials", emulator.Partials},
		{"providers", emulator.Providers},
		{"guardrails", emulator.Guardrails},
		{"configs", emulator.Configs},
		{"prompts", emulator.Prompts},
		{"api_keys", emulator.APIKeys},
		{"mcp_servers", emulator.MCPServers},
		{"usage_limits_policies", emulator.UsagePolicies},
		{"rate_limits_policies", emulator.RatePolicies},
	}
}

// ParseSeed reads a seed in YAML or JSON. It returns an error for keys that it does not know.
func ParseSeed(r io.Reader) (*Seed, error) {
	text, err := io.ReadAll(r)
	if err != nil {
		return nil, err
	}
	seed := &Seed{}
	decoder := yaml.NewDecoder(bytes.NewReader(text))
	decoder.KnownFields(true)
	if err := decoder.Decode(seed); err != nil && err != io.EOF { //nolint:errorlint // the decoder returns it as it is
		return nil, fmt.Errorf("the seed is not valid: %w", err)
	}
	return seed, nil
}

// plant adds what a seed has to an emulator, and returns the keys. Nothing of the emulator is
// to be kept where it returns an error.
func (s *Seed) plant(api *emulator.Server) ([]NamedKey, error) {
	first := sower{api: api, organisation: api.OrganisationID()}
	keys := []NamedKey{{Name: "admin", Secret: emulator.AdminKey, Organisation: api.OrganisationID()}}
	if s == nil {
		return keys, nil
	}
	if s.Name != "" {
		api.NameOrganisation(first.organisation, s.Name)
	}
	if err := first.sow(s.Organisation); err != nil {
		return nil, err
	}
	keys = append(keys, first.keys...)
	for i, one := range s.Organisations {
		if one.Name == "" {
			return nil, fmt.Errorf("organisations[%d] has no name", i)
		}
		id, secret := api.AddOrganisation(one.Name)
		other := sower{api: api, organisation: id, prefix: one.Name + "-"}
		other.keys = []NamedKey{{Name: one.Name + "-admin", Secret: secret, Organisation: id}}
		if err := other.sow(one); err != nil {
			return nil, fmt.Errorf("organisations[%d]: %w", i, err)
		}
		keys = append(keys, other.keys...)
	}
	return keys, nil
}

// sower adds an organisation of a seed.
type sower struct {
	api          *emulator.Server
	organisation string
	// prefix precedes the names of its keys.
	prefix string
	keys   []NamedKey
	users  map[string]string // ids, by address
}

func (s *sower) sow(o Organisation) error {
	s.users = map[string]string{}
	if err := s.add("users", emulator.Users, o.Users); err != nil {
		return err
	}
	for _, user := range s.api.All(emulator.Users) {
		if user.OrganisationID == s.organisation {
			address, _ := user.Fields["email"].(string)
			s.users[strings.ToLower(address)] = user.ID
		}
	}
	for _, list := range []struct {
		name    string
		noun    emulator.Noun
		objects []map[string]any
	}{
		{"scim_groups", emulator.SCIMGroups, o.SCIMGroups},
		{"secret_references", emulator.SecretReferences, o.SecretReferences},
		{"integrations", emulator.Integrations, withoutWorkspaces(o.Integrations)},
		{"mcp_integrations", emulator.MCPIntegrations, withoutWorkspaces(o.MCPIntegrations)},
		{"guardrails", emulator.Guardrails, o.Guardrails},
	} {
		if err := s.add(list.name, list.noun, list.objects); err != nil {
			return err
		}
	}
	for i, one := range o.Workspaces {
		if err := s.workspace(one); err != nil {
			return fmt.Errorf("workspaces[%d]%s: %w", i, named(one), err)
		}
	}
	for _, kind := range []struct {
		name         string
		rows         emulator.Noun
		integrations []map[string]any
	}{
		{"integrations", emulator.IntegrationWorkspaces, o.Integrations},
		{"mcp_integrations", emulator.MCPIntegrationWorkspaces, o.MCPIntegrations},
	} {
		for i, one := range kind.integrations {
			if err := s.access(kind.rows, one); err != nil {
				return fmt.Errorf("%s[%d]%s: %w", kind.name, i, named(one), err)
			}
		}
	}
	if err := s.add("invites", emulator.Invites, o.Invites); err != nil {
		return err
	}
	for i, key := range o.Keys {
		key.organisation = s.organisation
		key.Name = s.prefix + key.Name
		added, err := key.add(s.api)
		if err != nil {
			return fmt.Errorf("keys[%d]: %w", i, err)
		}
		s.keys = append(s.keys, added)
	}
	return nil
}

// named is a name in brackets, for errors.
func named(object map[string]any) string {
	if name, _ := object["name"].(string); name != "" {
		return fmt.Sprintf(" (%s)", name)
	}
	return ""
}

// add adds objects of the organisation itself.
func (s *sower) add(list string, noun emulator.Noun, objects []map[string]any) error {
	for i, one := range objects {
		if err := try(func() { s.api.AddIn(s.organisation, noun, one) }); err != nil {
			return fmt.Errorf("%s[%d]%s: %w", list, i, named(one), err)
		}
	}
	return nil
}

func (s *sower) workspace(object map[string]any) error {
	fields := maps.Clone(object)
	delete(fields, "members")
	for _, c := range contents() {
		delete(fields, c.list)
	}
	var home string
	if err := try(func() { home = s.api.AddIn(s.organisation, emulator.Workspaces, fields) }); err != nil {
		return err
	}
	members, err := objects(object["members"])
	if err != nil {
		return fmt.Errorf("members: %w", err)
	}
	for i, one := range members {
		address, _ := one["email"].(string)
		id, known := s.users[strings.ToLower(address)]
		if !known {
			return fmt.Errorf("members[%d]: users has nobody with the e-mail address %q", i, address)
		}
		member := map[string]any{"id": id}
		if role, set := one["role"]; set {
			member["role"] = role
		}
		if err := try(func() { s.api.Add(emulator.Members, home, member) }); err != nil {
			return fmt.Errorf("members[%d]: %w", i, err)
		}
	}
	for _, c := range contents() {
		list, err := objects(object[c.list])
		if err != nil {
			return fmt.Errorf("%s: %w", c.list, err)
		}
		for i, one := range list {
			if err := try(func() { s.api.Add(c.noun, home, one) }); err != nil {
				return fmt.Errorf("%s[%d]%s: %w", c.list, i, named(one), err)
			}
		}
	}
	return nil
}

func withoutWorkspaces(integrations []map[string]any) []map[string]any {
	all := make([]map[string]any, len(integrations))
	for i, one := range integrations {
		all[i] = maps.Clone(one)
		delete(all[i], "workspaces")
	}
	return all
}

// access gives the workspaces of an integration access to it, by rows of a noun.
func (s *sower) access(rows emulator.Noun, integration map[string]any) error {
	id, _ := integration["slug"].(string)
	if id == "" {
		id, _ = integration["id"].(string)
	}
	workspaces, _ := integration["workspaces"].([]any)
	if len(workspaces) > 0 && id == "" {
		return fmt.Errorf("it needs a slug, so that its workspaces can refer to it")
	}
	for i, one := range workspaces {
		row, isRow := one.(map[string]any)
		if !isRow {
			row = map[string]any{"id": one}
		}
		row = maps.Clone(row)
		home, _ := row["id"].(string)
		delete(row, "id")
		row["integration_id"] = id
		if err := try(func() { s.api.Add(rows, home, row) }); err != nil {
			return fmt.Errorf("workspaces[%d]: %w", i, err)
		}
	}
	return nil
}

// objects is a list of objects, nil where there is none.
func objects(value any) ([]map[string]any, error) {
	if value == nil {
		return nil, nil
	}
	list, isList := value.([]any)
	if !isList {
		return nil, fmt.Errorf("not a list")
	}
	all := make([]map[string]any, len(list))
	for i, one := range list {
		object, is := one.(map[string]any)
		if !is {
			return nil, fmt.Errorf("[%d] is not an object", i)
		}
		all[i] = object
	}
	return all, nil
}

// try runs what panics where the emulator refuses what a person does.
func try(do func()) (err error) {
	defer func() {
		switch cause := recover().(type) {
		case nil:
		case string:
			text, ours := strings.CutPrefix(cause, "emulator: ")
			if !ours {
				panic(cause)
			}
			err = fmt.Errorf("%s", text)
		default:
			panic(cause)
		}
	}()
	do()
	return nil
}
