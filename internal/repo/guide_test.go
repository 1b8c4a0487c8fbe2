package repo

import (
	"regexp"
	"slices"
	"strings"
	"testing"
)

// TestGuide_sections holds that each link in an error leads to a heading of the
// guide.
func TestGuide_sections(t *testing.T) {
	t.Parallel()
	var anchors []string
	for _, line := range strings.Split(read(t, root+"/templates/guides/troubleshooting.md.tmpl"), "\n") {
		if heading, ok := strings.CutPrefix(line, "## "); ok {
			anchors = append(anchors, anchor(heading))
		}
	}
	found := 0
	for _, file := range glob(t, "internal/tfkit/*.go") {
		for _, section := range sectionConstant.FindAllStringSubmatch(read(t, file), -1) {
			found++
			if !slices.Contains(anchors, section[2]) {
				t.Errorf("%s: the guide has no heading for #%s", section[1], section[2])
			}
		}
	}
	if found == 0 {
		t.Fatal("found no constants of sections")
	}
}

// sectionConstant is the declaration of a section that errors link to.
var sectionConstant = regexp.MustCompile(`(?m)^\s*(?:const )?(Section\w+)\s*=\s*"([^"]*)"`)

// anchor is what the registry makes of a heading.
func anchor(heading string) string {
	kept := regexp.MustCompile(`[^a-z0-9_ -]`).ReplaceAllString(strings.ToLower(heading), "")
	return strings.ReplaceAll(kept, " ", "-")
}
