//go:build unix

package conformance

import (
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/portkey-community/terraform-provider-portkey/internal/tfcli"
)

// props are what the commands of the guide find in place of what only a reader
// has: a network to clone from, a second terminal, and a hand to answer "yes".
const props = `
exec 2>&1
git() { cp -R "$SOURCES" terraform-provider-portkey; }
make() { HOME="$HOME_OF_GO" command make "$@"; }
terraform() {
	case "$1" in
	apply | destroy) echo yes | "$CLI" "$@" ;;
	*) "$CLI" "$@" ;;
	esac
}
second_terminal() {
	mkfifo "$START/printed"
	"$@" > "$START/printed" &
	exec 3< "$START/printed"
	local line
	for _ in 1 2; do
		read -r line <&3
		eval "$line"
	done
	cd "$START"
}
START="$PWD"
trap 'trap "" INT; kill -INT 0; wait' EXIT
`

// TestGuide_gettingStarted does what the guide says, command by command, up to
// where it needs a real key.
func TestGuide_gettingStarted(t *testing.T) {
	t.Parallel()
	cli, err := tfcli.Find()
	if err != nil {
		t.Fatalf("%v: `make test` installs one", err)
	}
	sources := t.TempDir()
	copySources(t, sources)
	makefile := read(t, filepath.Join(root, "GNUmakefile"))
	if err := os.WriteFile(filepath.Join(sources, "GNUmakefile"), []byte(makefile), 0o600); err != nil {
		t.Fatal(err)
	}
	// Go leaves a process behind that writes into its home, so it has that of
	// whoever runs the tests.
	reader, err := tfcli.NewSandbox("bash", t.TempDir(),
		"CLI="+cli, "SOURCES="+sources, "HOME_OF_GO="+os.Getenv("HOME"), "GOTMPDIR="+t.TempDir(), "TF_CLI_ARGS=-no-color", "TF_INPUT=1")
	if err != nil {
		t.Fatal(err)
	}

	guide := section(t, "getting-started", "Getting started")
	script := strings.Builder{}
	script.WriteString(props)
	for _, one := range pieces(strings.Split(guide, "\n## With a real key")[0]) {
		switch {
		case one.text == "make emulator\n":
			script.WriteString("second_terminal make emulator\n")
		case one.language == "shell":
			script.WriteString(one.text)
		case one.language == "terraform":
			script.WriteString("cat > main.tf <<'END'\n" + one.text + "END\n")
		}
	}
	got, err := reader.Run(t.Context(), t.TempDir(), io.Discard, "-euo", "pipefail", "-c", script.String())
	if err != nil || got.Code != 0 {
		t.Fatalf("exit code %d, %v\n%s", got.Code, err, got.Output)
	}
	rest := got.Output
	for _, want := range []string{
		"Plan: 1 to add, 0 to change, 0 to destroy.",
		`POST /v1/admin/workspaces {"name":"Payments","description":"Scores payments before they are booked","usage_limits":[{"type":"cost","credit_limit":500,"periodic_reset":"monthly"}]}`,
		"Apply complete! Resources: 1 added, 0 changed, 0 destroyed.",
		"No changes.",
		"500 -> 800",
		"Plan: 0 to add, 1 to change, 0 to destroy.",
		"PUT /v1/admin/workspaces/",
		"Apply complete! Resources: 0 added, 1 changed, 0 destroyed.",
		"DELETE /v1/admin/workspaces/",
		"Destroy complete! Resources: 1 destroyed.",
	} {
		_, after, found := strings.Cut(rest, want)
		if !found {
			t.Fatalf("%q is not where the guide says\n%s", want, got.Output)
		}
		rest = after
	}
}
