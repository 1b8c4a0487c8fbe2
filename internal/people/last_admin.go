package people

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

// WarnOfLastAdmin warns where a plan leaves a workspace without an admin or manager:
// leaves are those whom one resource removes or gives a lower role. Others may leave by
// the plan of another resource, and the last one planned warns of all.
//
// It is no error, since the plan of one resource can't see what makes it right: that the
// workspace is deleted as well, whose members Terraform destroys first, or that another
// resource gives somebody the role. Terraform plans destroys in any order.
func WarnOfLastAdmin(ctx context.Context, s *tfkit.Session, workspaceID string, leaves func(portkey.Member) bool, diags *diag.Diagnostics) {
	if s == nil || s.API == nil {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, tfkit.PlanPatience)
	defer cancel()
	live, known := portkey.NewMembers(s.API, workspaceID).ListForPlan(ctx)
	if !known {
		return
	}
	var lost []string
	stays, leavesHere := false, false
	for _, one := range live {
		if !Administers(one) {
			continue
		}
		seat := workspaceID + "/" + one.ID.Or("")
		if leaves(one) {
			leavesHere = true
			s.NoteRemoved(seat)
		}
		stays = stays || !s.IsRemoved(seat)
		lost = append(lost, fmt.Sprintf("%q", one.Email.Or(one.ID.Or(""))))
	}
	if stays || !leavesHere {
		return
	}
	slices.Sort(lost)
	// Terraform folds warnings of one summary together, as for a whole stack that is destroyed.
	diags.AddWarning("Workspace without an admin or manager", fmt.Sprintf(
		"The plan removes %s from the workspace %s, or lowers the role, and nobody else there is an admin or manager. Only owners and admins of the organisation can manage the workspace after that.\n"+
			"To keep an admin, give the role \"admin\" or \"manager\" to another member first. "+
			"If this plan also deletes the workspace, or gives the role to somebody in another resource, nothing needs to be done.\n%s",
		strings.Join(lost, ", "), workspaceID, tfkit.More(tfkit.SectionProtected)))
}

// Administers reports whether somebody is an admin or manager of a workspace by the role
// there, and not by that in the organisation.
func Administers(one portkey.Member) bool {
	return !portkey.LeadsOrganisation(one.OrgRole.Or("")) && one.Role.Or("member") != "member"
}
