package function_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/portkey-community/terraform-provider-portkey/internal/harness"
)

func TestParseWorkspaceReference(t *testing.T) {
	t.Parallel()
	d := functions(t)
	for reference, kind := range map[string]string{
		"7f9c24e5-3a1b-4c6d-8e2f-0a1b2c3d4e5f": "id",
		"ws-fraud-d-174eb1":                    "slug",
		"🔎 Fraud detection":                    "name",
		"production":                           "name",
		"AI-Platform-EU1-Prod-2026-Q3":         "name",
	} {
		want := object{"kind": kind, "id": nil, "slug": nil, "name": nil, kind: reference}
		got, err := d.Call("parse_workspace_reference", reference)
		if err != nil {
			t.Fatal(err.Text)
		}
		if diff := cmp.Diff(any(want), got); diff != "" {
			t.Errorf("%q (-want +got):\n%s", reference, diff)
		}
	}
	if got, err := d.Call("parse_workspace_reference", harness.Unknown); err != nil || got != harness.Unknown {
		t.Errorf("unknown: got %v: %v", got, err)
	}
	for reference, want := range map[string][]string{
		"":                               {"is blank"},
		" production":                    {"begins or ends with white space"},
		"q7canary2mPz3canary8+TxVb4aLk=": {"looks like an API key", "the argument name of the data source portkey_workspace"},
	} {
		refused(t, d, 0, want, "parse_workspace_reference", reference)
	}
}

// What the function makes of a reference is what the data source and the import find:
// each kind leads to the same workspace.
func TestParseWorkspaceReference_asImport(t *testing.T) {
	t.Parallel()
	env := harness.Start(t)
	made := env.API.AddWorkspace(object{"name": "Fraud detection", "icon": "🔎"})
	other := env.API.AddWorkspace(object{"name": "production"})
	d := env.Driver(t)
	for reference, id := range map[string]string{
		made.ID: made.ID, made.Slug: made.ID, "Fraud detection": made.ID, "🔎 Fraud detection": made.ID,
		other.ID: other.ID, other.Slug: other.ID, "production": other.ID,
	} {
		parsed, failed := d.Call("parse_workspace_reference", reference)
		if failed != nil {
			t.Fatal(failed.Text)
		}
		arguments, _ := parsed.(object)
		delete(arguments, "kind")
		found, diags := d.Data("portkey_workspace", arguments)
		if diags.Err() != nil {
			t.Fatal(diags.Err())
		}
		if err := d.Import("portkey_workspace.test", reference).Err(); err != nil {
			t.Fatal(err)
		}
		if imported := d.State("portkey_workspace.test"); found["id"] != id || imported["id"] != id {
			t.Errorf("%q: the data source found %v, the import %v, want %s", reference, found["id"], imported["id"], id)
		}
		d.Forget("portkey_workspace.test")
	}
}
