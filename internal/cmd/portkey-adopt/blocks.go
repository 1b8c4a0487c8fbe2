package main

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// first are the attributes that a block begins with. The others follow by name.
var first = []string{
	"id", "key", "name", "email", "role", "slug", "type", "workspace_id", "collection_id", "mcp_integration_id", "integration_id", "ai_provider_id",
	"provider_id", "model", "scope", "unit", "value", "credit_limit", "alert_threshold", "periodic_reset",
}

// inOrder are attributes in the order in which they are written.
func inOrder(attributes []*tfprotov6.SchemaAttribute) []*tfprotov6.SchemaAttribute {
	rank := func(a *tfprotov6.SchemaAttribute) int {
		if i := slices.Index(first, a.Name); i >= 0 {
			return i
		}
		return len(first)
	}
	return slices.SortedStableFunc(slices.Values(attributes), func(a, b *tfprotov6.SchemaAttribute) int {
		return cmp.Compare(rank(a), rank(b))
	})
}

func sortedKeys(values map[string]tftypes.Value) []string { return slices.Sorted(maps.Keys(values)) }

// resource is the resource block of an object. Its lists and objects follow what fits on a
// line each.
func (m *module) resource(b *block) string {
	w := writer{m, b}
	var lines, long []string
	for _, a := range inOrder(m.schemas[b.kind()].Block.Attributes) {
		expression := w.attribute(a, object(b.config)[a.Name], a.Name)
		if expression == "" {
			continue
		}
		line := a.Name + " = " + expression + b.comment(a.Name)
		if strings.Contains(expression, "\n") {
			long = append(long, line)
			continue
		}
		lines = append(lines, line)
	}
	if len(b.kept) > 0 {
		long = append(long, "# Portkey keeps the secrets that it has. Remove this to send those of the variables.\n"+
			"lifecycle {\nignore_changes = ["+strings.Join(b.kept, ", ")+"]\n}")
	}
	return resourceBlock(b, append([]string{strings.Join(lines, "\n")}, long...))
}

func resourceBlock(b *block, parts []string) string {
	parts = slices.DeleteFunc(parts, func(part string) bool { return part == "" })
	return fmt.Sprintf("resource %q %q {\n%s\n}\n", b.kind(), b.name, strings.Join(parts, "\n\n"))
}

// comment is what a reader needs to know of an ID, behind it.
func (b *block) comment(attribute string) string {
	if group := text(b.state["scim_group"]); attribute == "scim_group_id" && group != "" {
		return " # " + strings.Join(strings.Fields(group), " ")
	}
	return ""
}

// group is one resource block for several objects, which differ in their keys and roles.
func (m *module) group(blocks []*block) string {
	var keys, roles []string
	for _, b := range blocks {
		keys, roles = append(keys, quoted(b.key())), append(roles, quoted(text(b.state["role"])))
	}
	w, b := writer{m, blocks[0]}, blocks[0]
	var lines []string
	for _, a := range inOrder(m.schemas[b.kind()].Block.Attributes) {
		expression := w.attribute(a, object(b.config)[a.Name], a.Name)
		switch {
		case expression == "":
			continue
		case a.Name == b.noun.each:
			expression = "each.key"
		case a.Name == "role":
			expression = "each.value"
		}
		lines = append(lines, a.Name+" = "+expression)
	}
	var entries []string
	for i, key := range keys {
		entries = append(entries, key+" = "+roles[i])
	}
	return resourceBlock(b, []string{"for_each = {\n" + strings.Join(entries, "\n") + "\n}", strings.Join(lines, "\n")})
}

// imports are the import blocks, in the order of the blocks.
func (m *module) imports() string {
	var out strings.Builder
	out.WriteString("# Delete this file after the apply that imports everything: it has no further effect.\n")
	for _, b := range m.blocks {
		fmt.Fprintf(&out, "\nimport {\n  to = %s\n  id = %s\n}\n", b.address(), quoted(b.importID))
	}
	return out.String()
}
