package repo

import (
	"os/exec"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// TestMake_help checks that the list of targets begins with the few that users need, and
// omits the parts of other targets.
func TestMake_help(t *testing.T) {
	t.Parallel()
	cmd := exec.Command("make", "--no-print-directory", "help")
	cmd.Dir = root
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	users, developers, found := strings.Cut(string(out), "\nFor developers:\n")
	if !found || !strings.HasPrefix(users, "For users:\n") {
		t.Fatalf("the list has no groups:\n%s", out)
	}
	listed := func(group string) (targets []string) {
		for _, line := range regexp.MustCompile(`(?m)^  ([a-z-]+) +[A-Z]`).FindAllStringSubmatch(group, -1) {
			targets = append(targets, line[1])
		}
		return targets
	}
	if got, want := listed(users), []string{"demo", "test", "build", "emulator"}; !slices.Equal(got, want) {
		t.Errorf("for users are %q, want %q", got, want)
	}
	targets := listed(developers)
	if len(targets) > 16 || !slices.Contains(targets, "check") || slices.Contains(targets, "nightly-fuzz-wire") {
		t.Errorf("for developers are %q", targets)
	}
}

// TestCI_recording holds that CI finds the version of the CLI in the recording of the demo:
// without it, the recording is compared with no other.
func TestCI_recording(t *testing.T) {
	t.Parallel()
	sed := regexp.MustCompile(`sed -n 's/\^<!-- \\\(\.\*\\\)(.*?)\.\*/`).FindStringSubmatch(read(t, root+"/.ci/run"))
	if sed == nil {
		t.Fatal("CI does not read the recording")
	}
	if !strings.Contains(read(t, root+"/examples/demo/demo.svg"), sed[1]) {
		t.Errorf("the recording has no %q", sed[1])
	}
}
