package portkey_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
)

// What is in a collection is looked for in each list, and read once more. What the key may
// not list is hidden.
func TestPromptCollectionContents(t *testing.T) {
	t.Parallel()
	api := emulator.New()
	home := api.AddWorkspace(map[string]any{"name": "Home"})
	id := api.Add(emulator.Collections, home.ID, map[string]any{"name": "Support"})
	below := api.Add(emulator.Collections, home.ID, map[string]any{"name": "Refunds", "parent_collection_id": id})
	partial := api.Add(emulator.Partials, home.ID, map[string]any{"name": "Rules", "collection_id": id})
	var prompts []string
	for i := range 12 {
		prompts = append(prompts, api.Add(emulator.Prompts, home.ID, map[string]any{"name": fmt.Sprint("Prompt ", i), "collection_id": below}))
	}
	c := clientOf(t, api, emulator.AdminKey)
	of := func(id string) portkey.PromptCollection {
		got, err := portkey.NewPromptCollections(c, "").GetUncached(t.Context(), id)
		if err != nil {
			t.Fatal(err)
		}
		return got
	}
	want := []string{`prompt collection "Refunds" (` + below + `)`, `prompt partial "Rules" (` + partial + `)`}
	if diff := cmp.Diff(portkey.PromptCollectionContents{Inside: want}, c.PromptCollectionContents(t.Context(), of(id))); diff != "" {
		t.Errorf("want - got +:\n%s", diff)
	}
	if got := c.PromptCollectionContents(t.Context(), of(below)); len(got.Inside) != 10 || !slices.Contains(got.Inside, fmt.Sprintf("prompt %q (%s)", "Prompt 11", prompts[11])) {
		t.Errorf("got %q", got.Inside)
	}
	reader := clientOf(t, api, api.AddKey(emulator.Key{Scopes: []string{"prompts.read"}}))
	if got := reader.PromptCollectionContents(t.Context(), of(id)); !got.Hidden || len(got.Inside) > 0 {
		t.Errorf("got %+v", got)
	}
}
