package conformance

import (
	"fmt"
	"maps"
	"strings"
	"testing"
	"time"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
	"github.com/portkey-community/terraform-provider-portkey/internal/harness"
)

// organisation is one of 200 teams, each with a workspace, members, access to integrations,
// API keys, policies, a config and a guardrail.
type organisation struct {
	env *harness.Env
	d   *harness.Driver
	// addresses are of the resources that have its objects in the state, refs what each is
	// imported by.
	addresses, refs []string
}

const (
	teamsOfOrganisation        = 200
	membersOfTeam              = 5
	integrationsOfOrganisation = 5
	keysOfTeam                 = 2
)

func startOrganisation(t *testing.T) *organisation {
	t.Helper()
	o := &organisation{env: harness.Start(t)}
	o.d = o.env.Driver(t)
	api := o.env.API
	var people, integrations []string
	for i := range membersOfTeam {
		people = append(people, api.Add(emulator.Users, "", config{"email": fmt.Sprintf("person.%d@example.com", i)}))
	}
	for i := range integrationsOfOrganisation {
		slug := fmt.Sprint("integration-", i)
		api.Add(emulator.Integrations, "", config{"name": slug, "slug": slug})
		integrations = append(integrations, slug)
	}
	for i := range teamsOfOrganisation {
		home := api.AddWorkspace(config{"name": fmt.Sprint("Team ", i)}).ID
		o.holds("portkey_workspace", home)
		for _, person := range people {
			api.Add(emulator.Members, home, config{"id": person, "role": "member"})
			o.holds("portkey_workspace_member", home+"/"+person)
		}
		for _, integration := range integrations {
			api.Add(emulator.IntegrationWorkspaces, home, config{"integration_id": integration})
			o.holds("portkey_integration_workspace_access", integration+"/"+home)
		}
		for i := range keysOfTeam {
			o.holds("portkey_api_key", api.Add(emulator.APIKeys, home, config{"name": fmt.Sprint("key ", i)}))
		}
		o.holds("portkey_usage_limits_policy", api.Add(emulator.UsagePolicies, home, nil))
		o.holds("portkey_rate_limits_policy", api.Add(emulator.RatePolicies, home, nil))
		o.holds("portkey_config", api.Add(emulator.Configs, home, nil))
		o.holds("portkey_guardrail", api.Add(emulator.Guardrails, home, nil))
	}
	for i, address := range o.addresses {
		if err := o.d.Import(address, o.refs[i]).Err(); err != nil {
			t.Fatalf("%s: %v", address, err)
		}
	}
	return o
}

// holds adds a resource for an object.
func (o *organisation) holds(typeName, ref string) {
	o.addresses = append(o.addresses, fmt.Sprintf("%s.test%d", typeName, len(o.addresses)))
	o.refs = append(o.refs, ref)
}

// refresh is what a plan reads, in a process of its own. It returns the requests by the first
// elements of their paths.
func (o *organisation) refresh(t *testing.T) (requests map[string]int, total int) {
	t.Helper()
	o.d = o.env.Restart(t, o.d)
	o.env.API.ResetRequests()
	for _, address := range o.addresses {
		harness.NoErrors(t, o.d.Refresh(address))
		if o.d.State(address) == nil {
			t.Fatalf("%s is not in the state any more", address)
		}
	}
	requests = map[string]int{}
	for _, one := range o.env.API.Requests() {
		elements := strings.Split(strings.TrimPrefix(strings.TrimPrefix(one.Path, "/v1/"), "admin/"), "/")
		name := elements[0]
		if len(elements) > 2 {
			name += "/" + elements[2]
		}
		requests[name]++
		total++
	}
	return requests, total
}

// The plan of an organisation of 200 teams reads lists where the API has them, and alone
// where a list lacks what is compared. Reading each object takes more than 3,400 requests.
func TestOrganisation_requests(t *testing.T) {
	t.Parallel()
	o := startOrganisation(t)
	const least = 3400
	if len(o.addresses) < least {
		t.Fatalf("%d objects", len(o.addresses))
	}
	o.env.API.Advance(time.Hour)
	o.refresh(t)
	requests, total := o.refresh(t)
	want := map[string]int{ // of the guide to performance
		"workspaces": 6, "workspaces/users": 200, "integrations/workspaces": 5, "api-keys": 8, "policies": 400, "configs": 3, "guardrails": 200,
	}
	const most = 900
	if total > most || !maps.Equal(requests, want) {
		t.Errorf("%d requests, want %d at most: %v, want %v", total, most, requests, want)
	}
}
