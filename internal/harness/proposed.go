package harness

import (
	"slices"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// proposedNew is the state that Terraform proposes to the provider: what the
// configuration says and, for computed attributes that it leaves out, what was
// there before. It follows Terraform 1.11; only sets are matched more simply.
// config is an object; prior may be null.
func proposedNew(attrs attributes, prior, config tftypes.Value) tftypes.Value {
	if !config.IsKnown() || config.IsNull() {
		return config
	}
	before, configured := entries(prior), entries(config)
	values := make(map[string]tftypes.Value, len(attrs))
	for _, attr := range attrs {
		was, ok := before[attr.Name]
		if !ok {
			was = tftypes.NewValue(attr.ValueType(), nil)
		}
		values[attr.Name] = proposedAttribute(attr, was, configured[attr.Name])
	}
	return tftypes.NewValue(config.Type(), values)
}

func proposedAttribute(attr *tfprotov6.SchemaAttribute, prior, config tftypes.Value) tftypes.Value {
	switch {
	case attr.Computed && config.IsNull():
		if attr.Optional && attr.NestedType != nil && hasConfigured(attr.NestedType.Attributes, attr.NestedType, prior) {
			// Only a configuration can have put that there, and it no longer does.
			return config
		}
		return prior
	case attr.NestedType != nil:
		return proposedNested(attr.NestedType, prior, config)
	}
	return config
}

// proposedNested pairs the objects of a nested attribute with those before:
// lists by index, maps by key, sets by what the configuration could have said.
func proposedNested(nested *tfprotov6.SchemaObject, prior, config tftypes.Value) tftypes.Value {
	if !config.IsKnown() || config.IsNull() {
		return config
	}
	attrs := nested.Attributes
	null := tftypes.NewValue(objectType(attrs), nil)
	switch nested.Nesting {
	case tfprotov6.SchemaObjectNestingModeSingle:
		return proposedNew(attrs, prior, config)
	case tfprotov6.SchemaObjectNestingModeMap:
		before, values := entries(prior), map[string]tftypes.Value{}
		for key, element := range entries(config) {
			values[key] = proposedNew(attrs, orElse(before, key, null), element)
		}
		return tftypes.NewValue(config.Type(), values)
	}

	before := slices.Clone(elements(prior))
	var values []tftypes.Value
	for i, element := range elements(config) {
		was := null
		if nested.Nesting == tfprotov6.SchemaObjectNestingModeList {
			if i < len(before) {
				was = before[i]
			}
		} else if found := slices.IndexFunc(before, func(v tftypes.Value) bool { return couldComeFrom(attrs, v, element) }); found >= 0 {
			was = before[found]
			before = slices.Delete(before, found, found+1)
		}
		values = append(values, proposedNew(attrs, was, element))
	}
	v, err := canonical(tftypes.NewValue(config.Type(), values))
	must(err)
	return v
}

// hasConfigured says whether any attribute that only a configuration can set has
// a value inside v.
func hasConfigured(attrs attributes, nested *tfprotov6.SchemaObject, v tftypes.Value) bool {
	found := false
	eachNested(nested, v, tftypes.NewAttributePath(), func(object tftypes.Value, _ *tftypes.AttributePath) {
		values := entries(object)
		for _, attr := range attrs {
			value, ok := values[attr.Name]
			switch {
			case !ok || value.IsNull():
			case !attr.Computed:
				found = true
			case attr.NestedType != nil:
				found = found || hasConfigured(attr.NestedType.Attributes, attr.NestedType, value)
			}
		}
	})
	return found
}

// couldComeFrom says whether prior is config with its computed gaps filled.
func couldComeFrom(attrs attributes, prior, config tftypes.Value) bool {
	return proposedNew(attrs, prior, config).Equal(prior)
}

func orElse(m map[string]tftypes.Value, key string, fallback tftypes.Value) tftypes.Value {
	if v, ok := m[key]; ok {
		return v
	}
	return fallback
}
