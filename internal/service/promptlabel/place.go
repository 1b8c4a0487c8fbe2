package promptlabel

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

// place is whose a label is: a workspace's or the organisation's, by their ids. Neither is
// the workspace of a workspace's own key.
type place struct{ workspaceID, organisationID string }

func (p place) id() string { return cmp.Or(p.workspaceID, p.organisationID) }

func (p place) labels(api *portkey.Client) *portkey.PromptLabels {
	return portkey.NewPromptLabels(api, p.workspaceID, p.organisationID)
}

// placeOf is the place that workspace_id or scope names. It reports false, with an error at
// the attribute, if that can't be found.
func placeOf(ctx context.Context, s *tfkit.Session, workspace, scope types.String, diags *diag.Diagnostics) (place, bool) {
	if scope.ValueString() == "" {
		id, ok := s.WorkspaceID(ctx, workspace, diags)
		return place{workspaceID: id}, ok
	}
	id, err := organisationOf(ctx, s)
	if err != nil {
		diags.AddAttributeError(path.Root("scope"), "Cannot find the organisation", fmt.Sprintf(
			"A label of the organisation is named with the ID of that, which only a workspace shows, and none could be read. Nothing was changed. "+
				"Give the API key the scopes workspaces.list and workspaces.read, or use one that has them.\nPortkey: %v.\n%s", err, tfkit.More(tfkit.SectionScope)))
	}
	return place{organisationID: id}, err == nil
}

// errNoOrganisation is the error of a workspace that lacks the organisation.
var errNoOrganisation = errors.New("no response contains the ID of the organisation")

func organisationOf(ctx context.Context, s *tfkit.Session) (string, error) {
	id, err := s.OrganisationID(ctx)
	if err == nil && id == "" {
		err = errNoOrganisation
	}
	return id, err
}

// placeIn is the place of a label in a state, whose workspace may have been deleted.
func placeIn(ctx context.Context, s *tfkit.Session, state model) place {
	if state.Scope.ValueString() == "" {
		return place{workspaceID: s.KnownWorkspaceID(ctx, state.WorkspaceID)}
	}
	if id := state.OrganisationID.ValueString(); id != "" {
		return place{organisationID: id}
	}
	id, _ := organisationOf(ctx, s) // the API rejects a request without it
	return place{organisationID: id}
}

// imported is what an import names.
type imported struct {
	place

	// workspace and scope are as the state has them.
	workspace, scope types.String
	ref              string
}

// findPlace cuts an import ID in two: a workspace, by its id, slug or name, or organisation,
// and the label. Without a workspace it is the label of a workspace's own key.
func findPlace(ctx context.Context, s *tfkit.Session, reference string) (imported, error) {
	in, ref, nested := strings.Cut(reference, "/")
	if !nested {
		own := s.OwnWorkspaceID(ctx)
		if own == "" {
			return imported{}, errNoPlace
		}
		return imported{place{workspaceID: own}, types.StringValue(own), types.StringNull(), reference}, nil
	}
	if id, err := organisationOf(ctx, s); in == organisation || err == nil && in == id {
		return imported{place{organisationID: id}, types.StringNull(), types.StringValue(organisation), ref}, err
	}
	home, err := portkey.NewWorkspaces(s.API).Find(ctx, in)
	if err != nil {
		return imported{}, err
	}
	if in != home.ID && in != home.Slug.Or("") { // a name is no workspace_id
		in = home.ID
	}
	return imported{place{workspaceID: home.ID}, types.StringValue(in), types.StringNull(), ref}, nil
}

// errNoPlace is the error of an import that names a label alone.
var errNoPlace = errors.New("no workspace")
