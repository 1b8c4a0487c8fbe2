// Package harness is what the tests of every service use: the provider over the
// Admin API in memory, under the real CLI or under a driver in this process.
//
// Start reading at [Start], which gives a test an API of its own. [NewCLI] runs the
// real CLI. [Driver] drives the provider as Terraform does, for what the CLI at hand
// cannot do and for volume: driver.go has its verbs, plan.go, apply.go and import.go
// what core does in each, and checks.go what core refuses. calibration_test.go
// compares it with the CLI. The rest are values and schemas, which a driver has to
// convert as core does.
package harness

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/terraform"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
	"github.com/portkey-community/terraform-provider-portkey/internal/guard"
	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
	"github.com/portkey-community/terraform-provider-portkey/internal/provider"
)

// Env is the provider, and the API that it talks to.
type Env struct {
	// API is the emulator; nil for a real control plane.
	API *emulator.Server
	// BaseURL and Key are what the provider block says.
	BaseURL, Key string
	// Block is what else the provider block of a Driver contains.
	Block map[string]any
	// Factories is for a resource.TestCase.
	Factories map[string]func() (tfprotov6.ProviderServer, error)

	t        TB
	tune     []func(*portkey.Options)
	pipes    *pipes
	baseline map[string]string
}

// Start starts an API of its own for a test, and stops it when the test ends.
// The provider waits as long as shortWaits says.
func Start(t interface {
	TB
	Cleanup(func())
}, options ...emulator.Option) *Env {
	t.Helper()
	api := emulator.New(options...)
	server := httptest.NewServer(api)
	t.Cleanup(server.Close)
	e := newEnv(t, server.URL+"/v1", emulator.AdminKey)
	e.API = api
	e.Baseline()
	e.Tune(shortWaits)
	return e
}

// Real returns the provider over the control plane that PORTKEY_BASE_URL and
// PORTKEY_API_KEY name. It skips the test unless TF_ACC is set as well, since
// the test will change things there.
func Real(t *testing.T) *Env {
	t.Helper()
	key, baseURL := os.Getenv("PORTKEY_API_KEY"), os.Getenv("PORTKEY_BASE_URL")
	if os.Getenv(resource.EnvTfAcc) == "" || key == "" {
		t.Skipf("needs %s=1 and PORTKEY_API_KEY: it changes a real organisation", resource.EnvTfAcc)
	}
	if baseURL == "" {
		baseURL = portkey.DefaultBaseURL
	}
	return newEnv(t, baseURL, key)
}

func newEnv(t TB, baseURL, key string) *Env {
	e := &Env{BaseURL: baseURL, Key: key, t: t}
	e.Factories = map[string]func() (tfprotov6.ProviderServer, error){
		"portkey": func() (tfprotov6.ProviderServer, error) { return e.Server(), nil },
	}
	return e
}

// shortWaits makes the client wait a hundredth of what it waits for users, so
// that a test of a wait takes no time, and the order of the waits stays.
func shortWaits(config *portkey.Options) {
	const shorter = 100
	waits := portkey.DefaultWaits()
	for _, wait := range []*time.Duration{
		&waits.RetryMin, &waits.RetryMax, &waits.TakenName, &waits.TakenNamePause,
		&waits.FindCreated, &waits.FindCreatedPause, &waits.SetAgain, &waits.SetAgainPause, &waits.WriteSettle,
		&waits.Granted, &waits.GrantedPause, &waits.Gather, &waits.CatchUp, &waits.CatchUpPause, &waits.SyncedPause, &waits.ExportPause,
	} {
		*wait /= shorter
	}
	config.Waits = waits
}

// Tune changes the client of every provider that is configured from here on.
func (e *Env) Tune(tune func(*portkey.Options)) { e.tune = append(e.tune, tune) }

// Server returns a provider server as main serves it: guarded, with the masks
// of its secrets. It is not configured.
func (e *Env) Server() tfprotov6.ProviderServer {
	tune := append([]func(*portkey.Options){maskSecrets}, e.tune...)
	return guard.Wrap(providerserver.NewProtocol6(provider.New("test", tune...)())())
}

func maskSecrets(config *portkey.Options) { config.Hide(guard.Mask, guard.WithMasks) }

// Driver returns a driver of a configured provider with an empty state.
func (e *Env) Driver(t TB) *Driver {
	t.Helper()
	all, err := ourSchemas()
	if err != nil {
		t.Fatalf("%s", err)
	}
	d := newDriver(t, e.Server(), all)
	block := map[string]any{"base_url": e.BaseURL, "api_key": e.Key}
	maps.Copy(block, e.Block)
	if err := d.Configure(block).Err(); err != nil {
		t.Fatalf("cannot configure the provider: %s", err)
	}
	return d
}

// Restart returns a driver of another provider, configured by what e says, with
// the state of d: what the next run of Terraform begins with.
func (e *Env) Restart(t TB, d *Driver) *Driver {
	t.Helper()
	next := e.Driver(t)
	next.takeState(d)
	return next
}

// Config returns a configuration for the CLI: the provider block, then hcl.
func (e *Env) Config(hcl string) string {
	return fmt.Sprintf("provider \"portkey\" {\n  base_url = %q\n  api_key  = %q\n}\n\n%s\n", e.BaseURL, e.Key, hcl)
}

// Only returns the one live workspace next to the organisation's default. It
// ends the test if there is none or another.
func (e *Env) Only() emulator.Workspace {
	e.t.Helper()
	live := e.live()
	if len(live) != 1 {
		e.t.Fatalf("there are %d workspaces next to the default, want 1", len(live))
	}
	return live[0]
}

// Baseline makes what the API holds what [Env.NothingLeft] compares with: what a
// test needs to be there is nothing that it leaves.
func (e *Env) Baseline() { e.baseline = e.inventory() }

// NothingLeft returns an error unless the API holds of every noun what it held at
// the start, or at the last Baseline.
func (e *Env) NothingLeft() error {
	now := e.inventory()
	var differ []string
	for id, object := range now {
		if _, before := e.baseline[id]; !before {
			differ = append(differ, object+" is left")
		}
	}
	for id, object := range e.baseline {
		if _, still := now[id]; !still {
			differ = append(differ, object+" is missing")
		}
	}
	if len(differ) == 0 {
		return nil
	}
	slices.Sort(differ)
	return errors.New(strings.Join(differ, ", "))
}

// inventory names, by their ids, the objects of every noun that are not archived or
// cancelled, nor in a workspace that is.
func (e *Env) inventory() map[string]string {
	all, archived := map[string]string{}, map[string]bool{}
	for _, noun := range slices.Backward(emulator.Nouns()) { // workspaces first
		for _, one := range e.API.All(noun) {
			// A member has the id of the user.
			if archived[one.ID] = one.Archived; !one.Archived && one.Fields["status"] != "cancelled" && !archived[one.WorkspaceID] {
				all[one.WorkspaceID+one.ID] = fmt.Sprintf("%s %s %q", noun, one.ID, one.Name)
			}
		}
	}
	return all
}

func (e *Env) live() []emulator.Workspace {
	var live []emulator.Workspace
	for _, w := range e.API.Workspaces() {
		if w.Status == "active" && !w.IsDefault {
			live = append(live, w)
		}
	}
	return live
}

// Writes are the requests since the log was last reset that do not only read.
func (e *Env) Writes() []emulator.Request {
	return slices.DeleteFunc(e.API.Requests(), func(r emulator.Request) bool { return r.Method == http.MethodGet })
}

// Sent checks that the requests of a method since the log was last reset had
// just these JSON bodies, in this order.
func (e *Env) Sent(method string, bodies ...string) resource.TestCheckFunc {
	return func(*terraform.State) error {
		sent := e.API.Bodies(method, "")
		if len(sent) != len(bodies) {
			return fmt.Errorf("%d requests of %s, want %d: %q", len(sent), method, len(bodies), sent)
		}
		for i, body := range sent {
			var got, want any
			if err := json.Unmarshal([]byte(bodies[i]), &want); err != nil {
				return fmt.Errorf("the body wanted of %s %d: %w", method, i+1, err)
			}
			if err := json.Unmarshal([]byte(body), &got); err != nil || !reflect.DeepEqual(got, want) {
				return fmt.Errorf("%s %d sent\n%s\nwant\n%s", method, i+1, body, bodies[i])
			}
		}
		return nil
	}
}
