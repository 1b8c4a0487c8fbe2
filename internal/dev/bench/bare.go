package main

import (
	"context"
	"fmt"
	"net/http"
	"strings"
)

// bareWorkspaces needs a POST for each workspace; a list in pages; a list, and a DELETE
// for each.
type bareWorkspaces struct {
	*loop
	n int
}

const workspacesPath = "admin/workspaces"

func (b bareWorkspaces) do(ctx context.Context, operation string) error {
	switch operation {
	case "apply":
		return b.create(ctx)
	case refresh:
		_, err := b.list(ctx, workspacesPath, nil)
		return err
	default:
		return b.destroy(ctx)
	}
}

func (b bareWorkspaces) create(ctx context.Context) error {
	return b.each(ctx, b.n, func(ctx context.Context, i int) error {
		return b.send(ctx, http.MethodPost, workspacesPath, body{"name": fmt.Sprint("bench ", i), "description": fmt.Sprintf("Workspace %d of a measurement", i)}, nil)
	})
}

func (b bareWorkspaces) destroy(ctx context.Context) error {
	all, err := b.list(ctx, workspacesPath, nil)
	if err != nil {
		return err
	}
	return b.each(ctx, len(all), func(ctx context.Context, i int) error {
		if !strings.HasPrefix(all[i].Name, "bench ") {
			return nil // the organisation's default workspace
		}
		return b.send(ctx, http.MethodDelete, workspacesPath+"/"+all[i].ID, body{"name": all[i].Name}, nil)
	})
}
