package scim

import (
	"errors"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

// noun is what diagnostics need to know of mappings.
var noun = tfkit.Noun{
	Words: portkey.SCIMMappingWords, Type: "portkey_scim_workspace_mapping", Name: "scim_group_id",
	References: "ID or workspace/group/role",
	Attributes: []string{"workspace_id", "role", "scim_group_id", "scim_group_name"},
}

// groupNoun is what diagnostics need to know of groups.
var groupNoun = tfkit.Noun{Words: portkey.SCIMGroupWords}

// createFailed explains why a create failed, or may have had an effect. other is the
// mapping that gives the group another role, if there is one.
func createFailed(err error, body portkey.SCIMMappingCreate, other *portkey.SCIMMapping) diag.Diagnostic {
	group, written := "scim_group_name", body.GroupName
	if body.GroupID != "" {
		group, written = "scim_group_id", body.GroupID
	}
	var taken *portkey.TakenError
	var unknown *portkey.UnknownOutcomeError
	if errors.As(err, &unknown) {
		unknown.Name = written // the address above shows the rest
	}
	switch {
	case errors.As(err, &taken):
		return diag.NewAttributeErrorDiagnostic(path.Root(group), noun.Create().Summary(), takenDetail(taken))
	case portkey.IsInvalid(err) && other != nil:
		return at("role", noun.Create().FailedIn(tfkit.SectionValue, err, fmt.Sprintf(
			"A SCIM group has one role, in all workspaces, and the mapping %s of the group %q to the workspace %s has the role %s. Nothing was created.",
			other.ID.Or(""), other.Group.Or(""), other.WorkspaceID.Or(""), other.Role.Or("")),
			"Use that role, or change the role of all mappings of the group in one apply. With create_before_destroy the old mapping is still there: "+
				"remove that argument, so that it is deleted first."))
	case portkey.IsInvalid(err) && portkey.IsProvisionedGroup(body.GroupName):
		return at("scim_group_name", noun.Create().FailedIn(tfkit.SectionValue, err,
			"Portkey creates a workspace from a SCIM group of such a name, and accepts no other mapping of that group. Nothing was created.",
			"Rename the group, or remove the mapping."))
	}
	return noun.CreateFailed(err)
}

func at(attribute string, failed diag.Diagnostic) diag.Diagnostic {
	return diag.NewAttributeErrorDiagnostic(path.Root(attribute), failed.Summary(), failed.Detail())
}

func takenDetail(taken *portkey.TakenError) string {
	if len(taken.Candidates) == 0 || taken.MadeHere {
		return "Two resources of this run map the same group to the same workspace, and the other one was created first. Nothing was created for this one. " +
			"Remove one of them.\n" + tfkit.More(tfkit.SectionTaken)
	}
	return "A mapping of the group to the workspace with this role already exists. Nothing was created.\n" +
		"- If the mapping is not managed yet, import it in the root module with\n" + noun.ImportBlocks(taken.Candidates) + "\n" +
		"- If it is in this state under another address, add a moved block. With create_before_destroy, remove that argument.\n" +
		tfkit.More(tfkit.SectionTaken)
}
