package portkey

import (
	"encoding/json"
	"testing"
)

// A list item stands in for the single read only where it has everything.
func TestCompleteWorkspace(t *testing.T) {
	t.Parallel()
	whole := listable(1).with("status", "active")
	complete := func(o object) bool {
		var w Workspace
		if err := json.Unmarshal([]byte(mustJSON(o)), &w); err != nil {
			t.Fatal(err)
		}
		item, ok := completeWorkspace(w, Workspace{OrganisationID: Some("acme")})
		return ok && item.OrganisationID.Or("") == "acme"
	}
	if !complete(whole) {
		t.Fatal("what has everything is not taken")
	}
	for _, key := range []string{"id", "slug", "name", "icon", "description", "defaults", "usage_limits", "rate_limits", "created_at", "last_updated_at", "is_default"} {
		value := whole[key]
		if delete(whole, key); complete(whole) {
			t.Errorf("an item without %s is taken for whole", key)
		}
		whole[key] = value
	}
	if complete(whole.with("status", "archived")) {
		t.Error("an archived item is taken")
	}
}
