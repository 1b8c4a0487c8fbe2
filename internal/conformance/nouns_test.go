// Package conformance proves promises over every noun at once. Start reading at
// noun, which is what a test knows of one, and in noun_config_test.go, which is one.
// budget_test.go says how much of each noun is tested by day and at night.
//
//	TestNoun_*                what each noun does about loss and refusal
//	matrix_*, nth_test.go     every operation meets every fault, and each request fails
//	writers_*                 somebody else edits meanwhile
//	kill*, signals_*          a run is ended in the middle
//	histories_*               random lives of a workspace
//	secrets_*                 what a run leaves behind, searched for secrets
//	rate, waits, cache, memory, goroutines, query   one promise each
package conformance

import (
	"cmp"
	"net/http"
	"strings"
	"testing"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
	"github.com/portkey-community/terraform-provider-portkey/internal/harness"
)

// What every resource promises is tested here over all of them; what one of them
// promises beyond that is tested in its own package. A noun that is added to the
// provider is added to nouns.

// noun is what the tests over every resource have to know of one. What follows
// from the rest in most of them may be left out: see completed.
type noun struct {
	// tier is how much of it is tested by day.
	tier tier
	// directory is that of its package, where it does not follow from its type.
	directory string
	// config is a simple configuration of it, with a name.
	config config
	// path is where its objects are; each is at an id below it, or at what follows the last
	// slash of one. They are created there too, unless creates is another path.
	path, creates string
	// scopes is how the scopes of its verbs begin.
	scopes string
	// rights are what errors name instead of the scopes, where those are not documented.
	rights string
	// object is what the emulator calls it. What a person does to objects follows from
	// that in most nouns, given wire: the fields of a body for attributes.
	object emulator.Noun
	wire   func(attributes config) config
	// around creates what else an object needs than its workspace.
	around func(*emulator.Server)
	// live are the ids of those that there are, beside those of an API just started.
	live func(*emulator.Server) []string
	// remove deletes one as a person in the UI would.
	remove func(api *emulator.Server, id string)
	// importRef is what an import of an id or a name takes, and an error prints.
	importRef func(api *emulator.Server, idOrName string) string
	// name is the attribute that a name is written to, "name" if it is empty, and spell
	// creates a valid one of a name. They are used by called and nameOf.
	name  string
	spell func(name string) string
	// immutable tells that the API has no update: a change of what it is sent is a
	// replacement. remains tells that what a person deleted can still be read, so that
	// nothing is planned. unread tells that no path reads one.
	immutable, remains, unread bool
	// unique tells that the API itself rejects a second one of a name.
	unique bool
	// forgets tells that a destroy sends nothing: only the state forgets it.
	forgets bool
	// row tells that it is a row of the list at path, see rows, where it has another ID if
	// listed returns that. owners delete what it belongs to, each by its name.
	row    bool
	listed func(api *emulator.Server, id string) string
	owners map[string]func(*emulator.Server)
	// removes is the method that deletes a row, if it is not PUT.
	removes string
	// contents is the attribute of a set that has what the set consists of. belongs returns
	// the attribute that says what it belongs to, another spelling of that, and what is
	// another one.
	contents string
	belongs  func(*emulator.Server) (attribute string, spelled, another any)
	// fromList tells that reads are answered from the whole list, quiet that the answer to
	// a create contains nothing, and wholeItems that a list item is all that is read of one.
	fromList, quiet, wholeItems bool
	// archives tells that what was deleted is still listed, as archived. Where it is
	// not, only absence from a list proves it gone: of what is no longer young, and to
	// another process than the one that wrote it.
	archives bool

	// full sets every attribute that means something to the API. Laid over it, edited
	// sets others of them, and foreign those to what is neither.
	full, edited, foreign config
	// changes are from one configuration to another, in every way in which an
	// update is written.
	changes map[string][2]config
	// looks is how many lists a look for the name of full takes: one for each form of
	// the name that is asked for.
	looks int
	// duplicate allows a second one of the same name.
	duplicate config
	// join makes one of a name where a create creates nothing, and adopts what is there;
	// nil in most. kept is the configuration of one that a destroy leaves there.
	join func(api *emulator.Server, name string) (id string)
	kept config
	// twin adds what the simple configuration configures, as a person would; nil where any
	// can be edited to be that.
	twin func(api *emulator.Server) (id string)
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
	// data are the ways in which data sources read it; list configures the list
	// resource of it, nil where there is none.
	data map[string]reading
	list config

	// edit changes one as a person would, by the fields of a PUT, where nil clears.
	// edits are changes of each attribute, by its path, hidden those that no attribute
	// shows, and fixed the attributes that no edit can change. needed are optional
	// attributes of which a configuration has to have one.
	edit   func(api *emulator.Server, id string, fields config)
	edits  map[string]conflict
	hidden map[string]hidden
	fixed  []string
	needed []string
	// apart is the query of a read that tells each field apart from the others.
	// derived are the fields that the API makes of what was written.
	apart   func(*emulator.Server) string
	derived []string
	// createUpdates is how many updates of what was created a create needs after its POST.
	createUpdates int
	// documented tells that the documentation has its answers in another shape than
	// those on record. unseen are the edits that answers do not show, or that those in the
	// documented shape do not.
	documented bool
	unseen     []string
}

// reading is a way to read an object through a data source.
type reading struct {
	typeName string
	config   func(id string) config
	target   target
}

// nouns has every resource of the provider; a test holds that.
var nouns = completed(map[string]noun{
	"portkey_api_key":                apiKeyNoun(),
	"portkey_config":                 configNoun(),
	"portkey_guardrail":              guardrailNoun(),
	"portkey_integration":            integrationNoun(),
	"portkey_mcp_server":             mcpServerNoun(),
	"portkey_mcp_integration":        mcpIntegrationNoun(),
	"portkey_prompt":                 promptNoun(),
	"portkey_prompt_collection":      promptCollectionNoun(),
	"portkey_prompt_label":           promptLabelNoun(),
	"portkey_prompt_partial":         promptPartialNoun(),
	"portkey_provider":               providerNoun(),
	"portkey_rate_limits_policy":     rateLimitsPolicyNoun(),
	"portkey_scim_workspace_mapping": scimMappingNoun(),
	"portkey_secret_reference":       secretReferenceNoun(),
	"portkey_usage_limits_policy":    usageLimitsPolicyNoun(),
	"portkey_user":                   userNoun(),
	"portkey_user_invite":            inviteNoun(),
	"portkey_workspace":              workspaceNoun(),
	"portkey_workspace_member":       memberNoun(),
})

// home is the workspace in which the objects of nested nouns lie.
const home = "0b7a3c5e-2f41-4d8a-9c66-5e1f0a9d7b32"

// start starts an API for a test of a noun, with the workspace that it lies in.
func (n noun) start(t *testing.T, options ...emulator.Option) *harness.Env {
	t.Helper()
	env := harness.Start(t, options...)
	n.furnish(env.API)
	return env
}

// furnish makes the workspace that a noun lies in.
func (n noun) furnish(api *emulator.Server) {
	if n.config["workspace_id"] == home {
		api.AddWorkspace(config{"id": home, "name": "Home"})
	}
	if n.around != nil {
		n.around(api)
	}
}

// called is a simple configuration of a name.
func (n noun) called(name string) config {
	if n.spell != nil {
		name = n.spell(name)
	}
	return laid(n.config, config{n.nameAttribute(): name})
}

// right is what an error says that a verb needs.
func (n noun) right(verb string) string { return cmp.Or(n.rights, n.scopes+"."+verb) }

// nameOf is the name in a configuration.
func (n noun) nameOf(c config) string { return str(c[n.nameAttribute()]) }

func (n noun) nameAttribute() string { return cmp.Or(n.name, "name") }

// count is how many there are.
func (n noun) count(api *emulator.Server) int { return len(n.live(api)) }

// TestNouns holds that the tests below leave no resource out.
func TestNouns(t *testing.T) {
	t.Parallel()
	_, schemas := harness.Schemas(t)
	for name := range schemas.ResourceSchemas {
		if _, known := everyResource()[name]; !known {
			t.Errorf("%s is not among the nouns that the conformance tests know", name)
		}
	}
}

func TestNoun_deletedOutsideIsPlannedAgain(t *testing.T) {
	eachNoun(t, func(s stage) {
		if !s.archives {
			s.restart(s.env.Key)
		}
		s.remove(s.env.API, s.id)
		want := harness.Create
		if s.remains {
			want = harness.NoOp
		}
		plan, diags := s.driver.Plan(s.address, s.config)
		if diags.Err() != nil || plan.Action != want {
			s.Errorf("the plan is %q, want %q: %v", plan.Action, want, diags.Err())
		}
		if err := s.driver.Destroy(s.address).Err(); err != nil {
			s.Errorf("the destroy of what is gone: %s", err)
		}
	})
}

func TestNoun_lostRightsKeepTheState(t *testing.T) {
	eachNoun(t, func(s stage) {
		if !s.fromList {
			s.env.API.SetScopes(s.env.Key, s.scopes+".list")
			s.stops("403", "AB03", s.right("read"))
		}
		s.env.API.SetScopes(s.env.Key)
		s.stops("403", "AB03", s.right("list"))
	})
}

func TestNoun_unknownKeyKeepsTheState(t *testing.T) {
	eachResource(t, func(s stage) {
		s.env.API.RemoveKey(s.env.Key)
		s.stops("401", "PORTKEY_API_KEY")
	})
}

func TestNoun_keyOfAnotherOrganisationKeepsTheState(t *testing.T) {
	eachResource(t, func(s stage) {
		_, key := s.env.API.AddOrganisation("other")
		s.restart(key)
		words := []string{"organisation"}
		if !s.unread { // else the list is that of the other one
			words = append(words, "403")
		}
		s.stops(words...)
	})
}

func TestNoun_pagesOfAProxyKeepTheState(t *testing.T) {
	eachResource(t, func(s stage) {
		s.env.API.Fail(emulator.Fault{Status: http.StatusNotFound, HTML: true})
		s.stops("404", "HTML page")
	})
}

func TestNoun_refusedDeleteKeepsTheState(t *testing.T) {
	eachResource(t, func(s stage) {
		if s.forgets {
			return
		}
		refused := s.removal()
		s.env.API.Fail(emulator.Fault{Method: refused.method, Path: refused.path, Status: http.StatusForbidden})
		if err := s.driver.Destroy(s.address).Err(); err == nil || !strings.Contains(err.Error(), s.right("delete")) {
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
			eachCreated(t, func(s stage) {
				if err := s.driver.Destroy(s.address).Err(); err != nil {
					s.Fatal(err)
				}
				s.env.API.ResetRequests()
				lost := fault
				lost.Method, lost.Path, lost.When = http.MethodPost, s.creates, emulator.After
				s.env.API.Fail(lost)
				_, diags := s.driver.Converge(s.address, s.config)
				known := s.quiet && name == "answer without id"
				if diags.Err() != nil || len(diags.Warnings()) == 0 && !known {
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
	eachCreated(t, func(s stage) {
		if err := s.driver.Destroy(s.address).Err(); err != nil {
			s.Fatal(err)
		}
		s.env.API.ResetRequests()
		remove := s.env.API.Fail(emulator.Fault{Method: http.MethodPost, Path: s.creates, Reset: true})
		_, diags := s.driver.Converge(s.address, s.config)
		if diags.Err() == nil || s.driver.State(s.address) != nil {
			s.Errorf("want an error and no state, have: %s, %v", diags, s.driver.State(s.address))
		}
		if sent := s.env.API.Bodies(http.MethodPost, s.creates); len(sent) != 1 {
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
