package main

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strings"
)

// bareOrganisation is the bare loop of an organisation. It knows what it has created, as a
// state does.
type bareOrganisation struct {
	*loop
	teams []bareTeam
}

// bareTeam is a team.
type bareTeam struct {
	name, workspace string
	// objects are the paths of what is in the workspace.
	objects []string
}

func newBareOrganisation(l *loop, n int) *bareOrganisation {
	b := &bareOrganisation{l, make([]bareTeam, n)}
	for i := range b.teams {
		b.teams[i].name = fmt.Sprint("Team ", i)
	}
	return b
}

func (b *bareOrganisation) do(ctx context.Context, operation string) error {
	switch operation {
	case "apply":
		return b.create(ctx)
	case "change":
		return b.change(ctx)
	case refresh:
		return b.refresh(ctx)
	default:
		return b.destroy(ctx)
	}
}

func (b *bareOrganisation) create(ctx context.Context) error {
	err := b.each(ctx, len(b.teams), func(ctx context.Context, i int) error { return b.createTeam(ctx, &b.teams[i]) })
	if err != nil {
		return err
	}
	return b.grant(ctx, true)
}

// createTeam sends a POST for each object, and one for all members of a workspace: that of
// the workspace takes users too, but no roles.
func (b *bareOrganisation) createTeam(ctx context.Context, t *bareTeam) error {
	var home item
	if err := b.send(ctx, http.MethodPost, workspacesPath, body{"name": t.name, "description": "Answers customers"}, &home); err != nil {
		return err
	}
	t.workspace = home.ID
	users := []body{}
	for i, id := range membersOfTeam {
		role := "member"
		if i == 0 {
			role = "manager"
		}
		users = append(users, body{"id": id, "role": role})
		t.objects = append(t.objects, t.members()+"/"+id)
	}
	if err := b.send(ctx, http.MethodPost, t.members(), body{"users": users}, nil); err != nil {
		return err
	}
	objects := []creation{
		{"policies/usage-limits", body{
			"name": "Budget of a user", "type": "cost", "credit_limit": 20, "periodic_reset": "monthly",
			"group_by": []body{{"key": "metadata.user"}}, "conditions": []body{{"key": "metadata.user", "value": "*"}},
		}},
		{"policies/rate-limits", body{
			"name": "Requests of a key", "type": "requests", "unit": "rpm", "value": 60,
			"group_by": []body{{"key": "api_key"}}, "conditions": []body{{"key": "model", "value": "gpt-4o"}},
		}},
		{"configs", body{"name": "Retries", "config": body{"retry": body{"attempts": 3}}}},
		{"guardrails", body{
			"name": "Personal data", "actions": body{"deny": true},
			"checks": []body{{"id": "portkey.pii", "parameters": body{"categories": []string{"CREDIT_CARD", "SSN"}}}},
		}},
	}
	for _, name := range keysOfTeam {
		objects = append(objects, creation{"api-keys" + ofService, body{"name": name, "scopes": []string{"completions.write", "logs.write"}}})
	}
	for _, one := range objects {
		var made item
		one.content["workspace_id"] = t.workspace
		if err := b.send(ctx, http.MethodPost, one.path, one.content, &made); err != nil {
			return err
		}
		t.objects = append(t.objects, strings.TrimSuffix(one.path, ofService)+"/"+made.ID)
	}
	return nil
}

// creation is a POST.
type creation struct {
	path    string
	content body
}

// ofService is the type of an API key, in the path of its create alone.
const ofService = "/workspace/service"

func (t *bareTeam) members() string { return workspacesPath + "/" + t.workspace + "/users" }

func accessPath(integration string) string { return "integrations/" + integration + "/workspaces" }

// grant enables or disables each integration in all workspaces by one write.
func (b *bareOrganisation) grant(ctx context.Context, enabled bool) error {
	rows := []body{}
	for _, t := range b.teams {
		rows = append(rows, body{"id": t.workspace, "enabled": enabled})
	}
	return b.each(ctx, len(integrationsOfTeam), func(ctx context.Context, i int) error {
		return b.send(ctx, http.MethodPut, accessPath(integrationsOfTeam[i]), body{"workspaces": rows, "create_default_provider": false}, nil)
	})
}

// refresh reads lists. Those of workspaces, keys and configs are of the whole organisation,
// that of an integration has all workspaces, and those of members and policies are of one
// workspace. Items of configs lack the contents, which are as they were while the last
// update is. Those of guardrails lack the checks, so each guardrail is read.
func (b *bareOrganisation) refresh(ctx context.Context) error {
	var reads []func(context.Context) error
	list := func(path string, filter url.Values) {
		reads = append(reads, func(ctx context.Context) error {
			_, err := b.list(ctx, path, filter)
			return err
		})
	}
	read := func(path string) {
		reads = append(reads, func(ctx context.Context) error { return b.send(ctx, http.MethodGet, path, nil, nil) })
	}
	for _, path := range []string{workspacesPath, "api-keys", "configs"} {
		list(path, nil)
	}
	for _, integration := range integrationsOfTeam {
		read(accessPath(integration))
	}
	for _, t := range b.teams {
		list(t.members(), nil)
		for _, path := range []string{"policies/usage-limits", "policies/rate-limits"} {
			list(path, url.Values{"workspace_id": {t.workspace}})
		}
		for _, path := range t.objects {
			if strings.HasPrefix(path, "guardrails/") {
				read(path)
			}
		}
	}
	return b.each(ctx, len(reads), func(ctx context.Context, i int) error { return reads[i](ctx) })
}

func (b *bareOrganisation) change(ctx context.Context) error {
	if err := b.refresh(ctx); err != nil {
		return err
	}
	return b.send(ctx, http.MethodPut, workspacesPath+"/"+b.teams[0].workspace, body{"description": another}, nil)
}

// destroy sends a DELETE for each object, those in a workspace before it.
func (b *bareOrganisation) destroy(ctx context.Context) error {
	if err := b.refresh(ctx); err != nil {
		return err
	}
	if err := b.grant(ctx, false); err != nil {
		return err
	}
	return b.each(ctx, len(b.teams), func(ctx context.Context, i int) error {
		t := b.teams[i]
		for _, path := range t.objects {
			if err := b.send(ctx, http.MethodDelete, path, nil, nil); err != nil {
				return err
			}
		}
		return b.send(ctx, http.MethodDelete, workspacesPath+"/"+t.workspace, body{"name": t.name}, nil)
	})
}
