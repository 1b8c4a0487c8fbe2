package harness

import (
	"slices"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// checkPlan is Terraform's check of a plan: what the configuration says must be
// planned as it says, or left exactly as it was; what it leaves out may be
// planned only where the attribute is computed.
func checkPlan(attrs attributes, prior, config, planned tftypes.Value) problems {
	var ps problems
	root := tftypes.NewAttributePath()
	if planned.IsNull() != config.IsNull() {
		ps.addf(root, "existence is not planned as the configuration has it")
		return ps
	}
	if !planned.IsKnown() {
		ps.addf(root, "the whole object is planned as not known")
		return ps
	}
	checkPlannedObject(attrs, prior, config, planned, root, &ps)
	return ps
}

func checkPlannedObject(attrs attributes, prior, config, planned tftypes.Value, path *tftypes.AttributePath, ps *problems) {
	before, configured, values := entries(prior), entries(config), entries(planned)
	for _, attr := range attrs {
		null := tftypes.NewValue(attr.ValueType(), nil)
		checkPlannedAttribute(attr, orElse(before, attr.Name, null), orElse(configured, attr.Name, null),
			orElse(values, attr.Name, null), path.WithAttributeName(attr.Name), ps)
	}
}

func checkPlannedAttribute(attr *tfprotov6.SchemaAttribute, prior, config, planned tftypes.Value, path *tftypes.AttributePath, ps *problems) {
	switch {
	case attr.WriteOnly:
		// checkWriteOnly has its say.
	case planned.Equal(config):
	case planned.Equal(prior) && !prior.IsNull() && !config.IsNull():
		// The provider says that the configuration means what is there.
	case attr.Computed && !attr.Optional:
	case attr.Computed && config.IsNull():
	case config.IsNull() && !planned.IsNull():
		ps.addf(path, "planned value %s for a non-computed attribute", show(attr, planned))
	case attr.NestedType != nil:
		checkPlannedNested(attr.NestedType, prior, config, planned, path, ps)
	default:
		ps.addf(path, "planned value %s does not match config value %s nor prior value %s",
			show(attr, planned), show(attr, config), show(attr, prior))
	}
}

func checkPlannedNested(nested *tfprotov6.SchemaObject, prior, config, planned tftypes.Value, path *tftypes.AttributePath, ps *problems) {
	switch {
	case planned.IsNull():
		ps.addf(path, "planned for absence but config wants existence")
		return
	case !config.IsKnown():
		ps.addf(path, "planned a value that the configuration does not know yet")
		return
	case !planned.IsKnown():
		ps.addf(path, "planned unknown for configured value")
		return
	}
	attrs := nested.Attributes
	null := tftypes.NewValue(objectType(attrs), nil)
	switch nested.Nesting {
	case tfprotov6.SchemaObjectNestingModeSingle:
		checkPlannedObject(attrs, prior, config, planned, path, ps)
	case tfprotov6.SchemaObjectNestingModeMap:
		before, configured, values := entries(prior), entries(config), entries(planned)
		for key, value := range values {
			if _, ok := configured[key]; !ok {
				ps.addf(path, "map key %q from plan is not present in config", key)
				continue
			}
			checkPlannedObject(attrs, orElse(before, key, null), configured[key], value, path.WithElementKeyString(key), ps)
		}
		for key := range configured {
			if _, ok := values[key]; !ok {
				ps.addf(path, "map key %q from config is not present in plan", key)
			}
		}
	default:
		before, configured, values := elements(prior), elements(config), elements(planned)
		if len(values) != len(configured) {
			ps.addf(path, "count in plan (%d) disagrees with count in config (%d)", len(values), len(configured))
			return
		}
		if nested.Nesting == tfprotov6.SchemaObjectNestingModeSet {
			return // elements of sets have no name to pair them by
		}
		for i, value := range values {
			was := null
			if i < len(before) {
				was = before[i]
			}
			checkPlannedObject(attrs, was, configured[i], value, path.WithElementKeyInt(i), ps)
		}
	}
}

// checkApplied is Terraform's check of what came of a plan: every value that
// was known in the plan must have come true.
func checkApplied(attrs attributes, planned, actual tftypes.Value) problems {
	var ps problems
	root := tftypes.NewAttributePath()
	switch {
	case planned.IsNull() && !actual.IsNull():
		ps.addf(root, "root object was absent, but now present")
	case actual.IsNull() && !planned.IsNull():
		ps.addf(root, "root object was present, but now absent")
	case !planned.IsNull():
		values, results := entries(planned), entries(actual)
		for _, attr := range attrs {
			var found problems
			compatible(values[attr.Name], results[attr.Name], root.WithAttributeName(attr.Name), &found)
			if attr.Sensitive && len(found) > 0 {
				found = problems{{root.WithAttributeName(attr.Name), "inconsistent values for sensitive attribute"}}
			}
			ps = append(ps, found...)
		}
	}
	return ps
}

// compatible looks for places where actual is not planned with its unknowns
// filled in.
func compatible(planned, actual tftypes.Value, path *tftypes.AttributePath, ps *problems) {
	t := planned.Type()
	switch {
	case !planned.IsKnown():
	case planned.IsNull() || actual.IsNull():
		if planned.IsNull() != actual.IsNull() {
			ps.addf(path, "was %s, but now %s", planned, actual)
		}
	case !actual.IsKnown():
		ps.addf(path, "was known, but now unknown")
	case t.Is(tftypes.Set{}):
		compatibleSets(planned, actual, path, ps)
	case isSequence(t):
		values, results := elements(planned), elements(actual)
		if len(values) != len(results) {
			ps.addf(path, "length changed from %d to %d", len(values), len(results))
			return
		}
		for i := range values {
			compatible(values[i], results[i], path.WithElementKeyInt(i), ps)
		}
	case t.Is(tftypes.Map{}) || t.Is(tftypes.Object{}):
		compatibleMappings(planned, actual, path, ps)
	case !planned.Equal(actual):
		ps.addf(path, "was %s, but now %s", planned, actual)
	}
}

func compatibleMappings(planned, actual tftypes.Value, path *tftypes.AttributePath, ps *problems) {
	values, results := entries(planned), entries(actual)
	step := path.WithElementKeyString
	if planned.Type().Is(tftypes.Object{}) {
		step = path.WithAttributeName
	}
	for key, value := range values {
		if result, ok := results[key]; ok {
			compatible(value, result, step(key), ps)
		} else {
			ps.addf(path, "element %q has vanished", key)
		}
	}
	for key := range results {
		if _, ok := values[key]; !ok {
			ps.addf(path, "new element %q has appeared", key)
		}
	}
}

// compatibleSets asks only that each element has a counterpart: elements whose
// unknowns turn out equal fall together.
func compatibleSets(planned, actual tftypes.Value, path *tftypes.AttributePath, ps *problems) {
	values, results := elements(planned), elements(actual)
	matches := func(value, result tftypes.Value) bool {
		var found problems
		compatible(value, result, path, &found)
		return len(found) == 0
	}
	for _, value := range values {
		if !slices.ContainsFunc(results, func(result tftypes.Value) bool { return matches(value, result) }) {
			ps.addf(path, "planned set element %s does not correlate with any element in actual", value)
		}
	}
	for _, result := range results {
		if !slices.ContainsFunc(values, func(value tftypes.Value) bool { return matches(value, result) }) {
			ps.addf(path, "actual set element %s does not correlate with any element in plan", result)
		}
	}
}

// show prints a value in a message, unless it is a secret.
func show(attr *tfprotov6.SchemaAttribute, v tftypes.Value) string {
	if attr.Sensitive {
		return "(sensitive)"
	}
	return v.String()
}
