package repo

import (
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/portkey-community/terraform-provider-portkey/internal/harness"
)

// covered is a row of testdata/api.txt, from which the guide coverage is generated: an
// operation, or a pattern of several, and the types that call it, each with its kind in
// front, or the reason why none does.
type covered struct {
	operation string
	types     []string
	reason    string
	// unpublished is one that testdata/operations.txt, the published description, lacks.
	unpublished bool
}

const unpublished = "# Outside the published description"

func coverage(t *testing.T) []covered {
	t.Helper()
	var rows []covered
	outside := false
	for _, line := range strings.Split(strings.TrimSpace(read(t, "testdata/api.txt")), "\n") {
		cells := strings.Split(line, " | ")
		switch {
		case line == "" || strings.HasPrefix(line, "# "):
			outside = line == unpublished
		case len(cells) == 3 && cells[1] == "none":
			rows = append(rows, covered{operation: cells[0], reason: cells[2], unpublished: outside})
		case len(cells) == 2:
			rows = append(rows, covered{operation: cells[0], types: strings.Split(cells[1], ", "), unpublished: outside})
		default:
			t.Errorf("not a row: %s", line)
		}
	}
	return rows
}

// means reports whether a row is about an operation.
func (c covered) means(operation string) bool {
	pattern := strings.ReplaceAll(regexp.QuoteMeta(c.operation), `\*`, ".*")
	return regexp.MustCompile("^" + strings.Replace(pattern, "ANY ", "[A-Z]+ ", 1) + "$").MatchString(operation)
}

// TestCoverage holds that the guide coverage says of each operation of the API what calls
// it, or why nothing does, and that it names each type of the provider and no other.
func TestCoverage(t *testing.T) {
	t.Parallel()
	rows := coverage(t)
	used := map[string]bool{}
	for _, operation := range strings.Split(strings.TrimSpace(read(t, "testdata/operations.txt")), "\n") {
		said := 0
		for _, row := range rows {
			if row.means(operation) {
				used[row.operation] = true
				said++
			}
		}
		if said != 1 {
			t.Errorf("%s has %d rows in testdata/api.txt, want 1", operation, said)
		}
	}
	_, schemas := harness.Schemas(t)
	missing := map[string]bool{}
	for kind, names := range map[string][]string{
		"resource": slices.Collect(maps.Keys(schemas.ResourceSchemas)), "data": slices.Collect(maps.Keys(schemas.DataSourceSchemas)),
		"list": slices.Collect(maps.Keys(schemas.ListResourceSchemas)), "ephemeral": slices.Collect(maps.Keys(schemas.EphemeralResourceSchemas)),
		"action": slices.Collect(maps.Keys(schemas.ActionSchemas)),
	} {
		for _, name := range names {
			missing[kind+" "+name] = true
		}
	}
	known := maps.Clone(missing)
	for _, row := range rows {
		if used[row.operation] == row.unpublished {
			t.Errorf("%s: published %t, in its section %t", row.operation, used[row.operation], !row.unpublished)
		}
		if len(row.types) == 0 && !isSentence(row.reason) {
			t.Errorf("%s: the reason is not a sentence: %q", row.operation, row.reason)
		}
		for _, name := range row.types {
			if delete(missing, name); !known[name] {
				t.Errorf("%s: there is no %s", row.operation, name)
			}
		}
	}
	for _, name := range slices.Sorted(maps.Keys(missing)) {
		t.Errorf("%s is in no row of testdata/api.txt", name)
	}
}
