package config

import (
	"context"
	"errors"
	"strings"

	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
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

// findByID finds a config by its slug or id: where a path takes the slug alone, the
// list has the id.
func findByID(ctx context.Context, configs *portkey.Configs, id string) (portkey.Config, error) {
	found, err := configs.Find(ctx, id)
	if err == nil && found.Slug.Or("") != id && found.ID.Or("") != id { // a name
		return portkey.Config{}, &portkey.NotFoundError{Words: portkey.ConfigWords, Ref: id}
	}
	return found, err
}
