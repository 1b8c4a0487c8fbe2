// Command tfcli prints, for a shell to evaluate, the environment in which
// terraform-plugin-testing uses the CLI of this machine: the one that TF_CLI
// names, else the terraform, else the tofu on PATH. Where there is none it
// installs Terraform into the directory that -install names, so that no test
// is skipped for want of a CLI and none downloads anything.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"strings"

	"github.com/portkey-community/terraform-provider-portkey/internal/tfcli"
)

func main() {
	dir := flag.String("install", "bin", "directory to install Terraform into where there is no CLI")
	flag.Parse()
	path, err := tfcli.FindOrInstall(context.Background(), *dir, os.Stderr)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	for _, line := range environment(path) {
		fmt.Println("export " + line)
	}
}

// environment names the CLI twice: for terraform-plugin-testing, and for the
// tests of ours that run it themselves.
func environment(path string) []string {
	env := []string{
		tfcli.EnvCLI + "=" + quote(path),
		"TF_ACC_TERRAFORM_PATH=" + quote(path),
	}
	if tfcli.IsOpenTofu(path) {
		// An address without a host means another registry under OpenTofu.
		env = append(env, "TF_ACC_PROVIDER_HOST=registry.opentofu.org", "TF_ACC_PROVIDER_NAMESPACE=hashicorp")
	}
	return env
}

// quote makes one word of it for a POSIX shell.
func quote(s string) string {
	return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'"
}
