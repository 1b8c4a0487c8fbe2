package mcpuseraccess

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

// errNoDefault is a list without the default, which users who are removed get.
var errNoDefault = errors.New("the response does not contain the default access")

// strangersError refuses ids that are those of nobody in the list.
type strangersError struct{ keys []string }

func (e *strangersError) Error() string {
	return "the MCP server has no users " + strings.Join(e.keys, ", ")
}

// strangers is an error for users of m who are written, and whom the list lacks.
func (m model) strangers(rows []portkey.MCPUserAccessWrite, live portkey.MCPUserAccess, ids who) error {
	missing := &strangersError{}
	for key, id := range ids {
		_, named := m.Users[key]
		written := slices.ContainsFunc(rows, func(row portkey.MCPUserAccessWrite) bool { return row.Default == "" && row.UserID == id })
		if _, there := live.Of(id); named && written && !there {
			missing.keys = append(missing.keys, key)
		}
	}
	if len(missing.keys) == 0 {
		return nil
	}
	slices.Sort(missing.keys)
	return missing
}

// createFailed explains why a create changed nothing, or may have changed something.
func createFailed(err error, plan model) diag.Diagnostic {
	if portkey.IsRefused(err) {
		return noun.Create().NoMCPServer(err, plan.MCPServerID.ValueString())
	}
	return failed(noun.Create(), err, nil)
}

// failed explains why a write changed nothing, or may have changed something.
func failed(act tfkit.Act, err error, prove func(error) portkey.Gone) diag.Diagnostic {
	var strangers *strangersError
	switch {
	case errors.As(err, &strangers):
		return unknownUsers(act, strangers.keys)
	case errors.As(err, new(*tfkit.ForeignError)):
		return noun.UpdateFailed(err)
	case errors.Is(err, errNoDefault):
		return act.FailedIn(tfkit.SectionNotPortkey, err, "What users have by default is not known, so nothing can take the place of their own access. Nothing was changed.",
			"Set default_access, and apply again.")
	case portkey.IsRefused(err):
		gone := prove(err)
		if gone.Proven {
			return noun.RefusedUpdate(err, gone)
		}
		return noun.Refused(act, err, gone)
	default:
		return act.Failed(err)
	}
}

// unknownUsers refuses users who are no members of the workspace, or whose ids are others for
// the key.
func unknownUsers(act tfkit.Act, keys []string) diag.Diagnostic {
	at := path.Root("users")
	if len(keys) == 1 {
		at = at.AtMapKey(keys[0])
	}
	return diag.NewAttributeErrorDiagnostic(at, act.Summary(), fmt.Sprintf(
		"Portkey does not list these users for the MCP server: %s. Nothing was changed.\n"+
			"- If they are no members of the workspace of the server, add them with portkey_workspace_member, and refer to that resource or name it in depends_on.\n"+
			"- If they are, this API key has other IDs for them than those of portkey_user: use the IDs that the data source portkey_mcp_server_user_access returns.\n%s",
		strings.Join(keys, ", "), tfkit.More(tfkit.SectionNotFound)))
}

// staysWarning says that users keep an access of their own.
func staysWarning(keys []string, when string) diag.Diagnostic {
	return diag.NewAttributeWarningDiagnostic(path.Root("users"), "Users keep an access of their own", fmt.Sprintf(
		"Portkey can't remove what was set for a user. %s, the access of these users is set to that of the default, and does not follow later changes of the default: %s.",
		when, strings.Join(keys, ", ")))
}
