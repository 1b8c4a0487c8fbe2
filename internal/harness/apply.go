package harness

import (
	"slices"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// Converge plans a configuration and applies the plan.
func (d *Driver) Converge(address string, config map[string]any, options ...PlanOption) (*Plan, Diagnostics) {
	p, diags := d.Plan(address, config, options...)
	if diags.failed() {
		return p, diags
	}
	return p, append(diags, d.Apply(p)...)
}

// Destroy plans the destruction of the resource at an address and applies it.
func (d *Driver) Destroy(address string) Diagnostics {
	p, diags := d.PlanDestroy(address)
	if diags.failed() {
		return diags
	}
	return append(diags, d.Apply(p)...)
}

// Apply carries out a plan. A plan that holds Unknown in its configuration needs
// ApplyWith.
func (d *Driver) Apply(p *Plan) Diagnostics { return d.ApplyWith(p, p.config) }

// ApplyWith carries out a plan with the configuration that it has once what was
// unknown is known.
func (d *Driver) ApplyWith(p *Plan, config map[string]any) Diagnostics {
	var diags Diagnostics
	typeName := typeOf(p.Address)
	d.setCurrent(p.Address, p.refreshed)

	final := p.change.config
	if p.Action != Delete && p.Action != NoOp {
		// Terraform validates once more, since what was unknown is known by now.
		if final, diags = d.validate(typeName, config); diags.failed() {
			return diags
		}
		if !final.IsFullyKnown() {
			diags.errorf("Unknown configuration", "a plan is applied when its configuration is known")
			return diags
		}
	}

	switch p.Action {
	case NoOp:
	case Delete:
		diags = d.applyDestroy(p.Address, p.change)
	case Create, Update:
		diags = append(diags, d.applyPlanned(p.Address, p.change, final, p.options)...)
	case Replace:
		if diags = append(diags, d.applyDestroy(p.Address, p.change)...); !diags.failed() {
			diags = append(diags, d.applyPlanned(p.Address, created(p.change), final, p.options)...)
		}
	case CreateThenDelete:
		diags = append(diags, d.applyCreateThenDelete(p, final)...)
	}
	return append(diags, d.destroyDeposed(p.Address)...)
}

// applyCreateThenDelete deposes the object, creates its successor, and puts the
// old one back if nothing came of that.
func (d *Driver) applyCreateThenDelete(p *Plan, config tftypes.Value) Diagnostics {
	d.edit(p.Address, func(s *slot) {
		s.deposed = append(s.deposed, s.current)
		s.current = nil
	})
	diags := d.applyPlanned(p.Address, created(p.change), config, p.options)
	if diags.failed() {
		d.edit(p.Address, func(s *slot) {
			if last := len(s.deposed) - 1; s.current == nil {
				s.current, s.deposed = s.deposed[last], s.deposed[:last]
			}
		})
	}
	return diags
}

// created is the half of a replacement that creates.
func created(c change) change {
	c.action, c.prior = Create, nil
	return c
}

// destroyDeposed destroys what replacements left over.
func (d *Driver) destroyDeposed(address string) Diagnostics {
	var diags Diagnostics
	if d.get(address).current != nil && d.get(address).current.tainted {
		return diags // the successor went wrong: Terraform keeps both for the next run
	}
	typeName := typeOf(address)
	for _, i := range slices.Clone(d.get(address).deposed) {
		o, loaded := d.load(typeName, i)
		if diags = append(diags, loaded...); diags.failed() {
			return diags
		}
		left, read := d.read(typeName, o)
		if diags = append(diags, read...); diags.failed() {
			return diags
		}
		if left != nil {
			c, planned := d.planDestroy(typeName, left)
			if diags = append(diags, planned...); diags.failed() {
				return diags
			}
			var applied Diagnostics
			left, applied = d.askApply(typeName, c)
			diags = append(diags, applied...)
		}
		if left == nil {
			d.edit(address, func(s *slot) {
				s.deposed = slices.DeleteFunc(slices.Clone(s.deposed), func(other *instance) bool { return other == i })
			})
		}
	}
	return diags
}

// applyDestroy destroys the current object.
func (d *Driver) applyDestroy(address string, c change) Diagnostics {
	typeName := typeOf(address)
	c.action = Delete
	c.config = tftypes.NewValue(c.after.Type(), nil)
	c.after, c.identity = c.config, c.prior.identity
	left, diags := d.askApply(typeName, c)
	d.setCurrent(address, d.store(typeName, left))
	return diags
}

// applyPlanned creates or updates. Terraform plans once more before it applies,
// since what was unknown may be known by then, and holds the provider to what
// it planned first.
func (d *Driver) applyPlanned(address string, planned change, config tftypes.Value, options planOptions) Diagnostics {
	typeName := typeOf(address)
	final, diags := d.planChange(typeName, planned.prior, config, options)
	if diags.failed() {
		return diags
	}
	if final.action != planned.action && final.action != NoOp {
		diags.errorf("Provider produced inconsistent final plan", "the action was %s, but now is %s", planned.action, final.action)
	}
	diags.report("Provider produced inconsistent final plan",
		checkApplied(d.schema.ResourceSchemas[typeName].Block.Attributes, planned.after, final.after))
	if diags.failed() || final.action == NoOp {
		return diags
	}
	made, applied := d.askApply(typeName, final)
	d.setCurrent(address, d.store(typeName, made))
	return append(diags, applied...)
}

// askApply makes one request to apply a change and returns what is there after
// it; nil for nothing.
func (d *Driver) askApply(typeName string, c change) (*object, Diagnostics) {
	schema, diags := d.resource(typeName)
	before := tftypes.NewValue(schema.ValueType(), nil)
	if c.prior != nil {
		before = c.prior.value
	}
	resp, err := d.server.ApplyResourceChange(d.ctx, &tfprotov6.ApplyResourceChangeRequest{
		TypeName:        typeName,
		PriorState:      encode(before),
		PlannedState:    encode(c.after),
		Config:          encode(c.config),
		PlannedPrivate:  c.private,
		PlannedIdentity: encodeIdentity(c.identity),
	})
	if resp == nil {
		diags.add("ApplyResourceChange", err, nil)
		return c.prior, diags
	}
	diags.add("ApplyResourceChange", err, resp.Diagnostics)
	value, err := decode(schema.ValueType(), resp.NewState)
	if err != nil {
		diags.errorf("Provider produced invalid object", "after apply: %s", err)
		return c.prior, diags
	}
	var ps problems
	checkKnown(value, &ps)
	checkWriteOnly(schema.Block.Attributes, value, tftypes.NewAttributePath(), &ps)
	if len(ps) > 0 {
		diags.report("Provider returned invalid result object after apply", ps)
		value = unknownAsNull(value)
	}
	if !diags.failed() {
		diags.report("Provider produced inconsistent result after apply", checkApplied(schema.Block.Attributes, c.after, value))
	}
	identity := d.decodeIdentity(typeName, resp.NewIdentity, &diags)
	if identity != nil && !identity.IsFullyKnown() {
		diags.errorf("Provider returned invalid identity after apply", "%s", *identity)
		identity = nil
	}
	if value.IsNull() {
		return nil, diags
	}
	tainted := diags.failed() && c.action == Create
	if c.prior != nil {
		tainted = c.prior.tainted
	}
	return &object{value: value, private: resp.Private, identity: identity, tainted: tainted}, diags
}

func unknownAsNull(v tftypes.Value) tftypes.Value {
	known, err := tftypes.Transform(v, func(_ *tftypes.AttributePath, v tftypes.Value) (tftypes.Value, error) {
		if !v.IsKnown() {
			return tftypes.NewValue(v.Type(), nil), nil
		}
		return v, nil
	})
	must(err)
	return known
}
