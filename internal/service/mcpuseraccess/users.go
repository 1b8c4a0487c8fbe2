package mcpuseraccess

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/portkey-community/terraform-provider-portkey/internal/people"
	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

// idsKey is the private-state key of the ids of users whose e-mail addresses are in the state,
// so that neither a refresh nor a destroy has to look them up.
const idsKey = "user_ids"

// notedIDs are the ids of the keys of a state. A key that is no e-mail address is an id.
func notedIDs(ctx context.Context, private tfkit.PrivateState, users map[string]bool) who {
	ids := who{}
	stored, _ := private.GetKey(ctx, idsKey) // fails for reserved keys only
	_ = json.Unmarshal(stored, &ids)         // there may be none
	for key := range users {
		if !strings.Contains(key, "@") {
			ids[key] = key
		}
	}
	return ids
}

// note keeps the ids of e-mail addresses.
func (w who) note(ctx context.Context, private tfkit.PrivateState, users map[string]bool) diag.Diagnostics {
	kept := who{}
	for key := range users {
		if strings.Contains(key, "@") {
			kept[key] = w[key]
		}
	}
	if len(kept) == 0 {
		return private.SetKey(ctx, idsKey, nil)
	}
	stored, _ := json.Marshal(kept) // texts always marshal
	return private.SetKey(ctx, idsKey, stored)
}

// find looks up the e-mail addresses that a write needs, of those that known lacks, and
// refuses an address and an id of one user.
func find(ctx context.Context, api *portkey.Client, act tfkit.Act, users map[string]bool, known who) (who, diag.Diagnostic) {
	ids, owner := maps.Clone(known), map[string]string{}
	for _, key := range slices.Sorted(maps.Keys(users)) {
		if !strings.Contains(key, "@") {
			ids[key] = key
		}
		if ids[key] == "" {
			found, err := people.Find(ctx, api, people.UserOf(key))
			if err != nil {
				return nil, notFound(act, key, err)
			}
			ids[key] = found.ID.Or("")
		}
		if first, twice := owner[ids[key]]; twice {
			return nil, diag.NewAttributeErrorDiagnostic(path.Root("users").AtMapKey(key), act.Summary(), fmt.Sprintf(
				"The keys %q and %q of users name one user. Nothing was changed. Remove one of them.\n%s", first, key, tfkit.More(tfkit.SectionValue)))
		}
		owner[ids[key]] = key
	}
	return ids, nil
}

// notFound explains why the user of an e-mail address was not found.
func notFound(act tfkit.Act, key string, err error) diag.Diagnostic {
	at := path.Root("users").AtMapKey(key)
	var missing *portkey.NotFoundError
	failed := act.Failed(err)
	switch {
	case !errors.As(err, &missing):
	case missing.ListRefused:
		act.Right, act.Advice = people.Noun.List().Right, ""
		failed = act.FailedIn(tfkit.SectionScope, err,
			fmt.Sprintf("The user %q can't be looked up: the API key lacks the %s. Nothing was changed.", key, act.Right),
			"Give the API key that scope. The API key of a workspace can't have it: use the ID of the user as the key of users, as the data source portkey_mcp_server_user_access returns it.")
	default:
		failed = diag.NewErrorDiagnostic(act.Summary(), fmt.Sprintf("No user of the organisation has the e-mail address %q. Nothing was changed.\nCheck the spelling.\n%s",
			key, tfkit.More(tfkit.SectionNotFound)))
	}
	return diag.NewAttributeErrorDiagnostic(at, failed.Summary(), failed.Detail())
}
