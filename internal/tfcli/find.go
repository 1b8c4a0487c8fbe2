// Package tfcli finds a Terraform or OpenTofu on this machine and runs it away
// from the setup of whoever sits there: with a home directory, a CLI
// configuration and a provider mirror of its own. The demo and the tests that
// need a real CLI share it. Start reading at Find and Sandbox.
package tfcli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	install "github.com/hashicorp/hc-install"
	"github.com/hashicorp/hc-install/product"
	"github.com/hashicorp/hc-install/releases"
	"github.com/hashicorp/hc-install/src"
)

// EnvCLI is the environment variable that names the CLI to use: a path, or a
// name on PATH.
const EnvCLI = "TF_CLI"

// ErrNotFound says that there is no CLI on this machine.
var ErrNotFound = errors.New("no terraform or tofu on PATH, and " + EnvCLI + " is not set")

// howToGetOne ends the message when there is none and none could be installed.
const howToGetOne = `Install Terraform (https://developer.hashicorp.com/terraform/install) or
OpenTofu (https://opentofu.org/docs/intro/install) and put it on PATH, or name
one with ` + EnvCLI + `=/path/to/terraform.`

// Find returns the absolute path of the CLI: the one that TF_CLI names, else
// the terraform, else the tofu on PATH.
func Find() (string, error) {
	if named := os.Getenv(EnvCLI); named != "" {
		path, err := exec.LookPath(named)
		if err != nil {
			return "", fmt.Errorf("%s names %q: %w", EnvCLI, named, err)
		}
		return filepath.Abs(path)
	}
	for _, name := range []string{"terraform", "tofu"} {
		if path, err := exec.LookPath(name); err == nil {
			return filepath.Abs(path)
		}
	}
	return "", ErrNotFound
}

// IsOpenTofu says whether the CLI at a path is OpenTofu, by its name.
func IsOpenTofu(path string) bool { return strings.Contains(filepath.Base(path), "tofu") }

// FindOrInstall returns what Find finds. Where there is none it is the Terraform
// in dir, and where that is empty it says so and installs the newest one there.
func FindOrInstall(ctx context.Context, dir string, say io.Writer) (string, error) {
	path, err := Find()
	if !errors.Is(err, ErrNotFound) {
		return path, err
	}
	dir, err = filepath.Abs(dir)
	if err != nil {
		return "", err
	}
	if path, err := exec.LookPath(filepath.Join(dir, "terraform")); err == nil {
		return path, nil
	}
	fmt.Fprintf(say, "There is %s: installing Terraform into %s.\n", ErrNotFound, dir)
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return "", err
	}
	path, err = installTerraform(ctx, dir)
	if err != nil {
		return "", fmt.Errorf("%w; installing Terraform failed: %w\n%s", ErrNotFound, err, howToGetOne)
	}
	return path, nil
}

// installTerraform is a variable so that tests need no network.
var installTerraform = func(ctx context.Context, dir string) (string, error) {
	return install.NewInstaller().Install(ctx, []src.Installable{
		&releases.LatestVersion{Product: product.Terraform, InstallDir: dir},
	})
}
