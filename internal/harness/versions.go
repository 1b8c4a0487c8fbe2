package harness

import (
	"regexp"
	"strings"
	"testing"
)

var (
	withActions   = regexp.MustCompile(`^Terraform v1\.(1[4-9]|[2-9]\d)\.`)
	withEphemeral = regexp.MustCompile(`^(Terraform v1\.[1-9]\d|OpenTofu v1\.(1[1-9]|[2-9]\d))\.`)
)

// NeedsActions skips a test under a CLI without actions. instead is the test that does the
// same over the protocol.
func NeedsActions(t *testing.T, instead string) {
	t.Helper()
	needs(t, withActions, "actions came with Terraform 1.14", instead)
}

// NeedsEphemeral is NeedsActions for ephemeral resources.
func NeedsEphemeral(t *testing.T, instead string) {
	t.Helper()
	needs(t, withEphemeral, "ephemeral resources came with Terraform 1.10 and OpenTofu 1.11", instead)
}

func needs(t *testing.T, with *regexp.Regexp, since, instead string) {
	t.Helper()
	if version := NewCLI(t, nil).Run(0, "version"); !with.MatchString(version) {
		line, _, _ := strings.Cut(version, "\n")
		t.Skipf("%s, and this is %s: %s does the same over the protocol", since, line, instead)
	}
}
