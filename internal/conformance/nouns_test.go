package conformance

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/portkey-community/terraform-provider-portkey/internal/acctest"
	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
)

// What every resource promises is tested here over all of them; what one of them
// promises beyond that is tested in its own package. A noun that is added to the
// provider is added to nouns.

// noun is what the tests over every resource have to know of one.
type noun struct {
	// config is a configuration of it.
	config config
	// path is where its objects are created; each is at an id below it.
	path string
	// scopes is how the scopes of its verbs begin.
	scopes string
	// live are the ids of those that there are, beside those of an API just started.
	live func(*emulator.Server) []string
	// remove deletes one as a person in the UI would.
	remove func(api *emulator.Server, id string)
	// archives tells that what was deleted is still listed, as archived. Where it is
	// not, only absence from a list proves it gone: of what is no longer young, and to
	// another process than the one that wrote it.
	archives bool

	// full sets every attribute that means something to the API, edited others of them.
	full, edited config
	// changes are from one configuration to another, in every way in which an
	// update is written.
	changes map[string][2]config
	// looks is how many lists a look for the name of full takes: one for each form of
	// the name that is asked for.
	looks int
	// duplicate allows a second one of the same name.
	duplicate config
	// add makes one as a person would, of a name of its own.
	add func(api *emulator.Server) (id string)
	// hide removes one so that at most a list of everything shows it.
	hide func(api *emulator.Server, id string)
	// fill puts something into one, so that it can't be deleted, and held says what
	// is in it; cascade are the requests that then delete it all the same, with
	// forced set. All of them are nil for what holds nothing.
	fill    func(api *emulator.Server, id string)
	held    func(api *emulator.Server, id string) int
	forced  config
	cascade map[string]target
	// data are the ways in which data sources read it; listed tells that there is a
	// list resource of it.
	data   map[string]reading
	listed bool

	// apart is the query of a read that tells each field apart from the others.
	apart string
	// edit changes one as a person would, by the fields of a PUT, where nil clears.
	// edits are changes of each attribute, by its path, hidden those that no attribute
	// shows, and untold those that answers of the documentation's shape leave open.
	edit   func(api *emulator.Server, id string, fields config)
	edits  map[string]conflict
	hidden map[string]hidden
	untold []string
}

// reading is a way to read an object through a data source.
type reading struct {
	typeName string
	config   func(id string) config
	target   target
}

// count is how many there are.
func (n noun) count(api *emulator.Server) int { return len(n.live(api)) }

// nouns has every resource of the provider; a test holds that.
var nouns = map[string]noun{
	"portkey_workspace": {
		config: config{"name": "Production", "description": "Customer traffic"},
		path:   "/admin/workspaces",
		scopes: "workspaces",
		live: func(api *emulator.Server) []string {
			var ids []string
			for _, one := range api.Workspaces() {
				if one.Status == "active" && !one.IsDefault {
					ids = append(ids, one.ID)
				}
			}
			return ids
		},
		remove:   func(api *emulator.Server, id string) { api.DeleteWorkspace(id) },
		archives: true,

		full: config{
			"name": "Production", "icon": "🚀", "description": "Customer traffic", "defaults": config{"metadata": config{"team": "payments"}},
			"usage_limits": []config{{"type": "cost", "credit_limit": 100, "alert_threshold": 80, "periodic_reset": "monthly"}},
			"rate_limits":  []config{{"type": "requests", "unit": "rpm", "value": 600}},
		},
		edited: config{
			"name": "Production", "icon": "🚀", "description": "Traffic of customers", "defaults": config{"metadata": config{"team": "billing"}},
			"usage_limits": []config{{"type": "cost", "credit_limit": 200, "alert_threshold": 80, "periodic_reset": "monthly"}},
			"rate_limits":  []config{{"type": "requests", "unit": "rpm", "value": 900}},
		},
		changes: map[string][2]config{
			"description": {{"name": "Production", "description": "Customer traffic"}, {"name": "Production"}},
			"name":        {{"name": "Production"}, {"name": "Production EU"}},
			"icon, gone":  {{"name": "Production", "icon": "🚀"}, {"name": "Production EU"}}, // two PUTs
			"metadata":    {{"name": "Production"}, {"name": "Production", "defaults": config{"metadata": config{"team": "payments"}}}},
			"limits": {
				{"name": "Production", "rate_limits": []config{{"type": "requests", "unit": "rpm", "value": 600}}},
				{"name": "Production", "usage_limits": []config{{"type": "cost", "credit_limit": 100}}},
			},
		},
		looks:     2, // for the name with the icon, and without
		duplicate: config{"allow_duplicate_name": true},
		add:       func(api *emulator.Server) string { return api.AddWorkspace(config{"name": "Staging"}).ID },
		hide: func(api *emulator.Server, id string) {
			api.EditWorkspace(id, config{"name": "Retired", "icon": nil})
			api.DeleteWorkspace(id)
		},
		listed: true,
		fill:   furnish,
		held: func(api *emulator.Server, id string) int {
			count := 0
			for _, kind := range emulator.Contents() {
				count += api.Count(kind, id)
			}
			return count
		},
		forced: config{"force_delete": true},
		cascade: map[string]target{
			"first delete":        {http.MethodDelete, "/admin/workspaces/*", 0, true},
			"list of contents":    {http.MethodGet, "/configs", 0, false},
			"read of contents":    {http.MethodGet, "/prompts/*", 1, false}, // the first is that of the partials
			"delete of contents":  {http.MethodDelete, "/configs/*", 0, false},
			"last of contents":    {http.MethodDelete, "/providers/*", 0, false},
			"clear the defaults":  {http.MethodPut, "/admin/workspaces/*", 0, false},
			"delete once emptied": {http.MethodDelete, "/admin/workspaces/*", 1, false},
		},
		data: map[string]reading{
			"one by id": {"portkey_workspace", func(id string) config { return config{"id": id} }, target{http.MethodGet, "/admin/workspaces/*", 0, false}},
			"one by name": {
				"portkey_workspace", func(string) config { return config{"name": "Production"} }, target{http.MethodGet, "/admin/workspaces", 0, false},
			},
			"many": {"portkey_workspaces", func(string) config { return nil }, target{http.MethodGet, "/admin/workspaces", 0, false}},
		},

		apart:  "?name_format=plain",
		edit:   (*emulator.Server).EditWorkspace,
		edits:  workspaceEdits(),
		hidden: workspaceHidden(),
		untold: []string{"icon removed"}, // no icon is told, and a name without one may be the plain form
	},
}

// furnish puts one of each kind into a workspace, bound to one another as far as
// they can be.
func furnish(api *emulator.Server, id string) {
	guardrail := api.Add(emulator.Guardrails, id, config{"name": "no secrets"})
	fallback := api.Add(emulator.Configs, id, config{"name": "fallback", "config": config{"input_guardrails": []string{guardrail}}})
	api.Add(emulator.APIKeys, id, config{"name": "backend", "defaults": config{"config_id": fallback}})
	api.Add(emulator.Prompts, id, config{"name": "greeting"})
	api.Add(emulator.Partials, id, config{"name": "signature"})
	api.Add(emulator.Providers, id, config{"name": "OpenAI", "slug": "openai"})
	api.EditWorkspace(id, config{"defaults": config{"input_guardrails": []string{guardrail}, "user_api_key_config": fallback}})
}

// TestNouns holds that the tests below leave no resource out.
func TestNouns(t *testing.T) {
	t.Parallel()
	_, schemas := served(t)
	for name := range schemas.ResourceSchemas {
		noun, ok := nouns[name]
		if !ok {
			t.Errorf("%s is not among the nouns that the conformance tests know", name)
		} else if noun.looks < 1 { // a fault would meet the look before the create in place of the one after it
			t.Errorf("%s: how many lists a look for its name takes is not said", name)
		}
	}
}

// stage is one object that was applied, with the clock moved on so far that it
// is no longer young.
type stage struct {
	noun
	*testing.T
	env     *acctest.Env
	driver  *acctest.Driver
	address string
	id      string
}

// eachNoun runs a test over every resource.
func eachNoun(t *testing.T, test func(s stage)) {
	t.Helper()
	t.Parallel()
	for name, noun := range nouns {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			env := acctest.Start(t)
			s := stage{noun: noun, T: t, env: env, driver: env.Driver(t), address: name + ".test"}
			if _, diags := s.driver.Converge(s.address, s.config); diags.Err() != nil {
				t.Fatal(diags.Err())
			}
			s.id = str(s.driver.State(s.address)["id"])
			env.API.Advance(2 * time.Hour)
			env.API.ResetRequests()
			test(s)
		})
	}
}

// restart goes on in another process, with another key.
func (s *stage) restart(key string) {
	s.Helper()
	s.env.Key = key
	s.driver = s.env.Restart(s, s.driver)
}

// stops wants a plan, an apply of a change and a destroy to fail with an error
// that says what to do, and the state to keep everything.
func (s *stage) stops(words ...string) {
	s.Helper()
	_, planned := s.driver.Plan(s.address, s.config)
	for verb, diags := range map[string]acctest.Diagnostics{
		"plan":    planned,
		"destroy": s.driver.Destroy(s.address),
	} {
		err := diags.Err()
		if err == nil {
			s.Errorf("%s: no error", verb)
			continue
		}
		for _, word := range append(words, "/guides/troubleshooting#") {
			if !strings.Contains(err.Error(), word) {
				s.Errorf("%s: the error does not say %q:\n%s", verb, word, err)
			}
		}
	}
	if got := str(s.driver.State(s.address)["id"]); got != s.id {
		s.Errorf("the state has %q, want %q", got, s.id)
	}
	if got := s.count(s.env.API); got != 1 {
		s.Errorf("there are %d objects, want 1", got)
	}
}

func TestNoun_deletedOutsideIsPlannedAgain(t *testing.T) {
	eachNoun(t, func(s stage) {
		if !s.archives {
			s.restart(s.env.Key)
		}
		s.remove(s.env.API, s.id)
		plan, diags := s.driver.Plan(s.address, s.config)
		if diags.Err() != nil || plan.Action != acctest.Create {
			s.Errorf("the plan is %q, want %q: %v", plan.Action, acctest.Create, diags.Err())
		}
		if err := s.driver.Destroy(s.address).Err(); err != nil {
			s.Errorf("the destroy of what is gone: %s", err)
		}
	})
}

func TestNoun_lostRightsKeepTheState(t *testing.T) {
	eachNoun(t, func(s stage) {
		s.env.API.SetScopes(s.env.Key, s.scopes+".list")
		s.stops("403", "AB03", s.scopes+".read")
		s.env.API.SetScopes(s.env.Key)
		s.stops("403", "AB03", s.scopes+".list")
	})
}

func TestNoun_unknownKeyKeepsTheState(t *testing.T) {
	eachNoun(t, func(s stage) {
		s.env.API.RemoveKey(s.env.Key)
		s.stops("401", "PORTKEY_API_KEY")
	})
}

func TestNoun_keyOfAnotherOrganisationKeepsTheState(t *testing.T) {
	eachNoun(t, func(s stage) {
		_, key := s.env.API.AddOrganisation("other")
		s.restart(key)
		s.stops("403", "organisation")
	})
}

func TestNoun_pagesOfAProxyKeepTheState(t *testing.T) {
	eachNoun(t, func(s stage) {
		s.env.API.Fail(emulator.Fault{Status: http.StatusNotFound, HTML: true})
		s.stops("404", "HTML page")
	})
}

func TestNoun_refusedDeleteKeepsTheState(t *testing.T) {
	eachNoun(t, func(s stage) {
		s.env.API.Fail(emulator.Fault{Method: http.MethodDelete, Path: s.path + "/*", Status: http.StatusForbidden})
		if err := s.driver.Destroy(s.address).Err(); err == nil || !strings.Contains(err.Error(), s.scopes+".delete") {
			s.Errorf("the error does not name the scope: %v", err)
		}
		if s.driver.State(s.address) == nil {
			s.Error("the state has lost it")
		}
	})
}

// The answer is lost: what was made is found and kept, and not made again.
func TestNoun_lostAnswerOfACreate(t *testing.T) {
	for name, fault := range map[string]emulator.Fault{
		"connection reset":  {Reset: true},
		"gateway page":      {HTML: true},
		"half an answer":    {Truncate: true},
		"answer without id": {Status: http.StatusOK, Body: "{}"},
	} {
		t.Run(name, func(t *testing.T) {
			eachNoun(t, func(s stage) {
				if err := s.driver.Destroy(s.address).Err(); err != nil {
					s.Fatal(err)
				}
				s.env.API.ResetRequests()
				lost := fault
				lost.Method, lost.Path, lost.When = http.MethodPost, s.path, emulator.After
				s.env.API.Fail(lost)
				_, diags := s.driver.Converge(s.address, s.config)
				if diags.Err() != nil || len(diags.Warnings()) == 0 {
					s.Errorf("want a warning, have: %s", diags)
				}
				if s.driver.State(s.address)["id"] == nil || s.driver.Tainted(s.address) {
					s.Errorf("the state has %v, tainted %t", s.driver.State(s.address), s.driver.Tainted(s.address))
				}
				s.madeOne()
			})
		})
	}
}

// The request is lost: nothing was made, which can't be known. It is not sent
// again, and the next apply makes it.
func TestNoun_lostRequestOfACreate(t *testing.T) {
	eachNoun(t, func(s stage) {
		if err := s.driver.Destroy(s.address).Err(); err != nil {
			s.Fatal(err)
		}
		s.env.API.ResetRequests()
		remove := s.env.API.Fail(emulator.Fault{Method: http.MethodPost, Path: s.path, Reset: true})
		_, diags := s.driver.Converge(s.address, s.config)
		if diags.Err() == nil || s.driver.State(s.address) != nil {
			s.Errorf("want an error and no state, have: %s, %v", diags, s.driver.State(s.address))
		}
		if sent := s.env.API.Bodies(http.MethodPost, s.path); len(sent) != 1 {
			s.Errorf("%d requests were sent, want 1", len(sent))
		}
		remove()
		if _, diags := s.driver.Converge(s.address, s.config); diags.Err() != nil {
			s.Errorf("the next apply: %s", diags)
		}
		if got := s.count(s.env.API); got != 1 {
			s.Errorf("there are %d, want 1", got)
		}
	})
}

func (s *stage) madeOne() {
	s.Helper()
	if sent := s.env.API.Bodies(http.MethodPost, s.path); len(sent) != 1 {
		s.Errorf("%d requests were sent, want 1", len(sent))
	}
	if got := s.count(s.env.API); got != 1 {
		s.Errorf("there are %d, want 1", got)
	}
}
