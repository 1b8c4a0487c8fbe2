//go:build unix

package repo

import (
	"io"
	"os"
	"path"
	"path/filepath"
	"strings"
	"testing"

	"github.com/portkey-community/terraform-provider-portkey/internal/harness"
	"github.com/portkey-community/terraform-provider-portkey/internal/tfcli"
)

// reader does what a guide says, in a directory of its own: it runs the commands
// and writes the files.
type reader struct {
	t       *testing.T
	sandbox *tfcli.Sandbox
	dir     string
	isTofu  bool
}

// props are what the commands of a guide find in place of what only a reader
// has: a network to clone from, a second terminal, and a hand to answer "yes".
const props = `
exec 2>&1
unset MAKEFLAGS MFLAGS MAKELEVEL # a make that runs the tests is none of the reader's
git() { cp -R "$SOURCES" terraform-provider-portkey; }
make() { HOME="$HOME_OF_GO" command make "$@"; }
go() { HOME="$HOME_OF_GO" command go "$@"; }
portkey-adopt() { "$ADOPT" "$@"; }
terraform() {
	case " $* " in
	*" apply "* | *" destroy "*) echo yes | "$CLI" "$@" ;;
	*) "$CLI" "$@" ;;
	esac
}
second_terminal() {
	mkfifo "$START/printed"
	"$@" > "$START/printed" &
	exec 3< "$START/printed"
	trap 'trap "" INT; kill -INT 0; wait' EXIT
	local line
	for _ in 1 2; do
		read -r line <&3
		eval "$line"
	done
	cd "$START"
}
START="$PWD"
`

// newReader returns a reader with an environment. Below dir is what the CLI keeps
// in a home, and the mirror that an init installs from.
func newReader(t *testing.T, dir string, env ...string) *reader {
	t.Helper()
	cli := harness.FindCLI(t)
	// Go leaves a process behind that writes into its home, so it has that of
	// whoever runs the tests.
	env = append(env, "CLI="+cli, "HOME_OF_GO="+os.Getenv("HOME"), "GOTMPDIR="+t.TempDir(), "TF_CLI_ARGS=-no-color", "TF_INPUT=1")
	sandbox, err := tfcli.NewSandbox("bash", dir, env...)
	if err != nil {
		t.Fatal(err)
	}
	return &reader{t: t, sandbox: sandbox, dir: t.TempDir(), isTofu: tfcli.IsOpenTofu(cli)}
}

// does what pieces of a guide say, one after the other, and returns what was
// printed. A piece of configuration goes into its file.
func (r *reader) does(pieces ...piece) string {
	r.t.Helper()
	var script strings.Builder
	script.WriteString(props)
	for _, one := range pieces {
		switch {
		case one.text == "make emulator\n":
			script.WriteString("second_terminal make emulator\n")
		case one.language == "shell":
			script.WriteString(one.text)
		case one.language == "terraform" || one.language == "json":
			if one.file == "" {
				r.t.Fatalf("the guide does not say where this goes:\n%s", one.text)
			}
			script.WriteString("mkdir -p " + path.Dir(one.file) + "\ncat > " + one.file + " <<'END'\n" + one.text + "END\n")
		}
	}
	text := script.String()
	if r.isTofu {
		text = strings.ReplaceAll(text, "registry.terraform.io", "registry.opentofu.org") // as the guide says
	}
	got, err := r.sandbox.Run(r.t.Context(), r.dir, io.Discard, "-euo", "pipefail", "-c", text)
	if err != nil || got.Code != 0 {
		r.t.Fatalf("exit code %d, %v\n%s", got.Code, err, got.Output)
	}
	return got.Output
}

// sourcesWithMakefile is a copy of what a reader clones, as far as it is built.
func sourcesWithMakefile(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	copySources(t, dir)
	makefile := read(t, filepath.Join(root, "GNUmakefile"))
	if err := os.WriteFile(filepath.Join(dir, "GNUmakefile"), []byte(makefile), 0o600); err != nil {
		t.Fatal(err)
	}
	return dir
}

// mirrorWithProvider is a directory for newReader whose mirror has the provider.
func mirrorWithProvider(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	sandbox, err := tfcli.NewSandbox("terraform", dir)
	if err != nil {
		t.Fatal(err)
	}
	if err := sandbox.InstallProvider(t.Context(), root, "0.0.1"); err != nil {
		t.Fatal(err)
	}
	return dir
}
