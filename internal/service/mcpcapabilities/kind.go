package mcpcapabilities

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

// kind is what has capabilities: MCP integrations, or MCP servers.
type kind struct {
	owner portkey.MCPOwner
	noun  tfkit.Noun
	// what is what messages call one that has them, attribute the argument that names it, and
	// needs the scopes of reads and writes.
	what, attribute       string
	needsRead, needsWrite string
	// resolve is the id that an id or a slug names, find one that an import names.
	resolve func(ctx context.Context, api *portkey.Client, ref string) (id string, err error)
	find    func(ctx context.Context, s *tfkit.Session, ref string) (id, slug string, err error)
	// plan plans a replacement where the argument names another one.
	plan func(ctx context.Context, s *tfkit.Session, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse)
	// note notes what the proof of a deletion needs, and prove looks whether one was deleted.
	note  func(ctx context.Context, s *tfkit.Session, noted, private tfkit.PrivateState) diag.Diagnostics
	prove func(ctx context.Context, s *tfkit.Session, id string, noted tfkit.PrivateState) func(error) portkey.Gone
	// get reads a model, set is the model with the name of its argument.
	get func(ctx context.Context, from source) (model, diag.Diagnostics)
	set func(model) any
}

// source is a plan or a state.
type source interface {
	Get(ctx context.Context, target any) diag.Diagnostics
}

// ofIntegrations are the capabilities of MCP integrations.
func ofIntegrations() kind {
	return kind{
		owner: portkey.OfMCPIntegration, noun: nounOf(portkey.OfMCPIntegration, "ID, slug or exact name"),
		what: "MCP integration", attribute: "mcp_integration_id",
		needsRead: "The API key needs the scope `organisation_mcp_integrations.read` (`workspace_mcp_integrations.read` for an integration of a workspace).",
		needsWrite: "The API key needs the scopes `organisation_mcp_integrations.read` and `organisation_mcp_integrations.update` " +
			"(`workspace_mcp_integrations.read` and `workspace_mcp_integrations.update` for an integration of a workspace), and `workspaces.list` to detect that the integration was deleted.",
		resolve: func(ctx context.Context, api *portkey.Client, ref string) (string, error) {
			if kind, err := portkey.ParseReference(ref); err == nil && kind == portkey.ByID {
				return ref, nil
			}
			found, err := api.ResolveMCPIntegration(ctx, ref)
			return found.ID, err
		},
		find: func(ctx context.Context, s *tfkit.Session, ref string) (id, slug string, err error) {
			found, err := portkey.NewMCPIntegrations(s.API, "").Find(ctx, ref)
			return found.ID.Or(""), found.Slug.Or(""), err
		},
		plan: tfkit.PlanMCPIntegration,
		note: func(ctx context.Context, s *tfkit.Session, noted, private tfkit.PrivateState) diag.Diagnostics {
			diags := s.NoteOrganisation(ctx, noted, private)
			diags.Append(tfkit.NoteSeen(ctx, noted, private, s.API.Now())...)
			return diags
		},
		prove: func(ctx context.Context, s *tfkit.Session, id string, noted tfkit.PrivateState) func(error) portkey.Gone {
			return func(error) portkey.Gone {
				gone := portkey.NewMCPIntegrations(s.API, "").ProveGone(ctx, portkey.Ref{ID: id, Parent: tfkit.NotedOrganisation(ctx, noted), CreatedAt: tfkit.NotedSeen(ctx, noted)})
				if gone.Proven {
					gone.Seen = "Its MCP integration was deleted. " + gone.Seen
				}
				return gone
			}
		},
		get: func(ctx context.Context, from source) (model, diag.Diagnostics) {
			var m integrationModel
			diags := from.Get(ctx, &m)
			m.Owner = m.MCPIntegrationID
			return m.model, diags
		},
		set: func(m model) any { return integrationModel{m, m.Owner} },
	}
}

// ofServers are the capabilities of MCP servers.
func ofServers() kind {
	return kind{
		owner: portkey.OfMCPServer, noun: nounOf(portkey.OfMCPServer, "ID, slug, or workspace/name"),
		what: "MCP server", attribute: "mcp_server_id",
		needsRead: "The API key needs the scope `mcp_servers.read`.",
		needsWrite: "The API key needs the scopes `mcp_servers.read` and `mcp_servers.update`, and `mcp_servers.list`, `workspaces.read` and `workspaces.list` to detect that the server was deleted. " +
			"Some control planes return 403 for MCP servers to every API key of an organisation: use one of the workspace there.",
		resolve: func(ctx context.Context, api *portkey.Client, ref string) (string, error) {
			return api.ResolveMCPServerID(ctx, ref)
		},
		find: func(ctx context.Context, s *tfkit.Session, ref string) (id, slug string, err error) {
			found, _, err := tfkit.FindInWorkspaces(ctx, s.API, func(workspaceID, ref string) (portkey.MCPServer, error) {
				if workspaceID == "" { // names are looked up within a workspace only
					return portkey.NewMCPServers(s.API, "").FindByID(ctx, ref)
				}
				return portkey.NewMCPServers(s.API, workspaceID).Find(ctx, ref)
			}, ref)
			return found.ID.Or(""), found.Slug.Or(""), err
		},
		plan: tfkit.PlanMCPServer,
		note: func(ctx context.Context, s *tfkit.Session, noted, private tfkit.PrivateState) diag.Diagnostics {
			return s.NoteMCPServer(ctx, noted, private)
		},
		prove: func(ctx context.Context, s *tfkit.Session, id string, noted tfkit.PrivateState) func(error) portkey.Gone {
			return s.ProveMCPServerGone(ctx, id, noted)
		},
		get: func(ctx context.Context, from source) (model, diag.Diagnostics) {
			var m serverModel
			diags := from.Get(ctx, &m)
			m.Owner = m.MCPServerID
			return m.model, diags
		},
		set: func(m model) any { return serverModel{m, m.Owner} },
	}
}

func nounOf(owner portkey.MCPOwner, references string) tfkit.Noun {
	words := portkey.MCPCapabilityWords(owner)
	if owner == portkey.OfMCPServer {
		words.Advice = portkey.MCPServerWords.Advice
	}
	return tfkit.Noun{
		Words: words, Type: typeOf(owner), Name: "capabilities",
		References: references, Attributes: []string{"capabilities"},
	}
}

func typeOf(owner portkey.MCPOwner) string {
	if owner == portkey.OfMCPServer {
		return "portkey_mcp_server_capabilities"
	}
	return "portkey_mcp_integration_capabilities"
}

// ownerID is the id that an argument names. It reports false, with an error at the argument,
// where that names nothing.
func (k kind) ownerID(ctx context.Context, api *portkey.Client, ref types.String, act tfkit.Act, diags *diag.Diagnostics) (string, bool) {
	id, err := k.resolve(ctx, api, ref.ValueString())
	if err != nil {
		failed := k.noOwner(act, err, ref.ValueString())
		diags.AddAttributeError(path.Root(k.attribute), failed.Summary(), failed.Detail())
	}
	return id, err == nil
}
