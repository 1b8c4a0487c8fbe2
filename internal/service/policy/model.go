package policy

import (
	"time"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

// common are the attributes of both kinds, which the resources and the data sources share.
// What a configuration must set is a plain Go value, since it is known wherever a model is
// read; what the server owns is a framework value, since it is unknown in a plan.
type common struct {
	ID            types.String `tfsdk:"id"`
	WorkspaceID   types.String `tfsdk:"workspace_id"`
	Name          *string      `tfsdk:"name"`
	Type          *string      `tfsdk:"type"`
	Conditions    []condition  `tfsdk:"conditions"`
	GroupBy       []string     `tfsdk:"group_by"`
	Status        types.String `tfsdk:"status"`
	CreatedBy     types.String `tfsdk:"created_by"`
	CreatedAt     types.String `tfsdk:"created_at"`
	LastUpdatedAt types.String `tfsdk:"last_updated_at"`
}

// policy is a model of one kind.
type policy[M any] interface {
	// shared are the attributes of both kinds, and sharing the model with others.
	shared() common
	sharing(common) M
	// create is the body of the POST, given the id of the workspace. now is the server's
	// clock.
	create(workspaceID string, now time.Time) portkey.PolicyCreate
	// described is the description, which is set after the create; "" if there is none.
	described() string
	// takeComputed takes over what the server alone decides, as far as the answer has it.
	takeComputed(answer portkey.Policy) M
	// observe is the state as the server has it, in the spelling of the model. What the
	// answer lacks stays, and so does everything where the answer is older.
	observe(answer portkey.Policy, now time.Time) M
	// differs names the attributes in which two models differ on the wire, and digest
	// identifies what it compares.
	differs(other M) tfkit.Changes
	digest() string
	// changes are the bodies of the PUTs that turn state into the model, at most one: what
	// this update changes, and only what is not there already. live is the policy as it is on
	// the server, and answer what the server said.
	changes(state, live M, answer portkey.Policy, now time.Time) []portkey.PolicyUpdate
	// asBefore is the model with what the server decides as it is in state.
	asBefore(state M) M
	// resets reports whether a change of the model asks for a reset of what was spent, and
	// untriggered takes the change back.
	resets(state M) bool
	untriggered(state M) M
	mayShareName() bool
	// kept is a description that the control plane kept although it was cleared, and keeping
	// the model with another. The private state has it.
	kept() string
	keeping(description string) M
}

// id is what a path names the policy by.
func (c common) id() string { return c.ID.ValueString() }

// ref is what a proof that the policy was deleted has to go by.
func (c common) ref(workspaceID string) portkey.Ref {
	return portkey.Ref{ID: c.id(), Name: tfkit.Text(c.Name), Parent: workspaceID, CreatedAt: c.CreatedAt.ValueString()}
}

func (c common) create(workspaceID string) portkey.PolicyCreate {
	return portkey.PolicyCreate{
		Name: tfkit.Text(c.Name), WorkspaceID: workspaceID, Type: tfkit.Text(c.Type),
		Conditions: wireConditions(c.Conditions), GroupBy: wireGroups(c.GroupBy),
	}
}

// takeComputed leaves the workspace as it is written, by id or slug: a policy can't be moved.
func (c common) takeComputed(answer portkey.Policy) common {
	c.ID = tfkit.OrPrior(answer.ID, c.ID)
	if c.WorkspaceID.ValueString() == "" {
		c.WorkspaceID = tfkit.OrPrior(answer.WorkspaceID, c.WorkspaceID)
	}
	c.Status = tfkit.OrPrior(answer.Status, c.Status)
	c.CreatedBy = tfkit.OrPrior(answer.CreatedBy, c.CreatedBy)
	c.CreatedAt = tfkit.OrPrior(answer.CreatedAt, c.CreatedAt)
	c.LastUpdatedAt = tfkit.OrPrior(answer.LastUpdatedAt, c.LastUpdatedAt)
	return c
}

func (c common) asBefore(state common) common {
	c.Status, c.CreatedBy, c.CreatedAt, c.LastUpdatedAt = state.Status, state.CreatedBy, state.CreatedAt, state.LastUpdatedAt
	return c
}

func (c common) observe(answer portkey.Policy) common {
	c = c.takeComputed(answer)
	if answer.Name.IsPresent() {
		c.Name = tfkit.KeepText(c.Name, answer.Name.Or(""))
	}
	if answer.Type.IsPresent() {
		c.Type = tfkit.KeepText(c.Type, answer.Type.Or(""))
	}
	if answer.Conditions.IsPresent() {
		c.Conditions = observeConditions(c.Conditions, answer.Conditions.Or(nil))
	}
	if keys := groupKeys(answer.GroupBy.Or(nil)); answer.GroupBy.IsPresent() && !sameSet(keys, c.GroupBy) {
		c.GroupBy = keys
	}
	return c
}

func (c common) differs(other common) tfkit.Changes {
	var changes tfkit.Changes
	changes.Add("name", tfkit.Text(c.Name) == tfkit.Text(other.Name))
	changes.Add("conditions", sameConditions(c.Conditions, other.Conditions))
	return changes
}

// digest is what [tfkit.Digest] takes of what differs compares.
func (c common) digest() []any {
	return []any{tfkit.Text(c.Name), tfkit.Unordered(wireConditions(c.Conditions))}
}

// number is a model's number on the wire; amount is the way back.
func number(n types.Number) *portkey.Number { return (*portkey.Number)(tfkit.Float(n)) }

func amount(n portkey.Opt[portkey.Number]) *float64 {
	value, ok := n.Get()
	if !ok {
		return nil
	}
	return (*float64)(&value)
}

// numberOrNull is a number in a PUT, where null clears.
func numberOrNull(n types.Number) portkey.Opt[portkey.Number] {
	if value := number(n); value != nil {
		return portkey.Some(*value)
	}
	return portkey.Null[portkey.Number]()
}

func sameNumber(a, b types.Number) bool { return tfkit.Same(tfkit.Float(a), tfkit.Float(b)) }

// missing are the attributes that an update from state changes and that live lacks:
// somebody else, or a lost attempt, may have been first.
func missing[M policy[M]](m, state, live M) []string {
	var names []string
	changed := m.differs(state)
	for _, name := range m.differs(live) {
		if changed.Has(name) {
			names = append(names, name)
		}
	}
	return names
}
