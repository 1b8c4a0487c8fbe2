package main

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// module is the configuration of what was found.
type module struct {
	*survey

	names  naming
	blocks []*block
	// refused are the objects whose configuration the provider would reject.
	refused   []refusal
	variables []variable
	schemas   map[string]*tfprotov6.Schema
	// index are the objects that references can mean, by type and ID, slug or address.
	index map[[2]string][]*block
}

// block is the resource block of an object.
type block struct {
	*found

	name string
	// config is what the block says: the part of the state that is configured.
	config tftypes.Value
	// secrets are the variables for the write-only attributes that the provider requires, by
	// their paths, and kept the arguments whose change would send them.
	secrets map[string]string
	kept    []string
}

// address is that of the resource. key is that of its for_each.
func (b *block) address() string {
	if key := b.key(); key != "" {
		return fmt.Sprintf("%s.%s[%s]", b.kind(), b.name, quoted(key))
	}
	return b.kind() + "." + b.name
}

// key is that of a for_each, "" if the resource has a block of its own.
func (b *block) key() string {
	if b.noun.each == "" {
		return ""
	}
	return text(b.state[b.noun.each])
}

// refusal is an object that is not adopted, and why.
type refusal struct {
	found   *found
	name    string
	problem string
}

// variable is an input of the module: a secret.
type variable struct {
	name, address, attribute string
	// ephemeral is whether it is for a write-only attribute.
	ephemeral bool
}

func newModule(ctx context.Context, r *reader, s *survey) *module {
	s.dropUnused()
	s.dropUsual()
	m := &module{survey: s, names: nameAll(s.objects), schemas: r.schema.ResourceSchemas, index: map[[2]string][]*block{}}
	m.sort()
	for _, one := range m.objects {
		b := &block{found: one, name: m.names.of(one.kind(), one.id()), secrets: map[string]string{}}
		schema := m.schemas[one.kind()]
		required, err := b.configure(ctx, r, schema)
		if err != nil {
			m.refused = append(m.refused, refusal{one, b.name, err.Error()})
			continue
		}
		if one.noun.each != "" && b.key() != "" {
			b.name = cmp.Or(m.names.of(workspaces, one.home()), "all")
		}
		for _, path := range required {
			b.secrets[path] = m.variable(b, path, true)
		}
		m.blocks = append(m.blocks, b)
		for _, name := range []string{"id", "slug"} {
			if value := text(one.state[name]); value != "" {
				key := [2]string{one.kind(), value}
				m.index[key] = append(m.index[key], b)
			}
		}
	}
	return m
}

// variable declares an input for a secret of a block, and is its name.
func (m *module) variable(b *block, attribute string, ephemeral bool) string {
	name := b.name + "_" + identifier(strings.TrimSuffix(attribute, "_wo"))
	if i := slices.IndexFunc(m.variables, func(v variable) bool { return v.name == name }); i >= 0 {
		name = identifier(strings.TrimPrefix(b.kind(), "portkey_")) + "_" + name
	}
	m.variables = append(m.variables, variable{name, b.address(), attribute, ephemeral})
	return name
}

// refer is the object of a type that a block refers to by an ID or a slug: in its own
// workspace, or the only one. It is nil if none is adopted.
func (m *module) refer(from *block, kind, value string) *block {
	candidates := m.index[[2]string{kind, value}]
	for _, one := range candidates {
		if one.home() == from.home() && one != from {
			return one
		}
	}
	if len(candidates) == 1 && candidates[0] != from {
		return candidates[0]
	}
	return nil
}

// sort brings the objects into the order in which they are written: by noun, and by name.
func (m *module) sort() {
	order := map[*noun]int{}
	for i := range nouns {
		order[&nouns[i]] = i
	}
	slices.SortFunc(m.objects, func(a, b *found) int {
		return cmp.Or(cmp.Compare(order[a.noun], order[b.noun]), cmp.Compare(m.names.of(a.kind(), a.id()), m.names.of(b.kind(), b.id())))
	})
}

// dropUnused drops the default collections that nothing refers to: each workspace has one.
func (s *survey) dropUnused() {
	used := map[string]bool{}
	for _, one := range s.objects {
		used[text(one.state["collection_id"])] = true
		used[text(one.state["parent_collection_id"])] = true
	}
	s.objects = slices.DeleteFunc(s.objects, func(one *found) bool {
		unused := one.kind() == collections && isTrue(one.state["is_default"]) && !used[one.id()] && !used[text(one.state["slug"])]
		if unused {
			s.skip(one.kind(), "the default collection of a workspace, which contains nothing")
		}
		return unused
	})
}

// dropUsual drops the security settings that most workspaces have: those of the organisation,
// which nobody has set for a workspace.
func (s *survey) dropUsual() {
	const kind = "portkey_workspace_security_settings"
	count, usual := map[string]int{}, ""
	flags := func(one *found) string {
		var all []string
		for _, name := range sortedKeys(object(one.state["settings"])) {
			all = append(all, fmt.Sprint(name, isTrue(object(one.state["settings"])[name])))
		}
		return strings.Join(all, ",")
	}
	for _, one := range s.objects {
		if one.kind() == kind {
			count[flags(one)]++
		}
	}
	for _, these := range slices.Sorted(maps.Keys(count)) {
		if count[these] > count[usual] {
			usual = these
		}
	}
	s.objects = slices.DeleteFunc(s.objects, func(one *found) bool {
		same := one.kind() == kind && flags(one) == usual
		if same {
			s.skip(kind, "the security settings that most workspaces have")
		}
		return same
	})
}

// configure sets the configuration of a block, and returns the write-only attributes that the
// provider requires in addition.
func (b *block) configure(ctx context.Context, r *reader, schema *tfprotov6.Schema) ([]string, error) {
	b.config = settable(schema.Block.Attributes, schema.ValueType(), b.value, b.noun.omitted)
	refused := r.validate(ctx, b.kind(), b.config)
	if refused == nil {
		return nil, nil
	}
	paths := writeOnly(schema.Block.Attributes, b.config, "")
	accepts := func(paths []string) bool { return r.validate(ctx, b.kind(), withUnknown(b.config, paths)) == nil }
	if !accepts(paths) {
		return nil, refused
	}
	// What the configuration is valid without is left out.
	for _, path := range slices.Clone(paths) {
		fewer := slices.DeleteFunc(slices.Clone(paths), func(other string) bool { return other == path })
		if accepts(fewer) {
			paths = fewer
		}
	}
	b.keep(schema, paths)
	return paths, nil
}

// keep sets the versions of write-only attributes, which they require. The state of an import
// has none: as long as they are ignored, nothing is sent.
func (b *block) keep(schema *tfprotov6.Schema, paths []string) {
	parts := maps.Clone(object(b.config))
	for _, a := range schema.Block.Attributes {
		if of, is := strings.CutSuffix(a.Name, "_version"); is && slices.ContainsFunc(paths, func(path string) bool {
			return path == of || strings.HasSuffix(of, "_wo") && strings.Contains(path, ".")
		}) {
			parts[a.Name], b.kept = tftypes.NewValue(a.Type, 1), append(b.kept, a.Name)
		}
	}
	b.config = tftypes.NewValue(b.config.Type(), parts)
}

// writeOnly are the paths of the write-only attributes in a configuration, of the objects
// that it has.
func writeOnly(attributes []*tfprotov6.SchemaAttribute, config tftypes.Value, prefix string) []string {
	var paths []string
	for _, a := range attributes {
		switch {
		case a.WriteOnly:
			paths = append(paths, prefix+a.Name)
		case a.NestedType != nil && a.NestedType.Nesting == tfprotov6.SchemaObjectNestingModeSingle && object(config)[a.Name].Type() != nil && !object(config)[a.Name].IsNull():
			paths = append(paths, writeOnly(a.NestedType.Attributes, object(config)[a.Name], prefix+a.Name+".")...)
		}
	}
	return paths
}

// withUnknown is a configuration with unknown values at paths, as variables are.
func withUnknown(config tftypes.Value, paths []string) tftypes.Value {
	parts := maps.Clone(object(config))
	for _, path := range paths {
		name, rest, nested := strings.Cut(path, ".")
		if nested {
			parts[name] = withUnknown(parts[name], []string{rest})
			continue
		}
		parts[name] = tftypes.NewValue(parts[name].Type(), tftypes.UnknownValue)
	}
	return tftypes.NewValue(config.Type(), parts)
}

// settable is the part of a value that a configuration sets.
func settable(attributes []*tfprotov6.SchemaAttribute, kind tftypes.Type, value tftypes.Value, omitted []string) tftypes.Value {
	parts := object(value)
	if parts == nil {
		return tftypes.NewValue(kind, nil)
	}
	out := map[string]tftypes.Value{}
	for _, a := range attributes {
		out[a.Name] = tftypes.NewValue(a.ValueType(), nil)
		if (a.Required || a.Optional) && !a.WriteOnly && !slices.Contains(omitted, a.Name) {
			out[a.Name] = settableNested(a, parts[a.Name])
		}
	}
	return tftypes.NewValue(kind, out)
}

func settableNested(a *tfprotov6.SchemaAttribute, value tftypes.Value) tftypes.Value {
	if a.NestedType == nil || value.IsNull() {
		return value
	}
	kind := objectType(a.NestedType.Attributes)
	of := func(one tftypes.Value) tftypes.Value { return settable(a.NestedType.Attributes, kind, one, nil) }
	switch a.NestedType.Nesting {
	case tfprotov6.SchemaObjectNestingModeSingle:
		return of(value)
	case tfprotov6.SchemaObjectNestingModeMap:
		out := map[string]tftypes.Value{}
		for key, one := range object(value) {
			out[key] = of(one)
		}
		return tftypes.NewValue(a.ValueType(), out)
	default:
		var out []tftypes.Value
		for _, one := range elements(value) {
			out = append(out, of(one))
		}
		return tftypes.NewValue(a.ValueType(), out)
	}
}

func objectType(attributes []*tfprotov6.SchemaAttribute) tftypes.Type {
	types := map[string]tftypes.Type{}
	for _, a := range attributes {
		types[a.Name] = a.ValueType()
	}
	return tftypes.Object{AttributeTypes: types}
}
