package config

import (
	"context"
	"errors"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

// find finds what an import names: a config by its slug, id or name among all that
// the key sees, or by its name in a workspace. workspace is that one as it is written;
// nil where none is.
func find(ctx context.Context, api *portkey.Client, ref string) (found portkey.Config, workspace *string, err error) {
	in, name, nested := strings.Cut(ref, "/")
	if !nested {
		found, err = api.Configs("").Find(ctx, ref)
		return found, nil, err
	}
	home, err := api.Workspaces().Find(ctx, in)
	if errors.As(err, new(*portkey.NotFoundError)) { // the slash is part of a name
		found, err = api.Configs("").Find(ctx, ref)
		return found, nil, err
	}
	if err != nil {
		return found, nil, err
	}
	if in != home.ID && in != home.Slug.Or("") { // its name is no workspace_id
		in = home.ID
	}
	found, err = api.Configs(home.ID).Find(ctx, name)
	return found, &in, err
}

// inUse explains why a config can't be deleted.
func inUse(refusal error, use portkey.ConfigUse) diag.Diagnostic {
	users := "It is used by something that this key can't see."
	if len(use.Users) > 0 {
		users = "It is used by: " + strings.Join(use.Users, ", ") + "."
	}
	if use.Hidden && len(use.Users) > 0 {
		users += " There may be more that this key can't see."
	}
	return noun.Destroy().FailedIn(tfkit.SectionHeld, refusal, "The config is in use, and nothing was deleted. "+users,
		"Take the config out there, then destroy it again.")
}
