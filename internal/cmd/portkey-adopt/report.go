package main

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
)

// summary is what the program prints.
func (m *module) summary(out string) string {
	var text strings.Builder
	fmt.Fprintf(&text, "Wrote %s of %s to %s.\n", counted(len(m.blocks), "resource"), counted(len(m.counts()), "type"), out)
	for _, one := range []struct {
		count     int
		one, many string
	}{
		{len(m.variables), "variable has to be set", "variables have to be set"},
		{len(m.refused), "object was left out", "objects were left out"},
		{len(m.failures), "list or object could not be read", "lists or objects could not be read"},
	} {
		if one.count == 1 {
			fmt.Fprintf(&text, "1 %s.\n", one.one)
		}
		if one.count > 1 {
			fmt.Fprintf(&text, "%d %s.\n", one.count, one.many)
		}
	}
	text.WriteString("REPORT.md has the details.\n")
	return text.String()
}

func counted(n int, word string) string {
	if n == 1 {
		return "1 " + word
	}
	return fmt.Sprintf("%d %ss", n, word)
}

// counts are the numbers of resources, by type.
func (m *module) counts() map[string]int {
	counts := map[string]int{}
	for _, b := range m.blocks {
		counts[b.kind()]++
	}
	return counts
}

// report is REPORT.md.
func (m *module) report() string {
	var out strings.Builder
	out.WriteString("# What was adopted\n\nNothing was changed in Portkey: an import only writes the state.\n\n")
	out.WriteString(steps)
	section(&out, "Resources", "", m.table())
	section(&out, "Could not be read", "The API key may lack scopes. Run the program again, into another directory, with a key that has them.", m.unread())
	section(&out, "Left out", "The provider would reject their configuration, mostly because Portkey does not return what it requires. They stay as they are in Portkey.", m.left())
	section(&out, "Not adopted", "Portkey creates these by itself.", m.automatic())
	section(&out, "Variables to set", "Secrets are in none of the files. The configuration requires these. Set each as an environment variable for plan and apply.", m.inputsToSet())
	section(&out, "What Portkey does not return", "An import can't know these. They stay as they are in Portkey until they are set in the configuration.", m.notReturned())
	section(&out, "To know", "", m.notes())
	return out.String()
}

const steps = "1. `terraform init && terraform plan`. The plan ends with `0 to add, 0 to change, 0 to destroy`, and a key that can only read is enough for it.\n" +
	"2. `terraform apply` writes the state.\n" +
	"3. `terraform plan` reports `No changes`. Delete `imports.tf`.\n" +
	"4. Rename what you like, with a `moved` block for each resource.\n"

func section(out *strings.Builder, title, introduction string, lines []string) {
	if len(lines) == 0 {
		return
	}
	fmt.Fprintf(out, "\n## %s\n\n", title)
	if introduction != "" {
		out.WriteString(introduction + "\n\n")
	}
	out.WriteString(strings.Join(lines, "\n") + "\n")
}

func (m *module) table() []string {
	lines := []string{"| type | resources |", "|---|--:|"}
	counts := m.counts()
	for _, kind := range slices.Sorted(maps.Keys(counts)) {
		lines = append(lines, fmt.Sprintf("| `%s` | %d |", kind, counts[kind]))
	}
	return lines
}

var uuids = regexp.MustCompile(`[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}`)

// unread are the failures, those of one type and reason together.
func (m *module) unread() []string {
	type group struct{ kind, problem string }
	in := map[group][]string{}
	var order []group
	for _, one := range m.failures {
		key := group{one.kind, uuids.ReplaceAllString(one.problem, "…")} // of the object, and of the request
		if in[key] == nil {
			order = append(order, key)
		}
		in[key] = append(in[key], one.in)
	}
	var lines []string
	for _, key := range order {
		where := ""
		if names := in[key]; names[0] != "" {
			where = " of " + firstThree(names)
		}
		lines = append(lines, fmt.Sprintf("- `%s`%s:\n\n%s\n", key.kind, where, indented(key.problem)))
	}
	return trimmed(lines)
}

// trimmed are lines without what is blank at their end.
func trimmed(lines []string) []string {
	if last := len(lines) - 1; last >= 0 {
		lines[last] = strings.TrimRight(lines[last], "\n")
	}
	return lines
}

// firstThree names the first three of many.
func firstThree(names []string) string {
	if len(names) > 3 {
		return strings.Join(names[:3], ", ") + fmt.Sprintf(" and %d others", len(names)-3)
	}
	return strings.Join(names, ", ")
}

// indented is a text as a block of code in a list.
func indented(text string) string {
	var lines []string
	for line := range strings.SplitSeq(text, "\n") {
		lines = append(lines, strings.TrimRight("      "+line, " "))
	}
	return strings.Join(lines, "\n")
}

func (m *module) left() []string {
	var lines []string
	for _, one := range m.refused {
		lines = append(lines, fmt.Sprintf("- `%s.%s`, to import with the ID `%s`:\n\n%s\n", one.found.kind(), one.name, one.found.importID, indented(one.problem)))
	}
	return trimmed(lines)
}

func (m *module) automatic() []string {
	var lines []string
	for _, kind := range slices.Sorted(maps.Keys(m.skipped)) {
		for _, reason := range slices.Sorted(maps.Keys(m.skipped[kind])) {
			if reason != nothingSet {
				lines = append(lines, fmt.Sprintf("- %d of `%s`: %s.", m.skipped[kind][reason], kind, reason))
			}
		}
	}
	return lines
}

func (m *module) inputsToSet() []string {
	var lines []string
	for _, v := range m.variables {
		lines = append(lines, fmt.Sprintf("- `TF_VAR_%s`: `%s` of `%s`.", v.name, v.attribute, v.address))
	}
	return lines
}

func (m *module) notReturned() []string {
	var lines []string
	counts := m.counts()
	for _, n := range nouns {
		if n.unknown != "" && counts[n.kind] > 0 {
			lines = append(lines, fmt.Sprintf("- `%s`: %s.", n.kind, n.unknown))
		}
	}
	return lines
}

func (m *module) notes() []string {
	var lines []string
	for _, b := range m.blocks {
		switch {
		case b.kind() == workspaces && isTrue(b.state["is_default"]):
			lines = append(lines, fmt.Sprintf("- `%s` is the default workspace of the organisation, which Portkey never deletes. A plan that destroys it fails.", b.address()))
		case b.kind() == collections && isTrue(b.state["is_default"]):
			lines = append(lines, fmt.Sprintf("- `%s` is the default collection of its workspace: destroying it has no effect.", b.address()))
		}
	}
	counts := m.counts()
	if counts["portkey_integration_models"] > 0 {
		lines = append(lines, "- `portkey_integration_models` manages all models of an integration: a model that somebody enables in Portkey is disabled by the next apply.")
	}
	if counts[members] > 0 {
		lines = append(lines, "- `portkey_workspace_member` manages the members that are named, and leaves others alone. To remove who is not named, use `portkey_workspace_members`.")
	}
	if counts[users] > 0 {
		lines = append(lines, "- Destroying a `portkey_user` leaves the user in the organisation, unless `remove_on_destroy` is set. Owners can't be managed.")
	}
	return append(lines, "- `deletion_protection`, `force_delete` and `allow_duplicate_name` exist only in the provider, and are not set. Set `deletion_protection = true` on the workspaces that customers depend on.")
}
