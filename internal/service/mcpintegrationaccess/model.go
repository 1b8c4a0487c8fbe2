package mcpintegrationaccess

import (
	"time"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

// model is the resource. All that it says of the access is that there is one.
type model struct {
	ID               types.String `tfsdk:"id"`
	MCPIntegrationID types.String `tfsdk:"mcp_integration_id"`
	WorkspaceID      types.String `tfsdk:"workspace_id"`
	CreatedAt        types.String `tfsdk:"created_at"`
	LastUpdatedAt    types.String `tfsdk:"last_updated_at"`
}

// address is what an import of the access takes.
func (m model) address() string {
	return m.MCPIntegrationID.ValueString() + "/" + m.WorkspaceID.ValueString()
}

// observe takes over what the server alone decides, as far as the answer has it.
func (m model) observe(answer portkey.IntegrationAccess) model {
	m.CreatedAt = tfkit.OrPrior(answer.CreatedAt, m.CreatedAt)
	m.LastUpdatedAt = tfkit.OrPrior(answer.LastUpdatedAt, m.LastUpdatedAt)
	return m
}

// granted and removed are the digests of a row with access, and of one whose access was
// removed.
var granted, removed = tfkit.Digest("granted"), tfkit.Digest("removed")

// judge compares a row with a state, which has access; see tfkit.OwnWrites.
func judge(writes tfkit.OwnWrites, answer portkey.IntegrationAccess, now time.Time) tfkit.Finding {
	seen := removed
	if answer.IsEnabled() {
		seen = granted
	}
	return writes.Judge(granted, seen, answer.LastUpdatedAt.Or(""), now)
}
