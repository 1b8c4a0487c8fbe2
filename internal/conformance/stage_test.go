package conformance

import (
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/portkey-community/terraform-provider-portkey/internal/harness"
)

// stage is one object that was applied, with the clock moved on so far that it
// is no longer young.
type stage struct {
	noun
	*testing.T
	env     *harness.Env
	driver  *harness.Driver
	address string
	id      string
}

// eachNoun runs a test over every resource but the sets and the rows.
func eachNoun(t *testing.T, test func(s stage)) {
	t.Helper()
	eachOf(t, nouns, test)
}

func eachOf(t *testing.T, nouns map[string]noun, test func(s stage)) {
	t.Helper()
	t.Parallel()
	for name, noun := range nouns {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			env := noun.start(t)
			s := stage{noun: noun, T: t, env: env, driver: env.Driver(t), address: name + ".test"}
			if _, diags := s.driver.Converge(s.address, s.config); diags.Err() != nil {
				t.Fatal(diags.Err())
			}
			s.id = str(s.driver.State(s.address)["id"])
			env.API.Advance(2 * time.Hour)
			if s.row { // its list was read a moment ago
				s.restart(env.Key)
			}
			env.API.ResetRequests()
			test(s)
		})
	}
}

// eachCreated runs a test over every resource whose create creates something.
func eachCreated(t *testing.T, test func(s stage)) {
	t.Helper()
	eachNoun(t, func(s stage) {
		if s.join == nil {
			test(s)
		}
	})
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
	destroyed := planned
	if !s.forgets {
		destroyed = s.driver.Destroy(s.address)
	}
	for verb, diags := range map[string]harness.Diagnostics{"plan": planned, "destroy": destroyed} {
		err := diags.Err()
		if err == nil {
			s.Errorf("%s: no error", verb)
			continue
		}
		if verb == "destroy" && strings.Contains(err.Error(), rejectedAgain) { // the plan has explained it
			continue
		}
		for _, word := range append(words, "/docs/guides/troubleshooting.md#") {
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

// rejectedAgain is the one line that a rejected key is worth after the first error.
const rejectedAgain = "rejected the API key (401). See the first error of this run"

func (s *stage) madeOne() {
	s.Helper()
	sent := s.env.API.Bodies(http.MethodPost, s.creates)
	if s.row { // a PUT that is repeated changes nothing
		sent = slices.Compact(s.env.API.Bodies(http.MethodPut, s.path))
	}
	if len(sent) != 1 {
		s.Errorf("%d requests were sent, want 1", len(sent))
	}
	if got := s.count(s.env.API); got != 1 {
		s.Errorf("there are %d, want 1", got)
	}
}
