package harness

import (
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// Action is what a plan is going to do.
type Action string

// The actions, in the words that terraform show -json uses for them.
const (
	NoOp             Action = "no-op"
	Create           Action = "create"
	Update           Action = "update"
	Delete           Action = "delete"
	Replace          Action = "delete,create"
	CreateThenDelete Action = "create,delete"
)

// PlanOption changes how to plan.
type PlanOption func(*planOptions)

type planOptions struct {
	skipRefresh         bool
	replace             bool
	createBeforeDestroy bool
}

// WithoutRefresh plans against the state as it is, as -refresh=false does.
func WithoutRefresh(o *planOptions) { o.skipRefresh = true }

// Replacing plans a replacement whatever changed, as -replace does.
func Replacing(o *planOptions) { o.replace = true }

// CreateBeforeDestroy replaces in the order that the lifecycle argument
// create_before_destroy asks for.
func CreateBeforeDestroy(o *planOptions) { o.createBeforeDestroy = true }

// Plan is what Terraform would show for one resource.
type Plan struct {
	Address string
	Action  Action
	// Before is the state after the refresh, nil for none; After is what is
	// planned, with Unknown where it is not known.
	Before, After map[string]any
	// RequiresReplace has the changed attributes that force a replacement.
	RequiresReplace []string
	// Drifted says that the refresh found something other than the state has.
	Drifted bool

	options   planOptions
	config    map[string]any
	refreshed *instance
	change    change
}

// change is one answer to what should happen to one object.
type change struct {
	action    Action
	config    tftypes.Value
	prior     *object
	after     tftypes.Value
	private   []byte
	identity  *tftypes.Value
	replacing []string
}

// Refresh reads the resource at an address and keeps what was found, as
// terraform apply -refresh-only does.
func (d *Driver) Refresh(address string) Diagnostics {
	typeName := typeOf(address)
	before, diags := d.load(typeName, d.get(address).current)
	if diags.failed() || before == nil {
		return diags
	}
	after, read := d.read(typeName, before)
	diags = append(diags, read...)
	if !diags.failed() {
		d.setCurrent(address, d.store(typeName, after))
	}
	return diags
}

// Plan plans a configuration for an address: refresh, validation, plan, and the
// second plan where the first asks for a replacement.
func (d *Driver) Plan(address string, config map[string]any, options ...PlanOption) (*Plan, Diagnostics) {
	p, diags := d.startPlan(address, options)
	if diags.failed() {
		return p, diags
	}
	p.config = config
	value, validated := d.validate(typeOf(address), config)
	if diags = append(diags, validated...); diags.failed() {
		return p, diags
	}
	c, planned := d.planChange(typeOf(address), p.change.prior, value, p.options)
	p.set(c)
	return p, append(diags, planned...)
}

// PlanDestroy plans the destruction of the resource at an address.
func (d *Driver) PlanDestroy(address string, options ...PlanOption) (*Plan, Diagnostics) {
	p, diags := d.startPlan(address, options)
	if diags.failed() || p.change.prior == nil {
		p.Action = NoOp
		return p, diags
	}
	c, planned := d.planDestroy(typeOf(address), p.change.prior)
	p.set(c)
	return p, append(diags, planned...)
}

// startPlan loads and refreshes what is planned for.
func (d *Driver) startPlan(address string, options []PlanOption) (*Plan, Diagnostics) {
	p := &Plan{Address: address}
	for _, option := range options {
		option(&p.options)
	}
	typeName := typeOf(address)
	prior, diags := d.load(typeName, d.get(address).current)
	if diags.failed() {
		return p, diags
	}
	if prior != nil && !p.options.skipRefresh {
		found, read := d.read(typeName, prior)
		if diags = append(diags, read...); diags.failed() {
			return p, diags
		}
		p.Drifted = found == nil || !found.value.Equal(prior.value)
		prior = found
	}
	if prior != nil {
		p.Before = view(prior.value)
	}
	p.refreshed = d.store(typeName, prior)
	p.change.prior = prior
	return p, diags
}

func (p *Plan) set(c change) {
	if c.prior == nil {
		c.prior = p.change.prior
	}
	p.change = c
	p.Action = c.action
	p.RequiresReplace = c.replacing
	if c.after.Type() != nil {
		p.After = view(c.after)
	}
}

// read refreshes an object; nil if it was deleted.
func (d *Driver) read(typeName string, o *object) (*object, Diagnostics) {
	schema, diags := d.resource(typeName)
	resp, err := d.server.ReadResource(d.ctx, &tfprotov6.ReadResourceRequest{
		TypeName:           typeName,
		CurrentState:       encode(o.value),
		Private:            o.private,
		CurrentIdentity:    encodeIdentity(o.identity),
		ClientCapabilities: &tfprotov6.ReadResourceClientCapabilities{},
	})
	if resp == nil {
		resp = &tfprotov6.ReadResourceResponse{}
	}
	if diags.add("ReadResource", err, resp.Diagnostics); diags.failed() {
		return o, diags
	}
	value, err := decode(schema.ValueType(), resp.NewState)
	if err != nil {
		diags.errorf("Provider produced invalid object", "after refresh: %s", err)
		return o, diags
	}
	if value.IsNull() {
		return nil, diags
	}
	var ps problems
	checkKnown(value, &ps)
	checkWriteOnly(schema.Block.Attributes, value, tftypes.NewAttributePath(), &ps)
	diags.report("Provider produced invalid object after refresh", ps)

	identity := d.decodeIdentity(typeName, resp.NewIdentity, &diags)
	if identity != nil && o.identity != nil && !identity.Equal(*o.identity) {
		diags.errorf("Provider produced different identity after refresh", "was %s, but now %s", *o.identity, *identity)
	}
	return &object{value: value, private: resp.Private, identity: identity, tainted: o.tainted}, diags
}

// planChange asks the provider what a configuration changes, and decides on the
// action as Terraform does.
func (d *Driver) planChange(typeName string, prior *object, config tftypes.Value, options planOptions) (change, Diagnostics) {
	null := tftypes.NewValue(config.Type(), nil)
	before := prior
	if prior == nil || prior.tainted {
		before = &object{value: null} // a tainted object is planned for as if it were not there
	}
	c, diags := d.askPlan(typeName, before, config)
	if diags.failed() {
		return c, diags
	}
	c.prior = prior
	replace := Replace
	if options.createBeforeDestroy {
		replace = CreateThenDelete
	}
	switch {
	case prior == nil:
		c.action = Create
	case prior.tainted:
		c.action = replace
	case options.replace || len(c.replacing) > 0:
		again, second := d.askPlan(typeName, &object{value: null, private: c.private}, config)
		again.prior, again.replacing, again.action = prior, c.replacing, replace
		return again, append(diags, second...)
	case c.after.Equal(prior.value):
		c.action = NoOp
	default:
		c.action = Update
	}
	return c, diags
}

// askPlan makes one request for a plan and checks the answer.
func (d *Driver) askPlan(typeName string, prior *object, config tftypes.Value) (change, Diagnostics) {
	schema, diags := d.resource(typeName)
	attrs := schema.Block.Attributes
	resp, err := d.server.PlanResourceChange(d.ctx, &tfprotov6.PlanResourceChangeRequest{
		TypeName:           typeName,
		PriorState:         encode(prior.value),
		ProposedNewState:   encode(proposedNew(attrs, prior.value, config)),
		Config:             encode(config),
		PriorPrivate:       prior.private,
		PriorIdentity:      encodeIdentity(prior.identity),
		ClientCapabilities: &tfprotov6.PlanResourceChangeClientCapabilities{},
	})
	if resp == nil {
		resp = &tfprotov6.PlanResourceChangeResponse{}
	}
	if diags.add("PlanResourceChange", err, resp.Diagnostics); diags.failed() {
		return change{}, diags
	}
	planned, err := decode(schema.ValueType(), resp.PlannedState)
	if err != nil {
		diags.errorf("Provider produced invalid plan", "%s", err)
		return change{}, diags
	}
	ps := checkPlan(attrs, prior.value, config, planned)
	checkWriteOnly(attrs, planned, tftypes.NewAttributePath(), &ps)
	diags.report("Provider produced invalid plan", ps)

	c := change{
		config:   config,
		after:    planned,
		private:  resp.PlannedPrivate,
		identity: d.decodeIdentity(typeName, resp.PlannedIdentity, &diags),
	}
	if !prior.value.IsNull() {
		for _, path := range resp.RequiresReplace {
			if changedAt(path, prior.value, planned) {
				c.replacing = append(c.replacing, pathString(path))
			}
		}
	}
	return c, diags
}

// planDestroy asks the provider to agree to a destruction.
func (d *Driver) planDestroy(typeName string, prior *object) (change, Diagnostics) {
	schema, diags := d.resource(typeName)
	null := tftypes.NewValue(schema.ValueType(), nil)
	c := change{action: Delete, config: null, prior: prior, after: null, private: prior.private, identity: prior.identity}
	if caps := d.schema.ServerCapabilities; caps == nil || !caps.PlanDestroy {
		return c, diags
	}
	resp, err := d.server.PlanResourceChange(d.ctx, &tfprotov6.PlanResourceChangeRequest{
		TypeName:           typeName,
		PriorState:         encode(prior.value),
		ProposedNewState:   encode(null),
		Config:             encode(null),
		PriorPrivate:       prior.private,
		PriorIdentity:      encodeIdentity(prior.identity),
		ClientCapabilities: &tfprotov6.PlanResourceChangeClientCapabilities{},
	})
	if resp == nil {
		resp = &tfprotov6.PlanResourceChangeResponse{}
	}
	if diags.add("PlanResourceChange", err, resp.Diagnostics); diags.failed() {
		return c, diags
	}
	planned, err := decode(schema.ValueType(), resp.PlannedState)
	if err != nil || !planned.IsNull() {
		diags.errorf("Provider produced invalid plan", "a destruction was planned as something else")
	}
	c.private = resp.PlannedPrivate
	return c, diags
}

// changedAt says whether prior and planned differ at a path, where a step that
// exists in one only is a difference.
func changedAt(path *tftypes.AttributePath, prior, planned tftypes.Value) bool {
	was, _, errWas := tftypes.WalkAttributePath(prior, path)
	will, _, errWill := tftypes.WalkAttributePath(planned, path)
	if errWas != nil || errWill != nil {
		return (errWas == nil) != (errWill == nil)
	}
	a, okA := was.(tftypes.Value)
	b, okB := will.(tftypes.Value)
	return !okA || !okB || !a.Equal(b)
}
