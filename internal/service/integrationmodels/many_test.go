package integrationmodels_test

import (
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
	"github.com/portkey-community/terraform-provider-portkey/internal/harness"
	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
)

// atOnce runs do for each of n at the same time, ten at once, as Terraform does.
func atOnce(n int, do func(i int)) {
	var all sync.WaitGroup
	slots := make(chan struct{}, 10)
	for i := range n {
		all.Go(func() {
			slots <- struct{}{}
			defer func() { <-slots }()
			do(i)
		})
	}
	all.Wait()
}

func numbered(i int) string { return fmt.Sprint(rowAddress, i) }

// catalogue gives openai a catalogue of n models.
func catalogue(env *harness.Env, n int) (slugs []string) {
	for i := range n {
		slugs = append(slugs, fmt.Sprint("model-", i))
	}
	env.API.SetCatalogue("openai", slugs...)
	return slugs
}

// counts are the requests to the models of openai so far.
func counts(env *harness.Env) (gets, puts int) {
	return len(env.API.Bodies(http.MethodGet, "/integrations/openai/models")), len(env.API.Bodies(http.MethodPut, "/integrations/openai/models"))
}

// Thirty models that one apply creates, and that one destroy removes, take four PUTs each, as
// many readings before them, and again as many after those of the create. A refresh of all is
// one reading.
func TestRowResource_many(t *testing.T) {
	t.Parallel()
	env, _ := start(t)
	env.Tune(func(o *portkey.Options) { o.Waits.Gather = portkey.DefaultWaits().Gather })
	slugs := catalogue(env, 30)
	d := env.Driver(t)
	run := func(verb string, enabledAfter int, do func(i int) harness.Diagnostics) {
		t.Helper()
		env.API.ResetRequests()
		atOnce(len(slugs), func(i int) { harness.NoErrors(t, do(i)) })
		if gets, puts := counts(env); puts > 4 || gets > 9 {
			t.Errorf("%s: %d GETs, %d PUTs", verb, gets, puts)
		}
		if got := len(enabled(env)); got != enabledAfter {
			t.Errorf("%s: %d models are enabled", verb, got)
		}
	}
	run("create", len(slugs), func(i int) harness.Diagnostics {
		_, diags := d.Converge(numbered(i), row(slugs[i]))
		return diags
	})
	d = env.Restart(t, d)
	env.API.ResetRequests()
	atOnce(len(slugs), func(i int) { harness.NoErrors(t, d.Refresh(numbered(i))) })
	if gets, puts := counts(env); gets != 1 || puts != 0 {
		t.Errorf("refreshed by %d GETs, %d PUTs", gets, puts)
	}
	run("destroy", 0, func(i int) harness.Diagnostics { return d.Destroy(numbered(i)) })
}

// Of the models of one integration that are written together, each gets its own error: one
// that the catalogue lacks fails, and an update, a delete and the other creates succeed.
func TestRowResource_ownErrors(t *testing.T) {
	t.Parallel()
	env, integration := start(t)
	env.Tune(func(o *portkey.Options) { o.Waits.Gather = portkey.DefaultWaits().Gather })
	theirs(env, integration, "theirs")
	d := env.Driver(t)
	configs := []attrs{row("gpt-4o"), row("fraud/v1", "custom", attrs{"base_model_slug": "gpt-4o"})}
	for i, config := range configs {
		_, diags := d.Converge(numbered(i), config)
		harness.NoErrors(t, diags)
	}
	priced := row("gpt-4o", "pricing", attrs{"request_token": 1})
	do := []func() harness.Diagnostics{
		func() harness.Diagnostics { _, diags := d.Converge(numbered(0), priced); return diags },
		func() harness.Diagnostics { return d.Destroy(numbered(1)) },
		func() harness.Diagnostics { _, diags := d.Converge(numbered(2), row("gpt-0")); return diags },
		func() harness.Diagnostics { _, diags := d.Converge(numbered(3), row("gpt-4.1")); return diags },
		func() harness.Diagnostics {
			_, diags := d.Converge(numbered(4), row("search/v1", "custom", attrs{"base_model_slug": "gpt-4o"}))
			return diags
		},
	}
	failed := make([]harness.Diagnostics, len(do))
	atOnce(len(do), func(i int) { failed[i] = do[i]() })
	for i, diags := range failed {
		if i == 2 {
			harness.WantError(t, diags, "model_slug", "Cannot create integration model access", "Nothing was created", "gpt-0")
			continue
		}
		harness.NoErrors(t, diags)
	}
	wantEnabled(t, env, "gpt-4.1", "gpt-4o", "search/v1*", "theirs*")
	if d.State(numbered(2)) != nil || d.State(numbered(1)) != nil || d.State(numbered(4)) == nil {
		t.Error("the state is not what the API has")
	}
}

// Many models of one integration under the real CLI. The apply of the set is one PUT, after
// three readings: one of the plan, which names the custom models that are deleted, one of the
// plan that Terraform makes again in another process when it applies, and one right before
// the PUT. A refresh is one reading, and so is the plan of an update.
func TestSetResource_manyCLI(t *testing.T) {
	t.Parallel()
	many := 60
	if harness.Nightly() {
		many = 300
	}
	env, _ := start(t)
	slugs := catalogue(env, many)
	hcl := func(price string) string {
		var models strings.Builder
		for _, slug := range slugs {
			fmt.Fprintf(&models, "    %q = { pricing = { request_token = %s } }\n", slug, price)
		}
		return fmt.Sprintf("resource \"portkey_integration_models\" \"test\" {\n  integration_id = \"openai\"\n  models = {\n%s  }\n}\n", models.String())
	}
	tf := env.InstalledCLI(t, hcl("0.1")) // with a process for each plan and apply
	run := func(wantGets, wantPuts int, args ...string) {
		t.Helper()
		env.API.ResetRequests()
		tf.Run(0, args...)
		if gets, puts := counts(env); gets != wantGets || puts != wantPuts {
			t.Errorf("%s: %d GETs and %d PUTs, want %d and %d", args[0], gets, puts, wantGets, wantPuts)
		}
	}
	run(3, 1, "apply", "-auto-approve")
	run(1, 0, "plan")
	run(1, 0, "refresh")
	tf.Write("main.tf", harness.Requires(map[string]string{"portkey": harness.Ours})+env.Config(hcl("0.2")))
	run(2, 1, "apply", "-auto-approve")
	if got := len(env.API.All(emulator.IntegrationModels)); got != many {
		t.Errorf("%d rows are stored", got)
	}
}
