package main

import (
	"cmp"
	"context"
	"fmt"
	"os"
	"path/filepath"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
	"github.com/portkey-community/terraform-provider-portkey/internal/tfcli"
)

// version is one that no release has.
const version = "0.0.1"

// Another provider joins the bench if its program is named in the environment,
// with its source address where that is not the vendor's.
const (
	envOther       = "PORTKEY_BENCH_OTHER"
	envOtherSource = "PORTKEY_BENCH_OTHER_SOURCE"
	vendor         = "portkey-ai/portkey"
	community      = "portkey-community/portkey"
)

// How they are called.
const (
	oursName  = "this provider"
	emptyName = "empty provider"
	dataName  = "terraform_data"
)

// contender is a provider that does the work.
type contender struct {
	name    string
	source  string // its address
	program string // "" is Terraform alone
	// asksNothing reports that it sends no requests.
	asksNothing bool
}

// contenders builds the provider and the empty one into dir.
func contenders(ctx context.Context, root, dir string) ([]contender, error) {
	all := []contender{
		{name: oursName, source: community, program: filepath.Join(dir, "ours")},
		{name: emptyName, source: community, program: filepath.Join(dir, "empty"), asksNothing: true},
		{name: dataName, asksNothing: true},
	}
	for i, pkg := range []string{".", "./internal/dev/bench/empty"} {
		if err := tfcli.Build(ctx, root, pkg, version, all[i].program); err != nil {
			return nil, fmt.Errorf("building %s: %w", pkg, err)
		}
	}
	if os.Getenv(envOther) == "" {
		return all, nil
	}
	another, err := other()
	return append(all, another), err
}

// other is the provider that the environment names.
func other() (contender, error) {
	program, err := filepath.Abs(os.Getenv(envOther))
	if err != nil {
		return contender{}, err
	}
	if _, err := os.Stat(program); err != nil { //nolint:gosec // named by who runs the bench
		return contender{}, fmt.Errorf("%s: %w", envOther, err)
	}
	source := cmp.Or(os.Getenv(envOtherSource), vendor)
	return contender{name: source, source: source, program: program}, nil
}

// root is the beginning of a configuration: where the state is, and the provider.
func (c contender) root(baseURL, stateURL string) string {
	text := fmt.Sprintf("terraform {\n  backend \"http\" {\n    address = %q\n  }\n}\n", stateURL)
	if c.program == "" {
		return text
	}
	return text + c.requirement() + fmt.Sprintf("\nprovider \"portkey\" {\n  api_key  = %q\n  base_url = %q\n}\n", emulator.AdminKey, baseURL)
}

// requirement is what each module has to have.
func (c contender) requirement() string {
	if c.program == "" {
		return ""
	}
	return fmt.Sprintf("\nterraform {\n  required_providers {\n    portkey = { source = %q }\n  }\n}\n", c.source)
}
