package workspace_test

import (
	"net/http"
	"testing"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
	"github.com/portkey-community/terraform-provider-portkey/internal/harness"
)

var computed = []string{"slug", "created_at", "last_updated_at", "is_default", "organisation_id"}

// What the answer to a create lacks is known before the apply ends, by one read, and
// by none where the answer is whole: another resource may refer to it.
func TestResource_createComputed(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		answers emulator.Answers
		reads   int
	}{
		"the answer is whole":  {emulator.Answers{}, 0},
		"the answer is the id": {emulator.Answers{ThinCreate: true}, 1},
		"and times are finer":  {emulator.Answers{ThinCreate: true, Milliseconds: true}, 1},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			env := harness.Start(t, emulator.WithAnswers(test.answers))
			d := env.Driver(t)
			_, diags := d.Converge(address, everything())
			if len(diags) > 0 {
				t.Error(diags)
			}
			reads := 0
			for _, request := range env.API.Requests() {
				if request.Method == http.MethodGet && request.RawQuery == "" {
					reads++
				}
			}
			if reads != test.reads {
				t.Errorf("%d reads, want %d", reads, test.reads)
			}
			created := d.State(address)
			for _, name := range computed {
				if created[name] == nil {
					t.Errorf("%s is null after the create", name)
				}
			}
			harness.NoErrors(t, d.Refresh(address))
			for _, name := range computed {
				if got := d.State(address)[name]; got != created[name] {
					t.Errorf("%s was %v, and the refresh returns %v", name, created[name], got)
				}
			}
		})
	}
}

// A read that fails after an answered create is no error, and an edit that it shows is
// no reason to take the time of that for known.
func TestResource_createComputedLater(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		fault func(env *harness.Env) emulator.Fault
		lacks []string
	}{
		"the read is refused": {func(*harness.Env) emulator.Fault { return emulator.Fault{Status: http.StatusForbidden} }, computed},
		"the read is of another workspace": {func(*harness.Env) emulator.Fault {
			return emulator.Fault{Status: http.StatusOK, Body: `{"id": "another", "slug": "another", "organisation_id": "another"}`}
		}, computed},
		"somebody edits it at once": {func(env *harness.Env) emulator.Fault {
			return emulator.Fault{When: emulator.Before, Hook: func(*http.Request) {
				env.API.EditWorkspace(env.Only().ID, attrs{"description": "edited"})
			}}
		}, []string{"last_updated_at"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			env := harness.Start(t, emulator.WithAnswers(emulator.Answers{ThinCreate: true}))
			fault := test.fault(env)
			fault.Method, fault.Path = http.MethodGet, onePattern
			end := env.API.Fail(fault)
			d := env.Driver(t)
			_, diags := d.Converge(address, everything())
			end()
			if len(diags) > 0 {
				t.Error(diags)
			}
			for _, name := range test.lacks {
				if got := d.State(address)[name]; got != nil {
					t.Errorf("%s is %v", name, got)
				}
			}
			if len(test.lacks) == 1 && d.State(address)["organisation_id"] != env.API.OrganisationID() {
				t.Errorf("the state is %v", d.State(address))
			}
			harness.NoErrors(t, d.Refresh(address))
			if got := d.State(address)["organisation_id"]; got != env.API.OrganisationID() {
				t.Errorf("after a refresh the organisation is %v", got)
			}
		})
	}
}
