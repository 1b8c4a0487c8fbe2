package harness_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"pgregory.net/rapid"

	"github.com/portkey-community/terraform-provider-portkey/internal/harness"
)

const address = "toy_thing.a"

type config = map[string]any

func newDriver(t *testing.T) (*harness.Driver, *toy) {
	t.Helper()
	store := newToy()
	return harness.NewDriver(t, store.server()), store
}

func ok(t *testing.T, diags harness.Diagnostics) {
	t.Helper()
	if err := diags.Err(); err != nil {
		t.Fatal(err)
	}
}

// fails wants errors that hold the text.
func fails(t *testing.T, diags harness.Diagnostics, text string) {
	t.Helper()
	if err := diags.Err(); err == nil || !strings.Contains(err.Error(), text) {
		t.Fatalf("got %v, want an error with %q", err, text)
	}
}

func converge(t *testing.T, d *harness.Driver, c config, want harness.Action, options ...harness.PlanOption) *harness.Plan {
	t.Helper()
	p, diags := d.Converge(address, c, options...)
	ok(t, diags)
	if p.Action != want {
		t.Fatalf("got action %q, want %q (%v -> %v)", p.Action, want, p.Before, p.After)
	}
	return p
}

func TestDriver_lifecycle(t *testing.T) {
	t.Parallel()
	d, store := newDriver(t)
	ok(t, d.Configure(config{"token": "right"}))

	p := converge(t, d, config{"name": "cat", "size": 1.5, "rules": []config{{"name": "one"}}}, harness.Create)
	if p.After["id"] != harness.Unknown || p.Before != nil {
		t.Errorf("planned %v -> %v", p.Before, p.After)
	}
	want := map[string]any{
		"id": "cat-1", "name": "cat", "size": 1.5, "colour": "grey", "revision": 1.0,
		"rules": []any{map[string]any{"name": "one", "weight": nil, "token": "token-one", "tier": "basic"}},
		"kind":  nil, "secret_wo": nil, "tags": nil, "labels": nil, "zones": nil, "defaults": nil, "ports": nil,
	}
	if diff := cmp.Diff(want, d.State(address)); diff != "" {
		t.Errorf("state (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(map[string]any{"id": "cat-1"}, d.Identity(address)); diff != "" {
		t.Errorf("identity (-want +got):\n%s", diff)
	}

	converge(t, d, config{"name": "cat", "size": 1.5, "rules": []config{{"name": "one"}}}, harness.NoOp)
	if p := converge(t, d, config{"name": "CAT", "size": 3}, harness.Update); p.After["name"] != "cat" {
		t.Errorf("planned %v", p.After)
	}
	converge(t, d, config{"name": "cat", "size": 2}, harness.Update)
	p = converge(t, d, config{"name": "cat", "kind": "big"}, harness.Replace)
	if diff := cmp.Diff([]string{"kind"}, p.RequiresReplace); diff != "" {
		t.Errorf("replacing (-want +got):\n%s", diff)
	}
	if got := d.State(address)["id"]; got != "cat-2" || len(store.things) != 1 {
		t.Errorf("after the replacement: id %v of %d", got, len(store.things))
	}
	ok(t, d.Destroy(address))
	if d.State(address) != nil || len(store.things) != 0 {
		t.Errorf("left: state %v, %d things", d.State(address), len(store.things))
	}
}

func TestDriver_replacement(t *testing.T) {
	t.Parallel()

	t.Run("asked for", func(t *testing.T) {
		t.Parallel()
		d, _ := newDriver(t)
		converge(t, d, config{"name": "cat"}, harness.Create)
		converge(t, d, config{"name": "cat"}, harness.Replace, harness.Replacing)
	})
	t.Run("tainted", func(t *testing.T) {
		t.Parallel()
		d, _ := newDriver(t)
		converge(t, d, config{"name": "cat"}, harness.Create)
		d.Taint(address)
		converge(t, d, config{"name": "cat"}, harness.Replace)
		if d.Tainted(address) {
			t.Error("the successor is tainted")
		}
	})
	t.Run("create first", func(t *testing.T) {
		t.Parallel()
		d, store := newDriver(t)
		converge(t, d, config{"name": "cat"}, harness.Create)
		converge(t, d, config{"name": "cat", "kind": "big"}, harness.CreateThenDelete, harness.CreateBeforeDestroy)
		if d.Deposed(address) != 0 || len(store.things) != 1 {
			t.Errorf("left: %d deposed, %d things", d.Deposed(address), len(store.things))
		}
	})
	t.Run("create first, refused", func(t *testing.T) {
		t.Parallel()
		d, _ := newDriver(t)
		converge(t, d, config{"name": "cat"}, harness.Create)
		_, diags := d.Converge(address, config{"name": "refused", "kind": "big"}, harness.CreateBeforeDestroy)
		fails(t, diags, "Cannot create thing")
		if d.Deposed(address) != 0 || d.State(address)["id"] != "cat-1" {
			t.Errorf("the old one is not back: %v", d.State(address))
		}
	})
	t.Run("create first, the old one stays", func(t *testing.T) {
		t.Parallel()
		d, store := newDriver(t)
		converge(t, d, config{"name": "cat", "size": -1}, harness.Create)
		_, diags := d.Converge(address, config{"name": "dog", "kind": "big"}, harness.CreateBeforeDestroy)
		fails(t, diags, "Cannot delete thing")
		if d.Deposed(address) != 1 || d.State(address)["id"] != "dog-1" {
			t.Errorf("%d deposed, state %v", d.Deposed(address), d.State(address))
		}
		store.edit("cat-1", nil)
		converge(t, d, config{"name": "dog", "kind": "big"}, harness.NoOp)
		if d.Deposed(address) != 0 {
			t.Error("what is gone is still to be destroyed")
		}
	})
}

func TestDriver_creationThatWentWrong(t *testing.T) {
	t.Parallel()
	d, _ := newDriver(t)

	_, diags := d.Converge(address, config{"name": "refused"})
	fails(t, diags, "Cannot create thing")
	if d.State(address) != nil {
		t.Errorf("state %v of what is not there", d.State(address))
	}
	_, diags = d.Converge(address, config{"name": "halfway"})
	fails(t, diags, "Cannot finish thing")
	if !d.Tainted(address) {
		t.Error("what is half there is not tainted")
	}
}

func TestDriver_drift(t *testing.T) {
	t.Parallel()
	d, store := newDriver(t)
	c := config{"name": "cat"}
	converge(t, d, c, harness.Create)

	store.edit("cat-1", func(th *thing) { th.Size = types.Float64Value(7) })
	p, diags := d.Plan(address, c, harness.WithoutRefresh)
	ok(t, diags)
	if p.Action != harness.NoOp || p.Drifted {
		t.Errorf("without refresh: %q, drifted %t", p.Action, p.Drifted)
	}
	p = converge(t, d, c, harness.Update)
	if !p.Drifted || p.Before["size"] != 7.0 || p.After["size"] != nil {
		t.Errorf("drifted %t, %v -> %v", p.Drifted, p.Before, p.After)
	}
	store.edit("cat-1", nil)
	converge(t, d, c, harness.Create)
	store.edit("cat-2", nil)
	ok(t, d.Refresh(address))
	if d.State(address) != nil {
		t.Errorf("state %v of what is gone", d.State(address))
	}
}

func TestDriver_unknown(t *testing.T) {
	t.Parallel()
	d, _ := newDriver(t)

	p, diags := d.Plan(address, config{"name": "cat", "size": harness.Unknown, "tags": config{"a": harness.Unknown}})
	ok(t, diags)
	if p.After["size"] != harness.Unknown {
		t.Errorf("planned %v", p.After)
	}
	fails(t, d.Apply(p), "Unknown configuration")
	ok(t, d.ApplyWith(p, config{"name": "cat", "size": 3, "tags": config{"a": "b"}}))
	if got := d.State(address)["size"]; got != 3.0 {
		t.Errorf("size %v", got)
	}
	p, diags = d.Plan(address, config{"name": "cat", "size": 4})
	ok(t, diags)
	fails(t, d.ApplyWith(p, config{"name": "cat", "size": 5}), "inconsistent final plan")
}

func TestDriver_withoutIdentities(t *testing.T) {
	t.Parallel()
	d, _ := newDriver(t)
	d.WithoutIdentities()
	converge(t, d, config{"name": "cat"}, harness.Create)
	converge(t, d, config{"name": "cat", "size": 1}, harness.Update)
	if got := d.Identity(address); got != nil {
		t.Errorf("identity %v in a state that can't have one", got)
	}
	ok(t, d.Destroy(address))
}

func TestDriver_importLoadMove(t *testing.T) {
	t.Parallel()
	d, _ := newDriver(t)
	c := config{"name": "cat", "zones": config{"eu": config{"name": "one"}}}
	converge(t, d, c, harness.Create)
	want := d.State(address)

	d.Forget(address)
	ok(t, d.Import(address, "cat-1"))
	if diff := cmp.Diff(want, d.State(address)); diff != "" {
		t.Errorf("imported (-want +got):\n%s", diff)
	}
	fails(t, d.Import(address, "cat-1"), "already managed")
	d.Forget(address)
	ok(t, d.ImportIdentity(address, config{"id": "cat-1"}))
	converge(t, d, c, harness.NoOp)
	d.DropIdentity(address)
	ok(t, d.Refresh(address))
	if d.Identity(address)["id"] != "cat-1" {
		t.Errorf("identity %v after the refresh", d.Identity(address))
	}
	fails(t, d.Import("toy_thing.b", "nobody"), "non-existent")

	d.Load("toy_thing.old", 0, `{"id":"cat-1","title":"cat"}`)
	ok(t, d.Refresh("toy_thing.old"))
	ok(t, d.Move(harness.MoveSource{
		ProviderAddress: "registry.terraform.io/vendor/toy", TypeName: "toy_thing", State: `{"id":"cat-1","label":"cat"}`,
	}, "toy_thing.moved"))
	ok(t, d.Refresh("toy_thing.moved"))
	for _, a := range []string{"toy_thing.old", "toy_thing.moved"} {
		if diff := cmp.Diff(want, d.State(a)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", a, diff)
		}
	}
	fails(t, d.Move(harness.MoveSource{ProviderAddress: "registry.terraform.io/other/toy", TypeName: "toy_thing", State: `{}`}, "toy_thing.c"), "Unable to Move")
}

func TestDriver_data(t *testing.T) {
	t.Parallel()
	d, _ := newDriver(t)
	converge(t, d, config{"name": "cat"}, harness.Create)

	got, diags := d.Data("toy_thing", config{"id": "cat-1"})
	ok(t, diags)
	if diff := cmp.Diff(map[string]any{"id": "cat-1", "name": "cat"}, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	_, diags = d.Data("toy_thing", config{"id": " cat-1 "})
	fails(t, diags, "came back as")
}

// Terraform refuses these before a provider sees them, or when it answers.
func TestDriver_refuses(t *testing.T) {
	t.Parallel()

	for name, test := range map[string]struct {
		config config
		broken func(*thing)
		want   string
	}{
		"a missing argument":        {config: config{}, want: "error at name"},
		"a read-only attribute":     {config: config{"name": "cat", "id": "mine"}, want: "error at id"},
		"a nested missing argument": {config: config{"name": "cat", "rules": []config{{}}}, want: "error at rules[0].name"},
		"an unknown argument":       {config: config{"name": "cat", "nme": 1}, want: `"nme" is not expected`},
		"a wrong type":              {config: config{"name": 1}, want: "inappropriate value"},
		"a result other than planned": {
			config: config{"name": "cat", "size": 1},
			broken: func(th *thing) { th.Size = types.Float64Value(2) },
			want:   "error at size: Provider produced inconsistent result after apply",
		},
		"a vanished element": {
			config: config{"name": "cat", "rules": []config{{"name": "one"}}},
			broken: func(th *thing) { th.Rules = []rule{} },
			want:   "error at rules: Provider produced inconsistent result after apply",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d, store := newDriver(t)
			store.broken = test.broken
			_, diags := d.Converge(address, test.config)
			fails(t, diags, test.want)
		})
	}
	t.Run("a wrong provider configuration", func(t *testing.T) {
		t.Parallel()
		d, _ := newDriver(t)
		fails(t, d.Configure(config{"token": "wrong"}), "error at token: Cannot sign in")
	})
}

// Whatever happens, what was applied plans as nothing and imports as it is.
func TestDriver_histories(t *testing.T) {
	t.Parallel()

	rapid.Check(t, func(t *rapid.T) {
		store := newToy()
		d := harness.NewDriver(t, store.server())
		for range rapid.IntRange(1, 4).Draw(t, "steps") {
			c := randomConfig(rapid.Uint64().Draw(t, "seed"))
			if p, diags := d.Converge(address, c); diags.Err() != nil {
				t.Fatalf("%v: %s\n%s", c, diags, p.Action)
			}
			p, diags := d.Plan(address, c)
			if p.Action != harness.NoOp || diags.Err() != nil {
				t.Fatalf("%v: plan after apply: %s\n%v ->\n%v\n%s", c, p.Action, p.Before, p.After, diags)
			}
			applied := d.State(address)
			d.Forget(address)
			if diags := d.Import(address, applied["id"].(string)); diags.Err() != nil {
				t.Fatalf("import: %s", diags)
			}
			if diff := cmp.Diff(applied, d.State(address)); diff != "" {
				t.Fatalf("imported (-applied +imported):\n%s", diff)
			}
		}
	})
}
